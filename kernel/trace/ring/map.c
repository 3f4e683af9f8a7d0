// SPDX-License-Identifier: GPL-2.0
/*
 * A CPU's buffer mapped to user space, read-only: a meta page, then all its
 * pages in the order of their numbers, the reader's among them.
 *
 * While it is mapped no page may change hands and nothing may change shape;
 * whatever would do that sees ring_cpu::mapped. Mappings are counted under the
 * buffer's mutex, which all changes of shape hold, and the CPU's lock, which
 * all readers hold.
 */
#include <linux/cpu.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "internal.h"

/* Bring the meta page up to date. Under c->lock. */
static void update_meta(struct ring_cpu *c, unsigned long lost)
{
	struct trace_buffer_meta *meta = c->meta;
	struct ring_stats st;

	ring_count(c, &st);
	meta->reader.id = c->reader.page;
	meta->reader.read = c->reader.walk.off;
	meta->reader.lost_events = lost;
	/* All there ever were since the last reset. */
	meta->entries = st.entries + st.overrun + st.read;
	meta->overrun = st.overrun;
	meta->read = st.read;
}

static int first_mapping(struct trace_buffer *b, struct ring_cpu *c)
{
	struct trace_buffer_meta *meta;

	/* As large as a sub-buffer, so that those are where their number says. */
	meta = (void *)ring_subbuf_alloc(cpu_to_node(c->cpu), c->set.order);
	if (!meta)
		return -ENOMEM;
	meta->meta_page_size = PAGE_SIZE << c->set.order;
	meta->meta_struct_len = sizeof(*meta);
	meta->subbuf_size = PAGE_SIZE << c->set.order;
	meta->nr_subbufs = c->set.nr_pages;

	guard(raw_spinlock_irqsave)(&c->lock);
	c->meta = meta;
	c->mapped = 1;
	update_meta(c, 0);
	return 0;
}

static void one_less(struct ring_cpu *c)
{
	struct trace_buffer_meta *meta = NULL;
	unsigned int order = c->set.order;

	scoped_guard(raw_spinlock_irqsave, &c->lock) {
		if (!--c->mapped)
			swap(meta, c->meta);
	}
	if (meta)
		ring_subbuf_free((void *)meta, order);
}

static int insert_pages(struct ring_cpu *c, struct vm_area_struct *vma)
{
	unsigned long order = c->set.order, i, left, nr = vma_pages(vma);
	unsigned long total = ((unsigned long)c->set.nr_pages + 1) << order;
	struct page **pages __free(kvfree) = NULL;

	if (vma->vm_pgoff >= total || nr > total - vma->vm_pgoff)
		return -EINVAL;
	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	for (i = 0; i < nr; i++) {
		unsigned long at = vma->vm_pgoff + i, nr_subbuf = at >> order;
		void *p = nr_subbuf ? (void *)c->set.page[nr_subbuf - 1].subbuf : c->meta;

		pages[i] = virt_to_page(p) + (at & ((1UL << order) - 1));
	}
	left = nr;
	return vm_insert_pages(vma, vma->vm_start, pages, &left);
}

/**
 * ring_buffer_map - map a CPU's buffer
 * @buffer: the buffer
 * @cpu: the CPU
 * @vma: where; the offset in it says from which page on
 *
 * Sleeps. The caller unmaps when @vma is closed, and sees to it that it is not
 * split. Returns 0; -EPERM for a writable or private mapping, -EINVAL if it is
 * too large, -ENODEV if there is no such CPU or the buffer is on a range.
 */
int ring_buffer_map(struct trace_buffer *buffer, int cpu, struct vm_area_struct *vma)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);
	int ret = 0;

	if (!c || buffer->range)
		return -ENODEV;
	if (vma->vm_flags & (VM_WRITE | VM_EXEC) || !(vma->vm_flags & VM_MAYSHARE))
		return -EPERM;
	/* Neither inherited nor grown: each mapping is counted once. */
	vm_flags_mod(vma, VM_DONTCOPY | VM_DONTDUMP | VM_DONTEXPAND, VM_MAYWRITE);

	guard(mutex)(&buffer->mutex);
	/* The CPU may have been swapped before the mutex was had. */
	c = buffer->cpu[cpu];
	if (c->mapped == UINT_MAX)
		return -EBUSY;
	if (c->mapped)
		ring_buffer_map_dup(buffer, cpu);
	else
		ret = first_mapping(buffer, c);
	if (ret)
		return ret;
	ret = insert_pages(c, vma);
	if (ret)
		one_less(c);
	return ret;
}

/* One mapping more of what is mapped. Atomic context. */
void ring_buffer_map_dup(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);

	if (!c || WARN_ON_ONCE(!c->mapped))
		return;
	guard(raw_spinlock_irqsave)(&c->lock);
	c->mapped++;
}

/* One mapping less. Sleeps. Returns -ENODEV if there was none. */
int ring_buffer_unmap(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);

	if (!c)
		return -ENODEV;
	guard(mutex)(&buffer->mutex);
	if (!c->mapped)
		return -ENODEV;
	one_less(c);
	return 0;
}

/*
 * Make the next sub-buffer that was left the reader's page, and count it as
 * read. Under c->lock. False if there is none.
 */
static bool next_subbuf(struct ring_cpu *c)
{
	struct ring_reader *rd = &c->reader;
	struct ring_subbuf *subbuf;
	struct ring_head head;
	unsigned long lost;
	u32 bytes;

	/* What a consuming reader has, or copied, and left. */
	ring_skip_page(c);
	ring_head(c, &head);
	if (rd->seq + rd->whole == head.seq || !ring_fill(c)) {
		update_meta(c, 0);
		return false;
	}
	lost = rd->lost;
	ring_skip_page(c);
	rd->lost = 0;

	bytes = rd->walk.end;
	subbuf = c->set.page[rd->page].subbuf;
	local_set(&subbuf->commit, bytes);
	if (lost) {
		unsigned long flags = RING_MISSED_EVENTS;

		if (c->words * 4 - bytes >= sizeof(lost)) {
			memcpy(subbuf->data + bytes, &lost, sizeof(lost));
			flags |= RING_MISSED_STORED;
		}
		local_set(&subbuf->commit, bytes | flags);
	}
	update_meta(c, lost);
	return true;
}

/* Leave the sub-buffer being written, if there is something in it. */
static void leave_subbuf(struct ring_cpu *c, void *unused)
{
	if (ring_pos_words(c->pos))
		ring_close(c);
}

/**
 * ring_buffer_map_get_reader - make the next records those of the reader's page
 * @buffer: the buffer
 * @cpu: the CPU, which is mapped
 *
 * The meta page says afterwards which page that is. If the writer is in the
 * sub-buffer with the next records, it goes to another. Sleeps. Returns 0,
 * also if there are no records, -ENODEV if the CPU is not mapped, -EBUSY.
 */
int ring_buffer_map_get_reader(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);
	unsigned long flags;
	bool got = false;
	int tries, ret;

	if (!c)
		return -ENODEV;
	guard(mutex)(&buffer->mutex);
	guard(cpus_read_lock)();
	if (!c->mapped)
		return -ENODEV;
	for (tries = 0; tries < 2 && !got; tries++) {
		if (tries) {
			ret = ring_change(c, leave_subbuf, NULL);
			if (ret)
				return ret;
		}
		raw_spin_lock_irqsave(&c->lock, flags);
		got = next_subbuf(c);
		raw_spin_unlock_irqrestore(&c->lock, flags);
	}
	return 0;
}
