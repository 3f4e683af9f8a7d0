/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of a histogram: from a key to an element.
 *
 * All memory is allocated before use. Elements are found, made and changed in
 * any context, NMI included, with preemption disabled, and without a lock: an
 * element is filled in first and then put into its slot by one exchange, so
 * there is never a second one for a key, and none that is incomplete. They are
 * never removed, but all at once.
 *
 * An element is a head, 64-bit cells that mean what the caller likes, and the
 * key.
 */
#ifndef _KERNEL_TRACE_HIST_MAP_H
#define _KERNEL_TRACE_HIST_MAP_H

#include <linux/atomic.h>
#include <linux/types.h>

/* Of all elements of a table: nobody means more than this */
#define HIST_MAX_BYTES	(128ULL << 20)

/**
 * struct hist_elt - an element
 * @hits: changes that have begun
 * @done: ... and ended: while both are the same, the cells belong together
 * @set: a bit for each variable that has a value
 * @cells: what the caller keeps
 */
struct hist_elt {
	atomic64_t	hits;
	atomic64_t	done;
	atomic64_t	set;
	u64		cells[];
};

/**
 * struct hist_map - a table
 * @key_size: bytes of a key, a multiple of 8
 * @key_at: bytes from an element's begin to its key
 * @elt_size: bytes of an element
 * @nr_elts: how many there can be
 * @shift: 64 less the number of bits that tell a slot
 * @used: how many elements have been taken
 * @slots: elements by the hash of their key
 * @elts: their memory
 * @spare: one a CPU that was taken in vain
 * @dropped: keys that found no element left
 */
struct hist_map {
	unsigned int		key_size;
	unsigned int		key_at;
	unsigned int		elt_size;
	unsigned int		nr_elts;
	unsigned int		shift;
	atomic_t		used;
	struct hist_elt		**slots;
	void			*elts;
	struct hist_elt		* __percpu *spare;
	atomic64_t		dropped;
};

int hist_map_init(struct hist_map *m, unsigned int nr_elts, unsigned int key_size,
		  unsigned int nr_cells);
void hist_map_exit(struct hist_map *m);

/* NULL: none, and there is no room for one (counted) */
struct hist_elt *hist_map_get(struct hist_map *m, const u64 *key);
/* NULL: there is none */
struct hist_elt *hist_map_find(const struct hist_map *m, const u64 *key);

/* Sleeps. Nobody may change elements meanwhile; finding them is allowed. */
void hist_map_clear(struct hist_map *m);

static inline const u64 *hist_map_key(const struct hist_map *m, const struct hist_elt *elt)
{
	return (const void *)elt + m->key_at;
}

static inline unsigned int hist_map_nr_slots(const struct hist_map *m)
{
	return 1U << (64 - m->shift);
}

/* Around a change of an element's cells */
static __always_inline void hist_elt_begin(struct hist_elt *elt)
{
	/* Orders what follows, for it returns a value */
	atomic64_inc_return(&elt->hits);
}

static __always_inline void hist_elt_end(struct hist_elt *elt)
{
	smp_mb__before_atomic();	/* pairs with hist_map_read() */
	atomic64_inc(&elt->done);
}

bool hist_map_read(const struct hist_map *m, const struct hist_elt *elt, void *to,
		   bool has_cells);

#endif /* _KERNEL_TRACE_HIST_MAP_H */
