// SPDX-License-Identifier: GPL-2.0
/*
 * Listeners to records: register_ftrace_export().
 */
#include <linux/jump_label.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>

#include "internal.h"

DEFINE_STATIC_KEY_FALSE(trace_exports_on);

static DEFINE_MUTEX(exports_lock);
static struct trace_export __rcu *exports;

/* With preemption disabled, which is RCU's read side here. */
void __record_export(const void *entry, unsigned int len, int what)
{
	struct trace_export *x;

	for (x = rcu_dereference_sched(exports); x; x = rcu_dereference_sched(x->next))
		if (x->flags & what)
			x->write(x, entry, len);
}

/**
 * register_ftrace_export - let someone have a copy of records
 * @export: the listener
 */
int register_ftrace_export(struct trace_export *export)
{
	if (!export->write)
		return -EINVAL;
	guard(mutex)(&exports_lock);
	rcu_assign_pointer(export->next, rcu_dereference_protected(exports, true));
	rcu_assign_pointer(exports, export);
	static_branch_inc(&trace_exports_on);
	return 0;
}
EXPORT_SYMBOL_GPL(register_ftrace_export);

/**
 * unregister_ftrace_export - undo register_ftrace_export()
 * @export: the listener; nobody calls it any more when this returns
 *
 * Return: 0, or -ENOENT if it was not registered
 */
int unregister_ftrace_export(struct trace_export *export)
{
	struct trace_export __rcu **p;

	scoped_guard(mutex, &exports_lock) {
		for (p = &exports; *p; p = &rcu_dereference_protected(*p, true)->next)
			if (rcu_access_pointer(*p) == export)
				break;
		if (!rcu_access_pointer(*p))
			return -ENOENT;
		rcu_assign_pointer(*p, rcu_dereference_protected(export->next, true));
		static_branch_dec(&trace_exports_on);
	}
	synchronize_rcu();
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_ftrace_export);
