/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lines of histogram triggers, taken apart. Nothing here knows events: what
 * the pieces name is looked up by others, who find them where they stand in
 * the line, and can point there if they are wrong.
 *
 *	hist:keys=KEY[,KEY]...[:vals=VAL[,VAL]...][:NAME=EXPR[,NAME=EXPR]...]
 *	    [:sort=COLUMN[,COLUMN]][:size=N][:name=NAME][:clock=CLOCK][:nohitcount]
 *	    [:pause|:cont|:clear]
 *	    [:onmatch(SYSTEM.EVENT).ACTION][:onmax(VAR).ACTION]
 *	    [:onchange(VAR).ACTION] [if FILTER]
 */
#ifndef _KERNEL_TRACE_HIST_LINE_H
#define _KERNEL_TRACE_HIST_LINE_H

#include <linux/types.h>

struct seq_buf;

#define HIST_MAX_KEYS		4
#define HIST_MAX_VALS		8
#define HIST_MAX_VARS		16
#define HIST_MAX_SORTS		2
#define HIST_MAX_ACTIONS	8
#define HIST_MAX_PARAMS		64

#define HIST_MIN_SIZE		128
#define HIST_DEFAULT_SIZE	2048
#define HIST_MAX_SIZE		131072

/* A piece of a line */
struct hist_word {
	const char	*at;
	unsigned int	len;
};

/* "name=expression" */
struct hist_assign {
	struct hist_word	name;
	struct hist_word	expr;
};

enum hist_handler {
	HIST_ONMATCH,
	HIST_ONMAX,
	HIST_ONCHANGE,
};

/**
 * struct hist_call - what is done when
 * @handler: when
 * @whole: all of it
 * @of: what stands in the handler's parentheses
 * @name: the action, or a synthetic event
 * @nr_params: how many words in its parentheses
 * @params: they
 */
struct hist_call {
	enum hist_handler	handler;
	struct hist_word	whole;
	struct hist_word	of;
	struct hist_word	name;
	unsigned int		nr_params;
	struct hist_word	params[HIST_MAX_PARAMS];
};

/**
 * struct hist_line - a line
 * @text: it; the words point into it
 * @error: what is wrong with it; texts that tools know
 * @error_at: where
 * @nr_keys: how many keys
 * @nr_vals: how many values
 * @nr_vars: how many variables
 * @nr_sorts: how many columns to sort by
 * @nr_calls: how many actions
 * @keys: fields and expressions
 * @vals: likewise
 * @vars: variables that it defines
 * @sorts: columns
 * @calls: actions
 * @name: of the table, if it is to be shared
 * @clock: of the instance
 * @filter: which records it is for
 * @size: of the table, 0: not said
 * @pause: count nothing
 * @cont: count again
 * @clear: forget all
 * @no_hitcount: do not show how often
 */
struct hist_line {
	const char		*text;
	const char		*error;
	const char		*error_at;

	unsigned int		nr_keys, nr_vals, nr_vars, nr_sorts, nr_calls;
	struct hist_word	keys[HIST_MAX_KEYS];
	struct hist_word	vals[HIST_MAX_VALS];
	struct hist_assign	vars[HIST_MAX_VARS];
	struct hist_word	sorts[HIST_MAX_SORTS];
	struct hist_call	*calls[HIST_MAX_ACTIONS];
	struct hist_word	name;
	struct hist_word	clock;
	struct hist_word	filter;
	unsigned int		size;
	bool			pause, cont, clear;
	bool			no_hitcount;
};

/* 0, -ENOMEM or -EINVAL with @error set. hist_line_free() in any case. */
int hist_line_parse(struct hist_line *l, const char *text);
void hist_line_free(struct hist_line *l);

/* As trigger files show it; lines that mean the same give the same text */
void hist_line_text(struct hist_line *l, struct seq_buf *s);

int hist_fail(struct hist_line *l, const char *text, const char *at);

/* Is the word this? */
bool hist_word_is(struct hist_word w, const char *what);

/* Take "head" off before the last '.' in the word; the rest stays. False: no '.' */
bool hist_word_cut(struct hist_word *w, struct hist_word *tail);

static inline struct hist_word hist_word(const char *at, const char *end)
{
	return (struct hist_word){ .at = at, .len = end - at };
}

#endif /* _KERNEL_TRACE_HIST_LINE_H */
