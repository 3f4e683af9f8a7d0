// SPDX-License-Identifier: GPL-2.0
/*
 * What the boot configuration asks of events, below "ftrace." and
 * "ftrace.instance.NAME.":
 *
 *	events = EVENT, ...
 *	event.enable
 *	event.SYSTEM.enable
 *	event.SYSTEM.EVENT.enable
 *	event.SYSTEM.EVENT.filter = CONDITION
 *	event.SYSTEM.EVENT.actions = TRIGGER, ...
 */
#define pr_fmt(fmt) "trace events: bootconfig: " fmt

#include <linux/bootconfig.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "dynamic.h"
#include "internal.h"

/* As a word of set_event */
static int __init enable_word(struct trace_array *inst, const char *value)
{
	char *copy __free(kfree) = kstrdup(value, GFP_KERNEL);

	return copy ? event_set_line(inst, copy, true) : -ENOMEM;
}

static bool __init is_on(struct xbc_node *node)
{
	return xbc_node_find_subkey(node, "enable");
}

static void __init enable(struct trace_array *inst, const char *system)
{
	if (event_set_match(inst, system, NULL, NULL, true))
		pr_err("not all events of %s can be enabled\n", system ?: "all systems");
}

/* Hand a copy of @value, which may be changed, to what takes it from a file. */
static int __init take(int (*line)(struct trace_event_file *file, char *line),
		       struct trace_event_file *file, const char *value)
{
	char *copy = kstrdup(value, GFP_KERNEL);
	int ret = copy ? line(file, copy) : -ENOMEM;

	kfree(copy);
	return ret;
}

static void __init configure_event(struct trace_array *inst, const char *system,
				   struct xbc_node *node)
{
	const char *name = xbc_node_get_data(node), *value;
	struct trace_event_file *file;
	struct xbc_node *value_node;

	file = event_file_find(inst, system, name);
	if (!file || !event_can_enable(file->event_call)) {
		pr_err("there is no event %s:%s\n", system, name);
		return;
	}
	value = xbc_node_find_value(node, "filter", NULL);
	if (value && take(event_filter_set, file, value))
		pr_err("%s:%s cannot have the filter %s\n", system, name, value);
	boot_config_for_each(node, "actions", value_node, value) {
		if (take(event_trigger_line, file, value))
			pr_err("%s:%s cannot have the action %s\n", system, name, value);
	}
	if (is_on(node) && event_file_enable(file, true))
		pr_err("%s:%s cannot be enabled\n", system, name);
}

static void __init configure_system(struct trace_array *inst, struct xbc_node *node)
{
	const char *system = xbc_node_get_data(node);
	struct xbc_node *child;

	if (is_on(node))
		enable(inst, system);
	xbc_node_for_each_subkey(node, child)
		if (strcmp(xbc_node_get_data(child), "enable"))
			configure_event(inst, system, child);
}

/**
 * event_bootconfig - do what the boot configuration asks of an instance's events
 * @inst: the instance
 * @node: its node
 */
void __init event_bootconfig(struct trace_array *inst, struct xbc_node *node)
{
	struct xbc_node *events = xbc_node_find_subkey(node, "event"), *child, *value_node;
	const char *value;

	if (IS_ENABLED(CONFIG_DYNAMIC_EVENTS) && events && inst == &top_instance)
		dynamic_bootconfig(events);
	guard(mutex)(&event_mutex);
	boot_config_for_each(node, "events", value_node, value) {
		if (enable_word(inst, value))
			pr_err("%s cannot be enabled\n", value);
	}
	if (!events)
		return;
	if (event_slow_prepare()) {
		pr_err("no memory\n");
		return;
	}
	if (is_on(events))
		enable(inst, NULL);
	xbc_node_for_each_subkey(events, child)
		if (strcmp(xbc_node_get_data(child), "enable"))
			configure_system(inst, child);
}
