// SPDX-License-Identifier: GPL-2.0
/*
 * rethook: handlers at the return of single calls, for kretprobes.
 *
 * A node, with what its user keeps in it, lies in a frame of the shadow stack, so
 * that there are as many as calls.  Nodes too large for that come from a pool,
 * and the frame points to them.
 */
#include <linux/kprobes.h>
#include <linux/preempt.h>
#include <linux/rethook.h>
#include <linux/slab.h>

#include "shadow.h"

/* Bytes of a node that are taken from the shadow stack, at most */
#define NODE_IN_FRAME	256

static void rethook_returned(struct return_user *user, struct shadow_frame *f,
			     struct pt_regs *regs)
{
	struct rethook_node *node;
	struct rethook *rh;

	/* rethook_free() is followed by a wait for RCU only. */
	preempt_disable_notrace();
	if (f->gen == READ_ONCE(user->gen)) {
		rh = user->owner;
		node = rh->pooled ? (struct rethook_node *)f->data[0] :
				    (struct rethook_node *)f->data;
		instruction_pointer_set(regs, node->ret_addr);
		rh->handler(node, rh->data, node->ret_addr, regs);
		if (rh->pooled)
			objpool_push(node, &rh->pool);
	}
	preempt_enable_notrace();
}
NOKPROBE_SYMBOL(rethook_returned);

static int node_init(void *obj, void *data)
{
	return 0;
}

/**
 * rethook_alloc - make a rethook
 * @data: handed to @handler
 * @handler: called when a hooked call returns; not sleeping, preemption off
 * @node_size: bytes of a node, struct rethook_node being its start
 * @nr: how many calls may be hooked at once, if nodes are large
 *
 * Return: the rethook or an ERR_PTR
 */
struct rethook *rethook_alloc(void *data, rethook_handler_t handler, int node_size, int nr)
{
	struct rethook *rh;

	if (!handler || nr <= 0 || node_size < (int)sizeof(struct rethook_node))
		return ERR_PTR(-EINVAL);

	rh = kzalloc(sizeof(*rh), GFP_KERNEL);
	if (!rh)
		return ERR_PTR(-ENOMEM);
	rh->data = data;
	rh->handler = handler;
	rh->words = DIV_ROUND_UP(node_size, sizeof(long));
	rh->pooled = node_size > NODE_IN_FRAME;
	if (rh->pooled) {
		rh->words = 1;
		if (objpool_init(&rh->pool, nr, node_size, GFP_KERNEL, rh, node_init, NULL))
			goto err_free;
	}
	rh->user = return_user_new(rethook_returned, rh);
	if (!rh->user)
		goto err_free_pool;
	if (return_user_start(rh->user))
		goto err_free_user;
	return rh;

err_free_user:
	return_user_free(rh->user);
err_free_pool:
	if (rh->pooled)
		objpool_free(&rh->pool);
err_free:
	kfree(rh);
	return ERR_PTR(-ENOMEM);
}

/**
 * rethook_stop - let no further call be hooked, and call no handler any more
 * @rh: the rethook; it is still to be freed
 */
void rethook_stop(struct rethook *rh)
{
	if (!xchg(&rh->stopped, true))
		return_user_stop(rh->user);
}

static void rethook_delete(struct rcu_head *head)
{
	struct rethook *rh = container_of(head, struct rethook, rcu);

	return_user_free(rh->user);
	/* Nodes of calls that have not returned go too: nobody looks at them. */
	if (rh->pooled)
		objpool_free(&rh->pool);
	kfree(rh);
}

/**
 * rethook_free - stop a rethook, and free it when no handler runs
 * @rh: the rethook; calls that have not returned do so unnoticed
 */
void rethook_free(struct rethook *rh)
{
	rethook_stop(rh);
	/* Who returns may have been preempted before it knows whose frame it is. */
#ifdef CONFIG_TASKS_RCU
	call_rcu_tasks(&rh->rcu, rethook_delete);
#else
	call_rcu(&rh->rcu, rethook_delete);
#endif
}

/**
 * rethook_recycle - give a node back that hooks no call
 * @node: the node
 *
 * Context: any with preemption off; nothing has been got since that is not given back
 */
void rethook_recycle(struct rethook_node *node)
{
	shadow_drop(node->frame);
	if (node->rethook->pooled)
		objpool_push(node, &node->rethook->pool);
}
NOKPROBE_SYMBOL(rethook_recycle);

/**
 * rethook_try_get - get a node to hook a call with
 * @rh: the rethook
 *
 * Context: any with preemption off
 * Return: the node, NULL if there is none, @rh is stopped or RCU is not watching
 */
struct rethook_node *rethook_try_get(struct rethook *rh)
{
	struct rethook_node *node = NULL;
	struct shadow_frame *f;

	if (unlikely(READ_ONCE(rh->stopped)))
		return NULL;
	/* Freeing waits for RCU, so only who RCU watches may hold a node. */
	if (unlikely(!rcu_is_watching()))
		return NULL;
	if (rh->pooled) {
		node = objpool_pop(&rh->pool);
		if (!node)
			return NULL;
	}
	f = shadow_push(rh->user, NULL, 0, rh->words);
	if (!f) {
		if (node)
			objpool_push(node, &rh->pool);
		return NULL;
	}
	if (node)
		f->data[0] = (unsigned long)node;
	else
		node = (struct rethook_node *)f->data;
	node->rethook = rh;
	node->frame = f;
	return node;
}
NOKPROBE_SYMBOL(rethook_try_get);

/**
 * rethook_hook - hook the return of the call that is just being entered
 * @n: from rethook_try_get()
 * @regs: registers at the function's entry
 * @at_fentry: the function was caught by its __fentry__ site, not by a breakpoint
 */
void rethook_hook(struct rethook_node *n, struct pt_regs *regs, bool at_fentry)
{
	unsigned long *slot = arch_return_slot(regs);
	struct shadow_frame *f = n->frame, *first;
	u32 from = 0;

	n->ret_addr = *slot;
	if (ret_is_hooked(*slot)) {
		first = shadow_find(current, slot, &from);
		if (first)
			n->ret_addr = first->ret;
	}
	f->func = instruction_pointer(regs);
	f->ret = *slot;
	barrier();
	f->retp = slot;
	shadow_hook(f);
}
NOKPROBE_SYMBOL(rethook_hook);

/**
 * rethook_find_ret_addr - where a hooked call really returns to, for unwinders
 * @task: current, or a task that does not run
 * @frame: where the unwinder found the trampoline's address
 * @at: not used: frames are found by their place
 *
 * Return: the address, 0 if there is no such call
 */
unsigned long rethook_find_ret_addr(struct task_struct *task, unsigned long frame,
				    struct llist_node **at)
{
	struct shadow_frame *f;
	u32 from = 0;

	if (!at || (task != current && task_is_running(task)))
		return 0;
	f = shadow_find(task, (unsigned long *)frame, &from);
	return f ? f->ret : 0;
}
NOKPROBE_SYMBOL(rethook_find_ret_addr);
