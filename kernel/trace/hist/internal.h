/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of hist/ share.
 *
 *	line.c		lines taken apart; knows no events
 *	value.c		expressions: compiled, and run on records
 *	map.c		the table: from a key to an element; knows no events
 *	create.c	from a line to a struct hist
 *	vars.c		whose variables a name means, and references to them
 *	action.c	onmatch, onmax, onchange, and what they do
 *	hit.c		an event has happened
 *	print.c		the hist file
 *	trigger.c	the command "hist" of trigger files
 *
 * Locks: all under event_mutex but for hit.c, which runs in any context, with
 * preemption disabled, and meets a struct hist through its trigger, under RCU.
 *
 * Lifetime: a reference to a variable of another histogram keeps that one busy
 * (struct hist::referrers): users cannot remove it. If its event goes, those that
 * refer to it go first, by trigger_command::needs.
 */
#ifndef _KERNEL_TRACE_HIST_INTERNAL_H
#define _KERNEL_TRACE_HIST_INTERNAL_H

#include <linux/list.h>
#include <linux/sched.h>

#include "../event/event.h"
#include "../event/trigger.h"
#include "hist.h"
#include "line.h"
#include "map.h"
#include "value.h"

struct seq_file;
struct synth_event;

/* Bytes of a whole key */
#define HIST_MAX_KEY		640
/* Variables of a line, and those that actions make of fields */
#define HIST_MAX_ALL_VARS	48
#define HIST_MAX_REFS		32

/* Bits of hist_elt::set behind those of variables */
#define HIST_SAVING_BIT		63

/* How a column is shown */
enum hist_show {
	SHOW_PLAIN,
	SHOW_HEX,
	SHOW_SYM,
	SHOW_SYM_OFFSET,
	SHOW_EXECNAME,
	SHOW_SYSCALL,
	SHOW_LOG2,
	SHOW_BUCKETS,
	SHOW_PERCENT,
	SHOW_GRAPH,
	SHOW_STRING,
	SHOW_STACK,
};

/* What of a value is kept */
enum hist_keep {
	KEEP_SUM,
	KEEP_MIN,
	KEEP_MAX,
	KEEP_AVG,
	KEEP_HITS,	/* nothing: the element counts */
};

/**
 * struct hist_column - a key or a value
 * @name: its name in the hist file
 * @expr: what computes it; NULL: the hit count
 * @show: how it is shown
 * @keep: of values: what is kept
 * @bucket: SHOW_BUCKETS: how wide they are
 * @at: where it is: bytes from the start of a key, or the index of a cell
 * @size: of a key: bytes, a multiple of 8
 */
struct hist_column {
	const char		*name;
	struct hist_expr	*expr;
	u8			show;
	u8			keep;
	u16			at;
	u16			size;
	u64			bucket;
};

/**
 * struct hist_var - a variable
 * @name: its name, NULL: an action has made it of a field
 * @expr: what computes it
 * @cell: where its value is kept; of bytes, where they begin
 */
struct hist_var {
	const char		*name;
	struct hist_expr	*expr;
	u16			cell;
};

/**
 * struct hist_ref - a reference to a variable of another histogram
 * @from: the other one
 * @var: the index of its variable
 * @once: reading it takes its value away, so that nothing is computed of it twice
 */
struct hist_ref {
	struct hist		*from;
	unsigned int		var;
	bool			once;
};

struct hist_sort {
	const struct hist_column *col;
	bool			is_key;
	bool			descending;
};

enum hist_action_kind {
	HIST_TRACE,
	HIST_SAVE,
	HIST_SNAPSHOT,
};

/**
 * struct hist_param - what an action gets
 * @name: of a field that is saved
 * @expr: what computes it
 * @cell: where it is saved
 */
struct hist_param {
	const char		*name;
	struct hist_expr	*expr;
	u16			cell;
};

/**
 * struct hist_action - what is done when
 * @handler: when
 * @kind: what
 * @text: as in the line
 * @var: of onmax and onchange: what they look at
 * @last: ... and the cell of the last value
 * @synth: HIST_TRACE: the event; pinned
 * @extreme: HIST_SNAPSHOT: the value of the last snapshot, over all keys
 * @key: ... and its key
 * @nr_params: how many parameters
 * @params: they
 */
struct hist_action {
	u8			handler;
	u8			kind;
	const char		*text;
	struct hist_expr	*var;
	u16			last;
	struct synth_event	*synth;
	atomic64_t		extreme;
	u64			*key;
	unsigned int		nr_params;
	struct hist_param	params[];
};

/**
 * struct hist_table - a table, and who shares it
 * @node: in the list of named ones
 * @name: name=, NULL: nobody else has it
 * @users: histograms that have it
 * @paused: nothing is added
 * @map: the elements
 */
struct hist_table {
	struct list_head	node;
	char			*name;
	unsigned int		users;
	bool			paused;
	struct hist_map		map;
};

/**
 * struct hist - a histogram: a trigger of an event
 * @trigger: its trigger
 * @table: what it counts in
 * @text: its line as trigger files show it
 * @where: for the error log
 * @hidden: made by an action of another one, for a field of this event
 * @match: while an action is parsed, the event that it matches
 * @ns: times are in nanoseconds
 * @simple: no variables, no actions
 * @no_hitcount: the hist file does not show how often
 * @has_comm: rows have the name of a task
 * @comm: cells of it
 * @key_size: bytes of a key
 * @nr_cells: cells of an element
 * @referrers: references to its variables
 * @nr_keys: how many keys
 * @nr_vals: how many values
 * @nr_vars: how many variables
 * @nr_refs: how many references
 * @nr_sorts: how many columns it is sorted by
 * @nr_actions: how many actions
 * @nr_hidden: how many histograms it has made
 * @keys: in the order of the line, as are all
 * @vals: values
 * @vars: variables; those that actions have made come last
 * @refs: variables of others
 * @sorts: what it is sorted by
 * @actions: what it does
 * @hiddens: those that it has made on other events
 */
struct hist {
	struct event_trigger	*trigger;
	struct hist_table	*table;
	char			*text;
	char			*where;
	struct trace_event_file	*match;
	bool			hidden;
	bool			ns;
	bool			simple;
	bool			no_hitcount;
	bool			has_comm;
	u16			comm;
	u16			key_size;
	u16			nr_cells;
	unsigned int		referrers;
	unsigned int		nr_keys, nr_vals, nr_vars, nr_refs, nr_sorts, nr_actions;
	unsigned int		nr_hidden;
	struct hist_column	keys[HIST_MAX_KEYS];
	struct hist_column	vals[HIST_MAX_VALS];
	struct hist_var		vars[HIST_MAX_ALL_VARS];
	struct hist_ref		refs[HIST_MAX_REFS];
	struct hist_sort	sorts[HIST_MAX_SORTS];
	struct hist_action	*actions[HIST_MAX_ACTIONS];
	struct hist		*hiddens[HIST_MAX_ACTIONS];
};

extern struct trigger_command hist_command;

static inline struct hist *hist_of(const struct event_trigger *t)
{
	return t->cmd == &hist_command ? t->data : NULL;
}

/*
 * All that are set on an event, the newest first, hidden ones too. "break" ends it for one trigger
 * only: return, or go on.
 */
#define for_each_hist(h, t, file)					\
	list_for_each_entry(t, &(file)->triggers, node)			\
		for ((h) = hist_of(t); (h); (h) = NULL)

static inline struct trace_event_file *hist_file(const struct hist *h)
{
	return h->trigger->file;
}

/*
 * What the cell of a least or greatest value holds: the more it is what is asked
 * for, the greater, and more than the 0 that cells begin with. Its own inverse.
 */
static inline u64 hist_rank(const struct hist_column *c, u64 value)
{
	if (c->expr->is_signed)
		value ^= BIT_ULL(63);
	return c->keep == KEEP_MIN ? ~value : value;
}

/* ---- create.c ---- */

/*
 * From a line to a histogram that is set on @file. An error pointer: -EINVAL,
 * and the line may say why; -ENOMEM, ...
 */
struct hist *hist_create(struct trace_event_file *file, struct hist_line *l, bool paused,
			 bool hidden);
void hist_free(struct hist *h);

/* Parse @text, create a hidden histogram of it; for fields of other events */
struct hist *hist_create_hidden(struct trace_event_file *file, const char *text);

/* Room in each element, for one more number or for @bytes */
u16 hist_add_cells(struct hist *h, unsigned int bytes);

/* The name of a word, to be kfree()d */
char *hist_word_copy(struct hist_word w);

/* What a line that is not valid says: to the error log */
void hist_log(struct trace_event_file *file, struct hist_line *l);

/* Bytes of a string or stack that an expression computes, in an element */
static inline unsigned int hist_expr_room(const struct hist_expr *e)
{
	return round_up(e->kind == HIST_STACK ? HIST_STACK_SIZE : e->size + 1, sizeof(u64));
}

/* ---- vars.c ---- */

int hist_add_var(struct hist *h, struct hist_line *l, const char *name, const char *at,
		 struct hist_expr *e);
int hist_var_lookup(struct hist_scope *s, struct hist_word system_event, struct hist_word name,
		    struct hist_expr *e, struct hist_op *op);
int hist_add_ref(struct hist *h, struct hist_line *l, struct hist *from, unsigned int var,
		 const char *at);
void hist_refs_use(struct hist *h, const struct hist_expr *e);
void hist_refs_drop(struct hist *h);
bool hist_refers_to(const struct hist *h, const struct hist *other);
struct trace_event_file *hist_find_event(struct trace_array *inst, struct hist_word system,
					 struct hist_word event);
bool hist_keys_fit(const struct hist *a, const struct hist *b);

/* ---- action.c ---- */

int hist_add_action(struct hist *h, struct hist_scope *s, struct hist_call *call);
void hist_action_free(struct hist *h, struct hist_action *a);
void hist_action_run(struct hist *h, struct hist_action *a, struct hist_elt *elt,
		     const struct hist_moment *m, const u64 *key);

/* ---- hit.c ---- */

void hist_run(struct event_trigger *t, struct trigger_context *c);

/* ---- print.c ---- */

int hist_show_file(struct seq_file *m, struct trace_file *f);

#endif /* _KERNEL_TRACE_HIST_INTERNAL_H */
