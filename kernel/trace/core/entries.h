/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The records of the tracers themselves: what follows struct trace_entry, by
 * enum record_type. The layouts are ABI; show/record.c describes them to users.
 */
#ifndef _KERNEL_TRACE_CORE_ENTRIES_H
#define _KERNEL_TRACE_CORE_ENTRIES_H

#include <linux/ioport.h>
#include <linux/trace_events.h>

/* TRACE_FN */
struct fn_entry {
	struct trace_entry	ent;
	unsigned long		ip;
	unsigned long		parent_ip;
};

/* TRACE_CTX: a switch of tasks; TRACE_WAKE: a task woken */
struct switch_entry {
	struct trace_entry	ent;
	unsigned int		prev_pid;
	unsigned int		next_pid;
	unsigned int		next_cpu;
	unsigned char		prev_prio;
	unsigned char		prev_state;
	unsigned char		next_prio;
	unsigned char		next_state;
};

/* Stands in a stack for the trampoline of a function hook */
#define STACK_TRAMPOLINE	((unsigned long)INT_MAX)

/* TRACE_STACK: @size callers, the innermost first */
struct stack_entry {
	struct trace_entry	ent;
	int			size;
	unsigned long		caller[];
};

/* TRACE_USER_STACK: unused places at the end are 0 */
#define USER_STACK_CALLERS	8
struct user_stack_entry {
	struct trace_entry	ent;
	unsigned int		tgid;
	unsigned long		caller[USER_STACK_CALLERS];
};

/* TRACE_PRINT: text that ends with a NUL */
struct print_entry {
	struct trace_entry	ent;
	unsigned long		ip;
	char			buf[];
};

/* TRACE_BPRINT: a format and its arguments as bstr_printf() takes them */
struct bprint_entry {
	struct trace_entry	ent;
	unsigned long		ip;
	const char		*fmt;
	u32			buf[];
};

/* TRACE_BPUTS */
struct bputs_entry {
	struct trace_entry	ent;
	unsigned long		ip;
	const char		*str;
};

/* TRACE_RAW_DATA: what was written to trace_marker_raw */
struct raw_data_entry {
	struct trace_entry	ent;
	unsigned int		id;
	char			buf[];
};

/* TRACE_MMIO_RW */
struct mmio_rw_entry {
	struct trace_entry	ent;
	resource_size_t		phys;
	unsigned long		value;
	unsigned long		pc;
	int			map_id;
	unsigned char		opcode;
	unsigned char		width;
};

/* TRACE_MMIO_MAP */
struct mmio_map_entry {
	struct trace_entry	ent;
	resource_size_t		phys;
	unsigned long		virt;
	unsigned long		len;
	int			map_id;
	unsigned char		opcode;
};

/* TRACE_BRANCH */
struct branch_entry {
	struct trace_entry	ent;
	unsigned int		line;
	char			func[31];
	char			file[21];
	char			correct;
	char			constant;
};

/* TRACE_GRAPH_ENT */
struct graph_ent_entry {
	struct trace_entry	ent;
	unsigned long		func;
	int			depth;
} __packed;

/* The formats have the field, unless there is a graph tracer that does not fill it. */
#if defined(CONFIG_FUNCTION_GRAPH_RETVAL) || !defined(CONFIG_FUNCTION_GRAPH_TRACER)
#define GRAPH_RET_HAS_RETVAL
#endif

/* TRACE_GRAPH_RET */
struct graph_ret_entry {
	struct trace_entry	ent;
	unsigned long		func;
#ifdef GRAPH_RET_HAS_RETVAL
	unsigned long		retval;
#endif
	int			depth;
	unsigned int		overrun;
	unsigned long long	calltime;
	unsigned long long	rettime;
} __packed;

/* TRACE_HWLAT */
struct hwlat_entry {
	struct trace_entry	ent;
	u64			duration;
	u64			outer_duration;
	u64			nmi_total_ts;
	struct timespec64	timestamp;
	unsigned int		nmi_count;
	unsigned int		seqnum;
	unsigned int		count;
};

/* TRACE_OSNOISE */
struct osnoise_entry {
	struct trace_entry	ent;
	u64			noise;
	u64			runtime;
	u64			max_sample;
	unsigned int		hw_count;
	unsigned int		nmi_count;
	unsigned int		irq_count;
	unsigned int		softirq_count;
	unsigned int		thread_count;
};

/* TRACE_TIMERLAT */
struct timerlat_entry {
	struct trace_entry	ent;
	unsigned int		seqnum;
	int			context;
	u64			timer_latency;
};

/* TRACE_FUNC_REPEATS: the time since the last call is split in two */
struct func_repeats_entry {
	struct trace_entry	ent;
	unsigned long		ip;
	unsigned long		parent_ip;
	u16			count;
	u16			top_delta_ts;
	u32			bottom_delta_ts;
};

#endif /* _KERNEL_TRACE_CORE_ENTRIES_H */
