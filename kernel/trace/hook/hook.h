/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hook/: hooks at the entry of functions, as the rooms above see them.
 *
 * What it is for: call somebody when a function is entered.  Who wants which
 * functions is a struct ftrace_ops; the interface for the rest of the kernel
 * is linux/ftrace.h, this header is for the tracers, which do more: edit
 * filters from files, list functions, avoid waiting.
 *
 * What it owns: the function table (every hooked site, sorted by address, for
 * the kernel and each module), the sets that filters are made of, the classes
 * with their trampolines, the bytes at the sites.
 *
 * Locks: hook_lock (a mutex), inside trace_lock; outside cpu_hotplug_lock, for reading,
 * and text_mutex.  A lock of its own for direct calls is outside hook_lock.  Callbacks
 * run in any context, NMI included, wherever the kernel is when it enters a
 * function: with no lock, preemption on or off, RCU watching or not, unless the
 * ops' flags ask for a guard.
 *
 * Context: all functions here sleep, unless they say otherwise.
 */
#ifndef _KERNEL_TRACE_HOOK_HOOK_H
#define _KERNEL_TRACE_HOOK_HOOK_H

#include <linux/ftrace.h>
#include <linux/mutex.h>
#include <linux/timex.h>

struct hook_filter;
struct module;
struct seq_file;

extern struct mutex hook_lock;

/*
 * Flag of ops that only tracers use: no registers are saved but those that C
 * code may change.  @fregs of the callback then is the address of the word on
 * the stack that holds the return address: see hook_parent_slot().  Cheapest.
 */
#define FTRACE_OPS_FL_LEAN	BIT(15)

/* Where a LEAN ops' callback finds (and may replace) the return address */
static __always_inline unsigned long *hook_parent_slot(struct ftrace_regs *fregs)
{
	return (unsigned long *)fregs;
}

/* ---- ops ---- */

/*
 * As register_ftrace_function() and its opposite.  hook_remove() does not wait:
 * callbacks may still run when it returns.  Whoever frees the ops, or what its
 * callback uses, calls hook_sync() in between; several removals share one.
 *
 * Return: 0 or a negative error number, and nothing has changed.  Of an ops that is
 * registered hook_remove() returns 0, always.
 */
int __must_check hook_add(struct ftrace_ops *ops);
int hook_remove(struct ftrace_ops *ops);
/* @new takes the place of @old, in one step: no call is missed, none goes to both. */
int __must_check hook_replace(struct ftrace_ops *old, struct ftrace_ops *new);
void hook_sync(void);

void hook_free_init_mem(void);

/* ---- filters ---- */

/*
 * A filter says which functions an ops is for.  ops->filter is NULL (all
 * functions) or one that may be shared by several ops, counted.
 */
enum hook_list {
	HOOK_ONLY,	/* only these: set_ftrace_filter */
	HOOK_NOT,	/* but not these: set_ftrace_notrace */
};

/* An empty filter; NULL if out of memory. */
struct hook_filter * __must_check hook_filter_new(void);
struct hook_filter *hook_filter_get(struct hook_filter *f);
void hook_filter_put(struct hook_filter *f);
/* Replace an ops' filter by @f, with a reference of its own.  An error changes nothing. */
int __must_check hook_filter_set(struct ftrace_ops *ops, struct hook_filter *f);

/*
 * Editing: a private copy is made, lines are applied to it, and then all of it
 * takes effect at once, for all ops that share the filter, or nothing does.
 *
 *	e = hook_edit_begin(f, HOOK_ONLY, reset);
 *	n = hook_edit_pattern(e, "vfs_*", NULL);	... any number of
 *	err = hook_edit_end(e);				or hook_edit_abort(e)
 */
struct hook_edit;
/* Return: for the calls that follow; ERR_PTR(-ENOMEM), never NULL */
struct hook_edit * __must_check hook_edit_begin(struct hook_filter *f, enum hook_list list,
						bool reset);
/**
 * hook_edit_pattern - add or remove the functions that a pattern names
 * @e: the edit
 * @pattern: name, glob, number of a line of available_filter_functions; with
 *	"!" before it, they are removed
 * @module: NULL, or only functions of the modules that this names or matches, "*" or
 *	"" of any; behind a "!" those that it does not, the kernel's with them; a name of
 *	one that is not loaded: remembered until it is
 *
 * Return: how many functions match; -ENOENT if none, -EINVAL, -ENOMEM
 */
int __must_check hook_edit_pattern(struct hook_edit *e, const char *pattern,
				   const char *module);
/* End @e together with @others, edits of other filters, or NULL.  Returns @e. */
struct hook_edit *hook_edit_join(struct hook_edit *e, struct hook_edit *others);
/* Take out what the list of @f has. */
void hook_edit_without(struct hook_edit *e, const struct hook_filter *f);
/* Does the list, as it will be, name any function? */
bool hook_edit_left(struct hook_edit *e);
/* Return: 0, or an error, and no filter has changed; @e is gone in any case */
int __must_check hook_edit_end(struct hook_edit *e);
void hook_edit_abort(struct hook_edit *e);

/* True if the list has an entry (HOOK_ONLY: is in force) */
bool hook_filter_limits(struct hook_filter *f, enum hook_list list);
/* How many functions are in the list now, patterns for modules to come aside */
unsigned int hook_filter_count(struct hook_filter *f, enum hook_list list);
/* Is the site at @ip one that the filter's list names? */
bool hook_filter_has(struct hook_filter *f, enum hook_list list, unsigned long ip);

/* ---- listing functions ---- */

/* The longest name and module */
#define HOOK_NAME_LEN	(KSYM_NAME_LEN + MODULE_NAME_LEN + 8)

/**
 * struct hook_cursor - goes through functions in the order of their addresses
 * @ip: the site
 * @index: its number, which only grows
 * @name: the function's name
 * @module: its module's name, NULL for the kernel
 * @class: for hook_show_class()
 * @modified: likewise
 * @next: index to look at next, private
 * @sym: position in kallsyms for fast naming, private
 * @sym_off: likewise
 */
struct hook_cursor {
	unsigned long	ip;
	unsigned int	index;
	const char	*module;
	u16		class;
	bool		modified;
	char		name[KSYM_NAME_LEN];

	unsigned int	next;		/* index to look at next */
	int		sym;		/* position in kallsyms, for fast naming */
	unsigned int	sym_off;
};

/* Which functions a cursor stops at */
enum hook_which {
	HOOK_EACH,
	HOOK_ENABLED,		/* hooked now */
	HOOK_TOUCHED,		/* were ever hooked */
	HOOK_LISTED_ONLY,	/* in the filter's HOOK_ONLY list */
	HOOK_LISTED_NOT,	/* in the filter's HOOK_NOT list */
};

/*
 * Move to the next function; false at the end.  Zero the cursor to begin; set
 * @next to continue.  hook_lock is held.
 */
bool hook_next(struct hook_cursor *c, enum hook_which which, struct hook_filter *f);
/*
 * hook_lock was let go since the cursor moved: bring what it says of its function up to
 * date.  If that is not one to stop at any more, move on; false at the end.
 */
bool hook_resume(struct hook_cursor *c, enum hook_which which, struct hook_filter *f);

/* What is hooked to the function under the cursor, as enabled_functions shows it. */
void hook_show_class(struct seq_file *m, const struct hook_cursor *c);
/* Lines of patterns that wait for their module. */
void hook_show_pending(struct seq_file *m, struct hook_filter *f, enum hook_list list);

/**
 * struct hook_counts - for dyn_ftrace_total_info and the boot line
 * @sites: functions that can be hooked
 * @bytes: memory of the table
 * @regions: pieces of text: the kernel, its init text, modules, their init text
 * @classes: sets of ops in use
 * @init_cycles: time that setting it up at boot took, before the kernel has a clock
 */
struct hook_counts {
	unsigned int	sites;
	unsigned long	bytes;
	unsigned int	regions;
	unsigned int	classes;
	cycles_t	init_cycles;
};

void hook_counts(struct hook_counts *c);

/* Any context.  The number of a site in the order of the table, -1 if @ip is none. */
int hook_index(unsigned long ip);
/* One more than the highest number there is; grows when modules come. */
unsigned int hook_index_end(void);

#endif /* _KERNEL_TRACE_HOOK_HOOK_H */
