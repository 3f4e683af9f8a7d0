/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The write path of the ring buffer, for inlining: what every record runs
 * through. All that is not every record's is in write.c.
 *
 * Only contexts of one CPU meet here, and they nest: an inner one runs to its
 * end before the outer goes on. So a plain store is atomic, program order is
 * the order others on this CPU see, and the exchange needs no LOCK prefix.
 *
 * Reserving moves {pos, ts} in one exchange. It fails if a nested writer came
 * between reading the two and exchanging them; so the time stamp a record
 * gets is not before the one in front of it, and not after the one behind it,
 * and its delta is exact (R2).
 *
 * Committing: the records from the committed position to @pos are those of
 * nested writers. A writer whose record starts at the committed position is
 * the outermost of those; it, and it alone, moves the committed position
 * (R1). See ring_publish().
 */
#ifndef _KERNEL_TRACE_RING_FAST_H
#define _KERNEL_TRACE_RING_FAST_H

#include <linux/smp.h>

#include "internal.h"

/*
 * Exchange a 16-byte word of this CPU, whole towards its other contexts. Not
 * arch_try_cmpxchg128_local(): a u128 makes the compiler align its stack.
 */
static __always_inline bool ring_exchange_word(void *word, u64 lo, u64 hi, u64 new_lo, u64 new_hi)
{
	bool done;

	asm volatile("cmpxchg16b %[word]"
		     : "=@cce" (done), [word] "+m" (*(struct ring_word *)word),
		       "+a" (lo), "+d" (hi)
		     : "b" (new_lo), "c" (new_hi)
		     : "memory");
	return done;
}

static __always_inline bool ring_exchange(struct ring_cpu *cpu, u64 pos, u64 ts, u64 new_pos,
					  u64 new_ts)
{
	ring_point();
	return ring_exchange_word(&cpu->pos, pos, ts, new_pos, new_ts);
}

/* The page that the writer noted for the sub-buffer of @pos. */
static __always_inline struct ring_subbuf *ring_cached(struct ring_cpu *cpu, u64 pos)
{
	/* cache[sequence & 1], in as few instructions as there can be. */
	unsigned long entry = (pos >> (RING_POS_SEQ_SHIFT - 4)) & sizeof(cpu->cache[0]);

	BUILD_BUG_ON(sizeof(cpu->cache[0]) != 16);
	/* Between a barrier and an exchange: it is read once. */
	ring_point();
	return *(struct ring_subbuf **)((void *)&cpu->cache[0].subbuf + entry);
}

/*
 * Single looks at words that others may change, in one instruction each, which
 * the compiler does not make of volatile accesses.
 */
static __always_inline bool ring_is(const u64 *word, u64 value)
{
	bool is;

	ring_point();
	asm volatile("cmpq %[value], %[word]"
		     : "=@cce" (is) : [word] "m" (*word), [value] "er" (value) : "memory");
	return is;
}

static __always_inline bool ring_below(const u32 *word, u32 value)
{
	bool below;

	ring_point();
	asm volatile("cmpl %[value], %[word]"
		     : "=@ccb" (below) : [word] "m" (*word), [value] "er" (value) : "memory");
	return below;
}

static __always_inline bool ring_is_off(const struct trace_buffer *b, const struct ring_cpu *cpu)
{
	int off = atomic_read(&b->off);
	bool is;

	ring_point();
	asm volatile("orl %[cpu], %[off]"
		     : "=@ccnz" (is), [off] "+r" (off) : [cpu] "m" (cpu->off) : "memory");
	return is;
}

void *ring_reserve_slow(struct ring_cpu *cpu, struct ring_handle *h, u64 words, u64 pos, u64 ts,
			u64 now);
void ring_commit_slow(struct ring_handle *h);
bool ring_enter_slow(struct ring_cpu *cpu, u32 level);
void ring_refuse(struct trace_buffer *b, struct ring_cpu *cpu);

/*
 * The recursion guard. A context is known by its part of the preempt count,
 * which grows from task to softirq to irq to NMI; only a deeper one than that
 * of the writer inside may enter at once.
 */
static __always_inline bool ring_enter(struct ring_cpu *cpu, struct ring_handle *h)
{
	u32 level = (preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)) + 1;
	u32 was = READ_ONCE(cpu->nest);

	h->nest = was;
	if (likely(level > was)) {
		WRITE_ONCE(cpu->nest, level);
		return true;
	}
	return ring_enter_slow(cpu, level);
}

static __always_inline void ring_leave(struct ring_cpu *cpu, u32 nest)
{
	barrier();
	WRITE_ONCE(cpu->nest, nest);
}

/*
 * Reserve @len bytes; the writer is inside: ring_cpu::nest is not 0. Returns
 * whether *@payload is there: of a pointer it would be looked at twice.
 */
static __always_inline bool ring_reserve_inside(struct trace_buffer *b, struct ring_cpu *cpu,
						struct ring_handle *h, unsigned long len,
						void **payload)
{
	struct ring_buffer_event *event;
	struct ring_subbuf *subbuf;
	u64 pos, ts, now, delta, words;
	u32 at;

	barrier();
	if (unlikely(ring_is_off(b, cpu))) {
		ring_refuse(b, cpu);
		return false;
	}

	/*
	 * The clock first, so that nothing has to be kept over the call. A nested
	 * writer that comes behind it has a later time; that is the slow way.
	 */
	now = likely(ring_is((const u64 *)&b->clock, 0)) ? sched_clock_noinstr() : ring_clock(b);
	pos = READ_ONCE(cpu->pos);
	/* If it is not the time that belongs to @pos the exchange fails. */
	ts = READ_ONCE(cpu->ts);
	delta = now - ts;
	words = (len + 3) / 4;
	at = ring_pos_words(pos);
	/*
	 * The page belongs to @pos if the exchange finds @pos unchanged:
	 * ring_cache_set() does not touch the entry while @pos is there.
	 */
	subbuf = ring_cached(cpu, pos);
	event = (void *)(subbuf->data + at * 4);

	/*
	 * The slow way: no time since the last record, too much of it, or less
	 * than none; an empty or a long record; one that does not fit; a nested
	 * writer was faster.
	 */
	if (unlikely(delta - 1 >= RING_DELTA_MASK || words - 1 >= RING_SHORT_WORDS ||
		     ring_below(&cpu->limit, at + words + 1) ||
		     !ring_exchange(cpu, pos, ts, pos + RING_POS_RECORD + words + 1, now))) {
		/* In a copy: so that the handle of an inline caller is in registers. */
		struct ring_handle slow = *h;

		*payload = ring_reserve_slow(cpu, &slow, words, pos, ts, now);
		*h = slow;
		return *payload;
	}

	*(u32 *)event = ring_header(words, delta);
	h->cpu = cpu;
	h->event = event;
	h->ts = now;
	h->start = pos;
	*payload = &event->array[0];
	return true;
}

/* What a reservation that went the fast way has not noted, its record tells. */
static __always_inline void ring_handle_fill(struct ring_handle *h)
{
	if (h->nest & RING_HANDLE_FULL)
		return;
	h->nest |= RING_HANDLE_FULL;
	h->end = h->start + RING_POS_RECORD + h->event->type_len + 1;
	h->back_ts = h->ts - h->event->time_delta;
}

/* __ring_reserve(), inline: the caller cannot be preempted and guards itself. */
static __always_inline void *ring_reserve_here(struct trace_buffer *b, struct ring_handle *h,
					       unsigned int len)
{
	struct ring_cpu *cpu = b->cpu[raw_smp_processor_id()];
	void *payload;

	if (unlikely(!cpu))
		return NULL;
	h->nest = READ_ONCE(cpu->nest);
	WRITE_ONCE(cpu->nest, h->nest | RING_NEST_UNGUARDED);
	if (likely(ring_reserve_inside(b, cpu, h, len, &payload)))
		return payload;
	ring_leave(cpu, h->nest);
	return NULL;
}

/* ring_reserve(), inline. Returns whether *@payload is there. */
static __always_inline bool ring_reserve_guarded(struct trace_buffer *b, struct ring_handle *h,
						 unsigned int len, void **payload)
{
	struct ring_cpu *cpu;

	preempt_disable_notrace();
	cpu = b->cpu[raw_smp_processor_id()];
	if (unlikely(!cpu || !ring_enter(cpu, h)))
		goto out;
	if (likely(ring_reserve_inside(b, cpu, h, len, payload)))
		return true;
	ring_leave(cpu, h->nest);
out:
	preempt_enable_notrace();
	return false;
}

/*
 * Move the committed position over the record of @h, and those nested in it,
 * if all before it are committed. Returns false if that takes more than is
 * done here.
 *
 * A nested writer that starts where this one publishes sees the committed
 * position at its own start, and publishes itself. One that came in before
 * the store saw an older committed position, and left it to this one; the
 * second look at @pos finds it.
 */
static __always_inline bool ring_publish(struct ring_cpu *cpu, u64 start)
{
	u64 pos;

	if (!ring_is(&cpu->committed, start))
		return true;

	pos = READ_ONCE(cpu->pos);
	if (unlikely(!ring_pos_same_seq(pos, start)))
		return false;
	/* publish:A pairs with committed:A in read.c: records before position. */
	smp_store_release(&cpu->committed, pos);
	barrier();
	return likely(ring_is(&cpu->pos, pos));
}

/*
 * Commit, and leave. Returns false, having done neither for sure, if there is
 * more to publish or somebody to wake: ring_commit_slow() does what is left.
 * So the caller has nothing to keep over a call.
 */
static __always_inline bool ring_commit_fast(struct ring_cpu *cpu, struct ring_handle *h)
{
	barrier();
	if (unlikely(!ring_publish(cpu, h->start) || !ring_below(&cpu->wake, 1)))
		return false;
	ring_leave(cpu, h->nest);
	return true;
}

static __always_inline void ring_commit_inside(struct ring_handle *h)
{
	if (unlikely(!ring_commit_fast(h->cpu, h))) {
		struct ring_handle slow = *h;

		ring_commit_slow(&slow);
	}
}

#endif /* _KERNEL_TRACE_RING_FAST_H */
