/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Metadata of system calls: what SYSCALL_DEFINEx() leaves for their events.
 */
#ifndef _TRACE_SYSCALL_H
#define _TRACE_SYSCALL_H

#include <linux/tracepoint.h>
#include <linux/trace_events.h>
#include <linux/thread_info.h>
#include <linux/unistd.h>

#include <asm/ptrace.h>

#if defined(CONFIG_TRACEPOINTS) && defined(CONFIG_HAVE_SYSCALL_TRACEPOINTS)
/* Fork gives the child the flag that its tasks' list now asks for. */
static inline void syscall_tracepoint_update(struct task_struct *p)
{
	if (test_syscall_work(SYSCALL_TRACEPOINT))
		set_task_syscall_work(p, SYSCALL_TRACEPOINT);
	else
		clear_task_syscall_work(p, SYSCALL_TRACEPOINT);
}
#else
static inline void syscall_tracepoint_update(struct task_struct *p) { }
#endif

#endif /* _TRACE_SYSCALL_H */
