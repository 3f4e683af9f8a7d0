// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel probes from the command line:
 *
 *	kprobe_event=p:name,place,arg;r:name,place,arg...
 *
 * Lines of kprobe_events with commas in place of blanks. They are on from the start.
 * And from the boot configuration:
 *
 *	ftrace.event.kprobes.NAME.probes = "place arg", ...
 */
#define pr_fmt(fmt) "kprobe_event: " fmt

#include <linux/bootconfig.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/setup.h>

#include "internal.h"

static char boot_lines[COMMAND_LINE_SIZE] __initdata;

static int __init take_boot_lines(char *str)
{
	strscpy(boot_lines, str);
	return 1;
}
__setup("kprobe_event=", take_boot_lines);

static void __init enable_all(void)
{
	struct trace_event_file *file;

	guard(mutex)(&event_mutex);
	for_each_event_file(file, &top_instance)
		if ((file->event_call->flags & TRACE_EVENT_FL_KPROBE) &&
		    event_file_enable(file, true))
			pr_err("%s cannot be enabled\n", trace_event_name(file->event_call));
}

/**
 * probe_boot - make the probes of the command line
 *
 * They can be made as soon as initcalls begin.
 */
void __init probe_boot(void)
{
	char *rest = boot_lines, *line;
	int ret;

	if (!*boot_lines)
		return;
	while ((line = strsep(&rest, ";"))) {
		if (!*line)
			continue;
		strreplace(line, ',', ' ');
		ret = dynamic_line(&kprobe_kind.dyn, line);
		if (ret)
			pr_err("%s: error %d, see error_log\n", line, ret);
	}
	enable_all();
}

#ifdef CONFIG_BOOTTIME_TRACING

static int __init boot_one(const char *event, const char *place)
{
	char *line = kasprintf(GFP_KERNEL, "p:%s %s", event, place);
	int ret = line ? dynamic_line(&kprobe_kind.dyn, line) : -ENOMEM;

	kfree(line);
	return ret;
}

/**
 * probe_bootconfig - make the probes of a node of the boot configuration
 * @event: the event's name
 * @node: the event's node
 *
 * Return: 0; -ENOENT: it has none; or an error
 */
int __init probe_bootconfig(const char *event, struct xbc_node *node)
{
	struct xbc_node *value_node;
	const char *place;
	int ret = -ENOENT;

	boot_config_for_each(node, "probes", value_node, place) {
		ret = boot_one(event, place);
		if (ret)
			break;
	}
	return ret;
}

#endif
