// SPDX-License-Identifier: GPL-2.0
/*
 * Tracing when the kernel is in trouble: the buffers to the console, recording
 * stopped at a warning.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/atomic.h>
#include <linux/ftrace.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/string.h>

#include "internal.h"

/* ---- what to dump ----
 *
 * A list between commas. Each item is "INSTANCE" or "INSTANCE=2"; the first may
 * also be for the top level: "0" (nothing), "1" (all CPUs), "2" or "orig_cpu" (the
 * CPU that is in trouble).
 */

/* The size is what kernel/sysctl.c lets be written. */
char ftrace_dump_on_oops[MAX_TRACER_SIZE] = "0";

static int __init dump_on_oops_setup(char *text)
{
	if (!*text) {
		strscpy(ftrace_dump_on_oops, "1");
		return 1;
	}
	if (*text == '=' || *text == ',') {
		/* Without "=" the top level is meant, and the list goes on. */
		if (*text == ',')
			scnprintf(ftrace_dump_on_oops, sizeof(ftrace_dump_on_oops), "1%s", text);
		else
			strscpy(ftrace_dump_on_oops, text + 1);
		return 1;
	}
	return 0;
}
__setup("ftrace_dump_on_oops", dump_on_oops_setup);

/* Cut the next item from @list: its length; *@mode is what it asks for. */
static size_t next_item(const char **list, const char **name, enum ftrace_dump_mode *mode)
{
	const char *start = *list;
	size_t len = strcspn(start, ","), name_len = strcspn(start, "=,");

	*list = start + len + (start[len] == ',');
	*name = start;
	*mode = DUMP_ALL;
	if (name_len < len) {
		const char *how = start + name_len + 1;

		len -= name_len + 1;
		if ((len == 1 && *how == '2') || (len == 8 && !strncmp(how, "orig_cpu", 8)))
			*mode = DUMP_ORIG;
	}
	return name_len;
}

static bool item_is(const char *name, size_t len, const char *what)
{
	return strlen(what) == len && !strncmp(name, what, len);
}

/* Is it the first item's way to speak of the top level? */
static bool top_item(const char *name, size_t len, enum ftrace_dump_mode *mode)
{
	if (item_is(name, len, "0"))
		*mode = DUMP_NONE;
	else if (item_is(name, len, "1"))
		*mode = DUMP_ALL;
	else if (item_is(name, len, "2") || item_is(name, len, "orig_cpu"))
		*mode = DUMP_ORIG;
	else
		return false;
	return true;
}

/* ---- dumping ---- */

void (*instance_dumper)(struct trace_array *inst, int cpu);
int (*instance_dump_room)(unsigned int order);

static void dump_one(struct trace_array *inst, enum ftrace_dump_mode mode)
{
	if (mode == DUMP_NONE || !instance_dumper || !inst->buffer)
		return;
	/* For good: what led here must not be overwritten. */
	instance_off(inst);
	instance_dumper(inst, mode == DUMP_ORIG ? raw_smp_processor_id() : CPU_ALL);
}

static void dump_as_told(void)
{
	const char *list = ftrace_dump_on_oops, *name;
	enum ftrace_dump_mode mode;
	struct trace_array *inst;
	bool first = true;
	size_t len;

	while (*list) {
		len = next_item(&list, &name, &mode);
		if (first && top_item(name, len, &mode)) {
			dump_one(&top_instance, mode);
		} else if (len) {
			/* Unlocked: whoever holds the lock may be what has died. */
			for_each_instance(inst)
				if (inst->name && item_is(name, len, inst->name))
					dump_one(inst, mode);
		}
		first = false;
	}
}

/**
 * ftrace_dump - print what is recorded to the console
 * @mode: all of the top level, this CPU's, or what ftrace_dump_on_oops says
 *
 * Recording stops. Context: any; one CPU at a time, others return.
 */
void ftrace_dump(enum ftrace_dump_mode mode)
{
	static atomic_t running;

	if (atomic_cmpxchg_acquire(&running, 0, 1))
		return;
	if (mode == DUMP_PARAM)
		dump_as_told();
	else
		dump_one(&top_instance, mode);
	atomic_set_release(&running, 0);
}
EXPORT_SYMBOL_GPL(ftrace_dump);

static int dump_at_panic(struct notifier_block *nb, unsigned long event, void *unused)
{
	ftrace_dump(DUMP_PARAM);
	return NOTIFY_DONE;
}

static int dump_at_die(struct notifier_block *nb, unsigned long event, void *unused)
{
	if (event == DIE_OOPS)
		ftrace_dump(DUMP_PARAM);
	return NOTIFY_DONE;
}

/* Before others, who may not let the panic go on */
static struct notifier_block panic_nb = {
	.notifier_call	= dump_at_panic,
	.priority	= INT_MAX - 1,
};

static struct notifier_block die_nb = {
	.notifier_call	= dump_at_die,
	.priority	= INT_MAX - 1,
};

int __init dump_init(void)
{
	atomic_notifier_chain_register(&panic_notifier_list, &panic_nb);
	return register_die_notifier(&die_nb);
}

/* ---- warnings ---- */

/* kernel.traceoff_on_warning */
int __disable_trace_on_warning;

static int __init traceoff_on_warning_setup(char *text)
{
	if (strcmp(text, "=0") && strcmp(text, "=off"))
		__disable_trace_on_warning = 1;
	return 1;
}
__setup("traceoff_on_warning", traceoff_on_warning_setup);

/**
 * disable_trace_on_warning - a warning is being printed
 *
 * Context: any.
 */
void disable_trace_on_warning(void)
{
	if (!__disable_trace_on_warning)
		return;
	trace_array_puts(&top_instance, "tracing stops here: a warning\n");
	tracing_off();
}
