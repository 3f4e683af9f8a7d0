// SPDX-License-Identifier: GPL-2.0
/*
 * A processor to explore hooks on: a site is a word that says what it calls, a trampoline
 * a copy of what its class was when it was made, as the real one is.
 */
#include "explore.h"

#define NR_TRAMPS	64
#define TRAMP_BASE	0x100000UL
#define TRAMP_BYTES	16

struct tramp {
	bool			live;
	bool			muted;
	struct hook_class	*class;
	unsigned int		nr;
	struct ftrace_ops	*ops[HOOK_TRAMP_SLOTS];
	ftrace_func_t		func[HOOK_TRAMP_SLOTS];
	unsigned long		direct;
};

unsigned long text[NR_SITES];
const unsigned long site_address[NR_SITES] = { 0x1000, 0x1010, 0x1020, 0xa000, 0xb000 };

static struct tramp tramps[NR_TRAMPS];
static struct tramp *parked;
static unsigned long parked_ip;

int arch_site(unsigned long ip)
{
	for (int s = 0; s < NR_SITES; s++)
		if (site_address[s] == ip)
			return s;
	shim_fail("%#lx is no site", ip);
}

/* ---- trampolines ---- */

static struct tramp *tramp_at(unsigned long target)
{
	if (target < TRAMP_BASE || target >= TRAMP_BASE + NR_TRAMPS * TRAMP_BYTES)
		return NULL;
	return &tramps[(target - TRAMP_BASE) / TRAMP_BYTES];
}

int arch_tramp_make(struct hook_class *c)
{
	unsigned int nr = class_nr_called(c);
	struct tramp *t = tramps;

	if (!shim_may_alloc())
		return -ENOMEM;
	while (t < tramps + NR_TRAMPS && (t->live || t->muted))
		t++;
	if (t == tramps + NR_TRAMPS)
		shim_fail("out of trampolines");
	*t = (struct tramp) { .live = true, .class = c, .direct = c->direct };
	for (unsigned int i = 0; i < nr && i < HOOK_TRAMP_SLOTS; i++) {
		t->ops[i] = c->ops[i];
		t->func[i] = ops_guarded(c->ops[i]) ? hook_call_guarded : c->ops[i]->func;
		if (i == HOOK_TRAMP_SLOTS - 1 && nr > HOOK_TRAMP_SLOTS) {
			t->ops[i] = &c->view;
			t->func[i] = arch_ftrace_ops_list_func;
		}
		t->nr++;
	}
	c->target = TRAMP_BASE + (t - tramps) * TRAMP_BYTES;
	c->view.trampoline = c->target;
	return 0;
}

void arch_tramp_free(struct hook_class *c)
{
	struct tramp *t = tramp_at(c->target);

	if (!c->view.trampoline)
		return;
	shim_assert(t && t->live, "trampoline freed twice");
	shim_assert(t != parked, "trampoline freed with a task in it");
	for (unsigned int s = 0; s < NR_SITES; s++)
		shim_assert(text[s] != c->target, "trampoline freed that is called");
	*t = (struct tramp) { };
}

bool arch_tramp_mute(struct hook_class *c)
{
	struct tramp *t = tramp_at(c->target);

	if (!c->view.trampoline)
		return false;
	t->muted = true;
	return true;
}

unsigned int arch_trampolines(void)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < NR_TRAMPS; i++)
		n += tramps[i].live && !tramps[i].muted;
	return n;
}

void arch_reset(void)
{
	for (unsigned int i = 0; i < NR_TRAMPS; i++) {
		if (tramps[i].muted)
			kfree(tramps[i].class);
		tramps[i] = (struct tramp) { };
	}
}

/* ---- calls ---- */

static void tramp_run(struct tramp *t, unsigned long ip)
{
	shim_assert(t->live, "a trampoline that was freed is called");
	for (unsigned int i = 0; i < t->nr; i++)
		t->func[i](ip, 0x77, t->ops[i], (void *)0x88);
}

struct reached arch_call(unsigned int site)
{
	struct tramp *t = tramp_at(text[site]);

	ops_reached = 0;
	if (!t)
		return (struct reached) { .direct = text[site] == STRANGE ? 0 : text[site] };
	if (!t->muted)
		tramp_run(t, site_address[site]);
	return (struct reached) { .ops = ops_reached, .direct = t->direct };
}

bool arch_park(unsigned int site)
{
	struct tramp *t = tramp_at(text[site]);

	if (!t || t->muted)
		return false;
	parked = t;
	parked_ip = site_address[site];
	return true;
}

bool arch_parked(void)
{
	return parked;
}

void shim_tasks_go_on(void)
{
	struct tramp *t = parked;

	parked = NULL;
	ops_reached = 0;
	if (t && !t->muted)
		tramp_run(t, parked_ip);
}

/* ---- sites ---- */

int arch_region_verify(struct hook_region *r)
{
	for (unsigned int i = 0; i < r->nr; i++)
		if (text[arch_site(site_ip(r, i))])
			return -EILSEQ;
	return 0;
}

int arch_patch_verify(bool skip)
{
	struct hook_region *r;
	unsigned int i;

	for_each_region(r) {
		for_each_dirty_site(r, i, 0, r->nr) {
			if (text[arch_site(site_ip(r, i))] ==
			    hook_classes[r->site[i].class]->target)
				continue;
			if (!skip)
				return -EILSEQ;
			change_skip(r, i);
		}
	}
	return 0;
}

void arch_patch(void)
{
	struct hook_region *r;
	unsigned int i;

	lockdep_assert_held(&text_mutex);
	for_each_region(r) {
		for_each_dirty_site(r, i, 0, r->nr) {
			text[arch_site(site_ip(r, i))] = hook_classes[r->site[i].next]->target;
			site_patched();
		}
	}
}

/* ---- names: k0, k1, k2 of the kernel, m0 and m1 of the module ---- */

bool names_is_glob(const char *pattern)
{
	return strchr(pattern, '*');
}

int names_match(struct hook_region *r, const char *glob,
		int (*fn)(void *data, struct hook_region *r, unsigned int i), void *data)
{
	static const char * const names[NR_SITES] = { "k0", "k1", "k2", "m0", "m1" };
	int n, sum = 0;

	for (unsigned int i = 0; i < r->nr; i++) {
		if (!glob_match(glob, names[arch_site(site_ip(r, i))]))
			continue;
		n = fn(data, r, i);
		if (n < 0)
			return n;
		sum += n;
	}
	return sum;
}

void ghosts_appear(const struct hook_region *r)
{
}

void ghosts_leave(const struct module *mod)
{
}
