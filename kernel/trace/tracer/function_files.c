// SPDX-License-Identifier: GPL-2.0
/*
 * The files that list functions, and those that say which ones to trace.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "function.h"

/* ---- listing ---- */

/**
 * struct list_file - an open file that lists functions, or edits a filter
 * @c: where it is
 * @more: there is one under the cursor
 * @done: functions shown so far: the next one's position
 * @edit: what has been written, until the file is closed; NULL: nothing
 */
struct list_file {
	struct hook_cursor	c;
	bool			more;
	loff_t			done;
	struct hook_edit	*edit;
};

static struct list_file *list_file(struct trace_file *f)
{
	struct list_file *l = f->private;

	if (!l) {
		l = kzalloc(sizeof(*l), GFP_KERNEL);
		f->private = l;
	}
	return l;
}

int function_list_opened(struct trace_file *f)
{
	return list_file(f) ? 0 : -ENOMEM;
}

static void list_released(struct trace_file *f)
{
	kfree(f->private);
}

static const struct list_kind *file_kind(const struct trace_file *f)
{
	return f->row->data;
}

static struct hook_filter *file_filter(const struct trace_file *f)
{
	if (file_kind(f)->filter)
		return file_kind(f)->filter(f->inst);
	return function_of(f->inst)->filter;
}

static void list_advance(struct trace_file *f, struct list_file *l)
{
	l->more = hook_next(&l->c, file_kind(f)->which, file_filter(f));
	l->done++;
}

/* Position @pos is function number @pos, but for what stands before and behind them. */
static void *list_start(struct seq_file *m, loff_t *pos)
{
	struct trace_file *f = m->private;
	struct list_file *l = f->private;

	mutex_lock(&hook_lock);
	if (*pos < l->done || !*pos) {
		memset(&l->c, 0, sizeof(l->c));
		l->done = -1;
		l->more = true;
	} else if (l->more && *pos == l->done) {
		/* It may have gone, and what was hooked to it be freed. */
		l->more = hook_resume(&l->c, file_kind(f)->which, file_filter(f));
	}
	while (l->more && l->done < *pos)
		list_advance(f, l);
	return l->more ? l : NULL;
}

static void *list_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct trace_file *f = m->private;
	struct list_file *l = f->private;

	list_advance(f, l);
	++*pos;
	return l->more ? l : NULL;
}

static void list_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&hook_lock);
}

static int list_show(struct seq_file *m, void *v)
{
	struct trace_file *f = m->private;
	struct list_file *l = v;

	if (file_kind(f)->addresses)
		seq_printf(m, "%016lx ", kallsyms_show_value(m->file->f_cred) ? l->c.ip : 0);
	seq_puts(m, l->c.name);
	if (l->c.module) {
		seq_puts(m, " [");
		seq_puts(m, l->c.module);
		seq_putc(m, ']');
	}
	if (file_kind(f)->classes)
		hook_show_class(m, &l->c);
	seq_putc(m, '\n');
	return 0;
}

static const struct seq_operations list_seq = {
	.start	= list_start,
	.next	= list_next,
	.stop	= list_stop,
	.show	= list_show,
};

static const struct list_kind each = { .which = HOOK_EACH };
static const struct list_kind each_address = { .which = HOOK_EACH, .addresses = true };
static const struct list_kind enabled = { .which = HOOK_ENABLED, .classes = true };
static const struct list_kind touched = { .which = HOOK_TOUCHED, .classes = true };
static const struct list_kind listed_only = {
	.which = HOOK_LISTED_ONLY, .commands = true, .none = "all functions enabled",
};
static const struct list_kind listed_not = {
	.which = HOOK_LISTED_NOT, .none = "no functions disabled",
};

static int counts_show(struct seq_file *m, struct trace_file *f)
{
	struct hook_counts c;

	hook_counts(&c);
	seq_printf(m, "%u pages:%lu groups: %u\n", c.sites, DIV_ROUND_UP(c.bytes, PAGE_SIZE),
		   c.regions);
	seq_printf(m, "classes: %u\nboot time: %llu cycles\n", c.classes, (u64)c.init_cycles);
	return 0;
}

/* ---- filters ---- */

static enum hook_list file_list(const struct trace_file *f)
{
	return file_kind(f)->which == HOOK_LISTED_ONLY ? HOOK_ONLY : HOOK_NOT;
}

/*
 * What stands behind the functions: patterns that wait for a module, commands;
 * or that there is no limit.  It is shown as one item, when the functions are
 * through.
 */
static char filter_tail;

static void *filter_start(struct seq_file *m, loff_t *pos)
{
	struct list_file *l = ((struct trace_file *)m->private)->private;
	void *v;

	mutex_lock(&function_lock);
	v = list_start(m, pos);
	return v ?: *pos == l->done ? &filter_tail : NULL;
}

static void *filter_next(struct seq_file *m, void *v, loff_t *pos)
{
	if (v == &filter_tail) {
		++*pos;
		return NULL;
	}
	return list_next(m, v, pos) ?: &filter_tail;
}

static void filter_stop(struct seq_file *m, void *v)
{
	list_stop(m, v);
	mutex_unlock(&function_lock);
}

static int filter_show(struct seq_file *m, void *v)
{
	struct trace_file *f = m->private;
	enum hook_list list = file_list(f);

	if (v != &filter_tail)
		return list_show(m, v);
	if (!hook_filter_limits(file_filter(f), list))
		seq_printf(m, "#### %s ####\n", file_kind(f)->none);
	hook_show_pending(m, file_filter(f), list);
	if (file_kind(f)->commands)
		function_commands_show(m, function_of(f->inst));
	return 0;
}

const struct seq_operations function_filter_seq = {
	.start	= filter_start,
	.next	= filter_next,
	.stop	= filter_stop,
	.show	= filter_show,
};

/* The edit that lasts until the file is closed */
static int filter_edit(struct trace_file *f, bool reset)
{
	struct list_file *l = list_file(f);
	struct hook_edit *e;

	if (!l)
		return -ENOMEM;
	if (l->edit)
		return 0;
	e = hook_edit_begin(file_filter(f), file_list(f), reset);
	if (IS_ERR(e))
		return PTR_ERR(e);
	l->edit = e;
	return 0;
}

int function_filter_truncate(struct trace_file *f)
{
	int err = filter_edit(f, true);

	if (err)
		list_released(f);
	return err;
}

static int filter_complain(struct trace_file *f, const char *word, unsigned int pos, int err)
{
	static const struct {
		int		err;
		const char	*text;
	} texts[] = {
		{ -ENOENT,	"No such function" },
		{ -EINVAL,	"Wrong number, pattern or command" },
		{ -ENODEV,	"No such event" },
		{ -EEXIST,	"The function has this command already" },
		{ -ENOMEM,	"Out of memory" },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(texts); i++)
		if (texts[i].err == err)
			error_log(f->inst, f->row->name, word, texts[i].text, pos);
	return err == -ENOENT ? -EINVAL : err;
}

/* "pattern", "pattern:mod:name" or "pattern:command..." */
int function_filter_line(struct trace_file *f, char *word)
{
	char *copy, *p = word, *pattern, *command;
	int err;

	if (*word == '#')
		return 0;
	copy = kstrdup(word, GFP_KERNEL);
	err = copy ? filter_edit(f, false) : -ENOMEM;
	if (err)
		goto out;

	pattern = strsep(&p, ":");
	command = strsep(&p, ":");
	if (!command) {
		err = hook_edit_pattern(((struct list_file *)f->private)->edit, pattern, NULL);
	} else if (!strcmp(command, "mod")) {
		/* No pattern is all functions. */
		if (!*pattern)
			pattern = "*";
		else if (!strcmp(pattern, "!"))
			pattern = "!*";
		if (p && !strchr(p, ':'))
			err = hook_edit_pattern(((struct list_file *)f->private)->edit, pattern, p);
		else
			err = -EINVAL;
	} else if (file_kind(f)->commands) {
		memcpy(word, copy, strlen(copy) + 1);
		err = function_command_line(function_of(f->inst), word);
	} else {
		err = -EINVAL;
	}
	err = min(err, 0);
out:
	if (err)
		err = filter_complain(f, copy ?: "", 0, err);
	kfree(copy);
	return err;
}

/*
 * The file is closed: all of it takes effect at once.  If a word was refused, which its
 * writer has been told, nothing does, be it that the file was to be emptied first.
 */
void function_filter_released(struct trace_file *f)
{
	struct list_file *l = f->private;
	int err = 0;

	if (l && l->edit && f->refused)
		hook_edit_abort(l->edit);
	else if (l && l->edit)
		err = hook_edit_end(l->edit);
	if (!err && l && l->edit && !f->refused && file_kind(f)->changed)
		err = file_kind(f)->changed(f->inst);
	if (err) {
		pr_warn("%s is not changed: error %d\n", f->row->name, err);
		filter_complain(f, "", 0, err);
	}
	list_released(f);
}

const struct trace_file_row function_files[] = {
	{ .name = "available_filter_functions", .mode = 0440, .where = FILE_TOP,
	  .seq = &list_seq, .opened = function_list_opened,
	  .released = list_released, .data = &each },
	{ .name = "available_filter_functions_addrs", .mode = 0440, .where = FILE_TOP,
	  .seq = &list_seq, .opened = function_list_opened,
	  .released = list_released,
	  .data = &each_address },
	{ .name = "enabled_functions", .mode = 0440, .where = FILE_TOP,
	  .seq = &list_seq, .opened = function_list_opened,
	  .released = list_released,
	  .data = &enabled },
	{ .name = "touched_functions", .mode = 0440, .where = FILE_TOP,
	  .seq = &list_seq, .opened = function_list_opened,
	  .released = list_released,
	  .data = &touched },
	{ .name = "dyn_ftrace_total_info", .mode = 0440, .where = FILE_TOP,
	  .show = counts_show },
	{ .name = "set_ftrace_filter", .mode = 0640, .where = FILE_EVERY, .unit = UNIT_WORDS,
	  .seq = &function_filter_seq, .line = function_filter_line,
	  .truncate = function_filter_truncate, .opened = function_list_opened,
	  .released = function_filter_released, .data = &listed_only },
	{ .name = "set_ftrace_notrace", .mode = 0640, .where = FILE_EVERY, .unit = UNIT_WORDS,
	  .seq = &function_filter_seq, .line = function_filter_line,
	  .truncate = function_filter_truncate, .opened = function_list_opened,
	  .released = function_filter_released, .data = &listed_not },
};

const unsigned int nr_function_files = ARRAY_SIZE(function_files);

/* ---- the command line ---- */

static char *boot_filter[2] __initdata;

static int __init boot_filter_setup(char *text)
{
	boot_filter[HOOK_ONLY] = text;
	return 1;
}
__setup("ftrace_filter=", boot_filter_setup);

static int __init boot_notrace_setup(char *text)
{
	boot_filter[HOOK_NOT] = text;
	return 1;
}
__setup("ftrace_notrace=", boot_notrace_setup);

/* Patterns between commas */
void __init function_boot_filter(struct hook_filter *f, enum hook_list list, char *rest)
{
	struct hook_edit *e;
	char *pattern;

	if (!rest)
		return;
	e = hook_edit_begin(f, list, true);
	if (IS_ERR(e))
		return;
	while ((pattern = strsep(&rest, ",")))
		if (*pattern && hook_edit_pattern(e, pattern, NULL) < 0)
			pr_warn("no function matches \"%s\"\n", pattern);
	if (hook_edit_end(e))
		pr_warn("a filter of the command line is not in force\n");
}

void __init function_boot_filters(struct function_inst *fi)
{
	for (int list = 0; list < 2; list++)
		function_boot_filter(fi->filter, list, boot_filter[list]);
}
