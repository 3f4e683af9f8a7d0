// SPDX-License-Identifier: GPL-2.0
/*
 * trace_printk() and its relatives, and the formats that their records refer to.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/string.h>

#include "entries.h"
#include "internal.h"

/* Text of one trace_printk() at most; longer is cut */
#define PRINTK_MAX	1024

/* ---- writing ---- */

/* Where trace_printk() goes; changes under trace_lock, read with preemption off */
static struct trace_array *printk_inst = &top_instance;

/* The option trace_printk_dest of @inst has been set. Under trace_lock. */
void printk_set_dest(struct trace_array *inst)
{
	struct trace_array *old = printk_inst;

	lockdep_assert_held(&trace_lock);
	WRITE_ONCE(old->options, old->options & ~(u64)OPT_TRACE_PRINTK_DEST);
	WRITE_ONCE(inst->options, inst->options | OPT_TRACE_PRINTK_DEST);
	WRITE_ONCE(printk_inst, inst);
}

/* @inst goes away. */
void printk_forget(struct trace_array *inst)
{
	lockdep_assert_held(&trace_lock);
	if (inst == printk_inst)
		printk_set_dest(&top_instance);
}

/* The option of the top level is for all, that of an instance for what goes there. */
static bool printk_wanted(struct trace_array *inst)
{
	return inst->buffer && option_is_set(&top_instance, OPT_TRACE_PRINTK) &&
	       option_is_set(inst, OPT_TRACE_PRINTK);
}

/*
 * Text is put together here first, and the record reserved when its length is
 * known: what is traced meanwhile must not stand between.  A place for each
 * context that may nest.
 */
#define MAX_NESTING	4

struct scratch {
	unsigned int	depth;
	char		text[MAX_NESTING][PRINTK_MAX] __aligned(sizeof(u64));
};

/* Made when first somebody is going to call us, under trace_lock; then it stays. */
static struct scratch __percpu *scratch;

static int make_scratch(void)
{
	struct scratch __percpu *s;

	lockdep_assert_held(&trace_lock);
	if (scratch)
		return 0;
	s = alloc_percpu(struct scratch);
	if (!s)
		return -ENOMEM;
	WRITE_ONCE(scratch, s);
	return 0;
}

static void *get_scratch(void)
{
	struct scratch __percpu *all = READ_ONCE(scratch);
	struct scratch *s;

	if (!all)
		return NULL;
	s = this_cpu_ptr(all);
	if (s->depth >= MAX_NESTING)
		return NULL;
	/* Contexts that nest here give back what they take. */
	return s->text[s->depth++];
}

static void put_scratch(void)
{
	barrier();
	this_cpu_ptr(scratch)->depth--;
}

/* The write_*() are called with preemption disabled, once. */

static int write_text(struct trace_array *inst, unsigned long ip, const char *fmt, va_list args)
{
	struct print_entry *e;
	struct ring_handle h __uninitialized;
	char *text;
	int len;

	text = get_scratch();
	if (!text)
		return 0;
	len = vscnprintf(text, PRINTK_MAX, fmt, args);
	e = record_reserve(inst->buffer, &h, TRACE_PRINT, sizeof(*e) + len + 1,
			   record_context_dec());
	if (e) {
		e->ip = ip;
		memcpy(e->buf, text, len + 1);
		record_commit(&h);
	}
	put_scratch();
	return e ? len : 0;
}

static int write_binary(struct trace_array *inst, unsigned long ip, const char *fmt, va_list args)
{
	struct bprint_entry *e = NULL;
	struct ring_handle h __uninitialized;
	size_t size;
	int words;
	u32 *buf;

	buf = get_scratch();
	if (!buf)
		return 0;
	words = vbin_printf(buf, PRINTK_MAX / sizeof(u32), fmt, args);
	size = words * sizeof(u32);
	if (words >= 0 && size <= PRINTK_MAX)
		e = record_reserve(inst->buffer, &h, TRACE_BPRINT, sizeof(*e) + size,
				   record_context_dec());
	if (e) {
		e->ip = ip;
		e->fmt = fmt;
		memcpy(e->buf, buf, size);
		record_commit(&h);
	}
	put_scratch();
	return e ? words : 0;
}

static int write_string(struct trace_array *inst, unsigned long ip, const char *str, int size)
{
	struct print_entry *e;
	struct ring_handle h __uninitialized;

	if (size < 0 || !printk_wanted(inst))
		return 0;
	e = record_reserve(inst->buffer, &h, TRACE_PRINT, sizeof(*e) + size + 2,
			   record_context_dec());
	if (!e)
		return 0;
	e->ip = ip;
	memcpy(e->buf, str, size);
	if (size && str[size - 1] == '\n') {
		e->buf[size] = 0;
	} else {
		e->buf[size] = '\n';
		e->buf[size + 1] = 0;
	}
	record_commit(&h);
	return size;
}

int __ftrace_vbprintk(unsigned long ip, const char *fmt, va_list args)
{
	struct trace_array *inst;

	guard(preempt_notrace)();
	inst = READ_ONCE(printk_inst);
	if (!fmt || !printk_wanted(inst))
		return 0;
	/* The next boot, or another kernel, may not have the format. */
	if (unlikely(inst->range))
		return write_text(inst, ip, fmt, args);
	return write_binary(inst, ip, fmt, args);
}
EXPORT_SYMBOL_GPL(__ftrace_vbprintk);

int __trace_bprintk(unsigned long ip, const char *fmt, ...)
{
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = __ftrace_vbprintk(ip, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(__trace_bprintk);

int __ftrace_vprintk(unsigned long ip, const char *fmt, va_list args)
{
	struct trace_array *inst;

	guard(preempt_notrace)();
	inst = READ_ONCE(printk_inst);
	return printk_wanted(inst) ? write_text(inst, ip, fmt, args) : 0;
}
EXPORT_SYMBOL_GPL(__ftrace_vprintk);

int __trace_printk(unsigned long ip, const char *fmt, ...)
{
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = __ftrace_vprintk(ip, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(__trace_printk);

/**
 * __trace_bputs - record a string that stays: its address will do
 * @ip: who says so
 * @str: the string, from the format section of kernel or module
 *
 * Return: 1, or 0 if it was not recorded
 */
int __trace_bputs(unsigned long ip, const char *str)
{
	struct trace_array *inst;
	struct bputs_entry *e;
	struct ring_handle h __uninitialized;

	guard(preempt_notrace)();
	inst = READ_ONCE(printk_inst);
	if (!str || !printk_wanted(inst))
		return 0;
	if (unlikely(inst->range))
		return !!write_string(inst, ip, str, strlen(str));
	e = record_reserve(inst->buffer, &h, TRACE_BPUTS, sizeof(*e), record_context_dec());
	if (!e)
		return 0;
	e->ip = ip;
	e->str = str;
	record_commit(&h);
	return 1;
}
EXPORT_SYMBOL_GPL(__trace_bputs);

/**
 * __trace_array_puts - record a string, a newline behind it
 * @tr: where
 * @ip: who says so
 * @str: the string
 * @size: how long it is
 *
 * Return: @size, or 0 if it was not recorded
 */
int __trace_array_puts(struct trace_array *tr, unsigned long ip, const char *str, int size)
{
	guard(preempt_notrace)();
	return tr ? write_string(tr, ip, str, size) : 0;
}
EXPORT_SYMBOL_GPL(__trace_array_puts);

int __trace_puts(unsigned long ip, const char *str, int size)
{
	guard(preempt_notrace)();
	return write_string(READ_ONCE(printk_inst), ip, str, size);
}
EXPORT_SYMBOL_GPL(__trace_puts);

/* ---- instances of modules ---- */

/**
 * trace_array_init_printk - let trace_array_printk() write to an instance
 * @tr: the instance, not the top level: that is for trace_printk()
 */
int trace_array_init_printk(struct trace_array *tr)
{
	int ret;

	if (!tr || tr == &top_instance)
		return -EINVAL;
	guard(mutex)(&trace_lock);
	ret = make_scratch() ?: instance_expand(tr);
	if (!ret) {
		comm_start();
		WRITE_ONCE(tr->printk_ready, true);
	}
	return ret;
}
EXPORT_SYMBOL_GPL(trace_array_init_printk);

/**
 * trace_array_printk - printf() to an instance
 * @tr: the instance, after trace_array_init_printk()
 * @ip: who says so
 * @fmt: the format
 *
 * Context: any.  Return: bytes recorded, 0 if not, -ENOENT without an instance
 */
int trace_array_printk(struct trace_array *tr, unsigned long ip, const char *fmt, ...)
{
	va_list args;
	int ret;

	if (!tr)
		return -ENOENT;
	if (!READ_ONCE(tr->printk_ready) || !printk_wanted(tr))
		return 0;
	va_start(args, fmt);
	scoped_guard(preempt_notrace)
		ret = write_text(tr, ip, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(trace_array_printk);

/**
 * trace_printk_init_buffers - somebody is going to call trace_printk()
 */
void trace_printk_init_buffers(void)
{
	guard(mutex)(&trace_lock);
	/* Without memory there is less to read, or nothing. */
	make_scratch();
	instance_expand(printk_inst);
	comm_start();
}
EXPORT_SYMBOL_GPL(trace_printk_init_buffers);
