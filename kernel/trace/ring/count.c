// SPDX-License-Identifier: GPL-2.0
/*
 * linux/ring_buffer.h for those who count: one number a call, of one CPU or
 * of all.
 */
#include <linux/cpumask.h>
#include <linux/export.h>

#include "internal.h"

#define RING_COUNT(name, field)							\
unsigned long ring_buffer_##name(struct trace_buffer *buffer, int cpu)		\
{										\
	struct ring_stats st;							\
										\
	ring_stats(buffer, cpu, &st);						\
	return st.field;							\
}										\
EXPORT_SYMBOL_GPL(ring_buffer_##name)

RING_COUNT(bytes_cpu, bytes);
RING_COUNT(entries_cpu, entries);
RING_COUNT(overrun_cpu, overrun);
RING_COUNT(commit_overrun_cpu, commit_overrun);
RING_COUNT(dropped_events_cpu, dropped);
RING_COUNT(read_events_cpu, read);

/* Time stamp of the oldest record there is to read; 0 if there is none. */
u64 ring_buffer_oldest_event_ts(struct trace_buffer *buffer, int cpu)
{
	struct ring_stats st;

	ring_stats(buffer, cpu, &st);
	return st.oldest_ts;
}
EXPORT_SYMBOL_GPL(ring_buffer_oldest_event_ts);

unsigned long ring_buffer_entries(struct trace_buffer *buffer)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += ring_buffer_entries_cpu(buffer, cpu);
	return sum;
}
EXPORT_SYMBOL_GPL(ring_buffer_entries);

unsigned long ring_buffer_overruns(struct trace_buffer *buffer)
{
	unsigned long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += ring_buffer_overrun_cpu(buffer, cpu);
	return sum;
}
EXPORT_SYMBOL_GPL(ring_buffer_overruns);

/* What any record that is committed changes; nothing that reads or clears does. */
u64 ring_written(struct trace_buffer *buffer)
{
	struct ring_cpu *c;
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		c = ring_cpu_of(buffer, cpu);
		if (c)
			sum += READ_ONCE(c->committed);
	}
	return sum;
}

bool ring_buffer_empty_cpu(struct trace_buffer *buffer, int cpu)
{
	return !ring_buffer_entries_cpu(buffer, cpu);
}
EXPORT_SYMBOL_GPL(ring_buffer_empty_cpu);

bool ring_buffer_empty(struct trace_buffer *buffer)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		if (!ring_buffer_empty_cpu(buffer, cpu))
			return false;
	}
	return true;
}
EXPORT_SYMBOL_GPL(ring_buffer_empty);
