// SPDX-License-Identifier: GPL-2.0
/*
 * Reading whole sub-buffers in the ABI's format. The caller brings a page and
 * gets one: the reader's own, if it can have all of it, else its page with a
 * copy of what is committed and fits.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

/**
 * ring_buffer_alloc_read_page - a page for ring_buffer_read_page()
 * @buffer: the buffer
 * @cpu: the CPU that will be read
 * @rpage: where to put it
 *
 * Returns 0, -ENODEV if the CPU has no buffer, -ENOMEM.
 */
int ring_buffer_alloc_read_page(struct trace_buffer *buffer, int cpu,
				struct buffer_data_read_page **rpage)
{
	struct buffer_data_read_page *page;

	*rpage = NULL;
	if (!ring_cpu_of(buffer, cpu))
		return -ENODEV;
	page = kmalloc(sizeof(*page), GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	/* Of this CPU: in the middle of a change they may differ. */
	page->order = READ_ONCE(ring_cpu_of(buffer, cpu)->set.order);
	page->subbuf = ring_subbuf_alloc(cpu_to_node(cpu), page->order);
	if (!page->subbuf) {
		kfree(page);
		return -ENOMEM;
	}
	*rpage = page;
	return 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_alloc_read_page);

void ring_buffer_free_read_page(struct trace_buffer *buffer, int cpu,
				struct buffer_data_read_page *page)
{
	if (!page)
		return;
	/* A pipe may still hold it; then this gives back our reference only. */
	ring_subbuf_free(page->subbuf, page->order);
	kfree(page);
}
EXPORT_SYMBOL_GPL(ring_buffer_free_read_page);

void *ring_buffer_read_page_data(struct buffer_data_read_page *page)
{
	return page->subbuf;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_page_data);

unsigned int ring_buffer_read_page_size(struct buffer_data_read_page *rpage)
{
	return PAGE_SIZE << rpage->order;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_page_size);

/* Copy records from the reader's place, as many as @room takes; bytes copied. */
static u32 copy_records(struct ring_reader *rd, struct ring_subbuf *to, u32 room)
{
	struct ring_walk *w = &rd->walk;
	u32 from, end;

	to->ts = w->ts;
	from = w->off;
	for (end = from; ring_walk_find(w) && w->next - from <= room; end = w->next) {
		ring_walk_skip(w);
		rd->next_nr++;
		rd->read++;
	}
	/* Void records at the end go along, time extends of a record that does not fit stay. */
	if (w->off == w->end && w->end - from <= room)
		end = w->end;
	memcpy(to->data, w->data + from, end - from);
	return end - from;
}

/*
 * The next sub-buffer in place of *@subbuf or, if that cannot be had as a whole,
 * a copy of what is there and fits. Bytes, or an error.
 */
static int get_records(struct ring_cpu *c, struct ring_subbuf **subbuf, size_t room, bool full)
{
	bool give = room >= c->words * 4 && !c->mapped && !c->buffer->range;
	struct ring_reader *rd = &c->reader;
	u32 bytes = 0;

	if (give)
		bytes = ring_take_page(c, subbuf);
	if (bytes)
		return bytes;
	if (!ring_fill(c))
		return -EAGAIN;
	if (!rd->whole)
		ring_fill_whole(c);
	if (full && !rd->whole)
		return -EAGAIN;
	if (give)
		bytes = ring_take_page(c, subbuf);
	return bytes ?: copy_records(rd, *subbuf, room) ?: -EINVAL;
}

/**
 * ring_buffer_read_page - read a sub-buffer, or the rest of one
 * @buffer: the buffer
 * @data_page: a page of ring_buffer_alloc_read_page(), which gets the records
 * @len: bytes of it to use at most, header included
 * @cpu: CPU to read
 * @full: only if the writer is done with the sub-buffer
 *
 * The page's commit word gets the length, RING_MISSED_EVENTS if records were
 * lost before it, and RING_MISSED_STORED if there was room for their number.
 * Atomic context. Returns 0; -EAGAIN if there is nothing (or nothing full) to
 * read, -EINVAL if the page or @len does not fit, -ENODEV.
 */
int ring_buffer_read_page(struct trace_buffer *buffer, struct buffer_data_read_page *data_page,
			  size_t len, int cpu, int full)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);
	unsigned long flags, lost, commit;
	struct ring_subbuf *subbuf;
	u32 bytes, room;
	int ret;

	if (!c)
		return -ENODEV;
	if (!data_page || len <= RING_SUBBUF_HEADER)
		return -EINVAL;
	len -= RING_SUBBUF_HEADER;

	raw_spin_lock_irqsave(&c->lock, flags);
	if (data_page->order != c->set.order) {
		ret = -EINVAL;
		goto out;
	}
	ret = get_records(c, &data_page->subbuf, len, full);
	if (ret < 0)
		goto out;
	bytes = ret;
	lost = c->reader.lost;
	c->reader.lost = 0;

	subbuf = data_page->subbuf;
	commit = bytes;
	room = c->words * 4 - bytes;
	if (lost) {
		commit |= RING_MISSED_EVENTS;
		if (room >= sizeof(lost)) {
			memcpy(subbuf->data + bytes, &lost, sizeof(lost));
			commit |= RING_MISSED_STORED;
			bytes += sizeof(lost);
			room -= sizeof(lost);
		}
	}
	if (room)
		memset(subbuf->data + bytes, 0, room);
	local_set(&subbuf->commit, commit);
	ret = 0;
out:
	raw_spin_unlock_irqrestore(&c->lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_page);
