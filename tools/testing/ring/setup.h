/* SPDX-License-Identifier: GPL-2.0 */
/* A buffer of one CPU for the tests, without the kernel's allocation. */
#ifndef _RING_SETUP_H
#define _RING_SETUP_H

#include "fast.h"
#include "cursor.h"

static inline void set_alloc(struct ring_set *set, u32 order, u32 slots)
{
	set->order = order;
	set->nr_slots = slots;
	set->nr_pages = slots + 1;
	set->slot = calloc(slots, sizeof(*set->slot));
	set->page = calloc(slots + 1, sizeof(*set->page));
}

static inline struct ring_subbuf *subbuf_alloc(u32 order)
{
	void *p = aligned_alloc(16, ((PAGE_SIZE << order) + 15) & ~15UL);

	memset(p, 0xa5, PAGE_SIZE << order);
	return p;
}

static inline struct trace_buffer *buffer_alloc(u32 order, u32 slots, bool overwrite, u64 seq)
{
	struct trace_buffer *b = calloc(1, sizeof(*b) + sizeof(b->cpu[0]));
	struct ring_cpu *cpu = aligned_alloc(64, (sizeof(*cpu) + 63) & ~63UL);
	u32 i;

	memset(cpu, 0, sizeof(*cpu));
	b->overwrite = overwrite;
	b->cpu[0] = cpu;
	set_alloc(&cpu->set, order, slots);
	for (i = 0; i <= slots; i++)
		cpu->set.page[i].subbuf = subbuf_alloc(order);
	ring_cpu_init(cpu, b, 0, seq);
	return b;
}

static inline void set_free(struct ring_set *set)
{
	u32 i;

	for (i = 0; i < set->nr_pages; i++)
		free(set->page[i].subbuf);
	free(set->slot);
	free(set->page);
}

static inline void buffer_free(struct trace_buffer *b)
{
	set_free(&b->cpu[0]->set);
	free(b->cpu[0]);
	free(b);
}

/* On the writer's CPU: change to @slots sub-buffers. False if a writer is inside. */
static inline bool buffer_resize(struct ring_cpu *cpu, u32 order, u32 slots)
{
	struct ring_subbuf *spare = NULL, *p;
	struct ring_set set;
	u32 i, need = slots + 1;

	if (!ring_hold(cpu))
		return false;
	if (order == cpu->set.order)
		need = slots > cpu->set.nr_slots ? slots - cpu->set.nr_slots : 0;
	for (i = 0; i < need; i++)
		ring_spare_push(&spare, subbuf_alloc(order));
	set_alloc(&set, order, slots);
	ring_set_replace(cpu, &set, &spare);
	while ((p = ring_spare_pop(&spare)))
		free(p);
	free(set.slot);
	free(set.page);
	ring_release(cpu);
	return true;
}

#endif /* _RING_SETUP_H */
