// SPDX-License-Identifier: GPL-2.0
/*
 * The reader behind all files that show text: it brings the records of all
 * CPUs, or of one, into the order of their times.
 *
 * CPUs that have something are in a heap by the time of their next record. A
 * reader that does not consume has a cursor for each CPU, and shows in one pass
 * at most as many records of a CPU as there were when the pass began: so it
 * ends, however fast records are written. A consuming reader takes one record
 * after the other from the ring buffer, where others may take some too: what it
 * knows of a CPU is then too early, never too late. It takes a record when it
 * goes to the next, or the user has the line: closing the file loses none.
 */
#include <linux/slab.h>

#include "internal.h"

/* ---- the heap ---- */

static bool before(struct show_reader *rd, int a, int b)
{
	const struct show_source *sa = &rd->source[a], *sb = &rd->source[b];

	return sa->ts < sb->ts || (sa->ts == sb->ts && a < b);
}

/* The CPU at the top has another time now: let it sink to its place. */
static void heap_sink(struct show_reader *rd)
{
	int *heap = rd->heap, cpu = heap[0], i = 0, child;

	while ((child = 2 * i + 1) < rd->heap_len) {
		if (child + 1 < rd->heap_len && before(rd, heap[child + 1], heap[child]))
			child++;
		if (before(rd, cpu, heap[child]))
			break;
		heap[i] = heap[child];
		i = child;
	}
	heap[i] = cpu;
}

static void heap_add(struct show_reader *rd, int cpu)
{
	int i = rd->heap_len++, parent;

	for (; i > 0; i = parent) {
		parent = (i - 1) / 2;
		if (before(rd, rd->heap[parent], cpu))
			break;
		rd->heap[i] = rd->heap[parent];
	}
	rd->heap[i] = cpu;
	rd->source[cpu].queued = true;
}

static void heap_drop_top(struct show_reader *rd)
{
	rd->source[rd->heap[0]].queued = false;
	rd->heap[0] = rd->heap[--rd->heap_len];
	if (rd->heap_len > 1)
		heap_sink(rd);
}

/* ---- CPUs ---- */

static bool wants_cpu(struct show_reader *rd, int cpu)
{
	return rd->it.cpu_file == CPU_ALL || rd->it.cpu_file == cpu;
}

/* Does the CPU have another record for us, and when was it written? */
static bool look(struct show_reader *rd, int cpu)
{
	struct show_source *source = &rd->source[cpu];
	const struct ring_record *rec;

	if (rd->consume)
		return !ring_peek_ts(rd->buffer, cpu, &source->ts);
	if (!source->cursor || !source->left)
		return false;
	rec = ring_cursor_peek(source->cursor);
	if (!rec)
		return false;
	source->ts = rec->ts;
	return true;
}

/* The CPU at the top has given its record away. */
static void heap_refresh_top(struct show_reader *rd)
{
	if (!look(rd, rd->heap[0]))
		heap_drop_top(rd);
	else if (rd->heap_len > 1)
		heap_sink(rd);
}

/* Look at all CPUs that had nothing. */
static void look_at_idle(struct show_reader *rd)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (wants_cpu(rd, cpu) && !rd->source[cpu].queued && look(rd, cpu))
			heap_add(rd, cpu);
}

/* ---- records ---- */

static void set_current(struct show_reader *rd, const struct ring_record *rec)
{
	struct trace_iterator *it = &rd->it;

	it->ent = rec->data;
	it->ent_size = rec->len;
	it->cpu = rec->cpu;
	it->ts = rec->ts;
	it->lost_events = rec->lost;
	if (unlikely(it->inst->past))
		rd->past = rec->nr < it->inst->past->end[rec->cpu] ? it->inst->past : NULL;
}

/* Step over what was shown, in readers with cursors */
static void leave_current(struct show_reader *rd)
{
	struct show_source *source;
	int steps;

	if (!rd->it.ent)
		return;
	/* The CPU of the current record is at the top. */
	source = &rd->source[rd->heap[0]];
	source->fresh = false;
	/* show_next() has stepped over the current one already. */
	steps = !rd->has_next + rd->skip_next;
	source->left -= min_t(unsigned long, source->left, 1 + rd->skip_next);
	while (steps--)
		ring_cursor_advance(source->cursor);
	rd->it.ent = NULL;
	heap_refresh_top(rd);
}

static bool next_by_cursor(struct show_reader *rd)
{
	struct show_source *source;
	int cpu;

	leave_current(rd);
	if (!rd->heap_len)
		return false;
	cpu = rd->heap[0];
	source = &rd->source[cpu];
	set_current(rd, ring_cursor_peek(source->cursor));
	/* What was overwritten before the first is in the header. */
	if (source->fresh)
		rd->it.lost_events = 0;
	if (unlikely(!rd->start))
		rd->start = rd->it.ts;
	return true;
}

/*
 * Sub-buffers, and so records, may have become larger: there must be room for one
 * of @len bytes. By now sub-buffers may be smaller again.
 */
static int grow(struct show_reader *rd, unsigned int len)
{
	unsigned int room = max_t(unsigned int, len, ring_buffer_subbuf_size_get(rd->buffer));
	void *record, *next;

	if (room <= rd->room)
		return 0;
	record = kvmalloc(room, GFP_KERNEL);
	next = kvmalloc(room, GFP_KERNEL);
	if (!record || !next) {
		kvfree(record);
		kvfree(next);
		return -ENOMEM;
	}
	kvfree(rd->record);
	kvfree(rd->next_data);
	rd->record = record;
	rd->next_data = next;
	rd->room = room;
	return 0;
}

/* Consume the current record, whose CPU is at the top. */
static void take_current(struct show_reader *rd)
{
	if (!rd->untaken)
		return;
	rd->untaken = false;
	if (ring_drop(rd->buffer, &rd->now, &rd->source[rd->now.cpu].ts))
		heap_drop_top(rd);
	else if (rd->heap_len > 1)
		heap_sink(rd);
}

/**
 * reader_done - the line is read: what it shows is consumed, if this reader does that
 * @rd: the reader
 */
void reader_done(struct show_reader *rd)
{
	u64 ts;

	take_current(rd);
	if (!rd->consume || !rd->skip_next)
		return;
	rd->skip_next = false;
	ring_drop(rd->buffer, &rd->next, &ts);
	if (rd->heap_len && rd->heap[0] == rd->next.cpu)
		heap_refresh_top(rd);
}

static bool next_by_consuming(struct show_reader *rd)
{
	int ret, cpu;

	reader_done(rd);
	rd->it.ent = NULL;
	for (;;) {
		if (!rd->heap_len || rd->source[rd->heap[0]].ts > rd->horizon) {
			rd->horizon = ring_buffer_time_stamp(rd->buffer);
			look_at_idle(rd);
			if (!rd->heap_len)
				return false;
		}
		cpu = rd->heap[0];
		ret = ring_peek(rd->buffer, cpu, rd->record, rd->room, &rd->now);
		if (ret == -ENOSPC) {
			rd->error = grow(rd, rd->now.len);
			if (rd->error)
				return false;
			cond_resched();
			continue;
		}
		if (ret) {
			/* Others were faster. */
			heap_drop_top(rd);
			continue;
		}
		set_current(rd, &rd->now);
		rd->untaken = true;
		if (unlikely(!rd->start))
			rd->start = rd->now.ts;
		return true;
	}
}

/**
 * reader_next - go to the next record, unless the current one is held
 * @rd: the reader
 *
 * Return: false if there is none now
 */
bool reader_next(struct show_reader *rd)
{
	bool more;

	if (unlikely(rd->held))
		return true;
	more = rd->consume ? next_by_consuming(rd) : next_by_cursor(rd);
	rd->has_next = false;
	rd->skip_next = false;
	return more;
}

/* See show.h. */
const struct ring_record *show_next(struct trace_iterator *it)
{
	struct show_reader *rd = reader_of(it);
	struct show_source *source = &rd->source[it->cpu];
	struct ring_record *rec;

	if (rd->has_next)
		return rd->next.data ? &rd->next : NULL;
	if (rd->dump)
		return NULL;
	if (rd->consume) {
		take_current(rd);
		if (ring_peek(rd->buffer, it->cpu, rd->next_data, rd->room, &rd->next))
			rd->next.data = NULL;
	} else {
		/* The cursor's memory goes with its step: keep a copy. */
		if (it->ent_size > rd->room && grow(rd, it->ent_size))
			return NULL;
		memcpy(rd->record, it->ent, it->ent_size);
		it->ent = rd->record;
		ring_cursor_advance(source->cursor);
		rec = source->left > 1 ? ring_cursor_peek(source->cursor) : NULL;
		rd->next.data = NULL;
		if (rec)
			rd->next = *rec;
	}
	rd->has_next = true;
	return rd->next.data ? &rd->next : NULL;
}

/* See show.h. */
void show_skip_next(struct trace_iterator *it)
{
	struct show_reader *rd = reader_of(it);

	rd->skip_next = rd->has_next && rd->next.data;
}

/**
 * reader_next_ts - when the record that will be shown next was written
 * @rd: the reader
 *
 * Return: its time; the current one's if there is none
 */
u64 reader_next_ts(struct show_reader *rd)
{
	const struct ring_record *rec;
	u64 ts = U64_MAX;
	int i;

	if (rd->consume || rd->dump) {
		take_current(rd);
		if (rd->heap_len)
			ts = rd->source[rd->heap[0]].ts;
	} else {
		/* The current one is at the top, the next below it or behind it. */
		rec = show_next(&rd->it);
		if (rec)
			ts = rec->ts;
		for (i = 1; i < min(rd->heap_len, 3); i++)
			ts = min(ts, rd->source[rd->heap[i]].ts);
	}
	return ts == U64_MAX ? rd->it.ts : ts;
}

/* Is there nothing to show from here on? */
bool reader_is_empty(struct show_reader *rd)
{
	return !rd->held && !rd->heap_len;
}

/* ---- life ---- */

/* Begin with the oldest records, or go on with those that came meanwhile. */
static void start_pass(struct show_reader *rd, bool rewind)
{
	struct ring_stats st;
	bool overrun = false;
	int cpu;

	rd->heap_len = 0;
	rd->held = false;
	rd->has_next = false;
	rd->skip_next = false;
	rd->it.ent = NULL;
	for_each_possible_cpu(cpu) {
		struct show_source *source = &rd->source[cpu];

		source->queued = false;
		if (!source->cursor)
			continue;
		if (rewind) {
			ring_cursor_rewind(source->cursor);
			source->fresh = true;
		}
		ring_stats(rd->buffer, cpu, &st);
		source->left = st.entries;
		overrun |= st.overrun;
		if (look(rd, cpu))
			heap_add(rd, cpu);
	}
	rd->annotate = overrun;
}

/**
 * reader_rewind - begin anew with the oldest records
 * @rd: the reader, which does not consume and has its buffer
 */
void reader_rewind(struct show_reader *rd)
{
	rd->it.pos = 0;
	rd->start = show_latency(rd->it.inst)->start;
	start_pass(rd, true);
}

/**
 * reader_dump_pass - begin a pass over cursors that the caller has set up
 * @rd: the reader
 *
 * Any context: counts nothing, as recording has stopped.
 */
void reader_dump_pass(struct show_reader *rd)
{
	int cpu;

	rd->heap_len = 0;
	rd->it.ent = NULL;
	rd->start = 0;
	for_each_possible_cpu(cpu) {
		rd->source[cpu].left = ULONG_MAX;
		rd->source[cpu].fresh = true;
		if (look(rd, cpu))
			heap_add(rd, cpu);
	}
}

/**
 * reader_continue - at the end: go on with what has come since
 * @rd: the reader, which does not consume
 */
void reader_continue(struct show_reader *rd)
{
	start_pass(rd, false);
}

static void close_cursors(struct show_reader *rd)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct show_source *source = &rd->source[cpu];

		if (source->cursor)
			ring_cursor_close(source->cursor);
		memset(source, 0, sizeof(*source));
	}
	rd->heap_len = 0;
	rd->it.ent = NULL;
	rd->held = false;
	rd->untaken = false;
	rd->skip_next = false;
}

static int open_cursors(struct show_reader *rd)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct show_source *source = &rd->source[cpu];

		if (!wants_cpu(rd, cpu) || !ring_buffer_size(rd->buffer, cpu))
			continue;
		source->cursor = ring_cursor_open(rd->buffer, cpu, GFP_KERNEL);
		if (!source->cursor)
			return -ENOMEM;
	}
	return 0;
}

/* CPUs of the buffer may have been exchanged, and sub-buffers grown. */
static bool cursors_are_stale(struct show_reader *rd)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct ring_cursor *c = rd->source[cpu].cursor;

		if (c && ring_cursor_is_stale(c, rd->buffer))
			return true;
	}
	return false;
}

static void leave_tracer(struct show_reader *rd)
{
	if (rd->tracer && rd->tracer->close)
		rd->tracer->close(&rd->it);
	rd->tracer = NULL;
	rd->it.private = NULL;
}

/* The tracer may have changed since the last read. Tracers themselves stay. */
static void follow_tracer(struct show_reader *rd)
{
	struct tracer *now = READ_ONCE(rd->it.inst->tracer);

	if (likely(rd->tracer == now))
		return;
	leave_tracer(rd);
	rd->tracer = now;
	if (now->open)
		now->open(&rd->it);
}

/**
 * reader_set_options - what holds for all lines of one read
 * @rd: the reader
 *
 * Any context.
 */
void reader_set_options(struct show_reader *rd)
{
	struct trace_iterator *it = &rd->it;
	int i;

	it->options = READ_ONCE(it->inst->options);
	it->time_in_ns = instance_clock_is_ns(it->inst);
	for (i = 0; i < ARRAY_SIZE(rd->task); i++)
		rd->task[i].len = 0;
}

/**
 * reader_begin - see to it that the reader has the buffer it is to read now
 * @rd: the reader
 * @stay: it is in the midst of one, and stays there
 *
 * The two buffers of an instance may have changed places since the last read.
 *
 * Context: process; rd->lock held.
 * Return: 1 if it begins anew in another buffer, 0 if not; -ENODATA if there is
 * no snapshot, -ENOMEM
 */
int reader_begin(struct show_reader *rd, bool stay)
{
	struct trace_iterator *it = &rd->it;
	struct trace_buffer *b;
	int ret;

	lockdep_assert_held(&rd->lock);
	reader_set_options(rd);
	follow_tracer(rd);
	if (stay && rd->buffer)
		return 0;
	b = instance_buffer_get(it->inst, it->snapshot);
	if (b && b == rd->buffer && !cursors_are_stale(rd)) {
		instance_buffer_put(it->inst, b);
		return 0;
	}

	close_cursors(rd);
	if (rd->buffer)
		instance_buffer_put(it->inst, rd->buffer);
	rd->buffer = b;
	rd->horizon = 0;
	if (!b)
		return -ENODATA;
	ret = grow(rd, 0);
	if (!ret && !rd->consume)
		ret = open_cursors(rd);
	if (!ret)
		return 1;
	close_cursors(rd);
	rd->buffer = NULL;
	instance_buffer_put(it->inst, b);
	return ret;
}

/**
 * reader_create - a reader for an open file
 * @inst: the instance, pinned by the caller
 * @cpu: the CPU of the file, or CPU_ALL
 * @snapshot: it reads the spare buffer
 * @consume: it consumes
 *
 * Return: the reader or NULL
 */
struct show_reader *reader_create(struct trace_array *inst, int cpu, bool snapshot, bool consume)
{
	struct show_reader *rd = kvmalloc(sizeof(*rd), GFP_KERNEL);

	if (!rd)
		return NULL;
	/* All but the buffers for text, which stand last */
	memset(rd, 0, offsetof(struct show_reader, it.tmp_seq));
	rd->source = kcalloc(nr_cpu_ids, sizeof(*rd->source), GFP_KERNEL);
	rd->heap = kcalloc(nr_cpu_ids, sizeof(*rd->heap), GFP_KERNEL);
	if (!rd->source || !rd->heap) {
		kfree(rd->source);
		kfree(rd->heap);
		kvfree(rd);
		return NULL;
	}
	mutex_init(&rd->lock);
	rd->consume = consume;
	rd->it.inst = inst;
	rd->it.cpu_file = cpu;
	rd->it.snapshot = snapshot;
	trace_seq_init(&rd->it.seq);
	trace_seq_init(&rd->it.tmp_seq);
	return rd;
}

/**
 * reader_destroy - undo reader_create()
 * @rd: the reader
 */
void reader_destroy(struct show_reader *rd)
{
	close_cursors(rd);
	leave_tracer(rd);
	if (rd->buffer)
		instance_buffer_put(rd->it.inst, rd->buffer);
	kvfree(rd->symbols);
	kvfree(rd->record);
	kvfree(rd->next_data);
	kfree(rd->source);
	kfree(rd->heap);
	mutex_destroy(&rd->lock);
	kvfree(rd);
}
