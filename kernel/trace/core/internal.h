/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of core/ share among themselves.
 */
#ifndef _KERNEL_TRACE_CORE_INTERNAL_H
#define _KERNEL_TRACE_CORE_INTERNAL_H

#include "core.h"
#include "record.h"

/* core_init() calls these */
int buffers_init(void);
int clock_init(void);
int tracer_init(void);
int option_init(void);
int marker_init(void);
int errors_init(void);
int comm_init(void);
int printk_init(void);
int dump_init(void);
int readme_init(void);

/* file.c */
ssize_t trace_file_take(struct trace_file *f, char *text, size_t len);

/* instance.c */
struct trace_array *instance_get_serial(u32 serial);
struct trace_array *instance_create(const char *name, const char *systems);
struct trace_array *instance_create_in(const char *name, const char *systems,
				       void *range, unsigned long size);
void parts_bootconfig(struct trace_array *inst, struct xbc_node *node);

/* boot.c */
void boot_settings(void);
void boot_options(void);

/* bootconfig.c */
#ifdef CONFIG_BOOTTIME_TRACING
void boot_config(void);
#else
static inline void boot_config(void) { }
#endif

/* tracer.c */
extern struct tracer nop_tracer;
int tracers_list_options(struct file_listing *l);

/* option.c */

/* Those that are set at first */
#define DEFAULT_OPTIONS							\
	(OPT_PRINT_PARENT | OPT_ANNOTATE | OPT_CONTEXT_INFO |		\
	 OPT_RECORD_CMD | OPT_OVERWRITE | OPT_IRQ_INFO | OPT_MARKERS |	\
	 OPT_HASH_PTR | OPT_TRACE_PRINTK | OPT_FUNCTION)

/* Those that have a file in options/ at the top level only */
#define TOP_OPTIONS							\
	(OPT_TRACE_PRINTK | OPT_PRINTK_MSG_ONLY | OPT_RECORD_CMD)

int option_by_name(const char *name);
int option_set_by_name(struct trace_array *inst, const char *name);
int tracer_option_rows(struct tracer *t);
int list_option_files(void);

/* buffer.c */
#define DEFAULT_BUFFER_SIZE	1441792UL	/* bytes a CPU */
extern unsigned long trace_buf_size;

int buffer_create(struct trace_array *inst);
void buffer_destroy(struct trace_array *inst);
struct trace_buffer *buffer_make_like(struct trace_array *inst);
void buffer_set_overwrite(struct trace_array *inst, bool on);
void buffer_set_clock(struct trace_array *inst);
int instance_resize(struct trace_array *inst, unsigned int kb, int cpu);
int instance_set_cpumask(struct trace_array *inst, const char *text);

/* clock.c */
struct trace_clock {
	u64		(*func)(void);
	const char	*name;
	bool		in_ns;
};

extern const struct trace_clock trace_clocks[];
extern const int nr_trace_clocks;
int clock_by_name(const char *name);
/* What a new instance has: whatever the top level uses is no business of it */
extern u8 trace_clock_default;
void instance_set_clock(struct trace_array *inst, int clock);

/* comm.c */
void comm_update(void);

/* printk.c */
void printk_set_dest(struct trace_array *inst);
void printk_forget(struct trace_array *inst);

/* snapshot.c */
void snapshot_work(struct irq_work *work);

/* errors.c */
void error_log_clear(struct trace_array *inst);

#endif /* _KERNEL_TRACE_CORE_INTERNAL_H */
