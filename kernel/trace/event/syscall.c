// SPDX-License-Identifier: GPL-2.0
/*
 * syscalls:sys_enter_* and sys_exit_*: an event for each system call, made of
 * the metadata that SYSCALL_DEFINEx() leaves.
 *
 * None has a tracepoint of its own: all hang on raw_syscalls:sys_enter and
 * sys_exit, where an instance has one probe with a table, by number, of who
 * takes the record. perf has a table like an instance.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <trace/events/syscalls.h>
#include <trace/syscall.h>

#include <asm/syscall.h>

#include "internal.h"
#include "../perf/perf.h"
#include "../show/show.h"

/* ---- records ---- */

struct enter_record {
	struct trace_entry	ent;
	int			nr;
	unsigned long		args[];
};

struct exit_record {
	struct trace_entry	ent;
	int			nr;
	long			ret;
};

#define ROW(rec, ctype, member, fname, s)			\
	{							\
		.type = #ctype,					\
		.name = fname,					\
		.offset = offsetof(struct rec, member),		\
		.size = sizeof(ctype),				\
		.is_signed = s,					\
	}

static const struct trace_event_field nr_field =
	ROW(enter_record, int, nr, "__syscall_nr", 1);

static struct trace_event_field exit_fields[] = {
	ROW(exit_record, int, nr, "__syscall_nr", 1),
	ROW(exit_record, long, ret, "ret", 1),
};

/* ---- which number has which metadata ---- */

/* By number; NULL: it is not traced */
static struct syscall_metadata *metadata[NR_syscalls] __ro_after_init;

#define __SYSCALL(nr, name)		[nr] = #name,
#define __SYSCALL_NORETURN(nr, name)	[nr] = #name,
static const char *const names[NR_syscalls] __initconst = {
#include <asm/syscalls_64.h>
};
#undef __SYSCALL
#undef __SYSCALL_NORETURN

static int __init by_name(const void *a, const void *b)
{
	return strcmp((*(struct syscall_metadata **)a)->name,
		      (*(struct syscall_metadata **)b)->name);
}

static struct syscall_metadata * __init find_metadata(const char *name)
{
	struct syscall_metadata **low = __start_syscalls_metadata;
	struct syscall_metadata **high = __stop_syscalls_metadata;

	while (low < high) {
		struct syscall_metadata **mid = low + (high - low) / 2;
		int order = strcmp(name, (*mid)->name);

		if (!order)
			return *mid;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

/**
 * event_syscalls_init - number the metadata, before the events are registered
 */
void __init event_syscalls_init(void)
{
	int nr;

	sort(__start_syscalls_metadata, __stop_syscalls_metadata - __start_syscalls_metadata,
	     sizeof(__start_syscalls_metadata[0]), by_name, NULL);
	for (nr = 0; nr < NR_syscalls; nr++) {
		metadata[nr] = names[nr] ? find_metadata(names[nr]) : NULL;
		if (metadata[nr])
			metadata[nr]->syscall_nr = nr;
	}
}

/**
 * event_syscall_exists - does this machine have the system call of an event?
 * @call: the event
 */
bool event_syscall_exists(struct trace_event_call *call)
{
	struct syscall_metadata *meta = call->data;

	return meta->syscall_nr >= 0;
}

/**
 * event_syscall_name - the name of a system call, as its events have it
 * @nr: its number
 *
 * Return: the name, NULL if there is none of that number
 */
const char *event_syscall_name(int nr)
{
	if (nr < 0 || nr >= NR_syscalls || !metadata[nr])
		return NULL;
	return metadata[nr]->name;
}

/* ---- recording ---- */

enum { ENTER, EXIT };

/**
 * struct syscall_sinks - who takes the records of system calls
 * @nr: how many do, on entry and on exit
 * @sink: by number: a struct trace_event_file of the instance, or perf's
 * @rcu: for its end
 */
struct syscall_sinks {
	unsigned int		nr[2];
	struct rcu_head		rcu;
	struct trace_event_file	*sink[2][NR_syscalls];
};

static struct syscall_sinks *perf_sinks;	/* under event_mutex */

static __always_inline struct trace_event_file *
find_sink(struct syscall_sinks *s, int which, struct pt_regs *regs, int *nr)
{
#ifdef ARCH_TRACE_IGNORE_COMPAT_SYSCALLS
	if (unlikely(arch_trace_is_compat_syscall(regs)))
		return NULL;
#endif
	*nr = syscall_get_nr(current, regs);
	if (unlikely((unsigned int)*nr >= NR_syscalls))
		return NULL;
	return READ_ONCE(s->sink[which][*nr]);
}

static __always_inline void *
begin(struct trace_event_buffer *b, struct trace_event_file *sink, unsigned int len,
      struct pt_regs *regs)
{
#ifdef CONFIG_PERF_EVENTS
	/* It happened where the user called. */
	if (READ_ONCE(sink->slow) & BIT(EVENT_SLOW_PERF_BIT))
		return event_perf_reserve(b, (struct trace_event_perf *)sink, len, 1, NULL, regs);
#endif
	return trace_event_buffer_reserve(b, sink, len);
}

static void on_enter(void *data, struct pt_regs *regs, long id)
{
	struct trace_event_buffer b __uninitialized;
	unsigned long args[SYSCALL_DEFINE_MAXARGS];
	struct trace_event_file *sink;
	struct enter_record *rec;
	unsigned int nr_args;
	int nr;

	sink = find_sink(data, ENTER, regs, &nr);
	if (!sink)
		return;
	nr_args = metadata[nr]->nb_args;
	rec = begin(&b, sink, struct_size(rec, args, nr_args), regs);
	if (!rec)
		return;
	rec->nr = nr;
	syscall_get_arguments(current, regs, args);
	memcpy(rec->args, args, nr_args * sizeof(args[0]));
	trace_event_buffer_commit(&b);
}

static void on_exit(void *data, struct pt_regs *regs, long ret)
{
	struct trace_event_buffer b __uninitialized;
	struct trace_event_file *sink;
	struct exit_record *rec;
	int nr;

	sink = find_sink(data, EXIT, regs, &nr);
	if (!sink)
		return;
	rec = begin(&b, sink, sizeof(*rec), regs);
	if (!rec)
		return;
	rec->nr = nr;
	rec->ret = syscall_get_return_value(current, regs);
	trace_event_buffer_commit(&b);
}

/* ---- turning on and off ---- */

static int hang_on(struct syscall_sinks *s, int which)
{
	return which == ENTER ? register_trace_sys_enter(on_enter, s) :
				register_trace_sys_exit(on_exit, s);
}

static void take_off(struct syscall_sinks *s, int which)
{
	if (which == ENTER)
		unregister_trace_sys_enter(on_enter, s);
	else
		unregister_trace_sys_exit(on_exit, s);
}

static int add_sink(struct syscall_sinks **sinks, int which, int nr, void *sink)
{
	struct syscall_sinks *s = *sinks;
	int ret;

	if (!s) {
		s = kzalloc(sizeof(*s), GFP_KERNEL);
		if (!s)
			return -ENOMEM;
		*sinks = s;
	}
	WRITE_ONCE(s->sink[which][nr], sink);
	if (s->nr[which]++)
		return 0;
	ret = hang_on(s, which);
	if (ret) {
		WRITE_ONCE(s->sink[which][nr], NULL);
		s->nr[which]--;
	}
	return ret;
}

static void remove_sink(struct syscall_sinks *s, int which, int nr)
{
	WRITE_ONCE(s->sink[which][nr], NULL);
	if (!--s->nr[which])
		take_off(s, which);
}

static int reg(struct trace_event_call *call, enum trace_reg type, void *data, int which)
{
	struct syscall_metadata *meta = call->data;
	struct trace_event_file *file = data;
	int nr = meta->syscall_nr;

	switch (type) {
	case TRACE_REG_REGISTER:
		return add_sink(&event_instance_of(file->tr)->syscalls, which, nr, file);
	case TRACE_REG_UNREGISTER:
		remove_sink(event_instance_of(file->tr)->syscalls, which, nr);
		return 0;
	case TRACE_REG_PERF_REGISTER:
		return add_sink(&perf_sinks, which, nr, data);
	case TRACE_REG_PERF_UNREGISTER:
		remove_sink(perf_sinks, which, nr);
		return 0;
	default:
		return 0;
	}
}

static int reg_enter(struct trace_event_call *call, enum trace_reg type, void *data)
{
	return reg(call, type, data, ENTER);
}

static int reg_exit(struct trace_event_call *call, enum trace_reg type, void *data)
{
	return reg(call, type, data, EXIT);
}

/**
 * event_syscall_exit - an instance goes; its events are off
 * @ei: its events
 */
void event_syscall_exit(struct event_instance *ei)
{
	if (ei->syscalls)
		kfree_rcu(ei->syscalls, rcu);
	ei->syscalls = NULL;
}

/* ---- printing ---- */

static struct syscall_metadata *metadata_of(struct trace_event *event)
{
	return container_of(event, struct trace_event_call, event)->data;
}

static enum print_line_t
print_enter(struct trace_iterator *iter, int flags, struct trace_event *event)
{
	struct syscall_metadata *meta = metadata_of(event);
	struct enter_record *rec = (struct enter_record *)iter->ent;
	struct trace_seq *s = &iter->seq;
	int i;

	trace_seq_printf(s, "%s(", meta->name);
	for (i = 0; i < meta->nb_args; i++) {
		if (i)
			trace_seq_puts(s, ", ");
		if (iter->options & OPT_VERBOSE)
			trace_seq_printf(s, "%s ", meta->types[i]);
		trace_seq_printf(s, "%s: %lx", meta->args[i], rec->args[i]);
	}
	trace_seq_puts(s, ")\n");
	return trace_handle_return(s);
}

static enum print_line_t
print_exit(struct trace_iterator *iter, int flags, struct trace_event *event)
{
	struct exit_record *rec = (struct exit_record *)iter->ent;

	trace_seq_printf(&iter->seq, "%s -> 0x%lx\n", metadata_of(event)->name, rec->ret);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t
print_exit_fields(struct trace_iterator *iter, int flags, struct trace_event *event)
{
	return show_fields(iter, trace_event_name(container_of(event, struct trace_event_call,
							       event)),
			   exit_fields, ARRAY_SIZE(exit_fields));
}

struct trace_event_functions enter_syscall_print_funcs = {
	.trace	= print_enter,
	.fields	= print_enter,
};

struct trace_event_functions exit_syscall_print_funcs = {
	.trace	= print_exit,
	.fields	= print_exit_fields,
};

/* ---- formats ---- */

static const struct trace_event_field *
get_enter_fields(struct trace_event_call *call, unsigned int *nr)
{
	struct syscall_metadata *meta = call->data;
	struct trace_event_field *f = smp_load_acquire(&meta->fields);
	struct trace_event_field *other;
	int i;

	if (!f) {
		f = kcalloc(meta->nb_args + 1, sizeof(*f), GFP_KERNEL);
		if (!f)
			return NULL;
		f[0] = nr_field;
		for (i = 0; i < meta->nb_args; i++)
			f[i + 1] = (struct trace_event_field) {
				.type = meta->types[i],
				.name = meta->args[i],
				.offset = offsetof(struct enter_record, args[i]),
				.size = sizeof(long),
				.filter_type = event_filter_type(meta->types[i]),
			};
		/* trace_event_get_offsets() comes without event_mutex. */
		other = cmpxchg(&meta->fields, NULL, f);
		if (other) {
			kfree(f);
			f = other;
		}
	}
	*nr = meta->nb_args + 1;
	return f;
}

static void show_enter_fmt(struct trace_event_call *call, struct seq_file *m)
{
	struct syscall_metadata *meta = call->data;
	int i;

	seq_putc(m, '"');
	for (i = 0; i < meta->nb_args; i++)
		seq_printf(m, "%s%s: 0x%%08lx", i ? ", " : "", meta->args[i]);
	seq_putc(m, '"');
	for (i = 0; i < meta->nb_args; i++)
		seq_printf(m, ", ((unsigned long)(REC->%s))", meta->args[i]);
}

struct trace_event_class event_class_syscall_enter = {
	.system		= "syscalls",
	.get_fields	= get_enter_fields,
	.show_print_fmt	= show_enter_fmt,
	.reg		= reg_enter,
};

struct trace_event_class event_class_syscall_exit = {
	.system		= "syscalls",
	.fields		= exit_fields,
	.nr_fields	= ARRAY_SIZE(exit_fields),
	.print_fmt	= "\"0x%lx\", REC->ret",
	.reg		= reg_exit,
};
