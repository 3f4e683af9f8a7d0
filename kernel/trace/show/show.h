/* SPDX-License-Identifier: GPL-2.0 */
/*
 * show/: from records to what users read.
 *
 * What it is for: the text of a record in every format, and the files that
 * show records: trace, trace_pipe, trace_pipe_raw, snapshot, snapshot_raw, at
 * the top, in instances and for each CPU. One engine reads for all of them.
 *
 * What it owns: the types of records and their printers, the tables that
 * describe the tracers' own records, the cache of symbol names, stack records.
 *
 * Locks: types_sem is held for writing while types come and go, and for reading by
 * every reader while it prints, so that a module's printers stay. A reader's own
 * mutex excludes threads that share its descriptor. Both are taken outside
 * trace_lock and the ring room's locks.
 *
 * Context: printing sleeps, but for a dump; recording stacks is for any context.
 *
 * Public names (struct trace_iterator, trace_print_*(), register_trace_event())
 * are in linux/trace_events.h.
 */
#ifndef _KERNEL_TRACE_SHOW_SHOW_H
#define _KERNEL_TRACE_SHOW_SHOW_H

#include <linux/trace_events.h>

#include "../core/core.h"
#include "../core/entries.h"
#include "../core/record.h"

/* ---- the line of a record ----
 *
 * A printer appends to it->seq. If that overflows, what the record has put
 * there is taken back, and the printer is called again with more room.
 */

/*
 * "           comm-1234    [001] d..1.   123.456789: ", or what takes its place
 * with latency-format, verbose, record-tgid, noirq-info.
 */
void show_context(struct trace_iterator *it);

/* "            comm-1234   " and "d..1.": parts of it */
void show_task(struct trace_iterator *it, int pid);
void show_flags(struct trace_seq *s, const struct trace_entry *ent);

/* The line as it is without the tracer's own printer */
enum print_line_t show_line(struct trace_iterator *it);

/* TRACE_TYPE_PARTIAL_LINE if the record's text did not fit */
enum print_line_t show_end(struct trace_iterator *it);

/*
 * For a tracer's line() that wants to know what comes next: the next record of
 * the same CPU, not consumed; NULL at the end. Good until the line is done.
 * show_skip_next() makes it part of this line: it will not be shown again.
 */
const struct ring_record *show_next(struct trace_iterator *it);
void show_skip_next(struct trace_iterator *it);

/* Default headers, for tracers with an own header that add to it */
void show_header(struct trace_iterator *it);
/* "# tracer: ...", latency, CPUs, task: what the latency tracers start with */
void show_header_latency(struct trace_iterator *it);

/**
 * struct show_latency - what a latency tracer found, for the header
 * @latency: ns
 * @start: time stamp that the lines count from; 0: that of the first line
 * @cpu: where it was
 * @pid: the task
 * @comm: its name
 * @uid: its user
 * @nice: its nice value
 * @policy: its scheduling class
 * @rt_priority: its priority there
 * @started_at: where it began, 0 if that is no place in the code
 * @ended_at: where it ended
 *
 * One for each instance; who writes it holds the instance's swap_lock.
 */
struct show_latency {
	unsigned long	latency;
	u64		start;
	int		cpu;
	pid_t		pid;
	char		comm[TASK_COMM_LEN];
	kuid_t		uid;
	long		nice;
	long		policy;
	long		rt_priority;
	unsigned long	started_at;
	unsigned long	ended_at;
};

static inline struct show_latency *show_latency(struct trace_array *inst)
{
	return inst->slot[SLOT_SHOW];
}

/* ---- symbols ---- */

/*
 * "name", "name [module]" or "0x..."; with sym-offset and sym-addr in @options
 * "name+0x1/0x2" and " <address>". Cached; may be used in a dump.
 */
void show_symbol(struct trace_iterator *it, unsigned long addr);
/* Without an iterator: @options as in core.h */
void show_symbol_seq(struct trace_seq *s, unsigned long addr, u64 options);

/* ---- the tracers' own records ---- */

/**
 * struct show_type - a type of record of the tracers themselves
 * @name: as in events/ftrace/
 * @id: enum record_type
 * @nr_fields: how many fields there are
 * @fields: fields after the common ones
 * @print_fmt: what stands after "print fmt: " in the format file
 */
struct show_type {
	const char			*name;
	u16				id;
	u8				nr_fields;
	const struct trace_event_field	*fields;
	const char			*print_fmt;
};

/* In order of names, ended by one without a name; events/ftrace/ has these. */
extern const struct show_type show_types[];

/*
 * "name: field=value ...": the line of a record with the option fields, for
 * trace_event_functions::fields
 */
enum print_line_t show_fields(struct trace_iterator *it, const char *name,
			      const struct trace_event_field *fields, unsigned int nr);

/* What events/header_page and events/header_event say */
int show_header_page(struct seq_file *m, struct trace_array *inst);
int show_header_event(struct seq_file *m, struct trace_array *inst);

/* ---- stack records ----
 *
 * Any context; a stack that is too deep, or recursion, records less or nothing.
 */

/*
 * Where we are, for the unwinder to begin at: it need not find its way out of
 * itself first, which takes longer than most of what is of interest. As long as
 * the function that this is used in has not returned.
 */
static __always_inline void show_here(struct pt_regs *regs)
{
	regs->cs = __KERNEL_CS;
	regs->flags = 0;
	asm volatile("lea 0(%%rip), %0\n\t"
		     "mov %%rsp, %1\n\t"
		     "mov %%rbp, %2"
		     : "=&r" (regs->ip), "=&r" (regs->sp), "=r" (regs->bp));
}

/*
 * The kernel stack into @inst. It begins with the caller of this function, or at
 * @regs if that is not NULL; @skip frames from there on are left out. @context is
 * record_context().
 */
void show_record_stack(struct trace_array *inst, u32 context, int skip, struct pt_regs *regs);
/* The user stack of the current task, if it has one. */
void show_record_user_stack(struct trace_array *inst, u32 context);

/* What the options stacktrace and userstacktrace ask for after an event. */
static __always_inline void
show_record_wanted_stacks(struct trace_array *inst, u32 context, int skip, struct pt_regs *regs)
{
	u64 options = READ_ONCE(inst->options);

	if (likely(!(options & (OPT_STACKTRACE | OPT_USERSTACKTRACE))))
		return;
	if (options & OPT_STACKTRACE)
		show_record_stack(inst, context, skip, regs);
	if (options & OPT_USERSTACKTRACE)
		show_record_user_stack(inst, context);
}

/* ---- dumping ---- */

/*
 * Print the records of @inst, of one CPU or CPU_ALL, with printk(). Any
 * context, a panic among them: waits for nothing. The caller has stopped the
 * recording, and lets only one CPU in here.
 */
void show_dump(struct trace_array *inst, int cpu);

/* Before the first event is recorded: tp_printk prints it. Return: 0 or -ENOMEM */
int show_dump_init(void);

/* Events go to the console too (tp_printk). */
DECLARE_STATIC_KEY_FALSE(tracepoint_printk_key);

/* Print one record, as it would be in the trace. Any context; only with the key on. */
void show_printk_record(struct trace_array *inst, struct trace_entry *ent, int len);

#endif /* _KERNEL_TRACE_SHOW_SHOW_H */
