/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of event/ share among themselves; event.h has the rest.
 */
#ifndef _KERNEL_TRACE_EVENT_INTERNAL_H
#define _KERNEL_TRACE_EVENT_INTERNAL_H

#include <linux/static_key.h>
#include <linux/tracefs.h>

#include "event.h"
#include "../core/record.h"

struct module;
struct pid_limits;

/* ---- what the linker collects; gone after boot ---- */

extern struct trace_event_call *__start_ftrace_events[];
extern struct trace_event_call *__stop_ftrace_events[];
extern const struct trace_eval_map *__start_ftrace_eval_maps[];
extern const struct trace_eval_map *__stop_ftrace_eval_maps[];
extern struct syscall_metadata *__start_syscalls_metadata[];
extern struct syscall_metadata *__stop_syscalls_metadata[];

/* ---- what each instance has of events: files.c ---- */

/**
 * struct event_instance - the events of an instance
 * @inst: the instance
 * @node: in event_instances
 * @files: its struct trace_event_file, in the order of event_calls
 * @systems: its struct event_system
 * @awaited: what set_event is to turn on when a module comes
 * @users: files open on the events/ directory, and the directory
 * @gone: the instance went away
 * @ei: events/, NULL before tracefs is there
 * @limits: set_event_pid and set_event_notrace_pid, NULL without any
 * @marker: the event of trace_marker's records, while it has triggers
 * @syscalls: what of system calls is recorded, NULL before anything was
 * @rcu: frees it
 */
struct event_instance {
	struct trace_array		*inst;
	struct list_head		node;
	struct list_head		files;
	struct list_head		systems;
	struct list_head		awaited;
	refcount_t			users;
	bool				gone;
	struct eventfs_inode		*ei;
	struct pid_limits __rcu		*limits;
	struct trace_event_file		*marker;
	struct syscall_sinks		*syscalls;
	struct rcu_head			rcu;
};

/**
 * struct event_system - a system in an instance
 * @inst: the instance's
 * @name: the system
 * @node: in event_instance::systems
 * @nr_files: events of the system
 * @users: open files, and the directory
 * @gone: it has no events any more, or the instance went away
 * @filter: what its filter file shows, NULL for the default
 * @ei: its directory
 */
struct event_system {
	struct event_instance		*inst;
	const char			*name;
	struct list_head		node;
	unsigned int			nr_files;
	refcount_t			users;
	bool				gone;
	char				*filter;
	struct eventfs_inode		*ei;
};

/* All that are alive; under event_mutex, like all of the above */
extern struct list_head event_instances;

static inline struct event_instance *event_instance_of(struct trace_array *inst)
{
	return inst->slot[SLOT_EVENT];
}

static inline bool event_can_enable(struct trace_event_call *call)
{
	return call->class->reg && !(call->flags & TRACE_EVENT_FL_IGNORE_ENABLE);
}

/* Beside those: what is written to trace_marker */
static inline bool event_can_trigger(struct trace_event_call *call)
{
	return call->class->reg && call->event.type != TRACE_FN;
}

/* trace_event_class::reg() of markers: marker.c */
int event_marker_reg(struct trace_event_call *call, enum trace_reg type, void *data);

void event_system_put(struct event_system *sys);
void event_instance_put(struct event_instance *ei);

void event_file_drop(struct trace_event_file *file);
int event_files_add(struct trace_event_call *call);
void event_files_remove(struct trace_event_call *call);
bool event_files_busy(struct trace_event_call *call);
int __init event_files_init(void);
int __init event_registry_init(void);

/* Attach or detach what ought to be, after what asks for it has changed. */
int event_file_update(struct trace_event_file *file);

/* event_file_enable() for all that are ->touched */
int event_files_enable(struct trace_array *inst, bool on);

/* ---- directories: dir.c ---- */

int event_dir_create(struct event_instance *ei, struct dentry *dir);
int event_dir_add(struct trace_event_file *file);
void event_dir_remove(struct trace_event_file *file);
void __init event_dir_init(void);

/* ---- format files: format.c ---- */

void event_show_format(struct seq_file *m, struct trace_event_call *call);
void event_evals_add(struct module *mod, const struct trace_eval_map **start, unsigned int nr);
void event_evals_remove(struct module *mod);

/* ---- set_event and boot parameters: set.c ---- */

#define NR_SET_FILES	4
extern const struct trace_file_row event_set_rows[NR_SET_FILES];
void __init event_set_boot(void);
void event_set_module(struct module *mod);
void event_set_forget(struct event_instance *ei);

struct xbc_node;
void __init event_bootconfig(struct trace_array *inst, struct xbc_node *node);

/* ---- tasks that may record: pids.c ---- */

/* What an instance limits its records to */
enum event_limit {
	LIMIT_ONLY,	/* set_event_pid */
	LIMIT_NOT,	/* set_event_notrace_pid */
	NR_LIMITS,
};

/**
 * struct pid_limits - whose events an instance records
 * @bits: by enum event_limit, over all pids there can be; NULL: no such limit
 */
struct pid_limits {
	unsigned long	*bits[NR_LIMITS];
};

/* May the current task record?  Any context, preemption disabled. */
static __always_inline bool event_pids_want_current(struct event_instance *ei)
{
	struct pid_limits *limits = rcu_dereference_sched(ei->limits);
	unsigned long *bits;

	if (unlikely(!limits))
		return true;
	bits = READ_ONCE(limits->bits[LIMIT_ONLY]);
	if (bits && !test_bit(current->pid, bits))
		return false;
	bits = READ_ONCE(limits->bits[LIMIT_NOT]);
	return !bits || !test_bit(current->pid, bits);
}

int event_pids_show(struct seq_file *m, struct trace_file *f);
int event_pids_line(struct trace_file *f, char *line);
int event_pids_clear(struct trace_file *f);
void event_pids_exit(struct event_instance *ei);
bool event_pids_want_record(struct trace_event_file *file, const void *rec);
unsigned int event_pid_offset(struct trace_event_call *call);

/* ---- records: record.c ---- */

/* Have what the slow way needs, before the first bit of it is set. */
int event_slow_prepare(void);

/* ---- system calls: syscall.c ---- */

#ifdef CONFIG_FTRACE_SYSCALLS
void __init event_syscalls_init(void);
bool event_syscall_exists(struct trace_event_call *call);
void event_syscall_exit(struct event_instance *ei);
#endif

/* ---- inject files: inject.c ---- */

#ifdef CONFIG_TRACE_EVENT_INJECT
int event_inject(struct trace_event_file *file, char *line);
#else
static inline int event_inject(struct trace_event_file *file, char *line)
{
	return -ENODEV;
}
#endif

#endif /* _KERNEL_TRACE_EVENT_INTERNAL_H */
