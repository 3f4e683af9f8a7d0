/* SPDX-License-Identifier: GPL-2.0 */
/* What the explorer and its fake architecture share. */
#ifndef _EXPLORE_H
#define _EXPLORE_H

#include "internal.h"

/* Three functions of the kernel, two of a module of which one is init text */
#define NR_SITES	5
#define KERNEL_SITES	0x07
#define MODULE_SITES	0x18
#define INIT_SITES	0x10

/* What a site may hold beside a NOP (0) and a call of a trampoline */
#define DIRECT_CALL(n)	(0xd000UL + (n))
#define STRANGE		0xbadUL

extern unsigned long text[NR_SITES];
extern const unsigned long site_address[NR_SITES];

/* Ops that a call has reached, by their number, and what it called directly */
struct reached {
	u8		ops;
	unsigned long	direct;
};

struct reached arch_call(unsigned int site);
/* A task stops in the trampoline that @site calls; false if it calls none. */
bool arch_park(unsigned int site);
bool arch_parked(void);
unsigned int arch_trampolines(void);
/* Muted trampolines are never freed: until here. */
void arch_reset(void);
int arch_site(unsigned long ip);

/* ---- steps.c ---- */

enum { A, B, C, DIRECT, NR_OPS };

struct filter_model {
	u8	only;
	u8	not;
	bool	limited;
	bool	pending;	/* "m*" of the module */
};

struct model {
	struct filter_model	filter[NR_OPS];
	s8			uses[NR_OPS];	/* which filter; -1: all functions */
	u8			on;		/* ops that are registered */
	u8			direct;		/* which address is called directly */
	u8			there;		/* sites that exist */
	bool			live;		/* the module's too */
	bool			enabled;
	bool			parked;
	bool			queued;
};

enum { NOT_NOW = 1 };

struct step {
	const char	*name;
	int		(*model)(struct model *m, const struct step *s);
	int		(*real)(const struct step *s);
	int		a, b;
	enum hook_list	list;
	bool		reset;
	bool		removal;	/* may not fail */
	bool		mute;		/* nobody is told if it fails */
	const char	*pattern[3];
	const char	*module;
};

extern const struct step steps[];
extern const unsigned int nr_steps;
extern struct module module;
extern struct ftrace_ops ops[NR_OPS];
extern struct hook_filter *filter[NR_OPS];
extern bool freed[NR_OPS];
extern unsigned int ops_reached;	/* by the call at hand */

struct reached is_to_reach(const struct model *m, unsigned int site);
bool same(struct reached a, struct reached b);
int real_edit(const struct step *s);
int real_enable(const struct step *s);
int real_remove(const struct step *s);
int real_direct_remove(const struct step *s);
int real_module_init(const struct step *s);

/* ---- explore.c ---- */

extern struct ctl_table *enabled_table;
void work(void);
extern int (*const shim_late_hook_sysctl_init)(void);
void site_patched(void);
bool shim_may_alloc(void);

#endif /* _EXPLORE_H */
