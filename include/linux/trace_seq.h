/* SPDX-License-Identifier: GPL-2.0 */
/*
 * struct trace_seq - the buffer that one record's text is put together in.
 *
 * What does not fit is not written at all: after an overflow the text ends
 * where the last whole item ended, and trace_seq_has_overflowed() says so.
 */
#ifndef _LINUX_TRACE_SEQ_H
#define _LINUX_TRACE_SEQ_H

#include <linux/seq_buf.h>

#include <asm/page.h>

/* The whole structure takes two pages. */
#define TRACE_SEQ_SIZE		8192
#define TRACE_SEQ_BUFFER_SIZE \
	(TRACE_SEQ_SIZE - sizeof(struct seq_buf) - sizeof(size_t) - 2 * sizeof(int))

/**
 * struct trace_seq - a record's text
 * @buffer: the text
 * @seq: fill state of @buffer
 * @readpos: how much of it user space has had
 * @full: something did not fit
 */
struct trace_seq {
	char		buffer[TRACE_SEQ_BUFFER_SIZE];
	struct seq_buf	seq;
	size_t		readpos;
	int		full;
};

static inline void trace_seq_init(struct trace_seq *s)
{
	s->full = 0;
	s->readpos = 0;
	seq_buf_init(&s->seq, s->buffer, sizeof(s->buffer));
}

/* How many bytes the text has. */
static inline int trace_seq_used(struct trace_seq *s)
{
	return seq_buf_used(&s->seq);
}

/* Where the next byte of text will go. */
static inline char *trace_seq_buffer_ptr(struct trace_seq *s)
{
	return &s->buffer[trace_seq_used(s)];
}

static inline bool trace_seq_has_overflowed(struct trace_seq *s)
{
	return s->full || seq_buf_has_overflowed(&s->seq);
}

struct path;
struct seq_file;

#ifdef CONFIG_TRACING

__printf(2, 3) void trace_seq_printf(struct trace_seq *s, const char *fmt, ...);
__printf(2, 0) void trace_seq_vprintf(struct trace_seq *s, const char *fmt, va_list args);
__printf(2, 0) void trace_seq_bprintf(struct trace_seq *s, const char *fmt, const u32 *binary);
void trace_seq_puts(struct trace_seq *s, const char *str);
void trace_seq_putc(struct trace_seq *s, unsigned char c);
void trace_seq_putmem(struct trace_seq *s, const void *mem, unsigned int len);
void trace_seq_putmem_hex(struct trace_seq *s, const void *mem, unsigned int len);
void trace_seq_bitmask(struct trace_seq *s, const unsigned long *maskp, int nmaskbits);
int trace_seq_path(struct trace_seq *s, const struct path *path);
int trace_seq_hex_dump(struct trace_seq *s, const char *prefix_str, int prefix_type,
		       int rowsize, int groupsize, const void *mem, size_t size, bool text);
char *trace_seq_acquire(struct trace_seq *s, unsigned int len);
int trace_print_seq(struct seq_file *m, struct trace_seq *s);

#else /* !CONFIG_TRACING: helpers of event headers may still be compiled */

static inline __printf(2, 3)
void trace_seq_printf(struct trace_seq *s, const char *fmt, ...) { }
static inline void trace_seq_puts(struct trace_seq *s, const char *str) { }
static inline void trace_seq_putc(struct trace_seq *s, unsigned char c) { }
static inline void trace_seq_putmem(struct trace_seq *s, const void *mem, unsigned int len) { }
static inline void trace_seq_bitmask(struct trace_seq *s, const unsigned long *maskp,
				     int nmaskbits) { }

#endif /* CONFIG_TRACING */

#endif /* _LINUX_TRACE_SEQ_H */
