// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of what nobody wrote: memory that the ring buffer gets has been
 * somebody else's, and must not be seen through it. Writers leave holes in
 * records, so it is not enough to look at what is behind the last one.
 */
#include <linux/gfp.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "ring_test.h"

/* What memory is soiled with; the tests' records have no such byte. */
#define STALE		0xa7
/* Pages at a time, as a power of two: the ring takes single ones, and many at once. */
static const unsigned int soil_orders[] = { 5, 1, 0 };
#define SOIL_BYTES	(48UL << 20)

/* Where three soiled bytes stand together in @len bytes at @p, or -1. */
static long stale_at(const void *p, size_t len)
{
	const u8 *s = p;
	size_t i, run = 0;

	for (i = 0; i < len; i++) {
		run = s[i] == STALE ? run + 1 : 0;
		if (run == 3)
			return i - 2;
	}
	return -1;
}

/* Leave a lot of free memory soiled, in blocks of each order and single pages. */
static void soil_order(struct kunit *test, unsigned int order)
{
	unsigned long i, nr = SOIL_BYTES / ARRAY_SIZE(soil_orders) >> (PAGE_SHIFT + order);
	struct page **pages = kunit_kcalloc(test, nr, sizeof(*pages), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, pages);
	for (i = 0; i < nr; i++) {
		pages[i] = alloc_pages(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN, order);
		if (!pages[i])
			break;
		memset(page_address(pages[i]), STALE, PAGE_SIZE << order);
	}
	for (nr = i, i = 0; i < nr; i++)
		__free_pages(pages[i], order);
	kunit_kfree(test, pages);
}

/* Would memory that is not cleared show what was in it? Else there is nothing to test. */
static void soil(struct kunit *test)
{
	unsigned int i, soiled = 0;

	for (i = 0; i < ARRAY_SIZE(soil_orders); i++)
		soil_order(test, soil_orders[i]);
	for (i = 0; i < ARRAY_SIZE(soil_orders); i++) {
		struct page *page = alloc_pages(GFP_KERNEL, soil_orders[i]);

		KUNIT_ASSERT_NOT_NULL(test, page);
		soiled += stale_at(page_address(page), PAGE_SIZE << soil_orders[i]) >= 0;
		__free_pages(page, soil_orders[i]);
	}
	if (!soiled)
		kunit_skip(test, "this kernel clears memory when it is freed or allocated");
}

/* Reserve @len bytes and write @fill of them. */
static bool put_part(struct trace_buffer *b, struct ring_handle *h, unsigned int len,
		     unsigned int fill)
{
	u8 *p = ring_reserve(b, h, len);

	if (p)
		memset(p, 0x11, fill);
	return p;
}

/* Records with all the holes that there can be. Returns whether the last was taken. */
static bool put_holes(struct trace_buffer *b, u32 i)
{
	struct ring_handle h, in;
	u32 nest;

	/* An odd length, a hole in the middle, one that gets a word more, a long one. */
	if (put_part(b, &h, 1 + i % 7, 1 + i % 7))
		ring_commit(&h);
	if (put_part(b, &h, 24, 4))
		ring_commit(&h);
	ring_test_step = 0;
	if (put_part(b, &h, 8, 8))
		ring_commit(&h);
	ring_test_step = 10;
	if (put_part(b, &h, 150 + i % 4, 20))
		ring_commit(&h);
	/* Made shorter; taken back; made void, since another one follows. */
	if (put_part(b, &h, 100, 0)) {
		ring_shrink(&h, 12);
		ring_commit(&h);
	}
	if (put_part(b, &h, 60, 0))
		ring_discard(&h);
	if (!put_part(b, &h, 40 + i % 30, 0))
		return false;
	nest = ring_nest_begin(b);
	if (put_part(b, &in, 9, 9))
		ring_commit(&in);
	ring_nest_end(b, nest);
	ring_discard(&h);
	return true;
}

/* Read pages of @len bytes at most until there are no more; returns how many. */
static unsigned int look_at_pages(struct kunit *test, struct trace_buffer *b, size_t len, int full)
{
	struct buffer_data_read_page *page;
	unsigned int nr, bad = 0;

	for (nr = 0;; nr++) {
		int ret = ring_buffer_alloc_read_page(b, 0, &page);

		KUNIT_ASSERT_EQ(test, 0, ret);
		ret = ring_buffer_read_page(b, page, len, 0, full);
		/* All of it: a splice hands on the page as it is. */
		if (!ret)
			bad += stale_at(ring_buffer_read_page_data(page),
					ring_buffer_read_page_size(page)) >= 0;
		ring_buffer_free_read_page(b, 0, page);
		if (ret)
			break;
	}
	KUNIT_EXPECT_EQ_MSG(test, 0, bad, "of %u pages, %zu bytes asked for", nr, len);
	return nr;
}

/* All pages, as a mapping would show them. */
static void look_at_all(struct kunit *test, struct trace_buffer *b)
{
	const struct ring_set *set = &b->cpu[0]->set;
	u32 i, bad = 0;

	for (i = 0; i < set->nr_pages; i++)
		bad += stale_at(set->page[i].subbuf, PAGE_SIZE << set->order) >= 0;
	KUNIT_EXPECT_EQ_MSG(test, 0, bad, "of %u pages", set->nr_pages);
}

static void look_at_records(struct kunit *test, struct trace_buffer *b)
{
	struct ring_cursor *c = ring_cursor_open(b, 0, GFP_KERNEL);
	struct fixture *f = test->priv;
	struct ring_record *rec;
	unsigned int nr = 0, read = 0, bad = 0;

	KUNIT_ASSERT_NOT_NULL(test, c);
	for (; (rec = ring_cursor_peek(c)); nr++) {
		bad += stale_at(rec->data, rec->len) >= 0;
		ring_cursor_advance(c);
	}
	ring_cursor_close(c);
	for (; !ring_consume(b, 0, f->buf, sizeof(f->buf), &f->rec); read++)
		bad += stale_at(f->buf, f->rec.len) >= 0;
	KUNIT_EXPECT_EQ_MSG(test, 0, bad, "of %u records, seen twice", nr);
	KUNIT_EXPECT_EQ(test, nr, read);
	KUNIT_EXPECT_GT(test, nr, 0);
}

static void fill(struct trace_buffer *b)
{
	u32 i;

	for (i = 0; put_holes(b, i); i++)
		;
}

static struct trace_buffer *make_soiled(struct kunit *test, unsigned int order)
{
	struct ring_params p = {
		.size = 256 * PAGE_SIZE << order, .order = order, .clock = ring_test_clock,
	};
	struct trace_buffer *b;

	soil(test);
	b = ring_create(&p, &ring_test_key);
	KUNIT_ASSERT_NOT_NULL(test, b);
	return b;
}

/* Of any order, read in any way, new or grown. */
static void stale(struct kunit *test)
{
	unsigned int order;

	for (order = 0; order <= 1; order++) {
		struct trace_buffer *b = make_soiled(test, order);
		size_t size = PAGE_SIZE << order;

		look_at_all(test, b);
		/* The one being written, and with little in it */
		put_holes(b, 1);
		KUNIT_EXPECT_EQ(test, 1, look_at_pages(test, b, size, 0));
		fill(b);
		KUNIT_EXPECT_LT(test, 250, look_at_pages(test, b, size, 1));
		KUNIT_EXPECT_EQ(test, 1, look_at_pages(test, b, size, 0));
		fill(b);
		KUNIT_EXPECT_LT(test, 1000, look_at_pages(test, b, RING_SUBBUF_HEADER + 600, 0));
		fill(b);
		look_at_records(test, b);
		look_at_all(test, b);

		soil(test);
		KUNIT_EXPECT_EQ(test, 0, ring_buffer_resize(b, 600 * size, RING_BUFFER_ALL_CPUS));
		look_at_all(test, b);
		fill(b);
		KUNIT_EXPECT_LT(test, 590, look_at_pages(test, b, size, 0));

		soil(test);
		KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_set(b, 3 - order));
		look_at_all(test, b);
		fill(b);
		look_at_records(test, b);
		ring_buffer_free(b);
	}
}

/* Memory that survives a reboot was somebody's before the first of them. */
static void stale_range(struct kunit *test)
{
	unsigned long size = PAGE_SIZE * (1 + nr_cpu_ids * 10);
	void *range = vmalloc(size);
	struct ring_params p = {
		.size = PAGE_SIZE, .clock = ring_test_clock, .range = range, .range_size = size,
	};
	struct trace_buffer *b;
	struct ring_cpu *c;
	struct ring_page *used;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, range);
	memset(range, STALE, size);
	b = ring_create(&p, &ring_test_key);
	KUNIT_EXPECT_NOT_NULL(test, b);
	if (!b)
		goto free;
	look_at_all(test, b);
	put_holes(b, 0);
	c = b->cpu[0];
	used = ring_set_page(&c->set, *ring_set_slot(&c->set, c->head_seq));
	for (i = 0; i < c->set.nr_pages; i++) {
		if (&c->set.page[i] == used)
			memset(used->subbuf->data + PAGE_SIZE / 2, STALE,
			       PAGE_SIZE / 2 - RING_SUBBUF_HEADER);
		else
			memset(c->set.page[i].subbuf, STALE, PAGE_SIZE);
	}
	KUNIT_EXPECT_GT(test, ring_pos_words(c->committed), 0);
	KUNIT_EXPECT_LT(test, ring_pos_words(c->committed) * 4, PAGE_SIZE / 2);
	ring_buffer_free(b);

	/* What is found is kept, what is behind and beside it is not. */
	b = ring_create(&p, &ring_test_key);
	KUNIT_EXPECT_NOT_NULL(test, b);
	if (!b)
		goto free;
	KUNIT_EXPECT_TRUE(test, ring_recovered(b));
	look_at_all(test, b);
	look_at_records(test, b);
	ring_buffer_free(b);
free:
	vfree(range);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(stale),
	KUNIT_CASE(stale_range),
	{}
};

static struct kunit_suite suite = {
	.name = "ring_stale",
	.init = ring_test_init,
	.exit = ring_test_exit,
	.test_cases = cases,
};

kunit_test_suite(suite);
