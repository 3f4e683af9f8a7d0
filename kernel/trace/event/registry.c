// SPDX-License-Identifier: GPL-2.0
/*
 * The registry: all events there are, where they come from, and how one is
 * found.
 *
 * Static events are found through the section _ftrace_events, which has a
 * pointer to each, of the kernel at boot and of a module when it comes. Events
 * that users make are added and removed by event_add() and event_remove().
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/export.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>

#include "internal.h"
#include "../perf/perf.h"
#include "../show/show.h"

/* Protects all that this room owns; see event.h. */
DEFINE_MUTEX(event_mutex);
LIST_HEAD(event_calls);

/* ---- fields ---- */

#define COMMON(ctype, member, s)					\
	{								\
		.type = #ctype,						\
		.name = "common_" #member,				\
		.offset = offsetof(struct trace_entry, member),		\
		.size = sizeof_field(struct trace_entry, member),	\
		.is_signed = s,						\
	}

const struct trace_event_field event_common_fields[NR_COMMON_FIELDS] = {
	COMMON(unsigned short, type, 0),
	COMMON(unsigned char, flags, 0),
	COMMON(unsigned char, preempt_count, 0),
	COMMON(int, pid, 1),
};

/* What no record holds, but a filter or a histogram may ask for */
static const struct trace_event_field moment_fields[] = {
	{ .type = "int", .name = "CPU", .filter_type = FILTER_CPU, .is_signed = 1 },
	{ .type = "int", .name = "cpu", .filter_type = FILTER_CPU, .is_signed = 1 },
	{ .type = "int", .name = "common_cpu", .filter_type = FILTER_CPU, .is_signed = 1 },
	{ .type = "char *", .name = "COMM", .filter_type = FILTER_COMM },
	{ .type = "char *", .name = "comm", .filter_type = FILTER_COMM },
	{ .type = "char *", .name = "common_comm", .filter_type = FILTER_COMM },
	{ .type = "char *", .name = "stacktrace", .filter_type = FILTER_STACKTRACE },
	{ .type = "char *", .name = "STACKTRACE", .filter_type = FILTER_STACKTRACE },
};

/**
 * event_fields - an event's own fields
 * @call: the event
 * @nr: how many they are
 *
 * Context: event_mutex.
 * Return: the fields, NULL if there are none or memory was short
 */
const struct trace_event_field *event_fields(struct trace_event_call *call, unsigned int *nr)
{
	struct trace_event_class *class = call->class;

	*nr = 0;
	if (class->get_fields)
		return class->get_fields(call, nr);
	*nr = class->nr_fields;
	return class->fields;
}

static const struct trace_event_field *
find_field(const struct trace_event_field *fields, unsigned int nr, const char *name)
{
	for (; nr; nr--, fields++)
		if (!strcmp(fields->name, name))
			return fields;
	return NULL;
}

/**
 * event_find_field - look a field up
 * @call: the event
 * @name: the field's name
 *
 * Context: event_mutex.
 * Return: the event's own field, or a common one, or one of the moment; or NULL
 */
const struct trace_event_field *event_find_field(struct trace_event_call *call, const char *name)
{
	unsigned int nr;
	const struct trace_event_field *fields = event_fields(call, &nr);

	return find_field(fields, nr, name) ?:
	       find_field(event_common_fields, NR_COMMON_FIELDS, name) ?:
	       find_field(moment_fields, ARRAY_SIZE(moment_fields), name);
}

/**
 * event_filter_type - how a filter may compare a field
 * @type: the field's type, with "[n]" if it is an array
 *
 * Return: FILTER_*
 */
int event_filter_type(const char *type)
{
	if (strstarts(type, "__data_loc char"))
		return FILTER_DYN_STRING;
	if (strstarts(type, "__rel_loc char"))
		return FILTER_RDYN_STRING;
	if (strstr(type, "cpumask_t"))
		return FILTER_CPUMASK;
	if (strchr(type, '[') && strstarts(type, "char"))
		return FILTER_STATIC_STRING;
	if (!strcmp(type, "char *") || !strcmp(type, "const char *"))
		return FILTER_PTR_STRING;
	return FILTER_OTHER;
}

/**
 * trace_define_field - add a field to a class of events that is being made
 * @call: an event of the class, not registered yet
 * @type: its type, with "[n]" if it is an array
 * @name: its name
 * @offset: where it is in the record
 * @size: bytes
 * @is_signed: it can be negative
 * @filter_type: FILTER_*, FILTER_OTHER: what @type says
 *
 * The strings are not copied. class->fields is the caller's to kfree().
 *
 * Return: 0 or -ENOMEM, -EINVAL
 */
int trace_define_field(struct trace_event_call *call, const char *type, const char *name,
		       int offset, int size, int is_signed, int filter_type)
{
	struct trace_event_class *class = call->class;
	struct trace_event_field *fields;

	if (offset < 0 || size < 0 || offset > U16_MAX || size > U16_MAX ||
	    class->nr_fields == U16_MAX)
		return -EINVAL;
	fields = krealloc_array(class->fields, class->nr_fields + 1, sizeof(*fields), GFP_KERNEL);
	if (!fields)
		return -ENOMEM;
	fields[class->nr_fields] = (struct trace_event_field) {
		.type = type,
		.name = name,
		.offset = offset,
		.size = size,
		.filter_type = filter_type ?: event_filter_type(type),
		.is_signed = is_signed,
	};
	class->fields = fields;
	class->nr_fields++;
	return 0;
}
EXPORT_SYMBOL_GPL(trace_define_field);

/**
 * trace_event_get_offsets - where the fields of an event's records end
 * @call: the event, pinned
 *
 * Context: may sleep. perf calls it with its context locked, inside which event_mutex
 * must not be taken; the fields of an event do not change.
 * Return: the offset behind the last one
 */
int trace_event_get_offsets(struct trace_event_call *call)
{
	unsigned int nr;
	const struct trace_event_field *fields = event_fields(call, &nr);

	if (!nr)
		return sizeof(struct trace_entry);
	return fields[nr - 1].offset + fields[nr - 1].size;
}

/**
 * trace_event_set_tracepoint - let a custom event find its tracepoint
 * @call: the event
 * @tp: a tracepoint; if its name is not the event's, nothing happens
 */
void trace_event_set_tracepoint(struct trace_event_call *call, struct tracepoint *tp)
{
	guard(mutex)(&event_mutex);
	if (!(call->flags & TRACE_EVENT_FL_CUSTOM) || strcmp(tp->name, call->name))
		return;
	call->tp = tp;
	call->flags = TRACE_EVENT_FL_TRACEPOINT;
}
EXPORT_SYMBOL_GPL(trace_event_set_tracepoint);

/* Put offsets where macros have put alignments. Classes may share a table. */
static void lay_out(struct trace_event_class *class)
{
	unsigned int i, at = sizeof(struct trace_entry);

	for (i = 0; i < class->nr_fields && class->fields[i].raw; i++) {
		struct trace_event_field *f = &class->fields[i];

		at = ALIGN(at, f->offset);
		f->offset = at;
		f->raw = 0;
		at += f->size;
	}
}

/* ---- finding and pinning ---- */

/**
 * event_find - look an event up by name
 * @system: its system, NULL: any
 * @name: its name
 *
 * Context: event_mutex.
 * Return: the event, not pinned, or NULL
 */
struct trace_event_call *event_find(const char *system, const char *name)
{
	struct trace_event_call *call;

	lockdep_assert_held(&event_mutex);
	for_each_event(call)
		if (!strcmp(trace_event_name(call), name) &&
		    (!system || !strcmp(call->class->system, system)))
			return call;
	return NULL;
}

/**
 * event_find_type - look an event up by number
 * @type: what its id file says, in as many bits as users have to say it
 *
 * Context: event_mutex.
 * Return: the event, not pinned, or NULL
 */
struct trace_event_call *event_find_type(u64 type)
{
	struct trace_event_call *call;

	lockdep_assert_held(&event_mutex);
	for_each_event(call)
		if (call->event.type == type)
			return call;
	return NULL;
}

/*
 * A module that is still coming can be pinned, but goes nevertheless if its init
 * function fails: until that has returned nobody may keep its events.
 */
static bool module_pin(struct module *mod)
{
	return !mod || (!module_is_coming(mod) && try_module_get(mod));
}

/**
 * event_pin - keep what an event is made of
 * @call: the event
 *
 * Context: event_mutex. Return: false if it is going away, or has not quite come
 */
bool event_pin(struct trace_event_call *call)
{
	if (!(call->flags & TRACE_EVENT_FL_DYNAMIC))
		return module_pin(call->module);
	atomic_inc(&call->refcnt);
	return true;
}

/**
 * event_unpin - undo event_pin()
 * @call: the event
 */
void event_unpin(struct trace_event_call *call)
{
	if (call->flags & TRACE_EVENT_FL_DYNAMIC)
		atomic_dec(&call->refcnt);
	else
		module_put(call->module);
}

/**
 * event_is_pinned - does anybody keep this dynamic event?
 * @call: the event
 */
bool event_is_pinned(struct trace_event_call *call)
{
	return (call->flags & TRACE_EVENT_FL_DYNAMIC) && atomic_read(&call->refcnt);
}

/* ---- coming and going ---- */

/**
 * event_add - make an event known, in all instances
 * @call: the event; see event.h for what is to be filled in
 *
 * Context: event_mutex.
 * Return: 0, or an error and nothing is left of it
 */
int event_add(struct trace_event_call *call)
{
	int ret;

	lockdep_assert_held(&event_mutex);
	if (!trace_event_name(call))
		return -EINVAL;
	if (!call->event.funcs)
		call->event.funcs = &event_print_funcs;
	if (!register_trace_event(&call->event))
		return -ENODEV;
	list_add_tail(&call->list, &event_calls);
	ret = event_files_add(call);
	if (ret) {
		list_del(&call->list);
		unregister_trace_event(&call->event);
	}
	return ret;
}

static void remove_event(struct trace_event_call *call)
{
	event_files_remove(call);
	list_del(&call->list);
	unregister_trace_event(&call->event);
}

/**
 * event_is_busy - does somebody use an event?
 * @call: the event
 *
 * Context: event_mutex.
 */
bool event_is_busy(struct trace_event_call *call)
{
	lockdep_assert_held(&event_mutex);
#ifdef CONFIG_PERF_EVENTS
	if (call->perf)
		return true;
#endif
	return event_is_pinned(call) || event_files_busy(call);
}

/**
 * event_remove - undo event_add()
 * @call: the event
 *
 * Records may still be on their way: the caller frees nothing that they use
 * before a grace period of RCU has passed.
 *
 * Context: event_mutex.
 * Return: 0, or -EBUSY if somebody uses it
 */
int event_remove(struct trace_event_call *call)
{
	lockdep_assert_held(&event_mutex);
	if (event_is_busy(call))
		return -EBUSY;
	remove_event(call);
	return 0;
}

/**
 * trace_add_event_call - make an event known
 * @call: the event
 *
 * Return: 0 or an error
 */
int trace_add_event_call(struct trace_event_call *call)
{
	guard(mutex)(&event_mutex);
	return event_add(call);
}
EXPORT_SYMBOL_GPL(trace_add_event_call);

/**
 * trace_remove_event_call - undo trace_add_event_call()
 * @call: the event, of which nothing is used any more when this returns 0
 *
 * Return: 0, or -EBUSY if somebody uses it
 */
int trace_remove_event_call(struct trace_event_call *call)
{
	int ret;

	scoped_guard(mutex, &event_mutex)
		ret = event_remove(call);
	if (!ret)
		tracepoint_synchronize_unregister();
	return ret;
}
EXPORT_SYMBOL_GPL(trace_remove_event_call);

/* ---- static events ---- */

static void add_static(struct trace_event_call **start, struct trace_event_call **stop,
		       struct module *mod)
{
	struct trace_event_call **p, *call;
	int ret;

	for (p = start; p < stop; p++) {
		call = *p;
#ifdef CONFIG_FTRACE_SYSCALLS
		/* The kernel has system calls that this architecture does not number. */
		if (is_syscall_trace_event(call) && !event_syscall_exists(call))
			continue;
#endif
		lay_out(call->class);
		call->module = mod;
		ret = event_add(call);
		if (ret)
			pr_warn("%s: not available: error %d\n", trace_event_name(call), ret);
	}
}

#ifdef CONFIG_MODULES

static void remove_module(struct module *mod)
{
	struct trace_event_call *call, *next;

	list_for_each_entry_safe(call, next, &event_calls, list)
		if (!(call->flags & TRACE_EVENT_FL_DYNAMIC) && call->module == mod)
			remove_event(call);
	event_evals_remove(mod);
}

static int module_event(struct notifier_block *nb, unsigned long what, void *data)
{
	struct module *mod = data;

	if (what != MODULE_STATE_COMING && what != MODULE_STATE_GOING)
		return NOTIFY_OK;
	guard(mutex)(&event_mutex);
	if (what == MODULE_STATE_COMING) {
		event_evals_add(mod, (const struct trace_eval_map **)mod->trace_evals,
				mod->num_trace_evals);
		add_static(mod->trace_events, mod->trace_events + mod->num_trace_events, mod);
		event_set_module(mod);
	} else {
		remove_module(mod);
	}
	return NOTIFY_OK;
}

/* Before the tracepoints go, at which they must have no probes any more */
static struct notifier_block module_nb = {
	.notifier_call	= module_event,
	.priority	= 1,
};

/*
 * Of the same priority as that of static keys, and later than its initcall: a key
 * that is enabled before the places are known that it switches never finds them.
 */
static int __init modules_init(void)
{
	return register_module_notifier(&module_nb);
}
core_initcall(modules_init);

#endif

/* ---- the tracers' own records ---- */

/*
 * They are in events/ftrace/ for the tools that read their formats; they have
 * numbers and printers of their own, and nothing to enable.
 */
struct internal_event {
	struct trace_event_call		call;
	struct trace_event_class	class;
};

static int __init add_internal(const struct show_type *type)
{
	struct internal_event *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int ret;

	if (!e)
		return -ENOMEM;
	e->class.system = "ftrace";
	e->class.fields = (struct trace_event_field *)type->fields;
	e->class.nr_fields = type->nr_fields;
	e->class.print_fmt = type->print_fmt;
	if (type->id == TRACE_PRINT)
		e->class.reg = event_marker_reg;
#if defined(CONFIG_PERF_EVENTS) && defined(CONFIG_DYNAMIC_FTRACE)
	if (type->id == TRACE_FN) {
		e->class.reg = event_function_reg;
		e->call.perf_perm = event_function_perm;
	}
#endif
	e->call.class = &e->class;
	e->call.name = type->name;
	e->call.event.type = type->id;
	e->call.flags = TRACE_EVENT_FL_IGNORE_ENABLE;

	list_add_tail(&e->call.list, &event_calls);
	ret = event_files_add(&e->call);
	if (ret) {
		list_del(&e->call.list);
		kfree(e);
	}
	return ret;
}

/**
 * event_registry_init - register the kernel's own events
 *
 * Return: 0 or an error
 */
int __init event_registry_init(void)
{
	const struct show_type *type;
	int ret;

	guard(mutex)(&event_mutex);
	event_evals_add(NULL, __start_ftrace_eval_maps,
			__stop_ftrace_eval_maps - __start_ftrace_eval_maps);
	for (type = show_types; type->name; type++) {
		ret = add_internal(type);
		if (ret)
			return ret;
	}
	add_static(__start_ftrace_events, __stop_ftrace_events, NULL);
	return 0;
}
