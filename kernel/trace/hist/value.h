/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Values: what a histogram computes of a record.
 *
 * An expression over fields, constants, variables and the moment is compiled
 * once, in process context, to a short program, and run for each record, in any
 * context, with preemption disabled.
 *
 *	sum     = product { ("+" | "-") product }
 *	product = factor { ("*" | "/") factor }
 *	factor  = "-" factor | "(" sum ")" | number | NAME
 *	NAME    = field [".usecs"] | ["system.event."] "$" variable
 */
#ifndef _KERNEL_TRACE_HIST_VALUE_H
#define _KERNEL_TRACE_HIST_VALUE_H

#include <linux/types.h>

#include "line.h"

struct pt_regs;
struct trace_event_call;

/* What a string is cut to, with its NUL */
#define HIST_MAX_STRING		256
/* Return addresses of a stack that is a key or a variable */
#define HIST_MAX_STACK		31
/* Bytes of a stack: the number of addresses, then they */
#define HIST_STACK_SIZE		((HIST_MAX_STACK + 1) * sizeof(u64))

enum hist_kind {
	HIST_NUMBER,
	HIST_STRING,
	HIST_STACK,
};

enum hist_code {
	/* A number more on the stack */
	V_U8, V_S8, V_U16, V_S16, V_U32, V_S32, V_64,
	V_CONST,
	V_TIME,
	V_TIME_USECS,
	V_CPU,
	V_OWN,			/* a variable of the same histogram */
	V_REF,			/* one of another */
	/* The topmost number changes */
	V_NEG,
	V_LOG2,			/* the lowest n with value <= 2^n */
	V_BUCKET,		/* rounded down to a multiple */
	/* The topmost two become one */
	V_ADD, V_SUB, V_MUL, V_DIV,
	/* Strings and stacks: an expression of one */
	V_CHARS,		/* in the record */
	V_CHARS_ELSEWHERE,	/* the record says where */
	V_CHARS_POINTER,	/* somewhere in memory */
	V_COMM,
	V_STACK,		/* of the moment */
	V_STACK_ELSEWHERE,
	V_OWN_BYTES,		/* a variable that is a string or a stack */
	V_REF_BYTES,
};

/**
 * struct hist_op - a step of a program
 * @code: enum hist_code
 * @relative: where the data is counts from the field's end
 * @offset: of the field in the record
 * @size: of the field
 * @value: a constant, or the index of a variable
 */
struct hist_op {
	u8	code;
	bool	relative;
	u16	offset;
	u16	size;
	u64	value;
};

#define HIST_MAX_OPS	24

/**
 * struct hist_expr - a program, and what it computes
 * @kind: a number, or bytes
 * @is_signed: of a number
 * @is_time: it is a time, or a difference of two
 * @in_usecs: in microseconds
 * @is_var: it is nothing but a variable
 * @reads_ref: it reads variables of others
 * @size: bytes that the value has in the record; of bytes: at most
 * @type: as the event's format has it
 * @nr: how many steps
 * @ops: they
 */
struct hist_expr {
	u8		kind;
	bool		is_signed;
	bool		is_time;
	bool		in_usecs;
	bool		is_var;
	bool		reads_ref;
	u16		size;
	u16		nr;
	const char	*type;
	struct hist_op	ops[];
};

/**
 * struct hist_moment - a record that a histogram looks at
 * @rec: the record
 * @ts: its time
 * @ns: the time is in nanoseconds
 * @here: where its stack begins, or NULL
 * @own: variables of the histogram itself, so far
 * @refs: variables of others
 */
struct hist_moment {
	const void	*rec;
	u64		ts;
	bool		ns;
	struct pt_regs	*here;
	const u64	*own;
	const u64	*refs;
};

/**
 * struct hist_scope - what names in an expression mean
 * @line: the line, for mistakes
 * @call: the event
 * @var: look up a variable: @system_event is "system.event", or empty. Fills in
 *	@e, but for its ops, and @op. -EINVAL and a mistake if there is none
 * @timed: set if the time is asked for
 * @data: for @var
 */
struct hist_scope {
	struct hist_line	*line;
	struct trace_event_call	*call;
	int			(*var)(struct hist_scope *s, struct hist_word system_event,
				       struct hist_word name, struct hist_expr *e,
				       struct hist_op *op);
	bool			timed;
	void			*data;
};

/* An error pointer: -ENOMEM or -EINVAL with a mistake in the line. To be kfree()d. */
struct hist_expr *hist_expr_compile(struct hist_scope *s, struct hist_word text);

/* .log2 and .buckets of a number that is compiled already */
void hist_expr_append(struct hist_expr *e, enum hist_code code, u64 value);

u64 hist_expr_run(const struct hist_expr *e, const struct hist_moment *m);
void hist_expr_bytes(const struct hist_expr *e, const struct hist_moment *m, void *to,
		     unsigned int size);

/* The usual case, one field, in line */
static __always_inline u64 hist_expr_number(const struct hist_expr *e,
					    const struct hist_moment *m)
{
	if (likely(e->nr == 1)) {
		const void *p = m->rec + e->ops[0].offset;

		switch (e->ops[0].code) {
		case V_S32:
			return *(const s32 *)p;
		case V_U32:
			return *(const u32 *)p;
		case V_64:
			return *(const u64 *)p;
		}
	}
	return hist_expr_run(e, m);
}

#endif /* _KERNEL_TRACE_HIST_VALUE_H */
