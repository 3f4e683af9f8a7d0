// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of what is printed of pointers: in records of this boot, and of another.
 */
#include <kunit/test.h>
#include <linux/vmalloc.h>

#include "internal.h"

struct test_entry {
	struct trace_entry	ent;
	const char		*string;
	unsigned long		addr;
	char			text[8];
};

static struct show_reader *reader_on(struct kunit *test, struct test_entry *e)
{
	struct show_reader *rd = reader_create(&top_instance, CPU_ALL, false, false);

	KUNIT_ASSERT_NOT_NULL(test, rd);
	rd->it.ent = &e->ent;
	rd->it.ent_size = sizeof(*e);
	rd->it.options = OPT_HASH_PTR;
	return rd;
}

static void expect(struct kunit *test, struct show_reader *rd, const char *text)
{
	trace_seq_putc(&rd->it.seq, 0);
	KUNIT_EXPECT_STREQ(test, rd->it.seq.buffer, text);
	trace_seq_init(&rd->it.seq);
}

/* Not for the compiler to see */
static const char *nothing;

static void plain(struct kunit *test)
{
	struct test_entry e = { .text = "inside" };
	struct show_reader *rd = reader_on(test, &e);

	trace_event_printf(&rd->it, "%s %d %-4s|%5.2s|%*d|%hhx %#llx %td %c%%", e.text, -1, "ab",
			   "xyz", 4, 7, 0x1ff, 255ULL, (ptrdiff_t)-3, 'c');
	expect(test, rd, "inside -1 ab  |   xy|   7|ff 0xff -3 c%");
	trace_event_printf(&rd->it, "%s|%.2s|%ps|%08X", READ_ONCE(nothing), e.text,
			   (void *)trace_event_printf, 10);
	expect(test, rd, "(null)|in|trace_event_printf|0000000A");
	/* Not what follows the record */
	memset(e.text, 'x', sizeof(e.text));
	trace_event_printf(&rd->it, "%s|%10s|%.3s", e.text, "", e.text);
	expect(test, rd, "xxxxxxxx|          |xxx");
	rd->it.options = 0;
	trace_event_printf(&rd->it, "%p", (void *)0x1234);
	expect(test, rd, "0000000000001234");
	reader_destroy(rd);
}

/* Memory that has gone is not looked at. */
static void unsafe(struct kunit *test)
{
	struct test_entry e = { };
	struct show_reader *rd = reader_on(test, &e);
	char *gone = vmalloc(PAGE_SIZE), want[64];

	KUNIT_ASSERT_NOT_NULL(test, gone);
	e.string = gone;
	vfree(gone);
	snprintf(want, sizeof(want), "[(0x%lx)[UNSAFE-MEMORY]] 1", (unsigned long)gone);
	trace_event_printf(&rd->it, "[%s] %d", e.string, 1);
	expect(test, rd, want);
	trace_event_printf(&rd->it, "[%pUb] %d", e.string, 1);
	expect(test, rd, want);
	reader_destroy(rd);
}

/* Addresses of another boot are translated if it was this kernel's, else shown as they are. */
static void of_the_past(struct kunit *test)
{
	static const char text[] = "of the past";
	struct past *past = kunit_kzalloc(test, struct_size(past, end, nr_cpu_ids), GFP_KERNEL);
	long moved = 0x7600000;
	struct test_entry e = { };
	struct show_reader *rd = reader_on(test, &e);
	char want[128];

	KUNIT_ASSERT_NOT_NULL(test, past);
	rd->past = past;
	/* No address that a linker could know */
	OPTIMIZER_HIDE_VAR(moved);
	e.string = text - moved;
	e.addr = (unsigned long)trace_event_printf - moved;
	past->moved = moved;
	past->moved_known = true;
	trace_event_printf(&rd->it, "%s %ps %s", e.string, (void *)e.addr, "of now");
	expect(test, rd, "of the past trace_event_printf of now");
	show_symbol(&rd->it, e.addr);
	expect(test, rd, "trace_event_printf");

	past->moved_known = false;
	snprintf(want, sizeof(want), "(0x%lx) 0x%lx of now", (unsigned long)e.string, e.addr);
	trace_event_printf(&rd->it, "%s %ps %s", e.string, (void *)e.addr, "of now");
	expect(test, rd, want);
	snprintf(want, sizeof(want), "0x%lx", e.addr);
	show_symbol(&rd->it, e.addr);
	expect(test, rd, want);

	/* A module is not where it was. */
	past->moved_known = true;
	e.addr = MODULES_VADDR + 0x1000;
	snprintf(want, sizeof(want), "0x%lx", e.addr);
	trace_event_printf(&rd->it, "%pS", (void *)e.addr);
	expect(test, rd, want);
	rd->past = NULL;
	reader_destroy(rd);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(plain),
	KUNIT_CASE(unsafe),
	KUNIT_CASE(of_the_past),
	{ }
};

static struct kunit_suite suite = {
	.name = "show-printf",
	.test_cases = cases,
};
kunit_test_suite(suite);

MODULE_DESCRIPTION("Tests of what is printed of pointers");
MODULE_LICENSE("GPL");
