/* SPDX-License-Identifier: GPL-2.0 */
/* What BPF programs print: an event, for the trace of whoever enables it. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM bpf_trace

#if !defined(_KERNEL_TRACE_BPF_PRINTK_H) || defined(TRACE_HEADER_MULTI_READ)
#define _KERNEL_TRACE_BPF_PRINTK_H

#include <linux/tracepoint.h>

TRACE_EVENT(bpf_trace_printk,

	TP_PROTO(const char *text),

	TP_ARGS(text),

	TP_STRUCT__entry(
		__string(bpf_string, text)
	),

	TP_fast_assign(
		__assign_str(bpf_string);
	),

	TP_printk("%s", __get_str(bpf_string))
);

#endif /* _KERNEL_TRACE_BPF_PRINTK_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH ../../kernel/trace/bpf
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE bpf_printk
#include <trace/define_trace.h>
