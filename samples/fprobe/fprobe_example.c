// SPDX-License-Identifier: GPL-2.0
/*
 * How to use fprobe: count the calls of some functions, and find the longest one.
 *
 *	insmod fprobe_example.ko symbol='vfs_*' nosymbol=vfs_statx
 *	rmmod fprobe_example		(prints what was found)
 */
#define pr_fmt(fmt) "fprobe_example: " fmt

#include <linux/atomic.h>
#include <linux/fprobe.h>
#include <linux/module.h>
#include <linux/timekeeping.h>

static char *symbol = "kernel_clone";
module_param(symbol, charp, 0444);
MODULE_PARM_DESC(symbol, "functions: a name, or a pattern");

static char *nosymbol;
module_param(nosymbol, charp, 0444);
MODULE_PARM_DESC(nosymbol, "functions to leave out");

static atomic_long_t calls, returns;
static u64 longest;
static unsigned long longest_ip;

/* What the two callbacks of a call share */
struct call {
	u64	start;
};

/* Both run wherever the function does: no sleeping, no locks that others hold. */
static int on_entry(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
		    struct pt_regs *regs, void *data)
{
	struct call *call = data;

	atomic_long_inc(&calls);
	call->start = ktime_get_mono_fast_ns();
	return 0;	/* and call on_exit() */
}

static void on_exit(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
		    struct pt_regs *regs, void *data)
{
	struct call *call = data;
	u64 took = ktime_get_mono_fast_ns() - call->start;

	atomic_long_inc(&returns);
	/* Two CPUs may be here at once: for an example it is near enough. */
	if (took > longest) {
		longest = took;
		longest_ip = ip;
	}
}

static struct fprobe example = {
	.entry_handler	 = on_entry,
	.exit_handler	 = on_exit,
	.entry_data_size = sizeof(struct call),
};

static int __init example_init(void)
{
	int err = register_fprobe(&example, symbol, nosymbol);

	if (err)
		pr_err("%s: error %d\n", symbol, err);
	else
		pr_info("watching %s\n", symbol);
	return err;
}
module_init(example_init);

static void __exit example_exit(void)
{
	unregister_fprobe(&example);
	pr_info("%ld calls, %ld returns, %lu missed; the longest took %llu ns: %pS\n",
		atomic_long_read(&calls), atomic_long_read(&returns), example.nmissed, longest,
		(void *)longest_ip);
}
module_exit(example_exit);

MODULE_DESCRIPTION("Example of fprobe");
MODULE_LICENSE("GPL");
