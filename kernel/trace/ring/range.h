/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Buffers on memory that survives a reboot, for life.c.
 */
#ifndef _KERNEL_TRACE_RING_RANGE_H
#define _KERNEL_TRACE_RING_RANGE_H

#include "internal.h"

int ring_range_attach(struct trace_buffer *b, void *range, unsigned long size);
void ring_range_detach(struct trace_buffer *b);

#endif /* _KERNEL_TRACE_RING_RANGE_H */
