/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events that users make, of whatever kind: probes, synthetic events.
 *
 * What it is for: the file dynamic_events, and what the files of the single kinds
 * (kprobe_events, synthetic_events, ...) have in common with it: a line makes an
 * event, "-:[GROUP/][NAME]" removes some, opening to truncate removes all, reading
 * prints the lines that would make them again.
 *
 * What it owns: the list of all such events, in the order in which they were made,
 * and the kinds there are. An event itself is registered by its kind, with
 * event_add() of event.h.
 *
 * Locks: dynamic_mutex protects the list. It is held around all that a kind is
 * called for, outside event_mutex and inside instances_mutex.
 */
#ifndef _KERNEL_TRACE_EVENT_DYNAMIC_H
#define _KERNEL_TRACE_EVENT_DYNAMIC_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>

#include "../core/core.h"

struct dynamic_event;
struct xbc_node;

extern struct mutex dynamic_mutex;

/**
 * struct dynamic_kind - a kind of events that users make
 * @letters: what a line of this kind begins with, any of these
 * @log: what error_log calls it
 * @create: make what the line says, which it may change, and dynamic_add() it. What
 *	is wrong it tells error_log. -ECANCELED: this is another kind's line
 * @show: print the line that makes it, without newline
 * @matches: for "-:NAME REST", or NULL: is it the one that @rest describes?
 * @is_busy: it cannot be removed now. Under event_mutex
 * @unlink: take it away from everybody who could find it; cannot fail after
 *	@is_busy has said no, does not wait. Under the same hold of event_mutex
 * @free: free the events that are linked in @list, by their ->gone; a grace period
 *	of RCU (one for however many) has passed since @unlink. Without event_mutex
 * @boot_group: group in the boot configuration, or NULL
 * @boot: make what a node there says, ftrace.event.GROUP.EVENT; -ENOENT: it says
 *	nothing of that kind
 * @node: in the list of kinds
 */
struct dynamic_kind {
	const char		*letters;
	const char		*log;
	int			(*create)(const struct dynamic_kind *kind, char *line);
	void			(*show)(struct seq_file *m, struct dynamic_event *ev);
	bool			(*matches)(struct dynamic_event *ev, const char *rest);
	bool			(*is_busy)(struct dynamic_event *ev);
	void			(*unlink)(struct dynamic_event *ev);
	void			(*free)(struct list_head *list);
	const char		*boot_group;
	int			(*boot)(const char *event, struct xbc_node *node);
	struct list_head	node;
};

/**
 * struct dynamic_event - what each event of a kind has in it
 * @node: in the list of all
 * @gone: in that of those that are to go
 * @by_name: among those of the same hash
 * @kind: its kind
 * @group: its system
 * @name: its name
 *
 * Several may have one name: places of one event.
 */
struct dynamic_event {
	struct list_head		node;
	struct list_head		gone;
	struct hlist_node		by_name;
	const struct dynamic_kind	*kind;
	const char			*group;
	const char			*name;
};

/* At boot, before the files appear (fs_initcall_sync) */
void dynamic_add_kind(struct dynamic_kind *kind);

/* Of a complete event, with all but the nodes filled in. Under dynamic_mutex. */
void dynamic_add(struct dynamic_event *ev);

/* The first of that name, of whatever kind, or NULL. Under dynamic_mutex. */
struct dynamic_event *dynamic_find(const char *group, const char *name);

/*
 * For other kernel code than files: the same as writing a line, with errors in the top
 * level's error_log; @kind NULL: any.  Takes dynamic_mutex.  @line is changed.
 */
int dynamic_line(const struct dynamic_kind *kind, char *line);

/*
 * Remove the events that are linked in @list by their ->gone, or none of them: -EBUSY.
 * Under dynamic_mutex.
 */
int dynamic_remove(struct list_head *list);

/* As the file @name does when opened to be truncated. @kind NULL: any */
int dynamic_clear(const struct dynamic_kind *kind);

/* All that the nodes below @events, "ftrace.event", ask for. Without locks. */
void __init dynamic_bootconfig(struct xbc_node *events);

/*
 * Rows for files of a kind: .line = dynamic_file_line, .truncate = dynamic_file_truncate,
 * .seq = &dynamic_file_seq, .unit = UNIT_LINES, .data = the kind, or NULL for all.
 */
int dynamic_file_line(struct trace_file *f, char *line);
int dynamic_file_truncate(struct trace_file *f);
extern const struct seq_operations dynamic_file_seq;

/* For files that show something else of each: seq_file items are ->node of the events. */
void *dynamic_file_start(struct seq_file *m, loff_t *pos);
void *dynamic_file_next(struct seq_file *m, void *v, loff_t *pos);
void dynamic_file_stop(struct seq_file *m, void *v);

#endif /* _KERNEL_TRACE_EVENT_DYNAMIC_H */
