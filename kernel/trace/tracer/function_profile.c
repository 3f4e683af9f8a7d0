// SPDX-License-Identifier: GPL-2.0
/*
 * The function profiler: how often each function was called on each CPU, and
 * with return hooks how long it took.  function_profile_enabled starts and stops
 * it, trace_stat/functionN shows what CPU N counted.
 *
 * Each CPU has a hash table of all functions, never more than half full, that
 * it fills alone; a nested context that finds the entry it wants being made
 * takes the next one.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/ftrace.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/percpu.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/tracefs.h>
#include <linux/vmalloc.h>
#include <asm/local.h>

#include "function.h"

#define TIMES	IS_ENABLED(CONFIG_FUNCTION_GRAPH_TRACER)

/**
 * struct profile_entry - what is known of a function on a CPU
 * @ip: the function, 0: unused
 * @hits: calls; what nests counts in between
 * @time: of all calls together, in ns
 * @squares: sum of the squares of their times, in us
 */
struct profile_entry {
	unsigned long	ip;
	local_t		hits;
	u64		time;
	u64		squares;
};

/* Under function_lock; tables only go with the machine, so that calls find them */
static DEFINE_PER_CPU(struct profile_entry *, profile_table);
static unsigned int profile_bits;
static bool profile_on;

static __always_inline struct profile_entry *entry_of(unsigned long ip)
{
	struct profile_entry *table = this_cpu_read(profile_table), *e;
	unsigned int i = hash_long(ip, profile_bits);

	for (unsigned int tries = 0; tries < 64; tries++) {
		e = &table[i];
		if (likely(READ_ONCE(e->ip) == ip))
			return e;
		if (!READ_ONCE(e->ip) && !cmpxchg_local(&e->ip, 0, ip))
			return e;
		i = (i + 1) & (BIT(profile_bits) - 1);
	}
	return NULL;
}

#ifdef CONFIG_FUNCTION_GRAPH_TRACER

static int profile_enter(struct ftrace_graph_ent *ent, struct fgraph_ops *gops)
{
	return 1;
}

static void profile_return(struct ftrace_graph_ret *ret, struct fgraph_ops *gops)
{
	u64 time = ret->rettime - ret->calltime, us = time;
	struct profile_entry *e;

	preempt_disable_notrace();
	e = entry_of(ret->func);
	if (e) {
		do_div(us, NSEC_PER_USEC);
		local_inc(&e->hits);
		e->time += time;
		e->squares += us * us;
	}
	preempt_enable_notrace();
}

static struct fgraph_ops profile_ops = {
	.entryfunc	= profile_enter,
	.retfunc	= profile_return,
};

static int profile_start(void)
{
	ftrace_ops_set_global_filter(&profile_ops.ops);
	return register_ftrace_graph(&profile_ops);
}

static void profile_stop(void)
{
	unregister_ftrace_graph(&profile_ops);
}

#else

static void profile_call(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct profile_entry *e;

	preempt_disable_notrace();
	e = entry_of(ip);
	if (e)
		local_inc(&e->hits);
	preempt_enable_notrace();
}

static struct ftrace_ops profile_ops = {
	.func	= profile_call,
	.flags	= FTRACE_OPS_FL_LEAN,
};

static int profile_start(void)
{
	ftrace_ops_set_global_filter(&profile_ops);
	return hook_add(&profile_ops);
}

static void profile_stop(void)
{
	hook_remove(&profile_ops);
}

#endif

/* Tables for all CPUs; those that are there are emptied. */
static int profile_tables(void)
{
	struct hook_counts counts;
	size_t size;
	int cpu;

	if (!profile_bits) {
		hook_counts(&counts);
		/* As many functions again may come with modules. */
		profile_bits = max(ilog2(roundup_pow_of_two(counts.sites)) + 1, 10);
	}
	size = sizeof(struct profile_entry) << profile_bits;
	for_each_possible_cpu(cpu) {
		struct profile_entry *table = per_cpu(profile_table, cpu);

		if (table) {
			memset(table, 0, size);
			continue;
		}
		table = vzalloc_node(size, cpu_to_node(cpu));
		if (!table)
			return -ENOMEM;
		per_cpu(profile_table, cpu) = table;
	}
	return 0;
}

static int profile_set(bool on)
{
	int err = 0;

	guard(mutex)(&function_lock);
	if (on == profile_on)
		return 0;
	if (on) {
		err = profile_tables();
		if (!err)
			err = profile_start();
	} else {
		profile_stop();
		/* The next start empties the tables: let those out who are counting. */
		hook_sync();
	}
	if (!err)
		profile_on = on;
	return err;
}

static int enabled_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%d\n", READ_ONCE(profile_on));
	return 0;
}

static int enabled_line(struct trace_file *f, char *line)
{
	bool on;
	int err = parse_switch(line, &on);

	return err ?: profile_set(on);
}

/* ---- showing ---- */

static int compare_entries(const void *a, const void *b)
{
	const struct profile_entry *x = a, *y = b;
	u64 p = TIMES ? x->time : local_read(&x->hits);
	u64 q = TIMES ? y->time : local_read(&y->hits);

	return p > q ? -1 : p < q;
}

/* "12.345 us", eight characters for the number */
static void show_usecs(struct seq_file *m, u64 ns)
{
	u32 rest = do_div(ns, NSEC_PER_USEC);

	seq_printf(m, "    %8llu.%03u us", ns, rest);
}

static void show_entry(struct seq_file *m, const struct profile_entry *e)
{
	char name[KSYM_SYMBOL_LEN];
	u64 hits = local_read(&e->hits), mean, spread = 0;

	snprintf(name, sizeof(name), "%ps", (void *)e->ip);
	seq_printf(m, "  %-30.30s  %10llu", name, hits);
	if (TIMES) {
		mean = div64_u64(e->time, hits);
		if (hits > 1) {
			u64 us = div_u64(e->time, NSEC_PER_USEC);

			/* n * sum of squares - square of sum, over n * (n - 1) */
			spread = div64_u64(hits * e->squares - us * us,
					   hits * (hits - 1));
		}
		show_usecs(m, e->time);
		show_usecs(m, mean);
		show_usecs(m, spread * NSEC_PER_USEC);
	}
	seq_putc(m, '\n');
}

static int stat_show(struct seq_file *m, struct trace_file *f)
{
	struct profile_entry *table, *sorted;
	unsigned int n = 0;

	seq_puts(m, "  Function                               Hit");
	seq_puts(m, TIMES ? "    Time            Avg             s^2\n" : "\n");
	seq_puts(m, "  --------                               ---");
	seq_puts(m, TIMES ? "    ----            ---             ---\n" : "\n");

	guard(mutex)(&function_lock);
	table = per_cpu(profile_table, f->cpu);
	if (!table)
		return 0;
	for (unsigned int i = 0; i < BIT(profile_bits); i++)
		n += !!local_read(&table[i].hits);
	sorted = kvmalloc_array(n, sizeof(*sorted), GFP_KERNEL);
	if (n && !sorted)
		return -ENOMEM;
	for (unsigned int i = 0, k = 0; i < BIT(profile_bits) && k < n; i++)
		if (local_read(&table[i].hits))
			/* Calls go on: what comes while it is copied may be in it. */
			sorted[k++] = data_race(table[i]);
	sort(sorted, n, sizeof(*sorted), compare_entries, NULL);
	for (unsigned int i = 0; i < n && !seq_has_overflowed(m); i++)
		show_entry(m, &sorted[i]);
	kvfree(sorted);
	return 0;
}

/* ---- files ---- */

static const struct trace_file_row profile_files[] = {
	{ .name = "function_profile_enabled", .mode = 0640, .where = FILE_TOP,
	  .show = enabled_show, .line = enabled_line,
	  .mistake = NOT_A_SWITCH },
};

/* trace_stat/functionN: rows are made, one for each CPU */
static int profile_populate(struct trace_array *inst, struct dentry *dir)
{
	struct dentry *stat;
	int cpu, err = 0;

	if (inst != &top_instance)
		return 0;
	stat = tracefs_create_dir("trace_stat", dir);
	if (!stat)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct trace_file_row *row = kzalloc(sizeof(*row), GFP_KERNEL);

		if (row)
			row->name = kasprintf(GFP_KERNEL, "function%d", cpu);
		if (!row || !row->name) {
			kfree(row);
			return -ENOMEM;
		}
		row->mode = 0640;
		row->where = FILE_CPU;
		row->show = stat_show;
		err = trace_files_create(inst, stat, row, 1, cpu);
		if (err)
			break;
	}
	return err;
}

static struct instance_part profile_part = {
	.slot		= NO_SLOT,
	.files		= profile_files,
	.nr_files	= ARRAY_SIZE(profile_files),
	.populate	= profile_populate,
};

static int __init profile_init(void)
{
	return instance_add_part(&profile_part);
}
core_initcall(profile_init);
