/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ring buffer's interface: per-CPU, lockless for writers in any context.
 * Documentation/trace/ring-buffer-design.rst says how it works.
 */
#ifndef _LINUX_RING_BUFFER_H
#define _LINUX_RING_BUFFER_H

#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/seq_file.h>

#include <uapi/linux/trace_mmap.h>

struct trace_buffer;
struct ring_buffer_iter;
struct buffer_data_read_page;
struct trace_seq;

/*
 * A record in a sub-buffer. Its header word stands for itself; use the
 * functions below for length, data and time.
 */
struct ring_buffer_event {
	u32			type_len:5, time_delta:27;
	u32			array[];
};

/**
 * enum ring_buffer_type - what type_len says
 * @RINGBUF_TYPE_DATA_TYPE_LEN_MAX: up to this, a record with as many words of
 *	data; or, if 0, with array[0] bytes behind the header, that word counted
 * @RINGBUF_TYPE_PADDING: nothing: array[0] bytes behind the header, or, if
 *	time_delta is 0, the rest of the sub-buffer
 * @RINGBUF_TYPE_TIME_EXTEND: time goes on by array[0] << 27 and time_delta
 * @RINGBUF_TYPE_TIME_STAMP: the time is that, but for bits 59 and up
 */
enum ring_buffer_type {
	RINGBUF_TYPE_DATA_TYPE_LEN_MAX = 28,
	RINGBUF_TYPE_PADDING,
	RINGBUF_TYPE_TIME_EXTEND,
	RINGBUF_TYPE_TIME_STAMP,
};

enum ring_buffer_flags {
	RB_FL_OVERWRITE		= 1 << 0,
};

#define RING_BUFFER_ALL_CPUS	-1

/* Records. */
unsigned int ring_buffer_event_length(struct ring_buffer_event *e);
void *ring_buffer_event_data(struct ring_buffer_event *e);
u64 ring_buffer_event_time_stamp(struct trace_buffer *b, struct ring_buffer_event *e);

/* Life. */
struct trace_buffer *__ring_buffer_alloc(unsigned long size, unsigned int flags,
					 struct lock_class_key *key);
struct trace_buffer *__ring_buffer_alloc_range(unsigned long size, unsigned int flags, int order,
					       unsigned long start, unsigned long range_size,
					       struct lock_class_key *key);

/* Each place that makes a buffer has a lock class of its own. */
#define ring_buffer_alloc(size, flags)						\
({										\
	static struct lock_class_key __ring_key;				\
										\
	__ring_buffer_alloc(size, flags, &__ring_key);				\
})

#define ring_buffer_alloc_range(size, flags, order, start, range_size)		\
({										\
	static struct lock_class_key __ring_key;				\
										\
	__ring_buffer_alloc_range(size, flags, order, start, range_size, &__ring_key); \
})

void ring_buffer_free(struct trace_buffer *b);
bool ring_buffer_last_boot_delta(struct trace_buffer *b, long *text, long *data);
int ring_buffer_resize(struct trace_buffer *b, unsigned long size, int cpu);
void ring_buffer_change_overwrite(struct trace_buffer *b, int val);
unsigned long ring_buffer_size(struct trace_buffer *b, int cpu);
unsigned long ring_buffer_max_event_size(struct trace_buffer *b);
void ring_buffer_reset_cpu(struct trace_buffer *b, int cpu);
void ring_buffer_reset_online_cpus(struct trace_buffer *b);
void ring_buffer_reset(struct trace_buffer *b);
int ring_buffer_subbuf_order_get(struct trace_buffer *b);
int ring_buffer_subbuf_order_set(struct trace_buffer *b, int order);
int ring_buffer_subbuf_size_get(struct trace_buffer *b);

#ifdef CONFIG_RING_BUFFER_ALLOW_SWAP
int ring_buffer_swap_cpu(struct trace_buffer *one, struct trace_buffer *other, int cpu);
#else
static inline int ring_buffer_swap_cpu(struct trace_buffer *one,
				       struct trace_buffer *other, int cpu)
{
	return -ENODEV;
}
#endif

#ifdef CONFIG_RING_BUFFER
int trace_rb_cpu_prepare(unsigned int cpu, struct hlist_node *node);
#else
#define trace_rb_cpu_prepare	NULL
#endif

/* Writing. */
struct ring_buffer_event *ring_buffer_lock_reserve(struct trace_buffer *b,
						   unsigned long length);
int ring_buffer_unlock_commit(struct trace_buffer *b);
void ring_buffer_discard_commit(struct trace_buffer *b, struct ring_buffer_event *e);
int ring_buffer_write(struct trace_buffer *b, unsigned long length, void *data);
void ring_buffer_nest_start(struct trace_buffer *b);
void ring_buffer_nest_end(struct trace_buffer *b);

void ring_buffer_record_disable(struct trace_buffer *b);
void ring_buffer_record_enable(struct trace_buffer *b);
void ring_buffer_record_off(struct trace_buffer *b);
void ring_buffer_record_on(struct trace_buffer *b);
bool ring_buffer_record_is_on(struct trace_buffer *b);
bool ring_buffer_record_is_set_on(struct trace_buffer *b);
void ring_buffer_record_disable_cpu(struct trace_buffer *b, int cpu);
void ring_buffer_record_enable_cpu(struct trace_buffer *b, int cpu);

/* Reading: consuming, iterating, a page at a time. */
struct ring_buffer_event *ring_buffer_peek(struct trace_buffer *b, int cpu, u64 *ts,
					   unsigned long *lost);
struct ring_buffer_event *ring_buffer_consume(struct trace_buffer *b, int cpu, u64 *ts,
					      unsigned long *lost);

struct ring_buffer_iter *ring_buffer_read_start(struct trace_buffer *b, int cpu,
						gfp_t flags);
void ring_buffer_read_finish(struct ring_buffer_iter *it);
struct ring_buffer_event *ring_buffer_iter_peek(struct ring_buffer_iter *it, u64 *ts);
void ring_buffer_iter_advance(struct ring_buffer_iter *it);
void ring_buffer_iter_reset(struct ring_buffer_iter *it);
int ring_buffer_iter_empty(struct ring_buffer_iter *it);
bool ring_buffer_iter_dropped(struct ring_buffer_iter *it);

int ring_buffer_alloc_read_page(struct trace_buffer *b, int cpu,
				struct buffer_data_read_page **rpage);
void ring_buffer_free_read_page(struct trace_buffer *b, int cpu,
				struct buffer_data_read_page *page);
int ring_buffer_read_page(struct trace_buffer *b, struct buffer_data_read_page *data_page,
			  size_t len, int cpu, int full);
void *ring_buffer_read_page_data(struct buffer_data_read_page *page);
unsigned int ring_buffer_read_page_size(struct buffer_data_read_page *rpage);
int ring_buffer_print_entry_header(struct trace_seq *s);
int ring_buffer_print_page_header(struct trace_buffer *b, struct trace_seq *s);

bool ring_buffer_empty(struct trace_buffer *b);
bool ring_buffer_empty_cpu(struct trace_buffer *b, int cpu);

typedef bool (*ring_buffer_cond_fn)(void *data);
int ring_buffer_wait(struct trace_buffer *b, int cpu, int full, ring_buffer_cond_fn cond,
		     void *data);
__poll_t ring_buffer_poll_wait(struct trace_buffer *b, int cpu, struct file *filp,
			       poll_table *poll_table, int full);
void ring_buffer_wake_waiters(struct trace_buffer *b, int cpu);

/* Mapping to user space. */
int ring_buffer_map(struct trace_buffer *b, int cpu, struct vm_area_struct *vma);
void ring_buffer_map_dup(struct trace_buffer *b, int cpu);
int ring_buffer_unmap(struct trace_buffer *b, int cpu);
int ring_buffer_map_get_reader(struct trace_buffer *b, int cpu);

/* Counts. */
u64 ring_buffer_oldest_event_ts(struct trace_buffer *b, int cpu);
unsigned long ring_buffer_bytes_cpu(struct trace_buffer *b, int cpu);
unsigned long ring_buffer_entries(struct trace_buffer *b);
unsigned long ring_buffer_overruns(struct trace_buffer *b);
unsigned long ring_buffer_entries_cpu(struct trace_buffer *b, int cpu);
unsigned long ring_buffer_overrun_cpu(struct trace_buffer *b, int cpu);
unsigned long ring_buffer_commit_overrun_cpu(struct trace_buffer *b, int cpu);
unsigned long ring_buffer_dropped_events_cpu(struct trace_buffer *b, int cpu);
unsigned long ring_buffer_read_events_cpu(struct trace_buffer *b, int cpu);
size_t ring_buffer_nr_dirty_pages(struct trace_buffer *b, int cpu);

/* Time. */
u64 ring_buffer_time_stamp(struct trace_buffer *b);
void ring_buffer_normalize_time_stamp(struct trace_buffer *b, int cpu, u64 *ts);
void ring_buffer_set_clock(struct trace_buffer *b, u64 (*clock)(void));
void ring_buffer_set_time_stamp_abs(struct trace_buffer *b, bool abs);
bool ring_buffer_time_stamp_abs(struct trace_buffer *b);

#endif /* _LINUX_RING_BUFFER_H */
