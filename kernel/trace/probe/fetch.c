// SPDX-License-Identifier: GPL-2.0
/*
 * Fetch programs run: arguments are fetched into a record.
 *
 * Texts go behind the arguments of fixed size, one after the other, each no longer
 * than what is left of the room. They are read once, to where they stay: no pass
 * before asks how long they are, so that none can be told wrong.
 */
#include <linux/kallsyms.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>

#include "internal.h"

/* ---- memory that may not be there ---- */

static __always_inline int read_memory(const struct fetch_ctx *c, void *to, unsigned long addr,
				       unsigned int len, bool user)
{
	int ret;

	if (c->sleeps)
		ret = copy_from_user(to, (void __user *)addr, len) ? -EFAULT : 0;
	else if (user)
		ret = copy_from_user_nofault(to, (void __user *)addr, len);
	else
		ret = copy_from_kernel_nofault(to, (void *)addr, len);
	return ret;
}

/*
 * A text with its NUL, cut to @room bytes: how many there are, or -EFAULT. Addresses
 * tell by themselves whether they are the user's.
 */
static int read_text(const struct fetch_ctx *c, char *to, unsigned long addr, int room, bool user)
{
	long len;

	if (room <= 0)
		return -ENOSPC;
	if (c->sleeps) {
		len = strncpy_from_user(to, (char __user *)addr, room);
		if (len < 0)
			return len;
		len = min_t(long, len + 1, room);
		to[len - 1] = '\0';
		return len;
	}
	if (user || addr < TASK_SIZE_MAX)
		len = strncpy_from_user_nofault(to, (char __user *)addr, room);
	else
		len = strncpy_from_kernel_nofault(to, (char *)addr, room);
	return len;
}

/* ---- steps ---- */

static __always_inline u64 record_field(const void *at, unsigned int size, bool is_signed)
{
	switch (size) {
	case 1:
		return is_signed ? (s64)*(s8 *)at : *(u8 *)at;
	case 2:
		return is_signed ? (s64)get_unaligned((s16 *)at) : get_unaligned((u16 *)at);
	case 4:
		return is_signed ? (s64)get_unaligned((s32 *)at) : get_unaligned((u32 *)at);
	default:
		return get_unaligned((u64 *)at);
	}
}

static __always_inline int first_step(const struct fetch_step *s, const struct fetch_ctx *c,
				      unsigned long *value)
{
	const void *at = c->rec + s->imm;

	switch (s->op) {
	case FETCH_IMM:
		*value = s->imm;
		return 0;
	case FETCH_REG:
		*value = *(unsigned long *)((void *)c->regs + s->imm);
		return 0;
	case FETCH_SP:
		*value = c->sleeps ? user_stack_pointer(c->regs) : kernel_stack_pointer(c->regs);
		return 0;
	case FETCH_STACK:
		if (c->sleeps)
			return read_memory(c, value, user_stack_pointer(c->regs) +
					   s->imm * sizeof(long), sizeof(long), true);
		*value = regs_get_kernel_stack_nth(c->regs, s->imm);
		return 0;
	case FETCH_RETVAL:
		*value = regs_return_value(c->regs);
		return 0;
	case FETCH_ARG:
		*value = c->args[s->imm];
		return 0;
	case FETCH_COMM:
		*value = (unsigned long)current->comm;
		return 0;
	case FETCH_CURRENT:
		*value = (unsigned long)current;
		return 0;
	case FETCH_FILE:
		*value = c->base + s->imm;
		return 0;
	case FETCH_FIELD:
		*value = record_field(at, s->size, false);
		return 0;
	case FETCH_SFIELD:
		*value = record_field(at, s->size, true);
		return 0;
	case FETCH_IN_RECORD:
		*value = (unsigned long)at;
		return 0;
	case FETCH_DYNAMIC:
		*value = (unsigned long)c->rec + (get_unaligned((u32 *)at) & 0xffff);
		return 0;
	case FETCH_RELATIVE:
		*value = (unsigned long)at + sizeof(u32) + (get_unaligned((u32 *)at) & 0xffff);
		return 0;
	default:
		return -EINVAL;
	}
}

static __always_inline int run_steps(const struct fetch_prog *p, const struct fetch_ctx *c,
				     unsigned long *value)
{
	const struct fetch_step *s = p->steps;
	unsigned int left = p->nr_steps - 1;
	int ret = first_step(s, c, value);

	for (; unlikely(left) && !ret; left--) {
		s++;
		ret = read_memory(c, value, *value + s->imm, sizeof(*value),
				  s->op == FETCH_UREAD);
	}
	return ret;
}

/* ---- ends ---- */

static __always_inline void put_value(void *to, u64 value, unsigned int size)
{
	switch (size) {
	case 1:
		*(u8 *)to = value;
		break;
	case 2:
		put_unaligned((u16)value, (u16 *)to);
		break;
	case 4:
		put_unaligned((u32)value, (u32 *)to);
		break;
	default:
		put_unaligned(value, (u64 *)to);
	}
}

static void cut_bits(const struct fetch_prog *p, void *at)
{
	u64 value = record_field(at, p->size, false);

	put_value(at, value >> p->shift & GENMASK_ULL(p->bits - 1, 0), p->size);
}

static int memory_end(const struct fetch_prog *p, const struct fetch_ctx *c, void *to,
		      unsigned long addr)
{
	unsigned int len = p->size * (p->count ?: 1), i;
	int ret;

	ret = read_memory(c, to, addr, len, p->user);
	if (ret) {
		memset(to, 0, len);
		return ret;
	}
	if (p->bits)
		for (i = 0; i < (p->count ?: 1); i++)
			cut_bits(p, to + i * p->size);
	return 0;
}

/* Where texts go */
struct texts {
	void		*rec;
	unsigned int	end;
	unsigned int	room;
};

/* The text has been put at the end, or not if @len says so: locate it at @to. */
static int put_location(struct texts *t, void *to, int len)
{
	put_unaligned((u32)max(len, 0) << 16 | t->end, (u32 *)to);
	if (len < 0)
		return len;
	t->end += len;
	return 0;
}

static bool is_ours(const struct fetch_prog *p)
{
	return p->nr_steps == 1 && (p->steps->op == FETCH_COMM || p->data);
}

static int one_text(const struct fetch_prog *p, const struct fetch_ctx *c, struct texts *t,
		    void *to, unsigned long addr)
{
	char *at = t->rec + t->end;
	int room = t->room - t->end, len;

	if (p->end == END_SYMBOL) {
		char name[KSYM_SYMBOL_LEN];

		len = sprint_symbol(name, addr) + 1;
		if (room <= 0)
			len = -ENOSPC;
		else
			len = strscpy(at, name, room) < 0 ? room : len;
	} else if (is_ours(p)) {
		/* It may change while it is read, but not go away. */
		len = room > 0 ? strnlen((char *)addr, room - 1) : -ENOSPC;
		if (len >= 0) {
			memcpy(at, (char *)addr, len);
			at[len++] = '\0';
		}
	} else {
		/* A field of a record may be without a NUL. */
		if (p->nr_steps == 1 && p->steps->op == FETCH_IN_RECORD)
			room = min(room, p->steps->size + 1);
		len = read_text(c, at, addr, room, p->user);
	}
	return put_location(t, to, len);
}

static int text_end(const struct fetch_prog *p, const struct fetch_ctx *c, struct texts *t,
		    void *to, unsigned long addr)
{
	unsigned long pointer;
	int ret = 0, err;
	unsigned int i;

	if (!p->count)
		return one_text(p, c, t, to, addr);
	for (i = 0; i < p->count; i++, addr += sizeof(pointer), to += sizeof(u32)) {
		err = read_memory(c, &pointer, addr, sizeof(pointer), p->user);
		if (err)
			put_location(t, to, err);
		else
			err = one_text(p, c, t, to, pointer);
		ret = ret ?: err;
	}
	return ret;
}

static noinline int rare_end(const struct fetch_prog *p, const struct fetch_ctx *c,
			     struct texts *t, void *to, unsigned long value)
{
	switch (p->end) {
	case END_VALUE:
		put_value(to, value >> p->shift & GENMASK_ULL(p->bits - 1, 0), p->size);
		return 0;
	case END_MEMORY:
		return memory_end(p, c, to, value + p->imm);
	default:
		return text_end(p, c, t, to, value + p->imm);
	}
}

static void nothing(const struct fetch_prog *p, struct texts *t, void *to)
{
	unsigned int i;

	if (p->end < END_TEXT) {
		memset(to, 0, p->size * (p->count ?: 1));
		return;
	}
	for (i = 0; i < (p->count ?: 1); i++)
		put_location(t, to + i * sizeof(u32), -EFAULT);
}

/**
 * probe_fetch - fetch all arguments of a probe
 * @prog: their programs
 * @nr: how many
 * @c: from where
 * @rec: into this record
 * @fixed: bytes of it without texts
 * @room: bytes that it may take
 * @faults: counts those that could not be fetched
 *
 * Context: any, preemption disabled, unless @c says that it may sleep.
 * Return: bytes that it takes
 */
unsigned int probe_fetch(const struct fetch_prog *prog, unsigned int nr, const struct fetch_ctx *c,
			 void *rec, unsigned int fixed, unsigned int room, unsigned int *faults)
{
	struct texts t = { .rec = rec, .end = fixed, .room = room };
	unsigned long value;
	int ret;

	for (; nr; nr--, prog++) {
		void *to = rec + prog->offset;

		ret = run_steps(prog, c, &value);
		if (unlikely(ret))
			nothing(prog, &t, to);
		else if (likely(prog->end == END_VALUE && !prog->bits))
			put_value(to, value, prog->size);
		else
			ret = rare_end(prog, c, &t, to, value);
		if (unlikely(ret))
			++*faults;
	}
	return t.end;
}
