// SPDX-License-Identifier: GPL-2.0
/*
 * set_ftrace_pid and set_ftrace_notrace_pid: whose calls an instance records.
 *
 * A limit is a bitmap over all pids there can be: so that calls, forks and exits
 * meet it without a lock, it is changed in place, and only goes when no CPU can
 * be in a callback.
 */
#include <linux/bitmap.h>
#include <linux/seq_file.h>
#include <linux/threads.h>
#include <linux/vmalloc.h>
#include <trace/events/sched.h>

#include "function.h"

#define LIMIT_BYTES	(BITS_TO_LONGS(PID_MAX_LIMIT) * sizeof(long))

/* Instances with a limit: who follows forks and exits. Under function_lock */
static unsigned int nr_limits;

static void follow_fork(void *unused, struct task_struct *parent, struct task_struct *child)
{
	struct function_inst *fi;

	list_for_each_entry_rcu(fi, &function_instances, node, true) {
		if (!option_is_set(fi->inst, OPT_FUNCTION_FORK))
			continue;
		for (int l = 0; l < NR_PID_LIMITS; l++) {
			unsigned long *bits = READ_ONCE(fi->pids[l]);

			if (bits && test_bit(parent->pid, bits))
				set_bit(child->pid, bits);
		}
	}
}

/* The next task with this number is another one. */
static void follow_exit(void *unused, struct task_struct *task)
{
	struct function_inst *fi;

	list_for_each_entry_rcu(fi, &function_instances, node, true) {
		if (!option_is_set(fi->inst, OPT_FUNCTION_FORK))
			continue;
		for (int l = 0; l < NR_PID_LIMITS; l++) {
			unsigned long *bits = READ_ONCE(fi->pids[l]);

			if (bits)
				clear_bit(task->pid, bits);
		}
	}
}

static int limit_add(struct function_inst *fi, enum pid_limit l, unsigned long *bits)
{
	int err = 0;

	if (!nr_limits) {
		err = register_trace_sched_process_fork(follow_fork, NULL);
		if (err)
			return err;
		err = register_trace_sched_process_free(follow_exit, NULL);
		if (err) {
			unregister_trace_sched_process_fork(follow_fork, NULL);
			return err;
		}
	}
	nr_limits++;
	WRITE_ONCE(fi->pids[l], bits);
	err = function_update(fi);
	if (err)
		pr_warn("ftrace: pid limits: error %d: not tracing any more\n", err);
	return 0;
}

static void limit_drop(struct function_inst *fi, enum pid_limit l)
{
	unsigned long *bits = fi->pids[l];

	if (!bits)
		return;
	WRITE_ONCE(fi->pids[l], NULL);
	function_update(fi);
	if (!--nr_limits) {
		unregister_trace_sched_process_fork(follow_fork, NULL);
		unregister_trace_sched_process_free(follow_exit, NULL);
	}
	/* Callbacks, and those that follow forks and exits, may be looking at it. */
	tracepoint_synchronize_unregister();
	hook_sync();
	vfree(bits);
}

void function_pids_exit(struct function_inst *fi)
{
	mutex_lock(&function_lock);
	for (int l = 0; l < NR_PID_LIMITS; l++)
		limit_drop(fi, l);
	mutex_unlock(&function_lock);
}

static enum pid_limit file_limit(const struct trace_file *f)
{
	return f->row - function_pid_files;
}

static int pids_show(struct seq_file *m, struct trace_file *f)
{
	const unsigned long *bits;
	unsigned int pid;

	mutex_lock(&function_lock);
	bits = function_of(f->inst)->pids[file_limit(f)];
	if (!bits)
		seq_puts(m, "no pid\n");
	else
		for_each_set_bit(pid, bits, PID_MAX_LIMIT)
			seq_printf(m, "%u\n", pid);
	mutex_unlock(&function_lock);
	return 0;
}

static int pids_line(struct trace_file *f, char *word)
{
	struct function_inst *fi = function_of(f->inst);
	enum pid_limit l = file_limit(f);
	unsigned long *bits, pid;
	int err;

	err = parse_number(word, 0, PID_MAX_LIMIT - 1, &pid);
	if (err) {
		error_log(f->inst, f->row->name, word, "No process number", 0);
		return err;
	}
	mutex_lock(&function_lock);
	bits = fi->pids[l];
	if (bits) {
		set_bit(pid, bits);
	} else {
		bits = vzalloc(LIMIT_BYTES);
		err = bits ? 0 : -ENOMEM;
		if (bits) {
			set_bit(pid, bits);
			err = limit_add(fi, l, bits);
			if (err)
				vfree(bits);
		}
	}
	mutex_unlock(&function_lock);
	return err;
}

static int pids_truncate(struct trace_file *f)
{
	mutex_lock(&function_lock);
	limit_drop(function_of(f->inst), file_limit(f));
	mutex_unlock(&function_lock);
	return 0;
}

/* In the order of enum pid_limit */
const struct trace_file_row function_pid_files[NR_FUNCTION_PID_FILES] = {
	{ .name = "set_ftrace_pid", .mode = 0640, .where = FILE_EVERY, .unit = UNIT_WORDS,
	  .show = pids_show, .line = pids_line, .truncate = pids_truncate },
	{ .name = "set_ftrace_notrace_pid", .mode = 0640, .where = FILE_EVERY, .unit = UNIT_WORDS,
	  .show = pids_show, .line = pids_line, .truncate = pids_truncate },
};
