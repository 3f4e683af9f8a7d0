/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Return hooks for kretprobes: a handler called when a function that was
 * hooked at its entry returns.
 */
#ifndef _LINUX_RETHOOK_H
#define _LINUX_RETHOOK_H

#include <linux/compiler.h>
#include <linux/kallsyms.h>
#include <linux/llist.h>
#include <linux/objpool.h>
#include <linux/rcupdate.h>

struct pt_regs;
struct rethook_node;
struct task_struct;

typedef void (*rethook_handler_t)(struct rethook_node *node, void *data,
				  unsigned long ret_addr, struct pt_regs *regs);

/* One user of return hooks */
struct rethook {
	/* Handed to the handler */
	void			*data;
	/*
	 * Called at the return; NULL once the rethook is stopped.  Spelled out
	 * because sparse cannot take __rcu on a typedef.
	 */
	void (__rcu *handler)(struct rethook_node *node, void *data,
			      unsigned long ret_addr, struct pt_regs *regs);
	/* Nodes not in use */
	struct objpool_head	pool;
	/* Frees it */
	struct rcu_head		rcu;
};

/**
 * struct rethook_node - one call whose return is hooked
 * @rcu: frees it when its rethook has gone
 * @llist: the task's pending nodes, innermost first
 * @rethook: whose node it is
 * @ret_addr: where the call really returns to
 * @frame: tells the call's stack frame from others
 */
struct rethook_node {
	struct rcu_head		rcu;
	struct llist_node	llist;
	struct rethook		*rethook;
	unsigned long		ret_addr;
	unsigned long		frame;
};

/* A user's life */
struct rethook *rethook_alloc(void *data, rethook_handler_t handler, int node_size, int nr);
void rethook_free(struct rethook *rh);
void rethook_stop(struct rethook *rh);

/* A call's */
struct rethook_node *rethook_try_get(struct rethook *rh);
void rethook_hook(struct rethook_node *n, struct pt_regs *regs, bool at_fentry);
void rethook_recycle(struct rethook_node *n);

/* For unwinders */
unsigned long rethook_find_ret_addr(struct task_struct *task, unsigned long frame,
				    struct llist_node **at);

/* The architecture's part */
void arch_rethook_trampoline(void);
void arch_rethook_prepare(struct rethook_node *n, struct pt_regs *regs, bool at_fentry);
void arch_rethook_fixup_return(struct pt_regs *regs, unsigned long ret_addr);
unsigned long rethook_trampoline_handler(struct pt_regs *regs, unsigned long frame);

static inline bool is_rethook_trampoline(unsigned long addr)
{
	return addr == (unsigned long)dereference_symbol_descriptor(arch_rethook_trampoline);
}

#ifdef CONFIG_RETHOOK
void rethook_flush_task(struct task_struct *tk);
#else
#define rethook_flush_task(tsk)	do { } while (0)
#endif

#endif /* _LINUX_RETHOOK_H */
