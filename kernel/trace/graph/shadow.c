// SPDX-License-Identifier: GPL-2.0
/*
 * Shadow stacks: their memory, returning, and looking up return addresses.
 *
 * A task gets its stack at the first call that is hooked in it, from a few that
 * each CPU has ready: there, in any context, nothing can be allocated.  An
 * irq_work, which comes as soon as interrupts are on, makes new ones ready.  If
 * there is none the return is missed, and counted.  A task keeps its stack until
 * it exits; its children get theirs when they are forked.
 */
#define pr_fmt(fmt) "fgraph: " fmt

#include <linux/irq_work.h>
#include <linux/kprobes.h>
#include <linux/llist.h>
#include <linux/panic.h>
#include <linux/rcupdate.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "shadow.h"

DEFINE_PER_CPU(unsigned long [NR_MISSED], shadow_missed);
DEFINE_PER_CPU(unsigned long, shadow_abandoned);

static_assert(SHADOW_WORDS <= U16_MAX);
static_assert(offsetof(struct shadow_frame, retp) == offsetof(struct ftrace_ret_stack, retp));

/* ---- memory ---- */

#define READY	16	/* stacks that each CPU has ready */

/**
 * struct shadow_ready - stacks for tasks to come
 * @stack: taken by any context of this CPU, put by anybody
 * @refill: makes them READY again
 * @asked: @refill is on its way
 * @spare: those that there was no room for, where they could not be freed
 */
struct shadow_ready {
	struct shadow	*stack[READY];
	struct llist_head spare;
	struct irq_work	refill;
	unsigned int	asked;
};

static void refill(struct irq_work *work);

static DEFINE_PER_CPU(struct shadow_ready, shadow_ready) = {
	.refill	= IRQ_WORK_INIT_HARD(refill),
};

static atomic_long_t nr_shadows;

unsigned long shadow_count(void)
{
	return atomic_long_read(&nr_shadows);
}

/* The top of a stack that is being given to its task: one frame of nobody, as large as it is */
#define SHADOW_BUSY	shadow_top(0, SHADOW_WORDS)

static struct shadow *shadow_new(gfp_t gfp)
{
	struct shadow *s = kmalloc(SHADOW_BYTES, gfp | __GFP_NOWARN);

	if (s) {
		s->top = 0;
		s->slept = 0;
		atomic_long_inc(&nr_shadows);
	}
	return s;
}

static void shadow_delete(struct shadow *s)
{
	if (s)
		atomic_long_dec(&nr_shadows);
	kfree(s);
}

/* Is there room for @s among those that are ready? */
static bool make_ready(struct shadow_ready *ready, struct shadow *s)
{
	for (int i = 0; i < READY; i++)
		if (!READ_ONCE(ready->stack[i]) && !cmpxchg(&ready->stack[i], NULL, s))
			return true;
	return false;
}

static int fill(struct shadow_ready *ready, gfp_t gfp)
{
	for (int i = 0; i < READY; i++) {
		struct shadow *s;

		if (READ_ONCE(ready->stack[i]))
			continue;
		s = shadow_new(gfp);
		if (!s)
			return -ENOMEM;
		if (cmpxchg(&ready->stack[i], NULL, s))
			shadow_delete(s);
	}
	return 0;
}

static void free_spare(struct shadow_ready *ready)
{
	struct llist_node *l = llist_del_all(&ready->spare);

	while (l) {
		struct shadow *s = container_of((unsigned long *)l, struct shadow, word[0]);

		l = l->next;
		shadow_delete(s);
	}
}

static void refill(struct irq_work *work)
{
	struct shadow_ready *ready = container_of(work, struct shadow_ready, refill);

	/* Before looking: who takes one after that asks again. */
	xchg(&ready->asked, 0);
	free_spare(ready);
	fill(ready, GFP_NOWAIT);
}

static struct shadow *take_ready(struct shadow_ready *ready)
{
	struct shadow *s;

	for (int i = 0; i < READY; i++) {
		s = READ_ONCE(ready->stack[i]) ? xchg(&ready->stack[i], NULL) : NULL;
		if (s)
			return s;
	}
	return NULL;
}

/* A CPU that has just come up has none of its own. */
static struct shadow *take_elsewhere(void)
{
	struct shadow *s = NULL;
	int cpu;

	for_each_possible_cpu(cpu) {
		s = take_ready(per_cpu_ptr(&shadow_ready, cpu));
		if (s)
			break;
	}
	return s;
}

/* What this calls may be hooked, and come here again: so it asks only once. */
static void ask_for_more(struct shadow_ready *ready)
{
	if (READ_ONCE(ready->asked) || xchg(&ready->asked, 1))
		return;
	irq_work_queue(&ready->refill);
}

/*
 * shadow_get - a stack for the current task, which has none
 *
 * Context: any.
 * Return: the stack, or NULL, and the miss is counted
 */
struct shadow *shadow_get(void)
{
	struct shadow **place = shadow_place(current), *s, *other;
	struct shadow_ready *ready;

	preempt_disable_notrace();
	ready = this_cpu_ptr(&shadow_ready);
	s = take_ready(ready) ?: take_elsewhere();
	if (s) {
		/* What asking calls may be hooked, but is not to be seen. */
		*(struct shadow_frame *)s->word = (struct shadow_frame) { };
		s->top = SHADOW_BUSY;
		/* An interrupt may have been faster. */
		other = cmpxchg(place, NULL, s);
		if (other) {
			if (!make_ready(ready, s))
				llist_add((struct llist_node *)s->word, &ready->spare);
			s = other;
		}
	} else {
		shadow_miss(MISSED_MEMORY);
	}
	ask_for_more(ready);
	if (s && s->top == SHADOW_BUSY)
		WRITE_ONCE(s->top, 0);
	preempt_enable_notrace();
	return s;
}
NOKPROBE_SYMBOL(shadow_get);

/* ---- users ---- */

static DEFINE_SPINLOCK(users_lock);
static struct return_user *free_users;
static unsigned int nr_started;

/* Stacks that wait for a task wait no longer: nobody hooks returns. */
static void drop_ready(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct shadow *s;

		while ((s = take_ready(per_cpu_ptr(&shadow_ready, cpu))))
			shadow_delete(s);
	}
}

/*
 * return_user_new - somebody will hook returns
 * @returned: called at each return that was hooked
 * @owner: for the user
 *
 * Return: the user, NULL if out of memory
 */
struct return_user *return_user_new(return_func_t returned, void *owner)
{
	struct return_user *user;
	unsigned long flags;

	spin_lock_irqsave(&users_lock, flags);
	user = free_users;
	if (user)
		free_users = user->next_free;
	spin_unlock_irqrestore(&users_lock, flags);
	if (!user)
		user = kzalloc(sizeof(*user), GFP_KERNEL);
	if (user) {
		user->returned = returned;
		user->owner = owner;
	}
	return user;
}

static unsigned int count_started(int change)
{
	unsigned long flags;
	unsigned int n;

	spin_lock_irqsave(&users_lock, flags);
	nr_started += change;
	n = nr_started;
	spin_unlock_irqrestore(&users_lock, flags);
	return n;
}

/*
 * return_user_start - the user hooks returns from now on
 * @user: the user; it is not started
 *
 * Context: sleeps.
 * Return: 0 or -ENOMEM
 */
int return_user_start(struct return_user *user)
{
	int cpu;

	count_started(1);
	for_each_online_cpu(cpu) {
		if (fill(per_cpu_ptr(&shadow_ready, cpu), GFP_KERNEL)) {
			return_user_stop(user);
			return -ENOMEM;
		}
	}
	return 0;
}

/*
 * return_user_stop - let no return call the user any more
 * @user: the user; it is started, but its functions are not hooked any more
 *
 * It may be running still: see return_user_free().  It can be started again.
 */
void return_user_stop(struct return_user *user)
{
	WRITE_ONCE(user->gen, user->gen + 1);
	if (!count_started(-1))
		drop_ready();
}

/*
 * return_user_free - forget a user
 * @user: stopped, and nobody runs its callbacks: hook_sync() or the like lies between;
 *	or NULL
 */
void return_user_free(struct return_user *user)
{
	unsigned long flags;

	if (!user)
		return;
	spin_lock_irqsave(&users_lock, flags);
	user->next_free = free_users;
	free_users = user;
	spin_unlock_irqrestore(&users_lock, flags);
}

/* ---- tasks ---- */

#ifdef CONFIG_FUNCTION_GRAPH_TRACER

/**
 * ftrace_graph_init_task - a task has been forked
 * @t: it; a copy of its parent
 *
 * Where the parent has been inside a hooked call the child soon will be.
 */
void ftrace_graph_init_task(struct task_struct *t)
{
	struct shadow *s = NULL;

	if (READ_ONCE(nr_started) && shadow_of(current))
		s = shadow_new(GFP_KERNEL);
	*shadow_place(t) = s;
	t->curr_ret_stack = -1;
	t->curr_ret_depth = -1;
	t->ftrace_timestamp = 0;
	atomic_set(&t->trace_overrun, 0);
	atomic_set(&t->tracing_graph_pause, 0);
}

/**
 * ftrace_graph_exit_task - a task goes, nobody can be looking at it
 * @t: it; also one that was never started
 */
void ftrace_graph_exit_task(struct task_struct *t)
{
	struct shadow *s = shadow_of(t);

	*shadow_place(t) = NULL;
	if (!s)
		return;
	s->top = 0;
	s->slept = 0;
	if (!READ_ONCE(nr_started) || !make_ready(raw_cpu_ptr(&shadow_ready), s))
		shadow_delete(s);
}

/**
 * ftrace_graph_init_idle_task - a CPU has got its idle task
 * @t: the task
 * @cpu: the CPU
 *
 * It gets its stack as others do.
 */
void ftrace_graph_init_idle_task(struct task_struct *t, int cpu)
{
}

#endif

static void shadow_delete_rcu(struct rcu_head *head)
{
	shadow_delete(container_of((unsigned long *)head, struct shadow, word[0]));
}

/**
 * rethook_flush_task - a task has exited
 * @tk: it; somebody may still be looking at its stack
 *
 * With the graph tracer there is ftrace_graph_exit_task(), which comes last.
 */
void rethook_flush_task(struct task_struct *tk)
{
	struct shadow *s;

	if (IS_ENABLED(CONFIG_FUNCTION_GRAPH_TRACER))
		return;
	s = xchg(shadow_place(tk), NULL);
	if (s)
		call_rcu((struct rcu_head *)s->word, shadow_delete_rcu);
}

/* ---- frames ---- */

static bool on_task_stack(unsigned long *slot)
{
	return slot - (unsigned long *)task_stack_page(current) < THREAD_SIZE / sizeof(long);
}

/*
 * shadow_reap - make room in a stack that is full
 * @s: the current task's
 * @slot: of the call that is being entered, or NULL
 * @words: that are needed
 *
 * Drops frames of functions that have been left without returning: they lie
 * deeper on the task's stack than the call that is being entered.
 *
 * Return: whether there is room; if not the miss is counted
 */
bool shadow_reap(struct shadow *s, unsigned long *slot, unsigned int words)
{
	while (slot && top_end(s->top) && on_task_stack(slot)) {
		struct shadow_frame *f = shadow_at(s, s->top);

		if (!on_task_stack(f->retp) || f->retp >= slot)
			break;
		WRITE_ONCE(s->top, f->prev);
		this_cpu_inc(shadow_abandoned);
	}
	if (top_end(s->top) + words <= SHADOW_WORDS)
		return true;
	shadow_miss(s->top == SHADOW_BUSY ? MISSED_RECURSION : MISSED_DEPTH);
	return false;
}
NOKPROBE_SYMBOL(shadow_reap);

/*
 * shadow_find - the frame with the real return address of a call
 * @t: the task; if it is running elsewhere what is found may be wrong
 * @slot: the call's slot
 * @from: where to begin, 0: innermost; gets where the next one may be
 *
 * The stack may change while this looks: each step goes outwards, and stays in it.
 */
struct shadow_frame *shadow_find(struct task_struct *t, unsigned long *slot, u32 *from)
{
	struct shadow *s = shadow_of(t);
	struct shadow_frame *f;
	unsigned int below = SHADOW_WORDS;
	u32 top;

	if (!s)
		return NULL;
	top = *from ?: READ_ONCE(s->top);
	while (top_end(top) && top_start(top) + FRAME_WORDS <= below) {
		f = shadow_at(s, top);
		below = top_start(top);
		top = READ_ONCE(f->prev);
		if (READ_ONCE(f->retp) == slot && !ret_is_hooked(READ_ONCE(f->ret))) {
			*from = top;
			return f;
		}
	}
	return NULL;
}
NOKPROBE_SYMBOL(shadow_find);

/* The function returned, but the innermost frame is not its: that one was left behind. */
static noinline struct shadow_frame *find_abandoned(struct shadow *s, unsigned long *slot)
{
	while (s && top_end(s->top)) {
		struct shadow_frame *f = shadow_at(s, s->top);

		if (f->retp == slot)
			return f;
		WRITE_ONCE(s->top, f->prev);
		this_cpu_inc(shadow_abandoned);
	}
	panic("fgraph: nobody knows where the function returns to that left its stack at %#lx\n",
	      (unsigned long)slot);
}

/*
 * shadow_return - a hooked call has returned to the trampoline
 * @regs: as the function has left them
 * @slot: where the return address was, and the trampoline will take it from
 *
 * Frames stay until their users have been called, and the last one until the slot
 * has the real address: whoever unwinds meanwhile finds the one or the other.
 */
void shadow_return(struct pt_regs *regs, unsigned long *slot)
{
	struct shadow *s = shadow_of(current);

	for (;;) {
		struct shadow_frame *f = s ? shadow_at(s, s->top) : NULL;
		struct return_user *user;
		unsigned long ret;

		if (unlikely(!f || !top_end(s->top) || f->retp != slot))
			f = find_abandoned(s, slot);
		user = f->user;
		if (likely(f->gen == READ_ONCE(user->gen)))
			user->returned(user, f, regs);
		ret = f->ret;
		if (likely(!ret_is_hooked(ret))) {
			WRITE_ONCE(*slot, ret);
			barrier();
			WRITE_ONCE(s->top, f->prev);
			return;
		}
		WRITE_ONCE(s->top, f->prev);
	}
}
NOKPROBE_SYMBOL(shadow_return);
