/* SPDX-License-Identifier: GPL-2.0 */
/* What the unit tests of the ring buffer share: a buffer, a clock, and CPU 0. */
#ifndef _KERNEL_TRACE_RING_RING_TEST_H
#define _KERNEL_TRACE_RING_RING_TEST_H

#include <kunit/test.h>

#include "internal.h"

/**
 * struct fixture - what each test starts with, in test->priv
 * @b:		a buffer of four sub-buffers that overwrites, with the tests' clock
 * @buf:	the record read last
 * @rec:	and what is known of it
 */
struct fixture {
	struct trace_buffer	*b;
	u8			buf[8192];
	struct ring_record	rec;
};

/* The tests' clock: each look moves it on by a step. */
extern u64 ring_test_time, ring_test_step;
u64 ring_test_clock(void);

extern struct lock_class_key ring_test_key;
int ring_test_init(struct kunit *test);
void ring_test_exit(struct kunit *test);

static inline struct trace_buffer *make(struct kunit *test, unsigned int subbufs, bool overwrite)
{
	struct ring_params p = {
		.size = subbufs * PAGE_SIZE, .overwrite = overwrite, .clock = ring_test_clock,
	};
	struct trace_buffer *b = ring_create(&p, &ring_test_key);

	KUNIT_ASSERT_NOT_NULL(test, b);
	return b;
}

/* Write a record of @len bytes, all @id. */
static inline bool put(struct trace_buffer *b, u32 id, unsigned int len)
{
	struct ring_handle h;
	u8 *p = ring_reserve(b, &h, len);

	if (!p)
		return false;
	memset(p, id, len);
	ring_commit(&h);
	return true;
}

/* Read one of the fixture's buffer. */
static inline bool get(struct kunit *test)
{
	struct fixture *f = test->priv;

	return !ring_consume(f->b, 0, f->buf, sizeof(f->buf), &f->rec);
}

static inline struct ring_stats stats(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_stats st;

	ring_stats(f->b, 0, &st);
	return st;
}

#endif /* _KERNEL_TRACE_RING_RING_TEST_H */
