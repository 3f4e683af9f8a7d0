// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers of BPF programs on events, for text: to the trace, as the event
 * bpf_trace:bpf_trace_printk, to a file that an iterator fills, or to memory.
 * What each does for its program is said in include/uapi/linux/bpf.h.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/bpf.h>
#include <linux/btf.h>
#include <linux/btf_ids.h>
#include <linux/filter.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#define CREATE_TRACE_POINTS
#include "bpf_printk.h"

#include "bpf.h"

/* ---- formats ---- */

/* How many arguments there are; or an error */
static int nr_args(const void *args, u32 bytes)
{
	if (bytes % sizeof(u64) || bytes > MAX_BPRINTF_VARARGS * sizeof(u64) || (bytes && !args))
		return -EINVAL;
	return bytes / sizeof(u64);
}

/* Check @nr arguments, or pass on what nr_args() says, and get them ready. */
static int begin_text(struct bpf_bprintf_data *text, char *fmt, u32 size, const u64 *args,
		      int nr)
{
	return nr < 0 ? nr : bpf_bprintf_prepare(fmt, size, args, nr, text);
}

static int print_to_trace(char *fmt, u32 size, const u64 *args, int nr)
{
	struct bpf_bprintf_data text = { .get_bin_args = true, .get_buf = true };
	int len = begin_text(&text, fmt, size, args, nr);

	if (len >= 0) {
		len = bstr_printf(text.buf, MAX_BPRINTF_BUF, fmt, text.bin_args);
		trace_bpf_trace_printk(text.buf);
		bpf_bprintf_cleanup(&text);
	}
	return len;
}

/* ---- to the trace ---- */

#define PRINTK_ARGS	3

BPF_CALL_5(bpf_trace_printk, char *, fmt, u32, size, u64, a1, u64, a2, u64, a3)
{
	u64 args[PRINTK_ARGS] = { a1, a2, a3 };

	return print_to_trace(fmt, size, args, PRINTK_ARGS);
}

static GPL_HELPER(bpf_trace_printk, (ARG_PTR_TO_MEM | MEM_RDONLY, ARG_CONST_SIZE));

BPF_CALL_4(bpf_trace_vprintk, char *, fmt, u32, size, const void *, args, u32, bytes)
{
	return print_to_trace(fmt, size, args, nr_args(args, bytes));
}

static GPL_HELPER(bpf_trace_vprintk,
		  (ARG_PTR_TO_MEM | MEM_RDONLY, ARG_CONST_SIZE,
		   ARG_PTR_TO_MEM | PTR_MAYBE_NULL | MEM_RDONLY, ARG_CONST_SIZE_OR_ZERO));

/* A program that prints wants to be seen: who loads it enables the event. */
static void printk_wanted(void)
{
	if (trace_set_clr_event("bpf_trace", "bpf_trace_printk", 1))
		pr_warn_ratelimited("cannot enable bpf_trace:bpf_trace_printk for a program\n");
}

/**
 * bpf_get_trace_printk_proto - bpf_trace_printk(), and its event on
 *
 * Context: may sleep; takes event_mutex.
 */
const struct bpf_func_proto *bpf_get_trace_printk_proto(void)
{
	printk_wanted();
	return &bpf_trace_printk_proto;
}

/**
 * bpf_get_trace_vprintk_proto - bpf_trace_vprintk(), and its event on
 *
 * Context: may sleep; takes event_mutex.
 */
const struct bpf_func_proto *bpf_get_trace_vprintk_proto(void)
{
	printk_wanted();
	return &bpf_trace_vprintk_proto;
}

/* ---- to an iterator's file ---- */

BTF_ID_LIST_SINGLE(seq_file_id, struct, seq_file)

BPF_CALL_5(bpf_seq_printf, struct seq_file *, m, char *, fmt, u32, size,
	   const void *, args, u32, bytes)
{
	struct bpf_bprintf_data text = { .get_bin_args = true };
	int ret = begin_text(&text, fmt, size, args, nr_args(args, bytes));

	if (ret < 0)
		return ret;
	seq_bprintf(m, fmt, text.bin_args);
	bpf_bprintf_cleanup(&text);
	/* An iterator calls the program again, with more room. */
	return seq_has_overflowed(m) ? -EOVERFLOW : 0;
}

GPL_HELPER(bpf_seq_printf,
	   (ARG_PTR_TO_BTF_ID, ARG_PTR_TO_MEM | MEM_RDONLY, ARG_CONST_SIZE,
	    ARG_PTR_TO_MEM | PTR_MAYBE_NULL | MEM_RDONLY, ARG_CONST_SIZE_OR_ZERO),
	   .arg1_btf_id = &seq_file_id[0]);

BPF_CALL_3(bpf_seq_write, struct seq_file *, m, const void *, bytes, u32, nr)
{
	return seq_write(m, bytes, nr) < 0 ? -EOVERFLOW : 0;
}

GPL_HELPER(bpf_seq_write, (ARG_PTR_TO_BTF_ID, ARG_PTR_TO_MEM | MEM_RDONLY, ARG_CONST_SIZE_OR_ZERO),
	   .arg1_btf_id = &seq_file_id[0]);

/* ---- what is somewhere, by its type ---- */

#define SHOW_FLAGS	(BTF_F_COMPACT | BTF_F_NONAME | BTF_F_PTR_RAW | BTF_F_ZERO)

/* The types that what @ptr points to is one of; or an error */
static const struct btf *types_for(const struct btf_ptr *ptr, u32 size, u64 flags)
{
	const struct btf *types;

	if (flags & ~SHOW_FLAGS || size != sizeof(*ptr) || ptr->flags || !ptr->type_id)
		return ERR_PTR(-EINVAL);
	types = bpf_get_btf_vmlinux();
	/* A kernel without types has NULL. */
	return types ?: ERR_PTR(-EINVAL);
}

BPF_CALL_5(bpf_snprintf_btf, char *, to, u32, to_size, struct btf_ptr *, ptr, u32, size,
	   u64, flags)
{
	const struct btf *types = types_for(ptr, size, flags);

	if (IS_ERR(types))
		return PTR_ERR(types);
	return btf_type_snprintf_show(types, ptr->type_id, ptr->ptr, to, to_size, flags);
}

ANY_HELPER(bpf_snprintf_btf,
	   (ARG_PTR_TO_MEM | MEM_WRITE, ARG_CONST_SIZE, ARG_PTR_TO_MEM | MEM_RDONLY,
	    ARG_CONST_SIZE, ARG_ANYTHING));

BPF_CALL_4(bpf_seq_printf_btf, struct seq_file *, m, struct btf_ptr *, ptr, u32, size,
	   u64, flags)
{
	const struct btf *types = types_for(ptr, size, flags);

	if (IS_ERR(types))
		return PTR_ERR(types);
	return btf_type_seq_show_flags(types, ptr->type_id, ptr->ptr, m, flags);
}

GPL_HELPER(bpf_seq_printf_btf,
	   (ARG_PTR_TO_BTF_ID, ARG_PTR_TO_MEM | MEM_RDONLY, ARG_CONST_SIZE_OR_ZERO, ARG_ANYTHING),
	   .arg1_btf_id = &seq_file_id[0]);
