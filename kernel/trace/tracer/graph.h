/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The graph tracer, what each instance has of it, and its files.
 *
 * Locks: what says which functions are hooked, and how, is under trace_lock;
 * the filters are edited under function_lock, as those of the function tracer.
 */
#ifndef _KERNEL_TRACE_TRACER_GRAPH_H
#define _KERNEL_TRACE_TRACER_GRAPH_H

#include "../core/core.h"
#include "../graph/shadow.h"
#include "../hook/hook.h"

struct trace_iterator;

enum graph_option {
	GRAPH_OVERRUN		= BIT(0),
	GRAPH_CPU		= BIT(1),
	GRAPH_OVERHEAD		= BIT(2),
	GRAPH_PROC		= BIT(3),
	GRAPH_DURATION		= BIT(4),
	GRAPH_ABSTIME		= BIT(5),
	GRAPH_IRQS		= BIT(6),
	GRAPH_TAIL		= BIT(7),
	GRAPH_RETVAL		= BIT(8),
	GRAPH_RETVAL_HEX	= BIT(9),
	GRAPH_SLEEP_TIME	= BIT(10),
	GRAPH_GRAPH_TIME	= BIT(11),
};

/* Ways to be hooked; each has its functions */
enum graph_hook {
	HOOK_MUTED,	/* set_graph_notrace: nothing below these; comes before the others */
	HOOK_ALL,	/* each call, and nothing to be asked */
	HOOK_SOME,	/* calls that limits let through */
	HOOK_ROOTS,	/* set_graph_function: calls that graphs begin at */
	NR_GRAPH_HOOKS,
};

/**
 * struct graph_inst - an instance's part of the graph tracer
 * @ops: its hooks, by enum graph_hook
 * @inst: the instance
 * @user: as the shadow stack knows it, NULL until the tracer is current first
 * @running: the tracer is current
 * @roots: set_graph_function
 * @muted: set_graph_notrace
 * @on: bits of those of @ops that are registered
 * @rooted: graphs begin at @roots only
 * @max_depth: max_graph_depth, 0: none
 * @irqs: calls in interrupts are recorded
 * @awake: times are without those asleep
 */
struct graph_inst {
	struct ftrace_ops	ops[NR_GRAPH_HOOKS];
	struct trace_array	*inst;
	struct return_user	*user;
	struct hook_filter	*roots;
	struct hook_filter	*muted;
	unsigned int		on;
	unsigned int		max_depth;
	bool			running;
	bool			rooted;
	bool			irqs;
	bool			awake;
};

static inline struct graph_inst *graph_of(struct trace_array *inst)
{
	return inst->slot[SLOT_GRAPH];
}

extern struct tracer graph_tracer;

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
int graph_init(void);
/* Limits have changed. trace_lock is held. 0, or an error, and hooks are as before */
int graph_update(struct trace_array *inst);
/* For who needs struct shadow::slept, and no longer.  trace_lock is held. 0 or an error */
int graph_watch_sleep(bool on);
#else
static inline int graph_init(void) { return 0; }
static inline int graph_update(struct trace_array *inst) { return 0; }
static inline int graph_watch_sleep(bool on) { return 0; }
#endif

/* graph_files.c */
extern const struct trace_file_row graph_files[];
extern const unsigned int nr_graph_files;
void graph_boot_filters(struct graph_inst *gi);

/* graph_show.c: "12.118 us   ", and what it needs */
#define GRAPH_DURATION_ROOM	96
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
char *graph_duration(char text[GRAPH_DURATION_ROOM], u64 ns);
#else
static inline char *graph_duration(char text[GRAPH_DURATION_ROOM], u64 ns) { return ""; }
#endif
void graph_header(struct trace_iterator *it);
int graph_line(struct trace_iterator *it);
void graph_open(struct trace_iterator *it);
void graph_close(struct trace_iterator *it);

#endif /* _KERNEL_TRACE_TRACER_GRAPH_H */
