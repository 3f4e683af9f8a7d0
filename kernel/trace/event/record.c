// SPDX-License-Identifier: GPL-2.0
/*
 * The way of an event's record: from the probe that fills it to the buffer.
 *
 * On the hot path it is made in the ring buffer at once. What a filter, a
 * trigger or a limit on tasks has to see first is made in scratch memory: most
 * of it is thrown away, without a look at the clock or the ring buffer. See
 * event.h for the order of things.
 *
 * Recursion: an event whose own probe hits it again would be a bug of that
 * event. But filters and triggers may do that: they follow pointers to user
 * memory, which may fault, which is an event. So the slow path has a guard,
 * which the hot path and filters that stay within the record do without.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/trace_recursion.h>

#include "internal.h"
#include "trigger.h"
#include "../filter/filter.h"
#include "../perf/perf.h"
#include "../ring/fast.h"
#include "../show/show.h"

static_assert(sizeof(struct ring_handle) <= sizeof_field(struct trace_event_buffer, handle));

static __always_inline struct ring_handle *handle_of(struct trace_event_buffer *b)
{
	return (struct ring_handle *)b->handle;
}

/* ---- scratch memory ---- */

#define SCRATCH_SIZE	1024
/* Task, softirq, irq, NMI, what recursion guards let through, and chains */
#define SCRATCH_DEPTH	(6 + EVENT_CHAIN_DEPTH)

/* Contexts of a CPU nest, and so do their records: a stack of them */
struct event_scratch {
	char	record[SCRATCH_DEPTH][SCRATCH_SIZE] __aligned(8);
};

static struct event_scratch __percpu *scratch;
static DEFINE_PER_CPU(unsigned int, scratch_depth);

/**
 * event_slow_prepare - have what the slow path needs
 *
 * To be called before an EVENT_SLOW_*_BIT other than OFF is set anywhere.
 *
 * Context: event_mutex. Return: 0 or -ENOMEM
 */
int event_slow_prepare(void)
{
	struct event_scratch __percpu *new;

	lockdep_assert_held(&event_mutex);
	if (scratch)
		return 0;
	new = alloc_percpu(struct event_scratch);
	if (!new)
		return -ENOMEM;
	/* Who sees a bit of trace_event_file::slow sees this too. */
	smp_store_release(&scratch, new);
	return 0;
}

static __always_inline void *scratch_get(void)
{
	unsigned int depth = __this_cpu_read(scratch_depth);

	if (unlikely(depth == SCRATCH_DEPTH))
		return NULL;
	__this_cpu_write(scratch_depth, depth + 1);
	return this_cpu_ptr(READ_ONCE(scratch))->record[depth];
}

static __always_inline void scratch_put(void)
{
	barrier();
	__this_cpu_dec(scratch_depth);
}

/* ---- chains: an event that a trigger of another one fires ---- */

#define GUARD_BITS	GENMASK(TRACE_GUARD_EVENT + TRACE_GUARD_SPARE, TRACE_GUARD_EVENT)

static DEFINE_PER_CPU(unsigned int, chain_depth);
static DEFINE_PER_CPU(unsigned long, chain_cut);

/**
 * event_chain_enter - let a trigger fire an event that has triggers itself
 *
 * The guard against recursion of the event whose triggers run is opened for the
 * next one. How many of them may follow each other on a CPU, in whatever
 * contexts, is limited; what exceeds the limit is counted.
 *
 * Context: any, in a trigger's run().
 * Return: what event_chain_leave() wants back, negative if the chain is too long
 */
long event_chain_enter(void)
{
	unsigned long held = current->trace_recursion & GUARD_BITS;

	/* NMIs have little stack. */
	if (__this_cpu_read(chain_depth) >= (in_nmi() ? 1 : EVENT_CHAIN_DEPTH)) {
		this_cpu_inc(chain_cut);
		return -1;
	}
	__this_cpu_inc(chain_depth);
	WRITE_ONCE(current->trace_recursion, current->trace_recursion & ~GUARD_BITS);
	barrier();
	return held;
}

/**
 * event_chain_leave - undo event_chain_enter()
 * @held: what that returned
 */
void event_chain_leave(long held)
{
	barrier();
	WRITE_ONCE(current->trace_recursion, current->trace_recursion | held);
	__this_cpu_dec(chain_depth);
}

/**
 * event_chains_cut - how many events were not fired because a chain was too long
 */
unsigned long event_chains_cut(void)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(chain_cut, cpu);
	return sum;
}

/* How a record goes when it has to pass a filter, and nothing else */
#define HOW_FILTERED	BIT(EVENT_SLOW_FILTER_BIT)

static bool in_scratch(struct trace_event_buffer *b)
{
	return b->how == HOW_FILTERED || (b->how & BIT(EVENT_SLOW_SCRATCH_BIT));
}

/* ---- the slow path ---- */

#define SLOW_LOOK	(BIT(EVENT_SLOW_FILTER_BIT) | BIT(EVENT_SLOW_TRIGGER_BIT) | \
			 BIT(EVENT_SLOW_PIDS_BIT))

/* Nobody could want it, whatever is in the record. */
static bool is_unwanted(struct trace_event_buffer *b)
{
	return (b->how & (BIT(EVENT_SLOW_OFF_BIT) | BIT(EVENT_SLOW_TRIGGER_BIT))) ==
		BIT(EVENT_SLOW_OFF_BIT);
}

static void fill_header(struct trace_event_buffer *b)
{
	record_header(b->entry, b->trace_file->type, record_context_dec());
}

static noinline void *reserve_slow(struct trace_event_buffer *b, unsigned long len)
{
	struct trace_event_file *file = b->trace_file;
	int bit;

	if (b->how & BIT(EVENT_SLOW_PERF_BIT))
		return event_perf_reserve(b, b->perf, len, 1, NULL, NULL);
	if (is_unwanted(b))
		return NULL;
	bit = trace_guard_enter(TRACE_GUARD_EVENT);
	if (bit < 0)
		return NULL;
	/* The commit has to come this way too, whatever else has brought us here. */
	b->how |= BIT(EVENT_SLOW_GUARD_BIT);
	b->rctx = bit;
	b->len = len;
	if ((b->how & SLOW_LOOK) && len <= SCRATCH_SIZE) {
		b->how |= BIT(EVENT_SLOW_SCRATCH_BIT);
		b->entry = scratch_get();
	} else {
		b->entry = __ring_reserve(file->tr->buffer, handle_of(b), len);
	}
	if (b->entry)
		fill_header(b);
	else
		trace_guard_exit(bit);
	return b->entry;
}

/* The common fields can wait: hardly any filter asks for them. */
static __always_inline void *reserve_filtered(struct trace_event_buffer *b, unsigned long len)
{
	b->len = len;
	b->entry = scratch_get();
	return b->entry;
}

static bool pids_want(struct trace_event_buffer *b)
{
	return !(b->how & BIT(EVENT_SLOW_PIDS_BIT)) ||
	       event_pids_want_record(b->trace_file, b->entry);
}

static bool passes(struct trace_event_buffer *b)
{
	struct event_filter *filter;

	if (!(b->how & BIT(EVENT_SLOW_FILTER_BIT)))
		return true;
	filter = rcu_dereference_sched(b->trace_file->filter);
	return !filter || filter_match(filter, b->entry);
}

static void tee(struct trace_event_buffer *b)
{
	record_export(b->entry, b->len, TRACE_EXPORT_EVENT);
	if (static_branch_unlikely(&tracepoint_printk_key))
		show_printk_record(b->trace_file->tr, b->entry, b->len);
}

/* @here: in the function that the probe has called */
static void store(struct trace_event_buffer *b, struct pt_regs *here)
{
	struct trace_event_file *file = b->trace_file;

	tee(b);
	if (in_scratch(b))
		ring_buffer_write(file->tr->buffer, b->len, b->entry);
	else
		__ring_commit(handle_of(b));
	show_record_wanted_stacks(file->tr, record_context_dec(), 1, here);
}

static void drop(struct trace_event_buffer *b)
{
	if (!in_scratch(b))
		__ring_discard(handle_of(b));
}

static noinline void commit_slow(struct trace_event_buffer *b)
{
	struct trace_event_file *file = b->trace_file;
	struct pt_regs here __uninitialized;
	unsigned long post = 0;

	if (b->how & BIT(EVENT_SLOW_PERF_BIT)) {
		event_perf_commit(b);
		return;
	}
	show_here(&here);
	if (!pids_want(b)) {
		drop(b);
	} else {
		/* Triggers have filters of their own. */
		if (b->how & BIT(EVENT_SLOW_TRIGGER_BIT))
			post = event_triggers(file, b->entry, &here);
		/* One may just have turned this very event on or off. */
		if (test_bit(EVENT_SLOW_OFF_BIT, &file->slow) || !passes(b))
			drop(b);
		else
			store(b, &here);
		if (post)
			event_triggers_post(file, post, b->entry, &here);
	}
	if (in_scratch(b))
		scratch_put();
	trace_guard_exit(b->rctx);
}

/* A filter that looks at more than the event's own fields, or none any more */
static noinline void commit_filtered_slow(struct trace_event_buffer *b)
{
	int bit = trace_guard_enter(TRACE_GUARD_EVENT);
	struct pt_regs here __uninitialized;

	if (bit >= 0) {
		show_here(&here);
		fill_header(b);
		if (passes(b))
			store(b, &here);
		trace_guard_exit(bit);
	}
	scratch_put();
}

static noinline void commit_rare(struct trace_event_buffer *b)
{
	struct event_filter *filter;

	if (unlikely(b->how != HOW_FILTERED)) {
		commit_slow(b);
		return;
	}
	filter = rcu_dereference_sched(b->trace_file->filter);
	if (unlikely(!filter || filter->wild || filter_match(filter, b->entry))) {
		commit_filtered_slow(b);
		return;
	}
	scratch_put();
}

/* ---- the hot path ---- */

/* What of an instance's options makes all of its records slow */
#define SLOW_OPTIONS	(OPT_STACKTRACE | OPT_USERSTACKTRACE)

/* Not in trace_event_buffer_reserve(), where it would save registers for all. */
static noinline void *reserve_here(struct trace_event_buffer *b, struct trace_event_file *file,
				   unsigned long len)
{
	void *entry = ring_reserve_here(file->tr->buffer, handle_of(b), len);

	if (likely(entry)) {
		b->entry = entry;
		b->len = len;
		record_header(entry, file->type, record_context_dec());
	}
	return entry;
}

static __always_inline void *
reserve_usual(struct trace_event_buffer *b, struct trace_event_file *file, unsigned long len)
{
	if (unlikely(READ_ONCE(file->tr->options) & SLOW_OPTIONS)) {
		b->how = BIT(EVENT_SLOW_STACK_BIT);
		return reserve_slow(b, len);
	}
	return reserve_here(b, file, len);
}

/* Something of trace_event_file::slow is set. What is frequent goes no further. */
static __always_inline void *
reserve_rare(struct trace_event_buffer *b, struct trace_event_file *file, unsigned long len)
{
	if (likely(b->how == HOW_FILTERED && len <= SCRATCH_SIZE))
		return reserve_filtered(b, len);
	if (b->how & BIT(EVENT_SLOW_PIDS_BIT)) {
		if (event_pids_want_current(event_instance_of(file->tr))) {
			b->how &= ~BIT(EVENT_SLOW_PIDS_BIT);
			if (!b->how)
				return reserve_usual(b, file, len);
			if (b->how == HOW_FILTERED && len <= SCRATCH_SIZE)
				return reserve_filtered(b, len);
		} else if (!file->pid_offset) {
			return NULL;
		}
	}
	return reserve_slow(b, len);
}

/**
 * trace_event_buffer_reserve - begin an event's record
 * @b: on the caller's stack
 * @file: the event in an instance; or the struct trace_event_perf
 * @len: bytes of the record
 *
 * Context: any, preemption disabled.
 * Return: the record, with room for its common fields and the others not filled
 * in; NULL if nobody wants it, or there is no room
 */
void *trace_event_buffer_reserve(struct trace_event_buffer *b, struct trace_event_file *file,
				 unsigned long len)
{
	b->trace_file = file;
	b->how = READ_ONCE(file->slow);
	if (unlikely(b->how))
		return reserve_rare(b, file, len);
	return reserve_usual(b, file, len);
}
EXPORT_SYMBOL_GPL(trace_event_buffer_reserve);

/**
 * trace_event_buffer_reserve_task - the same, for events that tell perf more
 * @b: on the caller's stack
 * @file: the event in an instance; or the struct trace_event_perf
 * @len: bytes of the record
 * @count: how much it counts
 * @task: another task that it is about, or NULL
 */
void *trace_event_buffer_reserve_task(struct trace_event_buffer *b,
				      struct trace_event_file *file, unsigned long len,
				      u64 count, struct task_struct *task)
{
	if (unlikely(READ_ONCE(file->slow) & BIT(EVENT_SLOW_PERF_BIT)))
		return event_perf_reserve(b, (struct trace_event_perf *)file, len, count, task,
					  NULL);
	return trace_event_buffer_reserve(b, file, len);
}
EXPORT_SYMBOL_GPL(trace_event_buffer_reserve_task);

static noinline void commit_tee(struct trace_event_buffer *b)
{
	tee(b);
	ring_commit_inside(handle_of(b));
}

/**
 * trace_event_buffer_commit - end an event's record
 * @b: what trace_event_buffer_reserve() has filled in
 */
void trace_event_buffer_commit(struct trace_event_buffer *b)
{
	if (unlikely(b->how)) {
		commit_rare(b);
		return;
	}
	if (static_branch_unlikely(&trace_exports_on) ||
	    static_branch_unlikely(&tracepoint_printk_key)) {
		commit_tee(b);
		return;
	}
	ring_commit_inside(handle_of(b));
}
EXPORT_SYMBOL_GPL(trace_event_buffer_commit);

/* ---- strings made while recording ---- */

/**
 * trace_event_vstr_len - room for __vstring()
 * @fmt: format
 * @va: its arguments, which are not used up
 */
unsigned int trace_event_vstr_len(const char *fmt, va_list *va)
{
	va_list copy;
	int len;

	va_copy(copy, *va);
	len = vsnprintf(NULL, 0, fmt, copy);
	va_end(copy);
	return min(len + 1, TRACE_EVENT_STR_MAX);
}
EXPORT_SYMBOL_GPL(trace_event_vstr_len);

/**
 * trace_event_put_vstr - fill a __vstring()
 * @to: its room
 * @len: bytes there
 * @fmt: format
 * @va: its arguments, which are not used up
 */
void trace_event_put_vstr(char *to, unsigned int len, const char *fmt, va_list *va)
{
	va_list copy;

	va_copy(copy, *va);
	vsnprintf(to, len, fmt, copy);
	va_end(copy);
}
EXPORT_SYMBOL_GPL(trace_event_put_vstr);
