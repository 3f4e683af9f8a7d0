// SPDX-License-Identifier: GPL-2.0
/*
 * Records to the console: all of an instance when the kernel dies, or one at
 * a time (tp_printk). This runs in any context, so all memory is there before,
 * and nothing is waited for.
 */
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/nmi.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sysctl.h>

#include "internal.h"

/**
 * struct dump_room - memory of a CPU for a cursor
 * @older: what there was for smaller sub-buffers; a dump may be using it, so it stays
 * @size: bytes of @cursor
 * @cursor: the cursor, with room for a sub-buffer
 */
struct dump_room {
	struct dump_room	*older;
	size_t			size;
	u64			cursor[];
};

static DEFINE_PER_CPU(struct dump_room *, dump_room);
static struct show_reader *dump_reader;

/* See core.h. What was made stays, too, if there is not enough memory for all CPUs. */
static int make_room(unsigned int order)
{
	size_t size = RING_CURSOR_SIZE(PAGE_SIZE << order);
	struct dump_room *room, *older;
	int cpu;

	for_each_possible_cpu(cpu) {
		older = per_cpu(dump_room, cpu);
		if (older && older->size >= size)
			continue;
		room = kvmalloc_node(sizeof(*room) + size, GFP_KERNEL, cpu_to_node(cpu));
		if (!room)
			return -ENOMEM;
		room->older = older;
		room->size = size;
		/* A dump on another CPU sees all of it or nothing. */
		smp_store_release(per_cpu_ptr(&dump_room, cpu), room);
	}
	return 0;
}

/* A cursor on what @cpu has in @b; NULL if there is nothing to read there */
static struct ring_cursor *dump_cursor(struct trace_buffer *b, int cpu)
{
	/* Pairs with make_room(). */
	struct dump_room *room = smp_load_acquire(per_cpu_ptr(&dump_room, cpu));

	return room ? ring_cursor_init(room->cursor, room->size, b, cpu) : NULL;
}

static struct show_reader *make_reader(void)
{
	struct show_reader *rd = reader_create(&top_instance, CPU_ALL, false, false);

	if (rd)
		rd->dump = true;
	return rd;
}

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
	rd->past = NULL;
	memset(rd->past_type, 0, sizeof(rd->past_type));
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
	rd->buffer = READ_ONCE(inst->buffer);
	rd->it.cpu_file = cpu;
	for_each_possible_cpu(i) {
		struct show_source *source = &rd->source[i];

		memset(source, 0, sizeof(*source));
		if (cpu == CPU_ALL || cpu == i)
			source->cursor = dump_cursor(rd->buffer, i);
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

/* ---- events, one at a time ---- */

/* kernel.tracepoint_printk; who records events tests the key. */
int tracepoint_printk;
DEFINE_STATIC_KEY_FALSE(tracepoint_printk_key);

/*
 * Each CPU has its own: printk() may wait for another that has the console, and
 * that one may be recording an event. Made when first wanted, then they stay.
 */
static DEFINE_PER_CPU(struct show_reader *, printk_reader);
/* Records of this CPU that are being printed */
static DEFINE_PER_CPU(unsigned int, printing);

static void print_record(struct trace_array *inst, struct trace_entry *ent, int len)
{
	struct show_reader *rd = __this_cpu_read(printk_reader);

	/* What an interrupt records is to be printed, and waits. */
	guard(irqsave)();
	set_up(rd, inst);
	rd->it.ent = ent;
	rd->it.ent_size = len;
	rd->it.cpu = raw_smp_processor_id();
	/* The console's lines have their task and time. */
	rd->it.options &= ~OPT_CONTEXT_INFO;
	trace_seq_init(&rd->it.seq);
	show_line(&rd->it);
	print_lines(&rd->it.seq);
}

/* See show.h. */
void show_printk_record(struct trace_array *inst, struct trace_entry *ent, int len)
{
	guard(preempt_notrace)();
	/* Printing takes locks, which are events: to print those would never end. */
	if (this_cpu_inc_return(printing) == 1)
		print_record(inst, ent, len);
	this_cpu_dec(printing);
}

static int make_printk_readers(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct show_reader **rd = per_cpu_ptr(&printk_reader, cpu);

		if (!*rd)
			*rd = make_reader();
		if (!*rd)
			return -ENOMEM;
	}
	return 0;
}

static int switch_printing(bool on)
{
	int ret = on ? make_printk_readers() : 0;

	if (ret)
		return ret;
	if (on)
		static_branch_enable(&tracepoint_printk_key);
	else
		static_branch_disable(&tracepoint_printk_key);
	return 0;
}

int tracepoint_printk_sysctl(const struct ctl_table *table, int write, void *buffer,
			     size_t *lenp, loff_t *ppos)
{
	static DEFINE_MUTEX(lock);
	int ret, old;

	guard(mutex)(&lock);
	old = tracepoint_printk;
	ret = proc_dointvec(table, write, buffer, lenp, ppos);
	if (!ret && write)
		ret = switch_printing(tracepoint_printk);
	if (ret)
		tracepoint_printk = old;
	return ret;
}

static int __init tp_printk_setup(char *text)
{
	if (*text == '_')
		return 0;
	if (strcmp(text, "=0") && strcmp(text, "=off"))
		tracepoint_printk = 1;
	return 1;
}
__setup("tp_printk", tp_printk_setup);

static bool stop_on_boot __initdata;

static int __init tp_printk_stop_setup(char *text)
{
	stop_on_boot = true;
	return 1;
}
__setup("tp_printk_stop_on_boot", tp_printk_stop_setup);

static int __init tp_printk_stop(void)
{
	if (stop_on_boot) {
		tracepoint_printk = 0;
		switch_printing(false);
	}
	return 0;
}
late_initcall_sync(tp_printk_stop);

/* See show.h. */
int __init show_dump_init(void)
{
	struct show_reader *rd = make_reader();

	if (!rd)
		return -ENOMEM;
	dump_reader = rd;
	instance_dumper = show_dump;
	instance_dump_room = make_room;
	if (make_room(0))
		return -ENOMEM;
	return switch_printing(tracepoint_printk);
}
