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
struct bpf_prog_array;
struct bpf_raw_event_map;
struct bpf_raw_tp_link;
struct event_system;
struct eventfs_inode;
struct perf_event;
struct seq_file;
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
				     const void *mem, size_t size, bool text);

/* ---- what describes an event ---- */

/* trace_event_field::filter_type: how a filter may compare it */
enum {
	FILTER_OTHER = 0,	/* a number */
	FILTER_STATIC_STRING,	/* char[n] */
	FILTER_DYN_STRING,	/* __data_loc char[] */
	FILTER_RDYN_STRING,	/* __rel_loc char[] */
	FILTER_PTR_STRING,	/* char *, somewhere in memory */
	FILTER_TRACE_FN,	/* an address of code */
	FILTER_CPUMASK,		/* __data_loc cpumask_t */
	FILTER_COMM,		/* the name of the current task: no room in the record */
	FILTER_CPU,		/* the number of the CPU: likewise */
	FILTER_STACKTRACE,	/* __data_loc of return addresses */
};

/**
 * struct trace_event_field - a field of an event's records
 * @type: its type, as the event's format file shows it; of an array of fixed
 *	size, that of an element
 * @name: its name
 * @offset: of its first byte from the record's first byte
 * @size: bytes
 * @len: elements of an array of fixed size; 0: it is none
 * @filter_type: how it is compared
 * @is_signed: it can be negative
 * @raw: @offset is an alignment yet
 */
struct trace_event_field {
	const char	*type;
	const char	*name;
	u16		offset;
	u16		size;
	u16		len;
	u8		filter_type;
	u8		is_signed : 1;
	u8		raw : 1;
};

/* trace_event_class::reg(), what is asked for */
enum trace_reg {
	TRACE_REG_REGISTER,		/* data: the struct trace_event_file */
	TRACE_REG_UNREGISTER,
	TRACE_REG_PERF_REGISTER,	/* data: the struct trace_event_perf */
	TRACE_REG_PERF_UNREGISTER,
	TRACE_REG_PERF_OPEN,		/* data: the struct perf_event */
	TRACE_REG_PERF_CLOSE,
	TRACE_REG_PERF_ADD,		/* 0: nobody else has linked it in */
	TRACE_REG_PERF_DEL,
};

typedef void (*trace_event_print_func)(struct trace_iterator *iter, struct trace_seq *p,
				       void *entry);

/**
 * struct trace_event_names - a list of names by which an event is printed
 * @of: where the print function stands that prints by them
 * @order: its lists in the order of the event's print format
 * @names: bits or values, and their names; the last one has none
 */
struct trace_event_names {
	const trace_event_print_func	*of;
	unsigned int			order;
	struct trace_print_flags	names[];
};

/**
 * struct trace_event_class - what events of one shape have in common
 * @system: their directory
 * @fields: their fields, without the common ones; NULL: see @get_fields
 * @nr_fields: how many
 * @format: what is printed, for printf(), with a newline; NULL: @print_fmt has it
 * @print_fmt: last line of the format file, but for @format; where it says "__names",
 *	the print function's next struct trace_event_names belongs
 * @probe: what is hung on their tracepoints: fills a record
 * @print: prints a record's own part. @p is scratch memory.
 * @get_fields: for fields that differ between events of the class
 * @show_print_fmt: for print formats that do
 * @reg: start and stop; trace_event_reg() for events that are tracepoints
 */
struct trace_event_class {
	const char			*system;
	struct trace_event_field	*fields;
	u16				nr_fields;
	const char			*format;
	const char			*print_fmt;
	void				*probe;
	trace_event_print_func		print;
	const struct trace_event_field	*(*get_fields)(struct trace_event_call *call,
						       unsigned int *nr);
	void				(*show_print_fmt)(struct trace_event_call *call,
							  struct seq_file *m);
	int				(*reg)(struct trace_event_call *call,
					       enum trace_reg type, void *data);
};

int trace_event_reg(struct trace_event_call *call, enum trace_reg type, void *data);

/* trace_event_call::flags */
enum {
	TRACE_EVENT_FL_CAP_ANY		= BIT(0),	/* anybody may count it */
	TRACE_EVENT_FL_NO_SET_FILTER	= BIT(1),	/* takes no filter */
	TRACE_EVENT_FL_IGNORE_ENABLE	= BIT(2),	/* a tracer's record: no enable file */
	TRACE_EVENT_FL_TRACEPOINT	= BIT(3),	/* a tracepoint: .tp, not .name */
	TRACE_EVENT_FL_DYNAMIC		= BIT(4),	/* made by a user: .refcnt, not .module */
	TRACE_EVENT_FL_KPROBE		= BIT(5),
	TRACE_EVENT_FL_UPROBE		= BIT(6),
	TRACE_EVENT_FL_EPROBE		= BIT(7),
	TRACE_EVENT_FL_FPROBE		= BIT(8),
	TRACE_EVENT_FL_CUSTOM		= BIT(9),	/* on somebody else's tracepoint */
	TRACE_EVENT_FL_TEST_STR		= BIT(10),	/* %s of a pointer: check when printing */
};

#define TRACE_EVENT_FL_UKPROBE	(TRACE_EVENT_FL_KPROBE | TRACE_EVENT_FL_UPROBE)

/**
 * struct trace_event_perf - an event's perf side; there while perf uses it
 * @slow: EVENT_SLOW_PERF, where a struct trace_event_file has its own
 * @call: the event
 * @users: open perf events
 * @events: those that are switched in, a list a CPU
 * @prog_array: BPF programs that run before them
 */
struct trace_event_perf {
	unsigned long			slow;
	struct trace_event_call		*call;
	int				users;
	struct hlist_head __percpu	*events;
	struct bpf_prog_array __rcu	*prog_array;
};

/**
 * struct trace_event_call - an event
 * @list: all events, in the order in which they came
 * @class: what it shares with others
 * @name: its name, unless it is a tracepoint
 * @tp: its tracepoint
 * @event: its number and printers
 * @module: where it is from, unless it is dynamic
 * @refcnt: users that pin it, if it is dynamic
 * @data: of its class
 * @flags: TRACE_EVENT_FL_*
 * @perf: its perf side, NULL without users
 * @perf_perm: may this perf event use it?
 */
struct trace_event_call {
	struct list_head		list;
	struct trace_event_class	*class;
	union {
		const char		*name;
		struct tracepoint	*tp;
	};
	struct trace_event		event;
	union {
		void			*module;
		atomic_t		refcnt;
	};
	void				*data;
	int				flags;
#ifdef CONFIG_PERF_EVENTS
	struct trace_event_perf		*perf;
	int				(*perf_perm)(struct trace_event_call *call,
						     struct perf_event *event);
#endif
};

static inline const char *trace_event_name(struct trace_event_call *call)
{
	if (call->flags & TRACE_EVENT_FL_CUSTOM)
		return call->name;
	if (call->flags & TRACE_EVENT_FL_TRACEPOINT)
		return call->tp ? call->tp->name : NULL;
	return call->name;
}

/* ---- an event in an instance ---- */

/*
 * trace_event_file::slow: why a record may not go straight to the buffer. Set
 * and cleared with set_bit() and clear_bit().
 */
enum {
	EVENT_SLOW_PERF_BIT,		/* not a file: a struct trace_event_perf */
	EVENT_SLOW_OFF_BIT,		/* attached, but not to be recorded */
	EVENT_SLOW_FILTER_BIT,		/* has a filter */
	EVENT_SLOW_TRIGGER_BIT,		/* has triggers */
	EVENT_SLOW_PIDS_BIT,		/* the instance limits tasks */
	EVENT_SLOW_STACK_BIT,		/* not of a file: the instance wants stacks */
	EVENT_SLOW_SCRATCH_BIT,		/* not of a file: the record is in scratch memory */
	EVENT_SLOW_GUARD_BIT,		/* not of a file: the recursion guard is held */
};

/**
 * struct trace_event_file - an event in an instance
 * @slow: 0 on the hot path: EVENT_SLOW_*_BIT
 * @type: the event's number
 * @pid_offset: where its records name another task, 0: nowhere
 * @enabled: the user wants it recorded
 * @attached: its probe is attached
 * @touched: for who turns many on, and may have to turn them off again
 * @gone: the event or the instance went away; the memory stays for open files
 * @users: open files and the directory
 * @soft_users: things that may turn it on and off at any time (enable_event)
 * @trigger_users: things that want it attached, recorded or not
 * @tr: the instance
 * @event_call: the event
 * @filter: its filter; changed under event_mutex, read under RCU-sched
 * @triggers: its triggers; likewise
 * @list: all files of the instance
 * @system: its system in the instance
 * @ei: its directory
 * @rcu: for its end
 */
struct trace_event_file {
	unsigned long			slow;
	u16				type;
	u16				pid_offset;
	bool				enabled : 1;
	bool				attached : 1;
	bool				touched : 1;
	bool				gone : 1;
	refcount_t			users;
	unsigned int			soft_users;
	unsigned int			trigger_users;
	struct trace_array		*tr;
	struct trace_event_call		*event_call;
	struct event_filter __rcu	*filter;
	struct list_head		triggers;
	struct list_head		list;
	struct event_system		*system;
	struct eventfs_inode		*ei;
	struct rcu_head			rcu;
};

/**
 * struct trace_event_buffer - a record of an event being written
 * @entry: the record
 * @trace_file: whose, if it is ftrace's
 * @perf: whose, if it is perf's
 * @how: what of trace_event_file::slow applied when it was begun
 * @ip: of the tracepoint
 * @regs: perf's
 * @len: bytes of @entry
 * @rctx: perf's recursion context, or where the scratch memory is
 * @count: for perf, what it counts
 * @task: for perf, whom it concerns
 * @handle: the ring room's
 *
 * On the stack of the probe.
 */
struct trace_event_buffer {
	void			*entry;
	union {
		struct trace_event_file	*trace_file;
		struct trace_event_perf	*perf;
	};
	unsigned long		how;
	unsigned long		ip;
	struct pt_regs		*regs;
	u32			len;
	int			rctx;
	u64			count;
	struct task_struct	*task;
	u64			handle[8];
};

/*
 * A probe on a tracepoint, whoever wants the record:
 *
 *	entry = trace_event_buffer_reserve(&b, data, len);
 *	if (!entry)
 *		return;
 *	... fill all of it but struct trace_entry ...
 *	trace_event_buffer_commit(&b);
 *
 * Any context with preemption disabled.
 */
void *trace_event_buffer_reserve(struct trace_event_buffer *b, struct trace_event_file *file,
				 unsigned long len);
/* For events that tell perf what they count, and which other task it concerns */
void *trace_event_buffer_reserve_task(struct trace_event_buffer *b,
				      struct trace_event_file *file, unsigned long len,
				      u64 count, struct task_struct *task);
void trace_event_buffer_commit(struct trace_event_buffer *b);

/* trace_event_buffer_reserve() for what macros make: @data is the probe's */
static __always_inline void *
trace_event_begin(struct trace_event_buffer *b, void *data, unsigned long len, u64 count,
		  struct task_struct *task)
{
	b->ip = _RET_IP_;
	if (__builtin_constant_p(count) && __builtin_constant_p(!task) && !task)
		return trace_event_buffer_reserve(b, data, len);
	return trace_event_buffer_reserve_task(b, data, len, count, task);
}

/* __vstring(): bytes that the text takes, and the text */
#define TRACE_EVENT_STR_MAX	512
unsigned int trace_event_vstr_len(const char *fmt, va_list *va);
__printf(3, 0) void trace_event_put_vstr(char *to, unsigned int len, const char *fmt, va_list *va);

/* ---- for other kernel code ---- */

struct trace_event_file *trace_get_event_file(const char *instance, const char *system,
					      const char *event);
void trace_put_event_file(struct trace_event_file *file);
int trace_set_clr_event(const char *system, const char *event, int set);
int trace_array_set_clr_event(struct trace_array *tr, const char *system, const char *event,
			      bool enable);

int trace_define_field(struct trace_event_call *call, const char *type, const char *name,
		       int offset, int size, int is_signed, int filter_type);
int trace_add_event_call(struct trace_event_call *call);
int trace_remove_event_call(struct trace_event_call *call);
int trace_event_get_offsets(struct trace_event_call *call);
/* For custom events: this may be the tracepoint of the event's name */
void trace_event_set_tracepoint(struct trace_event_call *call, struct tracepoint *tp);

#define MAX_FILTER_STR_VAL	256U
struct event_filter;
int filter_match_preds(struct event_filter *filter, void *rec);

/* ---- perf ---- */

#ifdef CONFIG_PERF_EVENTS

#define PERF_MAX_TRACE_SIZE	8192

int perf_trace_init(struct perf_event *event);
void perf_trace_destroy(struct perf_event *event);
int perf_trace_add(struct perf_event *event, int flags);
void perf_trace_del(struct perf_event *event, int flags);
int perf_kprobe_init(struct perf_event *event, bool is_retprobe);
void perf_kprobe_destroy(struct perf_event *event);
int bpf_get_kprobe_info(const struct perf_event *event, u32 *fd_type, const char **symbol,
			u64 *probe_offset, u64 *probe_addr, unsigned long *missed,
			bool perf_type_tracepoint);
int perf_uprobe_init(struct perf_event *event, unsigned long ref_ctr_offset,
		     bool is_retprobe);
void perf_uprobe_destroy(struct perf_event *event);
int bpf_get_uprobe_info(const struct perf_event *event, u32 *fd_type, const char **filename,
			u64 *probe_offset, u64 *probe_addr, bool perf_type_tracepoint);
int ftrace_profile_set_filter(struct perf_event *event, int event_id, char *filter_str);
void ftrace_profile_free_filter(struct perf_event *event);
void perf_trace_buf_update(void *record, u16 type);
void *perf_trace_buf_alloc(int size, struct pt_regs **regs, int *rctxp);

int perf_event_set_bpf_prog(struct perf_event *event, struct bpf_prog *prog, u64 bpf_cookie);
void perf_event_free_bpf_prog(struct perf_event *event);
void perf_trace_run_bpf_submit(void *raw_data, int size, int rctx,
			       struct trace_event_call *call, u64 count, struct pt_regs *regs,
			       struct hlist_head *head, struct task_struct *task);

/* Does a BPF program want to see it?  For perf_trace_run_bpf_submit(). */
static inline bool bpf_prog_array_valid(struct trace_event_call *call)
{
	return IS_ENABLED(CONFIG_BPF_EVENTS) && call->perf &&
	       rcu_access_pointer(call->perf->prog_array);
}

#endif /* CONFIG_PERF_EVENTS */

/* ---- BPF programs on events ---- */

#ifdef CONFIG_BPF_EVENTS

struct bpf_raw_event_map *bpf_get_raw_tracepoint(const char *name);
void bpf_put_raw_tracepoint(struct bpf_raw_event_map *map);
int bpf_probe_register(struct bpf_raw_event_map *map, struct bpf_raw_tp_link *link);
int bpf_probe_unregister(struct bpf_raw_event_map *map, struct bpf_raw_tp_link *link);
int bpf_kprobe_multi_link_attach(const union bpf_attr *a, struct bpf_prog *p);
int bpf_uprobe_multi_link_attach(const union bpf_attr *a, struct bpf_prog *p);
int perf_event_attach_bpf_prog(struct perf_event *e, struct bpf_prog *p, u64 cookie);
void perf_event_detach_bpf_prog(struct perf_event *e);
int perf_event_query_prog_array(struct perf_event *e, void __user *to);
unsigned int trace_call_bpf(struct trace_event_call *call, void *context);
int bpf_get_perf_event_info(const struct perf_event *e, u32 *prog_id, u32 *fd_type,
			    const char **name, u64 *offset, u64 *addr, unsigned long *missed);

void bpf_trace_run1(struct bpf_raw_tp_link *link, u64 a1);
void bpf_trace_run2(struct bpf_raw_tp_link *link, u64 a1, u64 a2);
void bpf_trace_run3(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3);
void bpf_trace_run4(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4);
void bpf_trace_run5(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5);
void bpf_trace_run6(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5,
		    u64 a6);
void bpf_trace_run7(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5,
		    u64 a6, u64 a7);
void bpf_trace_run8(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5,
		    u64 a6, u64 a7, u64 a8);
void bpf_trace_run9(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5,
		    u64 a6, u64 a7, u64 a8, u64 a9);
void bpf_trace_run10(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5,
		     u64 a6, u64 a7, u64 a8, u64 a9, u64 a10);
void bpf_trace_run11(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5,
		     u64 a6, u64 a7, u64 a8, u64 a9, u64 a10, u64 a11);
void bpf_trace_run12(struct bpf_raw_tp_link *link, u64 a1, u64 a2, u64 a3, u64 a4, u64 a5,
		     u64 a6, u64 a7, u64 a8, u64 a9, u64 a10, u64 a11, u64 a12);

#else

static inline struct bpf_raw_event_map *bpf_get_raw_tracepoint(const char *name)
{
	return NULL;
}

static inline void bpf_put_raw_tracepoint(struct bpf_raw_event_map *map) { }

static inline int bpf_probe_register(struct bpf_raw_event_map *map, struct bpf_raw_tp_link *link)
{
	return -EOPNOTSUPP;
}

static inline int bpf_probe_unregister(struct bpf_raw_event_map *map, struct bpf_raw_tp_link *link)
{
	return -EOPNOTSUPP;
}

static inline int bpf_kprobe_multi_link_attach(const union bpf_attr *a, struct bpf_prog *p)
{
	return -EOPNOTSUPP;
}

static inline int bpf_uprobe_multi_link_attach(const union bpf_attr *a, struct bpf_prog *p)
{
	return -EOPNOTSUPP;
}

static inline int perf_event_attach_bpf_prog(struct perf_event *e, struct bpf_prog *p, u64 cookie)
{
	return -EOPNOTSUPP;
}

static inline void perf_event_detach_bpf_prog(struct perf_event *e) { }

static inline int perf_event_query_prog_array(struct perf_event *e, void __user *to)
{
	return -EOPNOTSUPP;
}

static inline unsigned int trace_call_bpf(struct trace_event_call *call, void *context)
{
	return 1;
}

static inline int
bpf_get_perf_event_info(const struct perf_event *e, u32 *prog_id, u32 *fd_type,
			const char **name, u64 *offset, u64 *addr, unsigned long *missed)
{
	return -EOPNOTSUPP;
}

#endif /* CONFIG_BPF_EVENTS */

#ifdef CONFIG_PERF_EVENTS
/* Defined by perf, which keeps the programs of its events */
int perf_event_set_bpf_prog(struct perf_event *event, struct bpf_prog *prog, u64 bpf_cookie);
void perf_event_free_bpf_prog(struct perf_event *event);
#endif

#include <linux/dynevent.h>

#endif /* _LINUX_TRACE_EVENT_H */

/* Headers of custom events include this one first: see trace/define_custom_trace.h. */
#ifndef TRACE_CUSTOM_EVENT
#define TRACE_CUSTOM_EVENT(name, proto, args, fields, fill, print)
#define DECLARE_CUSTOM_EVENT_CLASS(name, proto, args, fields, fill, print)
#define DEFINE_CUSTOM_EVENT(class, name, proto, args)
#endif
