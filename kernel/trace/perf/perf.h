/* SPDX-License-Identifier: GPL-2.0 */
/*
 * perf/: trace events as perf sees them.
 *
 * What it is for: perf_event_open() on an event, its filters, the way of its records
 * to kernel/events/core.c; ftrace:function, which hooks functions for perf.
 *
 * What it owns: the struct trace_event_perf of each event that perf uses, and the
 * memory in which records for perf are made.
 *
 * Locks: event_mutex, see event/event.h, which also has event_perf_open() and
 * event_perf_close(). Records need disabled preemption only.
 */
#ifndef _KERNEL_TRACE_PERF_PERF_H
#define _KERNEL_TRACE_PERF_PERF_H

#include <linux/trace_events.h>

/* ---- records, for event/: event.c ---- */

#ifdef CONFIG_PERF_EVENTS
void *event_perf_reserve(struct trace_event_buffer *b, struct trace_event_perf *perf,
			 unsigned long len, u64 count, struct task_struct *task,
			 struct pt_regs *regs);
void event_perf_commit(struct trace_event_buffer *b);
#else
static inline void *
event_perf_reserve(struct trace_event_buffer *b, struct trace_event_perf *perf,
		   unsigned long len, u64 count, struct task_struct *task, struct pt_regs *regs)
{
	return NULL;
}

static inline void event_perf_commit(struct trace_event_buffer *b) { }
#endif

/* ---- ftrace:function for perf: function.c ---- */

#if defined(CONFIG_PERF_EVENTS) && defined(CONFIG_DYNAMIC_FTRACE)
int event_function_reg(struct trace_event_call *call, enum trace_reg type, void *data);
int event_function_perm(struct trace_event_call *call, struct perf_event *event);
int event_function_filter(struct perf_event *event, const char *text);
#else
static inline int event_function_filter(struct perf_event *event, const char *text)
{
	return -EINVAL;
}
#endif

#endif /* _KERNEL_TRACE_PERF_PERF_H */
