// SPDX-License-Identifier: GPL-2.0
/*
 * rethook: handlers at the return of single calls, for kretprobes and fprobe.
 *
 * A task's pending nodes form a list, innermost call first.  Interrupts push
 * and pop on the list of the task they interrupted, but always in pairs: code
 * that is interrupted finds the list as it left it, and so needs no atomics.
 *
 * One call may have several nodes (several users hooked it).  The node added
 * first holds the real return address; those added after found the trampoline
 * there.  In the list that is a run of nodes with the trampoline as return
 * address, ended by one with another.
 */
#include <linux/kprobes.h>
#include <linux/panic.h>
#include <linux/preempt.h>
#include <linux/rethook.h>
#include <linux/slab.h>

static struct rethook_node *to_node(struct llist_node *l)
{
	return l ? container_of(l, struct rethook_node, llist) : NULL;
}
NOKPROBE_SYMBOL(to_node);

/* The next call further out that has a real return address, from @l on */
static struct rethook_node *call_end(struct llist_node *l)
{
	while (l && is_rethook_trampoline(to_node(l)->ret_addr))
		l = l->next;
	return to_node(l);
}
NOKPROBE_SYMBOL(call_end);

/* ---- the pool of a user ---- */

static int node_init(void *obj, void *data)
{
	struct rethook_node *node = obj;

	node->rethook = data;
	return 0;
}

static int pool_gone(struct objpool_head *pool, void *data)
{
	kfree(data);
	return 0;
}

/**
 * rethook_alloc - make a rethook
 * @data: handed to @handler
 * @handler: called when a hooked call returns; not sleeping, preemption off
 * @node_size: bytes of a node, struct rethook_node being its start
 * @nr: nodes: how many calls may be hooked at once
 *
 * Return: the rethook or an ERR_PTR
 */
struct rethook *rethook_alloc(void *data, rethook_handler_t handler, int node_size, int nr)
{
	struct rethook *rh;
	int ret;

	if (!handler || nr <= 0 || node_size < (int)sizeof(struct rethook_node))
		return ERR_PTR(-EINVAL);

	rh = kzalloc(sizeof(*rh), GFP_KERNEL);
	ret = rh ? objpool_init(&rh->pool, nr, node_size, GFP_KERNEL, rh, node_init, pool_gone) :
		   -ENOMEM;
	if (ret) {
		kfree(rh);
		return ERR_PTR(ret);
	}
	rh->data = data;
	rcu_assign_pointer(rh->handler, handler);
	return rh;
}

/**
 * rethook_stop - let no further call be hooked, and call no handler any more
 * @rh: the rethook; it is still to be freed
 */
void rethook_stop(struct rethook *rh)
{
	rcu_assign_pointer(rh->handler, NULL);
}

static void free_idle_nodes(struct rcu_head *head)
{
	objpool_fini(&container_of(head, struct rethook, rcu)->pool);
}

/**
 * rethook_free - stop a rethook and free it once its last call has returned
 * @rh: the rethook
 */
void rethook_free(struct rethook *rh)
{
	rethook_stop(rh);
	call_rcu(&rh->rcu, free_idle_nodes);
}

static void drop_node(struct rcu_head *head)
{
	struct rethook_node *node = container_of(head, struct rethook_node, rcu);

	objpool_drop(node, &node->rethook->pool);
}

/**
 * rethook_recycle - give a node back that hooks no call
 * @node: the node
 *
 * Context: any with preemption off
 */
void rethook_recycle(struct rethook_node *node)
{
	if (likely(rcu_access_pointer(node->rethook->handler)))
		objpool_push(node, &node->rethook->pool);
	else
		call_rcu(&node->rcu, drop_node);
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
	if (unlikely(!rcu_access_pointer(rh->handler)))
		return NULL;
	/* Freeing waits for RCU, so only who RCU watches may hold a node. */
	if (unlikely(!rcu_is_watching()))
		return NULL;
	return objpool_pop(&rh->pool);
}
NOKPROBE_SYMBOL(rethook_try_get);

/* ---- a task's pending nodes ---- */

/**
 * rethook_hook - hook the return of the call that is just being entered
 * @n: from rethook_try_get()
 * @regs: registers at the function's entry
 * @at_fentry: the function was caught by its __fentry__ site, not by a breakpoint
 */
void rethook_hook(struct rethook_node *n, struct pt_regs *regs, bool at_fentry)
{
	arch_rethook_prepare(n, regs, at_fentry);
	n->llist.next = current->rethooks.first;
	WRITE_ONCE(current->rethooks.first, &n->llist);
}
NOKPROBE_SYMBOL(rethook_hook);

/**
 * rethook_find_ret_addr - where a hooked call really returns to, for unwinders
 * @task: current, or a task that does not run
 * @frame: where the unwinder found the trampoline's address
 * @at: how far this unwinding has come, NULL at first
 *
 * Return: the address, 0 if there is no such call
 */
unsigned long rethook_find_ret_addr(struct task_struct *task, unsigned long frame,
				    struct llist_node **at)
{
	struct rethook_node *node;

	if (!at || (task != current && task_is_running(task)))
		return 0;

	do {
		node = call_end(*at ? (*at)->next : READ_ONCE(task->rethooks.first));
		if (!node)
			return 0;
		*at = &node->llist;
	} while (node->frame != frame);

	return node->ret_addr;
}
NOKPROBE_SYMBOL(rethook_find_ret_addr);

/* Called by the trampoline, for all nodes of the call that has returned. */
unsigned long rethook_trampoline_handler(struct pt_regs *regs, unsigned long frame)
{
	struct llist_node *first = current->rethooks.first, *l, *rest;
	struct rethook_node *last = call_end(first);
	rethook_handler_t handler;

	if (!last || last->frame != frame) {
		panic("rethook: no node for the call that returned with its stack at %#lx\n",
		      frame);
	}
	rest = last->llist.next;
	instruction_pointer_set(regs, last->ret_addr);

	/* The nodes stay listed while handlers run: these may unwind the stack. */
	preempt_disable_notrace();
	for (l = first; l != rest; l = l->next) {
		handler = (__force rethook_handler_t)
			rcu_dereference_sched(to_node(l)->rethook->handler);
		if (handler)
			handler(to_node(l), to_node(l)->rethook->data, last->ret_addr, regs);
	}

	arch_rethook_fixup_return(regs, last->ret_addr);
	WRITE_ONCE(current->rethooks.first, rest);
	frame = last->ret_addr;
	while (first != rest) {
		struct rethook_node *node = to_node(first);

		first = first->next;
		rethook_recycle(node);
	}
	preempt_enable_notrace();
	return frame;
}
NOKPROBE_SYMBOL(rethook_trampoline_handler);

/**
 * rethook_flush_task - give back the nodes of a task that will not return
 * @tk: the task, which exits
 */
void rethook_flush_task(struct task_struct *tk)
{
	struct llist_node *l = __llist_del_all(&tk->rethooks);

	preempt_disable();
	while (l) {
		struct rethook_node *node = to_node(l);

		l = l->next;
		rethook_recycle(node);
	}
	preempt_enable();
}
