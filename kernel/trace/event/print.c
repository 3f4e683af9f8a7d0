// SPDX-License-Identifier: GPL-2.0
/*
 * The lines of events whose class has a function that prints: most of them.
 */
#include <linux/trace_events.h>

#include "internal.h"
#include "../show/show.h"

static enum print_line_t
print_event(struct trace_iterator *iter, int flags, struct trace_event *event)
{
	struct trace_event_call *call = container_of(event, struct trace_event_call, event);
	int ret = trace_raw_output_prep(iter, event);

	if (ret != TRACE_TYPE_HANDLED)
		return ret;
	call->class->print(iter, &iter->tmp_seq, iter->ent);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t
print_event_fields(struct trace_iterator *iter, int flags, struct trace_event *event)
{
	struct trace_event_call *call = container_of(event, struct trace_event_call, event);
	const struct trace_event_class *class = call->class;

	/* Of system calls the fields may not have been made yet. */
	if (class->get_fields)
		return event->funcs->trace(iter, flags, event);
	return show_fields(iter, trace_event_name(call), class->fields, class->nr_fields);
}

/* What class->print() prints */
struct trace_event_functions event_print_funcs = {
	.trace	= print_event,
	.fields	= print_event_fields,
};
