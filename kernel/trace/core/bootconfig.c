// SPDX-License-Identifier: GPL-2.0
/*
 * What the boot configuration asks of instances: keys below "ftrace." and
 * "ftrace.instance.NAME.". Here those of this room; the others find theirs by
 * instance_part::bootconfig.
 */
#define pr_fmt(fmt) "tracing: bootconfig: " fmt

#include <linux/bootconfig.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "internal.h"

/* One line a key: how to do what its value says. Under trace_lock. */
static int __init set_option(struct trace_array *inst, const char *value)
{
	return option_set_by_name(inst, value);
}

static int __init set_clock(struct trace_array *inst, const char *value)
{
	int clock = clock_by_name(value);

	if (clock >= 0)
		instance_set_clock(inst, clock);
	return min(clock, 0);
}

static int __init set_size(struct trace_array *inst, const char *value)
{
	unsigned long size = memparse(value, NULL);

	if (size < PAGE_SIZE || size >> 10 > INT_MAX)
		return -EINVAL;
	return instance_resize(inst, size >> 10, CPU_ALL);
}

static int __init set_spare(struct trace_array *inst, const char *value)
{
	return snapshot_alloc(inst);
}

static int __init set_on(struct trace_array *inst, const char *value)
{
	bool on;
	int ret = kstrtobool(value, &on);

	if (ret)
		return ret;
	if (on)
		instance_on(inst);
	else
		instance_off(inst);
	return 0;
}

struct boot_key {
	const char	*name;
	int		(*set)(struct trace_array *inst, const char *value);
};

/* In the order in which they are done; the parts' own come between the two. */
static const struct boot_key keys_before[] __initconst = {
	{ "tracing_on",		set_on },
	{ "options",		set_option },
	{ "trace_clock",	set_clock },
	{ "buffer_size",	set_size },
	{ "cpumask",		instance_set_cpumask },
	{ "alloc_snapshot",	set_spare },
};

static const struct boot_key keys_after[] __initconst = {
	{ "tracer",		tracer_set },
};

static void __init apply(struct trace_array *inst, struct xbc_node *node,
			 const struct boot_key *keys, unsigned int nr)
{
	struct xbc_node *value_node;
	const char *value;
	unsigned int i;

	guard(mutex)(&trace_lock);
	for (i = 0; i < nr; i++) {
		boot_config_for_each(node, keys[i].name, value_node, value) {
			if (keys[i].set(inst, value))
				pr_err("%s: %s cannot be set to %s\n", inst->name ?: "top level",
				       keys[i].name, value);
		}
	}
}

static void __init instance_config(struct trace_array *inst, struct xbc_node *node)
{
	apply(inst, node, keys_before, ARRAY_SIZE(keys_before));
	parts_bootconfig(inst, node);
	apply(inst, node, keys_after, ARRAY_SIZE(keys_after));
}

/* Under instances_mutex */
void __init boot_config(void)
{
	struct xbc_node *root = xbc_find_node("ftrace"), *node;
	struct trace_array *inst;
	const char *name;

	if (!root)
		return;
	/* First: those that are made below begin with its options. */
	instance_config(&top_instance, root);
	node = xbc_node_find_subkey(root, "instance");
	if (node) {
		xbc_node_for_each_subkey(node, node) {
			name = xbc_node_get_data(node);
			inst = instance_find(name) ?: instance_create(name, NULL);
			if (IS_ERR(inst))
				pr_err("instance %s: %pe\n", name, inst);
			else
				instance_config(inst, node);
		}
	}
}
