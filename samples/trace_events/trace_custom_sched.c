// SPDX-License-Identifier: GPL-2.0
/*
 * Custom events: the tracepoints of the scheduler are not exported, so each one
 * of the kernel is shown to the events, which know theirs by its name.
 */
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>

#define CREATE_CUSTOM_TRACE_EVENTS
#include "trace_custom_sched.h"

static void __init offer(struct tracepoint *tp, void *unused)
{
	trace_custom_event_sched_switch_update(tp);
	trace_custom_event_sched_waking_update(tp);
}

static int __init custom_init(void)
{
	for_each_kernel_tracepoint(offer, NULL);
	return 0;
}

static void __exit custom_exit(void)
{
}

module_init(custom_init);
module_exit(custom_exit);

MODULE_DESCRIPTION("Sample of custom trace events");
MODULE_LICENSE("GPL");
