// SPDX-License-Identifier: GPL-2.0
/*
 * Tracers: which there are, which one an instance runs, and the one that does
 * nothing.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tracefs.h>

#include "internal.h"

/* Under trace_lock */
static LIST_HEAD(tracers);
static unsigned int nr_tracers;

/* The tracer the command line asks for, until it has come */
static char *boot_tracer __initdata;

/* ---- nop ---- */

enum { NOP_ACCEPT = BIT(0), NOP_REFUSE = BIT(1) };

/* For people who write tools: one option can be set, the other cannot. */
static const struct tracer_option nop_options[] = {
	{ "test_nop_accept", NOP_ACCEPT },
	{ "test_nop_refuse", NOP_REFUSE },
	{ }
};

static int nop_set_option(struct trace_array *inst, u32 options)
{
	return options & NOP_REFUSE ? -EINVAL : 0;
}

struct tracer nop_tracer = {
	.name		= "nop",
	.options	= nop_options,
	.set_option	= nop_set_option,
};

/* ---- the list ---- */

static struct tracer *tracer_by_name(const char *name)
{
	struct tracer *t;

	list_for_each_entry(t, &tracers, node)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

static bool tracer_fits(const struct tracer *t, const struct trace_array *inst)
{
	return inst == &top_instance || !t->top_only;
}

static int __init boot_tracer_setup(char *text)
{
	boot_tracer = text;
	return 1;
}
__setup("ftrace=", boot_tracer_setup);

static int __init boot_tracer_missing(void)
{
	if (boot_tracer)
		pr_warn("no tracer %s\n", boot_tracer);
	return 0;
}
late_initcall_sync(boot_tracer_missing);

/**
 * tracer_register - offer a tracer
 * @t: the tracer, which stays for ever
 *
 * The tracer that the command line asks for starts here.
 *
 * Context: process, without instances_mutex and trace_lock; until the directories are
 * filled, which fs_initcall_sync() does.
 * Return: 0, -EEXIST if the name is taken, -ENOSPC if there are too many
 */
int __init tracer_register(struct tracer *t)
{
	struct trace_array *inst;
	int ret;

	guard(mutex)(&instances_mutex);
	guard(mutex)(&trace_lock);
	/* The files of options are listed once. */
	if (WARN_ON_ONCE(top_instance.has_files))
		return -EBUSY;
	if (tracer_by_name(t->name))
		return -EEXIST;
	if (nr_tracers == MAX_TRACERS)
		return -ENOSPC;
	ret = tracer_option_rows(t);
	if (ret)
		return ret;
	t->index = nr_tracers++;
	list_add(&t->node, &tracers);
	for_each_instance(inst)
		inst->tracer_bits[t->index] = t->default_options;
	if (boot_tracer && !strcmp(strim(boot_tracer), t->name)) {
		boot_tracer = NULL;
		if (tracer_set(&top_instance, t->name))
			pr_warn("tracer %s cannot be started\n", t->name);
		boot_options();
	}
	return 0;
}

/* The options of all tracers */
int tracers_list_options(struct file_listing *l)
{
	struct tracer *t;
	int ret = 0;

	list_for_each_entry(t, &tracers, node) {
		ret = file_listing_add(l, t->option_rows, t->nr_options, FILE_EVERY);
		if (ret)
			break;
	}
	return ret;
}

/**
 * tracer_set - make a tracer the current one of an instance
 * @inst: the instance
 * @name: the tracer's name
 *
 * What has been recorded so far is forgotten, as users of the file know it. If the
 * tracer cannot be started it is not, and the instance is left with nop.
 *
 * Context: process; trace_lock held.
 * Return: 0, or -EINVAL if there is no such tracer, or what its start says
 */
int tracer_set(struct trace_array *inst, const char *name)
{
	struct tracer *t, *old = inst->tracer;
	bool used = inst->expanded;
	int ret;

	lockdep_assert_held(&trace_lock);
	t = tracer_by_name(name);
	if (!t || !tracer_fits(t, inst))
		return -EINVAL;
	if (t == old)
		return 0;
	if (t != &nop_tracer) {
		ret = instance_expand(inst);
		if (ret)
			return ret;
		comm_start();
	}
	if (t->uses_snapshot) {
		ret = snapshot_arm(inst);
		if (ret)
			return ret;
	}

	if (old->reset)
		old->reset(inst);
	old->busy--;
	WRITE_ONCE(inst->tracer, &nop_tracer);
	if (old->uses_snapshot)
		snapshot_disarm(inst);
	/* nop is busy only where it has been set, so its count means nothing. */
	ret = t->init ? t->init(inst) : 0;
	if (ret) {
		if (t->uses_snapshot)
			snapshot_disarm(inst);
		return ret;
	}
	/* Nobody takes what another tracer has recorded for this one's. */
	if (used)
		ring_buffer_reset(inst->buffer);
	t->busy++;
	WRITE_ONCE(inst->tracer, t);
	return 0;
}

/* ---- files ---- */

static int available_tracers_show(struct seq_file *m, struct trace_file *f)
{
	struct tracer *t;
	const char *gap = "";

	guard(mutex)(&trace_lock);
	list_for_each_entry(t, &tracers, node) {
		if (!tracer_fits(t, f->inst))
			continue;
		seq_printf(m, "%s%s", gap, t->name);
		gap = " ";
	}
	seq_putc(m, '\n');
	return 0;
}

static int current_tracer_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%s\n", READ_ONCE(f->inst->tracer)->name);
	return 0;
}

static int current_tracer_line(struct trace_file *f, char *line)
{
	int ret;

	guard(mutex)(&trace_lock);
	ret = tracer_set(f->inst, strim(line));
	/* Whoever chooses a tracer, be it nop, is going to trace. */
	return ret ?: instance_expand(f->inst);
}

/* ---- limits ---- */

unsigned long tracing_thresh;

static unsigned long *usecs_of(struct trace_file *f)
{
	return (unsigned long *)f->row->data ?: &f->inst->max_latency;
}

int usecs_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%lu\n", READ_ONCE(*usecs_of(f)) / NSEC_PER_USEC);
	return 0;
}

int usecs_line(struct trace_file *f, char *line)
{
	unsigned long usecs;
	int ret = parse_number(line, 0, ULONG_MAX / NSEC_PER_USEC, &usecs);

	if (!ret)
		WRITE_ONCE(*usecs_of(f), usecs * NSEC_PER_USEC);
	return ret;
}

static const struct trace_file_row tracer_files[] = {
	{ .name = "available_tracers", .mode = 0440, .where = FILE_EVERY,
	  .show = available_tracers_show },
	{ .name = "current_tracer", .mode = 0640, .where = FILE_EVERY,
	  .show = current_tracer_show, .line = current_tracer_line,
	  .mistake = "No such tracer in this instance" },
	{ .name = "tracing_thresh", .mode = 0640, .where = FILE_TOP,
	  .show = usecs_show, .line = usecs_line, .mistake = NOT_A_NUMBER,
	  .data = &tracing_thresh },
	{ .name = "tracing_max_latency", .mode = 0640, .where = FILE_EVERY,
	  .show = usecs_show, .line = usecs_line, .mistake = NOT_A_NUMBER },
};

static struct instance_part tracer_part = {
	.slot		= NO_SLOT,
	.files		= tracer_files,
	.nr_files	= ARRAY_SIZE(tracer_files),
};

int __init tracer_init(void)
{
	return instance_add_part(&tracer_part) ?: tracer_register(&nop_tracer);
}
