/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Random filters and random records, and what a filter should say of a record,
 * worked out the slow and obvious way.  For the tests of the compiler, inside
 * the kernel (event/filter_test.c) and outside (tools/testing/filter).
 */
#ifndef _KERNEL_TRACE_FILTER_RANDOM_H
#define _KERNEL_TRACE_FILTER_RANDOM_H

#include <linux/cpumask.h>
#include <linux/ctype.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#include "filter.h"

/* ---- records ---- */

/* CPUs that masks and lists have */
#define SAMPLE_CPUS	min_t(unsigned int, nr_cpu_ids, 16)

struct sample {
	u8		u1;
	s8		s1;
	u16		u2;
	s16		s2;
	u32		u4;
	s32		s4;
	u64		u8;
	s64		s8;
	char		str[8];		/* often without a NUL */
	u32		dyn;
	u32		rel;
	u32		mask;
	const char	*ptr;
	u64		ip;
	char		data[48];	/* of dyn and rel */
	unsigned long	bits;		/* of mask */
	char		far[24];	/* what ptr points to */
};

#define SAMPLE_FIELD(name_, kind, sign)					\
	{ .type = "x", .name = #name_, .filter_type = kind, .is_signed = sign, \
	  .offset = offsetof(struct sample, name_), .size = sizeof(((struct sample *)0)->name_) }

static const struct trace_event_field sample_fields[] = {
	SAMPLE_FIELD(u1, FILTER_OTHER, 0),
	SAMPLE_FIELD(s1, FILTER_OTHER, 1),
	SAMPLE_FIELD(u2, FILTER_OTHER, 0),
	SAMPLE_FIELD(s2, FILTER_OTHER, 1),
	SAMPLE_FIELD(u4, FILTER_OTHER, 0),
	SAMPLE_FIELD(s4, FILTER_OTHER, 1),
	SAMPLE_FIELD(u8, FILTER_OTHER, 0),
	SAMPLE_FIELD(s8, FILTER_OTHER, 1),
#define SAMPLE_NUMBERS	8
	SAMPLE_FIELD(str, FILTER_STATIC_STRING, 0),
	SAMPLE_FIELD(dyn, FILTER_DYN_STRING, 0),
	SAMPLE_FIELD(rel, FILTER_RDYN_STRING, 0),
	SAMPLE_FIELD(ptr, FILTER_PTR_STRING, 0),
#define SAMPLE_STRINGS	4
	SAMPLE_FIELD(mask, FILTER_CPUMASK, 0),
	SAMPLE_FIELD(ip, FILTER_OTHER, 0),
	{ .type = "x", .name = "CPU", .filter_type = FILTER_CPU },
	{ .type = "x", .name = "comm", .filter_type = FILTER_COMM },
	{ .type = "x", .name = "stacktrace", .filter_type = FILTER_STACKTRACE },
};

static const struct trace_event_field *sample_find(void *data, const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sample_fields); i++) {
		if (!strcmp(sample_fields[i].name, name))
			return &sample_fields[i];
	}
	return NULL;
}

static u64 rnd_state = 88172645463325252ULL;

static u64 rnd(void)
{
	rnd_state ^= rnd_state << 13;
	rnd_state ^= rnd_state >> 7;
	rnd_state ^= rnd_state << 17;
	return rnd_state;
}

/* 0 to n - 1 */
static unsigned int rnd_below(unsigned int n)
{
	return (rnd() >> 20) % n;
}

/* Few different letters, so that strings are often alike */
static void rnd_letters(char *s, unsigned int len)
{
	while (len--)
		*s++ = 'a' + rnd_below(2);
}

/* Numbers near those that matter: 0, -1, ends of ranges */
static u64 rnd_number(void)
{
	u64 n = rnd_below(4);

	switch (rnd_below(5)) {
	case 0:
		return rnd();
	case 1:
		return rnd() >> rnd_below(64);
	case 2:
		n += 1ULL << rnd_below(64);
		break;
	}
	return rnd_below(2) ? n : -n;
}

static void sample_fill(struct sample *r)
{
	unsigned int at, len;

	memset(r, 0, sizeof(*r));
	r->u1 = rnd_number();
	r->s1 = rnd_number();
	r->u2 = rnd_number();
	r->s2 = rnd_number();
	r->u4 = rnd_number();
	r->s4 = rnd_number();
	r->u8 = rnd_number();
	r->s8 = rnd_number();
	r->ip = rnd_number();
	rnd_letters(r->str, rnd_below(sizeof(r->str) + 1));
	rnd_letters(r->data, sizeof(r->data));
	rnd_letters(r->far, rnd_below(sizeof(r->far)));
	r->ptr = r->far;

	/* with the NUL inside of their length, with none, and empty */
	len = rnd_below(9);
	at = rnd_below(24 - len);
	r->dyn = len << 16 | (offsetof(struct sample, data) + at);
	if (len && rnd_below(2))
		r->data[at + rnd_below(len)] = '\0';
	len = rnd_below(9);
	at = 24 + rnd_below(24 - len);
	r->rel = len << 16 |
		(offsetof(struct sample, data) + at - offsetof(struct sample, rel) - 4);
	if (len && rnd_below(2))
		r->data[at + rnd_below(len)] = '\0';

	r->bits = 1UL << rnd_below(SAMPLE_CPUS);
	if (rnd_below(4))
		r->bits = rnd() & rnd() & ((1UL << SAMPLE_CPUS) - 1);
	r->mask = sizeof(r->bits) << 16 | offsetof(struct sample, bits);
}

/* A string of a record with its NUL */
static void sample_string(const struct sample *r, const struct trace_event_field *f, char *to)
{
	const char *from = r->str;
	unsigned int len = sizeof(r->str);

	if (f->filter_type == FILTER_DYN_STRING) {
		from = (const char *)r + (r->dyn & 0xffff);
		len = r->dyn >> 16;
	} else if (f->filter_type == FILTER_RDYN_STRING) {
		from = (const char *)&r->rel + 4 + (r->rel & 0xffff);
		len = r->rel >> 16;
	} else if (f->filter_type == FILTER_PTR_STRING) {
		from = r->ptr;
		len = sizeof(r->far);
	}
	while (len-- && *from)
		*to++ = *from++;
	*to = '\0';
}

/* ---- expressions ---- */

enum term_kind { TERM_NUMBER, TERM_STRING, TERM_CPUS, TERM_NOT, TERM_AND, TERM_OR };

struct term {
	enum term_kind			kind;
	const struct trace_event_field	*field;
	char				op[3];
	bool				negative;	/* TERM_NUMBER: value is below 0 */
	bool				bang;		/* TERM_STRING: a pattern with "!" */
	u64				value;		/* ..., its magnitude; a mask */
	char				pattern[12];
	int				a, b;
};

#define MAX_TERMS	64
#define MAX_TEXT	4096

struct expr {
	struct term	term[MAX_TERMS];
	int		nr;
	char		text[MAX_TEXT];
	unsigned int	len;
};

__printf(2, 3) static void expr_put(struct expr *e, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	e->len += vsnprintf(e->text + e->len, MAX_TEXT - e->len, fmt, args);
	va_end(args);
}

static void expr_space(struct expr *e)
{
	if (rnd_below(2))
		expr_put(e, rnd_below(4) ? " " : "\t ");
}

static void expr_number(struct expr *e, struct term *n)
{
	static const char *const ops[] = { "==", "!=", "<", "<=", ">", ">=", "&" };

	n->kind = TERM_NUMBER;
	n->field = &sample_fields[rnd_below(SAMPLE_NUMBERS)];
	strscpy(n->op, ops[rnd_below(ARRAY_SIZE(ops))], sizeof(n->op));
	n->value = rnd_number();
	if (rnd_below(2))
		n->value &= (1ULL << (n->field->size * 8 - 1) << 1) - 1;
	n->negative = (s64)n->value < 0 && rnd_below(2);
	if (n->negative)
		n->value = -n->value;
	expr_put(e, "%s", n->field->name);
	expr_space(e);
	expr_put(e, "%s", n->op);
	expr_space(e);
	expr_put(e, n->negative ? "-" : "");
	expr_put(e, rnd_below(2) ? "%llu" : rnd_below(2) ? "0x%llx" : "0%llo",
		 (unsigned long long)n->value);
}

static void expr_pattern(struct term *n)
{
	static const char *const parts[] = {
		"a", "b", "a", "b", "?", "*", "[ab]", "[!a]", "[a-b]", "\\a",
	};
	unsigned int i, nr = rnd_below(5);
	char *p = n->pattern;

	*p = '\0';
	for (i = 0; i < nr; i++) {
		/* most often letters with stars around them */
		unsigned int which = rnd_below(rnd_below(3) ? 4 : ARRAY_SIZE(parts));

		if ((!i || i == nr - 1) && rnd_below(2))
			which = 5;
		if (strlen(n->pattern) + strlen(parts[which]) < sizeof(n->pattern))
			strcat(n->pattern, parts[which]);
	}
}

static void expr_string(struct expr *e, struct term *n)
{
	static const char *const ops[] = { "==", "!=", "~" };
	char quote = rnd_below(2) ? '"' : '\'';

	n->kind = TERM_STRING;
	n->field = &sample_fields[SAMPLE_NUMBERS + rnd_below(SAMPLE_STRINGS)];
	strscpy(n->op, ops[rnd_below(ARRAY_SIZE(ops))], sizeof(n->op));
	memset(n->pattern, 0, sizeof(n->pattern));
	n->bang = false;
	if (*n->op == '~') {
		expr_pattern(n);
		n->bang = !rnd_below(4);
	} else {
		rnd_letters(n->pattern, rnd_below(9));
	}
	expr_put(e, "%s", n->field->name);
	expr_space(e);
	expr_put(e, "%s", n->op);
	expr_space(e);
	expr_put(e, "%c%s%s%c", quote, n->bang ? "!" : "", n->pattern, quote);
}

static void expr_cpus(struct expr *e, struct term *n)
{
	static const char *const ops[] = { "==", "!=", "&" };
	unsigned int from = rnd_below(SAMPLE_CPUS), to = from + rnd_below(SAMPLE_CPUS - from);
	unsigned int more = rnd_below(SAMPLE_CPUS);

	n->kind = TERM_CPUS;
	n->field = &sample_fields[SAMPLE_NUMBERS + SAMPLE_STRINGS];
	if (rnd_below(2))
		n->field = &sample_fields[rnd_below(SAMPLE_NUMBERS)];
	strscpy(n->op, ops[rnd_below(ARRAY_SIZE(ops))], sizeof(n->op));
	if (rnd_below(2))
		to = from;
	n->value = (2ULL << to) - (1ULL << from);
	expr_put(e, "%s%s ", n->field->name, n->op);
	if (rnd_below(2)) {
		n->value |= 1ULL << more;
		expr_put(e, "CPUS{%u-%u,%u}", from, to, more);
	} else {
		expr_put(e, "CPUS{%u-%u}", from, to);
	}
}

static int expr_term(struct expr *e, unsigned int depth);

/* An operand of @parent: in parentheses where the grammar wants them, or not */
static int expr_operand(struct expr *e, enum term_kind parent, unsigned int depth)
{
	unsigned int start = e->len;
	int n = expr_term(e, depth);

	if (e->term[n].kind > parent || !rnd_below(3)) {
		memmove(e->text + start + 1, e->text + start, e->len - start + 1);
		e->text[start] = '(';
		e->len++;
		expr_space(e);
		expr_put(e, ")");
	}
	return n;
}

static int expr_term(struct expr *e, unsigned int depth)
{
	int i = e->nr++;
	struct term *n = &e->term[i];

	if (!depth || rnd_below(5) == 0) {
		switch (rnd_below(5)) {
		case 0:
		case 1:
			expr_string(e, n);
			break;
		case 2:
			expr_cpus(e, n);
			break;
		default:
			expr_number(e, n);
		}
		return i;
	}
	n->kind = TERM_NOT + rnd_below(3);
	if (n->kind == TERM_NOT) {
		expr_put(e, "!");
		expr_space(e);
		n->a = expr_operand(e, TERM_NOT, depth - 1);
		return i;
	}
	n->a = expr_operand(e, n->kind, depth - 1);
	expr_space(e);
	expr_put(e, n->kind == TERM_AND ? "&&" : "||");
	expr_space(e);
	n->b = expr_operand(e, n->kind, depth - 1);
	return i;
}

static void expr_make(struct expr *e)
{
	e->nr = 0;
	e->len = 0;
	*e->text = '\0';
	expr_term(e, rnd_below(6));
}

/* ---- what the answer is ---- */

static __int128 sample_number(const struct sample *r, const struct trace_event_field *f)
{
	const void *p = (const char *)r + f->offset;

	switch (f->size) {
	case 1:
		return f->is_signed ? (__int128)*(s8 *)p : (__int128)*(u8 *)p;
	case 2:
		return f->is_signed ? (__int128)*(s16 *)p : (__int128)*(u16 *)p;
	case 4:
		return f->is_signed ? (__int128)*(s32 *)p : (__int128)*(u32 *)p;
	default:
		return f->is_signed ? (__int128)*(s64 *)p : (__int128)*(u64 *)p;
	}
}

/* A constant that the field can hold as a signed or an unsigned number is that */
static __int128 as_field(__int128 c, const struct trace_event_field *f)
{
	__int128 range = (__int128)1 << 8 * f->size, half = range / 2;

	if (f->is_signed && c >= half && c < range)
		return c - range;
	if (!f->is_signed && c < 0 && c >= -half)
		return c + range;
	return c;
}

static bool number_answer(const struct term *n, const struct sample *r)
{
	__int128 v = sample_number(r, n->field);
	__int128 c = as_field(n->negative ? -(__int128)n->value : (__int128)n->value, n->field);

	if (!strcmp(n->op, "=="))
		return v == c;
	if (!strcmp(n->op, "!="))
		return v != c;
	if (!strcmp(n->op, "<"))
		return v < c;
	if (!strcmp(n->op, "<="))
		return v <= c;
	if (!strcmp(n->op, ">"))
		return v > c;
	if (!strcmp(n->op, ">="))
		return v >= c;
	return (v & c) & (((__int128)1 << 8 * n->field->size) - 1);
}

/* A pattern, the way one would explain it */
static bool glob_answer(const char *p, const char *s)
{
	bool invert, hit = false;

	switch (*p) {
	case '\0':
		return !*s;
	case '*':
		return glob_answer(p + 1, s) || (*s && glob_answer(p, s + 1));
	case '?':
		return *s && glob_answer(p + 1, s + 1);
	case '\\':
		return p[1] == *s && glob_answer(p + 2, s + 1);
	case '[':
		if (!*s)
			return false;
		invert = *++p == '!';
		for (p += invert; *p != ']'; p++) {
			if (p[1] == '-') {
				hit |= *s >= p[0] && *s <= p[2];
				p += 2;
			} else {
				hit |= *s == *p;
			}
		}
		return hit != invert && glob_answer(p + 1, s + 1);
	default:
		return *p == *s && glob_answer(p + 1, s + 1);
	}
}

static bool string_answer(const struct term *n, const struct sample *r)
{
	char s[32];

	sample_string(r, n->field, s);
	if (*n->op == '~')
		return glob_answer(n->pattern, s) != n->bang;
	return !strcmp(s, n->pattern) == (*n->op == '=');
}

static bool cpus_answer(const struct term *n, const struct sample *r)
{
	u64 mask = r->bits;
	__int128 v;

	if (n->field->filter_type != FILTER_CPUMASK) {
		v = sample_number(r, n->field);
		mask = v >= 0 && v < SAMPLE_CPUS ? 1ULL << (int)v : 0;
	}
	if (*n->op == '&')
		return mask & n->value;
	return (mask == n->value) == (*n->op == '=');
}

static bool expr_answer(const struct expr *e, int i, const struct sample *r)
{
	const struct term *n = &e->term[i];

	switch (n->kind) {
	case TERM_NUMBER:
		return number_answer(n, r);
	case TERM_STRING:
		return string_answer(n, r);
	case TERM_CPUS:
		return cpus_answer(n, r);
	case TERM_NOT:
		return !expr_answer(e, n->a, r);
	case TERM_AND:
		return expr_answer(e, n->a, r) && expr_answer(e, n->b, r);
	default:
		return expr_answer(e, n->a, r) || expr_answer(e, n->b, r);
	}
}

#endif /* _KERNEL_TRACE_FILTER_RANDOM_H */
