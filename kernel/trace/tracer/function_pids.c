// SPDX-License-Identifier: GPL-2.0
/*
 * set_ftrace_pid and set_ftrace_notrace_pid: whose calls an instance records.
 *
 * A limit is a bitmap over all pids there can be: so that calls, forks and exits
 * meet it without a lock, numbers are added in place, and it goes, or another one
 * takes its place, without any CPU being in a callback when it is freed.
 */
#include <linux/bitmap.h>
#include <linux/seq_file.h>
#include <linux/sizes.h>
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

/* Callbacks, and those that follow forks and exits, may be looking at @bits. */
static void bits_free(unsigned long *bits)
{
	tracepoint_synchronize_unregister();
	hook_sync();
	vfree(bits);
}

static void limit_drop(struct function_inst *fi, enum pid_limit l)
{
	unsigned long *bits = fi->pids[l];

	if (!bits)
		return;
	WRITE_ONCE(fi->pids[l], NULL);
	/* If it fails, calls go where limits are looked at, and there are none. */
	function_update(fi);
	if (!--nr_limits) {
		unregister_trace_sched_process_fork(follow_fork, NULL);
		unregister_trace_sched_process_free(follow_exit, NULL);
	}
	bits_free(bits);
}

/* Put a limit into force, in place of another or of none.  Takes over @bits, also if it fails. */
static int limit_set(struct function_inst *fi, enum pid_limit l, unsigned long *bits)
{
	unsigned long *old = fi->pids[l];
	int err;

	if (!nr_limits) {
		err = register_trace_sched_process_fork(follow_fork, NULL);
		if (err)
			goto err_free;
		err = register_trace_sched_process_free(follow_exit, NULL);
		if (err)
			goto err_unregister;
	}
	WRITE_ONCE(fi->pids[l], bits);
	if (old) {
		bits_free(old);
		return 0;
	}
	nr_limits++;
	err = function_update(fi);
	if (err)
		limit_drop(fi, l);
	return err;

err_unregister:
	unregister_trace_sched_process_fork(follow_fork, NULL);
err_free:
	bits_free(bits);
	return err;
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

static int pid_parse(struct trace_file *f, const char *word, unsigned long *pid)
{
	int err = parse_number(word, 0, PID_MAX_LIMIT - 1, pid);

	if (err)
		error_log(f->inst, f->row->name, word, "No process number", 0);
	return err;
}

/*
 * Opened with O_TRUNC: the limit goes with the first numbers that are written, or when
 * the file is closed; not if what is written is wrong.
 */
#define TO_BE_DROPPED	((void *)1)

/* A write: numbers between blanks.  All of them are added, or none. */
static int pids_line(struct trace_file *f, char *text)
{
	struct function_inst *fi = function_of(f->inst);
	enum pid_limit l = file_limit(f);
	char *word, *rest = text, *end = text + strlen(text);
	unsigned long *bits, pid;
	unsigned int n = 0;
	int err = 0;

	while ((word = strsep(&rest, " \t\n"))) {
		if (!*word)
			continue;
		err = pid_parse(f, word, &pid);
		if (err)
			return err;
		n++;
	}
	if (!n)
		return 0;
	guard(mutex)(&function_lock);
	bits = f->private ? NULL : fi->pids[l];
	if (!bits)
		bits = vzalloc(LIMIT_BYTES);
	if (!bits)
		return -ENOMEM;
	for (word = text; word < end; word += strlen(word) + 1)
		if (*word && !pid_parse(f, word, &pid))
			set_bit(pid, bits);
	if (bits != fi->pids[l])
		err = limit_set(fi, l, bits);
	if (!err)
		f->private = NULL;
	return err;
}

static int pids_truncate(struct trace_file *f)
{
	f->private = TO_BE_DROPPED;
	return 0;
}

static void pids_released(struct trace_file *f)
{
	if (!f->private || f->refused)
		return;
	mutex_lock(&function_lock);
	limit_drop(function_of(f->inst), file_limit(f));
	mutex_unlock(&function_lock);
}

/* In the order of enum pid_limit */
const struct trace_file_row function_pid_files[NR_FUNCTION_PID_FILES] = {
	{ .name = "set_ftrace_pid", .mode = 0640, .where = FILE_EVERY, .max_line = SZ_64K,
	  .show = pids_show, .line = pids_line, .truncate = pids_truncate,
	  .released = pids_released },
	{ .name = "set_ftrace_notrace_pid", .mode = 0640, .where = FILE_EVERY, .max_line = SZ_64K,
	  .show = pids_show, .line = pids_line, .truncate = pids_truncate,
	  .released = pids_released },
};
