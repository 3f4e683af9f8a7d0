/* SPDX-License-Identifier: GPL-2.0 */
/*
 * core/: instances and what belongs to them.
 *
 * What it is for: an instance is a buffer, a tracer, options, limits, and the
 * files that show and change them.  The top level is an instance like any
 * other, plus what is global.
 *
 * What it owns: the list of instances, the tracers, the options, the clocks,
 * the names of tasks, the error log, the tracefs directories.
 *
 * Locks: trace_lock (a mutex) protects the list of instances, and of each
 * instance whatever its fields do not say otherwise of.  Order: trace_lock,
 * then the hook room's lock, then cpus_read_lock(), then the ring room's.
 * Rooms above take their own locks outside trace_lock.
 *
 * Rooms above core (show, event, probe, tracer) add to every instance through
 * a struct instance_part; core knows none of them.
 */
#ifndef _KERNEL_TRACE_CORE_CORE_H
#define _KERNEL_TRACE_CORE_CORE_H

#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/seq_file.h>
#include <linux/trace.h>

#include "../ring/ring.h"

struct dentry;
struct trace_array;
struct tracer;

extern struct mutex trace_lock;

/* ---- instances ---- */

/* What rooms above keep in each instance: one slot for each room */
enum instance_slot {
	SLOT_SHOW,
	SLOT_EVENT,
	SLOT_PROBE,
	SLOT_FUNCTION,
	SLOT_GRAPH,
	SLOT_LATENCY,
	NR_INSTANCE_SLOTS,
};

/**
 * struct trace_array - an instance
 * @buffer: where its records go
 * @options: bits of enum trace_option
 * @tracer: the current tracer; changes under trace_lock
 * @tracer_data: the current tracer's own
 * @slot: what the rooms above keep here
 * @name: NULL for the top level
 * @node: in trace_instances, under trace_lock
 * @ref: open files and in-kernel users; a busy instance is not removed
 * @snapshot: the spare buffer, NULL until one is asked for
 * @cpumask: CPUs that record
 * @dir: its directory in tracefs
 *
 * The name of the type is what modules know it by; we call it an instance and
 * its variables "inst".
 */
struct trace_array {
	/* read for each record */
	struct trace_buffer	*buffer;
	u64			options;
	struct tracer		*tracer;
	void			*tracer_data;
	void			*slot[NR_INSTANCE_SLOTS];

	const char		*name;
	struct list_head	node;
	refcount_t		ref;
	struct trace_buffer	*snapshot;
	cpumask_var_t		cpumask;
	struct dentry		*dir;
};

extern struct trace_array top_instance;
extern struct list_head trace_instances;

#define for_each_instance(inst) list_for_each_entry(inst, &trace_instances, node)

/* NULL or a pinned instance.  instance_put() undoes it. */
struct trace_array *instance_get(struct trace_array *inst);
void instance_put(struct trace_array *inst);

/* ---- files ---- */

enum trace_file_where {
	FILE_TOP	= BIT(0),	/* the top level has it */
	FILE_INSTANCE	= BIT(1),	/* so has every other instance */
	FILE_CPU	= BIT(2),	/* in per_cpu/cpuN/ */
};

#define FILE_EVERY	(FILE_TOP | FILE_INSTANCE)

struct trace_file;

/**
 * struct trace_file_row - a file of tracefs: a row of its room's table
 * @name: its name
 * @mode: its permissions
 * @where: directories that have it
 * @show: print what it says
 * @line: take one line, NUL-terminated, its newline stripped; it may be
 *	changed.  0 or an error number: the whole write succeeds or fails.
 * @max_line: longest line taken, 0: a page
 * @truncate: what opening with O_TRUNC does before anything is written
 * @fops: instead of the three above, for files that are more than text.
 *	Their open calls trace_file_open() first, their release calls
 *	trace_file_release() last.
 * @data: for the room
 *
 * Whether with @fops or without, an open file is a struct trace_file, found in
 * file->private_data (for text files: in seq_file::private), which pins its
 * instance.  Lockdown and the instance's life are looked after in one place.
 */
struct trace_file_row {
	const char	*name;
	umode_t		mode;
	u8		where;
	int		(*show)(struct seq_file *m, struct trace_file *f);
	int		(*line)(struct trace_file *f, char *line);
	size_t		max_line;
	int		(*truncate)(struct trace_file *f);
	const struct file_operations *fops;
	const void	*data;
};

#define CPU_ALL	(-1)

/**
 * struct trace_file - an open file
 * @inst: the instance, pinned
 * @cpu: the CPU of a file in per_cpu/, CPU_ALL elsewhere
 * @row: its row
 * @private: for @row's fops
 * @lock: one line at a time: two threads may share a descriptor
 */
struct trace_file {
	struct trace_array		*inst;
	int				cpu;
	const struct trace_file_row	*row;
	void				*private;
	struct mutex			lock;
};

int trace_file_open(struct inode *inode, struct file *file);
int trace_file_release(struct inode *inode, struct file *file);

/**
 * struct instance_part - what a room adds to every instance
 * @slot: which of the slots is the room's
 * @init: called when an instance is made, before its files appear; may fail
 * @exit: called when it goes: nobody uses it any more
 * @files: the room's files
 * @nr_files: how many
 * @populate: for directories and files that no table can tell; may be NULL
 *
 * instance_add_part() may be called before tracefs is there, and applies to
 * the instances that exist already.
 */
struct instance_part {
	enum instance_slot	slot;
	int			(*init)(struct trace_array *inst);
	void			(*exit)(struct trace_array *inst);
	const struct trace_file_row *files;
	unsigned int		nr_files;
	int			(*populate)(struct trace_array *inst, struct dentry *dir);
	struct list_head	node;
};

int instance_add_part(struct instance_part *part);

/* ---- options ---- */

/*
 * The generic options in the order in which trace_options lists them.  A
 * tracer's own options are in its struct tracer.
 */
#define TRACE_OPTIONS(X)						\
	X(PRINT_PARENT,		"print-parent")				\
	X(SYM_OFFSET,		"sym-offset")				\
	X(SYM_ADDR,		"sym-addr")				\
	X(VERBOSE,		"verbose")				\
	X(RAW,			"raw")					\
	X(HEX,			"hex")					\
	X(BIN,			"bin")					\
	X(BLOCK,		"block")				\
	X(FIELDS,		"fields")				\
	X(TRACE_PRINTK,		"trace_printk")				\
	X(ANNOTATE,		"annotate")				\
	X(USERSTACKTRACE,	"userstacktrace")			\
	X(SYM_USEROBJ,		"sym-userobj")				\
	X(PRINTK_MSG_ONLY,	"printk-msg-only")			\
	X(CONTEXT_INFO,		"context-info")				\
	X(LATENCY_FORMAT,	"latency-format")			\
	X(RECORD_CMD,		"record-cmd")				\
	X(RECORD_TGID,		"record-tgid")				\
	X(OVERWRITE,		"overwrite")				\
	X(DISABLE_ON_FREE,	"disable_on_free")			\
	X(IRQ_INFO,		"irq-info")				\
	X(MARKERS,		"markers")				\
	X(EVENT_FORK,		"event-fork")				\
	X(TRACE_PRINTK_DEST,	"trace_printk_dest")			\
	X(PAUSE_ON_TRACE,	"pause-on-trace")			\
	X(HASH_PTR,		"hash-ptr")				\
	X(FUNCTION,		"function-trace")			\
	X(FUNCTION_FORK,	"function-fork")			\
	X(DISPLAY_GRAPH,	"display-graph")			\
	X(STACKTRACE,		"stacktrace")

enum trace_option_bit {
#define X(name, text) OPT_##name##_BIT,
	TRACE_OPTIONS(X)
#undef X
	NR_TRACE_OPTIONS,
};

enum trace_option {
#define X(name, text) OPT_##name = 1 << OPT_##name##_BIT,
	TRACE_OPTIONS(X)
#undef X
};

static inline bool option_is_set(struct trace_array *inst, enum trace_option opt)
{
	return READ_ONCE(inst->options) & opt;
}

/* ---- tracers ---- */

/* A tracer's own option: a row of its table, ended by one without a name */
struct tracer_option {
	const char	*name;
	u32		bit;
};

/**
 * struct tracer - a way to trace
 * @name: as in current_tracer
 * @init: start it on an instance; trace_lock is held
 * @reset: stop it
 * @start: called when tracing_on becomes 1 while it is current
 * @stop: ... 0
 * @options: its options, or NULL
 * @default_options: those that are set at first
 * @set_option: may refuse a change: all of the tracer's bits of @inst, as they
 *	will be
 * @header: puts its own header into it->seq instead of the usual
 * @line: prints a record its own way, as an enum print_line_t; what it does not
 *	handle is printed as usual: see show.h
 * @open: a reader has opened the trace, for state that @line needs
 * @close: ... closed
 * @uses_snapshot: it needs the spare buffer
 * @top_only: it cannot run in other instances
 * @busy: number of instances it runs in
 * @node: in the list of tracers
 */
struct trace_iterator;
struct tracer {
	const char	*name;
	int		(*init)(struct trace_array *inst);
	void		(*reset)(struct trace_array *inst);
	void		(*start)(struct trace_array *inst);
	void		(*stop)(struct trace_array *inst);
	const struct tracer_option *options;
	u32		default_options;
	int		(*set_option)(struct trace_array *inst, u32 options);
	void		(*header)(struct trace_iterator *it);
	int		(*line)(struct trace_iterator *it);
	void		(*open)(struct trace_iterator *it);
	void		(*close)(struct trace_iterator *it);
	bool		uses_snapshot;
	bool		top_only;

	int		busy;
	struct list_head node;
};

int tracer_register(struct tracer *t);
u32 tracer_options(struct trace_array *inst, struct tracer *t);

/* ---- error log ---- */

/**
 * error_log - remember a mistake in a line for the error_log file
 * @inst: whose log
 * @where: the subsystem, as in "hist:sched:sched_switch"
 * @line: the line, copied
 * @text: what is wrong, not copied
 * @pos: where in @line: a caret is shown there
 *
 * Context: sleeps.  Return: nothing: no memory means no entry.
 */
void error_log(struct trace_array *inst, const char *where, const char *line,
	       const char *text, unsigned int pos);

#endif /* _KERNEL_TRACE_CORE_CORE_H */
