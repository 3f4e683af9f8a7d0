/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What process creation, exec and exit tell user events.
 */
#ifndef _LINUX_USER_EVENTS_H
#define _LINUX_USER_EVENTS_H

#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <uapi/linux/user_events.h>

#ifdef CONFIG_USER_EVENTS

struct user_event_mm;

void user_event_mm_dup(struct task_struct *t, struct user_event_mm *old_mm);
void user_event_mm_remove(struct task_struct *t);

static inline void user_events_fork(struct task_struct *t, unsigned long clone_flags)
{
	struct user_event_mm *mm = current->user_event_mm;

	if (t && mm && !(clone_flags & CLONE_VM))
		user_event_mm_dup(t, mm);
}

static inline void user_events_exit(struct task_struct *t)
{
	if (t && t->user_event_mm)
		user_event_mm_remove(t);
}

/* The new image has none of the old one's enable words. */
#define user_events_execve(t)	user_events_exit(t)

#else

static inline void user_events_fork(struct task_struct *t, unsigned long clone_flags) { }
static inline void user_events_execve(struct task_struct *t) { }
static inline void user_events_exit(struct task_struct *t) { }

#endif

#endif /* _LINUX_USER_EVENTS_H */
