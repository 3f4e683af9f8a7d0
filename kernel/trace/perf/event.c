// SPDX-License-Identifier: GPL-2.0
/*
 * Trace events for perf: perf_event_open() on an event, and the way of its
 * records to kernel/events/core.c.
 *
 * What hangs on the tracepoint is the probe that ftrace uses, with the event's
 * struct trace_event_perf as its data. It is there while the event has perf
 * users; which of them are switched in on a CPU is in its list of that CPU.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/export.h>
#include <linux/kprobes.h>
#include <linux/perf_event.h>
#include <linux/rcupdate.h>
#include <linux/security.h>
#include <linux/slab.h>

#include "perf.h"
#include "../core/record.h"
#include "../event/event.h"

/* ---- memory for records ---- */

struct perf_record {
	char	bytes[PERF_MAX_TRACE_SIZE] __aligned(8);
};

/* One for each context that perf knows; while anybody uses perf on events */
static struct perf_record __percpu *records[PERF_NR_CONTEXTS];
static unsigned int record_users;	/* under event_mutex */
static DEFINE_PER_CPU(struct pt_regs, caller_regs[PERF_NR_CONTEXTS]);

static void free_records(void)
{
	int i;

	for (i = 0; i < PERF_NR_CONTEXTS; i++) {
		free_percpu(records[i]);
		records[i] = NULL;
	}
}

static int records_get(void)
{
	int i;

	if (record_users) {
		record_users++;
		return 0;
	}
	for (i = 0; i < PERF_NR_CONTEXTS; i++) {
		records[i] = alloc_percpu(struct perf_record);
		if (!records[i]) {
			free_records();
			return -ENOMEM;
		}
	}
	record_users = 1;
	return 0;
}

/* No record is being made any more. */
static void records_put(void)
{
	if (!--record_users)
		free_records();
}

/**
 * perf_trace_buf_alloc - memory for a record of this context
 * @size: bytes; size + 4 is a multiple of 8
 * @regs: gets memory for registers, if not NULL
 * @rctxp: gets what ends the use of both: perf_tp_event() does
 *
 * Context: any, preemption disabled.
 * Return: the memory, or NULL if it is in use or too small
 */
void *perf_trace_buf_alloc(int size, struct pt_regs **regs, int *rctxp)
{
	char *record;
	int rctx;

	if (WARN_ONCE(size > PERF_MAX_TRACE_SIZE, "a record of %d bytes is too long for perf\n",
		      size))
		return NULL;
	rctx = perf_swevent_get_recursion_context();
	*rctxp = rctx;
	if (rctx < 0)
		return NULL;
	if (regs)
		*regs = this_cpu_ptr(&caller_regs[rctx]);
	record = this_cpu_ptr(records[rctx])->bytes;
	/* What the rounding adds is seen by the user. */
	memset(&record[round_down(size, sizeof(u64))], 0, sizeof(u64));
	return record;
}
NOKPROBE_SYMBOL(perf_trace_buf_alloc);

/**
 * perf_trace_buf_update - fill in the common fields of a record
 * @record: the record
 * @type: its event's number
 */
void perf_trace_buf_update(void *record, u16 type)
{
	record_header(record, type, record_context());
}
NOKPROBE_SYMBOL(perf_trace_buf_update);

/* ---- records ---- */

/**
 * event_perf_reserve - begin a record for perf
 * @b: of the probe
 * @perf: the event
 * @len: bytes of the record
 * @count: how much it counts
 * @task: another task that it is about, or NULL
 * @regs: where it happened; NULL: at the caller of the probe
 */
void *event_perf_reserve(struct trace_event_buffer *b, struct trace_event_perf *perf,
			 unsigned long len, u64 count, struct task_struct *task,
			 struct pt_regs *regs)
{
	struct hlist_head *head = this_cpu_ptr(perf->events);

	if (hlist_empty(head) && !task && !rcu_access_pointer(perf->prog_array))
		return NULL;
	/* perf puts a u32 in front of it, and wants both to be whole u64. */
	len = ALIGN(len + sizeof(u32), sizeof(u64)) - sizeof(u32);
	if (len > PERF_MAX_TRACE_SIZE)
		return NULL;
	b->how = BIT(EVENT_SLOW_PERF_BIT);
	b->perf = perf;
	b->len = len;
	b->count = count;
	b->task = task;
	b->entry = perf_trace_buf_alloc(len, regs ? NULL : &b->regs, &b->rctx);
	if (!b->entry)
		return NULL;
	if (regs) {
		b->regs = regs;
	} else {
		/* @b is in the probe's frame: unwinding begins with its caller. */
		perf_arch_fetch_caller_regs(b->regs, b->ip);
		b->regs->sp = (unsigned long)(b + 1);
	}
	return b->entry;
}

/*
 * System calls happen, for perf, where the user called. Programs that ask for a stack
 * mean the kernel's: they get registers of their own. False: perf may not have it.
 */
static bool programs_pass(struct trace_event_buffer *b)
{
	struct pt_regs *here = this_cpu_ptr(&caller_regs[b->rctx]);

	perf_fetch_caller_regs(here);
	*(struct pt_regs **)b->entry = here;
	return trace_call_bpf(b->perf->call, b->entry);
}

/**
 * event_perf_commit - hand a record to perf
 * @b: of the probe
 */
void event_perf_commit(struct trace_event_buffer *b)
{
	struct hlist_head *events = this_cpu_ptr(b->perf->events);
	struct trace_event_call *call = b->perf->call;

	if (!user_mode(b->regs) || !bpf_prog_array_valid(call))
		perf_trace_run_bpf_submit(b->entry, b->len, b->rctx, call, b->count, b->regs,
					  events, b->task);
	else if (programs_pass(b))
		perf_tp_event(call->event.type, b->count, b->entry, b->len, b->regs, events,
			      b->rctx, b->task);
	else
		perf_swevent_put_recursion_context(b->rctx);
}

/* ---- opening and closing ---- */

static int attach(struct trace_event_call *call)
{
	struct trace_event_perf *perf;
	int ret, cpu;

	perf = kzalloc(sizeof(*perf), GFP_KERNEL);
	if (!perf)
		return -ENOMEM;
	perf->slow = BIT(EVENT_SLOW_PERF_BIT);
	perf->call = call;
	ret = -ENOMEM;
	perf->events = alloc_percpu(struct hlist_head);
	if (!perf->events)
		goto free_perf;
	for_each_possible_cpu(cpu)
		INIT_HLIST_HEAD(per_cpu_ptr(perf->events, cpu));
	ret = records_get();
	if (ret)
		goto free_events;
	call->perf = perf;
	ret = call->class->reg(call, TRACE_REG_PERF_REGISTER, perf);
	if (!ret)
		return 0;

	call->perf = NULL;
	records_put();
free_events:
	free_percpu(perf->events);
free_perf:
	kfree(perf);
	return ret;
}

static void detach(struct trace_event_call *call)
{
	struct trace_event_perf *perf = call->perf;

	call->class->reg(call, TRACE_REG_PERF_UNREGISTER, perf);
	tracepoint_synchronize_unregister();
	call->perf = NULL;
	records_put();
	free_percpu(perf->events);
	kfree(perf);
}

/**
 * event_perf_open - an event gets a perf user
 * @call: the event, pinned
 * @event: the user
 *
 * Context: event_mutex. Return: 0 or an error
 */
int event_perf_open(struct trace_event_call *call, struct perf_event *event)
{
	int ret;

	lockdep_assert_held(&event_mutex);
	if (!call->perf) {
		ret = attach(call);
		if (ret)
			return ret;
	}
	ret = call->class->reg(call, TRACE_REG_PERF_OPEN, event);
	if (ret) {
		if (!call->perf->users)
			detach(call);
		return ret;
	}
	call->perf->users++;
	event->tp_event = call;
	return 0;
}

/**
 * event_perf_close - undo event_perf_open()
 * @event: the user
 *
 * Context: event_mutex.
 */
void event_perf_close(struct perf_event *event)
{
	struct trace_event_call *call = event->tp_event;

	lockdep_assert_held(&event_mutex);
	call->class->reg(call, TRACE_REG_PERF_CLOSE, event);
	if (!--call->perf->users)
		detach(call);
}

static int may_open(struct trace_event_call *call, struct perf_event *event)
{
	int ret;

	/* Who could open the parent has it in its children, whoever they have become. */
	if (event->parent)
		return 0;
	if (call->perf_perm) {
		ret = call->perf_perm(call, event);
		if (ret)
			return ret;
	}
	/* Counting leaks nothing, nor does what a task could see anyhow. */
	if (!(event->attr.sample_type & PERF_SAMPLE_RAW))
		return 0;
	if (event->attach_state == PERF_ATTACH_TASK && (call->flags & TRACE_EVENT_FL_CAP_ANY))
		return 0;
	return perf_allow_tracepoint();
}

/**
 * perf_trace_init - perf_event_open() on the event of an id file
 * @event: attr.config is the number
 *
 * Return: 0 or an error
 */
int perf_trace_init(struct perf_event *event)
{
	struct trace_event_call *call;
	int ret;

	guard(mutex)(&event_mutex);
	call = event_find_type(event->attr.config);
	if (!call || !call->class->reg || !event_pin(call))
		return -EINVAL;
	ret = may_open(call, event);
	if (!ret)
		ret = event_perf_open(call, event);
	if (ret)
		event_unpin(call);
	return ret;
}

/**
 * perf_trace_destroy - undo perf_trace_init()
 * @event: the perf event
 */
void perf_trace_destroy(struct perf_event *event)
{
	guard(mutex)(&event_mutex);
	event_perf_close(event);
	event_unpin(event->tp_event);
}

/**
 * perf_trace_add - a perf event is switched in
 * @event: the perf event
 * @flags: PERF_EF_*
 *
 * Context: interrupts disabled. Return: 0 or an error
 */
int perf_trace_add(struct perf_event *event, int flags)
{
	struct trace_event_call *call = event->tp_event;

	if (!(flags & PERF_EF_START))
		event->hw.state = PERF_HES_STOPPED;
	/* A class that gets its samples another way says so by not returning 0. */
	if (!call->class->reg(call, TRACE_REG_PERF_ADD, event))
		hlist_add_head_rcu(&event->hlist_entry, this_cpu_ptr(call->perf->events));
	return 0;
}

/**
 * perf_trace_del - undo perf_trace_add()
 * @event: the perf event
 * @flags: PERF_EF_*
 */
void perf_trace_del(struct perf_event *event, int flags)
{
	struct trace_event_call *call = event->tp_event;

	if (!call->class->reg(call, TRACE_REG_PERF_DEL, event))
		hlist_del_rcu(&event->hlist_entry);
}

/* ---- filters ---- */

/**
 * ftrace_profile_set_filter - give a perf event a filter
 * @event: the perf event
 * @event_id: its event's number
 * @filter_str: the filter
 *
 * Return: 0 or an error
 */
int ftrace_profile_set_filter(struct perf_event *event, int event_id, char *filter_str)
{
	struct event_filter *filter = NULL;
	struct trace_event_call *call;
	int ret;

	guard(mutex)(&event_mutex);
	call = event->tp_event;
	if (!call || call->event.type != event_id)
		return -EINVAL;
	if (event_id == TRACE_FN)
		return event_function_filter(event, filter_str);
	if (event->filter)
		return -EEXIST;
	/* The error log is for who may read it, and has few places. */
	ret = event_filter_create(perf_allow_tracepoint() ? NULL : &top_instance, call,
				  filter_str, &filter);
	if (!ret)
		event->filter = filter;
	return ret;
}

/**
 * ftrace_profile_free_filter - undo ftrace_profile_set_filter()
 * @event: the perf event
 */
void ftrace_profile_free_filter(struct perf_event *event)
{
	struct event_filter *filter = event->filter;

	event->filter = NULL;
	event_filter_free(filter);
}
