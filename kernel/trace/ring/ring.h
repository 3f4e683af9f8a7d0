/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ring/: the ring buffer, as the other rooms of kernel/trace see it.
 *
 * What it is for: one lockless buffer a CPU, written from any context up to
 * NMI on that CPU, read from anywhere. It knows nothing of tracing: a record
 * is a time stamp and up to a sub-buffer of bytes.
 *
 * What it owns: the memory of the buffer, the time line of each CPU, the
 * counts of what was written, lost and read.
 *
 * Locks: writers take none. Readers of one CPU exclude each other by
 * ring_cpu::lock (raw, irqs off, held for a copy of one sub-buffer at most).
 * What changes the shape of a buffer (size, order, clock, mapping) runs under
 * trace_buffer::mutex, which is taken outside cpus_read_lock().
 *
 * Context, unless a function says otherwise: "any" is task, softirq, irq and
 * NMI; "atomic" is all but NMI; "sleeps" is process context.
 *
 * The public interface, with the names modules use, is linux/ring_buffer.h.
 * This header is for hot paths and for readers that want copies.
 */
#ifndef _KERNEL_TRACE_RING_RING_H
#define _KERNEL_TRACE_RING_RING_H

#include <linux/ring_buffer.h>

struct ring_cpu;
struct ring_waiters;

/**
 * struct ring_handle - a record between its reservation and its commit
 * @cpu:	the CPU's buffer
 * @event:	the record's header word in the buffer
 * @ts:		the time stamp the record has got; callers may read it
 * @start:	position before the reservation, in the same sub-buffer
 * @end:	position after it
 * @nest:	what the recursion guard held before, and RING_HANDLE_BACK
 * @back_ts:	time stamp to return to if the record is taken back, if
 *		RING_HANDLE_BACK
 *
 * Lives on the stack of the writer, better __uninitialized: kernels that clear
 * stacks would clear it for each record. All but @ts is private.
 */
struct ring_handle {
	struct ring_cpu			*cpu;
	struct ring_buffer_event	*event;
	u64				ts;
	u64				start;
	u64				end;
	u64				nest;
	u64				back_ts;
};

/*
 * Writing. Any context. A reservation that succeeded is ended on the same CPU
 * by exactly one of commit and discard; in between the caller may be
 * interrupted, but must not sleep, and must not reserve again in the same
 * context outside of ring_nest_begin() and ring_nest_end() (one such
 * reservation is let through, the next refused).
 */

/**
 * ring_reserve - reserve room for a record of @len bytes
 * @b: the buffer
 * @h: the handle to fill
 * @len: bytes of payload, 1 to ring_buffer_max_event_size()
 *
 * Returns the payload, 4-byte aligned and not cleared, with preemption
 * disabled until commit or discard; or NULL, with preemption as it was: the
 * buffer is off, or full, or @len too long, or the context recursed.
 */
void *ring_reserve(struct trace_buffer *b, struct ring_handle *h, unsigned int len);

/**
 * __ring_reserve - ring_reserve() for a caller that cannot be preempted and
 * has its own guard against recursion
 * @b: the buffer
 * @h: the handle to fill
 * @len: bytes of payload
 *
 * Ended by __ring_commit() or __ring_discard().
 */
void *__ring_reserve(struct trace_buffer *b, struct ring_handle *h, unsigned int len);

/* Make the record visible, as soon as no earlier one is pending. */
void ring_commit(struct ring_handle *h);
void __ring_commit(struct ring_handle *h);

/* Drop the record: taken back if it is still the last, else made padding. */
void ring_discard(struct ring_handle *h);
void __ring_discard(struct ring_handle *h);

/*
 * Give back the end of a reservation: the payload is @len bytes now. Does
 * nothing and returns false if a nested record follows already, or if @len
 * saves nothing.
 */
bool ring_shrink(struct ring_handle *h, unsigned int len);

/*
 * Between these the same context may reserve once more while it holds a
 * reservation (a trigger that writes, a stack trace of an event). Preemption
 * is off in between. The value begin returns goes to end.
 */
u32 ring_nest_begin(struct trace_buffer *b);
void ring_nest_end(struct trace_buffer *b, u32 nest);

/*
 * Reading records, consuming. Atomic context. All readers of a CPU share one
 * position; a record goes to one of them.
 */

/**
 * struct ring_record - a record as a reader gets it
 * @data:	payload
 * @len:	bytes of payload, rounded up to the record's room
 * @cpu:	CPU that wrote it
 * @ts:		time stamp
 * @nr:		number of the record on this CPU
 * @lost:	records lost on this CPU since the one read before
 */
struct ring_record {
	void			*data;
	unsigned int		len;
	int			cpu;
	u64			ts;
	u64			nr;
	unsigned long		lost;
};

/* When the next record was written: 0 and *@ts, or -ENODATA. */
int ring_peek_ts(struct trace_buffer *b, int cpu, u64 *ts);

/*
 * Copy the next record of @cpu into @buf and consume it. 0, -ENODATA, or
 * -ENOSPC with nothing consumed if it has more than @size bytes, rec->len of
 * them. rec->data is @buf.
 */
int ring_consume(struct trace_buffer *b, int cpu, void *buf, unsigned int size,
		 struct ring_record *rec);

/* The same without consuming it. */
int ring_peek(struct trace_buffer *b, int cpu, void *buf, unsigned int size,
	      struct ring_record *rec);

/*
 * Consume the record that ring_peek() gave, if nobody else has done so since.
 * Returns when the one after it was written: 0 and *@ts, or -ENODATA.
 */
int ring_drop(struct trace_buffer *b, const struct ring_record *rec, u64 *ts);

/**
 * struct buffer_data_read_page - a page for ring_buffer_read_page()
 * @order:	of its size
 * @subbuf:	the page
 */
struct buffer_data_read_page {
	unsigned int		order;
	struct ring_subbuf	*subbuf;
};

/*
 * Reading records without consuming, one CPU a cursor. A cursor copies a
 * sub-buffer at a time into memory of its own; neither writer nor consuming
 * readers notice it. It starts at the oldest unread record.
 */
struct ring_cursor;

/* Sleeps if @gfp says so. NULL if out of memory or @cpu has no buffer. */
struct ring_cursor *ring_cursor_open(struct trace_buffer *b, int cpu, gfp_t gfp);
void ring_cursor_close(struct ring_cursor *c);

/*
 * The record under the cursor, or NULL at the end of what is committed now
 * (a later call may find more). rec->data points into the cursor's memory and
 * stays valid until ring_cursor_advance() moves on. The buffer may be resized
 * meanwhile; when its sub-buffers change their size the cursor is at its end.
 */
struct ring_record *ring_cursor_peek(struct ring_cursor *c);
void ring_cursor_advance(struct ring_cursor *c);
/* Back to the oldest unread record. */
void ring_cursor_rewind(struct ring_cursor *c);

/*
 * True if another one is needed to see what @b has of the cursor's CPU now: that was
 * exchanged with another buffer, or sub-buffers have grown.
 */
bool ring_cursor_is_stale(const struct ring_cursor *c, struct trace_buffer *b);

/*
 * For a dump in a crash: a cursor on memory of the caller, of at least
 * RING_CURSOR_SIZE(sub-buffer size). Any context; waits for no lock.
 */
#define RING_CURSOR_SIZE(subbuf)	(256 + (subbuf))
struct ring_cursor *ring_cursor_init(void *mem, size_t size, struct trace_buffer *b, int cpu);

/*
 * Life. Sleeps.
 */

/**
 * struct ring_params - what a buffer is made of
 * @size:	bytes a CPU, rounded up to whole sub-buffers, two at least
 * @order:	pages a sub-buffer, as a power of two
 * @overwrite:	when full, lose the oldest (true) or the newest (false)
 * @clock:	clock; NULL for the local clock
 * @range:	if set, memory that survives a reboot, to keep the buffer in
 * @range_size:	its size; @size is then what fits
 * @waiters:	where to wait for records; NULL: the buffer has its own. Buffers that
 *		change places share one, and so do those that exchange CPUs.
 */
struct ring_params {
	unsigned long		size;
	unsigned int		order;
	bool			overwrite;
	u64			(*clock)(void);
	void			*range;
	unsigned long		range_size;
	struct ring_waiters	*waiters;
};

/* NULL if out of memory; freed by ring_buffer_free(). */
struct trace_buffer *ring_create(const struct ring_params *p, struct lock_class_key *key);

/* NULL if out of memory. Goes after the last buffer that has it, and who waits there. */
struct ring_waiters *ring_waiters_create(void);
void ring_waiters_free(struct ring_waiters *w);
/* Does anybody wait there? Who begins to later sees what was stored before. Any context. */
bool ring_has_waiters(struct ring_waiters *w);

/*
 * Change how much a buffer holds, and @other with it if that is not NULL: CPU i gets
 * @kb[i] KiB, or keeps what it has if that is 0. All of it or nothing: see
 * ring_buffer_resize(), and ring_buffer_subbuf_order_set().
 */
int ring_resize(struct trace_buffer *b, struct trace_buffer *other, const unsigned int *kb);
int ring_set_order(struct trace_buffer *b, struct trace_buffer *other, int order);

/* True once if the buffer on a range holds records of the boot before. */
bool ring_recovered(struct trace_buffer *b);

/**
 * struct ring_stats - counts of one CPU, taken at one moment
 * @entries:	  records that can be read
 * @overrun:	  records overwritten before they were read
 * @commit_overrun: records refused, the ring being full of uncommitted ones, or
 *		  the context having recursed
 * @dropped:	  records refused, the ring being full of unread ones
 * @read:	  records consumed
 * @bytes:	  bytes that can be read
 * @oldest_ts:	  time stamp of the oldest record that can be read
 *
 * entries + overrun + read is what was committed; the refused are extra.
 */
struct ring_stats {
	unsigned long		entries;
	unsigned long		overrun;
	unsigned long		commit_overrun;
	unsigned long		dropped;
	unsigned long		read;
	unsigned long		bytes;
	u64			oldest_ts;
};

/* Any context but NMI. All zero if @cpu has no buffer. */
void ring_stats(struct trace_buffer *b, int cpu, struct ring_stats *st);

/* A number that is another one as soon as any record has been committed. */
u64 ring_written(struct trace_buffer *buffer);

#endif /* _KERNEL_TRACE_RING_RING_H */
