/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The lock under which the two buffers of an instance change places.
 *
 * A snapshot may be taken by whatever is traced: the functions of an ordinary
 * lock, lockdep's events, an NMI.  So this lock calls nothing that can be
 * traced, and it knows which CPU has it: who comes upon it held by its own CPU
 * has interrupted the holder, and must not wait.
 *
 * Holders have interrupts off, and do little.  lockdep does not see it; only
 * the ring room's locks are taken within it.
 */
#ifndef _KERNEL_TRACE_CORE_SWAP_LOCK_H
#define _KERNEL_TRACE_CORE_SWAP_LOCK_H

#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/smp.h>

/**
 * struct swap_lock - a lock that tracing may run into
 * @owner: the CPU that has it, plus 1; 0: nobody
 */
struct swap_lock {
	atomic_t	owner;
};

/**
 * swap_lock_try - take the lock, unless that would wait for oneself
 * @lock: the lock
 * @flags: for swap_lock_release()
 *
 * Waits for other CPUs, but not in an NMI: the other one may be in an NMI, too.
 *
 * Context: any.  Return: false if this CPU has it, or an NMI finds it taken
 */
static __always_inline bool swap_lock_try(struct swap_lock *lock, unsigned long *flags)
{
	int me, owner;

	raw_local_irq_save(*flags);
	me = raw_smp_processor_id() + 1;
	for (;;) {
		owner = 0;
		if (likely(atomic_try_cmpxchg_acquire(&lock->owner, &owner, me)))
			return true;
		if (owner == me || in_nmi())
			break;
		cpu_relax();
	}
	raw_local_irq_restore(*flags);
	return false;
}

/* For who cannot have interrupted a holder.  Context: any but NMI, and not what is traced */
static __always_inline unsigned long swap_lock_take(struct swap_lock *lock)
{
	unsigned long flags;

	while (!swap_lock_try(lock, &flags))
		cpu_relax();
	return flags;
}

static __always_inline void swap_lock_release(struct swap_lock *lock, unsigned long flags)
{
	atomic_set_release(&lock->owner, 0);
	raw_local_irq_restore(flags);
}

static inline void swap_lock_assert_held(struct swap_lock *lock)
{
	if (IS_ENABLED(CONFIG_PROVE_LOCKING))
		WARN_ON_ONCE(atomic_read(&lock->owner) != raw_smp_processor_id() + 1);
}

DEFINE_LOCK_GUARD_1(swap_lock, struct swap_lock, _T->flags = swap_lock_take(_T->lock),
		    swap_lock_release(_T->lock, _T->flags), unsigned long flags)

#endif /* _KERNEL_TRACE_CORE_SWAP_LOCK_H */
