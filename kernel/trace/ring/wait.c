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
 * visible soon: whoever has set a flag that was not set has a timer look again,
 * a jiffy later at least. While the flag stays set no more looks are needed:
 * writers see it, and who clears it wakes everybody.
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

/* Sub-buffers that the writer has left, and that have something to read. */
size_t ring_buffer_nr_dirty_pages(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);
	struct ring_head head;
	s64 dirty;

	if (!c)
		return 0;
	guard(raw_spinlock_irqsave)(&c->lock);
	ring_head(c, &head);
	dirty = head.seq - c->reader.seq;
	/* The reader's own page, if that is read. */
	if (c->reader.whole && c->reader.walk.off >= c->reader.walk.end)
		dirty--;
	return clamp_t(s64, dirty, 0, c->set.nr_slots);
}

/*
 * The writer has left a sub-buffer. Without the reader's lock one that is read
 * may count as full: whoever is woken too early waits again.
 */
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

/* Has @c what those who set its flags wait for? */
static bool has_news(struct trace_buffer *b, struct ring_cpu *c, int cpu)
{
	u32 full = READ_ONCE(c->wake_full);

	return (READ_ONCE(c->wake) && !ring_buffer_empty_cpu(b, cpu)) ||
	       (full && ring_buffer_nr_dirty_pages(b, cpu) >= full);
}

/* Some time after somebody began to wait. */
void ring_wait_timer(struct timer_list *timer)
{
	struct trace_buffer *b = from_timer(b, timer, recheck);
	bool any = false;
	int cpu;

	/* Before the look: who asks from here on is looked after the next time. */
	if (xchg(&b->recheck_again, false))
		mod_timer(timer, jiffies + 2);
	for_each_possible_cpu(cpu) {
		struct ring_cpu *c = READ_ONCE(b->cpu[cpu]);

		if (c && has_news(b, c, cpu)) {
			wake_up_all(&b->waiters->cpu[cpu]);
			any = true;
		}
	}
	if (any)
		wake_up_all(&b->waiters->all);
}

/*
 * Have the timer look. If it is on its way it may come too early for this one,
 * and is not put off, or one waiter could starve another: it comes once more.
 */
static void look_again_later(struct trace_buffer *b)
{
	xchg(&b->recheck_again, true);
	if (!timer_pending(&b->recheck))
		mod_timer(&b->recheck, jiffies + 2);
}

/*
 * Sub-buffers that are @full percent of the ring; at least one. All of it is
 * full when the writer has come to the last: the next one it leaves is a loss.
 */
static u32 full_pages(struct ring_cpu *c, int full)
{
	u32 nr_slots = READ_ONCE(c->set.nr_slots);

	return clamp(mult_frac(nr_slots, min(full, 100), 100), 1U, nr_slots - 1);
}

/*
 * Ask to be woken by any record, or by @pages full sub-buffers. Returns whether
 * writers did not know of that so far.
 */
static bool ask(struct ring_cpu *c, u32 pages)
{
	u32 was;

	if (!pages)
		return !READ_ONCE(c->wake) && !xchg(&c->wake, 1);
	was = READ_ONCE(c->wake_full);
	do {
		if (was && was <= pages)
			return false;
	} while (!try_cmpxchg(&c->wake_full, &was, pages));
	return true;
}

/* Ask to be woken; afterwards see whether there is something already. */
static bool ready(struct trace_buffer *b, int cpu, int full)
{
	struct ring_cpu *c = ring_cpu_of(b, cpu);
	bool asked = false, there;
	u32 pages;
	int i;

	if (c) {
		pages = full ? full_pages(c, full) : 0;
		asked = ask(c, pages);
		/* Flag before look; the writer's half is missing, hence the timer. */
		smp_mb();
		there = pages ? ring_buffer_nr_dirty_pages(b, cpu) >= pages :
				!ring_buffer_empty_cpu(b, cpu);
	} else {
		for_each_possible_cpu(i) {
			c = READ_ONCE(b->cpu[i]);
			if (c && ask(c, 0))
				asked = true;
		}
		/* As above. */
		smp_mb();
		there = !ring_buffer_empty(b);
	}
	/* Even if there is: the next one who asks finds the flag set. */
	if (asked)
		look_again_later(b);
	return there;
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
	int ret = 0;

	if (!waiters)
		return -ENODEV;
	for (;;) {
		prepare_to_wait(waiters, &wait, TASK_INTERRUPTIBLE);
		if (ready(buffer, cpu, full) ||
		    (cond ? cond(data) : wakes != READ_ONCE(buffer->wakes)))
			ret = 1;
		else if (signal_pending(current))
			ret = -ERESTARTSYS;
		else
			schedule();
		finish_wait(waiters, &wait);
		if (ret)
			return min(ret, 0);
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
	return ready(buffer, cpu, full) ? EPOLLIN | EPOLLRDNORM : 0;
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
