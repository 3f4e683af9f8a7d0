// SPDX-License-Identifier: GPL-2.0
/*
 * The error log: what was wrong with the last lines that were refused, and
 * where.
 */
#include <linux/math64.h>
#include <linux/sched/clock.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

#define MAX_ERRORS	8

struct error_entry {
	struct list_head	node;
	u64			ts;
	unsigned int		pos;
	char			*text;
	char			*line;
	char			where[];	/* with @line and @text behind it */
};

/* Protects all instances' logs; a leaf. */
static DEFINE_MUTEX(errors_lock);

static void drop(struct trace_array *inst, struct error_entry *e)
{
	list_del(&e->node);
	inst->nr_errors--;
	kfree(e);
}

void error_log(struct trace_array *inst, const char *where, const char *line,
	       const char *text, unsigned int pos)
{
	size_t where_size = strlen(where) + 1, line_size = strlen(line) + 1;
	size_t text_size = strlen(text) + 1;
	struct error_entry *e = kmalloc(sizeof(*e) + where_size + line_size + text_size,
					GFP_KERNEL | __GFP_NOWARN);

	if (!e)
		return;
	e->ts = local_clock();
	e->pos = min_t(size_t, pos, line_size - 1);
	memcpy(e->where, where, where_size);
	e->line = e->where + where_size;
	memcpy(e->line, line, line_size);
	e->text = e->line + line_size;
	memcpy(e->text, text, text_size);

	guard(mutex)(&errors_lock);
	if (inst->nr_errors == MAX_ERRORS)
		drop(inst, list_first_entry(&inst->errors, struct error_entry, node));
	list_add_tail(&e->node, &inst->errors);
	inst->nr_errors++;
}

void error_log_clear(struct trace_array *inst)
{
	struct error_entry *e, *next;

	guard(mutex)(&errors_lock);
	list_for_each_entry_safe(e, next, &inst->errors, node)
		drop(inst, e);
}

static int error_log_show(struct seq_file *m, struct trace_file *f)
{
	struct error_entry *e;
	u32 usec;
	u64 sec;

	guard(mutex)(&errors_lock);
	list_for_each_entry(e, &f->inst->errors, node) {
		sec = div_u64_rem(div_u64(e->ts, NSEC_PER_USEC), USEC_PER_SEC, &usec);
		seq_printf(m, "[%5llu.%06u] %s: error: %s\n", sec, usec, e->where, e->text);
		seq_printf(m, "  Command: %s\n", e->line);
		seq_printf(m, "%*s^\n", (int)(strlen("  Command: ") + e->pos), "");
	}
	return 0;
}

/* Only opening it to be truncated does something. */
static int error_log_line(struct trace_file *f, char *line)
{
	return 0;
}

static int error_log_truncate(struct trace_file *f)
{
	error_log_clear(f->inst);
	return 0;
}

static const struct trace_file_row error_files[] = {
	{ .name = "error_log", .mode = 0640, .where = FILE_EVERY, .show = error_log_show,
	  .line = error_log_line, .truncate = error_log_truncate },
};

static struct instance_part error_part = {
	.slot		= NO_SLOT,
	.files		= error_files,
	.nr_files	= ARRAY_SIZE(error_files),
};

int __init errors_init(void)
{
	return instance_add_part(&error_part);
}
