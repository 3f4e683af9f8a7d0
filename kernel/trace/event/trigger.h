/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Triggers: what is done when an event happens, beside or instead of recording
 * it.
 *
 * A kind of trigger is a row of the table in trigger_cmds.c.  All is under
 * event_mutex but for running them, which happens in any context, NMI included,
 * with preemption disabled.  A trigger that has left the list of its event is
 * freed after a grace period.
 *
 *	trigger.c	lines of the trigger file, the lists, running them
 *	trigger_cmds.c	the commands
 */
#ifndef _KERNEL_TRACE_EVENT_TRIGGER_H
#define _KERNEL_TRACE_EVENT_TRIGGER_H

#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

struct event_filter;
struct pt_regs;
struct seq_file;
struct trace_event_file;
struct trigger_command;

#define TRIGGER_UNLIMITED	(-1L)
#define TRIGGER_MAX_ARGS	2

/**
 * struct event_trigger - a trigger on an event of an instance
 * @node: in trace_event_file::triggers, the newest first
 * @gone: among those that wait for a grace period
 * @rcu: to free it
 * @cmd: its kind
 * @file: the event
 * @filter: which records it is for; NULL: all
 * @count: how many more times it does something, or TRIGGER_UNLIMITED
 * @target: the event it acts on; that of enable_event
 * @data: the command's own
 */
struct event_trigger {
	struct list_head		node;
	struct list_head		gone;
	struct rcu_head			rcu;
	const struct trigger_command	*cmd;
	struct trace_event_file		*file;
	struct event_filter		*filter;
	atomic_long_t			count;
	struct trace_event_file		*target;
	void				*data;
};

/* Of two triggers of a group that are the same an event has one at most. */
enum trigger_group {
	GROUP_SWITCH,
	GROUP_SNAPSHOT,
	GROUP_STACK,
	GROUP_EVENT,
	GROUP_PROBE,
};

enum trigger_flags {
	TRIGGER_POST	= BIT(0),	/* run when the record is in the buffer */
	TRIGGER_RAW	= BIT(1),	/* its arguments are its own affair */
	TRIGGER_TRUNC	= BIT(2),	/* '>' to the trigger file removes it */
};

/**
 * struct trigger_command - a kind of trigger
 * @name: its name
 * @flags: TRIGGER_*
 * @group: what it excludes
 * @nr_args: how many words stand between its name and the count
 * @parse: take them; with TRIGGER_RAW, all that follows the name; NULL: none.
 *	At an error *@bad is the word that is wrong.  Takes nothing that would
 *	have to be given back.
 * @same: of two of the group: the same?  NULL: any two are
 * @begin: get what it needs while it is there; may be NULL
 * @end: give it back: nobody runs it any more
 * @run: do it.  Any context.  @here: where a stack begins, with TRIGGER_POST
 * @show: instead of the usual line in the trigger file
 */
struct trigger_command {
	const char	*name;
	u8		flags;
	u8		group;
	u8		nr_args;
	int		(*parse)(struct event_trigger *t, char **args, const char **text,
				 char **bad);
	bool		(*same)(const struct event_trigger *a, const struct event_trigger *b);
	int		(*begin)(struct event_trigger *t);
	void		(*end)(struct event_trigger *t);
	void		(*run)(struct event_trigger *t, void *rec, struct pt_regs *here);
	void		(*show)(struct seq_file *m, struct event_trigger *t);
};

extern const struct trigger_command *const trigger_commands[];
extern const unsigned int nr_trigger_commands;

/*
 * For rooms above: a trigger that no line has made, of a command of theirs. @t is
 * filled in, and is freed after event_trigger_detach(), as is its filter. Both under
 * event_mutex.
 */
int event_trigger_attach(struct event_trigger *t);
void event_trigger_detach(struct event_trigger *t);

/* For run(): may it do something (once more)?  Counts it. */
static inline bool trigger_use(struct event_trigger *t)
{
	return atomic_long_read(&t->count) == TRIGGER_UNLIMITED ||
	       atomic_long_dec_if_positive(&t->count) >= 0;
}

/**
 * struct trigger_line - a line of a trigger file, taken apart
 * @remove: it began with "!"
 * @name: the command
 * @args: what follows the name, NULL if nothing does
 * @filter: what follows "if", NULL if nothing does
 * @text: at an error: what is wrong
 * @bad: ... and where
 */
struct trigger_line {
	bool		remove;
	char		*name;
	char		*args;
	char		*filter;
	const char	*text;
	char		*bad;
};

int trigger_line_split(char *line, struct trigger_line *l);
int trigger_args_split(struct trigger_line *l, unsigned int nr, char **args, long *count);

#endif /* _KERNEL_TRACE_EVENT_TRIGGER_H */
