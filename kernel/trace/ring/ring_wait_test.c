// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of the ring buffer: who waits is woken, at the right time, and
 * what is written while somebody waits is the same as without.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/poll.h>

#include "ring_test.h"

static int waiter(void *arg)
{
	struct fixture *f = arg;

	return ring_buffer_wait(f->b, f->rec.cpu, f->rec.len, NULL, NULL);
}

/* Does @t come to sleep, and not end? On a slow machine that takes a while. */
static bool sleeps(struct task_struct *t)
{
	unsigned int i;

	for (i = 0; i < 500 && !READ_ONCE(t->exit_state); i++) {
		if (READ_ONCE(t->__state) == TASK_INTERRUPTIBLE)
			return true;
		msleep(20);
	}
	return false;
}

/* Somebody who waits is woken by a record, by half a buffer, or because we say so. */
static void waiting(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct task_struct *t;
	unsigned int i, round;

	for (round = 0; round < 4; round++) {
		f->rec.cpu = round == 1 ? RING_BUFFER_ALL_CPUS : 0;
		f->rec.len = round == 2 ? 50 : 0;
		t = kthread_create(waiter, f, "ring-waiter");
		KUNIT_ASSERT_FALSE(test, IS_ERR(t));
		get_task_struct(t);
		wake_up_process(t);
		KUNIT_EXPECT_TRUE(test, sleeps(t));
		if (round == 3)
			ring_buffer_wake_waiters(f->b, f->rec.cpu);
		else
			put(f->b, 1, 24);
		if (round == 2) {
			msleep(50);
			KUNIT_EXPECT_TRUE(test, sleeps(t));
			for (i = 0; i < 400; i++)
				put(f->b, 1, 24);
		}
		for (i = 0; i < 500 && !READ_ONCE(t->exit_state); i++)
			msleep(20);
		KUNIT_EXPECT_LT_MSG(test, i, 500, "round %u: not woken", round);
		kthread_stop_put(t);
		while (get(test))
			;
	}
	KUNIT_EXPECT_EQ(test, -ENODEV, ring_buffer_wait(f->b, nr_cpu_ids, 0, NULL, NULL));
	put(f->b, 1, 24);
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_wait(f->b, 0, 0, NULL, NULL));
}

/* Words that a record of @len bytes takes, its header included. */
static u32 room(unsigned int len)
{
	return (len + 3) / 4 + 1;
}

/*
 * A record nested in one that is pending, while somebody waits. It may neither
 * be seen nor take the outer one along, whichever sub-buffer it is in; and the
 * waiter is woken when there is something for it.
 */
static void nested_commit(struct kunit *test)
{
	/* In the same sub-buffer, or in the next; the outer one is kept, or not. */
	static const struct { unsigned int before, inner; bool discard; } cases[] = {
		{ 0, 8, false }, { 0, 8, true }, { 3000, 1500, false }, { 3000, 1500, true },
	};
	struct fixture *f = test->priv;
	struct ring_cpu *c = f->b->cpu[0];
	struct ring_handle outer, inner;
	u64 committed, after_inner;
	u32 nest, wake;
	u8 *p, *q;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		if (cases[i].before) {
			ring_close(c);
			put(f->b, 9, cases[i].before);
			KUNIT_ASSERT_TRUE(test, get(test));
		}
		/* A jiffy long nothing may interrupt, so nothing may fail in here. */
		p = ring_reserve(f->b, &outer, 8);
		committed = c->committed;
		nest = ring_nest_begin(f->b);
		WRITE_ONCE(c->wake, 1);
		q = ring_reserve(f->b, &inner, cases[i].inner);
		if (q) {
			memset(q, 2, cases[i].inner);
			ring_commit(&inner);
		}
		after_inner = c->committed;
		wake = c->wake;
		ring_nest_end(f->b, nest);
		if (p) {
			memset(p, 1, 8);
			if (cases[i].discard)
				ring_discard(&outer);
			else
				ring_commit(&outer);
		}
		KUNIT_ASSERT_TRUE(test, p && q);
		KUNIT_EXPECT_EQ_MSG(test, committed, after_inner, "case %d: torn", i);
		KUNIT_EXPECT_EQ_MSG(test, 1, wake, "case %d: woken too early", i);
		KUNIT_EXPECT_EQ_MSG(test, 0, c->wake, "case %d: not woken", i);
		KUNIT_EXPECT_EQ_MSG(test, c->pos, c->committed, "case %d: unpublished", i);
		if (!cases[i].discard) {
			KUNIT_ASSERT_TRUE(test, get(test));
			KUNIT_EXPECT_EQ(test, 1, f->buf[0]);
		}
		KUNIT_ASSERT_TRUE(test, get(test));
		KUNIT_EXPECT_EQ(test, 2, f->buf[0]);
		KUNIT_EXPECT_EQ(test, room(cases[i].inner) * 4 - 4, f->rec.len);
		KUNIT_EXPECT_FALSE(test, get(test));
	}
	KUNIT_EXPECT_EQ(test, 0, stats(test).commit_overrun);
	KUNIT_EXPECT_EQ(test, 0, stats(test).entries);
	KUNIT_EXPECT_EQ(test, 0, stats(test).overrun);
	KUNIT_EXPECT_EQ(test, 8, stats(test).read);
	/* It goes on. */
	for (i = 0; i < 1000; i++)
		KUNIT_ASSERT_TRUE(test, put(f->b, i, 24) && get(test) && f->buf[0] == (u8)i);
}

/* A poll, of a type that the macros of tests can compare */
static u32 poll(struct trace_buffer *b, int cpu, int full)
{
	return (__force u32)ring_buffer_poll_wait(b, cpu, NULL, NULL, full);
}

/* All of a buffer is full before anything is lost, whichever way it is lost. */
static void watermark(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_cpu *c;
	unsigned int i, overwrite, slots;

	for (overwrite = 0; overwrite < 2; overwrite++) {
		for (slots = 2; slots < 6; slots++) {
			ring_buffer_free(f->b);
			f->b = make(test, slots, overwrite);
			c = f->b->cpu[0];
			KUNIT_EXPECT_EQ(test, 0, poll(f->b, 0, 100));
			for (i = 0; i < 5000 && READ_ONCE(c->wake_full); i++)
				put(f->b, 1, 100);
			KUNIT_EXPECT_LT_MSG(test, i, 5000, "never woken");
			KUNIT_EXPECT_NE(test, 0, poll(f->b, 0, 100));
			KUNIT_EXPECT_EQ(test, i, stats(test).entries);
			KUNIT_EXPECT_EQ(test, slots - 1, ring_buffer_nr_dirty_pages(f->b, 0));
		}
	}

	/* What is read is not full, though the reader still has the page. */
	for (i = stats(test).entries; i; i--)
		KUNIT_ASSERT_TRUE(test, get(test));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_nr_dirty_pages(f->b, 0));
	KUNIT_EXPECT_EQ(test, 0, poll(f->b, 0, 1));

	/* A buffer that becomes smaller is full earlier: whoever waits has to ask anew. */
	for (i = 0; i < 45; i++)
		put(f->b, 1, 100);
	KUNIT_EXPECT_EQ(test, 0, poll(f->b, 0, 100));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_resize(f->b, 2 * PAGE_SIZE, 0));
	KUNIT_EXPECT_NE(test, 0, poll(f->b, 0, 100));
}

/* What a writer does that sees no flag, while one is being set */
static void write_unseen(struct trace_buffer *b, u32 *flag, unsigned int records)
{
	u32 was = READ_ONCE(*flag);

	WRITE_ONCE(*flag, 0);
	while (records--)
		put(b, 1, 100);
	WRITE_ONCE(*flag, was);
}

/* A record that becomes visible behind the waiter's last look, its writer having seen no flag. */
static void recheck(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct ring_cpu *c = f->b->cpu[0];
	struct task_struct *t;
	unsigned int i, round;
	unsigned long flags;
	bool timed, early;
	u32 *flag;

	for (round = 0; round < 3; round++) {
		f->rec.cpu = round == 1 ? RING_BUFFER_ALL_CPUS : 0;
		f->rec.len = round == 2 ? 50 : 0;
		flag = round == 2 ? &c->wake_full : &c->wake;
		t = kthread_create(waiter, f, "ring-waiter");
		KUNIT_ASSERT_FALSE(test, IS_ERR(t));
		get_task_struct(t);
		wake_up_process(t);
		KUNIT_EXPECT_TRUE(test, sleeps(t));
		/* Its own look at the end of the jiffy is over; it is not the first round. */
		msleep(100);
		KUNIT_EXPECT_TRUE(test, sleeps(t));
		local_irq_save(flags);
		WRITE_ONCE(*flag, 0);
		early = poll(f->b, f->rec.cpu, f->rec.len);
		timed = timer_pending(&f->b->recheck);
		write_unseen(f->b, flag, round == 2 ? 120 : 1);
		local_irq_restore(flags);
		KUNIT_EXPECT_FALSE(test, early);
		KUNIT_EXPECT_TRUE_MSG(test, timed, "round %u: no timer", round);
		for (i = 0; i < 100 && !READ_ONCE(t->exit_state); i++)
			msleep(20);
		KUNIT_EXPECT_LT_MSG(test, i, 100, "round %u: not woken", round);
		if (i == 100)
			ring_buffer_wake_waiters(f->b, f->rec.cpu);
		kthread_stop_put(t);
		while (get(test))
			;
	}
}

static struct kunit_case ring_wait_cases[] = {
	KUNIT_CASE(waiting),
	KUNIT_CASE(nested_commit),
	KUNIT_CASE(watermark),
	KUNIT_CASE(recheck),
	{}
};

static struct kunit_suite ring_wait_suite = {
	.name = "ring_wait",
	.init = ring_test_init,
	.exit = ring_test_exit,
	.test_cases = ring_wait_cases,
};

kunit_test_suite(ring_wait_suite);
