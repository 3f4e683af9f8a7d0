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
	b->waiters = ring_waiters_create();
	b->cpu[0] = cpu;
	set_alloc(&cpu->set, order, slots);
	for (i = 0; i <= slots; i++)
		cpu->set.page[i].subbuf = subbuf_alloc(order);
	ring_cpu_init(cpu, b, 0, seq);
	return b;
}

/* Of life.c, which is not here. */
unsigned long ring_buffer_max_event_size(struct trace_buffer *buffer)
{
	return (buffer->cpu[0]->words - 2 - RING_STAMP_WORDS) * 4;
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
	ring_waiters_free(b->waiters);
	free(b);
}

/* What ring_set_replace() needs to make @slots sub-buffers of @cpu's. */
static inline void set_prepare(struct ring_cpu *cpu, struct ring_set *set, u32 order, u32 slots)
{
	u32 i = order == cpu->set.order ? min(slots, cpu->set.nr_slots) + 1 : 0;

	set_alloc(set, order, slots);
	for (; i < set->nr_pages; i++)
		set->page[i].subbuf = subbuf_alloc(order);
}

/* On the writer's CPU: change to @slots sub-buffers. False if a writer is inside. */
static inline bool buffer_resize(struct ring_cpu *cpu, u32 order, u32 slots)
{
	struct ring_set set;

	if (!ring_hold(cpu))
		return false;
	set_prepare(cpu, &set, order, slots);
	ring_set_replace(cpu, &set);
	ring_release(cpu);
	set_free(&set);
	return true;
}

#endif /* _RING_SETUP_H */
