/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Filters: boolean expressions over the fields of a record.
 *
 * A filter is compiled once, in process context, and then asked for every
 * record, in any context up to NMI, with preemption disabled.  The compiler
 * knows nothing of events: it is given a text and a way to look up fields.
 *
 *	parse.c		text to program
 *	pred.c		one comparison, "field operator value", to an instruction
 *	eval.c		programs on records
 *
 * Locks: none of its own but one for the scratch memory that strings outside
 * of records are copied to.
 */
#ifndef _KERNEL_TRACE_FILTER_FILTER_H
#define _KERNEL_TRACE_FILTER_FILTER_H

#include <linux/ctype.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

struct trace_event_field;

/* ---- programs ---- */

/*
 * Comparisons of numbers are all one question: is (value - low), in as many
 * bits as the value has, at most width?  The opposite question is the same one,
 * with its exits exchanged.
 */
enum filter_op {
	OP_RANGE_8,		/* by the size of the field */
	OP_RANGE_4,
	OP_RANGE_2,
	OP_RANGE_1,
	OP_RANGE_THIS_CPU,	/* the number of the CPU we are on */
	OP_BITS,		/* has the value one of these bits? */
	OP_BITS_THIS_CPU,
	OP_IN_CPUS,		/* is it the number of one of these CPUs? */
	OP_THIS_IN_CPUS,
	OP_CPUS_MEET,		/* has a mask of CPUs one of these? */
	OP_CPUS_SAME,		/* is it the same? */
	OP_STRING,		/* characters in the record */
	OP_STRING_DYN,		/* as many as a u32 in the record says, and where */
	OP_STRING_PTR,		/* elsewhere in the kernel */
	OP_STRING_USER,		/* in user space */
	OP_STRING_COMM,		/* the name of the current task */
};

/* How strings are compared */
enum filter_match {
	MATCH_WHOLE,
	MATCH_FRONT,
	MATCH_END,
	MATCH_INSIDE,
	MATCH_GLOB,
};

/**
 * struct filter_insn - a question, and where to go from there
 * @op: enum filter_op
 * @match: of strings: enum filter_match
 * @relative: of dynamic fields: the data's place counts from the field's end
 * @offset: of the field in the record
 * @next: where to go on after no [0] and yes [1]: a place, see insn_at(), or one
 *	of the ends
 * @low: ranges: the lowest value
 * @bits: OP_BITS and its like
 * @cpus: those that ask for CPUs; lies in the same filter
 * @pattern: strings: what to look for, NUL-terminated; lies in the same filter
 * @width: ranges: how many values there are above @low
 * @size: of the field, where @op does not tell
 * @len: of @pattern
 */
struct filter_insn {
	u8		op;
	u8		match : 4,
			relative : 1;
	u16		offset;
	u16		next[2];
	union {
		u64		low;
		u64		bits;
		unsigned long	*cpus;
		const char	*pattern;
	};
	union {
		u64		width;
		struct {
			u16	size;
			u16	len;
		};
	};
};

/* Where programs end: the last bit is the answer */
#define FILTER_DROP	0xfffe
#define FILTER_KEEP	0xffff

/* Places are counted in words, which spares multiplications */
#define INSN_WORDS	(sizeof(struct filter_insn) / sizeof(u64))

/**
 * struct event_filter - a compiled filter, one piece of memory
 * @rcu: to free it
 * @text: what it was compiled from
 * @nr: how many instructions
 * @wild: looks at common fields, or at memory outside of the record
 * @insn: the first is the first; jumps go forward only
 */
struct event_filter {
	struct rcu_head		rcu;
	const char		*text;
	unsigned int		nr;
	bool			wild;
	struct filter_insn	insn[];
};

static inline const struct filter_insn *insn_at(const struct event_filter *f, unsigned int place)
{
	return (const void *)f->insn + place * sizeof(u64);
}

/* ---- mistakes ---- */

enum filter_mistake {
	FILTER_NO_MISTAKE,
	FILTER_EMPTY,
	FILTER_DANGLING,
	FILTER_TRAILING,
	FILTER_TOO_MANY_OPEN,
	FILTER_TOO_FEW_OPEN,
	FILTER_TOO_LONG,
	FILTER_NO_FIELD,
	FILTER_BAD_SUFFIX,
	FILTER_INVALID_OP,
	FILTER_ILLEGAL_OP,
	FILTER_NOT_COMPARABLE,
	FILTER_NO_VALUE,
	FILTER_NO_INTEGER,
	FILTER_NO_QUOTE,
	FILTER_LONG_VALUE,
	FILTER_WANT_NUMBER,
	FILTER_WANT_STRING,
	FILTER_WANT_CPUS,
	FILTER_NO_FUNCTION,
	FILTER_NO_BRACE_OPEN,
	FILTER_NO_BRACE_CLOSE,
	FILTER_BAD_CPUS,
};

/**
 * struct filter_error - why a text is no filter
 * @what: the kind of mistake
 * @pos: where in the text
 */
struct filter_error {
	enum filter_mistake	what;
	unsigned int		pos;
};

const char *filter_mistake_text(enum filter_mistake what);

/* ---- use ---- */

typedef const struct trace_event_field *(*filter_find_t)(void *data, const char *name);

struct event_filter *filter_compile(const char *text, filter_find_t find, void *data,
				    struct filter_error *err);
bool filter_match(const struct event_filter *filter, const void *rec);

/* ---- between the files ---- */

/**
 * struct filter_parser - a text on its way to a program
 * @text: the text
 * @at: what comes next in it
 * @find: looks up fields
 * @data: for @find
 * @filter: the program so far
 * @strings: room for patterns, of those that follow
 * @masks: room for CPU masks
 * @err: gets the mistake
 */
struct filter_parser {
	const char		*text;
	const char		*at;
	filter_find_t		find;
	void			*data;
	struct event_filter	*filter;
	char			*strings;
	unsigned long		*masks;
	struct filter_error	*err;
};

/* What names of fields are made of */
static inline bool name_char(char c)
{
	return isalnum(c) || c == '_';
}

int filter_pred(struct filter_parser *p, struct filter_insn *in);
int filter_fail(struct filter_parser *p, enum filter_mistake what, const char *at);
int filter_need_scratch(void);

#endif /* _KERNEL_TRACE_FILTER_FILTER_H */
