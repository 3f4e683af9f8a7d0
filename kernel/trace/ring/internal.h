/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The inside of the ring buffer: its structures, and who may touch what.
 *
 * A CPU's buffer is a ring of slots. Sub-buffers are numbered in the order in
 * which they are written; number s stands in slot s modulo the number of
 * slots. A slot word (pos.h) tells which page that is, and belongs, one after
 * the other, to
 *
 *	empty, s - N	anyone's; the writer may claim it for s
 *	used, s - N	full of records; a reader may take them, leaving the slot
 *			empty and its own spare page in it; in overwrite mode the
 *			writer may claim it for s
 *	used, s		the writer's, until the committed position has left s;
 *			then as above, one lap on
 *
 * Claim and taking are one compare-and-exchange each (R4), and a word never
 * returns to what it was, since its number only grows or its used bit goes.
 */
#ifndef _KERNEL_TRACE_RING_INTERNAL_H
#define _KERNEL_TRACE_RING_INTERNAL_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/sched/clock.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <asm/local.h>

#include "ring.h"
#include "pos.h"

/**
 * struct ring_subbuf - a sub-buffer as the ABI has it
 * @ts:		time before its first record
 * @commit:	bytes of data; final once the writer has left it. Readers of the
 *		one being written take the length from the committed position.
 * @data:	records
 */
struct ring_subbuf {
	u64			ts;
	local_t			commit;
	u8			data[];
};

#define RING_SUBBUF_HEADER	offsetof(struct ring_subbuf, data)

/* In @commit of a page handed out: records were lost before this page. */
#define RING_MISSED_EVENTS	BIT(31)
/* ... and how many stands, as a long, behind the data. */
#define RING_MISSED_STORED	BIT(30)

/* Records and bytes written before a sub-buffer, ever. */
struct ring_base {
	u64			nr;
	u64			byte;
};

/**
 * struct ring_page - what is known of a page
 * @subbuf:	the page; changes hands only when no slot names it
 * @first:	what was written before it
 * @entries:	records in it, set by the writer that leaves it
 * @bytes:	bytes in it, likewise
 *
 * All but @subbuf belong to the writer until the committed position has
 * reached the sub-buffer (@first) or left it (the others).
 */
struct ring_page {
	struct ring_subbuf	*subbuf;
	struct ring_base	first;
	u32			entries;
	u32			bytes;
};

/**
 * struct ring_set - the memory of one CPU's ring
 * @order:	pages a sub-buffer, as a power of two
 * @nr_slots:	sub-buffers in the ring
 * @nr_pages:	those, and the reader's
 * @slot:	slot words
 * @page:	pages, by the number slot words have for them
 *
 * Replaced as a whole, with the writer at rest, under the reader's lock. Only
 * @order and @nr_slots may be read without that lock, each for itself.
 */
struct ring_set {
	u32			order;
	u32			nr_slots;
	u32			nr_pages;
	u64			*slot;
	struct ring_page	*page;
};

/**
 * struct ring_reader - where consuming readers of a CPU stand
 * @seq:	sub-buffer
 * @left:	the writer has left those before this one, as far as is known
 * @walk:	place in it; its data is that of page @page
 * @page:	the reader's own page: the sub-buffer, or a copy of its start
 * @whole:	it is the sub-buffer, taken out of the ring
 * @first_byte:	bytes written before this sub-buffer
 * @next_nr:	number of the record at @walk
 * @end_nr:	number of the one after the last in @page
 * @lost:	records lost since the last read
 * @overrun:	records lost since the last reset
 * @read:	records read since the last reset
 */
struct ring_reader {
	u64			seq;
	u64			left;
	struct ring_walk	walk;
	u32			page;
	bool			whole;
	u64			first_byte;
	u64			next_nr;
	u64			end_nr;
	unsigned long		lost;
	unsigned long		overrun;
	unsigned long		read;
};

/**
 * struct ring_head - where the committed position is
 * @pos:	the position
 * @seq:	its sub-buffer; the next one, if that was closed
 * @bytes:	committed bytes in it
 * @base:	what was written before it
 */
struct ring_head {
	u64			pos;
	u64			seq;
	u32			bytes;
	struct ring_base	base;
};

/* 16 bytes that are exchanged as one. */
struct ring_word {
	u64			half[2];
};

/* The page of one of the last two sub-buffers claimed, see ring_cache_set(). */
struct ring_cache {
	u64			slot;
	struct ring_subbuf	*subbuf;
} __aligned(16);

/* Records the public interface may have pending on a CPU, and nested holds. */
#define RING_PENDING		12

/**
 * struct ring_pending - reservations of the interface without handles
 * @top:	the first handle that is free
 * @end:	behind the last one
 * @nests:	nested holds taken
 * @nest:	what they replaced
 * @handle:	the reservations
 *
 * Used by this CPU's contexts only, the innermost on top.
 */
struct ring_pending {
	struct ring_handle	*top, *end;
	u32			nests;
	u32			nest[RING_PENDING];
	struct ring_handle	handle[RING_PENDING];
};

/**
 * struct ring_cpu - one CPU's buffer
 *
 * @pos:	where the next record goes		} one 16-byte word, moved by
 * @ts:		time of the last one reserved		} this CPU's contexts
 * @cache:	pages of the sub-buffers at @pos and before or after
 * @committed:	up to here, readers may look
 * @nest:	recursion guard: context of the innermost writer, plus 1, and
 *		RING_NEST_* flags; 0 if no writer is inside
 * @off:	recording is off if not 0: a count, and RING_OFF_*
 *
 * @wake:	somebody waits for any record
 * @wake_full:	somebody waits for this many full sub-buffers
 * @limit:	words in a sub-buffer; 0 sends every record the slow way
 * @words:	words in a sub-buffer
 * @buffer:	whose CPU this is
 * @set:	its memory
 * @head_seq:	sub-buffer that @committed is in, or almost: the whole number
 * @base:	what was written before that sub-buffer, and before the one in
 *		front of or behind it; see account()
 * @dropped:	refused, ring full of unread records
 * @commit_overrun: refused, ring full of uncommitted records, or too contended
 *
 * @cpu:	which CPU it is
 * @lock:	excludes readers from each other, and what changes @set
 * @reader:	under @lock
 * @base_dropped: @dropped at the last reset, under @lock
 * @base_commit_overrun: likewise
 * @mapped:	user-space mappings, under @lock and the buffer's mutex
 * @meta:	their meta page
 * @work:	wakes those who wait for this CPU, from any context
 * @pending:	see there
 *
 * The first cache line is the writer's; it, the second and the data are all a
 * record touches.
 */
struct ring_cpu {
	u64			pos __aligned(64);
	u64			ts;
	struct ring_cache	cache[2];
	u64			committed;
	u32			nest;
	atomic_t		off;

	u32			wake;
	u32			wake_full;
	u32			limit;
	u32			words;
	struct trace_buffer	*buffer;
	struct ring_set		set;
	u64			head_seq;
	struct ring_base	base[2];
	local_t			dropped;
	local_t			commit_overrun;

	raw_spinlock_t		lock ____cacheline_aligned;
	int			cpu;
	struct ring_reader	reader;
	unsigned long		base_dropped;
	unsigned long		base_commit_overrun;
	unsigned int		mapped;
	struct trace_buffer_meta *meta;

	struct irq_work		work;
	struct ring_pending	pending;
};

/* In ring_cpu::nest, beside the level: */
#define RING_NEST_TRANSITION	BIT(30)	/* one recursion was let through */
#define RING_NEST_UNGUARDED	BIT(31)	/* a writer with a guard of its own */
#define RING_NEST_FLAGS		(RING_NEST_TRANSITION | RING_NEST_UNGUARDED)

/* In ring_handle::nest, above what is of ring_cpu::nest: @back_ts is filled in. */
#define RING_HANDLE_BACK	BIT_ULL(32)

/* In ring_cpu::off and trace_buffer::off, above the count: */
#define RING_OFF_SWITCH		BIT(30)	/* turned off, not counted */
#define RING_OFF_HELD		BIT(29)	/* its shape is being changed, drops are counted */

/* In trace_buffer::off, and not off: the clock is not the local one. */
#define RING_OTHER_CLOCK	0x10000000U

/* Exchanges a writer tries before it gives up (R5). */
#define RING_TRIES		1000

/**
 * struct ring_waiters - those who wait for records
 * @all:	of any CPU
 * @cpu:	of one
 *
 * Not in the buffer or a CPU of it: those may change places, and go, while somebody
 * who polls still stands in line.
 */
struct ring_waiters {
	wait_queue_head_t	all;
	wait_queue_head_t	cpu[];
};

/**
 * struct trace_buffer - a buffer
 * @off:	recording is off if not 0: a count, and RING_OFF_SWITCH; beside it,
 *		RING_OTHER_CLOCK
 * @overwrite:	when full, overwrite the oldest
 * @abs:	every record has an absolute time stamp
 * @clock:	its clock; not called if it is the local one, see RING_OTHER_CLOCK
 * @mutex:	serialises changes of the shape; see ring.h
 * @key:	lock class of its CPUs' locks
 * @order:	of its sub-buffers, under @mutex
 * @size:	bytes a CPU asked for, for CPUs that come later, under @mutex
 * @node:	for CPU hotplug
 * @range:	persistent memory it lives in, or NULL
 * @waiters:	those who wait for it, perhaps shared with other buffers
 * @own_waiters: they are not, and go with it
 * @wakes:	times ring_buffer_wake_waiters() was called
 * @recheck:	looks whether a waiter missed something
 * @recheck_again: it is to look once more, see look_again_later()
 * @cpu:	NULL where a CPU has none
 */
struct trace_buffer {
	atomic_t		off;
	bool			overwrite;
	bool			abs;
	u64			(*clock)(void);

	struct mutex		mutex;
	struct lock_class_key	*key;
	unsigned int		order;
	unsigned long		size;
	struct hlist_node	node;
	struct ring_range	*range;
	struct ring_waiters	*waiters;
	bool			own_waiters;
	unsigned int		wakes;
	struct timer_list	recheck;
	bool			recheck_again;
	struct ring_cpu		*cpu[];
};

/* Where the explorer of tools/testing/ring may let something else run. */
#ifndef ring_point
#define ring_point()	do { } while (0)
#endif

static __always_inline u64 ring_clock(const struct trace_buffer *b)
{
	typeof(b->clock) clock = READ_ONCE(b->clock);

	if (unlikely(atomic_read(&b->off) & RING_OTHER_CLOCK))
		return clock();
	/* Preemption is off, and that is all that the local clock adds to this one. */
	return sched_clock_noinstr();
}

/* Is recording off in the whole buffer? */
static inline bool ring_is_off(const struct trace_buffer *b)
{
	return (u32)atomic_read(&b->off) & ~RING_OTHER_CLOCK;
}

static inline u64 *ring_set_slot(const struct ring_set *set, u64 seq)
{
	return &set->slot[seq % set->nr_slots];
}

static inline struct ring_page *ring_set_page(const struct ring_set *set, u64 slot)
{
	return &set->page[ring_slot_page(slot)];
}

static inline u32 ring_subbuf_words(u32 order)
{
	return ((PAGE_SIZE << order) - RING_SUBBUF_HEADER) / 4;
}

/* The buffer of @cpu, or NULL if it has none. */
static inline struct ring_cpu *ring_cpu_of(struct trace_buffer *b, int cpu)
{
	return (unsigned int)cpu < nr_cpu_ids ? READ_ONCE(b->cpu[cpu]) : NULL;
}

/* write.c */
void ring_close(struct ring_cpu *cpu);

/* read.c */
bool ring_refill(struct ring_cpu *cpu);
bool ring_find(struct ring_cpu *cpu);
void ring_step(struct ring_cpu *cpu);
void ring_fill_whole(struct ring_cpu *cpu);
void ring_skip_page(struct ring_cpu *cpu);
u32 ring_take_page(struct ring_cpu *cpu, struct ring_subbuf **subbuf);
void ring_drain(struct ring_cpu *cpu);
void ring_count(struct ring_cpu *cpu, struct ring_stats *st);
void ring_head(struct ring_cpu *cpu, struct ring_head *head);
int ring_copy(struct ring_cpu *cpu, u64 seq, struct ring_subbuf *to, u32 from, u32 end,
	      struct ring_base *first);

/* See to it that the reader's page has something to read: see ring_refill(). */
static inline bool ring_fill(struct ring_cpu *cpu)
{
	return cpu->reader.walk.off < cpu->reader.walk.end || ring_refill(cpu);
}

/* life.c */
void ring_cpu_free(struct ring_cpu *c);
void ring_cpu_start(struct ring_cpu *c, struct trace_buffer *b, int cpu);
size_t ring_set_bytes(u32 nr_slots);
struct ring_subbuf *ring_subbuf_alloc(int node, unsigned int order);
void ring_subbuf_free(struct ring_subbuf *subbuf, unsigned int order);
int ring_change(struct ring_cpu *cpu, void (*change)(struct ring_cpu *cpu, void *arg), void *arg);

/* shape.c */
void ring_cpu_init(struct ring_cpu *cpu, struct trace_buffer *b, int nr, u64 seq);
bool ring_hold(struct ring_cpu *cpu);
void ring_release(struct ring_cpu *cpu);
void ring_set_replace(struct ring_cpu *cpu, struct ring_set *new);
void ring_set_abs(struct ring_cpu *cpu, bool abs);

/* wait.c */
void ring_wake(struct ring_cpu *cpu);
void ring_wake_full(struct ring_cpu *cpu);
void ring_wake_work(struct irq_work *work);
void ring_wait_timer(struct timer_list *timer);

#endif /* _KERNEL_TRACE_RING_INTERNAL_H */
