/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of show/ share among themselves.
 */
#ifndef _KERNEL_TRACE_SHOW_INTERNAL_H
#define _KERNEL_TRACE_SHOW_INTERNAL_H

#include <linux/cpumask.h>
#include <linux/fs.h>
#include <linux/rwsem.h>

#include "show.h"

/* ---- symbol.c ---- */

#define SYMBOL_SLOTS	512	/* a power of two */
#define SYMBOL_ROOM	56

/**
 * struct symbol_cache - names of addresses that were printed before
 * @generation: which modules there were when it was filled
 * @offsets: names have their "+0x1/0x2"
 * @addr: address in each slot, 0: none
 * @name: what is printed for it
 * @len: its length
 *
 * Belongs to one reader, under its lock.
 */
struct symbol_cache {
	unsigned int	generation;
	bool		offsets;
	unsigned long	addr[SYMBOL_SLOTS];
	u8		len[SYMBOL_SLOTS];
	char		name[SYMBOL_SLOTS][SYMBOL_ROOM];
};

/* ---- read.c: the reader, one for each open file ---- */

/**
 * struct show_source - what one CPU has for a reader
 * @ts: when its next record was written
 * @cursor: for reading without consuming, NULL: the CPU has no buffer
 * @left: records that this pass may still show
 * @fresh: nothing of it has been shown in this pass
 * @queued: it is in the heap
 */
struct show_source {
	u64			ts;
	struct ring_cursor	*cursor;
	unsigned long		left;
	bool			fresh;
	bool			queued;
};

/**
 * struct task_column - the name and pid of a task as lines begin with it
 * @pid: the task
 * @len: length of @text; 0: to be found out in this read
 * @text: the column
 */
struct task_column {
	int		pid;
	unsigned int	len;
	char		text[32];
};

/**
 * struct past_type - what a type of record of another boot is now
 * @known: the rest is found out
 * @type: its number then
 * @event: what it is now, NULL: nobody knows
 */
struct past_type {
	bool			known;
	unsigned short		type;
	struct trace_event	*event;
};

/**
 * struct show_reader - the state of an open file that shows text
 * @lock: excludes threads that share the descriptor
 * @buffer: what it reads, pinned; NULL until something is read
 * @consume: it is trace_pipe
 * @dump: it prints for show_dump() or the like: no memory, no locks
 * @held: it.ent has not been shown yet
 * @annotate: say when a CPU's first record comes: records before it were lost
 * @has_next: @next is there
 * @skip_next: @next is part of the current line
 * @untaken: @now has not been consumed yet
 * @paused: recording is paused while it is open
 * @ended: the last read found the end
 * @error: why the last look found no record, if not for want of one
 * @start: time that latency-format counts from
 * @horizon: a consuming reader knows of all records up to this time
 * @pos: position of the file that the next byte is for
 * @heap_len: CPUs that have something
 * @heap: their numbers, a heap by time
 * @source: all CPUs
 * @now: the current record of a consuming reader
 * @next: the record after the current one on its CPU, for show_next()
 * @room: bytes at @record and at @next_data
 * @record: copy of the current record
 * @next_data: copy of the next one
 * @symbols: NULL until the first symbol
 * @task: names of tasks by a part of their pid
 * @past: the current record is of this boot of the past; NULL: it is of ours
 * @past_type: types that it had, while types_sem is held
 * @tracer: whose line() prints
 * @it: what printers see
 */
struct show_reader {
	struct mutex		lock;
	struct trace_buffer	*buffer;
	bool			consume;
	bool			dump;
	bool			held;
	bool			annotate;
	bool			has_next;
	bool			skip_next;
	bool			untaken;
	bool			paused;
	bool			ended;
	int			error;
	u64			start;
	u64			horizon;
	loff_t			pos;
	int			heap_len;
	int			*heap;
	struct show_source	*source;
	struct ring_record	now;
	struct ring_record	next;
	unsigned int		room;
	void			*record;
	void			*next_data;
	struct symbol_cache	*symbols;
	struct task_column	task[16];
	const struct past	*past;
	struct past_type	past_type[8];
	struct tracer		*tracer;
	struct trace_iterator	it;
};

static inline struct show_reader *reader_of(struct trace_iterator *it)
{
	return container_of(it, struct show_reader, it);
}

struct show_reader *reader_create(struct trace_array *inst, int cpu, bool snapshot, bool consume);
void reader_destroy(struct show_reader *rd);
int reader_begin(struct show_reader *rd, bool stay);
void reader_set_options(struct show_reader *rd);
void reader_rewind(struct show_reader *rd);
void reader_continue(struct show_reader *rd);
void reader_dump_pass(struct show_reader *rd);
bool reader_is_empty(struct show_reader *rd);
bool reader_next(struct show_reader *rd);
void reader_done(struct show_reader *rd);
u64 reader_next_ts(struct show_reader *rd);

/* ---- the files ---- */

/**
 * struct show_instance - what this room keeps in each instance
 * @latency: for show_latency(), which finds it here
 * @pipes: CPUs whose trace_pipe is open, under pipes_lock of text.c
 */
struct show_instance {
	struct show_latency	latency;
	cpumask_var_t		pipes;
};

static inline struct show_instance *show_instance(struct trace_array *inst)
{
	return inst->slot[SLOT_SHOW];
}

extern const struct file_operations show_trace_fops;
extern const struct file_operations show_snapshot_fops;
int show_snapshot_line(struct trace_file *f, char *line);
extern const struct file_operations show_pipe_fops;
extern const struct file_operations show_raw_fops;
extern const struct file_operations show_snapshot_raw_fops;

/* ---- line.c ---- */
char *line_flags(char *p, const struct trace_entry *ent);
char *line_time(char *p, u64 ts, bool in_ns);

/* ---- printf.c ---- */
__printf(4, 0) char *fast_printf(const struct trace_iterator *it, char *p, const char *end,
				 const char *fmt, va_list args);
__printf(2, 0) void checked_printf(struct trace_iterator *it, const char *fmt, va_list args);

/* ---- type.c ---- */
extern struct rw_semaphore types_sem;
struct trace_event *type_find(unsigned int type);
enum print_line_t reader_line(struct show_reader *rd);

/* ---- past.c ---- */
extern bool past_wanted;
void past_type_added(struct trace_event *event);
void past_instance_added(struct trace_array *inst);
bool past_has(const struct trace_iterator *it, const void *p);
enum print_line_t past_line(struct trace_iterator *it,
			    enum print_line_t (*line)(struct trace_iterator *it,
						      struct trace_event *event));

static inline const struct past *past_of(const struct trace_iterator *it)
{
	return container_of(it, struct show_reader, it)->past;
}

/* ---- record.c ---- */
extern struct trace_event record_types[NR_INTERNAL_TYPES];
void record_message(struct trace_iterator *it);

#endif /* _KERNEL_TRACE_SHOW_INTERNAL_H */
