/* SPDX-License-Identifier: GPL-2.0 */
/*
 * x86's part of function hooks: the site, its registers, its system calls.
 */
#ifndef _ASM_X86_FTRACE_H
#define _ASM_X86_FTRACE_H

#include <asm/ptrace.h>

#ifdef CONFIG_FUNCTION_TRACER

#ifndef CC_USING_FENTRY
#error "function hooks need a compiler that knows -mfentry"
#endif

#include <asm/ibt.h>

/* A site is one five-byte instruction: a NOP, or a call. */
#define MCOUNT_ADDR			((unsigned long)__fentry__)
#define MCOUNT_INSN_SIZE		5

/* How far behind the function's address its site may be */
#define FTRACE_MCOUNT_MAX_OFFSET	ENDBR_INSN_SIZE

/* Ops that a trampoline calls itself; if there are more, a loop calls the last ones. */
#define HOOK_TRAMP_SLOTS		6

#ifndef __ASSEMBLY__

void __fentry__(void);

#ifdef CONFIG_HAVE_DYNAMIC_FTRACE_WITH_ARGS

#include <linux/ftrace_regs.h>

/*
 * The trampoline that saves arguments alone leaves cs zero; the one that saves
 * everything writes the real one.
 */
static __always_inline struct pt_regs *arch_ftrace_get_regs(struct ftrace_regs *fregs)
{
	struct pt_regs *regs = &arch_ftrace_regs(fregs)->regs;

	return regs->cs ? regs : NULL;
}

#define ftrace_regs_set_instruction_pointer(fregs, addr) \
	(arch_ftrace_regs(fregs)->regs.ip = (addr))

#endif /* CONFIG_HAVE_DYNAMIC_FTRACE_WITH_ARGS */
#endif /* !__ASSEMBLY__ */
#endif /* CONFIG_FUNCTION_TRACER */

#ifndef __ASSEMBLY__

/* Trampolines have never been writable since they are executable. */
static inline void set_ftrace_ops_ro(void) { }

#ifdef CONFIG_DYNAMIC_FTRACE
struct pt_regs;
bool ftrace_poke_int3(struct pt_regs *regs);
#else
#define ftrace_poke_int3(regs)	false
#endif

#ifndef COMPILE_OFFSETS
#if defined(CONFIG_FTRACE_SYSCALLS) && defined(CONFIG_IA32_EMULATION)
#include <linux/compat.h>

/*
 * The metadata of system calls knows the native numbers only: 32-bit calls
 * would be taken for others.
 */
#define ARCH_TRACE_IGNORE_COMPAT_SYSCALLS 1
static inline bool arch_trace_is_compat_syscall(struct pt_regs *regs)
{
	return in_32bit_syscall();
}
#endif
#endif /* !COMPILE_OFFSETS */

#endif /* !__ASSEMBLY__ */
#endif /* _ASM_X86_FTRACE_H */
