// SPDX-License-Identifier: GPL-2.0
/*
 * x86's part of return hooks: the trampoline that a hooked call returns to.
 *
 * The entry hook swaps the return address on the stack for the trampoline's.
 * When the function returns, its stack is as if the trampoline had been called
 * at that point with nothing pushed.  The trampoline pushes its own address
 * back into the slot it has just been popped from, so that an unwinder that
 * comes by meanwhile sees a call like any other, builds a pt_regs below it, and
 * in the end returns through that slot, which holds the real address by then.
 */
#include <linux/bug.h>
#include <linux/kprobes.h>
#include <linux/linkage.h>
#include <linux/objtool.h>
#include <linux/rethook.h>

#include "../../../kernel/trace/graph/shadow.h"
#include "kprobes/common.h"

__visible void arch_rethook_trampoline_callback(struct pt_regs *regs);

asm(".text\n"
	".balign 16\n"
	".global arch_rethook_trampoline\n"
	".global return_to_handler\n"
	".type arch_rethook_trampoline, @function\n"
	"arch_rethook_trampoline:\n"
	"return_to_handler:\n"
	ANNOTATE_NOENDBR
	"	pushq	$arch_rethook_trampoline\n"
	UNWIND_HINT_FUNC
	"	pushq	$" __stringify(__KERNEL_DS) "\n"
	"	pushq	%rsp\n"
	"	pushfq\n"
	SAVE_REGS_STRING
	"	movq	%rsp, %rdi\n"
	"	call	arch_rethook_trampoline_callback\n"
	RESTORE_REGS_STRING
	"	popfq\n"
	/* sp and ss; flags must survive */
	"	leaq	16(%rsp), %rsp\n"
	ASM_RET
	".size arch_rethook_trampoline, .-arch_rethook_trampoline\n"
);
NOKPROBE_SYMBOL(arch_rethook_trampoline);

/* It ends with another return than it began with: objtool cannot follow. */
STACK_FRAME_NON_STANDARD_FP(arch_rethook_trampoline);

/* The slot of the return address lies right above the registers. */
__used __visible void arch_rethook_trampoline_callback(struct pt_regs *regs)
{
	unsigned long *slot = (unsigned long *)(regs + 1);

	/* What the assembler part left out: as the function's return looks. */
	regs->cs = __KERNEL_CS;
	regs->ip = (unsigned long)arch_rethook_trampoline;
	regs->orig_ax = ~0UL;
	regs->sp = (unsigned long)(slot + 1);

	shadow_return(regs, slot);
}
NOKPROBE_SYMBOL(arch_rethook_trampoline_callback);

/**
 * arch_return_slot - where the return address is when a function is entered
 * @regs: at its first instruction, or its site
 */
unsigned long *arch_return_slot(struct pt_regs *regs)
{
	return (unsigned long *)regs->sp;
}
NOKPROBE_SYMBOL(arch_return_slot);
