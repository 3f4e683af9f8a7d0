/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every record starts with, and how to write one.
 *
 *	struct ring_handle h __uninitialized;	(record_reserve() fills it)
 *	struct foo_entry *e = record_reserve(inst->buffer, &h, TRACE_FOO, sizeof(*e),
 *					     record_context());
 *	if (!e)
 *		return;
 *	e->... = ...;
 *	record_commit(&h);
 *
 * Any context.
 */
#ifndef _KERNEL_TRACE_CORE_RECORD_H
#define _KERNEL_TRACE_CORE_RECORD_H

#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/trace_events.h>

#include "../ring/ring.h"

/* The ids of the tracers' own records: ABI */
enum record_type {
	TRACE_FN = 1,
	TRACE_CTX,
	TRACE_WAKE,
	TRACE_STACK,
	TRACE_PRINT,
	TRACE_BPRINT,
	TRACE_MMIO_RW,
	TRACE_MMIO_MAP,
	TRACE_BRANCH,
	TRACE_GRAPH_RET,
	TRACE_GRAPH_ENT,
	TRACE_USER_STACK,
	TRACE_BLK,
	TRACE_BPUTS,
	TRACE_HWLAT,
	TRACE_OSNOISE,
	TRACE_TIMERLAT,
	TRACE_RAW_DATA,
	TRACE_FUNC_REPEATS,
	NR_INTERNAL_TYPES,
};

/*
 * The context of a record, packed as the second to fourth byte of its header:
 * flags, preempt_count with the migration-disable depth in its upper half.
 */
#define RECORD_CONTEXT(flags, depth)	((u32)(flags) << 16 | (u32)(depth) << 24)

/* How often migration is disabled */
static __always_inline unsigned int record_pinned(void)
{
#ifdef CONFIG_SMP
	return current->migration_disabled;
#else
	return 0;
#endif
}

/* In an interrupt, or somebody is waiting for the CPU, or preemption is off very often */
static __always_inline u32 record_context_rare(unsigned int pc)
{
	u32 flags = 0;

	if (pc & NMI_MASK)
		flags |= TRACE_FLAG_NMI;
	if (pc & HARDIRQ_MASK)
		flags |= TRACE_FLAG_HARDIRQ;
	if (pc & SOFTIRQ_OFFSET)
		flags |= TRACE_FLAG_SOFTIRQ;
	else if (pc & SOFTIRQ_MASK)
		flags |= TRACE_FLAG_BH_OFF;
	if (tif_need_resched())
		flags |= TRACE_FLAG_NEED_RESCHED;
	if (test_preempt_need_resched())
		flags |= TRACE_FLAG_PREEMPT_RESCHED;
	return RECORD_CONTEXT(flags, min(pc & 0xff, 0xfU) | min(record_pinned(), 0xfU) << 4);
}

static __always_inline u32 record_context_pc(unsigned int pc, bool irqs_off)
{
	u32 context = RECORD_CONTEXT(0, pc);

	/* Most records are made by tasks that nobody is waiting for. */
	if (unlikely(pc > 0xf || test_preempt_need_resched() || tif_need_resched() ||
		     record_pinned()))
		context = record_context_rare(pc);
	return context | RECORD_CONTEXT(irqs_off ? TRACE_FLAG_IRQS_OFF : 0, 0);
}

static __always_inline u32 record_context(void)
{
	return record_context_pc(preempt_count(), irqs_disabled());
}

/* For callers that have disabled preemption once themselves */
static __always_inline u32 record_context_dec(void)
{
	return record_context_pc(preempt_count() - IS_ENABLED(CONFIG_PREEMPT_COUNT),
				 irqs_disabled());
}

static __always_inline void
record_header(struct trace_entry *e, u16 type, u32 context)
{
	*(u64 *)e = (u64)(u32)current->pid << 32 | context | type;
}

static __always_inline void *
record_reserve(struct trace_buffer *b, struct ring_handle *h, u16 type,
	       unsigned int len, u32 context)
{
	struct trace_entry *e = ring_reserve(b, h, len);

	if (likely(e))
		record_header(e, type, context);
	return e;
}

#define record_commit(h)	ring_commit(h)
#define record_discard(h)	ring_discard(h)

#endif /* _KERNEL_TRACE_CORE_RECORD_H */
