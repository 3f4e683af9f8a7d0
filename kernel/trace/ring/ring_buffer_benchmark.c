// SPDX-License-Identifier: GPL-2.0
/*
 * Benchmark of the ring buffer in the kernel: a thread writes for a while
 * through the public interface, another reads; then single calls are timed
 * with interrupts off. It only uses what linux/ring_buffer.h offers, so it
 * shows what a module pays.
 */
#define pr_fmt(fmt) "ring_buffer_benchmark: " fmt

#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/ring_buffer.h>
#include <linux/timex.h>

static unsigned int seconds = 2;
module_param(seconds, uint, 0444);
MODULE_PARM_DESC(seconds, "how long to write with a reader beside");

static unsigned long size = 1000000;
module_param(size, ulong, 0444);
MODULE_PARM_DESC(size, "bytes a CPU of the buffer");

static unsigned int len = 16;
module_param(len, uint, 0444);
MODULE_PARM_DESC(len, "bytes of a record");

static struct trace_buffer *buffer;
static unsigned long consumed, lost, torn;
static struct task_struct *consumer;

static bool write_one(unsigned long nr)
{
	struct ring_buffer_event *event = ring_buffer_lock_reserve(buffer, len);

	if (!event)
		return false;
	memset(ring_buffer_event_data(event), nr, len);
	ring_buffer_unlock_commit(buffer);
	return true;
}

static int consume(void *unused)
{
	struct ring_buffer_event *event;
	unsigned long missed;
	unsigned int got;
	bool any;
	u64 ts;
	int cpu;
	u8 *p;

	while (!kthread_should_stop()) {
		any = false;
		for_each_online_cpu(cpu) {
			event = ring_buffer_consume(buffer, cpu, &ts, &missed);
			if (!event)
				continue;
			any = true;
			consumed++;
			lost += missed;
			p = ring_buffer_event_data(event);
			got = ring_buffer_event_length(event);
			if (got < len || memchr_inv(p, *p, len))
				torn++;
		}
		if (!any)
			usleep_range(100, 200);
		cond_resched();
	}
	return 0;
}

/* Cycles of a call, the least of many, as the rest is interference. */
static void time_calls(void)
{
	cycles_t t, empty = ~0, best = ~0;
	unsigned long flags;
	int i;

	for (i = 0; i < 1000; i++) {
		local_irq_save(flags);
		t = get_cycles();
		empty = min(empty, get_cycles() - t);
		t = get_cycles();
		write_one(i);
		best = min(best, get_cycles() - t);
		local_irq_restore(flags);
	}
	pr_info("a record of %u bytes: %llu cycles, clock included\n", len,
		(unsigned long long)(best - empty));
}

static int produce(void)
{
	unsigned long end = jiffies + seconds * HZ, written = 0, missed = 0;
	u64 start = ktime_get_ns(), ns;

	while (time_before(jiffies, end)) {
		int i;

		for (i = 0; i < 100; i++) {
			if (write_one(written))
				written++;
			else
				missed++;
		}
		cond_resched();
		if (signal_pending(current))
			return -EINTR;
	}
	ns = ktime_get_ns() - start;
	kthread_stop(consumer);
	consumer = NULL;
	pr_info("wrote %lu in %llu us, %llu ns each, %lu refused\n", written, ns / 1000,
		written ? ns / written : 0, missed);
	pr_info("consumed %lu, lost %lu, torn %lu; entries %lu, overruns %lu\n", consumed, lost,
		torn, ring_buffer_entries(buffer), ring_buffer_overruns(buffer));
	if (torn || written != consumed + ring_buffer_entries(buffer) +
			       ring_buffer_overruns(buffer)) {
		pr_err("these do not add up\n");
		return -EIO;
	}
	return 0;
}

static int __init ring_buffer_benchmark_init(void)
{
	int ret;

	if (!len || !seconds)
		return -EINVAL;
	buffer = ring_buffer_alloc(size, RB_FL_OVERWRITE);
	if (!buffer)
		return -ENOMEM;
	ret = -EINVAL;
	if (len > ring_buffer_max_event_size(buffer))
		goto free;
	consumer = kthread_run(consume, NULL, "rb_consumer");
	ret = PTR_ERR_OR_ZERO(consumer);
	if (ret)
		goto free;
	ret = produce();
	if (consumer)
		kthread_stop(consumer);
	if (ret)
		goto free;
	time_calls();
	return 0;
free:
	ring_buffer_free(buffer);
	return ret;
}

static void __exit ring_buffer_benchmark_exit(void)
{
	ring_buffer_free(buffer);
}

module_init(ring_buffer_benchmark_init);
module_exit(ring_buffer_benchmark_exit);

MODULE_DESCRIPTION("Benchmark of the ring buffer");
MODULE_LICENSE("GPL");
