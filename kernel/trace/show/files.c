// SPDX-License-Identifier: GPL-2.0
/*
 * Where the files of this room are, and what it keeps in each instance.
 */
#include <linux/init.h>
#include <linux/slab.h>

#include "internal.h"

static int show_init_instance(struct trace_array *inst)
{
	struct show_instance *si = kzalloc(sizeof(*si), GFP_KERNEL);

	if (!si)
		return -ENOMEM;
	if (!zalloc_cpumask_var(&si->pipes, GFP_KERNEL)) {
		kfree(si);
		return -ENOMEM;
	}
	inst->slot[SLOT_SHOW] = si;
	past_instance_added(inst);
	return 0;
}

static void show_exit_instance(struct trace_array *inst)
{
	struct show_instance *si = show_instance(inst);

	inst->slot[SLOT_SHOW] = NULL;
	free_cpumask_var(si->pipes);
	kfree(si);
}

static const struct trace_file_row show_files[] = {
	{ .name = "trace", .mode = 0640, .where = FILE_EVERY | FILE_CPU,
	  .fops = &show_trace_fops },
	{ .name = "trace_pipe", .mode = 0440, .where = FILE_EVERY | FILE_CPU,
	  .fops = &show_pipe_fops },
	{ .name = "trace_pipe_raw", .mode = 0440, .where = FILE_CPU,
	  .fops = &show_raw_fops },
	{ .name = "snapshot", .mode = 0640, .where = FILE_EVERY | FILE_CPU,
	  .fops = &show_snapshot_fops, .line = show_snapshot_line, .mistake = NOT_A_NUMBER },
	{ .name = "snapshot_raw", .mode = 0440, .where = FILE_CPU,
	  .fops = &show_snapshot_raw_fops },
};

static struct instance_part show_part = {
	.slot		= SLOT_SHOW,
	.init		= show_init_instance,
	.exit		= show_exit_instance,
	.files		= show_files,
	.nr_files	= ARRAY_SIZE(show_files),
};

/* Text that another room puts into a trace_seq */
static struct trace_seq *seq_alloc(void)
{
	struct trace_seq *s = kmalloc(sizeof(*s), GFP_KERNEL);

	if (s)
		trace_seq_init(s);
	return s;
}

/* See show.h. */
int show_header_page(struct seq_file *m, struct trace_array *inst)
{
	struct trace_seq *s __free(kfree) = seq_alloc();
	struct trace_buffer *b;

	if (!s)
		return -ENOMEM;
	b = instance_buffer_get(inst, false);
	ring_buffer_print_page_header(b, s);
	instance_buffer_put(inst, b);
	return trace_print_seq(m, s);
}

/* See show.h. */
int show_header_event(struct seq_file *m, struct trace_array *inst)
{
	struct trace_seq *s __free(kfree) = seq_alloc();

	if (!s)
		return -ENOMEM;
	ring_buffer_print_entry_header(s);
	return trace_print_seq(m, s);
}

static int __init show_init(void)
{
	return instance_add_part(&show_part);
}
core_initcall(show_init);
