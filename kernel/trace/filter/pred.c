// SPDX-License-Identifier: GPL-2.0
/*
 * One comparison of a filter, "field operator value", to one instruction.
 *
 * What may be compared with what depends on the kind of the field, which
 * chooses a row of the table at the end.
 */
#include <linux/cpumask.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#include "filter.h"
#include "../core/field.h"

/* Longer operators stand before those they begin with */
enum compare { CMP_EQ, CMP_NE, CMP_LE, CMP_GE, CMP_LT, CMP_GT, CMP_BITS, CMP_GLOB, NR_COMPARES };

static const char compare_text[NR_COMPARES][3] = { "==", "!=", "<=", ">=", "<", ">", "&", "~" };

#define EQUALITY	(BIT(CMP_EQ) | BIT(CMP_NE))
#define ORDER		(BIT(CMP_LT) | BIT(CMP_LE) | BIT(CMP_GT) | BIT(CMP_GE))

/* What stands behind a field's name */
enum suffix { SUFFIX_NONE, SUFFIX_USTRING, SUFFIX_FUNCTION };

/**
 * struct pred - a comparison that is being read
 * @field: the field
 * @suffix: how it is to be taken
 * @cmp: the operator
 * @field_at: where the field's name is
 * @cmp_at: where the operator is
 * @value: the value, without quotes
 * @len: its length
 * @quoted: it had quotes
 */
struct pred {
	const struct trace_event_field	*field;
	enum suffix			suffix;
	enum compare			cmp;
	const char			*field_at;
	const char			*cmp_at;
	const char			*value;
	unsigned int			len;
	bool				quoted;
};

/* ---- numbers ---- */

static u64 size_mask(unsigned int size)
{
	return ~0ULL >> (64 - 8 * size);
}

/*
 * Which values of a field pass, as a range of as many bits as it has, in which
 * counting up wraps from the highest value to the lowest.  Return: 1 if those
 * pass that are not in the range.
 */
static int range_of(struct filter_insn *in, enum compare cmp, u64 value, u64 mask, u64 min)
{
	switch (cmp) {
	case CMP_EQ:
	case CMP_NE:
		in->low = value;
		in->width = 0;
		return cmp == CMP_NE;
	case CMP_GE:
	case CMP_LT:
		in->low = value;
		in->width = (min - 1 - value) & mask;
		return cmp == CMP_LT;
	default:
		in->low = min;
		in->width = (value - min) & mask;
		return cmp == CMP_GT;
	}
}

/* A value beyond those that the field can have: no or all records pass */
static int range_beyond(struct filter_insn *in, enum compare cmp, bool negative, u64 mask)
{
	bool pass = cmp == CMP_NE;

	if (BIT(cmp) & ORDER)
		pass = negative == (cmp == CMP_GT || cmp == CMP_GE);
	in->low = 0;
	in->width = mask;
	return !pass;
}

/* "-" and digits, in any base that C knows */
static int number_parse(struct filter_parser *p, const struct pred *d, u64 *magnitude,
			bool *negative)
{
	char buf[28] = "";
	bool minus = *d->value == '-';
	unsigned int len = d->len - minus;

	if (d->quoted)
		return filter_fail(p, FILTER_WANT_NUMBER, d->value - 1);
	if (!minus && !isdigit(*d->value))
		return filter_fail(p, FILTER_NO_VALUE, d->value);
	if (len < sizeof(buf))
		memcpy(buf, d->value + minus, len);
	/* a sign of its own is not for kstrtoull() */
	if (!isdigit(*buf) || kstrtoull(buf, 0, magnitude) ||
	    (minus && *magnitude > 1ULL << 63))
		return filter_fail(p, FILTER_NO_INTEGER, d->value);
	*negative = minus;
	return 0;
}

static unsigned int number_size(const struct trace_event_field *field)
{
	return field->filter_type == FILTER_CPU ? sizeof(u32) : field->size;
}

static void number_op(struct filter_insn *in, const struct trace_event_field *field)
{
	static const u8 ops[] = { OP_RANGE_1, OP_RANGE_2, OP_RANGE_4, OP_RANGE_8 };

	in->op = field->filter_type == FILTER_CPU ? OP_RANGE_THIS_CPU : ops[ilog2(field->size)];
}

static int number_pred(struct filter_parser *p, const struct pred *d, struct filter_insn *in)
{
	unsigned int size = number_size(d->field);
	u64 mask = size_mask(size), sign = mask ^ (mask >> 1);
	u64 min = d->field->is_signed ? sign : 0;
	u64 value;
	bool negative;
	int ret;

	ret = number_parse(p, d, &value, &negative);
	if (ret)
		return ret;
	if (d->cmp == CMP_BITS) {
		in->op = d->field->filter_type == FILTER_CPU ? OP_BITS_THIS_CPU : OP_BITS;
		in->bits = (negative ? -value : value) & mask;
		in->size = size;
		return 0;
	}
	number_op(in, d->field);
	if (value > (negative ? sign : mask))
		return range_beyond(in, d->cmp, negative, mask);
	return range_of(in, d->cmp, (negative ? -value : value) & mask, mask, min);
}

/* ---- functions ---- */

static int function_pred(struct filter_parser *p, const struct pred *d, struct filter_insn *in)
{
	char name[KSYM_NAME_LEN];
	unsigned long addr, size, offset;

	if (d->field->size != sizeof(long))
		return filter_fail(p, FILTER_ILLEGAL_OP, d->field_at);
	if (d->len >= sizeof(name))
		return filter_fail(p, FILTER_NO_FUNCTION, d->value);
	memcpy(name, d->value, d->len);
	name[d->len] = '\0';
	if (isdigit(*name)) {
		if (kstrtoul(name, 0, &addr))
			return filter_fail(p, FILTER_NO_INTEGER, d->value);
	} else {
		addr = kallsyms_lookup_name(name);
		if (!addr)
			return filter_fail(p, FILTER_NO_FUNCTION, d->value);
	}
	if (!kallsyms_lookup_size_offset(addr, &size, &offset) || !size)
		return filter_fail(p, FILTER_NO_FUNCTION, d->value);
	in->op = OP_RANGE_8;
	in->low = addr - offset;
	in->width = size - 1;
	return d->cmp == CMP_NE;
}

/* ---- strings ---- */

/* Take a pattern apart: most need no more than memcmp() */
static void string_match_kind(struct filter_insn *in, char *pattern, unsigned int len)
{
	static const u8 kinds[2][2] = {		/* star in front, star behind */
		{ MATCH_WHOLE, MATCH_FRONT },
		{ MATCH_END,   MATCH_INSIDE },
	};
	bool front = *pattern == '*';
	bool behind = len > 1 && pattern[len - 1] == '*';

	in->pattern = pattern;
	in->len = len;
	in->match = MATCH_GLOB;
	len -= front + behind;
	if (strcspn(pattern + front, "*?[\\") < len)
		return;
	pattern[front + len] = '\0';
	in->pattern = pattern + front;
	in->len = len;
	in->match = kinds[front][behind];
}

static int string_op(const struct pred *d)
{
	if (d->suffix == SUFFIX_USTRING)
		return OP_STRING_USER;
	switch (d->field->filter_type) {
	case FILTER_STATIC_STRING:
		return OP_STRING;
	case FILTER_DYN_STRING:
	case FILTER_RDYN_STRING:
		return OP_STRING_DYN;
	case FILTER_COMM:
		return OP_STRING_COMM;
	default:
		return OP_STRING_PTR;
	}
}

static int string_pred(struct filter_parser *p, const struct pred *d, struct filter_insn *in)
{
	char *pattern = p->strings;
	bool negate = d->cmp == CMP_NE;
	int ret;

	if (!d->quoted)
		return filter_fail(p, isdigit(*d->value) ? FILTER_WANT_STRING : FILTER_NO_VALUE,
				   d->value);
	if (d->len >= MAX_FILTER_STR_VAL)
		return filter_fail(p, FILTER_LONG_VALUE, d->value);
	memcpy(pattern, d->value, d->len);
	pattern[d->len] = '\0';
	p->strings += d->len + 1;

	in->op = string_op(d);
	/* The last field of a record may be a text as long as it likes, that ends in NUL. */
	in->size = d->field->size ?: U16_MAX;
	in->relative = d->field->filter_type == FILTER_RDYN_STRING;
	in->pattern = pattern;
	in->len = d->len;
	in->match = MATCH_WHOLE;
	if (d->cmp == CMP_GLOB) {
		negate = *pattern == '!';
		string_match_kind(in, pattern + negate, d->len - negate);
	}
	if (in->op == OP_STRING_PTR || in->op == OP_STRING_USER || in->match == MATCH_GLOB) {
		ret = filter_need_scratch();
		if (ret)
			return ret;
	}
	return negate;
}

/* ---- CPUs ---- */

#define CPUS_WORD	"CPUS"

static bool is_cpus(const struct pred *d)
{
	return !d->quoted && str_has_prefix(d->value, CPUS_WORD);
}

static int cpus_parse(struct filter_parser *p, const struct pred *d, struct cpumask **mask)
{
	unsigned int skip = strlen(CPUS_WORD) + 1;
	char *list = p->strings;

	*mask = to_cpumask(p->masks);
	p->masks += cpumask_size() / sizeof(long);
	/* without the word and the braces */
	memcpy(list, d->value + skip, d->len - skip - 1);
	list[d->len - skip - 1] = '\0';
	if (cpulist_parse(list, *mask) || cpumask_empty(*mask))
		return filter_fail(p, FILTER_BAD_CPUS, d->value);
	return 0;
}

/* A number of a CPU: one of these CPUs, or these are just this one */
static int cpu_number_pred(struct filter_parser *p, const struct pred *d, struct filter_insn *in)
{
	unsigned int size = number_size(d->field);
	unsigned int first, weight;
	struct cpumask *mask;
	int ret;

	ret = cpus_parse(p, d, &mask);
	if (ret)
		return ret;
	first = cpumask_first(mask);
	weight = cpumask_weight(mask);
	if (d->cmp != CMP_BITS && weight != 1) {
		number_op(in, d->field);
		return range_beyond(in, d->cmp, false, size_mask(size));
	}
	if (cpumask_last(mask) - first + 1 == weight) {
		number_op(in, d->field);
		in->low = first;
		in->width = weight - 1;
		/* CPUs that the field cannot hold the number of */
		if (cpumask_last(mask) > size_mask(size))
			return filter_fail(p, FILTER_BAD_CPUS, d->value);
		return d->cmp == CMP_NE;
	}
	in->op = d->field->filter_type == FILTER_CPU ? OP_THIS_IN_CPUS : OP_IN_CPUS;
	in->size = size;
	in->cpus = cpumask_bits(mask);
	return 0;
}

static int cpumask_pred(struct filter_parser *p, const struct pred *d, struct filter_insn *in)
{
	struct cpumask *mask;
	int ret;

	if (!is_cpus(d))
		return filter_fail(p, FILTER_WANT_CPUS, d->value);
	ret = cpus_parse(p, d, &mask);
	if (ret)
		return ret;
	in->op = d->cmp == CMP_BITS ? OP_CPUS_MEET : OP_CPUS_SAME;
	in->relative = field_is_relative(d->field);
	in->cpus = cpumask_bits(mask);
	return d->cmp == CMP_NE;
}

/* ---- putting it together ---- */

/**
 * struct pred_kind - what can be done with a kind of field
 * @operators: BIT(CMP_*)
 * @make: make the instruction; 0 or an error, or 1 if it answers no to what is
 *	to pass
 */
struct pred_kind {
	u16	operators;
	int	(*make)(struct filter_parser *p, const struct pred *d, struct filter_insn *in);
};

enum { KIND_NUMBER, KIND_CPU, KIND_FUNCTION, KIND_STRING, KIND_CPUMASK };

static const struct pred_kind kinds[] = {
	[KIND_NUMBER]	= { EQUALITY | ORDER | BIT(CMP_BITS), number_pred },
	[KIND_CPU]	= { EQUALITY | BIT(CMP_BITS), cpu_number_pred },
	[KIND_FUNCTION]	= { EQUALITY, function_pred },
	[KIND_STRING]	= { EQUALITY | BIT(CMP_GLOB), string_pred },
	[KIND_CPUMASK]	= { EQUALITY | BIT(CMP_BITS), cpumask_pred },
};

static int pred_kind(struct filter_parser *p, const struct pred *d)
{
	unsigned int size = number_size(d->field);

	if (d->suffix == SUFFIX_FUNCTION)
		return KIND_FUNCTION;
	if (d->suffix == SUFFIX_USTRING) {
		if (d->field->filter_type == FILTER_PTR_STRING)
			return KIND_STRING;
		return filter_fail(p, FILTER_WANT_STRING, d->field_at);
	}
	switch (d->field->filter_type) {
	case FILTER_CPUMASK:
		return KIND_CPUMASK;
	case FILTER_STATIC_STRING:
	case FILTER_DYN_STRING:
	case FILTER_RDYN_STRING:
	case FILTER_PTR_STRING:
	case FILTER_COMM:
		return KIND_STRING;
	case FILTER_STACKTRACE:
		break;
	default:
		if (is_power_of_2(size) && size <= sizeof(u64))
			return is_cpus(d) ? KIND_CPU : KIND_NUMBER;
	}
	return filter_fail(p, FILTER_NOT_COMPARABLE, d->field_at);
}

static int parse_field(struct filter_parser *p, struct pred *d)
{
	const char *end;
	char *name = p->strings;

	d->field_at = p->at;
	for (end = p->at; name_char(*end); end++)
		;
	memcpy(name, p->at, end - p->at);
	name[end - p->at] = '\0';
	d->field = p->find(p->data, name);
	/* As users know it, the mark stands behind the name, at the operator */
	if (!d->field)
		return filter_fail(p, FILTER_NO_FIELD, skip_spaces(end));
	p->at = end;
	return 0;
}

static int parse_suffix(struct filter_parser *p, struct pred *d)
{
	static const char *const suffixes[] = {
		[SUFFIX_USTRING] = ".ustring",
		[SUFFIX_FUNCTION] = ".function",
	};

	d->suffix = SUFFIX_NONE;
	if (*p->at != '.')
		return 0;
	for (d->suffix = SUFFIX_USTRING; d->suffix < ARRAY_SIZE(suffixes); d->suffix++) {
		size_t len = strlen(suffixes[d->suffix]);

		if (!strncmp(p->at, suffixes[d->suffix], len) && !name_char(p->at[len])) {
			p->at += len;
			return 0;
		}
	}
	return filter_fail(p, FILTER_BAD_SUFFIX, p->at);
}

static int parse_operator(struct filter_parser *p, struct pred *d)
{
	p->at = skip_spaces(p->at);
	d->cmp_at = p->at;
	for (d->cmp = 0; d->cmp < NR_COMPARES; d->cmp++) {
		size_t len = strlen(compare_text[d->cmp]);

		if (!strncmp(p->at, compare_text[d->cmp], len)) {
			p->at += len;
			return 0;
		}
	}
	return filter_fail(p, FILTER_INVALID_OP, p->at);
}

static int parse_value(struct filter_parser *p, struct pred *d)
{
	const char *end;

	p->at = skip_spaces(p->at);
	d->value = p->at;
	d->quoted = *p->at == '"' || *p->at == '\'';
	if (d->quoted) {
		d->value++;
		end = strchr(d->value, *p->at);
		if (!end)
			return filter_fail(p, FILTER_NO_QUOTE, p->at);
		p->at = end + 1;
	} else if (is_cpus(d)) {
		end = d->value + strlen(CPUS_WORD);
		if (*end != '{')
			return filter_fail(p, FILTER_NO_BRACE_OPEN, end);
		end = strchr(end, '}');
		if (!end)
			return filter_fail(p, FILTER_NO_BRACE_CLOSE, d->value);
		p->at = ++end;
	} else {
		end = d->value + (*d->value == '-');
		while (name_char(*end) || *end == '.' || *end == '$')
			end++;
		if (end == d->value)
			return filter_fail(p, FILTER_NO_VALUE, p->at);
		p->at = end;
	}
	d->len = end - d->value;
	return 0;
}

/**
 * filter_pred - make the instruction of the comparison that comes next
 * @p: the parser
 * @in: the instruction, its exits excepted
 *
 * Context: sleeps.
 * Return: 0; 1 if records pass for which the instruction answers no; an error.
 */
int filter_pred(struct filter_parser *p, struct filter_insn *in)
{
	struct pred d;
	int ret;

	ret = parse_field(p, &d);
	if (!ret)
		ret = parse_suffix(p, &d);
	if (!ret)
		ret = parse_operator(p, &d);
	if (!ret)
		ret = parse_value(p, &d);
	if (ret)
		return ret;
	ret = pred_kind(p, &d);
	if (ret < 0)
		return ret;
	if (!(kinds[ret].operators & BIT(d.cmp)))
		return filter_fail(p, FILTER_ILLEGAL_OP, d.cmp_at);
	in->offset = d.field->offset;
	return kinds[ret].make(p, &d, in);
}
