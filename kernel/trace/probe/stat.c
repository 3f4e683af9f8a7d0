// SPDX-License-Identifier: GPL-2.0
/*
 * probe_stat: what has become of the hits of each probe.
 *
 *	GROUP/EVENT cpu=N hits=N faults=N no_room=N
 *	GROUP/EVENT missed=N
 *
 * A line for each CPU that has hit it, then one with what never came to us, if there
 * was any. Records that found the ring buffer full are counted there.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/seq_file.h>

#include "internal.h"

static bool is_probe(const struct dynamic_event *ev)
{
	return ev->kind->create == probe_create;
}

static int stat_show(struct seq_file *m, void *v)
{
	struct dynamic_event *ev = list_entry(v, struct dynamic_event, node);
	struct probe *p = container_of(ev, struct probe, dyn);
	unsigned long missed;
	int cpu;

	if (!is_probe(ev))
		return 0;
	for_each_possible_cpu(cpu) {
		const struct probe_counts *c = per_cpu_ptr(p->counts, cpu);

		if (!c->hits)
			continue;
		seq_printf(m, "%s/%s cpu=%d hits=%lu faults=%lu no_room=%lu\n", ev->group,
			   ev->name, cpu, c->hits, c->faults, c->no_room);
	}
	missed = kind_of_probe(p)->misses ? kind_of_probe(p)->misses(p) : 0;
	if (missed)
		seq_printf(m, "%s/%s missed=%lu\n", ev->group, ev->name, missed);
	return 0;
}

static const struct seq_operations stat_seq = {
	.start	= dynamic_file_start,
	.next	= dynamic_file_next,
	.stop	= dynamic_file_stop,
	.show	= stat_show,
};

static const struct trace_file_row stat_files[] = {
	{ .name = "probe_stat", .mode = 0440, .where = FILE_TOP, .seq = &stat_seq },
};

static struct instance_part stat_part = {
	.slot		= NO_SLOT,
	.files		= stat_files,
	.nr_files	= ARRAY_SIZE(stat_files),
};

static int __init stat_init(void)
{
	return instance_add_part(&stat_part);
}
core_initcall(stat_init);
