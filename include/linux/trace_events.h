/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Trace events: what describes an event, what a record of it starts with, and
 * what other kernel code may do with events.
 */
#ifndef _LINUX_TRACE_EVENT_H
#define _LINUX_TRACE_EVENT_H

#include <linux/hardirq.h>
#include <linux/percpu.h>
#include <linux/perf_event.h>
#include <linux/poll.h>		/* before linux/syscalls.h, which has another __MAP() */
#include <linux/trace_seq.h>
#include <linux/tracepoint.h>

struct bpf_prog;
struct bpf_raw_event_map;
struct bpf_raw_tp_link;
struct perf_event;
struct trace_array;
struct trace_event_call;
struct trace_event_file;
union bpf_attr;

/* ---- records and their text ---- */

/* What every record starts with: ABI */
struct trace_entry {
	unsigned short		type;
	unsigned char		flags;
	unsigned char		preempt_count;
	int			pid;
};

#define TRACE_EVENT_TYPE_MAX	((1 << 16) - 1)

/* trace_entry::flags: ABI */
enum trace_flag_type {
	TRACE_FLAG_IRQS_OFF		= 0x01,
	TRACE_FLAG_IRQS_NOSUPPORT	= 0x02,
	TRACE_FLAG_NEED_RESCHED		= 0x04,
	TRACE_FLAG_HARDIRQ		= 0x08,
	TRACE_FLAG_SOFTIRQ		= 0x10,
	TRACE_FLAG_PREEMPT_RESCHED	= 0x20,
	TRACE_FLAG_NMI			= 0x40,
	TRACE_FLAG_BH_OFF		= 0x80,
};

/* How printing a record ended */
enum print_line_t {
	TRACE_TYPE_PARTIAL_LINE	= 0,	/* no room: once more with an empty buffer */
	TRACE_TYPE_HANDLED	= 1,
	TRACE_TYPE_UNHANDLED	= 2,	/* let somebody else print it */
	TRACE_TYPE_NO_CONSUME	= 3,	/* done, but the record is to be read again */
};

struct trace_event;

/**
 * struct trace_iterator - a record that is being printed, and where to
 * @seq: the text goes here
 * @tmp_seq: helpers of TP_printk() put together their strings here
 * @ent: the record
 * @ent_size: bytes of it
 * @cpu: CPU that wrote it
 * @ts: its time stamp
 * @lost_events: how many were lost before it on that CPU
 * @options: the instance's generic options when the read began
 * @inst: the instance
 * @private: for the tracer that prints
 * @pos: how many records have been printed
 * @cpu_file: CPU of a file in per_cpu/, or -1
 * @snapshot: it reads the spare buffer
 * @time_in_ns: the clock counts nanoseconds
 */
struct trace_iterator {
	struct trace_entry	*ent;
	int			ent_size;
	int			cpu;
	u64			ts;
	unsigned long		lost_events;
	u64			options;
	struct trace_array	*inst;
	void			*private;
	loff_t			pos;
	int			cpu_file;
	bool			snapshot;
	bool			time_in_ns;
	struct trace_seq	tmp_seq;
	struct trace_seq	seq;
};

typedef enum print_line_t (*trace_print_func)(struct trace_iterator *iter, int flags,
					      struct trace_event *event);

/**
 * struct trace_event_functions - one printer for each output format
 * @trace: text; the others have a default
 * @raw: numbers only
 * @hex: bytes in hexadecimal
 * @binary: bytes
 * @fields: names and values of all fields, whatever the text would be
 */
struct trace_event_functions {
	trace_print_func	trace;
	trace_print_func	raw;
	trace_print_func	hex;
	trace_print_func	binary;
	trace_print_func	fields;
};

/**
 * struct trace_event - a type of record that can be printed
 * @node: among the types, by number
 * @type: the number, 0: give it one
 * @funcs: printers
 */
struct trace_event {
	struct hlist_node		node;
	int				type;
	struct trace_event_functions	*funcs;
};

int register_trace_event(struct trace_event *event);
int unregister_trace_event(struct trace_event *event);

/* ---- what printers are made of ---- */

/* Put "name: " of an event; how the printer is to go on */
int trace_raw_output_prep(struct trace_iterator *iter, struct trace_event *event);
__printf(2, 3) void trace_event_printf(struct trace_iterator *iter, const char *fmt, ...);
/* "name: " and the rest at once */
__printf(3, 4) int trace_output_call(struct trace_iterator *iter, char *name, char *fmt, ...);
enum print_line_t trace_handle_return(struct trace_seq *s);

/*
 * Helpers of TP_printk(): they append to @p a string with a NUL, and return
 * where it begins.
 */
const char *trace_print_flags_seq(struct trace_seq *p, const char *delim, unsigned long flags,
				  const struct trace_print_flags *flag_array);
const char *trace_print_symbols_seq(struct trace_seq *p, unsigned long val,
				    const struct trace_print_flags *symbol_array);
const char *trace_print_bitmask_seq(struct trace_seq *p, void *bitmask_ptr,
				    unsigned int bitmask_size);
const char *trace_print_hex_seq(struct trace_seq *p, const unsigned char *buf, int len,
				bool concatenate);
const char *trace_print_array_seq(struct trace_seq *p, const void *buf, int count,
				  size_t el_size);
const char *trace_print_hex_dump_seq(struct trace_seq *p, const char *prefix_str,
				     int prefix_type, int rowsize, int groupsize,
				     const void *buf, size_t len, bool ascii);

/* ---- BPF programs on events ---- */

#ifdef CONFIG_BPF_EVENTS

unsigned int trace_call_bpf(struct trace_event_call *call, void *ctx);
int perf_event_attach_bpf_prog(struct perf_event *event, struct bpf_prog *prog, u64 bpf_cookie);
void perf_event_detach_bpf_prog(struct perf_event *event);
int perf_event_query_prog_array(struct perf_event *event, void __user *info);
int bpf_probe_register(struct bpf_raw_event_map *btp, struct bpf_raw_tp_link *link);
int bpf_probe_unregister(struct bpf_raw_event_map *btp, struct bpf_raw_tp_link *link);
struct bpf_raw_event_map *bpf_get_raw_tracepoint(const char *name);
void bpf_put_raw_tracepoint(struct bpf_raw_event_map *btp);
int bpf_get_perf_event_info(const struct perf_event *event, u32 *prog_id, u32 *fd_type,
			    const char **buf, u64 *probe_offset, u64 *probe_addr,
			    unsigned long *missed);
int bpf_kprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog);
int bpf_uprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog);

#else

static inline unsigned int trace_call_bpf(struct trace_event_call *call, void *ctx)
{
	return 1;
}

static inline int
perf_event_attach_bpf_prog(struct perf_event *event, struct bpf_prog *prog, u64 bpf_cookie)
{
	return -EOPNOTSUPP;
}

static inline void perf_event_detach_bpf_prog(struct perf_event *event) { }

static inline int perf_event_query_prog_array(struct perf_event *event, void __user *info)
{
	return -EOPNOTSUPP;
}

static inline int
bpf_probe_register(struct bpf_raw_event_map *btp, struct bpf_raw_tp_link *link)
{
	return -EOPNOTSUPP;
}

static inline int
bpf_probe_unregister(struct bpf_raw_event_map *btp, struct bpf_raw_tp_link *link)
{
	return -EOPNOTSUPP;
}

static inline struct bpf_raw_event_map *bpf_get_raw_tracepoint(const char *name)
{
	return NULL;
}

static inline void bpf_put_raw_tracepoint(struct bpf_raw_event_map *btp) { }

static inline int
bpf_get_perf_event_info(const struct perf_event *event, u32 *prog_id, u32 *fd_type,
			const char **buf, u64 *probe_offset, u64 *probe_addr,
			unsigned long *missed)
{
	return -EOPNOTSUPP;
}

static inline int
bpf_kprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog)
{
	return -EOPNOTSUPP;
}

static inline int
bpf_uprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog)
{
	return -EOPNOTSUPP;
}

#endif /* CONFIG_BPF_EVENTS */

#endif /* _LINUX_TRACE_EVENT_H */
