/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The last line of every event header.  Where CREATE_TRACE_POINTS is defined,
 * in one source file a header, it reads the header again and again, each time
 * with another meaning of TRACE_EVENT():
 *
 *  1. define the tracepoints themselves (below);
 *  2. define the events made of them (trace/trace_events.h), for ftrace, perf
 *     and BPF.
 *
 * A header called x/y.h is found as trace/events/y.h, unless it says otherwise
 * with TRACE_INCLUDE_PATH and TRACE_INCLUDE_FILE.
 */
#ifdef CREATE_TRACE_POINTS

/* Headers that this one makes the compiler read must not come here again. */
#undef CREATE_TRACE_POINTS

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
#define TRACE_HEADER_MULTI_READ

/* ---- the tracepoints ---- */

#undef TRACE_EVENT
#undef TRACE_EVENT_CONDITION
#undef TRACE_EVENT_FN
#undef TRACE_EVENT_FN_COND
#undef TRACE_EVENT_NOP
#undef DECLARE_TRACE
#undef DEFINE_EVENT
#undef DEFINE_EVENT_CONDITION
#undef DEFINE_EVENT_FN
#undef DEFINE_EVENT_NOP
#undef DEFINE_EVENT_PRINT

#define __TP_PLAIN(name, proto, args) \
	DEFINE_TRACE(name, PARAMS(proto), PARAMS(args))
#define __TP_FN(name, reg, unreg, proto, args) \
	DEFINE_TRACE_FN(name, reg, unreg, PARAMS(proto), PARAMS(args))

#define DECLARE_TRACE(name, proto, args) \
	__TP_PLAIN(name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT(name, proto, args, fields, fill, print) \
	__TP_PLAIN(name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_CONDITION(name, proto, args, cond, fields, fill, print) \
	__TP_PLAIN(name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_FN(name, proto, args, fields, fill, print, reg, unreg) \
	__TP_FN(name, reg, unreg, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_FN_COND(name, proto, args, cond, fields, fill, print, reg, unreg) \
	__TP_FN(name, reg, unreg, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT(class, name, proto, args) \
	__TP_PLAIN(name, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT_CONDITION(class, name, proto, args, cond) \
	__TP_PLAIN(name, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT_FN(class, name, proto, args, reg, unreg) \
	__TP_FN(name, reg, unreg, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT_PRINT(class, name, proto, args, print) \
	__TP_PLAIN(name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_NOP(name, proto, args, fields, fill, print)
#define DEFINE_EVENT_NOP(class, name, proto, args)

#include TRACE_INCLUDE(TRACE_INCLUDE_FILE)

#undef DECLARE_TRACE
#define DECLARE_TRACE(name, proto, args)

/* ---- the events ---- */

#if defined(TRACEPOINTS_ENABLED) && defined(CONFIG_EVENT_TRACING)
#include <trace/trace_events.h>
#endif

/* ---- as if nothing had been ---- */

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
#undef TRACE_HEADER_MULTI_READ
#undef TRACE_INCLUDE
#undef __TRACE_HEADER
#undef __TP_PLAIN
#undef __TP_FN

#ifndef __TRACE_FILE_GIVEN
#undef TRACE_INCLUDE_FILE
#endif
#undef __TRACE_FILE_GIVEN
#ifndef __TRACE_PATH_GIVEN
#undef TRACE_INCLUDE_PATH
#endif
#undef __TRACE_PATH_GIVEN

#define CREATE_TRACE_POINTS

#endif /* CREATE_TRACE_POINTS */
