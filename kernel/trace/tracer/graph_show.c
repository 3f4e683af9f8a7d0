// SPDX-License-Identifier: GPL-2.0
/*
 * What the graph tracer's records look like: a tree of calls, each with how long
 * it took.
 *
 *	 0)               |  vfs_read() {
 *	 0)   0.540 us    |    rw_verify_area();
 *	 0) + 12.118 us   |  }
 *
 * A call whose return comes right behind its entry is one line.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/slab.h>

#include "../show/show.h"
#include "../show/put.h"
#include "graph.h"

/* How deep a reader remembers which functions it is in */
#define MAX_DEPTH	50

/**
 * struct graph_cpu - what a reader knows of a CPU
 * @pid: the task of the line before
 * @depth: how deep what is no call is indented
 * @in: functions that have been entered, by depth; 0: not seen
 */
struct graph_cpu {
	pid_t		pid;
	int		depth;
	unsigned long	in[MAX_DEPTH];
};

/* One reader: struct graph_cpu for each CPU in ->private */
void graph_open(struct trace_iterator *it)
{
	struct graph_cpu __percpu *cpus = alloc_percpu_gfp(struct graph_cpu, GFP_KERNEL);
	int cpu;

	it->private = (__force void *)cpus;
	if (!cpus)
		return;
	for_each_possible_cpu(cpu)
		per_cpu_ptr(cpus, cpu)->pid = -1;
}

void graph_close(struct trace_iterator *it)
{
	free_percpu((__force struct graph_cpu __percpu *)it->private);
	it->private = NULL;
}

static struct graph_cpu *cpu_of(struct trace_iterator *it)
{
	if (!it->private)
		return NULL;
	return per_cpu_ptr((__force struct graph_cpu __percpu *)it->private, it->cpu);
}

/* ---- columns ---- */

#define TASK_WIDTH	14
#define COLUMNS_ROOM	512

/* The digits of the highest CPU's number */
static unsigned int cpu_width(void)
{
	unsigned int n = nr_cpu_ids - 1, width = 1;

	for (; n >= 10; n /= 10)
		width++;
	return width;
}

/* The name, seven characters of it, and the pid, in the middle of the column */
static char *put_task(char *p, pid_t pid)
{
	char comm[TASK_COMM_LEN], text[32];
	unsigned int len, gap;

	comm_of(pid, comm);
	len = scnprintf(text, sizeof(text), "%.7s-%d", comm, pid);
	gap = TASK_WIDTH - min(len, TASK_WIDTH);
	memset(p, ' ', gap / 2);
	p += gap / 2;
	memcpy(p, text, len);
	p += len;
	memset(p, ' ', gap - gap / 2);
	return p + gap - gap / 2;
}

static char *put_cpu_column(char *p, int cpu)
{
	*p++ = ' ';
	p = put_dec_pad(p, cpu, cpu_width(), ' ');
	return put_text(p, ") ");
}

static char *put_switch(char *p, int cpu, pid_t from, pid_t to)
{
	p = put_text(p, " ------------------------------------------\n");
	p = put_cpu_column(p, cpu);
	p = put_task(p, from);
	p = put_text(p, " => ");
	p = put_task(p, to);
	return put_text(p, "\n ------------------------------------------\n\n");
}

/* How long, at a glance */
static char duration_mark(u64 ns)
{
	static const struct {
		u64	more_than;
		char	mark;
	} marks[] = {
		{ NSEC_PER_SEC, '$' }, { 100 * NSEC_PER_MSEC, '@' }, { 10 * NSEC_PER_MSEC, '*' },
		{ NSEC_PER_MSEC, '#' }, { 100 * NSEC_PER_USEC, '!' }, { 10 * NSEC_PER_USEC, '+' },
	};

	for (int i = 0; i < ARRAY_SIZE(marks); i++)
		if (ns > marks[i].more_than)
			return marks[i].mark;
	return ' ';
}

/* "12.118 us   ": as many digits as fit in eight characters */
static char *put_duration(char *p, u64 ns)
{
	u64 us = ns / NSEC_PER_USEC;
	char *start = p, digits[PUT_ROOM];
	int left;

	p = put_dec(p, us);
	left = 7 - (p - start);
	if (left > 0) {
		*p++ = '.';
		put_dec_pad(digits, ns % NSEC_PER_USEC, 3, '0');
		left = min(left, 3);
		memcpy(p, digits, left);
		p += left;
	}
	p = put_text(p, " us ");
	while (p < start + 12)
		*p++ = ' ';
	return p;
}

/* See graph.h. */
char *graph_duration(char text[GRAPH_DURATION_ROOM], u64 ns)
{
	*put_duration(text, ns) = '\0';
	return text;
}

enum column {
	WITH_TIME,
	WITHOUT_TIME,
};

static char *put_duration_column(char *p, u32 options, enum column kind, u64 ns)
{
	if (!(options & GRAPH_DURATION))
		return p;
	if (kind == WITHOUT_TIME)
		return put_text(p, "              |  ");
	*p++ = options & GRAPH_OVERHEAD ? duration_mark(ns) : ' ';
	*p++ = ' ';
	p = put_duration(p, ns);
	return put_text(p, "|  ");
}

/* ---- lines ---- */

/* Where a line is being made */
struct line {
	struct trace_iterator	*it;
	struct graph_cpu	*cpu;
	u32			options;
	char			*start;
	char			*p;
};

static bool line_begin(struct line *l, struct trace_iterator *it)
{
	l->it = it;
	l->cpu = cpu_of(it);
	l->options = tracer_options(it->inst, &graph_tracer);
	l->start = trace_seq_acquire(&it->seq, COLUMNS_ROOM);
	l->p = l->start;
	return l->start;
}

/* What is not used of the room goes back. */
static void line_end(struct line *l)
{
	l->it->seq.seq.len -= COLUMNS_ROOM - (l->p - l->start);
}

/* All that stands before the duration */
static void put_prologue(struct line *l)
{
	struct trace_iterator *it = l->it;
	pid_t pid = it->ent->pid;

	if (l->cpu && l->cpu->pid != pid && l->cpu->pid != -1)
		l->p = put_switch(l->p, it->cpu, l->cpu->pid, pid);
	if (!(it->options & OPT_CONTEXT_INFO))
		return;
	if (l->options & GRAPH_ABSTIME) {
		u64 us = it->ts / NSEC_PER_USEC;

		l->p = put_dec_pad(l->p, us / USEC_PER_SEC, 5, ' ');
		*l->p++ = '.';
		l->p = put_dec_pad(l->p, us % USEC_PER_SEC, 6, '0');
		l->p = put_text(l->p, " |  ");
	}
	if (l->options & GRAPH_CPU)
		l->p = put_cpu_column(l->p, it->cpu);
	if (l->options & GRAPH_PROC) {
		l->p = put_task(l->p, pid);
		l->p = put_text(l->p, " | ");
	}
}

static void put_flags(struct line *l)
{
	if (!(l->it->options & OPT_CONTEXT_INFO) || !(l->it->options & OPT_LATENCY_FORMAT))
		return;
	line_end(l);
	show_flags(&l->it->seq, l->it->ent);
	trace_seq_putc(&l->it->seq, ' ');
	l->start = trace_seq_acquire(&l->it->seq, COLUMNS_ROOM);
	l->p = l->start;
}

static void put_columns(struct line *l, enum column kind, u64 ns, int depth)
{
	put_prologue(l);
	put_flags(l);
	if (!l->start)
		return;
	if (l->it->options & OPT_CONTEXT_INFO)
		l->p = put_duration_column(l->p, l->options, kind, ns);
	depth = clamp(depth, 0, 100);
	memset(l->p, ' ', 2 * depth);
	l->p += 2 * depth;
}

static void line_done(struct line *l, int depth)
{
	if (!l->cpu || trace_seq_has_overflowed(&l->it->seq))
		return;
	l->cpu->pid = l->it->ent->pid;
	l->cpu->depth = depth;
}

#ifdef GRAPH_RET_HAS_RETVAL

/* An error number is one in any width that functions return. */
static bool is_error(unsigned long value, long *error)
{
	if (value && value <= U8_MAX && value & BIT(7))
		*error = (s8)value;
	else if (value <= U16_MAX && value & BIT(15))
		*error = (s16)value;
	else if (value <= U32_MAX && value & BIT(31))
		*error = (s32)value;
	else
		*error = value;
	return IS_ERR_VALUE(*error);
}

static void put_retval(struct trace_seq *s, u32 options, unsigned long value)
{
	long error;

	if (!(options & GRAPH_RETVAL_HEX) && (!value || is_error(value, &error)))
		trace_seq_printf(s, " = %ld", value ? error : 0);
	else
		trace_seq_printf(s, " = 0x%lx", value);
}

static unsigned long retval_of(const struct graph_ret_entry *ret)
{
	return ret->retval;
}

#else

static void put_retval(struct trace_seq *s, u32 options, unsigned long value)
{
}

static unsigned long retval_of(const struct graph_ret_entry *ret)
{
	return 0;
}

#endif

/* The return of the call that the current record is the entry of, if it is next */
static const struct graph_ret_entry *leaf_return(struct trace_iterator *it,
						 const struct graph_ent_entry *ent)
{
	const struct ring_record *next = show_next(it);
	const struct graph_ret_entry *ret;

	if (!next)
		return NULL;
	ret = next->data;
	if (ret->ent.type != TRACE_GRAPH_RET || ret->ent.pid != ent->ent.pid ||
	    ret->func != ent->func || next->lost)
		return NULL;
	return ret;
}

static void entry_line(struct trace_iterator *it)
{
	const struct graph_ent_entry *ent;
	struct graph_ret_entry ret;
	const struct graph_ret_entry *leaf;
	struct trace_seq *s = &it->seq;
	struct line l;
	bool is_leaf;

	/* Looking at the next record may move this one. */
	leaf = leaf_return(it, (void *)it->ent);
	ent = (void *)it->ent;
	is_leaf = leaf;
	if (leaf)
		ret = *leaf;
	if (!line_begin(&l, it))
		return;
	put_columns(&l, is_leaf ? WITH_TIME : WITHOUT_TIME,
		    is_leaf ? ret.rettime - ret.calltime : 0, ent->depth);
	if (!l.start)
		return;
	line_end(&l);
	show_symbol(it, ent->func);
	if (is_leaf) {
		trace_seq_puts(s, "();");
		if (l.options & GRAPH_RETVAL) {
			trace_seq_puts(s, " /*");
			put_retval(s, l.options, retval_of(&ret));
			trace_seq_puts(s, " */");
		}
		trace_seq_putc(s, '\n');
		show_skip_next(it);
		line_done(&l, ent->depth - 1);
		return;
	}
	trace_seq_puts(s, "() {\n");
	if (l.cpu && ent->depth >= 0 && ent->depth < MAX_DEPTH)
		l.cpu->in[ent->depth] = ent->func;
	line_done(&l, ent->depth);
}

static void return_line(struct trace_iterator *it)
{
	const struct graph_ret_entry *ret = (void *)it->ent;
	struct trace_seq *s = &it->seq;
	struct line l;
	bool known = true, retval, name;

	if (!line_begin(&l, it))
		return;
	if (l.cpu && ret->depth >= 0 && ret->depth < MAX_DEPTH)
		known = l.cpu->in[ret->depth] == ret->func;
	retval = l.options & GRAPH_RETVAL;
	name = !known || l.options & GRAPH_TAIL || retval;
	put_columns(&l, WITH_TIME, ret->rettime - ret->calltime, ret->depth);
	if (!l.start)
		return;
	*l.p++ = '}';
	line_end(&l);
	if (name) {
		trace_seq_puts(s, " /* ");
		show_symbol(it, ret->func);
		if (retval)
			put_retval(s, l.options, retval_of(ret));
		trace_seq_puts(s, " */");
	}
	trace_seq_putc(s, '\n');
	if (l.options & GRAPH_OVERRUN)
		trace_seq_printf(s, " (Overruns: %u)\n", ret->overrun);
	line_done(&l, ret->depth - 1);
	if (l.cpu && ret->depth >= 0 && ret->depth < MAX_DEPTH &&
	    !trace_seq_has_overflowed(s))
		l.cpu->in[ret->depth] = 0;
}

/* What is no call is a comment between the calls. */
static int comment_line(struct trace_iterator *it)
{
	struct trace_seq *s = &it->seq;
	u64 options = it->options;
	enum print_line_t ret;
	struct line l;

	if (!line_begin(&l, it))
		return TRACE_TYPE_PARTIAL_LINE;
	put_columns(&l, WITHOUT_TIME, 0, l.cpu && l.cpu->depth >= 0 ? l.cpu->depth + 1 : 0);
	if (!l.start)
		return TRACE_TYPE_PARTIAL_LINE;
	l.p = put_text(l.p, "/* ");
	line_end(&l);

	/* The record's own text alone: its task and time stand in the columns. */
	it->options &= ~(u64)(OPT_CONTEXT_INFO | OPT_ANNOTATE);
	ret = show_line(it);
	it->options = options;
	if (ret != TRACE_TYPE_HANDLED)
		return ret;
	if (s->seq.len && s->seq.buffer[s->seq.len - 1] == '\n')
		s->seq.len--;
	trace_seq_puts(s, " */\n");
	line_done(&l, l.cpu ? l.cpu->depth : 0);
	return show_end(it);
}

int graph_line(struct trace_iterator *it)
{
	if (it->options & (OPT_RAW | OPT_HEX | OPT_BIN | OPT_FIELDS))
		return TRACE_TYPE_UNHANDLED;
	switch (it->ent->type) {
	case TRACE_GRAPH_ENT:
		entry_line(it);
		return show_end(it);
	case TRACE_GRAPH_RET:
		return_line(it);
		return show_end(it);
	case TRACE_FN:
	case TRACE_STACK:
		return TRACE_TYPE_UNHANDLED;
	default:
		return comment_line(it);
	}
}

void graph_header(struct trace_iterator *it)
{
	u32 options = tracer_options(it->inst, &graph_tracer);
	bool latency = it->options & OPT_LATENCY_FORMAT;
	static const struct {
		u32		option;
		const char	*name;
		const char	*line;
	} columns[] = {
		{ GRAPH_ABSTIME,	"     TIME       ",	"      |         " },
		{ GRAPH_CPU,		" CPU",			" |  " },
		{ GRAPH_PROC,		"  TASK/PID       ",	"   |    |        " },
		{ 0,			"||||   ",		"||||   " },
		{ GRAPH_DURATION,	"  DURATION   ",	"   |   |      " },
	};
	struct trace_seq *s = &it->seq;

	if (!(it->options & OPT_CONTEXT_INFO))
		return;
	if (latency)
		show_header_latency(it);
	trace_seq_putc(s, '#');
	for (int i = 0; i < ARRAY_SIZE(columns); i++)
		if (columns[i].option ? options & columns[i].option : latency)
			trace_seq_puts(s, columns[i].name);
	trace_seq_puts(s, "               FUNCTION CALLS\n#");
	for (int i = 0; i < ARRAY_SIZE(columns); i++)
		if (columns[i].option ? options & columns[i].option : latency)
			trace_seq_puts(s, columns[i].line);
	trace_seq_puts(s, "               |   |   |   |\n");
}
