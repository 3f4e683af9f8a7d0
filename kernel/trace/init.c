// SPDX-License-Identifier: GPL-2.0
/*
 * The order in which the rooms start, before initcalls can tell. What may wait
 * until then is an initcall of its own.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kernel.h>

#include "core/core.h"
#include "event/event.h"
#include "hist/hist.h"
#include "hook/hook.h"
#include "show/show.h"
#include "tracer/function.h"
#include "tracer/graph.h"

/* Memory can be allocated; there is one CPU, and no interrupts. */
void __init early_trace_init(void)
{
	if (core_init()) {
		pr_err("no memory to start with\n");
		return;
	}
	if (IS_ENABLED(CONFIG_FUNCTION_TRACER) && function_init())
		pr_err("no function tracer\n");
	if (IS_ENABLED(CONFIG_FUNCTION_GRAPH_TRACER) && graph_init())
		pr_err("no graph tracer\n");
}

/* RCU and workqueues can be used. */
void __init trace_init(void)
{
	core_boot();
	if (show_dump_init())
		pr_err("no memory for dumps\n");
	if (IS_ENABLED(CONFIG_EVENT_TRACING))
		event_init();
	if (IS_ENABLED(CONFIG_HIST_TRIGGERS))
		hist_init();
}

#ifdef CONFIG_DYNAMIC_FTRACE
/* The kernel has booted: init is about to run, and init text to be freed. */
void __init ftrace_free_init_mem(void)
{
	ftrace_boot_snapshot();
	hook_free_init_mem();
}
#endif
