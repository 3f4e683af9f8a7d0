// SPDX-License-Identifier: GPL-2.0
/*
 * linux/ring_buffer.h for writers: the calls that know no handle, switches,
 * time, and single records. Handles are kept per CPU, on a stack that contexts
 * use as they nest.
 */
#include <linux/export.h>

#include "fast.h"

struct ring_buffer_event *ring_buffer_lock_reserve(struct trace_buffer *buffer,
						   unsigned long length)
{
	struct ring_handle *h;
	struct ring_cpu *cpu;
	void *payload;

	preempt_disable_notrace();
	cpu = buffer->cpu[raw_smp_processor_id()];
	if (unlikely(!cpu))
		goto out;
	h = READ_ONCE(cpu->pending.top);
	if (unlikely(h == cpu->pending.handle + RING_PENDING)) {
		local_inc(&cpu->commit_overrun);
		goto out;
	}

	WRITE_ONCE(cpu->pending.top, h + 1);
	if (likely(ring_enter(cpu, h))) {
		if (likely(ring_reserve_inside(buffer, cpu, h, length + !length, &payload)))
			return h->event;
		ring_leave(cpu, h->nest);
	}
	WRITE_ONCE(cpu->pending.top, h);
out:
	preempt_enable_notrace();
	return NULL;
}
EXPORT_SYMBOL_GPL(ring_buffer_lock_reserve);

/* End the innermost reservation of this CPU, where that takes more. */
static noinline void end_pending(struct ring_cpu *cpu, void (*end)(struct ring_handle *h))
{
	struct ring_handle *h = READ_ONCE(cpu->pending.top) - 1;

	end(h);
	barrier();
	WRITE_ONCE(cpu->pending.top, h);
	preempt_enable_notrace();
}

int ring_buffer_unlock_commit(struct trace_buffer *buffer)
{
	struct ring_cpu *cpu = buffer->cpu[raw_smp_processor_id()];
	struct ring_handle *h = READ_ONCE(cpu->pending.top) - 1;

	if (likely(ring_commit_fast(cpu, h))) {
		barrier();
		WRITE_ONCE(cpu->pending.top, h);
		preempt_enable_notrace();
	} else {
		end_pending(cpu, ring_commit_slow);
	}
	return 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_unlock_commit);

void ring_buffer_discard_commit(struct trace_buffer *buffer, struct ring_buffer_event *event)
{
	end_pending(buffer->cpu[raw_smp_processor_id()], __ring_discard);
}
EXPORT_SYMBOL_GPL(ring_buffer_discard_commit);

int ring_buffer_write(struct trace_buffer *buffer, unsigned long length, void *data)
{
	if (length > RING_MAX_SUBBUF)
		return -EINVAL;
	return ring_write(buffer, data, length);
}
EXPORT_SYMBOL_GPL(ring_buffer_write);

void ring_buffer_nest_start(struct trace_buffer *buffer)
{
	u32 nest = ring_nest_begin(buffer), at;
	struct ring_pending *pending;

	if (unlikely(!buffer->cpu[raw_smp_processor_id()]))
		return;
	pending = &buffer->cpu[raw_smp_processor_id()]->pending;
	at = READ_ONCE(pending->nests);
	WRITE_ONCE(pending->nests, at + 1);
	if (!WARN_ON_ONCE(at >= RING_PENDING))
		pending->nest[at] = nest;
}

void ring_buffer_nest_end(struct trace_buffer *buffer)
{
	struct ring_pending *pending;
	u32 nest = 0, at;

	if (likely(buffer->cpu[raw_smp_processor_id()])) {
		pending = &buffer->cpu[raw_smp_processor_id()]->pending;
		at = READ_ONCE(pending->nests) - 1;
		if (at < RING_PENDING)
			nest = pending->nest[at];
		WRITE_ONCE(pending->nests, at);
	}
	ring_nest_end(buffer, nest);
}

/* Bytes of payload, as many as there is room for. */
unsigned int ring_buffer_event_length(struct ring_buffer_event *event)
{
	if (event->type_len >= RINGBUF_TYPE_TIME_EXTEND)
		event = (void *)&event->array[1];
	if (event->type_len > RINGBUF_TYPE_DATA_TYPE_LEN_MAX)
		return event->type_len == RINGBUF_TYPE_PADDING && event->time_delta ?
			event->array[0] : 0;
	return event->type_len ? event->type_len * 4 : event->array[0] - 4;
}
EXPORT_SYMBOL_GPL(ring_buffer_event_length);

void *ring_buffer_event_data(struct ring_buffer_event *event)
{
	if (event->type_len >= RINGBUF_TYPE_TIME_EXTEND)
		event = (void *)&event->array[1];
	return &event->array[event->type_len ? 0 : 1];
}
EXPORT_SYMBOL_GPL(ring_buffer_event_data);

/* Of a record that this CPU has reserved and not committed yet. */
u64 ring_buffer_event_time_stamp(struct trace_buffer *buffer, struct ring_buffer_event *event)
{
	struct ring_cpu *cpu = buffer->cpu[raw_smp_processor_id()];
	struct ring_handle *h = READ_ONCE(cpu->pending.top);

	while (h-- > cpu->pending.handle) {
		if (h->event == event)
			return h->ts;
	}
	return READ_ONCE(cpu->ts);
}

/*
 * Switches. A buffer, and each CPU of it, has a count of those who want it
 * off; the buffer has a switch beside that.
 */
void ring_buffer_record_disable(struct trace_buffer *buffer)
{
	atomic_inc(&buffer->off);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_disable);

void ring_buffer_record_enable(struct trace_buffer *buffer)
{
	atomic_dec(&buffer->off);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_enable);

void ring_buffer_record_off(struct trace_buffer *buffer)
{
	atomic_or(RING_OFF_SWITCH, &buffer->off);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_off);

void ring_buffer_record_on(struct trace_buffer *buffer)
{
	atomic_andnot(RING_OFF_SWITCH, &buffer->off);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_on);

bool ring_buffer_record_is_on(struct trace_buffer *buffer)
{
	return !atomic_read(&buffer->off);
}

bool ring_buffer_record_is_set_on(struct trace_buffer *buffer)
{
	return !(atomic_read(&buffer->off) & RING_OFF_SWITCH);
}

void ring_buffer_record_disable_cpu(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);

	if (c)
		atomic_inc(&c->off);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_disable_cpu);

void ring_buffer_record_enable_cpu(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);

	if (c)
		atomic_dec(&c->off);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_enable_cpu);

void ring_buffer_change_overwrite(struct trace_buffer *buffer, int val)
{
	WRITE_ONCE(buffer->overwrite, val);
}
EXPORT_SYMBOL_GPL(ring_buffer_change_overwrite);

/* Time. */
u64 ring_buffer_time_stamp(struct trace_buffer *buffer)
{
	u64 now;

	preempt_disable_notrace();
	now = ring_clock(buffer);
	preempt_enable_notrace();
	return now;
}
EXPORT_SYMBOL_GPL(ring_buffer_time_stamp);

/* Time stamps of records are as the clock gave them. */
void ring_buffer_normalize_time_stamp(struct trace_buffer *buffer, int cpu, u64 *ts)
{
}
EXPORT_SYMBOL_GPL(ring_buffer_normalize_time_stamp);

void ring_buffer_set_time_stamp_abs(struct trace_buffer *buffer, bool abs)
{
	unsigned int cpu;

	WRITE_ONCE(buffer->abs, abs);
	for_each_possible_cpu(cpu) {
		if (buffer->cpu[cpu])
			ring_set_abs(buffer->cpu[cpu], abs);
	}
}

bool ring_buffer_time_stamp_abs(struct trace_buffer *buffer)
{
	return READ_ONCE(buffer->abs);
}
