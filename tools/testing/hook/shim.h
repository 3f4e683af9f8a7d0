/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of the kernel as function hooks want, in user space: read before every
 * source file, in place of the headers it includes.  One CPU, one thread.
 */
#ifndef _SHIM_H
#define _SHIM_H

#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#define CONFIG_MODULES 1
#define CONFIG_DYNAMIC_FTRACE 1
#define CONFIG_DYNAMIC_FTRACE_WITH_ARGS 1
#define CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS 1
#define CONFIG_FTRACE_MCOUNT_RECORD 1
#define CONFIG_FUNCTION_TRACER 1
#define CONFIG_HAVE_DYNAMIC_FTRACE_WITH_ARGS 1

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int64_t s64;
typedef unsigned int gfp_t;
typedef u64 cycles_t;

#define U16_MAX			0xffff
#define BITS_PER_LONG		64
#define BIT(n)			(1UL << (n))
#define BITS_TO_LONGS(n)	DIV_ROUND_UP(n, BITS_PER_LONG)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define round_down(n, d)	((n) & ~((__typeof__(n))(d) - 1))
#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#define min(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ < b_ ? a_ : b_; })
#define max(a, b) ({ __typeof__(a) a_ = (a); __typeof__(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define swap(a, b) do { __typeof__(a) t_ = (a); (a) = (b); (b) = t_; } while (0)
#define hweight_long(w)		((unsigned int)__builtin_popcountl(w))
#define __ffs(w)		((unsigned int)__builtin_ctzl(w))
#define __set_bit(n, map)	((map)[(n) / BITS_PER_LONG] |= BIT((n) % BITS_PER_LONG))
#define __clear_bit(n, map)	((map)[(n) / BITS_PER_LONG] &= ~BIT((n) % BITS_PER_LONG))
#define likely(x)		(x)
#define unlikely(x)		(x)
#define READ_ONCE(x)		(x)
#define WRITE_ONCE(x, v)	((x) = (v))
#define static_assert		_Static_assert
#undef __always_inline
#define __always_inline		inline __attribute__((always_inline))
#define __counted_by(n)
#define __init
#define __initdata
#define __must_check		__attribute__((warn_unused_result))
#define __packed		__attribute__((packed))
#define __read_mostly
#define __rcu
#define EXPORT_SYMBOL_GPL(s)	struct shim_unused
#define early_initcall(fn)	int (*const shim_early_##fn)(void) = fn
#define late_initcall(fn)	int (*const shim_late_##fn)(void) = fn
#define lower_32_bits(n)	((u32)(n))

/* ---- complaints ---- */

void shim_fail(const char *what, ...) __attribute__((format(printf, 1, 2), noreturn));

#define pr_info(...)		((void)0)
#define pr_warn(...)		((void)0)
#define pr_err(...)		((void)0)
#define WARN_ON_ONCE(c)		((c) ? shim_fail("WARN_ON_ONCE(%s)", #c) : false)

/* ---- locks ---- */

struct mutex {
	bool held;
};

#define DEFINE_MUTEX(name)	struct mutex name
#define lockdep_is_held(m)	((m)->held)
#define lockdep_assert_held(m)	shim_assert((m)->held, "lock not held")

#define shim_assert(c, what) do { if (!(c)) shim_fail("%s: %s", __func__, what); } while (0)

static inline struct mutex *shim_lock(struct mutex *m)
{
	shim_assert(!m->held, "lock taken twice");
	m->held = true;
	return m;
}

static inline void shim_unlock(struct mutex *m)
{
	shim_assert(m->held, "lock is not taken");
	m->held = false;
}

static inline void shim_unguard(struct mutex **m)
{
	shim_unlock(*m);
}

#define mutex_lock(m)		((void)shim_lock(m))
#define mutex_unlock(m)		shim_unlock(m)
#define guard(name)		shim_guard_##name
#define shim_guard_mutex(m)	struct mutex *shim_guard \
	__attribute__((unused, cleanup(shim_unguard))) = shim_lock(m)

extern struct mutex text_mutex;

#define cpus_read_lock()	((void)0)
#define cpus_read_unlock()	((void)0)

typedef struct { int n; } refcount_t;
#define refcount_set(r, v)	((r)->n = (v))
#define refcount_inc(r)		((r)->n++)

static inline bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *m)
{
	shim_assert(r->n > 0, "reference put twice");
	if (--r->n)
		return false;
	mutex_lock(m);
	return true;
}

#define rcu_read_lock()		((void)0)
#define rcu_read_unlock()	((void)0)
#define rcu_is_watching()	true

struct rcu_head {
	int unused;
};

/* Tasks that were preempted in a trampoline come to its end. */
void shim_tasks_go_on(void);
#define synchronize_rcu_tasks()		shim_tasks_go_on()
#define synchronize_rcu_tasks_rude()	((void)0)

/* ---- memory: any allocation may be told to fail ---- */

#define GFP_KERNEL	0

void *shim_alloc(size_t size, bool zero);
void *shim_realloc(void *p, size_t size);
void shim_free(const void *p);

#define struct_size(p, member, n) (sizeof(*(p)) + sizeof((p)->member[0]) * (n))
#define kmalloc(size, gfp)		shim_alloc(size, false)
#define kzalloc(size, gfp)		shim_alloc(size, true)
#define kvzalloc(size, gfp)		shim_alloc(size, true)
#define kcalloc(n, size, gfp)		shim_alloc((n) * (size), true)
#define kvcalloc(n, size, gfp)		shim_alloc((n) * (size), true)
#define kvmalloc_array(n, size, gfp)	shim_alloc((n) * (size), false)
#define krealloc_array(p, n, size, gfp)	shim_realloc(p, (n) * (size))
#define kfree(p)			shim_free(p)
#define kvfree(p)			shim_free(p)
#define kfree_rcu(p, member)		shim_free(p)
#define kvfree_rcu(p, member)		shim_free(p)

static inline void *kmemdup(const void *from, size_t size, gfp_t gfp)
{
	void *p = shim_alloc(size, false);

	return p ? memcpy(p, from, size) : NULL;
}

static inline char *kmemdup_nul(const void *from, size_t len, gfp_t gfp)
{
	char *p = shim_alloc(len + 1, true);

	return p ? memcpy(p, from, len) : NULL;
}

#define ERR_PTR(e)		((void *)(long)(e))
#define PTR_ERR(p)		((long)(p))
#define IS_ERR(p)		((unsigned long)(p) >= (unsigned long)-4095)
#define PTR_ERR_OR_ZERO(p)	(IS_ERR(p) ? (int)PTR_ERR(p) : 0)

/* ---- lists, hash tables, ids ---- */

struct list_head {
	struct list_head *next, *prev;
};

struct hlist_node {
	struct hlist_node *next, **pprev;
};

struct hlist_head {
	struct hlist_node *first;
};

#define LIST_HEAD(name)		struct list_head name = { &(name), &(name) }
#define list_empty(h)		((h)->next == (h))
#define list_entry(p, type, member) container_of(p, type, member)

static inline void INIT_LIST_HEAD(struct list_head *h)
{
	h->next = h;
	h->prev = h;
}

static inline void list_add(struct list_head *new, struct list_head *h)
{
	new->next = h->next;
	new->prev = h;
	h->next->prev = new;
	h->next = new;
}

static inline void list_add_tail(struct list_head *new, struct list_head *h)
{
	list_add(new, h->prev);
}

static inline void list_del(struct list_head *e)
{
	e->prev->next = e->next;
	e->next->prev = e->prev;
	e->next = NULL;
	e->prev = NULL;
}

static inline void list_splice(struct list_head *list, struct list_head *h)
{
	if (list_empty(list))
		return;
	list->prev->next = h->next;
	h->next->prev = list->prev;
	list->next->prev = h;
	h->next = list->next;
}

static inline void list_splice_init(struct list_head *list, struct list_head *h)
{
	list_splice(list, h);
	INIT_LIST_HEAD(list);
}

#define list_add_tail_rcu	list_add_tail
#define list_del_rcu		list_del
#define list_for_each_entry(p, h, member)					\
	for (p = list_entry((h)->next, __typeof__(*p), member); &p->member != (h);	\
	     p = list_entry(p->member.next, __typeof__(*p), member))
#define list_for_each_entry_safe(p, n, h, member)				\
	for (p = list_entry((h)->next, __typeof__(*p), member),			\
	     n = list_entry(p->member.next, __typeof__(*p), member); &p->member != (h);	\
	     p = n, n = list_entry(n->member.next, __typeof__(*n), member))
#define list_for_each_entry_rcu(p, h, member, cond...) list_for_each_entry(p, h, member)

/* One bucket: all that differ by their keys alone meet. */
#define DEFINE_HASHTABLE(name, bits)	struct hlist_head name[1]
#define hash_long(n, bits)		((n) * 0x61c8864680b583ebUL >> (64 - (bits)))

static inline void shim_hash_add(struct hlist_head *h, struct hlist_node *n)
{
	n->next = h->first;
	if (h->first)
		h->first->pprev = &n->next;
	h->first = n;
	n->pprev = &h->first;
}

static inline void hash_del(struct hlist_node *n)
{
	if (!n->pprev)
		return;
	*n->pprev = n->next;
	if (n->next)
		n->next->pprev = n->pprev;
	n->pprev = NULL;
}

#define hash_add(table, n, key)	shim_hash_add(table, n)
#define hash_for_each_possible(table, p, member, key)				\
	for (struct hlist_node *n_ = (table)->first;				\
	     n_ && (p = container_of(n_, __typeof__(*p), member), true); n_ = n_->next)

struct ida {
	u64 map[(U16_MAX + 1) / 64];
};

#define DEFINE_IDA(name)	struct ida name

static inline int ida_alloc_max(struct ida *ida, unsigned int highest, gfp_t gfp)
{
	for (unsigned int id = 0; id <= highest; id++) {
		if (ida->map[id / 64] & BIT(id % 64))
			continue;
		ida->map[id / 64] |= BIT(id % 64);
		return id;
	}
	return -ENOSPC;
}

static inline void ida_free(struct ida *ida, unsigned int id)
{
	shim_assert(ida->map[id / 64] & BIT(id % 64), "id freed twice");
	ida->map[id / 64] &= ~BIT(id % 64);
}

/* ---- work ---- */

struct work_struct {
	void (*fn)(struct work_struct *work);
};

#define DECLARE_WORK(name, f)	struct work_struct name = { f }
#define system_wq		true
void schedule_work(struct work_struct *work);
#define schedule_timeout_uninterruptible(t) ((void)0)

/* ---- modules, sections, settings ---- */

#define MODULE_NAME_LEN		56
#define KSYM_NAME_LEN		512

struct module {
	char		name[MODULE_NAME_LEN];
	unsigned long	*ftrace_callsites;
	unsigned int	num_ftrace_callsites;
};

bool within_module_init(unsigned long addr, const struct module *mod);
#define is_module_text_address(addr)	true
#define is_kernel_core_data(addr)	false

#define _stext		((char *)0x1000)
#define _etext		((char *)0x2000)
#define __init_begin	((char *)0x8000)
#define __init_end	((char *)0x9000)
#define get_cycles()	1

struct ctl_table {
	const char	*procname;
	void		*data;
	int		maxlen;
	unsigned int	mode;
	int		(*proc_handler)(const struct ctl_table *table, int write, void *buffer,
					size_t *lenp, loff_t *ppos);
	void		*extra1;
	void		*extra2;
};

#define SYSCTL_ZERO	NULL
#define SYSCTL_ONE	NULL
void register_sysctl_init(const char *path, struct ctl_table *table);
int proc_dointvec_minmax(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			 loff_t *ppos);

/* ---- text ---- */

struct seq_file;
#define seq_printf(m, ...)	((void)(m))

bool glob_match(const char *pattern, const char *s);

static inline int kstrtoul(const char *s, int base, unsigned long *v)
{
	char *end;

	*v = strtoul(s, &end, base);
	return *end || end == s ? -EINVAL : 0;
}

static inline void sort(void *base, size_t n, size_t size,
			int (*compare)(const void *a, const void *b), void *swap)
{
	qsort(base, n, size, compare);
}

/* ---- the architecture ---- */

#define MCOUNT_INSN_SIZE		5
#define FTRACE_MCOUNT_MAX_OFFSET	4
#define HOOK_TRAMP_SLOTS		2

struct pt_regs;
struct ftrace_regs;
#define arch_ftrace_get_regs(fregs)		((struct pt_regs *)(fregs))
#define ftrace_regs_get_stack_pointer(fregs)	((unsigned long)(fregs))
#define ftrace_test_recursion_trylock(ip, parent) 0
#define ftrace_test_recursion_unlock(bit)	((void)(bit))
#define kprobe_ftrace_kill()			((void)0)
#define in_lock_functions(ip)			false

#endif /* _SHIM_H */
