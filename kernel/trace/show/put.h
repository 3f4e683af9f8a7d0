/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers and strings into memory that is known to have room: what every line
 * has, without the price of printf(). Each returns where the text ends.
 */
#ifndef _KERNEL_TRACE_SHOW_PUT_H
#define _KERNEL_TRACE_SHOW_PUT_H

#include <linux/string.h>
#include <linux/types.h>

#define PUT_DEC_MAX	20	/* digits of a u64 */

/* The digits of 0 to 99 */
extern const char show_digits[201];

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
	while (v >= 100) {
		const char *pair = &show_digits[v % 100 * 2];

		v /= 100;
		*--end = pair[1];
		*--end = pair[0];
	}
	if (v >= 10) {
		*--end = show_digits[v * 2 + 1];
		*--end = show_digits[v * 2];
	} else {
		*--end = '0' + v;
	}
	return end;
}

/* At least @width wide, at most PUT_DEC_MAX, @pad in front */
static inline char *put_dec_pad(char *p, u64 v, unsigned int width, char pad)
{
	char digits[PUT_DEC_MAX], *at = put_dec_before(digits + PUT_DEC_MAX, v);
	unsigned int len = digits + PUT_DEC_MAX - at;

	while (width-- > len)
		*p++ = pad;
	while (len--)
		*p++ = *at++;
	return p;
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
static inline char *put_hex(char *p, u64 v, int width)
{
	int digits = v ? (fls64(v) + 3) / 4 : 1;

	if (width < digits)
		width = digits;
	while (width--)
		*p++ = "0123456789abcdef"[v >> (width * 4) & 15];
	return p;
}

#endif /* _KERNEL_TRACE_SHOW_PUT_H */
