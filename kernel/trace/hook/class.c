// SPDX-License-Identifier: GPL-2.0
/*
 * Classes: a class is a set of ops that want the same sites.  Each has an id,
 * which the sites carry, and a target, which they call: nothing, one ops'
 * direct call, or a trampoline made for exactly these ops.  So nobody ever
 * asks, while a function is being entered, who wants it.
 *
 * A class comes into being when the first site enters it and goes with the
 * last.  Its trampoline stays until no task can be in it.
 */
#include <linux/hash.h>
#include <linux/hashtable.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/rcupdate.h>
#include <linux/rcupdate_wait.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "internal.h"

/*
 * Ids are 16 bits.  While a change is being made the classes from before and those from
 * after are there: half of the ids are for what is, so that to remove an ops, which makes
 * at most one new class of each old one, finds an id for each.
 */
#ifndef MAX_CLASSES
#define MAX_CLASSES	((U16_MAX + 1) / 2)
#endif

struct hook_class **hook_classes;
unsigned int hook_nr_classes;

static unsigned int class_room;		/* entries of hook_classes */
static DEFINE_IDA(class_ids);
static DEFINE_HASHTABLE(class_table, 8);
static LIST_HEAD(retired);
static bool emptied;			/* a sweep may find something */

static unsigned long ops_key(const struct ftrace_ops *ops)
{
	return hash_long((unsigned long)ops, BITS_PER_LONG);
}

bool class_has(const struct hook_class *c, const struct ftrace_ops *ops)
{
	for (unsigned int i = 0; i < c->nr_ops; i++)
		if (c->ops[i] == ops)
			return true;
	return false;
}

/* Are these the ops of @from with @ops added or removed (or neither, if NULL)? */
static bool class_is(const struct hook_class *c, const struct hook_class *from,
		     const struct ftrace_ops *ops, bool add, unsigned long direct)
{
	if (c->direct != direct || c->nr_ops != from->nr_ops + (ops ? (add ? 1 : -1) : 0))
		return false;
	for (unsigned int i = 0; i < c->nr_ops; i++)
		if (!class_has(from, c->ops[i]) && !(add && c->ops[i] == ops))
			return false;
	return !ops || class_has(c, ops) == add;
}

static int class_make_room(unsigned int id)
{
	struct hook_class **more, **old = hook_classes;
	unsigned int room = max(class_room * 2, 64U);

	if (id < class_room)
		return 0;
	more = kvcalloc(room, sizeof(*more), GFP_KERNEL);
	if (!more)
		return -ENOMEM;
	if (old)
		memcpy(more, old, class_room * sizeof(*more));
	/* The int3 handler reads it, but only during a batch. */
	hook_classes = more;
	class_room = room;
	kvfree(old);
	return 0;
}

static struct hook_class *class_new(struct hook_class *from, struct ftrace_ops *ops, bool add,
				    unsigned long key, unsigned long direct)
{
	unsigned int i, n = from ? from->nr_ops + (ops ? (add ? 1 : -1) : 0) : 0;
	struct hook_class *c;
	int id, err;

	c = kzalloc(struct_size(c, ops, n), GFP_KERNEL);
	if (!c)
		return ERR_PTR(-ENOMEM);
	c->nr_ops = n;
	c->key = key;
	c->direct = direct;
	for (i = n = 0; from && i < from->nr_ops; i++)
		if (add || from->ops[i] != ops)
			c->ops[n++] = from->ops[i];
	if (ops && add) {
		c->ops[n] = ops;
		if (from->direct)
			swap(c->ops[n - 1], c->ops[n]);
	}
	c->modifies = direct;
	for (i = 0; i < c->nr_ops; i++)
		c->modifies |= !!(c->ops[i]->flags & FTRACE_OPS_FL_IPMODIFY);

	id = -ENOSPC;
	if (change_insists() || hook_nr_classes < MAX_CLASSES)
		id = ida_alloc_max(&class_ids, 2 * MAX_CLASSES - 1, GFP_KERNEL);
	err = id < 0 ? id : class_make_room(id);
	if (err)
		goto err_free;
	c->id = id;
	if (c->nr_ops > 1 || (c->nr_ops && !direct)) {
		err = arch_tramp_make(c);
		if (err)
			goto err_free;
	} else {
		c->target = direct;
	}
	hook_classes[id] = c;
	hash_add(class_table, &c->hash, key);
	hook_nr_classes++;
	emptied = true;		/* should no site enter it */
	return c;

err_free:
	if (id >= 0)
		ida_free(&class_ids, id);
	kfree(c);
	return ERR_PTR(err);
}

static struct hook_class *class_get(struct hook_class *from, struct ftrace_ops *ops, bool add,
				    unsigned long direct)
{
	unsigned long key = from->key ^ (ops ? ops_key(ops) : 0);
	struct hook_class *c;

	hash_for_each_possible(class_table, c, hash, key)
		if (c->key == key && class_is(c, from, ops, add, direct))
			return c;
	return class_new(from, ops, add, key, direct);
}

struct hook_class *class_change(struct hook_class *from, struct ftrace_ops *ops, bool add)
{
	unsigned long direct = from->direct;

	lockdep_assert_held(&hook_lock);
	/* Of a module that came when there was no memory to hook it */
	if (class_has(from, ops) == add)
		return from;
	if (ops->flags & FTRACE_OPS_FL_DIRECT) {
		if (add && direct)
			return ERR_PTR(-EBUSY);
		direct = add ? ops->direct_call : 0;
	}
	return class_get(from, ops, add, direct);
}

struct hook_class *class_redirect(struct hook_class *from, unsigned long direct)
{
	return class_get(from, NULL, true, direct);
}

/* Wait until nobody is in the trampolines that were retired before; free them. */
static void retired_free(struct work_struct *work)
{
	struct hook_class *c, *next;
	LIST_HEAD(list);

	mutex_lock(&hook_lock);
	list_splice_init(&retired, &list);
	mutex_unlock(&hook_lock);

	hook_sync();
	list_for_each_entry_safe(c, next, &list, node) {
		arch_tramp_free(c);
		/* Unwinders may be looking at it. */
		kfree_rcu(c, rcu);
	}
}

static DECLARE_WORK(retired_work, retired_free);

void class_note_empty(void)
{
	emptied = true;
}

void class_sweep(void)
{
	bool any = false;

	lockdep_assert_held(&hook_lock);
	if (!emptied)
		return;
	emptied = false;
	for (unsigned int id = 1; id < class_room; id++) {
		struct hook_class *c = hook_classes[id];

		if (!c || c->sites)
			continue;
		hook_classes[id] = NULL;
		hash_del(&c->hash);
		ida_free(&class_ids, id);
		hook_nr_classes--;
		if (c->stray && arch_tramp_mute(c))
			continue;
		list_add(&c->node, &retired);
		any = true;
	}
	/* Early at boot they have to wait for the next ones. */
	if (any && system_wq)
		schedule_work(&retired_work);
}

/**
 * hook_sync - wait for callbacks of ops that were removed
 *
 * Trampolines and what they call run with preemption on, and where RCU is not
 * watching: every CPU must have scheduled, and every task that was preempted
 * must have come to a voluntary stop.
 */
void hook_sync(void)
{
	synchronize_rcu_tasks_rude();
	synchronize_rcu_tasks();
}

/*
 * Trampolines for what the command line asks for are made before the kernel knows the
 * weaknesses of its processor: templates and returns were those for one that has none.
 * Make them again, and let sites call the new ones.
 */
static int __init class_renew(void)
{
	struct hook_region *r;
	bool any = false;
	int err;

	guard(mutex)(&hook_lock);
	for (unsigned int id = 1; id < class_room; id++) {
		if (hook_classes[id]) {
			hash_del(&hook_classes[id]->hash);
			any = true;
		}
	}
	if (!any)
		return 0;
	change_begin();
	for_each_region(r) {
		for (unsigned int i = 0; i < r->nr; i++) {
			struct hook_class *c = hook_classes[r->site[i].class];

			if (c->id != CLASS_NONE)
				change_site(r, i, class_redirect(c, c->direct));
		}
	}
	err = change_end();
	if (!err)
		return 0;
	pr_warn("ftrace: trampolines do without what this processor needs: error %d\n", err);
	for (unsigned int id = 1; id < class_room; id++)
		if (hook_classes[id])
			hash_add(class_table, &hook_classes[id]->hash, hook_classes[id]->key);
	return err;
}
early_initcall(class_renew);

int __init class_init(void)
{
	struct hook_class *none = class_new(NULL, NULL, true, 0, 0);

	return PTR_ERR_OR_ZERO(none);
}
