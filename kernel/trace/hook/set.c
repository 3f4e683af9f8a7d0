// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of functions, see set.h.  A set of one function among thirty thousand
 * costs half a kilobyte, a set of all costs four.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "set.h"

static int set_grow(struct hook_set *s, unsigned int nr)
{
	unsigned long **chunk;

	chunk = krealloc_array(s->chunk, nr, sizeof(*chunk), GFP_KERNEL);
	if (!chunk)
		return -ENOMEM;
	memset(chunk + s->nr, 0, (nr - s->nr) * sizeof(*chunk));
	s->chunk = chunk;
	s->nr = nr;
	return 0;
}

/* Add @index.  Return: 1 if it is new, 0 if it was in, or -ENOMEM */
int hook_set_add(struct hook_set *s, unsigned int index)
{
	unsigned int c = index / SET_CHUNK_BITS;
	unsigned long *word;

	if (c >= s->nr && set_grow(s, c + 1))
		return -ENOMEM;
	if (!s->chunk[c]) {
		s->chunk[c] = kcalloc(SET_CHUNK_WORDS, sizeof(long), GFP_KERNEL);
		if (!s->chunk[c])
			return -ENOMEM;
	}
	word = &s->chunk[c][index / BITS_PER_LONG % SET_CHUNK_WORDS];
	if (*word & BIT(index % BITS_PER_LONG))
		return 0;
	*word |= BIT(index % BITS_PER_LONG);
	s->count++;
	return 1;
}

/* Remove @index.  Return: whether it was in */
bool hook_set_del(struct hook_set *s, unsigned int index)
{
	if (!hook_set_has(s, index))
		return false;
	s->chunk[index / SET_CHUNK_BITS][index / BITS_PER_LONG % SET_CHUNK_WORDS] &=
		~BIT(index % BITS_PER_LONG);
	s->count--;
	return true;
}

/* Empty the set and give its memory back. */
void hook_set_clear(struct hook_set *s)
{
	unsigned int c;

	for (c = 0; c < s->nr; c++)
		kfree(s->chunk[c]);
	kfree(s->chunk);
	*s = (struct hook_set) {};
}

/* Make @to, which is empty, equal to @from.  -ENOMEM leaves it empty. */
int hook_set_copy(struct hook_set *to, const struct hook_set *from)
{
	unsigned int c;

	if (!from->count)
		return 0;
	if (set_grow(to, from->nr))
		return -ENOMEM;
	for (c = 0; c < from->nr; c++) {
		if (!from->chunk[c])
			continue;
		to->chunk[c] = kmemdup(from->chunk[c], SET_CHUNK_WORDS * sizeof(long), GFP_KERNEL);
		if (!to->chunk[c]) {
			hook_set_clear(to);
			return -ENOMEM;
		}
	}
	to->count = from->count;
	return 0;
}

/* Remove all indexes of @nr chunks: the functions there are gone. */
void hook_set_drop_chunks(struct hook_set *s, unsigned int first, unsigned int nr)
{
	unsigned int c, w;

	for (c = first; c < first + nr && c < s->nr; c++) {
		if (!s->chunk[c])
			continue;
		for (w = 0; w < SET_CHUNK_WORDS; w++)
			s->count -= hweight_long(s->chunk[c][w]);
		kfree(s->chunk[c]);
		s->chunk[c] = NULL;
	}
}
