// SPDX-License-Identifier: GPL-2.0
/*
 * Which functions the boot configuration lets an instance trace, below "ftrace."
 * and "ftrace.instance.NAME.":
 *
 *	ftrace.filters = PATTERN, ...
 *	ftrace.notraces = PATTERN, ...
 */
#define pr_fmt(fmt) "function tracer: bootconfig: " fmt

#include <linux/bootconfig.h>
#include <linux/err.h>

#include "function.h"

static void __init set_list(struct hook_filter *filter, enum hook_list list,
			    struct xbc_node *node, const char *key)
{
	struct xbc_node *pattern_node;
	struct hook_edit *e = NULL;
	const char *pattern;

	boot_config_for_each(node, key, pattern_node, pattern) {
		e = e ?: hook_edit_begin(filter, list, true);
		if (IS_ERR(e) || hook_edit_pattern(e, pattern, NULL) < 0)
			pr_err("no function matches %s\n", pattern);
	}
	if (!IS_ERR_OR_NULL(e) && hook_edit_end(e))
		pr_err("%s cannot be set\n", key);
}

/**
 * function_bootconfig - do what the boot configuration asks of an instance's filters
 * @inst: the instance
 * @node: its node
 */
void __init function_bootconfig(struct trace_array *inst, struct xbc_node *node)
{
	struct hook_filter *filter = function_of(inst)->filter;

	set_list(filter, HOOK_ONLY, node, "ftrace.filters");
	set_list(filter, HOOK_NOT, node, "ftrace.notraces");
}
