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

/**
 * struct syscall_metadata - a system call
 * @name: "sys_read"
 * @syscall_nr: its number, -1 if it has none
 * @nb_args: arguments
 * @types: their types, as they are written
 * @args: their names
 * @enter_fields: unused, but SYSCALL_METADATA() initialises it
 * @enter_event: syscalls:sys_enter_read
 * @exit_event: syscalls:sys_exit_read
 * @fields: of the enter event, made when first asked for
 */
struct syscall_metadata {
	const char			*name;
	int				syscall_nr;
	int				nb_args;
	const char			**types;
	const char			**args;
	struct list_head		enter_fields;
	struct trace_event_call		*enter_event;
	struct trace_event_call		*exit_event;
	struct trace_event_field	*fields;
};

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
