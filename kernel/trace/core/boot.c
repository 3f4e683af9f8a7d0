// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel's command line asks of instances, and when that is done.
 *
 * Texts are kept as they come, and used as soon as there is what they speak of.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/ctype.h>
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched/clock.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/setup.h>

#include "internal.h"

static char boot_clock[32] __initdata;
static char boot_option_list[COMMAND_LINE_SIZE] __initdata;
static char boot_instances[COMMAND_LINE_SIZE] __initdata;	/* between tabs */
static char boot_spares[COMMAND_LINE_SIZE] __initdata;		/* alloc_snapshot */
static char boot_snapshots[COMMAND_LINE_SIZE] __initdata;	/* ftrace_boot_snapshot */

/* Instances without a name in the lists above: the top level */
#define TOP_NAME "/"

/* ---- parameters ---- */

static int __init buf_size_setup(char *text)
{
	unsigned long size = memparse(text, &text);

	/* Less than a page makes no buffer, and more than can be counted none either. */
	if (!size || size >> 10 > INT_MAX)
		return 0;
	trace_buf_size = max(size, PAGE_SIZE);
	return 1;
}
__setup("trace_buf_size=", buf_size_setup);

static int __init clock_setup(char *text)
{
	strscpy(boot_clock, text);
	return 1;
}
__setup("trace_clock=", clock_setup);

static int __init options_setup(char *text)
{
	strscpy(boot_option_list, text);
	return 1;
}
__setup("trace_options=", options_setup);

static int __init instance_setup(char *text)
{
	strlcat(boot_instances, text, sizeof(boot_instances));
	strlcat(boot_instances, "\t", sizeof(boot_instances));
	return 1;
}
__setup("trace_instance=", instance_setup);

static int __init thresh_setup(char *text)
{
	unsigned long usecs;

	if (parse_number(text, 0, ULONG_MAX / NSEC_PER_USEC, &usecs))
		return 0;
	tracing_thresh = usecs * NSEC_PER_USEC;
	return 1;
}
__setup("tracing_thresh=", thresh_setup);

/* Add "=NAME", or the top level without it, to a list between commas. */
static int __init add_name(char *list, size_t size, const char *text)
{
	if (*text && *text != '=')
		return 0;
	strlcat(list, *text ? text + 1 : TOP_NAME, size);
	strlcat(list, ",", size);
	return 1;
}

static int __init alloc_snapshot_setup(char *text)
{
	return add_name(boot_spares, sizeof(boot_spares), text);
}
__setup("alloc_snapshot", alloc_snapshot_setup);

static int __init boot_snapshot_setup(char *text)
{
	return add_name(boot_spares, sizeof(boot_spares), text) &&
		add_name(boot_snapshots, sizeof(boot_snapshots), text);
}
__setup("ftrace_boot_snapshot", boot_snapshot_setup);

/* ---- settings ---- */

static void __init with_names(const char *list, void (*what)(struct trace_array *inst))
{
	char *names = kstrdup(list, GFP_KERNEL), *rest = names, *name;
	struct trace_array *inst;

	while (rest && (name = strsep(&rest, ",")) != NULL) {
		if (!*name)
			continue;
		inst = strcmp(name, TOP_NAME) ? instance_find(name) : &top_instance;
		if (inst)
			what(inst);
		else
			pr_warn("no instance %s\n", name);
	}
	kfree(names);
}

static void __init make_spare(struct trace_array *inst)
{
	guard(mutex)(&trace_lock);
	if (snapshot_alloc(inst))
		pr_warn("no memory for a snapshot\n");
}

/* As soon as the top level can record */
void __init boot_settings(void)
{
	int clock;

	guard(mutex)(&trace_lock);
	if (*boot_clock) {
		clock = clock_by_name(boot_clock);
		if (clock >= 0)
			instance_set_clock(&top_instance, clock);
		else
			pr_warn("no clock %s\n", boot_clock);
	}
	boot_options();
}

/*
 * Set the options that can be set by now: a tracer's own wait for the tracer.
 * Under trace_lock.
 */
void __init boot_options(void)
{
	char *rest = boot_option_list, *name, *left = boot_option_list;
	size_t len;

	lockdep_assert_held(&trace_lock);
	while (rest && (name = strsep(&rest, ",")) != NULL) {
		if (!*name || !option_set_by_name(&top_instance, name))
			continue;
		len = strlen(name);
		memmove(left, name, len);
		left[len] = rest ? ',' : 0;
		left += len + !!rest;
	}
	if (left > boot_option_list && left[-1] == ',')
		left--;
	*left = 0;
}

/* ---- instances ---- */

/*
 * The memory that "@ADDRESS:SIZE" or "@NAME" means. NULL: none, or it is not
 * there.
 */
static void __init *boot_range(char *text, unsigned long *size)
{
	phys_addr_t start, length;
	char *end;

	if (isdigit(*text)) {
		start = memparse(text, &end);
		length = *end == ':' ? memparse(end + 1, &end) : 0;
		if (*end || !length)
			return NULL;
	} else if (!reserve_mem_find_by_name(text, &start, &length)) {
		return NULL;
	}
	if (!PAGE_ALIGNED(start))
		return NULL;
	*size = round_down(length, PAGE_SIZE);
	return memremap(start, *size, MEMREMAP_WB);
}

static void __init boot_flag(struct trace_array *inst, const char *flag)
{
	if (!strcmp(flag, "traceoff")) {
		instance_off(inst);
	} else if (!strcmp(flag, "traceprintk") || !strcmp(flag, "trace_printk") ||
		   !strcmp(flag, "printk")) {
		guard(mutex)(&trace_lock);
		option_set(inst, OPT_TRACE_PRINTK_DEST, true);
		instance_expand(inst);
	} else {
		pr_warn("instance %s: no flag %s\n", inst->name, flag);
	}
}

/* NAME[^FLAG...][@RANGE][,EVENT...] */
static void __init boot_instance(char *text)
{
	char *head = strsep(&text, ","), *flags, *where, *flag;
	unsigned long size = 0;
	struct trace_array *inst;
	void *range = NULL;

	flags = head;
	head = strsep(&flags, "@");
	where = flags;
	flags = head;
	head = strsep(&flags, "^");
	if (where) {
		range = boot_range(where, &size);
		if (!range) {
			pr_warn("instance %s: no memory at %s\n", head, where);
			return;
		}
	}
	scoped_guard(mutex, &instances_mutex)
		inst = *head ? instance_create_in(head, NULL, range, size) : ERR_PTR(-EINVAL);
	if (IS_ERR(inst)) {
		pr_warn("instance %s: %pe\n", head, inst);
		if (range)
			memunmap(range);
		return;
	}
	/* The command line's: it is not removed, for what is in a range stays. */
	if (range)
		instance_get(inst);
	while ((flag = strsep(&flags, "^")) != NULL)
		boot_flag(inst, flag);
	if (text)
		inst->boot_events = kstrdup(text, GFP_KERNEL);
}

/* When RCU and all that is needed to make instances is there */
void __init core_boot(void)
{
	char *rest = boot_instances, *text;

	while ((text = strsep(&rest, "\t")) != NULL)
		if (*text)
			boot_instance(text);
	with_names(boot_spares, make_spare);
}

/* ---- the end of boot ---- */

static void __init take_boot_snapshot(struct trace_array *inst)
{
	snapshot_take(inst);
}

/**
 * ftrace_boot_snapshot - the kernel has booted, init is about to run
 */
void __init ftrace_boot_snapshot(void)
{
	with_names(boot_snapshots, take_boot_snapshot);
}

static int __init boot_end(void)
{
	struct trace_array *inst;

	guard(mutex)(&instances_mutex);
	guard(mutex)(&trace_lock);
	if (*boot_option_list)
		pr_warn("no option %s\n", boot_option_list);
	for_each_instance(inst) {
		kfree(inst->boot_events);
		inst->boot_events = NULL;
	}
	/* Clocks of CPUs that differ make a trace that is out of order. */
	if (sched_clock_stable())
		return 0;
	trace_clock_default = clock_by_name("global");
	if (!*boot_clock && !top_instance.clock) {
		pr_warn("the CPUs' clocks differ: trace_clock is global now; boot with trace_clock=local to have it so\n");
		instance_set_clock(&top_instance, trace_clock_default);
	}
	return 0;
}
late_initcall_sync(boot_end);
