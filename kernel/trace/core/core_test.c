// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of core/: what needs no user space to go wrong.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "entries.h"
#include "internal.h"

/* ---- numbers ---- */

static void numbers(struct kunit *test)
{
	static const char *const bad[] = {
		"", " ", "x", "1x", "-1", "0x10", "1 2", " 1", "1 ", "99999999999999999999", "1k",
	};
	unsigned long n = 7;
	unsigned int i;
	bool on;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_NE_MSG(test, parse_number(bad[i], 0, ULONG_MAX, &n), 0,
				    "'%s'", bad[i]);
	KUNIT_EXPECT_EQ(test, n, 7);
	KUNIT_EXPECT_EQ(test, parse_number("010", 0, 10, &n), 0);
	KUNIT_EXPECT_EQ(test, n, 10);
	KUNIT_EXPECT_EQ(test, parse_number("11", 0, 10, &n), -EINVAL);
	KUNIT_EXPECT_EQ(test, parse_number("4", 5, 10, &n), -EINVAL);
	KUNIT_EXPECT_EQ(test, parse_switch("2", &on), -EINVAL);
	KUNIT_EXPECT_EQ(test, parse_switch("1", &on), 0);
	KUNIT_EXPECT_TRUE(test, on);
}

/* ---- an instance for a test ---- */

#define NAME "kunit_instance"

static struct trace_array *make(struct kunit *test)
{
	struct trace_array *inst = trace_array_get_by_name(NAME, NULL);

	KUNIT_ASSERT_NOT_NULL(test, inst);
	return inst;
}

static void unmake(struct kunit *test, struct trace_array *inst)
{
	trace_array_put(inst);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(inst), 0);
}

/* ---- units ---- */

/* A row that writes down what it is given, and refuses "bad" */
static char taken[128];

static int note_unit(struct trace_file *f, char *line)
{
	if (!strcmp(line, "bad"))
		return -EILSEQ;
	if (!strcmp(line, "wrong"))
		return -EINVAL;
	strlcat(taken, "<", sizeof(taken));
	strlcat(taken, line, sizeof(taken));
	strlcat(taken, ">", sizeof(taken));
	return 0;
}

struct unit_case {
	const char	*text;
	size_t		len;
	enum trace_file_unit unit;
	ssize_t		ret;
	const char	*taken;
	const char	*carry;
};

#define CASE(unit, text, ret, ...) { text, sizeof(text) - 1, UNIT_##unit, ret, __VA_ARGS__ }

static const struct unit_case unit_cases[] = {
	CASE(VALUE, "one two\n",	8, "<one two>"),
	CASE(VALUE, "one",		3, "<one>"),
	CASE(VALUE, "\n",		1, "<>"),
	CASE(VALUE, "a\nb\n",		4, "<a\nb>"),
	CASE(VALUE, "",			0, "<>"),
	CASE(VALUE, "a\0b",		-EINVAL, ""),
	CASE(VALUE, "a\0",		2, "<a>"),
	CASE(VALUE, "a\n\0\0",		4, "<a>"),
	CASE(VALUE, "\0",		1, "<>"),
	CASE(LINES, "a\nb\0",		4, "<a><b>"),
	CASE(LINES, "a\0\nb",		-EINVAL, ""),
	CASE(WHOLE_WORDS, "a b\0",	4, "<a><b>"),
	CASE(WORDS, "a b\0",		4, "<a>", "b"),
	CASE(WORDS, "a\0b ",		-EINVAL, ""),
	CASE(VALUE, "123456789",	-E2BIG, ""),
	CASE(VALUE, "12345678\n",	9, "<12345678>"),
	CASE(VALUE, "bad",		-EILSEQ, ""),
	CASE(VALUE, "wrong",		-EINVAL, ""),
	CASE(LINES, "a\nb c\n",		6, "<a><b c>"),
	CASE(LINES, "a\n\n\nb",		5, "<a><b>"),
	CASE(LINES, "a\nbad\nc\n",	2, "<a>"),
	CASE(LINES, "bad\nc\n",		-EILSEQ, ""),
	CASE(LINES, "a\n123456789\n",	2, "<a>"),
	CASE(WORDS, "a  b\tc\n",	7, "<a><b><c>"),
	CASE(WORDS, "a b",		3, "<a>", "b"),
	CASE(WORDS, "   ",		3, ""),
	CASE(WHOLE_WORDS, "a  b\tc",	6, "<a><b><c>"),
	CASE(WORDS, "a bad c ",		1, "<a>"),
	CASE(WORDS, "123456789",	-E2BIG, ""),
};

static void units(struct kunit *test)
{
	struct trace_array *inst = make(test);
	unsigned int i;
	char text[32];

	for (i = 0; i < ARRAY_SIZE(unit_cases); i++) {
		const struct unit_case *c = &unit_cases[i];
		const struct trace_file_row row = {
			.name = "test", .unit = c->unit, .line = note_unit,
			.mistake = "It is wrong", .max_line = 8,
		};
		struct trace_file f = { .inst = inst, .row = &row };

		error_log_clear(inst);
		taken[0] = 0;
		memcpy(text, c->text, c->len);
		text[c->len] = 'x';
		KUNIT_EXPECT_EQ_MSG(test, trace_file_take(&f, text, c->len), c->ret,
				    "%s", c->text);
		KUNIT_EXPECT_STREQ_MSG(test, taken, c->taken, "%s", c->text);
		KUNIT_EXPECT_EQ_MSG(test, f.carried, c->carry ? strlen(c->carry) : 0,
				    "%s", c->text);
		if (c->carry && f.carry)
			KUNIT_EXPECT_EQ(test, memcmp(f.carry, c->carry, f.carried), 0);
		KUNIT_EXPECT_EQ_MSG(test, inst->nr_errors, c->ret == -EINVAL, "%s", c->text);
		kfree(f.carry);
	}
	unmake(test, inst);
}

/* ---- clocks ---- */

static void clocks_go_on(struct kunit *test)
{
	u64 last, now;
	int c, i;

	for (c = 0; c < nr_trace_clocks; c++) {
		preempt_disable();
		last = trace_clocks[c].func();
		for (i = 0; i < 1000; i++) {
			now = trace_clocks[c].func();
			if (now < last)
				break;
			last = now;
		}
		preempt_enable();
		KUNIT_EXPECT_EQ_MSG(test, i, 1000, "%s went back", trace_clocks[c].name);
		KUNIT_EXPECT_EQ(test, clock_by_name(trace_clocks[c].name), c);
	}
	KUNIT_EXPECT_EQ(test, clock_by_name("no such clock"), -EINVAL);
}

/* ---- instances ---- */

static void instance_life(struct kunit *test)
{
	struct trace_array *inst = make(test);

	KUNIT_EXPECT_PTR_EQ(test, trace_array_get_by_name(NAME, NULL), inst);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(inst), -EBUSY);
	trace_array_put(inst);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(inst), -EBUSY);
	unmake(test, inst);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(inst), -EINVAL);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(&top_instance), -EINVAL);
	scoped_guard(mutex, &trace_lock)
		KUNIT_EXPECT_NULL(test, instance_find(NAME));
}

static void options(struct kunit *test)
{
	struct trace_array *inst = make(test);

	mutex_lock(&trace_lock);
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "hex"), 0);
	KUNIT_EXPECT_TRUE(test, option_is_set(inst, OPT_HEX));
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "nohex"), 0);
	KUNIT_EXPECT_FALSE(test, option_is_set(inst, OPT_HEX));
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "nonohex"), -EINVAL);
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "he"), -EINVAL);
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, ""), -EINVAL);
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "no"), -EINVAL);
	/* Without a file in options/, but its own */
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "printk-msg-only"), 0);
	KUNIT_EXPECT_TRUE(test, option_is_set(inst, OPT_PRINTK_MSG_ONLY));
	KUNIT_EXPECT_FALSE(test, option_is_set(&top_instance, OPT_PRINTK_MSG_ONLY));
	/* One instance has it at a time, and the top level when no other does. */
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "trace_printk_dest"), 0);
	KUNIT_EXPECT_FALSE(test, option_is_set(&top_instance, OPT_TRACE_PRINTK_DEST));
	KUNIT_EXPECT_EQ(test, option_set_by_name(inst, "notrace_printk_dest"), 0);
	KUNIT_EXPECT_TRUE(test, option_is_set(&top_instance, OPT_TRACE_PRINTK_DEST));
	KUNIT_EXPECT_EQ(test, option_set_by_name(&top_instance, "notrace_printk_dest"), -EINVAL);
	KUNIT_EXPECT_EQ(test, tracer_set(inst, "no such tracer"), -EINVAL);
	mutex_unlock(&trace_lock);
	unmake(test, inst);
}

/* ---- records ---- */

/* The next record of any CPU; false: there is none. */
static bool next_record(struct trace_array *inst, void *buf, unsigned int size,
			struct ring_record *rec)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (!ring_consume(inst->buffer, cpu, buf, size, rec))
			return true;
	return false;
}

static void printk_record(struct kunit *test)
{
	struct trace_array *inst = make(test);
	struct print_entry *e = kunit_kzalloc(test, 2048, GFP_KERNEL);
	struct ring_record rec;
	u32 context;

	KUNIT_ASSERT_NOT_NULL(test, e);
	KUNIT_EXPECT_EQ(test, trace_array_printk(inst, _THIS_IP_, "early"), 0);
	KUNIT_EXPECT_EQ(test, trace_array_init_printk(&top_instance), -EINVAL);
	KUNIT_ASSERT_EQ(test, trace_array_init_printk(inst), 0);

	KUNIT_EXPECT_EQ(test, trace_array_printk(inst, 0x1234, "%s %d\n", "number", 42), 10);
	KUNIT_ASSERT_TRUE(test, next_record(inst, e, 2048, &rec));
	KUNIT_EXPECT_EQ(test, e->ent.type, TRACE_PRINT);
	KUNIT_EXPECT_EQ(test, e->ent.pid, current->pid);
	KUNIT_EXPECT_EQ(test, e->ip, 0x1234);
	KUNIT_EXPECT_STREQ(test, e->buf, "number 42\n");
	/* The room that was not needed has been given back. */
	KUNIT_EXPECT_LE(test, rec.len, sizeof(*e) + 16);

	KUNIT_EXPECT_EQ(test, __trace_array_puts(inst, 0x1234, "text", 4), 4);
	KUNIT_ASSERT_TRUE(test, next_record(inst, e, 2048, &rec));
	KUNIT_EXPECT_STREQ(test, e->buf, "text\n");
	KUNIT_EXPECT_FALSE(test, next_record(inst, e, 2048, &rec));

	instance_off(inst);
	KUNIT_EXPECT_EQ(test, trace_array_printk(inst, 0x1234, "off"), 0);
	instance_on(inst);

	local_irq_disable();
	context = record_context();
	local_irq_enable();
	KUNIT_EXPECT_TRUE(test, context >> 16 & TRACE_FLAG_IRQS_OFF);
	KUNIT_EXPECT_FALSE(test, record_context() >> 16 & TRACE_FLAG_IRQS_OFF);
	preempt_disable();
	KUNIT_EXPECT_EQ(test, record_context() >> 24, 1);
	preempt_enable();
	local_bh_disable();
	KUNIT_EXPECT_TRUE(test, record_context() >> 16 & TRACE_FLAG_BH_OFF);
	local_bh_enable();
	unmake(test, inst);
}

/* ---- snapshots ---- */

static void snapshots(struct kunit *test)
{
	struct trace_array *inst = make(test);
	struct trace_buffer *first = inst->buffer, *pinned;

	KUNIT_EXPECT_EQ(test, snapshot_take(inst), -ENODEV);
	KUNIT_EXPECT_NULL(test, instance_buffer_get(inst, true));
	KUNIT_ASSERT_EQ(test, snapshot_command(inst, CPU_ALL, 1), 0);
	KUNIT_EXPECT_PTR_EQ(test, inst->snapshot, first);
	KUNIT_EXPECT_PTR_NE(test, inst->buffer, first);

	/* Off and paused stay with the place. */
	instance_off(inst);
	instance_pause(inst);
	KUNIT_EXPECT_EQ(test, snapshot_take(inst), 0);
	KUNIT_EXPECT_PTR_EQ(test, inst->buffer, first);
	KUNIT_EXPECT_FALSE(test, instance_is_on(inst));
	KUNIT_EXPECT_FALSE(test, ring_buffer_record_is_on(inst->buffer));
	instance_on(inst);
	KUNIT_EXPECT_FALSE(test, ring_buffer_record_is_on(inst->buffer));
	instance_resume(inst);
	KUNIT_EXPECT_TRUE(test, ring_buffer_record_is_on(inst->buffer));

	/* A reader keeps what it reads, in whatever place that is now. */
	pinned = instance_buffer_get(inst, false);
	KUNIT_EXPECT_PTR_EQ(test, pinned, first);
	KUNIT_EXPECT_EQ(test, snapshot_take(inst), 0);
	KUNIT_EXPECT_EQ(test, snapshot_command(inst, CPU_ALL, 0), 0);
	KUNIT_EXPECT_NULL(test, inst->snapshot);
	KUNIT_EXPECT_NULL(test, instance_buffer_get(inst, true));
	KUNIT_EXPECT_FALSE(test, list_empty(&inst->left));
	KUNIT_EXPECT_EQ(test, snapshot_command(inst, CPU_ALL, 1), 0);
	instance_buffer_put(inst, pinned);
	KUNIT_EXPECT_TRUE(test, list_empty(&inst->left));
	KUNIT_EXPECT_EQ(test, snapshot_command(inst, CPU_ALL, 0), 0);
	KUNIT_EXPECT_NULL(test, inst->snapshot);

	mutex_lock(&trace_lock);
	KUNIT_EXPECT_EQ(test, snapshot_arm(inst), 0);
	KUNIT_EXPECT_EQ(test, snapshot_drop(inst), -EBUSY);
	snapshot_disarm(inst);
	KUNIT_EXPECT_EQ(test, snapshot_drop(inst), 0);
	mutex_unlock(&trace_lock);
	unmake(test, inst);
}

/* ---- names ---- */

static void names(struct kunit *test)
{
	char comm[TASK_COMM_LEN];

	comm_start();
	comm_of(0, comm);
	KUNIT_EXPECT_STREQ(test, comm, "<idle>");
	comm_of(current->pid, comm);
	KUNIT_EXPECT_STREQ(test, comm, current->comm);
	KUNIT_EXPECT_EQ(test, comm_tgid(current->pid), current->tgid);
	comm_of(PID_MAX_LIMIT - 1, comm);
	KUNIT_EXPECT_STREQ(test, comm, "<...>");
	comm_of(-1, comm);
	KUNIT_EXPECT_STREQ(test, comm, "<...>");
	KUNIT_EXPECT_EQ(test, comm_tgid(PID_MAX_LIMIT - 1), 0);
}

/* ---- listeners ---- */

static int heard;

static void listen(struct trace_export *x, const void *entry, unsigned int size)
{
	heard += size;
}

static void exports(struct kunit *test)
{
	static struct trace_export a = { .write = listen, .flags = TRACE_EXPORT_MARKER };
	static struct trace_export b = { .write = listen, .flags = TRACE_EXPORT_EVENT };
	static struct trace_export none;

	KUNIT_EXPECT_EQ(test, register_ftrace_export(&none), -EINVAL);
	KUNIT_ASSERT_EQ(test, register_ftrace_export(&a), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_export(&b), 0);
	preempt_disable();
	record_export("", 1, TRACE_EXPORT_MARKER);
	record_export("", 10, TRACE_EXPORT_EVENT);
	record_export("", 100, TRACE_EXPORT_FUNCTION);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, heard, 11);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_export(&a), 0);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_export(&a), -ENOENT);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_export(&b), 0);
	preempt_disable();
	record_export("", 1000, TRACE_EXPORT_MARKER);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, heard, 11);
}

/* ---- errors ---- */

static void errors(struct kunit *test)
{
	struct trace_array *inst = make(test);
	int i;

	for (i = 0; i < 20; i++)
		error_log(inst, "test", "a line", "It is wrong", 1000);
	KUNIT_EXPECT_EQ(test, inst->nr_errors, 8);
	error_log_clear(inst);
	KUNIT_EXPECT_EQ(test, inst->nr_errors, 0);
	unmake(test, inst);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(numbers),
	KUNIT_CASE(units),
	KUNIT_CASE(clocks_go_on),
	KUNIT_CASE(instance_life),
	KUNIT_CASE(options),
	KUNIT_CASE(printk_record),
	KUNIT_CASE(snapshots),
	KUNIT_CASE(names),
	KUNIT_CASE(exports),
	KUNIT_CASE(errors),
	{ }
};

static struct kunit_suite suite = {
	.name		= "trace_core",
	.test_cases	= cases,
};
kunit_test_suite(suite);
