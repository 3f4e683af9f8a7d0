// SPDX-License-Identifier: GPL-2.0
/*
 * Clocks for records, and for who else needs one that can be read from any
 * context and waits for nothing.
 */
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/preempt.h>
#include <linux/sched/clock.h>
#include <linux/trace_clock.h>

static atomic64_t counter;

/**
 * trace_clock_counter - the order of all records, and no time at all
 */
u64 notrace trace_clock_counter(void)
{
	return atomic64_inc_return(&counter);
}

/**
 * trace_clock_jiffies - nanoseconds since boot, a tick at a time
 */
u64 notrace trace_clock_jiffies(void)
{
	return jiffies64_to_nsecs(get_jiffies_64() - INITIAL_JIFFIES);
}
EXPORT_SYMBOL_GPL(trace_clock_jiffies);

/**
 * trace_clock_local - this CPU's clock: fast, and monotonic on a CPU
 */
u64 notrace trace_clock_local(void)
{
	/* A migration between its reads could turn time back. */
	guard(preempt_notrace)();
	return sched_clock();
}
EXPORT_SYMBOL_GPL(trace_clock_local);

/* The latest time that any CPU has been told */
static atomic64_t global_time ____cacheline_aligned_in_smp;

/**
 * trace_clock_global - monotonic over all CPUs, at the price of a shared line
 *
 * Each round that fails saw the time go on, so there are as many as CPUs at most.
 */
u64 notrace trace_clock_global(void)
{
	s64 latest = atomic64_read(&global_time);
	s64 now = local_clock();

	while (now > latest)
		if (atomic64_try_cmpxchg(&global_time, &latest, now))
			return now;
	return latest;
}
EXPORT_SYMBOL_GPL(trace_clock_global);

/**
 * trace_clock - like trace_clock_local(), with less of an offset between CPUs
 */
u64 notrace trace_clock(void)
{
	return local_clock();
}
EXPORT_SYMBOL_GPL(trace_clock);
