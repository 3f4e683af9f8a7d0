// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel calls when interrupts or preemption are turned off or on:
 * tell lockdep and the tracepoints.
 *
 * A tracepoint is told of changes only: turning off what is off says nothing.
 * It needs RCU, which may not be watching in the idle loop.
 */
#include <linux/context_tracking.h>
#include <linux/ftrace.h>
#include <linux/irqflags.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>

#define CREATE_TRACE_POINTS
#include <trace/events/preemptirq.h>

/* Call a tracepoint with RCU watching; NMIs do not use these. */
#define tell(tracepoint, ...) do {					\
	if (!trace_##tracepoint##_enabled() || in_nmi())		\
		break;							\
	if (rcu_is_watching()) {					\
		trace_##tracepoint(__VA_ARGS__);			\
	} else {							\
		ct_irq_enter_irqson();					\
		trace_##tracepoint(__VA_ARGS__);			\
		ct_irq_exit_irqson();					\
	}								\
} while (0)

#ifdef CONFIG_TRACE_IRQFLAGS

/* The tracepoint has been told that interrupts are off on this CPU. */
static DEFINE_PER_CPU(int, told_off);

static __always_inline void irqs_on(unsigned long ip, unsigned long parent)
{
	if (!this_cpu_read(told_off))
		return;
	tell(irq_enable, ip, parent);
	this_cpu_write(told_off, 0);
}

static __always_inline void irqs_off(unsigned long ip, unsigned long parent)
{
	if (this_cpu_read(told_off))
		return;
	this_cpu_write(told_off, 1);
	tell(irq_disable, ip, parent);
}

/* For entry code, which calls lockdep itself */
void trace_hardirqs_on_prepare(void)
{
	irqs_on(CALLER_ADDR0, CALLER_ADDR1);
}
EXPORT_SYMBOL(trace_hardirqs_on_prepare);
NOKPROBE_SYMBOL(trace_hardirqs_on_prepare);

void trace_hardirqs_off_finish(void)
{
	irqs_off(CALLER_ADDR0, CALLER_ADDR1);
}
EXPORT_SYMBOL(trace_hardirqs_off_finish);
NOKPROBE_SYMBOL(trace_hardirqs_off_finish);

/* Interrupts are about to be turned on. */
void trace_hardirqs_on(void)
{
	irqs_on(CALLER_ADDR0, CALLER_ADDR1);
	lockdep_hardirqs_on_prepare();
	lockdep_hardirqs_on(CALLER_ADDR0);
}
EXPORT_SYMBOL(trace_hardirqs_on);
NOKPROBE_SYMBOL(trace_hardirqs_on);

/* Interrupts have been turned off. */
void trace_hardirqs_off(void)
{
	lockdep_hardirqs_off(CALLER_ADDR0);
	irqs_off(CALLER_ADDR0, CALLER_ADDR1);
}
EXPORT_SYMBOL(trace_hardirqs_off);
NOKPROBE_SYMBOL(trace_hardirqs_off);

#endif /* CONFIG_TRACE_IRQFLAGS */

#ifdef CONFIG_TRACE_PREEMPT_TOGGLE

void trace_preempt_on(unsigned long a0, unsigned long a1)
{
	tell(preempt_enable, a0, a1);
}
NOKPROBE_SYMBOL(trace_preempt_on);

void trace_preempt_off(unsigned long a0, unsigned long a1)
{
	tell(preempt_disable, a0, a1);
}
NOKPROBE_SYMBOL(trace_preempt_off);

#endif /* CONFIG_TRACE_PREEMPT_TOGGLE */
