/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The inside of a cursor, for cursor.c and the stock iterator around it.
 */
#ifndef _KERNEL_TRACE_RING_CURSOR_H
#define _KERNEL_TRACE_RING_CURSOR_H

#include "internal.h"

/**
 * struct ring_cursor - a place of reading that consumes nothing
 * @cpu:	whose records
 * @seq:	sub-buffer in @copy
 * @left:	@copy has all of it; the writer has left it
 * @crash:	do not wait for locks
 * @order:	of the sub-buffers when reading began
 * @room:	bytes of data @copy has room for
 * @next_nr:	number of the record at @walk
 * @lost:	records lost before it
 * @walk:	the place in @copy
 * @rec:	what ring_cursor_peek() returned last
 * @copy:	the copy
 */
struct ring_cursor {
	struct ring_cpu		*cpu;
	u64			seq;
	bool			left;
	bool			crash;
	u32			order;
	u32			room;
	u64			next_nr;
	unsigned long		lost;
	struct ring_walk	walk;
	struct ring_record	rec;
	struct ring_subbuf	*copy;
};

#endif /* _KERNEL_TRACE_RING_CURSOR_H */
