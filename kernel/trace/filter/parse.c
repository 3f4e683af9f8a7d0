// SPDX-License-Identifier: GPL-2.0
/*
 * From the text of a filter to its program.
 *
 *	or	= and { "||" and }
 *	and	= not { "&&" not }
 *	not	= { "!" } ( "(" or ")" | comparison )
 *
 * One pass, no recursion: whatever the text, the kernel's stack is safe.  Each
 * comparison becomes one instruction with two exits, and an exit leads at once
 * to the comparison that decides next, or to the verdict.  So "&&", "||", "!"
 * and parentheses cost nothing when records are looked at.
 *
 * An exit whose goal is not known yet is in a list, threaded through the exits
 * themselves.  Exit y of instruction i has the number 2 * i + y.
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#include "filter.h"

#define NO_EXIT		0xffff
#define MAX_INSNS	(FILTER_DROP / INSN_WORDS)

/* An expression that has been read: its exits, by what they mean */
struct exits {
	u16	no;
	u16	yes;
};

/*
 * What is open at a level of parentheses: the exits that have settled it
 * already, because an operand of "&&" was false or one of "||" true.
 */
struct level {
	u16	no;		/* of the operands of "&&" since the last "||" */
	u16	yes;		/* of the operands of "||" */
	bool	negate;		/* there is a "!" before the parenthesis */
	u16	pos;		/* of the parenthesis */
};

/* Users and tools know these texts */
static const char *const mistakes[] = {
	[FILTER_EMPTY]		= "No filter found",
	[FILTER_DANGLING]	= "Meaningless filter expression",
	[FILTER_TRAILING]	= "Too many terms in predicate expression",
	[FILTER_TOO_MANY_OPEN]	= "Too many '('",
	[FILTER_TOO_FEW_OPEN]	= "Too few '('",
	[FILTER_TOO_LONG]	= "Filter too long",
	[FILTER_NO_FIELD]	= "Field not found",
	[FILTER_BAD_SUFFIX]	= "Only .ustring and .function may follow a field",
	[FILTER_INVALID_OP]	= "Invalid operator",
	[FILTER_ILLEGAL_OP]	= "Illegal operation for field type",
	[FILTER_NOT_COMPARABLE]	= "Fields of this type cannot be compared",
	[FILTER_NO_VALUE]	= "Invalid value (did you forget quotes)?",
	[FILTER_NO_INTEGER]	= "Illegal integer value",
	[FILTER_NO_QUOTE]	= "Missing matching quote",
	[FILTER_LONG_VALUE]	= "Operand too long",
	[FILTER_WANT_NUMBER]	= "Expecting numeric field",
	[FILTER_WANT_STRING]	= "Expecting string field",
	[FILTER_WANT_CPUS]	= "Expecting CPUS{list}",
	[FILTER_NO_FUNCTION]	= "Function not found",
	[FILTER_NO_BRACE_OPEN]	= "Missing '{'",
	[FILTER_NO_BRACE_CLOSE]	= "Missing '}'",
	[FILTER_BAD_CPUS]	= "Invalid cpulist",
};

const char *filter_mistake_text(enum filter_mistake what)
{
	return mistakes[what];
}

/* Remember a mistake; @at is where in the text */
int filter_fail(struct filter_parser *p, enum filter_mistake what, const char *at)
{
	p->err->what = what;
	p->err->pos = at - p->text;
	return -EINVAL;
}

static u16 *exit_goal(struct event_filter *f, u16 exit)
{
	return &f->insn[exit / 2].next[exit % 2];
}

/* Add @list to @to.  @list is walked, it should be the shorter one. */
static void exits_join(struct event_filter *f, u16 *to, u16 list)
{
	u16 *last;

	if (list == NO_EXIT)
		return;
	for (last = exit_goal(f, list); *last != NO_EXIT; )
		last = exit_goal(f, *last);
	*last = *to;
	*to = list;
}

static void exits_lead(struct event_filter *f, u16 list, u16 goal)
{
	while (list != NO_EXIT) {
		u16 *exit = exit_goal(f, list);

		list = *exit;
		*exit = goal;
	}
}

/* What ends at ")" or at the end of the text: all exits, the last operand's too */
static struct exits level_end(struct event_filter *f, struct level *l, struct exits last)
{
	exits_join(f, &l->no, last.no);
	exits_join(f, &l->yes, last.yes);
	if (l->negate)
		return (struct exits){ .no = l->yes, .yes = l->no };
	return (struct exits){ .no = l->no, .yes = l->yes };
}

static void level_begin(struct level *l, bool negate, u16 pos)
{
	*l = (struct level){ .no = NO_EXIT, .yes = NO_EXIT, .negate = negate, .pos = pos };
}

/* "a && ": where a is true b decides, which comes next */
static void level_and(struct event_filter *f, struct level *l, struct exits a)
{
	exits_lead(f, a.yes, f->nr * INSN_WORDS);
	exits_join(f, &l->no, a.no);
}

/* "a && b || ": where that is false the next one decides */
static void level_or(struct event_filter *f, struct level *l, struct exits b)
{
	exits_join(f, &l->no, b.no);
	exits_lead(f, l->no, f->nr * INSN_WORDS);
	l->no = NO_EXIT;
	exits_join(f, &l->yes, b.yes);
}

static bool is_wild(const struct filter_insn *in)
{
	switch (in->op) {
	case OP_RANGE_THIS_CPU:
	case OP_BITS_THIS_CPU:
	case OP_THIS_IN_CPUS:
	case OP_STRING_COMM:
		return false;
	case OP_STRING_PTR:
	case OP_STRING_USER:
		return true;
	default:
		return in->offset < sizeof(struct trace_entry);
	}
}

static int parse_operand(struct filter_parser *p, bool negate, struct exits *e)
{
	struct event_filter *f = p->filter;
	unsigned int nr = f->nr;
	int ret;

	f->insn[nr].next[0] = NO_EXIT;
	f->insn[nr].next[1] = NO_EXIT;
	ret = filter_pred(p, &f->insn[nr]);
	if (ret < 0)
		return ret;
	f->wild |= is_wild(&f->insn[nr]);
	/* A comparison that is true where its instruction says no returns 1 */
	negate ^= ret;
	e->yes = 2 * nr + !negate;
	e->no = 2 * nr + negate;
	f->nr++;
	return 0;
}

static int parse(struct filter_parser *p, struct level *levels)
{
	struct event_filter *f = p->filter;
	struct level *l = levels;
	bool negate = false;
	struct exits e;
	int ret;

	level_begin(l, false, 0);
operand:
	for (;;) {
		p->at = skip_spaces(p->at);
		if (*p->at == '!') {
			negate = !negate;
		} else if (*p->at == '(') {
			level_begin(++l, negate, p->at - p->text);
			negate = false;
		} else {
			break;
		}
		p->at++;
	}
	if (!name_char(*p->at))
		return filter_fail(p, f->nr ? FILTER_DANGLING : FILTER_EMPTY, p->at);
	ret = parse_operand(p, negate, &e);
	if (ret)
		return ret;
	negate = false;

	for (p->at = skip_spaces(p->at); *p->at == ')'; p->at = skip_spaces(p->at + 1)) {
		if (l == levels)
			return filter_fail(p, FILTER_TOO_FEW_OPEN, p->at);
		e = level_end(f, l--, e);
	}
	if (*p->at) {
		char c = *p->at;

		if ((c != '&' && c != '|') || p->at[1] != c)
			return filter_fail(p, FILTER_TRAILING, p->at);
		p->at += 2;
		if (c == '&')
			level_and(f, l, e);
		else
			level_or(f, l, e);
		goto operand;
	}
	if (l != levels)
		return filter_fail(p, FILTER_TOO_MANY_OPEN, p->text + l->pos);
	e = level_end(f, l, e);
	exits_lead(f, e.no, FILTER_DROP);
	exits_lead(f, e.yes, FILTER_KEEP);
	return 0;
}

static unsigned int count(const char *text, const char *what)
{
	unsigned int n = 0;

	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}

/**
 * filter_compile - make a filter of a text
 * @text: the text
 * @find: looks up a field by its name
 * @data: for @find
 * @err: gets the mistake when the return value is -EINVAL
 *
 * Context: sleeps.
 * Return: the filter, to be freed with kvfree() once nobody uses it, or an
 * error: -EINVAL or -ENOMEM.
 */
struct event_filter *filter_compile(const char *text, filter_find_t find, void *data,
				    struct filter_error *err)
{
	/* These may count too much (in strings), never too little */
	unsigned int insns = count(text, "&&") + count(text, "||") + 1;
	unsigned int masks = count(text, "CPUS");
	unsigned int levels = count(text, "(") + 1;
	size_t len = strlen(text) + 1;
	size_t masks_at, strings_at;
	struct level *level;
	struct filter_parser p;
	int ret;

	*err = (struct filter_error){};
	p = (struct filter_parser){ .text = text, .at = text, .find = find, .data = data,
				    .err = err };
	if (len > U16_MAX || insns > MAX_INSNS)
		return ERR_PTR(filter_fail(&p, FILTER_TOO_LONG, text));
	masks_at = struct_size(p.filter, insn, insns);
	strings_at = masks_at + masks * cpumask_size();
	p.filter = kvzalloc(strings_at + 2 * len, GFP_KERNEL);
	level = kvmalloc_array(levels, sizeof(*level), GFP_KERNEL);
	ret = -ENOMEM;
	if (p.filter && level) {
		p.masks = (void *)p.filter + masks_at;
		p.filter->text = (void *)p.filter + strings_at;
		memcpy((char *)p.filter->text, text, len);
		p.strings = (char *)p.filter->text + len;
		ret = parse(&p, level);
	}
	kvfree(level);
	if (ret) {
		kvfree(p.filter);
		return ERR_PTR(ret);
	}
	return p.filter;
}
