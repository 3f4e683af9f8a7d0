// SPDX-License-Identifier: GPL-2.0
/*
 * BPF programs on events: how they are attached, and how they run.
 *
 * On a perf event of a trace event: the event's struct trace_event_perf has an
 * array of programs, which see each record before perf does, and let it pass or
 * not. On a raw tracepoint: the function that include/trace/trace_events.h made
 * for the tracepoint hangs there, with the link as its data, and hands the
 * arguments to the link's program. Programs at functions' entries are
 * kernel/bpf/trampoline.c's, by direct calls; here are their helpers only.
 */
#include <linux/bpf.h>
#include <linux/bpf_perf_event.h>
#include <linux/export.h>
#include <linux/filter.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/perf_event.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/tracepoint.h>
#include <linux/uaccess.h>

#include "bpf.h"

/* ---- raw tracepoints: which there are ---- */

static struct bpf_raw_event_map *
find_raw(struct bpf_raw_event_map *map, struct bpf_raw_event_map *end, const char *name)
{
	for (; map < end; map++)
		if (!strcmp(map->tp->name, name))
			return map;
	return NULL;
}

#ifdef CONFIG_MODULES

/* Modules with raw tracepoints; an entry is there from COMING to GOING. */
struct raw_module {
	struct list_head	node;
	struct module		*module;
};

static LIST_HEAD(raw_modules);
static DEFINE_MUTEX(raw_modules_lock);

static struct bpf_raw_event_map *find_raw_in_modules(const char *name)
{
	struct bpf_raw_event_map *map;
	struct raw_module *raw;

	guard(mutex)(&raw_modules_lock);
	list_for_each_entry(raw, &raw_modules, node) {
		map = raw->module->bpf_raw_events;
		map = find_raw(map, map + raw->module->num_bpf_raw_events, name);
		if (map)
			return try_module_get(raw->module) ? map : NULL;
	}
	return NULL;
}

static void raw_module_come(struct module *module)
{
	struct raw_module *raw = kmalloc(sizeof(*raw), GFP_KERNEL);

	/* Programs will not find its tracepoints. */
	if (!raw)
		return;
	raw->module = module;
	guard(mutex)(&raw_modules_lock);
	list_add_tail(&raw->node, &raw_modules);
}

static void raw_module_go(struct module *module)
{
	struct raw_module *raw;

	guard(mutex)(&raw_modules_lock);
	list_for_each_entry(raw, &raw_modules, node) {
		if (raw->module == module) {
			list_del(&raw->node);
			kfree(raw);
			break;
		}
	}
}

static int raw_module_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct module *module = data;

	if (!module->num_bpf_raw_events)
		return NOTIFY_DONE;
	if (state == MODULE_STATE_COMING)
		raw_module_come(module);
	else if (state == MODULE_STATE_GOING)
		raw_module_go(module);
	return NOTIFY_OK;
}

static struct notifier_block raw_module_nb = {
	.notifier_call = raw_module_notify,
};

static int __init raw_modules_init(void)
{
	return register_module_notifier(&raw_module_nb);
}
fs_initcall(raw_modules_init);

#else

static struct bpf_raw_event_map *find_raw_in_modules(const char *name)
{
	return NULL;
}

#endif /* CONFIG_MODULES */

/**
 * bpf_get_raw_tracepoint - look a tracepoint up, for a BPF program
 * @name: the tracepoint's name
 *
 * Context: may sleep.
 * Return: what is known of it, its module pinned until bpf_put_raw_tracepoint();
 * NULL: there is none, or it is going
 */
struct bpf_raw_event_map *bpf_get_raw_tracepoint(const char *name)
{
	return find_raw(__start__bpf_raw_tp, __stop__bpf_raw_tp, name) ?:
	       find_raw_in_modules(name);
}

/**
 * bpf_put_raw_tracepoint - let a tracepoint go
 * @map: from bpf_get_raw_tracepoint()
 */
void bpf_put_raw_tracepoint(struct bpf_raw_event_map *map)
{
	guard(preempt)();
	/* NULL for the kernel's own */
	module_put(__module_address((unsigned long)map));
}

/* ---- raw tracepoints: programs on them ---- */

/**
 * bpf_probe_register - let a program run at a tracepoint
 * @map: the tracepoint
 * @link: of the program; stays until a grace period after bpf_probe_unregister()
 *
 * Several programs may, and one of them more than once.
 *
 * Return: 0; -EINVAL: it uses more arguments than there are, or writes where it
 * must not; or what the tracepoint says
 */
int bpf_probe_register(struct bpf_raw_event_map *map, struct bpf_raw_tp_link *link)
{
	const struct bpf_prog_aux *aux = link->link.prog->aux;

	if (aux->max_ctx_offset > map->num_args * sizeof(u64))
		return -EINVAL;
	if (aux->max_tp_access > map->writable_size)
		return -EINVAL;
	return tracepoint_probe_register_may_exist(map->tp, map->bpf_func, link);
}

/**
 * bpf_probe_unregister - undo bpf_probe_register()
 * @map: the tracepoint
 * @link: of the program
 *
 * Return: 0 or what the tracepoint says
 */
int bpf_probe_unregister(struct bpf_raw_event_map *map, struct bpf_raw_tp_link *link)
{
	return tracepoint_probe_unregister(map->tp, map->bpf_func, link);
}

/* A program does not run inside itself: it may use what is traced. */
static __always_inline void run_raw(struct bpf_raw_tp_link *link, u64 *args)
{
	struct bpf_trace_run_ctx here = { .bpf_cookie = link->cookie };
	struct bpf_prog *prog = link->link.prog;
	struct bpf_run_ctx *outer;

	cant_sleep();
	if (likely(this_cpu_inc_return(*prog->active) == 1)) {
		outer = bpf_set_run_ctx(&here.run_ctx);
		rcu_read_lock();
		bpf_prog_run(prog, args);
		rcu_read_unlock();
		bpf_reset_run_ctx(outer);
	} else {
		bpf_prog_inc_misses_counter(prog);
	}
	this_cpu_dec(*prog->active);
}

/* bpf_trace_run1(link, a1) ... bpf_trace_run12(link, a1, ..., a12) */
#define TRACE_RUN(n, take, give...)					\
void bpf_trace_run##n(struct bpf_raw_tp_link *link, take)		\
{									\
	u64 args[] = { give };						\
									\
	run_raw(link, args);						\
}									\
EXPORT_SYMBOL_GPL(bpf_trace_run##n)

TRACE_RUN(1, PARAMS(u64 a1), a1);
TRACE_RUN(2, PARAMS(u64 a1, u64 a2), a1, a2);
TRACE_RUN(3, PARAMS(u64 a1, u64 a2, u64 a3), a1, a2, a3);
TRACE_RUN(4, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4), a1, a2, a3, a4);
TRACE_RUN(5, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5), a1, a2, a3, a4, a5);
TRACE_RUN(6, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6),
	  a1, a2, a3, a4, a5, a6);
TRACE_RUN(7, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7),
	  a1, a2, a3, a4, a5, a6, a7);
TRACE_RUN(8, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7, u64 a8),
	  a1, a2, a3, a4, a5, a6, a7, a8);
TRACE_RUN(9, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7, u64 a8, u64 a9),
	  a1, a2, a3, a4, a5, a6, a7, a8, a9);
TRACE_RUN(10, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7, u64 a8, u64 a9,
		     u64 a10),
	  a1, a2, a3, a4, a5, a6, a7, a8, a9, a10);
TRACE_RUN(11, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7, u64 a8, u64 a9,
		     u64 a10, u64 a11),
	  a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11);
TRACE_RUN(12, PARAMS(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, u64 a6, u64 a7, u64 a8, u64 a9,
		     u64 a10, u64 a11, u64 a12),
	  a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12);

/* ---- programs on perf's trace events ---- */

/* As many as PERF_EVENT_IOC_QUERY_BPF can tell */
#define PROGS_MAX	64

/* Protects the array of each event, and perf_event::prog of its perf events. */
static DEFINE_MUTEX(prog_arrays_lock);

static struct bpf_prog_array *progs_of(struct perf_event *event)
{
	return rcu_dereference_protected(event->tp_event->perf->prog_array,
					 lockdep_is_held(&prog_arrays_lock));
}

static void set_progs(struct perf_event *event, struct bpf_prog_array *progs)
{
	struct trace_event_perf *perf = event->tp_event->perf;
	struct bpf_prog_array *old = progs_of(event);

	rcu_assign_pointer(perf->prog_array, progs);
	/* Programs of uprobes may sleep while they walk through it. */
	bpf_prog_array_free_sleepable(old);
}

/**
 * trace_call_bpf - let an event's programs see a record
 * @call: the event
 * @context: the record, a pointer to registers in place of its common fields; for
 *	probes of kernel and user functions, the registers
 *
 * Context: any, preemption disabled.
 * Return: 0: perf is not to have it
 */
unsigned int trace_call_bpf(struct trace_event_call *call, void *context)
{
	struct bpf_prog_array *progs;
	unsigned int ret = 0;

	cant_sleep();
	rcu_read_lock();
	progs = rcu_dereference(call->perf->prog_array);
	/*
	 * A map's lock may be held on this CPU, by whoever hit the event: no
	 * program but the outermost may use maps.
	 */
	if (likely(__this_cpu_inc_return(bpf_prog_active) == 1))
		ret = bpf_prog_run_array(progs, context, bpf_prog_run);
	else if (progs)
		bpf_prog_inc_misses_counters(progs);
	__this_cpu_dec(bpf_prog_active);
	rcu_read_unlock();
	return ret;
}

/**
 * perf_event_attach_bpf_prog - attach a program to a perf event of a trace event
 * @event: the perf event
 * @prog: the program, of the right type; on success its reference goes over
 * @cookie: what bpf_get_attach_cookie() returns to it
 *
 * Return: 0; -EEXIST: the perf event has one; -E2BIG: the trace event has too
 * many; -EINVAL: it wants to override a function's return; or -ENOMEM
 */
int perf_event_attach_bpf_prog(struct perf_event *event, struct bpf_prog *prog, u64 cookie)
{
	struct bpf_prog_array *progs, *longer;
	int ret;

	if (prog->kprobe_override)
		return -EINVAL;
	guard(mutex)(&prog_arrays_lock);
	if (event->prog)
		return -EEXIST;
	progs = progs_of(event);
	if (progs && bpf_prog_array_length(progs) >= PROGS_MAX)
		return -E2BIG;
	ret = bpf_prog_array_copy(progs, NULL, prog, cookie, &longer);
	if (ret)
		return ret;
	event->prog = prog;
	event->bpf_cookie = cookie;
	set_progs(event, longer);
	return 0;
}

/**
 * perf_event_detach_bpf_prog - undo perf_event_attach_bpf_prog()
 * @event: the perf event; it need not have a program
 */
void perf_event_detach_bpf_prog(struct perf_event *event)
{
	struct bpf_prog_array *progs, *shorter;
	struct bpf_prog *prog;

	scoped_guard(mutex, &prog_arrays_lock) {
		prog = event->prog;
		if (!prog)
			return;
		progs = progs_of(event);
		/* Without memory it stays as long, with something that does nothing. */
		if (bpf_prog_array_copy(progs, prog, NULL, 0, &shorter))
			bpf_prog_array_delete_safe(progs, prog);
		else
			set_progs(event, shorter);
		event->prog = NULL;
	}
	/* The program waits for RCU before it goes, but not for who may sleep. */
	if (event->tp_event->flags & TRACE_EVENT_FL_UPROBE)
		synchronize_rcu_tasks_trace();
	bpf_prog_put(prog);
}

/**
 * perf_event_query_prog_array - PERF_EVENT_IOC_QUERY_BPF
 * @event: a perf event
 * @to: gets the numbers of the trace event's programs: struct perf_event_query_bpf
 *
 * Return: 0; -ENOSPC: there are more than it has room for; -EPERM, -EINVAL,
 * -E2BIG, -EFAULT
 */
int perf_event_query_prog_array(struct perf_event *event, void __user *to)
{
	struct perf_event_query_bpf __user *answer = to;
	u32 ids[PROGS_MAX] = {};
	u32 room, nr;
	int ret;

	if (!perfmon_capable())
		return -EPERM;
	if (event->attr.type != PERF_TYPE_TRACEPOINT)
		return -EINVAL;
	if (get_user(room, &answer->ids_len))
		return -EFAULT;
	if (room > PROGS_MAX)
		return -E2BIG;

	scoped_guard(mutex, &prog_arrays_lock)
		ret = bpf_prog_array_copy_info(progs_of(event), ids, room, &nr);

	if (put_user(nr, &answer->prog_cnt) ||
	    copy_to_user(answer->ids, ids, room * sizeof(*ids)))
		return -EFAULT;
	return ret;
}

/**
 * bpf_get_perf_event_info - what a perf event's program is attached to
 * @event: the perf event
 * @id: gets the program's number
 * @fd_type: gets BPF_FD_TYPE_*; or NULL
 * @name: gets the event's name, or what is probed
 * @offset: gets where in it the probe is, 0 for events; or NULL
 * @addr: gets its address, 0 for events; or NULL
 * @missed: gets how often the probe could not run; or NULL
 *
 * Return: 0; -ENOENT: it has no program; -EOPNOTSUPP: it is not a trace event
 */
int bpf_get_perf_event_info(const struct perf_event *event, u32 *id, u32 *fd_type,
			    const char **name, u64 *offset, u64 *addr, unsigned long *missed)
{
	struct trace_event_call *call = event->tp_event;
	struct bpf_prog *prog = event->prog;

	if (!prog)
		return -ENOENT;
	if (prog->type == BPF_PROG_TYPE_PERF_EVENT)
		return -EOPNOTSUPP;
	*id = prog->aux->id;

	if (IS_ENABLED(CONFIG_KPROBE_EVENTS) && call->flags & TRACE_EVENT_FL_KPROBE)
		return bpf_get_kprobe_info(event, fd_type, name, offset, addr, missed,
					   event->attr.type == PERF_TYPE_TRACEPOINT);
	if (IS_ENABLED(CONFIG_UPROBE_EVENTS) && call->flags & TRACE_EVENT_FL_UPROBE)
		return bpf_get_uprobe_info(event, fd_type, name, offset, addr,
					   event->attr.type == PERF_TYPE_TRACEPOINT);
	if (!(call->flags & TRACE_EVENT_FL_TRACEPOINT) && !is_syscall_trace_event(call))
		return -EOPNOTSUPP;
	*name = trace_event_name(call);
	if (fd_type)
		*fd_type = BPF_FD_TYPE_TRACEPOINT;
	if (offset)
		*offset = 0;
	if (addr)
		*addr = 0;
	return 0;
}

/* ---- programs on many functions at once: the rooms for that are missing yet ---- */

/**
 * bpf_kprobe_multi_link_attach - attach a program to many kernel functions
 * @attr: which
 * @prog: the program
 *
 * Return: -EOPNOTSUPP
 */
int bpf_kprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog)
{
	return -EOPNOTSUPP;
}

#ifndef CONFIG_UPROBE_EVENTS
/**
 * bpf_uprobe_multi_link_attach - attach a program to many places of a user's file
 * @attr: which
 * @prog: the program
 *
 * Return: -EOPNOTSUPP
 */
int bpf_uprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog)
{
	return -EOPNOTSUPP;
}
#endif
