// SPDX-License-Identifier: GPL-2.0
/*
 * What TP_printk() is made of: helpers that turn flags, symbols, arrays and the
 * like into strings, and the functions that print an event's line. The strings
 * are put into the iterator's scratch buffer, one after the other, each with
 * its NUL, and live until the line is done.
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/trace_events.h>

#include "internal.h"
#include "put.h"
#include "../core/field.h"

/* ---- strings ---- */

/* Where the string that began at @start of the buffer is, now with its NUL */
static const char *finish(struct trace_seq *p, const char *start)
{
	trace_seq_putc(p, 0);
	/* Full: what there is must end all the same, and begin where there is something. */
	if (unlikely(p->full)) {
		char *last = p->buffer + sizeof(p->buffer) - 1;

		*min(trace_seq_buffer_ptr(p), last) = '\0';
		return min_t(const char *, start, last);
	}
	return start;
}

/**
 * trace_print_flags_seq - the names of bits, with a delimiter between them
 * @p: scratch buffer
 * @delim: delimiter
 * @flags: the bits
 * @flag_array: names of masks, ended by one without a name
 *
 * Bits without a name follow as one number. Return: the string
 */
const char *trace_print_flags_seq(struct trace_seq *p, const char *delim, unsigned long flags,
				  const struct trace_print_flags *flag_array)
{
	const char *start = trace_seq_buffer_ptr(p);
	const struct trace_print_flags *f;
	bool more = false;

	for (f = flag_array; f->name && flags; f++) {
		if ((flags & f->mask) != f->mask)
			continue;
		if (more && delim)
			trace_seq_puts(p, delim);
		trace_seq_puts(p, f->name);
		flags &= ~f->mask;
		more = true;
	}
	if (flags) {
		if (more && delim)
			trace_seq_puts(p, delim);
		trace_seq_printf(p, "0x%lx", flags);
	}
	return finish(p, start);
}
EXPORT_SYMBOL(trace_print_flags_seq);

/**
 * trace_print_symbols_seq - the name of a value
 * @p: scratch buffer
 * @val: the value
 * @symbol_array: names of values, ended by one without a name
 *
 * Return: the name, or the value in hexadecimal
 */
const char *trace_print_symbols_seq(struct trace_seq *p, unsigned long val,
				    const struct trace_print_flags *symbol_array)
{
	const struct trace_print_flags *sym;

	/* Names live as long as the event does: no need to copy them. */
	for (sym = symbol_array; sym->name; sym++)
		if (sym->mask == val)
			return sym->name;
	return trace_print_flags_seq(p, NULL, val, &(const struct trace_print_flags) { });
}
EXPORT_SYMBOL(trace_print_symbols_seq);

/**
 * trace_print_array_seq - numbers as "{0x1,0x2}"
 * @p: scratch buffer
 * @buf: the numbers
 * @count: how many
 * @el_size: bytes of each: 1, 2, 4 or 8
 *
 * Return: the string
 */
const char *trace_print_array_seq(struct trace_seq *p, const void *buf, int count, size_t el_size)
{
	const char *start = trace_seq_buffer_ptr(p);
	int i;

	trace_seq_putc(p, '{');
	for (i = 0; i < count; i++, buf += el_size) {
		if (i)
			trace_seq_putc(p, ',');
		switch (el_size) {
		case 1:
			trace_seq_printf(p, "0x%x", *(const u8 *)buf);
			break;
		case 2:
			trace_seq_printf(p, "0x%x", *(const u16 *)buf);
			break;
		case 4:
			trace_seq_printf(p, "0x%x", *(const u32 *)buf);
			break;
		case 8:
			trace_seq_printf(p, "0x%llx", *(const u64 *)buf);
			break;
		default:
			trace_seq_printf(p, "BAD SIZE:%zu 0x%x", el_size, *(const u8 *)buf);
			el_size = 1;
		}
	}
	trace_seq_putc(p, '}');
	return finish(p, start);
}
EXPORT_SYMBOL(trace_print_array_seq);

/**
 * trace_print_hex_seq - bytes in hexadecimal
 * @p: scratch buffer
 * @buf: the bytes
 * @len: how many
 * @concatenate: no blanks between them
 *
 * Return: the string
 */
const char *trace_print_hex_seq(struct trace_seq *p, const unsigned char *buf, int len,
				bool concatenate)
{
	const char *start = trace_seq_buffer_ptr(p);
	int i;

	for (i = 0; i < len; i++)
		trace_seq_printf(p, concatenate || !i ? "%02x" : " %02x", buf[i]);
	return finish(p, start);
}
EXPORT_SYMBOL(trace_print_hex_seq);

/**
 * trace_print_bitmask_seq - a bitmap in hexadecimal
 * @p: scratch buffer
 * @bitmask_ptr: the bitmap
 * @bitmask_size: its bytes
 *
 * Return: the string
 */
const char *trace_print_bitmask_seq(struct trace_seq *p, void *bitmask_ptr,
				    unsigned int bitmask_size)
{
	const char *start = trace_seq_buffer_ptr(p);

	trace_seq_bitmask(p, bitmask_ptr, bitmask_size * 8);
	return finish(p, start);
}
EXPORT_SYMBOL_GPL(trace_print_bitmask_seq);

/**
 * trace_print_hex_dump_seq - lines as print_hex_dump() prints them
 * @p: scratch buffer
 * @prefix_str: what each line begins with
 * @prefix_type: DUMP_PREFIX_OFFSET, _ADDRESS or _NONE
 * @rowsize: bytes in a line, 16 or 32
 * @groupsize: bytes in a number
 * @mem: what to dump
 * @size: its bytes
 * @text: append the bytes as text
 *
 * Return: the string; it begins with a new line
 */
const char *trace_print_hex_dump_seq(struct trace_seq *p, const char *prefix_str,
				     int prefix_type, int rowsize, int groupsize,
				     const void *mem, size_t size, bool text)
{
	const char *start = trace_seq_buffer_ptr(p);

	trace_seq_puts(p, "\n");
	trace_seq_hex_dump(p, prefix_str, prefix_type, rowsize, groupsize, mem, size, text);
	return finish(p, start);
}
EXPORT_SYMBOL(trace_print_hex_dump_seq);

/* ---- an event's line ---- */

/**
 * trace_handle_return - how printing ended
 * @s: what was printed to
 *
 * Return: TRACE_TYPE_HANDLED, or TRACE_TYPE_PARTIAL_LINE if it is full
 */
enum print_line_t trace_handle_return(struct trace_seq *s)
{
	return trace_seq_has_overflowed(s) ? TRACE_TYPE_PARTIAL_LINE : TRACE_TYPE_HANDLED;
}
EXPORT_SYMBOL_GPL(trace_handle_return);

/**
 * trace_raw_output_prep - begin the line of an event
 * @iter: the iterator
 * @event: the event's type, of a struct trace_event_call
 *
 * Return: TRACE_TYPE_HANDLED to go on
 */
int trace_raw_output_prep(struct trace_iterator *iter, struct trace_event *event)
{
	struct trace_event_call *call = container_of(event, struct trace_event_call, event);

	if (unlikely(iter->ent->type != event->type))
		return TRACE_TYPE_UNHANDLED;
	trace_seq_init(&iter->tmp_seq);
	trace_seq_puts(&iter->seq, trace_event_name(call));
	trace_seq_putmem(&iter->seq, ": ", 2);
	return trace_handle_return(&iter->seq);
}
EXPORT_SYMBOL(trace_raw_output_prep);

static __printf(2, 0)
void print_args(struct trace_iterator *it, const char *fmt, va_list args)
{
	struct trace_seq *s = &it->seq;
	va_list copy;
	char *end;

	if (s->full)
		return;
	/* vsnprintf() wants room for a NUL: what fits must not depend on who prints. */
	va_copy(copy, args);
	end = fast_printf(it, trace_seq_buffer_ptr(s), s->buffer + sizeof(s->buffer) - 1, fmt,
			  copy);
	va_end(copy);
	if (likely(end))
		s->seq.len = end - s->buffer;
	else
		checked_printf(it, fmt, args);
}

/**
 * trace_event_printf - append to the line of an event
 * @iter: the iterator
 * @fmt: as for printf()
 */
void trace_event_printf(struct trace_iterator *iter, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_args(iter, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL(trace_event_printf);

/**
 * trace_output_call - the line of an event
 * @iter: the iterator
 * @name: of the event
 * @fmt: as for printf()
 *
 * Return: as trace_handle_return()
 */
int trace_output_call(struct trace_iterator *iter, char *name, char *fmt, ...)
{
	va_list args;

	trace_seq_puts(&iter->seq, name);
	trace_seq_putmem(&iter->seq, ": ", 2);
	va_start(args, fmt);
	print_args(iter, fmt, args);
	va_end(args);
	return trace_handle_return(&iter->seq);
}
EXPORT_SYMBOL_GPL(trace_output_call);

/* ---- the option fields ---- */

static bool printable(const char *text, int len)
{
	int i;

	for (i = 0; i < len && text[i]; i++)
		if (!isprint(text[i]) && !isspace(text[i]))
			return false;
	return true;
}

/* More bytes than this of an array are not shown: a line has to fit. */
#define MAX_BYTES	1024

static void put_bytes(struct trace_seq *s, const u8 *data, int len)
{
	int i;

	for (i = 0; i < min(len, MAX_BYTES); i++)
		trace_seq_printf(s, i ? ",%02x" : "%02x", data[i]);
	if (len > MAX_BYTES)
		trace_seq_puts(s, ",...");
}

/* What should be text, but comes from somebody who may have put there anything */
static void put_string(struct trace_seq *s, const char *data, int len)
{
	if (printable(data, len))
		trace_seq_putmem(s, data, strnlen(data, len));
	else
		put_bytes(s, data, len);
}

static void put_addresses(struct trace_seq *s, struct trace_iterator *it,
			  const unsigned long *addr, int nr)
{
	while (nr-- > 0) {
		trace_seq_puts(s, "\n => ");
		show_symbol(it, *addr++);
	}
}

static void put_number(struct trace_iterator *it, const struct trace_event_field *f,
		       const void *at)
{
	struct trace_seq *s = &it->seq;
	unsigned long addr;
	u64 v;

	switch (f->size) {
	case 1:
		v = *(u8 *)at;
		/* Truth values and letters are nothing to show in two bases. */
		trace_seq_printf(s, f->is_signed ? "(%d)" : "(%u)", f->is_signed ? (s8)v : (u8)v);
		return;
	case 2:
		v = *(u16 *)at;
		trace_seq_printf(s, "0x%x (%d)", (u16)v, f->is_signed ? (s16)v : (u16)v);
		return;
	case 4:
		v = *(u32 *)at;
		if (f->filter_type == FILTER_TRACE_FN)
			break;
		trace_seq_printf(s, "0x%x (%d)", (u32)v, (s32)v);
		return;
	case 8:
		v = *(u64 *)at;
		if (f->filter_type == FILTER_TRACE_FN)
			break;
		trace_seq_printf(s, "0x%llx (%lld)", v, v);
		return;
	default:
		put_bytes(s, at, f->size);
		return;
	}
	addr = v;
	if (unlikely(past_of(it)) && !past_translate(past_of(it), &addr))
		trace_seq_printf(s, "0x%lx", addr);
	else
		trace_seq_printf(s, "%pS", (void *)addr);
}

static void put_elsewhere(struct trace_iterator *it, const struct trace_event_field *f)
{
	struct trace_seq *s = &it->seq;
	unsigned int len;
	const char *data = field_value_elsewhere(f, it->ent, it->ent_size, &len);

	if (!data) {
		trace_seq_puts(s, "<OVERFLOW>");
		return;
	}
	switch (f->filter_type) {
	case FILTER_DYN_STRING:
	case FILTER_RDYN_STRING:
		put_string(s, data, len);
		break;
	case FILTER_CPUMASK:
		trace_seq_printf(s, "%*pbl", len * 8, data);
		break;
	case FILTER_STACKTRACE:
		put_addresses(s, it, (const unsigned long *)data, len / sizeof(unsigned long));
		break;
	default:
		put_bytes(s, data, len);
	}
}

static void put_field(struct trace_iterator *it, const struct trace_event_field *f)
{
	const char *at = (char *)it->ent + f->offset;
	bool array = f->len || strchr(f->type, '[');
	bool longs = array && f->len && f->size == f->len * sizeof(long);
	/* A stack has as many callers as it has, whatever its description says. */
	bool rest = longs && it->ent->type < NR_INTERNAL_TYPES;
	struct trace_seq *s = &it->seq;

	trace_seq_printf(s, " %s=", f->name);
	if (f->offset + (rest ? 0 : f->size) > it->ent_size)
		trace_seq_puts(s, "<OVERFLOW>");
	else if (field_is_elsewhere(f))
		put_elsewhere(it, f);
	else if (f->filter_type == FILTER_STATIC_STRING)
		put_string(s, at, f->size ?: it->ent_size - f->offset);
	else if (f->filter_type == FILTER_PTR_STRING)
		trace_seq_printf(s, "(0x%px)", *(void **)at);
	else if (!array)
		put_number(it, f, at);
	else if (!longs)
		put_bytes(s, at, f->size ?: it->ent_size - f->offset);
	else
		put_addresses(s, it, (const unsigned long *)at,
			      rest ? (it->ent_size - f->offset) / sizeof(long) : f->len);
}

/* See show.h. */
enum print_line_t show_fields(struct trace_iterator *it, const char *name,
			      const struct trace_event_field *fields, unsigned int nr)
{
	unsigned int i;

	trace_seq_printf(&it->seq, "%s:", name);
	for (i = 0; i < nr; i++)
		put_field(it, &fields[i]);
	trace_seq_putc(&it->seq, '\n');
	return show_end(it);
}
