// SPDX-License-Identifier: GPL-2.0
/*
 * The operations that are explored, each twice: what it does to hooks, and what it does
 * to a naive model of them, which is a bitmap of sites for each list of a filter.
 */
#include "explore.h"

static unsigned long module_sites[] = { 0xa000, 0xb000 };
struct module module = {
	.name = "mod", .ftrace_callsites = module_sites, .num_ftrace_callsites = 2,
};

/* ---- the model ---- */

static u8 wants(const struct model *m, unsigned int op)
{
	const struct filter_model *f = m->uses[op] < 0 ? NULL : &m->filter[m->uses[op]];
	u8 sites = m->live ? m->there : m->there & KERNEL_SITES;

	if (!m->enabled || !(m->on & BIT(op)))
		return 0;
	return f ? (f->limited ? f->only : 0xff) & ~f->not & sites : sites;
}

struct reached is_to_reach(const struct model *m, unsigned int site)
{
	struct reached r = { };

	for (unsigned int op = 0; op < NR_OPS; op++) {
		if (!(wants(m, op) & BIT(site)))
			continue;
		if (op == DIRECT)
			r.direct = DIRECT_CALL(m->direct);
		else
			r.ops |= BIT(op);
	}
	return r;
}

bool same(struct reached a, struct reached b)
{
	return a.ops == b.ops && a.direct == b.direct;
}

/* ---- ops ---- */

struct ftrace_ops ops[NR_OPS];
struct hook_filter *filter[NR_OPS];
bool freed[NR_OPS];
unsigned int ops_reached;

static void reached(struct ftrace_ops *op, struct ftrace_regs *fregs, ftrace_func_t func)
{
	unsigned int n = op - ops;

	shim_assert(n < NR_OPS, "called with what is no ops");
	if (freed[n])
		shim_fail("ops %u is called, but it is freed", n);
	if (op->func != func)
		shim_fail("ops %u is called by a trampoline made for another one", n);
	if (ops_reached & BIT(n))
		shim_fail("ops %u is called twice", n);
	ops_reached |= BIT(n);
}

static void odd(unsigned long ip, unsigned long parent, struct ftrace_ops *op,
		struct ftrace_regs *fregs)
{
	reached(op, fregs, odd);
}

static void even(unsigned long ip, unsigned long parent, struct ftrace_ops *op,
		 struct ftrace_regs *fregs)
{
	reached(op, fregs, even);
}

/* What comes now is another one, at the same address. */
static void renew(unsigned int op)
{
	ops[op].func = ops[op].func == odd ? even : odd;
	freed[op] = false;
}

/* ---- operations: what the model does, and what is to be tested ---- */

static int model_add(struct model *m, const struct step *s)
{
	if (m->on & BIT(s->a))
		return -EBUSY;
	m->on |= BIT(s->a);
	return 0;
}

static int real_add(const struct step *s)
{
	if (!(ops[s->a].flags & FTRACE_OPS_FL_ENABLED))
		renew(s->a);
	return register_ftrace_function(&ops[s->a]);
}

static int model_remove(struct model *m, const struct step *s)
{
	if (!(m->on & BIT(s->a)))
		return -EBUSY;
	m->on &= ~BIT(s->a);
	m->parked = false;
	return 0;
}

int real_remove(const struct step *s)
{
	int err = unregister_ftrace_function(&ops[s->a]);

	if (!err)
		freed[s->a] = true;
	return err;
}

static int model_replace(struct model *m, const struct step *s)
{
	if (!(m->on & BIT(s->a)) || m->on & BIT(s->b))
		return -EBUSY;
	m->on ^= BIT(s->a) | BIT(s->b);
	m->parked = false;
	return 0;
}

static int real_replace(const struct step *s)
{
	int err;

	if (!(ops[s->b].flags & FTRACE_OPS_FL_ENABLED))
		renew(s->b);
	err = hook_replace(&ops[s->a], &ops[s->b]);
	if (err)
		return err;
	hook_sync();
	freed[s->a] = true;
	return 0;
}

static u8 matching(const struct model *m, const char *pattern, const char *mod)
{
	static const char * const names[] = { "k0", "k1", "k2", "m0", "m1" };
	u8 sites = 0;

	for (unsigned int i = 0; i < NR_SITES; i++)
		if (glob_match(pattern, names[i]))
			sites |= BIT(i);
	return sites & m->there & (mod ? MODULE_SITES : 0xff);
}

static int model_pattern(struct model *m, struct filter_model *f, const struct step *s,
			 const char *pattern)
{
	u8 *set = s->list == HOOK_ONLY ? &f->only : &f->not, sites;
	bool remove = *pattern == '!';

	pattern += remove;
	if (s->module && !(m->there & MODULE_SITES)) {
		if (remove && !f->pending)
			return -ENOENT;
		f->pending = !remove;
	} else {
		sites = matching(m, pattern, s->module);
		if (remove)
			sites &= *set;
		if (!sites)
			return -ENOENT;
		*set = remove ? *set & ~sites : *set | sites;
	}
	if (s->list == HOOK_ONLY)
		f->limited = !remove || f->only || f->pending;
	return 0;
}

/* ... of filter @a, and of @b too if that is another one */
static int model_edit(struct model *m, const struct step *s)
{
	for (int i = s->a; i <= s->b; i++) {
		struct filter_model *f = &m->filter[i];

		if (s->reset) {
			*(s->list == HOOK_ONLY ? &f->only : &f->not) = 0;
			if (s->list == HOOK_ONLY) {
				f->limited = false;
				f->pending = false;
			}
		}
		for (int p = 0; s->pattern[p]; p++) {
			int err = model_pattern(m, f, s, s->pattern[p]);

			if (err)
				return err;
		}
	}
	return 0;
}

int real_edit(const struct step *s)
{
	struct hook_edit *edits = NULL;

	for (int i = s->a; i <= s->b; i++) {
		struct hook_edit *e = hook_edit_begin(filter[i], s->list, s->reset);
		int n = 0;

		if (IS_ERR(e)) {
			hook_edit_abort(edits);
			return PTR_ERR(e);
		}
		edits = hook_edit_join(e, edits);
		for (int p = 0; s->pattern[p] && n >= 0; p++)
			n = hook_edit_pattern(e, s->pattern[p], s->module);
		if (n < 0) {
			hook_edit_abort(edits);
			return n;
		}
	}
	return hook_edit_end(edits);
}

static int model_use(struct model *m, const struct step *s)
{
	m->uses[s->a] = s->b;
	return 0;
}

static int real_use(const struct step *s)
{
	return hook_filter_set(&ops[s->a], s->b < 0 ? NULL : filter[s->b]);
}

static int model_direct_add(struct model *m, const struct step *s)
{
	if (m->on & BIT(DIRECT))
		return -EINVAL;
	m->on |= BIT(DIRECT);
	m->direct = 1;
	return 0;
}

static void never(unsigned long ip, unsigned long parent, struct ftrace_ops *op,
		  struct ftrace_regs *fregs)
{
	shim_fail("the callback of a direct call is called");
}

static int real_direct_add(const struct step *s)
{
	int err = register_ftrace_direct(&ops[DIRECT], DIRECT_CALL(1));

	if (!err)
		ops[DIRECT].func = never;
	return err;
}

static int model_direct_remove(struct model *m, const struct step *s)
{
	if (!(m->on & BIT(DIRECT)))
		return -EINVAL;
	m->on &= ~BIT(DIRECT);
	m->parked = false;
	return 0;
}

int real_direct_remove(const struct step *s)
{
	return unregister_ftrace_direct(&ops[DIRECT], ops[DIRECT].direct_call, false);
}

static int model_direct_modify(struct model *m, const struct step *s)
{
	if (!(m->on & BIT(DIRECT)))
		return -EINVAL;
	m->direct ^= 3;
	return 0;
}

static int real_direct_modify(const struct step *s)
{
	return modify_ftrace_direct(&ops[DIRECT], ops[DIRECT].direct_call ^ 3);
}

static int model_module_init(struct model *m, const struct step *s)
{
	if (m->there & MODULE_SITES)
		return NOT_NOW;
	m->there |= MODULE_SITES;
	return 0;
}

int real_module_init(const struct step *s)
{
	text[3] = 0;
	text[4] = 0;
	ftrace_module_init(&module);
	return 0;
}

static int model_module_enable(struct model *m, const struct step *s)
{
	if (!(m->there & MODULE_SITES) || m->live)
		return NOT_NOW;
	m->live = true;
	for (unsigned int i = 0; i < NR_OPS; i++) {
		if (m->filter[i].pending)
			m->filter[i].only |= MODULE_SITES;
		m->filter[i].pending = false;
	}
	return 0;
}

static int real_module_enable(const struct step *s)
{
	ftrace_module_enable(&module);
	return 0;
}

static void model_gone(struct model *m, u8 sites)
{
	m->there &= ~sites;
	for (unsigned int i = 0; i < NR_OPS; i++) {
		m->filter[i].only &= ~sites;
		m->filter[i].not &= ~sites;
	}
}

static int model_module_ready(struct model *m, const struct step *s)
{
	if (!m->live || !(m->there & INIT_SITES))
		return NOT_NOW;
	model_gone(m, INIT_SITES);
	return 0;
}

static int real_module_ready(const struct step *s)
{
	text[4] = 0;
	ftrace_free_mem(&module, (void *)0xb000, (void *)0xc000);
	return 0;
}

static int model_module_exit(struct model *m, const struct step *s)
{
	if (!(m->there & MODULE_SITES))
		return NOT_NOW;
	model_gone(m, MODULE_SITES);
	m->live = false;
	return 0;
}

static int real_module_exit(const struct step *s)
{
	text[3] = 0;
	text[4] = 0;
	ftrace_release_mod(&module);
	return 0;
}

static int model_enable(struct model *m, const struct step *s)
{
	m->enabled = s->a;
	return 0;
}

int real_enable(const struct step *s)
{
	int on = s->a;

	return enabled_table->proc_handler(enabled_table, 1, &on, NULL, NULL);
}

static int model_work(struct model *m, const struct step *s)
{
	if (!m->queued)
		return NOT_NOW;
	m->parked = false;
	return 0;
}

static int real_work(const struct step *s)
{
	work();
	return 0;
}

static int model_park(struct model *m, const struct step *s)
{
	return m->parked ? NOT_NOW : 0;
}

static int real_park(const struct step *s)
{
	arch_park(s->a);
	return 0;
}

#define EDIT(what, n, ...) { .name = what, .model = model_edit, .real = real_edit, \
	.a = n, .b = n, __VA_ARGS__ }
#define STEP(what, fn, ...) { .name = what, .model = model_##fn, .real = real_##fn, __VA_ARGS__ }

const struct step steps[] = {
	STEP("add a", add, .a = A),
	STEP("add b", add, .a = B),
	STEP("add c", add, .a = C),
	STEP("add direct", direct_add),
	STEP("remove a", remove, .a = A, .removal = true),
	STEP("remove b", remove, .a = B, .removal = true),
	STEP("remove c", remove, .a = C, .removal = true),
	STEP("remove direct", direct_remove, .removal = true),
	STEP("modify direct", direct_modify),
	STEP("replace a by b", replace, .a = A, .b = B),
	STEP("replace b by a", replace, .a = B, .b = A),
	EDIT("0 = k0", 0, .reset = true, .pattern = { "k0" }),
	EDIT("0 = k1, k2", 0, .reset = true, .pattern = { "k1", "k2" }),
	EDIT("0 += m*", 0, .pattern = { "m*" }),
	EDIT("0 -= k1", 0, .pattern = { "!k1" }),
	EDIT("0 = all", 0, .reset = true),
	EDIT("not 0 = k1", 0, .list = HOOK_NOT, .reset = true, .pattern = { "k1" }),
	EDIT("not 0 = none", 0, .list = HOOK_NOT, .reset = true),
	EDIT("1 = k1", 1, .reset = true, .pattern = { "k1" }),
	EDIT("1 += m* of mod", 1, .pattern = { "m*" }, .module = "mod"),
	STEP("0, 1 += k2", edit, .a = 0, .b = 1, .pattern = { "k2" }),
	STEP("b uses 0", use, .a = B, .b = 0),
	STEP("b uses none", use, .a = B, .b = -1),
	STEP("module init", module_init, .mute = true),
	STEP("module enable", module_enable, .mute = true),
	STEP("module ready", module_ready, .removal = true),
	STEP("module exit", module_exit, .removal = true),
	STEP("enabled = 0", enable, .a = 0),
	STEP("enabled = 1", enable, .a = 1),
	STEP("work", work, .removal = true),
	STEP("park at k1", park, .a = 1),
};

const unsigned int nr_steps = ARRAY_SIZE(steps);
