// SPDX-License-Identifier: GPL-2.0
/*
 * Probes at instructions of the kernel, and at the return of its functions.
 *
 *	p[:[GROUP/][EVENT]] [MODULE:]FUNCTION[+OFFSET][%return]|ADDRESS [ARG...]
 *	r[MAXACTIVE][:[GROUP/][EVENT]] [MODULE:]FUNCTION [ARG...]
 *
 * They are registered with kernel/kprobes.c, disarmed, when they are made, so that it
 * is known then whether they can be; attaching arms them. One in a module that is not
 * loaded waits for it.
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/sections.h>

#include "internal.h"

/**
 * struct kprobe_probe - such a probe
 * @p: what it has in common with all
 * @rp: for a return; of a probe at an instruction ->kp alone
 * @place: where it is
 * @text: the place as it was written
 * @in_modules: in the list of those in modules
 * @maxactive: as it was written
 * @is_return: it is for a return
 * @registered: with kernel/kprobes.c; not while the module is not there
 * @wanted: it is attached
 */
struct kprobe_probe {
	struct probe		p;
	struct kretprobe	rp;
	struct probe_place	place;
	char			*text;
	struct list_head	in_modules;
	unsigned int		maxactive;
	bool			is_return;
	bool			registered;
	bool			wanted;
};

#define kprobe_of(probe) container_of(probe, struct kprobe_probe, p)

/* Those that are registered, and that wait for a module; under dynamic_mutex */
static LIST_HEAD(in_modules);

/* ---- hits ---- */

static int kprobe_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct kprobe_probe *k = container_of(kp, struct kprobe_probe, rp.kp);
	const struct fetch_ctx c = { .regs = regs };
	unsigned long head = (unsigned long)kp->addr;

	this_cpu_inc(k->p.counts->hits);
	if (probe_has_sinks(&k->p))
		probe_record(&k->p, &c, &head);
	if (READ_ONCE(k->p.event->perf))
		probe_record_perf(&k->p, &c, &head);
	return 0;
}
NOKPROBE_SYMBOL(kprobe_hit);

/* What of the entry is looked at when the function returns */
static int kretprobe_entered(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	unsigned long *args = (void *)ri->data;
	struct kretprobe *rp = get_kretprobe(ri);
	unsigned int i, nr;

	if (unlikely(!rp))
		return 1;
	nr = rp->data_size / sizeof(*args);
	for (i = 0; i < nr; i++)
		args[i] = i < 6 ? regs_get_kernel_argument(regs, i) :
				  regs_get_kernel_stack_nth(regs, i - 5);
	return 0;
}
NOKPROBE_SYMBOL(kretprobe_entered);

static int kretprobe_hit(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct fetch_ctx c = { .regs = regs, .args = (void *)ri->data };
	struct kretprobe *rp = get_kretprobe(ri);
	struct kprobe_probe *k;
	unsigned long head[2];

	/* It is being removed. */
	if (unlikely(!rp))
		return 0;
	k = container_of(rp, struct kprobe_probe, rp);
	head[0] = (unsigned long)rp->kp.addr;
	head[1] = get_kretprobe_retaddr(ri);
	this_cpu_inc(k->p.counts->hits);
	if (probe_has_sinks(&k->p))
		probe_record(&k->p, &c, head);
	if (READ_ONCE(k->p.event->perf))
		probe_record_perf(&k->p, &c, head);
	return 0;
}
NOKPROBE_SYMBOL(kretprobe_hit);

static unsigned long kprobe_misses(struct probe *p)
{
	struct kprobe_probe *k = kprobe_of(p);

	return k->rp.kp.nmissed + k->rp.nmissed;
}

/* ---- places that cannot be probed ---- */

/*
 * Functions that are not traced are left alone: probing could use them itself. There
 * is a site for tracing in each of the others.
 */
static bool is_untraced(unsigned long addr)
{
	unsigned long size, offset;

	if (!IS_ENABLED(CONFIG_KPROBES_ON_FTRACE) || IS_ENABLED(CONFIG_KPROBE_EVENTS_ON_NOTRACE))
		return false;
	if (!kallsyms_lookup_size_offset(addr, &size, &offset))
		return true;
	return !ftrace_location_range(addr - offset, addr - offset + size - 1);
}

static bool is_entry(struct kprobe_probe *k)
{
	unsigned long size, offset;

	if (!k->place.addr)
		return !k->place.offset;
	if (!kallsyms_lookup_size_offset(k->place.addr, &size, &offset))
		return false;
	return !offset || ftrace_location(k->place.addr) == k->place.addr;
}

static int say_why(struct probe_line *l, struct kprobe_probe *k, int ret)
{
	unsigned long addr = (unsigned long)k->rp.kp.addr ?: k->place.addr;
	const char *at = l->place, *text = "It cannot be probed";

	if (ret == -ENOMEM)
		return ret;
	if (ret == -EILSEQ) {
		at += k->place.symbol && strchr(at, '+') ? strcspn(at, "+") : 0;
		text = "This is inside an instruction, not at its start";
	} else if (within_kprobe_blacklist(addr)) {
		text = "It may not be probed: probing itself uses it, or it is noinstr";
	} else if (!kernel_text_address(addr)) {
		text = "There is no code of the kernel, or none any more";
	} else if (ret == -EINVAL && k->is_return && !is_entry(k)) {
		text = "Returns are those of a function, from its start";
	} else if (find_bug(addr) || jump_label_text_reserved((void *)addr, (void *)addr)) {
		text = "The kernel itself changes the code there, or traps there";
	}
	probe_error(l, at, text);
	return ret;
}

/* ---- registering ---- */

static int kprobe_register(struct kprobe_probe *k)
{
	struct kprobe *kp = &k->rp.kp;
	int ret;

	memset(kp, 0, sizeof(*kp));
	kp->addr = (void *)k->place.addr;
	kp->flags = KPROBE_FLAG_DISABLED;
	if (k->is_return) {
		k->rp.maxactive = k->maxactive;
		k->rp.handler = kretprobe_hit;
		k->rp.entry_handler = k->rp.data_size ? kretprobe_entered : NULL;
		ret = register_kretprobe(&k->rp);
	} else {
		kp->pre_handler = kprobe_hit;
		ret = register_kprobe(kp);
	}
	k->registered = !ret;
	return ret;
}

static bool is_gone(struct kprobe_probe *k)
{
	return !k->registered || kprobe_gone(&k->rp.kp);
}

static int kprobe_attach(struct probe *p)
{
	struct kprobe_probe *k = kprobe_of(p);
	int ret = 0;

	if (!is_gone(k))
		ret = enable_kprobe(&k->rp.kp);
	k->wanted = !ret;
	return ret;
}

static void kprobe_detach(struct probe *p)
{
	struct kprobe_probe *k = kprobe_of(p);

	k->wanted = false;
	if (!is_gone(k))
		disable_kprobe(&k->rp.kp);
}

/* ---- freeing ---- */

/* One wait for as many as there is room for */
static void unregister_some(struct kprobe_probe **k, unsigned int nr)
{
	void **sorted = (void **)k;
	unsigned int i, n = 0;

	/* Those at returns first; the pointers are changed into what is unregistered. */
	for (i = 0; i < nr; i++) {
		if (k[i]->is_return) {
			swap(k[i], k[n]);
			n++;
		}
	}
	for (i = 0; i < nr; i++)
		sorted[i] = i < n ? (void *)&k[i]->rp : (void *)&k[i]->rp.kp;
	unregister_kretprobes((struct kretprobe **)sorted, n);
	unregister_kprobes((struct kprobe **)sorted + n, nr - n);
}

static void unregister_all(struct list_head *list, unsigned int nr)
{
	struct kprobe_probe *few[16], **k, **some;
	unsigned int room = nr, n = 0;
	struct probe *p;

	some = kvmalloc_array(nr, sizeof(*some), GFP_KERNEL | __GFP_NOWARN);
	k = some ?: few;
	if (!some)
		room = ARRAY_SIZE(few);
	list_for_each_entry(p, list, dyn.gone) {
		if (!kprobe_of(p)->registered)
			continue;
		k[n++] = kprobe_of(p);
		if (n == room) {
			unregister_some(k, n);
			n = 0;
		}
	}
	if (n)
		unregister_some(k, n);
	kvfree(some);
}

static void kprobe_free(struct list_head *list)
{
	unsigned int nr = list_count_nodes(list);
	struct probe *p, *next;

	unregister_all(list, nr);
	list_for_each_entry_safe(p, next, list, dyn.gone) {
		struct kprobe_probe *k = kprobe_of(p);

		list_del(&k->in_modules);
		probe_free_common(p);
		probe_place_free(&k->place);
		kfree(k->text);
		kfree(k);
	}
}

/* ---- making ---- */

static int look_up(struct probe_line *l, struct kprobe_probe *k)
{
	int ret = probe_place_parse(l, &k->place);

	if (!ret && k->place.symbol)
		ret = probe_place_resolve(l, &k->place);
	if (ret)
		return ret;
	if (k->is_return && k->place.offset && !is_entry(k))
		return probe_error(l, l->place, "Returns are those of a function, from its start");
	if (k->place.addr && is_untraced(k->place.addr)) {
		return probe_error(l, l->place,
				  "The function is not traced (notrace), so it is not probed");
	}
	return 0;
}

static unsigned int fetch_flags(struct kprobe_probe *k)
{
	unsigned int flags = PROBE_REGS;

	if (k->is_return)
		flags |= PROBE_RETURN | PROBE_SAVED;
	else if (is_entry(k))
		flags |= PROBE_ENTRY;
	return flags;
}

static void make_name(struct probe_line *l, struct kprobe_probe *k)
{
	char offset[24];

	if (k->place.symbol) {
		snprintf(offset, sizeof(offset), "%lu", k->place.offset);
		probe_make_name(l->made, l, k->place.symbol, offset);
	} else {
		snprintf(offset, sizeof(offset), "0x%lx", k->place.addr);
		probe_make_name(l->made, l, offset, NULL);
		memmove(l->made + 2, l->made, sizeof(l->made) - 2);
		memcpy(l->made, k->is_return ? "r_" : "p_", 2);
		l->made[sizeof(l->made) - 1] = '\0';
	}
}

static int build(struct probe_line *l, struct kprobe_probe *k)
{
	int ret = look_up(l, k);

	if (ret)
		return ret;
	make_name(l, k);
	k->text = kstrdup(l->place, GFP_KERNEL);
	if (!k->text)
		return -ENOMEM;
	ret = probe_args(l, fetch_flags(k), sizeof(struct trace_entry) +
			(k->is_return ? 2 : 1) * sizeof(long));
	if (ret)
		return ret;
	k->maxactive = l->maxactive;
	k->rp.data_size = l->max_arg_used * sizeof(long);
	if (!k->place.addr)
		return 0;
	ret = kprobe_register(k);
	return ret ? say_why(l, k, ret) : 0;
}

static struct probe *kprobe_parse(struct probe_line *l)
{
	struct kprobe_probe *k;
	int ret;

	/* That is a program. */
	if (*l->place == '/' || strchr(l->place, '/'))
		return ERR_PTR(-ECANCELED);
	k = kzalloc(sizeof(*k), GFP_KERNEL);
	if (!k)
		return ERR_PTR(-ENOMEM);
	k->is_return = l->is_return;
	INIT_LIST_HEAD(&k->in_modules);
	ret = build(l, k);
	if (!ret)
		ret = probe_setup(&k->p, l);
	if (ret) {
		LIST_HEAD(list);

		list_add(&k->p.dyn.gone, &list);
		kprobe_free(&list);
		return ERR_PTR(ret);
	}
	if (k->place.mod)
		list_add_tail(&k->in_modules, &in_modules);
	return &k->p;
}

/* ---- showing ---- */

static void kprobe_show_head(struct seq_file *m, struct probe *p)
{
	struct kprobe_probe *k = kprobe_of(p);

	seq_putc(m, k->is_return ? 'r' : 'p');
	if (k->maxactive)
		seq_printf(m, "%u", k->maxactive);
}

static void kprobe_show_place(struct seq_file *m, struct probe *p)
{
	seq_puts(m, kprobe_of(p)->text);
}

static bool kprobe_same_place(struct probe *a, struct probe *b)
{
	return !strcmp(kprobe_of(a)->text, kprobe_of(b)->text);
}

static const char *kprobe_head_format(struct probe *p)
{
	return kprobe_of(p)->is_return ? "(%lx <- %lx)" : "(%lx)";
}

/**
 * kprobe_info - what BPF tells of a kernel probe
 * @p: the probe
 * @info: gets it
 */
void kprobe_info(struct probe *p, struct kprobe_info *info)
{
	struct kprobe_probe *k = kprobe_of(p);

	info->symbol = k->place.symbol;
	info->offset = k->place.offset;
	info->addr = k->place.addr;
	info->missed = kprobe_misses(p);
}

struct probe_kind kprobe_kind __refdata = {
	.dyn = {
#ifdef CONFIG_BOOTTIME_TRACING
		.boot_group	= "kprobes",
		.boot		= probe_bootconfig,
#endif
		.letters	= "pr",
		.log		= "trace_kprobe",
		.free		= kprobe_free,
		PROBE_DYNAMIC,
	},
	.group		= "kprobes",
	.flag		= TRACE_EVENT_FL_KPROBE,
	.parse		= kprobe_parse,
	.same_place	= kprobe_same_place,
	.show_head	= kprobe_show_head,
	.show_place	= kprobe_show_place,
	.print_head	= probe_head_symbols,
	.head_format	= kprobe_head_format,
	.head_operands	= { ", REC->__probe_ip", ", REC->__probe_func, REC->__probe_ret_ip" },
	.attach		= kprobe_attach,
	.detach		= kprobe_detach,
	.misses		= kprobe_misses,
};

/* ---- modules ---- */

#ifdef CONFIG_MODULES

/* Its module has come, for the first time or once more. */
static void module_came(struct kprobe_probe *k)
{
	struct probe_line *l = kzalloc(sizeof(*l), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!l)
		goto out;
	if (k->registered) {
		unregister_some(&(struct kprobe_probe *){ k }, 1);
		k->registered = false;
	}
	/* Only its place is looked at. */
	l->buf = k->text;
	l->place = k->text;
	ret = probe_place_resolve(l, &k->place);
	if (!ret)
		ret = kprobe_register(k);
	if (!ret && k->wanted)
		ret = enable_kprobe(&k->rp.kp);
	if (ret)
		pr_warn("kprobe event %s: %s: %s (%d)\n", k->p.dyn.name, k->text,
			l->error ?: "cannot be probed", ret);
	kfree(l);
	return;
out:
	pr_warn("kprobe event %s: no memory\n", k->p.dyn.name);
}

static int module_event(struct notifier_block *nb, unsigned long what, void *data)
{
	struct module *mod = data;
	struct kprobe_probe *k;

	if (what != MODULE_STATE_COMING)
		return NOTIFY_DONE;
	guard(mutex)(&dynamic_mutex);
	guard(mutex)(&event_mutex);
	list_for_each_entry(k, &in_modules, in_modules)
		if (!strcmp(k->place.mod, mod->name))
			module_came(k);
	return NOTIFY_OK;
}

/* After kprobes' own, which marks what was in a module that went */
static struct notifier_block module_nb = {
	.notifier_call	= module_event,
	.priority	= -1,
};

static int modules_init(void)
{
	return register_module_notifier(&module_nb);
}

#else

static int modules_init(void)
{
	return 0;
}

#endif

/* ---- files ---- */

static int profile_show(struct seq_file *m, void *v)
{
	struct dynamic_event *ev = list_entry(v, struct dynamic_event, node);
	struct kprobe_probe *k = container_of(ev, struct kprobe_probe, p.dyn);

	seq_printf(m, "  %-44s %15lu %15lu\n", ev->name, probe_hits(&k->p),
		   kprobe_misses(&k->p));
	return 0;
}

static const struct seq_operations profile_seq = {
	.start	= dynamic_file_start,
	.next	= dynamic_file_next,
	.stop	= dynamic_file_stop,
	.show	= profile_show,
};

static const struct trace_file_row kprobe_files[] = {
	{ .name = "kprobe_events", .mode = 0640, .where = FILE_TOP, .unit = UNIT_LINES,
	  .seq = &dynamic_file_seq, .line = dynamic_file_line,
	  .truncate = dynamic_file_truncate, .data = &kprobe_kind.dyn },
	{ .name = "kprobe_profile", .mode = 0440, .where = FILE_TOP, .seq = &profile_seq,
	  .data = &kprobe_kind.dyn },
};

static struct instance_part kprobe_part = {
	.slot		= NO_SLOT,
	.files		= kprobe_files,
	.nr_files	= ARRAY_SIZE(kprobe_files),
};

static int __init kprobe_init(void)
{
	int ret;

	dynamic_add_kind(&kprobe_kind.dyn);
	ret = modules_init() ?: instance_add_part(&kprobe_part);
	probe_boot();
	return ret;
}
core_initcall(kprobe_init);
