// SPDX-License-Identifier: GPL-2.0
/*
 * printf() for the formats that events have: strings, letters, and numbers in
 * two bases, with a width at most. All else is left to vsnprintf(), which takes
 * several times as long for these; for an event, to checked_printf(), which
 * looks at what is pointed to first.
 */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sched/task_stack.h>
#include <linux/stdarg.h>
#include <linux/uaccess.h>

#include <asm/sections.h>

#include "internal.h"
#include "put.h"

/* ---- where strings may be ---- */

static bool in_kernel(const char *s)
{
	return s >= _stext && s < _end && !(s >= __init_begin && s < __init_end);
}

/*
 * Where the memory ends that @s is in: that of the record, of the helpers, or of the
 * kernel itself. NULL: it is somewhere else, and may not be there any more.
 */
static const char *memory_end(const struct trace_iterator *it, const char *s)
{
	const char *record = (const char *)it->ent, *helpers = it->tmp_seq.buffer;

	if (s >= record && s < record + it->ent_size)
		return record + it->ent_size;
	if (s >= helpers && s < helpers + sizeof(it->tmp_seq.buffer))
		return helpers + sizeof(it->tmp_seq.buffer);
	/* Of a record of another boot, it has to be told from ours. */
	return in_kernel(s) && likely(!past_of(it)) ? _end : NULL;
}

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

/* Sizes of integers by "hh", "h", none, "l", "z" or "t", "ll" */
enum length { CHAR, SHORT, INT, LONG, LONG_LONG };

static enum length get_length(const char **fmt)
{
	char c = **fmt;

	if (c == 'z' || c == 't') {
		++*fmt;
		return LONG;
	}
	if (c == 'l')
		return *++*fmt == 'l' ? ++*fmt, LONG_LONG : LONG;
	if (c == 'h')
		return *++*fmt == 'h' ? ++*fmt, CHAR : SHORT;
	return INT;
}

/*
 * A string that vsnprintf() would print as it is; NULL if it would look twice, or
 * @it is a record's that does not have it, which is for checked_printf().
 */
static char *put_string(char *p, const char *end, const char *s, const struct trace_iterator *it)
{
	const char *stop;

	if (unlikely((unsigned long)s < PAGE_SIZE || IS_ERR_VALUE(s)))
		return NULL;
	if (it) {
		stop = memory_end(it, s);
		if (!stop)
			return NULL;
		/* One that does not end is left to who looks closer. */
		end = min(end, p + (stop - s - 1));
	}
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
 * @it: strings are in its record, or what memory_end() says; NULL: they are anywhere
 * @p: where to; no NUL is added
 * @end: end of the room
 * @fmt: the format
 * @args: its arguments, used up
 *
 * Return: where the text ends; NULL if this is one for vsnprintf()
 */
char *fast_printf(const struct trace_iterator *it, char *p, const char *end, const char *fmt,
		  va_list args)
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
			p = put_string(p, end, va_arg(args, const char *), it);
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

/* ---- with a look at what is pointed to ---- */

/* A conversion, from its % on */
struct spec {
	char		text[32];	/* as printf() takes it, widths filled in */
	unsigned int	len;
	int		precision;	/* -1: none */
	enum length	length;
	char		type;
};

static bool spec_putc(struct spec *spec, char c)
{
	if (spec->len >= sizeof(spec->text) - 1)
		return false;
	spec->text[spec->len++] = c;
	spec->text[spec->len] = 0;
	return true;
}

/* A width or precision: digits, or "*" and the next argument. */
static bool spec_number(struct spec *spec, const char **fmt, int value)
{
	int n = scnprintf(spec->text + spec->len, sizeof(spec->text) - spec->len, "%d", value);

	spec->len += n;
	++*fmt;
	return spec->len < sizeof(spec->text) - 1;
}

static void put_unsafe(struct trace_seq *s, const void *p)
{
	trace_seq_printf(s, "(0x%lx)[UNSAFE-MEMORY]", (unsigned long)p);
}

/*
 * A string of a module that is there, or one on our stack. The module may have gone
 * since the record was made, and be another now, so touch it with care.
 */
static void put_distant(struct trace_seq *s, const struct spec *spec, const char *p)
{
	char copy[128];
	long len = -EFAULT;

	if (is_module_address((unsigned long)p) || object_is_on_stack(p))
		len = strncpy_from_kernel_nofault(copy, p, sizeof(copy));
	if (len < 0) {
		put_unsafe(s, p);
		return;
	}
	copy[sizeof(copy) - 1] = 0;
	trace_seq_printf(s, spec->text, copy);
}

static void checked_string(struct trace_iterator *it, struct spec *spec, const char *p)
{
	const char *end;
	size_t len;

	/* "(null)" and the like */
	if ((unsigned long)p < PAGE_SIZE || IS_ERR_VALUE(p)) {
		trace_seq_printf(&it->seq, spec->text, p);
		return;
	}
	end = memory_end(it, p);
	if (!end && past_of(it)) {
		const char *now = p;

		if (past_has(it, p) && !past_translate(past_of(it), (unsigned long *)&now))
			now = NULL;
		if (in_kernel(now))
			trace_seq_printf(&it->seq, spec->text, now);
		else
			trace_seq_printf(&it->seq, "(0x%lx)", (unsigned long)p);
		return;
	}
	if (!end) {
		put_distant(&it->seq, spec, p);
		return;
	}
	len = strnlen(p, end - p);
	if (p + len < end)
		trace_seq_printf(&it->seq, spec->text, p);
	else
		trace_seq_putmem(&it->seq, p,
				 spec->precision < 0 ? len : min(len, spec->precision));
}

/* What follows "%p" if it only names an address: all else looks at what is there. */
static bool names_address(char c)
{
	return !isalnum(c) || strchr("sSBFfxKe", c);
}

static void checked_pointer(struct trace_iterator *it, struct spec *spec, char what,
			    const void *p)
{
	if (!isalnum(what) && !(it->options & OPT_HASH_PTR))
		spec_putc(spec, 'x');
	if (past_of(it) && what && strchr("sSBF", what) && past_has(it, p) &&
	    !past_translate(past_of(it), (unsigned long *)&p)) {
		trace_seq_printf(&it->seq, "0x%lx", (unsigned long)p);
		return;
	}
	if (names_address(what) || memory_end(it, p) || object_is_on_stack(p) ||
	    (unsigned long)p < PAGE_SIZE || IS_ERR_VALUE(p))
		trace_seq_printf(&it->seq, spec->text, p);
	else
		put_unsafe(&it->seq, p);
}

static void checked_number(struct trace_iterator *it, struct spec *spec, u64 v)
{
	bool with_sign = spec->type == 'd' || spec->type == 'i';

	v = with_sign ? to_signed(v, spec->length) : to_unsigned(v, spec->length);
	if (spec_putc(spec, 'l') && spec_putc(spec, 'l') && spec_putc(spec, spec->type))
		trace_seq_printf(&it->seq, spec->text, v);
}

/**
 * checked_printf - append to a record's line, trusting no pointer
 * @it: the iterator
 * @fmt: the format
 * @args: its arguments, used up
 *
 * Events record addresses of strings that may be gone when somebody reads, and memory
 * that outlives a crash may say anything.  So each conversion is done by itself, after
 * a look at where its argument points to.  Without the option hash-ptr "%p" is the
 * address.  Takes no memory; any context.
 */
void checked_printf(struct trace_iterator *it, const char *fmt, va_list args)
{
	struct trace_seq *s = &it->seq;

	for (;;) {
		struct spec spec = { .precision = -1 };
		const char *percent = strchrnul(fmt, '%');
		bool fits;

		trace_seq_putmem(s, fmt, percent - fmt);
		if (!*percent)
			return;
		fmt = percent + 1;
		fits = spec_putc(&spec, '%');
		while (fits && *fmt && strchr("-+ #0", *fmt))
			fits = spec_putc(&spec, *fmt++);
		while (fits && isdigit(*fmt))
			fits = spec_putc(&spec, *fmt++);
		if (fits && *fmt == '*')
			fits = spec_number(&spec, &fmt, va_arg(args, int));
		if (fits && *fmt == '.') {
			fits = spec_putc(&spec, *fmt++);
			spec.precision = 0;
			if (*fmt == '*') {
				spec.precision = va_arg(args, int);
				fits = fits && spec_number(&spec, &fmt, spec.precision);
			}
			for (; fits && isdigit(*fmt); fmt++) {
				spec.precision = spec.precision * 10 + *fmt - '0';
				fits = spec_putc(&spec, *fmt);
			}
		}
		spec.length = get_length(&fmt);
		spec.type = *fmt++;

		switch (fits ? spec.type : 0) {
		case '%':
			trace_seq_putc(s, '%');
			break;
		case 'c':
			if (spec_putc(&spec, 'c'))
				trace_seq_printf(s, spec.text, va_arg(args, int));
			break;
		case 's':
			spec_putc(&spec, 's');
			checked_string(it, &spec, va_arg(args, const char *));
			break;
		case 'p':
			spec_putc(&spec, 'p');
			/* As far as vsnprintf() takes it for part of this */
			while (isalnum(*fmt))
				if (!spec_putc(&spec, *fmt++))
					return;
			checked_pointer(it, &spec, spec.text[strcspn(spec.text, "p") + 1],
					va_arg(args, const void *));
			break;
		case 'd':
		case 'i':
		case 'u':
		case 'x':
		case 'X':
		case 'o':
			checked_number(it, &spec, spec.length >= LONG ? va_arg(args, u64) :
				       va_arg(args, unsigned int));
			break;
		default:
			/* What it takes nobody knows: nor do we know what comes next. */
			trace_seq_puts(s, "[BAD FORMAT]");
			return;
		}
	}
}
