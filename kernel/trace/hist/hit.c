// SPDX-License-Identifier: GPL-2.0
/*
 * An event has happened: count it.
 *
 * Any context, NMI included, with preemption disabled. Most histograms have
 * neither variables nor actions: those take a short way.
 */
#include <linux/sched.h>
#include <linux/string.h>

#include "internal.h"

static __always_inline void fill_key(const struct hist *h, const struct hist_moment *m, u64 *key)
{
	const struct hist_column *c;

	for (c = h->keys; c < h->keys + h->nr_keys; c++) {
		if (likely(c->expr->kind == HIST_NUMBER))
			key[c->at / sizeof(u64)] = hist_expr_number(c->expr, m);
		else
			hist_expr_bytes(c->expr, m, (void *)key + c->at, c->size);
	}
}

static void keep_extreme(const struct hist_column *c, u64 *cell, u64 value)
{
	u64 old = READ_ONCE(*cell);

	value = hist_rank(c, value);
	do {
		if (value <= old)
			return;
	} while (!try_cmpxchg(cell, &old, value));
}

static __always_inline void add_values(const struct hist *h, const struct hist_moment *m,
				       struct hist_elt *elt)
{
	const struct hist_column *c;

	for (c = h->vals; c < h->vals + h->nr_vals; c++) {
		u64 *cell = &elt->cells[c->at];

		switch (c->keep) {
		case KEEP_SUM:
		case KEEP_AVG:
			atomic64_add(hist_expr_number(c->expr, m), (atomic64_t *)cell);
			break;
		case KEEP_HITS:
			break;
		default:
			keep_extreme(c, cell, hist_expr_number(c->expr, m));
		}
	}
}

/* The values of others' variables for this key. False: one has none */
static bool read_refs(const struct hist *h, const u64 *key, u64 *refs)
{
	const struct hist_ref *r;

	for (r = h->refs; r < h->refs + h->nr_refs; r++, refs++) {
		const struct hist_var *var = &r->from->vars[r->var];
		struct hist_elt *elt = hist_map_find(&r->from->table->map, key);
		unsigned long *set;

		if (!elt)
			return false;
		/* The bit was set after the value. */
		set = (unsigned long *)&elt->set;
		if (r->once ? !test_and_clear_bit(r->var, set) : !test_bit_acquire(r->var, set))
			return false;
		*refs = var->expr->kind == HIST_NUMBER ? READ_ONCE(elt->cells[var->cell]) :
							 (unsigned long)&elt->cells[var->cell];
	}
	return true;
}

static void set_vars(const struct hist *h, const struct hist_moment *m, struct hist_elt *elt,
		     u64 *own)
{
	const struct hist_var *var = h->vars;
	u64 all = GENMASK_ULL(h->nr_vars - 1, 0);
	unsigned int i;

	for (i = 0; i < h->nr_vars; i++, var++) {
		u64 *cell = &elt->cells[var->cell];

		if (var->expr->kind == HIST_NUMBER) {
			own[i] = hist_expr_number(var->expr, m);
			WRITE_ONCE(*cell, own[i]);
		} else {
			own[i] = (unsigned long)cell;
			hist_expr_bytes(var->expr, m, cell, hist_expr_room(var->expr));
		}
	}
	/* Pairs with read_refs(): who sees the bits sees the values. */
	smp_mb__before_atomic();
	atomic64_or(all, &elt->set);
}

static void keep_comm(const struct hist *h, struct hist_elt *elt)
{
	if (!READ_ONCE(elt->cells[h->comm]))
		memcpy(&elt->cells[h->comm], current->comm, TASK_COMM_LEN);
}

static noinline void run_all(struct hist *h, struct hist_moment *m)
{
	u64 key[HIST_MAX_KEY / sizeof(u64)] __aligned(8) __uninitialized;
	u64 own[HIST_MAX_ALL_VARS] __uninitialized;
	u64 refs[HIST_MAX_REFS] __uninitialized;
	struct hist_elt *elt;
	unsigned int i;

	m->own = own;
	m->refs = refs;
	fill_key(h, m, key);
	if (h->nr_refs && !read_refs(h, key, refs))
		return;
	elt = hist_map_get(&h->table->map, key);
	if (!elt)
		return;
	hist_elt_begin(elt);
	if (h->has_comm)
		keep_comm(h, elt);
	if (h->nr_vars)
		set_vars(h, m, elt, own);
	add_values(h, m, elt);
	/* What they save belongs to the row. */
	for (i = 0; i < h->nr_actions; i++)
		hist_action_run(h, h->actions[i], elt, m, key);
	hist_elt_end(elt);
}

/* Keys that the short way has room for */
#define SHORT_KEY	64

/**
 * hist_run - trigger_command::run of histograms
 * @t: the trigger
 * @c: the event
 */
void hist_run(struct event_trigger *t, struct trigger_context *c)
{
	u64 key[SHORT_KEY / sizeof(u64)] __uninitialized;
	struct hist_moment m __uninitialized;
	struct hist *h = t->data;
	struct hist_elt *elt;

	if (unlikely(READ_ONCE(h->table->paused)))
		return;
	m.rec = c->rec;
	m.ts = c->ts;
	m.ns = h->ns;
	m.here = c->here;
	if (unlikely(!h->simple || h->key_size > SHORT_KEY)) {
		run_all(h, &m);
		return;
	}
	fill_key(h, &m, key);
	elt = hist_map_get(&h->table->map, key);
	if (unlikely(!elt))
		return;
	if (!h->nr_cells) {
		atomic64_inc(&elt->hits);
		return;
	}
	hist_elt_begin(elt);
	add_values(h, &m, elt);
	hist_elt_end(elt);
}
