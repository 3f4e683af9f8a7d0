// SPDX-License-Identifier: GPL-2.0
/*
 * set_event_pid and set_event_notrace_pid: whose events an instance records.
 *
 * A limit is a bitmap over all pids there can be, changed in place, so that
 * records, forks and exits meet it without a lock. An event is recorded if the
 * current task may record; of those that tell of another task, sched_switch and
 * the wake-ups, also if that one may.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/bitmap.h>
#include <linux/kstrtox.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/threads.h>
#include <linux/vmalloc.h>
#include <trace/events/sched.h>

#include "internal.h"

#define LIMIT_BYTES	(BITS_TO_LONGS(PID_MAX_LIMIT) * sizeof(long))

/* A record may have any number there. */
static bool is_in(unsigned long *bits, int pid)
{
	return pid >= 0 && pid < PID_MAX_LIMIT && test_bit(pid, bits);
}

/**
 * event_pids_want_record - may the task record that a record tells of?
 * @file: the event
 * @rec: the record
 *
 * Context: any, preemption disabled.
 */
bool event_pids_want_record(struct trace_event_file *file, const void *rec)
{
	struct pid_limits *limits = rcu_dereference_sched(event_instance_of(file->tr)->limits);
	int pid = *(pid_t *)(rec + file->pid_offset);
	unsigned long *only, *not;

	if (!limits)
		return true;
	only = READ_ONCE(limits->bits[LIMIT_ONLY]);
	not = READ_ONCE(limits->bits[LIMIT_NOT]);
	return (!only || is_in(only, pid)) && (!not || !is_in(not, pid));
}

/**
 * event_pid_offset - where an event's records name another task
 * @call: the event
 *
 * Return: the offset, 0 if they name none
 */
unsigned int event_pid_offset(struct trace_event_call *call)
{
	static const struct {
		const char *event;
		const char *field;
	} names[] = {
		{ "sched_switch",	"next_pid" },
		{ "sched_wakeup",	"pid" },
		{ "sched_wakeup_new",	"pid" },
		{ "sched_waking",	"pid" },
	};
	unsigned int i;

	if (strcmp(call->class->system, "sched"))
		return 0;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(trace_event_name(call), names[i].event)) {
			const struct trace_event_field *f =
				event_find_field(call, names[i].field);

			return f ? f->offset : 0;
		}
	return 0;
}

/* ---- children ---- */

/* Who follows forks and exits: instances with a limit, under event_mutex */
static unsigned int nr_limited;

/* The option event-fork: a task records as its parent does, without one: no more. */
static void inherit(struct task_struct *task, struct task_struct *parent)
{
	struct pid_limits *limits;
	struct event_instance *ei;
	int i;

	list_for_each_entry_rcu(ei, &event_instances, node) {
		limits = rcu_dereference_sched(ei->limits);
		if (!limits || !option_is_set(ei->inst, OPT_EVENT_FORK))
			continue;
		for (i = 0; i < NR_LIMITS; i++) {
			unsigned long *bits = READ_ONCE(limits->bits[i]);

			if (bits && !parent)
				clear_bit(task->pid, bits);
			else if (bits && is_in(bits, parent->pid))
				set_bit(task->pid, bits);
		}
	}
}

static void on_fork(void *unused, struct task_struct *self, struct task_struct *task)
{
	inherit(task, self);
}

/* A pid that is used again is another task. */
static void on_free(void *unused, struct task_struct *task)
{
	inherit(task, NULL);
}

static int follow(void)
{
	int ret;

	if (nr_limited++)
		return 0;
	ret = register_trace_sched_process_fork(on_fork, NULL);
	if (ret)
		goto leave;
	ret = register_trace_sched_process_free(on_free, NULL);
	if (ret)
		goto unfork;
	return 0;

unfork:
	unregister_trace_sched_process_fork(on_fork, NULL);
leave:
	nr_limited--;
	return ret;
}

static void unfollow(void)
{
	if (--nr_limited)
		return;
	unregister_trace_sched_process_fork(on_fork, NULL);
	unregister_trace_sched_process_free(on_free, NULL);
}

/* ---- setting ---- */

static void set_slow(struct event_instance *ei, bool on)
{
	struct trace_event_file *file;

	list_for_each_entry(file, &ei->files, list) {
		if (on)
			set_bit(EVENT_SLOW_PIDS_BIT, &file->slow);
		else
			clear_bit(EVENT_SLOW_PIDS_BIT, &file->slow);
	}
}

static struct pid_limits *limits_of(struct event_instance *ei)
{
	return rcu_dereference_protected(ei->limits, lockdep_is_held(&event_mutex));
}

static struct pid_limits *limits_get(struct event_instance *ei)
{
	struct pid_limits *limits = limits_of(ei);
	int ret;

	if (limits)
		return limits;
	ret = event_slow_prepare();
	if (ret)
		return ERR_PTR(ret);
	limits = kzalloc(sizeof(*limits), GFP_KERNEL);
	if (!limits)
		return ERR_PTR(-ENOMEM);
	ret = follow();
	if (ret) {
		kfree(limits);
		return ERR_PTR(ret);
	}
	rcu_assign_pointer(ei->limits, limits);
	return limits;
}

static void limit_clear(struct event_instance *ei, enum event_limit which)
{
	struct pid_limits *limits = limits_of(ei);
	unsigned long *bits;
	bool last;

	if (!limits || !limits->bits[which])
		return;
	bits = limits->bits[which];
	WRITE_ONCE(limits->bits[which], NULL);
	last = !limits->bits[!which];
	if (last) {
		set_slow(ei, false);
		rcu_assign_pointer(ei->limits, NULL);
		unfollow();
	}
	tracepoint_synchronize_unregister();
	vfree(bits);
	if (last)
		kfree(limits);
}

static enum event_limit limit_of(struct trace_file *f)
{
	return (enum event_limit)(unsigned long)f->row->data;
}

/*
 * Put the pids of a line into @bits, or only look at them. How many, or an error,
 * of the word at @last.
 */
static int take_pids(const char *line, unsigned long *bits, const char **last)
{
	char word[12];
	unsigned int pid;
	int ret, len, nr = 0;

	for (line = skip_spaces(line); *line; line = skip_spaces(line + len), nr++) {
		len = strcspn(line, " \t\n");
		*last = line;
		if (len >= sizeof(word))
			return -EINVAL;
		strscpy(word, line, len + 1);
		ret = kstrtouint(word, 0, &pid);
		if (ret)
			return ret;
		if (pid >= PID_MAX_LIMIT)
			return -EINVAL;
		if (bits)
			set_bit(pid, bits);
	}
	return nr;
}

/**
 * event_pids_line - pids for set_event_pid or set_event_notrace_pid
 * @f: the open file
 * @line: the pids, between blanks: all of them are added, or none
 *
 * Return: 0 or an error
 */
int event_pids_line(struct trace_file *f, char *line)
{
	struct event_instance *ei = event_instance_of(f->inst);
	enum event_limit which = limit_of(f);
	struct pid_limits *limits;
	const char *last = line;
	unsigned long *bits;
	int ret;

	ret = take_pids(line, NULL, &last);
	if (ret < 0)
		error_log(f->inst, f->row->name, line, "No process number", last - line);
	if (ret <= 0)
		return ret;

	guard(mutex)(&event_mutex);
	bits = limits_of(ei) ? limits_of(ei)->bits[which] : NULL;
	if (bits) {
		take_pids(line, bits, &last);
		return 0;
	}
	bits = vzalloc(LIMIT_BYTES);
	if (!bits)
		return -ENOMEM;
	limits = limits_get(ei);
	if (IS_ERR(limits)) {
		vfree(bits);
		return PTR_ERR(limits);
	}
	take_pids(line, bits, &last);
	/* Whoever finds the bitmap finds it cleared but for these bits. */
	smp_store_release(&limits->bits[which], bits);
	set_slow(ei, true);
	return 0;
}

/**
 * event_pids_clear - set_event_pid or set_event_notrace_pid opened for writing anew
 * @f: the open file
 *
 * Return: 0
 */
int event_pids_clear(struct trace_file *f)
{
	guard(mutex)(&event_mutex);
	limit_clear(event_instance_of(f->inst), limit_of(f));
	return 0;
}

/**
 * event_pids_show - print the pids of a limit
 * @m: to
 * @f: the open file
 *
 * Return: 0
 */
int event_pids_show(struct seq_file *m, struct trace_file *f)
{
	struct event_instance *ei = event_instance_of(f->inst);
	struct pid_limits *limits;
	unsigned long pid;

	guard(mutex)(&event_mutex);
	limits = limits_of(ei);
	if (!limits || !limits->bits[limit_of(f)])
		return 0;
	for_each_set_bit(pid, limits->bits[limit_of(f)], PID_MAX_LIMIT)
		seq_printf(m, "%lu\n", pid);
	return 0;
}

/**
 * event_pids_exit - an instance goes
 * @ei: its events
 */
void event_pids_exit(struct event_instance *ei)
{
	limit_clear(ei, LIMIT_ONLY);
	limit_clear(ei, LIMIT_NOT);
}
