// SPDX-License-Identifier: GPL-2.0
/*
 * Variables: whose variable a name means, and references to it.
 *
 * A variable has a value for each key. Its own histogram computes it and keeps
 * it; another one, on another event, looks up its own key there. So both must
 * have keys of the same shape.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

/* ---- definitions ---- */

static int var_index(const struct hist *h, struct hist_word name)
{
	unsigned int i;

	for (i = 0; i < h->nr_vars; i++)
		if (h->vars[i].name && hist_word_is(name, h->vars[i].name))
			return i;
	return -ENOENT;
}

static bool is_name(const char *name)
{
	const char *c;

	for (c = name; *c; c++)
		if (!isalnum(*c) && *c != '_')
			return false;
	return c > name && !isdigit(*name);
}

/**
 * hist_add_var - define a variable
 * @h: the histogram
 * @l: its line
 * @name: the variable, NULL: one that only an action knows
 * @at: where in the line it is defined
 * @e: what computes it
 *
 * Return: 0, and @name and @e belong to @h; or an error
 */
int hist_add_var(struct hist *h, struct hist_line *l, const char *name, const char *at,
		 struct hist_expr *e)
{
	struct hist_var *var = &h->vars[h->nr_vars];

	if (name && !is_name(name))
		return hist_fail(l, "Malformed assignment", at);
	if (name && var_index(h, (struct hist_word){ name, strlen(name) }) >= 0)
		return hist_fail(l, "Variable already defined", at);
	if (h->nr_vars == HIST_MAX_ALL_VARS)
		return hist_fail(l, name ? "Too many variables defined" :
				 "Too many field variables defined", at);
	var->name = name;
	var->expr = e;
	var->cell = hist_add_cells(h, e->kind == HIST_NUMBER ? sizeof(u64) : hist_expr_room(e));
	h->nr_vars++;
	return 0;
}

/* ---- references ---- */

/**
 * hist_keys_fit - have two histograms keys of the same shape?
 * @a: one
 * @b: the other
 *
 * Return: true if so
 */
bool hist_keys_fit(const struct hist *a, const struct hist *b)
{
	unsigned int i;

	if (a->nr_keys != b->nr_keys || a->key_size != b->key_size)
		return false;
	for (i = 0; i < a->nr_keys; i++)
		if (a->keys[i].size != b->keys[i].size ||
		    a->keys[i].expr->kind != b->keys[i].expr->kind)
			return false;
	return true;
}

/**
 * hist_add_ref - refer to a variable of another histogram
 * @h: who refers
 * @l: its line
 * @from: the other one
 * @var: the index of its variable
 * @at: where in the line
 *
 * Return: the index of the reference, or an error
 */
int hist_add_ref(struct hist *h, struct hist_line *l, struct hist *from, unsigned int var,
		 const char *at)
{
	unsigned int i;

	for (i = 0; i < h->nr_refs; i++)
		if (h->refs[i].from == from && h->refs[i].var == var)
			return i;
	if (!hist_keys_fit(h, from))
		return hist_fail(l, "The variable's histogram has other keys", at);
	if (h->nr_refs == HIST_MAX_REFS)
		return hist_fail(l, "Too many variables defined", at);
	h->refs[h->nr_refs] = (struct hist_ref){ .from = from, .var = var };
	from->referrers++;
	return h->nr_refs++;
}

/* Something is computed of the variables in @e, and not only looked at. */
void hist_refs_use(struct hist *h, const struct hist_expr *e)
{
	unsigned int i;

	if (e->is_var)
		return;
	for (i = 0; i < e->nr; i++)
		if (e->ops[i].code == V_REF)
			h->refs[e->ops[i].value].once = true;
}

void hist_refs_drop(struct hist *h)
{
	unsigned int i;

	for (i = 0; i < h->nr_refs; i++)
		h->refs[i].from->referrers--;
}

/* Does one refer to the other, or has it been made for it? */
bool hist_refers_to(const struct hist *h, const struct hist *other)
{
	unsigned int i;

	for (i = 0; i < h->nr_refs; i++)
		if (h->refs[i].from == other)
			return true;
	return false;
}

/* ---- looking up ---- */

/* The histogram of an event that defines a variable; *@nr counts them */
static struct hist *find_in(struct trace_event_file *file, struct hist_word name,
			    unsigned int *nr)
{
	struct hist *h, *found = NULL;
	struct event_trigger *t;

	for_each_hist(h, t, file) {
		/* Those that actions have made go with their makers. */
		if (h->hidden || var_index(h, name) < 0)
			continue;
		found = h;
		++*nr;
	}
	return found;
}

/* One on any event of the instance */
static struct hist *find_anywhere(struct trace_array *inst, struct hist_word name,
				  unsigned int *nr)
{
	struct trace_event_file *file;
	struct hist *found = NULL;

	for_each_event_file(file, inst)
		found = find_in(file, name, nr) ?: found;
	return found;
}

/**
 * hist_find_event - the event of an instance that a line names
 * @inst: the instance
 * @system: its system
 * @event: its name
 *
 * Return: the event, not pinned, or NULL
 */
struct trace_event_file *hist_find_event(struct trace_array *inst, struct hist_word system,
					 struct hist_word event)
{
	char *s = hist_word_copy(system), *e = hist_word_copy(event);
	struct trace_event_file *file = NULL;

	if (s && e)
		file = event_file_find(inst, s, e);
	kfree(s);
	kfree(e);
	return file;
}

static struct hist *find_hist(struct hist *h, struct hist_line *l, struct hist_word system_event,
			      struct hist_word name)
{
	struct trace_array *inst = hist_file(h)->tr;
	struct trace_event_file *file = h->match;
	struct hist_word event = {};
	struct hist *found = NULL;
	unsigned int nr = 0;

	if (system_event.len) {
		hist_word_cut(&system_event, &event);
		file = hist_find_event(inst, system_event, event);
		if (!file)
			hist_fail(l, "Event file not found", system_event.at);
		else
			found = find_in(file, name, &nr);
		if (file && !found)
			hist_fail(l, "Couldn't find variable", name.at - 1);
		return found;
	}
	/* In an action, the event that it matches comes first */
	if (file)
		found = find_in(file, name, &nr);
	if (!found)
		found = find_anywhere(inst, name, &nr);
	if (nr > 1) {
		hist_fail(l,
			  "Variable name not unique, need to use fully qualified name (subsys.event.var) for variable",
			  name.at - 1);
		return NULL;
	}
	if (!found)
		hist_fail(l, "Couldn't find variable", name.at - 1);
	return found;
}

/**
 * hist_var_lookup - hist_scope::var of histograms
 * @s: the scope; its data is the histogram
 * @system_event: "system.event", or empty
 * @name: the variable
 * @e: what it is
 * @op: reads it
 *
 * Return: 0, -EINVAL with a mistake in the line, or -ENOMEM
 */
int hist_var_lookup(struct hist_scope *s, struct hist_word system_event, struct hist_word name,
		    struct hist_expr *e, struct hist_op *op)
{
	struct hist *h = s->data, *from = h;
	int var = system_event.len ? -ENOENT : var_index(h, name), ref;

	if (var < 0) {
		from = find_hist(h, s->line, system_event, name);
		if (!from)
			return -EINVAL;
		var = var_index(from, name);
	}
	*e = *from->vars[var].expr;
	op->code = e->kind == HIST_NUMBER ? V_OWN : V_OWN_BYTES;
	op->value = var;
	if (from != h) {
		ref = hist_add_ref(h, s->line, from, var, name.at - 1);
		if (ref < 0)
			return ref;
		op->code = e->kind == HIST_NUMBER ? V_REF : V_REF_BYTES;
		op->value = ref;
	}
	return 0;
}
