/* SPDX-License-Identifier: GPL-2.0 */
/*
 * struct ftrace_regs - the registers a hooked function was entered with.
 *
 * It is opaque: how much of it a trampoline has filled in depends on what the
 * ops asked for.  Every access goes through the helpers below, which an
 * architecture may replace by defining HAVE_ARCH_FTRACE_REGS.
 */
#ifndef _LINUX_FTRACE_REGS_H
#define _LINUX_FTRACE_REGS_H

struct ftrace_regs;

#ifndef HAVE_ARCH_FTRACE_REGS

struct __arch_ftrace_regs {
	struct pt_regs		regs;
};

#define arch_ftrace_regs(fregs)		((struct __arch_ftrace_regs *)(fregs))
#define __ftrace_ptregs(fregs)		(&arch_ftrace_regs(fregs)->regs)

#define ftrace_regs_get_instruction_pointer(fregs) \
	instruction_pointer(__ftrace_ptregs(fregs))
#define ftrace_regs_get_stack_pointer(fregs) \
	kernel_stack_pointer(__ftrace_ptregs(fregs))
#define ftrace_regs_get_frame_pointer(fregs) \
	frame_pointer(__ftrace_ptregs(fregs))
#define ftrace_regs_get_argument(fregs, n) \
	regs_get_kernel_argument(__ftrace_ptregs(fregs), n)
#define ftrace_regs_get_return_value(fregs) \
	regs_return_value(__ftrace_ptregs(fregs))
#define ftrace_regs_set_return_value(fregs, ret) \
	regs_set_return_value(__ftrace_ptregs(fregs), ret)
#define ftrace_override_function_with_return(fregs) \
	override_function_with_return(__ftrace_ptregs(fregs))
#define ftrace_regs_query_register_offset(name) \
	regs_query_register_offset(name)

#endif /* HAVE_ARCH_FTRACE_REGS */

#endif /* _LINUX_FTRACE_REGS_H */
