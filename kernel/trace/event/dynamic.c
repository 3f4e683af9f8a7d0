// SPDX-License-Identifier: GPL-2.0
/*
 * Events that users make: the list of them, and the files through which they come
 * and go. What an event of a kind is, its kind knows: see dynamic.h.
 */
#define pr_fmt(fmt) "dynamic events: " fmt

#include <linux/bootconfig.h>
#include <linux/ctype.h>
#include <linux/hashtable.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/stringhash.h>
#include <linux/tracepoint.h>

#include "dynamic.h"
#include "event.h"

DEFINE_MUTEX(dynamic_mutex);

/* All under dynamic_mutex */
static LIST_HEAD(kinds);
static LIST_HEAD(events);
static DEFINE_HASHTABLE(names, 10);

static u32 name_hash(const char *group, const char *name)
{
	return full_name_hash(NULL, name, strlen(name)) ^
	       full_name_hash(NULL, group, strlen(group));
}

/**
 * dynamic_add_kind - let there be a kind of events
 * @kind: the kind
 */
void dynamic_add_kind(struct dynamic_kind *kind)
{
	guard(mutex)(&dynamic_mutex);
	list_add_tail(&kind->node, &kinds);
}

/**
 * dynamic_add - put a new event into the list
 * @ev: the event, complete
 *
 * Context: dynamic_mutex.
 */
void dynamic_add(struct dynamic_event *ev)
{
	lockdep_assert_held(&dynamic_mutex);
	list_add_tail(&ev->node, &events);
	hash_add(names, &ev->by_name, name_hash(ev->group, ev->name));
}

/**
 * dynamic_find - the first event of a name
 * @group: its system
 * @name: its name
 *
 * Context: dynamic_mutex. Return: the event or NULL
 */
struct dynamic_event *dynamic_find(const char *group, const char *name)
{
	struct dynamic_event *ev, *first = NULL;

	lockdep_assert_held(&dynamic_mutex);
	/* The youngest is in front. */
	hash_for_each_possible(names, ev, by_name, name_hash(group, name))
		if (!strcmp(ev->name, name) && !strcmp(ev->group, group))
			first = ev;
	return first;
}

/* ---- removing ---- */

/* @list may hold events of several kinds; each kind frees its own. */
static void free_events(struct list_head *list)
{
	const struct dynamic_kind *kind;
	struct dynamic_event *ev, *next;

	while (!list_empty(list)) {
		LIST_HEAD(same);

		kind = list_first_entry(list, struct dynamic_event, gone)->kind;
		list_for_each_entry_safe(ev, next, list, gone)
			if (ev->kind == kind)
				list_move_tail(&ev->gone, &same);
		kind->free(&same);
	}
}

/* The first that may not go, or NULL and all have been taken away */
static struct dynamic_event *unlink_events(struct list_head *list)
{
	struct dynamic_event *ev;

	guard(mutex)(&event_mutex);
	list_for_each_entry(ev, list, gone)
		if (ev->kind->is_busy(ev))
			return ev;
	list_for_each_entry(ev, list, gone) {
		list_del(&ev->node);
		hash_del(&ev->by_name);
		ev->kind->unlink(ev);
	}
	return NULL;
}

/**
 * dynamic_remove - remove events
 * @list: they, linked by their ->gone
 *
 * Context: dynamic_mutex. Return: 0, or -EBUSY if one is in use, and all stay
 */
int dynamic_remove(struct list_head *list)
{
	struct dynamic_event *busy;

	lockdep_assert_held(&dynamic_mutex);
	if (list_empty(list))
		return 0;
	busy = unlink_events(list);
	if (busy) {
		error_log(&top_instance, busy->kind->log, busy->name,
			  "The event is in use: nothing is removed", 0);
		return -EBUSY;
	}
	/* Records may still be on their way to them: one wait for all. */
	tracepoint_synchronize_unregister();
	free_events(list);
	return 0;
}

/**
 * dynamic_clear - remove all events of a kind
 * @kind: the kind, NULL: of all kinds
 *
 * Context: sleeps. Return: 0, or -EBUSY and nothing is removed
 */
int dynamic_clear(const struct dynamic_kind *kind)
{
	struct dynamic_event *ev;
	LIST_HEAD(gone);

	guard(mutex)(&dynamic_mutex);
	list_for_each_entry(ev, &events, node)
		if (!kind || ev->kind == kind)
			list_add_tail(&ev->gone, &gone);
	return dynamic_remove(&gone);
}

/* What "-:[GROUP/][NAME] [REST]" names */
struct choice {
	const char	*group;
	const char	*name;
	const char	*rest;
};

static bool is_chosen(struct dynamic_event *ev, const struct choice *c)
{
	if (c->name && strcmp(c->name, ev->name))
		return false;
	if (c->group && strcmp(c->group, ev->group))
		return false;
	return !*c->rest || (ev->kind->matches && ev->kind->matches(ev, c->rest));
}

static int refuse(const char *log, const char *line, const char *text, const char *at)
{
	error_log(&top_instance, log, line, text, at - line);
	return -EINVAL;
}

static int remove_line(const struct dynamic_kind *kind, const char *log, char *line)
{
	char *copy __free(kfree) = kstrdup(line, GFP_KERNEL);
	struct dynamic_event *ev;
	struct choice c = { };
	LIST_HEAD(gone);
	char *s, *end;

	if (!copy)
		return -ENOMEM;
	/* The letter may be there or not: "-:x" or "-p:x". */
	s = copy + 1;
	if (isalpha(*s))
		s++;
	if (*s != ':')
		return refuse(log, line, "Expected -:[GROUP/][EVENT]", line + (s - copy));
	s++;
	end = s + strcspn(s, " \t");
	c.rest = skip_spaces(end);
	*end = '\0';
	c.name = s;
	s = strpbrk(s, "/.");
	if (s) {
		c.group = c.name;
		*s++ = '\0';
		c.name = *s ? s : NULL;
	}
	if (c.name && !*c.name)
		return refuse(log, line, "Expected -:[GROUP/][EVENT]", line + 2);

	list_for_each_entry(ev, &events, node)
		if ((!kind || ev->kind == kind) && is_chosen(ev, &c))
			list_add_tail(&ev->gone, &gone);
	if (list_empty(&gone)) {
		refuse(log, line, "No such event", line + 2);
		return -ENOENT;
	}
	return dynamic_remove(&gone);
}

/* ---- lines ---- */

static int create_line(const struct dynamic_kind *only, const char *log, char *line)
{
	const struct dynamic_kind *kind;
	int ret;

	list_for_each_entry(kind, &kinds, node) {
		if ((only && kind != only) || !strchr(kind->letters, *line))
			continue;
		ret = kind->create(kind, line);
		if (ret != -ECANCELED)
			return ret;
	}
	return refuse(log, line, "No kind of event begins like this here", line);
}

static int do_line(const struct dynamic_kind *kind, const char *log, char *line)
{
	line = strim(line);
	if (!*line || *line == '#')
		return 0;
	guard(mutex)(&dynamic_mutex);
	if (*line == '-')
		return remove_line(kind, log, line);
	return create_line(kind, log, line);
}

/**
 * dynamic_line - do what a line of dynamic_events says
 * @kind: for this kind only; NULL: for any
 * @line: the line, which is changed
 *
 * Context: sleeps. Return: 0 or an error; error_log of the top level says more
 */
int dynamic_line(const struct dynamic_kind *kind, char *line)
{
	return do_line(kind, kind ? kind->log : "dynamic_events", line);
}

/* ---- the files ---- */

static const struct dynamic_kind *kind_of(struct trace_file *f)
{
	return f->row->data;
}

/**
 * dynamic_file_line - one line written to a file of dynamic events
 * @f: the file; its row's data is the kind, or NULL
 * @line: the line, which is changed
 *
 * Return: 0 or an error
 */
int dynamic_file_line(struct trace_file *f, char *line)
{
	return dynamic_line(kind_of(f), line);
}

/**
 * dynamic_file_truncate - such a file is opened to be truncated
 * @f: the file
 *
 * Return: 0, or -EBUSY and nothing is removed
 */
int dynamic_file_truncate(struct trace_file *f)
{
	return dynamic_clear(kind_of(f));
}

/* The event at @node or behind it that the file shows */
static void *shown(struct seq_file *m, struct list_head *node)
{
	const struct dynamic_kind *kind = kind_of(m->private);

	for (; node != &events; node = node->next)
		if (!kind || list_entry(node, struct dynamic_event, node)->kind == kind)
			return node;
	return NULL;
}

/**
 * dynamic_file_start - start reading a list of dynamic events
 * @m: of a file whose row's data is the kind, or NULL
 * @pos: how many come before
 */
void *dynamic_file_start(struct seq_file *m, loff_t *pos)
{
	struct list_head *node;
	loff_t left = *pos;

	mutex_lock(&dynamic_mutex);
	for (node = shown(m, events.next); node && left; left--)
		node = shown(m, node->next);
	return node;
}

/**
 * dynamic_file_next - go on
 * @m: the file
 * @v: the last one
 * @pos: its number
 */
void *dynamic_file_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct list_head *node = v;

	++*pos;
	return shown(m, node->next);
}

/**
 * dynamic_file_stop - make a pause
 * @m: the file
 * @v: the next one
 */
void dynamic_file_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&dynamic_mutex);
}

static int file_show(struct seq_file *m, void *v)
{
	struct dynamic_event *ev = list_entry(v, struct dynamic_event, node);

	ev->kind->show(m, ev);
	seq_putc(m, '\n');
	return 0;
}

const struct seq_operations dynamic_file_seq = {
	.start	= dynamic_file_start,
	.next	= dynamic_file_next,
	.stop	= dynamic_file_stop,
	.show	= file_show,
};

/* ---- at boot ---- */

#ifdef CONFIG_BOOTTIME_TRACING

static const struct dynamic_kind * __init boot_kind(const char *group)
{
	const struct dynamic_kind *kind;

	guard(mutex)(&dynamic_mutex);
	list_for_each_entry(kind, &kinds, node)
		if (kind->boot_group && !strcmp(kind->boot_group, group))
			return kind;
	return NULL;
}

/**
 * dynamic_bootconfig - make the events that the boot configuration asks for
 * @events: its node ftrace.event
 *
 * Context: none of our locks held.
 */
void __init dynamic_bootconfig(struct xbc_node *events)
{
	const struct dynamic_kind *kind;
	struct xbc_node *group, *event;
	const char *name;
	int ret;

	xbc_node_for_each_subkey(events, group) {
		kind = boot_kind(xbc_node_get_data(group));
		if (!kind)
			continue;
		xbc_node_for_each_subkey(group, event) {
			name = xbc_node_get_data(event);
			ret = strcmp(name, "enable") ? kind->boot(name, event) : 0;
			if (ret && ret != -ENOENT)
				pr_err("bootconfig: %s.%s: error %d, see error_log\n",
				       kind->boot_group, name, ret);
		}
	}
}

#endif

static const struct trace_file_row dynamic_files[] = {
	{ .name = "dynamic_events", .mode = 0640, .where = FILE_TOP, .unit = UNIT_LINES,
	  .seq = &dynamic_file_seq, .line = dynamic_file_line,
	  .truncate = dynamic_file_truncate },
};

static struct instance_part dynamic_part = {
	.slot		= NO_SLOT,
	.files		= dynamic_files,
	.nr_files	= ARRAY_SIZE(dynamic_files),
};

static int __init dynamic_init(void)
{
	return instance_add_part(&dynamic_part);
}
core_initcall(dynamic_init);
