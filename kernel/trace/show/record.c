// SPDX-License-Identifier: GPL-2.0
/*
 * The tracers' own records: their text, and the description of their fields
 * that events/ftrace/ shows.
 */
#include <linux/mm.h>
#include <linux/sched/mm.h>

#include "internal.h"
#include "put.h"

/* ---- functions ---- */

static void put_function(struct trace_iterator *it, unsigned long ip, unsigned long parent_ip)
{
	show_symbol(it, ip);
	if ((it->options & OPT_PRINT_PARENT) && parent_ip) {
		trace_seq_putmem(&it->seq, " <-", 3);
		show_symbol(it, parent_ip);
	}
}

static enum print_line_t fn_text(struct trace_iterator *it, int flags, struct trace_event *event)
{
	const struct fn_entry *e = (void *)it->ent;

	put_function(it, e->ip, e->parent_ip);
	trace_seq_putc(&it->seq, '\n');
	return show_end(it);
}

static enum print_line_t fn_raw(struct trace_iterator *it, int flags, struct trace_event *event)
{
	const struct fn_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%lx %lx\n", e->ip, e->parent_ip);
	return show_end(it);
}

static enum print_line_t fn_hex(struct trace_iterator *it, int flags, struct trace_event *event)
{
	const struct fn_entry *e = (void *)it->ent;

	trace_seq_putmem_hex(&it->seq, &e->ip, sizeof(e->ip));
	trace_seq_putmem_hex(&it->seq, &e->parent_ip, sizeof(e->parent_ip));
	return show_end(it);
}

static enum print_line_t fn_bin(struct trace_iterator *it, int flags, struct trace_event *event)
{
	const struct fn_entry *e = (void *)it->ent;

	trace_seq_putmem(&it->seq, &e->ip, sizeof(e->ip));
	trace_seq_putmem(&it->seq, &e->parent_ip, sizeof(e->parent_ip));
	return show_end(it);
}

static u64 repeats_delta(const struct func_repeats_entry *e)
{
	return (u64)e->top_delta_ts << 32 | e->bottom_delta_ts;
}

static enum print_line_t repeats_text(struct trace_iterator *it, int flags,
				      struct trace_event *event)
{
	const struct func_repeats_entry *e = (void *)it->ent;
	char time[32];
	int len = line_time(time, it->ts - repeats_delta(e), it->time_in_ns) - time;

	put_function(it, e->ip, e->parent_ip);
	/* Without the colon and blank that end a time. */
	trace_seq_printf(&it->seq, " (repeats: %u, last_ts:%.*s)\n", e->count, len - 2, time);
	return show_end(it);
}

static enum print_line_t repeats_raw(struct trace_iterator *it, int flags,
				     struct trace_event *event)
{
	const struct func_repeats_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%lu %lu %u %llu\n", e->ip, e->parent_ip, e->count,
			 repeats_delta(e));
	return show_end(it);
}

/* ---- switches and wake-ups ---- */

static char state_char(unsigned char state)
{
	return task_index_to_char(state);
}

static enum print_line_t switch_line(struct trace_iterator *it, const char *arrow)
{
	const struct switch_entry *e = (void *)it->ent;
	char comm[TASK_COMM_LEN];

	comm_of(e->next_pid, comm);
	trace_seq_printf(&it->seq, " %7d:%3d:%c %s [%03d] %7d:%3d:%c %s\n",
			 e->prev_pid, e->prev_prio, state_char(e->prev_state), arrow, e->next_cpu,
			 e->next_pid, e->next_prio, state_char(e->next_state), comm);
	return show_end(it);
}

static enum print_line_t ctx_text(struct trace_iterator *it, int flags, struct trace_event *event)
{
	return switch_line(it, "==>");
}

static enum print_line_t wake_text(struct trace_iterator *it, int flags, struct trace_event *event)
{
	return switch_line(it, "  +");
}

static enum print_line_t switch_raw_line(struct trace_iterator *it, char prev_state)
{
	const struct switch_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%d %d %c %d %d %d %c\n", e->prev_pid, e->prev_prio, prev_state,
			 e->next_cpu, e->next_pid, e->next_prio, state_char(e->next_state));
	return show_end(it);
}

static enum print_line_t ctx_raw(struct trace_iterator *it, int flags, struct trace_event *event)
{
	const struct switch_entry *e = (void *)it->ent;

	return switch_raw_line(it, state_char(e->prev_state));
}

static enum print_line_t wake_raw(struct trace_iterator *it, int flags, struct trace_event *event)
{
	return switch_raw_line(it, '+');
}

typedef void (*put_func)(struct trace_seq *s, const void *mem, unsigned int len);

/* As wide as readers of these formats expect each */
static enum print_line_t switch_numbers(struct trace_iterator *it, put_func put, char prev_state)
{
	static const u8 size[] = { 4, 1, 1, 4, 4, 1, 4 };
	const struct switch_entry *e = (void *)it->ent;
	const u32 words[] = {
		e->prev_pid, e->prev_prio, prev_state, e->next_cpu, e->next_pid, e->next_prio,
		state_char(e->next_state),
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		put(&it->seq, &words[i], size[i]);
	return show_end(it);
}

static enum print_line_t ctx_hex(struct trace_iterator *it, int flags, struct trace_event *event)
{
	const struct switch_entry *e = (void *)it->ent;

	return switch_numbers(it, trace_seq_putmem_hex, state_char(e->prev_state));
}

static enum print_line_t wake_hex(struct trace_iterator *it, int flags, struct trace_event *event)
{
	return switch_numbers(it, trace_seq_putmem_hex, '+');
}

static enum print_line_t ctx_bin(struct trace_iterator *it, int flags, struct trace_event *event)
{
	const struct switch_entry *e = (void *)it->ent;

	return switch_numbers(it, trace_seq_putmem, e->prev_state);
}

static enum print_line_t wake_bin(struct trace_iterator *it, int flags, struct trace_event *event)
{
	return switch_numbers(it, trace_seq_putmem, '+');
}

/* ---- stacks ---- */

static enum print_line_t stack_text(struct trace_iterator *it, int flags,
				    struct trace_event *event)
{
	const struct stack_entry *e = (void *)it->ent;
	int i, nr = (it->ent_size - (int)sizeof(*e)) / (int)sizeof(e->caller[0]);

	nr = clamp(e->size, 0, max(nr, 0));
	trace_seq_puts(&it->seq, "<stack trace>\n");
	for (i = 0; i < nr; i++) {
		trace_seq_putmem(&it->seq, " => ", 4);
		if (e->caller[i] == STACK_TRAMPOLINE)
			trace_seq_puts(&it->seq, "[FTRACE TRAMPOLINE]");
		else
			show_symbol(it, e->caller[i]);
		trace_seq_putc(&it->seq, '\n');
	}
	return show_end(it);
}

/* "file[+0x123]", if @mm has a file mapped at @ip. Returns whether the address is still wanted. */
static bool put_mapped_file(struct trace_seq *s, struct mm_struct *mm, unsigned long ip)
{
	struct vm_area_struct *vma;
	bool named = false;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, ip);
	if (vma && vma->vm_file) {
		named = trace_seq_path(s, &vma->vm_file->f_path);
		if (named)
			trace_seq_printf(s, "[+0x%lx]", ip - vma->vm_start);
	}
	mmap_read_unlock(mm);
	return !named;
}

/* The memory of a process that may have ended */
static struct mm_struct *mm_of(pid_t tgid)
{
	struct mm_struct *mm = NULL;
	struct task_struct *task;

	rcu_read_lock();
	task = find_task_by_pid_ns(tgid, &init_pid_ns);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	if (task) {
		mm = get_task_mm(task);
		put_task_struct(task);
	}
	return mm;
}

static enum print_line_t user_stack_text(struct trace_iterator *it, int flags,
					 struct trace_event *event)
{
	const struct user_stack_entry *e = (void *)it->ent;
	bool objects = (it->options & OPT_SYM_USEROBJ) && !reader_of(it)->dump && !past_of(it);
	struct mm_struct *mm = objects ? mm_of(e->tgid) : NULL;
	struct trace_seq *s = &it->seq;
	int i;

	trace_seq_puts(s, "<user stack trace>\n");
	for (i = 0; i < USER_STACK_CALLERS && e->caller[i] && !s->full; i++) {
		trace_seq_puts(s, " => ");
		if (!mm || put_mapped_file(s, mm, e->caller[i]) || (it->options & OPT_SYM_ADDR))
			trace_seq_printf(s, " <%016lx>", e->caller[i]);
		trace_seq_putc(s, '\n');
	}
	if (mm)
		mmput(mm);
	return show_end(it);
}

/* ---- what was written by hand ---- */

static int text_room(struct trace_iterator *it, size_t before)
{
	return max_t(int, it->ent_size - (int)before, 0);
}

/* Just the message of a TRACE_PRINT, TRACE_BPRINT or TRACE_BPUTS */
void record_message(struct trace_iterator *it)
{
	const struct bprint_entry *b = (void *)it->ent;
	const struct bputs_entry *p = (void *)it->ent;
	const struct print_entry *e = (void *)it->ent;
	struct trace_seq *s = &it->seq;

	switch (it->ent->type) {
	case TRACE_PRINT:
		trace_seq_putmem(s, e->buf, strnlen(e->buf, text_room(it, sizeof(*e))));
		break;
	/* What survives a boot has the text itself: see printk.c. */
	case TRACE_BPRINT:
		if (likely(!past_of(it)))
			trace_seq_bprintf(s, b->fmt, b->buf);
		else
			trace_seq_printf(s, "(0x%lx)\n", (unsigned long)b->fmt);
		break;
	case TRACE_BPUTS:
		if (likely(!past_of(it)))
			trace_seq_puts(s, p->str);
		else
			trace_seq_printf(s, "(0x%lx)\n", (unsigned long)p->str);
		break;
	}
}

/* The place in the code is in the same place in all three of them. */
static enum print_line_t message_text(struct trace_iterator *it, int flags,
				      struct trace_event *event)
{
	const struct print_entry *e = (void *)it->ent;

	show_symbol(it, e->ip);
	trace_seq_putmem(&it->seq, ": ", 2);
	record_message(it);
	return show_end(it);
}

static enum print_line_t print_raw(struct trace_iterator *it, int flags,
				   struct trace_event *event)
{
	const struct print_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "# %lx ", e->ip);
	record_message(it);
	return show_end(it);
}

static enum print_line_t bprint_raw(struct trace_iterator *it, int flags,
				    struct trace_event *event)
{
	const struct print_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, ": %lx : ", e->ip);
	record_message(it);
	return show_end(it);
}

static enum print_line_t raw_data_text(struct trace_iterator *it, int flags,
				       struct trace_event *event)
{
	const struct raw_data_entry *e = (void *)it->ent;
	int i, len = text_room(it, offsetof(struct raw_data_entry, buf));

	trace_seq_printf(&it->seq, "# %x buf:", e->id);
	for (i = 0; i < len; i++)
		trace_seq_printf(&it->seq, " %02x", (u8)e->buf[i]);
	trace_seq_putc(&it->seq, '\n');
	return show_end(it);
}

/* ---- latencies ---- */

static enum print_line_t hwlat_text(struct trace_iterator *it, int flags,
				    struct trace_event *event)
{
	const struct hwlat_entry *e = (void *)it->ent;
	struct trace_seq *s = &it->seq;

	trace_seq_printf(s, "#%-5u inner/outer(us): %4llu/%-5llu ts:%lld.%09ld count:%d",
			 e->seqnum, e->duration, e->outer_duration,
			 (long long)e->timestamp.tv_sec, e->timestamp.tv_nsec, e->count);
	if (e->nmi_count) {
		/* Only a sample that took time of NMIs has one to tell. */
		if (e->nmi_total_ts)
			trace_seq_printf(s, " nmi-total:%llu", e->nmi_total_ts);
		trace_seq_printf(s, " nmi-count:%u", e->nmi_count);
	}
	trace_seq_putc(s, '\n');
	return show_end(it);
}

static enum print_line_t hwlat_raw(struct trace_iterator *it, int flags,
				   struct trace_event *event)
{
	const struct hwlat_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%llu %lld %lld %09ld %u\n", e->duration, e->outer_duration,
			 (long long)e->timestamp.tv_sec, e->timestamp.tv_nsec, e->seqnum);
	return show_end(it);
}

static enum print_line_t osnoise_text(struct trace_iterator *it, int flags,
				      struct trace_event *event)
{
	const struct osnoise_entry *e = (void *)it->ent;
	u64 available = 0;

	/* In hundred-thousandths of a percent */
	if (e->runtime)
		available = div64_u64((e->runtime - e->noise) * 10000000, e->runtime);
	trace_seq_printf(&it->seq, "%llu %10llu %3llu.%05llu %7llu %6u %6u %6u %6u %6u\n",
			 e->runtime, e->noise, available / 100000, available % 100000,
			 e->max_sample, e->hw_count, e->nmi_count, e->irq_count,
			 e->softirq_count, e->thread_count);
	return show_end(it);
}

static enum print_line_t osnoise_raw(struct trace_iterator *it, int flags,
				     struct trace_event *event)
{
	const struct osnoise_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%lld %llu %llu %u %u %u %u %u\n", e->runtime, e->noise,
			 e->max_sample, e->hw_count, e->nmi_count, e->irq_count,
			 e->softirq_count, e->thread_count);
	return show_end(it);
}

static enum print_line_t timerlat_text(struct trace_iterator *it, int flags,
				       struct trace_event *event)
{
	static const char * const contexts[] = { "irq", "thread", "user-ret" };
	const struct timerlat_entry *e = (void *)it->ent;
	const char *context = "?";

	if (e->context >= 0 && e->context < ARRAY_SIZE(contexts))
		context = contexts[e->context];
	trace_seq_printf(&it->seq, "#%-5u context %6s timer_latency %9llu ns\n", e->seqnum,
			 context, e->timer_latency);
	return show_end(it);
}

static enum print_line_t timerlat_raw(struct trace_iterator *it, int flags,
				      struct trace_event *event)
{
	const struct timerlat_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%u %d %llu\n", e->seqnum, e->context, e->timer_latency);
	return show_end(it);
}

/* ---- those that a tracer usually prints in a way of its own ---- */

static enum print_line_t graph_ent_text(struct trace_iterator *it, int flags,
					struct trace_event *event)
{
	const struct graph_ent_entry *e = (void *)it->ent;

	trace_seq_puts(&it->seq, "--> ");
	show_symbol(it, e->func);
	trace_seq_printf(&it->seq, " (%d)\n", e->depth);
	return show_end(it);
}

static enum print_line_t graph_ret_text(struct trace_iterator *it, int flags,
					struct trace_event *event)
{
	const struct graph_ret_entry *e = (void *)it->ent;

	trace_seq_puts(&it->seq, "<-- ");
	show_symbol(it, e->func);
	trace_seq_printf(&it->seq, " (%d) (start: %llx  end: %llx) over: %u\n", e->depth,
			 e->calltime, e->rettime, e->overrun);
	return show_end(it);
}

static enum print_line_t branch_text(struct trace_iterator *it, int flags,
				     struct trace_event *event)
{
	const struct branch_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "[%s] %s:%s:%d\n", e->correct ? "  ok  " : " MISS ",
			 e->func, e->file, e->line);
	return show_end(it);
}

static enum print_line_t mmio_rw_text(struct trace_iterator *it, int flags,
				      struct trace_event *event)
{
	const struct mmio_rw_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%lx %lx %lx %d %x %x\n", (unsigned long)e->phys, e->value,
			 e->pc, e->map_id, e->opcode, e->width);
	return show_end(it);
}

static enum print_line_t mmio_map_text(struct trace_iterator *it, int flags,
				       struct trace_event *event)
{
	const struct mmio_map_entry *e = (void *)it->ent;

	trace_seq_printf(&it->seq, "%lx %lx %lx %d %x\n", (unsigned long)e->phys, e->virt,
			 e->len, e->map_id, e->opcode);
	return show_end(it);
}

/* ---- fields ---- */

#define F(strukt, ctype, field)	F_AT(#ctype, #field, offsetof(struct strukt, field),	\
				     sizeof(ctype), is_signed_type(ctype))
#define F_AT(ctype, field, at, bytes, sign)						\
	{ .type = ctype, .name = field, .offset = at, .size = bytes, .is_signed = sign }
/* An array: of a fixed number, or what is left of the record */
#define F_ARRAY(strukt, ctype, field, nr, filter)					\
	{ .type = #ctype "[]", .name = #field, .offset = offsetof(struct strukt, field), \
	  .size = sizeof(ctype) * (nr), .len = nr, .filter_type = filter,		\
	  .is_signed = 0 }
#define F_FUNC(strukt, field)								\
	{ .type = "unsigned long", .name = #field, .offset = offsetof(struct strukt, field), \
	  .size = sizeof(unsigned long), .filter_type = FILTER_TRACE_FN }
#define F_CHARS(strukt, field)								\
	F_ARRAY(strukt, char, field, sizeof_field(struct strukt, field),		\
		FILTER_STATIC_STRING)

/* How many callers the description shows; the record has as many as it says. */
#define STACK_CALLERS_SHOWN	8

static const struct trace_event_field fn_fields[] = {
	F_FUNC(fn_entry, ip),
	F_FUNC(fn_entry, parent_ip),
};

static const struct trace_event_field switch_fields[] = {
	F(switch_entry, unsigned int, prev_pid),
	F(switch_entry, unsigned int, next_pid),
	F(switch_entry, unsigned int, next_cpu),
	F(switch_entry, unsigned char, prev_prio),
	F(switch_entry, unsigned char, prev_state),
	F(switch_entry, unsigned char, next_prio),
	F(switch_entry, unsigned char, next_state),
};

static const struct trace_event_field stack_fields[] = {
	F(stack_entry, int, size),
	F_ARRAY(stack_entry, unsigned long, caller, STACK_CALLERS_SHOWN, FILTER_OTHER),
};

static const struct trace_event_field user_stack_fields[] = {
	F(user_stack_entry, unsigned int, tgid),
	F_ARRAY(user_stack_entry, unsigned long, caller, USER_STACK_CALLERS, FILTER_OTHER),
};

static const struct trace_event_field print_fields[] = {
	F(print_entry, unsigned long, ip),
	F_ARRAY(print_entry, char, buf, 0, FILTER_STATIC_STRING),
};

static const struct trace_event_field bprint_fields[] = {
	F(bprint_entry, unsigned long, ip),
	F(bprint_entry, const char *, fmt),
	F_ARRAY(bprint_entry, u32, buf, 0, FILTER_OTHER),
};

static const struct trace_event_field bputs_fields[] = {
	F(bputs_entry, unsigned long, ip),
	F(bputs_entry, const char *, str),
};

static const struct trace_event_field raw_data_fields[] = {
	F(raw_data_entry, unsigned int, id),
	F_ARRAY(raw_data_entry, char, buf, 0, FILTER_STATIC_STRING),
};

static const struct trace_event_field mmio_rw_fields[] = {
	F(mmio_rw_entry, resource_size_t, phys),
	F(mmio_rw_entry, unsigned long, value),
	F(mmio_rw_entry, unsigned long, pc),
	F(mmio_rw_entry, int, map_id),
	F(mmio_rw_entry, unsigned char, opcode),
	F(mmio_rw_entry, unsigned char, width),
};

static const struct trace_event_field mmio_map_fields[] = {
	F(mmio_map_entry, resource_size_t, phys),
	F(mmio_map_entry, unsigned long, virt),
	F(mmio_map_entry, unsigned long, len),
	F(mmio_map_entry, int, map_id),
	F(mmio_map_entry, unsigned char, opcode),
};

static const struct trace_event_field branch_fields[] = {
	F(branch_entry, unsigned int, line),
	F_CHARS(branch_entry, func),
	F_CHARS(branch_entry, file),
	F_AT("char", "correct", offsetof(struct branch_entry, correct), 1, false),
	F_AT("char", "constant", offsetof(struct branch_entry, constant), 1, false),
};

static const struct trace_event_field graph_ent_fields[] = {
	F(graph_ent_entry, unsigned long, func),
	F(graph_ent_entry, int, depth),
};

static const struct trace_event_field graph_ret_fields[] = {
	F(graph_ret_entry, unsigned long, func),
#ifdef GRAPH_RET_HAS_RETVAL
	F(graph_ret_entry, unsigned long, retval),
#endif
	F(graph_ret_entry, int, depth),
	F(graph_ret_entry, unsigned int, overrun),
	F(graph_ret_entry, unsigned long long, calltime),
	F(graph_ret_entry, unsigned long long, rettime),
};

static const struct trace_event_field hwlat_fields[] = {
	F(hwlat_entry, u64, duration),
	F(hwlat_entry, u64, outer_duration),
	F(hwlat_entry, u64, nmi_total_ts),
	F_AT("s64", "tv_sec", offsetof(struct hwlat_entry, timestamp.tv_sec), 8, true),
	F_AT("long", "tv_nsec", offsetof(struct hwlat_entry, timestamp.tv_nsec), 8, true),
	F(hwlat_entry, unsigned int, nmi_count),
	F(hwlat_entry, unsigned int, seqnum),
	F(hwlat_entry, unsigned int, count),
};

static const struct trace_event_field osnoise_fields[] = {
	F(osnoise_entry, u64, noise),
	F(osnoise_entry, u64, runtime),
	F(osnoise_entry, u64, max_sample),
	F(osnoise_entry, unsigned int, hw_count),
	F(osnoise_entry, unsigned int, nmi_count),
	F(osnoise_entry, unsigned int, irq_count),
	F(osnoise_entry, unsigned int, softirq_count),
	F(osnoise_entry, unsigned int, thread_count),
};

static const struct trace_event_field timerlat_fields[] = {
	F(timerlat_entry, unsigned int, seqnum),
	F(timerlat_entry, int, context),
	F(timerlat_entry, u64, timer_latency),
};

static const struct trace_event_field repeats_fields[] = {
	F_FUNC(func_repeats_entry, ip),
	F_FUNC(func_repeats_entry, parent_ip),
	F(func_repeats_entry, u16, count),
	F(func_repeats_entry, u16, top_delta_ts),
	F(func_repeats_entry, u32, bottom_delta_ts),
};

/*
 * Each type once more: its printers, and its description. The text after
 * "print fmt:" is ABI, as it is what parsers of recorded files know it by.
 */
#define STACK_FMT								\
	"\"\\t=> %ps\\n\\t=> %ps\\n\\t=> %ps\\n\" "				\
	"\"\\t=> %ps\\n\\t=> %ps\\n\\t=> %ps\\n\" "				\
	"\"\\t=> %ps\\n\\t=> %ps\\n\", "						\
	"(void *)REC->caller[0], (void *)REC->caller[1], (void *)REC->caller[2], " \
	"(void *)REC->caller[3], (void *)REC->caller[4], (void *)REC->caller[5], " \
	"(void *)REC->caller[6], (void *)REC->caller[7]"

#define SWITCH_FMT(arrow)							\
	"\"%u:%u:%u  " arrow " %u:%u:%u [%03u]\", "				\
	"REC->prev_pid, REC->prev_prio, REC->prev_state, "			\
	"REC->next_pid, REC->next_prio, REC->next_state, REC->next_cpu"

#ifdef GRAPH_RET_HAS_RETVAL
#define GRAPH_RET_FMT								\
	"\"<-- %ps (%d) (start: %llx  end: %llx) over: %d retval: %lx\", "	\
	"(void *)REC->func, REC->depth, REC->calltime, REC->rettime, REC->depth, REC->retval"
#else
#define GRAPH_RET_FMT								\
	"\"<-- %ps (%d) (start: %llx  end: %llx) over: %d\", "			\
	"(void *)REC->func, REC->depth, REC->calltime, REC->rettime, REC->depth"
#endif

#define TYPE(id_, name_, fields_, fmt)						\
	{ .name = name_, .id = id_, .nr_fields = ARRAY_SIZE(fields_),		\
	  .fields = fields_, .print_fmt = fmt }

const struct show_type show_types[] = {
	TYPE(TRACE_BPRINT, "bprint", bprint_fields,
	     "\"%ps: %s\", (void *)REC->ip, REC->fmt"),
	TYPE(TRACE_BPUTS, "bputs", bputs_fields,
	     "\"%ps: %s\", (void *)REC->ip, REC->str"),
	TYPE(TRACE_BRANCH, "branch", branch_fields,
	     "\"%u:%s:%s (%u)%s\", REC->line, REC->func, REC->file, REC->correct, "
	     "REC->constant ? \" CONSTANT\" : \"\""),
	TYPE(TRACE_CTX, "context_switch", switch_fields, SWITCH_FMT("==>")),
	TYPE(TRACE_FUNC_REPEATS, "func_repeats", repeats_fields,
	     "\" %ps <-%ps\\t(repeats:%u  delta: -%llu)\", (void *)REC->ip, "
	     "(void *)REC->parent_ip, REC->count, "
	     "(((u64)(REC)->top_delta_ts << 32) | (REC)->bottom_delta_ts)"),
	TYPE(TRACE_GRAPH_ENT, "funcgraph_entry", graph_ent_fields,
	     "\"--> %ps (%d)\", (void *)REC->func, REC->depth"),
	TYPE(TRACE_GRAPH_RET, "funcgraph_exit", graph_ret_fields, GRAPH_RET_FMT),
	TYPE(TRACE_FN, "function", fn_fields,
	     "\" %ps <-- %ps\", (void *)REC->ip, (void *)REC->parent_ip"),
	TYPE(TRACE_HWLAT, "hwlat", hwlat_fields,
	     "\"cnt:%u\\tts:%010llu.%010lu\\tinner:%llu\\touter:%llu\\tcount:%d\\t"
	     "nmi-ts:%llu\\tnmi-count:%u\\n\", REC->seqnum, REC->tv_sec, REC->tv_nsec, "
	     "REC->duration, REC->outer_duration, REC->count, REC->nmi_total_ts, "
	     "REC->nmi_count"),
	TYPE(TRACE_STACK, "kernel_stack", stack_fields, STACK_FMT),
	TYPE(TRACE_MMIO_MAP, "mmiotrace_map", mmio_map_fields,
	     "\"%lx %lx %lx %d %x\", (unsigned long)REC->phys, REC->virt, REC->len, "
	     "REC->map_id, REC->opcode"),
	TYPE(TRACE_MMIO_RW, "mmiotrace_rw", mmio_rw_fields,
	     "\"%lx %lx %lx %d %x %x\", (unsigned long)REC->phys, REC->value, REC->pc, "
	     "REC->map_id, REC->opcode, REC->width"),
	TYPE(TRACE_OSNOISE, "osnoise", osnoise_fields,
	     "\"noise:%llu\\tmax_sample:%llu\\thw:%u\\tnmi:%u\\tirq:%u\\tsoftirq:%u\\t"
	     "thread:%u\\n\", REC->noise, REC->max_sample, REC->hw_count, REC->nmi_count, "
	     "REC->irq_count, REC->softirq_count, REC->thread_count"),
	TYPE(TRACE_PRINT, "print", print_fields,
	     "\"%ps: %s\", (void *)REC->ip, REC->buf"),
	TYPE(TRACE_RAW_DATA, "raw_data", raw_data_fields,
	     "\"id:%04x %08x\", REC->id, (int)REC->buf[0]"),
	TYPE(TRACE_TIMERLAT, "timerlat", timerlat_fields,
	     "\"seq:%u\\tcontext:%d\\ttimer_latency:%llu\\n\", REC->seqnum, REC->context, "
	     "REC->timer_latency"),
	TYPE(TRACE_USER_STACK, "user_stack", user_stack_fields, STACK_FMT),
	TYPE(TRACE_WAKE, "wakeup", switch_fields, SWITCH_FMT("==+")),
	{ }
};

/* All fields of a record of ours, whatever it would print */
static enum print_line_t record_fields(struct trace_iterator *it, int flags,
				       struct trace_event *event)
{
	const struct show_type *t;

	for (t = show_types; t->name; t++)
		if (t->id == it->ent->type)
			return show_fields(it, t->name, t->fields, t->nr_fields);
	return TRACE_TYPE_UNHANDLED;
}

#define FUNCS(...)	&(struct trace_event_functions) { .fields = record_fields, __VA_ARGS__ }
#define PRINTS(id, ...)	[id] = { .type = id, .funcs = FUNCS(__VA_ARGS__) }

struct trace_event record_types[NR_INTERNAL_TYPES] = {
	PRINTS(TRACE_FN, .trace = fn_text, .raw = fn_raw, .hex = fn_hex, .binary = fn_bin),
	PRINTS(TRACE_CTX, .trace = ctx_text, .raw = ctx_raw, .hex = ctx_hex, .binary = ctx_bin),
	PRINTS(TRACE_WAKE, .trace = wake_text, .raw = wake_raw, .hex = wake_hex,
	       .binary = wake_bin),
	PRINTS(TRACE_STACK, .trace = stack_text),
	PRINTS(TRACE_USER_STACK, .trace = user_stack_text),
	PRINTS(TRACE_PRINT, .trace = message_text, .raw = print_raw),
	PRINTS(TRACE_BPRINT, .trace = message_text, .raw = bprint_raw),
	PRINTS(TRACE_BPUTS, .trace = message_text, .raw = bprint_raw),
	PRINTS(TRACE_RAW_DATA, .trace = raw_data_text, .raw = raw_data_text),
	PRINTS(TRACE_HWLAT, .trace = hwlat_text, .raw = hwlat_raw),
	PRINTS(TRACE_OSNOISE, .trace = osnoise_text, .raw = osnoise_raw),
	PRINTS(TRACE_TIMERLAT, .trace = timerlat_text, .raw = timerlat_raw),
	PRINTS(TRACE_FUNC_REPEATS, .trace = repeats_text, .raw = repeats_raw),
	PRINTS(TRACE_GRAPH_ENT, .trace = graph_ent_text),
	PRINTS(TRACE_GRAPH_RET, .trace = graph_ret_text),
	PRINTS(TRACE_BRANCH, .trace = branch_text),
	PRINTS(TRACE_MMIO_RW, .trace = mmio_rw_text, .raw = mmio_rw_text),
	PRINTS(TRACE_MMIO_MAP, .trace = mmio_map_text, .raw = mmio_map_text),
};
