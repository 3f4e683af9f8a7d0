// SPDX-License-Identifier: GPL-2.0
/*
 * linux/ring_buffer.h for writers: the calls that know no handle, switches,
 * time, and single records. Handles are kept per CPU, on a stack that contexts
 * use as they nest.
 */
#include <linux/export.h>
#include <linux/unaligned.h>

#include "fast.h"

/* Take a handle, or give it back: in one instruction, as nested contexts leave it as it was. */
static __always_inline void pending_move(struct ring_cpu *cpu, long by)
{
	asm volatile("addq %[by], %[top]"
		     : [top] "+m" (cpu->pending.top)
		     : [by] "er" (by * sizeof(struct ring_handle)) : "memory", "cc");
}

struct ring_buffer_event *ring_buffer_lock_reserve(struct trace_buffer *buffer,
						   unsigned long length)
{
	struct ring_handle *h;
	struct ring_cpu *cpu;
	void *payload;

	/* Of nothing there is a record, too. */
	if (unlikely(!length))
		length = 1;
	OPTIMIZER_HIDE_VAR(length);

	preempt_disable_notrace();
again:
	cpu = ring_here(buffer);
	h = READ_ONCE(cpu->pending.top);
	if (unlikely(h == cpu->pending.end)) {
		local_inc(&cpu->commit_overrun);
		goto out;
	}

	pending_move(cpu, 1);
	if (likely(ring_enter(&buffer, cpu, h))) {
		/*
		 * Until then an interrupt could exchange it for another buffer's: the
		 * commit would not find the handle. Not inside of another writer, for
		 * which ring_enter() says what the buffer is.
		 */
		if (unlikely(READ_ONCE(cpu->buffer) != buffer)) {
			ring_leave(cpu, h->nest);
			pending_move(cpu, -1);
			goto again;
		}
		if (likely(ring_reserve_inside(buffer, cpu, h, length, &payload, RING_IN_MEMORY)))
			return h->event;
		ring_leave(cpu, h->nest);
	}
	pending_move(cpu, -1);
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
	pending_move(cpu, -1);
	preempt_enable_notrace();
}

int ring_buffer_unlock_commit(struct trace_buffer *buffer)
{
	struct ring_cpu *cpu = ring_here(buffer);
	struct ring_handle *h = READ_ONCE(cpu->pending.top) - 1;

	if (likely(ring_commit_fast(cpu, h))) {
		pending_move(cpu, -1);
		preempt_enable_notrace();
	} else {
		end_pending(cpu, ring_commit_slow);
	}
	return 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_unlock_commit);

void ring_buffer_discard_commit(struct trace_buffer *buffer, struct ring_buffer_event *event)
{
	end_pending(ring_here(buffer), __ring_discard);
}
EXPORT_SYMBOL_GPL(ring_buffer_discard_commit);

/* Most records are short: not worth a call, and what has to be saved over it. */
static __always_inline void copy_payload(void *to, const void *from, unsigned long len)
{
	unsigned long i;

	if (likely(len >= sizeof(u64))) {
		/* The last 8 bytes overlap those before. */
		for (i = 0; i < len - sizeof(u64); i += sizeof(u64))
			put_unaligned(get_unaligned((u64 *)(from + i)), (u64 *)(to + i));
		i = len - sizeof(u64);
		put_unaligned(get_unaligned((u64 *)(from + i)), (u64 *)(to + i));
	} else {
		for (i = 0; i < len; i++)
			*(u8 *)(to + i) = *(u8 *)(from + i);
	}
}

static noinline int write_nothing(struct trace_buffer *buffer)
{
	if (!ring_buffer_lock_reserve(buffer, 0))
		return -EBUSY;
	return ring_buffer_unlock_commit(buffer);
}

/* Reserve, copy, commit. Any context. Returns 0, -EINVAL if too long, or -EBUSY. */
int ring_buffer_write(struct trace_buffer *buffer, unsigned long length, void *data)
{
	struct ring_handle h __uninitialized;
	void *payload;

	if (unlikely(!length))
		return write_nothing(buffer);
	if (unlikely(!ring_reserve_guarded(buffer, &h, length, &payload, RING_IN_REGISTERS)))
		return length > ring_buffer_max_event_size(buffer) ? -EINVAL : -EBUSY;
	copy_payload(payload, data, length);
	ring_commit_guarded(&h);
	return 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_write);

void ring_buffer_nest_start(struct trace_buffer *buffer)
{
	u32 nest = ring_nest_begin(buffer), at;
	struct ring_pending *pending = &ring_here(buffer)->pending;

	at = READ_ONCE(pending->nests);
	WRITE_ONCE(pending->nests, at + 1);
	if (!WARN_ON_ONCE(at >= RING_PENDING))
		pending->nest[at] = nest;
}

void ring_buffer_nest_end(struct trace_buffer *buffer)
{
	struct ring_pending *pending = &ring_here(buffer)->pending;
	u32 at = READ_ONCE(pending->nests) - 1;
	u32 nest = at < RING_PENDING ? pending->nest[at] : 0;

	WRITE_ONCE(pending->nests, at);
	ring_nest_end(buffer, nest);
}

/*
 * Bytes of payload, as many as there is room for. Whoever is given an event, as
 * a writer or a reader, is given one with data: not the stamp in front of it.
 */
unsigned int ring_buffer_event_length(struct ring_buffer_event *event)
{
	return event->type_len ? event->type_len * 4 : event->array[0] - 4;
}
EXPORT_SYMBOL_GPL(ring_buffer_event_length);

void *ring_buffer_event_data(struct ring_buffer_event *event)
{
	return &event->array[!event->type_len];
}
EXPORT_SYMBOL_GPL(ring_buffer_event_data);

/* Of a record that this CPU has reserved and not committed yet. */
u64 ring_buffer_event_time_stamp(struct trace_buffer *buffer, struct ring_buffer_event *event)
{
	struct ring_cpu *cpu = ring_here(buffer);
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
	return !ring_is_off(buffer);
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
