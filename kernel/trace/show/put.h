/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers and strings into memory that is known to have room: what every line
 * has, without the price of printf(). Each returns where the text ends. A number
 * needs PUT_ROOM, whatever it has itself.
 */
#ifndef _KERNEL_TRACE_SHOW_PUT_H
#define _KERNEL_TRACE_SHOW_PUT_H

#include <linux/string.h>
#include <linux/types.h>

#define PUT_DIGITS	24	/* more than a number has; also the widest */
#define PUT_SCRATCH	(2 * PUT_DIGITS)
#define PUT_ROOM	(PUT_SCRATCH + PUT_DIGITS)

/* The digits of 0 to 99, and of 0 to 0xff */
extern const char show_digits[201], show_hex_digits[513];

static inline char *put_str(char *p, const char *s)
{
	while (*s)
		*p++ = *s++;
	return p;
}

/* Text of a length that the compiler knows */
#define put_text(p, text) ((char *)memcpy(p, text, sizeof(text) - 1) + sizeof(text) - 1)

/* Write the digits of @v so that they end at @end; returns where they begin. */
static inline char *put_dec_before(char *end, u64 v)
{
	for (; v >= 100; v /= 100)
		end = memcpy(end - 2, &show_digits[v % 100 * 2], 2);
	if (v >= 10)
		return memcpy(end - 2, &show_digits[v * 2], 2);
	*--end = '0' + v;
	return end;
}

static inline char *put_hex_before(char *end, u64 v)
{
	for (; v >= 0x100; v >>= 8)
		end = memcpy(end - 2, &show_hex_digits[(v & 0xff) * 2], 2);
	if (v >= 0x10)
		return memcpy(end - 2, &show_hex_digits[v * 2], 2);
	*--end = show_hex_digits[v * 2 + 1];
	return end;
}

/*
 * Digits that were put before p + PUT_SCRATCH, where there is room: move them to
 * @p, with @pad in front to @width. A constant length is cheaper than the right one.
 */
static inline char *put_padded(char *p, const char *digits, const char *end,
			       unsigned int width, char pad)
{
	unsigned int len = end - digits;
	struct { char c[PUT_DIGITS]; } copy;

	for (; width > len; width--)
		*p++ = pad;
	/* The two may overlap. */
	memcpy(&copy, digits, PUT_DIGITS);
	memcpy(p, &copy, PUT_DIGITS);
	return p + len;
}

/* Like %*llu, or %0*llu if @pad is '0'; @width is PUT_DIGITS at most */
static inline char *put_dec_pad(char *p, u64 v, unsigned int width, char pad)
{
	char *end = p + PUT_SCRATCH;

	return put_padded(p, put_dec_before(end, v), end, width, pad);
}

static inline char *put_dec(char *p, u64 v)
{
	return put_dec_pad(p, v, 0, ' ');
}

/* Like %-*d */
static inline char *put_int_left(char *p, int v, unsigned int width)
{
	char *end;

	if (v < 0)
		*p = '-';
	end = put_dec(p + (v < 0), v < 0 ? -(s64)v : v);
	while (end < p + width)
		*end++ = ' ';
	return end;
}

/* Like %0*llx */
static inline char *put_hex(char *p, u64 v, unsigned int width)
{
	char *end = p + PUT_SCRATCH;

	return put_padded(p, put_hex_before(end, v), end, width, '0');
}

#endif /* _KERNEL_TRACE_SHOW_PUT_H */
