// SPDX-License-Identifier: GPL-2.0
/*
 * ftrace:function for perf: a sample at each call of a kernel function.
 *
 * Every perf event has hooks of its own, struct perf_event::ftrace_ops, which are
 * there from open to close. Its filter chooses functions, and becomes the hooks'
 * filter, so that the other functions cost nothing:
 *
 *	ip == NAME[,NAME...], ip ~ "PATTERN", ip != NAME, several of them with ||
 */
#include <linux/ftrace.h>
#include <linux/perf_event.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/trace_recursion.h>

#include "perf.h"
#include "../core/entries.h"
#include "../core/record.h"
#include "../hook/hook.h"

/* ftrace_ops::private is the CPU on which perf counts, plus one, or NULL. */
static void *on_this_cpu(void)
{
	return (void *)(smp_processor_id() + 1UL);
}

static void sample(struct perf_event *event, unsigned long ip, unsigned long parent_ip)
{
	const int size = ALIGN(sizeof(struct fn_entry) + sizeof(u32), sizeof(u64)) -
			 sizeof(u32);
	struct hlist_head only = { .first = &event->hlist_entry };
	struct fn_entry *entry;
	struct pt_regs regs = { };
	int rctx;

	perf_fetch_caller_regs(&regs);
	entry = perf_trace_buf_alloc(size, NULL, &rctx);
	if (!entry)
		return;
	entry->ip = ip;
	entry->parent_ip = parent_ip;
	perf_tp_event(TRACE_FN, 1, entry, size, &regs, &only, rctx, NULL);
}

static void called(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
		   struct ftrace_regs *fregs)
{
	int bit = ftrace_test_recursion_trylock(ip, parent_ip);

	if (bit < 0)
		return;
	if (READ_ONCE(ops->private) == on_this_cpu())
		sample(container_of(ops, struct perf_event, ftrace_ops), ip, parent_ip);
	ftrace_test_recursion_unlock(bit);
}

/**
 * event_function_reg - trace_event_class::reg() of ftrace:function
 * @call: the event
 * @type: what perf does
 * @data: a struct perf_event, where it is about one
 *
 * Return: 0, 1 for events that have been switched in or out here, or an error
 */
int event_function_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	struct perf_event *event = data;
	int ret;

	switch (type) {
	case TRACE_REG_PERF_REGISTER:
	case TRACE_REG_PERF_UNREGISTER:
		return 0;
	case TRACE_REG_PERF_OPEN:
		event->ftrace_ops.func = called;
		event->ftrace_ops.flags = FTRACE_OPS_FL_RCU;
		/* A task's child sees what its parent does. */
		if (event->parent && event->parent->ftrace_ops.filter) {
			ret = hook_filter_set(&event->ftrace_ops,
					      event->parent->ftrace_ops.filter);
			if (ret)
				return ret;
		}
		ret = register_ftrace_function(&event->ftrace_ops);
		if (ret)
			ftrace_free_filter(&event->ftrace_ops);
		return ret;
	case TRACE_REG_PERF_CLOSE:
		ret = unregister_ftrace_function(&event->ftrace_ops);
		ftrace_free_filter(&event->ftrace_ops);
		return ret;
	case TRACE_REG_PERF_ADD:
		WRITE_ONCE(event->ftrace_ops.private, on_this_cpu());
		return 1;
	case TRACE_REG_PERF_DEL:
		WRITE_ONCE(event->ftrace_ops.private, NULL);
		return 1;
	default:
		return -ENODEV;
	}
}

/**
 * event_function_perm - trace_event_call::perf_perm() of ftrace:function
 * @call: the event
 * @event: who wants it
 *
 * Every call costs, sampled or counted, and a count tells what others do: it is for
 * those who may see all of the kernel. What a sample takes from user memory may
 * fault, and a fault calls functions.
 *
 * Return: 0 or an error
 */
int event_function_perm(struct trace_event_call *call, struct perf_event *event)
{
	const struct perf_event_attr *attr = &event->attr;
	int ret = perf_allow_tracepoint();

	if (ret || !is_sampling_event(event))
		return ret;
	if ((attr->sample_type & PERF_SAMPLE_CALLCHAIN) && !attr->exclude_callchain_user)
		return -EINVAL;
	return attr->sample_type & PERF_SAMPLE_STACK_USER ? -EINVAL : 0;
}

/* ---- filters ---- */

static char *skip_operator(char *s, const char *op)
{
	return strstarts(s, op) ? skip_spaces(s + strlen(op)) : NULL;
}

/* "ip == x" to x, and which list it is for. NULL: it is not that */
static char *parse_term(char *term, enum hook_list *list)
{
	char *names, *end;

	term = strim(term);
	if (!strstarts(term, "ip"))
		return NULL;
	term = skip_spaces(term + strlen("ip"));
	*list = HOOK_ONLY;
	names = skip_operator(term, "==") ?: skip_operator(term, "~");
	if (!names) {
		*list = HOOK_NOT;
		names = skip_operator(term, "!=");
	}
	if (!names || *names != '"')
		return names && *names ? names : NULL;
	end = strchr(++names, '"');
	if (!end || end[1])
		return NULL;
	*end = '\0';
	return *names ? names : NULL;
}

static int add_names(struct hook_filter *f, enum hook_list list, char *names)
{
	struct hook_edit *e = hook_edit_begin(f, list, false);
	char *name;
	int ret;

	if (IS_ERR(e))
		return PTR_ERR(e);
	while ((name = strsep(&names, ", "))) {
		if (!*name)
			continue;
		ret = hook_edit_pattern(e, name, NULL);
		if (ret < 0) {
			hook_edit_abort(e);
			return ret == -ENOENT ? -EINVAL : ret;
		}
	}
	return hook_edit_end(e);
}

static int add_terms(struct hook_filter *f, char *rest)
{
	while (rest) {
		char *term = rest, *names;
		enum hook_list list;
		int ret;

		rest = strstr(term, "||");
		if (rest) {
			*rest = '\0';
			rest += strlen("||");
		}
		names = parse_term(term, &list);
		ret = names ? add_names(f, list, names) : -EINVAL;
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * event_function_filter - have a perf event see some functions only
 * @event: the perf event, of ftrace:function
 * @text: the filter
 *
 * Return: 0, or an error and nothing has changed
 */
int event_function_filter(struct perf_event *event, const char *text)
{
	char *copy __free(kfree) = kstrdup(text, GFP_KERNEL);
	struct hook_filter *f = hook_filter_new();
	int ret = -ENOMEM;

	if (copy && f)
		ret = add_terms(f, copy);
	if (!ret)
		ret = hook_filter_set(&event->ftrace_ops, f);
	hook_filter_put(f);
	return ret;
}
