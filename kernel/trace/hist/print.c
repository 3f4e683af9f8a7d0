// SPDX-License-Identifier: GPL-2.0
/*
 * The hist file of an event: what its histograms have counted.
 *
 * The elements are copied, each as it is between two changes, then sorted and
 * printed; those who record wait for nothing.
 */
#include <linux/kallsyms.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "internal.h"

/* How wide a bar of .graph is */
#define BAR_WIDTH	20

/**
 * struct hist_rows - copies of elements
 * @h: of this histogram
 * @nr: how many
 * @rows: their addresses, in the order in which they are shown
 * @copies: the copies
 * @hits: hits of all
 * @sums: of each value, what all have together
 * @tops: of each value, the greatest
 * @torn: copies that may hold parts of a change
 */
struct hist_rows {
	const struct hist	*h;
	unsigned int		nr;
	const struct hist_elt	**rows;
	void			*copies;
	u64			hits;
	u64			sums[HIST_MAX_VALS];
	u64			tops[HIST_MAX_VALS];
	unsigned int		torn;
};

static const void *key_of(const struct hist *h, const struct hist_elt *row)
{
	return hist_map_key(&h->table->map, row);
}

static u64 hits_of(const struct hist_elt *row)
{
	return atomic64_read(&row->hits);
}

static u64 val_of(const struct hist_column *c, const struct hist_elt *row)
{
	u64 cell;

	if (c->keep == KEEP_HITS)
		return hits_of(row);
	cell = row->cells[c->at];
	switch (c->keep) {
	case KEEP_MIN:
	case KEEP_MAX:
		return hist_rank(c, cell);
	case KEEP_AVG:
		if (c->expr->is_signed)
			return div64_s64(cell, hits_of(row) ?: 1);
		return div64_u64(cell, hits_of(row) ?: 1);
	default:
		return cell;
	}
}

/* ---- copying and sorting ---- */

static int compare_numbers(u64 a, u64 b, bool is_signed)
{
	if (is_signed)
		return (s64)a < (s64)b ? -1 : (s64)a > (s64)b;
	return a < b ? -1 : a > b;
}

static int compare_keys(const struct hist_column *c, const void *a, const void *b)
{
	if (c->expr->kind == HIST_NUMBER)
		return compare_numbers(*(u64 *)(a + c->at), *(u64 *)(b + c->at),
				       c->expr->is_signed);
	return memcmp(a + c->at, b + c->at, c->size);
}

static int compare_by(const struct hist *h, const struct hist_sort *s, const struct hist_elt *a,
		      const struct hist_elt *b)
{
	int order;

	if (!s->col)
		order = compare_numbers(hits_of(a), hits_of(b), false);
	else if (s->is_key)
		order = compare_keys(s->col, key_of(h, a), key_of(h, b));
	else
		order = compare_numbers(val_of(s->col, a), val_of(s->col, b),
					s->col->expr && s->col->expr->is_signed);
	return s->descending ? -order : order;
}

static int compare_rows(const void *pa, const void *pb, const void *priv)
{
	const struct hist_elt *a = *(const struct hist_elt **)pa;
	const struct hist_elt *b = *(const struct hist_elt **)pb;
	static const struct hist_sort by_hits;
	const struct hist *h = priv;
	unsigned int i;
	int order = 0;

	if (!h->nr_sorts)
		order = compare_by(h, &by_hits, a, b);
	for (i = 0; i < h->nr_sorts && !order; i++)
		order = compare_by(h, &h->sorts[i], a, b);
	/* An order that does not change from one read to the next */
	for (i = 0; i < h->nr_keys && !order; i++)
		order = compare_keys(&h->keys[i], key_of(h, a), key_of(h, b));
	return order;
}

static void sum_up(struct hist_rows *r, const struct hist_elt *row)
{
	const struct hist *h = r->h;
	unsigned int i;
	u64 val;

	r->hits += hits_of(row);
	for (i = 0; i < h->nr_vals; i++) {
		val = val_of(&h->vals[i], row);
		r->sums[i] += val;
		r->tops[i] = max(r->tops[i], val);
	}
}

static int copy_rows(struct hist_rows *r)
{
	const struct hist_map *m = &r->h->table->map;
	unsigned int max = atomic_read(&m->used), slot;

	r->rows = kvmalloc_array(max, sizeof(*r->rows), GFP_KERNEL);
	r->copies = kvmalloc_array(max, m->elt_size, GFP_KERNEL);
	if (!r->rows || !r->copies)
		return -ENOMEM;
	/* More may come meanwhile: those are for the next read. */
	for (slot = 0; slot < hist_map_nr_slots(m) && r->nr < max; slot++) {
		const struct hist_elt *elt = READ_ONCE(m->slots[slot]);
		struct hist_elt *to = r->copies + (size_t)r->nr * m->elt_size;

		if (!elt)
			continue;
		r->torn += !hist_map_read(m, elt, to, r->h->nr_cells);
		/* Its first hit is on its way */
		if (!hits_of(to))
			continue;
		r->rows[r->nr++] = to;
		sum_up(r, to);
		cond_resched();
	}
	sort_r(r->rows, r->nr, sizeof(*r->rows), compare_rows, NULL, r->h);
	return 0;
}

static void free_rows(struct hist_rows *r)
{
	kvfree(r->rows);
	kvfree(r->copies);
}

/* ---- keys ---- */

static void show_stack(struct seq_file *m, const struct hist_column *c, const u64 *stack)
{
	u64 i;

	seq_printf(m, "%s:\n", c->name);
	for (i = 1; i <= stack[0]; i++)
		seq_printf(m, "         %pS\n", (void *)(unsigned long)stack[i]);
}

static void show_syscall(struct seq_file *m, const struct hist_column *c, u64 nr)
{
	const char *name = IS_ENABLED(CONFIG_FTRACE_SYSCALLS) ? event_syscall_name(nr) : NULL;

	seq_printf(m, "%s: %-30s[%3llu]", c->name, name ?: "unknown_syscall", nr);
}

static void show_key(struct seq_file *m, const struct hist *h, const struct hist_column *c,
		     const struct hist_elt *row)
{
	const void *p = key_of(h, row) + c->at;
	char symbol[KSYM_SYMBOL_LEN];
	u64 value = *(u64 *)p;

	switch (c->show) {
	case SHOW_STRING:
		seq_printf(m, "%s: %-50s", c->name, (char *)p);
		break;
	case SHOW_STACK:
		show_stack(m, c, p);
		break;
	case SHOW_HEX:
		seq_printf(m, "%s: %llx", c->name, value);
		break;
	case SHOW_SYM:
		sprint_symbol_no_offset(symbol, value);
		seq_printf(m, "%s: [%llx] %-45s", c->name, value, symbol);
		break;
	case SHOW_SYM_OFFSET:
		sprint_symbol(symbol, value);
		seq_printf(m, "%s: [%llx] %-55s", c->name, value, symbol);
		break;
	case SHOW_EXECNAME:
		seq_printf(m, "%s: %-16.16s[%10llu]", c->name, (char *)&row->cells[h->comm],
			   value);
		break;
	case SHOW_SYSCALL:
		show_syscall(m, c, value);
		break;
	case SHOW_LOG2:
		seq_printf(m, "%s: ~ 2^%-2llu", c->name, value);
		break;
	case SHOW_BUCKETS:
		seq_printf(m, "%s: ~ %llu-%llu", c->name, value, value + c->bucket - 1);
		break;
	default:
		seq_printf(m, "%s: %10llu", c->name, value);
	}
}

/* ---- values ---- */

static void show_bar(struct seq_file *m, const char *name, u64 value, u64 top)
{
	char bar[BAR_WIDTH + 1];
	unsigned int len = top ? mul_u64_u64_div_u64(value, BAR_WIDTH, top) : 0;

	/* What is there is seen */
	if (value && !len)
		len = 1;
	memset(bar, '#', len);
	memset(bar + len, ' ', BAR_WIDTH - len);
	bar[BAR_WIDTH] = '\0';
	seq_printf(m, "%s: %s", name, bar);
}

static void show_percent(struct seq_file *m, const char *name, u64 value, u64 all)
{
	/* A sum that has wrapped, as those of negative values do, has no parts. */
	u64 parts = all && value <= all ? mul_u64_u64_div_u64(value, 10000, all) : 0;
	u32 rest;

	parts = div_u64_rem(parts, 100, &rest);
	seq_printf(m, "%s (%%): %3llu.%02u", name, parts, rest);
}

static void show_number(struct seq_file *m, const char *name, u8 show, u64 value, u64 all,
			u64 top)
{
	char symbol[KSYM_SYMBOL_LEN];

	switch (show) {
	case SHOW_PERCENT:
		show_percent(m, name, value, all);
		break;
	case SHOW_GRAPH:
		show_bar(m, name, value, top);
		break;
	case SHOW_HEX:
		seq_printf(m, "%s: %10llx", name, value);
		break;
	case SHOW_SYM:
		sprint_symbol_no_offset(symbol, value);
		seq_printf(m, "%s: [%llx] %s", name, value, symbol);
		break;
	case SHOW_SYM_OFFSET:
		sprint_symbol(symbol, value);
		seq_printf(m, "%s: [%llx] %s", name, value, symbol);
		break;
	default:
		seq_printf(m, "%s: %10llu", name, value);
	}
}

static const char *const kept[] = {
	[KEEP_SUM] = "", [KEEP_MIN] = ".min", [KEEP_MAX] = ".max", [KEEP_AVG] = ".avg",
};

static void show_val(struct seq_file *m, const struct hist_rows *r, unsigned int i,
		     const struct hist_elt *row)
{
	const struct hist_column *c = &r->h->vals[i];

	if (c->keep == KEEP_SUM || c->keep == KEEP_HITS)
		show_number(m, c->name, c->show, val_of(c, row), r->sums[i], r->tops[i]);
	else if (c->expr->is_signed)
		seq_printf(m, "%s%s: %10lld", c->name, kept[c->keep], (s64)val_of(c, row));
	else
		seq_printf(m, "%s%s: %10llu", c->name, kept[c->keep], val_of(c, row));
}

/* ---- what actions have kept ---- */

static const char *const tracked[] = {
	[HIST_ONMAX]	= "max",
	[HIST_ONCHANGE]	= "changed",
};

static void show_action(struct seq_file *m, const struct hist_action *a,
			const struct hist_elt *row)
{
	const struct hist_param *p;

	if (a->handler == HIST_ONMATCH)
		return;
	seq_printf(m, "\n\t%s: %10llu", tracked[a->handler], row->cells[a->last]);
	if (a->kind != HIST_SAVE)
		return;
	for (p = a->params; p < a->params + a->nr_params; p++) {
		const u64 *cell = &row->cells[p->cell];

		seq_puts(m, "  ");
		if (p->expr->kind == HIST_STRING)
			seq_printf(m, "%s: %-32s", p->name, (char *)cell);
		else
			seq_printf(m, "%s: %10llu", p->name, *cell);
	}
}

static void show_snapshot(struct seq_file *m, const struct hist *h, const struct hist_action *a)
{
	u64 extreme = atomic64_read(&a->extreme);
	struct hist_elt *elt;
	unsigned int i;

	if (a->kind != HIST_SNAPSHOT || !extreme)
		return;
	seq_puts(m, "\nSnapshot taken (see tracing/snapshot).  Details:\n");
	seq_printf(m, "\ttriggering value { %.*s }: %10llu\n",
		   (int)(strchrnul(a->text, ')') + 1 - a->text), a->text, extreme);
	scoped_guard(preempt)
		elt = hist_map_find(&h->table->map, a->key);
	if (!elt)
		return;
	seq_puts(m, "\ttriggered by event with key: {");
	for (i = 0; i < h->nr_keys; i++) {
		seq_puts(m, i ? ", " : " ");
		show_key(m, h, &h->keys[i], elt);
	}
	seq_puts(m, " }\n");
}

/* ---- all of it ---- */

static void show_row(struct seq_file *m, const struct hist_rows *r, const struct hist_elt *row)
{
	const struct hist *h = r->h;
	bool stack = false;
	unsigned int i;

	seq_putc(m, '{');
	for (i = 0; i < h->nr_keys; i++) {
		seq_puts(m, i ? ", " : " ");
		show_key(m, h, &h->keys[i], row);
		stack = h->keys[i].show == SHOW_STACK;
	}
	seq_puts(m, stack ? "}" : " }");
	if (!h->no_hitcount)
		seq_printf(m, " hitcount: %10llu", hits_of(row));
	for (i = 0; i < h->nr_vals; i++) {
		seq_puts(m, i || !h->no_hitcount ? "  " : " ");
		show_val(m, r, i, row);
	}
	for (i = 0; i < h->nr_actions; i++)
		show_action(m, h->actions[i], row);
	seq_putc(m, '\n');
}

static int show_hist(struct seq_file *m, const struct hist *h)
{
	struct hist_rows r = { .h = h };
	unsigned int i;
	int ret;

	seq_puts(m, "# event histogram\n#\n# trigger info: ");
	seq_printf(m, "%s [%s]\n#\n\n", h->text, h->table->paused ? "paused" : "active");
	ret = copy_rows(&r);
	if (!ret) {
		for (i = 0; i < r.nr; i++)
			show_row(m, &r, r.rows[i]);
		for (i = 0; i < h->nr_actions; i++)
			show_snapshot(m, h, h->actions[i]);
		seq_printf(m, "\nTotals:\n    Hits: %llu\n    Entries: %u\n    Dropped: %llu\n",
			   r.hits, r.nr, (u64)atomic64_read(&h->table->map.dropped));
		if (r.torn)
			seq_printf(m, "    Torn: %u\n", r.torn);
		if (h->nr_actions && event_chains_cut())
			seq_printf(m, "    Chains cut: %lu\n", event_chains_cut());
	}
	free_rows(&r);
	return ret;
}

/**
 * hist_show_file - what an event's hist file says
 * @m: where to
 * @f: the open file
 *
 * Return: 0 or an error
 */
int hist_show_file(struct seq_file *m, struct trace_file *f)
{
	struct trace_event_file *file = f->private;
	struct event_trigger *t;
	bool first = true;
	struct hist *h;
	int ret;

	guard(mutex)(&event_mutex);
	if (file->gone)
		return -ENODEV;
	for_each_hist(h, t, file) {
		if (h->hidden)
			continue;
		if (!first)
			seq_puts(m, "\n\n");
		first = false;
		ret = show_hist(m, h);
		if (ret)
			return ret;
	}
	return 0;
}
