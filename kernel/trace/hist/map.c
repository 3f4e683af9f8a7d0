// SPDX-License-Identifier: GPL-2.0
/*
 * The table of a histogram. See map.h.
 */
#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "map.h"

/**
 * hist_map_init - allocate all that a table will ever use
 * @m: the table
 * @nr_elts: how many elements there can be
 * @key_size: bytes of a key, a multiple of 8
 * @nr_cells: cells of an element
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM
 */
int hist_map_init(struct hist_map *m, unsigned int nr_elts, unsigned int key_size,
		  unsigned int nr_cells)
{
	/* At most half of the slots are ever in use */
	unsigned int bits = ilog2(roundup_pow_of_two(nr_elts)) + 1;

	*m = (struct hist_map) {
		.key_size	= key_size,
		.key_at		= sizeof(struct hist_elt) + nr_cells * sizeof(u64),
		.nr_elts	= nr_elts,
		.shift		= 64 - bits,
	};
	m->elt_size = m->key_at + key_size;
	if ((u64)nr_elts * m->elt_size > HIST_MAX_BYTES)
		return -ENOMEM;
	m->slots = kvcalloc(1U << bits, sizeof(*m->slots), GFP_KERNEL);
	m->elts = kvcalloc(nr_elts, m->elt_size, GFP_KERNEL);
	m->spare = alloc_percpu(struct hist_elt *);
	if (m->slots && m->elts && m->spare)
		return 0;
	hist_map_exit(m);
	return -ENOMEM;
}

/**
 * hist_map_exit - free a table that nobody uses any more
 * @m: the table
 */
void hist_map_exit(struct hist_map *m)
{
	kvfree(m->slots);
	kvfree(m->elts);
	free_percpu(m->spare);
}

static __always_inline unsigned int slot_of(const struct hist_map *m, const u64 *key)
{
	u64 hash = key[0];

	if (m->key_size > sizeof(u64))
		hash = jhash2((const u32 *)key, m->key_size / sizeof(u32), 0);
	return hash * 0x9e3779b97f4a7c15ULL >> m->shift;
}

static __always_inline bool has_key(const struct hist_map *m, const struct hist_elt *elt,
				    const u64 *key)
{
	const u64 *its = hist_map_key(m, elt);

	return its[0] == key[0] &&
	       (m->key_size == sizeof(u64) || !memcmp(its, key, m->key_size));
}

static struct hist_elt *take_elt(struct hist_map *m)
{
	struct hist_elt *elt = this_cpu_xchg(*m->spare, NULL);
	int nr;

	if (elt)
		return elt;
	/* It does not count beyond the end, for who reads it. */
	nr = atomic_fetch_add_unless(&m->used, 1, m->nr_elts);
	if (nr == m->nr_elts)
		return NULL;
	return m->elts + (size_t)nr * m->elt_size;
}

/*
 * Another context was faster. If this happens in nested contexts at once, an
 * element is lost until the table is cleared.
 */
static void give_back(struct hist_map *m, struct hist_elt *elt)
{
	this_cpu_cmpxchg(*m->spare, NULL, elt);
}

/**
 * hist_map_find - look an element up
 * @m: the table
 * @key: the key
 *
 * Context: any, with preemption disabled.
 * Return: the element or NULL
 */
struct hist_elt *hist_map_find(const struct hist_map *m, const u64 *key)
{
	unsigned int mask = hist_map_nr_slots(m) - 1, i = slot_of(m, key);
	struct hist_elt *elt;

	/* Pairs with the exchange in make_elt(): the key is there with the element. */
	while ((elt = READ_ONCE(m->slots[i]))) {
		if (has_key(m, elt, key))
			return elt;
		i = (i + 1) & mask;
	}
	return NULL;
}

static noinline struct hist_elt *make_elt(struct hist_map *m, const u64 *key, unsigned int i)
{
	unsigned int mask = hist_map_nr_slots(m) - 1;
	struct hist_elt *elt = take_elt(m), *other;

	if (elt)
		memcpy((void *)hist_map_key(m, elt), key, m->key_size);
	for (;; i = (i + 1) & mask) {
		other = READ_ONCE(m->slots[i]);
		if (!other) {
			if (!elt)
				break;
			other = cmpxchg(&m->slots[i], NULL, elt);
			if (!other)
				return elt;
		}
		if (has_key(m, other, key)) {
			if (elt)
				give_back(m, elt);
			return other;
		}
	}
	atomic64_inc(&m->dropped);
	return NULL;
}

/**
 * hist_map_get - look an element up, or make it
 * @m: the table
 * @key: the key
 *
 * Context: any, with preemption disabled.
 * Return: the element; NULL if the table is full
 */
struct hist_elt *hist_map_get(struct hist_map *m, const u64 *key)
{
	unsigned int mask = hist_map_nr_slots(m) - 1, i = slot_of(m, key);
	struct hist_elt *elt;

	while ((elt = READ_ONCE(m->slots[i]))) {
		if (likely(has_key(m, elt, key)))
			return elt;
		i = (i + 1) & mask;
	}
	return make_elt(m, key, i);
}

/**
 * hist_map_clear - forget all elements
 * @m: the table, which nobody changes any more
 */
void hist_map_clear(struct hist_map *m)
{
	int cpu;

	memset(m->slots, 0, hist_map_nr_slots(m) * sizeof(*m->slots));
	/* Who has found an element may still look at it. */
	synchronize_rcu();
	memset(m->elts, 0, (size_t)m->nr_elts * m->elt_size);
	for_each_possible_cpu(cpu)
		WRITE_ONCE(*per_cpu_ptr(m->spare, cpu), NULL);
	atomic_set(&m->used, 0);
	atomic64_set(&m->dropped, 0);
}

/* Longer than any context can hold up another one, by far */
#define PATIENCE	(HZ / 2)

/**
 * hist_map_read - copy an element as it is between two changes
 * @m: the table
 * @elt: the element
 * @to: room for it
 * @has_cells: its changes are marked by hist_elt_begin() and hist_elt_end()
 *
 * Context: sleeps.
 * Return: true, or false if changes have overlapped all the time: the copy may
 * hold parts of some
 */
bool hist_map_read(const struct hist_map *m, const struct hist_elt *elt, void *to,
		   bool has_cells)
{
	unsigned long end = jiffies + PATIENCE;
	s64 done;

	for (;;) {
		done = atomic64_read_acquire(&elt->done);
		memcpy(to, elt, m->elt_size);
		smp_rmb();	/* pairs with hist_elt_begin() */
		if (!has_cells || atomic64_read(&elt->hits) == done)
			return true;
		if (time_after(jiffies, end))
			return false;
		cond_resched();
	}
}
