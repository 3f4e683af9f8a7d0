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
 * Exchange a 16-byte word of this CPU, whole towards its other contexts. If it
 * was not @lo and @hi these two get what it was. Not try_cmpxchg128_local(): a
 * u128 makes the compiler align its stack.
 */
static __always_inline bool ring_exchange_word(void *word, u64 *lo, u64 *hi, u64 new_lo,
					       u64 new_hi)
{
	bool done;

	asm volatile("cmpxchg16b %[word]"
		     : "=@cce" (done), [word] "+m" (*(struct ring_word *)word),
		       "+a" (*lo), "+d" (*hi)
		     : "b" (new_lo), "c" (new_hi)
		     : "memory");
	return done;
}

static __always_inline bool ring_try_exchange(struct ring_cpu *cpu, u64 *pos, u64 *ts,
					      u64 new_pos, u64 new_ts)
{
	ring_point();
	return ring_exchange_word(&cpu->pos, pos, ts, new_pos, new_ts);
}

static __always_inline bool ring_exchange(struct ring_cpu *cpu, u64 pos, u64 ts, u64 new_pos,
					  u64 new_ts)
{
	return ring_try_exchange(cpu, &pos, &ts, new_pos, new_ts);
}

/*
 * The page that the writer noted for the sub-buffer of @pos: that of
 * cache[sequence & 1], in as few instructions as there can be.
 */
static __always_inline struct ring_subbuf *ring_cached(struct ring_cpu *cpu, u64 pos)
{
	struct ring_subbuf *subbuf = READ_ONCE(cpu->cache[0].subbuf);

	asm volatile("btq %[odd], %[pos]\n\t"
		     "cmovcq %[other], %[subbuf]"
		     : [subbuf] "+r" (subbuf)
		     : [other] "m" (cpu->cache[1].subbuf), [pos] "r" (pos),
		       [odd] "i" (RING_POS_SEQ_SHIFT)
		     : "cc");
	return subbuf;
}

/*
 * This CPU's buffer. Each CPU that runs has one: trace_rb_cpu_prepare().
 *
 * Until the writer is inside an interrupt may exchange it for that of another
 * buffer, see ring_buffer_swap_cpu(). A record then goes where those written
 * before the exchange went; its handle knows where. Only who looks for the CPU
 * a second time must see to it that it is the same.
 */
static __always_inline struct ring_cpu *ring_here(const struct trace_buffer *b)
{
	return b->cpu[raw_smp_processor_id()];
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

/* Is there something in trace_buffer::off or ring_cpu::off? *@off is both. */
static __always_inline bool ring_any_off(const struct trace_buffer *b, const struct ring_cpu *cpu,
					 u32 *off)
{
	bool is;

	*off = atomic_read(&b->off);
	ring_point();
	asm volatile("orl %[cpu], %[off]"
		     : "=@ccnz" (is), [off] "+r" (*off) : [cpu] "m" (cpu->off) : "memory");
	return is;
}

void *ring_reserve_slow(struct ring_cpu *cpu, struct ring_handle *h, u64 words, u64 now);
void ring_commit_slow(struct ring_handle *h);
bool ring_enter_slow(struct ring_cpu *cpu, u32 level);
void ring_refuse(struct ring_cpu *cpu);

/*
 * The recursion guard. A context is known by its part of the preempt count,
 * which grows from task to softirq to irq to NMI; only a deeper one than that
 * of the writer inside may enter at once. *@b is the CPU's buffer.
 */
static __always_inline bool ring_enter(struct trace_buffer **b, struct ring_cpu *cpu,
				       struct ring_handle *h)
{
	u32 level = (preempt_count() & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)) + 1;
	u32 was = READ_ONCE(cpu->nest);

	h->nest = was;
	if (likely(level > was)) {
		WRITE_ONCE(cpu->nest, level);
		return true;
	}
	if (!ring_enter_slow(cpu, level))
		return false;
	/* So that nothing is kept over this call in the fast way. */
	*b = READ_ONCE(cpu->buffer);
	return true;
}

static __always_inline void ring_leave(struct ring_cpu *cpu, u32 nest)
{
	barrier();
	WRITE_ONCE(cpu->nest, nest);
}

/*
 * Where the handle of an inline caller is. In registers: the slow way gets a
 * copy, or its address would be known. In memory: it gets the handle.
 */
enum ring_handle_place { RING_IN_REGISTERS, RING_IN_MEMORY };

/*
 * Reserve @len bytes; the writer is inside: ring_cpu::nest is not 0. Returns
 * whether *@payload is there: of a pointer it would be looked at twice.
 */
static __always_inline bool ring_reserve_inside(struct trace_buffer *b, struct ring_cpu *cpu,
						struct ring_handle *h, unsigned long len,
						void **payload, enum ring_handle_place place)
{
	u64 pos, ts, now, delta, at, end, words;
	struct ring_buffer_event *event;
	u32 off;

	barrier();
	/*
	 * The clock first, so that nothing has to be kept over the call. A nested
	 * writer that comes behind it has a later time; that is the slow way.
	 */
	if (unlikely(ring_any_off(b, cpu, &off))) {
		typeof(b->clock) clock = READ_ONCE(b->clock);

		if (off & ~RING_OTHER_CLOCK) {
			ring_refuse(cpu);
			return false;
		}
		now = clock();
	} else {
		now = sched_clock_noinstr();
	}
	pos = READ_ONCE(cpu->pos);
	/* If it is not the time that belongs to @pos the exchange fails. */
	ts = READ_ONCE(cpu->ts);
	/* Words of payload, less one; of no payload, more than there can be. */
	words = (len - 1) / 4;
	/* The compiler would have this, and what it is made of, over the call. */
	if (!__builtin_constant_p(len))
		asm volatile("" : "+r" (words));
	delta = now - ts;
	at = ring_pos_words(pos);
	/*
	 * The page belongs to @pos if the exchange finds @pos unchanged:
	 * ring_cache_set() does not touch the entry while @pos is there.
	 */
	event = (void *)(ring_cached(cpu, pos)->data + at * 4);
	end = pos + RING_POS_RECORD + words + 2;

	/*
	 * The slow way: no time since the last record, too much of it, or less
	 * than none; an empty or a long record; one that does not fit; a nested
	 * writer was faster.
	 */
	if (unlikely(delta - 1 >= RING_DELTA_MASK || words >= RING_SHORT_WORDS ||
		     ring_below(&cpu->limit, at + words + 2) ||
		     !ring_try_exchange(cpu, &pos, &ts, end, now))) {
		if (place == RING_IN_MEMORY) {
			*payload = ring_reserve_slow(cpu, h, words + 1, now);
		} else {
			struct ring_handle slow = *h;

			*payload = ring_reserve_slow(cpu, &slow, words + 1, now);
			*h = slow;
		}
		return *payload;
	}

	/* A sum, for the compiler's sake: it is one instruction. */
	*(u32 *)event = ring_header(0, delta) + words + 1;
	h->cpu = cpu;
	h->event = event;
	h->ts = now;
	h->start = pos;
	h->end = end;
	*payload = &event->array[0];
	return true;
}

/* The time before the record: where the fast way has not noted it, the record tells. */
static __always_inline u64 ring_back_ts(const struct ring_handle *h)
{
	return h->nest & RING_HANDLE_BACK ? h->back_ts : h->ts - h->event->time_delta;
}

/* __ring_reserve(), inline: the caller cannot be preempted and guards itself. */
static __always_inline void *ring_reserve_here(struct trace_buffer *b, struct ring_handle *h,
					       unsigned int len)
{
	struct ring_cpu *cpu = ring_here(b);
	void *payload;

	h->nest = READ_ONCE(cpu->nest);
	WRITE_ONCE(cpu->nest, h->nest | RING_NEST_UNGUARDED);
	if (likely(ring_reserve_inside(b, cpu, h, len, &payload, RING_IN_MEMORY)))
		return payload;
	ring_leave(cpu, h->nest);
	return NULL;
}

/* ring_reserve(), inline. Returns whether *@payload is there. */
static __always_inline bool ring_reserve_guarded(struct trace_buffer *b, struct ring_handle *h,
						 unsigned long len, void **payload,
						 enum ring_handle_place place)
{
	struct ring_cpu *cpu;

	preempt_disable_notrace();
	cpu = ring_here(b);
	if (likely(ring_enter(&b, cpu, h))) {
		if (likely(ring_reserve_inside(b, cpu, h, len, payload, place)))
			return true;
		ring_leave(cpu, h->nest);
	}
	preempt_enable_notrace();
	return false;
}

/*
 * Move the committed position over the record of @h, and those nested in it,
 * if all before it are committed. Returns false if that takes more than is
 * done here: there are some nested in it, or have been.
 *
 * A nested writer that starts where this one publishes sees the committed
 * position at its own start, and publishes itself. One that came in before
 * the store saw an older committed position, and left it to this one; the
 * look at @pos finds it.
 */
static __always_inline bool ring_publish(struct ring_cpu *cpu, const struct ring_handle *h)
{
	u64 end = h->end;

	if (!ring_is(&cpu->committed, h->start))
		return true;

	/* publish:A pairs with committed:A in read.c: records before position. */
	smp_store_release(&cpu->committed, end);
	barrier();
	return likely(ring_is(&cpu->pos, end));
}

/*
 * Commit, and leave. Returns false, having done neither for sure, if there is
 * more to publish or somebody to wake: ring_commit_slow() does what is left.
 * So the caller has nothing to keep over a call.
 */
static __always_inline bool ring_commit_fast(struct ring_cpu *cpu, struct ring_handle *h)
{
	barrier();
	if (unlikely(!ring_publish(cpu, h) || !ring_below(&cpu->wake, 1)))
		return false;
	ring_leave(cpu, h->nest);
	return true;
}

/* Of a handle in memory. */
static __always_inline void ring_commit_inside(struct ring_handle *h)
{
	if (unlikely(!ring_commit_fast(h->cpu, h)))
		ring_commit_slow(h);
}

/* What ring_reserve_guarded() began, the handle being in registers. */
static __always_inline void ring_commit_guarded(struct ring_handle *h)
{
	if (unlikely(!ring_commit_fast(h->cpu, h))) {
		struct ring_handle slow = *h;

		ring_commit_slow(&slow);
	}
	preempt_enable_notrace();
}

#endif /* _KERNEL_TRACE_RING_FAST_H */
