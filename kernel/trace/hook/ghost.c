// SPDX-License-Identifier: GPL-2.0
/*
 * Ghosts: names of modules' init functions that were hooked and have been freed.
 * The trace still has their addresses, and nobody else knows any more what was
 * there.  They are remembered until their module goes.
 */
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "internal.h"

struct ghost {
	struct list_head	node;
	unsigned long		start;
	unsigned long		size;
	const struct module	*mod;	/* only to compare */
	struct rcu_head		rcu;
	char			module[MODULE_NAME_LEN];
	char			name[];
};

/* Changed under hook_lock */
static LIST_HEAD(ghosts);

static void remember(const struct hook_region *r, unsigned long ip, char *name)
{
	unsigned long size, offset;
	struct ghost *g;
	size_t len;

	if (!kallsyms_lookup(ip, &size, &offset, NULL, name))
		return;
	len = strlen(name) + 1;
	g = kzalloc(struct_size(g, name, len), GFP_KERNEL);
	if (!g)
		return;		/* then it has no name */
	g->start = ip - offset;
	g->size = size;
	g->mod = r->mod;
	strscpy(g->module, r->mod->name, sizeof(g->module));
	memcpy(g->name, name, len);
	list_add_rcu(&g->node, &ghosts);
}

/* The region is about to go; its symbols are still there. */
void ghosts_appear(const struct hook_region *r)
{
	char *name;

	if (!r->mod || !r->init)
		return;
	name = kmalloc(KSYM_NAME_LEN, GFP_KERNEL);
	for (unsigned int i = 0; name && i < r->nr; i++)
		if (r->site[i].touched)
			remember(r, site_ip(r, i), name);
	kfree(name);
}

/* The module is gone. */
void ghosts_leave(const struct module *mod)
{
	struct ghost *g, *next;

	list_for_each_entry_safe(g, next, &ghosts, node) {
		if (g->mod != mod)
			continue;
		list_del_rcu(&g->node);
		kfree_rcu(g, rcu);
	}
}

static const struct ghost *ghost_at(unsigned long addr)
{
	const struct ghost *g;

	list_for_each_entry_rcu(g, &ghosts, node)
		if (addr - g->start < g->size)
			return g;
	return NULL;
}

static void tell(unsigned long *who, unsigned long what)
{
	if (who)
		*who = what;
}

/**
 * ftrace_mod_address_lookup - what was at an address, for kallsyms
 * @ip: the address
 * @length: gets the function's size
 * @into: gets how far in it the address is
 * @module: gets the module's name
 * @build: gets NULL
 * @name: gets the function's name, KSYM_NAME_LEN bytes
 *
 * Context: any.
 * Return: the name's length, 0 if nothing is known
 */
int ftrace_mod_address_lookup(unsigned long ip, unsigned long *length, unsigned long *into,
			      char **module, const unsigned char **build, char *name)
{
	const struct ghost *g;
	int len = 0;

	rcu_read_lock();
	g = ghost_at(ip);
	if (g) {
		tell(length, g->size);
		tell(into, ip - g->start);
		if (module)
			*module = (char *)g->module;
		if (build)
			*build = NULL;
		len = strscpy(name, g->name, KSYM_NAME_LEN);
	}
	rcu_read_unlock();
	return len;
}
