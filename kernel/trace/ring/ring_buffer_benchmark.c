// SPDX-License-Identifier: GPL-2.0
/*
 * Benchmark of the ring buffer in the kernel: a thread writes for a while
 * through the public interface, another reads; then single calls are timed
 * with interrupts off: those of linux/ring_buffer.h, which is what a module
 * pays, and those with handles, which is what tracers pay.
 */
#define pr_fmt(fmt) "ring_buffer_benchmark: " fmt

#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/ring_buffer.h>
#include <linux/timex.h>

#include "ring.h"

static unsigned int seconds = 2;
module_param(seconds, uint, 0444);
MODULE_PARM_DESC(seconds, "how long to write with a reader beside");

static unsigned long size = 1000000;
module_param(size, ulong, 0444);
MODULE_PARM_DESC(size, "bytes a CPU of the buffer");

static unsigned int len = 16;
module_param(len, uint, 0444);
MODULE_PARM_DESC(len, "bytes of a record");

static struct trace_buffer *buffer, *timed;
static struct lock_class_key key;
static unsigned long consumed, lost, torn;
static struct task_struct *consumer;

static bool write_one(unsigned long nr)
{
	struct ring_buffer_event *event = ring_buffer_lock_reserve(buffer, len);

	if (!event)
		return false;
	memset(ring_buffer_event_data(event), nr, len);
	ring_buffer_unlock_commit(buffer);
	return true;
}

static int consume(void *unused)
{
	struct ring_buffer_event *event;
	unsigned long missed;
	unsigned int got;
	bool any;
	u64 ts;
	int cpu;
	u8 *p;

	while (!kthread_should_stop()) {
		any = false;
		for_each_online_cpu(cpu) {
			event = ring_buffer_consume(buffer, cpu, &ts, &missed);
			if (!event)
				continue;
			any = true;
			consumed++;
			lost += missed;
			p = ring_buffer_event_data(event);
			got = ring_buffer_event_length(event);
			if (got < len || memchr_inv(p, *p, len))
				torn++;
		}
		if (!any)
			usleep_range(100, 200);
		cond_resched();
	}
	return 0;
}

/*
 * What a caller pays for calls that do nothing: is not the buffer's. The
 * compiler is not to see that they do not.
 */
static noinline __noclone void *no_reserve(struct trace_buffer *b, struct ring_handle *h,
					   unsigned int len)
{
	static u64 payload[2];
	void *p = payload;

	asm volatile("" : "+r" (p) : "r" (b), "r" (h), "r" (len) : "memory");
	return p;
}

static noinline __noclone void no_commit(struct ring_handle *h)
{
	asm volatile("" : : "r" (h) : "memory");
}

static bool write_nowhere(u64 nr)
{
	struct ring_handle h __uninitialized;
	u64 *p = no_reserve(timed, &h, 2 * sizeof(nr));

	if (!p)
		return false;
	p[0] = nr;
	p[1] = nr;
	no_commit(&h);
	return true;
}

static bool call_nothing(u64 nr)
{
	return true;
}

static bool write_reserved(u64 nr)
{
	struct ring_buffer_event *event = ring_buffer_lock_reserve(timed, 2 * sizeof(nr));
	u64 *p;

	if (!event)
		return false;
	p = ring_buffer_event_data(event);
	p[0] = nr;
	p[1] = nr;
	ring_buffer_unlock_commit(timed);
	return true;
}

static bool write_at_once(u64 nr)
{
	u64 data[2] = { nr, nr };

	return !ring_buffer_write(timed, sizeof(data), data);
}

static bool write_handle(u64 nr)
{
	struct ring_handle h __uninitialized;
	u64 *p = ring_reserve(timed, &h, 2 * sizeof(nr));

	if (!p)
		return false;
	p[0] = nr;
	p[1] = nr;
	ring_commit(&h);
	return true;
}

static u64 tick;

/* As cheap as a clock can be. */
static u64 ticks(void)
{
	return ++tick;
}

static bool call_ticks(u64 nr)
{
	u64 (*clock)(void) = ticks;

	OPTIMIZER_HIDE_VAR(clock);
	return clock();
}

/* Cycles of a call, the least of many, as the rest is interference. */
static cycles_t cycles_of(bool (*call)(u64 nr))
{
	cycles_t t, best = ~0;
	unsigned long flags;
	int i;

	OPTIMIZER_HIDE_VAR(call);
	for (i = 0; i < 1000; i++) {
		local_irq_save(flags);
		t = get_cycles();
		call(i);
		best = min(best, get_cycles() - t);
		local_irq_restore(flags);
	}
	return best;
}

/* Both clocks, or nothing. */
static int time_calls(void)
{
	static const struct {
		const char	*name;
		bool		(*write)(u64 nr);
	} calls[] = {
		{ "lock_reserve, unlock_commit", write_reserved },
		{ "write", write_at_once },
		{ "reserve, commit with a handle", write_handle },
	};
	cycles_t none = cycles_of(write_nowhere);
	cycles_t tick_cost = cycles_of(call_ticks) - cycles_of(call_nothing);
	cycles_t cost[2][ARRAY_SIZE(calls)];
	int i, ticking;

	for (ticking = 0; ticking < 2; ticking++) {
		struct ring_params p = {
			.size = size, .overwrite = true, .clock = ticking ? ticks : NULL,
		};

		timed = ring_create(&p, &key);
		if (!timed)
			return -ENOMEM;
		for (i = 0; i < ARRAY_SIZE(calls); i++)
			cost[ticking][i] = cycles_of(calls[i].write) - none;
		ring_buffer_free(timed);
	}
	for (i = 0; i < ARRAY_SIZE(calls); i++)
		pr_info("16 bytes by %s: %llu cycles, %llu without the clock\n", calls[i].name,
			(unsigned long long)cost[0][i],
			(unsigned long long)(cost[1][i] - tick_cost));
	return 0;
}

static int produce(void)
{
	unsigned long end = jiffies + seconds * HZ, written = 0, missed = 0;
	u64 start = ktime_get_ns(), ns;

	while (time_before(jiffies, end)) {
		int i;

		for (i = 0; i < 100; i++) {
			if (write_one(written))
				written++;
			else
				missed++;
		}
		cond_resched();
		if (signal_pending(current))
			return -EINTR;
	}
	ns = ktime_get_ns() - start;
	kthread_stop(consumer);
	consumer = NULL;
	pr_info("wrote %lu in %llu us, %llu ns each, %lu refused\n", written, ns / 1000,
		written ? ns / written : 0, missed);
	pr_info("consumed %lu, lost %lu, torn %lu; entries %lu, overruns %lu\n", consumed, lost,
		torn, ring_buffer_entries(buffer), ring_buffer_overruns(buffer));
	if (torn || written != consumed + ring_buffer_entries(buffer) +
			       ring_buffer_overruns(buffer)) {
		pr_err("these do not add up\n");
		return -EIO;
	}
	return 0;
}

static int __init ring_buffer_benchmark_init(void)
{
	int ret;

	if (!len || !seconds)
		return -EINVAL;
	buffer = ring_buffer_alloc(size, RB_FL_OVERWRITE);
	if (!buffer)
		return -ENOMEM;
	ret = -EINVAL;
	if (len > ring_buffer_max_event_size(buffer))
		goto free;
	consumer = kthread_run(consume, NULL, "rb_consumer");
	ret = PTR_ERR_OR_ZERO(consumer);
	if (ret)
		goto free;
	ret = produce();
	if (consumer)
		kthread_stop(consumer);
	if (ret)
		goto free;
	ret = time_calls();
	if (!ret)
		return 0;
free:
	ring_buffer_free(buffer);
	return ret;
}

static void __exit ring_buffer_benchmark_exit(void)
{
	ring_buffer_free(buffer);
}

module_init(ring_buffer_benchmark_init);
module_exit(ring_buffer_benchmark_exit);

MODULE_DESCRIPTION("Benchmark of the ring buffer");
MODULE_LICENSE("GPL");
