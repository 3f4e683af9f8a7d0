// SPDX-License-Identifier: GPL-2.0
/*
 * From a line to a histogram.
 */
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

/* Those with a name, under event_mutex */
static LIST_HEAD(named_tables);

char *hist_word_copy(struct hist_word w)
{
	return kmemdup_nul(w.at, w.len, GFP_KERNEL);
}

u16 hist_add_cells(struct hist *h, unsigned int bytes)
{
	u16 cell = h->nr_cells;

	h->nr_cells += DIV_ROUND_UP(bytes, sizeof(u64));
	return cell;
}

/* ---- columns ---- */

enum modifier_for {
	FOR_KEY	= BIT(0),
	FOR_VAL	= BIT(1),
};

static const struct modifier {
	const char	*name;
	u8		for_what;
	u8		show;
	u8		keep;
} modifiers[] = {
	{ "hex",	FOR_KEY | FOR_VAL,	SHOW_HEX },
	{ "sym",	FOR_KEY | FOR_VAL,	SHOW_SYM },
	{ "sym-offset",	FOR_KEY | FOR_VAL,	SHOW_SYM_OFFSET },
	{ "execname",	FOR_KEY,		SHOW_EXECNAME },
	{ "syscall",	FOR_KEY,		SHOW_SYSCALL },
	{ "log2",	FOR_KEY | FOR_VAL,	SHOW_LOG2 },
	{ "stacktrace",	FOR_KEY,		SHOW_STACK },
	{ "percent",	FOR_VAL,		SHOW_PERCENT },
	{ "graph",	FOR_VAL,		SHOW_GRAPH },
	{ "min",	FOR_VAL,		SHOW_PLAIN,	KEEP_MIN },
	{ "max",	FOR_VAL,		SHOW_PLAIN,	KEEP_MAX },
	{ "avg",	FOR_VAL,		SHOW_PLAIN,	KEEP_AVG },
};

static int take_buckets(struct hist_line *l, struct hist_column *c, struct hist_word w)
{
	char digits[24];

	w.at += strlen("buckets=");
	w.len -= strlen("buckets=");
	if (w.len < sizeof(digits)) {
		memcpy(digits, w.at, w.len);
		digits[w.len] = '\0';
		if (!kstrtou64(digits, 0, &c->bucket) && c->bucket) {
			c->show = SHOW_BUCKETS;
			return 0;
		}
	}
	return hist_fail(l, "Invalid field modifier", w.at);
}

/* 1: it is one; 0: it is none; or an error */
static int take_modifier(struct hist_line *l, struct hist_column *c, struct hist_word w,
			 enum modifier_for what)
{
	const struct modifier *m;

	if (w.len > strlen("buckets=") && strstarts(w.at, "buckets="))
		return take_buckets(l, c, w) ?: 1;
	for (m = modifiers; m < modifiers + ARRAY_SIZE(modifiers); m++) {
		if (!hist_word_is(w, m->name))
			continue;
		if (!(m->for_what & what))
			return hist_fail(l, "Invalid field modifier", w.at);
		if (m->keep)
			c->keep = m->keep;
		else
			c->show = m->show;
		return 1;
	}
	return 0;
}

/* Take the modifiers off the end of @w */
static int take_modifiers(struct hist_line *l, struct hist_column *c, struct hist_word *w,
			  enum modifier_for what)
{
	struct hist_word rest = *w, tail;
	int ret;

	while (hist_word_cut(&rest, &tail)) {
		ret = take_modifier(l, c, tail, what);
		if (ret < 0)
			return ret;
		if (!ret)
			break;
		*w = rest;
	}
	return 0;
}

/* What can be shown how */
static int check_show(struct hist_line *l, struct hist_column *c, struct hist_word w)
{
	const struct hist_expr *e = c->expr;
	const char *mod = w.at + w.len;

	if (e->kind == HIST_NUMBER) {
		if (c->show == SHOW_STACK ||
		    (c->show == SHOW_EXECNAME && !hist_word_is(w, "common_pid")))
			return hist_fail(l, "Invalid field modifier", mod);
		return 0;
	}
	if (c->show != SHOW_PLAIN && (c->show != SHOW_STACK || e->kind != HIST_STACK))
		return hist_fail(l, "Invalid field modifier", mod);
	c->show = e->kind == HIST_STACK ? SHOW_STACK : SHOW_STRING;
	return 0;
}

/* Names that a field of the moment is shown by, however it was asked for */
static const struct {
	const char *from, *to;
} aliases[] = {
	{ "stacktrace",	"common_stacktrace" },
	{ "cpu",	"common_cpu" },
};

static bool is_moment(const struct hist_expr *e)
{
	return e->ops[0].code == V_STACK || e->ops[0].code == V_CPU;
}

static char *column_name(struct hist_word w, const struct hist_expr *e)
{
	struct hist_word base = w, tail;
	unsigned int i;

	if (hist_word_cut(&base, &tail) && hist_word_is(tail, "usecs"))
		w = base;
	for (i = 0; i < ARRAY_SIZE(aliases); i++)
		if (is_moment(e) && hist_word_is(w, aliases[i].from))
			return kstrdup(aliases[i].to, GFP_KERNEL);
	return hist_word_copy(w);
}

static int add_key(struct hist *h, struct hist_scope *s, struct hist_word w)
{
	struct hist_column *c = &h->keys[h->nr_keys++];
	int ret = take_modifiers(s->line, c, &w, FOR_KEY);

	if (ret)
		return ret;
	c->expr = hist_expr_compile(s, w);
	if (IS_ERR(c->expr)) {
		ret = PTR_ERR(c->expr);
		c->expr = NULL;
		return ret;
	}
	if (c->expr->reads_ref)
		return hist_fail(s->line, "Using variable references in keys not supported", w.at);
	ret = check_show(s->line, c, w);
	if (ret)
		return ret;
	if (c->show == SHOW_LOG2)
		hist_expr_append(c->expr, V_LOG2, 0);
	if (c->show == SHOW_BUCKETS)
		hist_expr_append(c->expr, V_BUCKET, c->bucket);
	if (c->show == SHOW_EXECNAME && !h->has_comm) {
		h->has_comm = true;
		h->comm = hist_add_cells(h, TASK_COMM_LEN);
	}
	c->name = column_name(w, c->expr);
	if (!c->name)
		return -ENOMEM;
	c->at = h->key_size;
	c->size = c->expr->kind == HIST_NUMBER ? sizeof(u64) : hist_expr_room(c->expr);
	h->key_size += c->size;
	if (h->key_size > HIST_MAX_KEY)
		return hist_fail(s->line, "Keys too long", w.at);
	return 0;
}

static int add_val(struct hist *h, struct hist_scope *s, struct hist_word w)
{
	struct hist_column *c = &h->vals[h->nr_vals++];
	int ret = take_modifiers(s->line, c, &w, FOR_VAL);

	if (ret)
		return ret;
	if (hist_word_is(w, "hitcount")) {
		if (c->keep || (c->show != SHOW_PLAIN && c->show != SHOW_PERCENT &&
				c->show != SHOW_GRAPH))
			return hist_fail(s->line, "Invalid field modifier", w.at + w.len);
		c->keep = KEEP_HITS;
	} else {
		c->expr = hist_expr_compile(s, w);
		if (IS_ERR(c->expr)) {
			ret = PTR_ERR(c->expr);
			c->expr = NULL;
			return ret;
		}
		if (c->expr->kind != HIST_NUMBER)
			return hist_fail(s->line, "A value must be a number", w.at);
		hist_refs_use(h, c->expr);
		if (c->show == SHOW_LOG2)
			hist_expr_append(c->expr, V_LOG2, 0);
		if (c->show == SHOW_BUCKETS)
			hist_expr_append(c->expr, V_BUCKET, c->bucket);
		c->at = hist_add_cells(h, sizeof(u64));
	}
	c->name = hist_word_copy(w);
	return c->name ? 0 : -ENOMEM;
}

/* ---- sorting ---- */

static const struct hist_column *find_column(struct hist_column *c, unsigned int nr,
					     struct hist_word w)
{
	for (; nr; nr--, c++)
		if (hist_word_is(w, c->name))
			return c;
	return NULL;
}

static int add_sort(struct hist *h, struct hist_line *l, struct hist_word w)
{
	struct hist_sort *s = &h->sorts[h->nr_sorts++];
	struct hist_word tail;

	if (hist_word_cut(&w, &tail)) {
		if (hist_word_is(tail, "descending"))
			s->descending = true;
		else if (!hist_word_is(tail, "ascending"))
			return hist_fail(l, "Invalid sort modifier", tail.at);
	}
	if (hist_word_is(w, "hitcount"))
		return 0;
	s->col = find_column(h->vals, h->nr_vals, w);
	if (!s->col) {
		s->col = find_column(h->keys, h->nr_keys, w);
		s->is_key = true;
	}
	if (!s->col)
		return hist_fail(l, "Sort field must be a key or a val", w.at);
	return 0;
}

/* ---- tables ---- */

static const char named_mismatch[] =
	"Named hist trigger doesn't match existing named trigger (includes variables)";

static bool columns_fit(const struct hist_column *a, const struct hist_column *b,
			unsigned int nr)
{
	for (; nr; nr--, a++, b++)
		if (a->show != b->show || a->keep != b->keep || a->size != b->size ||
		    a->at != b->at || strcmp(a->name, b->name) || !a->expr != !b->expr)
			return false;
	return true;
}

static bool exprs_fit(const struct hist_expr *a, const struct hist_expr *b)
{
	return a->kind == b->kind && hist_expr_room(a) == hist_expr_room(b);
}

static bool vars_fit(const struct hist *a, const struct hist *b)
{
	unsigned int i;

	for (i = 0; i < a->nr_vars; i++)
		if (a->vars[i].cell != b->vars[i].cell ||
		    !exprs_fit(a->vars[i].expr, b->vars[i].expr) ||
		    strcmp(a->vars[i].name ?: "", b->vars[i].name ?: ""))
			return false;
	return true;
}

static bool actions_fit(const struct hist_action *a, const struct hist_action *b)
{
	unsigned int i;

	if (a->handler != b->handler || a->kind != b->kind || a->last != b->last ||
	    a->nr_params != b->nr_params)
		return false;
	for (i = 0; i < a->nr_params; i++)
		if (a->params[i].cell != b->params[i].cell ||
		    !exprs_fit(a->params[i].expr, b->params[i].expr))
			return false;
	return true;
}

static bool all_actions_fit(const struct hist *a, const struct hist *b)
{
	unsigned int i;

	if (a->nr_actions != b->nr_actions)
		return false;
	for (i = 0; i < a->nr_actions; i++)
		if (!actions_fit(a->actions[i], b->actions[i]))
			return false;
	return true;
}

/* May both count in one table? */
static bool hists_fit(const struct hist *a, const struct hist *b)
{
	return a->nr_keys == b->nr_keys && a->nr_vals == b->nr_vals && a->nr_vars == b->nr_vars &&
	       a->key_size == b->key_size && a->nr_cells == b->nr_cells &&
	       a->has_comm == b->has_comm && a->comm == b->comm &&
	       columns_fit(a->keys, b->keys, a->nr_keys) &&
	       columns_fit(a->vals, b->vals, a->nr_vals) && vars_fit(a, b) &&
	       all_actions_fit(a, b);
}

static struct hist *table_user(struct trace_array *inst, const struct hist_table *table)
{
	struct trace_event_file *file;
	struct event_trigger *t;
	struct hist *h;

	for_each_event_file(file, inst)
		for_each_hist(h, t, file)
			if (h->table == table)
				return h;
	return NULL;
}

static int join_table(struct hist *h, struct hist_line *l, struct trace_array *inst)
{
	struct hist_table *table;
	struct hist *user;

	list_for_each_entry(table, &named_tables, node) {
		if (!hist_word_is(l->name, table->name))
			continue;
		user = table_user(inst, table);
		/* Tables of that name in other instances are others */
		if (!user)
			continue;
		if (!hists_fit(h, user) || table->map.nr_elts != l->size)
			return hist_fail(l, named_mismatch, l->name.at);
		table->users++;
		h->table = table;
		return 0;
	}
	return 0;
}

static int make_table(struct hist *h, struct hist_line *l)
{
	struct hist_table *table = kzalloc(sizeof(*table), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!table)
		return ret;
	INIT_LIST_HEAD(&table->node);
	if (l->name.len) {
		table->name = hist_word_copy(l->name);
		if (!table->name)
			goto out;
	}
	ret = hist_map_init(&table->map, l->size, h->key_size, h->nr_cells);
	if (ret)
		goto out;
	table->users = 1;
	if (table->name)
		list_add(&table->node, &named_tables);
	h->table = table;
	return 0;
out:
	kfree(table->name);
	kfree(table);
	return ret;
}

static void leave_table(struct hist_table *table)
{
	if (--table->users)
		return;
	list_del(&table->node);
	hist_map_exit(&table->map);
	kfree(table->name);
	kfree(table);
}

/* ---- all of it ---- */

static void free_columns(struct hist_column *c, unsigned int nr)
{
	for (; nr; nr--, c++) {
		kfree(c->name);
		kfree(c->expr);
	}
}

/* Nobody runs it any more. */
void hist_free(struct hist *h)
{
	unsigned int i;

	for (i = 0; i < h->nr_actions; i++)
		hist_action_free(h, h->actions[i]);
	hist_refs_drop(h);
	for (i = 0; i < h->nr_hidden; i++)
		event_trigger_detach(h->hiddens[i]->trigger);
	free_columns(h->keys, h->nr_keys);
	free_columns(h->vals, h->nr_vals);
	for (i = 0; i < h->nr_vars; i++) {
		kfree(h->vars[i].name);
		kfree(h->vars[i].expr);
	}
	if (h->table)
		leave_table(h->table);
	kfree(h->text);
	kfree(h);
}

static int add_vars(struct hist *h, struct hist_scope *s)
{
	struct hist_line *l = s->line;
	unsigned int i;

	for (i = 0; i < l->nr_vars; i++) {
		struct hist_expr *e = hist_expr_compile(s, l->vars[i].expr);
		char *name;
		int ret;

		if (IS_ERR(e))
			return PTR_ERR(e);
		name = hist_word_copy(l->vars[i].name);
		ret = name ? hist_add_var(h, l, name, l->vars[i].name.at, e) : -ENOMEM;
		if (ret) {
			kfree(name);
			kfree(e);
			return ret;
		}
		hist_refs_use(h, e);
	}
	return 0;
}

static int fill_in(struct hist *h, struct hist_scope *s)
{
	struct hist_line *l = s->line;
	unsigned int i;
	int ret = 0;

	for (i = 0; i < l->nr_keys && !ret; i++)
		ret = add_key(h, s, l->keys[i]);
	/* Values and actions may use variables, and stand before them. */
	ret = ret ?: add_vars(h, s);
	for (i = 0; i < l->nr_vals && !ret; i++) {
		if (!hist_word_is(l->vals[i], "hitcount"))
			ret = add_val(h, s, l->vals[i]);
	}
	if (!ret && l->no_hitcount && !h->nr_vals)
		ret = hist_fail(l, "Non-hitcount value is required for 'nohitcount'", l->text);
	for (i = 0; i < l->nr_calls && !ret; i++)
		ret = hist_add_action(h, s, l->calls[i]);
	for (i = 0; i < l->nr_sorts && !ret; i++)
		ret = add_sort(h, l, l->sorts[i]);
	h->simple = !h->nr_vars && !h->nr_refs && !h->nr_actions && !h->has_comm;
	h->no_hitcount = l->no_hitcount;
	return ret;
}

static int set_clock(struct hist *h, struct hist_line *l, struct trace_array *inst, bool timed)
{
	char name[16] = "global";
	int ret;

	if (l->clock.len) {
		if (l->clock.len >= sizeof(name))
			return hist_fail(l, "Couldn't set trace_clock", l->clock.at);
		strscpy(name, l->clock.at, l->clock.len + 1);
	} else if (!timed) {
		return 0;
	}
	guard(mutex)(&trace_lock);
	ret = instance_set_clock_by_name(inst, name);
	if (ret)
		return hist_fail(l, "Couldn't set trace_clock", l->clock.at ?: l->text);
	h->ns = instance_clock_is_ns(inst);
	return 0;
}

static int set_text(struct hist *h, struct hist_line *l)
{
	/* More than what is there are the defaults */
	size_t size = strlen(l->text) + 128;
	struct seq_buf s;

	h->text = kmalloc(size, GFP_KERNEL);
	if (!h->text)
		return -ENOMEM;
	seq_buf_init(&s, h->text, size);
	hist_line_text(l, &s);
	seq_buf_str(&s);
	return 0;
}

struct hist *hist_create(struct trace_event_file *file, struct hist_line *l, bool paused,
			 bool hidden)
{
	struct event_trigger *t = kzalloc(sizeof(*t), GFP_KERNEL);
	struct hist *h = kzalloc(sizeof(*h), GFP_KERNEL);
	struct hist_scope s = { .line = l, .call = file->event_call, .var = hist_var_lookup,
				.data = h };
	int ret = -ENOMEM;
	char *text;

	if (!t || !h) {
		kfree(h);
		goto out;
	}
	t->cmd = &hist_command;
	t->file = file;
	t->data = h;
	h->trigger = t;
	h->hidden = hidden;
	ret = set_text(h, l) ?: fill_in(h, &s);
	if (!ret && l->filter.len) {
		text = hist_word_copy(l->filter);
		ret = text ? event_filter_create(file->tr, file->event_call, text, &t->filter) :
			     -ENOMEM;
		kfree(text);
	}
	t->timed = s.timed;
	if (!ret && l->name.len)
		ret = join_table(h, l, file->tr);
	if (!ret && !h->table) {
		ret = make_table(h, l);
		if (!ret)
			h->table->paused = paused;
	}
	/* Last of what can fail but for want of memory: it empties the buffers. */
	ret = ret ?: set_clock(h, l, file->tr, s.timed);
	ret = ret ?: event_trigger_attach(t);
	if (!ret)
		return h;
	hist_free(h);
	event_filter_free(t->filter);
out:
	kfree(t);
	return ERR_PTR(ret);
}

struct hist *hist_create_hidden(struct trace_event_file *file, const char *text)
{
	struct hist_line *l = kzalloc(sizeof(*l), GFP_KERNEL);
	struct hist *h;
	int ret;

	if (!l)
		return ERR_PTR(-ENOMEM);
	ret = hist_line_parse(l, text);
	h = ret ? ERR_PTR(ret) : hist_create(file, l, false, true);
	hist_line_free(l);
	kfree(l);
	return h;
}
