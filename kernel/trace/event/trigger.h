/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Triggers: what is done when an event happens, beside or instead of recording
 * it.
 *
 * A kind of trigger is a struct trigger_command, which its room registers.  All
 * is under event_mutex but for running them, which happens in any context, NMI
 * included, with preemption disabled.  A trigger that has left the list of its
 * event is freed after a grace period.
 *
 *	trigger.c	lines of the trigger file, the lists, running them
 *	trigger_cmds.c	the commands of this room
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
struct trigger_line;

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
 * @timed: run() wants to know when the event happened
 * @unlinked: it has left the list of its event
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
	bool				timed;
	bool				unlinked;
};

/**
 * struct trigger_context - an event that has happened, for its triggers
 * @rec: its record, common fields included; NULL with TRIGGER_POST on a marker
 * @ts: when, by the clock of the instance; 0 for triggers that are not ->timed
 * @here: where stacks begin: in the function that the event's probe has called;
 *	or NULL
 */
struct trigger_context {
	void		*rec;
	u64		ts;
	struct pt_regs	*here;
};

/* Of two triggers of a group that are the same an event has one at most. */
enum trigger_group {
	GROUP_SWITCH,
	GROUP_SNAPSHOT,
	GROUP_STACK,
	GROUP_EVENT,
	GROUP_NONE,	/* no line of this room sets it */
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
 * @line: take a whole line; what follows is not asked then, but for @end, @run,
 *	@show, @busy and @needs. It calls event_trigger_attach() and _detach().
 * @parse: take the words; with TRIGGER_RAW, all that follows the name; NULL: none.
 *	At an error *@bad is the word that is wrong.  Takes nothing that would
 *	have to be given back.
 * @same: of two of the group: the same?  NULL: any two are
 * @begin: get what it needs while it is there; may be NULL
 * @end: give it back: nobody runs it any more
 * @run: do it.  Any context
 * @show: instead of the usual line in the trigger file
 * @busy: others depend on it: it may not be removed by a user; may be NULL
 * @needs: does it depend on this other trigger, and has to go before it? May be NULL
 * @node: in the list of commands
 */
struct trigger_command {
	const char	*name;
	u8		flags;
	u8		group;
	u8		nr_args;
	int		(*line)(struct trace_event_file *file, char *line);
	int		(*parse)(struct event_trigger *t, char **args, const char **text,
				 char **bad);
	bool		(*same)(const struct event_trigger *a, const struct event_trigger *b);
	int		(*begin)(struct event_trigger *t);
	void		(*end)(struct event_trigger *t);
	void		(*run)(struct event_trigger *t, struct trigger_context *c);
	void		(*show)(struct seq_file *m, struct event_trigger *t);
	bool		(*busy)(const struct event_trigger *t);
	bool		(*needs)(const struct event_trigger *t, const struct event_trigger *other);
	struct list_head node;
};

/* Before or after boot, once; trigger files name them in this order. */
void event_trigger_register(struct trigger_command *cmd);

/*
 * For commands with ->line and for rooms above, under event_mutex.  @t has its
 * command, file, filter and count.  Attached, it belongs to the list of its
 * file; detached, it is freed when nobody runs it any more, after ->end().
 */
int event_trigger_attach(struct event_trigger *t);
void event_trigger_detach(struct event_trigger *t);

/*
 * For run(): fire another event, which may have triggers itself.  From
 * enter() to leave() its guard against recursion is open.  A link of a chain
 * may take 2.5 KiB of stack, which is why there are not more.
 */
#define EVENT_CHAIN_DEPTH	2
long event_chain_enter(void);
void event_chain_leave(long held);
unsigned long event_chains_cut(void);

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

void event_triggers_init(void);
int trigger_line_split(char *line, struct trigger_line *l);
int trigger_args_split(struct trigger_line *l, unsigned int nr, char **args, long *count);

#endif /* _KERNEL_TRACE_EVENT_TRIGGER_H */
