/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Buffers on memory that survives a reboot, for life.c, and their head, for tests.
 */
#ifndef _KERNEL_TRACE_RING_RANGE_H
#define _KERNEL_TRACE_RING_RANGE_H

#include <linux/crc32.h>

#include "internal.h"

#define RANGE_MAGIC	0x676e725f676e6972ULL	/* "ring_rng" */

/**
 * struct range_head - the start of a range
 * @magic:	RANGE_MAGIC
 * @layout:	of what follows; another means that another kernel wrote it
 * @size:	of the range
 * @nr_cpus:	CPUs it is divided among
 * @order:	of sub-buffers
 * @nr_slots:	of each CPU
 * @pad:	zero
 * @text:	where the kernel that wrote it had its text
 * @data:	and its data
 * @crc:	of all above
 */
struct range_head {
	u64	magic;
	u64	layout;
	u64	size;
	u32	nr_cpus;
	u32	order;
	u32	nr_slots;
	u32	pad;
	u64	text;
	u64	data;
	u32	crc;
};

static inline u32 range_head_crc(const struct range_head *head)
{
	return crc32_le(~0, (const u8 *)head, offsetof(struct range_head, crc));
}

int ring_range_attach(struct trace_buffer *b, void *range, unsigned long size);
void ring_range_detach(struct trace_buffer *b);

#endif /* _KERNEL_TRACE_RING_RANGE_H */
