/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of functions: bitmaps over the function table's indexes, in chunks that
 * are there only when a bit in them is set.  Pure data: no lock, no globals.
 */
#ifndef _KERNEL_TRACE_HOOK_SET_H
#define _KERNEL_TRACE_HOOK_SET_H

#include <linux/bitops.h>
#include <linux/types.h>

#define SET_CHUNK_BITS	512
#define SET_CHUNK_WORDS	(SET_CHUNK_BITS / BITS_PER_LONG)

/**
 * struct hook_set - a set
 * @chunk: @nr pointers to SET_CHUNK_WORDS words, NULL for empty chunks
 * @nr: chunks that there is room for; what is beyond is empty
 * @count: bits that are set
 *
 * All zero is the empty set.
 */
struct hook_set {
	unsigned long	**chunk;
	unsigned int	nr;
	unsigned int	count;
};

int hook_set_add(struct hook_set *s, unsigned int index);
bool hook_set_del(struct hook_set *s, unsigned int index);
int hook_set_copy(struct hook_set *to, const struct hook_set *from);
void hook_set_clear(struct hook_set *s);
void hook_set_drop_chunks(struct hook_set *s, unsigned int first, unsigned int nr);

/* Word @w of the bitmap: the bits of indexes 64 * @w and on */
static inline unsigned long hook_set_word(const struct hook_set *s, unsigned int w)
{
	unsigned int c = w / SET_CHUNK_WORDS;

	if (c >= s->nr || !s->chunk[c])
		return 0;
	return s->chunk[c][w % SET_CHUNK_WORDS];
}

static inline bool hook_set_has(const struct hook_set *s, unsigned int index)
{
	return hook_set_word(s, index / BITS_PER_LONG) & BIT(index % BITS_PER_LONG);
}

#endif /* _KERNEL_TRACE_HOOK_SET_H */
