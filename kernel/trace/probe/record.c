// SPDX-License-Identifier: GPL-2.0
/*
 * From a hit to the record.
 *
 * Arguments of fixed size are fetched straight into the ring buffer, in each instance
 * that wants them. With texts in it nobody knows how long a record will be before they
 * are read: it is put together in memory of this CPU and context, once, and copied.
 * The same is done where reading may sleep, in programs.
 */
#include <linux/kprobes.h>
#include <linux/perf_event.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "internal.h"

/* ---- memory for records ---- */

/* Records longer than that find no room in a ring buffer with small sub-buffers. */
#define SCRATCH_SIZE	4000
/* Task, softirq, irq, NMI */
#define SCRATCH_DEPTH	4

struct probe_scratch {
	char	record[SCRATCH_DEPTH][SCRATCH_SIZE] __aligned(8);
};

static struct probe_scratch __percpu *scratch;
static DEFINE_PER_CPU(unsigned int, scratch_depth);

/* What a task may keep while it sleeps: one a CPU is kept for the next */
static DEFINE_PER_CPU(void *, spare_page);

/**
 * probe_record_prepare - have memory for records with texts
 *
 * Context: dynamic_mutex. Return: 0 or -ENOMEM
 */
int probe_record_prepare(void)
{
	struct probe_scratch __percpu *new;

	if (scratch)
		return 0;
	new = alloc_percpu(struct probe_scratch);
	if (!new)
		return -ENOMEM;
	scratch = new;
	return 0;
}

static void *scratch_get(void)
{
	unsigned int depth = __this_cpu_read(scratch_depth);

	if (unlikely(depth == SCRATCH_DEPTH))
		return NULL;
	__this_cpu_write(scratch_depth, depth + 1);
	return this_cpu_ptr(scratch)->record[depth];
}

static void scratch_put(void)
{
	barrier();
	__this_cpu_dec(scratch_depth);
}

static void *page_get(void)
{
	return this_cpu_xchg(spare_page, NULL) ?: kmalloc(SCRATCH_SIZE, GFP_KERNEL);
}

static void page_put(void *page)
{
	if (this_cpu_cmpxchg(spare_page, NULL, page))
		kfree(page);
}

/* ---- writing ---- */

static __always_inline void put_head(const struct probe *p, void *rec, const unsigned long *head)
{
	unsigned long *to = rec + sizeof(struct trace_entry);
	unsigned int left = (p->head - sizeof(struct trace_entry)) / sizeof(long);

	for (; left; left--)
		*to++ = *head++;
}

static __always_inline unsigned int fill(struct probe *p, const struct fetch_ctx *c, void *rec,
					 unsigned int room)
{
	unsigned int faults = 0, len;

	len = probe_fetch(p->progs, p->nr_args, c, rec, p->fixed, room, &faults);
	if (unlikely(faults))
		this_cpu_add(p->counts->faults, faults);
	return len;
}

static __always_inline void write_one(struct probe *p, const struct fetch_ctx *c,
				      const unsigned long *head, struct trace_event_file *file)
{
	struct trace_event_buffer b;
	void *rec = trace_event_buffer_reserve(&b, file, p->fixed);

	if (!rec)
		return;
	put_head(p, rec, head);
	fill(p, c, rec, p->fixed);
	trace_event_buffer_commit(&b);
}

static void write_direct(struct probe *p, const struct fetch_ctx *c, const unsigned long *head)
{
	struct probe_sink *sink;

	list_for_each_entry_rcu(sink, &p->event->sinks, node, true)
		write_one(p, c, head, sink->file);
}

static void write_copy(const void *from, unsigned int len, struct trace_event_file *file)
{
	struct trace_event_buffer b;
	void *rec = trace_event_buffer_reserve(&b, file, len);

	if (!rec)
		return;
	memcpy(rec + sizeof(struct trace_entry), from + sizeof(struct trace_entry),
	       len - sizeof(struct trace_entry));
	trace_event_buffer_commit(&b);
}

static void write_copies(struct probe *p, const void *from, unsigned int len)
{
	struct probe_sink *sink;

	list_for_each_entry_rcu(sink, &p->event->sinks, node, true)
		write_copy(from, len, sink->file);
}

static void write_scratch(struct probe *p, const struct fetch_ctx *c, const unsigned long *head)
{
	void *rec = scratch_get();

	if (unlikely(!rec)) {
		this_cpu_inc(p->counts->no_room);
		return;
	}
	put_head(p, rec, head);
	write_copies(p, rec, fill(p, c, rec, SCRATCH_SIZE));
	scratch_put();
}

/**
 * probe_record - record a hit in all instances that want it
 * @p: the probe
 * @c: where values are fetched
 * @head: the addresses in front of them
 *
 * Context: any, with preemption disabled.
 */
void probe_record(struct probe *p, const struct fetch_ctx *c, const unsigned long *head)
{
	if (p->has_text)
		write_scratch(p, c, head);
	else
		write_direct(p, c, head);
}
NOKPROBE_SYMBOL(probe_record);

/**
 * probe_record_in - record a hit in one instance
 * @p: the probe, whose records begin with the arguments
 * @c: where values are fetched
 * @file: its event in the instance
 *
 * Context: any, with preemption disabled.
 */
void probe_record_in(struct probe *p, const struct fetch_ctx *c, struct trace_event_file *file)
{
	void *rec;

	if (!p->has_text) {
		write_one(p, c, NULL, file);
		return;
	}
	rec = scratch_get();
	if (unlikely(!rec)) {
		this_cpu_inc(p->counts->no_room);
		return;
	}
	write_copy(rec, fill(p, c, rec, SCRATCH_SIZE), file);
	scratch_put();
}

/* ---- perf ---- */

#ifdef CONFIG_PERF_EVENTS

/* perf puts a u32 in front, and wants both to be whole u64. */
static unsigned int perf_length(unsigned int len)
{
	return ALIGN(len + sizeof(u32), sizeof(u64)) - sizeof(u32);
}

static bool perf_wants(struct trace_event_perf *perf)
{
	return !hlist_empty(this_cpu_ptr(perf->events));
}

static void perf_write(struct probe *p, struct trace_event_perf *perf, struct pt_regs *regs,
		       const void *from, unsigned int len)
{
	unsigned int size = perf_length(len);
	int rctx;
	void *rec;

	rec = perf_trace_buf_alloc(size, NULL, &rctx);
	if (!rec)
		return;
	memcpy(rec + sizeof(struct trace_entry), from + sizeof(struct trace_entry),
	       len - sizeof(struct trace_entry));
	perf_tp_event(p->event->call.event.type, 1, rec, size, regs, this_cpu_ptr(perf->events),
		      rctx, NULL);
}

static void perf_write_direct(struct probe *p, struct trace_event_perf *perf,
			      const struct fetch_ctx *c, const unsigned long *head)
{
	unsigned int size = perf_length(p->fixed);
	int rctx;
	void *rec;

	rec = perf_trace_buf_alloc(size, NULL, &rctx);
	if (!rec)
		return;
	put_head(p, rec, head);
	fill(p, c, rec, p->fixed);
	perf_tp_event(p->event->call.event.type, 1, rec, size, c->regs,
		      this_cpu_ptr(perf->events), rctx, NULL);
}

/**
 * probe_record_perf - show a hit to BPF programs, and record it for perf
 * @p: the probe
 * @c: where values are fetched
 * @head: the addresses in front of them
 *
 * Context: any, with preemption disabled.
 */
void probe_record_perf(struct probe *p, const struct fetch_ctx *c, const unsigned long *head)
{
	struct trace_event_perf *perf = READ_ONCE(p->event->perf);
	void *rec;

	if (!perf)
		return;
	if (bpf_prog_array_valid(&p->event->call) && !trace_call_bpf(&p->event->call, c->regs))
		return;
	if (!perf_wants(perf))
		return;
	if (!p->has_text) {
		perf_write_direct(p, perf, c, head);
		return;
	}
	rec = scratch_get();
	if (unlikely(!rec)) {
		this_cpu_inc(p->counts->no_room);
		return;
	}
	put_head(p, rec, head);
	perf_write(p, perf, c->regs, rec, fill(p, c, rec, SCRATCH_SIZE));
	scratch_put();
}
NOKPROBE_SYMBOL(probe_record_perf);

#else

static inline bool perf_wants(struct trace_event_perf *perf)
{
	return false;
}

static inline void perf_write(struct probe *p, struct trace_event_perf *perf,
			      struct pt_regs *regs, const void *from, unsigned int len) { }

#endif /* CONFIG_PERF_EVENTS */

/* ---- in programs ---- */

/**
 * probe_record_user - record a hit in a program
 * @p: the probe
 * @c: where values are fetched
 * @head: the addresses in front of them
 * @for_perf: BPF programs let perf have it
 *
 * Context: task, may sleep.
 */
void probe_record_user(struct probe *p, const struct fetch_ctx *c, const unsigned long *head,
		       bool for_perf)
{
	struct trace_event_perf *perf;
	unsigned int len;
	void *rec;

	rec = page_get();
	if (unlikely(!rec)) {
		this_cpu_inc(p->counts->no_room);
		return;
	}
	put_head(p, rec, head);
	len = fill(p, c, rec, SCRATCH_SIZE);
	scoped_guard(preempt_notrace) {
		write_copies(p, rec, len);
		perf = READ_ONCE(p->event->perf);
		if (for_perf && perf && perf_wants(perf))
			perf_write(p, perf, c->regs, rec, len);
	}
	page_put(rec);
}
