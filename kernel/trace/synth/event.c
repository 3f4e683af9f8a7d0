// SPDX-License-Identifier: GPL-2.0
/*
 * Synthetic events: their registration, firing, and what is printed of them.
 *
 * The fixed part of a record has a slot of eight bytes for each number; strings
 * and stacks of no fixed size follow it, as in all events.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "../show/show.h"
#include "internal.h"

LIST_HEAD(synth_events);

/**
 * struct synth_user - who records an event
 * @node: in synth_event::users
 * @data: the struct trace_event_file, or perf's
 * @rcu: for its end
 */
struct synth_user {
	struct list_head	node;
	void			*data;
	struct rcu_head		rcu;
};

static int synth_reg(struct trace_event_call *call, enum trace_reg type, void *data);

static struct synth_event *synth_of(struct trace_event_call *call)
{
	return container_of(call, struct synth_event, call);
}

/**
 * synth_find - look a synthetic event up
 * @name: its name
 *
 * Context: event_mutex.
 * Return: the event, not pinned, or NULL
 */
struct synth_event *synth_find(const char *name)
{
	struct synth_event *e;

	lockdep_assert_held(&event_mutex);
	list_for_each_entry(e, &synth_events, node)
		if (!strcmp(e->call.name, name))
			return e;
	return NULL;
}

/**
 * synth_of_file - the synthetic event of an event in an instance
 * @file: the latter
 *
 * Return: the event, NULL if it is none
 */
struct synth_event *synth_of_file(const struct trace_event_file *file)
{
	if (!file || file->event_call->class->reg != synth_reg)
		return NULL;
	return synth_of(file->event_call);
}

/* ---- records ---- */

/* A dynamic field's value: bytes that it takes */
static unsigned int dynamic_len(const struct synth_field *f, u64 value)
{
	if (f->kind == SYNTH_STACK) {
		const unsigned long *stack = (void *)(unsigned long)value;

		if (!stack)
			return 0;
		return min_t(unsigned long, stack[0], SYNTH_MAX_STACK) * sizeof(*stack);
	}
	return value ? strnlen((char *)(unsigned long)value, SYNTH_MAX_STRING - 1) + 1 : 1;
}

static void put_number(void *to, unsigned int size, u64 value)
{
	switch (size) {
	case 1:
		*(u8 *)to = value;
		break;
	case 2:
		*(u16 *)to = value;
		break;
	case 4:
		*(u32 *)to = value;
		break;
	default:
		*(u64 *)to = value;
	}
}

/* @at: where in the record the dynamic part goes on; return: where it does then */
static unsigned int put_dynamic(const struct synth_field *f, void *rec, unsigned int at,
				u64 value, unsigned int len)
{
	const void *from = (void *)(unsigned long)value;

	put_number(rec + f->offset, f->size, len << 16 | at);
	if (f->kind == SYNTH_STACK) {
		memcpy(rec + at, from + sizeof(unsigned long), len);
	} else {
		/* Who writes the string may be at it: the end is ours. */
		memcpy(rec + at, from, len - 1);
		*(char *)(rec + at + len - 1) = '\0';
	}
	return at + ALIGN(len, sizeof(u64));
}

static void fill(const struct synth_event *e, void *rec, const u64 *values, const u16 *lens)
{
	const struct synth_field *f = e->fields;
	unsigned int i, at = e->len;

	for (i = 0; i < e->nr_fields; i++, f++) {
		switch (f->kind) {
		case SYNTH_NUMBER:
			put_number(rec + f->offset, f->size, values[i]);
			break;
		case SYNTH_STRING:
			strscpy_pad(rec + f->offset, values[i] ? (char *)(unsigned long)values[i] :
				    "", f->size);
			break;
		default:
			at = put_dynamic(f, rec, at, values[i], lens[i]);
		}
	}
}

/* For all who record it, or for @only one */
static void fire(struct synth_event *e, void *only, const u64 *values)
{
	u16 lens[SYNTH_MAX_FIELDS] __uninitialized;
	struct synth_user *user;
	unsigned int i, len = e->len;

	for (i = 0; i < e->nr_fields; i++) {
		if (e->fields[i].kind < SYNTH_DYNAMIC)
			continue;
		lens[i] = dynamic_len(&e->fields[i], values[i]);
		len += ALIGN(lens[i], sizeof(u64));
	}
	list_for_each_entry_rcu(user, &e->users, node) {
		struct trace_event_buffer b;
		void *rec;

		if (only && user->data != only)
			continue;
		b.ip = _RET_IP_;
		rec = trace_event_buffer_reserve(&b, user->data, len);
		if (!rec)
			continue;
		fill(e, rec, values, lens);
		trace_event_buffer_commit(&b);
	}
}

/**
 * synth_fire - a synthetic event happens
 * @e: the event
 * @values: one for each field; see synth.h
 *
 * Context: any, with preemption disabled.
 */
void synth_fire(struct synth_event *e, const u64 *values)
{
	fire(e, NULL, values);
}

/**
 * synth_fire_in - a synthetic event happens, in one instance only
 * @e: the event
 * @file: the event there
 * @values: one for each field
 *
 * Context: any, with preemption disabled.
 */
void synth_fire_in(struct synth_event *e, struct trace_event_file *file, const u64 *values)
{
	fire(e, file, values);
}

/* ---- who wants them ---- */

static int user_add(struct synth_event *e, void *data)
{
	struct synth_user *user = kmalloc(sizeof(*user), GFP_KERNEL);

	if (!user)
		return -ENOMEM;
	if (!try_module_get(e->module)) {
		kfree(user);
		return -ENODEV;
	}
	user->data = data;
	list_add_tail_rcu(&user->node, &e->users);
	return 0;
}

static void user_remove(struct synth_event *e, void *data)
{
	struct synth_user *user;

	list_for_each_entry(user, &e->users, node) {
		if (user->data != data)
			continue;
		list_del_rcu(&user->node);
		kfree_rcu(user, rcu);
		module_put(e->module);
		return;
	}
}

/* Under event_mutex */
static int synth_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	struct synth_event *e = synth_of(call);

	switch (type) {
	case TRACE_REG_REGISTER:
	case TRACE_REG_PERF_REGISTER:
		return user_add(e, data);
	case TRACE_REG_UNREGISTER:
	case TRACE_REG_PERF_UNREGISTER:
		user_remove(e, data);
		return 0;
	default:
		return 0;
	}
}

#ifdef CONFIG_MODULES

/* It goes, and its events stay if somebody has them open: they need nothing of it. */
static int module_event(struct notifier_block *nb, unsigned long what, void *data)
{
	struct synth_event *e;

	if (what != MODULE_STATE_GOING)
		return NOTIFY_OK;
	guard(mutex)(&event_mutex);
	list_for_each_entry(e, &synth_events, node)
		if (e->module == data)
			e->module = NULL;
	return NOTIFY_OK;
}

static struct notifier_block module_nb = {
	.notifier_call	= module_event,
};

static int __init module_nb_init(void)
{
	return register_module_notifier(&module_nb);
}
core_initcall(module_nb_init);

#endif

/* ---- printing ---- */

static u64 get_number(const struct synth_field *f, const void *p)
{
	switch (f->size) {
	case 1:
		return f->is_signed ? *(s8 *)p : *(u8 *)p;
	case 2:
		return f->is_signed ? get_unaligned((s16 *)p) : get_unaligned((u16 *)p);
	case 4:
		return f->is_signed ? get_unaligned((s32 *)p) : get_unaligned((u32 *)p);
	default:
		return get_unaligned((u64 *)p);
	}
}

static void print_stack(struct trace_iterator *iter, const void *p, unsigned int len)
{
	trace_seq_putc(&iter->seq, '\n');
	for (; len >= sizeof(unsigned long); len -= sizeof(unsigned long)) {
		trace_seq_puts(&iter->seq, "=> ");
		show_symbol(iter, get_unaligned((unsigned long *)p));
		trace_seq_putc(&iter->seq, '\n');
		p += sizeof(unsigned long);
	}
}

static void print_dynamic(struct trace_iterator *iter, const struct synth_field *f)
{
	u32 where = get_unaligned((u32 *)((void *)iter->ent + f->offset));
	unsigned int at = where & 0xffff, len = where >> 16;

	if (at + len > iter->ent_size)
		trace_seq_puts(&iter->seq, "(beyond the record)");
	else if (f->kind == SYNTH_STACK)
		print_stack(iter, (void *)iter->ent + at, len);
	else
		trace_seq_printf(&iter->seq, "%.*s", len, (char *)iter->ent + at);
}

static void print_value(struct trace_iterator *iter, const struct synth_field *f)
{
	void *p = (void *)iter->ent + f->offset;

	trace_seq_printf(&iter->seq, "%s=", f->name);
	switch (f->kind) {
	case SYNTH_NUMBER:
		trace_seq_printf(&iter->seq, f->fmt, get_number(f, p));
		if (!strcmp(f->type, "gfp_t")) {
			trace_seq_puts(&iter->seq, " (");
			trace_seq_printf(&iter->seq, "%pGg",
					 &(gfp_t){ (__force gfp_t)(u32)get_number(f, p) });
			trace_seq_putc(&iter->seq, ')');
		}
		break;
	case SYNTH_STRING:
		trace_seq_printf(&iter->seq, "%.*s", f->size, (char *)p);
		break;
	default:
		print_dynamic(iter, f);
	}
}

static enum print_line_t
print_synth(struct trace_iterator *iter, int flags, struct trace_event *event)
{
	struct synth_event *e = container_of(event, struct synth_event, call.event);
	unsigned int i;

	trace_seq_printf(&iter->seq, "%s: ", e->call.name);
	for (i = 0; i < e->nr_fields; i++) {
		if (i)
			trace_seq_putc(&iter->seq, ' ');
		print_value(iter, &e->fields[i]);
	}
	trace_seq_putc(&iter->seq, '\n');
	return trace_handle_return(&iter->seq);
}

static enum print_line_t
print_synth_fields(struct trace_iterator *iter, int flags, struct trace_event *event)
{
	struct synth_event *e = container_of(event, struct synth_event, call.event);

	return show_fields(iter, e->call.name, e->class.fields, e->class.nr_fields);
}

static struct trace_event_functions synth_funcs = {
	.trace	= print_synth,
	.fields	= print_synth_fields,
};

/* What tools print it by */
static void show_print_fmt(struct trace_event_call *call, struct seq_file *m)
{
	struct synth_event *e = synth_of(call);
	unsigned int i;

	seq_putc(m, '"');
	for (i = 0; i < e->nr_fields; i++)
		seq_printf(m, "%s%s=%s", i ? ", " : "", e->fields[i].name,
			   e->fields[i].fmt ?: "%s");
	seq_putc(m, '"');
	for (i = 0; i < e->nr_fields; i++) {
		const struct synth_field *f = &e->fields[i];

		if (f->kind == SYNTH_DYNAMIC)
			seq_printf(m, ", __get_str(%s)", f->name);
		else if (f->kind == SYNTH_STACK)
			seq_printf(m, ", __get_stacktrace(%s)", f->name);
		else
			seq_printf(m, ", REC->%s", f->name);
	}
}

/* ---- coming and going ---- */

static void lay_out(struct synth_event *e)
{
	struct trace_event_field *to = e->class.fields;
	struct synth_field *f = e->fields;
	unsigned int at = sizeof(struct trace_entry);

	for (; f < e->fields + e->nr_fields; f++, to++) {
		f->offset = at;
		at += ALIGN(f->size, sizeof(u64));
		*to = (struct trace_event_field) {
			.type		= f->type,
			.name		= f->name,
			.offset		= f->offset,
			.size		= f->size,
			.is_signed	= f->is_signed,
		};
		switch (f->kind) {
		case SYNTH_NUMBER:
			break;
		case SYNTH_STRING:
			to->type = "char";
			to->len = f->size;
			to->filter_type = FILTER_STATIC_STRING;
			break;
		case SYNTH_DYNAMIC:
			to->type = "__data_loc char[]";
			to->filter_type = FILTER_DYN_STRING;
			break;
		case SYNTH_STACK:
			to->type = "__data_loc unsigned long[]";
			to->filter_type = FILTER_STACKTRACE;
			break;
		}
	}
	e->class.nr_fields = e->nr_fields;
	e->len = at;
}

int synth_register(struct synth_event *e)
{
	int ret;

	e->class.fields = kcalloc(e->nr_fields, sizeof(*e->class.fields), GFP_KERNEL);
	if (!e->class.fields)
		return -ENOMEM;
	lay_out(e);
	e->class.system = "synthetic";
	e->class.reg = synth_reg;
	e->class.show_print_fmt = show_print_fmt;
	e->call.class = &e->class;
	e->call.event.funcs = &synth_funcs;
	e->call.flags = TRACE_EVENT_FL_DYNAMIC;
	ret = event_add(&e->call);
	if (!ret)
		list_add_tail(&e->node, &synth_events);
	return ret;
}

/* Nobody uses it: event_is_busy() has said so. */
void synth_unregister(struct synth_event *e)
{
	WARN_ON_ONCE(event_remove(&e->call));
	list_del(&e->node);
}
