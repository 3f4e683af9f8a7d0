// SPDX-License-Identifier: GPL-2.0
/*
 * Probes on other events: their fields are what is fetched from.
 *
 *	e[:[GROUP/][EVENT]] GROUP.EVENT [ARG...] [if FILTER]
 *
 * In each instance that wants it, such a probe is a trigger of the other event, which
 * is pinned as long as the probe is there.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"
#include "../event/trigger.h"

/**
 * struct eprobe - such a probe
 * @p: what it has in common with all
 * @target: the other event, pinned
 * @head: its name in parentheses
 * @filter: which of its records count, NULL: all
 */
struct eprobe {
	struct probe			p;
	struct trace_event_call		*target;
	char				*head;
	char				*filter;
};

#define eprobe_of(probe) container_of(probe, struct eprobe, p)

/* What hangs on the other event in an instance */
struct eprobe_hook {
	struct event_trigger		trigger;	/* first: it is what is freed */
	struct trace_event_file		*to;
};

static void eprobe_hit(struct event_trigger *t, struct trigger_context *tc)
{
	struct eprobe_hook *hook = container_of(t, struct eprobe_hook, trigger);
	const struct fetch_ctx c = { .rec = tc->rec };
	struct eprobe *ep = t->data;
	long chain = event_chain_enter();

	if (chain < 0)
		return;
	this_cpu_inc(ep->p.counts->hits);
	probe_record_in(&ep->p, &c, hook->to);
	event_chain_leave(chain);
}

static void hook_show(struct seq_file *m, struct event_trigger *t)
{
}

static struct trigger_command eprobe_command = {
	.name	= "eprobe",
	.group	= GROUP_NONE,
	.run	= eprobe_hit,
	.show	= hook_show,
};

/* ---- attaching ---- */

static struct trace_event_file *target_in(struct eprobe *ep, struct trace_array *inst)
{
	return event_file_find(inst, ep->target->class->system, trace_event_name(ep->target));
}

static int eprobe_sink_add(struct probe *p, struct trace_event_file *file)
{
	struct eprobe *ep = eprobe_of(p);
	struct trace_event_file *target = target_in(ep, file->tr);
	struct eprobe_hook *hook;
	int ret = 0;

	if (!target)
		return -ENOENT;
	hook = kzalloc(sizeof(*hook), GFP_KERNEL);
	if (!hook)
		return -ENOMEM;
	hook->to = file;
	hook->trigger.cmd = &eprobe_command;
	hook->trigger.file = target;
	hook->trigger.data = ep;
	atomic_long_set(&hook->trigger.count, TRIGGER_UNLIMITED);
	if (ep->filter)
		ret = event_filter_create(file->tr, ep->target, ep->filter,
					  &hook->trigger.filter);
	if (!ret)
		ret = event_trigger_attach(&hook->trigger);
	if (ret) {
		event_filter_free(hook->trigger.filter);
		kfree(hook);
	}
	return ret;
}

/* The instance may be going, and the other event have left it with all its triggers. */
static void eprobe_sink_remove(struct probe *p, struct trace_event_file *file)
{
	struct trace_event_file *target = target_in(eprobe_of(p), file->tr);
	struct event_trigger *t;

	if (!target)
		return;
	list_for_each_entry(t, &target->triggers, node) {
		if (t->cmd == &eprobe_command && t->data == eprobe_of(p) &&
		    container_of(t, struct eprobe_hook, trigger)->to == file) {
			event_trigger_detach(t);
			return;
		}
	}
}

static int eprobe_attach(struct probe *p)
{
	return 0;
}

static void eprobe_detach(struct probe *p)
{
}

/* ---- making ---- */

static void free_one(struct eprobe *ep)
{
	if (ep->target)
		event_unpin(ep->target);
	kfree(ep->head);
	kfree(ep->filter);
	kfree(ep);
}

static void eprobe_free(struct list_head *list)
{
	struct probe *p, *next;

	list_for_each_entry_safe(p, next, list, dyn.gone) {
		probe_free_common(p);
		free_one(eprobe_of(p));
	}
}

static int find_target(struct probe_line *l, struct eprobe *ep)
{
	char *dot = strpbrk(l->place, "./");
	struct trace_event_call *call;

	if (!dot)
		return probe_error(l, l->place, "An event is GROUP.EVENT");
	*dot = '\0';
	call = event_find(l->place, dot + 1);
	if (!call) {
		probe_error(l, l->place, "No such event");
		return -ENOENT;
	}
	if (!call->class->reg || (call->flags & TRACE_EVENT_FL_IGNORE_ENABLE))
		return probe_error(l, l->place, "The event cannot be probed");
	if (call->flags & TRACE_EVENT_FL_EPROBE)
		return probe_error(l, l->place, "The event is itself a probe on another event");
	if (!event_pin(call))
		return -ENOENT;
	ep->target = call;
	probe_make_name(l->made, l, dot + 1, NULL);
	return 0;
}

/* That its filter makes sense is to be known now, not when it is attached. */
static int check_filter(struct probe_line *l, struct eprobe *ep)
{
	struct event_filter *filter = NULL;
	int ret;

	if (!l->filter)
		return 0;
	ep->filter = kstrdup(l->filter, GFP_KERNEL);
	if (!ep->filter)
		return -ENOMEM;
	ret = event_filter_create(&top_instance, ep->target, ep->filter, &filter);
	event_filter_free(filter);
	return ret ? probe_error(l, l->filter, "The filter does not fit the event") : 0;
}

static int build(struct probe_line *l, struct eprobe *ep)
{
	int ret;

	if (l->is_return)
		return probe_error(l, l->place, "Events do not return");
	guard(mutex)(&event_mutex);
	ret = find_target(l, ep);
	if (ret)
		return ret;
	ep->head = kasprintf(GFP_KERNEL, "(%s.%s)", ep->target->class->system,
			     trace_event_name(ep->target));
	if (!ep->head)
		return -ENOMEM;
	l->call = ep->target;
	return check_filter(l, ep) ?: probe_args(l, PROBE_RECORD, sizeof(struct trace_entry));
}

static struct probe *eprobe_parse(struct probe_line *l)
{
	struct eprobe *ep = kzalloc(sizeof(*ep), GFP_KERNEL);
	int ret;

	if (!ep)
		return ERR_PTR(-ENOMEM);
	ret = build(l, ep);
	if (!ret)
		ret = probe_setup(&ep->p, l);
	if (ret) {
		free_one(ep);
		return ERR_PTR(ret);
	}
	return &ep->p;
}

/* ---- showing ---- */

static void eprobe_show_head(struct seq_file *m, struct probe *p)
{
	seq_putc(m, 'e');
}

static void eprobe_show_place(struct seq_file *m, struct probe *p)
{
	struct eprobe *ep = eprobe_of(p);

	seq_printf(m, "%s.%s", ep->target->class->system, trace_event_name(ep->target));
}

static void eprobe_show_tail(struct seq_file *m, struct probe *p)
{
	if (eprobe_of(p)->filter)
		seq_printf(m, " if %s", eprobe_of(p)->filter);
}

static void eprobe_print_head(struct trace_seq *s, struct probe_event *e,
			      const unsigned long *head, u64 options)
{
	/* The parentheses are there already. */
	trace_seq_putmem(s, e->head + 1, strlen(e->head) - 2);
}

static const char *eprobe_head_format(struct probe *p)
{
	return eprobe_of(p)->head;
}

static struct probe_kind eprobe_kind = {
	.dyn = {
		.letters	= "e",
		.log		= "event_probe",
		.free		= eprobe_free,
		PROBE_DYNAMIC,
	},
	.group		= "eprobes",
	.flag		= TRACE_EVENT_FL_EPROBE,
	.parse		= eprobe_parse,
	.single		= true,
	.show_head	= eprobe_show_head,
	.show_place	= eprobe_show_place,
	.show_tail	= eprobe_show_tail,
	.print_head	= eprobe_print_head,
	.head_format	= eprobe_head_format,
	.attach		= eprobe_attach,
	.detach		= eprobe_detach,
	.sink_add	= eprobe_sink_add,
	.sink_remove	= eprobe_sink_remove,
};

static int __init eprobe_init(void)
{
	dynamic_add_kind(&eprobe_kind.dyn);
	return 0;
}
core_initcall(eprobe_init);
