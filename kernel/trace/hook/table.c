// SPDX-License-Identifier: GPL-2.0
/*
 * The function table: every site that can be hooked, sorted by address, eight
 * bytes each.  It consists of regions, one for each piece of text that comes
 * and goes as a whole: the kernel, its init text, a module, its init text.
 *
 * A site's index is its number.  Regions get their indexes in whole chunks of
 * a set, so that a region that goes leaves all sets by freeing chunks.
 *
 * Writers hold hook_lock, readers that or rcu_read_lock().
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/vmalloc.h>
#include <asm/sections.h>

#include "internal.h"

LIST_HEAD(hook_regions);
static struct hook_counts counts;

/* The first site in [start, end] */
static struct hook_site *site_in(unsigned long start, unsigned long end,
				 struct hook_region **region)
{
	struct hook_region *r;

	for_each_region(r) {
		unsigned int i;

		if (end < r->base || start >= r->end)
			continue;
		i = region_search(r, start);
		if (i < r->nr && site_ip(r, i) <= end) {
			*region = r;
			return &r->site[i];
		}
	}
	return NULL;
}

struct hook_site *site_find(unsigned long ip, struct hook_region **region)
{
	return site_in(ip, ip + FTRACE_MCOUNT_MAX_OFFSET, region);
}

struct hook_region *region_of_index(unsigned int index)
{
	struct hook_region *r;

	for_each_region(r)
		if (index - r->first < r->nr)
			return r;
	return NULL;
}

/**
 * hook_index - number of a site
 * @ip: its address, or its function's
 *
 * Context: any.
 */
int hook_index(unsigned long ip)
{
	struct hook_region *r;
	struct hook_site *site;
	int index = -1;

	rcu_read_lock();
	site = site_find(ip, &r);
	if (site)
		index = r->first + (site - r->site);
	rcu_read_unlock();
	return index;
}

/**
 * hook_index_end - where the indexes end now
 *
 * Context: any; to rely on it, hold hook_lock.
 */
unsigned int hook_index_end(void)
{
	struct hook_region *last;
	unsigned int end = 0;

	rcu_read_lock();
	for_each_region(last)
		end = last->first + region_chunks(last) * SET_CHUNK_BITS;
	rcu_read_unlock();
	return end;
}

/**
 * ftrace_location_range - is there a site between two addresses?
 * @start: the first address
 * @end: the last address
 *
 * Context: any.
 * Return: the address of the first site there, 0 if there is none
 */
unsigned long ftrace_location_range(unsigned long start, unsigned long end)
{
	struct hook_region *r;
	struct hook_site *site;
	unsigned long ip = 0;

	rcu_read_lock();
	site = site_in(start, end, &r);
	if (site)
		ip = r->base + site->offset;
	rcu_read_unlock();
	return ip;
}

/**
 * ftrace_location - the site of a function
 * @ip: the function's address, or its site's
 *
 * Context: any.
 * Return: the address of the site, 0 if there is none
 */
unsigned long ftrace_location(unsigned long ip)
{
	return ftrace_location_range(ip, ip + FTRACE_MCOUNT_MAX_OFFSET);
}

/**
 * ftrace_text_reserved - do these bytes belong to sites?
 * @start: the first
 * @end: the last
 *
 * Context: any.
 */
int ftrace_text_reserved(const void *start, const void *end)
{
	/* A site that begins up to four bytes before @start reaches it. */
	return !!ftrace_location_range((unsigned long)start - (MCOUNT_INSN_SIZE - 1),
				       (unsigned long)end);
}

/* Where @chunks chunks are free: behind the last region, or in a gap */
static struct list_head *index_gap(unsigned int chunks, unsigned int *first)
{
	struct hook_region *r;

	*first = 0;
	list_for_each_entry(r, &hook_regions, node) {
		if (r->first - *first >= chunks * SET_CHUNK_BITS)
			return &r->node;
		*first = r->first + region_chunks(r) * SET_CHUNK_BITS;
	}
	return &hook_regions;
}

static int compare_sites(const void *a, const void *b)
{
	const struct hook_site *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/**
 * region_add - put the sites of some text into the table
 * @mod: the module, or NULL
 * @init: it is freed after initialisation
 * @live: it may be running
 * @ip: the sites' addresses
 * @nr: how many
 *
 * Return: the region, or an ERR_PTR
 */
struct hook_region *region_add(struct module *mod, bool init, bool live,
			       const unsigned long *ip, unsigned int nr)
{
	unsigned long base = ULONG_MAX;
	struct list_head *before;
	struct hook_region *r;
	bool sorted = true;
	unsigned int i;
	int err;

	lockdep_assert_held(&hook_lock);
	r = kvzalloc(struct_size(r, site, nr), GFP_KERNEL);
	if (!r)
		return ERR_PTR(-ENOMEM);
	r->mod = mod;
	r->init = init;
	r->live = live;
	r->nr = nr;
	for (i = 0; i < nr; i++)
		base = min(base, ip[i]);
	r->base = base;
	for (i = 0; i < nr; i++) {
		r->site[i].offset = ip[i] - base;
		sorted &= !i || ip[i] > ip[i - 1];
	}
	if (!sorted)
		sort(r->site, nr, sizeof(*r->site), compare_sites, NULL);
	r->end = site_ip(r, nr - 1) + MCOUNT_INSN_SIZE;

	err = arch_region_verify(r);
	before = index_gap(region_chunks(r), &r->first);
	if (!err)
		err = change_resize(r->first + region_chunks(r) * SET_CHUNK_BITS);
	if (err) {
		kvfree(r);
		return ERR_PTR(err);
	}
	list_add_tail_rcu(&r->node, before);
	counts.sites += nr;
	counts.bytes += struct_size(r, site, nr);
	counts.regions++;
	return r;
}

/* Text goes: nobody executes it any more. */
void region_remove(struct hook_region *r)
{
	unsigned int i;

	lockdep_assert_held(&hook_lock);
	for (i = 0; i < r->nr; i++)
		hook_classes[r->site[i].class]->sites--;
	ghosts_appear(r);
	filter_drop_region(r);
	list_del_rcu(&r->node);
	counts.sites -= r->nr;
	counts.bytes -= struct_size(r, site, r->nr);
	counts.regions--;
	kvfree_rcu(r, rcu);
	/* A class is found by its ops' addresses, which others may have when these are gone. */
	class_note_empty();
	class_sweep();
}

/**
 * hook_counts - how large is it all?
 * @c: to be filled
 */
void hook_counts(struct hook_counts *c)
{
	mutex_lock(&hook_lock);
	*c = counts;
	c->classes = hook_nr_classes;
	mutex_unlock(&hook_lock);
}

/* ---- the kernel's own text ---- */

extern unsigned long __start_mcount_loc[], __stop_mcount_loc[];

/**
 * ftrace_init - make the table of the kernel's own functions
 *
 * The build has sorted the list of sites and made them NOPs.  Functions that a
 * strong one of the same name replaced stand in it as zero.
 */
void __init ftrace_init(void)
{
	unsigned long *ip = __start_mcount_loc, *end = __stop_mcount_loc, *init;
	cycles_t start = get_cycles();
	struct hook_region *r;
	int err;

	while (ip < end && *ip < (unsigned long)_stext)
		ip++;
	for (init = ip; init < end && *init < (unsigned long)_etext; )
		init++;

	mutex_lock(&hook_lock);
	err = class_init();
	if (!err && init > ip) {
		r = region_add(NULL, false, true, ip, init - ip);
		err = PTR_ERR_OR_ZERO(r);
	}
	if (!err && end > init) {
		r = region_add(NULL, true, true, init, end - init);
		err = PTR_ERR_OR_ZERO(r);
	}
	counts.init_cycles = get_cycles() - start;
	hook_dead = err;
	mutex_unlock(&hook_lock);

	if (err)
		pr_err("no function can be hooked: error %d\n", err);
	else
		pr_info("%u functions in %u regions, %lu KiB, %llu cycles\n", counts.sites,
			counts.regions, counts.bytes >> 10, (u64)counts.init_cycles);
}

/* Remove the regions of @mod that lie in [start, end). */
static void regions_free(struct module *mod, unsigned long start, unsigned long end)
{
	struct hook_region *r, *next;

	mutex_lock(&hook_lock);
	list_for_each_entry_safe(r, next, &hook_regions, node)
		if (r->mod == mod && r->base >= start && r->base < end)
			region_remove(r);
	if (end == ULONG_MAX)
		ghosts_leave(mod);
	mutex_unlock(&hook_lock);
}

/**
 * hook_free_init_mem - the kernel's init text is about to be freed
 */
void __init hook_free_init_mem(void)
{
	regions_free(NULL, (unsigned long)__init_begin, (unsigned long)__init_end);
}

#ifdef CONFIG_MODULES

/**
 * ftrace_free_mem - part of a module's text is about to be freed
 * @mod: the module
 * @start: where that text begins
 * @end: where it ends
 */
void ftrace_free_mem(struct module *mod, void *start, void *end)
{
	regions_free(mod, (unsigned long)start, (unsigned long)end);
}

/**
 * ftrace_release_mod - a module goes
 * @mod: the module: nothing in it runs any more, or it has never run
 */
void ftrace_release_mod(struct module *mod)
{
	regions_free(mod, 0, ULONG_MAX);
}

/**
 * ftrace_module_init - put a new module's sites into the table
 * @mod: the module: relocated, not yet live
 */
void ftrace_module_init(struct module *mod)
{
	unsigned long *ip = mod->ftrace_callsites;
	unsigned int i, n, end = mod->num_ftrace_callsites;
	unsigned long *part;
	int err = 0;

	if (!end || hook_dead)
		return;
	part = kvmalloc_array(end, sizeof(*part), GFP_KERNEL);
	mutex_lock(&hook_lock);
	for (int init = 0; part && init < 2 && !err; init++) {
		for (i = n = 0; i < end; i++)
			if (ip[i] && within_module_init(ip[i], mod) == init)
				part[n++] = ip[i];
		if (n)
			err = PTR_ERR_OR_ZERO(region_add(mod, init, false, part, n));
	}
	mutex_unlock(&hook_lock);
	if (!part || err) {
		pr_warn("%s: its functions cannot be hooked: error %d\n", mod->name,
			err ?: -ENOMEM);
		ftrace_release_mod(mod);
	}
	kvfree(part);
}

/**
 * ftrace_module_enable - hook what ops want of a new module
 * @mod: the module, about to run
 */
void ftrace_module_enable(struct module *mod)
{
	struct hook_region *r;
	struct ftrace_ops *ops;
	int err;

	if (!mod->num_ftrace_callsites)
		return;
	mutex_lock(&hook_lock);
	err = filter_module_coming(mod);
	change_begin();
	if (err)
		change_fail(err);
	for_each_region(r) {
		if (r->mod != mod)
			continue;
		list_for_each_entry(ops, &hook_ops_list, list)
			if (ops_active(ops))
				filter_want_region(ops, r);
	}
	err = change_end();
	for_each_region(r)
		if (r->mod == mod)
			r->live = true;
	mutex_unlock(&hook_lock);
	if (err)
		pr_warn("%s: its functions are not hooked: error %d\n", mod->name, err);
}

#endif /* CONFIG_MODULES */
