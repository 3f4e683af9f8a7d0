// SPDX-License-Identifier: GPL-2.0
/*
 * The start of trace events, from trace_init(): before interrupts are on and
 * other CPUs run, so that what trace_event= names is recorded from here on.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/init.h>

#include "internal.h"
#include "trigger.h"

/**
 * event_init - start trace events
 */
void __init event_init(void)
{
	int ret;

#ifdef CONFIG_FTRACE_SYSCALLS
	event_syscalls_init();
#endif
	event_dir_init();
	event_triggers_init();
	ret = event_files_init();
	if (!ret)
		ret = event_registry_init();
	if (ret) {
		pr_err("cannot start: error %d\n", ret);
		return;
	}
	event_set_boot();
}
