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

/* One number as the format asks for it */
struct number {
	u64		value;
	const char	*mark;		/* what stands in front: "", "-" or "0x" */
	bool		hex;
	bool		zeroes;
	unsigned int	width;
};

/* There is PUT_ROOM. */
static char *put_number(char *p, const struct number *n)
{
	char *end = p + PUT_SCRATCH, *digits;
	unsigned int width = n->width;
	const char *mark = n->mark;

	digits = n->hex ? put_hex_before(end, n->value) : put_dec_before(end, n->value);
	if (unlikely(*mark)) {
		if (!n->zeroes) {
			digits -= strlen(mark);
			put_str(digits, mark);
		} else {
			p = put_str(p, mark);
			width -= min_t(unsigned int, width, strlen(mark));
		}
	}
	return put_padded(p, digits, end, width, n->zeroes ? '0' : ' ');
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
		struct number n = { .mark = "" };
		bool prefix = false, with_sign = false;
		enum length length;
		u64 v;

		while (*fmt && *fmt != '%') {
			if (unlikely(p >= end))
				return NULL;
			*p++ = *fmt++;
		}
		if (!*fmt)
			return p;
		if (unlikely(end - p < PUT_ROOM))
			return NULL;

		for (fmt++; ; fmt++) {
			if (*fmt == '0')
				n.zeroes = true;
			else if (*fmt == '#')
				prefix = true;
			else
				break;
		}
		while (*fmt >= '0' && *fmt <= '9' && n.width < PUT_DIGITS)
			n.width = n.width * 10 + *fmt++ - '0';
		if (unlikely(n.width > PUT_DIGITS))
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
			if (prefix)
				n.mark = "0x";
			break;
		case 'd':
		case 'i':
			with_sign = true;
			break;
		case 'u':
			break;
		default:
			return NULL;
		}

		v = length >= LONG ? va_arg(args, u64) : va_arg(args, unsigned int);
		if (with_sign) {
			v = to_signed(v, length);
			if ((s64)v < 0) {
				n.mark = "-";
				v = -v;
			}
		} else {
			v = to_unsigned(v, length);
		}
		n.value = v;
		p = put_number(p, &n);
	}
}
