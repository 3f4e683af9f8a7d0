/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the core of the ring buffer takes from the kernel, for user space. The
 * files of kernel/trace/ring that need no more than this are compiled as they
 * are; the kernel headers they name are empty here, and this one is included
 * first.
 *
 * Every access to shared state calls point(), which is nothing, or the
 * explorer's. What is read, changed and written in several steps there has a
 * point in between here, too: a value is computed before the point of its store.
 */
#ifndef _RING_SHIM_H
#define _RING_SHIM_H

#define _GNU_SOURCE
#include <assert.h>
#include <errno.h>
#include <limits.h>
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
typedef int64_t s64;
typedef uint32_t __u32;
typedef uint64_t __u64;
typedef unsigned int gfp_t;
typedef unsigned int __poll_t;
typedef struct poll_table_struct poll_table;

#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define U32_MAX			UINT32_MAX
#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define noinline		__attribute__((noinline))
#ifndef __always_inline
#define __always_inline		inline __attribute__((always_inline))
#endif
#define __uninitialized
#define __aligned(n)		__attribute__((aligned(n)))
#define ____cacheline_aligned	__aligned(64)
#define __printf(a, b)		__attribute__((format(printf, a, b)))
#define EXPORT_SYMBOL_GPL(x)
#define CONFIG_RING_BUFFER_ALLOW_SWAP 1
#define GFP_KERNEL		0
#define swap(a, b)		do { __typeof__(a) __a = (a); (a) = (b); (b) = __a; } while (0)
#define min(a, b)		((a) < (b) ? (a) : (b))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define clamp(v, lo, hi)	min(max(v, lo), hi)
#define clamp_t(t, v, lo, hi)	min_t(t, max_t(t, v, lo), hi)
#define mult_frac(x, n, d)	((u32)((u64)(x) * (n) / (d)))
#define struct_size(p, member, n) (sizeof(*(p)) + sizeof((p)->member[0]) * (n))
#define OPTIMIZER_HIDE_VAR(v)	__asm__("" : "+r"(v))
#define WARN_ON_ONCE(x)		({ bool __w = (x); if (__w) abort(); __w; })
#define get_unaligned(p)	({ __typeof__(*(p)) __u; memcpy(&__u, p, sizeof(__u)); __u; })
#define put_unaligned(v, p)	({ __typeof__(*(p)) __u = (v); memcpy(p, &__u, sizeof(__u)); })
#define max_t(t, a, b)		((t)(a) > (t)(b) ? (t)(a) : (t)(b))
#define min_t(t, a, b)		((t)(a) < (t)(b) ? (t)(a) : (t)(b))
struct hlist_node { void *next; };
struct lock_class_key;
struct file;
struct vm_area_struct;

#ifdef __SANITIZE_THREAD__
#define __no_kcsan		__attribute__((no_sanitize("thread")))
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define __no_kcsan		__attribute__((no_sanitize("thread")))
#endif
#endif
#ifndef __no_kcsan
#define __no_kcsan
#endif

#ifdef EXPLORE
void point(void);
/* The explorer's store buffer: the store that follows may be seen late; it is seen. */
void shim_delay(void *where);
void shim_drain(void);
#else
static inline void point(void) { }
#define shim_delay(p)		((void)(p))
#define shim_drain()		((void)0)
#endif

/* Kernel accesses of one word are single accesses here too. */
#define READ_ONCE(x)		({ point(); __atomic_load_n(&(x), __ATOMIC_RELAXED); })
#define WRITE_ONCE(x, v)							\
	({ __typeof__(x) __v = (v); point(); shim_drain();			\
	   __atomic_store_n(&(x), __v, __ATOMIC_RELAXED); })
#define smp_load_acquire(p)	({ point(); __atomic_load_n(p, __ATOMIC_ACQUIRE); })
#define smp_store_release(p, v)							\
	({ __typeof__(*(p)) __v = (v); point(); shim_drain(); shim_delay(p);	\
	   __atomic_store_n(p, __v, __ATOMIC_RELEASE); })
#define barrier()		__asm__ __volatile__("" ::: "memory")
/* Thread sanitizer knows no fences; what it must not see is marked. */
#ifdef __SANITIZE_THREAD__
#define smp_rmb()		barrier()
#define smp_wmb()		barrier()
#define smp_mb()		barrier()
#else
#define smp_rmb()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()		__atomic_thread_fence(__ATOMIC_RELEASE)
#define smp_mb()		({ shim_drain(); __atomic_thread_fence(__ATOMIC_SEQ_CST); })
#endif
#define xchg(p, v)								\
	({ point(); shim_drain(); __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST); })
#define try_cmpxchg(p, old, new)						\
	({ point(); shim_drain();						\
	   __atomic_compare_exchange_n(p, old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST); })
#define cmpxchg(p, o, new)							\
	({ __typeof__(*(p)) __o = (o); try_cmpxchg(p, &__o, new); __o; })

typedef struct { int v; } atomic_t;
#define atomic_read(a)		({ point(); __atomic_load_n(&(a)->v, __ATOMIC_RELAXED); })
#define atomic_or(m, a)								\
	({ point(); shim_drain(); __atomic_fetch_or(&(a)->v, m, __ATOMIC_SEQ_CST); })
#define atomic_andnot(m, a)							\
	({ point(); shim_drain(); __atomic_fetch_and(&(a)->v, ~(m), __ATOMIC_SEQ_CST); })
#define atomic_inc(a)		__atomic_fetch_add(&(a)->v, 1, __ATOMIC_SEQ_CST)
#define atomic_dec(a)		__atomic_fetch_sub(&(a)->v, 1, __ATOMIC_SEQ_CST)

typedef struct { long v; } local_t;
#define local_read(l)		__atomic_load_n(&(l)->v, __ATOMIC_RELAXED)
#define local_set(l, n)								\
	({ long __n = (n); point(); shim_drain();				\
	   __atomic_store_n(&(l)->v, __n, __ATOMIC_RELAXED); })
static inline void local_inc(local_t *l)
{
	point();
	shim_drain();
	/* One instruction: whole against signals, as in the kernel against interrupts. */
	__asm__ __volatile__("incq %0" : "+m"(l->v));
}

#define ring_point()		point()
#define BUILD_BUG_ON(x)		_Static_assert(!(x), #x)

/* Preemption: a writer has a CPU of its own; contexts are what the test says. */
extern __thread u32 shim_context;
#define NMI_MASK		0x00f00000
#define HARDIRQ_MASK		0x000f0000
#define SOFTIRQ_OFFSET		0x00000100
#define preempt_count()		shim_context
#define preempt_disable_notrace() barrier()
#define preempt_enable_notrace() barrier()
#define raw_smp_processor_id()	0
#define nr_cpu_ids		1U
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define cpu_online(cpu)		true
#define irqs_disabled()		true
#define local_irq_save(f)	((void)(f))
#define local_irq_restore(f)	((void)(f))

typedef struct { bool v; } raw_spinlock_t;
#define raw_spin_lock_init(l)	((l)->v = false)
#define raw_spin_trylock(l)	(!__atomic_exchange_n(&(l)->v, true, __ATOMIC_ACQUIRE))
#define raw_spin_unlock(l)	__atomic_store_n(&(l)->v, false, __ATOMIC_RELEASE)
void shim_spin(void);
#define raw_spin_lock(l)	do { while (!raw_spin_trylock(l)) shim_spin(); } while (0)
#define raw_spin_lock_nested(l, n) raw_spin_lock(l)
#define raw_spin_lock_irqsave(l, f)	({ (void)(f); raw_spin_lock(l); })
#define raw_spin_unlock_irqrestore(l, f) ({ (void)(f); raw_spin_unlock(l); })

static inline void shim_unlock(raw_spinlock_t **l) { raw_spin_unlock(*l); }
static inline raw_spinlock_t *shim_lock(raw_spinlock_t *l) { raw_spin_lock(l); return l; }
#define guard(kind)		shim_guard
#define shim_guard(l)							\
	raw_spinlock_t *__guard __attribute__((cleanup(shim_unlock))) = shim_lock(l)

struct mutex { int unused; };

/* Waiting and waking: what happens then is the program's, see explore.c. */
struct irq_work { int unused; };
struct timer_list { bool pending; };
typedef struct { int unused; } wait_queue_head_t;
#define init_waitqueue_head(q)	((void)(q))
#define DEFINE_WAIT(w)		int w __attribute__((unused))
#define TASK_INTERRUPTIBLE	1
#define ERESTARTSYS		512
#define EPOLLIN			1
#define EPOLLRDNORM		0x40
#define EPOLLERR		8
#define jiffies			0UL
#define timer_pending(t)	((t)->pending)
#define mod_timer(t, when)	((void)(when), (t)->pending = true)
#define container_of(p, type, member) ((type *)((char *)(p) - offsetof(type, member)))
#define from_timer(var, t, field) container_of(t, __typeof__(*var), field)
#define prepare_to_wait(q, w, state) shim_prepare_to_wait(q)
#define finish_wait(q, w)	shim_finish_wait(q)
#define signal_pending(task)	shim_signal_pending()
#define wq_has_sleeper(q)	((void)(q), false)
#define poll_wait(file, q, table) ((void)(q))
bool irq_work_queue(struct irq_work *work);
void wake_up_all(wait_queue_head_t *q);
void shim_prepare_to_wait(wait_queue_head_t *q);
void shim_finish_wait(wait_queue_head_t *q);
bool shim_signal_pending(void);
void schedule(void);

extern u64 (*shim_clock)(void);
#ifdef SHIM_TSC
static __always_inline u64 sched_clock_noinstr(void) { return __builtin_ia32_rdtsc(); }
#else
static inline u64 sched_clock_noinstr(void) { return shim_clock(); }
#endif

#ifdef SHIM_PAGE_SIZE
#define PAGE_SIZE		SHIM_PAGE_SIZE
#else
extern u32 shim_page_size;
#define PAGE_SIZE		((unsigned long)shim_page_size)
#endif

static inline void *kmalloc(size_t size, gfp_t gfp) { (void)gfp; return malloc(size); }
static inline void kfree(void *p) { free(p); }
#define kvmalloc		kmalloc
#define kvfree			kfree

#endif /* _RING_SHIM_H */
