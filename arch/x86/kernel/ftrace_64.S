/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Templates of the trampolines that function hooks call.
 *
 * A trampoline is entered from a site, the first instruction of a function:
 *
 *	 8(%rsp)	where the function will return to ("parent")
 *	 0(%rsp)	where the site goes on
 *
 * It is a copy of one of the templates below, from its "start" to its "end", byte
 * for byte, so that unwinders can take the template's unwind data for it.  What
 * differs is filled in by ftrace.c: in each slot the ops, the callback and its
 * argument; behind the last slot in use a jump to the end; at the end the return,
 * or the jump to a direct call.
 *
 * There are three, that save more and more: the arguments, which C code may
 * change; what makes a struct ftrace_regs with them; everything.
 */
#include <linux/export.h>
#include <linux/linkage.h>
#include <linux/objtool.h>
#include <asm/asm-offsets.h>
#include <asm/ftrace.h>
#include <asm/nospec-branch.h>
#include <asm/ptrace.h>
#include <asm/segment.h>

	.text

/* What sites were compiled to call.  Nobody does: they are NOPs by now. */
SYM_FUNC_START(__fentry__)
	ANNOTATE_NOENDBR
	CALL_DEPTH_ACCOUNT
	RET
SYM_FUNC_END(__fentry__)
EXPORT_SYMBOL(__fentry__)

/* A direct call that does nothing */
SYM_FUNC_START(ftrace_stub_direct_tramp)
	ANNOTATE_NOENDBR
	CALL_DEPTH_ACCOUNT
	RET
SYM_FUNC_END(ftrace_stub_direct_tramp)

/*
 * With frame pointers: one frame for the parent, one for the function, which
 * has not made its own yet.  unwind_frame.c knows this layout.
 */
#ifdef CONFIG_FRAME_POINTER
#define FRAMES_BYTES	40
#define FRAMES_RBP	16	/* where the function's %rbp is */
.macro PUSH_FRAMES
	pushq	%rbp
	pushq	16(%rsp)
	pushq	%rbp
	movq	%rsp, %rbp
	pushq	24(%rsp)
	pushq	%rbp
	movq	%rsp, %rbp
.endm
.macro POP_FRAMES
	movq	FRAMES_RBP(%rsp), %rbp
	addq	$FRAMES_BYTES, %rsp
.endm
#else
#define FRAMES_BYTES	0
.macro PUSH_FRAMES
.endm
.macro POP_FRAMES
.endm
#endif

.macro LABEL name
SYM_INNER_LABEL(\name, SYM_L_GLOBAL)
	ANNOTATE_NOENDBR
.endm

/* A site's call is accounted for here, unless a direct call does that. */
.macro ENTER name
	LABEL	\name\()_start
	CALL_DEPTH_ACCOUNT
	LABEL	\name\()_entered
.endm

/* callback(ip, parent, ops, regs); @saved: bytes pushed since entry */
.macro SLOT saved name
	movq	\saved(%rsp), %rdi
	movq	\saved + 8(%rsp), %rsi
	subq	$MCOUNT_INSN_SIZE, %rdi
	.ifnb	\name
	LABEL	\name\()_slot_ops
	.endif
	movabsq	$0, %rdx
	.ifnb	\name
	LABEL	\name\()_slot_regs
	.endif
	.byte	0x48, 0x8d, 0x8c, 0x24	/* leaq disp32(%rsp), %rcx */
	.long	0
	CALL_DEPTH_ACCOUNT
	.ifnb	\name
	LABEL	\name\()_slot_call
	.endif
	call	ftrace_stub
.endm

/* The first slot has labels: in the others all lies at the same offsets. */
.macro SLOTS name saved
	LABEL	\name\()_slots
	SLOT	\saved \name
	LABEL	\name\()_slot_end
	.rept	HOOK_TRAMP_SLOTS - 1
	SLOT	\saved
	.endr
	LABEL	\name\()_done
.endm

/* Five bytes at least, for a jump */
.macro LEAVE name
	LABEL	\name\()_leave
	RET
	.fill	5, 1, 0xcc
	LABEL	\name\()_end
	int3
.endm

/* ---- lean ---- */

SYM_FUNC_START(ftrace_lean_caller)
	ENTER	ftrace_lean
	PUSH_FRAMES
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	%r8
	pushq	%r9
	SLOTS	ftrace_lean 48+FRAMES_BYTES
	popq	%r9
	popq	%r8
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	POP_FRAMES
	LEAVE	ftrace_lean
SYM_FUNC_END(ftrace_lean_caller)
STACK_FRAME_NON_STANDARD_FP(ftrace_lean_caller)

/* ---- arguments ---- */

/* What lies between struct pt_regs and what %rsp was at entry */
#define REGS_BYTES	FRAME_SIZE+FRAMES_BYTES

.macro SAVE_ARGS
	movq	%rax, RAX(%rsp)
	movq	%rdi, RDI(%rsp)
	movq	%rsi, RSI(%rsp)
	movq	%rdx, RDX(%rsp)
	movq	%rcx, RCX(%rsp)
	movq	%r8, R8(%rsp)
	movq	%r9, R9(%rsp)
#ifdef CONFIG_FRAME_POINTER
	movq	FRAME_SIZE+FRAMES_RBP(%rsp), %rdi
	movq	%rdi, RBP(%rsp)
#else
	movq	%rbp, RBP(%rsp)
#endif
.endm

/* ip and sp as they are at the function's entry, behind its site */
.macro SAVE_ENTRY
	movq	REGS_BYTES(%rsp), %rdi
	leaq	REGS_BYTES+8(%rsp), %rsi
	movq	%rdi, RIP(%rsp)
	movq	%rsi, RSP(%rsp)
.endm

/* A callback may have changed where to go on, and any argument. */
.macro RESTORE_ARGS
#ifndef CONFIG_FRAME_POINTER
	movq	RBP(%rsp), %rbp
#endif
	movq	RIP(%rsp), %rax
	movq	%rax, REGS_BYTES(%rsp)
	movq	R9(%rsp), %r9
	movq	R8(%rsp), %r8
	movq	RCX(%rsp), %rcx
	movq	RDX(%rsp), %rdx
	movq	RSI(%rsp), %rsi
	movq	RDI(%rsp), %rdi
	movq	RAX(%rsp), %rax
.endm

SYM_FUNC_START(ftrace_caller)
	ENTER	ftrace_args
	PUSH_FRAMES
	subq	$FRAME_SIZE, %rsp
	SAVE_ARGS
	/* These are not all registers: see arch_ftrace_get_regs(). */
	movq	$0, CS(%rsp)
	SAVE_ENTRY
	SLOTS	ftrace_args REGS_BYTES
	RESTORE_ARGS
	addq	$FRAME_SIZE, %rsp
	POP_FRAMES
	LEAVE	ftrace_args
SYM_FUNC_END(ftrace_caller)
STACK_FRAME_NON_STANDARD_FP(ftrace_caller)

/* ---- all registers ---- */

SYM_FUNC_START(ftrace_regs_caller)
	ENTER	ftrace_regs
	PUSH_FRAMES
	/* Flags first: what follows changes them. */
	pushq	$__KERNEL_DS
	subq	$8, %rsp
	pushfq
	subq	$EFLAGS, %rsp
	SAVE_ARGS
	movq	$__KERNEL_CS, CS(%rsp)
	movq	$-1, ORIG_RAX(%rsp)
	movq	%r10, R10(%rsp)
	movq	%r11, R11(%rsp)
	movq	%rbx, RBX(%rsp)
	movq	%r12, R12(%rsp)
	movq	%r13, R13(%rsp)
	movq	%r14, R14(%rsp)
	movq	%r15, R15(%rsp)
	SAVE_ENTRY
	SLOTS	ftrace_regs REGS_BYTES
	movq	R15(%rsp), %r15
	movq	R14(%rsp), %r14
	movq	R13(%rsp), %r13
	movq	R12(%rsp), %r12
	movq	RBX(%rsp), %rbx
	movq	R11(%rsp), %r11
	movq	R10(%rsp), %r10
	RESTORE_ARGS
	addq	$EFLAGS, %rsp
	popfq
	leaq	16(%rsp), %rsp
	POP_FRAMES
	LEAVE	ftrace_regs
SYM_FUNC_END(ftrace_regs_caller)
STACK_FRAME_NON_STANDARD_FP(ftrace_regs_caller)
