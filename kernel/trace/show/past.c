// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of records that another boot left: see core/past.h.  What one of them says
 * is believed as far as it was checked: its event is looked for by what it was, its
 * fields must lie in it, and its addresses are translated, or shown as they are.
 */
#include <linux/crc32.h>

#include "internal.h"
#include "../core/field.h"

static u32 add_text(u32 crc, const char *text)
{
	return text ? crc32_le(crc, (const u8 *)text, strlen(text) + 1) : crc;
}

/* What there is to know of a type, in a number: its name, and the fields of its records. */
static u64 describe(const char *system, const char *name, const struct trace_event_field *fields,
		    unsigned int nr)
{
	u32 id = add_text(add_text(~0, system), name), shape = ~0;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		const struct trace_event_field *f = &fields[i];
		const u16 at[] = { f->offset, f->size, f->len };

		shape = add_text(add_text(shape, f->type), f->name);
		shape = crc32_le(shape, (const u8 *)at, sizeof(at));
	}
	/* Not what stands for something else */
	return clamp((u64)id << 32 | shape, PAST_NOTHING + 1, PAST_DISPUTED - 1);
}

static const struct show_type *own_type(unsigned int type)
{
	const struct show_type *t;

	for (t = show_types; t->name; t++)
		if (t->id == type)
			return t;
	return NULL;
}

static const struct trace_event_field *fields_of(struct trace_event *event, unsigned int *nr)
{
	const struct trace_event_class *class;

	if (event->type < NR_INTERNAL_TYPES) {
		const struct show_type *t = own_type(event->type);

		*nr = t ? t->nr_fields : 0;
		return t ? t->fields : NULL;
	}
	class = container_of(event, struct trace_event_call, event)->class;
	/* Those of system calls, which are numbers, are made when they are asked for. */
	*nr = class->get_fields ? 0 : class->nr_fields;
	return class->fields;
}

static u64 description(struct trace_event *event)
{
	struct trace_event_call *call = container_of(event, struct trace_event_call, event);
	const struct trace_event_field *fields;
	unsigned int nr;

	fields = fields_of(event, &nr);
	if (event->type < NR_INTERNAL_TYPES) {
		const struct show_type *t = own_type(event->type);

		return describe(NULL, t ? t->name : NULL, fields, nr);
	}
	/* What users make is theirs to describe, and may be another under that name. */
	if (call->flags & TRACE_EVENT_FL_DYNAMIC)
		return PAST_NOTHING;
	return describe(call->class->system, trace_event_name(call), fields, nr);
}

/**
 * past_type_added - a type is there: let the next boot know what it is
 * @event: the type
 *
 * Under types_sem, for writing.
 */
void past_type_added(struct trace_event *event)
{
	struct trace_array *inst;

	if (likely(!READ_ONCE(past_wanted)))
		return;
	guard(mutex)(&trace_lock);
	for_each_instance(inst)
		if (inst->past_area)
			past_note(inst, event->type, description(event));
}

bool past_wanted __read_mostly;

/**
 * past_instance_added - an instance whose records may be read by the next boot
 * @inst: the instance
 */
void past_instance_added(struct trace_array *inst)
{
	struct trace_event *event;
	unsigned int type;

	if (!inst->past_area)
		return;
	guard(rwsem_write)(&types_sem);
	WRITE_ONCE(past_wanted, true);
	for (type = 0; type <= TRACE_EVENT_TYPE_MAX; type++) {
		event = type_find(type);
		if (event)
			past_note(inst, type, description(event));
	}
}

/* The type that was @what; under types_sem */
static struct trace_event *search(u64 what)
{
	struct trace_event *event;
	unsigned int type;

	for (type = 0; type <= TRACE_EVENT_TYPE_MAX; type++) {
		event = type_find(type);
		if (event && description(event) == what)
			return event;
	}
	return NULL;
}

/* Under types_sem: the answers hold as long as that is held. */
static struct trace_event *past_event(struct show_reader *rd, unsigned int type)
{
	const struct past *past = rd->past;
	struct past_type *t = &rd->past_type[type % ARRAY_SIZE(rd->past_type)];
	struct trace_event *event;
	u64 what;

	if (t->known && t->type == type)
		return t->event;
	what = type < past->nr_types ? past->what[type] : PAST_NOTHING;
	event = type_find(type);
	if (what == PAST_NOTHING || what == PAST_DISPUTED)
		event = NULL;
	else if (!event || description(event) != what)
		event = search(what);
	*t = (struct past_type){ .known = true, .type = type, .event = event };
	return event;
}

/* Does the record have what its fields say? */
static bool is_sound(const struct trace_iterator *it, struct trace_event *event)
{
	const struct trace_event_field *fields, *f;
	unsigned int nr, len;

	fields = fields_of(event, &nr);
	for (f = fields; f < fields + nr; f++) {
		/* The tracers' own arrays have as much as there is. */
		if (f->len && event->type < NR_INTERNAL_TYPES)
			len = 0;
		else
			len = f->size;
		if (f->offset + len > it->ent_size)
			return false;
		if (field_is_elsewhere(f) &&
		    !field_value_elsewhere(f, it->ent, it->ent_size, &len))
			return false;
	}
	return true;
}

static void put_payload(struct trace_iterator *it)
{
	const u8 *bytes = (const u8 *)(it->ent + 1);
	int i, len = min(it->ent_size - (int)sizeof(*it->ent), 256);

	for (i = 0; i < len; i++)
		trace_seq_printf(&it->seq, " %02x", bytes[i]);
	trace_seq_putc(&it->seq, '\n');
}

/**
 * past_line - the line of a record of the past
 * @it: the iterator
 * @line: prints the line of a record whose type is an event of this boot's
 *
 * Under types_sem. Return: as printers do
 */
enum print_line_t past_line(struct trace_iterator *it,
			    enum print_line_t (*line)(struct trace_iterator *it,
						      struct trace_event *event))
{
	struct show_reader *rd = reader_of(it);
	unsigned short type = it->ent->type;
	struct trace_event *event = past_event(rd, type);
	enum print_line_t ret;

	if (!event || !is_sound(it, event)) {
		show_context(it);
		trace_seq_printf(&it->seq, event ? "[DAMAGED] type %d:" :
				 "[OF ANOTHER BOOT] type %d:", type);
		put_payload(it);
		return show_end(it);
	}
	it->ent->type = event->type;
	ret = line(it, event);
	/* It is looked at again if its line does not fit. */
	it->ent->type = type;
	return ret;
}

/* Is that a value of the record, and so an address of another boot? */
bool past_has(const struct trace_iterator *it, const void *p)
{
	const char *at = (const char *)it->ent, *end = at + it->ent_size;

	for (; at + sizeof(p) <= end; at += sizeof(u32))
		if (!memcmp(at, &p, sizeof(p)))
			return true;
	return false;
}
