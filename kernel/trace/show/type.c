// SPDX-License-Identifier: GPL-2.0
/*
 * Types of records, and the line of a record in each of the formats.
 *
 * The tracers' own types have the first numbers and a fixed table; all others
 * get theirs from register_trace_event(), in rising order: a number that was
 * given back is not used again until all others have been, so that records
 * that are left of it are not taken for those of another event.
 */
#include <linux/export.h>
#include <linux/slab.h>

#include "internal.h"

#define TYPES_PER_PAGE	512
#define TYPE_PAGES	((TRACE_EVENT_TYPE_MAX + 1) / TYPES_PER_PAGE)

/* Numbers below are left to the tracers. */
#define FIRST_TYPE	256

/* Held for reading while records are printed */
DECLARE_RWSEM(types_sem);

/* What has which number. Pages once made stay. Under types_sem. */
static struct trace_event **type_page[TYPE_PAGES];
static unsigned int last_type = FIRST_TYPE - 1;

/* Under types_sem, or in a dump, where nothing else runs */
struct trace_event *type_find(unsigned int type)
{
	struct trace_event **page;

	if (type < NR_INTERNAL_TYPES)
		return record_types[type].funcs ? &record_types[type] : NULL;
	if (unlikely(type > TRACE_EVENT_TYPE_MAX))
		return NULL;
	page = type_page[type / TYPES_PER_PAGE];
	return page ? page[type % TYPES_PER_PAGE] : NULL;
}

static int type_put(unsigned int type, struct trace_event *event)
{
	struct trace_event ***page = &type_page[type / TYPES_PER_PAGE];

	lockdep_assert_held_write(&types_sem);
	if (!*page) {
		*page = kcalloc(TYPES_PER_PAGE, sizeof(**page), GFP_KERNEL);
		if (!*page)
			return -ENOMEM;
	}
	(*page)[type % TYPES_PER_PAGE] = event;
	return 0;
}

/* The next number that nobody has; 0 if all are taken */
static unsigned int free_type(void)
{
	unsigned int n, type = last_type;

	lockdep_assert_held_write(&types_sem);
	for (n = FIRST_TYPE; n <= TRACE_EVENT_TYPE_MAX; n++) {
		if (++type > TRACE_EVENT_TYPE_MAX)
			type = FIRST_TYPE;
		if (!type_find(type))
			return type;
	}
	return 0;
}

/**
 * register_trace_event - make a type of record known
 * @event: the type; if its number is 0 it gets one
 *
 * Context: sleeps. Return: the number; 0 if it cannot be had
 */
int register_trace_event(struct trace_event *event)
{
	unsigned int type = event->type;

	guard(rwsem_write)(&types_sem);

	if (!event->funcs)
		return 0;
	if (!type)
		type = free_type();
	else if (type > TRACE_EVENT_TYPE_MAX || type < NR_INTERNAL_TYPES || type_find(type))
		type = 0;
	if (!type || type_put(type, event))
		return 0;
	if (!event->type)
		last_type = type;
	event->type = type;
	past_type_added(event);
	return type;
}
EXPORT_SYMBOL_GPL(register_trace_event);

/**
 * unregister_trace_event - forget a type of record
 * @event: the type
 *
 * No reader is using it any more when this returns.
 *
 * Context: sleeps. Return: 0
 */
int unregister_trace_event(struct trace_event *event)
{
	guard(rwsem_write)(&types_sem);

	if (type_find(event->type) == event)
		type_put(event->type, NULL);
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_trace_event);

/* ---- lines ---- */

/* See show.h. */
enum print_line_t show_end(struct trace_iterator *it)
{
	return trace_seq_has_overflowed(&it->seq) ? TRACE_TYPE_PARTIAL_LINE : TRACE_TYPE_HANDLED;
}

static enum print_line_t call(struct trace_iterator *it, struct trace_event *event,
			      trace_print_func func)
{
	/* Options that printers of one record may want fit an int. */
	if (event && func)
		return func(it, (int)it->options, event);
	trace_seq_printf(&it->seq, "type: %d\n", it->ent->type);
	return show_end(it);
}

static enum print_line_t line_raw(struct trace_iterator *it, struct trace_event *event)
{
	if (it->options & OPT_CONTEXT_INFO)
		trace_seq_printf(&it->seq, "%d %d %llu ", it->ent->pid, it->cpu, it->ts);
	return call(it, event, event ? event->funcs->raw : NULL);
}

static enum print_line_t line_hex(struct trace_iterator *it, struct trace_event *event)
{
	struct trace_seq *s = &it->seq;
	enum print_line_t ret;

	if (it->options & OPT_CONTEXT_INFO) {
		trace_seq_putmem_hex(s, &it->ent->pid, sizeof(it->ent->pid));
		trace_seq_putmem_hex(s, &it->cpu, sizeof(it->cpu));
		trace_seq_putmem_hex(s, &it->ts, sizeof(it->ts));
	}
	ret = call(it, event, event ? event->funcs->hex : NULL);
	if (ret != TRACE_TYPE_HANDLED)
		return ret;
	trace_seq_putc(s, '\n');
	return show_end(it);
}

static enum print_line_t line_bin(struct trace_iterator *it, struct trace_event *event)
{
	struct trace_seq *s = &it->seq;

	if (it->options & OPT_CONTEXT_INFO) {
		trace_seq_putmem(s, &it->ent->pid, sizeof(it->ent->pid));
		trace_seq_putmem(s, &it->cpu, sizeof(it->cpu));
		trace_seq_putmem(s, &it->ts, sizeof(it->ts));
	}
	return call(it, event, event ? event->funcs->binary : NULL);
}

/* Other CPUs' records come before this one; this CPU's were overwritten. */
static void annotate(struct trace_iterator *it)
{
	struct show_reader *rd = reader_of(it);

	if (likely(!rd->annotate) || !rd->source[it->cpu].fresh || !it->pos)
		return;
	trace_seq_printf(&it->seq, "##### CPU %u buffer started ####\n", it->cpu);
}

static enum print_line_t line_text(struct trace_iterator *it, struct trace_event *event)
{
	trace_print_func func = event ? event->funcs->trace : NULL;

	if (likely(it->options & OPT_ANNOTATE))
		annotate(it);
	if (likely(it->options & OPT_CONTEXT_INFO))
		show_context(it);
	if (unlikely(!event)) {
		trace_seq_printf(&it->seq, "Unknown type %d\n", it->ent->type);
		return show_end(it);
	}
	if (unlikely(it->options & OPT_FIELDS) && event->funcs->fields)
		func = event->funcs->fields;
	return call(it, event, func);
}

/* printk-msg-only: what trace_printk() printed, and nothing about it */
static bool message(struct trace_iterator *it)
{
	const u64 both = OPT_TRACE_PRINTK | OPT_PRINTK_MSG_ONLY;

	if (likely((it->options & both) != both))
		return false;
	switch (it->ent->type) {
	case TRACE_PRINT:
	case TRACE_BPRINT:
	case TRACE_BPUTS:
		record_message(it);
		return true;
	}
	return false;
}

static enum print_line_t event_line(struct trace_iterator *it, struct trace_event *event)
{
	if (message(it))
		return show_end(it);
	if (likely(!(it->options & (OPT_BIN | OPT_HEX | OPT_RAW))))
		return line_text(it, event);
	if (it->options & OPT_BIN)
		return line_bin(it, event);
	if (it->options & OPT_HEX)
		return line_hex(it, event);
	return line_raw(it, event);
}

/* See show.h. */
enum print_line_t show_line(struct trace_iterator *it)
{
	if (unlikely(past_of(it)))
		return past_line(it, event_line);
	return event_line(it, type_find(it->ent->type));
}

/**
 * reader_line - append the current record to rd->it.seq
 * @rd: the reader
 *
 * Under types_sem. Return: as printers do
 */
enum print_line_t reader_line(struct show_reader *rd)
{
	struct trace_iterator *it = &rd->it;
	enum print_line_t ret;

	if (unlikely(it->lost_events)) {
		trace_seq_printf(&it->seq, "CPU:%d [LOST %lu EVENTS]\n", it->cpu, it->lost_events);
		if (trace_seq_has_overflowed(&it->seq))
			return TRACE_TYPE_PARTIAL_LINE;
	}
	if (rd->tracer->line && likely(!rd->past)) {
		ret = rd->tracer->line(it);
		if (ret != TRACE_TYPE_UNHANDLED)
			return ret;
	}
	return show_line(it);
}
