// SPDX-License-Identifier: GPL-2.0
/*
 * Types of fetched values: the table of them, and how they are printed.
 */
#include <linux/string.h>
#include <linux/trace_events.h>

#include "internal.h"
#include "../core/core.h"
#include "../show/show.h"

#define NUMBERS(prefix, look)					\
	{ prefix "8",  "u8",  look, 1 },			\
	{ prefix "16", "u16", look, 2 },			\
	{ prefix "32", "u32", look, 4 },			\
	{ prefix "64", "u64", look, 8 }

static const struct fetch_type types[] = {
	NUMBERS("x", LOOK_HEX),
	NUMBERS("u", LOOK_UNSIGNED),
	{ "s8",  "s8",  LOOK_SIGNED, 1 },
	{ "s16", "s16", LOOK_SIGNED, 2 },
	{ "s32", "s32", LOOK_SIGNED, 4 },
	{ "s64", "s64", LOOK_SIGNED, 8 },
	{ "char", "u8", LOOK_CHAR, 1 },
	{ "symbol", "u64", LOOK_SYMBOL, 8 },
	{ "string", "__data_loc char[]", LOOK_STRING, 4 },
	{ "ustring", "__data_loc char[]", LOOK_USTRING, 4 },
	{ "symstr", "__data_loc char[]", LOOK_SYMSTR, 4 },
};

/**
 * fetch_type_find - look a type up
 * @name: its name, not terminated
 * @len: bytes of it
 *
 * Return: the type or NULL
 */
const struct fetch_type *fetch_type_find(const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (strlen(types[i].name) == len && !memcmp(types[i].name, name, len))
			return &types[i];
	return NULL;
}

/* ---- text ---- */

static u64 number_at(const void *at, const struct fetch_type *t)
{
	bool is_signed = t->look == LOOK_SIGNED;

	switch (t->size) {
	case 1:
		return is_signed ? (s64)*(s8 *)at : *(u8 *)at;
	case 2:
		return is_signed ? (s64)*(s16 *)at : *(u16 *)at;
	case 4:
		return is_signed ? (s64)*(s32 *)at : *(u32 *)at;
	default:
		return *(u64 *)at;
	}
}

static void print_text(struct trace_seq *s, u32 location, const void *rec)
{
	const char *text = rec + (location & 0xffff);

	if (location >> 16)
		trace_seq_printf(s, "\"%s\"", text);
	else
		trace_seq_puts(s, "(fault)");
}

static void print_one(struct trace_seq *s, const struct fetch_type *t, const void *at,
		      const void *rec)
{
	switch (t->look) {
	case LOOK_SIGNED:
		trace_seq_printf(s, "%lld", (s64)number_at(at, t));
		break;
	case LOOK_UNSIGNED:
		trace_seq_printf(s, "%llu", number_at(at, t));
		break;
	case LOOK_CHAR:
		trace_seq_printf(s, "'%c'", *(u8 *)at);
		break;
	case LOOK_SYMBOL:
		show_symbol_seq(s, *(u64 *)at, OPT_SYM_OFFSET);
		break;
	case LOOK_STRING:
	case LOOK_USTRING:
	case LOOK_SYMSTR:
		print_text(s, *(u32 *)at, rec);
		break;
	default:
		trace_seq_printf(s, "0x%llx", number_at(at, t));
	}
}

/**
 * fetch_type_print - print an argument's value
 * @s: to
 * @f: the argument
 * @rec: the record
 */
void fetch_type_print(struct trace_seq *s, const struct probe_field *f, const void *rec)
{
	unsigned int i;

	if (!f->count) {
		print_one(s, f->type, rec + f->offset, rec);
		return;
	}
	trace_seq_putc(s, '{');
	for (i = 0; i < f->count; i++) {
		if (i)
			trace_seq_putc(s, ',');
		print_one(s, f->type, rec + f->offset + i * f->type->size, rec);
	}
	trace_seq_putc(s, '}');
}

/* ---- the print format ---- */

/* What tools know for long long */
#define LONG	"L"

/* As printf() has it. Numbers of up to 32 bits are promoted to int. */
static const char *conversion(const struct fetch_type *t)
{
	bool is_long = t->size == 8;

	switch (t->look) {
	case LOOK_SIGNED:
		return is_long ? "%" LONG "d" : "%d";
	case LOOK_UNSIGNED:
		return is_long ? "%" LONG "u" : "%u";
	case LOOK_CHAR:
		return "'%c'";
	case LOOK_SYMBOL:
		return "%pS";
	case LOOK_STRING:
	case LOOK_USTRING:
	case LOOK_SYMSTR:
		return "\\\"%s\\\"";
	default:
		return is_long ? "0x%" LONG "x" : "0x%x";
	}
}

/**
 * fetch_type_format - the part of the print format that is between its quotes
 * @to: buffer
 * @room: bytes there
 * @f: the argument
 *
 * Return: bytes that it takes, room or not
 */
int fetch_type_format(char *to, size_t room, const struct probe_field *f)
{
	const char *one = conversion(f->type);
	unsigned int i, n;

#define ROOM	(n < room ? room - n : 0)
	if (!f->count)
		return snprintf(to, room, " %s=%s", f->name, one);
	n = snprintf(to, room, " %s={", f->name);
	for (i = 0; i < f->count; i++)
		n += snprintf(to + min_t(size_t, n, room), ROOM, i ? ",%s" : "%s", one);
	n += snprintf(to + min_t(size_t, n, room), ROOM, "}");
	return n;
}

/**
 * fetch_type_operands - the part of the print format that is behind its quotes
 * @to: buffer
 * @room: bytes there
 * @f: the argument
 *
 * Return: bytes that it takes, room or not
 */
int fetch_type_operands(char *to, size_t room, const struct probe_field *f)
{
	const char *before = "REC->", *after = "";
	unsigned int i, n = 0;

	if (type_is_text(f->type)) {
		before = "__get_str(";
		after = ")";
	} else if (f->type->look == LOOK_SYMBOL) {
		before = "(void *)REC->";
	}
	if (!f->count)
		return snprintf(to, room, ", %s%s%s", before, f->name, after);
	for (i = 0; i < f->count; i++)
		n += snprintf(to + min_t(size_t, n, room), ROOM, ", %s%s[%u]%s", before, f->name,
			      i, after);
	return n;
}
