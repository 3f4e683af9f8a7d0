// SPDX-License-Identifier: GPL-2.0
/*
 * Ops: registration, direct calls, and the rules about who may share a
 * function with whom.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/sysctl.h>
#include <asm/sections.h>

#include "internal.h"

/* What hook.h says of it */
DEFINE_MUTEX(hook_lock);
LIST_HEAD(hook_ops_list);
bool hook_dead;

/* kernel.ftrace_enabled */
int ftrace_enabled __read_mostly = 1;

/*
 * Direct calls and ops that redirect functions negotiate through ops_func,
 * which comes back to change direct calls: that needs a lock outside hook_lock.
 */
static DEFINE_MUTEX(direct_lock);

/**
 * ftrace_stub - a callback that does nothing
 * @ip: a function
 * @parent_ip: its caller
 * @op: the ops
 * @fregs: registers
 */
void ftrace_stub(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		 struct ftrace_regs *fregs)
{
}

/* Are the sites of a registered ops hooked? */
bool ops_active(const struct ftrace_ops *ops)
{
	return ftrace_enabled || ops->flags & FTRACE_OPS_FL_PERMANENT;
}

/* ---- what trampolines call ---- */

/* An ops that wants protection: from itself, or from where RCU is not watching */
void hook_call_guarded(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		       struct ftrace_regs *fregs)
{
	int bit;

	if (op->flags & FTRACE_OPS_FL_RCU && !rcu_is_watching())
		return;
	bit = ftrace_test_recursion_trylock(ip, parent_ip);
	if (bit < 0)
		return;
	op->func(ip, parent_ip, op, fregs);
	ftrace_test_recursion_unlock(bit);
}

/*
 * The ops of a class that its trampoline has no slot for.  Its name is one that
 * the linker script knows.  @class: the class, disguised as ops
 */
void arch_ftrace_ops_list_func(unsigned long ip, unsigned long parent_ip,
			       struct ftrace_ops *class, struct ftrace_regs *fregs)
{
	struct hook_class *c = container_of(class, struct hook_class, view);

	for (unsigned int i = HOOK_TRAMP_SLOTS - 1; i < class_nr_called(c); i++) {
		struct ftrace_ops *ops = c->ops[i];
		struct ftrace_regs *arg = fregs;

		if (ops->flags & FTRACE_OPS_FL_LEAN && !(c->view.flags & FTRACE_OPS_FL_LEAN))
			arg = (void *)ftrace_regs_get_stack_pointer(fregs);
		if (ops_guarded(ops))
			hook_call_guarded(ip, parent_ip, ops, arg);
		else
			ops->func(ip, parent_ip, ops, arg);
	}
}

/* ---- registration ---- */

/* The ops of @c that redirects functions */
static struct ftrace_ops *class_redirector(const struct hook_class *c)
{
	for (unsigned int i = 0; i < c->nr_ops; i++)
		if (c->ops[i]->flags & FTRACE_OPS_FL_IPMODIFY)
			return c->ops[i];
	return NULL;
}

static struct ftrace_ops *class_direct(const struct hook_class *c)
{
	for (unsigned int i = 0; i < c->nr_ops; i++)
		if (c->ops[i]->flags & FTRACE_OPS_FL_DIRECT)
			return c->ops[i];
	return NULL;
}

/* May @ops, which redirects functions or calls directly, share them with @c's ops? */
static int may_join(struct ftrace_ops *ops, struct hook_class *c)
{
	struct ftrace_ops *other = class_redirector(c);

	if (class_has(c, ops))
		return 0;
	if (ops->flags & FTRACE_OPS_FL_IPMODIFY && other)
		return -EBUSY;
	/* Who calls directly is asked when an ops is registered, and not later. */
	if (ops->flags & FTRACE_OPS_FL_IPMODIFY && ops->flags & FTRACE_OPS_FL_ENABLED && c->direct)
		return -EBUSY;
	if (!(ops->flags & FTRACE_OPS_FL_DIRECT))
		return 0;
	if (c->direct)
		return -EBUSY;
	if (!other)
		return 0;
	return ops->ops_func ? ops->ops_func(ops, FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF)
			     : -EBUSY;
}

/* ... all functions of @f?  0 or an error */
int ops_may_have(struct ftrace_ops *ops, const struct hook_filter *f)
{
	struct hook_region *r;
	int index, err = 0;

	for (index = 0; !err; index++) {
		index = filter_next(f, index, &r);
		if (index < 0)
			break;
		err = may_join(ops, hook_classes[r->site[index - r->first].class]);
	}
	return err;
}

static int ops_check(struct ftrace_ops *ops)
{
	if (hook_dead)
		return -ENODEV;
	if (!ops->func)
		return -EINVAL;
	if (ops->flags & FTRACE_OPS_FL_ENABLED)
		return -EBUSY;
	if (ops->flags & FTRACE_OPS_FL_PERMANENT && !ftrace_enabled)
		return -EBUSY;
	if (ops->flags & (FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_DIRECT)) {
		/* Nobody redirects everything. */
		if (!hook_filter_limits(ops->filter, HOOK_ONLY))
			return -EINVAL;
		return ops_may_have(ops, ops->filter);
	}
	return 0;
}

static int ops_prepare(struct ftrace_ops *ops)
{
	if (ops->flags & FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED)
		ops->flags |= FTRACE_OPS_FL_SAVE_REGS;
	if (!is_kernel_core_data((unsigned long)ops))
		ops->flags |= FTRACE_OPS_FL_DYNAMIC;
	return ops_check(ops);
}

/* @off goes and @on comes, in one batch; each may be NULL. */
static int ops_change(struct ftrace_ops *off, struct ftrace_ops *on)
{
	int err;

	lockdep_assert_held(&hook_lock);
	if (off && !(off->flags & FTRACE_OPS_FL_ENABLED))
		return -EBUSY;
	err = on ? ops_prepare(on) : 0;
	if (err)
		return err;

	change_begin();
	if (!on)
		change_insist();
	if (off && ops_active(off))
		filter_want_all(off, false);
	if (on && ops_active(on))
		filter_want_all(on, true);
	err = change_end();
	if (!err && off) {
		off->flags &= ~FTRACE_OPS_FL_ENABLED;
		list_del(&off->list);
	}
	if (!err && on) {
		on->flags |= FTRACE_OPS_FL_ENABLED;
		list_add_tail(&on->list, &hook_ops_list);
	}
	return err;
}

/*
 * Who removes an ops frees what its callback uses: that has to work, even when hooks are
 * dead or a site is not what it was.  Functions that others want too need a trampoline
 * for those, which is little memory; until it is there, possibly from trampolines that
 * nobody needs any more, this waits.
 */
static int ops_remove(struct ftrace_ops *ops)
{
	int err;

	for (;;) {
		mutex_lock(&hook_lock);
		err = ops_change(ops, NULL);
		mutex_unlock(&hook_lock);
		if (err != -ENOMEM)
			return err;
		schedule_timeout_uninterruptible(1);
	}
}

/*
 * An ops that redirects functions comes or goes: tell the owners of direct calls
 * on the same functions, below index @end.  They may come back to change their
 * calls: direct_lock keeps them, hook_lock is let go.
 *
 * Return: 0, or an error of the one at *@at
 */
static int tell_peers(struct ftrace_ops *ops, enum ftrace_ops_cmd cmd, int end, int *at)
{
	struct ftrace_ops *peer;
	struct hook_region *r;
	int index, err = 0;

	lockdep_assert_held(&direct_lock);
	for (index = 0; !err; index++) {
		mutex_lock(&hook_lock);
		index = filter_next(ops->filter, index, &r);
		peer = index < 0 || index >= end ? NULL :
		       class_direct(hook_classes[r->site[index - r->first].class]);
		mutex_unlock(&hook_lock);
		if (index < 0 || index >= end)
			break;
		*at = index;
		if (peer)
			err = peer->ops_func ? peer->ops_func(peer, cmd) : -EBUSY;
	}
	return err;
}

/**
 * hook_add - register an ops
 * @ops: its func, flags and filter are set
 *
 * Return: 0; -EBUSY if it is registered, or others have what it does not share;
 * -EINVAL, -ENOMEM
 */
int hook_add(struct ftrace_ops *ops)
{
	bool redirects = ops->flags & FTRACE_OPS_FL_IPMODIFY;
	int err = 0, at = 0, ignored;

	if (redirects) {
		mutex_lock(&direct_lock);
		err = tell_peers(ops, FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER, INT_MAX, &at);
	}
	if (!err) {
		at = INT_MAX;
		mutex_lock(&hook_lock);
		err = ops_change(NULL, ops);
		mutex_unlock(&hook_lock);
	}
	if (redirects) {
		if (err)
			tell_peers(ops, FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER, at, &ignored);
		mutex_unlock(&direct_lock);
	}
	return err;
}

/**
 * hook_remove - unregister an ops, without waiting
 * @ops: the ops
 *
 * Return: 0, or -EBUSY if it is not registered: nothing else makes it fail
 */
int hook_remove(struct ftrace_ops *ops)
{
	bool redirects = ops->flags & FTRACE_OPS_FL_IPMODIFY;
	int err, ignored;

	if (redirects)
		mutex_lock(&direct_lock);
	err = ops_remove(ops);
	if (redirects) {
		if (!err)
			tell_peers(ops, FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER, INT_MAX,
				   &ignored);
		mutex_unlock(&direct_lock);
	}
	return err;
}

/**
 * hook_replace - let an ops take the place of another
 * @old: registered
 * @new: not registered
 *
 * A function that both want calls one of them, at any moment.  Neither redirects
 * functions or calls directly.  As hook_remove(), it does not wait.
 *
 * Return: 0, or an error, and @old is what it was
 */
int hook_replace(struct ftrace_ops *old, struct ftrace_ops *new)
{
	guard(mutex)(&hook_lock);
	return ops_change(old, new);
}

/**
 * register_ftrace_function - have a callback called by functions
 * @ops: the callback and its filter
 *
 * The ops must stay until unregister_ftrace_function() has returned.
 *
 * Context: sleeps.
 * Return: 0 or a negative error number
 */
int register_ftrace_function(struct ftrace_ops *ops)
{
	return hook_add(ops);
}
EXPORT_SYMBOL_GPL(register_ftrace_function);

/**
 * unregister_ftrace_function - the opposite
 * @ops: the ops
 *
 * When it returns the callback does not run, nor will it; but for ops of the
 * kernel itself, which do not go away: then it does not wait.
 *
 * Context: sleeps.
 * Return: 0 or a negative error number
 */
int unregister_ftrace_function(struct ftrace_ops *ops)
{
	int err = hook_remove(ops);

	if (!err && ops->flags & FTRACE_OPS_FL_DYNAMIC)
		hook_sync();
	return err;
}
EXPORT_SYMBOL_GPL(unregister_ftrace_function);

/**
 * ftrace_kill - leave everything as it is from now on
 *
 * Context: any.
 */
void ftrace_kill(void)
{
	hook_dead = true;
	kprobe_ftrace_kill();
}

/* ---- direct calls ---- */

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS

/**
 * ftrace_find_rec_direct - what a function calls directly
 * @ip: its site
 *
 * Return: the address, 0 if there is none
 */
unsigned long ftrace_find_rec_direct(unsigned long ip)
{
	struct hook_region *r;
	struct hook_site *site;
	unsigned long direct = 0;

	mutex_lock(&hook_lock);
	site = site_find(ip, &r);
	if (site)
		direct = hook_classes[site->class]->direct;
	mutex_unlock(&hook_lock);
	return direct;
}

static void direct_never_called(unsigned long ip, unsigned long parent_ip,
				struct ftrace_ops *op, struct ftrace_regs *fregs)
{
}

/**
 * register_ftrace_direct - let functions call an address of the caller's
 * @ops: its filter names the functions
 * @addr: called as if the function's first instruction were a call to it; it
 *	has to keep all registers that hold arguments
 *
 * Return: 0; -EBUSY if one of them has a direct call; -EAGAIN: see enum
 * ftrace_ops_cmd; or another error
 */
int register_ftrace_direct(struct ftrace_ops *ops, unsigned long addr)
{
	int err;

	if (ops->func || ops->flags & FTRACE_OPS_FL_ENABLED || !addr)
		return -EINVAL;
	mutex_lock(&direct_lock);
	mutex_lock(&hook_lock);
	ops->func = direct_never_called;
	ops->flags |= FTRACE_OPS_FL_DIRECT;
	ops->direct_call = addr;
	err = ops_change(NULL, ops);
	if (err) {
		ops->func = NULL;
		ops->flags &= ~FTRACE_OPS_FL_DIRECT;
		ops->direct_call = 0;
	}
	mutex_unlock(&hook_lock);
	mutex_unlock(&direct_lock);
	return err;
}
EXPORT_SYMBOL_GPL(register_ftrace_direct);

/**
 * unregister_ftrace_direct - the opposite
 * @ops: as registered
 * @addr: as registered, or modified last
 * @free_filters: also free @ops' filter
 *
 * When it returns, no function calls @addr.  If that is text of a module, no
 * task is there either; owners of other text see to that themselves.
 *
 * Return: 0 or a negative error number
 */
int unregister_ftrace_direct(struct ftrace_ops *ops, unsigned long addr, bool free_filters)
{
	int err;

	if (!(ops->flags & FTRACE_OPS_FL_DIRECT))
		return -EINVAL;
	/* Under direct_lock the address does not change. */
	mutex_lock(&direct_lock);
	err = ops->direct_call == addr ? ops_remove(ops) : -EINVAL;
	if (!err) {
		ops->func = NULL;
		ops->flags &= ~FTRACE_OPS_FL_DIRECT;
		ops->direct_call = 0;
	}
	mutex_unlock(&direct_lock);
	if (err)
		return err;
	if (is_module_text_address(addr))
		hook_sync();
	if (free_filters)
		ftrace_free_filter(ops);
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_ftrace_direct);

/**
 * modify_ftrace_direct_nolock - modify_ftrace_direct() from within ops_func
 * @ops: as registered
 * @addr: the new address
 */
int modify_ftrace_direct_nolock(struct ftrace_ops *ops, unsigned long addr)
{
	struct hook_region *r;
	int index, err;

	if (!(ops->flags & FTRACE_OPS_FL_DIRECT) || !addr)
		return -EINVAL;
	mutex_lock(&hook_lock);
	change_begin();
	for (index = 0; ops_active(ops); index++) {
		struct hook_class *c;

		index = filter_next(ops->filter, index, &r);
		if (index < 0)
			break;
		c = hook_classes[r->site[index - r->first].class];
		if (class_has(c, ops))
			change_site(r, index - r->first, class_redirect(c, addr));
	}
	err = change_end();
	if (!err)
		ops->direct_call = addr;
	mutex_unlock(&hook_lock);
	return err;
}

/**
 * modify_ftrace_direct - let functions call another address
 * @ops: as registered
 * @addr: the new address
 *
 * A function calls either the old or the new address, at any moment.
 *
 * Return: 0 or a negative error number
 */
int modify_ftrace_direct(struct ftrace_ops *ops, unsigned long addr)
{
	int err;

	mutex_lock(&direct_lock);
	err = modify_ftrace_direct_nolock(ops, addr);
	mutex_unlock(&direct_lock);
	return err;
}
EXPORT_SYMBOL_GPL(modify_ftrace_direct);

#endif /* CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS */

/* ---- the switch for everything ---- */

static int set_enabled(int on)
{
	struct ftrace_ops *ops;
	int err;

	list_for_each_entry(ops, &hook_ops_list, list)
		if (!on && ops->flags & FTRACE_OPS_FL_PERMANENT)
			return -EBUSY;
	change_begin();
	list_for_each_entry(ops, &hook_ops_list, list)
		filter_want_all(ops, on);
	err = change_end();
	if (!err)
		ftrace_enabled = on;
	return err;
}

static int enabled_sysctl(const struct ctl_table *table, int write, void *buffer,
			  size_t *lenp, loff_t *ppos)
{
	struct ctl_table copy = *table;
	int on, err;

	mutex_lock(&hook_lock);
	on = ftrace_enabled;
	copy.data = &on;
	err = proc_dointvec_minmax(&copy, write, buffer, lenp, ppos);
	if (!err && write && on != ftrace_enabled)
		err = set_enabled(on);
	mutex_unlock(&hook_lock);
	return err;
}

static struct ctl_table hook_sysctls[] = {
	{
		.procname	= "ftrace_enabled",
		.maxlen		= sizeof(int),
		.mode		= 0644,
		.proc_handler	= enabled_sysctl,
		.extra1		= SYSCTL_ZERO,
		.extra2		= SYSCTL_ONE,
	},
};

static int __init hook_sysctl_init(void)
{
	register_sysctl_init("kernel", hook_sysctls);
	return 0;
}
late_initcall(hook_sysctl_init);
