// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of the ring buffer: what it refuses. Each wrong call has to return
 * an error and to leave everything as it was, records and counts too. Among
 * them what a mapping to user space forbids; so mappings are tested here.
 */
#include <linux/anon_inodes.h>
#include <linux/cpumask.h>
#include <linux/file.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/poll.h>
#include <linux/uaccess.h>

#include "ring_test.h"

/* All that could change. */
struct state {
	struct ring_stats	stats;
	struct ring_set		set;
	struct ring_handle	*top;
	unsigned long		size;
	unsigned long		wanted;
	int			order;
	u32			nest;
	bool			overwrite;
};

static struct state state_of(struct trace_buffer *b)
{
	struct ring_cpu *c = b->cpu[0];
	struct state s;

	/* They are compared as they lie in memory. */
	memset(&s, 0, sizeof(s));
	ring_stats(b, 0, &s.stats);
	s.set = c->set;
	s.top = c->pending.top;
	s.size = ring_buffer_size(b, 0);
	s.wanted = b->size;
	s.order = ring_buffer_subbuf_order_get(b);
	s.nest = c->nest;
	s.overwrite = b->overwrite;
	return s;
}

static void same_state(struct kunit *test, struct trace_buffer *b, const struct state *was)
{
	struct state now = state_of(b);

	KUNIT_EXPECT_MEMEQ(test, was, &now, sizeof(now));
	KUNIT_EXPECT_EQ(test, 0, preempt_count());
}

/* Nothing has changed, and the records 0 to @records - 1 are there, in order, and no other. */
static void unchanged(struct kunit *test, const struct state *was, unsigned int records)
{
	struct fixture *f = test->priv;
	unsigned int i;

	same_state(test, f->b, was);
	for (i = 0; i < records; i++) {
		KUNIT_ASSERT_TRUE(test, get(test));
		KUNIT_ASSERT_EQ(test, (u8)i, f->buf[0]);
		KUNIT_ASSERT_EQ(test, 0, f->rec.lost);
	}
	KUNIT_EXPECT_FALSE(test, get(test));
}

static void some(struct trace_buffer *b, unsigned int records)
{
	unsigned int i;

	for (i = 0; i < records; i++)
		put(b, i, 24);
}

/* Longer than a sub-buffer takes, up to the largest number there is. */
static void bad_length(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned long max = ring_buffer_max_event_size(f->b);
	const unsigned long lengths[] = { max + 1, max + 4, PAGE_SIZE, UINT_MAX, 1UL << 32,
					  (1UL << 32) + 4, LONG_MAX, -4UL, -3UL, -1UL };
	struct ring_handle h;
	struct state was;
	unsigned int i;

	some(f->b, 50);
	was = state_of(f->b);
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		KUNIT_EXPECT_NULL_MSG(test, ring_buffer_lock_reserve(f->b, lengths[i]),
				      "%lu bytes", lengths[i]);
		KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_write(f->b, lengths[i], f->buf));
		if (lengths[i] <= UINT_MAX) {
			KUNIT_EXPECT_NULL(test, ring_reserve(f->b, &h, lengths[i]));
			preempt_disable();
			KUNIT_EXPECT_NULL(test, __ring_reserve(f->b, &h, lengths[i]));
			preempt_enable();
		}
	}
	unchanged(test, &was, 50);
	/* The longest, and the shortest. */
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_write(f->b, min(max, sizeof(f->buf)), f->buf));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_write(f->b, 0, f->buf));
	KUNIT_EXPECT_EQ(test, 2, stats(test).entries);
}

/* Sizes that are negative, or more than there is memory; orders that are none. */
static void bad_size(struct kunit *test)
{
	static const long sizes[] = { -1, -(long)PAGE_SIZE, LONG_MIN, LONG_MAX };
	static const int orders[] = { -1, INT_MIN, RING_MAX_ORDER + 1, INT_MAX };
	struct fixture *f = test->priv;
	struct state was;
	unsigned int i;

	some(f->b, 50);
	was = state_of(f->b);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_resize(f->b, sizes[i], 0));
		KUNIT_EXPECT_EQ(test, -EINVAL,
				ring_buffer_resize(f->b, sizes[i], RING_BUFFER_ALL_CPUS));
		KUNIT_EXPECT_NULL(test, ring_buffer_alloc(sizes[i], 0));
	}
	for (i = 0; i < ARRAY_SIZE(orders); i++)
		KUNIT_EXPECT_EQ(test, -EINVAL, ring_buffer_subbuf_order_set(f->b, orders[i]));
	KUNIT_EXPECT_EQ(test, -ENOMEM, ring_buffer_resize(f->b, 15UL << 30, 0));
	unchanged(test, &was, 50);
}

static void swapped(struct trace_buffer *a, struct trace_buffer *b, int *ret)
{
	local_irq_disable();
	*ret = ring_buffer_swap_cpu(a, b, 0);
	local_irq_enable();
}

/* Snapshots of buffers that differ, or that are in use. */
static void bad_swap(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct trace_buffer *larger = make(test, 5, true), *equal = make(test, 4, true);
	struct trace_buffer *order = make(test, 8, true);
	struct state was, were[3];
	struct ring_handle h;
	int ret[8];

	KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_set(order, 1));
	some(f->b, 50);
	some(larger, 3);
	some(equal, 2);
	some(order, 1);
	was = state_of(f->b);
	were[0] = state_of(larger);
	were[1] = state_of(equal);
	were[2] = state_of(order);

	swapped(f->b, larger, &ret[0]);
	swapped(larger, f->b, &ret[1]);
	swapped(f->b, order, &ret[2]);
	swapped(f->b, f->b, &ret[3]);
	/* Interrupts are on: the CPU may be another the next moment. */
	ret[4] = ring_buffer_swap_cpu(f->b, equal, 0);
	ret[5] = ring_buffer_swap_cpu(f->b, equal, nr_cpu_ids);
	ring_buffer_record_disable_cpu(equal, 0);
	swapped(f->b, equal, &ret[6]);
	ring_buffer_record_enable_cpu(equal, 0);
	ring_reserve(equal, &h, 8);
	swapped(f->b, equal, &ret[7]);
	ring_discard(&h);

	KUNIT_EXPECT_EQ(test, -EINVAL, ret[0]);
	KUNIT_EXPECT_EQ(test, -EINVAL, ret[1]);
	KUNIT_EXPECT_EQ(test, -EINVAL, ret[2]);
	KUNIT_EXPECT_EQ(test, -EINVAL, ret[3]);
	KUNIT_EXPECT_EQ(test, -EBUSY, ret[4]);
	KUNIT_EXPECT_EQ(test, -EINVAL, ret[5]);
	KUNIT_EXPECT_EQ(test, -EAGAIN, ret[6]);
	KUNIT_EXPECT_EQ(test, -EBUSY, ret[7]);
	unchanged(test, &was, 50);
	same_state(test, larger, &were[0]);
	same_state(test, equal, &were[1]);
	same_state(test, order, &were[2]);
	ring_buffer_free(larger);
	ring_buffer_free(equal);
	ring_buffer_free(order);
}

/* Writes on CPU 1, all the time. */
static int always_writing(void *arg)
{
	struct fixture *f = arg;
	u32 nest = ring_nest_begin(f->b);

	WRITE_ONCE(f->buf[0], 1);
	while (!READ_ONCE(f->buf[1]))
		cpu_relax();
	ring_nest_end(f->b, nest);
	return 0;
}

/* A CPU that never rests keeps the others, and another buffer, from a change. */
static void never_at_rest(struct kunit *test)
{
	struct fixture *f = test->priv;
	unsigned int *kb = kunit_kcalloc(test, nr_cpu_ids, sizeof(*kb), GFP_KERNEL);
	struct trace_buffer *other = make(test, 4, true);
	struct task_struct *t;
	unsigned int cpu;
	int ret[5];

	if (!cpu_online(1))
		kunit_skip(test, "one CPU only");
	KUNIT_ASSERT_NOT_NULL(test, kb);
	for_each_possible_cpu(cpu)
		kb[cpu] = 9 * PAGE_SIZE >> 10;
	t = kthread_create_on_cpu(always_writing, f, 1, "ring-writing");
	KUNIT_ASSERT_FALSE(test, IS_ERR(t));
	get_task_struct(t);
	some(f->b, 50);
	wake_up_process(t);
	while (!READ_ONCE(f->buf[0]))
		cond_resched();
	ret[0] = ring_buffer_resize(f->b, 9 * PAGE_SIZE, RING_BUFFER_ALL_CPUS);
	ret[1] = ring_resize(f->b, NULL, kb);
	ret[2] = ring_resize(other, f->b, kb);
	KUNIT_EXPECT_EQ(test, 50, stats(test).entries);
	ret[3] = ring_buffer_subbuf_order_set(f->b, 1);
	ret[4] = ring_set_order(other, f->b, 1);
	WRITE_ONCE(f->buf[1], 1);
	kthread_stop_put(t);

	for (cpu = 0; cpu < ARRAY_SIZE(ret); cpu++)
		KUNIT_EXPECT_EQ_MSG(test, -EBUSY, ret[cpu], "change %u", cpu);
	for_each_online_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, 4 * PAGE_SIZE, ring_buffer_size(f->b, cpu));
		KUNIT_EXPECT_EQ(test, 4 * PAGE_SIZE, ring_buffer_size(other, cpu));
		KUNIT_EXPECT_EQ(test, 0, f->b->cpu[cpu]->set.order);
		KUNIT_EXPECT_EQ(test, 0, other->cpu[cpu]->set.order);
	}
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_subbuf_order_get(f->b));
	/* It is as good as before. */
	while (get(test))
		;
	for (cpu = 0; cpu < 1000; cpu++)
		KUNIT_ASSERT_TRUE(test, put(f->b, cpu, 100) && get(test) && f->buf[0] == (u8)cpu);
	KUNIT_EXPECT_EQ(test, 0, ring_set_order(other, f->b, 1));
	KUNIT_EXPECT_TRUE(test, put(f->b, 7, 24) && get(test) && f->buf[0] == 7);
	ring_buffer_free(other);
}

/* ---- mappings ---- */

static int map_cpu;

static void mapped_close(struct vm_area_struct *vma)
{
	ring_buffer_unmap(vma->vm_file->private_data, 0);
}

static const struct vm_operations_struct mapped_ops = { .close = mapped_close };

static int mapped_mmap(struct file *file, struct vm_area_struct *vma)
{
	int ret = ring_buffer_map(file->private_data, map_cpu, vma);

	if (!ret)
		vma->vm_ops = &mapped_ops;
	return ret;
}

static const struct file_operations mapped_fops = { .mmap = mapped_mmap };

/* Maps @pages of the buffer from page @first on; an address, or an error. */
static unsigned long map(struct kunit *test, struct file *file, unsigned long first,
			 unsigned long pages, unsigned long prot, unsigned long flags)
{
	return kunit_vm_mmap(test, file, 0, pages * PAGE_SIZE, prot, flags, first * PAGE_SIZE);
}

/* What no mapping is to be had for. */
static void bad_mapping(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct file *file = anon_inode_getfile("ring_test", &mapped_fops, f->b, O_RDWR);
	struct state was;

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	some(f->b, 50);
	was = state_of(f->b);
	map_cpu = 0;
	KUNIT_EXPECT_EQ(test, -EPERM, (long)map(test, file, 0, 6, PROT_READ | PROT_WRITE,
						MAP_SHARED));
	KUNIT_EXPECT_EQ(test, -EPERM, (long)map(test, file, 0, 6, PROT_READ, MAP_PRIVATE));
	/* The meta page, four sub-buffers, and the reader's are six pages. */
	KUNIT_EXPECT_EQ(test, -EINVAL, (long)map(test, file, 0, 7, PROT_READ, MAP_SHARED));
	KUNIT_EXPECT_EQ(test, -EINVAL, (long)map(test, file, 6, 1, PROT_READ, MAP_SHARED));
	KUNIT_EXPECT_EQ(test, -EINVAL, (long)map(test, file, 1UL << 50, 1, PROT_READ, MAP_SHARED));
	map_cpu = nr_cpu_ids;
	KUNIT_EXPECT_EQ(test, -ENODEV, (long)map(test, file, 0, 6, PROT_READ, MAP_SHARED));
	KUNIT_EXPECT_EQ(test, -ENODEV, ring_buffer_unmap(f->b, 0));
	KUNIT_EXPECT_EQ(test, -ENODEV, ring_buffer_unmap(f->b, nr_cpu_ids));
	KUNIT_EXPECT_EQ(test, -ENODEV, ring_buffer_map_get_reader(f->b, 0));
	KUNIT_EXPECT_EQ(test, 0, f->b->cpu[0]->mapped);
	unchanged(test, &was, 50);
	fput(file);
}

/* A mapped buffer is neither resized nor swapped; its records are seen in the mapping. */
static void bad_mapped(struct kunit *test)
{
	struct fixture *f = test->priv;
	struct file *file = anon_inode_getfile("ring_test", &mapped_fops, f->b, O_RDONLY);
	unsigned int *kb = kunit_kcalloc(test, nr_cpu_ids, sizeof(*kb), GFP_KERNEL);
	struct trace_buffer *other = make(test, 4, true);
	struct trace_buffer_meta meta;
	unsigned long at, second;
	struct ring_subbuf subbuf;
	struct state was, was_other;
	int ret;
	u8 byte;

	KUNIT_ASSERT_NOT_NULL(test, kb);
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	some(f->b, 50);
	map_cpu = 0;
	at = map(test, file, 0, 6, PROT_READ, MAP_SHARED);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(at));
	was = state_of(f->b);

	KUNIT_EXPECT_EQ(test, -EBUSY, ring_buffer_resize(f->b, 9 * PAGE_SIZE, 0));
	KUNIT_EXPECT_EQ(test, -EBUSY, ring_buffer_resize(f->b, 2 * PAGE_SIZE,
							 RING_BUFFER_ALL_CPUS));
	KUNIT_EXPECT_EQ(test, -EBUSY, ring_buffer_subbuf_order_set(f->b, 1));
	/* Nor is another one that is to change with it. */
	kb[0] = 9 * PAGE_SIZE >> 10;
	some(other, 50);
	was_other = state_of(other);
	KUNIT_EXPECT_EQ(test, -EBUSY, ring_resize(other, f->b, kb));
	KUNIT_EXPECT_EQ(test, -EBUSY, ring_set_order(other, f->b, 1));
	KUNIT_EXPECT_EQ(test, 4 * PAGE_SIZE, ring_buffer_size(other, 0));
	same_state(test, other, &was_other);
	KUNIT_EXPECT_EQ(test, 0, ring_resize(other, NULL, kb));
	KUNIT_EXPECT_EQ(test, 9 * PAGE_SIZE, ring_buffer_size(other, 0));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_resize(other, 4 * PAGE_SIZE, 0));
	swapped(f->b, other, &ret);
	KUNIT_EXPECT_EQ(test, -EBUSY, ret);
	swapped(other, f->b, &ret);
	KUNIT_EXPECT_EQ(test, -EBUSY, ret);

	/* A second mapping, and one of them gone: still mapped. */
	second = map(test, file, 0, 1, PROT_READ, MAP_SHARED);
	KUNIT_EXPECT_FALSE(test, IS_ERR_VALUE(second));
	KUNIT_EXPECT_EQ(test, 2, f->b->cpu[0]->mapped);
	KUNIT_EXPECT_EQ(test, 0, vm_munmap(second, PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, -EBUSY, ring_buffer_resize(f->b, 9 * PAGE_SIZE, 0));

	KUNIT_ASSERT_EQ(test, 0, copy_from_user(&meta, (void __user *)at, sizeof(meta)));
	KUNIT_EXPECT_EQ(test, PAGE_SIZE, meta.meta_page_size);
	KUNIT_EXPECT_EQ(test, sizeof(meta), meta.meta_struct_len);
	KUNIT_EXPECT_EQ(test, PAGE_SIZE, meta.subbuf_size);
	KUNIT_EXPECT_EQ(test, 5, meta.nr_subbufs);
	KUNIT_EXPECT_EQ(test, 50, meta.entries);
	KUNIT_EXPECT_EQ(test, 0, meta.read);
	same_state(test, f->b, &was);

	/* The reader's page, moved on, is where the meta page says. */
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_map_get_reader(f->b, 0));
	KUNIT_ASSERT_EQ(test, 0, copy_from_user(&meta, (void __user *)at, sizeof(meta)));
	KUNIT_EXPECT_EQ(test, 50, meta.read);
	at += (1 + meta.reader.id) * PAGE_SIZE;
	KUNIT_ASSERT_EQ(test, 0, copy_from_user(&subbuf, (void __user *)at, sizeof(subbuf)));
	KUNIT_EXPECT_EQ(test, 50 * 28, local_read(&subbuf.commit));
	KUNIT_ASSERT_EQ(test, 0, copy_from_user(&byte, (void __user *)at + sizeof(subbuf) +
						28 * 49 + 4, 1));
	KUNIT_EXPECT_EQ(test, 49, byte);
	at -= (1 + meta.reader.id) * PAGE_SIZE;

	KUNIT_EXPECT_EQ(test, 0, vm_munmap(at, 6 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, 0, f->b->cpu[0]->mapped);
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_resize(f->b, 9 * PAGE_SIZE, 0));
	KUNIT_EXPECT_TRUE(test, put(f->b, 7, 24));
	KUNIT_EXPECT_TRUE(test, get(test) && f->buf[0] == 7);
	ring_buffer_free(other);
	fput(file);
}

/* ---- waiting for what is not there ---- */

static bool stop_waiting(void *calls)
{
	return ++*(int *)calls == 3;
}

/* A poll, of a type that the macros of tests can compare */
static u32 poll(struct fixture *f, int cpu, int full)
{
	return (__force u32)ring_buffer_poll_wait(f->b, cpu, NULL, NULL, full);
}

/* Polls and waits by percentage; a CPU that is not there. */
static void polling(struct kunit *test)
{
	struct fixture *f = test->priv;
	const u32 some_data = (__force u32)(EPOLLIN | EPOLLRDNORM);
	unsigned int full = 2 * (4080 / 28) + 1;
	int calls = 2;

	KUNIT_EXPECT_EQ(test, (__force u32)EPOLLERR, poll(f, nr_cpu_ids, 0));
	KUNIT_EXPECT_EQ(test, 0, poll(f, 0, 0));
	KUNIT_EXPECT_EQ(test, 0, poll(f, RING_BUFFER_ALL_CPUS, 0));
	/* Half of four sub-buffers are full when a third is begun. */
	some(f->b, full - 1);
	KUNIT_EXPECT_EQ(test, some_data, poll(f, 0, 0));
	KUNIT_EXPECT_EQ(test, some_data, poll(f, RING_BUFFER_ALL_CPUS, 0));
	KUNIT_EXPECT_EQ(test, 0, poll(f, 0, 50));
	put(f->b, 1, 24);
	KUNIT_EXPECT_EQ(test, some_data, poll(f, 0, 50));
	KUNIT_EXPECT_EQ(test, 0, poll(f, 0, 100));
	KUNIT_EXPECT_EQ(test, 2, ring_buffer_nr_dirty_pages(f->b, 0));
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_wait(f->b, 0, 50, NULL, NULL));
	/* A wait for more than there is ends when its condition says so. */
	KUNIT_EXPECT_EQ(test, 0, ring_buffer_wait(f->b, 0, 100, stop_waiting, &calls));
	KUNIT_EXPECT_EQ(test, 3, calls);
}

static struct kunit_case ring_misuse_cases[] = {
	KUNIT_CASE(bad_length),
	KUNIT_CASE(bad_size),
	KUNIT_CASE(bad_swap),
	KUNIT_CASE(never_at_rest),
	KUNIT_CASE(bad_mapping),
	KUNIT_CASE(bad_mapped),
	KUNIT_CASE(polling),
	{}
};

static struct kunit_suite ring_misuse_suite = {
	.name = "ring_misuse",
	.init = ring_test_init,
	.exit = ring_test_exit,
	.test_cases = ring_misuse_cases,
};

kunit_test_suite(ring_misuse_suite);
