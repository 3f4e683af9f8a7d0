// SPDX-License-Identifier: GPL-2.0
/*
 * Names and thread groups of tasks, for pids in records.
 *
 * A task that lives can be asked. So only the dead need a record: while
 * anything is traced, each task that exits leaves its name in a table, at the
 * place that its pid has there. Nothing is done when tasks are switched, or
 * when a record is written.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/stat.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <trace/events/sched.h>

#include "internal.h"

struct comm_entry {
	int	pid;
	int	tgid;
	u64	born;
	char	comm[TASK_COMM_LEN];
};

#define DEFAULT_NAMES	8192

/*
 * The dead. table_lock protects the table and what is in it; it is taken from
 * any context by who tries, and waited for by tasks alone.
 */
static DEFINE_RAW_SPINLOCK(table_lock);
static struct comm_entry *table;
static unsigned int table_size;

/* Protects what follows; within trace_lock, a leaf but for registering the probe. */
static DEFINE_MUTEX(comm_lock);
static bool started;
static bool wanted;
static bool probing;
static unsigned int wanted_size = DEFAULT_NAMES;

static void fill_entry(struct comm_entry *e, struct task_struct *task)
{
	e->pid = task->pid;
	e->tgid = task->tgid;
	e->born = task->start_boottime;
	strscpy(e->comm, task->comm);
}

static void probe_exit(void *unused, struct task_struct *task)
{
	guard(raw_spinlock_irqsave)(&table_lock);
	if (table)
		fill_entry(&table[task->pid % table_size], task);
}

static int resize_table(unsigned int size)
{
	struct comm_entry *new = kvcalloc(size, sizeof(*new), GFP_KERNEL), *old, *e;
	unsigned int i, old_size;

	lockdep_assert_held(&comm_lock);
	if (!new)
		return -ENOMEM;
	scoped_guard(raw_spinlock_irqsave, &table_lock) {
		old = table;
		old_size = table_size;
		table = new;
		table_size = size;
		for (i = 0; i < old_size; i++) {
			e = &old[i];
			if (e->pid)
				new[e->pid % size] = *e;
		}
	}
	kvfree(old);
	return 0;
}

static bool names_wanted(void)
{
	struct trace_array *inst;

	lockdep_assert_held(&trace_lock);
	for_each_instance(inst)
		if (option_is_set(inst, OPT_RECORD_CMD | OPT_RECORD_TGID))
			return true;
	return false;
}

static int start_probing(void)
{
	int ret = table ? 0 : resize_table(wanted_size);

	return ret ?: register_trace_sched_process_exit(probe_exit, NULL);
}

/* Under comm_lock: let the probe be there or not, as it is wanted. */
static void update_probe(void)
{
	bool want = started && wanted;

	lockdep_assert_held(&comm_lock);
	if (want == probing)
		return;
	if (!want)
		unregister_trace_sched_process_exit(probe_exit, NULL);
	else if (start_probing())
		return;
	probing = want;
}

/**
 * comm_start - something is going to record pids: remember names from now on
 *
 * Context: process, with or without trace_lock. Without memory names of tasks that
 * exit are not known.
 */
void comm_start(void)
{
	if (READ_ONCE(started))
		return;
	guard(mutex)(&comm_lock);
	WRITE_ONCE(started, true);
	update_probe();
}

/* An option on names has changed, or an instance that has it came or went. Under trace_lock. */
void comm_update(void)
{
	guard(mutex)(&comm_lock);
	wanted = names_wanted();
	update_probe();
}

/* ---- asking ---- */

static bool ask_dead(int pid, struct comm_entry *answer)
{
	unsigned long flags;
	bool found = false;

	/* In an NMI or a crash the table may be in use beneath us. */
	if (!raw_spin_trylock_irqsave(&table_lock, flags))
		return false;
	if (table && table[pid % table_size].pid == pid) {
		*answer = table[pid % table_size];
		found = true;
	}
	raw_spin_unlock_irqrestore(&table_lock, flags);
	return found;
}

static bool ask(int pid, struct comm_entry *answer)
{
	struct task_struct *task;

	if (pid < 0)
		return false;
	guard(rcu)();
	task = find_task_by_pid_ns(pid, &init_pid_ns);
	if (!task)
		return ask_dead(pid, answer);
	fill_entry(answer, task);
	return true;
}

/**
 * comm_of - the name of a task
 * @pid: its pid
 * @comm: the name, or "<...>" if it is not known
 *
 * Context: any.
 */
void comm_of(int pid, char comm[TASK_COMM_LEN])
{
	struct comm_entry e;

	if (!pid)
		strscpy(comm, "<idle>", TASK_COMM_LEN);
	else if (ask(pid, &e))
		strscpy(comm, e.comm, TASK_COMM_LEN);
	else
		strscpy(comm, "<...>", TASK_COMM_LEN);
}

/**
 * comm_tgid - the thread group of a task
 * @pid: its pid
 *
 * Context: any.  Return: 0 if it is not known
 */
int comm_tgid(int pid)
{
	struct comm_entry e;

	return pid && ask(pid, &e) ? e.tgid : 0;
}

/* ---- files ---- */

/*
 * All that may be in a record, by pid. It is made anew only after something has been
 * recorded, whatever tasks do meanwhile: tools ask for its size first.
 */
struct comm_list {
	unsigned int		nr;
	unsigned int		room;
	struct comm_entry	entry[];
};

/* Under comm_lock. */
static struct comm_list *last_list;
static u64 last_written;

/* Something is recorded when this changes. Under trace_lock. */
static u64 all_written(void)
{
	struct trace_array *inst;
	u64 written = 0;

	lockdep_assert_held(&trace_lock);
	for_each_instance(inst)
		written += ring_written(inst->buffer);
	return written;
}

static bool list_living(struct comm_list *l)
{
	struct task_struct *leader, *task;

	guard(rcu)();
	for_each_process_thread(leader, task) {
		if (l->nr == l->room)
			return false;
		fill_entry(&l->entry[l->nr++], task);
	}
	return true;
}

static bool list_dead(struct comm_list *l)
{
	struct comm_entry e;
	unsigned int i;

	for (i = 0; i < table_size; i++) {
		/* Only resizing, under comm_lock, makes another table. */
		scoped_guard(raw_spinlock_irqsave, &table_lock)
			e = table[i];
		if (!e.pid)
			continue;
		if (l->nr == l->room)
			return false;
		l->entry[l->nr++] = e;
	}
	return true;
}

static int by_pid_and_age(const void *a, const void *b)
{
	const struct comm_entry *x = a, *y = b;

	return x->pid - y->pid ?: (x->born < y->born) - (x->born > y->born);
}

/* A task that ended while the list was made is in it twice; a pid may have had two tasks. */
static void keep_youngest(struct comm_list *l)
{
	unsigned int i, nr = 0;

	sort(l->entry, l->nr, sizeof(l->entry[0]), by_pid_and_age, NULL);
	for (i = 0; i < l->nr; i++)
		if (!nr || l->entry[i].pid != l->entry[nr - 1].pid)
			l->entry[nr++] = l->entry[i];
	l->nr = nr;
}

static struct comm_list *make_list(void)
{
	unsigned int room = table_size + READ_ONCE(nr_threads);
	struct comm_list *l;

	/* Tasks are born meanwhile. */
	for (;; room += room / 8) {
		room += 64;
		l = kvmalloc(struct_size(l, entry, room), GFP_KERNEL);
		if (!l)
			return NULL;
		l->nr = 0;
		l->room = room;
		if (list_living(l) && list_dead(l))
			break;
		kvfree(l);
	}
	keep_youngest(l);
	return l;
}

static void drop_list(void)
{
	lockdep_assert_held(&comm_lock);
	kvfree(last_list);
	last_list = NULL;
}

static int show_all(struct seq_file *m,
		    void (*show)(struct seq_file *m, const struct comm_entry *e))
{
	unsigned int i;
	u64 written;

	guard(mutex)(&trace_lock);
	guard(mutex)(&comm_lock);
	written = all_written();
	if (written != last_written)
		drop_list();
	if (!last_list)
		last_list = make_list();
	if (!last_list)
		return -ENOMEM;
	last_written = written;
	for (i = 0; i < last_list->nr; i++)
		show(m, &last_list->entry[i]);
	return 0;
}

static void show_name(struct seq_file *m, const struct comm_entry *e)
{
	seq_printf(m, "%d %s\n", e->pid, e->comm);
}

static void show_tgid(struct seq_file *m, const struct comm_entry *e)
{
	seq_printf(m, "%d %d\n", e->pid, e->tgid);
}

static int saved_cmdlines_show(struct seq_file *m, struct trace_file *f)
{
	return READ_ONCE(started) ? show_all(m, show_name) : 0;
}

static int saved_tgids_show(struct seq_file *m, struct trace_file *f)
{
	bool wanted = READ_ONCE(started) && option_is_set(f->inst, OPT_RECORD_TGID);

	return wanted ? show_all(m, show_tgid) : 0;
}

static int saved_size_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%u\n", READ_ONCE(wanted_size));
	return 0;
}

static int saved_size_line(struct trace_file *f, char *line)
{
	unsigned long size;
	int ret = parse_number(line, 1, PID_MAX_DEFAULT, &size);

	if (ret)
		return ret;
	guard(mutex)(&comm_lock);
	if (table) {
		ret = resize_table(size);
		if (ret)
			return ret;
		drop_list();
	}
	WRITE_ONCE(wanted_size, size);
	return 0;
}

static const struct trace_file_row comm_files[] = {
	{ .name = "saved_cmdlines", .mode = 0440, .where = FILE_TOP,
	  .show = saved_cmdlines_show },
	{ .name = "saved_cmdlines_size", .mode = 0640, .where = FILE_TOP,
	  .show = saved_size_show, .line = saved_size_line, .mistake = NOT_A_NUMBER },
	{ .name = "saved_tgids", .mode = 0440, .where = FILE_TOP,
	  .show = saved_tgids_show },
};

static struct instance_part comm_part = {
	.slot		= NO_SLOT,
	.files		= comm_files,
	.nr_files	= ARRAY_SIZE(comm_files),
};

int __init comm_init(void)
{
	return instance_add_part(&comm_part);
}
