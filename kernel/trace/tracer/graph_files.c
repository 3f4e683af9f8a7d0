// SPDX-License-Identifier: GPL-2.0
/*
 * The graph tracer's files, and what the command line says about it.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/init.h>
#include <linux/limits.h>
#include <linux/seq_file.h>

#include "function.h"
#include "graph.h"

/* ---- which functions ---- */

static struct hook_filter *roots_of(struct trace_array *inst)
{
	return graph_of(inst)->roots;
}

static struct hook_filter *muted_of(struct trace_array *inst)
{
	return graph_of(inst)->muted;
}

static int graph_changed(struct trace_array *inst)
{
	guard(mutex)(&trace_lock);
	return graph_update(inst);
}

static const struct list_kind roots = {
	.which = HOOK_LISTED_ONLY, .filter = roots_of, .changed = graph_changed,
	.none = "all functions enabled",
};

static const struct list_kind muted = {
	.which = HOOK_LISTED_ONLY, .filter = muted_of, .changed = graph_changed,
	.none = "no functions disabled",
};

/* ---- how deep ---- */

static int depth_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%u\n", READ_ONCE(graph_of(f->inst)->max_depth));
	return 0;
}

static int depth_line(struct trace_file *f, char *line)
{
	struct graph_inst *gi = graph_of(f->inst);
	unsigned long depth;
	unsigned int was;
	int err = parse_number(line, 0, INT_MAX, &depth);

	if (err)
		return err;
	guard(mutex)(&trace_lock);
	was = gi->max_depth;
	WRITE_ONCE(gi->max_depth, depth);
	err = graph_update(f->inst);
	if (err)
		WRITE_ONCE(gi->max_depth, was);
	return err;
}

/* ---- what was missed ---- */

static int missed_show(struct seq_file *m, struct trace_file *f)
{
	int cpu;

	seq_printf(m, "stacks: %lu of %u bytes\n", shadow_count(), SHADOW_BYTES);
	for_each_online_cpu(cpu)
		seq_printf(m, "cpu%d: no memory: %lu too deep: %lu recursion: %lu abandoned: %lu\n",
			   cpu, per_cpu(shadow_missed[MISSED_MEMORY], cpu),
			   per_cpu(shadow_missed[MISSED_DEPTH], cpu),
			   per_cpu(shadow_missed[MISSED_RECURSION], cpu),
			   per_cpu(shadow_abandoned, cpu));
	return 0;
}

const struct trace_file_row graph_files[] = {
	{ .name = "set_graph_function", .mode = 0640, .where = FILE_EVERY, .unit = UNIT_WORDS,
	  .seq = &function_filter_seq, .line = function_filter_line,
	  .truncate = function_filter_truncate, .opened = function_list_opened,
	  .released = function_filter_released, .data = &roots },
	{ .name = "set_graph_notrace", .mode = 0640, .where = FILE_EVERY, .unit = UNIT_WORDS,
	  .seq = &function_filter_seq, .line = function_filter_line,
	  .truncate = function_filter_truncate, .opened = function_list_opened,
	  .released = function_filter_released, .data = &muted },
	{ .name = "max_graph_depth", .mode = 0640, .where = FILE_EVERY,
	  .show = depth_show, .line = depth_line, .mistake = NOT_A_NUMBER },
	{ .name = "return_stacks", .mode = 0440, .where = FILE_TOP, .show = missed_show },
};

const unsigned int nr_graph_files = ARRAY_SIZE(graph_files);

/* ---- the command line ---- */

static char *boot_roots __initdata, *boot_muted __initdata;
static unsigned int boot_depth __initdata;

static int __init boot_roots_setup(char *text)
{
	boot_roots = text;
	return 1;
}
__setup("ftrace_graph_filter=", boot_roots_setup);

static int __init boot_muted_setup(char *text)
{
	boot_muted = text;
	return 1;
}
__setup("ftrace_graph_notrace=", boot_muted_setup);

static int __init boot_depth_setup(char *text)
{
	if (kstrtouint(text, 0, &boot_depth))
		pr_warn("ftrace_graph_max_depth=%s is no number\n", text);
	return 1;
}
__setup("ftrace_graph_max_depth=", boot_depth_setup);

void __init graph_boot_filters(struct graph_inst *gi)
{
	function_boot_filter(gi->roots, HOOK_ONLY, boot_roots);
	function_boot_filter(gi->muted, HOOK_ONLY, boot_muted);
	gi->max_depth = boot_depth;
}
