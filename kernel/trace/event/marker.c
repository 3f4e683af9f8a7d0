// SPDX-License-Identifier: GPL-2.0
/*
 * Triggers on what is written to trace_marker: events/ftrace/print/trigger.
 *
 * The record is core's and is always made; here it is only looked at, while the
 * event has triggers.
 */
#include "internal.h"

static unsigned long marker_before(struct trace_array *inst, void *rec)
{
	struct trace_event_file *file = READ_ONCE(event_instance_of(inst)->marker);

	return file ? event_triggers(file, rec, NULL) : 0;
}

static void marker_after(struct trace_array *inst, unsigned long mask)
{
	struct trace_event_file *file = READ_ONCE(event_instance_of(inst)->marker);

	if (file)
		event_triggers_post(file, mask, NULL, NULL);
}

static const struct marker_watch watch = {
	.before	= marker_before,
	.after	= marker_after,
};

static void marker_watch(struct trace_event_file *file, bool on)
{
	struct event_instance *ei = event_instance_of(file->tr);

	if (on)
		WRITE_ONCE(ei->marker, file);
	WRITE_ONCE(file->tr->marker_watch, on ? &watch : NULL);
	if (!on)
		WRITE_ONCE(ei->marker, NULL);
}

/**
 * event_marker_reg - the first trigger on markers has come, or the last one gone
 * @call: the event
 * @type: TRACE_REG_REGISTER or TRACE_REG_UNREGISTER, perf cannot have it
 * @data: for these two, the struct trace_event_file
 *
 * Context: event_mutex.
 * Return: 0 or -ENODEV
 */
int event_marker_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	switch (type) {
	case TRACE_REG_REGISTER:
	case TRACE_REG_UNREGISTER:
		marker_watch(data, type == TRACE_REG_REGISTER);
		return 0;
	default:
		return -ENODEV;
	}
}
