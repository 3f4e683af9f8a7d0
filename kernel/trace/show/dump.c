// SPDX-License-Identifier: GPL-2.0
/*
 * Records to the console: all of an instance when the kernel dies, or one at
 * a time (tp_printk). This runs in any context, so all memory is there before,
 * and nothing is waited for.
 */
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/nmi.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include "internal.h"

/* Room for a cursor on a sub-buffer of one page; larger ones are not dumped. */
struct dump_cursor {
	u64	memory[RING_CURSOR_SIZE(PAGE_SIZE) / sizeof(u64)];
};

static struct dump_cursor __percpu *dump_cursors;
static struct show_reader *dump_reader;

/* For one record. Its lock is not waited for in an NMI. */
static struct show_reader *printk_reader;
static DEFINE_RAW_SPINLOCK(printk_reader_lock);
/* Records of this CPU that are being printed */
static DEFINE_PER_CPU(unsigned int, printing);

/* What printk() makes of a message ends somewhere: give it a line at a time. */
static void print_lines(struct trace_seq *s)
{
	char *line = s->buffer, *end = s->buffer + trace_seq_used(s), *next;

	for (; line < end; line = next) {
		size_t len = end - line;

		next = memchr(line, '\n', len);
		if (next)
			len = next - line;
		next = line + len + 1;
		pr_emerg("%.*s\n", (int)len, line);
	}
}

static void set_up(struct show_reader *rd, struct trace_array *inst)
{
	rd->it.inst = inst;
	reader_set_options(rd);
	rd->it.options &= ~(OPT_RAW | OPT_HEX | OPT_BIN);
	rd->tracer = READ_ONCE(inst->tracer);
	rd->it.pos = 0;
}

/* See show.h. */
void show_dump(struct trace_array *inst, int cpu)
{
	struct show_reader *rd = dump_reader;
	struct trace_seq *s;
	int i;

	if (inst == &top_instance)
		pr_emerg("Dumping ftrace buffer:\n");
	else
		pr_emerg("Dumping ftrace instance %s buffer:\n", inst->name);
	if (!rd)
		return;
	set_up(rd, inst);
	rd->buffer = inst->buffer;
	rd->it.cpu_file = cpu;
	for_each_possible_cpu(i) {
		struct show_source *source = &rd->source[i];

		memset(source, 0, sizeof(*source));
		if (cpu == CPU_ALL || cpu == i)
			source->cursor = ring_cursor_init(per_cpu_ptr(dump_cursors, i),
							  sizeof(struct dump_cursor),
							  inst->buffer, i);
	}
	/* Lines are short, for a slow console, and their times those of its own lines. */
	rd->it.options |= OPT_LATENCY_FORMAT;
	reader_dump_pass(rd);
	rd->start = 1;

	s = &rd->it.seq;
	trace_seq_init(s);
	while (reader_next(rd)) {
		if (!rd->it.pos)
			pr_emerg("---------------------------------\n");
		/* What does not fit is printed as far as it goes. */
		reader_line(rd);
		rd->it.pos++;
		print_lines(s);
		trace_seq_init(s);
		touch_nmi_watchdog();
	}
	if (rd->it.pos)
		pr_emerg("---------------------------------\n");
	else
		pr_emerg("   (ftrace buffer empty)\n");
	rd->buffer = NULL;
}

static void print_record(struct show_reader *rd, struct trace_array *inst,
			 struct trace_entry *ent, int len)
{
	unsigned long flags;

	if (!in_nmi())
		raw_spin_lock_irqsave(&printk_reader_lock, flags);
	else if (!raw_spin_trylock_irqsave(&printk_reader_lock, flags))
		return;
	set_up(rd, inst);
	rd->it.ent = ent;
	rd->it.ent_size = len;
	rd->it.cpu = raw_smp_processor_id();
	/* The console's lines have their task and time. */
	rd->it.options &= ~OPT_CONTEXT_INFO;
	trace_seq_init(&rd->it.seq);
	show_line(&rd->it);
	print_lines(&rd->it.seq);
	raw_spin_unlock_irqrestore(&printk_reader_lock, flags);
}

/* See show.h. */
void show_printk_record(struct trace_array *inst, struct trace_entry *ent, int len)
{
	if (!printk_reader)
		return;
	guard(preempt_notrace)();
	/* Printing takes locks, which are events: to print those would never end. */
	if (this_cpu_inc_return(printing) == 1)
		print_record(printk_reader, inst, ent, len);
	this_cpu_dec(printing);
}

static struct show_reader *make_reader(void)
{
	struct show_reader *rd = reader_create(&top_instance, CPU_ALL, false, false);

	if (rd)
		rd->dump = true;
	return rd;
}

/* See show.h. */
int __init show_dump_init(void)
{
	struct show_reader *rd = make_reader();

	printk_reader = make_reader();
	dump_cursors = alloc_percpu(struct dump_cursor);
	if (!rd || !printk_reader || !dump_cursors)
		return -ENOMEM;
	dump_reader = rd;
	instance_dumper = show_dump;
	return 0;
}
