/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fprobe - callbacks at the entry and the exit of many functions at once.
 */
#ifndef _LINUX_FPROBE_H
#define _LINUX_FPROBE_H

#include <linux/compiler.h>
#include <linux/ftrace.h>

struct fprobe;
struct return_user;

typedef void (*fprobe_exit_cb)(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			       struct pt_regs *regs, void *data);
/* A nonzero return means: do not call the exit callback. */
typedef int (*fprobe_entry_cb)(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			       struct pt_regs *regs, void *data);

#define FPROBE_FL_DISABLED	1	/* callbacks are not called */
#define FPROBE_FL_KPROBE_SHARED	2	/* may run inside a kprobe's handler */

/**
 * struct fprobe - a set of functions and what to call there
 * @ops: the entry hook (only with CONFIG_FUNCTION_TRACER)
 * @nmissed: calls whose return could not be hooked
 * @flags: FPROBE_FL_*
 * @user: as the shadow stack knows it, if there is an @exit_handler
 * @entry_data_size: bytes shared by the two callbacks of one call, 1024 at most
 * @nr_maxactive: not used: as many calls as there are may be in progress at once
 * @entry_handler: called at the entry
 * @exit_handler: called at the exit
 */
struct fprobe {
#ifdef CONFIG_FUNCTION_TRACER
	struct ftrace_ops	ops;
#endif
	unsigned long		nmissed;
	unsigned int		flags;
	struct return_user	*user;
	size_t			entry_data_size;
	int			nr_maxactive;
	fprobe_entry_cb		entry_handler;
	fprobe_exit_cb		exit_handler;
};

static inline bool fprobe_shared_with_kprobes(struct fprobe *probe)
{
	return probe && probe->flags & FPROBE_FL_KPROBE_SHARED;
}

static inline bool fprobe_disabled(struct fprobe *probe)
{
	return probe && probe->flags & FPROBE_FL_DISABLED;
}

static inline void enable_fprobe(struct fprobe *probe)
{
	if (probe)
		probe->flags &= ~FPROBE_FL_DISABLED;
}

static inline void disable_fprobe(struct fprobe *probe)
{
	if (probe)
		probe->flags |= FPROBE_FL_DISABLED;
}

#ifdef CONFIG_FPROBE
bool fprobe_is_registered(struct fprobe *probe);
int unregister_fprobe(struct fprobe *probe);
int register_fprobe(struct fprobe *probe, const char *wanted, const char *unwanted);
int register_fprobe_syms(struct fprobe *probe, const char **names, int nr);
int register_fprobe_ips(struct fprobe *probe, unsigned long *ips, int nr);
#else
static inline bool fprobe_is_registered(struct fprobe *probe)
{
	return false;
}

static inline int unregister_fprobe(struct fprobe *probe)
{
	return -EOPNOTSUPP;
}

static inline int
register_fprobe(struct fprobe *probe, const char *wanted, const char *unwanted)
{
	return -EOPNOTSUPP;
}

static inline int register_fprobe_syms(struct fprobe *probe, const char **names, int nr)
{
	return -EOPNOTSUPP;
}

static inline int register_fprobe_ips(struct fprobe *probe, unsigned long *ips, int nr)
{
	return -EOPNOTSUPP;
}
#endif

#endif /* _LINUX_FPROBE_H */
