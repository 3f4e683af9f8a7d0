// SPDX-License-Identifier: GPL-2.0
/*
 * Options: the generic ones, which are bits of an instance, and the tracers'
 * own, which each instance keeps a word for, tracer by tracer.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/bits.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tracefs.h>

#include "internal.h"

static const char *const option_names[] = {
#define X(name, text) text,
	TRACE_OPTIONS(X)
#undef X
};

/* ---- generic options ---- */

/* The number of a generic option, or -EINVAL. */
int option_by_name(const char *name)
{
	return match_string(option_names, ARRAY_SIZE(option_names), name);
}

/**
 * option_set - set or clear a generic option of an instance
 * @inst: the instance
 * @opt: the option
 * @on: which
 *
 * Context: process; trace_lock held.
 * Return: 0, or an error and nothing changed
 */
int option_set(struct trace_array *inst, enum trace_option opt, bool on)
{
	int ret;

	lockdep_assert_held(&trace_lock);
	if (option_is_set(inst, opt) == on)
		return 0;
	if (inst->tracer->set_flag) {
		ret = inst->tracer->set_flag(inst, opt, on);
		if (ret)
			return ret;
	}

	switch (opt) {
	case OPT_OVERWRITE:
		buffer_set_overwrite(inst, on);
		break;
	case OPT_TRACE_PRINTK_DEST:
		/* There is always one: the top level, unless another one takes it. */
		if (!on && inst == &top_instance)
			return -EINVAL;
		printk_set_dest(on ? inst : &top_instance);
		return 0;
	default:
		break;
	}
	WRITE_ONCE(inst->options, on ? inst->options | opt : inst->options & ~(u64)opt);
	if (opt & (OPT_RECORD_CMD | OPT_RECORD_TGID))
		comm_update();
	return 0;
}

/* ---- tracers' options ---- */

/* A file of a tracer's option: what its row's data points to */
struct tracer_option_ref {
	struct tracer			*tracer;
	const struct tracer_option	*option;
};

static int tracer_option_set(struct trace_array *inst, struct tracer *t,
			     const struct tracer_option *o, bool on)
{
	u32 old = inst->tracer_bits[t->index];
	u32 new = on ? old | o->bit : old & ~o->bit;
	int ret;

	lockdep_assert_held(&trace_lock);
	if (new == old)
		return 0;
	if (t->set_option) {
		ret = t->set_option(inst, new);
		if (ret)
			return ret;
	}
	WRITE_ONCE(inst->tracer_bits[t->index], new);
	return 0;
}

static const struct tracer_option *tracer_option_by_name(const struct tracer *t, const char *name)
{
	const struct tracer_option *o;

	for (o = t->options; o && o->name; o++)
		if (!strcmp(o->name, name))
			return o;
	return NULL;
}

/* ---- trace_options ---- */

/* Set an option of either kind by its name: "NAME" or "noNAME". */
int option_set_by_name(struct trace_array *inst, const char *name)
{
	const struct tracer_option *o;
	int bit, on;

	/* Some names begin with "no" themselves, so the whole comes first. */
	for (on = 1; on >= 0; on--) {
		if (!on && !strstarts(name, "no"))
			break;
		if (!on)
			name += 2;
		bit = option_by_name(name);
		if (bit >= 0)
			return option_set(inst, BIT(bit), on);
		o = tracer_option_by_name(inst->tracer, name);
		if (o)
			return tracer_option_set(inst, inst->tracer, o, on);
	}
	return -EINVAL;
}

static int trace_options_show(struct seq_file *m, struct trace_file *f)
{
	struct trace_array *inst = f->inst;
	const struct tracer_option *o;
	int bit;

	guard(mutex)(&trace_lock);
	for (bit = 0; bit < NR_TRACE_OPTIONS; bit++)
		seq_printf(m, "%s%s\n", option_is_set(inst, BIT(bit)) ? "" : "no",
			   option_names[bit]);
	for (o = inst->tracer->options; o && o->name; o++)
		seq_printf(m, "%s%s\n",
			   inst->tracer_bits[inst->tracer->index] & o->bit ? "" : "no", o->name);
	return 0;
}

static int trace_options_line(struct trace_file *f, char *line)
{
	guard(mutex)(&trace_lock);
	return option_set_by_name(f->inst, strim(line));
}

/* ---- options/ ---- */

static int generic_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%d\n", option_is_set(f->inst, BIT((unsigned long)f->row->data)));
	return 0;
}

static int generic_line(struct trace_file *f, char *line)
{
	bool on;
	int ret = parse_switch(line, &on);

	if (ret)
		return ret;
	guard(mutex)(&trace_lock);
	return option_set(f->inst, BIT((unsigned long)f->row->data), on);
}

#define X(id, text) {							\
	.name = text, .mode = 0640,					\
	.where = OPT_##id & TOP_OPTIONS ? FILE_TOP : FILE_EVERY,	\
	.show = generic_show, .line = generic_line,			\
	.mistake = NOT_A_SWITCH,					\
	.data = (void *)OPT_##id##_BIT,					\
},
static const struct trace_file_row option_rows[] = { TRACE_OPTIONS(X) };
#undef X

static int tracer_show(struct seq_file *m, struct trace_file *f)
{
	const struct tracer_option_ref *ref = f->row->data;

	seq_printf(m, "%d\n", !!(tracer_options(f->inst, ref->tracer) & ref->option->bit));
	return 0;
}

static int tracer_line(struct trace_file *f, char *line)
{
	const struct tracer_option_ref *ref = f->row->data;
	bool on;
	int ret = parse_switch(line, &on);

	if (ret)
		return ret;
	guard(mutex)(&trace_lock);
	return tracer_option_set(f->inst, ref->tracer, ref->option, on);
}

/* Make the rows of a tracer's options, for ever. */
int __init tracer_option_rows(struct tracer *t)
{
	struct tracer_option_ref *refs;
	struct trace_file_row *rows;
	unsigned int i, nr = 0;

	while (t->options && t->options[nr].name)
		nr++;
	if (!nr)
		return 0;
	rows = kcalloc(nr, sizeof(*rows), GFP_KERNEL);
	refs = kcalloc(nr, sizeof(*refs), GFP_KERNEL);
	if (!rows || !refs) {
		kfree(rows);
		kfree(refs);
		return -ENOMEM;
	}
	for (i = 0; i < nr; i++) {
		refs[i] = (struct tracer_option_ref){ t, &t->options[i] };
		rows[i] = (struct trace_file_row){
			.name = t->options[i].name, .mode = 0640,
			.where = t->top_only ? FILE_TOP : FILE_EVERY,
			.show = tracer_show, .line = tracer_line,
			.mistake = NOT_A_SWITCH, .data = &refs[i],
		};
	}
	t->option_rows = rows;
	t->nr_options = nr;
	return 0;
}

/* What is in options/ */
static struct file_listing all_options;

int list_option_files(void)
{
	int ret = file_listing_add(&all_options, option_rows, ARRAY_SIZE(option_rows), FILE_EVERY);

	return ret ?: tracers_list_options(&all_options);
}

static int option_populate(struct trace_array *inst, struct dentry *dir)
{
	inst->option_dir = file_listing_dir(inst, "options", NULL, &all_options, CPU_ALL);
	return inst->option_dir ? 0 : -ENOMEM;
}

static const struct trace_file_row option_files[] = {
	{ .name = "trace_options", .mode = 0640, .where = FILE_EVERY,
	  .show = trace_options_show, .line = trace_options_line,
	  .mistake = "No such option, or it is refused" },
};

static struct instance_part option_part = {
	.slot		= NO_SLOT,
	.files		= option_files,
	.nr_files	= ARRAY_SIZE(option_files),
	.populate	= option_populate,
};

int __init option_init(void)
{
	return instance_add_part(&option_part);
}
