/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM event_fails

#if !defined(_KERNEL_TRACE_TEST_EVENT_FAILS_H) || defined(TRACE_HEADER_MULTI_READ)
#define _KERNEL_TRACE_TEST_EVENT_FAILS_H

#include <linux/tracepoint.h>

TRACE_EVENT(event_fails,
	TP_PROTO(unsigned int ms),
	TP_ARGS(ms),
	TP_STRUCT__entry(
		__field(unsigned int, ms)
	),
	TP_fast_assign(
		__entry->ms = ms;
	),
	TP_printk("after %u ms", __entry->ms)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE event_fails
#include <trace/define_trace.h>
