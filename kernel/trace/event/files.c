// SPDX-License-Identifier: GPL-2.0
/*
 * Events in instances: a struct trace_event_file for each event in each
 * instance, and who keeps it.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/export.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

LIST_HEAD(event_instances);

/* ---- systems ---- */

/* A system in an instance, or NULL */
static struct event_system *system_find(struct event_instance *ei, const char *name)
{
	struct event_system *sys;

	/*
	 * The likeliest is the one that was asked for last: events come system by
	 * system, but for those of system calls, which are in between all others.
	 */
	list_for_each_entry_reverse(sys, &ei->systems, node) {
		if (sys->name != name && strcmp(sys->name, name))
			continue;
		list_move_tail(&sys->node, &ei->systems);
		return sys;
	}
	return NULL;
}

/**
 * event_system_put - drop a reference to a system
 * @sys: the system
 */
void event_system_put(struct event_system *sys)
{
	if (!refcount_dec_and_test(&sys->users))
		return;
	kfree_const(sys->name);
	kfree(sys->filter);
	kfree(sys);
}

static struct event_system *system_get(struct event_instance *ei, const char *name)
{
	struct event_system *sys = system_find(ei, name);

	if (sys) {
		sys->nr_files++;
		return sys;
	}
	sys = kzalloc(sizeof(*sys), GFP_KERNEL);
	if (!sys)
		return NULL;
	sys->name = kstrdup_const(name, GFP_KERNEL);
	if (!sys->name) {
		kfree(sys);
		return NULL;
	}
	sys->inst = ei;
	sys->nr_files = 1;
	refcount_set(&sys->users, 1);
	list_add_tail(&sys->node, &ei->systems);
	return sys;
}

static void system_leave(struct event_system *sys)
{
	if (--sys->nr_files)
		return;
	sys->gone = true;
	list_del(&sys->node);
	eventfs_remove_dir(sys->ei);
	event_system_put(sys);
}

/* ---- finding and pinning ---- */

/**
 * event_files - the events of an instance
 * @inst: the instance
 */
struct list_head *event_files(struct trace_array *inst)
{
	return &event_instance_of(inst)->files;
}

/**
 * event_file_find - an event of an instance, by name
 * @inst: the instance
 * @system: its system, NULL: any
 * @name: its name
 *
 * Context: event_mutex. Return: the event, not pinned, or NULL
 */
struct trace_event_file *event_file_find(struct trace_array *inst, const char *system,
					 const char *name)
{
	struct trace_event_file *file;

	lockdep_assert_held(&event_mutex);
	for_each_event_file(file, inst)
		if (!strcmp(trace_event_name(file->event_call), name) &&
		    (!system || !strcmp(file->event_call->class->system, system)))
			return file;
	return NULL;
}

/*
 * Events of a new instance come by the thousand: their memory is taken by the
 * page, and given back when all in it have gone.
 */
struct file_block {
	refcount_t			users;	/* in use, or never used */
	unsigned int			left;	/* never used */
	struct file_slot {
		struct trace_event_file	file;
		struct file_block	*block;
	} slot[];
};

/* KASAN sees the use of one that has gone only if its memory goes with it. */
#define BLOCK_FILES	(IS_ENABLED(CONFIG_KASAN) ? 1 : \
			 (PAGE_SIZE - sizeof(struct file_block)) / sizeof(struct file_slot))

/* A cleared one of @block, or of a new block for @nr if that is NULL. */
static struct trace_event_file *file_alloc(struct file_block **block, unsigned int nr)
{
	struct file_block *b = *block;
	struct file_slot *slot;

	if (!b) {
		b = kzalloc(struct_size(b, slot, nr), GFP_KERNEL);
		if (!b)
			return NULL;
		refcount_set(&b->users, nr);
		b->left = nr;
	}
	slot = &b->slot[--b->left];
	slot->block = b;
	*block = b->left ? b : NULL;
	return &slot->file;
}

static void file_free(struct trace_event_file *file)
{
	struct file_block *b = container_of(file, struct file_slot, file)->block;

	if (refcount_dec_and_test(&b->users))
		kfree(b);
}

/* No more will be taken from @b, which may be NULL. */
static void file_block_close(struct file_block *b)
{
	if (b && refcount_sub_and_test(b->left, &b->users))
		kfree(b);
}

/* One, and those that are listed with it */
static void files_free_rcu(struct rcu_head *rcu)
{
	struct trace_event_file *first = container_of(rcu, struct trace_event_file, rcu);
	struct trace_event_file *file, *next;

	list_for_each_entry_safe(file, next, &first->list, list)
		file_free(file);
	file_free(first);
}

/* Records may still be on their way to it. */
void event_file_drop(struct trace_event_file *file)
{
	if (!refcount_dec_and_test(&file->users))
		return;
	INIT_LIST_HEAD(&file->list);
	call_rcu(&file->rcu, files_free_rcu);
}

/**
 * event_file_hold - keep an event of an instance, but not the instance
 * @file: the event
 *
 * For what belongs to the instance, and lets go when that is removed.
 *
 * Context: event_mutex. Return: false if it is gone
 */
bool event_file_hold(struct trace_event_file *file)
{
	lockdep_assert_held(&event_mutex);
	if (file->gone || !event_pin(file->event_call))
		return false;
	refcount_inc(&file->users);
	return true;
}

/**
 * event_file_release - undo event_file_hold()
 * @file: the event
 */
void event_file_release(struct trace_event_file *file)
{
	event_unpin(file->event_call);
	event_file_drop(file);
}

/**
 * event_file_get - keep an event of an instance, and both
 * @file: the event
 *
 * Context: event_mutex. Return: false if it is gone
 */
bool event_file_get(struct trace_event_file *file)
{
	/* One that is gone may have outlived its instance. */
	if (file->gone || !instance_get(file->tr))
		return false;
	if (event_file_hold(file))
		return true;
	instance_put(file->tr);
	return false;
}

/**
 * event_file_put - undo event_file_get()
 * @file: the event
 */
void event_file_put(struct trace_event_file *file)
{
	instance_put(file->tr);
	event_file_release(file);
}

/**
 * trace_get_event_file - find and keep an event of an instance
 * @instance: the instance's name, NULL: the top level
 * @system: the event's system
 * @event: its name
 *
 * Return: the event, until trace_put_event_file(), or an error pointer
 */
struct trace_event_file *trace_get_event_file(const char *instance, const char *system,
					      const char *event)
{
	struct trace_array *inst = &top_instance;
	struct trace_event_file *file;

	if (!system || !event)
		return ERR_PTR(-EINVAL);
	guard(mutex)(&event_mutex);
	if (instance) {
		guard(mutex)(&trace_lock);
		inst = instance_find(instance);
		if (!inst)
			return ERR_PTR(-ENOENT);
	}
	/* It does not go before its events, which needs event_mutex. */
	file = event_file_find(inst, system, event);
	if (!file)
		return ERR_PTR(-EINVAL);
	return event_file_get(file) ? file : ERR_PTR(-EBUSY);
}
EXPORT_SYMBOL_GPL(trace_get_event_file);

/**
 * trace_put_event_file - undo trace_get_event_file()
 * @file: the event
 */
void trace_put_event_file(struct trace_event_file *file)
{
	event_file_put(file);
}
EXPORT_SYMBOL_GPL(trace_put_event_file);

/* ---- coming and going ---- */

/* May an instance that was made for some systems have this one? */
static bool system_allowed(struct trace_array *inst, const char *system)
{
	const char *s = inst->systems;
	size_t len;

	if (!s)
		return true;
	len = strlen(system);
	while (*s) {
		size_t n = strcspn(s, ",");

		if (n == len && !strncmp(s, system, n))
			return true;
		s += n;
		if (*s)
			s++;
	}
	return false;
}

/* Memory is from @block, which is made for @nr if need be. */
static int file_create(struct event_instance *ei, struct trace_event_call *call,
		       struct file_block **block, unsigned int nr)
{
	struct trace_event_file *file;
	int ret;

	if (!system_allowed(ei->inst, call->class->system))
		return 0;
	file = file_alloc(block, nr);
	if (!file)
		return -ENOMEM;
	file->system = system_get(ei, call->class->system);
	if (!file->system) {
		file_free(file);
		return -ENOMEM;
	}
	file->tr = ei->inst;
	file->event_call = call;
	file->type = call->event.type;
	file->pid_offset = event_pid_offset(call);
	file->slow = BIT(EVENT_SLOW_OFF_BIT);
	if (rcu_access_pointer(ei->limits))
		file->slow |= BIT(EVENT_SLOW_PIDS_BIT);
	INIT_LIST_HEAD(&file->triggers);
	refcount_set(&file->users, 1);
	if (ei->ei) {
		ret = event_dir_add(file);
		if (ret) {
			system_leave(file->system);
			file_free(file);
			return ret;
		}
	}
	list_add_tail(&file->list, &ei->files);
	return 0;
}

/* Take an event from its instance; the directory goes before or after. */
static void file_detach(struct trace_event_file *file)
{
	/* Triggers hold on to the attachment: they go first. */
	event_trigger_file_gone(file);
	file->enabled = false;
	file->soft_users = 0;
	set_bit(EVENT_SLOW_OFF_BIT, &file->slow);
	event_file_update(file);
	event_filter_file_gone(file);

	file->gone = true;
	list_del(&file->list);
}

static void file_destroy(struct trace_event_file *file)
{
	file_detach(file);
	event_dir_remove(file);
	system_leave(file->system);
	event_file_drop(file);
}

static struct trace_event_file *file_of(struct event_instance *ei, struct trace_event_call *call)
{
	struct trace_event_file *file;

	list_for_each_entry_reverse(file, &ei->files, list)
		if (file->event_call == call)
			return file;
	return NULL;
}

/**
 * event_files_add - give a new event to all instances
 * @call: the event
 *
 * Context: event_mutex. Return: 0, or an error and none has it
 */
int event_files_add(struct trace_event_call *call)
{
	struct event_instance *ei;
	int ret;

	list_for_each_entry(ei, &event_instances, node) {
		struct file_block *block = NULL;

		ret = file_create(ei, call, &block, 1);
		if (ret) {
			event_files_remove(call);
			return ret;
		}
	}
	return 0;
}

/**
 * event_files_remove - take an event from all instances
 * @call: the event
 *
 * Context: event_mutex.
 */
void event_files_remove(struct trace_event_call *call)
{
	struct trace_event_file *file;
	struct event_instance *ei;

	list_for_each_entry(ei, &event_instances, node) {
		file = file_of(ei, call);
		if (file)
			file_destroy(file);
	}
}

/**
 * event_files_busy - is an event attached anywhere?
 * @call: the event
 */
bool event_files_busy(struct trace_event_call *call)
{
	struct trace_event_file *file;
	struct event_instance *ei;

	list_for_each_entry(ei, &event_instances, node) {
		file = file_of(ei, call);
		if (file && file->attached)
			return true;
	}
	return false;
}

/* ---- instances ---- */

/**
 * event_instance_put - drop a reference to an instance's events
 * @ei: they
 */
void event_instance_put(struct event_instance *ei)
{
	if (refcount_dec_and_test(&ei->users))
		kfree_rcu(ei, rcu);
}

/* All events of an instance and their directories, after one grace period */
static void destroy_files(struct event_instance *ei)
{
	struct trace_event_file *file, *next, *first = NULL;
	struct event_system *sys;

	/* Together: one by one each would interrupt all CPUs. What fails is done below. */
	list_for_each_entry(file, &ei->files, list)
		file->touched = file->enabled;
	event_files_enable(ei->inst, false);
	if (ei->ei) {
		eventfs_remove_events_dir(ei->ei);
		list_for_each_entry(sys, &ei->systems, node)
			sys->ei = NULL;
	}
	list_for_each_entry_safe_reverse(file, next, &ei->files, list) {
		file_detach(file);
		system_leave(file->system);
		if (!refcount_dec_and_test(&file->users))
			continue;
		if (first) {
			list_add(&file->list, &first->list);
		} else {
			first = file;
			INIT_LIST_HEAD(&file->list);
		}
	}
	if (first)
		call_rcu(&first->rcu, files_free_rcu);
}

static int instance_init(struct trace_array *inst)
{
	struct file_block *block = NULL;
	struct trace_event_call *call;
	struct event_instance *ei;
	int ret = 0;

	ei = kzalloc(sizeof(*ei), GFP_KERNEL);
	if (!ei)
		return -ENOMEM;
	ei->inst = inst;
	refcount_set(&ei->users, 1);
	INIT_LIST_HEAD(&ei->files);
	INIT_LIST_HEAD(&ei->systems);
	INIT_LIST_HEAD(&ei->awaited);
	inst->slot[SLOT_EVENT] = ei;

	guard(mutex)(&event_mutex);
	for_each_event(call) {
		ret = file_create(ei, call, &block, BLOCK_FILES);
		if (ret)
			break;
	}
	file_block_close(block);
	if (ret) {
		destroy_files(ei);
		inst->slot[SLOT_EVENT] = NULL;
		event_instance_put(ei);
		return ret;
	}
	list_add_tail_rcu(&ei->node, &event_instances);
	return 0;
}

static void instance_exit(struct trace_array *inst)
{
	struct event_instance *ei = event_instance_of(inst);

	guard(mutex)(&event_mutex);
	list_del_rcu(&ei->node);
	ei->gone = true;
	destroy_files(ei);
	event_set_forget(ei);
	event_pids_exit(ei);
#ifdef CONFIG_FTRACE_SYSCALLS
	event_syscall_exit(ei);
#endif
	event_instance_put(ei);
}

static int instance_populate(struct trace_array *inst, struct dentry *dir)
{
	guard(mutex)(&event_mutex);
	return event_dir_create(event_instance_of(inst), dir);
}

static struct instance_part event_part __refdata = {
	.slot		= SLOT_EVENT,
	.init		= instance_init,
	.exit		= instance_exit,
	.files		= event_set_rows,
	.nr_files	= NR_SET_FILES,
	.populate	= instance_populate,
#ifdef CONFIG_BOOTTIME_TRACING
	.bootconfig	= event_bootconfig,
#endif
};

/**
 * event_files_init - give the events there are to the instances there are
 *
 * Return: 0 or an error
 */
int __init event_files_init(void)
{
	return instance_add_part(&event_part);
}
