// SPDX-License-Identifier: GPL-2.0
/*
 * The PMUs kprobe and uprobe of perf_event_open(): a probe without a name, which
 * nobody else sees, for the life of a perf event; and what BPF programs on probes
 * are told to be attached to.
 */
#include <linux/err.h>
#include <linux/kallsyms.h>
#include <linux/limits.h>
#include <linux/perf_event.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

/* A string of perf's attributes, not empty */
static char *copy_string(u64 from, size_t max)
{
	char *text = strndup_user(u64_to_user_ptr(from), max);

	if (IS_ERR(text))
		return PTR_ERR(text) == -EINVAL ? ERR_PTR(-E2BIG) : text;
	if (!*text) {
		kfree(text);
		return ERR_PTR(-EINVAL);
	}
	return text;
}

static int open_local(const struct probe_kind *kind, const char *line, struct perf_event *event)
{
	struct probe_event *e;
	int ret;

	guard(mutex)(&dynamic_mutex);
	e = probe_create_local(kind, line);
	if (IS_ERR(e))
		return PTR_ERR(e);
	scoped_guard(mutex, &event_mutex)
		ret = event_perf_open(&e->call, event);
	if (ret)
		probe_destroy_local(e);
	return ret;
}

static void close_local(struct perf_event *event)
{
	struct probe_event *e = container_of(event->tp_event, struct probe_event, call);

	guard(mutex)(&dynamic_mutex);
	scoped_guard(mutex, &event_mutex)
		event_perf_close(event);
	/* That has waited for all hits. */
	probe_destroy_local(e);
}

#ifdef CONFIG_KPROBE_EVENTS

/**
 * perf_kprobe_init - perf_event_open() of the PMU kprobe
 * @event: the perf event: attr.kprobe_func and ->probe_offset, or ->kprobe_addr
 * @is_retprobe: at the function's return
 *
 * Return: 0 or an error
 */
int perf_kprobe_init(struct perf_event *event, bool is_retprobe)
{
	char *func __free(kfree) = NULL, *line __free(kfree) = NULL;
	char letter = is_retprobe ? 'r' : 'p';

	if (event->attr.kprobe_func) {
		char *copy = copy_string(event->attr.kprobe_func, KSYM_NAME_LEN);

		if (IS_ERR(copy))
			return PTR_ERR(copy);
		func = copy;
		line = kasprintf(GFP_KERNEL, "%c %s+%llu", letter, func, event->attr.probe_offset);
	} else {
		line = kasprintf(GFP_KERNEL, "%c 0x%llx", letter, event->attr.kprobe_addr);
	}
	if (!line)
		return -ENOMEM;
	/* It is one word, whatever the user says. */
	if (func && strpbrk(func, " \t\n#/%"))
		return -EINVAL;
	return open_local(&kprobe_kind, line, event);
}

/**
 * perf_kprobe_destroy - undo perf_kprobe_init()
 * @event: the perf event
 */
void perf_kprobe_destroy(struct perf_event *event)
{
	close_local(event);
}

/**
 * bpf_get_kprobe_info - what a BPF program on a kernel probe is attached to
 * @event: its perf event
 * @fd_type: gets BPF_FD_TYPE_*; may be NULL, like all of these
 * @symbol: gets the function, NULL if it is an address
 * @offset: gets where in it
 * @addr: gets the address, 0 for who may not see it
 * @missed: gets how often the probe could not run
 * @is_event: it was opened by the event's number
 *
 * Return: 0 or -EINVAL
 */
int bpf_get_kprobe_info(const struct perf_event *event, u32 *fd_type, const char **symbol,
			u64 *offset, u64 *addr, unsigned long *missed, bool is_event)
{
	struct probe_event *e = container_of(event->tp_event, struct probe_event, call);
	struct kprobe_info info;

	if (list_empty(&e->probes))
		return -EINVAL;
	kprobe_info(list_first_entry(&e->probes, struct probe, node), &info);
	if (fd_type)
		*fd_type = e->is_return ? BPF_FD_TYPE_KRETPROBE : BPF_FD_TYPE_KPROBE;
	*symbol = info.symbol;
	if (offset)
		*offset = info.offset;
	if (addr)
		*addr = kallsyms_show_value(current_cred()) ? info.addr : 0;
	if (missed)
		*missed = info.missed;
	return 0;
}

#endif /* CONFIG_KPROBE_EVENTS */

#ifdef CONFIG_UPROBE_EVENTS

/**
 * perf_uprobe_init - perf_event_open() of the PMU uprobe
 * @event: the perf event: attr.uprobe_path and ->probe_offset
 * @ref_ctr_offset: where in the file its counter of users is, 0: it has none
 * @is_retprobe: at the function's return
 *
 * Return: 0 or an error
 */
int perf_uprobe_init(struct perf_event *event, unsigned long ref_ctr_offset, bool is_retprobe)
{
	char *path __free(kfree) = NULL;
	char *line __free(kfree) = NULL;
	char *copy;

	if (!event->attr.uprobe_path)
		return -EINVAL;
	copy = copy_string(event->attr.uprobe_path, PATH_MAX);
	if (IS_ERR(copy))
		return PTR_ERR(copy);
	path = copy;
	/* What the path is resolved by is not the line, but for its offsets. */
	line = kasprintf(GFP_KERNEL, "%c %s:0x%llx(0x%lx)", is_retprobe ? 'r' : 'p', path,
			 event->attr.probe_offset, ref_ctr_offset);
	if (!line)
		return -ENOMEM;
	if (strpbrk(path, " \t\n"))
		return -EINVAL;
	return open_local(&uprobe_kind, line, event);
}

/**
 * perf_uprobe_destroy - undo perf_uprobe_init()
 * @event: the perf event
 */
void perf_uprobe_destroy(struct perf_event *event)
{
	close_local(event);
}

/**
 * bpf_get_uprobe_info - what a BPF program on a probe in a program is attached to
 * @event: its perf event
 * @fd_type: gets BPF_FD_TYPE_*; may be NULL
 * @filename: gets the path
 * @offset: gets where in the file; may be NULL
 * @addr: gets 0; may be NULL
 * @is_event: it was opened by the event's number
 *
 * Return: 0 or -EINVAL
 */
int bpf_get_uprobe_info(const struct perf_event *event, u32 *fd_type, const char **filename,
			u64 *offset, u64 *addr, bool is_event)
{
	struct probe_event *e = container_of(event->tp_event, struct probe_event, call);

	if (list_empty(&e->probes))
		return -EINVAL;
	if (fd_type)
		*fd_type = e->is_return ? BPF_FD_TYPE_URETPROBE : BPF_FD_TYPE_UPROBE;
	*filename = uprobe_path(list_first_entry(&e->probes, struct probe, node), offset);
	if (addr)
		*addr = 0;
	return 0;
}

#endif /* CONFIG_UPROBE_EVENTS */
