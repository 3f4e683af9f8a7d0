// SPDX-License-Identifier: GPL-2.0
/*
 * Probes at instructions of programs, and at the return of their functions.
 *
 *	p[:[GROUP/][EVENT]] PATH:OFFSET[%return][(COUNTER)] [ARG...]
 *	r[:[GROUP/][EVENT]] PATH:OFFSET[(COUNTER)] [ARG...]
 *
 * COUNTER is where in the file a counter is that tells the program that somebody
 * watches (USDT). The place is known to kernel/events/uprobes.c while the event is
 * attached. A hit comes in the context of the task, which may sleep.
 *
 * If perf alone wants the event, and that for some tasks only, the places of other
 * tasks are left as they are: see uprobe_filter().
 */
#include <linux/bpf.h>
#include <linux/err.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kstrtox.h>
#include <linux/namei.h>
#include <linux/perf_event.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uprobes.h>

#include "internal.h"

/**
 * struct uprobe_probe - such a probe
 * @p: what it has in common with all
 * @consumer: what uprobes call
 * @uprobe: from uprobe_register(), while it is attached
 * @path: the file, pinned
 * @name: its path, as it was written
 * @offset: where in it
 * @counter: where its counter of users is, 0: it has none
 * @is_return: it is for a return
 */
struct uprobe_probe {
	struct probe		p;
	struct uprobe_consumer	consumer;
	struct uprobe		*uprobe;
	struct path		path;
	char			*name;
	unsigned long		offset;
	unsigned long		counter;
	bool			is_return;
};

#define uprobe_of(probe) container_of(probe, struct uprobe_probe, p)

/* ---- hits ---- */

static bool perf_wants_mm(struct probe_event *e, struct mm_struct *mm)
{
	struct perf_event *event;

	guard(read_lock)(&e->targets_lock);
	if (e->systemwide)
		return true;
	list_for_each_entry(event, &e->targets, hw.tp_list)
		if (event->hw.target->mm == mm)
			return true;
	return false;
}

static bool wants_mm(struct uprobe_probe *u, struct mm_struct *mm)
{
	return probe_has_sinks(&u->p) || perf_wants_mm(u->p.event, mm);
}

static bool uprobe_filter(struct uprobe_consumer *consumer, struct mm_struct *mm)
{
	return wants_mm(container_of(consumer, struct uprobe_probe, consumer), mm);
}

/*
 * Programs first: they may sleep. What they are in stays until a hit is over, for
 * uprobe_sync() waits for all. False: perf is not to have it.
 */
static bool programs_pass(struct probe_event *e, struct pt_regs *regs, unsigned long func)
{
#ifdef CONFIG_BPF_EVENTS
	struct trace_event_perf *perf = READ_ONCE(e->perf);
	bool pass;

	if (!perf || !rcu_access_pointer(perf->prog_array))
		return true;
	/* For bpf_get_func_ip() */
	current->utask->vaddr = func;
	rcu_read_lock_trace();
	pass = bpf_prog_run_array_uprobe(rcu_dereference_check(perf->prog_array,
							       rcu_read_lock_trace_held()),
					 regs, bpf_prog_run);
	rcu_read_unlock_trace();
	return pass;
#else
	return true;
#endif
}

static void hit(struct uprobe_probe *u, struct pt_regs *regs, const unsigned long *head)
{
	const struct fetch_ctx c = {
		.regs	= regs,
		.base	= head[0] - u->offset,
		.sleeps	= true,
	};

	probe_record_user(&u->p, &c, head, programs_pass(u->p.event, regs, head[0]));
}

static int uprobe_hit(struct uprobe_consumer *consumer, struct pt_regs *regs)
{
	struct uprobe_probe *u = container_of(consumer, struct uprobe_probe, consumer);
	unsigned long head = instruction_pointer(regs);

	this_cpu_inc(u->p.counts->hits);
	if (!wants_mm(u, current->mm))
		return UPROBE_HANDLER_REMOVE;
	hit(u, regs, &head);
	return 0;
}

static int uretprobe_hit(struct uprobe_consumer *consumer, unsigned long func,
			 struct pt_regs *regs)
{
	struct uprobe_probe *u = container_of(consumer, struct uprobe_probe, consumer);
	unsigned long head[2] = { func, instruction_pointer(regs) };

	this_cpu_inc(u->p.counts->hits);
	if (wants_mm(u, current->mm))
		hit(u, regs, head);
	return 0;
}

/* ---- attaching ---- */

static int uprobe_attach(struct probe *p)
{
	struct uprobe_probe *u = uprobe_of(p);
	struct uprobe *uprobe;

	u->consumer = (struct uprobe_consumer) { .filter = uprobe_filter };
	if (u->is_return)
		u->consumer.ret_handler = uretprobe_hit;
	else
		u->consumer.handler = uprobe_hit;
	uprobe = uprobe_register(d_real_inode(u->path.dentry), u->offset, u->counter,
				 &u->consumer);
	if (IS_ERR(uprobe))
		return PTR_ERR(uprobe);
	u->uprobe = uprobe;
	return 0;
}

static void uprobe_sync(void)
{
	uprobe_unregister_sync();
}

static void uprobe_detach(struct probe *p)
{
	struct uprobe_probe *u = uprobe_of(p);

	uprobe_unregister_nosync(u->uprobe, &u->consumer);
	u->uprobe = NULL;
	/* The consumer may be registered again: nobody may be walking over it then. */
	uprobe_sync();
}

static int uprobe_refresh(struct probe *p, bool more)
{
	struct uprobe_probe *u = uprobe_of(p);

	return uprobe_apply(u->uprobe, &u->consumer, more);
}

/* ---- making ---- */

static void uprobe_free(struct list_head *list)
{
	struct probe *p, *next;

	/* It is detached, but a hit may still be under way, and sleep. */
	uprobe_sync();
	list_for_each_entry_safe(p, next, list, dyn.gone) {
		struct uprobe_probe *u = uprobe_of(p);

		probe_free_common(p);
		path_put(&u->path);
		kfree(u->name);
		kfree(u);
	}
}

/* PATH:OFFSET[(COUNTER)] */
static int parse_place(struct probe_line *l, struct uprobe_probe *u)
{
	char *colon = strrchr(l->place, ':'), *open, *end;

	if (!colon)
		return probe_error(l, l->place + strlen(l->place), "A place is PATH:OFFSET");
	open = strchr(colon, '(');
	if (open) {
		end = open + strlen(open) - 1;
		if (*end != ')')
			return probe_error(l, end, "A ) is missing");
		*end = '\0';
		*open++ = '\0';
		if (kstrtoul(open, 0, &u->counter))
			return probe_error(l, open, "The counter's offset is no number");
	}
	if (kstrtoul(colon + 1, 0, &u->offset))
		return probe_error(l, colon + 1, "Offset is no number");
	*colon = '\0';
	return 0;
}

static void make_name(struct probe_line *l, struct uprobe_probe *u)
{
	char offset[24], file[32];

	strscpy(file, kbasename(u->name));
	/* Libraries have names full of versions. */
	file[strcspn(file, ".-_")] = '\0';
	snprintf(offset, sizeof(offset), "0x%lx", u->offset);
	probe_make_name(l->made, l, file, offset);
}

static int build(struct probe_line *l, struct uprobe_probe *u)
{
	unsigned int flags = PROBE_REGS | PROBE_USER;
	int ret = parse_place(l, u);

	if (ret)
		return ret;
	u->name = kstrdup(l->place, GFP_KERNEL);
	if (!u->name)
		return -ENOMEM;
	ret = kern_path(u->name, LOOKUP_FOLLOW, &u->path);
	if (ret) {
		probe_error(l, l->place, "No such file");
		return ret;
	}
	if (!d_is_reg(u->path.dentry))
		return probe_error(l, l->place, "This is no regular file");
	make_name(l, u);
	if (u->is_return)
		flags |= PROBE_RETURN;
	return probe_args(l, flags, sizeof(struct trace_entry) +
			 (u->is_return ? 2 : 1) * sizeof(long));
}

static struct probe *uprobe_parse(struct probe_line *l)
{
	struct uprobe_probe *u;
	int ret;

	/* That is the kernel's. */
	if (!strchr(l->place, '/'))
		return ERR_PTR(-ECANCELED);
	if (l->maxactive) {
		probe_error(l, l->buf + 1, "Programs have no maximum of active calls");
		return ERR_PTR(-EINVAL);
	}
	u = kzalloc(sizeof(*u), GFP_KERNEL);
	if (!u)
		return ERR_PTR(-ENOMEM);
	u->is_return = l->is_return;
	ret = build(l, u);
	if (!ret)
		ret = probe_setup(&u->p, l);
	if (ret) {
		/* Nothing has hit it yet. */
		path_put(&u->path);
		kfree(u->name);
		kfree(u);
		return ERR_PTR(ret);
	}
	return &u->p;
}

/* ---- showing ---- */

static void uprobe_show_head(struct seq_file *m, struct probe *p)
{
	seq_putc(m, uprobe_of(p)->is_return ? 'r' : 'p');
}

static void uprobe_show_place(struct seq_file *m, struct probe *p)
{
	struct uprobe_probe *u = uprobe_of(p);

	seq_printf(m, "%s:0x%0*lx", u->name, (int)sizeof(long) * 2, u->offset);
	if (u->counter)
		seq_printf(m, "(0x%lx)", u->counter);
}

static bool uprobe_same_place(struct probe *a, struct probe *b)
{
	struct uprobe_probe *x = uprobe_of(a), *y = uprobe_of(b);

	return x->offset == y->offset &&
	       d_real_inode(x->path.dentry) == d_real_inode(y->path.dentry);
}

static void uprobe_print_head(struct trace_seq *s, struct probe_event *e,
			      const unsigned long *head, u64 options)
{
	if (e->is_return)
		trace_seq_printf(s, "0x%lx <- 0x%lx", head[1], head[0]);
	else
		trace_seq_printf(s, "0x%lx", head[0]);
}

static const char *uprobe_head_format(struct probe *p)
{
	return uprobe_of(p)->is_return ? "(%lx <- %lx)" : "(%lx)";
}

/**
 * uprobe_path - the file of a probe
 * @p: the probe
 * @offset: gets where in it, unless NULL
 */
const char *uprobe_path(struct probe *p, u64 *offset)
{
	struct uprobe_probe *u = uprobe_of(p);

	if (offset)
		*offset = u->offset;
	return u->name;
}

struct probe_kind uprobe_kind = {
	.dyn = {
		.letters	= "pr",
		.log		= "trace_uprobe",
		.free		= uprobe_free,
		PROBE_DYNAMIC,
	},
	.group		= "uprobes",
	.flag		= TRACE_EVENT_FL_UPROBE | TRACE_EVENT_FL_CAP_ANY,
	.parse		= uprobe_parse,
	.same_place	= uprobe_same_place,
	.show_head	= uprobe_show_head,
	.show_place	= uprobe_show_place,
	.print_head	= uprobe_print_head,
	.head_format	= uprobe_head_format,
	.head_operands	= { ", REC->__probe_ip", ", REC->__probe_func, REC->__probe_ret_ip" },
	.attach		= uprobe_attach,
	.detach		= uprobe_detach,
	.refresh	= uprobe_refresh,
	.sync		= uprobe_sync,
};

/* ---- files ---- */

static int profile_show(struct seq_file *m, void *v)
{
	struct dynamic_event *ev = list_entry(v, struct dynamic_event, node);
	struct uprobe_probe *u = container_of(ev, struct uprobe_probe, p.dyn);

	seq_printf(m, "  %s %-44s %15lu\n", u->name, ev->name, probe_hits(&u->p));
	return 0;
}

static const struct seq_operations profile_seq = {
	.start	= dynamic_file_start,
	.next	= dynamic_file_next,
	.stop	= dynamic_file_stop,
	.show	= profile_show,
};

static const struct trace_file_row uprobe_files[] = {
	{ .name = "uprobe_events", .mode = 0640, .where = FILE_TOP, .unit = UNIT_LINES,
	  .seq = &dynamic_file_seq, .line = dynamic_file_line,
	  .truncate = dynamic_file_truncate, .data = &uprobe_kind.dyn },
	{ .name = "uprobe_profile", .mode = 0440, .where = FILE_TOP, .seq = &profile_seq,
	  .data = &uprobe_kind.dyn },
};

static struct instance_part uprobe_part = {
	.slot		= NO_SLOT,
	.files		= uprobe_files,
	.nr_files	= ARRAY_SIZE(uprobe_files),
};

static int __init uprobe_init(void)
{
	dynamic_add_kind(&uprobe_kind.dyn);
	return instance_add_part(&uprobe_part);
}
core_initcall(uprobe_init);
