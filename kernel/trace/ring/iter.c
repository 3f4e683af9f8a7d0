// SPDX-License-Identifier: GPL-2.0
/*
 * linux/ring_buffer.h for readers of single records: consuming, and the
 * iterator, which is a cursor.
 */
#include <linux/export.h>
#include <linux/slab.h>

#include "cursor.h"

static struct ring_buffer_event *next_event(struct trace_buffer *buffer, int cpu, u64 *ts,
					    unsigned long *lost_events, bool consume)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);
	struct ring_buffer_event *event = NULL;
	unsigned long flags;

	if (!c)
		return NULL;
	raw_spin_lock_irqsave(&c->lock, flags);
	if (ring_find(c)) {
		event = c->reader.walk.event;
		if (ts)
			*ts = c->reader.walk.next_ts;
		if (lost_events)
			*lost_events = c->reader.lost;
		if (consume)
			ring_step(c);
	}
	raw_spin_unlock_irqrestore(&c->lock, flags);
	return event;
}

/* The event stays where it is until the next call for this CPU. */
struct ring_buffer_event *ring_buffer_peek(struct trace_buffer *buffer, int cpu, u64 *ts,
					   unsigned long *lost_events)
{
	return next_event(buffer, cpu, ts, lost_events, false);
}

struct ring_buffer_event *ring_buffer_consume(struct trace_buffer *buffer, int cpu, u64 *ts,
					      unsigned long *lost_events)
{
	return next_event(buffer, cpu, ts, lost_events, true);
}
EXPORT_SYMBOL_GPL(ring_buffer_consume);

struct ring_buffer_iter {
	struct ring_cursor cursor;
};

struct ring_buffer_iter *ring_buffer_read_start(struct trace_buffer *buffer, int cpu, gfp_t flags)
{
	return (struct ring_buffer_iter *)ring_cursor_open(buffer, cpu, flags);
}
EXPORT_SYMBOL_GPL(ring_buffer_read_start);

void ring_buffer_read_finish(struct ring_buffer_iter *iter)
{
	ring_cursor_close(&iter->cursor);
}
EXPORT_SYMBOL_GPL(ring_buffer_read_finish);

struct ring_buffer_event *ring_buffer_iter_peek(struct ring_buffer_iter *iter, u64 *ts)
{
	struct ring_record *rec = ring_cursor_peek(&iter->cursor);

	if (!rec)
		return NULL;
	if (ts)
		*ts = rec->ts;
	return iter->cursor.walk.event;
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_peek);

void ring_buffer_iter_advance(struct ring_buffer_iter *iter)
{
	ring_cursor_advance(&iter->cursor);
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_advance);

void ring_buffer_iter_reset(struct ring_buffer_iter *iter)
{
	ring_cursor_rewind(&iter->cursor);
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_reset);

int ring_buffer_iter_empty(struct ring_buffer_iter *iter)
{
	return !ring_cursor_peek(&iter->cursor);
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_empty);

bool ring_buffer_iter_dropped(struct ring_buffer_iter *iter)
{
	return iter->cursor.lost;
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_dropped);
