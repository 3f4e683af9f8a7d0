// SPDX-License-Identifier: GPL-2.0
/*
 * struct trace_seq: a record's text while it is put together. Whatever would
 * not fit whole is left out whole, and the buffer says from then on that it is
 * full, so that printers need not look at every step.
 */
#include <linux/export.h>
#include <linux/hex.h>
#include <linux/seq_file.h>
#include <linux/trace_seq.h>

#include "internal.h"

/* Undo what made the buffer overflow, and let nothing in any more. */
static bool seq_settle(struct trace_seq *s, size_t before)
{
	if (likely(!seq_buf_has_overflowed(&s->seq)))
		return true;
	s->seq.len = before;
	s->full = 1;
	return false;
}

/**
 * trace_seq_vprintf - append formatted text
 * @s: the buffer
 * @fmt: as for printf()
 * @args: its arguments
 */
void trace_seq_vprintf(struct trace_seq *s, const char *fmt, va_list args)
{
	size_t before = s->seq.len;
	va_list copy;
	char *end;

	if (s->full)
		return;
	va_copy(copy, args);
	/* vsnprintf() wants room for a NUL: what fits must not depend on who prints. */
	end = fast_printf(NULL, trace_seq_buffer_ptr(s), s->buffer + sizeof(s->buffer) - 1, fmt,
			  copy);
	va_end(copy);
	if (likely(end)) {
		s->seq.len = end - s->buffer;
		return;
	}
	seq_buf_vprintf(&s->seq, fmt, args);
	seq_settle(s, before);
}
EXPORT_SYMBOL_GPL(trace_seq_vprintf);

/**
 * trace_seq_printf - append formatted text
 * @s: the buffer
 * @fmt: as for printf()
 */
void trace_seq_printf(struct trace_seq *s, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	trace_seq_vprintf(s, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL_GPL(trace_seq_printf);

/**
 * trace_seq_bprintf - append text whose arguments were stored by vbin_printf()
 * @s: the buffer
 * @fmt: as for printf()
 * @binary: its arguments
 */
void trace_seq_bprintf(struct trace_seq *s, const char *fmt, const u32 *binary)
{
	size_t room = sizeof(s->buffer) - s->seq.len;
	int len;

	if (s->full)
		return;
	len = bstr_printf(trace_seq_buffer_ptr(s), room, fmt, binary);
	if (len < room)
		s->seq.len += len;
	else
		s->full = 1;
}
EXPORT_SYMBOL_GPL(trace_seq_bprintf);

/**
 * trace_seq_acquire - room for @len bytes that the caller fills itself
 * @s: the buffer
 * @len: how many
 *
 * Return: where; NULL if there is not as much room
 */
char *trace_seq_acquire(struct trace_seq *s, unsigned int len)
{
	char *at = trace_seq_buffer_ptr(s);

	if (s->full)
		return NULL;
	if (len > sizeof(s->buffer) - s->seq.len) {
		s->full = 1;
		return NULL;
	}
	s->seq.len += len;
	return at;
}
EXPORT_SYMBOL_GPL(trace_seq_acquire);

/**
 * trace_seq_putmem - append bytes as they are
 * @s: the buffer
 * @mem: the bytes
 * @len: how many
 */
void trace_seq_putmem(struct trace_seq *s, const void *mem, unsigned int len)
{
	char *at = trace_seq_acquire(s, len);

	if (at)
		memcpy(at, mem, len);
}
EXPORT_SYMBOL_GPL(trace_seq_putmem);

/**
 * trace_seq_puts - append a string
 * @s: the buffer
 * @str: the string
 */
void trace_seq_puts(struct trace_seq *s, const char *str)
{
	trace_seq_putmem(s, str, strlen(str));
}
EXPORT_SYMBOL_GPL(trace_seq_puts);

/**
 * trace_seq_putc - append one byte
 * @s: the buffer
 * @c: the byte
 */
void trace_seq_putc(struct trace_seq *s, unsigned char c)
{
	char *at = trace_seq_acquire(s, 1);

	if (at)
		*at = c;
}
EXPORT_SYMBOL_GPL(trace_seq_putc);

/**
 * trace_seq_putmem_hex - append a number of any size in hexadecimal, and a blank
 * @s: the buffer
 * @mem: the number, in the processor's byte order
 * @len: its bytes
 */
void trace_seq_putmem_hex(struct trace_seq *s, const void *mem, unsigned int len)
{
	char *at = trace_seq_acquire(s, 2 * len + 1);
	const u8 *bytes = mem;
	unsigned int i;

	if (!at)
		return;
	for (i = 0; i < len; i++)
		at = hex_byte_pack(at, bytes[IS_ENABLED(CONFIG_CPU_BIG_ENDIAN) ? i : len - 1 - i]);
	*at = ' ';
}
EXPORT_SYMBOL_GPL(trace_seq_putmem_hex);

/**
 * trace_seq_bitmask - append a bitmap in hexadecimal, a comma every 32 bits
 * @s: the buffer
 * @maskp: the bitmap
 * @nmaskbits: its bits
 */
void trace_seq_bitmask(struct trace_seq *s, const unsigned long *maskp, int nmaskbits)
{
	trace_seq_printf(s, "%*pb", nmaskbits, maskp);
}
EXPORT_SYMBOL_GPL(trace_seq_bitmask);

/**
 * trace_seq_path - append the name of a file
 * @s: the buffer
 * @path: the file
 *
 * Return: 1 if it fit
 */
int trace_seq_path(struct trace_seq *s, const struct path *path)
{
	size_t before = s->seq.len;

	if (s->full)
		return 0;
	seq_buf_path(&s->seq, path, "\n");
	return seq_settle(s, before);
}
EXPORT_SYMBOL_GPL(trace_seq_path);

/**
 * trace_seq_hex_dump - append lines as print_hex_dump() prints them
 * @s: the buffer
 * @prefix_str: what each line begins with
 * @prefix_type: DUMP_PREFIX_OFFSET, _ADDRESS or _NONE
 * @rowsize: bytes in a line, 16 or 32
 * @groupsize: bytes in a number
 * @mem: what to dump
 * @size: its bytes
 * @text: append the bytes as text
 *
 * Return: 1 if it fit
 */
int trace_seq_hex_dump(struct trace_seq *s, const char *prefix_str, int prefix_type,
		       int rowsize, int groupsize, const void *mem, size_t size, bool text)
{
	size_t before = s->seq.len;

	if (s->full)
		return 0;
	seq_buf_hex_dump(&s->seq, prefix_str, prefix_type, rowsize, groupsize, mem, size, text);
	return seq_settle(s, before);
}
EXPORT_SYMBOL_GPL(trace_seq_hex_dump);

/**
 * trace_print_seq - move the text to a seq_file
 * @m: the seq_file
 * @s: the buffer, empty afterwards
 *
 * Return: 0; -1 if it did not fit there: then nothing has moved
 */
int trace_print_seq(struct seq_file *m, struct trace_seq *s)
{
	int ret = seq_write(m, s->buffer, trace_seq_used(s));

	if (!ret)
		trace_seq_init(s);
	return ret;
}
