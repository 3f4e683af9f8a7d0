/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The function tracer, what each instance has of it, and its files.
 *
 * Locks: function_lock (a mutex) protects everything here that a file changes.
 * Outside event_mutex, which commands on events take, then trace_lock, then
 * hook_lock: nobody who holds one of these may call in here.
 */
#ifndef _KERNEL_TRACE_TRACER_FUNCTION_H
#define _KERNEL_TRACE_TRACER_FUNCTION_H

#include <linux/list.h>
#include <linux/mutex.h>

#include "../core/core.h"
#include "../hook/hook.h"

extern struct mutex function_lock;

enum function_option {
	FN_STACK	= BIT(0),
	FN_NO_REPEATS	= BIT(1),
};

/* What to do when a function is called, the cheapest that will do */
enum function_call {
	CALL_RECORD,	/* nothing but a record */
	CALL_LIMITED,	/* with limits by task */
	CALL_REPEATS,	/* the same, and without repeats */
	CALL_STACK,	/* all options: a stack, for which it needs registers */
	NR_CALLS,
};

/* Limits by task: function_pids.c */
enum pid_limit {
	PID_ONLY,	/* set_ftrace_pid */
	PID_NOT,	/* set_ftrace_notrace_pid */
	NR_PID_LIMITS,
};

/* The last call, and how often it has been repeated, on one CPU */
struct function_repeat {
	unsigned long	ip;
	unsigned long	parent_ip;
	u64		ts;
	u32		count;
};

/**
 * struct function_inst - an instance's part of the function tracer
 * @ops: its hook, by enum function_call; one of them is registered at a time
 * @inst: the instance
 * @filter: set_ftrace_filter and set_ftrace_notrace; also for other tracers that
 *	follow them
 * @pids: bitmaps over all pids, NULL: no limit
 * @repeats: for each CPU, if the option is set
 * @running: the ops that is registered, if the tracer is current
 * @commands: commands on functions, struct function_command
 * @node: in function_instances, under function_lock
 */
struct function_inst {
	struct ftrace_ops		ops[NR_CALLS];
	struct trace_array		*inst;
	struct hook_filter		*filter;
	unsigned long			*pids[NR_PID_LIMITS];
	struct function_repeat __percpu	*repeats;
	struct ftrace_ops		*running;
	struct list_head		commands;
	struct list_head		node;
};

extern struct list_head function_instances;

static inline struct function_inst *function_of(struct trace_array *inst)
{
	return inst->slot[SLOT_FUNCTION];
}

int function_init(void);
/* What to call may have to change: limits did. function_lock is held. 0 or an error */
int function_update(struct function_inst *fi);

/* May the current task record?  Any context. */
static __always_inline bool function_pid_wants(const struct function_inst *fi, int pid)
{
	const unsigned long *only = READ_ONCE(fi->pids[PID_ONLY]);
	const unsigned long *not = READ_ONCE(fi->pids[PID_NOT]);

	return (!only || test_bit(pid, only)) && (!not || !test_bit(pid, not));
}

static inline bool function_has_pids(const struct function_inst *fi)
{
	return fi->pids[PID_ONLY] || fi->pids[PID_NOT];
}

/* function_pids.c */
extern const struct trace_file_row function_pid_files[];
#define NR_FUNCTION_PID_FILES	2
void function_pids_exit(struct function_inst *fi);

/* function_files.c */
extern const struct trace_file_row function_files[];
extern const unsigned int nr_function_files;
void function_boot_filters(struct function_inst *fi);
void function_boot_filter(struct hook_filter *f, enum hook_list list, char *patterns);

/**
 * struct list_kind - what a file that lists functions shows, as the data of its row
 * @which: those
 * @filter: of this filter; NULL: the function tracer's
 * @changed: what is to be done when the filter has been edited; 0 or an error
 * @none: what it says if there is no limit
 * @addresses: with their addresses
 * @classes: with what is hooked to them
 * @commands: takes commands as well
 */
struct list_kind {
	enum hook_which		which;
	struct hook_filter	*(*filter)(struct trace_array *inst);
	int			(*changed)(struct trace_array *inst);
	const char		*none;
	bool			addresses;
	bool			classes;
	bool			commands;
};

/* For rows with such data that edit a filter */
extern const struct seq_operations function_filter_seq;
int function_list_opened(struct trace_file *f);
int function_filter_truncate(struct trace_file *f);
int function_filter_line(struct trace_file *f, char *word);
void function_filter_released(struct trace_file *f);

/* function_bootconfig.c */
struct xbc_node;
void function_bootconfig(struct trace_array *inst, struct xbc_node *node);

/* function_command.c: a word with a command, as "name:command:argument" */
int function_command_line(struct function_inst *fi, char *word);
void function_commands_show(struct seq_file *m, struct function_inst *fi);
void function_commands_exit(struct function_inst *fi);

#endif /* _KERNEL_TRACE_TRACER_FUNCTION_H */
