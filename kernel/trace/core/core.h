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
 * Locks: instances_mutex is held while an instance is made or removed, and
 * around the calls of its parts.  trace_lock (a mutex) protects the list of
 * instances, and of each instance whatever its fields do not say otherwise of.
 * Order: instances_mutex, then the locks of the rooms above (event_mutex, ...),
 * then trace_lock, then the hook room's lock, then cpus_read_lock(), then the
 * ring room's.
 *
 * Rooms above core (show, event, probe, tracer) add to every instance through
 * a struct instance_part; core knows none of them.
 */
#ifndef _KERNEL_TRACE_CORE_CORE_H
#define _KERNEL_TRACE_CORE_CORE_H

#include <linux/cpumask.h>
#include <linux/irq_work.h>
#include <linux/jump_label.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/trace.h>

#include "../ring/ring.h"
#include "past.h"
#include "swap_lock.h"

struct dentry;
struct eventfs_inode;
struct past_area;
struct trace_array;
struct tracer;
struct xbc_node;

extern struct mutex instances_mutex;
extern struct mutex trace_lock;

/* The start of this room; from early_trace_init(), and from trace_init() */
int core_init(void);
void core_boot(void);

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
	NO_SLOT = NR_INSTANCE_SLOTS,
};

/* How many tracers there can be: each instance keeps an option word for each */
#define MAX_TRACERS	24

/**
 * struct trace_array - an instance
 * @buffer: where its records go; changes under @swap_lock. Whoever reads it has
 *	preemption off until done with what it points to, or holds trace_lock, or
 *	pins it: see instance_buffer_get()
 * @options: bits of enum trace_option
 * @tracer: the current tracer; changes under trace_lock
 * @tracer_data: the current tracer's own
 * @slot: what the rooms above keep here
 * @name: NULL for the top level
 * @node: in trace_instances, under trace_lock
 * @ref: 1, plus open files and in-kernel users; only at 1 it can be removed.
 *	0 while it is made: nobody gets hold of what may yet fail
 * @serial: never used twice, what its files know it by
 * @snapshot: the spare buffer, NULL until one is asked for; as @buffer
 * @pair: both buffers, in an order that stays; changes under trace_lock and
 *	@swap_lock. Who wants to do the same to both takes them from here: @buffer
 *	and @snapshot may change places between two looks
 * @pins: how many readers each of @pair has; under @swap_lock
 * @left: snapshots that are gone, but for their readers; under @swap_lock
 * @mixed: single CPUs of @pair have changed places, so that who pins one pins
 *	both; under @swap_lock
 * @snapshot_users: triggers and tracers that need @snapshot to stay; changes
 *	under @swap_lock too
 * @waiters: who waits for records, whichever of @pair they come to
 * @mapped: files through which @buffer is mapped: it keeps its place; under
 *	@swap_lock
 * @cpumask: CPUs that record
 * @dir: its directory in tracefs; NULL for the top level, as tracefs has it
 * @has_files: @dir has been filled
 * @systems: event systems it is limited to, NULL: all
 * @swap_lock: for changing places of @buffer and @snapshot, and what must go
 *	with the place
 * @swap_work: wakes who waits for records in what is the spare buffer now, and
 *	takes the snapshot that an NMI could not
 * @swap_due: an NMI wants a snapshot
 * @option_dir: options/
 * @cpu_dir: per_cpu/
 * @tracer_bits: the tracers' own options, by struct tracer::index
 * @size_kb: what each CPU's buffer was asked to be
 * @expanded: @buffer has these sizes; false: nobody has used it yet
 * @clock: index of its clock
 * @buffer_percent: how full a buffer wakes its readers
 * @stopped: how many want it not to record, for a while; under @swap_lock
 * @errors: the error log
 * @nr_errors: how many it has
 * @max_latency: in ns, what the latency tracers found
 * @boot_events: events that the command line wants on, between commas; gone
 *	after boot
 * @range: memory that survives a reboot, which @buffer is in; or NULL
 * @range_size: its size
 * @past: what is known of the records that were found there, NULL: there were none;
 *	stays as it is once the instance has been made
 * @past_area: where is noted what the next boot is to know
 * @printk_ready: trace_array_printk() may write here
 * @marker_watch: somebody wants to see what is written to trace_marker
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

	/* under trace_lock, unless said otherwise */
	const char		*name;
	struct list_head	node;
	refcount_t		ref;
	u32			serial;
	struct trace_buffer	*snapshot;
	struct trace_buffer	*pair[2];
	unsigned int		pins[2];
	struct list_head	left;
	bool			mixed;
	unsigned int		snapshot_users;
	struct ring_waiters	*waiters;
	unsigned int		mapped;
	cpumask_var_t		cpumask;
	struct dentry		*dir;
	bool			has_files;
	const char		*systems;
	struct swap_lock	swap_lock;
	struct irq_work		swap_work;
	bool			swap_due;
	struct eventfs_inode	*option_dir;
	struct eventfs_inode	*cpu_dir;
	u32			tracer_bits[MAX_TRACERS];
	unsigned int		*size_kb;
	bool			expanded;
	bool			printk_ready;
	u8			clock;
	unsigned int		buffer_percent;
	unsigned int		stopped;
	struct list_head	errors;
	unsigned int		nr_errors;
	unsigned long		max_latency;
	char			*boot_events;
	void			*range;
	unsigned long		range_size;
	struct past		*past;
	struct past_area	*past_area;
	const struct marker_watch *marker_watch;
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
	FILE_CPU	= BIT(2),	/* in per_cpu/cpuN/ of each */
};

#define FILE_EVERY	(FILE_TOP | FILE_INSTANCE)

/* What a write to a text file is made of */
enum trace_file_unit {
	UNIT_VALUE,	/* each write is one unit, its last newline stripped */
	UNIT_LINES,	/* lines; the end of a write ends a line */
	UNIT_WORDS,	/* words between blanks; one may go on in the next write */
	UNIT_WHOLE_WORDS, /* words between blanks; the end of a write ends a word */
};

struct trace_file;

/**
 * struct trace_file_row - a file of tracefs: a row of its room's table
 * @name: its name
 * @mode: its permissions
 * @where: directories that have it
 * @unit: how writes are cut into units
 * @show: print what it says
 * @seq: or: print it item by item; seq_file::private is the struct trace_file
 * @line: take one unit, NUL-terminated; it may be changed. 0 or an error
 *	number. A write that fails at a unit returns how much went before, or
 *	the error if nothing did.
 * @mistake: what error_log says of a unit that @line returned -EINVAL or -ERANGE
 *	for; NULL: @line says it itself, it may know where the mistake is
 * @max_line: longest unit taken, 0: a page
 * @truncate: what opening with O_TRUNC does before anything is written
 * @opened: called at the end of open; may fail; may be NULL
 * @released: called when the file is closed, also if nothing was written
 * @fops: instead of all that, for files that are more than text. Their open
 *	calls trace_file_open() first, their release calls
 *	trace_file_release() last. With trace_file_write() among them they take
 *	lines as well.
 * @data: for the room
 *
 * Whether with @fops or without, an open file is a struct trace_file, which
 * trace_file_of() finds, and which pins its instance. Lockdown and the
 * instance's life are looked after in one place.
 */
struct trace_file_row {
	const char	*name;
	umode_t		mode;
	u8		where;
	u8		unit;
	int		(*show)(struct seq_file *m, struct trace_file *f);
	const struct seq_operations *seq;
	int		(*line)(struct trace_file *f, char *line);
	const char	*mistake;
	size_t		max_line;
	int		(*truncate)(struct trace_file *f);
	int		(*opened)(struct trace_file *f);
	void		(*released)(struct trace_file *f);
	const struct file_operations *fops;
	const void	*data;
};

#define CPU_ALL	(-1)

#define NOT_A_SWITCH	"Neither 0 nor 1"
#define NOT_A_NUMBER	"No number, or out of bounds"

/**
 * struct trace_file - an open file
 * @inst: the instance, pinned
 * @cpu: the CPU of a file in per_cpu/, CPU_ALL elsewhere
 * @row: its row
 * @private: for the room
 * @lock: one unit at a time: two threads may share a descriptor
 * @carry: the start of a word whose end the next write brings
 * @carried: how long it is
 * @refused: something that was written was not taken
 *
 * With @fops it is file->private_data, for text seq_file::private.
 */
struct trace_file {
	struct trace_array		*inst;
	int				cpu;
	const struct trace_file_row	*row;
	void				*private;
	struct mutex			lock;
	char				*carry;
	size_t				carried;
	bool				refused;
};

struct trace_file *trace_file_of(struct file *file);
int trace_file_open(struct inode *inode, struct file *file);
int trace_file_open_as(struct file *file, struct trace_array *inst, int cpu,
		       const struct trace_file_row *row, void *private);
int trace_file_release(struct inode *inode, struct file *file);
ssize_t trace_file_write(struct file *file, const char __user *ubuf, size_t count, loff_t *pos);
const struct file_operations *trace_text_fops(void);
int trace_files_create(struct trace_array *inst, struct dentry *dir,
		       const struct trace_file_row *rows, unsigned int nr, int cpu);
int trace_file_create(struct trace_array *inst, struct dentry *dir,
		      const struct trace_file_row *row, const char *name, int cpu);

/**
 * struct file_listing - files that are made when somebody looks for them
 * @rows: one for each
 * @entries: the same for eventfs, NULL until a directory is made
 * @nr: how many
 *
 * For directories that each instance has, and few look into.
 */
struct file_listing {
	struct trace_file_row	*rows;
	struct eventfs_entry	*entries;
	unsigned int		nr;
};

int file_listing_add(struct file_listing *l, const struct trace_file_row *rows, unsigned int nr,
		     u8 where);
struct eventfs_inode *file_listing_dir(struct trace_array *inst, const char *name,
				       struct eventfs_inode *parent, struct file_listing *l,
				       int cpu);

/* Units that are numbers: all of the unit, or -EINVAL, -ERANGE */
int parse_number(const char *text, unsigned long min, unsigned long max, unsigned long *value);
int parse_switch(const char *text, bool *on);

/**
 * struct instance_part - what a room adds to every instance
 * @slot: which of the slots is the room's
 * @init: called when an instance is made, before its files appear and before
 *	it is in trace_instances; may fail
 * @exit: called when it goes: it has no open files and is not in
 *	trace_instances any more, but records may still be on their way; its
 *	directory is still there, and is removed afterwards
 * @files: the room's files
 * @nr_files: how many
 * @populate: for directories and files that no table can tell; may be NULL
 * @bootconfig: do what the node of @inst in the boot configuration asks of the
 *	room; called once at boot, in the order of the parts, after the generic
 *	options and before the tracer starts; may be NULL
 * @node: in the list of parts
 *
 * All are called under instances_mutex, without trace_lock.
 * instance_add_part() applies to the instances that exist already, and is to be
 * called before the files appear, which is at fs_initcall_sync().
 */
struct instance_part {
	enum instance_slot	slot;
	int			(*init)(struct trace_array *inst);
	void			(*exit)(struct trace_array *inst);
	const struct trace_file_row *files;
	unsigned int		nr_files;
	int			(*populate)(struct trace_array *inst, struct dentry *dir);
	void			(*bootconfig)(struct trace_array *inst, struct xbc_node *node);
	struct list_head	node;
};

int instance_add_part(struct instance_part *part);

struct trace_array *instance_find(const char *name);

/* ---- buffers ---- */

/* Give the buffer its real size: something is going to be recorded. */
int instance_expand(struct trace_array *inst);

/* tracing_on */
void instance_on(struct trace_array *inst);
void instance_off(struct trace_array *inst);
bool instance_is_on(struct trace_array *inst);

/* Not recording for a while, whatever tracing_on says; nests. Takes no lock. */
void instance_pause(struct trace_array *inst);
void instance_resume(struct trace_array *inst);

/* Forget what is recorded: all, or what one CPU has */
void instance_clear(struct trace_array *inst, int cpu);

/*
 * For readers: a buffer that stays until it is put. Get it anew for each read,
 * then it is the one that now stands in that place.
 */
struct trace_buffer *instance_buffer_get(struct trace_array *inst, bool snapshot);
void instance_buffer_put(struct trace_array *inst, struct trace_buffer *b);

/* Times of records are nanoseconds */
bool instance_clock_is_ns(struct trace_array *inst);

/* Give it another clock, under trace_lock; what is recorded already goes. */
int instance_set_clock_by_name(struct trace_array *inst, const char *name);

/* ---- snapshots ---- */

int snapshot_command(struct trace_array *inst, int cpu, unsigned long command);
int snapshot_alloc(struct trace_array *inst);
int snapshot_drop(struct trace_array *inst);
int snapshot_arm(struct trace_array *inst);
void snapshot_disarm(struct trace_array *inst);
int snapshot_take(struct trace_array *inst);
int snapshot_take_here(struct trace_array *inst);

/* While the buffer is mapped there are no snapshots: -EBUSY if somebody needs them. */
int instance_map(struct trace_array *inst);
void instance_unmap(struct trace_array *inst);

/* ---- markers ---- */

/**
 * struct marker_watch - for the room above that has triggers on markers
 * @before: sees a record that is not in the buffer yet; returns a mask
 * @after: called when it is, if the mask is not 0
 *
 * Both with preemption disabled.
 */
struct marker_watch {
	unsigned long	(*before)(struct trace_array *inst, void *rec);
	void		(*after)(struct trace_array *inst, unsigned long mask);
};

/* ---- tasks' names ---- */

/* Something is going to record pids: remember names. Sleeps. Call it as often as you like. */
void comm_start(void);

/* The name of a task, dead or alive, "<...>" if nobody knows. Any context. */
void comm_of(int pid, char comm[TASK_COMM_LEN]);
/* Its thread group, 0 if nobody knows. Any context. */
int comm_tgid(int pid);

/* ---- listeners ---- */

DECLARE_STATIC_KEY_FALSE(trace_exports_on);
void __record_export(const void *entry, unsigned int len, int what);

/* Hand a record to who listens to records of that kind (TRACE_EXPORT_*). */
static __always_inline void record_export(const void *entry, unsigned int len, int what)
{
	if (static_branch_unlikely(&trace_exports_on))
		__record_export(entry, len, what);
}

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

int option_set(struct trace_array *inst, enum trace_option opt, bool on);

static inline bool option_is_set(struct trace_array *inst, enum trace_option opt)
{
	return READ_ONCE(inst->options) & opt;
}

/* ---- the boot configuration ---- */

/* The values of a key below @node; a key without one has the value "". */
#define boot_config_for_each(node, key, at, value)			\
	for (value = xbc_node_find_value(node, key, &(at)); value;	\
	     at = (at) ? xbc_node_get_child(at) : NULL,			\
	     value = (at) ? xbc_node_get_data(at) : NULL)

/* ---- tracers ---- */

/* A tracer's own option: a row of its table, ended by one without a name */
struct tracer_option {
	const char	*name;
	u32		bit;
};

struct trace_iterator;

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
 * @set_flag: told of a generic option of @inst that changes; may refuse
 * @busy: number of instances it runs in
 * @index: its place in trace_array::tracer_bits
 * @nr_options: rows in @option_rows
 * @option_rows: files of its options
 * @node: in the list of tracers
 */
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
	int		(*set_flag)(struct trace_array *inst, enum trace_option opt, bool on);

	/* core's */
	int		busy;
	unsigned int	index;
	unsigned int	nr_options;
	const struct trace_file_row *option_rows;
	struct list_head node;
};

int tracer_register(struct tracer *t);
int tracer_set(struct trace_array *inst, const char *name);

static inline u32 tracer_options(struct trace_array *inst, const struct tracer *t)
{
	return READ_ONCE(inst->tracer_bits[t->index]);
}

/* ---- limits ---- */

/* In ns: shorter is not recorded by tracers that measure; 0: all is */
extern unsigned long tracing_thresh;

/* A file of microseconds whose row's data is an unsigned long of ns */
int usecs_show(struct seq_file *m, struct trace_file *f);
int usecs_line(struct trace_file *f, char *line);

/* ---- in a crash ---- */

/* How an instance is dumped; the room that prints records sets it. CPU or CPU_ALL */
extern void (*instance_dumper)(struct trace_array *inst, int cpu);

/*
 * Before a buffer has sub-buffers of that order: make room for one that is dumped,
 * as in a crash there is no memory to be had. Under trace_lock. 0 or -ENOMEM
 */
extern int (*instance_dump_room)(unsigned int order);

/* ---- error log ---- */

/**
 * error_log - remember a mistake in a line for the error_log file
 * @inst: whose log
 * @where: the subsystem, as in "hist:sched:sched_switch"
 * @line: the line, copied
 * @text: what is wrong, copied
 * @pos: where in @line: a caret is shown there
 *
 * Context: sleeps.  Return: nothing: no memory means no entry.
 */
void error_log(struct trace_array *inst, const char *where, const char *line,
	       const char *text, unsigned int pos);

#endif /* _KERNEL_TRACE_CORE_CORE_H */
