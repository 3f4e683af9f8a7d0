/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A function that can be called directly from a function's entry, for x86-64:
 * it keeps the registers that hold arguments, and passes some on to a C
 * function.
 *
 *	DIRECT_CALL(name, "mov %rdi, %rsi", to)
 *
 * defines name(), which executes the instructions and calls to().
 */
#include <linux/linkage.h>
#include <asm/ibt.h>
#include <asm/nospec-branch.h>

#define DIRECT_CALL(name, prepare, to)			\
	asm(".pushsection .text, \"ax\", @progbits\n"	\
	    ".type " #name ", @function\n"		\
	    ".globl " #name "\n"			\
	    #name ":\n"					\
	    ASM_ENDBR					\
	    "	pushq %rbp\n"				\
	    "	movq %rsp, %rbp\n"			\
	    CALL_DEPTH_ACCOUNT				\
	    "	pushq %rax\n"				\
	    "	pushq %rdi\n"				\
	    "	pushq %rsi\n"				\
	    "	pushq %rdx\n"				\
	    "	pushq %rcx\n"				\
	    "	pushq %r8\n"				\
	    "	pushq %r9\n"				\
	    "	" prepare "\n"				\
	    "	call " #to "\n"				\
	    "	popq %r9\n"				\
	    "	popq %r8\n"				\
	    "	popq %rcx\n"				\
	    "	popq %rdx\n"				\
	    "	popq %rsi\n"				\
	    "	popq %rdi\n"				\
	    "	popq %rax\n"				\
	    "	leave\n"				\
	    ASM_RET					\
	    ".size " #name ", . - " #name "\n"		\
	    ".popsection\n")
