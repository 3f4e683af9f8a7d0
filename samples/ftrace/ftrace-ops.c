// SPDX-License-Identifier: GPL-2.0-only
/*
 * What does a hooked function cost?  Registers ops that do next to nothing on a
 * function of this module or on another one, calls it many times, and prints
 * how long a call took.  Loading it does the work; it can be removed at once.
 */
#include <linux/ftrace.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/slab.h>

static uint calls = 100000;
module_param(calls, uint, 0);
MODULE_PARM_DESC(calls, "how often to call the function");

static uint relevant = 1;
module_param(relevant, uint, 0);
MODULE_PARM_DESC(relevant, "ops on the function that is called");

static uint irrelevant;
module_param(irrelevant, uint, 0);
MODULE_PARM_DESC(irrelevant, "ops on another function");

static bool save_regs;
module_param(save_regs, bool, 0);
MODULE_PARM_DESC(save_regs, "ops want all registers");

static bool guarded;
module_param(guarded, bool, 0);
MODULE_PARM_DESC(guarded, "ops want a guard against recursion");

static unsigned long hits;

static noinline void ops_called(void)
{
	barrier();
}

static noinline void ops_not_called(void)
{
	barrier();
}

static void ops_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		    struct ftrace_regs *fregs)
{
	hits++;
}

static int __init ops_sample_init(void)
{
	uint all = relevant + irrelevant, n;
	struct ftrace_ops *ops = kcalloc(all, sizeof(*ops), GFP_KERNEL);
	int err = 0;
	u64 start;

	if (!ops)
		return -ENOMEM;
	for (n = 0; n < all; n++) {
		unsigned long ip = (unsigned long)(n < relevant ? ops_called : ops_not_called);

		ops[n].func = ops_hit;
		ops[n].flags = (save_regs ? FTRACE_OPS_FL_SAVE_REGS : 0) |
			       (guarded ? FTRACE_OPS_FL_RECURSION : 0);
		err = ftrace_set_filter_ip(&ops[n], ip, 0, 0);
		if (!err)
			err = register_ftrace_function(&ops[n]);
		if (err) {
			ftrace_free_filter(&ops[n]);
			break;
		}
	}
	if (!err) {
		start = ktime_get_ns();
		for (uint i = 0; i < calls; i++)
			ops_called();
		pr_info("%u calls, %lu hits, %llu ns a call\n", calls, hits,
			(ktime_get_ns() - start) / max(calls, 1U));
	}
	while (n--) {
		unregister_ftrace_function(&ops[n]);
		ftrace_free_filter(&ops[n]);
	}
	kfree(ops);
	return err;
}
module_init(ops_sample_init);

static void __exit ops_sample_exit(void)
{
}
module_exit(ops_sample_exit);

MODULE_DESCRIPTION("Sample: the cost of function hooks");
MODULE_LICENSE("GPL");
