// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of the ring buffer in the kernel: format, time, counts, shape.
 * Concurrency is tested in tools/testing/ring/ and by ring_stress_test.c.
 */
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "ring_test.h"

/* A clock that the tests set; each look moves it on. */
u64 ring_test_time, ring_test_step;

u64 ring_test_clock(void)
{
	return ring_test_time += ring_test_step;
}

struct lock_class_key ring_test_key;

int ring_test_init(struct kunit *test)
{
	struct fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	/* All on one CPU. */
	KUNIT_ASSERT_EQ(test, 0, set_cpus_allowed_ptr(current, cpumask_of(0)));
	ring_test_time = 1000000;
	ring_test_step = 10;
	f->b = make(test, 4, true);
	test->priv = f;
	return 0;
}

void ring_test_exit(struct kunit *test)
{
	struct fixture *f = test->priv;

	if (f && f->b)
		ring_buffer_free(f->b);
}

/* Every length there is, up to the longest, and none beyond. */
static void lengths(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int len, max = ring_buffer_max_event_size(f->b);
	struct ring_handle h;

	for (len = 1; len <= max; len++) {
		KUNIT_ASSERT_TRUE(test, put(f->b, len, len));
		KUNIT_ASSERT_TRUE(test, get(test));
		KUNIT_ASSERT_GE(test, f->rec.len, len);
		KUNIT_ASSERT_LE(test, f->rec.len, len + 7);
		KUNIT_ASSERT_NULL(test, memchr_inv(f->buf, (u8)len, len));
	}
	KUNIT_EXPECT_NULL(test, ring_reserve(f->b, &h, max + 1));
	KUNIT_EXPECT_NULL(test, ring_reserve(f->b, &h, UINT_MAX));
	KUNIT_EXPECT_NULL(test, ring_reserve(f->b, &h, 0));
	KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_write(f->b, -1UL, f->buf));
	KUNIT_EXPECT_EQ(test, 0, preempt_count());
	KUNIT_EXPECT_FALSE(test, get(test));
}

/* The bytes of a page are those that tools expect. */
static void page_format(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct buffer_data_read_page *page;
	struct ring_subbuf *s;
	u32 *w;

	put(f->b, 1, 4);			/* first in its sub-buffer: delta 0 */
	put(f->b, 2, 112);			/* the longest short one */
	put(f->b, 3, 113);			/* the shortest long one */
	ring_test_time += RING_DELTA_LIMIT;
	put(f->b, 4, 20);			/* behind a time extend */

	KUNIT_ASSERT_EQ(test, 0, ring_buffer_alloc_read_page(f->b, 0, &page));
	KUNIT_EXPECT_EQ(test, -EAGAIN, ring_buffer_read_page(f->b, page, PAGE_SIZE, 0, 1));
	KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_read_page(f->b, page, 16, 0, 0));
	KUNIT_ASSERT_EQ(test, 0, ring_buffer_read_page(f->b, page, PAGE_SIZE, 0, 0));
	s = ring_buffer_read_page_data(page);
	w = (u32 *)s->data;
	KUNIT_EXPECT_EQ(test, 1000010, s->ts);
	KUNIT_EXPECT_EQ(test, 8 + 116 + 124 + 8 + 24, local_read(&s->commit));
	KUNIT_EXPECT_EQ(test, 1, w[0]);
	KUNIT_EXPECT_EQ(test, 0x01010101, w[1]);
	KUNIT_EXPECT_EQ(test, 10 << 5 | 28, w[2]);
	KUNIT_EXPECT_EQ(test, 10 << 5, w[31]);
	KUNIT_EXPECT_EQ(test, 116 + 4, w[32]);
	KUNIT_EXPECT_EQ(test, (20U << 5 | 30) - (10 << 5), w[62]);
	KUNIT_EXPECT_EQ(test, 1, w[63]);
	KUNIT_EXPECT_EQ(test, 5, w[64]);
	KUNIT_EXPECT_NULL(test, memchr_inv(w + 70, 0, PAGE_SIZE - 16 - 280));
	KUNIT_EXPECT_EQ(test, -EAGAIN, ring_buffer_read_page(f->b, page, PAGE_SIZE, 0, 0));
	KUNIT_EXPECT_EQ(test, 4, stats(test).read);
	ring_buffer_free_read_page(f->b, 0, page);
}

/* Page by page, in parts, and with what was lost in front. */
static void page_parts(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct buffer_data_read_page *page;
	struct ring_subbuf *s;
	unsigned long i, lost, n = 0, per_page = 4080 / 24;
	u32 commit;

	KUNIT_ASSERT_EQ(test, 0, ring_buffer_alloc_read_page(f->b, 0, &page));
	for (i = 0; i < 5 * per_page; i++)
		put(f->b, i, 20);
	KUNIT_ASSERT_EQ(test, 0, ring_buffer_read_page(f->b, page, PAGE_SIZE, 0, 1));
	s = ring_buffer_read_page_data(page);
	commit = local_read(&s->commit);
	KUNIT_EXPECT_EQ(test, per_page * 24 | RING_MISSED_EVENTS |
			(4080 - per_page * 24 >= 8 ? RING_MISSED_STORED : 0), commit);
	if (commit & RING_MISSED_STORED) {
		memcpy(&lost, s->data + (commit & 0xfffff), sizeof(lost));
		KUNIT_EXPECT_EQ(test, per_page, lost);
	}
	/* Now 50 bytes at a time: two records each. */
	while (!ring_buffer_read_page(f->b, page, RING_SUBBUF_HEADER + 50, 0, 0)) {
		s = ring_buffer_read_page_data(page);
		commit = local_read(&s->commit);
		KUNIT_ASSERT_TRUE(test, commit == 24 || commit == 48);
		KUNIT_ASSERT_EQ(test, (u8)(2 * per_page + n), s->data[4]);
		KUNIT_ASSERT_LT(test, s->ts, ring_test_time + 1);
		n += commit / 24;
	}
	KUNIT_EXPECT_EQ(test, 3 * per_page, n);
	ring_buffer_free_read_page(f->b, 0, page);
}

static void time_stamps(struct kunit *test)
{
	static const s64 step[] = {
		0, 1, RING_DELTA_MASK - 1, RING_DELTA_MASK, RING_DELTA_LIMIT, RING_DELTA_LIMIT + 1,
		1LL << 40, 1LL << 58, 0, 0, 3,
	};
	struct fixture *f = test->priv;
	unsigned int i, abs;
	u64 expect;

	ring_test_step = 0;
	for (abs = 0; abs < 2; abs++) {
		ring_test_time = 5;
		ring_buffer_set_clock(f->b, ring_test_clock);
		ring_buffer_set_time_stamp_abs(f->b, abs);
		KUNIT_EXPECT_EQ(test, abs, ring_buffer_time_stamp_abs(f->b));
		for (i = 0; i < ARRAY_SIZE(step); i++) {
			ring_test_time += step[i];
			put(f->b, i, 8);
		}
		expect = 5;
		for (i = 0; i < ARRAY_SIZE(step); i++) {
			expect += step[i];
			KUNIT_ASSERT_TRUE(test, get(test));
			KUNIT_EXPECT_EQ(test, expect, f->rec.ts);
		}
	}
}

static void clock_backwards(struct kunit *test)
{
	struct fixture *f = test->priv;

	put(f->b, 1, 8);
	ring_test_step = 0;
	ring_test_time -= 5000;
	put(f->b, 2, 8);
	ring_test_time += 5015;
	put(f->b, 3, 8);
	get(test);
	KUNIT_EXPECT_EQ(test, 1000010, f->rec.ts);
	get(test);
	KUNIT_EXPECT_EQ(test, 1000010, f->rec.ts);
	get(test);
	KUNIT_EXPECT_EQ(test, 1000025, f->rec.ts);
}

static u64 other_clock(void)
{
	return 7;
}

static void clock_change(struct kunit *test)
{
	struct fixture *f = test->priv;

	put(f->b, 1, 8);
	ring_buffer_set_clock(f->b, other_clock);
	put(f->b, 2, 8);
	ring_buffer_set_clock(f->b, ring_test_clock);
	put(f->b, 3, 8);
	get(test);
	KUNIT_EXPECT_EQ(test, 1000010, f->rec.ts);
	get(test);
	KUNIT_EXPECT_EQ(test, 7, f->rec.ts);
	get(test);
	KUNIT_EXPECT_EQ(test, 1000020, f->rec.ts);
	KUNIT_EXPECT_FALSE(test, get(test));
}

/* A record discarded, with another behind it or not, with time passing or not. */
static void discards(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int len, step, nested;

	for (step = 0; step <= RING_DELTA_LIMIT; step += RING_DELTA_LIMIT / 2) {
		for (len = 4; len < 140; len += 4) {
			for (nested = 0; nested < 2; nested++) {
				struct ring_handle h;
				unsigned long bytes;
				u32 nest;
				u64 ts;

				ring_test_step = step;
				put(f->b, 1, 4);
				ts = ring_test_time;
				bytes = stats(test).bytes;
				KUNIT_ASSERT_NOT_NULL(test, ring_reserve(f->b, &h, len));
				if (nested) {
					nest = ring_nest_begin(f->b);
					put(f->b, 2, 4);
					ring_nest_end(f->b, nest);
				}
				ring_discard(&h);
				if (!nested)
					KUNIT_ASSERT_EQ(test, bytes, stats(test).bytes);
				ring_test_step = 1;
				put(f->b, 3, 4);

				KUNIT_ASSERT_EQ(test, 2 + nested, stats(test).entries);
				KUNIT_ASSERT_TRUE(test, get(test));
				KUNIT_ASSERT_EQ(test, ts, f->rec.ts);
				if (nested) {
					KUNIT_ASSERT_TRUE(test, get(test));
					KUNIT_ASSERT_EQ(test, 2, f->buf[0]);
					KUNIT_ASSERT_EQ(test, ts + 2 * step, f->rec.ts);
				}
				KUNIT_ASSERT_TRUE(test, get(test));
				KUNIT_ASSERT_EQ(test, 3, f->buf[0]);
				KUNIT_ASSERT_EQ(test, ring_test_time, f->rec.ts);
				KUNIT_ASSERT_FALSE(test, get(test));
			}
		}
	}
	KUNIT_EXPECT_EQ(test, 0, stats(test).overrun);
}

static void shrink(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_handle h;
	u32 nest;
	u8 *p;

	p = ring_reserve(f->b, &h, 200);
	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, 5, 200);
	KUNIT_EXPECT_FALSE(test, ring_shrink(&h, 200));
	KUNIT_EXPECT_FALSE(test, ring_shrink(&h, 0));
	KUNIT_EXPECT_TRUE(test, ring_shrink(&h, 150));
	nest = ring_nest_begin(f->b);
	put(f->b, 6, 8);
	ring_nest_end(f->b, nest);
	KUNIT_EXPECT_FALSE(test, ring_shrink(&h, 120));
	ring_commit(&h);
	KUNIT_ASSERT_TRUE(test, get(test));
	KUNIT_EXPECT_EQ(test, 152, f->rec.len);
	KUNIT_ASSERT_TRUE(test, get(test));
	KUNIT_EXPECT_EQ(test, 6, f->buf[0]);
}

/* Counts, in overwrite mode and not, with a reader that is overtaken. */
static void overrun(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long written = 0, read = 0, lost = 0, dropped = 0;
	struct ring_stats st;
	unsigned int i, round;

	for (round = 0; round < 4; round++) {
		for (i = 0; i < 1000; i++)
			written += put(f->b, i, 24);
		st = stats(test);
		KUNIT_EXPECT_EQ(test, written, st.entries + st.overrun + st.read);
		KUNIT_EXPECT_EQ(test, 0, st.dropped + st.commit_overrun);
		for (i = 0; i < 100; i++) {
			KUNIT_ASSERT_TRUE(test, get(test));
			lost += f->rec.lost;
			read++;
		}
		st = stats(test);
		KUNIT_EXPECT_EQ(test, read, st.read);
		/* What is lost behind the page in hand is counted, and told later. */
		KUNIT_EXPECT_LE(test, lost, st.overrun);
	}
	KUNIT_EXPECT_GT(test, lost, 0);

	ring_buffer_change_overwrite(f->b, 0);
	for (i = 0; i < 1000; i++) {
		if (put(f->b, i, 24))
			written++;
		else
			dropped++;
	}
	st = stats(test);
	KUNIT_EXPECT_GT(test, dropped, 0);
	KUNIT_EXPECT_EQ(test, dropped, st.dropped);
	KUNIT_EXPECT_EQ(test, written, st.entries + st.overrun + st.read);
	while (get(test)) {
		read++;
		lost += f->rec.lost;
	}
	KUNIT_EXPECT_EQ(test, written, read + lost);
	st = stats(test);
	KUNIT_EXPECT_EQ(test, lost, st.overrun);
	KUNIT_EXPECT_EQ(test, 0, st.entries);
	KUNIT_EXPECT_EQ(test, 0, st.bytes);
	KUNIT_EXPECT_TRUE(test, ring_buffer_empty(f->b));
}

static void reset(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int i;

	for (i = 0; i < 1000; i++)
		put(f->b, i, 24);
	get(test);
	ring_buffer_reset_cpu(f->b, 0);
	KUNIT_EXPECT_EQ(test, 0, stats(test).entries);
	KUNIT_EXPECT_EQ(test, 0, stats(test).overrun);
	KUNIT_EXPECT_EQ(test, 0, stats(test).read);
	KUNIT_EXPECT_EQ(test, 0, stats(test).bytes);
	KUNIT_EXPECT_FALSE(test, get(test));
	put(f->b, 77, 24);
	KUNIT_ASSERT_TRUE(test, get(test));
	KUNIT_EXPECT_EQ(test, 77, f->buf[0]);
	KUNIT_EXPECT_EQ(test, ring_test_time, f->rec.ts);
	KUNIT_EXPECT_EQ(test, 0, f->rec.lost);
}

static void resize(struct kunit *test)
{
	static const unsigned int subbufs[] = { 9, 3, 2, 30, 4 };
	struct fixture *f = test->priv;
	unsigned long written = 0, read = 0, lost = 0;
	struct ring_stats st;
	unsigned int i, n;

	for (n = 0; n < ARRAY_SIZE(subbufs); n++) {
		for (i = 0; i < 200; i++)
			written += put(f->b, i, 24);
		st = stats(test);
		KUNIT_EXPECT_EQ(test, 0, ring_buffer_resize(f->b, subbufs[n] * PAGE_SIZE,
							    n & 1 ? 0 : RING_BUFFER_ALL_CPUS));
		KUNIT_EXPECT_EQ(test, subbufs[n] * PAGE_SIZE, ring_buffer_size(f->b, 0));
		/* A larger one has all that was there. */
		if (subbufs[n] > 4)
			KUNIT_EXPECT_EQ(test, st.entries, stats(test).entries);
		KUNIT_EXPECT_EQ(test, written, st.entries + st.overrun + st.read);
		for (i = 0; i < 50 && get(test); i++) {
			read++;
			lost += f->rec.lost;
		}
	}
	while (get(test)) {
		read++;
		lost += f->rec.lost;
	}
	KUNIT_EXPECT_EQ(test, written, read + lost);
	KUNIT_EXPECT_EQ(test, lost, stats(test).overrun);

	KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_resize(f->b, ULONG_MAX, RING_BUFFER_ALL_CPUS));
	KUNIT_EXPECT_EQ(test, -ENOMEM, ring_buffer_resize(f->b, 15UL << 30, 0));
	KUNIT_EXPECT_EQ(test, 4 * PAGE_SIZE, ring_buffer_size(f->b, 0));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_resize(f->b, 1, 0));
	KUNIT_EXPECT_EQ(test, 2 * PAGE_SIZE, ring_buffer_size(f->b, 0));
	KUNIT_EXPECT_TRUE(test, put(f->b, 1, 24));
	KUNIT_EXPECT_TRUE(test, get(test));
}

/* What a ring needs beside its sub-buffers: at most 64 bytes for each. */
static void bookkeeping(struct kunit *test)
{
	static const unsigned int subbufs[] = { 102, 300, 850 };
	struct fixture *f = test->priv;
	unsigned int i;
	size_t bytes;
	void *slot;

	for (i = 0; i < ARRAY_SIZE(subbufs); i++) {
		KUNIT_ASSERT_EQ(test, 0, ring_buffer_resize(f->b, subbufs[i] * PAGE_SIZE, 0));
		slot = f->b->cpu[0]->set.slot;
		bytes = ring_set_bytes(subbufs[i]);
		KUNIT_EXPECT_LE(test, bytes, subbufs[i] * 64);
		/* What was really taken for them; of the last page the rest. */
		bytes = is_vmalloc_addr(slot) ? get_vm_area_size(find_vm_area(slot)) : ksize(slot);
		KUNIT_EXPECT_LE(test, bytes, subbufs[i] * 64 + PAGE_SIZE);
	}
}

static void subbuf_order(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_cursor *c;

	put(f->b, 1, 24);
	put(f->b, 2, 24);
	c = ring_cursor_open(f->b, 0, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_NOT_NULL(test, ring_cursor_peek(c));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_set(f->b, 1));
	KUNIT_EXPECT_EQ(test, 1, ring_buffer_subbuf_order_get(f->b));
	KUNIT_EXPECT_EQ(test, 2 * PAGE_SIZE, ring_buffer_subbuf_size_get(f->b));
	KUNIT_EXPECT_EQ(test, 4 * PAGE_SIZE, ring_buffer_size(f->b, 0));
	KUNIT_EXPECT_FALSE(test, get(test));

	/* Records the cursor has no room for. */
	KUNIT_EXPECT_TRUE(test, put(f->b, 3, 5000));
	KUNIT_EXPECT_TRUE(test, put(f->b, 4, 5000));
	while (ring_cursor_peek(c))
		ring_cursor_advance(c);
	ring_cursor_rewind(c);
	KUNIT_EXPECT_NULL(test, ring_cursor_peek(c));
	ring_cursor_close(c);

	KUNIT_ASSERT_TRUE(test, get(test));
	KUNIT_EXPECT_EQ(test, 5000, f->rec.len);
	KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_subbuf_order_set(f->b, -1));
	KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_subbuf_order_set(f->b, RING_MAX_ORDER + 1));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_set(f->b, RING_MAX_ORDER));
	KUNIT_EXPECT_TRUE(test, put(f->b, 5, ring_buffer_max_event_size(f->b)));
	KUNIT_EXPECT_TRUE(test, put(f->b, 6, ring_buffer_max_event_size(f->b)));
	KUNIT_EXPECT_EQ(test, 2, stats(test).entries);
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_set(f->b, 0));
	KUNIT_EXPECT_FALSE(test, get(test));
}

/* Reading without consuming sees the same, any number of times. */
static void iterate(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_buffer_iter *iter;
	struct ring_buffer_event *e;
	unsigned int i, n, round;
	u64 ts;

	for (i = 0; i < 300; i++)
		put(f->b, i, 24);
	for (i = 0; i < 20; i++)
		get(test);
	iter = ring_buffer_read_start(f->b, 0, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, iter);
	for (round = 0; round < 2; round++) {
		for (n = 20; (e = ring_buffer_iter_peek(iter, &ts)); n++) {
			KUNIT_ASSERT_EQ(test, 24, ring_buffer_event_length(e));
			KUNIT_ASSERT_EQ(test, (u8)n, *(u8 *)ring_buffer_event_data(e));
			KUNIT_ASSERT_EQ(test, 1000010 + n * 10, ts);
			KUNIT_ASSERT_FALSE(test, ring_buffer_iter_dropped(iter));
			ring_buffer_iter_advance(iter);
		}
		KUNIT_EXPECT_EQ(test, 300, n);
		KUNIT_EXPECT_TRUE(test, ring_buffer_iter_empty(iter));
		ring_buffer_iter_reset(iter);
	}
	/* Overtaken in the middle. */
	ring_buffer_iter_peek(iter, &ts);
	for (i = 0; i < 1000; i++)
		put(f->b, i, 24);
	for (n = 0; (e = ring_buffer_iter_peek(iter, &ts)) && !ring_buffer_iter_dropped(iter); n++)
		ring_buffer_iter_advance(iter);
	KUNIT_EXPECT_TRUE(test, ring_buffer_iter_dropped(iter));
	KUNIT_EXPECT_LT(test, n, 300);
	ring_buffer_read_finish(iter);
	KUNIT_EXPECT_EQ(test, 20, stats(test).read);
}

/* A crash's cursor needs no memory, and no lock. */
static void crash_cursor(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_cpu *c = f->b->cpu[0];
	struct ring_cursor *cursor;
	unsigned long flags;
	unsigned int n = 0;

	for (n = 0; n < 10; n++)
		put(f->b, n, 24);
	raw_spin_lock_irqsave(&c->lock, flags);
	cursor = ring_cursor_init(f->buf, sizeof(f->buf), f->b, 0);
	for (n = 0; cursor && ring_cursor_peek(cursor); n++)
		ring_cursor_advance(cursor);
	raw_spin_unlock_irqrestore(&c->lock, flags);
	KUNIT_EXPECT_EQ(test, 10, n);
	KUNIT_EXPECT_NULL(test, ring_cursor_init(f->buf, 100, f->b, 0));
}

static void swap_cpus(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct trace_buffer *other = make(test, 4, true), *larger = make(test, 5, true);
	struct ring_cursor *c;
	struct ring_handle h;
	int busy, ok, again, unequal, remote;

	put(f->b, 1, 8);
	put(other, 2, 8);
	put(other, 3, 8);
	c = ring_cursor_open(f->b, 0, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_FALSE(test, ring_cursor_is_stale(c, f->b));

	remote = ring_buffer_swap_cpu(f->b, other, 0);
	local_irq_disable();
	unequal = ring_buffer_swap_cpu(f->b, larger, 0);
	ring_buffer_record_disable(other);
	again = ring_buffer_swap_cpu(f->b, other, 0);
	ring_buffer_record_enable(other);
	ring_reserve(f->b, &h, 8);
	busy = ring_buffer_swap_cpu(f->b, other, 0);
	ring_discard(&h);
	ok = ring_buffer_swap_cpu(f->b, other, 0);
	local_irq_enable();

	KUNIT_EXPECT_EQ(test, -EBUSY, remote);
	KUNIT_EXPECT_EQ(test, -EINVAL, unequal);
	KUNIT_EXPECT_EQ(test, -EAGAIN, again);
	KUNIT_EXPECT_EQ(test, -EBUSY, busy);
	KUNIT_EXPECT_EQ(test, 0, ok);
	/* The cursor has gone with its CPU. */
	KUNIT_EXPECT_TRUE(test, ring_cursor_is_stale(c, f->b));
	KUNIT_EXPECT_FALSE(test, ring_cursor_is_stale(c, other));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_set(other, 1));
	KUNIT_EXPECT_TRUE(test, ring_cursor_is_stale(c, other));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_set(other, 0));
	ring_cursor_close(c);
	put(other, 1, 8);
	KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_swap_cpu(f->b, f->b, 0));
	KUNIT_EXPECT_EQ(test, 1, ring_buffer_entries_cpu(other, 0));
	KUNIT_EXPECT_EQ(test, 2, ring_buffer_entries_cpu(f->b, 0));
	KUNIT_EXPECT_TRUE(test, put(f->b, 4, 8));
	KUNIT_ASSERT_TRUE(test, get(test));
	KUNIT_EXPECT_EQ(test, 2, f->buf[0]);
	ring_buffer_free(other);
	ring_buffer_free(larger);
}

static void recursion(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_buffer_event *e[4];
	struct ring_handle h, h2, h3;
	bool first, second, third;
	u64 ts;

	first = ring_reserve(f->b, &h, 8);
	second = ring_reserve(f->b, &h2, 8);
	third = ring_reserve(f->b, &h3, 8);
	if (second)
		ring_commit(&h2);
	if (first)
		ring_commit(&h);
	KUNIT_EXPECT_TRUE(test, first);
	KUNIT_EXPECT_TRUE(test, second);
	KUNIT_EXPECT_FALSE(test, third);
	KUNIT_EXPECT_TRUE(test, put(f->b, 1, 8));

	/* The same without handles, and with leave to nest. */
	e[0] = ring_buffer_lock_reserve(f->b, 8);
	e[1] = ring_buffer_lock_reserve(f->b, 0);
	e[2] = ring_buffer_lock_reserve(f->b, 8);
	ring_buffer_nest_start(f->b);
	e[3] = ring_buffer_lock_reserve(f->b, 200);
	if (e[3]) {
		ts = ring_test_time;
		KUNIT_EXPECT_EQ(test, ts, ring_buffer_event_time_stamp(f->b, e[3]));
		KUNIT_EXPECT_EQ(test, ts - 20, ring_buffer_event_time_stamp(f->b, e[0]));
		KUNIT_EXPECT_EQ(test, 200, ring_buffer_event_length(e[3]));
		ring_buffer_discard_commit(f->b, e[3]);
	}
	ring_buffer_nest_end(f->b);
	if (e[1])
		ring_buffer_unlock_commit(f->b);
	if (e[0])
		ring_buffer_unlock_commit(f->b);
	KUNIT_EXPECT_NOT_NULL(test, e[0]);
	KUNIT_EXPECT_NOT_NULL(test, e[1]);
	KUNIT_EXPECT_NULL(test, e[2]);
	KUNIT_EXPECT_NOT_NULL(test, e[3]);
	KUNIT_EXPECT_EQ(test, 0, preempt_count());
	KUNIT_EXPECT_EQ(test, 5, stats(test).entries);
	/* Both refusals are counted. */
	KUNIT_EXPECT_EQ(test, 2, stats(test).commit_overrun);
	KUNIT_EXPECT_EQ(test, 0, f->b->cpu[0]->nest);
	KUNIT_EXPECT_PTR_EQ(test, &f->b->cpu[0]->pending.handle[0], f->b->cpu[0]->pending.top);
}

static void switches(struct kunit *test)
{
	struct fixture *f = test->priv;

	ring_buffer_record_off(f->b);
	KUNIT_EXPECT_FALSE(test, put(f->b, 1, 8));
	KUNIT_EXPECT_FALSE(test, ring_buffer_record_is_on(f->b));
	KUNIT_EXPECT_FALSE(test, ring_buffer_record_is_set_on(f->b));
	ring_buffer_record_disable(f->b);
	ring_buffer_record_on(f->b);
	KUNIT_EXPECT_FALSE(test, put(f->b, 1, 8));
	KUNIT_EXPECT_FALSE(test, ring_buffer_record_is_on(f->b));
	KUNIT_EXPECT_TRUE(test, ring_buffer_record_is_set_on(f->b));
	ring_buffer_record_enable(f->b);
	KUNIT_EXPECT_TRUE(test, put(f->b, 1, 8));
	ring_buffer_record_disable_cpu(f->b, 0);
	KUNIT_EXPECT_TRUE(test, ring_buffer_record_is_on(f->b));
	KUNIT_EXPECT_FALSE(test, put(f->b, 1, 8));
	ring_buffer_record_enable_cpu(f->b, 0);
	KUNIT_EXPECT_TRUE(test, put(f->b, 1, 8));
	ring_buffer_record_disable_cpu(f->b, -1);
	ring_buffer_record_disable_cpu(f->b, nr_cpu_ids);
	KUNIT_EXPECT_EQ(test, 2, stats(test).entries);
	KUNIT_EXPECT_EQ(test, 0, stats(test).dropped);
}

/* A CPU that goes and comes back has what it had; one without gets a buffer. */
static void hotplug(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_cpu *c;
	int ret;

	if (num_online_cpus() < 2 || !cpu_online(1))
		kunit_skip(test, "needs two processors");
	KUNIT_ASSERT_EQ(test, 0, set_cpus_allowed_ptr(current, cpumask_of(1)));
	put(f->b, 9, 24);
	KUNIT_ASSERT_EQ(test, 0, set_cpus_allowed_ptr(current, cpumask_of(0)));
	ret = remove_cpu(1);
	if (ret)
		kunit_skip(test, "CPU 1 cannot be taken offline (%d)", ret);
	KUNIT_EXPECT_EQ(test, 1, ring_buffer_entries_cpu(f->b, 1));
	/* Shape changes reach it too. */
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_resize(f->b, 7 * PAGE_SIZE, RING_BUFFER_ALL_CPUS));
	KUNIT_EXPECT_EQ(test, 7 * PAGE_SIZE, ring_buffer_size(f->b, 1));
	KUNIT_EXPECT_EQ(test, 1, ring_buffer_entries_cpu(f->b, 1));

	c = f->b->cpu[1];
	f->b->cpu[1] = NULL;
	KUNIT_EXPECT_EQ(test, -ENODATA, ring_consume(f->b, 1, f->buf, sizeof(f->buf), &f->rec));
	ret = add_cpu(1);
	KUNIT_EXPECT_EQ(test, 0, ret);
	KUNIT_EXPECT_NOT_NULL(test, f->b->cpu[1]);
	KUNIT_EXPECT_EQ(test, 7 * PAGE_SIZE, ring_buffer_size(f->b, 1));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_entries_cpu(f->b, 1));
	swap(c, f->b->cpu[1]);
	KUNIT_EXPECT_EQ(test, 0, ring_consume(f->b, 1, f->buf, sizeof(f->buf), &f->rec));
	KUNIT_EXPECT_EQ(test, 9, f->buf[0]);
	if (c)
		ring_cpu_free(c);
}

static struct kunit_case ring_cases[] = {
	KUNIT_CASE(lengths),
	KUNIT_CASE(page_format),
	KUNIT_CASE(page_parts),
	KUNIT_CASE(time_stamps),
	KUNIT_CASE(clock_backwards),
	KUNIT_CASE(clock_change),
	KUNIT_CASE(discards),
	KUNIT_CASE(shrink),
	KUNIT_CASE(overrun),
	KUNIT_CASE(reset),
	KUNIT_CASE(resize),
	KUNIT_CASE(bookkeeping),
	KUNIT_CASE(subbuf_order),
	KUNIT_CASE(iterate),
	KUNIT_CASE(crash_cursor),
	KUNIT_CASE(swap_cpus),
	KUNIT_CASE(recursion),
	KUNIT_CASE(switches),
	KUNIT_CASE_SLOW(hotplug),
	{}
};

static struct kunit_suite ring_suite = {
	.name = "ring",
	.init = ring_test_init,
	.exit = ring_test_exit,
	.test_cases = ring_cases,
};

kunit_test_suite(ring_suite);
