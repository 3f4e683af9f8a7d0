// SPDX-License-Identifier: GPL-2.0
/*
 * fprobe: callbacks at entry and exit of functions, with registers.  The entry is a
 * hook like any other; for the exit a frame on the shadow stack holds what the two
 * callbacks share.
 */
#define pr_fmt(fmt) "fprobe: " fmt

#include <linux/err.h>
#include <linux/export.h>
#include <linux/fprobe.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "../hook/hook.h"
#include "shadow.h"

/* What the callbacks of one call may share */
#define DATA_MAX	1024

/* ---- hooking and returning ---- */

static unsigned long true_return(unsigned long *slot, unsigned long ret)
{
	struct shadow_frame *f;
	u32 from = 0;

	if (likely(!ret_is_hooked(ret)))
		return ret;
	f = shadow_find(current, slot, &from);
	return f ? f->ret : ret;
}

static void call_entry(struct fprobe *fp, unsigned long ip, struct pt_regs *regs)
{
	unsigned long *slot = arch_return_slot(regs);
	struct shadow_frame *f = NULL;
	void *data = NULL;
	int veto = 0;

	if (fp->user) {
		f = shadow_push(fp->user, slot, ip, DIV_ROUND_UP(fp->entry_data_size,
								 sizeof(long)));
		if (!f) {
			fp->nmissed++;
			return;
		}
		if (fp->entry_data_size)
			data = f->data;
	}
	if (fp->entry_handler)
		veto = fp->entry_handler(fp, ip, true_return(slot, *slot), regs, data);
	if (!f)
		return;
	if (veto)
		shadow_drop(f);
	else
		shadow_hook(f);
}

static void fprobe_enter(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct fprobe *fp = container_of(op, struct fprobe, ops);
	bool shared = fprobe_shared_with_kprobes(fp);
	int bit;

	if (fprobe_disabled(fp))
		return;
	bit = ftrace_test_recursion_trylock(ip, parent_ip);
	if (bit < 0) {
		fp->nmissed++;
		return;
	}
	if (shared && kprobe_running()) {
		fp->nmissed++;
	} else {
		if (shared)
			kprobe_busy_begin();
		call_entry(fp, ip, ftrace_get_regs(fregs));
		if (shared)
			kprobe_busy_end();
	}
	ftrace_test_recursion_unlock(bit);
}
NOKPROBE_SYMBOL(fprobe_enter);

static void fprobe_returned(struct return_user *user, struct shadow_frame *f,
			    struct pt_regs *regs)
{
	struct fprobe *fp = user->owner;
	unsigned long ret;
	int bit;

	if (fprobe_disabled(fp))
		return;
	bit = ftrace_test_recursion_trylock(f->func, f->ret);
	if (bit < 0) {
		fp->nmissed++;
		return;
	}
	ret = true_return(f->retp, f->ret);
	instruction_pointer_set(regs, ret);
	fp->exit_handler(fp, f->func, ret, regs, fp->entry_data_size ? f->data : NULL);
	ftrace_test_recursion_unlock(bit);
}
NOKPROBE_SYMBOL(fprobe_returned);

/* ---- coming and going ---- */

/* The functions are in the filter. An error frees it. */
static int fprobe_start(struct fprobe *fp)
{
	int err;

	fp->ops.func = fprobe_enter;
	fp->ops.flags = FTRACE_OPS_FL_SAVE_REGS;
	fp->nmissed = 0;
	fp->user = NULL;
	if (fp->exit_handler) {
		fp->user = return_user_new(fprobe_returned, fp);
		err = fp->user ? return_user_start(fp->user) : -ENOMEM;
		if (err)
			goto err_free;
	}
	err = hook_add(&fp->ops);
	if (!err)
		return 0;
	if (fp->user)
		return_user_stop(fp->user);
err_free:
	return_user_free(fp->user);
	fp->user = NULL;
	ftrace_free_filter(&fp->ops);
	return err;
}

static int fprobe_check(const struct fprobe *fp)
{
	if (!fp || (!fp->entry_handler && !fp->exit_handler) || fp->nr_maxactive < 0)
		return -EINVAL;
	if (fp->ops.flags & FTRACE_OPS_FL_ENABLED)
		return -EBUSY;
	return fp->entry_data_size > DATA_MAX ? -E2BIG : 0;
}

/* Add the functions that patterns, between commas, match. They are taken apart where they stand. */
static int add_patterns(struct ftrace_ops *ops, const char *patterns,
			int (*set)(struct ftrace_ops *op, unsigned char *text, int len, int reset))
{
	char *copy = kstrdup(patterns, GFP_KERNEL), *rest = copy, *pattern;
	int err = copy ? 0 : -ENOMEM;

	while (!err && (pattern = strsep(&rest, ",")))
		err = set(ops, pattern, strlen(pattern), 0);
	kfree(copy);
	return err;
}

/**
 * register_fprobe - call back at the functions that patterns match
 * @fp: its callbacks are set
 * @wanted: a name, a pattern, or several with commas between
 * @unwanted: likewise, functions that are left out; or NULL
 *
 * Context: sleeps.
 * Return: 0 or a negative error number
 */
int register_fprobe(struct fprobe *fp, const char *wanted, const char *unwanted)
{
	int err = fprobe_check(fp);

	if (err)
		return err;
	if (!wanted)
		return -EINVAL;
	fp->ops.filter = NULL;
	err = add_patterns(&fp->ops, wanted, ftrace_set_filter);
	if (!err && unwanted)
		err = add_patterns(&fp->ops, unwanted, ftrace_set_notrace);
	if (err) {
		ftrace_free_filter(&fp->ops);
		return err;
	}
	return fprobe_start(fp);
}
EXPORT_SYMBOL_GPL(register_fprobe);

/**
 * register_fprobe_ips - call back at functions given by their addresses
 * @fp: its callbacks are set
 * @ips: addresses of functions, or of their sites
 * @nr: how many
 *
 * Context: sleeps.
 * Return: 0 or a negative error number
 */
int register_fprobe_ips(struct fprobe *fp, unsigned long *ips, int nr)
{
	int err = fprobe_check(fp);

	if (err)
		return err;
	if (!ips || nr <= 0)
		return -EINVAL;
	fp->ops.filter = NULL;
	err = ftrace_set_filter_ips(&fp->ops, ips, nr, 0, 0);
	if (err) {
		ftrace_free_filter(&fp->ops);
		return err;
	}
	return fprobe_start(fp);
}
EXPORT_SYMBOL_GPL(register_fprobe_ips);

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/**
 * register_fprobe_syms - call back at functions given by their names
 * @fp: its callbacks are set
 * @names: exact names
 * @nr: how many
 *
 * Context: sleeps.
 * Return: 0; -ENOENT if one of them is no function that can be hooked; or another error
 */
int register_fprobe_syms(struct fprobe *fp, const char **names, int nr)
{
	unsigned long *ips = NULL;
	const char **sorted;
	int err;

	if (!names || nr <= 0)
		return -EINVAL;
	sorted = kvmalloc_array(nr, sizeof(*sorted), GFP_KERNEL);
	ips = kvcalloc(nr, sizeof(*ips), GFP_KERNEL);
	err = -ENOMEM;
	if (!sorted || !ips)
		goto out;
	memcpy(sorted, names, nr * sizeof(*names));
	sort(sorted, nr, sizeof(*sorted), compare_names, NULL);
	err = ftrace_lookup_symbols(sorted, nr, ips);
	if (err)
		err = -ENOENT;
	else
		err = register_fprobe_ips(fp, ips, nr);
out:
	kvfree(sorted);
	kvfree(ips);
	return err;
}
EXPORT_SYMBOL_GPL(register_fprobe_syms);

/**
 * fprobe_is_registered - is it?
 * @fp: the fprobe
 */
bool fprobe_is_registered(struct fprobe *fp)
{
	return fp && fp->ops.flags & FTRACE_OPS_FL_ENABLED;
}

/**
 * unregister_fprobe - call back no more
 * @fp: registered
 *
 * When it returns no callback runs, nor will one.
 *
 * Context: sleeps.
 * Return: 0, -EINVAL if it is not registered
 */
int unregister_fprobe(struct fprobe *fp)
{
	if (!fprobe_is_registered(fp) || hook_remove(&fp->ops))
		return -EINVAL;
	if (fp->user)
		return_user_stop(fp->user);
	hook_sync();
	return_user_free(fp->user);
	fp->user = NULL;
	ftrace_free_filter(&fp->ops);
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_fprobe);
