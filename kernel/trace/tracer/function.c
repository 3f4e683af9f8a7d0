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
#include "../show/show.h"
#include "function.h"

/* Frames between show_record_stack() and the traced function */
#define STACK_SKIP	2

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

static __always_inline bool record_call(struct trace_buffer *b, unsigned long ip,
					unsigned long parent_ip, u32 context)
{
	struct ring_handle h __uninitialized;
	struct fn_entry *e;

	e = record_reserve(b, &h, TRACE_FN, sizeof(*e), context);
	if (!e)
		return false;
	e->ip = ip;
	e->parent_ip = true_parent(parent_ip);
	record_export(e, sizeof(*e), TRACE_EXPORT_FUNCTION);
	record_commit(&h);
	return true;
}

/* Nothing but a record for each call. The ring guards itself against recursion. */
static void call_record(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			struct ftrace_regs *fregs)
{
	struct function_inst *fi = container_of(op, struct function_inst, ops);
	struct trace_buffer *b = READ_ONCE(fi->inst->buffer);

	if (ring_buffer_record_is_on(b))
		record_call(b, ip, parent_ip, record_context());
}

static void record_repeats(struct trace_array *inst, struct function_repeat *r, u32 context)
{
	struct func_repeats_entry *e;
	struct ring_handle h __uninitialized;
	u64 delta;

	e = record_reserve(READ_ONCE(inst->buffer), &h, TRACE_FUNC_REPEATS, sizeof(*e), context);
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

/* Is this call the one before once more?  Else tell how often that was. */
static bool is_repeat(struct function_inst *fi, unsigned long ip, unsigned long parent_ip,
		      u32 context)
{
	struct function_repeat *r = this_cpu_ptr(fi->repeats);

	if (r->ip == ip && r->parent_ip == parent_ip && r->count < U16_MAX) {
		r->count++;
		r->ts = ring_buffer_time_stamp(fi->inst->buffer);
		return true;
	}
	if (r->count)
		record_repeats(fi->inst, r, context);
	r->ip = ip;
	r->parent_ip = parent_ip;
	r->count = 0;
	return false;
}

/* With all that limits and options ask for. */
static void call_limited(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct function_inst *fi = container_of(op, struct function_inst, ops);
	u32 options = tracer_options(fi->inst, &function_tracer), context;
	struct trace_buffer *b = READ_ONCE(fi->inst->buffer);
	int bit;

	if (!function_pid_wants(fi, current->pid) || !ring_buffer_record_is_on(b))
		return;
	context = record_context();
	if (!(options & (FN_STACK | FN_NO_REPEATS))) {
		record_call(b, ip, parent_ip, context);
		return;
	}

	bit = trace_guard_enter(TRACE_GUARD_INTERNAL);
	if (bit < 0)
		return;
	preempt_disable_notrace();
	if (!(options & FN_NO_REPEATS && fi->repeats &&
	      is_repeat(fi, ip, parent_ip, context))) {
		if (record_call(b, ip, parent_ip, context) && options & FN_STACK)
			show_record_stack(fi->inst, context, STACK_SKIP, NULL);
	}
	preempt_enable_notrace();
	trace_guard_exit(bit);
}

/* ---- starting and stopping ---- */

static ftrace_func_t wanted_call(struct function_inst *fi)
{
	if (function_has_pids(fi) || tracer_options(fi->inst, &function_tracer))
		return call_limited;
	return call_record;
}

/* Is to run: it is the current tracer, and the option function-trace is set. */
static int hook_functions(struct function_inst *fi)
{
	int err;

	if (fi->running)
		return 0;
	fi->ops.func = wanted_call(fi);
	err = hook_add(&fi->ops);
	fi->running = !err;
	return err;
}

static void unhook_functions(struct function_inst *fi)
{
	if (fi->running && !WARN_ON_ONCE(hook_remove(&fi->ops)))
		fi->running = false;
}

/**
 * function_update - limits or options have changed
 * @fi: the instance's part
 *
 * Trampolines call the callback by its address: if another one is to be called,
 * the ops is registered anew.
 *
 * Context: function_lock is held, not trace_lock.
 */
int function_update(struct function_inst *fi)
{
	guard(mutex)(&trace_lock);
	if (!fi->running || fi->ops.func == wanted_call(fi))
		return 0;
	unhook_functions(fi);
	return hook_functions(fi);
}

static int function_start(struct trace_array *inst)
{
	return option_is_set(inst, OPT_FUNCTION) ? hook_functions(function_of(inst)) : 0;
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
		return hook_functions(fi);
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
	if (!fi->running)
		return 0;
	unhook_functions(fi);
	fi->ops.func = options || function_has_pids(fi) ? call_limited : call_record;
	fi->running = !hook_add(&fi->ops);
	return fi->running ? 0 : -ENOMEM;
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
	fi->ops.func = call_record;
	fi->ops.flags = FTRACE_OPS_FL_LEAN;
	fi->ops.filter = hook_filter_get(fi->filter);
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
	ftrace_free_filter(&fi->ops);
	hook_filter_put(fi->filter);
	free_percpu(fi->repeats);
	inst->slot[SLOT_FUNCTION] = NULL;
	kfree(fi);
}

static struct instance_part function_part = {
	.slot	= SLOT_FUNCTION,
	.init	= function_inst_init,
	.exit	= function_inst_exit,
	.files	= function_files,
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
		ftrace_set_filter(&fi->ops, buf, len, reset);
	else
		ftrace_set_notrace(&fi->ops, buf, len, reset);
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
