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
struct return_user;
struct shadow_frame;
struct task_struct;

typedef void (*rethook_handler_t)(struct rethook_node *node, void *data,
				  unsigned long ret_addr, struct pt_regs *regs);

/**
 * struct rethook - one user of return hooks
 * @data: handed to the handler
 * @handler: called at the return
 * @user: as the shadow stack knows it
 * @words: of a frame's data
 * @pooled: nodes are too large for the shadow stack: they come from @pool
 * @stopped: hooks no call any more
 * @pool: nodes not in use
 * @rcu: frees it
 */
struct rethook {
	void			*data;
	rethook_handler_t	handler;
	struct return_user	*user;
	unsigned int		words;
	bool			pooled;
	bool			stopped;
	struct objpool_head	pool;
	struct rcu_head		rcu;
};

/**
 * struct rethook_node - one call whose return is hooked
 * @rethook: whose node it is
 * @ret_addr: where the call really returns to
 * @frame: its frame on the shadow stack
 */
struct rethook_node {
	struct rethook		*rethook;
	unsigned long		ret_addr;
	struct shadow_frame	*frame;
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

/* The architecture's part: the trampoline, and where the return address of a call is */
void arch_rethook_trampoline(void);
unsigned long *arch_return_slot(struct pt_regs *regs);

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
