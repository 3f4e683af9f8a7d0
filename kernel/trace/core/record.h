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

static __always_inline u32 record_context_irq(unsigned int pc)
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
	return flags;
}

/*
 * The context of a record, packed as the second to fourth byte of its header:
 * flags, preempt_count with the migration-disable depth in its upper half.
 */
static __always_inline u32 record_context_pc(unsigned int pc, bool irqs_off)
{
	u32 flags = irqs_off ? TRACE_FLAG_IRQS_OFF : 0;
	u32 depth = min(pc & 0xff, 0xfU);

	/* Most records are made by tasks that nobody is waiting for. */
	if (unlikely(pc & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_MASK)))
		flags |= record_context_irq(pc);
	if (unlikely(tif_need_resched()))
		flags |= TRACE_FLAG_NEED_RESCHED;
	if (unlikely(test_preempt_need_resched()))
		flags |= TRACE_FLAG_PREEMPT_RESCHED;
#ifdef CONFIG_SMP
	if (unlikely(current->migration_disabled))
		depth |= min_t(u32, current->migration_disabled, 0xf) << 4;
#endif
	return flags << 16 | depth << 24;
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
