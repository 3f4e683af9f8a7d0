// SPDX-License-Identifier: GPL-2.0-only
/*
 * One direct call for several functions: who called is found on the stack,
 * where the site's call has left its return address.
 */
#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/sched.h>

#include "direct.h"

void direct_many(unsigned long ip);
void direct_many(unsigned long ip)
{
	trace_printk("%pS\n", (void *)ip);
}

void direct_entry_many(void);
DIRECT_CALL(direct_entry_many, "movq 8(%rbp), %rdi", direct_many);

static struct ftrace_ops ops;

static int __init direct_init(void)
{
	unsigned long ips[] = { (unsigned long)wake_up_process, (unsigned long)schedule };
	int err = ftrace_set_filter_ips(&ops, ips, ARRAY_SIZE(ips), 0, 0);

	if (!err)
		err = register_ftrace_direct(&ops, (unsigned long)direct_entry_many);
	if (err)
		ftrace_free_filter(&ops);
	return err;
}
module_init(direct_init);

static void __exit direct_exit(void)
{
	unregister_ftrace_direct(&ops, (unsigned long)direct_entry_many, true);
}
module_exit(direct_exit);

MODULE_DESCRIPTION("Sample: one direct call for several functions");
MODULE_LICENSE("GPL");
