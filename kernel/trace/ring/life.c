// SPDX-License-Identifier: GPL-2.0
/*
 * The life of a buffer: memory, CPUs that come, size and order, clock, reset.
 *
 * Whatever can fail is done before anything changes: all of the memory for a
 * change is there, for all CPUs, before the first one is changed.
 *
 * Lock order: trace_buffer::mutex, cpus_read_lock(), ring_cpu::lock.
 */
#define pr_fmt(fmt) "ring_buffer: " fmt

#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/gfp.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/trace_clock.h>
#include <linux/vmalloc.h>

#include "internal.h"
#include "range.h"

/*
 * Cleared, all of it: writers leave holes in records, and what they reserve is
 * rounded up. No reader could tell these bytes from others.
 */
struct ring_subbuf *ring_subbuf_alloc(int node, unsigned int order)
{
	/* Not at the price of killing somebody: whoever asked gets an error. */
	struct page *page = alloc_pages_node(node, GFP_KERNEL | __GFP_RETRY_MAYFAIL |
					     __GFP_NOWARN | __GFP_ZERO | __GFP_COMP, order);

	return page ? page_address(page) : NULL;
}

void ring_subbuf_free(struct ring_subbuf *subbuf, unsigned int order)
{
	free_pages((unsigned long)subbuf, order);
}

/* What cannot be had is refused at once, not after taking all there is. */
static bool too_much(unsigned int order, unsigned long nr)
{
	return si_mem_available() < (long)(nr << order);
}

/* Single pages are taken this many at a time, as long as that is easily had. */
#define BLOCK_ORDER	5

/*
 * A block's worth of single pages for @page, if there is a block for the asking:
 * one page after the other costs half as much again as clearing them does.
 */
static bool alloc_block(struct ring_page *page, int node)
{
	struct page *block = alloc_pages_node(node, (GFP_KERNEL & ~__GFP_RECLAIM) | __GFP_NOWARN |
					      __GFP_ZERO, BLOCK_ORDER);
	unsigned int i;

	if (!block)
		return false;
	split_page(block, BLOCK_ORDER);
	for (i = 0; i < BIT(BLOCK_ORDER); i++)
		page[i].subbuf = page_address(block + i);
	return true;
}

/* Pages for all of @set but the first @have. */
static int alloc_pages_of(struct ring_set *set, int node, u32 have)
{
	bool blocks = !set->order;
	u32 i = have;

	while (i < set->nr_pages) {
		blocks = blocks && set->nr_pages - i >= BIT(BLOCK_ORDER) &&
			 alloc_block(&set->page[i], node);
		if (blocks) {
			i += BIT(BLOCK_ORDER);
		} else {
			set->page[i].subbuf = ring_subbuf_alloc(node, set->order);
			if (!set->page[i++].subbuf)
				return -ENOMEM;
		}
		cond_resched();
	}
	return 0;
}

/* Bytes of slots and pages: all that is known of a ring's sub-buffers. */
size_t ring_set_bytes(u32 nr_slots)
{
	return nr_slots * sizeof(u64) + (nr_slots + 1) * sizeof(struct ring_page);
}

static int alloc_set(struct ring_set *set, int node, unsigned int order, u32 nr_slots)
{
	size_t size = ring_set_bytes(nr_slots);

	/* Large ones by the page: the next power of two may be twice as much. */
	set->slot = size > PAGE_SIZE ? vzalloc_node(size, node) :
		    kzalloc_node(size, GFP_KERNEL, node);
	if (!set->slot)
		return -ENOMEM;
	set->page = (void *)(set->slot + nr_slots);
	set->order = order;
	set->nr_slots = nr_slots;
	set->nr_pages = nr_slots + 1;
	return 0;
}

/* With the pages that it has. */
static void free_set(struct ring_set *set)
{
	u32 i;

	for (i = 0; i < set->nr_pages; i++)
		ring_subbuf_free(set->page[i].subbuf, set->order);
	kvfree(set->slot);
}

/* Sub-buffers for @size bytes; 0 if that is out of bounds. */
static u32 slots_for(unsigned long size, unsigned int order)
{
	unsigned long unit = PAGE_SIZE << order, nr = size / unit + !!(size % unit);

	return nr < RING_MAX_PAGES ? max(nr, 2UL) : 0;
}

static struct ring_cpu *alloc_cpu(struct trace_buffer *b, int cpu)
{
	/* Aligned, as its size is a power of two. */
	size_t size = roundup_pow_of_two(sizeof(struct ring_cpu));
	u32 nr_slots = slots_for(b->size, b->order);
	int node = cpu_to_node(cpu);
	struct ring_cpu *c;

	c = kzalloc_node(size, GFP_KERNEL, node);
	if (!c)
		return NULL;
	if (too_much(b->order, nr_slots + 1) || alloc_set(&c->set, node, b->order, nr_slots))
		goto free_cpu;
	if (alloc_pages_of(&c->set, node, 0))
		goto free_set;
	ring_cpu_start(c, b, cpu);
	return c;

free_set:
	free_set(&c->set);
free_cpu:
	kfree(c);
	return NULL;
}

/* What all CPUs have in common, wherever their memory is from. */
void ring_cpu_start(struct ring_cpu *c, struct trace_buffer *b, int cpu)
{
	/* From a number on that is larger than any ring's slots. */
	ring_cpu_init(c, b, cpu, RING_MAX_PAGES);
	lockdep_set_class(&c->lock, b->key);
	init_irq_work(&c->work, ring_wake_work);
}

void ring_cpu_free(struct ring_cpu *c)
{
	/* A wake-up on its way would find the memory gone. */
	irq_work_sync(&c->work);
	if (c->buffer->range)
		return;
	free_set(&c->set);
	kfree(c);
}

/**
 * trace_rb_cpu_prepare - give a CPU that comes up its buffer
 * @cpu: the CPU
 * @node: a buffer's
 *
 * Also called for each CPU that is up when a buffer is made. CPUs that go
 * keep theirs.
 */
int trace_rb_cpu_prepare(unsigned int cpu, struct hlist_node *node)
{
	struct trace_buffer *b = container_of(node, struct trace_buffer, node);
	struct ring_cpu *c;

	if (b->cpu[cpu])
		return 0;
	c = alloc_cpu(b, cpu);
	if (!c) {
		if (!cpu_online(cpu))
			pr_warn("no memory for the buffer of CPU %u, it stays offline\n", cpu);
		return -ENOMEM;
	}
	/* Writers and readers of other CPUs' buffers may run. */
	smp_store_release(&b->cpu[cpu], c);
	/* Who waits for any CPU has not asked this one. */
	wake_up_all(&b->waiters->all);
	return 0;
}

/* Once, with the first buffer, which is early in boot. */
static int hotplug_setup(void)
{
	static DEFINE_MUTEX(mutex);
	static bool done;
	int ret;

	guard(mutex)(&mutex);
	if (done)
		return 0;
	ret = cpuhp_setup_state_multi(CPUHP_TRACE_RB_PREPARE, "trace/RB:prepare",
				      trace_rb_cpu_prepare, NULL);
	done = !ret;
	return ret;
}

/* The local clock is called directly, see ring_clock(). */
static void set_clock(struct trace_buffer *b, u64 (*clock)(void))
{
	bool local = !clock || (IS_ENABLED(CONFIG_TRACE_CLOCK) && clock == trace_clock_local);

	WRITE_ONCE(b->clock, clock ?: sched_clock);
	if (local)
		atomic_andnot(RING_OTHER_CLOCK, &b->off);
	else
		atomic_or(RING_OTHER_CLOCK, &b->off);
}

struct trace_buffer *ring_create(const struct ring_params *p, struct lock_class_key *key)
{
	struct trace_buffer *b;

	if (!system_has_cmpxchg128()) {
		pr_err_once("this processor has no cmpxchg16b, there can be no buffers\n");
		return NULL;
	}
	if (p->order > RING_MAX_ORDER || !slots_for(p->size, p->order) || hotplug_setup())
		return NULL;
	b = kzalloc(struct_size(b, cpu, nr_cpu_ids), GFP_KERNEL);
	if (!b)
		return NULL;
	b->overwrite = p->overwrite;
	set_clock(b, p->clock);
	b->order = p->order;
	b->size = p->size;
	b->key = key;
	mutex_init(&b->mutex);
	timer_setup(&b->recheck, ring_wait_timer, 0);
	b->own_waiters = !p->waiters;
	b->waiters = p->waiters ?: ring_waiters_create();
	if (!b->waiters)
		goto free;

	if (p->range && ring_range_attach(b, p->range, p->range_size))
		goto free;
	if (cpuhp_state_add_instance(CPUHP_TRACE_RB_PREPARE, &b->node))
		goto free;
	return b;
free:
	ring_buffer_free(b);
	return NULL;
}
EXPORT_SYMBOL_GPL(ring_create);

struct trace_buffer *__ring_buffer_alloc(unsigned long size, unsigned int flags,
					 struct lock_class_key *key)
{
	struct ring_params p = { .size = size, .overwrite = flags & RB_FL_OVERWRITE };

	return ring_create(&p, key);
}
EXPORT_SYMBOL_GPL(__ring_buffer_alloc);

struct trace_buffer *__ring_buffer_alloc_range(unsigned long size, unsigned int flags, int order,
					       unsigned long start, unsigned long range_size,
					       struct lock_class_key *key)
{
	struct ring_params p = {
		.size = size, .overwrite = flags & RB_FL_OVERWRITE, .order = order,
		.range = (void *)start, .range_size = range_size,
	};

	return ring_create(&p, key);
}

/* No writer and no reader must be left. */
void ring_buffer_free(struct trace_buffer *b)
{
	int cpu;

	if (!hlist_unhashed(&b->node))
		cpuhp_state_remove_instance(CPUHP_TRACE_RB_PREPARE, &b->node);
	timer_shutdown_sync(&b->recheck);
	for_each_possible_cpu(cpu) {
		if (b->cpu[cpu])
			ring_cpu_free(b->cpu[cpu]);
	}
	ring_range_detach(b);
	if (b->own_waiters)
		ring_waiters_free(b->waiters);
	kfree(b);
}
EXPORT_SYMBOL_GPL(ring_buffer_free);

/* A change to make on a CPU, and whether its writer was at rest. */
struct change {
	struct ring_cpu	*cpu;
	void		(*change)(struct ring_cpu *cpu, void *arg);
	void		*arg;
	bool		done;
};

static void change_here(void *info)
{
	struct change *c = info;

	lockdep_assert_irqs_disabled();
	raw_spin_lock(&c->cpu->lock);
	c->done = ring_hold(c->cpu);
	if (c->done) {
		c->change(c->cpu, c->arg);
		ring_release(c->cpu);
		/* Sub-buffers may be full by now, or fewer than somebody waits for. */
		if (READ_ONCE(c->cpu->wake_full))
			irq_work_queue(&c->cpu->work);
	}
	raw_spin_unlock(&c->cpu->lock);
}

/**
 * ring_change - change a CPU's buffer, its writer being at rest
 * @cpu: whose
 * @change: what to do, with @cpu held, its lock taken, interrupts off
 * @arg: for it
 *
 * The caller keeps CPUs from coming and going. Sleeps, but for the CPU it runs
 * on, and in early boot. Returns 0, or -EBUSY if the CPU was found writing
 * every time.
 */
int ring_change(struct ring_cpu *cpu, void (*change)(struct ring_cpu *cpu, void *arg), void *arg)
{
	struct change c = { .cpu = cpu, .change = change, .arg = arg };
	unsigned long flags;
	int tries;

	for (tries = 0; tries < 1000; tries++) {
		preempt_disable();
		if (cpu->cpu == smp_processor_id() || !cpu_online(cpu->cpu)) {
			local_irq_save(flags);
			change_here(&c);
			local_irq_restore(flags);
		} else {
			smp_call_function_single(cpu->cpu, change_here, &c, true);
		}
		preempt_enable();
		if (c.done)
			return 0;
		cpu_relax();
	}
	return -EBUSY;
}

static void replace_set(struct ring_cpu *cpu, void *new)
{
	ring_set_replace(cpu, new);
}

/* What @c needs for another shape; it brings its pages along if the order stays. */
static int prepare(struct ring_cpu *c, struct ring_set *new, unsigned int order, u32 nr_slots)
{
	u32 have = order == c->set.order ? min(c->set.nr_slots, nr_slots) + 1 : 0;
	int ret;

	if (too_much(order, nr_slots + 1 - have))
		return -ENOMEM;
	ret = alloc_set(new, cpu_to_node(c->cpu), order, nr_slots);
	return ret ?: alloc_pages_of(new, cpu_to_node(c->cpu), have);
}

/**
 * struct ring_wish - the shape that buffers are to have
 * @order: pages a sub-buffer, as a power of two
 * @cpu: the CPU whose size changes, RING_BUFFER_ALL_CPUS: that of all
 * @size: bytes that it gets, 0: as many as it has
 * @kb: or, if not NULL: KiB for each CPU
 */
struct ring_wish {
	unsigned int		order;
	int			cpu;
	unsigned long		size;
	const unsigned int	*kb;
};

static u32 wished_slots(const struct ring_cpu *c, const struct ring_wish *w)
{
	unsigned long size = 0;

	if (w->kb)
		size = (unsigned long)w->kb[c->cpu] << 10;
	else if (w->cpu == RING_BUFFER_ALL_CPUS || w->cpu == c->cpu)
		size = w->size;
	if (!size && w->order == c->set.order)
		return c->set.nr_slots;
	return slots_for(size ?: (unsigned long)c->set.nr_slots * PAGE_SIZE << c->set.order,
			 w->order);
}

/* The memory for @b to become as @w says, in @new[cpu] where something changes. */
static int prepare_all(struct trace_buffer *b, const struct ring_wish *w, struct ring_set *new)
{
	int cpu, ret;

	for_each_possible_cpu(cpu) {
		struct ring_cpu *c = b->cpu[cpu];
		u32 nr;

		if (!c)
			continue;
		nr = wished_slots(c, w);
		if (!nr)
			return -EINVAL;
		if (nr == c->set.nr_slots && w->order == c->set.order)
			continue;
		ret = c->mapped ? -EBUSY : prepare(c, &new[cpu], w->order, nr);
		if (ret)
			return ret;
	}
	return 0;
}

/*
 * Change the CPUs before @end that have something to change. Returns the first
 * that could not be changed, or @end.
 */
static int replace_up_to(struct trace_buffer *b, struct ring_set *new, int end)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		if (cpu >= end)
			break;
		if (new[cpu].slot && ring_change(b->cpu[cpu], replace_set, &new[cpu]))
			return cpu;
	}
	return end;
}

static void warn_mixed(void)
{
	pr_warn("CPUs that are always writing have other sub-buffers than the rest now\n");
}

/* All of them, or none: a CPU that is never found at rest keeps the others as they were. */
static int replace_all(struct trace_buffer *b, struct ring_set *new)
{
	int done = replace_up_to(b, new, nr_cpu_ids);

	if (done == nr_cpu_ids)
		return 0;
	if (replace_up_to(b, new, done) != done)
		warn_mixed();
	return -EBUSY;
}

static void free_all(struct ring_set *new)
{
	int cpu;

	for_each_possible_cpu(cpu)
		free_set(&new[cpu]);
}

/*
 * Give @b, and @other if it is not NULL, another shape: all of it or nothing. If a CPU
 * never rests what others had recorded may be forgotten nevertheless.
 */
static int reshape(struct trace_buffer *b, struct trace_buffer *other, const struct ring_wish *w)
{
	struct ring_set *new __free(kvfree) = kvcalloc(2 * nr_cpu_ids, sizeof(*new), GFP_KERNEL);
	int ret;

	lockdep_assert_held(&b->mutex);
	lockdep_assert_cpus_held();
	if (!new)
		return -ENOMEM;
	ret = prepare_all(b, w, new);
	if (!ret && other)
		ret = prepare_all(other, w, new + nr_cpu_ids);
	if (!ret)
		ret = replace_all(b, new);
	if (!ret && other) {
		ret = replace_all(other, new + nr_cpu_ids);
		if (ret && replace_all(b, new))
			warn_mixed();
	}
	free_all(new);
	free_all(new + nr_cpu_ids);
	return ret;
}

/* Both stay as they are until unlock_both(). */
static void lock_both(struct trace_buffer *b, struct trace_buffer *other)
{
	mutex_lock(&b->mutex);
	if (other)
		mutex_lock_nested(&other->mutex, SINGLE_DEPTH_NESTING);
	cpus_read_lock();
}

static void unlock_both(struct trace_buffer *b, struct trace_buffer *other)
{
	cpus_read_unlock();
	if (other)
		mutex_unlock(&other->mutex);
	mutex_unlock(&b->mutex);
}

/* What all CPUs get is what those get that come later. */
static void remember_size(struct trace_buffer *b, const unsigned int *kb)
{
	unsigned int cpu, common = kb[cpumask_first(cpu_possible_mask)];

	for_each_possible_cpu(cpu)
		if (kb[cpu] != common)
			return;
	if (common)
		b->size = (unsigned long)common << 10;
}

int ring_resize(struct trace_buffer *b, struct trace_buffer *other, const unsigned int *kb)
{
	struct ring_wish w = { .kb = kb };
	int ret;

	if (b->range)
		return -ENODEV;
	lock_both(b, other);
	w.order = b->order;
	ret = reshape(b, other, &w);
	if (!ret) {
		remember_size(b, kb);
		if (other)
			remember_size(other, kb);
	}
	unlock_both(b, other);
	return ret;
}

/**
 * ring_buffer_resize - change how much a buffer holds
 * @buffer: the buffer
 * @size: bytes a CPU, rounded up to whole sub-buffers, two at least
 * @cpu: the CPU, or RING_BUFFER_ALL_CPUS
 *
 * Writing goes on, and what is not read stays, as far as it fits. Sleeps.
 * Returns 0; -ENOMEM, -EINVAL for a size out of bounds, -EBUSY if the buffer
 * is mapped, -ENODEV if it is on a range; then nothing has changed.
 */
int ring_buffer_resize(struct trace_buffer *buffer, unsigned long size, int cpu)
{
	struct ring_wish w = { .cpu = cpu, .size = size ?: 1 };
	int ret;

	if (!buffer)
		return 0;
	if (buffer->range)
		return -ENODEV;
	if (cpu != RING_BUFFER_ALL_CPUS && !ring_cpu_of(buffer, cpu))
		return 0;

	guard(mutex)(&buffer->mutex);
	guard(cpus_read_lock)();
	w.order = buffer->order;
	ret = reshape(buffer, NULL, &w);
	if (!ret && cpu == RING_BUFFER_ALL_CPUS)
		buffer->size = size;
	return ret;
}
EXPORT_SYMBOL_GPL(ring_buffer_resize);

int ring_set_order(struct trace_buffer *b, struct trace_buffer *other, int order)
{
	struct ring_wish w = { .order = order };
	int ret = 0;

	if (order < 0 || order > RING_MAX_ORDER)
		return -EINVAL;
	lock_both(b, other);
	if (order != b->order)
		ret = b->range ? -ENODEV : reshape(b, other, &w);
	if (!ret) {
		WRITE_ONCE(b->order, order);
		if (other)
			WRITE_ONCE(other->order, order);
	}
	unlock_both(b, other);
	return ret;
}

/**
 * ring_buffer_subbuf_order_set - change the size of sub-buffers
 * @buffer: the buffer
 * @order: pages a sub-buffer, as a power of two
 *
 * The bytes a CPU has stay the same; what was recorded is forgotten. Sleeps.
 * Returns 0, -EINVAL if @order is out of bounds, -ENOMEM, -EBUSY if the
 * buffer is mapped, -ENODEV if it is on a range.
 */
int ring_buffer_subbuf_order_set(struct trace_buffer *buffer, int order)
{
	return ring_set_order(buffer, NULL, order);
}
EXPORT_SYMBOL_GPL(ring_buffer_subbuf_order_set);

int ring_buffer_subbuf_order_get(struct trace_buffer *buffer)
{
	return buffer ? READ_ONCE(buffer->order) : -EINVAL;
}
EXPORT_SYMBOL_GPL(ring_buffer_subbuf_order_get);

/* Bytes a sub-buffer takes, its header included. */
int ring_buffer_subbuf_size_get(struct trace_buffer *buffer)
{
	return PAGE_SIZE << READ_ONCE(buffer->order);
}
EXPORT_SYMBOL_GPL(ring_buffer_subbuf_size_get);

/* What a write of this size would be: whole sub-buffers, headers included. */
unsigned long ring_buffer_size(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);

	if (!c)
		return 0;
	/* A number and an order that belong together. */
	guard(raw_spinlock_irqsave)(&c->lock);
	return (unsigned long)c->set.nr_slots * PAGE_SIZE << c->set.order;
}
EXPORT_SYMBOL_GPL(ring_buffer_size);

/* Payload of the longest record: room for a stamp and a long header is kept. */
unsigned long ring_buffer_max_event_size(struct trace_buffer *buffer)
{
	return (ring_subbuf_words(READ_ONCE(buffer->order)) - 2 - RING_STAMP_WORDS) * 4;
}
EXPORT_SYMBOL_GPL(ring_buffer_max_event_size);

/* The next record starts a sub-buffer, in a time of its own. */
static void restart_clock(struct ring_cpu *cpu, void *unused)
{
	ring_close(cpu);
	WRITE_ONCE(cpu->ts, 0);
}

/**
 * ring_buffer_set_clock - give a buffer another clock
 * @buffer: the buffer
 * @clock: the clock; any context, and not backwards on a CPU
 *
 * Records that are there keep the time they have. Sleeps.
 */
void ring_buffer_set_clock(struct trace_buffer *buffer, u64 (*clock)(void))
{
	int cpu;

	guard(mutex)(&buffer->mutex);
	guard(cpus_read_lock)();
	set_clock(buffer, clock);
	for_each_possible_cpu(cpu) {
		if (buffer->cpu[cpu])
			ring_change(buffer->cpu[cpu], restart_clock, NULL);
	}
}

static void reset_cpu(struct ring_cpu *c)
{
	guard(raw_spinlock_irqsave)(&c->lock);
	ring_drain(c);
}

/* Forget what was recorded, and the counts. Writing goes on. Atomic context. */
void ring_buffer_reset_cpu(struct trace_buffer *buffer, int cpu)
{
	struct ring_cpu *c = ring_cpu_of(buffer, cpu);

	if (c)
		reset_cpu(c);
}
EXPORT_SYMBOL_GPL(ring_buffer_reset_cpu);

void ring_buffer_reset(struct trace_buffer *buffer)
{
	int cpu;

	for_each_possible_cpu(cpu)
		ring_buffer_reset_cpu(buffer, cpu);
}
EXPORT_SYMBOL_GPL(ring_buffer_reset);

/* CPUs that are not online have nothing new; but what they have goes too. */
void ring_buffer_reset_online_cpus(struct trace_buffer *buffer)
{
	ring_buffer_reset(buffer);
}
