/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Fields of records whose value is not where the field is.
 */
#ifndef _KERNEL_TRACE_CORE_FIELD_H
#define _KERNEL_TRACE_CORE_FIELD_H

#include <linux/string.h>
#include <linux/trace_events.h>

/* Where the value is counts from the end of the field, not from the start of the record. */
static inline bool field_is_relative(const struct trace_event_field *f)
{
	return str_has_prefix(f->type, "__rel_loc");
}

/* The record says where the value is, and how long. */
static inline bool field_is_elsewhere(const struct trace_event_field *f)
{
	return str_has_prefix(f->type, "__data_loc") || field_is_relative(f);
}

/*
 * What such a field of the record @rec, of @size bytes, points to: where in the record
 * that is, and through @len how long. NULL if it is not in the record.
 */
static inline const void *field_value_elsewhere(const struct trace_event_field *f,
						const void *rec, unsigned int size,
						unsigned int *len)
{
	u32 where = *(const u32 *)(rec + f->offset);
	unsigned int start = where & 0xffff;

	if (field_is_relative(f))
		start += f->offset + f->size;
	*len = where >> 16;
	return start + *len <= size ? rec + start : NULL;
}

#endif /* _KERNEL_TRACE_CORE_FIELD_H */
