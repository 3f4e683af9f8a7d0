/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Trace instances for other kernel code: find or make one, write to it, and
 * listen to what is recorded.
 */
#ifndef _LINUX_TRACE_H
#define _LINUX_TRACE_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/errno.h>

struct trace_array;

/* What a trace_export wants to see */
enum {
	TRACE_EXPORT_FUNCTION	= BIT(0),
	TRACE_EXPORT_EVENT	= BIT(1),
	TRACE_EXPORT_MARKER	= BIT(2),
};

/**
 * struct trace_export - a listener that gets a copy of each record
 * @next: the list of listeners, managed by register_ftrace_export()
 * @write: called with each record, from any context
 * @flags: TRACE_EXPORT_*
 */
struct trace_export {
	struct trace_export __rcu	*next;
	void (*write)(struct trace_export *export, const void *entry, unsigned int size);
	int				flags;
};

#ifdef CONFIG_TRACING

int register_ftrace_export(struct trace_export *export);
int unregister_ftrace_export(struct trace_export *export);

struct trace_array *trace_array_get_by_name(const char *name, const char *systems);
void trace_array_put(struct trace_array *inst);
int trace_array_destroy(struct trace_array *inst);
int trace_array_init_printk(struct trace_array *inst);
__printf(3, 4)
int trace_array_printk(struct trace_array *inst, unsigned long ip, const char *fmt, ...);
int __trace_array_puts(struct trace_array *inst, unsigned long ip, const char *str, int size);

/* Write a string to an instance; sizeof() spares the length where it is known. */
#define trace_array_puts(tr, str)						\
	__trace_array_puts(tr, _THIS_IP_, str,					\
			   __builtin_constant_p(str) ? sizeof(str) - 1 : strlen(str))

void trace_printk_init_buffers(void);

/* For osnoise: interrupts of the architecture that have no other tracepoint */
void osnoise_trace_irq_entry(int vector);
void osnoise_trace_irq_exit(int vector, const char *name);
int osnoise_arch_register(void);
void osnoise_arch_unregister(void);

#else /* !CONFIG_TRACING */

static inline int register_ftrace_export(struct trace_export *export) { return -EINVAL; }
static inline int unregister_ftrace_export(struct trace_export *export) { return 0; }
static inline struct trace_array *
trace_array_get_by_name(const char *name, const char *systems) { return NULL; }
static inline void trace_array_put(struct trace_array *inst) { }
static inline int trace_array_destroy(struct trace_array *inst) { return 0; }
static inline int trace_array_init_printk(struct trace_array *inst) { return -EINVAL; }
static inline __printf(3, 4)
int trace_array_printk(struct trace_array *inst, unsigned long ip, const char *fmt, ...)
{
	return 0;
}
static inline void trace_printk_init_buffers(void) { }

#endif /* CONFIG_TRACING */

#endif /* _LINUX_TRACE_H */
