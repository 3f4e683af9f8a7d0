/* SPDX-License-Identifier: GPL-2.0 */
/*
 * event/: trace events, as other rooms and the files of this room see them.
 *
 * What it is for: the registry of all events; an event in an instance (a
 * "file", struct trace_event_file), its directory in events/, filters and
 * triggers; the way of a record from a probe to the ring buffer or to perf.
 *
 * What it owns: event_calls, the list of events; the files of each instance.
 * What macros make of a TRACE_EVENT() is described in include/trace/trace_events.h,
 * the structures are in include/linux/trace_events.h.
 *
 * Locks: event_mutex protects all of it: the registry, all files in all
 * instances, enabling, filters and triggers. It is taken outside trace_lock, by
 * everybody: a room that holds trace_lock may not call in here. What records see
 * (trace_event_file::slow, ::filter, ::triggers) they read with preemption
 * disabled: who takes something away from them clears its bit in ::slow, or its
 * pointer, and then waits with synchronize_rcu() or defers by call_rcu() (which
 * wait for disabled preemption too), with event_mutex dropped if it can.
 *
 * Lifetime: a file is pinned by event_file_get(), which pins its instance and its
 * event as well; both are looked for again, under event_mutex, by everybody who
 * only has the pointer: file->gone.
 */
#ifndef _KERNEL_TRACE_EVENT_EVENT_H
#define _KERNEL_TRACE_EVENT_EVENT_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/trace_events.h>

#include "../core/core.h"

extern struct mutex event_mutex;

/* The start of this room; from trace_init() */
void __init event_init(void);

/* ---- the registry; under event_mutex ---- */

extern struct list_head event_calls;

#define for_each_event(call) list_for_each_entry(call, &event_calls, list)

/* By name; @system NULL: the first of that name.  NULL if there is none. */
struct trace_event_call *event_find(const char *system, const char *name);

/* By number (trace_event::type, what the id file says) */
struct trace_event_call *event_find_type(u64 type);

/* Pin what an event is made of: its module, or the user's object.  False: going. */
bool event_pin(struct trace_event_call *call);
void event_unpin(struct trace_event_call *call);

/* Is it pinned?  A dynamic event that is may not be removed. */
bool event_is_pinned(struct trace_event_call *call);

/* ---- fields ---- */

/* All of an event's own fields; the common ones are event_common_fields. */
const struct trace_event_field *event_fields(struct trace_event_call *call, unsigned int *nr);

/* common_type, common_flags, common_preempt_count, common_pid */
#define NR_COMMON_FIELDS	4
extern const struct trace_event_field event_common_fields[NR_COMMON_FIELDS];

/*
 * A field by its name: the event's own, a common one, or one of those that no
 * record holds (CPU, cpu, COMM, comm, stacktrace of the moment: FILTER_CPU,
 * FILTER_COMM, FILTER_STACKTRACE with size 0).  NULL if there is none.  Lives as
 * long as the event.
 */
const struct trace_event_field *event_find_field(struct trace_event_call *call, const char *name);

/* What a string of a type that a user or a macro wrote is to a filter: FILTER_* */
int event_filter_type(const char *type);

/* ---- an event in an instance; under event_mutex ---- */

struct list_head *event_files(struct trace_array *inst);

#define for_each_event_file(file, inst) \
	list_for_each_entry(file, event_files(inst), list)

struct trace_event_file *event_file_find(struct trace_array *inst, const char *system,
					 const char *name);

/* Pin a file, its instance and its event.  False: gone. */
bool event_file_get(struct trace_event_file *file);
void event_file_put(struct trace_event_file *file);

/* The same without the instance, for what goes with it */
bool event_file_hold(struct trace_event_file *file);
void event_file_release(struct trace_event_file *file);

/* What the enable file does */
int event_file_enable(struct trace_event_file *file, bool on);

/*
 * For what turns recording on and off from any context (the triggers
 * enable_event and disable_event, function commands of the same name): between
 * soft_get() and soft_put() the event is attached, and event_file_soft_set(),
 * from any context, says whether it is recorded.  A file that the user had not
 * enabled starts off.  The enable file then shows "0*" or "1*".
 */
int event_file_soft_get(struct trace_event_file *file);
void event_file_soft_put(struct trace_event_file *file);
void event_file_soft_set(struct trace_event_file *file, bool on);
bool event_file_soft_is_set(struct trace_event_file *file, bool on);

/*
 * For what wants to see the event's records, recorded or not: an event with
 * triggers.  The first one attaches it and sets EVENT_SLOW_TRIGGER_BIT, which
 * the last one clears.
 */
int event_file_trigger_get(struct trace_event_file *file);
void event_file_trigger_put(struct trace_event_file *file);

/*
 * Turn on or off what matches, patterns with * and ?, NULL: any; what a word of
 * set_event says, ! in front included.  -EINVAL: nothing matches.  An error
 * changes nothing.
 */
int event_set_match(struct trace_array *inst, const char *system, const char *name,
		    const char *module, bool on);
int event_set_line(struct trace_array *inst, char *line, bool on);

/* ---- perf; under event_mutex ---- */

/* For events that perf opens by other means than their number; @call is pinned. */
int event_perf_open(struct trace_event_call *call, struct perf_event *event);
void event_perf_close(struct perf_event *event);

/* ---- what filter*.c and trigger*.c give to the rest of the room ---- */

/*
 * How a record goes.  trace_event_buffer_reserve() tests one word, file->slow.
 * If it is 0 the record is made in the ring buffer, at once.  If not:
 *
 *   EVENT_SLOW_PIDS	a task that the instance does not want: NULL, unless the
 *			record names another task, which it may want; a task that
 *			it wants: as if the bit were clear
 *   FILTER, TRIGGER	the record is made in scratch memory of this CPU and
 *			context
 *   OFF alone		NULL
 *
 * and in trace_event_buffer_commit():
 *
 *   TRIGGER		mask = event_triggers(file, rec, here);
 *   FILTER		filter_match() false: not written
 *   unless OFF		written to the buffer; then stacks
 *   TRIGGER		event_triggers_post(file, mask, rec, here) if mask is not 0
 *
 * Both run with preemption disabled, in any context, NMI included.
 */

/*
 * Run the triggers.  @rec is the whole record, common fields included.  Return:
 * bits, for those that want to run after the record is in the buffer.  @here is
 * for stacks: in the function that the event's probe has called; or NULL.
 */
unsigned long event_triggers(struct trace_event_file *file, void *rec, struct pt_regs *here);
void event_triggers_post(struct trace_event_file *file, unsigned long mask, void *rec,
			 struct pt_regs *here);

/*
 * The files filter, of an event and of a system, and trigger.  @line is one line,
 * changed as they like.  event_mutex is held.
 */
void event_filter_show(struct seq_file *m, struct trace_event_file *file);
int event_filter_set(struct trace_event_file *file, char *line);

/*
 * A system's filter file: set it on all events of the system that have the
 * fields.  At an error nothing is changed, and *@text, which belongs to the
 * caller and replaces what the file showed, tells why.
 */
int event_filter_set_system(struct trace_array *inst, const char *system, char *line,
			    char **text);

int event_trigger_show(struct seq_file *m, struct trace_event_file *file);
int event_trigger_line(struct trace_event_file *file, char *line);
/* The trigger file opened with O_TRUNC */
void event_trigger_clear(struct trace_event_file *file);

/* A filter that belongs to no file: perf's, a trigger's.  NULL goes too. */
int event_filter_create(struct trace_array *inst, struct trace_event_call *call,
			const char *text, struct event_filter **filter);
void event_filter_free(struct event_filter *filter);

/*
 * A file goes away: take its filter and triggers with it.  No record is being
 * made any more, the event is off; may sleep.
 */
void event_filter_file_gone(struct trace_event_file *file);
void event_trigger_file_gone(struct trace_event_file *file);

/* ---- for rooms that are about events ---- */

/* A file for each event, from the room's init function, before there are directories */
void __init event_row_register(const struct trace_file_row *row);

/* Is an event recorded by anybody, or pinned?  Then it may not be removed. */
bool event_is_busy(struct trace_event_call *call);

/* What a filter was compiled from */
const char *event_filter_text(const struct event_filter *filter);

/* The name of a system call, NULL if there is none of that number */
const char *event_syscall_name(int nr);

/* ---- for rooms that make events (probes, synthetic, user events) ---- */

/*
 * trace_add_event_call() with class->fields, ->nr_fields, ->print_fmt set and
 * TRACE_EVENT_FL_DYNAMIC in flags; event.type 0 is given a number; event.funcs
 * are their own, or NULL: &event_print_funcs, for what class->print() prints.
 * trace_remove_event_call() is -EBUSY while it is enabled or pinned anywhere, and
 * waits until no record is being made.  Both take event_mutex.  These are for who
 * holds it, and event_remove() does not wait: a grace period of RCU must pass,
 * one for however many events, before anything that records use is freed.
 */
int event_add(struct trace_event_call *call);
int event_remove(struct trace_event_call *call);

extern struct trace_event_functions event_print_funcs;

#endif /* _KERNEL_TRACE_EVENT_EVENT_H */
