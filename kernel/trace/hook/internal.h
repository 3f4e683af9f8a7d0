/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of hook/ share.  All of it is under hook_lock. */
#ifndef _KERNEL_TRACE_HOOK_INTERNAL_H
#define _KERNEL_TRACE_HOOK_INTERNAL_H

#include "arch.h"
#include "set.h"

/* ---- table.c ---- */

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

/* ---- class.c ---- */

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
void change_site(struct hook_region *r, unsigned int i, struct hook_class *to);
void change_want(struct hook_region *r, unsigned int w, unsigned long was, unsigned long is,
		 struct ftrace_ops *ops);
void change_fail(int err);
int change_end(void);
int change_resize(unsigned int end);

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

#endif /* _KERNEL_TRACE_HOOK_INTERNAL_H */
