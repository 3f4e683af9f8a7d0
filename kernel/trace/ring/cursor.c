// SPDX-License-Identifier: GPL-2.0
/*
 * Cursors: reading without consuming. A cursor copies a sub-buffer, or what
 * is committed of it, and walks its copy. Writers do not notice; consuming
 * readers are kept out for the copy only, as they could give the page away.
 */
#include <linux/export.h>
#include <linux/slab.h>

#include "internal.h"
#include "cursor.h"

static_assert(sizeof(struct ring_cursor) <= RING_CURSOR_SIZE(0));

/* Records of a sub-buffer begin in the copy. */
static void begin(struct ring_cursor *c, u64 ts, const struct ring_base *first)
{
	if (c->walk.off)
		return;
	c->walk.ts = ts;
	if (first->nr != c->next_nr)
		c->lost += first->nr - c->next_nr;
	c->next_nr = first->nr;
}

/* Sub-buffer c->seq, which was left: copy the rest of it. Returns its end, or -1. */
static int copy_left(struct ring_cursor *c, struct ring_base *first)
{
	struct ring_reader *rd = &c->cpu->reader;
	struct ring_page *page = &c->cpu->set.page[rd->page];
	u32 off = c->walk.off;

	if (!rd->whole || rd->seq != c->seq)
		return ring_copy(c->cpu, c->seq, c->copy, off, 0, first);

	/* A consuming reader has it. */
	c->copy->ts = page->subbuf->ts;
	memcpy(c->copy->data + off, page->subbuf->data + off, page->bytes - off);
	*first = page->first;
	return page->bytes;
}

/* Under the CPU's lock. False if nothing is committed beyond the cursor. */
static bool refill(struct ring_cursor *c)
{
	struct ring_walk *w = &c->walk;
	struct ring_cpu *cpu = c->cpu;
	struct ring_base first;
	struct ring_head head;
	u32 laps = 0;

	/* The copy was made for sub-buffers of the old size. */
	if (cpu->set.order != c->order)
		return false;

	while (w->off >= w->end) {
		u64 oldest;
		int end;

		if (c->left) {
			c->seq++;
			c->left = false;
			w->off = 0;
			w->end = 0;
		}
		ring_head(cpu, &head);
		if ((s64)(head.seq - c->seq) <= 0) {
			if (c->seq != head.seq || head.bytes <= w->off)
				return false;
			end = ring_copy(cpu, c->seq, c->copy, w->off, head.bytes, &first);
		} else {
			end = copy_left(c, &first);
			c->left = end >= 0;
		}
		if (end >= 0) {
			begin(c, c->copy->ts, &first);
			w->end = end;
			continue;
		}
		/* Consumed, or overwritten: go to the oldest there may be. */
		if (++laps > 2 * cpu->set.nr_slots)
			return false;
		c->seq++;
		w->off = 0;
		w->end = 0;
		ring_head(cpu, &head);
		oldest = head.seq - cpu->set.nr_slots;
		if ((s64)(cpu->reader.seq - oldest) > 0)
			oldest = cpu->reader.seq;
		if ((s64)(oldest - c->seq) > 0)
			c->seq = oldest;
	}
	return true;
}

/* To where consuming readers are, with what they hold. Under the CPU's lock. */
static void start(struct ring_cursor *c)
{
	struct ring_reader *rd = &c->cpu->reader;

	c->seq = rd->seq;
	c->next_nr = rd->next_nr;
	c->lost = rd->lost;
	c->order = c->cpu->set.order;
	c->walk = rd->walk;
	c->walk.data = c->copy->data;
	c->left = rd->whole;
	if (c->room < ring_subbuf_words(c->order) * 4) {
		/* No room for one: it will find nothing. */
		c->order = UINT_MAX;
		c->walk.end = c->walk.off;
	}
	if (c->walk.off < c->walk.end)
		memcpy(c->copy->data + c->walk.off, rd->walk.data + rd->walk.off,
		       c->walk.end - c->walk.off);
}

/* In a crash the lock may never be released, and nothing else runs. */
static bool lock(struct ring_cursor *c, unsigned long *flags)
{
	if (!c->crash) {
		raw_spin_lock_irqsave(&c->cpu->lock, *flags);
		return true;
	}
	local_irq_save(*flags);
	return raw_spin_trylock(&c->cpu->lock);
}

static void unlock(struct ring_cursor *c, unsigned long flags, bool locked)
{
	if (locked)
		raw_spin_unlock(&c->cpu->lock);
	local_irq_restore(flags);
}

void ring_cursor_rewind(struct ring_cursor *c)
{
	unsigned long flags;
	bool locked = lock(c, &flags);

	start(c);
	unlock(c, flags, locked);
}
EXPORT_SYMBOL_GPL(ring_cursor_rewind);

struct ring_record *ring_cursor_peek(struct ring_cursor *c)
{
	bool more = true, locked;
	unsigned long flags;

	while (!ring_walk_find(&c->walk) && more) {
		locked = lock(c, &flags);
		more = refill(c);
		unlock(c, flags, locked);
	}
	if (!more)
		return NULL;
	c->rec.data = c->walk.payload;
	c->rec.len = c->walk.len;
	c->rec.cpu = c->cpu->cpu;
	c->rec.ts = c->walk.next_ts;
	c->rec.nr = c->next_nr;
	c->rec.lost = c->lost;
	return &c->rec;
}
EXPORT_SYMBOL_GPL(ring_cursor_peek);

void ring_cursor_advance(struct ring_cursor *c)
{
	if (!ring_walk_find(&c->walk))
		return;
	ring_walk_skip(&c->walk);
	c->next_nr++;
	c->lost = 0;
}
EXPORT_SYMBOL_GPL(ring_cursor_advance);

bool ring_cursor_is_stale(const struct ring_cursor *c, struct trace_buffer *b)
{
	return READ_ONCE(c->cpu->buffer) != b ||
	       c->room < ring_subbuf_words(READ_ONCE(c->cpu->set.order)) * 4;
}
EXPORT_SYMBOL_GPL(ring_cursor_is_stale);

static void attach(struct ring_cursor *c, struct ring_cpu *cpu, struct ring_subbuf *copy,
		   u32 room, bool crash)
{
	*c = (struct ring_cursor) { .cpu = cpu, .copy = copy, .room = room, .crash = crash };
	ring_cursor_rewind(c);
}

struct ring_cursor *ring_cursor_init(void *mem, size_t size, struct trace_buffer *b, int cpu)
{
	struct ring_cpu *rc = ring_cpu_of(b, cpu);

	if (!rc || size < RING_CURSOR_SIZE(RING_SUBBUF_HEADER))
		return NULL;
	attach(mem, rc, mem + RING_CURSOR_SIZE(0), size - RING_CURSOR_SIZE(RING_SUBBUF_HEADER),
	       true);
	return mem;
}
EXPORT_SYMBOL_GPL(ring_cursor_init);

struct ring_cursor *ring_cursor_open(struct trace_buffer *b, int cpu, gfp_t gfp)
{
	struct ring_cpu *rc = ring_cpu_of(b, cpu);
	struct ring_cursor *c;
	size_t size;

	if (!rc)
		return NULL;
	size = PAGE_SIZE << READ_ONCE(rc->set.order);
	c = kmalloc(RING_CURSOR_SIZE(0), gfp);
	if (!c)
		return NULL;
	c->copy = kvmalloc(size, gfp);
	if (!c->copy) {
		kfree(c);
		return NULL;
	}
	attach(c, rc, c->copy, size - RING_SUBBUF_HEADER, false);
	return c;
}
EXPORT_SYMBOL_GPL(ring_cursor_open);

void ring_cursor_close(struct ring_cursor *c)
{
	kvfree(c->copy);
	kfree(c);
}
EXPORT_SYMBOL_GPL(ring_cursor_close);
