// SPDX-License-Identifier: GPL-2.0
/*
 * Probes on tracepoints, whether they have an event or not.
 *
 *	t[:[GROUP/][EVENT]] TRACEPOINT [ARG...]
 *
 * What is fetched from are the arguments of the tracepoint, as $arg1 and so on.
 */
#include <linux/bpf.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/perf_event.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/trace_events.h>
#include <linux/tracepoint.h>

#include "internal.h"

/* More than any has: BPF's tables are made for as many. */
#define TPROBE_ARGS	12

/**
 * struct tprobe - such a probe
 * @p: what it has in common with all
 * @tp: the tracepoint
 * @module: its module, pinned, NULL: the kernel
 */
struct tprobe {
	struct probe		p;
	struct tracepoint	*tp;
	struct module		*module;
};

#define tprobe_of(probe) container_of(probe, struct tprobe, p)

/*
 * Called as any probe of a tracepoint, whatever its prototype: integers and pointers
 * are in six registers and then on the stack, one a word. Of arguments that there are
 * not, what is read are registers and words of the caller's frame; no line can ask
 * for them.
 */
static notrace void tprobe_hit(void *data, unsigned long a1, unsigned long a2, unsigned long a3,
			       unsigned long a4, unsigned long a5, unsigned long a6,
			       unsigned long a7, unsigned long a8, unsigned long a9,
			       unsigned long a10, unsigned long a11, unsigned long a12)
{
	const unsigned long args[TPROBE_ARGS] = {
		a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12,
	};
	struct tprobe *t = data;
	unsigned long head = (unsigned long)t->tp->probestub;
	struct fetch_ctx c = { .args = args };

	this_cpu_inc(t->p.counts->hits);
	if (probe_has_sinks(&t->p))
		probe_record(&t->p, &c, &head);
#ifdef CONFIG_PERF_EVENTS
	if (READ_ONCE(t->p.event->perf)) {
		struct pt_regs regs = { };

		perf_fetch_caller_regs(&regs);
		c.regs = &regs;
		probe_record_perf(&t->p, &c, &head);
	}
#endif
}

static int tprobe_attach(struct probe *p)
{
	return tracepoint_probe_register(tprobe_of(p)->tp, tprobe_hit, tprobe_of(p));
}

static void tprobe_detach(struct probe *p)
{
	tracepoint_probe_unregister(tprobe_of(p)->tp, tprobe_hit, tprobe_of(p));
}

/* ---- making ---- */

struct tp_search {
	const char		*name;
	struct tracepoint	*tp;
	struct module		*module;
};

static void look_at(struct tracepoint *tp, void *data)
{
	struct tp_search *s = data;

	if (!s->tp && !strcmp(tp->name, s->name))
		s->tp = tp;
}

#ifdef CONFIG_MODULES
static void look_at_module(struct tracepoint *tp, struct module *mod, void *data)
{
	struct tp_search *s = data;

	if (s->tp || strcmp(tp->name, s->name) || !try_module_get(mod))
		return;
	s->tp = tp;
	s->module = mod;
}
#endif

static void find_tracepoint(struct tp_search *s)
{
	for_each_kernel_tracepoint(look_at, s);
#ifdef CONFIG_MODULES
	if (!s->tp)
		for_each_module_tracepoint(look_at_module, s);
#endif
}

/* How many arguments it has, or may have */
static unsigned int nr_args(const char *name)
{
	struct bpf_raw_event_map *map = bpf_get_raw_tracepoint(name);
	unsigned int nr;

	if (!map)
		return TPROBE_ARGS;
	nr = map->num_args;
	bpf_put_raw_tracepoint(map);
	return nr;
}

static int build(struct probe_line *l, struct tprobe *t)
{
	struct tp_search s = { .name = l->place };

	if (l->is_return)
		return probe_error(l, l->place, "Tracepoints do not return");
	find_tracepoint(&s);
	if (!s.tp) {
		probe_error(l, l->place, "No such tracepoint");
		return -ENOENT;
	}
	t->tp = s.tp;
	t->module = s.module;
	probe_make_name(l->made, l, l->place, NULL);
	if (isdigit(*l->made)) {
		memmove(l->made + 1, l->made, sizeof(l->made) - 2);
		*l->made = '_';
	}
	l->max_arg = min(nr_args(l->place), TPROBE_ARGS);
	return probe_args(l, PROBE_ARGS, sizeof(struct trace_entry) + sizeof(long));
}

static void free_one(struct tprobe *t)
{
	module_put(t->module);
	kfree(t);
}

static void tprobe_free(struct list_head *list)
{
	struct probe *p, *next;

	list_for_each_entry_safe(p, next, list, dyn.gone) {
		probe_free_common(p);
		free_one(tprobe_of(p));
	}
}

static struct probe *tprobe_parse(struct probe_line *l)
{
	struct tprobe *t = kzalloc(sizeof(*t), GFP_KERNEL);
	int ret;

	if (!t)
		return ERR_PTR(-ENOMEM);
	ret = build(l, t);
	if (!ret)
		ret = probe_setup(&t->p, l);
	if (ret) {
		free_one(t);
		return ERR_PTR(ret);
	}
	return &t->p;
}

/* ---- showing ---- */

static void tprobe_show_head(struct seq_file *m, struct probe *p)
{
	seq_putc(m, 't');
}

static void tprobe_show_place(struct seq_file *m, struct probe *p)
{
	seq_puts(m, tprobe_of(p)->tp->name);
}

static bool tprobe_same_place(struct probe *a, struct probe *b)
{
	return tprobe_of(a)->tp == tprobe_of(b)->tp;
}

static const char *tprobe_head_format(struct probe *p)
{
	return "(%lx)";
}

static struct probe_kind tprobe_kind = {
	.dyn = {
		.letters	= "t",
		.log		= "trace_fprobe",
		.free		= tprobe_free,
		PROBE_DYNAMIC,
	},
	.group		= "tracepoints",
	.flag		= TRACE_EVENT_FL_FPROBE,
	.parse		= tprobe_parse,
	.same_place	= tprobe_same_place,
	.show_head	= tprobe_show_head,
	.show_place	= tprobe_show_place,
	.print_head	= probe_head_symbols,
	.head_format	= tprobe_head_format,
	.head_operands	= { ", REC->__probe_ip" },
	.attach		= tprobe_attach,
	.detach		= tprobe_detach,
};

static int __init tprobe_init(void)
{
	dynamic_add_kind(&tprobe_kind.dyn);
	return 0;
}
core_initcall(tprobe_init);
