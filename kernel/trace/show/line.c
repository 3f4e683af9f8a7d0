// SPDX-License-Identifier: GPL-2.0
/*
 * What stands before a record's own text: task, CPU, context, time; and the
 * header above all lines that names these columns.
 */
#include <linux/sched.h>
#include <linux/time64.h>
#include <linux/utsname.h>

#include "internal.h"
#include "put.h"

/* More than any context has, and PUT_ROOM */
#define CONTEXT_ROOM	256

#define TEN(d)	d "0" d "1" d "2" d "3" d "4" d "5" d "6" d "7" d "8" d "9"
#define SIXTEEN(d) TEN(d) d "a" d "b" d "c" d "d" d "e" d "f"
const char show_digits[] = TEN("0") TEN("1") TEN("2") TEN("3") TEN("4") TEN("5") TEN("6")
			   TEN("7") TEN("8") TEN("9");
const char show_hex_digits[] = SIXTEEN("0") SIXTEEN("1") SIXTEEN("2") SIXTEEN("3")
			       SIXTEEN("4") SIXTEEN("5") SIXTEEN("6") SIXTEEN("7")
			       SIXTEEN("8") SIXTEEN("9") SIXTEEN("a") SIXTEEN("b")
			       SIXTEEN("c") SIXTEEN("d") SIXTEEN("e") SIXTEEN("f");

/* Nanoseconds as microseconds, rounded to the nearest */
static u64 to_us(u64 ns)
{
	return (ns + NSEC_PER_USEC / 2) / NSEC_PER_USEC;
}

static char depth_char(unsigned int depth)
{
	return depth ? hex_asc_lo(depth) : '.';
}

/* Five characters: see the header below */
char *line_flags(char *p, const struct trace_entry *ent)
{
	unsigned int f = ent->flags;
	unsigned int resched = f & (TRACE_FLAG_NEED_RESCHED | TRACE_FLAG_PREEMPT_RESCHED);
	bool hard = f & TRACE_FLAG_HARDIRQ;

	if (f & TRACE_FLAG_IRQS_OFF)
		*p++ = f & TRACE_FLAG_BH_OFF ? 'D' : 'd';
	else if (f & TRACE_FLAG_BH_OFF)
		*p++ = 'b';
	else
		*p++ = f & TRACE_FLAG_IRQS_NOSUPPORT ? 'X' : '.';

	if (!resched)
		*p++ = '.';
	else if (resched == TRACE_FLAG_NEED_RESCHED)
		*p++ = 'n';
	else
		*p++ = resched == TRACE_FLAG_PREEMPT_RESCHED ? 'p' : 'N';

	if (f & TRACE_FLAG_NMI)
		*p++ = hard ? 'Z' : 'z';
	else if (hard)
		*p++ = f & TRACE_FLAG_SOFTIRQ ? 'H' : 'h';
	else
		*p++ = f & TRACE_FLAG_SOFTIRQ ? 's' : '.';

	*p++ = depth_char(ent->preempt_count & 0xf);
	*p++ = depth_char(ent->preempt_count >> 4);
	return p;
}

/* " %5lu.%06lu: ", or " %12llu: " for clocks that do not count nanoseconds */
char *line_time(char *p, u64 ts, bool in_ns)
{
	u64 us;
	u32 rest;

	*p++ = ' ';
	if (in_ns) {
		us = to_us(ts);
		rest = us % USEC_PER_SEC;
		p = put_dec_pad(p, us / USEC_PER_SEC, 5, ' ');
		*p++ = '.';
		memcpy(p, &show_digits[rest / 10000 * 2], 2);
		memcpy(p + 2, &show_digits[rest / 100 % 100 * 2], 2);
		memcpy(p + 4, &show_digits[rest % 100 * 2], 2);
		p += 6;
	} else {
		p = put_dec_pad(p, ts, 12, ' ');
	}
	*p++ = ':';
	*p++ = ' ';
	return p;
}

/* "%*.*s-%-7d " */
static char *put_task(char *p, struct trace_iterator *it, int pid, unsigned int width)
{
	char comm[TASK_COMM_LEN] = "<...>";
	unsigned int len, pad;

	/* A task of another boot is none of ours. */
	if (likely(!past_of(it) || !pid))
		comm_of(pid, comm);
	len = min_t(unsigned int, strlen(comm), width);
	for (pad = width - len; pad; pad--)
		*p++ = ' ';
	memcpy(p, comm, len);
	p += len;
	*p++ = '-';
	p = put_int_left(p, pid, 7);
	*p++ = ' ';
	return p;
}

/* The same for a width of 16, which few tasks have nearly all lines of */
static char *line_task(char *p, struct trace_iterator *it, int pid)
{
	struct task_column *column;

	if (unlikely(past_of(it)))
		return put_task(p, it, pid, 16);
	column = &reader_of(it)->task[(unsigned int)pid % ARRAY_SIZE(reader_of(it)->task)];
	/* A constant length is cheaper than the right one. */
	if (unlikely(column->pid != pid || !column->len)) {
		column->len = put_task(p, it, pid, 16) - p;
		column->pid = pid;
		memcpy(column->text, p, sizeof(column->text));
	} else {
		memcpy(p, column->text, sizeof(column->text));
	}
	return p + column->len;
}

/* "[%03d] " */
static char *line_cpu(char *p, int cpu)
{
	*p++ = '[';
	p = put_dec_pad(p, cpu, 3, '0');
	*p++ = ']';
	*p++ = ' ';
	return p;
}

static char *line_tgid(char *p, int pid)
{
	int tgid = comm_tgid(pid);

	if (!tgid)
		return put_text(p, "(-------) ");
	*p++ = '(';
	p = put_dec_pad(p, tgid, 7, ' ');
	*p++ = ')';
	*p++ = ' ';
	return p;
}

static char *plain_context(char *p, struct trace_iterator *it)
{
	p = line_task(p, it, it->ent->pid);
	if (unlikely(it->options & OPT_RECORD_TGID))
		p = line_tgid(p, it->ent->pid);
	p = line_cpu(p, it->cpu);
	if (likely(it->options & OPT_IRQ_INFO))
		p = line_flags(p, it->ent);
	return line_time(p, it->ts, it->time_in_ns);
}

/* How long it took to the next record, at a glance */
static char delay_mark(u64 us)
{
	static const struct {
		u32	more_than;
		char	mark;
	} marks[] = {
		{ 1000000, '$' }, { 100000, '@' }, { 10000, '*' },
		{ 1000, '#' }, { 100, '!' }, { 10, '+' },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(marks); i++)
		if (us > marks[i].more_than)
			return marks[i].mark;
	return ' ';
}

static char *put_ms(char *p, u64 us)
{
	p = put_dec(p, us / USEC_PER_MSEC);
	*p++ = '.';
	p = put_dec_pad(p, us % USEC_PER_MSEC, 3, '0');
	return put_text(p, "ms");
}

static char *latency_context(char *p, struct trace_iterator *it)
{
	struct show_reader *rd = reader_of(it);
	u64 next = reader_next_ts(rd);
	s64 since = it->ts - rd->start, delay = next - it->ts;
	char comm[TASK_COMM_LEN];

	if (it->options & OPT_VERBOSE) {
		comm_of(it->ent->pid, comm);
		p += sprintf(p, "%16s %7d %3d %d %08x %08lx ", comm, it->ent->pid, it->cpu,
			     it->ent->flags, it->ent->preempt_count & 0xf, (long)it->pos);
		if (!it->time_in_ns)
			return p + sprintf(p, "[%016llx] %lld (+%lld): ", it->ts, since, delay);
		p += sprintf(p, "[%08llx] ", to_us(it->ts));
		p = put_ms(p, to_us(since));
		p = put_text(p, " (+");
		p = put_ms(p, to_us(delay));
		return put_text(p, "): ");
	}
	p = put_task(p, it, it->ent->pid, 8);
	p = put_dec_pad(p, it->cpu, 3, ' ');
	p = line_flags(p, it->ent);
	*p++ = ' ';
	if (!it->time_in_ns)
		return p + sprintf(p, "%4lld: ", since);
	p = put_dec_pad(p, to_us(since), 4, ' ');
	*p++ = 'u';
	*p++ = 's';
	*p++ = delay_mark(to_us(delay));
	*p++ = ':';
	*p++ = ' ';
	return p;
}

/* Give back what of trace_seq_acquire()'s room was not needed. */
static void trim(struct trace_seq *s, char *start, char *end)
{
	s->seq.len -= CONTEXT_ROOM - (end - start);
}

/* See show.h. */
void show_context(struct trace_iterator *it)
{
	char *p = trace_seq_acquire(&it->seq, CONTEXT_ROOM);

	if (unlikely(!p))
		return;
	if (likely(!(it->options & OPT_LATENCY_FORMAT)))
		trim(&it->seq, p, plain_context(p, it));
	else
		trim(&it->seq, p, latency_context(p, it));
}

/* See show.h. */
void show_task(struct trace_iterator *it, int pid)
{
	char *p = trace_seq_acquire(&it->seq, CONTEXT_ROOM);

	if (p)
		trim(&it->seq, p, line_task(p, it, pid) - 1);
}

/* See show.h. */
void show_flags(struct trace_seq *s, const struct trace_entry *ent)
{
	char *p = trace_seq_acquire(s, 5);

	if (p)
		line_flags(p, ent);
}

/* ---- headers ---- */

static void count_entries(struct trace_iterator *it, unsigned long *entries,
			  unsigned long *written)
{
	struct show_reader *rd = reader_of(it);
	struct ring_stats st;
	int cpu;

	*entries = 0;
	*written = 0;
	for_each_possible_cpu(cpu) {
		if (it->cpu_file != CPU_ALL && it->cpu_file != cpu)
			continue;
		ring_stats(rd->buffer, cpu, &st);
		*entries += st.entries;
		*written += st.entries + st.overrun;
	}
}

static const char *preemption(void)
{
	if (preempt_model_rt())
		return "preempt_rt";
	if (preempt_model_full())
		return "preempt";
	if (preempt_model_voluntary())
		return "desktop";
	return preempt_model_none() ? "server" : "unknown";
}

/* To cut lines of any length from */
static const char rule[] = "--------------------------------------------------------------------";

/* See show.h. */
void show_header_latency(struct trace_iterator *it)
{
	const struct show_latency *lat = show_latency(it->inst);
	struct show_reader *rd = reader_of(it);
	unsigned long entries, written;
	struct trace_seq *s = &it->seq;

	count_entries(it, &entries, &written);
	trace_seq_printf(s, "# %s latency trace v1.1.5 on %s\n", rd->tracer->name,
			 init_utsname()->release);
	trace_seq_printf(s, "# %.68s\n", rule);
	trace_seq_printf(s, "# latency: %lu us, #%lu/%lu, CPU#%d | (M:%s VP:%d, KP:%d, SP:%d HP:%d",
			 (unsigned long)to_us(lat->latency), entries, written, lat->cpu,
			 preemption(), 0, 0, 0, 0);
	trace_seq_printf(s, " #P:%d)\n", num_online_cpus());
	trace_seq_printf(s, "#    %.17s\n", rule);
	trace_seq_printf(s, "#    | task: %.16s-%d (uid:%d nice:%ld policy:%ld rt_prio:%ld)\n",
			 lat->comm, lat->pid, from_kuid(&init_user_ns, lat->uid), lat->nice,
			 lat->policy, lat->rt_priority);
	trace_seq_printf(s, "#    %.17s\n", rule);
	if (lat->started_at) {
		trace_seq_puts(s, "#  => started at: ");
		show_symbol(it, lat->started_at);
		trace_seq_puts(s, "\n#  => ended at:   ");
		show_symbol(it, lat->ended_at);
		trace_seq_puts(s, "\n#\n");
	}
	trace_seq_puts(s, "#\n");
}

static void latency_columns(struct trace_seq *s)
{
	trace_seq_puts(s, ""
		"#                    _------=> CPU#            \n"
		"#                   / _-----=> irqs-off/BH-disabled\n"
		"#                  | / _----=> need-resched    \n"
		"#                  || / _---=> hardirq/softirq \n"
		"#                  ||| / _--=> preempt-depth   \n"
		"#                  |||| / _-=> migrate-disable \n"
		"#                  ||||| /     delay           \n"
		"#  cmd     pid     |||||| time  |   caller     \n"
		"#     \\   /        ||||||  \\    |    /       \n");
}

static void columns(struct trace_iterator *it)
{
	static const char * const legend[] = {
		"_-----=> irqs-off/BH-disabled",
		"/ _----=> need-resched",
		"| / _---=> hardirq/softirq",
		"|| / _--=> preempt-depth",
		"||| / _-=> migrate-disable",
		"|||| /     delay",
	};
	bool tgid = it->options & OPT_RECORD_TGID;
	bool irq = it->options & OPT_IRQ_INFO;
	unsigned long entries, written;
	struct trace_seq *s = &it->seq;
	int i;

	count_entries(it, &entries, &written);
	trace_seq_printf(s, "# entries-in-buffer/entries-written: %lu/%lu   #P:%d\n#\n",
			 entries, written, num_online_cpus());
	if (irq) {
		for (i = 0; i < ARRAY_SIZE(legend); i++)
			trace_seq_printf(s, "#%*s%s\n", (tgid ? 40 : 30) + max(2 - i, 0), "",
					 legend[i]);
	}
	trace_seq_printf(s, "#           TASK-PID    %s CPU#  %s  TIMESTAMP  FUNCTION\n",
			 tgid ? "   TGID   " : "", irq ? "|||||" : " ");
	trace_seq_printf(s, "#              | |      %s   |   %s     |         |\n",
			 tgid ? "     |    " : "", irq ? "|||||" : " ");
}

/* See show.h. */
void show_header(struct trace_iterator *it)
{
	if (!(it->options & OPT_CONTEXT_INFO))
		return;
	if (it->options & OPT_LATENCY_FORMAT) {
		if (reader_is_empty(reader_of(it)))
			return;
		show_header_latency(it);
		if (!(it->options & OPT_VERBOSE))
			latency_columns(&it->seq);
	} else if (!(it->options & OPT_VERBOSE)) {
		columns(it);
	}
}
