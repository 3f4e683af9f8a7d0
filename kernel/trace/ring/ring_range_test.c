// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of buffers on memory that survives a reboot: what is found again,
 * and what is not believed. Each kind of damage that is looked for is done, and
 * has to be told in the log.
 */
#include <linux/kmsg_dump.h>
#include <linux/vmalloc.h>

#include "range.h"
#include "ring_test.h"

/* As if the machine had been reset: the memory, and nothing else, is there. */
static struct trace_buffer *reboot(struct kunit *test, void *range, unsigned long size)
{
	struct ring_params p = {
		.overwrite = true, .clock = ring_test_clock, .range = range, .range_size = size,
	};

	return ring_create(&p, &ring_test_key);
}

static void persistent(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long size = (1 + nr_cpu_ids * 8) * PAGE_SIZE, i, n, left;
	void *range = vzalloc(size), *image = vmalloc(size);
	u32 seed = 1, total = 0;
	long text, data;

	KUNIT_ASSERT_NOT_NULL(test, range);
	KUNIT_ASSERT_NOT_NULL(test, image);
	ring_buffer_free(f->b);
	KUNIT_EXPECT_NULL(test, reboot(test, range, 2 * PAGE_SIZE));
	f->b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL(test, f->b);
	KUNIT_EXPECT_FALSE(test, ring_recovered(f->b));
	KUNIT_EXPECT_FALSE(test, ring_buffer_last_boot_delta(f->b, &text, &data));
	KUNIT_EXPECT_EQ(test, -ENODEV, ring_buffer_resize(f->b, 100000, RING_BUFFER_ALL_CPUS));
	KUNIT_EXPECT_EQ(test, -ENODEV, ring_buffer_subbuf_order_set(f->b, 1));

	/* More than there is room for, some read; then the power goes. */
	for (i = 0; i < 2000; i++)
		put(f->b, i, 24);
	for (i = 0; i < 10; i++)
		KUNIT_ASSERT_TRUE(test, get(test));
	left = stats(test).entries;
	memcpy(image, range, size);
	ring_buffer_free(f->b);

	f->b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL(test, f->b);
	KUNIT_EXPECT_TRUE(test, ring_recovered(f->b));
	KUNIT_EXPECT_FALSE(test, ring_recovered(f->b));
	KUNIT_EXPECT_TRUE(test, ring_buffer_last_boot_delta(f->b, &text, &data));
	KUNIT_EXPECT_EQ(test, 0, text);
	/* What the reader had taken out of the ring is gone with it. */
	KUNIT_EXPECT_GT(test, left, stats(test).entries);
	n = stats(test).entries;
	KUNIT_EXPECT_GT(test, n, 100);
	KUNIT_EXPECT_TRUE(test, put(f->b, 2000, 24));
	for (i = 2000 - n; i <= 2000; i++) {
		KUNIT_ASSERT_TRUE(test, get(test));
		KUNIT_ASSERT_EQ(test, (u8)i, f->buf[0]);
		KUNIT_ASSERT_EQ(test, 0, f->rec.lost);
	}
	KUNIT_EXPECT_FALSE(test, get(test));

	/* Damage of all kinds: what is read, if anything, is read to an end. */
	for (n = 0; n < 300; n++) {
		u8 *at;

		ring_buffer_free(f->b);
		memcpy(range, image, size);
		for (i = 0; i <= n % 3; i++) {
			seed = seed * 1664525 + 1013904223;
			/* Every other time where it is sure to matter. */
			at = range + (n & 1 ? PAGE_SIZE + (seed >> 8) % 600 : (seed >> 8) % size);
			*at ^= 1 << (seed >> 5 & 7);
		}
		f->b = reboot(test, range, size);
		KUNIT_ASSERT_NOT_NULL(test, f->b);
		for (i = 0; i < 100000 && get(test); i++)
			total++;
		KUNIT_ASSERT_LT(test, i, 100000);
		KUNIT_ASSERT_TRUE(test, put(f->b, 1, 24));
		KUNIT_ASSERT_TRUE(test, get(test));
	}
	KUNIT_EXPECT_GT(test, total, 0);
	ring_buffer_free(f->b);
	f->b = NULL;
	vfree(range);
	vfree(image);
}

/* Are there lines in the log, since the last call, and does one of them have @text? */
static bool logged(const char *text)
{
	static struct kmsg_dump_iter at;
	static char line[256];
	bool found = false;
	size_t len;

	if (!at.next_seq)
		kmsg_dump_rewind(&at);
	while (kmsg_dump_get_line(&at, true, line, sizeof(line) - 1, &len)) {
		line[len] = 0;
		found |= strstr(line, "ring_buffer: ") && strstr(line, text);
	}
	return found;
}

/* A range on which a buffer was in use, and how it was left. */
static void *used_range(struct kunit *test, unsigned long size, void **image)
{
	void *range = vzalloc(size);
	struct trace_buffer *b;
	unsigned int i;

	*image = vmalloc(size);
	KUNIT_ASSERT_TRUE(test, range && *image);
	b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL(test, b);
	for (i = 0; i < 2000; i++)
		put(b, i, 24);
	memcpy(*image, range, size);
	ring_buffer_free(b);
	return range;
}

/* Boot with the range as it is: nothing is found, the log says @why, and all works. */
static void dropped(struct kunit *test, void *range, unsigned long size, const char *what,
		    const char *why)
{
	struct fixture *f = test->priv;
	struct trace_buffer *was = f->b;

	logged("");
	f->b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL_MSG(test, f->b, "%s", what);
	KUNIT_EXPECT_FALSE_MSG(test, ring_recovered(f->b), "%s is believed", what);
	KUNIT_EXPECT_TRUE_MSG(test, logged(why), "%s: the log does not say '%s'", what, why);
	KUNIT_EXPECT_FALSE_MSG(test, get(test), "%s: there are records", what);
	KUNIT_EXPECT_TRUE(test, put(f->b, 77, 24));
	KUNIT_EXPECT_TRUE(test, get(test) && f->buf[0] == 77);
	ring_buffer_free(f->b);
	f->b = was;
}

/* Each field of the head, with one bit wrong; and as another kernel or shape would have it. */
static void persistent_head(struct kunit *test)
{
#define FIELD(f, why)								\
	{ #f, offsetof(struct range_head, f), sizeof_field(struct range_head, f), why }
	static const struct {
		const char	*name;
		unsigned int	offset, size;
		const char	*why;	/* when its sum is right; NULL if any value will do */
	} fields[] = {
		FIELD(magic, NULL),
		FIELD(layout, "another kernel"),
		FIELD(size, "another size"),
		FIELD(nr_cpus, "another number of CPUs"),
		FIELD(order, "its sub-buffers are others"),
		FIELD(nr_slots, "its sub-buffers are others"),
		FIELD(pad, NULL),
		FIELD(text, NULL),
		FIELD(data, NULL),
		FIELD(crc, NULL),
	};
	unsigned long size = (1 + nr_cpu_ids * 8) * PAGE_SIZE;
	void *image, *range = used_range(test, size, &image);
	struct fixture *f = test->priv;
	struct range_head *head = range;
	struct trace_buffer *b;
	unsigned int i, bit;
	long text, data;

	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		u8 *at = range + fields[i].offset;

		for (bit = 0; bit < fields[i].size * 8; bit += 7) {
			memcpy(range, image, size);
			at[bit / 8] ^= 1 << bit % 8;
			dropped(test, range, size, fields[i].name, "its head is damaged");
		}
		if (!fields[i].why)
			continue;
		memcpy(range, image, size);
		*at ^= 1;
		head->crc = range_head_crc(head);
		dropped(test, range, size, fields[i].name, fields[i].why);
	}

	/* As it was, it is believed; and moved, if the sum says so. */
	memcpy(range, image, size);
	head->text -= 4096;
	head->data += 8192;
	head->crc = range_head_crc(head);
	b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL(test, b);
	KUNIT_EXPECT_TRUE(test, ring_recovered(b));
	KUNIT_EXPECT_TRUE(test, ring_buffer_last_boot_delta(b, &text, &data));
	KUNIT_EXPECT_EQ(test, 4096, text);
	KUNIT_EXPECT_EQ(test, -8192, data);
	KUNIT_EXPECT_GT(test, ring_buffer_entries_cpu(b, 0), 100);
	ring_buffer_free(b);

	/* Memory in which there never was a buffer is no reason for a word. */
	memset(range, 0x5a, size);
	logged("");
	swap(b, f->b);
	f->b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL(test, f->b);
	KUNIT_EXPECT_FALSE(test, logged("persistent buffer"));
	KUNIT_EXPECT_FALSE(test, get(test));
	ring_buffer_free(f->b);
	f->b = NULL;
	vfree(range);
	vfree(image);
}

/* The sub-buffer that was left last: its slot, and its page. */
static u64 *last_slot(struct ring_cpu *c)
{
	return ring_set_slot(&c->set, c->head_seq - 1);
}

static struct ring_page *last_page(struct ring_cpu *c)
{
	return ring_set_page(&c->set, *last_slot(c));
}

static void bad_position(struct ring_cpu *c) { c->head_seq += 5; }
static void bad_committed(struct ring_cpu *c) { c->committed ^= 1ULL << RING_POS_SEQ_SHIFT << 3; }
static void bad_offset(struct ring_cpu *c) { c->committed = ring_pos(c->head_seq, 1, 100000); }
static void bad_page(struct ring_cpu *c) { *last_slot(c) |= 1000 << 1; }
static void bad_length(struct ring_cpu *c) { last_page(c)->bytes = 2 * PAGE_SIZE; }
static void bad_odd(struct ring_cpu *c) { last_page(c)->bytes |= 1; }
static void bad_count(struct ring_cpu *c) { last_page(c)->entries++; }

static void bad_twice(struct ring_cpu *c)
{
	u64 other = *ring_set_slot(&c->set, c->head_seq - 2);

	*last_slot(c) = ring_slot(c->head_seq - 1, ring_slot_page(other), RING_SLOT_USED);
}

static void bad_record(struct ring_cpu *c)
{
	*(u32 *)last_page(c)->subbuf->data = ring_header(0, 0);
	*(u32 *)(last_page(c)->subbuf->data + 4) = 60000;
}

static void bad_time(struct ring_cpu *c)
{
	*(u32 *)last_page(c)->subbuf->data = ring_header(RINGBUF_TYPE_TIME_STAMP, 0);
	*(u32 *)(last_page(c)->subbuf->data + 4) = 0;
}

/* What is wrong with what one CPU left. */
static void persistent_cpu(struct kunit *test)
{
	static const struct {
		const char	*name;
		void		(*damage)(struct ring_cpu *c);
		const char	*why;
	} kinds[] = {
		{ "the number of the last sub-buffer", bad_position, "positions do not agree" },
		{ "the committed position", bad_committed, "positions do not agree" },
		{ "its offset", bad_offset, "a length is impossible" },
		{ "a slot's page", bad_page, "a slot names a page that is not there" },
		{ "a slot's page, of another slot", bad_twice, "two slots name the same page" },
		{ "a length", bad_length, "a length is impossible" },
		{ "a length, odd", bad_odd, "a length is impossible" },
		{ "a record's length", bad_record, "a record does not end where it must" },
		{ "a time stamp", bad_time, "time goes back" },
		{ "a count", bad_count, "a count is wrong" },
	};
	unsigned long size = (1 + nr_cpu_ids * 8) * PAGE_SIZE;
	void *image, *range = used_range(test, size, &image);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		memcpy(range, image, size);
		/* The range is where it was, so are the places that pointers in it name. */
		kinds[i].damage(range + PAGE_SIZE);
		dropped(test, range, size, kinds[i].name, kinds[i].why);
	}
	vfree(range);
	vfree(image);
}

/* Void records between others of the same time, or of all times, and of all lengths. */
static void void_records(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long size = (1 + nr_cpu_ids * 8) * PAGE_SIZE;
	void *range = vzalloc(size);
	unsigned int len, i, n = 0;
	struct ring_handle h;
	u32 nest;

	KUNIT_ASSERT_NOT_NULL(test, range);
	ring_buffer_free(f->b);
	f->b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL(test, f->b);
	for (len = 1; len < 160; len++) {
		ring_test_step = len % 3 == 2 ? 10 : 0;
		KUNIT_ASSERT_NOT_NULL(test, ring_reserve(f->b, &h, len));
		nest = ring_nest_begin(f->b);
		n += put(f->b, len, 4);
		ring_nest_end(f->b, nest);
		ring_discard(&h);
	}
	KUNIT_EXPECT_EQ(test, 159, n);
	ring_buffer_free(f->b);
	f->b = reboot(test, range, size);
	KUNIT_ASSERT_NOT_NULL(test, f->b);
	KUNIT_EXPECT_TRUE(test, ring_recovered(f->b));
	KUNIT_EXPECT_EQ(test, n, stats(test).entries);
	for (i = 1; i <= n; i++) {
		KUNIT_ASSERT_TRUE(test, get(test));
		KUNIT_ASSERT_EQ(test, (u8)i, f->buf[0]);
	}
	ring_buffer_free(f->b);
	f->b = NULL;
	vfree(range);
}

static struct kunit_case ring_range_cases[] = {
	KUNIT_CASE(persistent),
	KUNIT_CASE(persistent_head),
	KUNIT_CASE(persistent_cpu),
	KUNIT_CASE(void_records),
	{}
};

static struct kunit_suite ring_range_suite = {
	.name = "ring_range",
	.init = ring_test_init,
	.exit = ring_test_exit,
	.test_cases = ring_range_cases,
};

kunit_test_suite(ring_range_suite);
