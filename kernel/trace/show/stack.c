// SPDX-License-Identifier: GPL-2.0
/*
 * Recording stacks. The unwinder writes into scratch memory of this CPU and
 * context, so that the record has just the room that it needs. What the unwinder
 * runs into may be traced itself, and want a stack: in one context there is only
 * one at a time.
 */
#include <linux/export.h>
#include <linux/ftrace.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/stacktrace.h>

#include <asm/sections.h>

#include "internal.h"

/* task, softirq, irq, NMI */
#define CONTEXTS	4
/* Callers at most */
#define MAX_DEPTH	256

struct scratch {
	unsigned long	caller[CONTEXTS][MAX_DEPTH];
};

static DEFINE_PER_CPU(struct scratch, scratch);

/* A bit for each context that takes a stack, then one for user stacks. */
static DEFINE_PER_CPU(unsigned long, busy);
#define USER_BIT	CONTEXTS

static bool enter(int bit)
{
	preempt_disable_notrace();
	if (this_cpu_read(busy) & BIT(bit)) {
		preempt_enable_notrace();
		return false;
	}
	this_cpu_or(busy, BIT(bit));
	barrier();
	return true;
}

static void leave(int bit)
{
	barrier();
	this_cpu_and(busy, ~BIT(bit));
	preempt_enable_notrace();
}

/* Trampolines have no name, and may be gone when somebody reads. */
static void mark_trampolines(unsigned long *caller, unsigned int nr)
{
	while (nr--) {
		if (!is_kernel_text(*caller) && is_ftrace_trampoline(*caller))
			*caller = STACK_TRAMPOLINE;
		caller++;
	}
}

/* See show.h. */
noinline void show_record_stack(struct trace_array *inst, u32 context, int skip,
				struct pt_regs *regs)
{
	int bit = interrupt_context_level();
	struct stack_entry *e;
	unsigned long *caller;
	struct ring_handle h __uninitialized;
	struct pt_regs here __uninitialized;
	unsigned int nr;

	if (!enter(bit))
		return;
	caller = this_cpu_ptr(&scratch)->caller[bit];
	if (!regs) {
		show_here(&here);
		regs = &here;
		skip++;
	}
	nr = stack_trace_save_regs(regs, caller, MAX_DEPTH, skip);
	if (nr) {
		mark_trampolines(caller, nr);
		e = record_reserve(inst->buffer, &h, TRACE_STACK, struct_size(e, caller, nr),
				   context);
		if (e) {
			e->size = nr;
			memcpy(e->caller, caller, nr * sizeof(*caller));
			record_commit(&h);
		}
	}
	leave(bit);
}

/* See show.h. */
void show_record_user_stack(struct trace_array *inst, u32 context)
{
	struct user_stack_entry *e;
	struct ring_handle h __uninitialized;

	if (!IS_ENABLED(CONFIG_USER_STACKTRACE_SUPPORT) || !current->mm ||
	    (current->flags & PF_KTHREAD) || in_nmi())
		return;
	/* Looking at the stack may fault, and that may be traced. */
	if (!enter(USER_BIT))
		return;
	e = record_reserve(inst->buffer, &h, TRACE_USER_STACK, sizeof(*e), context);
	if (e) {
		e->tgid = current->tgid;
		memset(e->caller, 0, sizeof(e->caller));
		stack_trace_save_user(e->caller, USER_STACK_CALLERS);
		record_commit(&h);
	}
	leave(USER_BIT);
}

/**
 * trace_dump_stack - record the stack of the caller in the top level's buffer
 * @skip: callers to leave out
 *
 * Context: any
 */
noinline void trace_dump_stack(int skip)
{
	show_record_stack(&top_instance, record_context(), skip + 1, NULL);
}
EXPORT_SYMBOL_GPL(trace_dump_stack);
