// SPDX-License-Identifier: GPL-2.0
/*
 * Filters on records: run the program that parse.c has made.
 *
 * Any context, NMI included.  Nothing here trusts a record: strings need no
 * end, dynamic fields are taken as long as they say, pointers may be wild.
 * Memory outside of the record is copied first, to one of four buffers a CPU:
 * a task, a softirq, an interrupt and an NMI may be in here at once.
 */
#include <linux/cpumask.h>
#include <linux/glob.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>

#include <asm/tlbflush.h>

#include "filter.h"

/* No string elsewhere is compared further than this */
#define SCRATCH_SIZE	1024
#define SCRATCH_DEPTH	4

struct scratch {
	unsigned int	depth;
	char		buf[SCRATCH_DEPTH][SCRATCH_SIZE];
};

/* Made when the first filter needs it, and kept */
static struct scratch __percpu *scratches;
static DEFINE_MUTEX(scratch_lock);

/**
 * filter_need_scratch - a filter is going to copy strings
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM
 */
int filter_need_scratch(void)
{
	struct scratch __percpu *new;

	guard(mutex)(&scratch_lock);
	if (scratches)
		return 0;
	new = alloc_percpu(struct scratch);
	if (!new)
		return -ENOMEM;
	/* filters that find their way to records are published later, with a barrier */
	WRITE_ONCE(scratches, new);
	return 0;
}

static bool string_matches(const struct filter_insn *in, const char *str, size_t max)
{
	size_t len = strnlen(str, max);

	switch (in->match) {
	case MATCH_WHOLE:
		return len == in->len && !memcmp(str, in->pattern, len);
	case MATCH_FRONT:
		return len >= in->len && !memcmp(str, in->pattern, in->len);
	case MATCH_END:
		return len >= in->len && !memcmp(str + len - in->len, in->pattern, in->len);
	case MATCH_INSIDE:
		return strnstr(str, in->pattern, len);
	default:
		/* the callers see to it that globs get terminated strings */
		return glob_match(in->pattern, str);
	}
}

/* Copy a string with @how, and compare the copy */
enum copy_how { COPY_RECORD, COPY_KERNEL, COPY_USER };

static noinline bool string_copy_matches(const struct filter_insn *in, const char *str,
					 size_t max, enum copy_how how)
{
	unsigned int depth = this_cpu_inc_return(scratches->depth) - 1;
	bool hit = false;
	long len;
	char *buf;

	/* What interrupts us puts the depth back as it was */
	if (depth >= SCRATCH_DEPTH)
		goto out;
	buf = this_cpu_ptr(scratches)->buf[depth];
	max = min_t(size_t, max, SCRATCH_SIZE - 1);
	switch (how) {
	case COPY_RECORD:
		memcpy(buf, str, max);
		len = max;
		break;
	case COPY_KERNEL:
		len = strncpy_from_kernel_nofault(buf, str, SCRATCH_SIZE);
		break;
	default:
		len = -EFAULT;
		if (nmi_uaccess_okay())
			len = strncpy_from_user_nofault(buf, (const char __user *)str,
							SCRATCH_SIZE);
	}
	if (len >= 0) {
		buf[min_t(long, len, SCRATCH_SIZE - 1)] = '\0';
		hit = string_matches(in, buf, SCRATCH_SIZE);
	}
out:
	this_cpu_dec(scratches->depth);
	return hit;
}

static bool string_in_record(const struct filter_insn *in, const char *str, size_t max)
{
	if (in->match == MATCH_GLOB && unlikely(!memchr(str, '\0', max)))
		return string_copy_matches(in, str, max, COPY_RECORD);
	return string_matches(in, str, max);
}

/* Dynamic fields: a u32 in the record tells where the data is, and its length */
static const void *dynamic_data(const struct filter_insn *in, const void *rec, unsigned int *len)
{
	u32 where = get_unaligned((const u32 *)(rec + in->offset));
	unsigned int offset = where & 0xffff;

	if (in->relative)
		offset += in->offset + sizeof(u32);
	*len = where >> 16;
	return rec + offset;
}

static bool cpus_match(const struct filter_insn *in, const void *rec)
{
	unsigned int len, bits;
	const unsigned long *mask = dynamic_data(in, rec, &len);

	bits = min_t(unsigned int, len * BITS_PER_BYTE, nr_cpu_ids);
	if (in->op == OP_CPUS_MEET)
		return bitmap_intersects(mask, in->cpus, bits);
	return bitmap_equal(mask, in->cpus, bits) &&
		find_next_bit(in->cpus, nr_cpu_ids, bits) >= nr_cpu_ids;
}

static u64 load(const void *p, unsigned int size)
{
	switch (size) {
	case 1:
		return *(const u8 *)p;
	case 2:
		return get_unaligned((const u16 *)p);
	case 4:
		return get_unaligned((const u32 *)p);
	default:
		return get_unaligned((const u64 *)p);
	}
}

static bool in_cpus(const struct filter_insn *in, u64 cpu)
{
	return cpu < nr_cpu_ids && test_bit(cpu, in->cpus);
}

static bool insn_rare(const struct filter_insn *in, const void *rec)
{
	const void *p = rec + in->offset;
	unsigned int len;

	switch (in->op) {
	case OP_RANGE_THIS_CPU:
		return raw_smp_processor_id() - (u32)in->low <= (u32)in->width;
	case OP_BITS_THIS_CPU:
		return raw_smp_processor_id() & in->bits;
	case OP_BITS:
		return load(p, in->size) & in->bits;
	case OP_IN_CPUS:
		return in_cpus(in, load(p, in->size));
	case OP_THIS_IN_CPUS:
		return in_cpus(in, raw_smp_processor_id());
	case OP_CPUS_MEET:
	case OP_CPUS_SAME:
		return cpus_match(in, rec);
	case OP_STRING:
		return string_in_record(in, p, in->size);
	case OP_STRING_DYN:
		p = dynamic_data(in, rec, &len);
		return string_in_record(in, p, len);
	case OP_STRING_PTR:
		return string_copy_matches(in, get_unaligned((const char **)p),
					   SCRATCH_SIZE, COPY_KERNEL);
	case OP_STRING_USER:
		return string_copy_matches(in, get_unaligned((const char **)p),
					   SCRATCH_SIZE, COPY_USER);
	case OP_STRING_COMM:
		return string_matches(in, current->comm, TASK_COMM_LEN);
	}
	return false;
}

/* The answer of one of the instructions that are worth a short way */
static __always_inline bool insn_usual(const struct filter_insn *in, const void *rec, bool *yes)
{
	const void *p = rec + in->offset;

	switch (in->op) {
	case OP_RANGE_8:
		*yes = get_unaligned((const u64 *)p) - in->low <= in->width;
		return true;
	case OP_RANGE_4:
		*yes = get_unaligned((const u32 *)p) - (u32)in->low <= (u32)in->width;
		return true;
	case OP_RANGE_2:
		*yes = (u16)(get_unaligned((const u16 *)p) - in->low) <= (u16)in->width;
		return true;
	case OP_RANGE_1:
		*yes = (u8)(*(const u8 *)p - in->low) <= (u8)in->width;
		return true;
	}
	return false;
}

/* Go on at @in, whatever comes */
static noinline bool match_any(const struct event_filter *filter, const void *rec,
			       const struct filter_insn *in)
{
	unsigned int place;
	bool yes;

	for (;;) {
		if (!insn_usual(in, rec, &yes))
			yes = insn_rare(in, rec);
		place = in->next[yes];
		if (place >= FILTER_DROP)
			return place & 1;
		in = insn_at(filter, place);
	}
}

/**
 * filter_match - does a record pass a filter?
 * @filter: the filter
 * @rec: the record, from its common fields on
 *
 * Most filters end in here, where no register needs to be saved.
 *
 * Context: any, with preemption disabled: a grace period frees filters.
 * Return: true if it does
 */
bool filter_match(const struct event_filter *filter, const void *rec)
{
	const struct filter_insn *in = filter->insn;
	unsigned int place;
	bool yes;

	while (insn_usual(in, rec, &yes)) {
		place = in->next[yes];
		if (place >= FILTER_DROP)
			return place & 1;
		in = insn_at(filter, place);
	}
	return match_any(filter, rec, in);
}
