// SPDX-License-Identifier: GPL-2.0
/*
 * Snapshots: a spare buffer that changes places with the one that is written.
 *
 * A writer reads trace_array::buffer once a record, so it needs no telling. Who
 * reads pins the buffer that it has, and keeps it when the places change.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/cleanup.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include "internal.h"

/* ---- the spare buffer ---- */

/**
 * snapshot_alloc - see to it that there is a spare buffer
 * @inst: the instance
 *
 * Context: process; trace_lock held.
 * Return: 0 or an error
 */
int snapshot_alloc(struct trace_array *inst)
{
	struct trace_buffer *b;
	int ret;

	lockdep_assert_held(&trace_lock);
	if (inst->snapshot)
		return 0;
	/* What shall survive must not end up in memory that does not. */
	if (inst->range)
		return -EOPNOTSUPP;
	/* Both or none: without it the buffer need not be expanded either. */
	b = buffer_make_like(inst);
	if (!b)
		return -ENOMEM;
	ret = instance_expand(inst);
	if (ret) {
		ring_buffer_free(b);
		return ret;
	}
	guard(swap_lock)(&inst->swap_lock);
	inst->pair[inst->pair[0] == inst->buffer] = b;
	inst->snapshot = b;
	return 0;
}

/*
 * Free a buffer that is in no place any more. Whoever read trace_array::buffer or
 * ::snapshot before it left has preemption off until done with it, or is an
 * interrupt: a grace period waits for both. It does not wait for who may be
 * preempted, so nobody reads these like that.
 */
static void buffer_retire(struct trace_buffer *b)
{
	synchronize_rcu();
	ring_buffer_free(b);
}

/* A buffer that readers still have, in trace_array::left */
struct left_buffer {
	struct list_head	node;
	struct trace_buffer	*buffer;
	unsigned int		pins;
};

/**
 * snapshot_drop - have no spare buffer, if nobody needs it
 * @inst: the instance
 *
 * Who is reading it keeps it until it goes on in another one, or ends.
 *
 * Context: process; trace_lock held.
 * Return: 0, -EBUSY, -ENOMEM
 */
int snapshot_drop(struct trace_array *inst)
{
	struct left_buffer *left __free(kfree) = NULL;
	struct trace_buffer *b;

	lockdep_assert_held(&trace_lock);
	if (inst->snapshot_users)
		return -EBUSY;
	if (!inst->snapshot)
		return 0;
	left = kmalloc(sizeof(*left), GFP_KERNEL);
	if (!left)
		return -ENOMEM;
	scoped_guard(swap_lock, &inst->swap_lock) {
		int place = inst->snapshot == inst->pair[1];

		b = inst->snapshot;
		/* Who has begun to read the one may be reading a CPU of the other. */
		if (inst->mixed && (inst->pins[0] || inst->pins[1]))
			return -EBUSY;
		inst->mixed = false;
		inst->pair[place] = NULL;
		inst->snapshot = NULL;
		if (inst->pins[place]) {
			left->buffer = b;
			left->pins = inst->pins[place];
			inst->pins[place] = 0;
			list_add(&no_free_ptr(left)->node, &inst->left);
			return 0;
		}
	}
	buffer_retire(b);
	return 0;
}

/* One reader less of a buffer that is left: it, if that was the last one. Under swap_lock */
static struct left_buffer *unpin_left(struct trace_array *inst, struct trace_buffer *b)
{
	struct left_buffer *left;

	swap_lock_assert_held(&inst->swap_lock);
	list_for_each_entry(left, &inst->left, node) {
		if (left->buffer != b)
			continue;
		if (--left->pins)
			break;
		list_del(&left->node);
		return left;
	}
	return NULL;
}

/**
 * instance_buffer_put - undo instance_buffer_get()
 * @inst: the instance
 * @b: what that returned, not NULL
 *
 * Context: process.
 */
void instance_buffer_put(struct trace_array *inst, struct trace_buffer *b)
{
	struct left_buffer *left = NULL;

	scoped_guard(swap_lock, &inst->swap_lock) {
		if (b == inst->pair[0] || b == inst->pair[1])
			inst->pins[b == inst->pair[1]]--;
		else
			left = unpin_left(inst, b);
	}
	if (!left)
		return;
	buffer_retire(left->buffer);
	kfree(left);
}

/**
 * snapshot_arm - have a spare buffer that stays until snapshot_disarm()
 * @inst: the instance
 *
 * Context: process; trace_lock held.
 * Return: 0, -ENOMEM, -EBUSY if the buffer is mapped
 */
int snapshot_arm(struct trace_array *inst)
{
	int ret;

	lockdep_assert_held(&trace_lock);
	scoped_guard(swap_lock, &inst->swap_lock) {
		if (inst->mapped)
			return -EBUSY;
		inst->snapshot_users++;
	}
	ret = snapshot_alloc(inst);
	if (ret)
		snapshot_disarm(inst);
	return ret;
}

/* Undo snapshot_arm(): the spare buffer may go, but does not by itself. */
void snapshot_disarm(struct trace_array *inst)
{
	lockdep_assert_held(&trace_lock);
	guard(swap_lock)(&inst->swap_lock);
	inst->snapshot_users--;
}

/* A file of @inst is mapped: see core.h. Not under trace_lock, which is outside mmap_lock. */
int instance_map(struct trace_array *inst)
{
	guard(swap_lock)(&inst->swap_lock);
	if (inst->snapshot_users)
		return -EBUSY;
	inst->mapped++;
	return 0;
}

void instance_unmap(struct trace_array *inst)
{
	guard(swap_lock)(&inst->swap_lock);
	inst->mapped--;
}

/* ---- taking one ---- */

/* trace_array::swap_work. In an interrupt: snapshot_drop() waits for it to end. */
void snapshot_work(struct irq_work *work)
{
	struct trace_array *inst = container_of(work, struct trace_array, swap_work);

	if (xchg(&inst->swap_due, false))
		snapshot_take(inst);
	/* Who waits for records of the one buffer waits for the other's, too. */
	ring_buffer_wake_waiters(READ_ONCE(inst->buffer), RING_BUFFER_ALL_CPUS);
}

/*
 * Readers of what was the buffer wait for records that now go elsewhere. Without
 * readers there is no interrupt: it may be what snapshots are taken of.
 */
static void snapshot_wake(struct trace_array *inst)
{
	if (unlikely(ring_has_waiters(inst->waiters)))
		irq_work_queue(&inst->swap_work);
}

/* Under swap_lock */
static int change_places(struct trace_array *inst)
{
	struct trace_buffer *old = inst->buffer, *new = inst->snapshot;

	swap_lock_assert_held(&inst->swap_lock);
	if (!new)
		return -ENODEV;
	if (inst->mapped)
		return -EBUSY;
	/* On, off and paused are properties of the place. */
	if (ring_buffer_record_is_set_on(old))
		ring_buffer_record_on(new);
	else
		ring_buffer_record_off(new);
	if (inst->stopped) {
		ring_buffer_record_disable(new);
		ring_buffer_record_enable(old);
	}
	WRITE_ONCE(inst->snapshot, old);
	WRITE_ONCE(inst->buffer, new);
	return 0;
}

/* An NMI came upon the lock: when it has ended will do. Others: it is being taken. */
static int snapshot_later(struct trace_array *inst)
{
	if (!in_nmi())
		return -EBUSY;
	WRITE_ONCE(inst->swap_due, true);
	irq_work_queue(&inst->swap_work);
	return 0;
}

/**
 * snapshot_take - let the two buffers of an instance change places
 * @inst: the instance
 *
 * Nothing that is called under the lock can be traced, what is called besides can:
 * then this is called again from within itself.
 *
 * Context: any.
 * Return: 0, -ENODEV without a spare buffer, -EBUSY if the buffer is mapped, or
 * if a snapshot is just being taken beneath the caller
 */
int snapshot_take(struct trace_array *inst)
{
	unsigned long flags;
	int ret;

	if (!swap_lock_try(&inst->swap_lock, &flags))
		return snapshot_later(inst);
	ret = change_places(inst);
	swap_lock_release(&inst->swap_lock, flags);
	if (!ret)
		snapshot_wake(inst);
	return ret;
}

#ifdef CONFIG_RING_BUFFER_ALLOW_SWAP
/**
 * snapshot_take_here - take a snapshot of this CPU, by this CPU
 * @inst: the instance
 *
 * For who has found just now what is to be kept.  The ring's locks are taken, which
 * may be traced: what comes back here from there finds the lock taken, and returns.
 *
 * Context: any; preemption off, or the CPU is whichever this runs on.
 * Return: 0; -ENODEV without a spare buffer; -EBUSY in an NMI, if the buffer is
 * mapped, or if the CPU is in the middle of a record or of another snapshot; what
 * else ring_buffer_swap_cpu() says
 */
int snapshot_take_here(struct trace_array *inst)
{
	unsigned long flags;
	int ret = -ENODEV;

	if (in_nmi() || !swap_lock_try(&inst->swap_lock, &flags))
		return -EBUSY;
	if (inst->snapshot)
		ret = ring_buffer_swap_cpu(inst->snapshot, inst->buffer, raw_smp_processor_id());
	/* Who has begun to read the one reads on in what is the other's now. */
	if (!ret)
		inst->mixed = true;
	swap_lock_release(&inst->swap_lock, flags);
	return ret;
}

struct swap_call {
	struct trace_array	*inst;
	int			ret;
};

static void swap_this_cpu(void *info)
{
	struct swap_call *call = info;

	call->ret = snapshot_take_here(call->inst);
}

static int snapshot_take_cpu(struct trace_array *inst, int cpu)
{
	struct swap_call call = { .inst = inst };

	return smp_call_function_single(cpu, swap_this_cpu, &call, 1) ?: call.ret;
}
#else
static int snapshot_take_cpu(struct trace_array *inst, int cpu)
{
	return -EINVAL;
}
#endif

/**
 * snapshot_command - what a number written to a snapshot file does
 * @inst: the instance
 * @cpu: its CPU, or CPU_ALL
 * @command: 0: free the spare buffer; 1: take a snapshot, with a buffer made if
 *	there is none; others: empty the spare buffer
 *
 * Context: process, without trace_lock.
 */
int snapshot_command(struct trace_array *inst, int cpu, unsigned long command)
{
	int ret;

	guard(mutex)(&trace_lock);
	if (inst->tracer->uses_snapshot)
		return -EBUSY;
	switch (command) {
	case 0:
		return cpu == CPU_ALL ? snapshot_drop(inst) : -EINVAL;
	case 1:
		ret = snapshot_arm(inst);
		if (ret)
			return ret;
		ret = cpu == CPU_ALL ? snapshot_take(inst) : snapshot_take_cpu(inst, cpu);
		snapshot_disarm(inst);
		return ret;
	default:
		if (!inst->snapshot)
			return 0;
		if (cpu == CPU_ALL)
			ring_buffer_reset(inst->snapshot);
		else
			ring_buffer_reset_cpu(inst->snapshot, cpu);
		return 0;
	}
}

/* ---- for other kernel code ---- */

/**
 * tracing_snapshot - take a snapshot of the top level
 *
 * Context: any. Without a spare buffer it says so and stops tracing: the
 * moment that was to be kept is in the buffer.
 */
void tracing_snapshot(void)
{
	if (snapshot_take(&top_instance) != -ENODEV)
		return;
	trace_array_puts(&top_instance, "no spare buffer for a snapshot: tracing stops here\n");
	tracing_off();
}
EXPORT_SYMBOL_GPL(tracing_snapshot);

/**
 * tracing_snapshot_alloc - make the spare buffer if need be, and take a snapshot
 *
 * Context: process.
 */
void tracing_snapshot_alloc(void)
{
	int ret;

	scoped_guard(mutex, &trace_lock)
		ret = snapshot_alloc(&top_instance);
	if (!ret)
		tracing_snapshot();
}
EXPORT_SYMBOL_GPL(tracing_snapshot_alloc);
