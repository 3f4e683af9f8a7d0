// SPDX-License-Identifier: GPL-2.0
/*
 * fgraph: callbacks at entry and return of functions, for modules and for tracers
 * that need no more; and the questions that others ask about return addresses.
 *
 * Each struct fgraph_ops has a hook of its own at the functions it is for: who
 * does not want a function is not asked about it.
 */
#include <linux/ftrace.h>
#include <linux/idr.h>
#include <linux/kprobes.h>
#include <linux/mutex.h>
#include <linux/sched/task.h>
#include <linux/trace_clock.h>

#include "../hook/hook.h"
#include "shadow.h"

/* What a user's frame has before what the user has reserved */
struct fgraph_data {
	u64		calltime;
	u32		depth;
	u32		reserved;	/* bytes */
	unsigned long	user[];
};

#define FGRAPH_WORDS	(sizeof(struct fgraph_data) / sizeof(long))

/* What a user may reserve, in bytes */
#define RESERVE_MAX	256

static DEFINE_MUTEX(fgraph_lock);
static DEFINE_IDA(fgraph_ids);
static bool fgraph_dead;

static struct fgraph_data *data_of(struct shadow_frame *f)
{
	return (struct fgraph_data *)f->data;
}

/* ---- hooking and returning ---- */

static void fgraph_call(struct fgraph_ops *gops, unsigned long ip, unsigned long *slot)
{
	struct return_user *user = gops->ops.private;
	struct ftrace_graph_ent ent = { .func = ip };
	struct shadow_frame *f, *outer;
	struct fgraph_data *d;

	f = shadow_push(user, slot, ip, FGRAPH_WORDS);
	if (!f)
		return;
	outer = shadow_outer(shadow_of(current), f->prev, user, f->gen);
	d = data_of(f);
	d->depth = outer ? data_of(outer)->depth + 1 : 0;
	d->reserved = 0;
	ent.depth = d->depth;
	if (gops->entryfunc && !gops->entryfunc(&ent, gops)) {
		shadow_drop(f);
		return;
	}
	d->calltime = trace_clock_local();
	shadow_hook(f);
}

static void fgraph_enter(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	int bit;

	if (unlikely(READ_ONCE(fgraph_dead) || atomic_read(&current->tracing_graph_pause)))
		return;
	bit = trace_guard_enter(TRACE_GUARD_GRAPH);
	if (unlikely(bit < 0)) {
		shadow_miss(MISSED_RECURSION);
		return;
	}
	preempt_disable_notrace();
	fgraph_call(container_of(op, struct fgraph_ops, ops), ip, hook_parent_slot(fregs));
	preempt_enable_notrace();
	trace_guard_exit(bit);
}

static void fgraph_returned(struct return_user *user, struct shadow_frame *f,
			    struct pt_regs *regs)
{
	struct fgraph_ops *gops = user->owner;
	struct ftrace_graph_ret ret = {
		.func		= f->func,
		.calltime	= data_of(f)->calltime,
		.rettime	= trace_clock_local(),
		.depth		= data_of(f)->depth,
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
		.retval		= regs_return_value(regs),
#endif
	};
	int bit;

	if (unlikely(READ_ONCE(fgraph_dead)) || !gops->retfunc)
		return;
	bit = trace_guard_enter(TRACE_GUARD_GRAPH);
	preempt_disable_notrace();
	gops->retfunc(&ret, gops);
	preempt_enable_notrace();
	if (likely(bit >= 0))
		trace_guard_exit(bit);
}

/* The innermost frame of the current task, if it is that of user @idx */
static struct shadow_frame *frame_of(int idx)
{
	struct shadow *s = shadow_of(current);
	struct shadow_frame *f;

	if (!s || !top_end(s->top))
		return NULL;
	f = shadow_at(s, s->top);
	if (f->user->returned != fgraph_returned ||
	    ((struct fgraph_ops *)f->user->owner)->idx != idx)
		return NULL;
	return f;
}

/**
 * fgraph_reserve_data - memory that lasts from the entry of a call to its return
 * @idx: fgraph_ops::idx
 * @size_bytes: how much
 *
 * Context: in an entryfunc, once.
 * Return: the memory, not cleared; NULL if there is none, or @size_bytes is over 256
 */
void *fgraph_reserve_data(int idx, int size_bytes)
{
	struct shadow_frame *f = frame_of(idx);
	struct shadow *s = shadow_of(current);
	unsigned int words, end;

	if (!f || data_of(f)->reserved || size_bytes <= 0 || size_bytes > RESERVE_MAX)
		return NULL;
	words = DIV_ROUND_UP(size_bytes, sizeof(long));
	end = top_end(s->top) + words;
	if (end > SHADOW_WORDS) {
		shadow_miss(MISSED_DEPTH);
		return NULL;
	}
	WRITE_ONCE(s->top, shadow_top(top_start(s->top), end));
	barrier();
	data_of(f)->reserved = size_bytes;
	return data_of(f)->user;
}
EXPORT_SYMBOL_GPL(fgraph_reserve_data);

/**
 * fgraph_retrieve_data - what was reserved at the call's entry
 * @idx: fgraph_ops::idx
 * @size_bytes: gets its size; may be NULL
 *
 * Context: in a retfunc.
 * Return: the memory, NULL if none was reserved
 */
void *fgraph_retrieve_data(int idx, int *size_bytes)
{
	struct shadow_frame *f = frame_of(idx);

	if (!f || !data_of(f)->reserved)
		return NULL;
	if (size_bytes)
		*size_bytes = data_of(f)->reserved;
	return data_of(f)->user;
}
EXPORT_SYMBOL_GPL(fgraph_retrieve_data);

/**
 * register_ftrace_graph - have callbacks called at entry and return of functions
 * @gops: its callbacks, and in ops its filter
 *
 * Context: sleeps.
 * Return: 0, -EBUSY if it is registered, -ENODEV after ftrace_graph_stop(), or
 * another error
 */
int register_ftrace_graph(struct fgraph_ops *gops)
{
	struct return_user *user;
	int err;

	guard(mutex)(&fgraph_lock);
	if (fgraph_dead)
		return -ENODEV;
	if (gops->ops.flags & FTRACE_OPS_FL_ENABLED)
		return -EBUSY;
	gops->idx = ida_alloc(&fgraph_ids, GFP_KERNEL);
	if (gops->idx < 0)
		return gops->idx;
	user = return_user_new(fgraph_returned, gops);
	if (!user) {
		err = -ENOMEM;
		goto err_free_idx;
	}
	gops->ops.private = user;
	gops->ops.func = fgraph_enter;
	gops->ops.flags = FTRACE_OPS_FL_LEAN;
	err = return_user_start(user);
	if (err)
		goto err_free_user;
	err = hook_add(&gops->ops);
	if (err)
		goto err_stop_user;
	return 0;

err_stop_user:
	return_user_stop(user);
err_free_user:
	return_user_free(user);
err_free_idx:
	ida_free(&fgraph_ids, gops->idx);
	gops->idx = -1;
	return err;
}
EXPORT_SYMBOL_GPL(register_ftrace_graph);

/**
 * unregister_ftrace_graph - the opposite
 * @gops: as registered; when this returns its callbacks do not run, nor will they
 *
 * Context: sleeps.
 */
void unregister_ftrace_graph(struct fgraph_ops *gops)
{
	struct return_user *user = gops->ops.private;

	guard(mutex)(&fgraph_lock);
	if (hook_remove(&gops->ops))
		return;
	return_user_stop(user);
	hook_sync();
	return_user_free(user);
	ida_free(&fgraph_ids, gops->idx);
}
EXPORT_SYMBOL_GPL(unregister_ftrace_graph);

/**
 * ftrace_graph_is_dead - has ftrace_graph_stop() been called?
 */
bool ftrace_graph_is_dead(void)
{
	return READ_ONCE(fgraph_dead);
}

/**
 * ftrace_graph_stop - call no callback any more, for good
 *
 * Context: any.  Calls that are hooked still find their way back.
 */
void ftrace_graph_stop(void)
{
	WRITE_ONCE(fgraph_dead, true);
}

/* ---- questions ---- */

/**
 * ftrace_graph_ret_addr - the true return address, for unwinders
 * @task: whose stack is being unwound
 * @idx: 0 at first; how far this unwinding has come
 * @ret: what was found on the stack
 * @retp: where it was found
 *
 * Context: any.
 * Return: the address; @ret if it is true, or nothing is known about it
 */
unsigned long ftrace_graph_ret_addr(struct task_struct *task, int *idx, unsigned long ret,
				    unsigned long *retp)
{
	struct shadow_frame *f;
	u32 from = idx ? *idx : 0;

	if (likely(!ret_is_hooked(ret)))
		return ret;
	f = shadow_find(task, retp, &from);
	if (!f && idx && *idx) {
		/* It has not come from further in. */
		from = 0;
		f = shadow_find(task, retp, &from);
	}
	if (!f)
		return ret;
	if (idx)
		*idx = from;
	return READ_ONCE(f->ret);
}
NOKPROBE_SYMBOL(ftrace_graph_ret_addr);

/**
 * ftrace_graph_get_ret_stack - one of the hooked calls that a task is in
 * @task: current, or one that does not run
 * @skip: how many to skip, from the innermost on
 *
 * Return: it, NULL if there are not so many
 */
struct ftrace_ret_stack *ftrace_graph_get_ret_stack(struct task_struct *task, int skip)
{
	struct shadow *s = shadow_of(task);
	unsigned int below = SHADOW_WORDS;
	u32 top;

	if (!s || skip < 0)
		return NULL;
	top = READ_ONCE(s->top);
	while (top_end(top) && top_start(top) + FRAME_WORDS <= below) {
		struct shadow_frame *f = shadow_at(s, top);

		if (!ret_is_hooked(READ_ONCE(f->ret)) && f->retp && !skip--)
			return (struct ftrace_ret_stack *)f;
		below = top_start(top);
		top = READ_ONCE(f->prev);
	}
	return NULL;
}
EXPORT_SYMBOL_GPL(ftrace_graph_get_ret_stack);

/**
 * ftrace_graph_top_ret_addr - where the innermost hooked call really returns to
 * @task: current, or one that does not run
 *
 * Return: the address, 0 if there is none
 */
unsigned long ftrace_graph_top_ret_addr(struct task_struct *task)
{
	struct ftrace_ret_stack *f = ftrace_graph_get_ret_stack(task, 0);

	return f ? f->ret : 0;
}
