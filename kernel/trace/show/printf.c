// SPDX-License-Identifier: GPL-2.0
/*
 * printf() for the formats that events have: strings, letters, and numbers in
 * two bases, with a width at most. All else is left to vsnprintf(), which takes
 * several times as long for these.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/stdarg.h>

#include "internal.h"
#include "put.h"

#define MAX_WIDTH	24

/* One number as the format asks for it */
struct number {
	u64		value;
	bool		negative;
	bool		hex;
	bool		zeroes;
	bool		prefix;
	unsigned int	width;
};

/* There is room for MAX_WIDTH and more. */
static char *put_number(char *p, const struct number *n)
{
	char text[MAX_WIDTH], *end = text + MAX_WIDTH, *at = end;
	unsigned int len, extra = n->negative + (n->prefix ? 2 : 0);
	u64 v = n->value;

	if (n->hex) {
		do
			*--at = "0123456789abcdef"[v & 15];
		while (v >>= 4);
	} else {
		at = put_dec_before(end, v);
	}
	len = end - at + extra;
	if (!n->zeroes)
		for (; len < n->width; len++)
			*p++ = ' ';
	if (n->negative)
		*p++ = '-';
	if (n->prefix)
		p = put_text(p, "0x");
	for (; len < n->width; len++)
		*p++ = '0';
	while (at < end)
		*p++ = *at++;
	return p;
}

/* Sizes of integers by "hh", "h", none, "l" or "z", "ll" */
enum length { CHAR, SHORT, INT, LONG, LONG_LONG };

static enum length get_length(const char **fmt)
{
	char c = **fmt;

	if (c == 'z') {
		++*fmt;
		return LONG;
	}
	if (c == 'l')
		return *++*fmt == 'l' ? ++*fmt, LONG_LONG : LONG;
	if (c == 'h')
		return *++*fmt == 'h' ? ++*fmt, CHAR : SHORT;
	return INT;
}

/* A string that vsnprintf() would print as it is; NULL if it would look twice */
static char *put_string(char *p, const char *end, const char *s)
{
	if (unlikely((unsigned long)s < PAGE_SIZE || IS_ERR_VALUE(s)))
		return NULL;
	while (*s) {
		if (unlikely(p >= end))
			return NULL;
		*p++ = *s++;
	}
	return p;
}

static s64 to_signed(u64 v, enum length length)
{
	switch (length) {
	case CHAR:
		return (s8)v;
	case SHORT:
		return (s16)v;
	case INT:
		return (s32)v;
	default:
		return v;
	}
}

static u64 to_unsigned(u64 v, enum length length)
{
	switch (length) {
	case CHAR:
		return (u8)v;
	case SHORT:
		return (u16)v;
	case INT:
		return (u32)v;
	default:
		return v;
	}
}

/**
 * fast_printf - printf() if the format is simple and the text fits
 * @p: where to; no NUL is added
 * @end: end of the room
 * @fmt: the format
 * @args: its arguments, used up
 *
 * Return: where the text ends; NULL if this is one for vsnprintf()
 */
char *fast_printf(char *p, const char *end, const char *fmt, va_list args)
{
	for (;;) {
		struct number n = { };
		enum length length;
		u64 v;

		while (*fmt && *fmt != '%') {
			if (unlikely(p >= end))
				return NULL;
			*p++ = *fmt++;
		}
		if (!*fmt)
			return p;
		if (unlikely(end - p < 2 * MAX_WIDTH))
			return NULL;

		for (fmt++; ; fmt++) {
			if (*fmt == '0')
				n.zeroes = true;
			else if (*fmt == '#')
				n.prefix = true;
			else
				break;
		}
		while (*fmt >= '0' && *fmt <= '9' && n.width < MAX_WIDTH)
			n.width = n.width * 10 + *fmt++ - '0';
		if (unlikely(n.width > MAX_WIDTH))
			return NULL;
		length = get_length(&fmt);

		switch (*fmt++) {
		case '%':
			*p++ = '%';
			continue;
		case 'c':
			*p++ = va_arg(args, int);
			if (n.width > 1)
				return NULL;
			continue;
		case 's':
			if (n.width || length != INT)
				return NULL;
			p = put_string(p, end, va_arg(args, const char *));
			if (!p)
				return NULL;
			continue;
		case 'x':
			n.hex = true;
			break;
		case 'd':
		case 'i':
			n.negative = true;
			fallthrough;
		case 'u':
			n.prefix = false;
			break;
		default:
			return NULL;
		}

		v = length >= LONG ? va_arg(args, u64) : va_arg(args, unsigned int);
		if (n.negative) {
			s64 sv = to_signed(v, length);

			n.negative = sv < 0;
			n.value = sv < 0 ? -(u64)sv : sv;
		} else {
			n.value = to_unsigned(v, length);
		}
		p = put_number(p, &n);
	}
}
