/* SPDX-License-Identifier: GPL-2.0 */
/*
 * graph/: hooks at the return of functions, as the rooms above see them.
 *
 * What it is for: call somebody when a function returns.  At the function's
 * entry the word on the stack that holds the return address (the "slot") gets
 * the address of a trampoline, and a frame on the task's shadow stack remembers
 * what was there.  Kernel code outside uses register_ftrace_graph(), fprobes and
 * kretprobes; this header is for those, and for the graph tracer.
 *
 * What it owns: the shadow stacks, one for each task that has been inside a
 * hooked call; the list of users; what is counted when a return is missed.
 *
 * One call may be hooked by several users.  Each has a frame of its own: the
 * first saves the real return address, those after it find the trampoline in
 * the slot and save that.  So users know nothing of each other, and frames of
 * the same slot are a run, ended (outermost) by the one with the real address.
 *
 * Locks: only users_lock of shadow.c, a spinlock, innermost.  A shadow stack is
 * written by its task alone, and what interrupts it.
 *
 * Context: hooking and returning are for any context, NMI included; so is
 * looking up a return address.
 */
#ifndef _KERNEL_TRACE_GRAPH_SHADOW_H
#define _KERNEL_TRACE_GRAPH_SHADOW_H

#include <linux/ftrace.h>
#include <linux/percpu.h>
#include <linux/rethook.h>
#include <linux/sched.h>

struct pt_regs;
struct return_user;

/**
 * struct shadow_frame - one user's hook of one call
 * @ret: what was in the slot: the return address, or the trampoline's if another
 *	user has hooked the call before
 * @func: the function
 * @retp: the slot; it tells the call from others
 * @prev: the next frame further out, as struct shadow::top
 * @gen: the user's generation when the frame was made
 * @user: whose it is; stays readable when the user has gone
 * @data: the user's
 *
 * It starts as struct ftrace_ret_stack, as which others see it.
 */
struct shadow_frame {
	unsigned long		ret;
	unsigned long		func;
	unsigned long		*retp;
	u32			prev;
	u32			gen;
	struct return_user	*user;
	unsigned long		data[];
};

/* What memory a task's shadow stack takes */
#define SHADOW_BYTES	4096

/**
 * struct shadow - a task's shadow stack
 * @top: the innermost frame: words from the bottom to its start, and in the upper
 *	half to its end; 0: there is none
 * @slept: for how long the task has been switched out, in ns, while somebody
 *	asked for that
 * @word: frames
 */
struct shadow {
	u32		top;
	u64		slept;
	unsigned long	word[];
};

#define SHADOW_WORDS	((SHADOW_BYTES - sizeof(struct shadow)) / sizeof(long))
#define FRAME_WORDS	(sizeof(struct shadow_frame) / sizeof(long))

static __always_inline u32 shadow_top(unsigned int start, unsigned int end)
{
	return start | end << 16;
}

static __always_inline unsigned int top_start(u32 top)
{
	return top & 0xffff;
}

static __always_inline unsigned int top_end(u32 top)
{
	return top >> 16;
}

typedef void (*return_func_t)(struct return_user *user, struct shadow_frame *f,
			      struct pt_regs *regs);

/**
 * struct return_user - somebody who hooks returns
 * @gen: grows when the user goes: frames of before call nobody then
 * @returned: called at the return, its frame still in place
 * @owner: for the user
 * @next_free: in the list of those that can be used again
 *
 * The memory is never given to anybody else: frames may point to it for ever.
 */
struct return_user {
	u32			gen;
	return_func_t		returned;
	void			*owner;
	struct return_user	*next_free;
};

struct return_user *return_user_new(return_func_t returned, void *owner);
int return_user_start(struct return_user *user);
void return_user_stop(struct return_user *user);
void return_user_free(struct return_user *user);

/* Why a return was missed */
enum shadow_missed {
	MISSED_MEMORY,		/* no shadow stack could be had in time */
	MISSED_DEPTH,		/* the shadow stack is full */
	MISSED_RECURSION,	/* called by what the hook itself called */
	NR_MISSED,
};

DECLARE_PER_CPU(unsigned long [NR_MISSED], shadow_missed);

static __always_inline void shadow_miss(enum shadow_missed why)
{
	this_cpu_inc(shadow_missed[why]);
}

/* Frames that were left behind: their functions never returned */
DECLARE_PER_CPU(unsigned long, shadow_abandoned);
/* How many shadow stacks there are */
unsigned long shadow_count(void);

/* Where a task's shadow stack is noted */
static __always_inline struct shadow **shadow_place(struct task_struct *t)
{
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	return (struct shadow **)&t->ret_stack;
#else
	return (struct shadow **)&t->rethooks.first;
#endif
}

static __always_inline struct shadow *shadow_of(struct task_struct *t)
{
	return READ_ONCE(*shadow_place(t));
}

static __always_inline struct shadow_frame *shadow_at(struct shadow *s, u32 top)
{
	return (struct shadow_frame *)&s->word[top_start(top)];
}

static __always_inline bool ret_is_hooked(unsigned long ret)
{
	return ret == (unsigned long)arch_rethook_trampoline;
}

struct shadow *shadow_get(void);
bool shadow_reap(struct shadow *s, unsigned long *slot, unsigned int words);
struct shadow_frame *shadow_find(struct task_struct *t, unsigned long *slot, u32 *from);

/**
 * shadow_push - make a frame for the call that is being entered
 * @user: whose
 * @slot: where the return address is; NULL: shadow_hook_at() will tell
 * @func: the function
 * @words: of data, at the least
 *
 * It is the innermost frame until it is dropped, or hooked and returned to.
 *
 * Who interrupts this finds, and leaves, the old top until the new one is
 * written, and may use the same words before that; then it has written the same
 * @prev.  So @prev is right at any time for who walks the frames, and a frame
 * that is not complete has a slot that nobody looks for: NULL, or one of an
 * interrupt that has returned.
 */
static __always_inline struct shadow_frame *
shadow_push(struct return_user *user, unsigned long *slot, unsigned long func,
	    unsigned int words)
{
	struct shadow *s = shadow_of(current);
	struct shadow_frame *f;
	unsigned int start;
	u32 top;

	if (unlikely(!s)) {
		s = shadow_get();
		if (!s)
			return NULL;
	}
	words += FRAME_WORDS;
	if (unlikely(top_end(s->top) + words > SHADOW_WORDS) && !shadow_reap(s, slot, words))
		return NULL;
	top = s->top;
	start = top_end(top);
	f = (struct shadow_frame *)&s->word[start];
	f->prev = top;
	f->retp = NULL;
	barrier();
	WRITE_ONCE(s->top, shadow_top(start, start + words));
	barrier();
	f->func = func;
	f->user = user;
	f->gen = user->gen;
	if (slot)
		f->ret = *slot;
	barrier();
	f->retp = slot;
	return f;
}

/* Take the innermost frame, which has not been hooked, back. */
static __always_inline void shadow_drop(struct shadow_frame *f)
{
	barrier();
	WRITE_ONCE(shadow_of(current)->top, f->prev);
}

/* The frame is complete: let the call return to the trampoline. */
static __always_inline void shadow_hook(struct shadow_frame *f)
{
	barrier();
	WRITE_ONCE(*f->retp, (unsigned long)arch_rethook_trampoline);
}

/* The next frame further out of the same user, from @f on; NULL if there is none */
static __always_inline struct shadow_frame *
shadow_outer(struct shadow *s, u32 top, const struct return_user *user, u32 gen)
{
	while (top_end(top)) {
		struct shadow_frame *f = shadow_at(s, top);

		if (likely(f->user == user && f->gen == gen))
			return f;
		top = f->prev;
	}
	return NULL;
}

void shadow_return(struct pt_regs *regs, unsigned long *slot);

#endif /* _KERNEL_TRACE_GRAPH_SHADOW_H */
