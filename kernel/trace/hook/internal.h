/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of hook/, and the architecture's part of it, share.
 *
 * Everything here is under hook_lock, but for reading the function table
 * (under RCU) and what the int3 handler reads during a batch.
 */
#ifndef _KERNEL_TRACE_HOOK_INTERNAL_H
#define _KERNEL_TRACE_HOOK_INTERNAL_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "hook.h"
#include "set.h"

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

/* Chunks of a set that the region's indexes take */
static inline unsigned int region_chunks(const struct hook_region *r)
{
	return DIV_ROUND_UP(r->nr, SET_CHUNK_BITS);
}

struct hook_region *region_of_index(unsigned int index);
/* The site of the function that @ip is the start of, or the site at @ip */
struct hook_site *site_find(unsigned long ip, struct hook_region **region);
struct hook_region *region_add(struct module *mod, bool init, bool live,
			       const unsigned long *ip, unsigned int nr);
void region_remove(struct hook_region *r);

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

bool class_has(const struct hook_class *c, const struct ftrace_ops *ops);
/* The class with one ops more (@add) or less, or ERR_PTR */
struct hook_class *class_change(struct hook_class *from, struct ftrace_ops *ops, bool add);
/* The class with the same ops but another direct call */
struct hook_class *class_redirect(struct hook_class *from, unsigned long direct);
/* Sites have left: forget classes that no site is in. */
void class_note_empty(void);
void class_sweep(void);
int class_init(void);

/* ---- change.c: from one state of all sites to another ---- */

/*
 * change_begin(), any number of change_*(), change_end().  The first mistake
 * is remembered, and makes change_end() take everything back.
 */
void change_begin(void);
/* Ops are only taken out, and have to be: no memory is the only mistake there is. */
void change_insist(void);
bool change_insists(void);
void change_skip(struct hook_region *r, unsigned int i);
void change_site(struct hook_region *r, unsigned int i, struct hook_class *to);
void change_want(struct hook_region *r, unsigned int w, unsigned long was, unsigned long is,
		 struct ftrace_ops *ops);
void change_fail(int err);
int change_end(void);
int change_resize(unsigned int end);

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

/* ---- filter.c ---- */

/* An ops is being registered, or leaves: change what it wants. */
void filter_want_all(struct ftrace_ops *ops, bool is);
/* ... of one region, which comes */
void filter_want_region(struct ftrace_ops *ops, struct hook_region *r);
void filter_drop_region(const struct hook_region *r);
/* @mod comes, and is in the table: apply the patterns that wait for it, all or none. */
int filter_module_coming(struct module *mod);
/* The first index from @from on that the filter wants, and its region; -1 at the end */
int filter_next(const struct hook_filter *f, unsigned int from, struct hook_region **region);
/* In place of a filter: no function */
#define FILTER_NOTHING	((struct hook_filter *)1)

unsigned long filter_word(const struct hook_filter *f, unsigned int w);

struct hook_filter {
	refcount_t		ref;
	bool			limited;	/* ONLY counts, even if it is empty */
	struct hook_set		set[2];		/* by enum hook_list */
	struct list_head	pending;	/* patterns for modules to come */
	struct list_head	node;		/* in the list of all filters */
};

/* ---- names.c ---- */

/* Call @fn for each function of @r whose name matches; its result is added up, negative ends. */
int names_match(struct hook_region *r, const char *glob,
		int (*fn)(void *data, struct hook_region *r, unsigned int i), void *data);
bool names_is_glob(const char *pattern);

/* ---- ghost.c ---- */

void ghosts_appear(const struct hook_region *r);
void ghosts_leave(const struct module *mod);

/* ---- ops.c ---- */

extern struct list_head hook_ops_list;
bool ops_active(const struct ftrace_ops *ops);
int ops_may_have(struct ftrace_ops *ops, const struct hook_filter *f);
extern bool hook_dead;

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

#endif /* _KERNEL_TRACE_HOOK_INTERNAL_H */
