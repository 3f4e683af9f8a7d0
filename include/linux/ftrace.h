/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Function hooks: the interface of the function tracer's machinery to the rest
 * of the kernel.  Documentation/trace/ftrace-uses.rst tells how to use it.
 */
#ifndef _LINUX_FTRACE_H
#define _LINUX_FTRACE_H

#include <linux/bitops.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/kallsyms.h>
#include <linux/ktime.h>
#include <linux/linkage.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/trace_clock.h>
#include <linux/trace_recursion.h>
#include <linux/types.h>

#include <asm/ftrace.h>
#include <linux/ftrace_regs.h>

struct ctl_table;
struct ftrace_ops;
struct module;
struct task_struct;
struct trace_array;

/* ---- start-up ---- */

#ifdef CONFIG_TRACING
void trace_init(void);
void early_trace_init(void);
void ftrace_boot_snapshot(void);
#else
static inline void trace_init(void) { }
static inline void early_trace_init(void) { }
static inline void ftrace_boot_snapshot(void) { }
#endif

#ifdef CONFIG_FTRACE_MCOUNT_RECORD
void ftrace_init(void);
/* The section in which the compiler or objtool leaves the addresses of the sites */
#define FTRACE_CALLSITE_SECTION	"__mcount_loc"
#else
static inline void ftrace_init(void) { }
#endif

/* ---- ops ---- */

/**
 * typedef ftrace_func_t - what a hook calls
 * @ip: the hooked function's site
 * @parent_ip: where the function will return to
 * @op: the ops whose callback this is
 * @fregs: the registers, as many as the ops asked for
 */
typedef void (*ftrace_func_t)(unsigned long ip, unsigned long parent_ip,
			      struct ftrace_ops *op, struct ftrace_regs *fregs);

/*
 * Flags of struct ftrace_ops.  Those of the first group are the user's to set
 * before registration, the others belong to the hook code.
 */
enum {
	FTRACE_OPS_FL_SAVE_REGS			= BIT(0), /* wants full pt_regs */
	FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED	= BIT(1), /* ... if they can be had */
	FTRACE_OPS_FL_RECURSION			= BIT(2), /* guard it: it does not itself */
	FTRACE_OPS_FL_RCU			= BIT(3), /* only where RCU is watching */
	FTRACE_OPS_FL_IPMODIFY			= BIT(4), /* changes where it goes on */
	FTRACE_OPS_FL_PERMANENT			= BIT(5), /* ftrace_enabled=0 must not stop it */
	FTRACE_OPS_FL_DIRECT			= BIT(6), /* calls a caller's trampoline */
	FTRACE_OPS_FL_STUB			= BIT(7), /* its func does nothing */

	FTRACE_OPS_FL_ENABLED			= BIT(16), /* is registered */
	FTRACE_OPS_FL_DYNAMIC			= BIT(17), /* may be freed */
};

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS
#define FTRACE_OPS_FL_SAVE_ARGS		0	/* arguments are always saved */
#else
#define FTRACE_OPS_FL_SAVE_ARGS		FTRACE_OPS_FL_SAVE_REGS
#endif

/*
 * A direct call and an IPMODIFY ops may meet on one function if the direct
 * call's owner agrees to call on through the hook; these are the questions.
 */
enum ftrace_ops_cmd {
	FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF,
	FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER,
	FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER,
};

typedef int (*ftrace_ops_func_t)(struct ftrace_ops *op, enum ftrace_ops_cmd cmd);

struct hook_filter;

/**
 * struct ftrace_ops - a callback and the functions it is called for
 * @func: the callback
 * @flags: FTRACE_OPS_FL_*
 * @private: for the user
 * @ops_func: answers enum ftrace_ops_cmd, for direct calls
 * @filter: says which functions; NULL: all
 * @list: in the list of registered ops
 * @direct_call: what a direct call's sites call
 * @trampoline: what an unwinder adds to ftrace_caller's or, if the flags say
 *	SAVE_REGS, to ftrace_regs_caller's distance: see ftrace_ops_trampoline()
 * @trampoline_size: the trampoline's length
 *
 * Zero-initialised but for what the user sets.  All but the first four fields
 * belong to the hook code.
 */
struct ftrace_ops {
	ftrace_func_t		func;
	unsigned long		flags;
	void			*private;
	ftrace_ops_func_t	ops_func;
#ifdef CONFIG_DYNAMIC_FTRACE
	struct hook_filter	*filter;
	struct list_head	list;
	unsigned long		direct_call;
	unsigned long		trampoline;
	unsigned long		trampoline_size;
#endif
};

#ifdef CONFIG_FUNCTION_TRACER

extern int ftrace_enabled;

int register_ftrace_function(struct ftrace_ops *op);
int unregister_ftrace_function(struct ftrace_ops *op);
void ftrace_kill(void);
void ftrace_stub(unsigned long ip, unsigned long parent_ip,
		 struct ftrace_ops *op, struct ftrace_regs *fregs);
int ftrace_lookup_symbols(const char **sorted, size_t nr, unsigned long *addrs);

#else

static inline int
ftrace_lookup_symbols(const char **sorted, size_t nr, unsigned long *addrs) { return -EOPNOTSUPP; }
static inline int unregister_ftrace_function(struct ftrace_ops *op) { return 0; }
static inline int register_ftrace_function(struct ftrace_ops *op) { return 0; }
static inline void ftrace_kill(void) { }

#endif /* CONFIG_FUNCTION_TRACER */

#ifdef CONFIG_DYNAMIC_FTRACE

void ftrace_free_filter(struct ftrace_ops *op);
void ftrace_ops_set_global_filter(struct ftrace_ops *op);
void ftrace_set_global_notrace(unsigned char *text, int len, int reset);
void ftrace_set_global_filter(unsigned char *text, int len, int reset);
int ftrace_set_notrace(struct ftrace_ops *op, unsigned char *text, int len, int reset);
int ftrace_set_filter(struct ftrace_ops *op, unsigned char *text, int len, int reset);
int ftrace_set_filter_ips(struct ftrace_ops *op, unsigned long *ips, unsigned int nr,
			  int remove, int reset);
int ftrace_set_filter_ip(struct ftrace_ops *op, unsigned long ip, int remove, int reset);

/* Questions about addresses */
unsigned long ftrace_location(unsigned long ip);
unsigned long ftrace_location_range(unsigned long start, unsigned long end);
bool is_ftrace_trampoline(unsigned long addr);
struct ftrace_ops *ftrace_ops_trampoline(unsigned long addr);
int ftrace_text_reserved(const void *start, const void *end);

/* Text that comes and goes */
void ftrace_free_init_mem(void);
void ftrace_release_mod(struct module *m);
void ftrace_module_enable(struct module *m);
void ftrace_module_init(struct module *m);
void ftrace_free_mem(struct module *m, void *start, void *end);

/* The trampolines' templates: unwinders look at them */
void ftrace_caller(void);
void ftrace_regs_caller(void);

#else /* !CONFIG_DYNAMIC_FTRACE */

static inline void ftrace_free_filter(struct ftrace_ops *op) { }
static inline void ftrace_ops_set_global_filter(struct ftrace_ops *op) { }

static inline int
ftrace_set_notrace(struct ftrace_ops *op, unsigned char *text, int len, int reset)
{
	return -ENODEV;
}

static inline int
ftrace_set_filter(struct ftrace_ops *op, unsigned char *text, int len, int reset)
{
	return -ENODEV;
}

static inline int
ftrace_set_filter_ips(struct ftrace_ops *op, unsigned long *ips, unsigned int nr,
		      int remove, int reset)
{
	return -ENODEV;
}

static inline int
ftrace_set_filter_ip(struct ftrace_ops *op, unsigned long ip, int remove, int reset)
{
	return -ENODEV;
}

static inline bool is_ftrace_trampoline(unsigned long addr) { return false; }
static inline int ftrace_text_reserved(const void *start, const void *end) { return 0; }
static inline unsigned long ftrace_location(unsigned long ip) { return 0; }
static inline void ftrace_release_mod(struct module *m) { }
static inline void ftrace_module_enable(struct module *m) { }
static inline void ftrace_module_init(struct module *m) { }
static inline void ftrace_free_mem(struct module *m, void *start, void *end) { }
static inline void ftrace_free_init_mem(void) { ftrace_boot_snapshot(); }

#endif /* CONFIG_DYNAMIC_FTRACE */

/*
 * Symbols of trampolines, and of init functions of modules that were traced
 * and have gone, for kallsyms.
 */
#if defined(CONFIG_DYNAMIC_FTRACE) && defined(CONFIG_FUNCTION_TRACER)
int ftrace_mod_get_kallsym(unsigned int nr, unsigned long *addr, char *type,
			   char *name, char *module, int *exported);
#else
static inline int
ftrace_mod_get_kallsym(unsigned int nr, unsigned long *addr, char *type,
		       char *name, char *module, int *exported)
{
	return -1;
}
#endif

#if defined(CONFIG_DYNAMIC_FTRACE) && defined(CONFIG_MODULES)
int ftrace_mod_address_lookup(unsigned long addr, unsigned long *len, unsigned long *offset,
			      char **module, const unsigned char **build_id, char *name);
#else
static inline int
ftrace_mod_address_lookup(unsigned long addr, unsigned long *len, unsigned long *offset,
			  char **module, const unsigned char **build_id, char *name)
{
	return 0;
}
#endif

/* ---- direct calls ---- */

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS

int register_ftrace_direct(struct ftrace_ops *op, unsigned long to);
int modify_ftrace_direct(struct ftrace_ops *op, unsigned long to);
int modify_ftrace_direct_nolock(struct ftrace_ops *op, unsigned long to);
int unregister_ftrace_direct(struct ftrace_ops *op, unsigned long to, bool free_filters);
unsigned long ftrace_find_rec_direct(unsigned long ip);

/* An address that a direct call may have before its own is known: it returns at once. */
void ftrace_stub_direct_tramp(void);

#else

static inline int register_ftrace_direct(struct ftrace_ops *op, unsigned long to)
{
	return -ENODEV;
}

static inline int modify_ftrace_direct(struct ftrace_ops *op, unsigned long to)
{
	return -ENODEV;
}

static inline int modify_ftrace_direct_nolock(struct ftrace_ops *op, unsigned long to)
{
	return -ENODEV;
}

static inline int
unregister_ftrace_direct(struct ftrace_ops *op, unsigned long to, bool free_filters)
{
	return -ENODEV;
}

static inline unsigned long ftrace_find_rec_direct(unsigned long ip) { return 0; }

#endif /* CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS */

/* ---- registers ---- */

#ifdef CONFIG_FUNCTION_TRACER

#ifndef CONFIG_HAVE_DYNAMIC_FTRACE_WITH_ARGS
#define arch_ftrace_get_regs(fregs)	((struct pt_regs *)(fregs))
#define ftrace_regs_set_instruction_pointer(fregs, ip) do { } while (0)
#endif

/* The full registers, NULL if the ops did not ask for them. */
static __always_inline struct pt_regs *ftrace_get_regs(struct ftrace_regs *fregs)
{
	return fregs ? arch_ftrace_get_regs(fregs) : NULL;
}

#endif /* CONFIG_FUNCTION_TRACER */

/* ---- return hooks ---- */

/* The records of the graph tracer: ABI */
struct ftrace_graph_ent {
	unsigned long		func;
	int			depth;
} __packed;

struct ftrace_graph_ret {
	unsigned long		func;
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
	unsigned long		retval;
#endif
	int			depth;
	unsigned int		overrun;	/* calls too deep to be followed */
	unsigned long long	calltime;
	unsigned long long	rettime;
} __packed;

/* A hooked call, as who walks a task's calls sees it */
struct ftrace_ret_stack {
	unsigned long		ret;
	unsigned long		func;
	unsigned long		*retp;
};

struct fgraph_ops;

typedef int (*trace_func_graph_ent_t)(struct ftrace_graph_ent *ent, struct fgraph_ops *gops);
typedef void (*trace_func_graph_ret_t)(struct ftrace_graph_ret *ret, struct fgraph_ops *gops);

/**
 * struct fgraph_ops - callbacks at entry and return of functions
 * @entryfunc: called at the entry; 0: the return is not wanted
 * @retfunc: called at the return
 * @ops: which functions
 * @private: for the user
 * @idx: its place among the users of the shadow stack
 */
struct fgraph_ops {
	trace_func_graph_ent_t	entryfunc;
	trace_func_graph_ret_t	retfunc;
	struct ftrace_ops	ops;
	void			*private;
	int			idx;
};

#ifdef CONFIG_FUNCTION_GRAPH_TRACER

#define INIT_FTRACE_GRAPH	.ret_stack = NULL

/* For functions that the graph tracer must not see */
#define __notrace_funcgraph	notrace

int register_ftrace_graph(struct fgraph_ops *gops);
void unregister_ftrace_graph(struct fgraph_ops *gops);
void *fgraph_reserve_data(int idx, int size_bytes);
void *fgraph_retrieve_data(int idx, int *size_bytes);
bool ftrace_graph_is_dead(void);
void ftrace_graph_stop(void);
void ftrace_graph_init_task(struct task_struct *t);
void ftrace_graph_exit_task(struct task_struct *t);
void ftrace_graph_init_idle_task(struct task_struct *t, int cpu);
unsigned long ftrace_graph_ret_addr(struct task_struct *task, int *idx,
				    unsigned long ret, unsigned long *retp);
unsigned long ftrace_graph_top_ret_addr(struct task_struct *task);
struct ftrace_ret_stack *ftrace_graph_get_ret_stack(struct task_struct *task, int skip);
void return_to_handler(void);

static inline void unpause_graph_tracing(void)
{
	atomic_dec(&current->tracing_graph_pause);
}

static inline void pause_graph_tracing(void)
{
	atomic_inc(&current->tracing_graph_pause);
}

#else

#define INIT_FTRACE_GRAPH
#define __notrace_funcgraph

static inline void unpause_graph_tracing(void) { }
static inline void pause_graph_tracing(void) { }
static inline void ftrace_graph_init_idle_task(struct task_struct *idle, int cpu) { }
static inline void ftrace_graph_exit_task(struct task_struct *task) { }
static inline void ftrace_graph_init_task(struct task_struct *task) { }
static inline unsigned long
ftrace_graph_ret_addr(struct task_struct *task, int *idx, unsigned long ret, unsigned long *retp)
{
	return ret;
}

#endif /* CONFIG_FUNCTION_GRAPH_TRACER */

/* ---- stack tracer ---- */

#ifdef CONFIG_STACK_TRACER

DECLARE_PER_CPU(int, disable_stack_tracer);
int stack_trace_sysctl(const struct ctl_table *table, int write, void *data,
		       size_t *len, loff_t *pos);
extern int stack_tracer_enabled;

/* Around code that may change stacks or must not be looked at; preemption is off. */
static inline void stack_tracer_disable(void)
{
	this_cpu_inc(disable_stack_tracer);
}

static inline void stack_tracer_enable(void)
{
	this_cpu_dec(disable_stack_tracer);
}

#else

static inline void stack_tracer_disable(void) { }
static inline void stack_tracer_enable(void) { }

#endif

/* ---- where a function was called from ---- */

/* Only frame pointers let the compiler look further than one call. */
#if !defined(ftrace_return_address) && defined(CONFIG_FRAME_POINTER)
#define ftrace_return_address(n)	__builtin_return_address(n)
#elif !defined(ftrace_return_address)
#define ftrace_return_address(n)	NULL
#endif

#ifndef ftrace_return_address0
#define ftrace_return_address0		__builtin_return_address(0)
#endif

#define __CALLER_ADDR(n)	((unsigned long)ftrace_return_address(n))
#define CALLER_ADDR0		((unsigned long)ftrace_return_address0)
#define CALLER_ADDR1		__CALLER_ADDR(1)
#define CALLER_ADDR2		__CALLER_ADDR(2)
#define CALLER_ADDR3		__CALLER_ADDR(3)
#define CALLER_ADDR4		__CALLER_ADDR(4)
#define CALLER_ADDR5		__CALLER_ADDR(5)
#define CALLER_ADDR6		__CALLER_ADDR(6)

/* The first of the callers, two steps away at most, that is no lock function */
static __always_inline unsigned long get_lock_parent_ip(void)
{
	if (!in_lock_functions(CALLER_ADDR0))
		return CALLER_ADDR0;
	return in_lock_functions(CALLER_ADDR1) ? CALLER_ADDR2 : CALLER_ADDR1;
}

/* ---- odds and ends that others call ---- */

#ifdef CONFIG_TRACE_PREEMPT_TOGGLE
void trace_preempt_off(unsigned long ip, unsigned long parent_ip);
void trace_preempt_on(unsigned long ip, unsigned long parent_ip);
#else
/* Macros: so that the arguments cost nothing */
#define trace_preempt_off(ip, parent_ip) do { } while (0)
#define trace_preempt_on(ip, parent_ip) do { } while (0)
#endif

#ifdef CONFIG_TRACING
extern int __disable_trace_on_warning;
void disable_trace_on_warning(void);
int tracepoint_printk_sysctl(const struct ctl_table *table, int write, void *buffer,
			     size_t *lenp, loff_t *ppos);
#define MAX_TRACER_SIZE		100
extern char ftrace_dump_on_oops[];
extern int tracepoint_printk;
#else
static inline void disable_trace_on_warning(void) { }
#endif

#ifdef CONFIG_FTRACE_SYSCALLS
/* How many characters of a system call's name to skip when it is compared */
unsigned long arch_syscall_addr(int nr);
#endif

#endif /* _LINUX_FTRACE_H */
