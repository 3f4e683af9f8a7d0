/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Records of the boot before, in memory that survives: what their numbers mean.
 *
 * In front of such a buffer stands which kernel wrote it, where that was, and what
 * each type of record was.  A kernel that finds records there knows by it what it
 * can believe of their addresses, and looks for their events by what they are, not
 * by their numbers.  Whatever two boots that left records do not agree on is unknown.
 */
#ifndef _KERNEL_TRACE_CORE_PAST_H
#define _KERNEL_TRACE_CORE_PAST_H

#include <linux/types.h>

struct trace_array;

/* Of a type: nobody knows, or two boots say different things. */
#define PAST_NOTHING	0ULL
#define PAST_DISPUTED	(~0ULL)

/**
 * struct past - what is known of the records that were found
 * @moved_known: they are of this very kernel, and @moved says how far it has moved
 * @moved: to be added to addresses of its image
 * @nr_types: types of record in @what
 * @what: what they were
 * @end: of each CPU, the number of the first record that is not of the past
 *
 * Made with the instance, and stays with it.
 */
struct past {
	bool		moved_known;
	long		moved;
	unsigned int	nr_types;
	const u64	*what;
	u64		end[];
};

int past_open(struct trace_array *inst, void **ring, unsigned long *size);
void past_settle(struct trace_array *inst);
void past_close(struct trace_array *inst);
void past_note(struct trace_array *inst, unsigned int type, u64 what);
bool past_translate(const struct past *past, unsigned long *addr);

#endif /* _KERNEL_TRACE_CORE_PAST_H */
