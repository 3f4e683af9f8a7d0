// SPDX-License-Identifier: GPL-2.0
/*
 * What has a name in events/: one or several probes of a kind with the same fields;
 * and the making and removing of probes.
 *
 * A probe is complete, with its place known to be one that can be probed, before its
 * event is registered, and it is gone from its event before it is taken off its place.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"
#include "../show/show.h"

#define event_of(c) container_of(c, struct probe_event, call)

/* ---- printing ---- */

static enum print_line_t probe_print(struct trace_iterator *it, int flags,
				     struct trace_event *event)
{
	struct probe_event *e = container_of(event, struct probe_event, call.event);
	const unsigned long *head = (void *)it->ent + sizeof(struct trace_entry);
	struct trace_seq *s = &it->seq;
	unsigned int i;
	int ret;

	ret = trace_raw_output_prep(it, event);
	if (ret != TRACE_TYPE_HANDLED)
		return ret;
	trace_seq_putc(s, '(');
	e->kind->print_head(s, e, head, it->options);
	trace_seq_putc(s, ')');
	for (i = 0; i < e->nr_fields; i++) {
		trace_seq_putc(s, ' ');
		trace_seq_puts(s, e->fields[i].name);
		trace_seq_putc(s, '=');
		fetch_type_print(s, &e->fields[i], it->ent);
	}
	trace_seq_putc(s, '\n');
	return trace_handle_return(s);
}

static enum print_line_t probe_print_fields(struct trace_iterator *it, int flags,
					    struct trace_event *event)
{
	struct probe_event *e = container_of(event, struct probe_event, call.event);

	return show_fields(it, e->call.name, e->class.fields, e->class.nr_fields);
}

static struct trace_event_functions probe_funcs = {
	.trace	= probe_print,
	.fields	= probe_print_fields,
};

/**
 * probe_head_symbols - print the addresses of a kernel probe
 * @s: to
 * @e: the event
 * @head: the addresses
 * @options: of the reader
 */
void probe_head_symbols(struct trace_seq *s, struct probe_event *e, const unsigned long *head,
			u64 options)
{
	show_symbol_seq(s, head[e->is_return], options | OPT_SYM_OFFSET);
	if (e->is_return) {
		trace_seq_puts(s, " <- ");
		show_symbol_seq(s, head[0], options & ~OPT_SYM_OFFSET);
	}
}

/* ---- what the format file says ---- */

static const struct trace_event_field head_entry[] = {
	{ .type = "unsigned long", .name = "__probe_ip", .size = sizeof(long) },
};

static const struct trace_event_field head_return[] = {
	{ .type = "unsigned long", .name = "__probe_func", .size = sizeof(long) },
	{ .type = "unsigned long", .name = "__probe_ret_ip", .size = sizeof(long) },
};

static int make_fields(struct probe_event *e, unsigned int head)
{
	const struct trace_event_field *first = e->is_return ? head_return : head_entry;
	unsigned int nr = (head - sizeof(struct trace_entry)) / sizeof(long), i;
	struct trace_event_field *f;

	f = kcalloc(nr + e->nr_fields, sizeof(*f), GFP_KERNEL);
	if (!f)
		return -ENOMEM;
	e->class.fields = f;
	e->class.nr_fields = nr + e->nr_fields;
	for (i = 0; i < nr; i++, f++) {
		*f = first[i];
		f->offset = sizeof(struct trace_entry) + i * sizeof(long);
	}
	for (i = 0; i < e->nr_fields; i++, f++) {
		const struct probe_field *from = &e->fields[i];

		f->type = from->type->field;
		f->name = from->name;
		f->offset = from->offset;
		f->size = field_size(from);
		f->len = from->count;
		f->is_signed = from->type->look == LOOK_SIGNED;
		f->filter_type = from->count ? FILTER_OTHER : event_filter_type(f->type);
	}
	return 0;
}

static int put_print_fmt(struct probe_event *e, char *to, size_t room)
{
	unsigned int i, n = 0;

#define LEFT	(to + min_t(size_t, n, room)), (n < room ? room - n : 0)
	n += snprintf(LEFT, "\"%s", e->head);
	for (i = 0; i < e->nr_fields; i++)
		n += fetch_type_format(LEFT, &e->fields[i]);
	n += snprintf(LEFT, "\"%s", e->kind->head_operands[e->is_return] ?: "");
	for (i = 0; i < e->nr_fields; i++)
		n += fetch_type_operands(LEFT, &e->fields[i]);
	return n;
}

static int make_print_fmt(struct probe_event *e)
{
	size_t room = put_print_fmt(e, NULL, 0) + 1;
	char *text = kmalloc(room, GFP_KERNEL);

	if (!text)
		return -ENOMEM;
	put_print_fmt(e, text, room);
	e->class.print_fmt = text;
	return 0;
}

/* ---- attaching ---- */

/* Of one that is attached already, another user changes nothing for most. */
static int event_attach(struct probe_event *e)
{
	struct probe *p;
	int ret = 0;

	if (e->attached++)
		return 0;
	list_for_each_entry(p, &e->probes, node) {
		ret = e->kind->attach(p);
		if (ret)
			break;
	}
	if (ret) {
		list_for_each_entry_continue_reverse(p, &e->probes, node)
			e->kind->detach(p);
		e->attached--;
	}
	return ret;
}

static void event_detach(struct probe_event *e)
{
	struct probe *p;

	if (--e->attached)
		return;
	list_for_each_entry(p, &e->probes, node)
		e->kind->detach(p);
}

/* More tasks may be recorded, or less. */
static int event_refresh(struct probe_event *e, bool more)
{
	struct probe *p;
	int ret = 0, err;

	if (!e->kind->refresh || !e->attached)
		return 0;
	list_for_each_entry(p, &e->probes, node) {
		err = e->kind->refresh(p, more);
		ret = ret ?: err;
	}
	return ret;
}

static void sinks_detach(struct probe_event *e, struct trace_event_file *file)
{
	struct probe *p;

	if (!e->kind->sink_remove)
		return;
	list_for_each_entry(p, &e->probes, node)
		e->kind->sink_remove(p, file);
}

/* Removing what is not there does no harm. */
static int sinks_attach(struct probe_event *e, struct trace_event_file *file)
{
	struct probe *p;
	int ret;

	if (!e->kind->sink_add)
		return 0;
	list_for_each_entry(p, &e->probes, node) {
		ret = e->kind->sink_add(p, file);
		if (ret) {
			sinks_detach(e, file);
			return ret;
		}
	}
	return 0;
}

static void sink_remove(struct probe_event *e, struct trace_event_file *file)
{
	struct probe_sink *sink;

	sinks_detach(e, file);
	list_for_each_entry(sink, &e->sinks, node) {
		if (sink->file != file)
			continue;
		list_del_rcu(&sink->node);
		kfree_rcu(sink, rcu);
		return;
	}
}

static int sink_add(struct probe_event *e, struct trace_event_file *file)
{
	struct probe_sink *sink = kmalloc(sizeof(*sink), GFP_KERNEL);
	int ret;

	if (!sink)
		return -ENOMEM;
	sink->file = file;
	list_add_tail_rcu(&sink->node, &e->sinks);
	ret = event_attach(e);
	if (!ret) {
		ret = event_refresh(e, true) ?: sinks_attach(e, file);
		if (ret)
			event_detach(e);
	}
	if (ret)
		sink_remove(e, file);
	return ret;
}

static void perf_closed(struct probe_event *e, struct perf_event *event)
{
	scoped_guard(write_lock, &e->targets_lock) {
		if (event->hw.target)
			list_del(&event->hw.tp_list);
		else
			e->systemwide--;
	}
	event_refresh(e, false);
}

static int perf_opened(struct probe_event *e, struct perf_event *event)
{
	int ret;

	scoped_guard(write_lock, &e->targets_lock) {
		if (event->hw.target)
			list_add(&event->hw.tp_list, &e->targets);
		else
			e->systemwide++;
	}
	ret = event_refresh(e, true);
	if (ret)
		perf_closed(e, event);
	return ret;
}

static int probe_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	struct probe_event *e = event_of(call);
	int ret;

	switch (type) {
	case TRACE_REG_REGISTER:
		return sink_add(e, data);
	case TRACE_REG_UNREGISTER:
		event_detach(e);
		sink_remove(e, data);
		event_refresh(e, false);
		return 0;
	case TRACE_REG_PERF_REGISTER:
		WRITE_ONCE(e->perf, data);
		ret = event_attach(e);
		if (ret)
			WRITE_ONCE(e->perf, NULL);
		return ret;
	case TRACE_REG_PERF_UNREGISTER:
		event_detach(e);
		WRITE_ONCE(e->perf, NULL);
		if (e->kind->sync)
			e->kind->sync();
		return 0;
	case TRACE_REG_PERF_OPEN:
		return perf_opened(e, data);
	case TRACE_REG_PERF_CLOSE:
		perf_closed(e, data);
		return 0;
	default:
		return 0;
	}
}

/* ---- events ---- */

static void event_free(struct probe_event *e)
{
	probe_fields_free(e->fields, e->nr_fields);
	kfree(e->class.fields);
	kfree(e->class.print_fmt);
	kfree(e->head);
	kfree(e->class.system);
	kfree(e->call.name);
	kfree(e);
}

/* Of the line, whose fields it takes over when all has gone well */
static struct probe_event *event_alloc(const struct probe_kind *kind, struct probe *p,
				       struct probe_line *l, const char *group, const char *name)
{
	struct probe_event *e = kzalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return NULL;
	INIT_LIST_HEAD(&e->probes);
	INIT_LIST_HEAD(&e->sinks);
	INIT_LIST_HEAD(&e->targets);
	rwlock_init(&e->targets_lock);
	e->kind = kind;
	e->is_return = l->is_return;
	e->fields = l->fields;
	e->nr_fields = l->nr_args;
	e->class.system = kstrdup(group, GFP_KERNEL);
	e->class.reg = probe_reg;
	e->call.name = kstrdup(name, GFP_KERNEL);
	e->call.class = &e->class;
	e->call.event.funcs = &probe_funcs;
	e->call.flags = TRACE_EVENT_FL_DYNAMIC | kind->flag;
	e->head = kstrdup(kind->head_format(p), GFP_KERNEL);
	if (!e->class.system || !e->call.name || !e->head || make_fields(e, l->head) ||
	    make_print_fmt(e)) {
		e->fields = NULL;
		event_free(e);
		return NULL;
	}
	l->fields = NULL;
	return e;
}

static bool same_fields(const struct probe_event *e, const struct probe_line *l)
{
	unsigned int i;

	if (e->nr_fields != l->nr_args || e->is_return != l->is_return)
		return false;
	for (i = 0; i < e->nr_fields; i++)
		if (strcmp(e->fields[i].name, l->fields[i].name) ||
		    e->fields[i].type != l->fields[i].type ||
		    e->fields[i].count != l->fields[i].count)
			return false;
	return true;
}

static bool same_args(const struct probe *p, const struct fetch_prog *progs)
{
	unsigned int i;

	for (i = 0; i < p->event->nr_fields; i++)
		if (strcmp(p->progs[i].text, progs[i].text))
			return false;
	return true;
}

static const char *event_at(struct probe_line *l)
{
	return l->event ?: l->buf;
}

/* The event is in use: so is a new place of it. */
static int join_attached(struct probe_event *e, struct probe *p)
{
	struct probe_sink *sink;
	int ret = e->kind->attach(p);

	if (ret || !e->kind->sink_add)
		return ret;
	list_for_each_entry(sink, &e->sinks, node) {
		ret = e->kind->sink_add(p, sink->file);
		if (ret)
			break;
	}
	if (ret) {
		list_for_each_entry(sink, &e->sinks, node)
			e->kind->sink_remove(p, sink->file);
		e->kind->detach(p);
	}
	return ret;
}

/* Another place for an event that there is */
static int join(struct probe_event *e, struct probe *p, struct probe_line *l)
{
	struct probe *other;
	int ret = 0;

	if (e->kind->single) {
		probe_error(l, event_at(l), "The event exists");
		return -EEXIST;
	}
	if (!same_fields(e, l)) {
		probe_error(l, event_at(l), "The event exists, with other arguments or types");
		return -EEXIST;
	}
	list_for_each_entry(other, &e->probes, node) {
		if (!e->kind->same_place(other, p) || !same_args(other, p->progs))
			continue;
		probe_error(l, event_at(l), "The event exists, with this very probe");
		return -EEXIST;
	}
	guard(mutex)(&event_mutex);
	p->event = e;
	if (e->attached)
		ret = join_attached(e, p);
	if (!ret)
		list_add_tail(&p->node, &e->probes);
	return ret;
}

static int found(const struct probe_kind *kind, struct probe *p, struct probe_line *l,
		 const char *group, const char *name)
{
	struct probe_event *e;
	int ret;

	guard(mutex)(&event_mutex);
	if (event_find(group, name)) {
		probe_error(l, event_at(l), "Another event has this name");
		return -EEXIST;
	}
	e = event_alloc(kind, p, l, group, name);
	if (!e)
		return -ENOMEM;
	p->event = e;
	list_add_tail(&p->node, &e->probes);
	ret = event_add(&e->call);
	if (ret)
		event_free(e);
	return ret;
}

/* ---- names that nobody gave ---- */

static void make_name(char *name, const char *fmt, ...)
{
	va_list va;

	va_start(va, fmt);
	vsnprintf(name, PROBE_MAX_NAME, fmt, va);
	va_end(va);
	for (; *name; name++)
		if (!isalnum(*name))
			*name = '_';
}

/**
 * probe_make_name - a name for an event, of what it is on
 * @name: gets it
 * @l: the line
 * @symbol: function, file or event
 * @offset: behind it
 */
void probe_make_name(char *name, struct probe_line *l, const char *symbol, const char *offset)
{
	if (symbol && offset)
		make_name(name, "%c_%s_%s", l->is_return ? 'r' : 'p', symbol, offset);
	else
		make_name(name, "%s", symbol);
}

/* ---- making probes ---- */

/**
 * probe_setup - take over what a line has become
 * @p: the probe, zeroed
 * @l: the line, its arguments compiled
 *
 * Return: 0 or -ENOMEM
 */
int probe_setup(struct probe *p, struct probe_line *l)
{
	unsigned int i;

	p->counts = alloc_percpu(struct probe_counts);
	if (!p->counts)
		return -ENOMEM;
	p->head = l->head;
	p->fixed = l->fixed;
	p->nr_args = l->nr_args;
	for (i = 0; i < l->nr_args; i++) {
		p->has_text |= l->progs[i].end >= END_TEXT;
		p->reads |= l->progs[i].nr_steps > 1 || l->progs[i].end != END_VALUE ||
			    l->progs[i].steps->op == FETCH_STACK;
	}
	if (p->has_text && probe_record_prepare()) {
		free_percpu(p->counts);
		return -ENOMEM;
	}
	p->progs = l->progs;
	l->progs = NULL;
	return 0;
}

/**
 * probe_teardown - free what probe_setup() has taken over
 * @p: the probe
 */
void probe_teardown(struct probe *p)
{
	free_percpu(p->counts);
	fetch_prog_free(p->progs, p->nr_args);
}

static void free_one(const struct probe_kind *kind, struct probe *p)
{
	LIST_HEAD(list);

	list_add(&p->dyn.gone, &list);
	kind->dyn.free(&list);
}

static struct probe *parse(const struct probe_kind *kind, struct probe_line *l, const char *line)
{
	int ret = probe_split(l, line);

	return ret ? ERR_PTR(ret) : kind->parse(l);
}

static int create(const struct probe_kind *kind, struct probe_line *l, const char *line)
{
	struct dynamic_event *dyn;
	const char *group, *name;
	struct probe *p;
	int ret;

	p = parse(kind, l, line);
	if (IS_ERR(p))
		return PTR_ERR(p);
	p->dyn.kind = &kind->dyn;
	group = l->group ?: kind->group;
	name = l->event ?: l->made;
	dyn = dynamic_find(group, name);
	if (dyn && dyn->kind == &kind->dyn)
		ret = join(container_of(dyn, struct probe, dyn)->event, p, l);
	else
		ret = found(kind, p, l, group, name);
	if (ret) {
		free_one(kind, p);
		return ret;
	}
	p->dyn.group = p->event->class.system;
	p->dyn.name = p->event->call.name;
	dynamic_add(&p->dyn);
	return 0;
}

/**
 * probe_create - make the probe of a line, for struct dynamic_kind
 * @kind: inside a struct probe_kind
 * @line: the line
 *
 * Context: dynamic_mutex. Return: 0; -ECANCELED: another kind's line; or an error
 */
int probe_create(const struct dynamic_kind *kind, char *line)
{
	struct probe_line *l = kzalloc(sizeof(*l), GFP_KERNEL);
	int ret;

	if (!l)
		return -ENOMEM;
	ret = create(container_of(kind, struct probe_kind, dyn), l, line);
	if (ret && ret != -ECANCELED && l->error)
		error_log(&top_instance, kind->log, line, l->error, l->pos);
	probe_line_free(l);
	kfree(l);
	return ret;
}

/* ---- showing and removing ---- */

static struct probe *probe_of(struct dynamic_event *ev)
{
	return container_of(ev, struct probe, dyn);
}

/**
 * probe_show - print the line that makes a probe
 * @m: to
 * @ev: the probe
 */
void probe_show(struct seq_file *m, struct dynamic_event *ev)
{
	struct probe *p = probe_of(ev);
	unsigned int i;

	kind_of_probe(p)->show_head(m, p);
	seq_printf(m, ":%s/%s ", ev->group, ev->name);
	kind_of_probe(p)->show_place(m, p);
	for (i = 0; i < p->nr_args; i++)
		seq_printf(m, " %s=%s", p->event->fields[i].name, p->progs[i].text);
	if (kind_of_probe(p)->show_tail)
		kind_of_probe(p)->show_tail(m, p);
}

/**
 * probe_matches - does the rest of "-:NAME REST" describe this probe?
 * @ev: the probe
 * @rest: place, and arguments from the first on
 */
bool probe_matches(struct dynamic_event *ev, const char *rest)
{
	size_t len = strlen(rest);
	struct seq_file m = { .size = PAGE_SIZE };
	struct probe *p = probe_of(ev);
	bool same = false;
	unsigned int i;

	m.buf = kmalloc(m.size, GFP_KERNEL);
	if (!m.buf)
		return false;
	kind_of_probe(p)->show_place(&m, p);
	for (i = 0; i < p->nr_args; i++)
		seq_printf(&m, " %s=%s", p->event->fields[i].name, p->progs[i].text);
	if (!seq_has_overflowed(&m) && len <= m.count)
		same = !memcmp(m.buf, rest, len) && (len == m.count || m.buf[len] == ' ');
	kfree(m.buf);
	return same;
}

/**
 * probe_is_busy - does somebody use the event?
 * @ev: the probe
 *
 * Context: event_mutex.
 */
bool probe_is_busy(struct dynamic_event *ev)
{
	struct probe_event *e = probe_of(ev)->event;

	return e->attached || event_is_pinned(&e->call) || e->call.perf;
}

/**
 * probe_unlink - take a probe from its event, and the event away with the last one
 * @ev: the probe
 *
 * Context: event_mutex.
 */
void probe_unlink(struct dynamic_event *ev)
{
	struct probe *p = probe_of(ev);

	list_del(&p->node);
	if (!list_empty(&p->event->probes))
		return;
	/* A hit may be under way: the event goes when the last probe does. */
	p->owns_event = true;
	event_remove(&p->event->call);
}

/**
 * probe_free_common - the end of a probe that is off its place
 * @p: the probe; with it goes its event if it was the last one
 */
void probe_free_common(struct probe *p)
{
	probe_teardown(p);
	if (p->owns_event)
		event_free(p->event);
}

/**
 * probe_hits - how often a probe was hit
 * @p: the probe
 */
unsigned long probe_hits(struct probe *p)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(p->counts, cpu)->hits;
	return sum;
}

/* ---- perf's own ---- */

/**
 * probe_create_local - make an event that nobody finds
 * @kind: its kind
 * @line: what it is
 *
 * Context: dynamic_mutex. Return: the event, or an error pointer
 */
struct probe_event *probe_create_local(const struct probe_kind *kind, const char *line)
{
	struct probe_line *l = kzalloc(sizeof(*l), GFP_KERNEL);
	struct probe_event *e = ERR_PTR(-ENOMEM);
	struct probe *p;

	if (!l)
		return e;
	p = parse(kind, l, line);
	if (IS_ERR(p)) {
		e = ERR_CAST(p);
		goto out;
	}
	p->dyn.kind = &kind->dyn;
	e = event_alloc(kind, p, l, kind->group, l->event ?: l->made);
	if (!e) {
		free_one(kind, p);
		e = ERR_PTR(-ENOMEM);
		goto out;
	}
	e->local = true;
	p->event = e;
	list_add_tail(&p->node, &e->probes);
out:
	probe_line_free(l);
	kfree(l);
	return e;
}

/**
 * probe_destroy_local - undo probe_create_local()
 * @e: the event, which perf does not use any more
 */
void probe_destroy_local(struct probe_event *e)
{
	struct probe *p = list_first_entry(&e->probes, struct probe, node);

	list_del_init(&p->node);
	p->owns_event = true;
	free_one(e->kind, p);
}
