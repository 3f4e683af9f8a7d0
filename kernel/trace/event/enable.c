// SPDX-License-Identifier: GPL-2.0
/*
 * Whether an event in an instance is attached, and recorded.
 *
 * Three may want an event attached: the user (enable), what turns recording on
 * and off from any context (soft), and triggers. As long as there is one, the
 * event's probe is on its tracepoint with the file as its data, and
 * EVENT_SLOW_OFF says whether records are kept.
 */
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>
#include <linux/tracepoint_batch.h>

#include "internal.h"

/**
 * trace_event_reg - start and stop what hangs on a tracepoint
 * @call: the event
 * @type: what to do
 * @data: a struct trace_event_file, or perf's
 *
 * Return: 0 or an error
 */
int trace_event_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	if (!(call->flags & TRACE_EVENT_FL_TRACEPOINT) || !call->tp)
		return -ENODEV;
	switch (type) {
	case TRACE_REG_REGISTER:
	case TRACE_REG_PERF_REGISTER:
		return tracepoint_probe_register(call->tp, call->class->probe, data);
	case TRACE_REG_UNREGISTER:
	case TRACE_REG_PERF_UNREGISTER:
		return tracepoint_probe_unregister(call->tp, call->class->probe, data);
	default:
		return 0;
	}
}
EXPORT_SYMBOL_GPL(trace_event_reg);

static bool is_wanted(struct trace_event_file *file)
{
	return file->enabled || file->soft_users || file->trigger_users;
}

static void set_slow(struct trace_event_file *file, int bit, bool on)
{
	if (on)
		set_bit(bit, &file->slow);
	else
		clear_bit(bit, &file->slow);
}

/* What an instance needs before the first event is attached */
static int prepare(struct trace_array *inst)
{
	int ret;

	scoped_guard(mutex, &trace_lock)
		ret = instance_expand(inst);
	if (!ret)
		comm_start();
	return ret;
}

/**
 * event_file_update - attach or detach an event, as its users now want
 * @file: the event
 *
 * Context: event_mutex. Return: 0, or an error and it is as it was
 */
int event_file_update(struct trace_event_file *file)
{
	struct trace_event_call *call = file->event_call;
	bool want = is_wanted(file);
	int ret;

	lockdep_assert_held(&event_mutex);
	if (want == file->attached)
		return 0;
	if (!call->class->reg)
		return -ENODEV;
	if (want) {
		ret = prepare(file->tr);
		if (ret)
			return ret;
	}
	ret = call->class->reg(call, want ? TRACE_REG_REGISTER : TRACE_REG_UNREGISTER, file);
	if (!ret)
		file->attached = want;
	return ret;
}

/* Does event_file_enable() have nothing to do? */
static bool is_set(struct trace_event_file *file, bool on)
{
	return file->enabled == on && test_bit(EVENT_SLOW_OFF_BIT, &file->slow) == !on;
}

/**
 * event_file_enable - what the enable file does
 * @file: the event
 * @on: record it?
 *
 * Context: event_mutex. Return: 0, or an error and it is as it was
 */
int event_file_enable(struct trace_event_file *file, bool on)
{
	bool was = file->enabled, off;
	int ret;

	if (on && (file->event_call->flags & TRACE_EVENT_FL_IGNORE_ENABLE))
		return -EINVAL;
	if (is_set(file, on))
		return 0;
	off = test_bit(EVENT_SLOW_OFF_BIT, &file->slow);

	/* Off before it is detached, on before it is attached: no stray record. */
	file->enabled = on;
	set_slow(file, EVENT_SLOW_OFF_BIT, !on);
	ret = event_file_update(file);
	if (ret) {
		file->enabled = was;
		set_slow(file, EVENT_SLOW_OFF_BIT, off);
	}
	return ret;
}

static bool is_tracepoint(struct trace_event_call *call)
{
	return call->class->reg == trace_event_reg &&
	       (call->flags & TRACE_EVENT_FL_TRACEPOINT) && call->tp;
}

/* Set all that are ->touched and can be changed together, and say which that are. */
static unsigned int collect_tracepoints(struct trace_array *inst, struct tracepoint_probe *probes,
					bool on)
{
	struct trace_event_file *file;
	unsigned int nr = 0;

	for_each_event_file(file, inst) {
		struct trace_event_call *call = file->event_call;

		if (!file->touched || !is_tracepoint(call) || file->attached == on ||
		    file->soft_users || file->trigger_users)
			continue;
		file->enabled = on;
		set_slow(file, EVENT_SLOW_OFF_BIT, !on);
		probes[nr++] = (struct tracepoint_probe) {
			.tp	= call->tp,
			.probe	= call->class->probe,
			.data	= file,
		};
	}
	return nr;
}

/* Attach or detach them, unless something has @failed; what fails is as it was. */
static int change_tracepoints(struct trace_array *inst, struct tracepoint_probe *probes,
			      unsigned int nr, bool on, int failed)
{
	struct tracepoint_probe *p;
	int ret;

	if (!failed && on && nr)
		failed = prepare(inst);
	if (!failed)
		tracepoint_probes_change(probes, nr, on);
	ret = failed;
	for (p = probes; p < probes + nr; p++) {
		struct trace_event_file *file = p->data;

		if (!failed && !p->ret) {
			file->attached = on;
			continue;
		}
		ret = failed ?: p->ret;
		file->touched = false;
		file->enabled = !on;
		set_slow(file, EVENT_SLOW_OFF_BIT, on);
	}
	return ret;
}

/* All that are ->touched and not set yet */
static int enable_others(struct trace_array *inst, bool on)
{
	struct trace_event_file *file;
	int ret = 0;

	for_each_event_file(file, inst) {
		if (!file->touched || is_set(file, on))
			continue;
		if (!ret)
			ret = event_file_enable(file, on);
		if (ret)
			file->touched = false;
	}
	return ret;
}

/**
 * event_files_enable - what the enable files do, for many events
 * @inst: the instance
 * @on: record them?
 *
 * Does event_file_enable() for all events of the instance that are ->touched, the
 * tracepoints among them in one go. At an error, ->touched remains set where it
 * was done.
 *
 * Context: event_mutex. Return: 0 or an error
 */
int event_files_enable(struct trace_array *inst, bool on)
{
	struct tracepoint_probe *probes;
	struct trace_event_file *file;
	unsigned int nr = 0;
	int ret, err;

	lockdep_assert_held(&event_mutex);
	for_each_event_file(file, inst)
		nr += file->touched;
	/* Without memory all are others. */
	probes = kvmalloc_array(nr, sizeof(*probes), GFP_KERNEL);
	nr = probes ? collect_tracepoints(inst, probes, on) : 0;
	/*
	 * Events of system calls share two tracepoints with raw_syscalls. To take the
	 * first of two probes away costs a grace period, the second one does not: they
	 * go in the reverse order in which they have come.
	 */
	if (on) {
		ret = enable_others(inst, on);
		err = change_tracepoints(inst, probes, nr, on, ret);
	} else {
		err = change_tracepoints(inst, probes, nr, on, 0);
		ret = enable_others(inst, on);
	}
	kvfree(probes);
	return ret ?: err;
}

/**
 * event_file_soft_get - attach an event for event_file_soft_set()
 * @file: the event
 *
 * Context: event_mutex. Return: 0 or an error
 */
int event_file_soft_get(struct trace_event_file *file)
{
	int ret;

	file->soft_users++;
	ret = event_file_update(file);
	if (ret)
		file->soft_users--;
	return ret;
}

/**
 * event_file_soft_put - undo event_file_soft_get()
 * @file: the event
 *
 * The last one leaves the event as the user has set it.
 */
void event_file_soft_put(struct trace_event_file *file)
{
	/* It went before who was attached to it, and has let go of all. */
	if (file->gone)
		return;
	if (WARN_ON_ONCE(!file->soft_users))
		return;
	if (--file->soft_users)
		return;
	set_slow(file, EVENT_SLOW_OFF_BIT, !file->enabled);
	event_file_update(file);
}

/**
 * event_file_soft_set - keep records of an attached event, or do not
 * @file: the event
 * @on: keep them?
 *
 * Context: any, with event_file_soft_get() done.
 */
void event_file_soft_set(struct trace_event_file *file, bool on)
{
	set_slow(file, EVENT_SLOW_OFF_BIT, !on);
}

/**
 * event_file_soft_is_set - what event_file_soft_set() would set is so already
 * @file: the event
 * @on: the state
 *
 * Context: any.
 */
bool event_file_soft_is_set(struct trace_event_file *file, bool on)
{
	return test_bit(EVENT_SLOW_OFF_BIT, &file->slow) == !on;
}

/**
 * event_file_trigger_get - an event is to see triggers
 * @file: the event
 *
 * Context: event_mutex. Return: 0 or an error
 */
int event_file_trigger_get(struct trace_event_file *file)
{
	int ret = event_slow_prepare();

	if (ret)
		return ret;
	file->trigger_users++;
	set_bit(EVENT_SLOW_TRIGGER_BIT, &file->slow);
	ret = event_file_update(file);
	if (ret) {
		if (!--file->trigger_users)
			clear_bit(EVENT_SLOW_TRIGGER_BIT, &file->slow);
	}
	return ret;
}

/**
 * event_file_trigger_put - undo event_file_trigger_get()
 * @file: the event
 */
void event_file_trigger_put(struct trace_event_file *file)
{
	if (WARN_ON_ONCE(!file->trigger_users))
		return;
	if (--file->trigger_users)
		return;
	clear_bit(EVENT_SLOW_TRIGGER_BIT, &file->slow);
	event_file_update(file);
}
