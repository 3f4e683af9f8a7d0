// SPDX-License-Identifier: GPL-2.0
/*
 * The function tracer: a record for every call of the functions in
 * set_ftrace_filter.  Each instance has its own, with its own functions; where
 * two want the same function, the hook calls both.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "../core/entries.h"
#include "../core/record.h"
#include "../ring/fast.h"
#include "../show/show.h"
#include "function.h"
#include "graph.h"

/* What function.h says of it */
DEFINE_MUTEX(function_lock);
LIST_HEAD(function_instances);

static struct tracer function_tracer;

/* ---- recording ---- */

static __always_inline unsigned long true_parent(unsigned long parent_ip)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	if (unlikely(parent_ip == (unsigned long)return_to_handler))
		return ftrace_graph_top_ret_addr(current);
#endif
	return parent_ip;
}

/*
 * The record that there are more of than of any other: all of its making is inline,
 * and in an order that leaves little to keep while the clock is read.  This is
 * ring_reserve_guarded(), but that the buffer is looked up with preemption disabled:
 * who frees one waits for nobody else.
 *
 * @disabled: how often the caller has disabled preemption
 */
static __always_inline bool record_call(struct trace_array *inst, unsigned long ip,
					unsigned long parent_ip, unsigned int disabled)
{
	unsigned int own = IS_ENABLED(CONFIG_PREEMPT_COUNT) ? disabled + 1 : 0;
	struct ring_handle h __uninitialized;
	struct trace_buffer *b;
	struct ring_cpu *cpu;
	struct fn_entry *e;
	void *payload;

	preempt_disable_notrace();
	b = READ_ONCE(inst->buffer);
	if (unlikely(ring_is_off(b)))
		goto out;
	cpu = ring_here(b);
	if (unlikely(!ring_enter(&b, cpu, &h)))
		goto out;
	if (unlikely(!ring_reserve_inside(b, cpu, &h, sizeof(*e), &payload, RING_IN_REGISTERS))) {
		ring_leave(cpu, h.nest);
		goto out;
	}
	e = payload;
	record_header(&e->ent, TRACE_FN, record_context_pc(preempt_count() - own, irqs_disabled()));
	e->ip = ip;
	e->parent_ip = true_parent(parent_ip);
	record_export(e, sizeof(*e), TRACE_EXPORT_FUNCTION);
	ring_commit_guarded(&h);
	return true;

out:
	preempt_enable_notrace();
	return false;
}

/* Nothing but a record for each call. The ring guards itself against recursion. */
static noinline void call_record(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
				 struct ftrace_regs *fregs)
{
	struct function_inst *fi = container_of(op, struct function_inst, ops[CALL_RECORD]);

	record_call(fi->inst, ip, parent_ip, 0);
}

/* Repeats are a CPU's: all that has to do with them runs with preemption disabled. */

static void record_repeats(struct trace_array *inst, const struct function_repeat *r)
{
	struct func_repeats_entry *e;
	struct ring_handle h __uninitialized;
	u64 delta;

	e = record_reserve(READ_ONCE(inst->buffer), &h, TRACE_FUNC_REPEATS, sizeof(*e),
			   record_context_dec());
	if (!e)
		return;
	delta = h.ts - r->ts;
	e->ip = r->ip;
	e->parent_ip = r->parent_ip;
	e->count = r->count;
	e->bottom_delta_ts = delta;
	e->top_delta_ts = delta >> 32;
	record_commit(&h);
}

/* Any clock but the usual one may call functions, which come back here. 0: this is such a call */
static noinline u64 repeat_other_clock(struct trace_buffer *b)
{
	int bit = trace_guard_enter(TRACE_GUARD_INTERNAL);
	u64 now;

	if (bit < 0)
		return 0;
	now = ring_buffer_time_stamp(b);
	trace_guard_exit(bit);
	return now;
}

/* Is this call the one before once more?  Then it is counted. @guarded: the caller is */
static __always_inline bool is_repeat(struct function_repeat *r, struct trace_buffer *b,
				      unsigned long ip, unsigned long parent_ip, bool guarded)
{
	u64 now;

	if (r->ip != ip || r->parent_ip != parent_ip || r->count >= U16_MAX)
		return false;
	if (likely(!atomic_read(&b->off)))
		now = sched_clock_noinstr();
	else
		now = guarded ? ring_buffer_time_stamp(b) : repeat_other_clock(b);
	if (now) {
		r->ts = now;
		r->count++;
	}
	return true;
}

/* It is not: tell how often the one before was repeated, and begin with this one. */
static void repeat_new(struct trace_array *inst, struct function_repeat *r, unsigned long ip,
		       unsigned long parent_ip)
{
	if (r->count)
		record_repeats(inst, r);
	r->ip = ip;
	r->parent_ip = parent_ip;
	r->count = 0;
}

/*
 * The ORC unwinder can begin where the function was entered, and need not unwind
 * what is below.  The other one knows that place by the trampoline's frames only:
 * those between it and show_record_stack() are left out.
 */
static __always_inline void record_stack(struct function_inst *fi, u32 context,
					 struct pt_regs *regs)
{
	if (IS_ENABLED(CONFIG_UNWINDER_ORC))
		show_record_stack(fi->inst, context, 0, regs);
	else
		show_record_stack(fi->inst, context, 2, NULL);
}

/* What limits ask for.  Most calls are of tasks that are not wanted: nothing is saved for them. */
static void call_limited(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct function_inst *fi = container_of(op, struct function_inst, ops[CALL_LIMITED]);

	if (function_pid_wants(fi, current->pid))
		call_record(ip, parent_ip, &fi->ops[CALL_RECORD], fregs);
}

static noinline void call_not_repeated(struct function_inst *fi, unsigned long ip,
				       unsigned long parent_ip)
{
	repeat_new(fi->inst, this_cpu_ptr(fi->repeats), ip, parent_ip);
	record_call(fi->inst, ip, parent_ip, 1);
}

/* ... and the option func-no-repeats */
static void call_repeats(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct function_inst *fi = container_of(op, struct function_inst, ops[CALL_REPEATS]);
	struct trace_buffer *b;

	if (!function_pid_wants(fi, current->pid))
		return;
	preempt_disable_notrace();
	b = READ_ONCE(fi->inst->buffer);
	if (!ring_is_off(b) && !is_repeat(this_cpu_ptr(fi->repeats), b, ip, parent_ip, false))
		call_not_repeated(fi, ip, parent_ip);
	preempt_enable_notrace();
}

/* ... and func_stack_trace. What finds the stack may call functions: a guard keeps them out. */
static void call_stack(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		       struct ftrace_regs *fregs)
{
	struct function_inst *fi = container_of(op, struct function_inst, ops[CALL_STACK]);
	bool no_repeats = tracer_options(fi->inst, &function_tracer) & FN_NO_REPEATS;
	u32 context = record_context();
	struct function_repeat *r;
	struct trace_buffer *b;
	int bit;

	if (!function_pid_wants(fi, current->pid))
		return;
	bit = trace_guard_enter(TRACE_GUARD_INTERNAL);
	if (bit < 0)
		return;
	preempt_disable_notrace();
	b = READ_ONCE(fi->inst->buffer);
	if (ring_is_off(b))
		goto out;
	if (no_repeats && fi->repeats) {
		r = this_cpu_ptr(fi->repeats);
		if (is_repeat(r, b, ip, parent_ip, true))
			goto out;
		repeat_new(fi->inst, r, ip, parent_ip);
	}
	if (record_call(fi->inst, ip, parent_ip, 1))
		record_stack(fi, context, &arch_ftrace_regs(fregs)->regs);
out:
	preempt_enable_notrace();
	trace_guard_exit(bit);
}

/* ---- starting and stopping ---- */

static const struct {
	ftrace_func_t	func;
	unsigned long	flags;
} calls[NR_CALLS] = {
	[CALL_RECORD]	= { call_record, FTRACE_OPS_FL_LEAN },
	[CALL_LIMITED]	= { call_limited, FTRACE_OPS_FL_LEAN },
	[CALL_REPEATS]	= { call_repeats, FTRACE_OPS_FL_LEAN },
	[CALL_STACK]	= { call_stack, 0 },
};

/*
 * Trampolines call the callback by its address, with what the ops' flags asked for
 * then: so there is an ops for each, and one takes the other's place.
 */
static struct ftrace_ops *wanted_ops(struct function_inst *fi, u32 options)
{
	enum function_call call = CALL_RECORD;

	if (options & FN_STACK)
		call = CALL_STACK;
	else if (options & FN_NO_REPEATS)
		call = CALL_REPEATS;
	else if (function_has_pids(fi))
		call = CALL_LIMITED;
	return &fi->ops[call];
}

static void unhook_functions(struct function_inst *fi)
{
	if (fi->running && !WARN_ON_ONCE(hook_remove(fi->running)))
		fi->running = NULL;
}

/* Is to run: it is the current tracer, and the option function-trace is set. */
static int hook_functions(struct function_inst *fi, u32 options)
{
	struct ftrace_ops *ops = wanted_ops(fi, options);
	int err;

	if (fi->running)
		return 0;
	err = hook_add(ops);
	if (!err)
		fi->running = ops;
	return err;
}

/* Limits or options change: go on with what they ask for, if it is not what there is. */
static int rehook_functions(struct function_inst *fi, u32 options)
{
	struct ftrace_ops *ops = wanted_ops(fi, options);
	int err;

	if (!fi->running || fi->running == ops)
		return 0;
	err = hook_replace(fi->running, ops);
	if (!err)
		fi->running = ops;
	return err;
}

/**
 * function_update - limits have changed
 * @fi: the instance's part
 *
 * Return: 0, or an error, and calls go where they went before
 * Context: function_lock is held, not trace_lock.
 */
int function_update(struct function_inst *fi)
{
	guard(mutex)(&trace_lock);
	return rehook_functions(fi, tracer_options(fi->inst, &function_tracer)) ?:
	       graph_update(fi->inst);
}

static int function_start(struct trace_array *inst)
{
	if (!option_is_set(inst, OPT_FUNCTION))
		return 0;
	return hook_functions(function_of(inst), tracer_options(inst, &function_tracer));
}

static void function_stop(struct trace_array *inst)
{
	unhook_functions(function_of(inst));
}

static int function_set_flag(struct trace_array *inst, enum trace_option opt, bool on)
{
	struct function_inst *fi = function_of(inst);

	if (opt != OPT_FUNCTION)
		return 0;
	if (on)
		return hook_functions(fi, tracer_options(inst, &function_tracer));
	unhook_functions(fi);
	return 0;
}

/* The option is in force when core has set it: until then nothing is wrong but a little late. */
static int function_set_option(struct trace_array *inst, u32 options)
{
	struct function_inst *fi = function_of(inst);

	if (options & FN_NO_REPEATS && !fi->repeats) {
		fi->repeats = alloc_percpu(struct function_repeat);
		if (!fi->repeats)
			return -ENOMEM;
	}
	return rehook_functions(fi, options);
}

static const struct tracer_option function_options[] = {
	{ "func_stack_trace", FN_STACK },
	{ "func-no-repeats", FN_NO_REPEATS },
	{ }
};

static struct tracer function_tracer = {
	.name		= "function",
	.init		= function_start,
	.reset		= function_stop,
	.options	= function_options,
	.set_option	= function_set_option,
	.set_flag	= function_set_flag,
};

/* ---- instances ---- */

static int function_inst_init(struct trace_array *inst)
{
	struct function_inst *fi = kzalloc(sizeof(*fi), GFP_KERNEL);

	if (!fi)
		return -ENOMEM;
	fi->filter = hook_filter_new();
	if (!fi->filter) {
		kfree(fi);
		return -ENOMEM;
	}
	fi->inst = inst;
	for (int c = 0; c < NR_CALLS; c++) {
		fi->ops[c].func = calls[c].func;
		fi->ops[c].flags = calls[c].flags;
		fi->ops[c].filter = hook_filter_get(fi->filter);
	}
	INIT_LIST_HEAD(&fi->commands);
	inst->slot[SLOT_FUNCTION] = fi;
	mutex_lock(&function_lock);
	list_add_rcu(&fi->node, &function_instances);
	mutex_unlock(&function_lock);
	return 0;
}

static void function_inst_exit(struct trace_array *inst)
{
	struct function_inst *fi = function_of(inst);

	mutex_lock(&function_lock);
	list_del_rcu(&fi->node);
	function_commands_exit(fi);
	mutex_unlock(&function_lock);
	/* Nobody calls it any more; somebody may still be in it. */
	hook_sync();
	function_pids_exit(fi);
	for (int c = 0; c < NR_CALLS; c++)
		ftrace_free_filter(&fi->ops[c]);
	hook_filter_put(fi->filter);
	free_percpu(fi->repeats);
	inst->slot[SLOT_FUNCTION] = NULL;
	kfree(fi);
}

static struct instance_part function_part __refdata = {
	.slot	= SLOT_FUNCTION,
	.init	= function_inst_init,
	.exit	= function_inst_exit,
	.files	= function_files,
#ifdef CONFIG_BOOTTIME_TRACING
	.bootconfig = function_bootconfig,
#endif
};

static struct instance_part function_pid_part = {
	.slot		= NO_SLOT,
	.files		= function_pid_files,
	.nr_files	= NR_FUNCTION_PID_FILES,
};

/* ---- the top level's filter, for others ---- */

/**
 * ftrace_ops_set_global_filter - let an ops follow set_ftrace_filter
 * @ops: the ops, not registered
 */
void ftrace_ops_set_global_filter(struct ftrace_ops *ops)
{
	struct function_inst *fi = function_of(&top_instance);

	if (fi && !ops->filter)
		ops->filter = hook_filter_get(fi->filter);
}
EXPORT_SYMBOL_GPL(ftrace_ops_set_global_filter);

static void set_global(enum hook_list list, unsigned char *buf, int len, int reset)
{
	struct function_inst *fi = function_of(&top_instance);

	if (!fi)
		return;
	if (list == HOOK_ONLY)
		ftrace_set_filter(&fi->ops[0], buf, len, reset);
	else
		ftrace_set_notrace(&fi->ops[0], buf, len, reset);
}

/**
 * ftrace_set_global_filter - write to set_ftrace_filter
 * @buf: a name or glob
 * @len: its length
 * @reset: forget what was there
 */
void ftrace_set_global_filter(unsigned char *buf, int len, int reset)
{
	set_global(HOOK_ONLY, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_global_filter);

/**
 * ftrace_set_global_notrace - write to set_ftrace_notrace
 * @buf: a name or glob
 * @len: its length
 * @reset: forget what was there
 */
void ftrace_set_global_notrace(unsigned char *buf, int len, int reset)
{
	set_global(HOOK_NOT, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_global_notrace);

/**
 * function_init - the start of the function tracer
 *
 * Context: early_trace_init(): what the command line asks for begins here.
 */
int __init function_init(void)
{
	int err;

	function_part.nr_files = nr_function_files;
	err = instance_add_part(&function_part) ?: instance_add_part(&function_pid_part);
	if (err)
		return err;
	function_boot_filters(function_of(&top_instance));
	return tracer_register(&function_tracer);
}
