/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the architecture's part of hooks works with: the sites, the classes that they
 * are in, and which of them a batch changes.  What it does is declared at the end.
 *
 * Everything here is under hook_lock, but for reading the function table
 * (under RCU) and what the int3 handler reads during a batch.
 */
#ifndef _KERNEL_TRACE_HOOK_ARCH_H
#define _KERNEL_TRACE_HOOK_ARCH_H

#include <linux/list.h>
#include <linux/rcupdate.h>

#include "hook.h"

/* ---- table.c: the function table ---- */

/**
 * struct hook_site - where a function can be hooked
 * @offset: from its region's base
 * @modified: has been redirected, or called somebody directly
 * @touched: has been hooked
 * @class: what its instruction calls now
 * @next: what it will call when the batch at work is done; else equal to @class
 */
struct hook_site {
	u32	offset : 30;
	u32	modified : 1;
	u32	touched : 1;
	u16	class;
	u16	next;
};

static_assert(sizeof(struct hook_site) == 8);

/**
 * struct hook_region - sites of one piece of text that comes and goes as one
 * @node: in hook_regions, ordered by @first
 * @mod: whose text, NULL for the kernel
 * @base: what offsets count from
 * @end: behind the last site's instruction
 * @first: index of the first site, at a chunk's start
 * @nr: sites
 * @init: text that is freed after initialisation
 * @live: some CPU may be executing it
 * @rcu: for freeing it
 * @site: sorted by address
 */
struct hook_region {
	struct list_head	node;
	struct module		*mod;
	unsigned long		base;
	unsigned long		end;
	unsigned int		first;
	unsigned int		nr;
	bool			init;
	bool			live;
	struct rcu_head		rcu;
	struct hook_site	site[] __counted_by(nr);
};

extern struct list_head hook_regions;

#define for_each_region(r) \
	list_for_each_entry_rcu(r, &hook_regions, node, lockdep_is_held(&hook_lock))

static __always_inline unsigned long site_ip(const struct hook_region *r, unsigned int i)
{
	return r->base + r->site[i].offset;
}

/*
 * The first site at @from or behind it; r->nr if there is none.  Inline: the handler
 * of int3 calls nothing.
 */
static __always_inline unsigned int region_search(const struct hook_region *r, unsigned long from)
{
	unsigned int low = 0, high = r->nr;

	while (low < high) {
		unsigned int mid = (low + high) / 2;

		if (site_ip(r, mid) < from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- class.c: sets of ops, and their trampolines ---- */

/**
 * struct hook_class - ops that want the same functions
 * @id: as in hook_site::class
 * @modifies: who is called may change where the function goes on
 * @stray: a site that somebody else has changed may call it again, at any time
 * @nr_ops: how many ops
 * @sites: sites that are in it, or will be
 * @key: hash of its ops
 * @direct: what is called after the ops instead of returning, or 0
 * @target: what the sites call; 0: nothing
 * @view: tells unwinders about the trampoline: all they look at are the flags
 *	and the trampoline's address
 * @hash: in the table of classes
 * @node: in the list of retired ones
 * @rcu: for freeing it
 * @ops: ordered by time of registration, but for the one that calls directly: it is last
 */
struct hook_class {
	u16			id;
	bool			modifies;
	bool			stray;
	unsigned int		nr_ops;
	unsigned int		sites;
	unsigned long		key;
	unsigned long		direct;
	unsigned long		target;
	struct ftrace_ops	view;
	struct hlist_node	hash;
	struct list_head	node;
	struct rcu_head		rcu;
	struct ftrace_ops	*ops[] __counted_by(nr_ops);
};

#define CLASS_NONE	0	/* of sites that nobody wants */

extern struct hook_class **hook_classes;	/* by id */
extern unsigned int hook_nr_classes;

/* How many of its ops the trampoline calls: the first ones */
static inline unsigned int class_nr_called(const struct hook_class *c)
{
	return c->nr_ops - !!c->direct;
}

/* ---- change.c: what a batch changes ---- */

/* Bits of the sites that the batch changes, by index */
extern unsigned long *hook_dirty;

static __always_inline unsigned long *region_dirty(const struct hook_region *r, unsigned int w)
{
	return &hook_dirty[r->first / BITS_PER_LONG + w];
}

/* Those of word @w of the region that are in [from, to) */
static __always_inline unsigned long dirty_word(const struct hook_region *r, unsigned int w,
						unsigned int from, unsigned int to)
{
	unsigned long word = *region_dirty(r, w);

	if (w == from / BITS_PER_LONG)
		word &= ~0UL << from % BITS_PER_LONG;
	if (w == to / BITS_PER_LONG)
		word &= BIT(to % BITS_PER_LONG) - 1;
	return word;
}

/*
 * Each dirty site in [from, to).  Nothing is called: functions that are being
 * hooked would be hit at each site.
 */
#define for_each_dirty_site(r, i, from, to)						\
	for (unsigned int w_ = (from) / BITS_PER_LONG; w_ * BITS_PER_LONG < (to); w_++)	\
		for (unsigned long word_ = dirty_word(r, w_, from, to);			\
		     word_ && ((i) = w_ * BITS_PER_LONG + __ffs(word_), true);		\
		     word_ &= word_ - 1)

/* Leave out a site that holds something else than it ought to. */
void change_skip(struct hook_region *r, unsigned int i);

/* ---- the architecture ---- */

/* How much a trampoline saves */
enum tramp_kind {
	TRAMP_LEAN,
	TRAMP_ARGS,
	TRAMP_REGS,
};

/* Make @c->target and @c->view. */
int arch_tramp_make(struct hook_class *c);
/* Give the trampoline's memory back: no CPU is in it. */
void arch_tramp_free(struct hook_class *c);
/* No CPU enters the trampoline but by mistake: let it call nobody.  False if there is none. */
bool arch_tramp_mute(struct hook_class *c);
/* Compare what is at the dirty sites with what ought to be. @skip: leave out those that differ. */
int arch_patch_verify(bool skip);
/* Make the instructions of dirty sites those of their next class. */
void arch_patch(void);
/* Are all sites NOPs?  For regions that come */
int arch_region_verify(struct hook_region *r);

/* What trampolines call for ops that ask for a guard, and for the rest of many ops */
void hook_call_guarded(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		       struct ftrace_regs *fregs);
void arch_ftrace_ops_list_func(unsigned long ip, unsigned long parent_ip,
			       struct ftrace_ops *class, struct ftrace_regs *fregs);

static inline bool ops_guarded(const struct ftrace_ops *ops)
{
	return ops->flags & (FTRACE_OPS_FL_RECURSION | FTRACE_OPS_FL_RCU);
}

#endif /* _KERNEL_TRACE_HOOK_ARCH_H */
