// SPDX-License-Identifier: GPL-2.0
/*
 * An instance's buffer: how large it is, on or off, which CPUs fill it.
 *
 * A buffer that nobody has used yet is as small as can be. It gets the size
 * that is asked for when something is about to record into it.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

/* Bytes a CPU, from the command line */
unsigned long trace_buf_size __ro_after_init = DEFAULT_BUFFER_SIZE;

/* ---- making ---- */

/* A buffer of @size bytes a CPU with the settings of @inst; NULL: no memory. */
static struct trace_buffer *buffer_make(struct trace_array *inst, unsigned long size)
{
	static struct lock_class_key key;
	struct ring_params p = {
		.size		= size,
		.overwrite	= option_is_set(inst, OPT_OVERWRITE),
		.clock		= trace_clocks[inst->clock].func,
		.waiters	= inst->waiters,
	};

	if (inst->buffer)
		p.order = ring_buffer_subbuf_order_get(READ_ONCE(inst->buffer));
	else if (inst->range && past_open(inst, &p.range, &p.range_size))
		return NULL;
	return ring_create(&p, &key);
}

/* The buffer of a new instance. */
int buffer_create(struct trace_array *inst)
{
	int cpu;

	inst->size_kb = kcalloc(nr_cpu_ids, sizeof(*inst->size_kb), GFP_KERNEL);
	inst->waiters = ring_waiters_create();
	if (!inst->size_kb || !inst->waiters)
		return -ENOMEM;
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		inst->size_kb[cpu] = trace_buf_size >> 10;
	inst->buffer = buffer_make(inst, 1);
	if (!inst->buffer)
		return -ENOMEM;
	inst->pair[0] = inst->buffer;
	/* What is in a range is as large as the range allows, at once. */
	if (inst->range) {
		past_settle(inst);
		inst->expanded = true;
		for_each_possible_cpu(cpu)
			inst->size_kb[cpu] = ring_buffer_size(inst->buffer, cpu) >> 10;
	}
	return 0;
}

void buffer_destroy(struct trace_array *inst)
{
	if (inst->snapshot)
		ring_buffer_free(inst->snapshot);
	if (inst->buffer)
		ring_buffer_free(inst->buffer);
	ring_waiters_free(inst->waiters);
	past_close(inst);
	kfree(inst->size_kb);
}

/* ---- both buffers ----
 *
 * Not trace_array::buffer and ::snapshot: when a snapshot is taken between a look
 * at the one and a look at the other, the two are the same.
 */

struct both {
	struct trace_buffer	*one;
	struct trace_buffer	*other;		/* NULL if there is one only */
};

static struct both both_of(struct trace_array *inst)
{
	lockdep_assert_held(&trace_lock);
	if (!inst->pair[0])
		return (struct both){ inst->pair[1], NULL };
	return (struct both){ inst->pair[0], inst->pair[1] };
}

/* CPU i of each gets @kb[i] KiB, or keeps what it has if that is 0. */
static int resize_both(struct trace_array *inst, const unsigned int *kb)
{
	struct both both = both_of(inst);

	return ring_resize(both.one, both.other, kb);
}

static void change_overwrite(struct trace_buffer *b, unsigned long on)
{
	ring_buffer_change_overwrite(b, on);
}

static void change_clock(struct trace_buffer *b, unsigned long clock)
{
	ring_buffer_set_clock(b, trace_clocks[clock].func);
	ring_buffer_reset(b);
}

static void change_cpu_off(struct trace_buffer *b, unsigned long cpu)
{
	ring_buffer_record_disable_cpu(b, cpu);
}

static void change_cpu_on(struct trace_buffer *b, unsigned long cpu)
{
	ring_buffer_record_enable_cpu(b, cpu);
}

static void for_both(struct trace_array *inst, unsigned long arg,
		     void (*change)(struct trace_buffer *b, unsigned long arg))
{
	struct both both = both_of(inst);

	change(both.one, arg);
	if (both.other)
		change(both.other, arg);
}

/* The option overwrite */
void buffer_set_overwrite(struct trace_array *inst, bool on)
{
	for_both(inst, on, change_overwrite);
}

/* inst->clock has changed. */
void buffer_set_clock(struct trace_array *inst)
{
	for_both(inst, inst->clock, change_clock);
}

/* ---- pins ---- */

/**
 * instance_buffer_get - a buffer of an instance, which will not be freed
 * @inst: the instance, pinned by the caller
 * @snapshot: the spare one
 *
 * Context: process, without trace_lock.
 * Return: the buffer, or NULL if there is no spare one
 */
struct trace_buffer *instance_buffer_get(struct trace_array *inst, bool snapshot)
{
	struct trace_buffer *b;

	guard(swap_lock)(&inst->swap_lock);
	b = snapshot ? inst->snapshot : inst->buffer;
	if (b)
		inst->pins[b == inst->pair[1]]++;
	return b;
}

/* ---- recording or not ---- */

/*
 * Without a pin: a buffer is not freed before all who run with preemption disabled
 * have gone on.
 */

/**
 * instance_on - what writing 1 to tracing_on does
 * @inst: the instance
 *
 * Context: any.
 */
void instance_on(struct trace_array *inst)
{
	struct trace_buffer *b;

	guard(preempt_notrace)();
	b = READ_ONCE(inst->buffer);
	if (b)
		ring_buffer_record_on(b);
}

/**
 * instance_off - what writing 0 to tracing_on does
 * @inst: the instance
 *
 * Context: any.
 */
void instance_off(struct trace_array *inst)
{
	struct trace_buffer *b;

	guard(preempt_notrace)();
	b = READ_ONCE(inst->buffer);
	if (b)
		ring_buffer_record_off(b);
}

/**
 * instance_is_on - what tracing_on says
 * @inst: the instance
 */
bool instance_is_on(struct trace_array *inst)
{
	struct trace_buffer *b;

	guard(preempt_notrace)();
	b = READ_ONCE(inst->buffer);
	return b && ring_buffer_record_is_set_on(b);
}

/**
 * instance_pause - stop recording, whatever tracing_on says
 * @inst: the instance
 *
 * Nests; each ends with instance_resume().  Context: any but NMI.
 */
void instance_pause(struct trace_array *inst)
{
	guard(swap_lock)(&inst->swap_lock);
	if (!inst->stopped++ && inst->buffer)
		ring_buffer_record_disable(inst->buffer);
}

/**
 * instance_resume - undo one instance_pause()
 * @inst: the instance
 */
void instance_resume(struct trace_array *inst)
{
	guard(swap_lock)(&inst->swap_lock);
	if (!WARN_ON_ONCE(!inst->stopped) && !--inst->stopped && inst->buffer)
		ring_buffer_record_enable(inst->buffer);
}

/**
 * instance_clear - forget what is recorded
 * @inst: the instance
 * @cpu: of this CPU, or CPU_ALL
 *
 * Context: process, without trace_lock.
 */
void instance_clear(struct trace_array *inst, int cpu)
{
	guard(mutex)(&trace_lock);
	if (cpu == CPU_ALL)
		ring_buffer_reset(inst->buffer);
	else
		ring_buffer_reset_cpu(inst->buffer, cpu);
}

void tracing_on(void)
{
	instance_on(&top_instance);
}
EXPORT_SYMBOL_GPL(tracing_on);

void tracing_off(void)
{
	instance_off(&top_instance);
}
EXPORT_SYMBOL_GPL(tracing_off);

int tracing_is_on(void)
{
	return instance_is_on(&top_instance);
}
EXPORT_SYMBOL_GPL(tracing_is_on);

void tracing_start(void)
{
	instance_resume(&top_instance);
}

void tracing_stop(void)
{
	instance_pause(&top_instance);
}

static int tracing_on_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%d\n", instance_is_on(f->inst));
	return 0;
}

static int tracing_on_line(struct trace_file *f, char *line)
{
	struct trace_array *inst = f->inst;
	unsigned long on;
	int ret = parse_number(line, 0, ULONG_MAX, &on);

	if (ret)
		return ret;
	guard(mutex)(&trace_lock);
	if (!!on == instance_is_on(inst))
		return 0;
	if (on) {
		instance_on(inst);
		if (inst->tracer->start)
			inst->tracer->start(inst);
	} else {
		instance_off(inst);
		if (inst->tracer->stop)
			inst->tracer->stop(inst);
		ring_buffer_wake_waiters(inst->buffer, RING_BUFFER_ALL_CPUS);
	}
	return 0;
}

/* ---- size ---- */

/* One size for all CPUs, or 0. */
static unsigned int common_size(struct trace_array *inst)
{
	int cpu, first = cpumask_first(cpu_possible_mask);

	for_each_possible_cpu(cpu)
		if (inst->size_kb[cpu] != inst->size_kb[first])
			return 0;
	return inst->size_kb[first];
}

/**
 * instance_expand - give the buffer its real size: something will be recorded
 * @inst: the instance
 *
 * Context: process; trace_lock held.
 * Return: 0 or -ENOMEM
 */
int instance_expand(struct trace_array *inst)
{
	int ret;

	lockdep_assert_held(&trace_lock);
	if (inst->expanded)
		return 0;
	ret = resize_both(inst, inst->size_kb);
	if (!ret)
		inst->expanded = true;
	return ret;
}

/* A buffer of the sizes and settings of the one of @inst; NULL: no memory. */
struct trace_buffer *buffer_make_like(struct trace_array *inst)
{
	unsigned int kb = common_size(inst);
	struct trace_buffer *b;
	int cpu;

	lockdep_assert_held(&trace_lock);
	b = buffer_make(inst, kb ? (unsigned long)kb << 10 : 1);
	if (!b)
		return NULL;
	if (!kb && ring_resize(b, NULL, inst->size_kb)) {
		ring_buffer_free(b);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		if (!cpumask_test_cpu(cpu, inst->cpumask))
			ring_buffer_record_disable_cpu(b, cpu);
	return b;
}

/*
 * Set the size of one CPU's buffer or of all, the spare buffer's with it. One that nobody
 * has used yet gets the sizes of the others, too.
 */
int instance_resize(struct trace_array *inst, unsigned int kb, int cpu)
{
	unsigned int *want __free(kfree) = kcalloc(nr_cpu_ids, sizeof(*want), GFP_KERNEL);
	int c, ret;

	lockdep_assert_held(&trace_lock);
	if (!want)
		return -ENOMEM;
	for_each_possible_cpu(c) {
		if (cpu == CPU_ALL || cpu == c)
			want[c] = kb;
		else if (!inst->expanded)
			want[c] = inst->size_kb[c];
	}
	ret = resize_both(inst, want);
	if (ret)
		return ret;
	inst->expanded = true;
	for_each_possible_cpu(c)
		if (want[c])
			inst->size_kb[c] = want[c];
	return 0;
}

static int buffer_size_show(struct seq_file *m, struct trace_file *f)
{
	struct trace_array *inst = f->inst;
	int cpu = f->cpu == CPU_ALL ? cpumask_first(cpu_possible_mask) : f->cpu;
	unsigned int kb;

	guard(mutex)(&trace_lock);
	kb = f->cpu == CPU_ALL ? common_size(inst) : inst->size_kb[cpu];
	if (!kb)
		seq_puts(m, "X\n");
	else if (inst->expanded)
		seq_printf(m, "%u\n", kb);
	else if (f->cpu == CPU_ALL)
		seq_printf(m, "%lu (expanded: %u)\n",
			   ring_buffer_size(inst->buffer, cpu) >> 10, kb);
	else
		seq_printf(m, "%lu\n", ring_buffer_size(inst->buffer, cpu) >> 10);
	return 0;
}

static int buffer_size_line(struct trace_file *f, char *line)
{
	unsigned long kb;
	int ret = parse_number(line, 1, INT_MAX, &kb);

	if (ret)
		return ret;
	guard(mutex)(&trace_lock);
	return instance_resize(f->inst, kb, f->cpu);
}

static int buffer_total_show(struct seq_file *m, struct trace_file *f)
{
	struct trace_array *inst = f->inst;
	unsigned long now = 0, total = 0;
	int cpu;

	guard(mutex)(&trace_lock);
	for_each_possible_cpu(cpu) {
		now += ring_buffer_size(inst->buffer, cpu) >> 10;
		total += inst->size_kb[cpu];
	}
	if (inst->expanded)
		seq_printf(m, "%lu\n", total);
	else
		seq_printf(m, "%lu (expanded: %lu)\n", now, total);
	return 0;
}

/* ---- sub-buffers ---- */

static int subbuf_size_show(struct seq_file *m, struct trace_file *f)
{
	guard(mutex)(&trace_lock);
	seq_printf(m, "%lu\n", (PAGE_SIZE << ring_buffer_subbuf_order_get(f->inst->buffer)) >> 10);
	return 0;
}

static int subbuf_size_line(struct trace_file *f, char *line)
{
	struct trace_array *inst = f->inst;
	struct both both;
	unsigned long kb;
	int order, ret = parse_number(line, 1, (128 * PAGE_SIZE) >> 10, &kb);

	if (ret)
		return ret;
	order = get_order(kb << 10);
	guard(mutex)(&trace_lock);
	if (instance_dump_room) {
		ret = instance_dump_room(order);
		if (ret)
			return ret;
	}
	both = both_of(inst);
	return ring_set_order(both.one, both.other, order);
}

/* ---- waking readers ---- */

static int buffer_percent_show(struct seq_file *m, struct trace_file *f)
{
	seq_printf(m, "%u\n", READ_ONCE(f->inst->buffer_percent));
	return 0;
}

static int buffer_percent_line(struct trace_file *f, char *line)
{
	unsigned long percent;
	int ret = parse_number(line, 0, 100, &percent);

	if (!ret)
		WRITE_ONCE(f->inst->buffer_percent, percent);
	return ret;
}

/* ---- counts ---- */

static void show_time(struct seq_file *m, struct trace_array *inst, const char *what, u64 ts)
{
	u32 rest;

	if (!instance_clock_is_ns(inst)) {
		seq_printf(m, "%s: %llu\n", what, ts);
		return;
	}
	ts = div_u64_rem(div_u64(ts, NSEC_PER_USEC), USEC_PER_SEC, &rest);
	seq_printf(m, "%s: %5llu.%06u\n", what, ts, rest);
}

static int stats_show(struct seq_file *m, struct trace_file *f)
{
	struct trace_array *inst = f->inst;
	struct trace_buffer *b;
	struct ring_stats st;

	guard(mutex)(&trace_lock);
	b = READ_ONCE(inst->buffer);
	ring_stats(b, f->cpu, &st);
	seq_printf(m, "entries: %lu\noverrun: %lu\ncommit overrun: %lu\nbytes: %lu\n",
		   st.entries, st.overrun, st.commit_overrun, st.bytes);
	show_time(m, inst, "oldest event ts", st.oldest_ts);
	show_time(m, inst, "now ts", ring_buffer_time_stamp(b));
	seq_printf(m, "dropped events: %lu\nread events: %lu\n", st.dropped, st.read);
	return 0;
}

static int timestamp_mode_show(struct seq_file *m, struct trace_file *f)
{
	guard(mutex)(&trace_lock);
	seq_puts(m, ring_buffer_time_stamp_abs(f->inst->buffer) ?
		 "delta [absolute]\n" : "[delta] absolute\n");
	return 0;
}

/* ---- CPUs ---- */

static int cpumask_show(struct seq_file *m, struct trace_file *f)
{
	guard(mutex)(&trace_lock);
	seq_printf(m, "%*pb\n", cpumask_pr_args(f->inst->cpumask));
	return 0;
}

/* Let the CPUs of @text, a mask in hexadecimal, record. */
int instance_set_cpumask(struct trace_array *inst, const char *text)
{
	cpumask_var_t mask;
	int cpu, ret;

	lockdep_assert_held(&trace_lock);
	/* The parser takes nothing at all for an empty mask. */
	if (!*skip_spaces(text))
		return -EINVAL;
	if (!alloc_cpumask_var(&mask, GFP_KERNEL))
		return -ENOMEM;
	ret = cpumask_parse(text, mask);
	if (!ret) {
		for_each_possible_cpu(cpu) {
			bool on = cpumask_test_cpu(cpu, mask);

			if (on != cpumask_test_cpu(cpu, inst->cpumask))
				for_both(inst, cpu, on ? change_cpu_on : change_cpu_off);
		}
		cpumask_copy(inst->cpumask, mask);
	}
	free_cpumask_var(mask);
	return ret;
}

static int cpumask_line(struct trace_file *f, char *line)
{
	guard(mutex)(&trace_lock);
	return instance_set_cpumask(f->inst, line);
}

/* ---- free_buffer ---- */

static int free_buffer_line(struct trace_file *f, char *line)
{
	return 0;
}

static void free_buffer_released(struct trace_file *f)
{
	unsigned int *least __free(kfree) = kcalloc(nr_cpu_ids, sizeof(*least), GFP_KERNEL);
	struct trace_array *inst = f->inst;
	int cpu;

	if (option_is_set(inst, OPT_DISABLE_ON_FREE))
		instance_off(inst);
	/* There is nobody left to tell. */
	if (!least)
		return;
	for_each_possible_cpu(cpu)
		least[cpu] = 1;
	guard(mutex)(&trace_lock);
	/* One that triggers or the tracer need stays, and shrinks like the other. */
	snapshot_drop(inst);
	if (!resize_both(inst, least))
		inst->expanded = false;
}

static const struct trace_file_row buffer_files[] = {
	{ .name = "buffer_size_kb", .mode = 0640, .where = FILE_EVERY | FILE_CPU,
	  .show = buffer_size_show, .line = buffer_size_line,
	  .mistake = NOT_A_NUMBER },
	{ .name = "buffer_total_size_kb", .mode = 0440, .where = FILE_EVERY,
	  .show = buffer_total_show },
	{ .name = "buffer_subbuf_size_kb", .mode = 0640, .where = FILE_EVERY,
	  .show = subbuf_size_show, .line = subbuf_size_line,
	  .mistake = NOT_A_NUMBER },
	{ .name = "buffer_percent", .mode = 0640, .where = FILE_EVERY,
	  .show = buffer_percent_show, .line = buffer_percent_line,
	  .mistake = "Not from 0 to 100" },
	{ .name = "free_buffer", .mode = 0200, .where = FILE_EVERY,
	  .line = free_buffer_line, .released = free_buffer_released },
	{ .name = "stats", .mode = 0440, .where = FILE_CPU, .show = stats_show },
	{ .name = "timestamp_mode", .mode = 0440, .where = FILE_EVERY,
	  .show = timestamp_mode_show },
	{ .name = "tracing_cpumask", .mode = 0640, .where = FILE_EVERY,
	  .show = cpumask_show, .line = cpumask_line,
	  .mistake = "No mask of CPUs, in hexadecimal digits" },
	{ .name = "tracing_on", .mode = 0640, .where = FILE_EVERY,
	  .show = tracing_on_show, .line = tracing_on_line,
	  .mistake = NOT_A_NUMBER },
};

/* How far the kernel has moved since the boot that wrote what was found in the range */
static int last_boot_show(struct seq_file *m, struct trace_file *f)
{
	long text = 0, data = 0;

	guard(mutex)(&trace_lock);
	ring_buffer_last_boot_delta(f->inst->pair[0], &text, &data);
	seq_printf(m, "text delta:\t%ld\ndata delta:\t%ld\n", text, data);
	return 0;
}

static const struct trace_file_row range_files[] = {
	{ .name = "last_boot_info", .mode = 0440, .where = FILE_INSTANCE,
	  .show = last_boot_show },
};

static int buffer_populate(struct trace_array *inst, struct dentry *dir)
{
	if (!inst->range)
		return 0;
	return trace_files_create(inst, dir, range_files, ARRAY_SIZE(range_files), CPU_ALL);
}

static struct instance_part buffer_part = {
	.slot		= NO_SLOT,
	.files		= buffer_files,
	.nr_files	= ARRAY_SIZE(buffer_files),
	.populate	= buffer_populate,
};

int __init buffers_init(void)
{
	return instance_add_part(&buffer_part);
}
