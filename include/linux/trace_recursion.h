/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Recursion guard for code that is called from hooked functions and may itself
 * call some.
 *
 * A task has one bit for each context that may nest in it (task, softirq, irq,
 * NMI).  Code that finds the bit of its own context set is recursing, with one
 * exception: an interrupt arrives a few instructions before preempt_count says
 * so, and functions called in that window look like the context that was
 * interrupted.  One spare bit, the same for all contexts, lets such a call in.
 */
#ifndef _LINUX_TRACE_RECURSION_H
#define _LINUX_TRACE_RECURSION_H

#include <linux/interrupt.h>
#include <linux/sched.h>

#ifdef CONFIG_TRACING

/* Bits of current->trace_recursion, one group of five for each guard. */
enum {
	TRACE_GUARD_SPARE	= 4,	/* offset of the spare bit in a group */
	TRACE_GUARD_OPS		= 0,	/* callbacks of function hooks */
	TRACE_GUARD_INTERNAL	= 5,	/* the tracers' own callbacks */
	TRACE_GUARD_GRAPH	= 10,	/* return hooks */
	TRACE_GUARD_EVENT	= 15,	/* event side effects: triggers, stacks */

	/* Single bits, set and cleared by their owner */
	TRACE_RECURSION_IRQ_BIT	= 20,
	TRACE_RECORD_RECURSION_BIT,
};

/**
 * trace_guard_enter - enter the guard that starts at bit @group
 * @group: one of the TRACE_GUARD groups
 *
 * Context: any; the caller stays on its CPU until trace_guard_exit().
 * Return: the bit to hand to trace_guard_exit(), negative if this recurses
 */
static __always_inline int trace_guard_enter(int group)
{
	unsigned long held = READ_ONCE(current->trace_recursion);
	int bit = group + interrupt_context_level();

	if (unlikely(held & BIT(bit))) {
		bit = group + TRACE_GUARD_SPARE;
		if (held & BIT(bit))
			return -1;
	}
	/* Contexts that nest here put back what they change. */
	WRITE_ONCE(current->trace_recursion, held | BIT(bit));
	barrier();
	return bit;
}

static __always_inline void trace_guard_exit(int bit)
{
	barrier();
	WRITE_ONCE(current->trace_recursion, current->trace_recursion & ~BIT(bit));
}

/**
 * ftrace_test_recursion_trylock - let a hook's callback run, unless it recurses
 * @ip: the hooked function
 * @parent_ip: its caller
 *
 * Disables preemption if it succeeds.
 *
 * Return: what ftrace_test_recursion_unlock() wants back, negative if the
 * callback must return at once
 */
static __always_inline int ftrace_test_recursion_trylock(unsigned long ip,
							 unsigned long parent_ip)
{
	int bit = trace_guard_enter(TRACE_GUARD_OPS);

	if (bit >= 0)
		preempt_disable_notrace();
	return bit;
}

static __always_inline void ftrace_test_recursion_unlock(int bit)
{
	preempt_enable_notrace();
	trace_guard_exit(bit);
}

#endif /* CONFIG_TRACING */
#endif /* _LINUX_TRACE_RECURSION_H */
