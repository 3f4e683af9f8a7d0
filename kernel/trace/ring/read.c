// SPDX-License-Identifier: GPL-2.0
/*
 * The consuming reader of the ring buffer, and the counts.
 *
 * Readers of a CPU share one place (struct ring_reader) and one page. A
 * sub-buffer that the committed position has left is taken out of the ring
 * and read where it is. Of the one being written the committed part is
 * copied; what comes later is copied behind it, or found in the sub-buffer
 * once it can be taken.
 *
 * The writer never waits for any of this. In overwrite mode it may claim the
 * sub-buffer the reader is after; the reader then finds another number in the
 * slot and goes to the oldest that is left. What it missed it knows from the
 * number of the first record there, exactly (R6).
 *
 * Pairing:
 *	committed:A	see publish:A in write.c
 *	bases:A		see bases:A in write.c; without the barrier a base of two
 *			sub-buffers on could be taken for that of the one found
 *	overtaken:A	see claim:A in write.c; without the barrier a copy of a
 *			page that was claimed meanwhile could look sound
 *	take:A		see claim:A in write.c; orders all reading of the spare
 *			page before the writer can have it
 */
#include <linux/export.h>
#include <linux/string.h>

#include "internal.h"

/**
 * ring_head - where the committed position is
 * @cpu: whose
 * @head: to fill
 *
 * Any context. Looks again only if the writer has entered another sub-buffer
 * meanwhile.
 */
void ring_head(struct ring_cpu *cpu, struct ring_head *head)
{
	int tries = 0;

	do {
		/* committed:A */
		u64 pos = smp_load_acquire(&cpu->committed);

		head->pos = pos;
		head->seq = ring_pos_seq(pos, READ_ONCE(cpu->head_seq));
		head->bytes = ring_pos_words(pos) * 4;
		if (ring_pos_closed(pos)) {
			head->seq++;
			head->bytes = 0;
		}
		head->base.nr = READ_ONCE(cpu->base[head->seq & 1].nr);
		head->base.byte = READ_ONCE(cpu->base[head->seq & 1].byte);
		/* bases:A */
		smp_rmb();
	} while (!ring_pos_same_seq(READ_ONCE(cpu->committed), head->pos) && ++tries < 100);
}

static struct ring_page *own_page(struct ring_cpu *cpu)
{
	return &cpu->set.page[cpu->reader.page];
}

/*
 * Copy words a writer may be overwriting; the caller finds out afterwards.
 * Not memcpy(): that is checked by the race detectors.
 */
static noinline __no_kcsan void copy_words(void *to, const void *from, u32 bytes)
{
	const volatile u32 *f = from;
	u32 *t = to;

	for (; bytes; bytes -= 4)
		*t++ = *f++;
}

/**
 * ring_copy - copy part of a sub-buffer that is in the ring
 * @cpu: whose
 * @seq: which
 * @to: where to
 * @from: first byte of data
 * @end: end of them, 0 for all of a sub-buffer that was left
 * @first: what was written before it
 *
 * Takes its header too if @from is 0. Returns the end, or -1 if it is not, or
 * no longer, in the ring. Under cpu->lock: else the page could be freed.
 */
int ring_copy(struct ring_cpu *cpu, u64 seq, struct ring_subbuf *to, u32 from, u32 end,
	      struct ring_base *first)
{
	u64 *slot = ring_set_slot(&cpu->set, seq);
	u64 word = READ_ONCE(*slot);
	struct ring_page *page;

	if (!ring_slot_holds(word, seq))
		return -1;
	page = ring_set_page(&cpu->set, word);
	if (!end)
		end = READ_ONCE(page->bytes);
	/* A number of another lap would do harm before it is found out. */
	if (end > cpu->words * 4)
		return -1;
	first->nr = READ_ONCE(page->first.nr);
	first->byte = READ_ONCE(page->first.byte);
	if (!from)
		to->ts = READ_ONCE(page->subbuf->ts);
	if (end > from)
		copy_words(to->data + from, page->subbuf->data + from, end - from);
	/* overtaken:A */
	smp_rmb();
	return READ_ONCE(*slot) == word ? end : -1;
}

/*
 * Take sub-buffer @seq, which was left, out of the ring, the reader's page in.
 */
static __always_inline bool take(struct ring_cpu *cpu, u64 seq)
{
	struct ring_reader *rd = &cpu->reader;
	u64 *slot = ring_set_slot(&cpu->set, seq);
	u64 word = READ_ONCE(*slot);

	/* take:A. R4: this exchange alone decides between reader and writer. */
	if (!ring_slot_holds(word, seq) ||
	    !try_cmpxchg(slot, &word, ring_slot(seq, rd->page, 0)))
		return false;
	rd->page = ring_slot_page(word);
	rd->whole = true;
	return true;
}

/*
 * The reader's page holds records up to @end, and number @end_nr. If they are
 * the first of their sub-buffer, see what was missed before it.
 */
static void begin(struct ring_cpu *cpu, const struct ring_base *first, u32 end, u64 end_nr)
{
	struct ring_reader *rd = &cpu->reader;
	struct ring_subbuf *subbuf = own_page(cpu)->subbuf;

	if (!rd->walk.off) {
		rd->walk.ts = subbuf->ts;
		rd->lost += first->nr - rd->next_nr;
		rd->overrun += first->nr - rd->next_nr;
		rd->next_nr = first->nr;
		rd->first_byte = first->byte;
	}
	rd->walk.data = subbuf->data;
	rd->walk.end = end;
	rd->end_nr = end_nr;
}

static __always_inline void goto_subbuf(struct ring_reader *rd, u64 seq)
{
	/* A writer that has somebody to wake looks at it without the lock. */
	WRITE_ONCE(rd->seq, seq);
	rd->whole = false;
	rd->first_byte += rd->walk.end;
	rd->walk.off = 0;
	rd->walk.end = 0;
}

/* Is it known that the writer has left sub-buffer @seq? */
static __always_inline bool was_left(struct ring_reader *rd, u64 seq)
{
	return likely((s64)(rd->left - seq) > 0);
}

/* Has it by now? See where it is. */
static bool look(struct ring_cpu *cpu, u64 seq, struct ring_head *head)
{
	ring_head(cpu, head);
	cpu->reader.left = head->seq;
	return was_left(&cpu->reader, seq);
}

/* The reader's page is the sub-buffer, now. */
static void begin_whole(struct ring_cpu *cpu)
{
	struct ring_page *page = own_page(cpu);

	begin(cpu, &page->first, page->bytes, page->first.nr + page->entries);
}

/**
 * ring_refill - get something to read into the reader's page, which has nothing
 * @cpu: whose
 *
 * Returns false if nothing is committed beyond the reader's place. Under
 * cpu->lock. Ends: each round takes or copies something, or comes nearer to
 * the committed position; a writer that laps the reader in each of them ends
 * the attempt too.
 */
bool ring_refill(struct ring_cpu *cpu)
{
	struct ring_reader *rd = &cpu->reader;
	struct ring_walk *w = &rd->walk;
	struct ring_base first;
	struct ring_head head;
	u32 laps = 0;

	while (w->off >= w->end) {
		if (rd->whole)
			goto_subbuf(rd, rd->seq + 1);

		if (was_left(rd, rd->seq) || look(cpu, rd->seq, &head)) {
			if (take(cpu, rd->seq)) {
				begin_whole(cpu);
				continue;
			}
		} else if (rd->seq == head.seq) {
			if (head.bytes <= w->off)
				return false;
			if (ring_copy(cpu, head.seq, own_page(cpu)->subbuf, w->off, head.bytes,
				      &first) >= 0) {
				begin(cpu, &first, head.bytes, first.nr + ring_pos_count(head.pos));
				return true;
			}
		}

		/* Overtaken. What is in the ring starts a lap behind, or after. */
		if (++laps > 2 * cpu->set.nr_slots)
			return false;
		ring_head(cpu, &head);
		if ((s64)(head.seq - rd->seq) > cpu->set.nr_slots)
			goto_subbuf(rd, head.seq - cpu->set.nr_slots);
		else
			goto_subbuf(rd, rd->seq + 1);
	}
	return true;
}

/*
 * The reader's page is a copy: if the writer has left the sub-buffer since, get
 * that itself. Under cpu->lock.
 */
void ring_fill_whole(struct ring_cpu *cpu)
{
	struct ring_reader *rd = &cpu->reader;
	struct ring_head head;

	ring_head(cpu, &head);
	if (rd->seq != head.seq && take(cpu, rd->seq))
		begin_whole(cpu);
}

/* Apart, so that nothing is spent on @head before it is needed. */
static noinline bool look_only(struct ring_cpu *cpu, u64 seq)
{
	struct ring_head head;

	return look(cpu, seq, &head);
}

/**
 * ring_take_page - hand out the next sub-buffer as it is
 * @cpu: whose
 * @subbuf: an empty one of the caller's, to get it for
 *
 * Returns the bytes in it; 0 if it cannot be had: the reader stands inside one,
 * or on the one being written, or the writer was faster. Then ring_fill() finds
 * what there is. Under cpu->lock.
 */
u32 ring_take_page(struct ring_cpu *cpu, struct ring_subbuf **subbuf)
{
	struct ring_reader *rd = &cpu->reader;
	u64 seq = rd->seq;
	struct ring_page *page;
	u64 missed;
	u32 bytes;

	/* It may be the reader's page already, and unread. */
	if (!rd->whole || rd->walk.off) {
		if (rd->walk.off < rd->walk.end || (rd->walk.off && !rd->whole))
			return 0;
		seq += rd->whole;
		if (!was_left(rd, seq) && !look_only(cpu, seq))
			return 0;
		if (!take(cpu, seq))
			return 0;
	}
	/* Nobody must look for it in the page that comes in. */
	goto_subbuf(rd, seq + 1);
	page = own_page(cpu);
	bytes = page->bytes;
	missed = page->first.nr - rd->next_nr;
	rd->lost += missed;
	rd->overrun += missed;
	rd->read += page->entries;
	rd->next_nr += missed + page->entries;
	rd->end_nr = rd->next_nr;
	rd->first_byte = page->first.byte + bytes;
	swap(page->subbuf, *subbuf);
	return bytes;
}

/*
 * Stand at the next data record, w->payload and so on set. Under cpu->lock.
 */
bool ring_find(struct ring_cpu *cpu)
{
	while (ring_fill(cpu)) {
		if (ring_walk_find(&cpu->reader.walk))
			return true;
	}
	return false;
}

/* Step over the record that ring_find() found. Under cpu->lock. */
void ring_step(struct ring_cpu *cpu)
{
	struct ring_reader *rd = &cpu->reader;

	ring_walk_skip(&rd->walk);
	rd->next_nr++;
	rd->read++;
	rd->lost = 0;
}

/**
 * ring_skip_page - count what is left in the reader's page as read
 * @cpu: whose
 *
 * Under cpu->lock. Of a whole sub-buffer nothing need be looked at; in a copy
 * the time of what comes behind it must be known.
 */
void ring_skip_page(struct ring_cpu *cpu)
{
	struct ring_reader *rd = &cpu->reader;

	while (!rd->whole && ring_walk_find(&rd->walk))
		ring_step(cpu);
	if (rd->next_nr == rd->end_nr)
		return;
	rd->read += rd->end_nr - rd->next_nr;
	rd->next_nr = rd->end_nr;
	rd->walk.off = rd->walk.end;
	rd->lost = 0;
}

int ring_peek_ts(struct trace_buffer *b, int cpu, u64 *ts)
{
	struct ring_cpu *c = ring_cpu_of(b, cpu);
	int ret = -ENODATA;
	unsigned long flags;

	if (!c)
		return ret;
	raw_spin_lock_irqsave(&c->lock, flags);
	if (ring_find(c)) {
		*ts = c->reader.walk.next_ts;
		ret = 0;
	}
	raw_spin_unlock_irqrestore(&c->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(ring_peek_ts);

static int copy_record(struct trace_buffer *b, int cpu, void *buf, unsigned int size,
		       struct ring_record *rec, bool consume)
{
	struct ring_cpu *c = ring_cpu_of(b, cpu);
	int ret = -ENODATA;
	unsigned long flags;

	if (!c)
		return ret;
	raw_spin_lock_irqsave(&c->lock, flags);
	if (ring_find(c)) {
		struct ring_walk *w = &c->reader.walk;

		ret = -ENOSPC;
		rec->len = w->len;
		if (w->len <= size) {
			memcpy(buf, w->payload, w->len);
			rec->data = buf;
			rec->cpu = cpu;
			rec->ts = w->next_ts;
			rec->nr = c->reader.next_nr;
			rec->lost = c->reader.lost;
			if (consume)
				ring_step(c);
			ret = 0;
		}
	}
	raw_spin_unlock_irqrestore(&c->lock, flags);
	return ret;
}

int ring_consume(struct trace_buffer *b, int cpu, void *buf, unsigned int size,
		 struct ring_record *rec)
{
	return copy_record(b, cpu, buf, size, rec, true);
}
EXPORT_SYMBOL_GPL(ring_consume);

int ring_peek(struct trace_buffer *b, int cpu, void *buf, unsigned int size,
	      struct ring_record *rec)
{
	return copy_record(b, cpu, buf, size, rec, false);
}
EXPORT_SYMBOL_GPL(ring_peek);

int ring_drop(struct trace_buffer *b, const struct ring_record *rec, u64 *ts)
{
	struct ring_cpu *c = ring_cpu_of(b, rec->cpu);
	int ret = -ENODATA;
	unsigned long flags;

	if (!c)
		return ret;
	raw_spin_lock_irqsave(&c->lock, flags);
	if (ring_find(c) && c->reader.next_nr == rec->nr && c->reader.walk.next_ts == rec->ts)
		ring_step(c);
	if (ring_find(c)) {
		*ts = c->reader.walk.next_ts;
		ret = 0;
	}
	raw_spin_unlock_irqrestore(&c->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(ring_drop);

/*
 * Forget all that is committed, counts too: the reader goes to where the
 * committed position is. The writer does not notice. Under cpu->lock.
 */
void ring_drain(struct ring_cpu *cpu)
{
	struct ring_reader *rd = &cpu->reader;
	struct ring_head head;
	u64 seq;

	/* Sub-buffers that were left need not be looked at, only emptied. */
	ring_head(cpu, &head);
	seq = rd->seq + rd->whole;
	if ((s64)(head.seq - seq) > cpu->set.nr_slots)
		seq = head.seq - cpu->set.nr_slots;
	for (; (s64)(head.seq - seq) > 0; seq++) {
		u64 *slot = ring_set_slot(&cpu->set, seq);
		u64 word = READ_ONCE(*slot);

		if (ring_slot_holds(word, seq))
			cmpxchg(slot, word, word & ~RING_SLOT_USED);
	}
	if (rd->seq != head.seq) {
		goto_subbuf(rd, head.seq);
		rd->first_byte = head.base.byte;
		rd->next_nr = head.base.nr;
		rd->end_nr = head.base.nr;
	}
	/* In the one being written, walk to the end to know the time there. */
	while (ring_fill(cpu) && rd->seq == head.seq && rd->walk.off < head.bytes) {
		while (ring_walk_find(&rd->walk)) {
			ring_walk_skip(&rd->walk);
			rd->next_nr++;
		}
	}
	rd->lost = 0;
	rd->overrun = 0;
	rd->read = 0;
	cpu->base_dropped = local_read(&cpu->dropped);
	cpu->base_commit_overrun = local_read(&cpu->commit_overrun);
}

/*
 * The oldest sub-buffer in the ring that the reader does not hold: what was
 * written before it, and its time. If there is none, where the next will be.
 */
static void oldest(struct ring_cpu *cpu, const struct ring_head *head, struct ring_base *first,
		   u64 *ts)
{
	struct ring_reader *rd = &cpu->reader;
	u64 end = head->seq + !ring_pos_closed(head->pos);
	u64 seq = rd->seq + rd->whole;

	if ((s64)(end - seq) > cpu->set.nr_slots)
		seq = end - cpu->set.nr_slots;
	for (; (s64)(end - seq) > 0; seq++) {
		u64 *slot = ring_set_slot(&cpu->set, seq);
		u64 word = READ_ONCE(*slot);
		struct ring_page *page = ring_set_page(&cpu->set, word);

		if (!ring_slot_holds(word, seq))
			continue;
		first->nr = READ_ONCE(page->first.nr);
		first->byte = READ_ONCE(page->first.byte);
		*ts = READ_ONCE(page->subbuf->ts);
		/* overtaken:A */
		smp_rmb();
		if (READ_ONCE(*slot) == word)
			return;
	}
	*first = head->base;
	*ts = 0;
}

/**
 * ring_count - the counts of one CPU
 * @cpu: whose
 * @st: to fill
 *
 * Under cpu->lock. What is written meanwhile may or may not be counted; with
 * the writer at rest it is exact.
 */
void ring_count(struct ring_cpu *cpu, struct ring_stats *st)
{
	struct ring_reader *rd = &cpu->reader;
	u64 gap_nr = 0, gap_byte = 0;
	struct ring_head head;
	struct ring_base first;
	struct ring_walk w = rd->walk;

	memset(st, 0, sizeof(*st));
	ring_head(cpu, &head);
	oldest(cpu, &head, &first, &st->oldest_ts);

	/* Between the reader's page and the oldest in the ring: lost, unless it is the same. */
	if ((s64)(first.nr - rd->end_nr) > 0) {
		gap_nr = first.nr - rd->end_nr;
		gap_byte = first.byte - rd->first_byte - w.end;
	}
	if (!ring_pos_closed(head.pos))
		head.base.nr += ring_pos_count(head.pos);

	st->entries = max_t(s64, head.base.nr - rd->next_nr - gap_nr, 0);
	st->bytes = max_t(s64, head.base.byte + head.bytes - rd->first_byte - w.off - gap_byte, 0);
	st->overrun = rd->overrun + gap_nr;
	st->read = rd->read;
	st->dropped = local_read(&cpu->dropped) - cpu->base_dropped;
	st->commit_overrun = local_read(&cpu->commit_overrun) - cpu->base_commit_overrun;

	if (!st->entries)
		st->oldest_ts = 0;
	else if (ring_walk_find(&w))
		st->oldest_ts = w.next_ts;
}

void ring_stats(struct trace_buffer *b, int cpu, struct ring_stats *st)
{
	struct ring_cpu *c = ring_cpu_of(b, cpu);
	unsigned long flags;

	memset(st, 0, sizeof(*st));
	if (!c)
		return;
	raw_spin_lock_irqsave(&c->lock, flags);
	ring_count(c, st);
	raw_spin_unlock_irqrestore(&c->lock, flags);
}
EXPORT_SYMBOL_GPL(ring_stats);
