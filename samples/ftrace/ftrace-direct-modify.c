// SPDX-License-Identifier: GPL-2.0-only
/*
 * Change a direct call while it is in use: every second schedule() calls the
 * other one of two functions.
 */
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "direct.h"

void direct_first(void);
void direct_first(void)
{
	trace_printk("first\n");
}

void direct_second(void);
void direct_second(void)
{
	trace_printk("second\n");
}

void direct_entry_first(void);
DIRECT_CALL(direct_entry_first, "", direct_first);
void direct_entry_second(void);
DIRECT_CALL(direct_entry_second, "", direct_second);

static unsigned long entries[] = {
	(unsigned long)direct_entry_first,
	(unsigned long)direct_entry_second,
};

static struct ftrace_ops ops;
static struct task_struct *changer;
static unsigned int now;

static int change(void *unused)
{
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		schedule_timeout(HZ);
		if (!modify_ftrace_direct(&ops, entries[!now]))
			now = !now;
	}
	return 0;
}

static int __init direct_init(void)
{
	int err = ftrace_set_filter_ip(&ops, (unsigned long)schedule, 0, 0);

	if (!err)
		err = register_ftrace_direct(&ops, entries[now]);
	if (err)
		goto err_filter;
	changer = kthread_run(change, NULL, "direct-change");
	if (!IS_ERR(changer))
		return 0;
	err = PTR_ERR(changer);
	unregister_ftrace_direct(&ops, entries[now], false);
err_filter:
	ftrace_free_filter(&ops);
	return err;
}
module_init(direct_init);

static void __exit direct_exit(void)
{
	kthread_stop(changer);
	unregister_ftrace_direct(&ops, entries[now], true);
}
module_exit(direct_exit);

MODULE_DESCRIPTION("Sample: a direct call that is changed");
MODULE_LICENSE("GPL");
