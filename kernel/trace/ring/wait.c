// SPDX-License-Identifier: GPL-2.0
/*
 * Waiting for records. A waiter sets a flag that the writer looks at with
 * each record, or each sub-buffer, and looks once more whether there is
 * something; the writer, in any context, clears the flag and has an irq_work
 * wake everybody.
 *
 * There is no full barrier between the writer's commit and its look at the
 * flag, it would cost more than all the rest. So a record may become visible
 * just after the waiter's last look, while its writer saw no flag. It becomes
 * visible soon; a timer looks again a jiffy later.
 */
#include <linux/export.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "internal.h"

/* From the writer, any context. */
void ring_wake(struct ring_cpu *cpu)
{
	WRITE_ONCE(cpu->wake, 0);
	irq_work_queue(&cpu->work);
}

size_t ring_buffer_nr_dirty_pages(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);
	struct ring_head head;
	s64 dirty;

	if (!c)
		return 0;
	ring_head(c, &head);
	dirty = head.seq - READ_ONCE(c->reader.seq);
	return clamp_t(s64, dirty, 0, READ_ONCE(c->set.nr_slots));
}

/* The writer has left a sub-buffer. */
void ring_wake_full(struct ring_cpu *cpu)
{
	u64 dirty = READ_ONCE(cpu->head_seq) - READ_ONCE(cpu->reader.seq);

	if (dirty >= READ_ONCE(cpu->wake_full)) {
		WRITE_ONCE(cpu->wake_full, 0);
		irq_work_queue(&cpu->work);
	}
}

void ring_wake_work(struct irq_work *work)
{
	struct ring_cpu *cpu = container_of(work, struct ring_cpu, work);
	struct ring_waiters *w = READ_ONCE(cpu->buffer)->waiters;

	wake_up_all(&w->cpu[cpu->cpu]);
	wake_up_all(&w->all);
}

struct ring_waiters *ring_waiters_create(void)
{
	struct ring_waiters *w = kmalloc(struct_size(w, cpu, nr_cpu_ids), GFP_KERNEL);
	unsigned int cpu;

	if (!w)
		return NULL;
	init_waitqueue_head(&w->all);
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		init_waitqueue_head(&w->cpu[cpu]);
	return w;
}
EXPORT_SYMBOL_GPL(ring_waiters_create);

void ring_waiters_free(struct ring_waiters *w)
{
	kfree(w);
}
EXPORT_SYMBOL_GPL(ring_waiters_free);

bool ring_has_waiters(struct ring_waiters *w)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		if (wq_has_sleeper(&w->cpu[cpu]))
			return true;
	return wq_has_sleeper(&w->all);
}

/* A jiffy after somebody began to wait. */
void ring_wait_timer(struct timer_list *timer)
{
	struct trace_buffer *b = from_timer(b, timer, recheck);
	int cpu;

	for_each_possible_cpu(cpu) {
		struct ring_cpu *c = READ_ONCE(b->cpu[cpu]);

		if (c && (READ_ONCE(c->wake) || READ_ONCE(c->wake_full)))
			wake_up_all(&b->waiters->cpu[cpu]);
	}
	wake_up_all(&b->waiters->all);
}

/* Sub-buffers that are @full percent of the ring; at least one. */
static u32 full_pages(struct ring_cpu *c, int full)
{
	return max(1U, mult_frac(READ_ONCE(c->set.nr_slots), min(full, 100), 100));
}

/* Ask to be woken; afterwards see whether there is something already. */
static bool ready(struct trace_buffer *b, int cpu, int full, bool first)
{
	struct ring_cpu *c;
	u32 pages;
	int i;

	if (cpu == RING_BUFFER_ALL_CPUS) {
		for_each_possible_cpu(i) {
			c = READ_ONCE(b->cpu[i]);
			if (c)
				WRITE_ONCE(c->wake, 1);
		}
		full = 0;
	} else {
		c = ring_cpu_of(b, cpu);
		if (full) {
			pages = full_pages(c, full);
			if (!c->wake_full || pages < c->wake_full)
				WRITE_ONCE(c->wake_full, pages);
		} else {
			WRITE_ONCE(c->wake, 1);
		}
	}
	/* Flag before look; the writer's half is missing, hence the timer. */
	smp_mb();
	if (full)
		return ring_buffer_nr_dirty_pages(b, cpu) >= full_pages(c, full);
	if (cpu == RING_BUFFER_ALL_CPUS ? !ring_buffer_empty(b) : !ring_buffer_empty_cpu(b, cpu))
		return true;
	if (first)
		mod_timer(&b->recheck, jiffies + 1);
	return false;
}

static wait_queue_head_t *waiters_of(struct trace_buffer *b, int cpu)
{
	if (cpu == RING_BUFFER_ALL_CPUS)
		return &b->waiters->all;
	return ring_cpu_of(b, cpu) ? &b->waiters->cpu[cpu] : NULL;
}

/**
 * ring_buffer_wait - wait for records
 * @buffer: the buffer
 * @cpu: of this CPU, or of any (RING_BUFFER_ALL_CPUS)
 * @full: until this percentage of the CPU's buffer is full; 0 for any record
 * @cond: also stop when this returns true; NULL to stop when
 *	ring_buffer_wake_waiters() is called
 * @data: for @cond
 *
 * Sleeps. Returns 0, -ENODEV if there is no such CPU, -ERESTARTSYS on signals.
 */
int ring_buffer_wait(struct trace_buffer *buffer, int cpu, int full, ring_buffer_cond_fn cond,
		     void *data)
{
	wait_queue_head_t *waiters = waiters_of(buffer, cpu);
	unsigned int wakes = READ_ONCE(buffer->wakes);
	DEFINE_WAIT(wait);
	bool first = true;
	int ret = 0;

	if (!waiters)
		return -ENODEV;
	for (;;) {
		prepare_to_wait(waiters, &wait, TASK_INTERRUPTIBLE);
		if (ready(buffer, cpu, full, first) ||
		    (cond ? cond(data) : wakes != READ_ONCE(buffer->wakes)))
			ret = 1;
		else if (signal_pending(current))
			ret = -ERESTARTSYS;
		else
			schedule();
		finish_wait(waiters, &wait);
		if (ret)
			return min(ret, 0);
		first = false;
	}
}
EXPORT_SYMBOL_GPL(ring_buffer_wait);

/**
 * ring_buffer_poll_wait - have a poll woken when there are records
 * @buffer: the buffer
 * @cpu: of this CPU, or of any (RING_BUFFER_ALL_CPUS)
 * @filp: the file polled
 * @poll_table: the poll's
 * @full: as of ring_buffer_wait()
 *
 * The buffer may go while the poll sleeps, if its waiters are not its own.
 * Returns what there is now: EPOLLIN | EPOLLRDNORM, 0, or EPOLLERR.
 */
__poll_t ring_buffer_poll_wait(struct trace_buffer *buffer, int cpu, struct file *filp,
			       poll_table *poll_table, int full)
{
	wait_queue_head_t *waiters = waiters_of(buffer, cpu);

	if (!waiters)
		return EPOLLERR;
	poll_wait(filp, waiters, poll_table);
	return ready(buffer, cpu, full, true) ? EPOLLIN | EPOLLRDNORM : 0;
}

/* Wake all that wait for @cpu, or for any CPU; sleeping ones see to why. */
void ring_buffer_wake_waiters(struct trace_buffer *buffer, int cpu)
{
	wait_queue_head_t *waiters = waiters_of(buffer, cpu);
	int i;

	if (!waiters)
		return;
	WRITE_ONCE(buffer->wakes, buffer->wakes + 1);
	if (cpu == RING_BUFFER_ALL_CPUS) {
		for_each_possible_cpu(i) {
			if (buffer->cpu[i])
				wake_up_all(&buffer->waiters->cpu[i]);
		}
	}
	wake_up_all(waiters);
}
