// SPDX-License-Identifier: GPL-2.0
/*
 * Instances: the list of them, how one is made and unmade, and their
 * directories.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/rcupdate.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tracefs.h>

#include "internal.h"

DEFINE_MUTEX(instances_mutex);
DEFINE_MUTEX(trace_lock);
LIST_HEAD(trace_instances);

/* All under instances_mutex */
static LIST_HEAD(parts);
static u32 next_serial = 1;
static bool tracefs_ready;
static struct dentry *instances_dir;

struct trace_array top_instance = {
	.ref		= REFCOUNT_INIT(1),
	.options	= DEFAULT_OPTIONS | OPT_TRACE_PRINTK_DEST,
	.swap_work	= IRQ_WORK_INIT_LAZY(snapshot_work),
	.left		= LIST_HEAD_INIT(top_instance.left),
	.errors		= LIST_HEAD_INIT(top_instance.errors),
	.tracer		= &nop_tracer,
	.buffer_percent	= 50,
};

/* ---- finding and pinning ---- */

/**
 * instance_get - pin an instance that the caller knows to be alive
 * @inst: the instance, or NULL
 *
 * Context: any, with trace_lock or RCU or another reference held.
 * Return: @inst, or NULL if it is on its way out
 */
struct trace_array *instance_get(struct trace_array *inst)
{
	return inst && refcount_inc_not_zero(&inst->ref) ? inst : NULL;
}

/**
 * instance_put - give back a reference
 * @inst: the instance, or NULL
 */
void instance_put(struct trace_array *inst)
{
	/* The last one is the list's: only removal drops it. */
	if (inst)
		refcount_dec(&inst->ref);
}

/* The instance of that number, pinned, or NULL if it has gone. */
struct trace_array *instance_get_serial(u32 serial)
{
	struct trace_array *inst;

	guard(mutex)(&trace_lock);
	for_each_instance(inst)
		if (inst->serial == serial)
			return instance_get(inst);
	return NULL;
}

/**
 * instance_find - look an instance up
 * @name: its name
 *
 * Context: instances_mutex or trace_lock held.
 * Return: the instance, not pinned, or NULL
 */
struct trace_array *instance_find(const char *name)
{
	struct trace_array *inst;

	for_each_instance(inst)
		if (inst->name && !strcmp(inst->name, name))
			return inst;
	return NULL;
}

/* ---- directories ---- */

/* What is in each per_cpu/cpuN/ */
static struct file_listing cpu_files;

static int list_cpu_files(void)
{
	struct instance_part *part;
	int ret = 0;

	list_for_each_entry(part, &parts, node) {
		ret = file_listing_add(&cpu_files, part->files, part->nr_files, FILE_CPU);
		if (ret)
			break;
	}
	return ret;
}

static int fill_cpu_dir(struct trace_array *inst)
{
	static struct file_listing none;	/* beside the CPUs */
	char name[16];
	int cpu;

	inst->cpu_dir = file_listing_dir(inst, "per_cpu", NULL, &none, CPU_ALL);
	if (!inst->cpu_dir)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		snprintf(name, sizeof(name), "cpu%d", cpu);
		if (!file_listing_dir(inst, name, inst->cpu_dir, &cpu_files, cpu))
			return -ENOMEM;
	}
	return 0;
}

static int fill_part(struct trace_array *inst, struct instance_part *part)
{
	int ret = trace_files_create(inst, inst->dir, part->files, part->nr_files, CPU_ALL);

	if (!ret && part->populate)
		ret = part->populate(inst, inst->dir);
	return ret;
}

static int fill_dir(struct trace_array *inst)
{
	struct instance_part *part;
	int ret;

	list_for_each_entry(part, &parts, node) {
		ret = fill_part(inst, part);
		if (ret)
			return ret;
	}
	ret = fill_cpu_dir(inst);
	if (ret)
		return ret;
	inst->has_files = true;
	return 0;
}

/* If it fails, the directory and what is in it go with the instance, after its parts. */
static int make_dir(struct trace_array *inst)
{
	if (inst != &top_instance) {
		inst->dir = tracefs_create_dir(inst->name, instances_dir);
		if (!inst->dir)
			return -ENOMEM;
	}
	return fill_dir(inst);
}

static void remove_dir(struct trace_array *inst)
{
	if (inst->option_dir)
		eventfs_remove_events_dir(inst->option_dir);
	if (inst->cpu_dir)
		eventfs_remove_events_dir(inst->cpu_dir);
	if (inst->dir)
		tracefs_remove(inst->dir);
}

/* ---- making and unmaking ---- */

/* Options that a new instance does not take over from the top level */
#define NOT_INHERITED	(OPT_TRACE_PRINTK_DEST | OPT_EVENT_FORK | OPT_FUNCTION_FORK)

/* Undo the inits of the parts before @end; of all if that is the list's head. */
static void exit_parts(struct trace_array *inst, struct list_head *end)
{
	struct instance_part *part = list_entry(end, struct instance_part, node);

	list_for_each_entry_continue_reverse(part, &parts, node)
		if (part->exit)
			part->exit(inst);
}

static int init_parts(struct trace_array *inst)
{
	struct instance_part *part;
	int ret;

	list_for_each_entry(part, &parts, node) {
		ret = part->init ? part->init(inst) : 0;
		if (ret) {
			exit_parts(inst, &part->node);
			return ret;
		}
	}
	return 0;
}

static void list_instance(struct trace_array *inst)
{
	guard(mutex)(&trace_lock);
	list_add_tail(&inst->node, &trace_instances);
	comm_update();
}

static void unlist_instance(struct trace_array *inst)
{
	guard(mutex)(&trace_lock);
	list_del(&inst->node);
	comm_update();
	tracer_set(inst, nop_tracer.name);
	printk_forget(inst);
}

static void instance_free(struct trace_array *inst)
{
	irq_work_sync(&inst->swap_work);
	buffer_destroy(inst);
	error_log_clear(inst);
	free_cpumask_var(inst->cpumask);
	kfree(inst->systems);
	kfree(inst->name);
	kfree(inst);
}

/**
 * instance_create - make an instance
 * @name: its name
 * @systems: event systems it shall have, between commas; NULL: all
 *
 * Context: process; instances_mutex held.
 * Return: the instance, not pinned, or an error pointer
 */
struct trace_array *instance_create(const char *name, const char *systems)
{
	return instance_create_in(name, systems, NULL, 0);
}

/* instance_create(), with the buffer in @size bytes at @range if that is not NULL. */
struct trace_array *instance_create_in(const char *name, const char *systems,
				       void *range, unsigned long size)
{
	struct trace_array *inst;
	int ret = -ENOMEM;

	lockdep_assert_held(&instances_mutex);
	if (instance_find(name))
		return ERR_PTR(-EEXIST);
	inst = kzalloc(sizeof(*inst), GFP_KERNEL);
	if (!inst)
		return ERR_PTR(-ENOMEM);
	inst->swap_work = IRQ_WORK_INIT_LAZY(snapshot_work);
	INIT_LIST_HEAD(&inst->left);
	INIT_LIST_HEAD(&inst->errors);
	inst->serial = next_serial++;
	inst->options = top_instance.options & ~(u64)NOT_INHERITED;
	memcpy(inst->tracer_bits, top_instance.tracer_bits, sizeof(inst->tracer_bits));
	inst->tracer = &nop_tracer;
	inst->buffer_percent = 50;
	inst->clock = trace_clock_default;
	inst->range = range;
	inst->range_size = size;

	inst->name = kstrdup(name, GFP_KERNEL);
	if (!inst->name)
		goto free;
	if (systems) {
		inst->systems = kstrdup(systems, GFP_KERNEL);
		if (!inst->systems)
			goto free;
	}
	if (!alloc_cpumask_var(&inst->cpumask, GFP_KERNEL))
		goto free;
	cpumask_copy(inst->cpumask, cpu_all_mask);
	ret = buffer_create(inst);
	if (ret)
		goto free;
	ret = init_parts(inst);
	if (ret)
		goto free;
	list_instance(inst);
	if (tracefs_ready) {
		ret = make_dir(inst);
		if (ret)
			goto unlist;
	}
	/* From here on its files can be opened. */
	refcount_set(&inst->ref, 1);
	return inst;

unlist:
	unlist_instance(inst);
	exit_parts(inst, &parts);
	remove_dir(inst);
	synchronize_rcu();
free:
	instance_free(inst);
	return ERR_PTR(ret);
}

static int instance_remove(struct trace_array *inst)
{
	lockdep_assert_held(&instances_mutex);
	if (inst == &top_instance)
		return -EINVAL;
	if (!refcount_dec_if_one(&inst->ref))
		return -EBUSY;

	unlist_instance(inst);
	exit_parts(inst, &parts);
	remove_dir(inst);
	/* Writers that found it before it left the lists above. */
	synchronize_rcu();
	instance_free(inst);
	return 0;
}

/**
 * instance_add_part - add a room's own to every instance
 * @part: the part; it stays for ever
 *
 * Context: process, without instances_mutex and trace_lock; from early_trace_init() on, and until
 * the directories are filled, which fs_initcall_sync() does.
 * Return: 0, or an error and nothing added
 */
int instance_add_part(struct instance_part *part)
{
	struct trace_array *inst;
	int ret = 0;

	guard(mutex)(&instances_mutex);
	if (WARN_ON_ONCE(tracefs_ready))
		return -EBUSY;
	for_each_instance(inst) {
		ret = part->init ? part->init(inst) : 0;
		if (ret)
			break;
	}
	if (ret) {
		list_for_each_entry_continue_reverse(inst, &trace_instances, node)
			if (part->exit)
				part->exit(inst);
		return ret;
	}
	list_add_tail(&part->node, &parts);
	return 0;
}

/* What the boot configuration says of an instance: to the parts. */
void __init parts_bootconfig(struct trace_array *inst, struct xbc_node *node)
{
	struct instance_part *part;

	list_for_each_entry(part, &parts, node)
		if (part->bootconfig)
			part->bootconfig(inst, node);
}

/* ---- mkdir and rmdir ---- */

static int instances_mkdir(const char *name)
{
	guard(mutex)(&instances_mutex);
	return PTR_ERR_OR_ZERO(instance_create(name, NULL));
}

static int instances_rmdir(const char *name)
{
	struct trace_array *inst;

	guard(mutex)(&instances_mutex);
	inst = instance_find(name);
	return inst ? instance_remove(inst) : -ENODEV;
}

/* ---- for modules ---- */

/**
 * trace_array_get_by_name - find an instance or make it
 * @name: its name
 * @systems: if it is made: event systems it shall have, between commas; NULL: all
 *
 * Return: the instance, pinned until trace_array_put(), or NULL
 */
struct trace_array *trace_array_get_by_name(const char *name, const char *systems)
{
	struct trace_array *inst;

	guard(mutex)(&instances_mutex);
	inst = instance_find(name) ?: instance_create(name, systems);
	return IS_ERR(inst) ? NULL : instance_get(inst);
}
EXPORT_SYMBOL_GPL(trace_array_get_by_name);

/**
 * trace_array_put - give back what trace_array_get_by_name() pinned
 * @tr: the instance; it goes on
 */
void trace_array_put(struct trace_array *tr)
{
	instance_put(tr);
}
EXPORT_SYMBOL_GPL(trace_array_put);

/**
 * trace_array_destroy - remove an instance
 * @tr: the instance, which the caller has put already
 *
 * Return: 0, -EBUSY if it is in use, -EINVAL if there is none
 */
int trace_array_destroy(struct trace_array *tr)
{
	struct trace_array *inst;

	guard(mutex)(&instances_mutex);
	for_each_instance(inst)
		if (inst == tr)
			return instance_remove(inst);
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(trace_array_destroy);

/* ---- start-up ---- */

/* Make the top level able to record. */
static int __init init_top(void)
{
	int ret;

	if (!alloc_cpumask_var(&top_instance.cpumask, GFP_KERNEL))
		return -ENOMEM;
	cpumask_copy(top_instance.cpumask, cpu_all_mask);
	ret = buffer_create(&top_instance);
	if (!ret)
		list_instance(&top_instance);
	return ret;
}

int __init core_init(void)
{
	static int (*const inits[])(void) __initconst = {
		init_top, buffers_init, clock_init, tracer_init, option_init, marker_init,
		comm_init, printk_init, errors_init, dump_init,
		readme_init,
	};
	unsigned int i;
	int ret = 0;

	for (i = 0; i < ARRAY_SIZE(inits) && !ret; i++)
		ret = inits[i]();
	if (!ret)
		boot_settings();
	return ret;
}

/* Where tracefs was before it had a place of its own */
static struct vfsmount *debugfs_tracing(struct dentry *mountpoint, void *unused)
{
	struct file_system_type *type = get_fs_type("tracefs");
	struct vfsmount *mnt;

	if (!type)
		return NULL;
	mnt = vfs_submount(mountpoint, type, "tracefs", NULL);
	put_filesystem(type);
	return IS_ERR(mnt) ? NULL : mntget(mnt);
}

static int __init fill_tracefs(void)
{
	struct trace_array *inst;
	int listed, ret;

	if (list_empty(&trace_instances))
		return -ENOMEM;
	if (security_locked_down(LOCKDOWN_TRACEFS)) {
		pr_warn("tracing is locked down\n");
		return -EPERM;
	}
	if (!tracefs_initialized())
		return -ENODEV;
	debugfs_create_automount("tracing", NULL, debugfs_tracing, NULL);
	instances_dir = tracefs_create_instance_dir("instances", NULL, instances_mkdir,
						    instances_rmdir);
	if (!instances_dir)
		return -ENOMEM;

	guard(mutex)(&instances_mutex);
	tracefs_ready = true;
	listed = list_cpu_files() ?: list_option_files();
	for_each_instance(inst) {
		ret = listed ?: make_dir(inst);
		if (ret)
			pr_err("no files for instance %s: %d\n", inst->name ?: "(top)", ret);
	}
	boot_config();
	return 0;
}
fs_initcall_sync(fill_tracefs);
