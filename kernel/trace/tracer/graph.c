// SPDX-License-Identifier: GPL-2.0
/*
 * The graph tracer: a record at the entry and one at the return of each call, from
 * which graph_show.c makes a tree.
 *
 * Functions outside the graphs are not hooked where that can be known before they
 * are called.  What cannot is asked of the shadow stack: a call is in a graph if a
 * frame of the same instance is further out.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/init.h>
#include <linux/slab.h>
#include <linux/trace_clock.h>
#include <trace/events/sched.h>

#include "../core/entries.h"
#include "../core/record.h"
#include "../ring/fast.h"
#include "function.h"
#include "graph.h"

/**
 * struct graph_data - what a frame of ours has
 * @start: when it was called, by the local clock; with @awake by one that stands
 *	still while the task sleeps
 * @depth: calls of the same graph that it is in
 * @muted: it is not recorded, nor is what it calls
 * @awake: see @start
 * @irq: it was called in an interrupt
 */
struct graph_data {
	u64	start;
	u32	depth;
	u8	muted;
	u8	awake;
	u8	irq;
};

#define GRAPH_WORDS	(sizeof(struct graph_data) / sizeof(long))

static __always_inline struct graph_data *data_of(struct shadow_frame *f)
{
	return (struct graph_data *)f->data;
}

/* ---- recording ---- */

/* Times of calls are always the local clock's. That of the record may do. */
static __always_inline u64 call_time(struct trace_array *inst, u64 ts)
{
	return likely(!inst->clock) ? ts : trace_clock_local();
}

/*
 * ring_reserve_guarded(), but that the buffer is looked up with preemption disabled:
 * who frees one waits for nobody else.
 */
static __always_inline bool graph_reserve(struct trace_array *inst, struct ring_handle *h,
					  unsigned long len, void **payload)
{
	struct trace_buffer *b;
	struct ring_cpu *cpu;

	preempt_disable_notrace();
	b = READ_ONCE(inst->buffer);
	if (unlikely(ring_is_off(b)))
		goto out;
	cpu = ring_here(b);
	if (unlikely(!ring_enter(&b, cpu, h)))
		goto out;
	if (likely(ring_reserve_inside(b, cpu, h, len, payload, RING_IN_REGISTERS)))
		return true;
	ring_leave(cpu, h->nest);
out:
	preempt_enable_notrace();
	return false;
}

static __always_inline u32 context_here(void)
{
	/* Reserving disables preemption. */
	return record_context_pc(preempt_count() - IS_ENABLED(CONFIG_PREEMPT_COUNT),
				 irqs_disabled());
}

static __always_inline bool record_entry(struct graph_inst *gi, unsigned long ip,
					 struct graph_data *d)
{
	struct ring_handle h __uninitialized;
	struct graph_ent_entry *e;
	void *payload;

	if (unlikely(READ_ONCE(tracing_thresh))) {
		d->start = trace_clock_local();
		return true;
	}
	if (!graph_reserve(gi->inst, &h, sizeof(*e), &payload))
		return false;
	e = payload;
	record_header(&e->ent, TRACE_GRAPH_ENT, context_here());
	e->func = ip;
	e->depth = d->depth;
	d->start = call_time(gi->inst, h.ts);
	ring_commit_guarded(&h);
	return true;
}

static void graph_returned(struct return_user *user, struct shadow_frame *f,
			   struct pt_regs *regs)
{
	struct graph_inst *gi = user->owner;
	struct graph_data *d = data_of(f);
	struct ring_handle h __uninitialized;
	struct graph_ret_entry *e;
	u64 start = d->start, end, thresh;
	void *payload;

	if (unlikely(d->muted || ftrace_graph_is_dead()))
		return;
	thresh = READ_ONCE(tracing_thresh);
	if (unlikely(thresh || d->awake)) {
		end = trace_clock_local();
		if (d->awake) {
			/* As long before its end as it ran */
			start += shadow_of(current)->slept;
			start = min(start, end);
		}
		if (thresh && end - start < thresh)
			return;
	}
	if (!graph_reserve(gi->inst, &h, sizeof(*e), &payload))
		return;
	e = payload;
	record_header(&e->ent, TRACE_GRAPH_RET, context_here());
	e->func = f->func;
#ifdef GRAPH_RET_HAS_RETVAL
	e->retval = regs_return_value(regs);
#endif
	e->depth = d->depth;
	e->overrun = 0;
	e->calltime = start;
	e->rettime = call_time(gi->inst, h.ts);
	ring_commit_guarded(&h);
}

static __always_inline bool paused(void)
{
	return atomic_read(&current->tracing_graph_pause) || ftrace_graph_is_dead();
}

/* Each call of these functions */
static void graph_all(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		      struct ftrace_regs *fregs)
{
	struct graph_inst *gi = container_of(op, struct graph_inst, ops[HOOK_ALL]);
	struct shadow_frame *f, *outer;
	struct graph_data *d;

	if (unlikely(paused()))
		return;
	f = shadow_push(gi->user, hook_parent_slot(fregs), ip, GRAPH_WORDS);
	if (unlikely(!f))
		return;
	outer = shadow_outer(shadow_of(current), f->prev, gi->user, f->gen);
	d = data_of(f);
	*d = (struct graph_data) { .depth = outer ? data_of(outer)->depth + 1 : 0 };
	if (likely(record_entry(gi, ip, d)))
		shadow_hook(f);
	else
		shadow_drop(f);
}

static void graph_limited(struct graph_inst *gi, unsigned long ip, unsigned long *slot,
			  bool root, bool muted)
{
	struct shadow *s = shadow_of(current);
	struct shadow_frame *f, *outer = NULL;
	struct graph_data *d, *above = NULL;
	unsigned int depth = 0;

	if (s)
		outer = shadow_outer(s, READ_ONCE(s->top), gi->user, gi->user->gen);
	if (outer) {
		above = data_of(outer);
		/* Another hook of ours has this call already, or all is muted. */
		if ((outer->retp == slot && outer->func == ip) || above->muted)
			return;
		depth = above->depth + 1;
	} else if (!root && !muted) {
		return;
	}
	if (paused() || !function_pid_wants(function_of(gi->inst), current->pid))
		return;
	if (gi->max_depth && depth >= gi->max_depth)
		return;
	if (!gi->irqs && in_hardirq() && !(above && above->irq) &&
	    !(gi->rooted && root))
		return;

	f = shadow_push(gi->user, slot, ip, GRAPH_WORDS);
	if (!f)
		return;
	d = data_of(f);
	*d = (struct graph_data) { .depth = depth, .muted = muted, .irq = !!in_hardirq() };
	if (!muted && !record_entry(gi, ip, d)) {
		shadow_drop(f);
		return;
	}
	if (gi->awake) {
		d->awake = true;
		d->start -= shadow_of(current)->slept;
	}
	shadow_hook(f);
}

static void graph_muted(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			struct ftrace_regs *fregs)
{
	graph_limited(container_of(op, struct graph_inst, ops[HOOK_MUTED]), ip,
		      hook_parent_slot(fregs), false, true);
}

static void graph_some(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		       struct ftrace_regs *fregs)
{
	struct graph_inst *gi = container_of(op, struct graph_inst, ops[HOOK_SOME]);

	graph_limited(gi, ip, hook_parent_slot(fregs), !READ_ONCE(gi->rooted), false);
}

static void graph_root(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		       struct ftrace_regs *fregs)
{
	graph_limited(container_of(op, struct graph_inst, ops[HOOK_ROOTS]), ip,
		      hook_parent_slot(fregs), true, false);
}

static const ftrace_func_t graph_funcs[NR_GRAPH_HOOKS] = {
	[HOOK_MUTED]	= graph_muted,
	[HOOK_ALL]	= graph_all,
	[HOOK_SOME]	= graph_some,
	[HOOK_ROOTS]	= graph_root,
};

/* ---- time asleep ---- */

/* How many instances want to know; under trace_lock */
static unsigned int sleep_watchers;

/*
 * A task that has not been inside a graph has no shadow stack; what it sleeps then
 * is of no interest.  Its stack is not written by anybody else while it is off.
 */
static void watch_switch(void *data, bool preempt, struct task_struct *prev,
			 struct task_struct *next, unsigned int prev_state)
{
	struct shadow *s = shadow_of(next);
	u64 now = trace_clock_local();

	prev->ftrace_timestamp = now;
	if (s && next->ftrace_timestamp)
		s->slept += now - next->ftrace_timestamp;
}

/* See graph.h. */
int graph_watch_sleep(bool on)
{
	int err = 0;

	if (on && !sleep_watchers)
		err = register_trace_sched_switch(watch_switch, NULL);
	if (err)
		return err;
	sleep_watchers += on ? 1 : -1;
	if (!on && !sleep_watchers)
		unregister_trace_sched_switch(watch_switch, NULL);
	return 0;
}

static int set_awake(struct graph_inst *gi, bool awake)
{
	int err = gi->awake == awake ? 0 : graph_watch_sleep(awake);

	if (!err)
		WRITE_ONCE(gi->awake, awake);
	return err;
}

/* ---- which functions are hooked ---- */

/* Which of the hooks are wanted, with these options */
static unsigned int hooks_wanted(struct graph_inst *gi, u32 options)
{
	bool roots = hook_filter_limits(gi->roots, HOOK_ONLY);
	bool muted = hook_filter_limits(gi->muted, HOOK_ONLY);
	unsigned int wanted = muted ? BIT(HOOK_MUTED) : 0;

	if (roots)
		wanted |= BIT(HOOK_ROOTS);
	/* What is called by roots is deeper than 1. */
	if (roots && gi->max_depth == 1)
		return wanted;
	if (roots || muted || gi->max_depth || !(options & GRAPH_IRQS) ||
	    !(options & GRAPH_SLEEP_TIME) || function_has_pids(function_of(gi->inst)))
		return wanted | BIT(HOOK_SOME);
	return wanted | BIT(HOOK_ALL);
}

static void unhook(struct graph_inst *gi, unsigned int hooks)
{
	for (int h = 0; h < NR_GRAPH_HOOKS; h++)
		if (hooks & gi->on & BIT(h) && !WARN_ON_ONCE(hook_remove(&gi->ops[h])))
			WRITE_ONCE(gi->on, gi->on & ~BIT(h));
}

static int hook(struct graph_inst *gi, unsigned int hooks)
{
	unsigned int was = gi->on;
	int err = 0;

	for (int h = 0; h < NR_GRAPH_HOOKS && !err; h++) {
		if (!(hooks & BIT(h)) || gi->on & BIT(h))
			continue;
		err = hook_add(&gi->ops[h]);
		if (!err)
			WRITE_ONCE(gi->on, gi->on | BIT(h));
	}
	if (err)
		unhook(gi, gi->on & ~was);
	return err;
}

/* From what is hooked to what is wanted.  An error leaves what there was. */
static int rehook(struct graph_inst *gi, unsigned int wanted)
{
	unsigned int was = gi->on;
	bool rooted = gi->rooted;
	int err;

	/* Until there are roots, no call is in a graph: none is taken for one meanwhile. */
	if (wanted & BIT(HOOK_ROOTS))
		WRITE_ONCE(gi->rooted, true);
	/* Those that mute are asked first: they have to come first. */
	if (wanted & ~was & BIT(HOOK_MUTED))
		unhook(gi, was);
	err = hook(gi, wanted);
	if (err) {
		if (hook(gi, was))
			pr_warn("no memory: the graph tracer misses functions\n");
		WRITE_ONCE(gi->rooted, rooted);
		return err;
	}
	unhook(gi, ~wanted);
	WRITE_ONCE(gi->rooted, wanted & BIT(HOOK_ROOTS));
	return 0;
}

/* See graph.h. */
int graph_update(struct trace_array *inst)
{
	struct graph_inst *gi = graph_of(inst);

	lockdep_assert_held(&trace_lock);
	if (!gi || !gi->running)
		return 0;
	return rehook(gi, hooks_wanted(gi, tracer_options(inst, &graph_tracer)));
}

static void stop(struct graph_inst *gi)
{
	unhook(gi, gi->on);
	set_awake(gi, false);
	if (gi->running)
		return_user_stop(gi->user);
	gi->running = false;
}

static int graph_start(struct trace_array *inst)
{
	struct graph_inst *gi = graph_of(inst);
	u32 options = tracer_options(inst, &graph_tracer);
	int err;

	if (!gi->user)
		gi->user = return_user_new(graph_returned, gi);
	if (!gi->user)
		return -ENOMEM;
	err = return_user_start(gi->user);
	if (err)
		return err;
	gi->running = true;
	gi->irqs = options & GRAPH_IRQS;
	err = set_awake(gi, !(options & GRAPH_SLEEP_TIME));
	if (!err)
		err = rehook(gi, hooks_wanted(gi, options));
	if (err)
		stop(gi);
	return err;
}

static void graph_stop(struct trace_array *inst)
{
	stop(graph_of(inst));
}

static int graph_set_option(struct trace_array *inst, u32 options)
{
	struct graph_inst *gi = graph_of(inst);
	int err;

	if (!gi || !gi->running)
		return 0;
	err = rehook(gi, hooks_wanted(gi, options));
	if (!err)
		err = set_awake(gi, !(options & GRAPH_SLEEP_TIME));
	if (!err)
		WRITE_ONCE(gi->irqs, options & GRAPH_IRQS);
	return err;
}

static const struct tracer_option graph_options[] = {
	{ "funcgraph-overrun",		GRAPH_OVERRUN },
	{ "funcgraph-cpu",		GRAPH_CPU },
	{ "funcgraph-overhead",		GRAPH_OVERHEAD },
	{ "funcgraph-proc",		GRAPH_PROC },
	{ "funcgraph-duration",		GRAPH_DURATION },
	{ "funcgraph-abstime",		GRAPH_ABSTIME },
	{ "funcgraph-irqs",		GRAPH_IRQS },
	{ "funcgraph-tail",		GRAPH_TAIL },
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
	{ "funcgraph-retval",		GRAPH_RETVAL },
	{ "funcgraph-retval-hex",	GRAPH_RETVAL_HEX },
#endif
	{ "sleep-time",			GRAPH_SLEEP_TIME },
#ifdef CONFIG_FUNCTION_PROFILER
	{ "graph-time",			GRAPH_GRAPH_TIME },
#endif
	{ }
};

struct tracer graph_tracer = {
	.name		= "function_graph",
	.init		= graph_start,
	.reset		= graph_stop,
	.options	= graph_options,
	.default_options = GRAPH_CPU | GRAPH_OVERHEAD | GRAPH_DURATION | GRAPH_IRQS |
			   GRAPH_SLEEP_TIME | GRAPH_GRAPH_TIME,
	.set_option	= graph_set_option,
	.header		= graph_header,
	.line		= graph_line,
	.open		= graph_open,
	.close		= graph_close,
};

/* ---- instances ---- */

static void graph_inst_exit(struct trace_array *inst)
{
	struct graph_inst *gi = graph_of(inst);

	/* Nobody calls it any more; somebody may still be in it. */
	if (gi->user)
		hook_sync();
	return_user_free(gi->user);
	for (int h = 0; h < NR_GRAPH_HOOKS; h++)
		ftrace_free_filter(&gi->ops[h]);
	hook_filter_put(gi->roots);
	hook_filter_put(gi->muted);
	inst->slot[SLOT_GRAPH] = NULL;
	kfree(gi);
}

static int graph_inst_init(struct trace_array *inst)
{
	struct graph_inst *gi = kzalloc(sizeof(*gi), GFP_KERNEL);

	if (!gi)
		return -ENOMEM;
	gi->inst = inst;
	gi->roots = hook_filter_new();
	gi->muted = hook_filter_new();
	if (!gi->roots || !gi->muted) {
		if (gi->roots)
			hook_filter_put(gi->roots);
		kfree(gi);
		return -ENOMEM;
	}
	for (int h = 0; h < NR_GRAPH_HOOKS; h++) {
		gi->ops[h].func = graph_funcs[h];
		gi->ops[h].flags = FTRACE_OPS_FL_LEAN;
	}
	gi->ops[HOOK_MUTED].filter = hook_filter_get(gi->muted);
	gi->ops[HOOK_ROOTS].filter = hook_filter_get(gi->roots);
	gi->ops[HOOK_ALL].filter = hook_filter_get(function_of(inst)->filter);
	gi->ops[HOOK_SOME].filter = hook_filter_get(function_of(inst)->filter);
	inst->slot[SLOT_GRAPH] = gi;
	return 0;
}

static struct instance_part graph_part = {
	.slot	= SLOT_GRAPH,
	.init	= graph_inst_init,
	.exit	= graph_inst_exit,
	.files	= graph_files,
};

/**
 * graph_init - the start of the graph tracer, after that of the function tracer
 *
 * Context: early_trace_init(): what the command line asks for begins here.
 */
int __init graph_init(void)
{
	int err;

	graph_part.nr_files = nr_graph_files;
	err = instance_add_part(&graph_part);
	if (err)
		return err;
	graph_boot_filters(graph_of(&top_instance));
	return tracer_register(&graph_tracer);
}
