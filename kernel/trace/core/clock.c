// SPDX-License-Identifier: GPL-2.0
/*
 * The clock of an instance: which there are, and the file that chooses one.
 */
#include <linux/ktime.h>
#include <linux/string.h>
#include <linux/trace_clock.h>

#include "internal.h"

const struct trace_clock trace_clocks[] = {
	{ trace_clock_local,		"local",	true },
	{ trace_clock_global,		"global",	true },
	{ trace_clock_counter,		"counter",	false },
	{ trace_clock_jiffies,		"uptime",	true },
	{ trace_clock,			"perf",		true },
	{ ktime_get_mono_fast_ns,	"mono",		true },
	{ ktime_get_raw_fast_ns,	"mono_raw",	true },
	{ ktime_get_boot_fast_ns,	"boot",		true },
	{ ktime_get_tai_fast_ns,	"tai",		true },
	ARCH_TRACE_CLOCKS
};

const int nr_trace_clocks = ARRAY_SIZE(trace_clocks);

u8 trace_clock_default;

/* The index of a clock, or -EINVAL. */
int clock_by_name(const char *name)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(trace_clocks); i++)
		if (!strcmp(trace_clocks[i].name, name))
			return i;
	return -EINVAL;
}

/**
 * instance_clock_is_ns - do the records of an instance have times in ns?
 * @inst: the instance
 */
bool instance_clock_is_ns(struct trace_array *inst)
{
	return trace_clocks[inst->clock].in_ns;
}

/**
 * instance_set_clock - give an instance another clock
 * @inst: the instance
 * @clock: index of the clock
 *
 * What is recorded already goes: its times would mean nothing.
 *
 * Context: process; trace_lock held.
 */
void instance_set_clock(struct trace_array *inst, int clock)
{
	lockdep_assert_held(&trace_lock);
	inst->clock = clock;
	buffer_set_clock(inst);
}

/**
 * instance_set_clock_by_name - the same by name
 * @inst: the instance
 * @name: the clock; the one that it has: nothing happens
 *
 * Context: process; trace_lock held.
 * Return: 0 or -EINVAL: there is no such clock
 */
int instance_set_clock_by_name(struct trace_array *inst, const char *name)
{
	int clock = clock_by_name(name);

	lockdep_assert_held(&trace_lock);
	if (clock < 0)
		return clock;
	if (clock != inst->clock)
		instance_set_clock(inst, clock);
	return 0;
}

static int trace_clock_show(struct seq_file *m, struct trace_file *f)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(trace_clocks); i++)
		seq_printf(m, i == f->inst->clock ? "%s[%s]" : "%s%s", i ? " " : "",
			   trace_clocks[i].name);
	seq_putc(m, '\n');
	return 0;
}

static int trace_clock_line(struct trace_file *f, char *line)
{
	guard(mutex)(&trace_lock);
	return instance_set_clock_by_name(f->inst, strim(line));
}

static const struct trace_file_row clock_files[] = {
	{ .name = "trace_clock", .mode = 0640, .where = FILE_EVERY,
	  .show = trace_clock_show, .line = trace_clock_line,
	  .mistake = "No such clock" },
};

static struct instance_part clock_part = {
	.slot		= NO_SLOT,
	.files		= clock_files,
	.nr_files	= ARRAY_SIZE(clock_files),
};

int __init clock_init(void)
{
	return instance_add_part(&clock_part);
}
