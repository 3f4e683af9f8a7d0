// SPDX-License-Identifier: GPL-2.0
/*
 * The inject files: a record of an event, made of what a user writes.
 *
 *	field=number ... field='text' ... field="text"
 *
 * Fields that are not named are 0 or empty. The record goes the same way as a
 * real one.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/ctype.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "internal.h"
#include "../core/field.h"

/* Where the record is put together: the fixed part, then the strings */
struct injection {
	u8		*record;
	unsigned int	len;
	unsigned int	max;
};

/* What a number in it would make the printers do nobody knows. */
static bool is_text(const struct trace_event_field *f)
{
	return field_is_elsewhere(f) || f->filter_type == FILTER_PTR_STRING ||
	       f->filter_type == FILTER_STATIC_STRING;
}

static int put_number(struct injection *in, const struct trace_event_field *f, u64 value)
{
	switch (f->size) {
	case 1:
		in->record[f->offset] = value;
		return 0;
	case 2:
		put_unaligned((u16)value, (u16 *)(in->record + f->offset));
		return 0;
	case 4:
		put_unaligned((u32)value, (u32 *)(in->record + f->offset));
		return 0;
	case 8:
		put_unaligned(value, (u64 *)(in->record + f->offset));
		return 0;
	default:
		return -EINVAL;
	}
}

/* Append @text, and let the field's u32 say where it is. */
static int put_dynamic(struct injection *in, const struct trace_event_field *f, const char *text)
{
	unsigned int len = strlen(text) + 1;
	unsigned int at = in->len;

	if (len > in->max - in->len)
		return -E2BIG;
	memcpy(in->record + at, text, len);
	in->len += len;
	if (field_is_relative(f))
		at -= f->offset + sizeof(u32);
	return put_number(in, f, len << 16 | at);
}

static int put_text(struct injection *in, const struct trace_event_field *f, const char *text)
{
	switch (f->filter_type) {
	case FILTER_STATIC_STRING:
		strscpy(in->record + f->offset, text, f->size);
		return 0;
	case FILTER_DYN_STRING:
	case FILTER_RDYN_STRING:
		return put_dynamic(in, f, text);
	default:
		/* Not pointers: nothing would keep the text. */
		return -EINVAL;
	}
}

/* One "field=value" at @s: the rest of the line, or an error pointer */
static char *take_field(struct injection *in, struct trace_event_call *call, char *s)
{
	const struct trace_event_field *f;
	char *value = strchr(s, '='), *end;
	u64 number;
	int ret;

	if (!value)
		return ERR_PTR(-EINVAL);
	*value++ = '\0';
	f = event_find_field(call, strim(s));
	if (!f || !f->size)
		return ERR_PTR(-ENOENT);

	value = skip_spaces(value);
	if (*value == '"' || *value == '\'') {
		end = strchr(value + 1, *value);
		if (!end)
			return ERR_PTR(-EINVAL);
		*end++ = '\0';
		ret = put_text(in, f, value + 1);
	} else {
		end = value + strcspn(value, " \t");
		if (*end)
			*end++ = '\0';
		if (is_text(f))
			ret = -EINVAL;
		else if (*value == '-')
			ret = kstrtos64(value, 0, (s64 *)&number);
		else
			ret = kstrtou64(value, 0, &number);
		ret = ret ?: put_number(in, f, number);
	}
	return ret ? ERR_PTR(ret) : skip_spaces(end);
}

static int set_defaults(struct injection *in, struct trace_event_call *call)
{
	const struct trace_event_field *f;
	unsigned int i, nr;
	int ret;

	f = event_fields(call, &nr);
	for (i = 0; i < nr; i++, f++) {
		/* Printers follow pointers to strings: let them find one. */
		if (f->filter_type == FILTER_PTR_STRING)
			ret = put_number(in, f, (unsigned long)"");
		else if (field_is_elsewhere(f))
			ret = put_dynamic(in, f, "");
		else
			ret = 0;
		if (ret)
			return ret;
	}
	return 0;
}

static void write_record(struct trace_event_file *file, struct injection *in)
{
	struct trace_event_buffer b;
	void *entry;

	/* An event that is off has no other records that this could let in. */
	if (!file->attached)
		clear_bit(EVENT_SLOW_OFF_BIT, &file->slow);
	scoped_guard(preempt_notrace) {
		b.ip = _THIS_IP_;
		entry = trace_event_buffer_reserve(&b, file, in->len);
		if (entry) {
			memcpy(entry + sizeof(struct trace_entry),
			       in->record + sizeof(struct trace_entry),
			       in->len - sizeof(struct trace_entry));
			trace_event_buffer_commit(&b);
		}
	}
	if (!file->attached)
		set_bit(EVENT_SLOW_OFF_BIT, &file->slow);
}

/**
 * event_inject - write a record of an event
 * @file: the event in an instance
 * @line: what its fields are
 *
 * Context: event_mutex. Return: 0, or an error and nothing is written
 */
int event_inject(struct trace_event_file *file, char *line)
{
	struct trace_event_call *call = file->event_call;
	const struct trace_event_field *f;
	struct injection in = { };
	unsigned int i, nr;
	int ret;

	f = event_fields(call, &nr);
	in.len = sizeof(struct trace_entry);
	for (i = 0; i < nr; i++)
		in.len = max_t(unsigned int, in.len, f[i].offset + f[i].size);
	/* The strings are no longer than the line, and a NUL for each field. */
	in.max = in.len + strlen(line) + nr;
	scoped_guard(preempt_notrace)
		if (in.max > ring_buffer_max_event_size(READ_ONCE(file->tr->buffer)))
			return -E2BIG;
	in.record = kzalloc(in.max, GFP_KERNEL);
	if (!in.record)
		return -ENOMEM;

	ret = set_defaults(&in, call);
	line = skip_spaces(line);
	while (!ret && *line) {
		line = take_field(&in, call, line);
		ret = PTR_ERR_OR_ZERO(line);
		if (ret)
			break;
	}
	if (!ret)
		write_record(file, &in);
	kfree(in.record);
	return ret;
}
