// SPDX-License-Identifier: GPL-2.0
/*
 * Filters: which functions an ops is for.  Two sets and a list of patterns that
 * wait for their modules.  Sets are never looked at while functions run, only
 * when something changes: all of this is under hook_lock.
 */
#include <linux/ctype.h>
#include <linux/glob.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "internal.h"

/* A pattern for a module that was not there when it was written */
struct pending {
	struct list_head	node;
	enum hook_list		list;
	char			*module;	/* behind the pattern */
	char			pattern[];
};

static LIST_HEAD(filters);

/* ---- what is wanted ---- */

unsigned long filter_word(const struct hook_filter *f, unsigned int w)
{
	if (!f)
		return ~0UL;
	return (f->limited ? hook_set_word(&f->set[HOOK_ONLY], w) : ~0UL) &
		~hook_set_word(&f->set[HOOK_NOT], w);
}

int filter_next(const struct hook_filter *f, unsigned int from, struct hook_region **region)
{
	struct hook_region *r;

	for_each_region(r) {
		unsigned int i = from > r->first ? from - r->first : 0;

		while (i < r->nr) {
			unsigned long word = filter_word(f, (r->first + i) / BITS_PER_LONG);

			word &= ~0UL << i % BITS_PER_LONG;
			if (word) {
				i = round_down(i, BITS_PER_LONG) + __ffs(word);
				if (i >= r->nr)
					break;
				*region = r;
				return r->first + i;
			}
			i = round_down(i, BITS_PER_LONG) + BITS_PER_LONG;
		}
	}
	return -1;
}

/* The sites of @r that @ops has, or is to have, go to or from @f. */
static void want_region(struct ftrace_ops *ops, struct hook_region *r,
			const struct hook_filter *was, const struct hook_filter *is)
{
	unsigned int first = r->first / BITS_PER_LONG;

	for (unsigned int w = 0; w < BITS_TO_LONGS(r->nr); w++) {
		unsigned long a = was == FILTER_NOTHING ? 0 : filter_word(was, first + w);
		unsigned long b = is == FILTER_NOTHING ? 0 : filter_word(is, first + w);

		if (a != b)
			change_want(r, w, a, b, ops);
	}
}

static void want(struct ftrace_ops *ops, const struct hook_filter *was,
		 const struct hook_filter *is)
{
	struct hook_region *r;

	lockdep_assert_held(&hook_lock);
	/* Of a module that comes: ftrace_module_enable() will see to it. */
	for_each_region(r)
		if (r->live)
			want_region(ops, r, was, is);
}

void filter_want_all(struct ftrace_ops *ops, bool is)
{
	want(ops, is ? FILTER_NOTHING : ops->filter, is ? ops->filter : FILTER_NOTHING);
}

void filter_want_region(struct ftrace_ops *ops, struct hook_region *r)
{
	want_region(ops, r, FILTER_NOTHING, ops->filter);
}

/* All registered ops that use @f: it becomes like @is. */
static void want_change(const struct hook_filter *f, const struct hook_filter *is)
{
	struct ftrace_ops *ops;

	lockdep_assert_held(&hook_lock);
	list_for_each_entry(ops, &hook_ops_list, list) {
		int err = 0;

		if (ops->filter != f || !ops_active(ops))
			continue;
		if (ops->flags & FTRACE_OPS_FL_IPMODIFY)
			err = ops_may_have(ops, is);
		if (err)
			change_fail(err);
		else
			want(ops, f, is);
	}
}

/* ---- filters ---- */

struct hook_filter *hook_filter_new(void)
{
	struct hook_filter *f = kzalloc(sizeof(*f), GFP_KERNEL);

	if (!f)
		return NULL;
	refcount_set(&f->ref, 1);
	INIT_LIST_HEAD(&f->pending);
	mutex_lock(&hook_lock);
	list_add(&f->node, &filters);
	mutex_unlock(&hook_lock);
	return f;
}

struct hook_filter *hook_filter_get(struct hook_filter *f)
{
	if (f)
		refcount_inc(&f->ref);
	return f;
}

static void pending_free(struct list_head *list)
{
	struct pending *p, *next;

	list_for_each_entry_safe(p, next, list, node) {
		list_del(&p->node);
		kfree(p);
	}
}

void hook_filter_put(struct hook_filter *f)
{
	if (!f || !refcount_dec_and_mutex_lock(&f->ref, &hook_lock))
		return;
	list_del(&f->node);
	mutex_unlock(&hook_lock);
	hook_set_clear(&f->set[HOOK_ONLY]);
	hook_set_clear(&f->set[HOOK_NOT]);
	pending_free(&f->pending);
	kfree(f);
}

/**
 * hook_filter_set - give an ops another filter
 * @ops: the ops, registered or not
 * @f: the filter, or NULL for all functions
 *
 * Return: 0, or an error, and nothing has changed
 */
int hook_filter_set(struct ftrace_ops *ops, struct hook_filter *f)
{
	struct hook_filter *old;
	int err = 0;

	mutex_lock(&hook_lock);
	old = ops->filter;
	if (ops->flags & FTRACE_OPS_FL_ENABLED && ops_active(ops)) {
		change_begin();
		want(ops, old, f);
		err = change_end();
	}
	if (!err)
		ops->filter = hook_filter_get(f);
	mutex_unlock(&hook_lock);
	if (!err)
		hook_filter_put(old);
	return err;
}

bool hook_filter_limits(struct hook_filter *f, enum hook_list list)
{
	if (!f)
		return false;
	return list == HOOK_ONLY ? f->limited : f->set[HOOK_NOT].count;
}

unsigned int hook_filter_count(struct hook_filter *f, enum hook_list list)
{
	guard(mutex)(&hook_lock);
	return f->set[list].count;
}

bool hook_filter_has(struct hook_filter *f, enum hook_list list, unsigned long ip)
{
	int index = hook_index(ip);

	return f && index >= 0 && hook_set_has(&f->set[list], index);
}

void filter_drop_region(const struct hook_region *r)
{
	unsigned int chunk = r->first / SET_CHUNK_BITS;
	struct hook_filter *f;

	lockdep_assert_held(&hook_lock);
	list_for_each_entry(f, &filters, node) {
		hook_set_drop_chunks(&f->set[HOOK_ONLY], chunk, region_chunks(r));
		hook_set_drop_chunks(&f->set[HOOK_NOT], chunk, region_chunks(r));
	}
}

/* ---- editing ---- */

struct hook_edit {
	struct hook_filter	*f;
	enum hook_list		list;
	int			err;	/* half of a pattern is in */
	struct hook_edit	*others;	/* end with it */
	struct hook_filter	new;
};

/**
 * hook_edit_begin - start to change a filter
 * @f: the filter
 * @list: which of its lists
 * @reset: begin with an empty list
 *
 * Of two that edit a filter at the same time, the one that ends last wins.
 *
 * Return: for the calls that follow, or an ERR_PTR
 */
struct hook_edit *hook_edit_begin(struct hook_filter *f, enum hook_list list, bool reset)
{
	struct hook_edit *e = kzalloc(sizeof(*e), GFP_KERNEL);
	struct pending *p, *copy;
	int err = 0;

	if (!e)
		return ERR_PTR(-ENOMEM);
	mutex_lock(&hook_lock);
	e->f = f;
	e->list = list;
	/* Modules may come and go meanwhile. */
	list_add(&e->new.node, &filters);
	INIT_LIST_HEAD(&e->new.pending);
	e->new.limited = f->limited;
	for (int l = 0; l < 2 && !err; l++)
		if (l != list || !reset)
			err = hook_set_copy(&e->new.set[l], &f->set[l]);
	if (list == HOOK_ONLY && reset)
		e->new.limited = false;
	list_for_each_entry(p, &f->pending, node) {
		if (p->list == list && reset)
			continue;
		copy = kmemdup(p, sizeof(*p) + (p->module - p->pattern) + strlen(p->module) + 1,
			       GFP_KERNEL);
		if (!copy) {
			err = -ENOMEM;
			break;
		}
		copy->module = copy->pattern + (p->module - p->pattern);
		list_add_tail(&copy->node, &e->new.pending);
	}
	mutex_unlock(&hook_lock);
	if (err) {
		hook_edit_abort(e);
		return ERR_PTR(err);
	}
	return e;
}

static void edit_free(struct hook_edit *e)
{
	mutex_lock(&hook_lock);
	list_del(&e->new.node);
	mutex_unlock(&hook_lock);
	hook_set_clear(&e->new.set[HOOK_ONLY]);
	hook_set_clear(&e->new.set[HOOK_NOT]);
	pending_free(&e->new.pending);
	kfree(e);
}

void hook_edit_abort(struct hook_edit *e)
{
	while (e) {
		struct hook_edit *others = e->others;

		edit_free(e);
		e = others;
	}
}

struct hook_edit *hook_edit_join(struct hook_edit *e, struct hook_edit *others)
{
	e->others = others;
	return e;
}

bool hook_edit_left(struct hook_edit *e)
{
	return e->new.set[e->list].count;
}

void hook_edit_without(struct hook_edit *e, const struct hook_filter *f)
{
	struct hook_set *set = &e->new.set[e->list];

	mutex_lock(&hook_lock);
	for (unsigned int w = 0; w < set->nr * SET_CHUNK_WORDS; w++) {
		unsigned long word = hook_set_word(set, w) & hook_set_word(&f->set[e->list], w);

		for (; word; word &= word - 1)
			hook_set_del(set, w * BITS_PER_LONG + __ffs(word));
	}
	mutex_unlock(&hook_lock);
}

/* The filter becomes what the edit has made; what it was goes with the edit. */
static void edit_take(struct hook_edit *e)
{
	struct hook_filter *f = e->f;
	LIST_HEAD(old);

	swap(f->set[HOOK_ONLY], e->new.set[HOOK_ONLY]);
	swap(f->set[HOOK_NOT], e->new.set[HOOK_NOT]);
	f->limited = e->new.limited;
	list_splice_init(&f->pending, &old);
	list_splice_init(&e->new.pending, &f->pending);
	list_splice(&old, &e->new.pending);
}

/* Put it into force: all or nothing. */
int hook_edit_end(struct hook_edit *edits)
{
	struct hook_edit *e;
	int err;

	mutex_lock(&hook_lock);
	change_begin();
	for (e = edits; e; e = e->others) {
		if (e->err)
			change_fail(e->err);
		want_change(e->f, &e->new);
	}
	err = change_end();
	for (e = edits; e && !err; e = e->others)
		edit_take(e);
	mutex_unlock(&hook_lock);
	hook_edit_abort(edits);
	return err;
}

static int edit_index(struct hook_edit *e, unsigned int index, bool remove)
{
	int n;

	if (remove)
		return hook_set_del(&e->new.set[e->list], index);
	n = hook_set_add(&e->new.set[e->list], index);
	return n < 0 ? n : 1;
}

struct edit_match {
	struct hook_edit	*e;
	bool			remove;
};

static int edit_one(void *data, struct hook_region *r, unsigned int i)
{
	struct edit_match *m = data;

	return edit_index(m->e, r->first + i, m->remove);
}

/* Is it a function's or module's plain name? */
static bool is_name(const char *pattern)
{
	return *pattern && *pattern != '!' && !names_is_glob(pattern);
}

/* Are the region's functions among those of @module?  What that may be says hook_edit_pattern(). */
static bool region_matches(const struct hook_region *r, const char *module)
{
	bool other = *module == '!';

	module += other;
	return (r->mod && (!*module || glob_match(module, r->mod->name))) != other;
}

/* Functions that a pattern names, in all regions, or those of @module */
static int edit_match(struct hook_edit *e, const char *glob, const char *module, bool remove)
{
	struct edit_match m = { .e = e, .remove = remove };
	struct hook_region *r;
	int n, sum = 0;

	for_each_region(r) {
		if (module && !region_matches(r, module))
			continue;
		n = names_match(r, glob, edit_one, &m);
		if (n < 0)
			return n;
		sum += n;
	}
	return sum;
}

static struct pending *pending_find(struct hook_edit *e, const char *pattern, const char *module)
{
	struct pending *p;

	list_for_each_entry(p, &e->new.pending, node)
		if (p->list == e->list && !strcmp(p->pattern, pattern) &&
		    !strcmp(p->module, module))
			return p;
	return NULL;
}

/* The module is not there: remember what is wanted of it, or no more. */
static int edit_pending(struct hook_edit *e, const char *pattern, const char *module, bool remove)
{
	struct pending *p = pending_find(e, pattern, module);
	size_t len = strlen(pattern) + 1;

	if (remove) {
		if (!p)
			return -ENOENT;
		list_del(&p->node);
		kfree(p);
		return 1;
	}
	if (p)
		return 1;
	p = kmalloc(sizeof(*p) + len + strlen(module) + 1, GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->list = e->list;
	memcpy(p->pattern, pattern, len);
	p->module = p->pattern + len;
	memcpy(p->module, module, strlen(module) + 1);
	list_add_tail(&p->node, &e->new.pending);
	return 1;
}

static bool module_is_here(const char *name)
{
	struct hook_region *r;

	for_each_region(r)
		if (r->mod && !strcmp(r->mod->name, name))
			return true;
	return false;
}

/* The function in line @number of available_filter_functions, from 1 on */
static int edit_number(struct hook_edit *e, unsigned long number, bool remove)
{
	struct hook_region *r;

	for_each_region(r) {
		if (number && number <= r->nr)
			return edit_index(e, r->first + number - 1, remove);
		number -= r->nr;
	}
	return -EINVAL;
}

static bool is_number(const char *s)
{
	return isdigit(*s);
}

static int edit_pattern(struct hook_edit *e, const char *pattern, const char *module)
{
	bool remove = *pattern == '!';
	unsigned long number;
	int n;

	pattern += remove;
	if (!*pattern)
		return -EINVAL;
	if (module && is_name(module) && !module_is_here(module))
		n = edit_pending(e, pattern, module, remove);
	else if (!module && is_number(pattern))
		n = kstrtoul(pattern, 0, &number) ?: edit_number(e, number, remove);
	else
		n = edit_match(e, pattern, module, remove);
	if (n < 0)
		return n;
	if (!n)
		return -ENOENT;
	if (e->list == HOOK_ONLY)
		e->new.limited = !remove || e->new.set[HOOK_ONLY].count ||
				 !list_empty(&e->new.pending);
	return n;
}

int hook_edit_pattern(struct hook_edit *e, const char *pattern, const char *module)
{
	int n;

	mutex_lock(&hook_lock);
	n = edit_pattern(e, pattern, module);
	if (n == -ENOMEM)
		e->err = n;
	mutex_unlock(&hook_lock);
	return n;
}

/* Nobody has hooked the module yet: no change to any site. */
static int pending_apply(struct hook_filter *f, const struct pending *p)
{
	struct hook_edit e = { .f = f, .list = p->list };
	int n;

	swap(e.new.set[p->list], f->set[p->list]);
	n = edit_match(&e, p->pattern, p->module, false);
	swap(e.new.set[p->list], f->set[p->list]);
	return min(n, 0);
}

int filter_module_coming(struct module *mod)
{
	struct hook_filter *f;
	struct hook_region *r;
	struct pending *p, *next;
	int err = 0;

	lockdep_assert_held(&hook_lock);
	list_for_each_entry(f, &filters, node)
		list_for_each_entry(p, &f->pending, node)
			if (!err && !strcmp(p->module, mod->name))
				err = pending_apply(f, p);
	if (err) {
		/* None of them rather than some */
		for_each_region(r)
			if (r->mod == mod)
				filter_drop_region(r);
		return err;
	}
	/* Functions from here on, which go with the module */
	list_for_each_entry(f, &filters, node) {
		list_for_each_entry_safe(p, next, &f->pending, node) {
			if (strcmp(p->module, mod->name))
				continue;
			list_del(&p->node);
			kfree(p);
		}
	}
	return 0;
}

void hook_show_pending(struct seq_file *m, struct hook_filter *f, enum hook_list list)
{
	struct pending *p;

	lockdep_assert_held(&hook_lock);
	if (!f)
		return;
	list_for_each_entry(p, &f->pending, node)
		if (p->list == list && !module_is_here(p->module))
			seq_printf(m, "%s:mod:%s\n", p->pattern, p->module);
}

/* ---- the interface for the rest of the kernel ---- */

/* An ops' filter, made if there is none */
static struct hook_filter *ops_filter(struct ftrace_ops *ops)
{
	struct hook_filter *f;

	if (ops->filter)
		return ops->filter;
	f = hook_filter_new();
	if (f && hook_filter_set(ops, f)) {
		hook_filter_put(f);
		return NULL;
	}
	if (f)
		hook_filter_put(f);	/* the ops has its own reference */
	return f;
}

/**
 * ftrace_set_filter_ips - say which functions, by address
 * @ops: the ops, registered or not
 * @ips: addresses of functions or their sites
 * @cnt: how many
 * @remove: they are not wanted any more
 * @reset: forget what was wanted before
 *
 * Return: 0; -EINVAL if an address has no site, -ENOENT if it was to be removed;
 * -ENOMEM: nothing has changed
 */
int ftrace_set_filter_ips(struct ftrace_ops *ops, unsigned long *ips, unsigned int cnt,
			  int remove, int reset)
{
	struct hook_filter *f = ops_filter(ops);
	struct hook_edit *e;
	int n = 0;

	if (!f)
		return -ENOMEM;
	e = hook_edit_begin(f, HOOK_ONLY, reset);
	if (IS_ERR(e))
		return PTR_ERR(e);
	mutex_lock(&hook_lock);
	e->new.limited = cnt || e->new.limited;
	for (unsigned int i = 0; i < cnt && n >= 0; i++) {
		int index = hook_index(ips[i]);

		n = index < 0 ? -EINVAL : edit_index(e, index, remove);
		if (remove && !n)
			n = -ENOENT;
	}
	mutex_unlock(&hook_lock);
	if (n < 0) {
		hook_edit_abort(e);
		return n;
	}
	return hook_edit_end(e);
}
EXPORT_SYMBOL_GPL(ftrace_set_filter_ips);

/**
 * ftrace_set_filter_ip - ftrace_set_filter_ips() for one address
 * @ops: the ops
 * @ip: the address
 * @remove: it is not wanted any more
 * @reset: forget what was wanted before
 *
 * Return: as ftrace_set_filter_ips()
 */
int ftrace_set_filter_ip(struct ftrace_ops *ops, unsigned long ip, int remove, int reset)
{
	return ftrace_set_filter_ips(ops, &ip, 1, remove, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_filter_ip);

static int set_by_name(struct ftrace_ops *ops, enum hook_list list, const unsigned char *buf,
		       int len, int reset)
{
	struct hook_filter *f = ops_filter(ops);
	struct hook_edit *e;
	char *name = NULL;
	int n = 0;

	if (!f)
		return -ENOMEM;
	if (buf && len > 0) {
		name = kmemdup_nul(buf, len, GFP_KERNEL);
		if (!name)
			return -ENOMEM;
	}
	e = hook_edit_begin(f, list, reset);
	if (!IS_ERR(e)) {
		if (name && *name)
			n = hook_edit_pattern(e, name, NULL);
		if (n < 0)
			hook_edit_abort(e);
		else
			n = hook_edit_end(e);
	}
	kfree(name);
	if (IS_ERR(e))
		return PTR_ERR(e);
	return n == -ENOENT ? -EINVAL : n;
}

/**
 * ftrace_set_filter - say which functions, by name
 * @ops: the ops, registered or not
 * @buf: a name or glob; empty or NULL, with @reset: all functions
 * @len: its length
 * @reset: forget what was wanted before
 *
 * Return: 0, or -EINVAL if it names no function, or another error; then
 * nothing has changed
 */
int ftrace_set_filter(struct ftrace_ops *ops, unsigned char *buf, int len, int reset)
{
	return set_by_name(ops, HOOK_ONLY, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_filter);

/**
 * ftrace_set_notrace - say which functions not
 * @ops: the ops
 * @buf: a name or glob
 * @len: its length
 * @reset: forget what was unwanted before
 *
 * Return: as ftrace_set_filter()
 */
int ftrace_set_notrace(struct ftrace_ops *ops, unsigned char *buf, int len, int reset)
{
	return set_by_name(ops, HOOK_NOT, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_notrace);

/**
 * ftrace_free_filter - free what an ops' filter takes
 * @ops: the ops, not registered
 */
void ftrace_free_filter(struct ftrace_ops *ops)
{
	hook_filter_put(ops->filter);
	ops->filter = NULL;
}
EXPORT_SYMBOL_GPL(ftrace_free_filter);
