// SPDX-License-Identifier: GPL-2.0-only
/*
 * Call a function of this module from the entry of another one: whenever a task
 * is woken, print its name into the trace.
 */
#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "direct.h"

/* Scripts look for this name, and for the text, in the trace. */
void my_direct_func(struct task_struct *task);
void my_direct_func(struct task_struct *task)
{
	trace_printk("waking up %s-%d\n", task->comm, task->pid);
}

/* The task is wake_up_process()'s first argument, and ours. */
void direct_entry(void);
DIRECT_CALL(direct_entry, "", my_direct_func);

static struct ftrace_ops ops;

static int __init direct_init(void)
{
	int err = ftrace_set_filter_ip(&ops, (unsigned long)wake_up_process, 0, 0);

	if (!err)
		err = register_ftrace_direct(&ops, (unsigned long)direct_entry);
	if (err)
		ftrace_free_filter(&ops);
	return err;
}
module_init(direct_init);

static void __exit direct_exit(void)
{
	unregister_ftrace_direct(&ops, (unsigned long)direct_entry, true);
}
module_exit(direct_exit);

MODULE_DESCRIPTION("Sample: a direct call from a function's entry");
MODULE_LICENSE("GPL");
