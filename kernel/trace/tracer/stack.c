// SPDX-License-Identifier: GPL-2.0
/*
 * The stack tracer: looks at every function's entry how deep the stack is, and
 * remembers the deepest one, with the function that took each part of it.
 */
#define pr_fmt(fmt) "stack tracer: " fmt

#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/sched/task_stack.h>
#include <linux/spinlock.h>
#include <linux/stacktrace.h>
#include <linux/sysctl.h>

#include "function.h"

#define MAX_FRAMES	500

/* Code that changes stacks counts itself here: see stack_tracer_disable() */
DEFINE_PER_CPU(int, disable_stack_tracer);

/* kernel.stack_tracer_enabled, under function_lock */
int stack_tracer_enabled;
static struct hook_filter *stack_filter;

/*
 * struct deepest - the deepest stack so far
 * @lock: raw, interrupts off; who cannot have it at once leaves
 * @size: its depth in bytes, read without the lock
 * @nr: frames
 * @caller: the frames' addresses, the innermost first
 * @depth: the stack's depth at each
 */
static struct deepest {
	arch_spinlock_t	lock;
	unsigned long	size;
	unsigned int	nr;
	unsigned long	caller[MAX_FRAMES];
	unsigned int	depth[MAX_FRAMES];
} deepest = { .lock = __ARCH_SPIN_LOCK_UNLOCKED };

/*
 * Where on the stack each return address is: they lie there in order.  One that
 * is not found, as it is no frame of its own, gets the depth of the one before.
 */
static void find_frames(unsigned long *sp, unsigned long *top)
{
	unsigned int depth = (top - sp) * sizeof(*sp);

	for (unsigned int i = 0; i < deepest.nr; i++) {
		unsigned long *p;

		for (p = sp; p < top && READ_ONCE_NOCHECK(*p) != deepest.caller[i]; p++)
			;
		if (p < top) {
			depth = (top - p) * sizeof(*p);
			sp = p + 1;
		}
		deepest.depth[i] = depth;
	}
}

static void remember(unsigned long ip, unsigned long *sp, unsigned long *top)
{
	unsigned long flags;
	unsigned int skip;

	if (in_nmi())
		return;
	local_irq_save(flags);
	if (!arch_spin_trylock(&deepest.lock))
		goto out;
	if ((top - sp) * sizeof(*sp) > deepest.size) {
		deepest.nr = stack_trace_save(deepest.caller, MAX_FRAMES, 0);
		/* It begins with us; the function itself has its site's address. */
		for (skip = 0; skip < deepest.nr; skip++)
			if (deepest.caller[skip] - ip <= MCOUNT_INSN_SIZE)
				break;
		if (skip < deepest.nr) {
			deepest.nr -= skip;
			memmove(deepest.caller, deepest.caller + skip,
				deepest.nr * sizeof(deepest.caller[0]));
			WRITE_ONCE(deepest.size, (top - sp) * sizeof(*sp));
			find_frames(sp - 1, top);
		} else {
			deepest.nr = 0;
		}
	}
	arch_spin_unlock(&deepest.lock);
out:
	local_irq_restore(flags);
}

static void stack_call(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		       struct ftrace_regs *fregs)
{
	unsigned long *sp = hook_parent_slot(fregs);
	unsigned long *top = task_stack_page(current) + THREAD_SIZE;
	unsigned long size = (void *)top - (void *)sp;
	int bit;

	/* Only tasks' stacks: those of interrupts are not as deep. */
	if (likely(size <= READ_ONCE(deepest.size) || size > THREAD_SIZE))
		return;
	preempt_disable_notrace();
	if (!__this_cpu_read(disable_stack_tracer) && rcu_is_watching()) {
		bit = trace_guard_enter(TRACE_GUARD_INTERNAL);
		if (bit >= 0) {
			remember(ip, sp, top);
			trace_guard_exit(bit);
		}
	}
	preempt_enable_notrace();
}

static struct ftrace_ops stack_ops = {
	.func	= stack_call,
	.flags	= FTRACE_OPS_FL_LEAN,
};

/* function_lock is held */
static int stack_set(bool on)
{
	int err;

	if (on == stack_tracer_enabled)
		return 0;
	err = on ? hook_add(&stack_ops) : hook_remove(&stack_ops);
	if (!err)
		stack_tracer_enabled = on;
	return err;
}

/**
 * stack_trace_sysctl - kernel.stack_tracer_enabled
 * @table: its row
 * @write: it is written
 * @buffer: the text
 * @lenp: its length
 * @ppos: the position
 */
int stack_trace_sysctl(const struct ctl_table *table, int write, void *buffer,
		       size_t *lenp, loff_t *ppos)
{
	struct ctl_table copy = *table;
	int on, err;

	guard(mutex)(&function_lock);
	on = stack_tracer_enabled;
	copy.data = &on;
	err = proc_dointvec(&copy, write, buffer, lenp, ppos);
	return err || !write ? err : stack_set(on);
}

/* ---- files ---- */

static int max_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%lu\n", READ_ONCE(deepest.size));
	return 0;
}

static int max_line(struct trace_file *f, char *line)
{
	unsigned long size;
	int err = parse_number(line, 0, THREAD_SIZE, &size);

	if (err)
		return err;
	local_irq_disable();
	arch_spin_lock(&deepest.lock);
	deepest.size = size;
	deepest.nr = 0;
	arch_spin_unlock(&deepest.lock);
	local_irq_enable();
	return 0;
}

static int trace_show(struct seq_file *m, struct trace_file *f)
{
	struct deepest *d = kmalloc(sizeof(*d), GFP_KERNEL);

	if (!d)
		return -ENOMEM;
	local_irq_disable();
	arch_spin_lock(&deepest.lock);
	*d = deepest;
	arch_spin_unlock(&deepest.lock);
	local_irq_enable();

	seq_printf(m, "        Depth    Size   Location    (%u entries)\n", d->nr);
	seq_puts(m, "        -----    ----   --------\n");
	if (!d->nr && !READ_ONCE(stack_tracer_enabled))
		seq_puts(m, "#\n#  The stack tracer is off: to start it,\n"
			    "#  echo 1 > /proc/sys/kernel/stack_tracer_enabled\n#\n");
	for (unsigned int i = 0; i < d->nr; i++)
		seq_printf(m, "%3u) %8u   %5u   %pS\n", i, d->depth[i],
			   d->depth[i] - (i + 1 < d->nr ? d->depth[i + 1] : 0),
			   (void *)d->caller[i]);
	kfree(d);
	return 0;
}

static struct hook_edit *file_edit(struct trace_file *f, bool reset)
{
	if (!f->private)
		f->private = hook_edit_begin(stack_filter, HOOK_ONLY, reset);
	return f->private;
}

static int filter_truncate(struct trace_file *f)
{
	struct hook_edit *e = file_edit(f, true);

	if (!IS_ERR(e))
		return 0;
	f->private = NULL;
	return PTR_ERR(e);
}

static int filter_line(struct trace_file *f, char *word)
{
	struct hook_edit *e = file_edit(f, false);
	int n;

	if (IS_ERR(e)) {
		f->private = NULL;
		return PTR_ERR(e);
	}
	n = hook_edit_pattern(e, word, NULL);
	if (n == -ENOENT || n == -EINVAL) {
		error_log(f->inst, f->row->name, word, "No such function", 0);
		return -EINVAL;
	}
	return min(n, 0);
}

static void filter_released(struct trace_file *f)
{
	if (f->private && f->refused)
		hook_edit_abort(f->private);
	else if (f->private && hook_edit_end(f->private))
		pr_warn("%s is not changed\n", f->row->name);
}

static int filter_show(struct seq_file *m, struct trace_file *f)
{
	struct hook_cursor *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	mutex_lock(&hook_lock);
	if (!hook_filter_limits(stack_filter, HOOK_ONLY))
		seq_puts(m, "#### all functions enabled ####\n");
	while (hook_next(c, HOOK_LISTED_ONLY, stack_filter))
		seq_printf(m, "%s\n", c->name);
	mutex_unlock(&hook_lock);
	kfree(c);
	return 0;
}

static const struct trace_file_row stack_files[] = {
	{ .name = "stack_max_size", .mode = 0640, .where = FILE_TOP,
	  .show = max_show, .line = max_line, .mistake = NOT_A_NUMBER },
	{ .name = "stack_trace", .mode = 0440, .where = FILE_TOP, .show = trace_show },
	{ .name = "stack_trace_filter", .mode = 0640, .where = FILE_TOP, .unit = UNIT_WORDS,
	  .show = filter_show, .line = filter_line, .truncate = filter_truncate,
	  .released = filter_released },
};

static struct instance_part stack_part = {
	.slot		= NO_SLOT,
	.files		= stack_files,
	.nr_files	= ARRAY_SIZE(stack_files),
};

/* ---- the command line ---- */

static bool boot_on __initdata;
static char *boot_filter __initdata;

/* "stacktrace", or "stacktrace_filter=" and patterns between commas */
static int __init boot_setup(char *text)
{
	if (*text == '_')
		return 0;
	boot_on = true;
	return 1;
}
__setup("stacktrace", boot_setup);

static int __init boot_filter_setup(char *text)
{
	boot_filter = text;
	boot_on = true;
	return 1;
}
__setup("stacktrace_filter=", boot_filter_setup);

static void __init boot_patterns(void)
{
	struct hook_edit *e = hook_edit_begin(stack_filter, HOOK_ONLY, true);
	char *pattern;

	if (IS_ERR(e))
		return;
	while ((pattern = strsep(&boot_filter, ",")))
		if (*pattern && hook_edit_pattern(e, pattern, NULL) < 0)
			pr_warn("no function matches \"%s\"\n", pattern);
	if (hook_edit_end(e))
		pr_warn("stacktrace_filter= is not in force\n");
}

static int __init stack_init(void)
{
	int err = instance_add_part(&stack_part);

	stack_filter = hook_filter_new();
	if (err || !stack_filter)
		return err ?: -ENOMEM;
	stack_ops.filter = stack_filter;
	if (boot_filter)
		boot_patterns();
	mutex_lock(&function_lock);
	if (boot_on)
		err = stack_set(true);
	mutex_unlock(&function_lock);
	return err;
}
core_initcall(stack_init);
