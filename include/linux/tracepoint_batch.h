/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Many tracepoints connected at the price of one: what changes in the kernel's
 * text for all of them is changed together, with three rounds of interrupts to
 * the other CPUs instead of nine or more for each.
 */
#ifndef _LINUX_TRACEPOINT_BATCH_H
#define _LINUX_TRACEPOINT_BATCH_H

#include <linux/jump_label.h>
#include <linux/static_call.h>
#include <linux/tracepoint-defs.h>

/**
 * struct tracepoint_probe - a probe that is to be connected or disconnected
 * @tp: to or from this tracepoint
 * @probe: the function
 * @data: its first argument
 * @ret: how it went
 */
struct tracepoint_probe {
	struct tracepoint	*tp;
	void			*probe;
	void			*data;
	int			ret;
};

void tracepoint_probes_change(struct tracepoint_probe *probes, unsigned int nr, bool on);

/* What it is made of */

#ifdef CONFIG_JUMP_LABEL
void static_key_set_many(struct static_key **keys, unsigned int nr, bool on);
#else
static inline void static_key_set_many(struct static_key **keys, unsigned int nr, bool on)
{
	for (; nr; nr--, keys++) {
		if (on)
			static_key_enable(*keys);
		else
			static_key_disable(*keys);
	}
}
#endif

struct static_call_change {
	struct static_call_key	*key;
	void			*tramp;
	void			*func;
};

#ifdef CONFIG_HAVE_STATIC_CALL_INLINE
void static_call_update_many(const struct static_call_change *updates, unsigned int nr);
/* The architecture may put changes off until it is called with false. */
void arch_static_call_many(bool begin);
#else
static inline void
static_call_update_many(const struct static_call_change *updates, unsigned int nr)
{
	for (; nr; nr--, updates++)
		__static_call_update(updates->key, updates->tramp, updates->func);
}
#endif

#endif /* _LINUX_TRACEPOINT_BATCH_H */
