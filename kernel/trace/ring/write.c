// SPDX-License-Identifier: GPL-2.0
/*
 * The writer of the ring buffer: what fast.h leaves out, the ends of a
 * reservation, and the calls other rooms use.
 *
 * States of a sub-buffer, and who moves it on (slot words: internal.h):
 *
 *	empty or full	-> claimed	slot_claim(), by any writer that does not
 *					fit in the one before. Claimed for a number, not
 *					for a writer: a nested one finds it done.
 *	claimed		-> entered	open_next(), by the one writer that exchanges
 *					@pos into it. It alone writes the header, and
 *					the length of the one left behind (R3).
 *	entered		-> left		as above, for the next one
 *	left		-> full		account(), by the writer that moves the
 *					committed position out of it
 *
 * Ordering, writer to reader and back:
 *
 *	publish:A	committed, release	committed:A in read.c, acquire
 *			a reader that sees the position sees the records before
 *			it, and headers, lengths and numbers of sub-buffers
 *	bases:A		write barrier		bases:A in read.c, read barrier
 *			a reader that got a base of two sub-buffers on sees that
 *			the position has gone on, too
 *	claim:A		slot word, full		overtaken:A in read.c, read barrier
 *			a reader that copied what a writer put after its claim
 *			sees that claim
 *	claim:A		slot word, full		take:A in read.c, full
 *			a writer that finds an empty slot finds a page that its
 *			reader is done with
 */
#include <linux/export.h>
#include <linux/string.h>

#include "fast.h"

/* A context that is not deeper than the writer inside, or so it seems. */
bool ring_enter_slow(struct ring_cpu *cpu, u32 level)
{
	u32 was = READ_ONCE(cpu->nest);
	u32 flags = was & RING_NEST_FLAGS;

	if (level > (was & ~RING_NEST_FLAGS)) {
		WRITE_ONCE(cpu->nest, level | flags);
		return true;
	}
	/*
	 * The preempt count changes a little after an interrupt has begun, and
	 * a little before it ends: what comes in between looks like recursion
	 * of the interrupted context. Let it through, once.
	 */
	if (flags & RING_NEST_TRANSITION) {
		if (!ring_is_off(cpu->buffer) && !atomic_read(&cpu->off))
			local_inc(&cpu->commit_overrun);
		return false;
	}
	WRITE_ONCE(cpu->nest, was | RING_NEST_TRANSITION);
	return true;
}

/* Recording is off; if it is so for our own business, that is a drop. */
void ring_refuse(struct ring_cpu *cpu)
{
	if (!ring_is_off(READ_ONCE(cpu->buffer)) && atomic_read(&cpu->off) == RING_OFF_HELD)
		local_inc(&cpu->dropped);
}

static u64 word_seq(const struct ring_cpu *cpu, u64 pos)
{
	/* @head_seq is less than a ring behind. */
	return ring_pos_seq(pos, READ_ONCE(cpu->head_seq));
}

/*
 * Is sub-buffer @seq free of uncommitted records? It is when the committed
 * position has left it.
 */
static bool all_committed(struct ring_cpu *cpu, u64 seq)
{
	u64 committed = READ_ONCE(cpu->committed);
	u64 head = word_seq(cpu, committed);

	return (s64)(head - seq) > 0 || (head == seq && ring_pos_closed(committed));
}

enum claim { CLAIMED, CLAIM_STALE, CLAIM_FULL };

/*
 * Make the slot of sub-buffer @seq the writer's. Whether it was this writer
 * or one nested in it does not matter; *@word is the same.
 */
static enum claim slot_claim(struct ring_cpu *cpu, u64 seq, u64 *word)
{
	u64 *slot = ring_set_slot(&cpu->set, seq);
	u64 new, old = READ_ONCE(*slot);

	do {
		if (ring_slot_holds(old, seq)) {
			*word = old;
			return CLAIMED;
		}
		/* Any other number: nested writers went on to here and beyond. */
		if (!ring_slot_is(old, seq - cpu->set.nr_slots))
			return CLAIM_STALE;
		if (old & RING_SLOT_USED) {
			if (!all_committed(cpu, seq - cpu->set.nr_slots)) {
				local_inc(&cpu->commit_overrun);
				return CLAIM_FULL;
			}
			if (!READ_ONCE(cpu->buffer->overwrite)) {
				local_inc(&cpu->dropped);
				return CLAIM_FULL;
			}
		}
		new = ring_slot(seq, ring_slot_page(old), RING_SLOT_USED);
		/* claim:A */
	} while (!try_cmpxchg(slot, &old, new));

	*word = new;
	return CLAIMED;
}

/*
 * Note the page of a sub-buffer that was claimed. Must come before @pos moves
 * there. A writer that was interrupted since its claim must not undo what
 * nested ones noted for later sub-buffers: hence by exchange, and forward only.
 */
static void ring_cache_set(struct ring_cpu *cpu, u64 seq, u64 slot, struct ring_subbuf *subbuf)
{
	struct ring_cache *cache = &cpu->cache[seq & 1];
	u64 was = READ_ONCE(cache->slot);
	u64 had = (unsigned long)READ_ONCE(cache->subbuf);

	if ((s64)((slot - was) & ~(BIT_ULL(RING_SLOT_SEQ_SHIFT) - 1)) <= 0)
		return;
	ring_point();
	ring_exchange_word(cache, &was, &had, slot, (unsigned long)subbuf);
}

/* @pos leaves sub-buffer @seq for good: fix its length. */
static void note_left(struct ring_cpu *cpu, u64 seq, u64 pos)
{
	struct ring_page *page = ring_set_page(&cpu->set,
					       READ_ONCE(*ring_set_slot(&cpu->set, seq)));

	WRITE_ONCE(page->entries, ring_pos_count(pos));
	WRITE_ONCE(page->bytes, ring_pos_words(pos) * 4);
	local_set(&page->subbuf->commit, ring_pos_words(pos) * 4);
}

/*
 * What was written before the sub-buffer after @seq, which has @entries and @bytes.
 *
 * There are two bases, for even and odd sub-buffers: a reader that finds the
 * committed position still in @seq has read the base of @seq unharmed.
 */
static void set_next_base(struct ring_cpu *cpu, u64 seq, u32 entries, u32 bytes)
{
	struct ring_base *base = &cpu->base[seq & 1], *next = &cpu->base[!(seq & 1)];

	/* bases:A. It was that of the sub-buffer before @seq, which the position has left. */
	smp_wmb();
	WRITE_ONCE(next->nr, base->nr + entries);
	WRITE_ONCE(next->byte, base->byte + bytes);
}

/*
 * The committed position is about to leave sub-buffer @seq for the next. Only
 * the writer that publishes is here, and all that were nested in it have
 * finished, so lengths are final.
 */
static void account(struct ring_cpu *cpu, u64 seq, bool closed)
{
	struct ring_base *next = &cpu->base[!(seq & 1)];
	struct ring_page *page;

	if (!closed) {
		page = ring_set_page(&cpu->set, READ_ONCE(*ring_set_slot(&cpu->set, seq)));
		set_next_base(cpu, seq, READ_ONCE(page->entries), READ_ONCE(page->bytes));
	}
	page = ring_set_page(&cpu->set, READ_ONCE(*ring_set_slot(&cpu->set, seq + 1)));
	WRITE_ONCE(page->first.nr, next->nr);
	WRITE_ONCE(page->first.byte, next->byte);
	WRITE_ONCE(cpu->head_seq, seq + 1);
}

/* The committed position is @from, and goes to the start of the next sub-buffer. */
static u64 cross(struct ring_cpu *cpu, u64 from)
{
	u64 seq = word_seq(cpu, from);

	account(cpu, seq, ring_pos_closed(from));
	from = ring_pos(seq + 1, 0, 0);
	/* publish:A */
	smp_store_release(&cpu->committed, from);
	return from;
}

enum attempt { DONE, AGAIN, REFUSED };

/* Try to make @need words the first of the next sub-buffer. */
static enum attempt open_next(struct ring_cpu *cpu, struct ring_handle *h, u64 pos, u64 ts,
			      u32 need)
{
	u64 slot, seq = word_seq(cpu, pos);
	struct ring_subbuf *subbuf;

	switch (slot_claim(cpu, seq + 1, &slot)) {
	case CLAIM_STALE:
		return AGAIN;
	case CLAIM_FULL:
		return REFUSED;
	case CLAIMED:
		break;
	}
	subbuf = READ_ONCE(ring_set_page(&cpu->set, slot)->subbuf);
	ring_cache_set(cpu, seq + 1, slot, subbuf);

	h->end = ring_pos(seq + 1, 1, need);
	if (!ring_exchange(cpu, pos, ts, h->end, h->ts))
		return AGAIN;

	/*
	 * Nobody else gets here for this sub-buffer, and nobody looks at what
	 * follows before it is committed, which this writer's own record
	 * holds up.
	 */
	if (!ring_pos_closed(pos))
		note_left(cpu, seq, pos);
	WRITE_ONCE(subbuf->ts, h->ts);
	/* The header's time stays if the record is taken back. */
	h->back_ts = h->ts;
	h->start = ring_pos(seq + 1, 0, 0);
	h->event = (void *)subbuf->data;
	/*
	 * If all before is committed, let the committed position be where this
	 * record starts, as it is for others. Else a writer that was interrupted
	 * will take it over this record.
	 */
	if (READ_ONCE(cpu->committed) == pos) {
		cross(cpu, pos);
		if (READ_ONCE(cpu->wake_full))
			ring_wake_full(cpu);
	}
	return DONE;
}

static enum attempt append(struct ring_cpu *cpu, struct ring_handle *h, u64 pos, u64 ts, u32 need)
{
	struct ring_subbuf *subbuf = ring_cached(cpu, pos);

	h->start = pos;
	h->end = pos + RING_POS_RECORD + need;
	if (!ring_exchange(cpu, pos, ts, h->end, h->ts))
		return AGAIN;
	h->event = (void *)(subbuf->data + ring_pos_words(pos) * 4);
	return DONE;
}

/* Write what stands before the payload; returns the payload. */
static void *write_header(struct ring_handle *h, u32 words, u64 delta, u32 stamp)
{
	u32 *p = (u32 *)h->event;
	u64 time = stamp == RINGBUF_TYPE_TIME_STAMP ? h->ts : delta;

	if (stamp) {
		*p++ = ring_header(stamp, time & RING_DELTA_MASK);
		*p++ = time >> RING_DELTA_BITS;
		delta = 0;
	}
	h->event = (void *)p;
	if (words <= RING_SHORT_WORDS) {
		*p++ = ring_header(words, delta);
	} else {
		*p++ = ring_header(0, delta);
		*p++ = words * 4 + 4;
	}
	return p;
}

/*
 * Reserve, whatever the record is like. The writer is inside, and has read the
 * clock.
 */
void *ring_reserve_slow(struct ring_cpu *cpu, struct ring_handle *h, u64 words, u64 now)
{
	u32 stamp, extra, need;
	enum attempt attempt = AGAIN;
	int tries;

	extra = words > RING_SHORT_WORDS ? 2 : 1;
	if (words > cpu->words || words + extra + RING_STAMP_WORDS > cpu->words)
		return NULL;

	h->cpu = cpu;
	h->ts = now;
	h->nest |= RING_HANDLE_BACK;
	for (tries = 0; attempt == AGAIN; tries++) {
		bool abs = READ_ONCE(cpu->buffer->abs), next;
		u64 pos, ts, delta;

		if (tries == RING_TRIES) {
			local_inc(&cpu->commit_overrun);
			return NULL;
		}
		pos = READ_ONCE(cpu->pos);
		ts = READ_ONCE(cpu->ts);
		/* A nested writer was faster, perhaps. */
		if (tries || (s64)(now - ts) < 0)
			h->ts = ring_clock(cpu->buffer);
		h->back_ts = ts;
		/* A clock that went back: time stands still until it is there again (R2). */
		if ((s64)(h->ts - ts) < 0)
			h->ts = ts;
		delta = h->ts - ts;

		/* Twice: in the second round the record opens a sub-buffer. */
		for (next = false;; next = true, delta = 0) {
			if (abs)
				stamp = RINGBUF_TYPE_TIME_STAMP;
			else
				stamp = delta >= RING_DELTA_LIMIT ? RINGBUF_TYPE_TIME_EXTEND : 0;
			need = words + extra + (stamp ? RING_STAMP_WORDS : 0);
			/* Three words cannot be made void without a delta, see make_void(). */
			if (words == 2 && (stamp || !delta))
				need++;
			if (next || ring_pos_words(pos) + need <= cpu->words)
				break;
		}
		if (next)
			attempt = open_next(cpu, h, pos, ts, need);
		else
			attempt = append(cpu, h, pos, ts, need);
		if (attempt == DONE)
			return write_header(h, need - extra - (stamp ? RING_STAMP_WORDS : 0),
					    delta, stamp);
	}
	return NULL;
}

/*
 * If the committed position is @from, publish from there to wherever @pos is,
 * across sub-buffers, until nothing is left to publish or a nested writer has
 * taken over.
 */
static void ring_publish_slow(struct ring_cpu *cpu, u64 from)
{
	u64 pos = READ_ONCE(cpu->pos);
	bool crossed = false;

	/* In this order: once @pos has moved on, only we can move committed. */
	while (pos != from && READ_ONCE(cpu->committed) == from) {
		/* One sub-buffer a store, for the sake of ring_head(). */
		while (!ring_pos_same_seq(from, pos)) {
			from = cross(cpu, from);
			crossed = true;
		}
		/* Not a second time: if equal, a nested writer may have published. */
		if (from != pos) {
			from = pos;
			/* publish:A */
			smp_store_release(&cpu->committed, pos);
		}
		pos = READ_ONCE(cpu->pos);
	}
	if (crossed && READ_ONCE(cpu->wake_full))
		ring_wake_full(cpu);
}

/*
 * What is left of a commit: there may be more to publish than one position, and
 * somebody to wake.
 *
 * It goes on from the end of this record, and only if the committed position
 * is there. It is behind if the record is nested in one that is pending: that
 * one's writer publishes both, and wakes. It is beyond if a nested writer has
 * gone on already, and woken. Wakes when it has left: that may be traced, too.
 */
void ring_commit_slow(struct ring_handle *h)
{
	struct ring_cpu *cpu = h->cpu;

	ring_publish_slow(cpu, h->end);
	ring_leave(cpu, h->nest);
	if (READ_ONCE(cpu->wake) && READ_ONCE(cpu->pos) == READ_ONCE(cpu->committed))
		ring_wake(cpu);
}

/* Not inline: the fast way is to have no calls, and nothing to save. */
static noinline void ring_commit_slow_enable(struct ring_handle *h)
{
	ring_commit_slow(h);
	preempt_enable_notrace();
}

/*
 * Leave the sub-buffer being written, so that the next record opens another.
 * The writer is at rest: no record is pending, no writer inside.
 */
void ring_close(struct ring_cpu *cpu)
{
	u64 pos = READ_ONCE(cpu->pos), seq = word_seq(cpu, pos);

	if (ring_pos_closed(pos))
		return;
	note_left(cpu, seq, pos);
	set_next_base(cpu, seq, ring_pos_count(pos), ring_pos_words(pos) * 4);
	pos = ring_pos(seq, 0, RING_POS_CLOSED);
	WRITE_ONCE(cpu->pos, pos);
	/* publish:A */
	smp_store_release(&cpu->committed, pos);
}

/*
 * Make a record that others follow void, without moving their time. Padding
 * must have a delta; a record without one becomes a time extend of nothing,
 * or padding with a delta of 1 and a stamp that takes it back.
 */
static void make_void(struct ring_handle *h)
{
	struct ring_buffer_event *e = h->event;
	u32 size = e->type_len ? e->type_len * 4 + 4 : e->array[0] + 4;
	u32 *stamp;

	if (e->time_delta) {
		e->array[0] = size - 4;
		e->type_len = RINGBUF_TYPE_PADDING;
	} else if (size == 8) {
		e->array[0] = 0;
		e->type_len = RINGBUF_TYPE_TIME_EXTEND;
	} else {
		stamp = (u32 *)e + size / 4 - RING_STAMP_WORDS;
		stamp[0] = ring_header(RINGBUF_TYPE_TIME_STAMP, h->ts & RING_DELTA_MASK);
		stamp[1] = h->ts >> RING_DELTA_BITS;
		e->array[0] = size - 4 - RING_STAMP_WORDS * 4;
		*(u32 *)e = ring_header(RINGBUF_TYPE_PADDING, 1);
	}
}

/* Take a record off the count of its sub-buffer: it is void. */
static void uncount(struct ring_cpu *cpu, struct ring_handle *h)
{
	struct ring_page *page;
	u64 pos, ts;

	do {
		pos = READ_ONCE(cpu->pos);
		ts = READ_ONCE(cpu->ts);
		/* Left, its length is noted. Nested writers do not touch it. */
		if (!ring_pos_same_seq(pos, h->end)) {
			u64 seq = word_seq(cpu, h->end);

			page = ring_set_page(&cpu->set, READ_ONCE(*ring_set_slot(&cpu->set, seq)));
			WRITE_ONCE(page->entries, page->entries - 1);
			return;
		}
	} while (!ring_exchange(cpu, pos, ts, pos - RING_POS_RECORD, ts));
}

void __ring_discard(struct ring_handle *h)
{
	struct ring_cpu *cpu = h->cpu;

	/* If @pos is where the record ended it is the last, and nothing happened since. */
	if (ring_exchange(cpu, h->end, h->ts, h->start, ring_back_ts(h))) {
		/* Nothing is left to publish, and nested writers do it themselves. */
		ring_leave(cpu, h->nest);
		return;
	}
	make_void(h);
	uncount(cpu, h);
	h->end -= RING_POS_RECORD;
	ring_commit_inside(h);
}
EXPORT_SYMBOL_GPL(__ring_discard);

void ring_discard(struct ring_handle *h)
{
	__ring_discard(h);
	preempt_enable_notrace();
}
EXPORT_SYMBOL_GPL(ring_discard);

bool ring_shrink(struct ring_handle *h, unsigned int len)
{
	struct ring_buffer_event *e = h->event;
	u32 words = ((u64)len + 3) / 4, had = e->type_len ?: e->array[0] / 4 - 1;
	u64 end;

	/* A long record keeps its form, and three words must not come about. */
	if (!e->type_len && words <= RING_SHORT_WORDS)
		words = RING_SHORT_WORDS + 1;
	if (words == 2 && !e->time_delta)
		words++;
	if (!len || words >= had)
		return false;

	end = h->end - (had - words);
	if (!ring_exchange(h->cpu, h->end, h->ts, end, h->ts))
		return false;
	h->end = end;
	if (e->type_len)
		e->type_len = words;
	else
		e->array[0] = words * 4 + 4;
	return true;
}
EXPORT_SYMBOL_GPL(ring_shrink);

void *__ring_reserve(struct trace_buffer *b, struct ring_handle *h, unsigned int len)
{
	return ring_reserve_here(b, h, len);
}
EXPORT_SYMBOL_GPL(__ring_reserve);

void __ring_commit(struct ring_handle *h)
{
	ring_commit_inside(h);
}
EXPORT_SYMBOL_GPL(__ring_commit);

void *ring_reserve(struct trace_buffer *b, struct ring_handle *h, unsigned int len)
{
	void *payload;

	return ring_reserve_guarded(b, h, len, &payload, RING_IN_MEMORY) ? payload : NULL;
}
EXPORT_SYMBOL_GPL(ring_reserve);

void ring_commit(struct ring_handle *h)
{
	if (likely(ring_commit_fast(h->cpu, h)))
		preempt_enable_notrace();
	else
		ring_commit_slow_enable(h);
}
EXPORT_SYMBOL_GPL(ring_commit);

u32 ring_nest_begin(struct trace_buffer *b)
{
	struct ring_cpu *cpu;
	u32 nest;

	preempt_disable_notrace();
	for (;;) {
		cpu = ring_here(b);
		nest = READ_ONCE(cpu->nest);
		WRITE_ONCE(cpu->nest, RING_NEST_UNGUARDED);
		/* Until then an interrupt could exchange it: ring_nest_end() would find another. */
		if (likely(READ_ONCE(cpu->buffer) == b))
			return nest;
		ring_leave(cpu, nest);
	}
}
EXPORT_SYMBOL_GPL(ring_nest_begin);

void ring_nest_end(struct trace_buffer *b, u32 nest)
{
	ring_leave(ring_here(b), nest);
	preempt_enable_notrace();
}
EXPORT_SYMBOL_GPL(ring_nest_end);
