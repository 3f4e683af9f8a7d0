// SPDX-License-Identifier: GPL-2.0
/*
 * Probes at the entry and the exit of functions by fprobe: on the hook of the function
 * tracer and the shadow stack of the graph tracer, without kprobes.
 *
 *	f[:[GROUP/][EVENT]] [MODULE:]FUNCTION [ARG...]
 *	f[MAXACTIVE][:[GROUP/][EVENT]] [MODULE:]FUNCTION%return [ARG...]
 *
 * MAXACTIVE is taken, and has no meaning: all returns are seen.
 */
#include <linux/err.h>
#include <linux/fprobe.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

/**
 * struct fprobe_probe - such a probe
 * @p: what it has in common with all
 * @fp: registered while it is attached
 * @place: the function
 * @text: the same as it was written
 * @site: where it is hooked
 * @module: its module, pinned, NULL: the kernel
 * @nr_saved: arguments that are looked at when it returns
 * @is_return: it is for the exit
 */
struct fprobe_probe {
	struct probe		p;
	struct fprobe		fp;
	struct probe_place	place;
	char			*text;
	unsigned long		site;
	struct module		*module;
	unsigned int		nr_saved;
	bool			is_return;
};

#define fprobe_of(probe) container_of(probe, struct fprobe_probe, p)

static void hit(struct fprobe_probe *f, const struct fetch_ctx *c, const unsigned long *head)
{
	guard(preempt_notrace)();
	this_cpu_inc(f->p.counts->hits);
	if (probe_has_sinks(&f->p))
		probe_record(&f->p, c, head);
	if (READ_ONCE(f->p.event->perf))
		probe_record_perf(&f->p, c, head);
}

static int fprobe_entered(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			  struct pt_regs *regs, void *data)
{
	struct fprobe_probe *f = container_of(fp, struct fprobe_probe, fp);
	const struct fetch_ctx c = { .regs = regs };

	hit(f, &c, &ip);
	return 0;
}

/* What of the entry is looked at when the function returns */
static int fprobe_save(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
		       struct pt_regs *regs, void *data)
{
	struct fprobe_probe *f = container_of(fp, struct fprobe_probe, fp);
	unsigned long *args = data;
	unsigned int i;

	for (i = 0; i < f->nr_saved; i++)
		args[i] = i < 6 ? regs_get_kernel_argument(regs, i) :
				  regs_get_kernel_stack_nth(regs, i - 5);
	return 0;
}

static void fprobe_left(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			struct pt_regs *regs, void *data)
{
	struct fprobe_probe *f = container_of(fp, struct fprobe_probe, fp);
	const struct fetch_ctx c = { .regs = regs, .args = data };
	const unsigned long head[2] = { ip, ret_ip };

	hit(f, &c, head);
}

static int fprobe_attach(struct probe *p)
{
	struct fprobe_probe *f = fprobe_of(p);

	memset(&f->fp, 0, sizeof(f->fp));
	if (f->is_return) {
		f->fp.exit_handler = fprobe_left;
		f->fp.entry_data_size = f->nr_saved * sizeof(long);
		if (f->nr_saved)
			f->fp.entry_handler = fprobe_save;
	} else {
		f->fp.entry_handler = fprobe_entered;
	}
	return register_fprobe_ips(&f->fp, &f->site, 1);
}

static void fprobe_detach(struct probe *p)
{
	unregister_fprobe(&fprobe_of(p)->fp);
}

static unsigned long fprobe_misses(struct probe *p)
{
	return fprobe_of(p)->fp.nmissed;
}

/* ---- making ---- */

static void free_one(struct fprobe_probe *f)
{
	module_put(f->module);
	probe_place_free(&f->place);
	kfree(f->text);
	kfree(f);
}

static void fprobe_free(struct list_head *list)
{
	struct probe *p, *next;

	list_for_each_entry_safe(p, next, list, dyn.gone) {
		probe_free_common(p);
		free_one(fprobe_of(p));
	}
}

static int find_site(struct probe_line *l, struct fprobe_probe *f)
{
	int ret = probe_place_parse(l, &f->place);

	if (!ret && f->place.symbol)
		ret = probe_place_resolve(l, &f->place);
	if (ret)
		return ret;
	if (f->place.offset)
		return probe_error(l, l->place, "An fprobe is at a function's entry or exit only");
	if (!f->place.addr) {
		probe_error(l, l->place, "The module is not loaded");
		return -ENOENT;
	}
	f->site = ftrace_location(f->place.addr);
	if (!f->site)
		return probe_error(l, l->place, "The function cannot be traced");
	scoped_guard(preempt) {
		f->module = __module_text_address(f->site);
		if (f->module && !try_module_get(f->module))
			f->module = NULL;
		else
			return 0;
	}
	probe_error(l, l->place, "The module is going");
	return -ENOENT;
}

static int build(struct probe_line *l, struct fprobe_probe *f)
{
	unsigned int flags = PROBE_REGS | (f->is_return ? PROBE_RETURN | PROBE_SAVED : PROBE_ENTRY);
	char name[PROBE_MAX_NAME];
	int ret = find_site(l, f);

	if (ret)
		return ret;
	f->text = kstrdup(l->place, GFP_KERNEL);
	if (!f->text)
		return -ENOMEM;
	snprintf(name, sizeof(name), "%s__%s", f->place.symbol ?: f->text,
		 f->is_return ? "exit" : "entry");
	probe_make_name(l->made, l, name, NULL);
	ret = probe_args(l, flags, sizeof(struct trace_entry) +
			 (f->is_return ? 2 : 1) * sizeof(long));
	f->nr_saved = l->max_arg_used;
	return ret;
}

static struct probe *fprobe_parse(struct probe_line *l)
{
	struct fprobe_probe *f = kzalloc(sizeof(*f), GFP_KERNEL);
	int ret;

	if (!f)
		return ERR_PTR(-ENOMEM);
	f->is_return = l->is_return;
	ret = build(l, f);
	if (!ret)
		ret = probe_setup(&f->p, l);
	if (ret) {
		free_one(f);
		return ERR_PTR(ret);
	}
	return &f->p;
}

/* ---- showing ---- */

static void fprobe_show_head(struct seq_file *m, struct probe *p)
{
	seq_putc(m, 'f');
}

static void fprobe_show_place(struct seq_file *m, struct probe *p)
{
	seq_printf(m, "%s%s", fprobe_of(p)->text, fprobe_of(p)->is_return ? "%return" : "");
}

static bool fprobe_same_place(struct probe *a, struct probe *b)
{
	return fprobe_of(a)->site == fprobe_of(b)->site;
}

static const char *fprobe_head_format(struct probe *p)
{
	return fprobe_of(p)->is_return ? "(%lx <- %lx)" : "(%lx)";
}

static struct probe_kind fprobe_kind = {
	.dyn = {
		.letters	= "f",
		.log		= "trace_fprobe",
		.free		= fprobe_free,
		PROBE_DYNAMIC,
	},
	.group		= "fprobes",
	.flag		= TRACE_EVENT_FL_FPROBE,
	.parse		= fprobe_parse,
	.same_place	= fprobe_same_place,
	.show_head	= fprobe_show_head,
	.show_place	= fprobe_show_place,
	.print_head	= probe_head_symbols,
	.head_format	= fprobe_head_format,
	.head_operands	= { ", REC->__probe_ip", ", REC->__probe_func, REC->__probe_ret_ip" },
	.attach		= fprobe_attach,
	.detach		= fprobe_detach,
	.misses		= fprobe_misses,
};

static int __init fprobe_init(void)
{
	dynamic_add_kind(&fprobe_kind.dyn);
	return 0;
}
core_initcall(fprobe_init);
