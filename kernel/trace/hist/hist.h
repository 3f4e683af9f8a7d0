/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hist/: histograms of events, as triggers.
 *
 * A line of a trigger file becomes a struct hist: programs that compute keys,
 * values and variables of each record, actions, and a table, which triggers
 * with the same name= share. Other rooms need no more than that it starts.
 */
#ifndef _KERNEL_TRACE_HIST_HIST_H
#define _KERNEL_TRACE_HIST_HIST_H

#include <linux/init.h>

/* From trace_init(), after event_init() */
void __init hist_init(void);

#endif /* _KERNEL_TRACE_HIST_HIST_H */
