/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of the kernel as the filter compiler and its evaluator want, in user
 * space: read before every source file, in place of all its headers.
 */
#ifndef _SHIM_H
#define _SHIM_H

#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

#define BIT(n)		(1UL << (n))
#define U16_MAX		0xffff
#define BITS_PER_BYTE	8
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define noinline	__attribute__((noinline))
#define unlikely(x)	__builtin_expect(!!(x), 0)
#define barrier()	__asm__ volatile("" : : : "memory")
#define WRITE_ONCE(x, v) ((x) = (v))
#define min_t(type, a, b) ((type)(a) < (type)(b) ? (type)(a) : (type)(b))
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#define __user
#define __percpu
#define is_power_of_2(n) ((n) && !((n) & ((n) - 1)))
#define ilog2(n)	(63 - __builtin_clzll(n))
#define get_unaligned(p) ({						\
	__typeof__(({ __auto_type __t = *(p); __t; })) __v;		\
	memcpy(&__v, p, sizeof(__v)); __v; })

/* ---- errors, memory ---- */

#define GFP_KERNEL	0
#define ERR_PTR(e)	((void *)(long)(e))
#define IS_ERR(p)	((unsigned long)(p) >= (unsigned long)-4095)
#define PTR_ERR(p)	((long)(p))
#define struct_size(p, member, n) (sizeof(*(p)) + sizeof((p)->member[0]) * (n))
#define kvzalloc(size, gfp)	calloc(1, size)
#define kvmalloc_array(n, size, gfp) calloc(n, size)
#define kvfree(p)	free((void *)(p))

struct rcu_head {
	void *func[2];
};

/* ---- one CPU, one thread ---- */

struct mutex {
	int unused;
};

#define DEFINE_MUTEX(name)	struct mutex name
#define guard(type)		(void)
#define this_cpu_ptr(p)		(p)
#define this_cpu_inc_return(v)	(++(v))
#define this_cpu_dec(v)		((v)--)
#define alloc_percpu(type)	((type *)calloc(1, sizeof(type)))
#define raw_smp_processor_id()	5U
#define nmi_uaccess_okay()	true

#define TASK_COMM_LEN	16
static struct {
	char comm[TASK_COMM_LEN];
} shim_current __attribute__((unused)) = { "a task" };
#define current (&shim_current)

/* ---- text ---- */

#define KSYM_NAME_LEN	512

static inline const char *skip_spaces(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

static inline size_t str_has_prefix(const char *s, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(s, prefix, len) ? 0 : len;
}

#define strscpy(to, from, size) snprintf(to, size, "%s", from)

static inline int kstrtoull(const char *s, int base, u64 *v)
{
	char *end;

	errno = 0;
	*v = strtoull(s, &end, base);
	return errno || *end || end == s ? -EINVAL : 0;
}

#define kstrtoul(s, base, v) kstrtoull(s, base, (u64 *)(v))

static inline bool strnstr(const char *s, const char *what, size_t len)
{
	return memmem(s, len, what, strlen(what));
}

static inline bool glob_match(const char *pattern, const char *s)
{
	return !fnmatch(pattern, s, 0);
}

/* Addresses below 4096 fault */
static inline long shim_copy(char *to, const char *from, long max)
{
	long i;

	if ((unsigned long)from < 4096)
		return -EFAULT;
	for (i = 0; i < max; i++) {
		to[i] = from[i];
		if (!to[i])
			return i + 1;
	}
	to[max - 1] = '\0';
	return max;
}

#define strncpy_from_kernel_nofault(to, from, max) shim_copy(to, from, max)
#define strncpy_from_user_nofault(to, from, max) shim_copy(to, from, max)

/* ---- functions: "f" is at 0x1000, 256 bytes long ---- */

static inline unsigned long kallsyms_lookup_name(const char *name)
{
	return strcmp(name, "f") ? 0 : 0x1000;
}

static inline int kallsyms_lookup_size_offset(unsigned long addr, unsigned long *size,
					      unsigned long *offset)
{
	if (addr < 0x1000 || addr >= 0x1100)
		return 0;
	*size = 0x100;
	*offset = addr - 0x1000;
	return 1;
}

/* ---- CPUs: a hundred of them ---- */

#define nr_cpu_ids	100U

struct cpumask {
	unsigned long bits[2];
};

#define cpumask_size()	sizeof(struct cpumask)
#define to_cpumask(p)	((struct cpumask *)(p))
#define cpumask_bits(m)	((m)->bits)

static inline bool test_bit(unsigned long n, const unsigned long *bits)
{
	return bits[n / 64] >> n % 64 & 1;
}

static inline unsigned int find_next_bit(const unsigned long *bits, unsigned int max,
					 unsigned int n)
{
	while (n < max && !test_bit(n, bits))
		n++;
	return n < max ? n : max;
}

static inline bool bitmap_intersects(const unsigned long *a, const unsigned long *b,
				     unsigned int nr)
{
	unsigned int n;

	for (n = 0; n < nr; n++) {
		if (test_bit(n, a) && test_bit(n, b))
			return true;
	}
	return false;
}

static inline bool bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int nr)
{
	unsigned int n;

	for (n = 0; n < nr; n++) {
		if (test_bit(n, a) != test_bit(n, b))
			return false;
	}
	return true;
}

#define cpumask_first(m)	find_next_bit((m)->bits, nr_cpu_ids, 0)
#define cpumask_empty(m)	(cpumask_first(m) >= nr_cpu_ids)

static inline unsigned int cpumask_weight(const struct cpumask *m)
{
	return __builtin_popcountl(m->bits[0]) + __builtin_popcountl(m->bits[1]);
}

static inline unsigned int cpumask_last(const struct cpumask *m)
{
	return m->bits[1] ? 64 + ilog2(m->bits[1]) : ilog2(m->bits[0]);
}

static inline int cpulist_parse(const char *s, struct cpumask *m)
{
	unsigned int from, to;
	int n;

	memset(m, 0, sizeof(*m));
	while (*s) {
		if (sscanf(s, "%u-%u%n", &from, &to, &n) != 2) {
			if (sscanf(s, "%u%n", &from, &n) != 1)
				return -EINVAL;
			to = from;
		}
		s += n;
		if (from > to || to >= nr_cpu_ids || (*s && *s++ != ','))
			return -EINVAL;
		for (; from <= to; from++)
			m->bits[from / 64] |= 1UL << from % 64;
	}
	return 0;
}

/* ---- trace events ---- */

#define MAX_FILTER_STR_VAL	256U

enum {
	FILTER_OTHER,
	FILTER_STATIC_STRING,
	FILTER_DYN_STRING,
	FILTER_RDYN_STRING,
	FILTER_PTR_STRING,
	FILTER_TRACE_FN,
	FILTER_CPUMASK,
	FILTER_COMM,
	FILTER_CPU,
	FILTER_STACKTRACE,
};

struct trace_entry {
	u64		common;
};

struct trace_event_field {
	const char	*type;
	const char	*name;
	u16		offset;
	u16		size;
	u16		len;
	u8		filter_type;
	u8		is_signed;
};

#endif /* _SHIM_H */
