/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The last line of a header of custom events: events of one's own on
 * tracepoints of somebody else, with other fields.
 *
 * Where CREATE_CUSTOM_TRACE_EVENTS is defined, in one source file a header, it
 * makes the events, in the way that trace/trace_events.h describes, and for
 * TRACE_CUSTOM_EVENT(foo, ...) a function
 *
 *	void trace_custom_event_foo_update(struct tracepoint *tp);
 *
 * which is to be called with each tracepoint that foo may be, as by
 * for_each_kernel_tracepoint(): the event can be enabled once it has found it.
 */
#ifdef CREATE_CUSTOM_TRACE_EVENTS

/* Headers that this one makes the compiler read must not come here again. */
#undef CREATE_CUSTOM_TRACE_EVENTS

#include <linux/stringify.h>

#ifdef TRACE_INCLUDE_FILE
#define __TRACE_FILE_GIVEN
#else
#define TRACE_INCLUDE_FILE TRACE_SYSTEM
#endif

#ifdef TRACE_INCLUDE_PATH
#define __TRACE_PATH_GIVEN
#define __TRACE_HEADER(file) __stringify(TRACE_INCLUDE_PATH/file.h)
#else
#define TRACE_INCLUDE_PATH trace/events
#define __TRACE_HEADER(file) <trace/events/file.h>
#endif
#define TRACE_INCLUDE(file) __TRACE_HEADER(file)

/* Let the header past its include guard. */
#define TRACE_CUSTOM_MULTI_READ

#undef TRACE_CUSTOM_EVENT
#undef DECLARE_CUSTOM_EVENT_CLASS
#undef DEFINE_CUSTOM_EVENT
#define TRACE_CUSTOM_EVENT(name, proto, args, fields, fill, print)		\
	TRACE_EVENT(name, PARAMS(proto), PARAMS(args), PARAMS(fields),		\
		    PARAMS(fill), PARAMS(print))
#define DECLARE_CUSTOM_EVENT_CLASS(name, proto, args, fields, fill, print)	\
	DECLARE_EVENT_CLASS(name, PARAMS(proto), PARAMS(args), PARAMS(fields),	\
			    PARAMS(fill), PARAMS(print))
#define DEFINE_CUSTOM_EVENT(class, name, proto, args)				\
	DEFINE_EVENT(class, name, PARAMS(proto), PARAMS(args))

#ifdef CONFIG_EVENT_TRACING
#define __EVENT_CUSTOM
#include <trace/trace_events.h>
#undef __EVENT_CUSTOM
#endif

#undef TRACE_EVENT
#undef TRACE_EVENT_CONDITION
#undef TRACE_EVENT_FN
#undef TRACE_EVENT_FN_COND
#undef TRACE_EVENT_NOP
#undef DECLARE_EVENT_CLASS
#undef DECLARE_TRACE
#undef DEFINE_EVENT
#undef DEFINE_EVENT_CONDITION
#undef DEFINE_EVENT_FN
#undef DEFINE_EVENT_NOP
#undef DEFINE_EVENT_PRINT
#undef TRACE_CUSTOM_EVENT
#undef DECLARE_CUSTOM_EVENT_CLASS
#undef DEFINE_CUSTOM_EVENT
#undef TRACE_CUSTOM_MULTI_READ
#undef TRACE_INCLUDE
#undef __TRACE_HEADER

#ifndef __TRACE_FILE_GIVEN
#undef TRACE_INCLUDE_FILE
#endif
#undef __TRACE_FILE_GIVEN
#ifndef __TRACE_PATH_GIVEN
#undef TRACE_INCLUDE_PATH
#endif
#undef __TRACE_PATH_GIVEN

#define CREATE_CUSTOM_TRACE_EVENTS

#endif /* CREATE_CUSTOM_TRACE_EVENTS */
