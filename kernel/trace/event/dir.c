// SPDX-License-Identifier: GPL-2.0
/*
 * The directories below events/, and their files.
 *
 * eventfs makes a file when somebody looks for it, and asks for it by name: for
 * each kind of directory there is a table of rows. What an inode points to (an
 * event in an instance, a system, the events of an instance) lives at least as
 * long as its directory, which has a reference; open finds out, under
 * event_mutex, whether there is anything behind it still, and keeps that.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"
#include "../show/show.h"

#define MODE_READ	0440
#define MODE_BOTH	0640
#define MODE_WRITE	0200

/* ---- files of an event ---- */

static struct trace_event_file *event_of(struct trace_file *f)
{
	return f->private;
}

static int show_event_enable(struct seq_file *m, struct trace_file *f)
{
	struct trace_event_file *file = event_of(f);

	guard(mutex)(&event_mutex);
	if (file->gone)
		return -ENODEV;
	seq_printf(m, "%d%s\n",
		   file->attached && !test_bit(EVENT_SLOW_OFF_BIT, &file->slow),
		   file->soft_users ? "*" : "");
	return 0;
}

static int take_event_enable(struct trace_file *f, char *line)
{
	struct trace_event_file *file = event_of(f);
	bool on;
	int ret = parse_switch(line, &on);

	if (ret)
		return ret;
	guard(mutex)(&event_mutex);
	return file->gone ? -ENODEV : event_file_enable(file, on);
}

static int show_event_id(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%d\n", event_of(f)->type);
	return 0;
}

static int show_event_format(struct seq_file *m, struct trace_file *f)
{
	struct trace_event_file *file = event_of(f);

	guard(mutex)(&event_mutex);
	if (file->gone)
		return -ENODEV;
	event_show_format(m, file->event_call);
	return 0;
}

static int show_event_filter(struct seq_file *m, struct trace_file *f)
{
	struct trace_event_file *file = event_of(f);

	guard(mutex)(&event_mutex);
	if (file->gone)
		return -ENODEV;
	event_filter_show(m, file);
	return 0;
}

static int take_event_filter(struct trace_file *f, char *line)
{
	struct trace_event_file *file = event_of(f);

	guard(mutex)(&event_mutex);
	return file->gone ? -ENODEV : event_filter_set(file, line);
}

static int show_event_trigger(struct seq_file *m, struct trace_file *f)
{
	struct trace_event_file *file = event_of(f);

	guard(mutex)(&event_mutex);
	return file->gone ? -ENODEV : event_trigger_show(m, file);
}

static int take_event_trigger(struct trace_file *f, char *line)
{
	struct trace_event_file *file = event_of(f);

	guard(mutex)(&event_mutex);
	return file->gone ? -ENODEV : event_trigger_line(file, line);
}

/* From open, which holds event_mutex */
static int clear_event_trigger(struct trace_file *f)
{
	event_trigger_clear(event_of(f));
	return 0;
}

static int take_event_inject(struct trace_file *f, char *line)
{
	struct trace_event_file *file = event_of(f);

	guard(mutex)(&event_mutex);
	return file->gone ? -ENODEV : event_inject(file, line);
}

static void released_event(struct trace_file *f)
{
	event_file_put(event_of(f));
}

/* Which events have a file */
enum event_row_for {
	FOR_ALL,
	FOR_ENABLED,	/* those that can be enabled */
	FOR_TRIGGERS,	/* and those that can have triggers */
	FOR_INJECT,	/* and those of whose fields none is believed when it is shown */
	FOR_NONE,	/* not in this configuration */
};

struct event_row {
	struct trace_file_row	row;
	enum event_row_for	for_what;
};

#define EVENT_ROW(n, m, f, ...)						\
	{								\
		.row = {						\
			.name = n,					\
			.mode = m,					\
			.released = released_event,			\
			__VA_ARGS__					\
		},							\
		.for_what = f,						\
	}

#define MAX_EVENT_ROWS	12

static struct event_row event_rows[MAX_EVENT_ROWS] __ro_after_init = {
	EVENT_ROW("enable", MODE_BOTH, FOR_ENABLED,
		  .show = show_event_enable, .line = take_event_enable,
		  .mistake = NOT_A_SWITCH),
	EVENT_ROW("id", MODE_READ, FOR_ALL, .show = show_event_id),
	EVENT_ROW("filter", MODE_BOTH, FOR_ENABLED,
		  .show = show_event_filter, .line = take_event_filter),
	EVENT_ROW("trigger", MODE_BOTH, FOR_TRIGGERS, .unit = UNIT_LINES,
		  .show = show_event_trigger, .line = take_event_trigger,
		  .truncate = clear_event_trigger),
	EVENT_ROW("format", MODE_READ, FOR_ALL, .show = show_event_format),
	EVENT_ROW("inject", MODE_WRITE,
		  IS_ENABLED(CONFIG_TRACE_EVENT_INJECT) ? FOR_INJECT : FOR_NONE,
		  .line = take_event_inject,
		  .mistake = "Not a list of FIELD = VALUE, or no such field or value"),
};

/* The same for eventfs */
static struct eventfs_entry event_entries[MAX_EVENT_ROWS] __ro_after_init;
static unsigned int nr_event_rows __ro_after_init;

/* Others of the tracers' records hold formats and lengths. */
static bool event_can_inject(struct trace_event_file *file)
{
	return event_can_enable(file->event_call) || file->type == TRACE_FN ||
	       file->type == TRACE_PRINT;
}

static const struct event_row *event_row_find(struct trace_event_file *file, const char *name)
{
	const struct event_row *r;

	for (r = event_rows; r < event_rows + nr_event_rows; r++) {
		if (strcmp(r->row.name, name))
			continue;
		if (r->for_what == FOR_NONE ||
		    (r->for_what == FOR_INJECT && !event_can_inject(file)) ||
		    (r->for_what == FOR_TRIGGERS && !event_can_trigger(file->event_call)) ||
		    (r->for_what == FOR_ENABLED && !event_can_enable(file->event_call)))
			return NULL;
		return r;
	}
	return NULL;
}

/* ---- files of a system and of all ---- */

/* '0': none is on, '1': all are, 'X': some, '?': there are none */
static char state_of(struct event_instance *ei, const char *system)
{
	struct trace_event_file *file;
	unsigned int on = 0, off = 0;

	list_for_each_entry(file, &ei->files, list) {
		if (!event_can_enable(file->event_call))
			continue;
		if (system && strcmp(file->event_call->class->system, system))
			continue;
		if (file->enabled)
			on++;
		else
			off++;
	}
	return on && off ? 'X' : on ? '1' : off ? '0' : '?';
}

static struct event_system *system_of(struct trace_file *f)
{
	return f->private;
}

static int show_system_enable(struct seq_file *m, struct trace_file *f)
{
	struct event_system *sys = system_of(f);

	guard(mutex)(&event_mutex);
	if (sys->gone)
		return -ENODEV;
	seq_printf(m, "%c\n", state_of(sys->inst, sys->name));
	return 0;
}

static int take_system_enable(struct trace_file *f, char *line)
{
	struct event_system *sys = system_of(f);
	bool on;
	int ret = parse_switch(line, &on);

	if (ret)
		return ret;
	guard(mutex)(&event_mutex);
	return sys->gone ? -ENODEV : event_set_match(f->inst, sys->name, NULL, NULL, on);
}

static int show_system_filter(struct seq_file *m, struct trace_file *f)
{
	struct event_system *sys = system_of(f);

	guard(mutex)(&event_mutex);
	if (sys->gone)
		return -ENODEV;
	if (sys->filter)
		seq_printf(m, "%s\n", sys->filter);
	else
		seq_puts(m, "### for all events of this system ###\n"
			 "# A filter written here is set for each event that has its fields.\n"
			 "# If none has, this shows what is wrong with it.\n");
	return 0;
}

static int take_system_filter(struct trace_file *f, char *line)
{
	struct event_system *sys = system_of(f);

	guard(mutex)(&event_mutex);
	if (sys->gone)
		return -ENODEV;
	return event_filter_set_system(f->inst, sys->name, line, &sys->filter);
}

static void released_system(struct trace_file *f)
{
	event_system_put(system_of(f));
}

static const struct trace_file_row system_rows[] = {
	{ .name = "enable", .mode = MODE_BOTH, .show = show_system_enable,
	  .line = take_system_enable, .mistake = NOT_A_SWITCH,
	  .released = released_system },
	{ .name = "filter", .mode = MODE_BOTH, .show = show_system_filter,
	  .line = take_system_filter, .released = released_system },
};

static int show_all_enable(struct seq_file *m, struct trace_file *f)
{
	guard(mutex)(&event_mutex);
	seq_printf(m, "%c\n", state_of(event_instance_of(f->inst), NULL));
	return 0;
}

static int take_all_enable(struct trace_file *f, char *line)
{
	bool on;
	int ret = parse_switch(line, &on);

	if (ret)
		return ret;
	guard(mutex)(&event_mutex);
	return event_set_match(f->inst, NULL, NULL, NULL, on);
}

static int show_page_header(struct seq_file *m, struct trace_file *f)
{
	return show_header_page(m, f->inst);
}

static int show_event_header(struct seq_file *m, struct trace_file *f)
{
	return show_header_event(m, f->inst);
}

static const struct trace_file_row top_rows[] = {
	{ .name = "enable", .mode = MODE_BOTH, .show = show_all_enable,
	  .line = take_all_enable, .mistake = NOT_A_SWITCH },
	{ .name = "header_page", .mode = MODE_READ, .show = show_page_header },
	{ .name = "header_event", .mode = MODE_READ, .show = show_event_header },
};

static const struct trace_file_row *
row_find(const struct trace_file_row *rows, unsigned int nr, const char *name)
{
	for (; nr; nr--, rows++)
		if (!strcmp(rows->name, name))
			return rows;
	return NULL;
}

/* ---- opening ---- */

static const char *name_of(struct file *filp)
{
	return filp->f_path.dentry->d_name.name;
}

static int open_event(struct inode *inode, struct file *filp)
{
	struct trace_event_file *file = inode->i_private;
	const struct event_row *r;
	int ret;

	guard(mutex)(&event_mutex);
	if (!event_file_get(file))
		return -ENODEV;
	r = event_row_find(file, name_of(filp));
	ret = r ? trace_file_open_as(filp, file->tr, CPU_ALL, &r->row, file) : -ENODEV;
	if (ret)
		event_file_put(file);
	return ret;
}

static int open_system(struct inode *inode, struct file *filp)
{
	struct event_system *sys = inode->i_private;
	const struct trace_file_row *row;
	int ret;

	guard(mutex)(&event_mutex);
	row = row_find(system_rows, ARRAY_SIZE(system_rows), name_of(filp));
	if (sys->gone || !row)
		return -ENODEV;
	refcount_inc(&sys->users);
	ret = trace_file_open_as(filp, sys->inst->inst, CPU_ALL, row, sys);
	if (ret)
		event_system_put(sys);
	return ret;
}

static int open_top(struct inode *inode, struct file *filp)
{
	struct event_instance *ei = inode->i_private;
	const struct trace_file_row *row;

	guard(mutex)(&event_mutex);
	row = row_find(top_rows, ARRAY_SIZE(top_rows), name_of(filp));
	if (ei->gone || !row)
		return -ENODEV;
	return trace_file_open_as(filp, ei->inst, CPU_ALL, row, ei);
}

/* trace_text_fops() with another open */
static struct file_operations event_fops __ro_after_init;
static struct file_operations system_fops __ro_after_init;
static struct file_operations top_fops __ro_after_init;

/* ---- what eventfs asks ---- */

static int find_event(const char *name, umode_t *mode, void **data,
		      const struct file_operations **fops)
{
	const struct event_row *r = event_row_find(*data, name);

	if (!r)
		return 0;
	*mode = r->row.mode;
	*fops = &event_fops;
	return 1;
}

static int find_system(const char *name, umode_t *mode, void **data,
		       const struct file_operations **fops)
{
	*mode = row_find(system_rows, ARRAY_SIZE(system_rows), name)->mode;
	*fops = &system_fops;
	return 1;
}

static int find_top(const char *name, umode_t *mode, void **data,
		    const struct file_operations **fops)
{
	*mode = row_find(top_rows, ARRAY_SIZE(top_rows), name)->mode;
	*fops = &top_fops;
	return 1;
}

static void forget_event(const char *name, void *data)
{
	event_file_drop(data);
}

static void forget_system(const char *name, void *data)
{
	event_system_put(data);
}

static void forget_top(const char *name, void *data)
{
	event_instance_put(data);
}

/* The first entry's release is the directory's. */
static const struct eventfs_entry system_entries[] = {
	{ .name = "enable", .callback = find_system, .release = forget_system },
	{ .name = "filter", .callback = find_system },
};

static const struct eventfs_entry top_entries[] = {
	{ .name = "enable", .callback = find_top, .release = forget_top },
	{ .name = "header_page", .callback = find_top },
	{ .name = "header_event", .callback = find_top },
};

/* ---- directories ---- */

static struct eventfs_inode *system_dir(struct event_system *sys)
{
	struct eventfs_inode *ei;
	bool bare;

	if (sys->ei)
		return sys->ei;
	/* The tracers' own records cannot be enabled or filtered. */
	bare = !strcmp(sys->name, "ftrace");
	refcount_inc(&sys->users);
	ei = eventfs_create_dir(sys->name, sys->inst->ei, system_entries,
				bare ? 0 : ARRAY_SIZE(system_entries), sys);
	if (IS_ERR_OR_NULL(ei) || bare)
		event_system_put(sys);
	if (!IS_ERR_OR_NULL(ei))
		sys->ei = ei;
	return ei;
}

/**
 * event_dir_add - make the directory of an event in an instance
 * @file: the event
 *
 * Context: event_mutex; events/ is there. Return: 0 or -ENOMEM
 */
int event_dir_add(struct trace_event_file *file)
{
	struct eventfs_inode *parent = system_dir(file->system), *ei;

	if (IS_ERR_OR_NULL(parent))
		return -ENOMEM;
	refcount_inc(&file->users);
	ei = eventfs_create_dir(trace_event_name(file->event_call), parent, event_entries,
				nr_event_rows, file);
	if (IS_ERR_OR_NULL(ei)) {
		event_file_drop(file);
		return -ENOMEM;
	}
	file->ei = ei;
	return 0;
}

/**
 * event_dir_remove - remove the directory of an event in an instance
 * @file: the event
 */
void event_dir_remove(struct trace_event_file *file)
{
	eventfs_remove_dir(file->ei);
	file->ei = NULL;
}

/**
 * event_dir_create - make events/ of an instance, with all that is in it
 * @ei: the instance's events
 * @dir: the instance's directory
 *
 * Context: event_mutex. Return: 0 or -ENOMEM
 */
int event_dir_create(struct event_instance *ei, struct dentry *dir)
{
	struct trace_event_file *file;
	struct eventfs_inode *top;
	int ret;

	refcount_inc(&ei->users);
	top = eventfs_create_events_dir("events", dir, top_entries, ARRAY_SIZE(top_entries), ei);
	if (IS_ERR_OR_NULL(top)) {
		event_instance_put(ei);
		return -ENOMEM;
	}
	ei->ei = top;
	list_for_each_entry(file, &ei->files, list) {
		ret = event_dir_add(file);
		if (ret)
			return ret;
	}
	return 0;
}

static void __init add_entry(const char *name)
{
	event_entries[nr_event_rows++] = (struct eventfs_entry) {
		.name		= name,
		.callback	= find_event,
		.release	= nr_event_rows ? NULL : forget_event,
	};
}

/**
 * event_row_register - give each event that can have triggers another file
 * @row: the file; its private is the struct trace_event_file, pinned
 *
 * Context: at boot, before there are directories.
 */
void __init event_row_register(const struct trace_file_row *row)
{
	struct event_row *r = &event_rows[nr_event_rows];

	if (WARN_ON(nr_event_rows == MAX_EVENT_ROWS))
		return;
	r->row = *row;
	r->row.released = released_event;
	r->for_what = FOR_TRIGGERS;
	add_entry(row->name);
}

/**
 * event_dir_init - before the first directory is made
 */
void __init event_dir_init(void)
{
	while (event_rows[nr_event_rows].row.name)
		add_entry(event_rows[nr_event_rows].row.name);
	event_fops = *trace_text_fops();
	event_fops.open = open_event;
	system_fops = *trace_text_fops();
	system_fops.open = open_system;
	top_fops = *trace_text_fops();
	top_fops.open = open_top;
}
