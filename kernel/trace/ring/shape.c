// SPDX-License-Identifier: GPL-2.0
/*
 * The shape of a CPU's ring: what it starts as, and changing it under a
 * running writer.
 *
 * A change is prepared in memory of its own and made in one short step on the
 * CPU whose buffer it is, with interrupts off and the writer held: a record
 * from an NMI in that step is refused, and counted as dropped. No writer is
 * inside then, or the step is put off; so writers need no care for changes.
 */
#include "internal.h"

/* Empty slots, for sub-buffers @seq and up; the reader has page 0. */
static void empty_slots(struct ring_set *set, u64 seq)
{
	u32 i;

	for (i = 0; i < set->nr_slots; i++, seq++)
		*ring_set_slot(set, seq) = ring_slot(seq - set->nr_slots, i + 1, 0);
}

/* Make both entries older than @seq, which is to be claimed next. */
static void forget_cache(struct ring_cpu *cpu, u64 seq)
{
	u64 s;

	for (s = seq - 2; s != seq; s++) {
		cpu->cache[s & 1].slot = ring_slot(s, 0, 0);
		cpu->cache[s & 1].subbuf = NULL;
	}
}

void ring_set_abs(struct ring_cpu *cpu, bool abs)
{
	WRITE_ONCE(cpu->limit, abs ? 0 : cpu->words);
}

/**
 * ring_cpu_init - a CPU's buffer with nothing in it
 * @cpu: the buffer, all 0 but its set, which has pages
 * @b: whose it is
 * @nr: CPU number
 * @seq: number of its first sub-buffer, more than any ring has slots
 */
void ring_cpu_init(struct ring_cpu *cpu, struct trace_buffer *b, int nr, u64 seq)
{
	cpu->buffer = b;
	cpu->cpu = nr;
	raw_spin_lock_init(&cpu->lock);
	cpu->words = ring_subbuf_words(cpu->set.order);
	ring_set_abs(cpu, b->abs);

	cpu->head_seq = seq - 1;
	cpu->pos = ring_pos(seq - 1, 0, RING_POS_CLOSED);
	cpu->committed = cpu->pos;
	cpu->reader.seq = seq;
	cpu->pending.top = cpu->pending.handle;
	cpu->pending.end = cpu->pending.handle + RING_PENDING;
	empty_slots(&cpu->set, seq);
	forget_cache(cpu, seq);
}

/**
 * ring_hold - hold the writer
 * @cpu: whose
 *
 * On that CPU with interrupts off, or with that CPU offline; under cpu->lock.
 * Returns false if a writer was interrupted: try again later.
 */
bool ring_hold(struct ring_cpu *cpu)
{
	atomic_or(RING_OFF_HELD, &cpu->off);
	/* From here on an NMI is refused; one that was not is over. */
	barrier();
	if (!READ_ONCE(cpu->nest))
		return true;
	atomic_andnot(RING_OFF_HELD, &cpu->off);
	return false;
}

void ring_release(struct ring_cpu *cpu)
{
	barrier();
	atomic_andnot(RING_OFF_HELD, &cpu->off);
}

/* A stack of pages without a place; the link stands where the time would. */
void ring_spare_push(struct ring_subbuf **top, struct ring_subbuf *subbuf)
{
	subbuf->ts = (unsigned long)*top;
	*top = subbuf;
}

struct ring_subbuf *ring_spare_pop(struct ring_subbuf **top)
{
	struct ring_subbuf *subbuf = *top;

	if (subbuf)
		*top = (struct ring_subbuf *)(unsigned long)subbuf->ts;
	return subbuf;
}

/* Move the unread sub-buffers that fit from @old to @new; @seq is next. */
static void keep_unread(struct ring_set *old, struct ring_set *new, u64 seq)
{
	u64 s = seq - min(old->nr_slots, new->nr_slots);

	for (; s != seq; s++) {
		u64 word = *ring_set_slot(old, s), *slot = ring_set_slot(new, s);
		struct ring_page *from = ring_set_page(old, word);

		if (!ring_slot_holds(word, s))
			continue;
		*slot |= RING_SLOT_USED;
		*ring_set_page(new, *slot) = *from;
		from->subbuf = NULL;
	}
}

/**
 * ring_set_replace - give a CPU's ring other memory
 * @cpu: whose; held
 * @new: slots and pages, cleared; the ring's previous ones on return
 * @spare: pages for @new; those left over on return
 *
 * Unread records stay, newest first, if the order stays; what does not fit is
 * lost and will be counted so. If the order changes, all of it is forgotten,
 * and @spare must suffice for all of @new.
 */
void ring_set_replace(struct ring_cpu *cpu, struct ring_set *new, struct ring_subbuf **spare)
{
	struct ring_set old = cpu->set;
	struct ring_reader *rd = &cpu->reader;
	bool keep = old.order == new->order;
	struct ring_subbuf *left = NULL;
	u64 seq;
	u32 i;

	ring_close(cpu);
	seq = cpu->head_seq + 1;
	empty_slots(new, seq);
	if (keep) {
		keep_unread(&old, new, seq);
		new->page[0] = old.page[rd->page];
		old.page[rd->page].subbuf = NULL;
	} else {
		ring_drain(cpu);
	}
	rd->page = 0;

	for (i = 0; i < old.nr_pages; i++) {
		if (old.page[i].subbuf)
			ring_spare_push(keep ? spare : &left, old.page[i].subbuf);
	}
	for (i = 0; i < new->nr_pages; i++) {
		if (!new->page[i].subbuf)
			new->page[i].subbuf = ring_spare_pop(spare);
	}
	while (left) {
		struct ring_subbuf *subbuf = ring_spare_pop(&left);

		ring_spare_push(spare, subbuf);
	}

	cpu->set.slot = new->slot;
	cpu->set.page = new->page;
	cpu->set.nr_pages = new->nr_pages;
	/* These two are looked at without the lock. */
	WRITE_ONCE(cpu->set.nr_slots, new->nr_slots);
	WRITE_ONCE(cpu->set.order, new->order);
	*new = old;
	cpu->words = ring_subbuf_words(cpu->set.order);
	ring_set_abs(cpu, cpu->buffer->abs);
	forget_cache(cpu, seq);
}
