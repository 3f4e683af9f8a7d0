// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the formatters, the name cache and the merging of CPUs.
 */
#include <kunit/test.h>
#include <linux/kallsyms.h>
#include <linux/prandom.h>
#include <linux/smp.h>

#include "internal.h"
#include "put.h"

/* ---- trace_seq ---- */

static struct trace_seq *new_seq(struct kunit *test)
{
	struct trace_seq *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	trace_seq_init(s);
	return s;
}

static const char *text_of(struct trace_seq *s)
{
	s->buffer[min(s->seq.len, sizeof(s->buffer) - 1)] = '\0';
	return s->buffer;
}

static void seq_appends(struct kunit *test)
{
	static const u8 bytes[] = { 0x78, 0x56, 0x34, 0x12 };
	struct trace_seq *s = new_seq(test);
	unsigned long bits[1] = { 0x15 };
	char *room;

	trace_seq_puts(s, "a");
	trace_seq_putc(s, 'b');
	trace_seq_putmem(s, "cde", 2);
	trace_seq_printf(s, "[%d]", -5);
	trace_seq_putmem_hex(s, bytes, sizeof(bytes));
	trace_seq_bitmask(s, bits, 5);
	room = trace_seq_acquire(s, 2);
	KUNIT_ASSERT_NOT_NULL(test, room);
	memcpy(room, "!?", 2);
	KUNIT_EXPECT_STREQ(test, text_of(s), "abcd[-5]12345678 15!?");
	KUNIT_EXPECT_FALSE(test, trace_seq_has_overflowed(s));
}

/* Fill @s but for @left bytes. */
static void fill_seq(struct trace_seq *s, size_t left)
{
	trace_seq_init(s);
	while (s->seq.len < sizeof(s->buffer) - left)
		trace_seq_putc(s, 'x');
}

/* What does not fit leaves no part of itself behind, and nothing may follow it. */
static void seq_overflows_whole(struct kunit *test)
{
	static const char word[] = "longer than eight";
	struct trace_seq *s = new_seq(test);
	size_t full = sizeof(s->buffer) - 8;
	u32 binary[4] = { 1 };
	int way;

	for (way = 0; way < 8; way++) {
		fill_seq(s, 8);
		KUNIT_ASSERT_FALSE(test, trace_seq_has_overflowed(s));
		switch (way) {
		case 0:
			trace_seq_puts(s, word);
			break;
		case 1:
			trace_seq_printf(s, "%s", word);
			break;
		case 2:
			trace_seq_putmem(s, word, sizeof(word));
			break;
		case 3:
			trace_seq_putmem_hex(s, word, 8);
			break;
		case 4:
			KUNIT_EXPECT_NULL(test, trace_seq_acquire(s, 9));
			break;
		case 5:
			trace_seq_bprintf(s, "longer than eight %d", binary);
			break;
		case 6:
			KUNIT_EXPECT_EQ(test, trace_seq_hex_dump(s, "", 0, 16, 1, word, 16, true),
					0);
			break;
		case 7:
			trace_seq_printf(s, "12345678");
			/* The NUL that printf() writes needs room too. */
			break;
		}
		KUNIT_EXPECT_TRUE_MSG(test, trace_seq_has_overflowed(s), "way %d", way);
		KUNIT_EXPECT_EQ_MSG(test, s->seq.len, full, "way %d", way);
		trace_seq_putc(s, 'y');
		KUNIT_EXPECT_EQ_MSG(test, s->seq.len, full, "way %d", way);
	}
}

/* ---- numbers ---- */

static void put_as_printf(struct kunit *test)
{
	char got[PUT_ROOM + 1], want[64];
	struct rnd_state rnd;
	int i;

	prandom_seed_state(&rnd, 1);
	for (i = 0; i < 20000; i++) {
		u64 v = ((u64)prandom_u32_state(&rnd) << 32 | prandom_u32_state(&rnd)) >>
			(i % 64);
		int n = (int)v, width = i % 13;

		if (i < 200)
			v = i;
		*put_dec_pad(got, v, width, ' ') = '\0';
		snprintf(want, sizeof(want), "%*llu", width, v);
		KUNIT_ASSERT_STREQ(test, got, want);
		*put_dec_pad(got, v, width, '0') = '\0';
		snprintf(want, sizeof(want), "%0*llu", width, v);
		KUNIT_ASSERT_STREQ(test, got, want);
		*put_int_left(got, n, 7) = '\0';
		snprintf(want, sizeof(want), "%-7d", n);
		KUNIT_ASSERT_STREQ(test, got, want);
		*put_hex(got, v, width) = '\0';
		snprintf(want, sizeof(want), "%0*llx", width, v);
		KUNIT_ASSERT_STREQ(test, got, want);
	}
	*put_dec(got, U64_MAX) = '\0';
	KUNIT_EXPECT_STREQ(test, got, "18446744073709551615");
	*put_int_left(got, INT_MIN, 3) = '\0';
	KUNIT_EXPECT_STREQ(test, got, "-2147483648");
}

/* Whoever prints it, the text is that of vsnprintf(). */
static void seq_as_printf(struct kunit *test)
{
	struct trace_seq *s = new_seq(test);
	char *want = kunit_kzalloc(test, 256, GFP_KERNEL);
	static const u64 values[] = {
		0, 1, 9, 10, 99, 100, 255, 256, 0x7f, 0x80, 0x7fff, 0x8000, 0xffff, INT_MAX,
		1ULL << 31, U32_MAX, 1ULL << 32, S64_MAX, 1ULL << 63, U64_MAX, -2ULL, -100ULL,
	};
	char *none = NULL;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, want);
#define SAME(...) do {								\
		trace_seq_init(s);						\
		trace_seq_printf(s, __VA_ARGS__);				\
		snprintf(want, 256, __VA_ARGS__);				\
		KUNIT_EXPECT_STREQ(test, text_of(s), want);			\
	} while (0)
	for (i = 0; i < ARRAY_SIZE(values); i++) {
		u64 v = values[i];

		SAME("%d|%5d|%05d|%u|%7u|%x|%8x|%08x|%#x|%#10x|%#010x|%i", (int)v, (int)v, (int)v,
		     (int)v, (int)v, (int)v, (int)v, (int)v, (int)v, (int)v, (int)v, (int)v);
		SAME("%ld %lu %lx %lld %llu %llx %20lld %024llx %zu %zd", (long)v, (long)v,
		     (long)v, v, v, v, v, v, (size_t)v, (ssize_t)v);
		SAME("%hd %hu %hx %hhd %hhu %hhx %04hhx", (short)v, (short)v, (short)v,
		     (char)v, (char)v, (char)v, (char)v);
		SAME("%-8d|%+d|% d|%.3d|%X|%o|%*d|%30d", (int)v, (int)v, (int)v, (int)v,
		     (int)v, (int)v, 5, (int)v, (int)v);
	}
	SAME("%s:%c:%5c:%%:%16s:%-4s:%.2s:%s", "text", 'x', 'y', "wide", "l", "cut", "");
	SAME("%ps %pS %d", show_line, show_line, 1);
	/* The compiler would know better than to print it */
	OPTIMIZER_HIDE_VAR(none);
	SAME("%s", none);
	SAME("nothing");
#undef SAME
}

/* ---- the columns before a record ---- */

static void line_flags_chars(struct kunit *test)
{
	static const struct {
		u8		flags;
		u8		count;
		const char	*text;
	} cases[] = {
		{ 0, 0, "....." },
		{ TRACE_FLAG_IRQS_OFF, 0x01, "d..1." },
		{ TRACE_FLAG_IRQS_OFF | TRACE_FLAG_BH_OFF, 0x0f, "D..f." },
		{ TRACE_FLAG_BH_OFF, 0x10, "b...1" },
		{ TRACE_FLAG_IRQS_NOSUPPORT, 0, "X...." },
		{ TRACE_FLAG_NEED_RESCHED, 0, ".n..." },
		{ TRACE_FLAG_PREEMPT_RESCHED, 0, ".p..." },
		{ TRACE_FLAG_NEED_RESCHED | TRACE_FLAG_PREEMPT_RESCHED, 0, ".N..." },
		{ TRACE_FLAG_SOFTIRQ, 0, "..s.." },
		{ TRACE_FLAG_HARDIRQ, 0, "..h.." },
		{ TRACE_FLAG_HARDIRQ | TRACE_FLAG_SOFTIRQ, 0, "..H.." },
		{ TRACE_FLAG_NMI, 0, "..z.." },
		{ TRACE_FLAG_NMI | TRACE_FLAG_HARDIRQ, 0xab, "..Zba" },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct trace_entry ent = {
			.flags = cases[i].flags, .preempt_count = cases[i].count,
		};
		char got[8] = "";

		KUNIT_EXPECT_PTR_EQ(test, line_flags(got, &ent), got + 5);
		KUNIT_EXPECT_STREQ(test, got, cases[i].text);
	}
}

static void line_times(struct kunit *test)
{
	static const struct {
		u64		ts;
		const char	*ns;
		const char	*plain;
	} cases[] = {
		{ 0, "     0.000000: ", "            0: " },
		{ 499, "     0.000000: ", "          499: " },
		{ 500, "     0.000001: ", "          500: " },
		{ 12416068818, "    12.416069: ", "  12416068818: " },
		{ 999999999500, "  1000.000000: ", " 999999999500: " },
		{ 123456789012345678, " 123456789.012346: ", " 123456789012345678: " },
	};
	char got[32 + PUT_ROOM];
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		*line_time(got, cases[i].ts, true) = '\0';
		KUNIT_EXPECT_STREQ(test, got, cases[i].ns);
		*line_time(got, cases[i].ts, false) = '\0';
		KUNIT_EXPECT_STREQ(test, got, cases[i].plain);
	}
}

/* ---- helpers of TP_printk() ---- */

static void helper_strings(struct kunit *test)
{
	static const struct trace_print_flags flags[] = {
		{ 1, "one" }, { 2, "two" }, { 12, "twelve" }, { 0, NULL }
	};
	static const u64 wide[] = { 1, U64_MAX };
	static const u8 narrow[] = { 0, 16, 255 };
	struct trace_seq *p = new_seq(test);
	unsigned long map = 0x8001;
	const char *a, *b;

	a = trace_print_flags_seq(p, "|", 3 | 12, flags);
	b = trace_print_flags_seq(p, "|", 1 | 64, flags);
	KUNIT_EXPECT_STREQ(test, a, "one|two|twelve");
	KUNIT_EXPECT_STREQ(test, b, "one|0x40");
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, "|", 4, flags), "0x4");
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, "|", 0, flags), "");
	KUNIT_EXPECT_STREQ(test, trace_print_symbols_seq(p, 2, flags), "two");
	KUNIT_EXPECT_STREQ(test, trace_print_symbols_seq(p, 3, flags), "0x3");
	KUNIT_EXPECT_STREQ(test, trace_print_array_seq(p, wide, 2, 8),
			   "{0x1,0xffffffffffffffff}");
	KUNIT_EXPECT_STREQ(test, trace_print_array_seq(p, narrow, 3, 1), "{0x0,0x10,0xff}");
	KUNIT_EXPECT_STREQ(test, trace_print_array_seq(p, narrow, 0, 1), "{}");
	KUNIT_EXPECT_STREQ(test, trace_print_hex_seq(p, narrow, 3, false), "00 10 ff");
	KUNIT_EXPECT_STREQ(test, trace_print_hex_seq(p, narrow, 3, true), "0010ff");
	KUNIT_EXPECT_STREQ(test, trace_print_bitmask_seq(p, &map, 2), "8001");
	KUNIT_EXPECT_STREQ(test, trace_print_hex_dump_seq(p, "> ", 0, 16, 1, "abc", 3, true),
			   "\n> 61 62 63                                         abc\n");
	/* The first ones are still there. */
	KUNIT_EXPECT_STREQ(test, a, "one|two|twelve");

	/* Full: still a string */
	fill_seq(p, 3);
	a = trace_print_flags_seq(p, "|", 3, flags);
	KUNIT_EXPECT_LT(test, strlen(a), 4);
	KUNIT_EXPECT_EQ(test, trace_handle_return(p), TRACE_TYPE_PARTIAL_LINE);
}

/* ---- readers ---- */

/* A clock that a test moves by hand */
static atomic64_t test_now;

static u64 test_clock(void)
{
	return atomic64_inc_return(&test_now);
}

static struct trace_array *test_instance(struct kunit *test)
{
	const struct ring_params params = {
		.size = 16 * PAGE_SIZE, .overwrite = true, .clock = test_clock,
	};
	static struct lock_class_key key;
	struct trace_array *inst = kunit_kzalloc(test, sizeof(*inst), GFP_KERNEL);
	struct show_instance *si = kunit_kzalloc(test, sizeof(*si), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, inst);
	KUNIT_ASSERT_NOT_NULL(test, si);
	atomic64_set(&test_now, 1000);
	inst->buffer = ring_create(&params, &key);
	KUNIT_ASSERT_NOT_NULL(test, inst->buffer);
	inst->pair[0] = inst->buffer;
	inst->tracer = top_instance.tracer;
	inst->options = OPT_CONTEXT_INFO | OPT_IRQ_INFO | OPT_PRINT_PARENT | OPT_ANNOTATE |
			OPT_HASH_PTR;
	inst->slot[SLOT_SHOW] = si;
	return inst;
}

/* A test may have two readers; the second one is @nested. */
static struct show_reader *test_reader_nested(struct kunit *test, struct trace_array *inst,
					      bool consume, unsigned int nested)
{
	struct show_reader *rd = reader_create(inst, CPU_ALL, false, consume);

	KUNIT_ASSERT_NOT_NULL(test, rd);
	mutex_lock_nested(&rd->lock, nested);
	KUNIT_ASSERT_EQ(test, reader_begin(rd, false), 1);
	rd->it.time_in_ns = false;
	return rd;
}

static struct show_reader *test_reader(struct kunit *test, struct trace_array *inst, bool consume)
{
	return test_reader_nested(test, inst, consume, 0);
}

static void end_reader(struct show_reader *rd)
{
	mutex_unlock(&rd->lock);
	reader_destroy(rd);
}

struct test_write {
	struct trace_array	*inst;
	unsigned int		id;
};

static int write_here(void *data)
{
	struct test_write *w = data;
	struct raw_data_entry *e;
	struct ring_handle h;

	e = record_reserve(w->inst->buffer, &h, TRACE_RAW_DATA, sizeof(*e), 0);
	if (!e)
		return -EBUSY;
	e->id = w->id;
	e->ent.pid = 0;
	record_commit(&h);
	return 0;
}

/* Record number @id on a CPU; each has a later time than the one before. */
static void write_on(struct kunit *test, struct trace_array *inst, int cpu, unsigned int id)
{
	struct test_write w = { .inst = inst, .id = id };

	KUNIT_ASSERT_EQ(test, smp_call_on_cpu(cpu, write_here, &w, false), 0);
}

static int nth_cpu(unsigned int n)
{
	int cpu;

	n %= num_online_cpus();
	for_each_online_cpu(cpu)
		if (!n--)
			break;
	return cpu;
}

/* Records come in the order of time, from whatever CPU, and all of them. */
static void read_merges(struct kunit *test)
{
	struct trace_array *inst = test_instance(test);
	struct show_reader *rd;
	int consume, pass, n = 0, i;
	u64 last;

	/* Runs of different length on one CPU, then on another */
	for (i = 0; i < 300; i++)
		write_on(test, inst, nth_cpu(i * i / 7), n++);

	for (consume = 0; consume < 2; consume++) {
		rd = test_reader(test, inst, consume);
		for (pass = 0; pass < 2 - consume; pass++) {
			if (!consume)
				reader_rewind(rd);
			last = 0;
			for (i = 0; reader_next(rd); i++) {
				const struct raw_data_entry *e = (void *)rd->it.ent;

				KUNIT_ASSERT_EQ(test, e->id, i);
				KUNIT_ASSERT_GT(test, rd->it.ts, last);
				KUNIT_ASSERT_EQ(test, rd->it.lost_events, 0);
				last = rd->it.ts;
			}
			KUNIT_EXPECT_EQ(test, i, n);
		}
		end_reader(rd);
	}
	/* Consumed, all of them */
	rd = test_reader(test, inst, true);
	KUNIT_EXPECT_FALSE(test, reader_next(rd));
	end_reader(rd);
	ring_buffer_free(inst->buffer);
}

/* A pass shows what was there when it began; the next one goes on from there. */
static void read_ends(struct kunit *test)
{
	struct trace_array *inst = test_instance(test);
	struct show_reader *rd;
	int i, n = 0;

	for (i = 0; i < 5; i++)
		write_on(test, inst, nth_cpu(0), n++);
	rd = test_reader(test, inst, false);
	reader_rewind(rd);
	for (i = 0; reader_next(rd); i++)
		write_on(test, inst, nth_cpu(0), n++);
	KUNIT_EXPECT_EQ(test, i, 5);
	reader_continue(rd);
	while (reader_next(rd)) {
		KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)rd->it.ent)->id, i);
		i++;
	}
	KUNIT_EXPECT_EQ(test, i, 10);
	end_reader(rd);
	ring_buffer_free(inst->buffer);
}

/* Looking at the next record of the CPU changes nothing, until it is skipped. */
static void read_looks_ahead(struct kunit *test)
{
	struct trace_array *inst = test_instance(test);
	const struct ring_record *next;
	struct show_reader *rd;
	int consume, i;

	for (consume = 0; consume < 2; consume++) {
		for (i = 0; i < 4; i++)
			write_on(test, inst, nth_cpu(0), i);
		rd = test_reader(test, inst, consume);
		if (!consume)
			reader_rewind(rd);

		KUNIT_ASSERT_TRUE(test, reader_next(rd));
		next = show_next(&rd->it);
		KUNIT_ASSERT_NOT_NULL(test, next);
		KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)next->data)->id, 1);
		KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)rd->it.ent)->id, 0);
		KUNIT_EXPECT_PTR_EQ(test, show_next(&rd->it), next);

		KUNIT_ASSERT_TRUE(test, reader_next(rd));
		KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)rd->it.ent)->id, 1);
		KUNIT_ASSERT_NOT_NULL(test, show_next(&rd->it));
		show_skip_next(&rd->it);

		KUNIT_ASSERT_TRUE(test, reader_next(rd));
		KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)rd->it.ent)->id, 3);
		KUNIT_EXPECT_NULL(test, show_next(&rd->it));
		KUNIT_EXPECT_FALSE(test, reader_next(rd));
		end_reader(rd);
		ring_buffer_reset(inst->buffer);
	}
	ring_buffer_free(inst->buffer);
}

/* A record whose line was not done is there for the next reader, and for one only. */
static void read_takes_when_done(struct kunit *test)
{
	struct trace_array *inst = test_instance(test);
	struct show_reader *rd, *other;
	int i;

	for (i = 0; i < 3; i++)
		write_on(test, inst, nth_cpu(0), i);
	rd = test_reader(test, inst, true);
	KUNIT_ASSERT_TRUE(test, reader_next(rd));
	reader_done(rd);
	KUNIT_ASSERT_TRUE(test, reader_next(rd));
	KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)rd->it.ent)->id, 1);
	end_reader(rd);

	rd = test_reader(test, inst, true);
	other = test_reader_nested(test, inst, true, SINGLE_DEPTH_NESTING);
	KUNIT_ASSERT_TRUE(test, reader_next(rd));
	KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)rd->it.ent)->id, 1);
	KUNIT_ASSERT_TRUE(test, reader_next(other));
	reader_done(other);
	/* What @rd shows is gone already: nothing else is consumed in its place. */
	reader_done(rd);
	KUNIT_ASSERT_TRUE(test, reader_next(other));
	KUNIT_EXPECT_EQ(test, ((struct raw_data_entry *)other->it.ent)->id, 2);
	end_reader(other);
	end_reader(rd);
	ring_buffer_free(inst->buffer);
}

/* ---- lines ---- */

/* The line of @ent, as it would be in the trace of @inst */
static const char *line_of(struct kunit *test, struct show_reader *rd, void *ent, int size)
{
	rd->it.ent = ent;
	rd->it.ent_size = size;
	rd->it.cpu = 1;
	rd->it.ts = 1234567890;
	rd->it.time_in_ns = true;
	trace_seq_init(&rd->it.seq);
	KUNIT_EXPECT_EQ(test, reader_line(rd), TRACE_TYPE_HANDLED);
	rd->it.ent = NULL;
	return text_of(&rd->it.seq);
}

static void line_formats(struct kunit *test)
{
	static const char raw[] = "0 1 1234567890 # 7 buf: 61 62 63 64\n";
	struct trace_array *inst = test_instance(test);
	struct show_reader *rd = test_reader(test, inst, true);
	struct {
		struct raw_data_entry	e;
		char			rest[4];
	} __packed data = {
		.e = {
			.ent = { .type = TRACE_RAW_DATA, .flags = TRACE_FLAG_IRQS_OFF,
				 .preempt_count = 2 },
			.id = 7,
		},
	};
	struct trace_entry unknown = { .type = NR_INTERNAL_TYPES + 1, .pid = 0 };
	int size = offsetof(struct raw_data_entry, buf) + 4;

	memcpy(data.e.buf, "abcd", 4);
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &data, size),
			   "          <idle>-0       [001] d..2.     1.234568: "
			   "# 7 buf: 61 62 63 64\n");
	rd->it.options &= ~OPT_IRQ_INFO;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &data, size),
			   "          <idle>-0       [001]      1.234568: # 7 buf: 61 62 63 64\n");
	rd->it.options &= ~OPT_CONTEXT_INFO;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &data, size), "# 7 buf: 61 62 63 64\n");
	rd->it.options |= OPT_CONTEXT_INFO | OPT_RAW;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &data, size), raw);
	rd->it.options ^= OPT_RAW | OPT_HEX;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &data, size),
			   "00000000 00000001 00000000499602d2 type: 18\n\n");
	rd->it.options ^= OPT_HEX | OPT_FIELDS | OPT_CONTEXT_INFO;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &data, size),
			   "raw_data: id=0x7 (7) buf=abcd\n");
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &unknown, sizeof(unknown)),
			   "Unknown type 21\n");
	rd->it.lost_events = 5;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &unknown, sizeof(unknown)),
			   "CPU:1 [LOST 5 EVENTS]\nUnknown type 21\n");
	end_reader(rd);
	ring_buffer_free(inst->buffer);
}

/* As the stock kernel shows the same records */
static void switch_formats(struct kunit *test)
{
	struct trace_array *inst = test_instance(test);
	struct show_reader *rd = test_reader(test, inst, true);
	struct switch_entry wake = {
		.ent.type = TRACE_WAKE, .prev_prio = 120, .next_pid = 4000000, .next_cpu = 1,
		.next_prio = 94,
	};
	struct switch_entry ctx = wake;

	ctx.ent.type = TRACE_CTX;
	rd->it.options &= ~OPT_CONTEXT_INFO;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &wake, sizeof(wake)),
			   "       0:120:R   + [001] 4000000: 94:R <...>\n");
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &ctx, sizeof(ctx)),
			   "       0:120:R ==> [001] 4000000: 94:R <...>\n");
	rd->it.options |= OPT_RAW;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &wake, sizeof(wake)),
			   "0 120 + 1 4000000 94 R\n");
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &ctx, sizeof(ctx)),
			   "0 120 R 1 4000000 94 R\n");
	rd->it.options ^= OPT_RAW | OPT_HEX;
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &wake, sizeof(wake)),
			   "00000000 78 2b 00000001 003d0900 5e 00000052 \n");
	KUNIT_EXPECT_STREQ(test, line_of(test, rd, &ctx, sizeof(ctx)),
			   "00000000 78 52 00000001 003d0900 5e 00000052 \n");
	end_reader(rd);
	ring_buffer_free(inst->buffer);
}

/* Names are the same the first time and from the cache. */
static void symbol_names(struct kunit *test)
{
	struct trace_array *inst = test_instance(test);
	struct show_reader *rd = test_reader(test, inst, true);
	unsigned long addr = (unsigned long)show_line;
	char *want = kunit_kzalloc(test, KSYM_SYMBOL_LEN, GFP_KERNEL);
	char *with_addr = kunit_kzalloc(test, KSYM_SYMBOL_LEN + 24, GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, want);
	KUNIT_ASSERT_NOT_NULL(test, with_addr);
	/* Objtool takes a constant amid a function for a way to jump there. */
	OPTIMIZER_HIDE_VAR(addr);
	addr += 5;
	for (i = 0; i < 8; i++) {
		rd->it.options = i & 1 ? OPT_SYM_OFFSET : 0;
		if (i & 2)
			rd->it.options |= OPT_SYM_ADDR;
		if (i & 1)
			sprint_symbol(want, addr);
		else
			sprint_symbol_no_offset(want, addr);
		snprintf(with_addr, KSYM_SYMBOL_LEN + 24, "%s <%016lx>", want, addr);
		trace_seq_init(&rd->it.seq);
		show_symbol(&rd->it, addr);
		KUNIT_EXPECT_STREQ(test, text_of(&rd->it.seq), i & 2 ? with_addr : want);
		trace_seq_init(&rd->it.seq);
		show_symbol(&rd->it, addr);
		KUNIT_EXPECT_STREQ(test, text_of(&rd->it.seq), i & 2 ? with_addr : want);
	}
	KUNIT_ASSERT_NOT_NULL(test, rd->symbols);
	rd->it.options = 0;
	trace_seq_init(&rd->it.seq);
	show_symbol(&rd->it, 0);
	trace_seq_putc(&rd->it.seq, ' ');
	show_symbol(&rd->it, 0x1234);
	KUNIT_EXPECT_STREQ(test, text_of(&rd->it.seq), "0 0x1234");
	end_reader(rd);
	ring_buffer_free(inst->buffer);
}

/* ---- types ---- */

static enum print_line_t print_nothing(struct trace_iterator *it, int flags,
				       struct trace_event *event)
{
	return TRACE_TYPE_HANDLED;
}

static void type_numbers(struct kunit *test)
{
	struct trace_event_functions funcs = { .trace = print_nothing };
	struct trace_event a = { .funcs = &funcs }, b = { .funcs = &funcs }, c = { };
	int first;

	first = register_trace_event(&a);
	KUNIT_ASSERT_GT(test, first, NR_INTERNAL_TYPES);
	KUNIT_EXPECT_EQ(test, a.type, first);
	scoped_guard(rwsem_read, &types_sem)
		KUNIT_EXPECT_PTR_EQ(test, type_find(first), &a);

	/* Taken */
	b.type = first;
	KUNIT_EXPECT_EQ(test, register_trace_event(&b), 0);
	unregister_trace_event(&b);
	scoped_guard(rwsem_read, &types_sem)
		KUNIT_EXPECT_PTR_EQ(test, type_find(first), &a);

	unregister_trace_event(&a);
	scoped_guard(rwsem_read, &types_sem)
		KUNIT_EXPECT_NULL(test, type_find(first));

	/* Not used again while there are others */
	b.type = 0;
	KUNIT_EXPECT_GT(test, register_trace_event(&b), first);
	unregister_trace_event(&b);

	KUNIT_EXPECT_EQ(test, register_trace_event(&c), 0);
}

/* Each type has an id of its own and fields that lie one behind the other. */
static void type_tables(struct kunit *test)
{
	unsigned long seen = 0;
	const struct show_type *t;
	int i;

	for (t = show_types; t->name; t++) {
		unsigned int end = sizeof(struct trace_entry);

		KUNIT_ASSERT_LT(test, t->id, NR_INTERNAL_TYPES);
		KUNIT_EXPECT_FALSE_MSG(test, seen & BIT(t->id), "%s", t->name);
		seen |= BIT(t->id);
		KUNIT_EXPECT_PTR_EQ(test, type_find(t->id), &record_types[t->id]);
		for (i = 0; i < t->nr_fields; i++) {
			KUNIT_EXPECT_GE_MSG(test, t->fields[i].offset, end, "%s.%s", t->name,
					    t->fields[i].name);
			end = t->fields[i].offset + t->fields[i].size;
		}
		if (t > show_types)
			KUNIT_EXPECT_GT(test, strcmp(t->name, t[-1].name), 0);
	}
	/* All but TRACE_BLK, whose records the block layer describes */
	KUNIT_EXPECT_EQ(test, seen | BIT(TRACE_BLK) | 1, BIT(NR_INTERNAL_TYPES) - 1);
}

static struct kunit_case show_cases[] = {
	KUNIT_CASE(seq_appends),
	KUNIT_CASE(seq_overflows_whole),
	KUNIT_CASE(put_as_printf),
	KUNIT_CASE(seq_as_printf),
	KUNIT_CASE(line_flags_chars),
	KUNIT_CASE(line_times),
	KUNIT_CASE(helper_strings),
	KUNIT_CASE(read_merges),
	KUNIT_CASE(read_ends),
	KUNIT_CASE(read_looks_ahead),
	KUNIT_CASE(read_takes_when_done),
	KUNIT_CASE(line_formats),
	KUNIT_CASE(switch_formats),
	KUNIT_CASE(symbol_names),
	KUNIT_CASE(type_numbers),
	KUNIT_CASE(type_tables),
	{}
};

static struct kunit_suite show_suite = {
	.name		= "trace_show",
	.test_cases	= show_cases,
};
kunit_test_suite(show_suite);
