// SPDX-License-Identifier: GPL-2.0
/*
 * Actions: what a histogram does beside counting.
 *
 *	onmatch(system.event)	every time: that event has been seen with this key
 *	onmax($var)		when the variable is greater than ever, for this key
 *	onchange($var)		when it is another than the last time
 *
 *	trace(event,...), event(...)	a synthetic event happens
 *	save(field,...)		fields are kept, and shown with the key
 *	snapshot()		a snapshot is taken, if no other key has a greater value
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../synth/synth.h"
#include "internal.h"

/* ---- parameters ---- */

/* A program that reads reference @ref to the first variable of @from */
static struct hist_expr *read_ref(const struct hist *from, int ref)
{
	const struct hist_expr *e = from->vars[0].expr;
	struct hist_expr *new = kzalloc(struct_size(new, ops, 1), GFP_KERNEL);

	if (!new)
		return ERR_PTR(-ENOMEM);
	*new = *e;
	new->is_var = true;
	new->nr = 1;
	new->ops[0] = (struct hist_op){
		.code = e->kind == HIST_NUMBER ? V_REF : V_REF_BYTES,
		.value = ref,
	};
	return new;
}

/* A histogram of @file whose keys are of the same shape */
static struct hist *find_fitting(const struct hist *h, struct trace_event_file *file)
{
	struct event_trigger *t;
	struct hist *other;

	for_each_hist(other, t, file)
		if (!other->hidden && hist_keys_fit(h, other))
			return other;
	return NULL;
}

/* The line of a histogram like @like that keeps a field in a variable */
static char *hidden_line(const struct hist *like, struct hist_word field)
{
	const char *keys = strstr(like->text, "keys="), *end = strstr(keys, ":vals=");
	const char *filter = like->trigger->filter ?
			     event_filter_text(like->trigger->filter) : NULL;

	return kasprintf(GFP_KERNEL, "hist:%.*s:size=%u:synthetic_%.*s=%.*s%s%s",
			 (int)(end - keys), keys, like->table->map.nr_elts, field.len, field.at,
			 field.len, field.at, filter ? " if " : "", filter ?: "");
}

/*
 * A field of another event: a histogram there keeps it in a variable, with the
 * same key as one that is there already.
 */
static struct hist_expr *other_events_field(struct hist *h, struct hist_line *l,
					    struct trace_event_file *file, struct hist_word field)
{
	struct hist *like = find_fitting(h, file), *hidden;
	char *line;
	int ref;

	if (!like) {
		hist_fail(l, "Matching event histogram not found", field.at);
		return ERR_PTR(-EINVAL);
	}
	if (h->nr_hidden == ARRAY_SIZE(h->hiddens)) {
		hist_fail(l, "Too many field variables defined", field.at);
		return ERR_PTR(-EINVAL);
	}
	line = hidden_line(like, field);
	if (!line)
		return ERR_PTR(-ENOMEM);
	hidden = hist_create_hidden(file, line);
	kfree(line);
	if (IS_ERR(hidden)) {
		if (PTR_ERR(hidden) == -EINVAL)
			hist_fail(l, "Couldn't find field", field.at);
		return ERR_CAST(hidden);
	}
	h->hiddens[h->nr_hidden++] = hidden;
	ref = hist_add_ref(h, l, hidden, 0, field.at);
	return ref < 0 ? ERR_PTR(ref) : read_ref(hidden, ref);
}

static bool is_field_of(struct trace_event_file *file, struct hist_word w)
{
	char *name = hist_word_copy(w);
	bool is = name && event_find_field(file->event_call, name);

	kfree(name);
	return is;
}

static bool is_bare_name(struct hist_word w)
{
	unsigned int i;

	for (i = 0; i < w.len; i++)
		if (!isalnum(w.at[i]) && w.at[i] != '_')
			return false;
	return true;
}

/* "system.event.field" */
static bool split_name(struct hist_word w, struct hist_word *system, struct hist_word *event,
		       struct hist_word *field)
{
	struct hist_word rest = w;

	if (!is_bare_name(w) && memchr(w.at, '$', w.len))
		return false;
	if (!hist_word_cut(&rest, field) || !hist_word_cut(&rest, event))
		return false;
	*system = rest;
	return is_bare_name(*system) && is_bare_name(*event) && is_bare_name(*field);
}

static struct hist_expr *compile_param(struct hist *h, struct hist_scope *s, struct hist_word w)
{
	struct trace_event_file *file = hist_file(h), *other;
	struct hist_word system, event, field;

	if (split_name(w, &system, &event, &field)) {
		other = hist_find_event(file->tr, system, event);
		if (!other) {
			hist_fail(s->line, "Event file not found", w.at);
			return ERR_PTR(-EINVAL);
		}
		if (other != file)
			return other_events_field(h, s->line, other, field);
		w = field;
	}
	/* A field is one of this event, if it has it. */
	if (is_bare_name(w) && h->match && h->match != file && !is_field_of(file, w) &&
	    is_field_of(h->match, w))
		return other_events_field(h, s->line, h->match, w);
	return hist_expr_compile(s, w);
}

/*
 * What an action gets as a string or a stack lies in the element: of a field, a
 * variable without a name makes the copy.
 */
static struct hist_expr *keep_bytes(struct hist *h, struct hist_line *l, struct hist_word w,
				    struct hist_expr *e)
{
	struct hist_expr *read;
	int ret;

	if (e->kind == HIST_NUMBER || e->is_var)
		return e;
	read = kzalloc(struct_size(read, ops, 1), GFP_KERNEL);
	ret = read ? hist_add_var(h, l, NULL, w.at, e) : -ENOMEM;
	if (ret) {
		kfree(read);
		kfree(e);
		return ERR_PTR(ret);
	}
	*read = *e;
	read->is_var = true;
	read->ops[0] = (struct hist_op){ .code = V_OWN_BYTES, .value = h->nr_vars - 1 };
	return read;
}

static int set_param(struct hist_param *p, struct hist_expr *e)
{
	if (IS_ERR(e))
		return PTR_ERR(e);
	p->expr = e;
	return 0;
}

/* ---- trace() ---- */

static bool type_fits(const struct synth_field *f, const struct hist_expr *e)
{
	switch (e->kind) {
	case HIST_STRING:
		return f->kind == SYNTH_STRING || f->kind == SYNTH_DYNAMIC;
	case HIST_STACK:
		return f->kind == SYNTH_STACK;
	default:
		return f->kind == SYNTH_NUMBER &&
		       (!strcmp(f->type, e->type) ||
			(f->size == e->size && f->is_signed == e->is_signed));
	}
}

static int parse_trace(struct hist *h, struct hist_scope *s, struct hist_action *a,
		       struct hist_call *call)
{
	bool named = !hist_word_is(call->name, "trace");
	const struct hist_word *w = call->params + !named;
	struct hist_word of = named ? call->name : call->params[0];
	unsigned int i, nr = call->nr_params - !named;
	char *name;
	int ret;

	if (!named && !call->nr_params)
		return hist_fail(s->line, "Couldn't find synthetic event", call->name.at);
	name = hist_word_copy(of);
	if (!name)
		return -ENOMEM;
	a->synth = synth_find(name);
	kfree(name);
	if (!a->synth)
		return hist_fail(s->line, "Couldn't find synthetic event", of.at);
	if (!event_pin(&a->synth->call)) {
		a->synth = NULL;
		return -ENODEV;
	}
	if (nr != a->synth->nr_fields)
		return hist_fail(s->line, "Param count doesn't match synthetic event field count",
				 of.at);
	for (i = 0; i < nr; i++, w++) {
		struct hist_expr *e = compile_param(h, s, *w);

		if (!IS_ERR(e)) {
			hist_refs_use(h, e);
			e = keep_bytes(h, s->line, *w, e);
		}
		ret = set_param(&a->params[a->nr_params], e);
		if (ret)
			return ret;
		a->nr_params++;
		if (!type_fits(&a->synth->fields[i], e))
			return hist_fail(s->line,
					 "Param type doesn't match synthetic event field type",
					 w->at);
	}
	return 0;
}

static noinline void run_trace(struct hist_action *a, const struct hist_moment *m)
{
	u64 values[SYNTH_MAX_FIELDS] __uninitialized;
	const struct hist_op *op;
	unsigned int i;
	long chain;

	for (i = 0; i < a->nr_params; i++) {
		op = a->params[i].expr->ops;
		switch (op->code) {
		case V_OWN_BYTES:
			values[i] = m->own[op->value];
			break;
		case V_REF_BYTES:
			values[i] = m->refs[op->value];
			break;
		default:
			values[i] = hist_expr_number(a->params[i].expr, m);
		}
	}
	chain = event_chain_enter();
	if (chain < 0)
		return;
	synth_fire(a->synth, values);
	event_chain_leave(chain);
}

/* ---- save() ---- */

static bool has_save(const struct hist *h)
{
	unsigned int i;

	for (i = 0; i + 1 < h->nr_actions; i++)
		if (h->actions[i]->kind == HIST_SAVE)
			return true;
	return false;
}

static int parse_save(struct hist *h, struct hist_scope *s, struct hist_action *a,
		      struct hist_call *call)
{
	unsigned int i;
	int ret;

	if (!call->nr_params)
		return hist_fail(s->line, "No params found for save()", call->name.at);
	if (has_save(h))
		return hist_fail(s->line, "Can't have more than one save() action per hist",
				 call->name.at);
	for (i = 0; i < call->nr_params; i++) {
		struct hist_param *p = &a->params[i];
		struct hist_expr *e = hist_expr_compile(s, call->params[i]);

		ret = set_param(p, e);
		if (ret)
			return ret;
		a->nr_params++;
		hist_refs_use(h, e);
		p->cell = hist_add_cells(h, e->kind == HIST_NUMBER ? sizeof(u64) :
					 hist_expr_room(e));
		p->name = hist_word_copy(call->params[i]);
		if (!p->name)
			return -ENOMEM;
	}
	return 0;
}

static void run_save(struct hist_action *a, struct hist_elt *elt, const struct hist_moment *m,
		     u64 value)
{
	struct hist_param *p;

	/* One context at a time: the fields belong together. */
	if (test_and_set_bit_lock(HIST_SAVING_BIT, (unsigned long *)&elt->set))
		return;
	/* And to the value, which another one may have exceeded meanwhile. */
	if (READ_ONCE(elt->cells[a->last]) != value)
		goto out;
	for (p = a->params; p < a->params + a->nr_params; p++) {
		if (p->expr->kind == HIST_NUMBER)
			WRITE_ONCE(elt->cells[p->cell], hist_expr_number(p->expr, m));
		else
			hist_expr_bytes(p->expr, m, &elt->cells[p->cell],
					hist_expr_room(p->expr));
	}
out:
	clear_bit_unlock(HIST_SAVING_BIT, (unsigned long *)&elt->set);
}

/* ---- snapshot() ---- */

#ifdef CONFIG_TRACER_SNAPSHOT

static int parse_snapshot(struct hist *h, struct hist_scope *s, struct hist_action *a,
			  struct hist_call *call)
{
	int ret;

	if (call->nr_params)
		return hist_fail(s->line, "Invalid action param", call->params[0].at);
	a->key = kzalloc(h->key_size, GFP_KERNEL);
	if (!a->key)
		return -ENOMEM;
	guard(mutex)(&trace_lock);
	ret = snapshot_arm(hist_file(h)->tr);
	if (ret) {
		kfree(a->key);
		a->key = NULL;
	}
	return ret;
}

/* @value is the greatest of its key: is it of all keys? */
static void run_snapshot(struct hist *h, struct hist_action *a, u64 value, const u64 *key)
{
	s64 old = atomic64_read(&a->extreme);

	do {
		if (a->handler == HIST_ONMAX && (u64)old >= value)
			return;
	} while (!atomic64_try_cmpxchg(&a->extreme, &old, value));
	memcpy(a->key, key, h->key_size);
	snapshot_take(hist_file(h)->tr);
}

static void free_snapshot(struct hist *h, struct hist_action *a)
{
	if (!a->key)
		return;
	scoped_guard(mutex, &trace_lock)
		snapshot_disarm(hist_file(h)->tr);
	kfree(a->key);
}

#else

static int parse_snapshot(struct hist *h, struct hist_scope *s, struct hist_action *a,
			  struct hist_call *call)
{
	return hist_fail(s->line, "This kernel has no snapshots", call->name.at);
}

static void run_snapshot(struct hist *h, struct hist_action *a, u64 value, const u64 *key) { }
static void free_snapshot(struct hist *h, struct hist_action *a) { }

#endif

/* ---- handlers ---- */

static int parse_match(struct hist *h, struct hist_scope *s, struct hist_call *call)
{
	struct hist_word system = call->of, event;

	if (!hist_word_cut(&system, &event))
		return hist_fail(s->line, "Missing subsystem", call->of.at);
	h->match = hist_find_event(hist_file(h)->tr, system, event);
	if (!h->match)
		return hist_fail(s->line, "Invalid subsystem or event name", call->of.at);
	return 0;
}

static int parse_tracked(struct hist *h, struct hist_scope *s, struct hist_action *a,
			 struct hist_call *call)
{
	if (!call->of.len || !memchr(call->of.at, '$', call->of.len))
		return hist_fail(s->line, "For onmax(x) or onchange(x), x must be a variable",
				 call->of.at);
	a->var = hist_expr_compile(s, call->of);
	if (IS_ERR(a->var)) {
		int ret = PTR_ERR(a->var);

		a->var = NULL;
		return ret == -EINVAL ?
			hist_fail(s->line, "Couldn't find onmax or onchange variable",
				  call->of.at) : ret;
	}
	if (!a->var->is_var || a->var->kind != HIST_NUMBER)
		return hist_fail(s->line, "For onmax(x) or onchange(x), x must be a variable",
				 call->of.at);
	a->last = hist_add_cells(h, sizeof(u64));
	return 0;
}

/* Does the action want to be run? */
static bool is_due(struct hist_action *a, struct hist_elt *elt, u64 value)
{
	u64 *last = &elt->cells[a->last], old = READ_ONCE(*last);

	do {
		if (a->handler == HIST_ONMAX ? value <= old : value == old)
			return false;
	} while (!try_cmpxchg(last, &old, value));
	return true;
}

/**
 * hist_add_action - add what a piece of a line says is to be done
 * @h: the histogram
 * @s: what names mean
 * @call: the piece
 *
 * Return: 0 or an error; in any case the action is @h's to be freed
 */
int hist_add_action(struct hist *h, struct hist_scope *s, struct hist_call *call)
{
	struct hist_action *a = kzalloc(struct_size(a, params, call->nr_params), GFP_KERNEL);
	bool save = hist_word_is(call->name, "save");
	bool snapshot = hist_word_is(call->name, "snapshot");
	int ret;

	if (!a)
		return -ENOMEM;
	h->actions[h->nr_actions++] = a;
	a->handler = call->handler;
	a->kind = save ? HIST_SAVE : snapshot ? HIST_SNAPSHOT : HIST_TRACE;
	a->text = hist_word_copy(call->whole);
	if (!a->text)
		return -ENOMEM;
	if (a->handler == HIST_ONMATCH && a->kind != HIST_TRACE)
		return hist_fail(s->line, "Handler doesn't support action", call->name.at);
	if (a->handler == HIST_ONMATCH)
		ret = parse_match(h, s, call);
	else
		ret = parse_tracked(h, s, a, call);
	if (!ret && save)
		ret = parse_save(h, s, a, call);
	else if (!ret && snapshot)
		ret = parse_snapshot(h, s, a, call);
	else if (!ret)
		ret = parse_trace(h, s, a, call);
	h->match = NULL;
	return ret;
}

void hist_action_free(struct hist *h, struct hist_action *a)
{
	unsigned int i;

	if (a->synth)
		event_unpin(&a->synth->call);
	free_snapshot(h, a);
	for (i = 0; i < a->nr_params; i++) {
		kfree(a->params[i].name);
		kfree(a->params[i].expr);
	}
	kfree(a->var);
	kfree(a->text);
	kfree(a);
}

/**
 * hist_action_run - an event has happened: do what is to be done
 * @h: the histogram
 * @a: the action
 * @elt: the element of the event's key
 * @m: the record, and the variables
 * @key: the key
 *
 * Context: any, with preemption disabled.
 */
void hist_action_run(struct hist *h, struct hist_action *a, struct hist_elt *elt,
		     const struct hist_moment *m, const u64 *key)
{
	u64 value = 0;

	if (a->handler != HIST_ONMATCH) {
		value = hist_expr_number(a->var, m);
		if (!is_due(a, elt, value))
			return;
	}
	switch (a->kind) {
	case HIST_TRACE:
		if (synth_is_on(a->synth))
			run_trace(a, m);
		break;
	case HIST_SAVE:
		run_save(a, elt, m, value);
		break;
	case HIST_SNAPSHOT:
		run_snapshot(h, a, value, key);
		break;
	}
}
