// SPDX-License-Identifier: GPL-2.0
/*
 * The shape of a CPU's ring: what it starts as, changing it under a running
 * writer, and exchanging it for another's.
 *
 * A change is prepared in memory of its own and made in one short step on the
 * CPU whose buffer it is, with interrupts off and the writer held: a record
 * from an NMI in that step is refused, and counted as dropped. No writer is
 * inside then, or the step is put off; so writers need no care for changes.
 */
#include <linux/cpumask.h>
#include <linux/export.h>

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

/*
 * Move the unread sub-buffers that fit from @old to @new; @seq is next. Pages
 * of @new that are in the way change places with them.
 */
static void keep_unread(struct ring_set *old, struct ring_set *new, u64 seq)
{
	u64 s = seq - min(old->nr_slots, new->nr_slots);

	for (; s != seq; s++) {
		u64 word = *ring_set_slot(old, s), *slot = ring_set_slot(new, s);

		if (!ring_slot_holds(word, s))
			continue;
		*slot |= RING_SLOT_USED;
		swap(*ring_set_page(new, *slot), *ring_set_page(old, word));
	}
}

/* Pages that @new lacks come from @old, which has enough. */
static void move_pages(struct ring_set *old, struct ring_set *new)
{
	struct ring_page *from = old->page, *to;

	for (to = new->page; to != new->page + new->nr_pages; to++) {
		if (to->subbuf)
			continue;
		while (!from->subbuf)
			from++;
		swap(to->subbuf, from->subbuf);
	}
}

/**
 * ring_set_replace - give a CPU's ring other memory
 * @cpu: whose; held
 * @new: slots, and pages, of which those may be missing that the ring has; the
 *	ring's previous ones on return, with the pages that are left over
 *
 * Unread records stay, newest first, if the order stays; what does not fit is
 * lost and will be counted so. If the order changes, all of it is forgotten,
 * and no page of @new may be missing. To call it again takes it back.
 *
 * Runs with interrupts off, for a time that grows with the number of pages; so
 * it touches none of them, only what is known of them.
 */
void ring_set_replace(struct ring_cpu *cpu, struct ring_set *new)
{
	struct ring_set old = cpu->set;
	struct ring_reader *rd = &cpu->reader;
	u64 seq;

	ring_close(cpu);
	seq = cpu->head_seq + 1;
	empty_slots(new, seq);
	if (old.order == new->order) {
		keep_unread(&old, new, seq);
		swap(new->page[0], old.page[rd->page]);
		move_pages(&old, new);
	} else {
		ring_drain(cpu);
	}
	rd->page = 0;

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

#ifdef CONFIG_RING_BUFFER_ALLOW_SWAP
/* Both are held on this CPU; returns whether they are. */
static bool hold_both(struct ring_cpu *a, struct ring_cpu *b)
{
	if (!ring_hold(a))
		return false;
	if (ring_hold(b))
		return true;
	ring_release(a);
	return false;
}

/**
 * ring_buffer_swap_cpu - exchange what two buffers have of a CPU
 * @buffer_a: one
 * @buffer_b: the other
 * @cpu: the CPU: this one, with interrupts off, or one that is offline
 *
 * Returns 0; -EINVAL if there is no such CPU, or the two differ in size or
 * order; -EAGAIN if one of them is off; -EBUSY if one of them is mapped, on a
 * range, being written on this CPU, or the CPU is another.
 */
int ring_buffer_swap_cpu(struct trace_buffer *buffer_a, struct trace_buffer *buffer_b, int cpu)
{
	struct ring_cpu *a = ring_cpu_of(buffer_a, cpu), *b = ring_cpu_of(buffer_b, cpu);
	int ret = -EBUSY;

	if (!a || !b || a == b)
		return -EINVAL;
	if (ring_is_off(buffer_a) || ring_is_off(buffer_b) ||
	    atomic_read(&a->off) || atomic_read(&b->off))
		return -EAGAIN;
	if (cpu_online(cpu) && (cpu != raw_smp_processor_id() || !irqs_disabled()))
		return -EBUSY;

	guard(raw_spinlock_irqsave)(&min(a, b)->lock);
	raw_spin_lock_nested(&max(a, b)->lock, SINGLE_DEPTH_NESTING);
	if (a->set.nr_slots != b->set.nr_slots || a->set.order != b->set.order) {
		ret = -EINVAL;
	} else if (!a->mapped && !b->mapped && !buffer_a->range && !buffer_b->range &&
		   hold_both(a, b)) {
		WRITE_ONCE(a->buffer, buffer_b);
		WRITE_ONCE(b->buffer, buffer_a);
		WRITE_ONCE(buffer_a->cpu[cpu], b);
		WRITE_ONCE(buffer_b->cpu[cpu], a);
		ring_set_abs(a, buffer_b->abs);
		ring_set_abs(b, buffer_a->abs);
		ring_release(b);
		ring_release(a);
		/* Those who wait for a CPU of the one now wait for the other's. */
		irq_work_queue(&a->work);
		irq_work_queue(&b->work);
		ret = 0;
	}
	raw_spin_unlock(&max(a, b)->lock);
	return ret;
}
EXPORT_SYMBOL_GPL(ring_buffer_swap_cpu);
#endif /* CONFIG_RING_BUFFER_ALLOW_SWAP */
