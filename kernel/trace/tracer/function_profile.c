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
#include <linux/trace_clock.h>
#include <linux/tracefs.h>
#include <linux/vmalloc.h>
#include <asm/local.h>

#include "function.h"
#include "graph.h"

#define TIMES	IS_ENABLED(CONFIG_FUNCTION_GRAPH_TRACER)

/**
 * struct profile_entry - what is known of a function on a CPU
 * @ip: the function, 0: unused
 * @hits: calls; what nests counts in between
 * @time: of all calls together, in ns
 * @squares: sum of the squares of their times, in units of SQUARE_NS
 */
struct profile_entry {
	unsigned long	ip;
	local_t		hits;
	local_t		time;
	local_t		squares;
};

/* So that the sum of squares holds hours, and short calls still count */
#define SQUARE_SHIFT	6
#define SQUARE_NS	BIT(SQUARE_SHIFT)

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

/**
 * struct profile_data - what a frame of ours has
 * @start: when the call began
 * @slept: what the task had slept by then
 * @inside: for how long functions ran that it called, and that are profiled too
 */
struct profile_data {
	u64	start;
	u64	slept;
	u64	inside;
};

static struct return_user *profile_user;
static bool profile_watches_sleep;

static void profile_call(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct profile_data *d;
	struct shadow_frame *f;

	f = shadow_push(profile_user, hook_parent_slot(fregs), ip, sizeof(*d) / sizeof(long));
	if (!f)
		return;
	d = (struct profile_data *)f->data;
	d->inside = 0;
	d->slept = shadow_of(current)->slept;
	d->start = trace_clock_local();
	shadow_hook(f);
}

static void profile_returned(struct return_user *user, struct shadow_frame *f,
			     struct pt_regs *regs)
{
	struct profile_data *d = (struct profile_data *)f->data;
	u32 options = tracer_options(&top_instance, &graph_tracer);
	u64 time = trace_clock_local() - d->start, units;
	struct shadow *s = shadow_of(current);
	struct shadow_frame *outer;
	struct profile_entry *e;

	if (!(options & GRAPH_SLEEP_TIME))
		time -= min(time, s->slept - d->slept);
	outer = shadow_outer(s, f->prev, user, f->gen);
	if (outer)
		((struct profile_data *)outer->data)->inside += time;
	if (!(options & GRAPH_GRAPH_TIME))
		time -= min(time, d->inside);

	preempt_disable_notrace();
	e = entry_of(f->func);
	if (e) {
		units = (time + SQUARE_NS / 2) >> SQUARE_SHIFT;
		local_inc(&e->hits);
		local_add(time, &e->time);
		local_add(units * units, &e->squares);
	}
	preempt_enable_notrace();
}

static struct ftrace_ops profile_ops = {
	.func	= profile_call,
	.flags	= FTRACE_OPS_FL_LEAN,
};

static void profile_stop_returns(void)
{
	mutex_lock(&trace_lock);
	if (profile_watches_sleep)
		graph_watch_sleep(false);
	mutex_unlock(&trace_lock);
	return_user_stop(profile_user);
}

static int profile_start(void)
{
	int err;

	if (!profile_user)
		profile_user = return_user_new(profile_returned, NULL);
	err = profile_user ? return_user_start(profile_user) : -ENOMEM;
	if (err)
		return err;
	ftrace_ops_set_global_filter(&profile_ops);
	mutex_lock(&trace_lock);
	profile_watches_sleep = !graph_watch_sleep(true);
	mutex_unlock(&trace_lock);
	err = profile_watches_sleep ? hook_add(&profile_ops) : -ENOMEM;
	if (err)
		profile_stop_returns();
	return err;
}

static void profile_stop(void)
{
	hook_remove(&profile_ops);
	profile_stop_returns();
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
	u64 p = local_read(TIMES ? &x->time : &x->hits);
	u64 q = local_read(TIMES ? &y->time : &y->hits);

	return p > q ? -1 : p < q;
}

/* The times of one function: together, on average, and how they vary */
static void show_times(struct seq_file *m, const struct profile_entry *e)
{
	u64 hits = local_read(&e->hits), time = local_read(&e->time), units, spread = 0;
	char text[GRAPH_DURATION_ROOM];

	if (hits > 1) {
		/* n * sum of squares - square of sum, over n * (n - 1): in us * us */
		units = (time + SQUARE_NS / 2) >> SQUARE_SHIFT;
		spread = hits * local_read(&e->squares);
		spread -= min(spread, units * units);
		spread = div64_u64(spread, hits * (hits - 1));
		/* As thousandths of that, which are shown as if they were ns. */
		spread = div_u64(spread << (2 * SQUARE_SHIFT), NSEC_PER_USEC);
	}
	seq_printf(m, "    %s", graph_duration(text, time));
	seq_printf(m, "    %s", graph_duration(text, div64_u64(time, hits)));
	seq_printf(m, "    %s", graph_duration(text, spread));
}

static void show_entry(struct seq_file *m, const struct profile_entry *e)
{
	char name[KSYM_SYMBOL_LEN];

	snprintf(name, sizeof(name), "%ps", (void *)e->ip);
	seq_printf(m, "  %-30.30s  %10lu", name, local_read(&e->hits));
	if (TIMES)
		show_times(m, e);
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

/* trace_stat/functionN, one for each CPU */
static const struct trace_file_row stat_row = {
	.mode = 0640, .where = FILE_CPU, .show = stat_show,
};

static int profile_populate(struct trace_array *inst, struct dentry *dir)
{
	struct dentry *stat;
	char name[24];
	int cpu, err = 0;

	if (inst != &top_instance)
		return 0;
	stat = tracefs_create_dir("trace_stat", dir);
	if (!stat)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		snprintf(name, sizeof(name), "function%d", cpu);
		err = trace_file_create(inst, stat, &stat_row, name, cpu);
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
