// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of function hooks: sets against a plain bitmap, the table, names,
 * and the real thing: functions with known arguments, ops in every combination,
 * and every call counted.
 */
#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/cpufeature.h>
#include <linux/glob.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <asm/ibt.h>
#include <asm/insn.h>
#include <asm/nospec-branch.h>
#include <asm/text-patching.h>

#include "../test/targets.h"
#include "internal.h"

/* ---- sets ---- */

#define MODEL_BITS	8192

static void check_set(struct kunit *test, const struct hook_set *s, const unsigned long *model)
{
	KUNIT_EXPECT_EQ(test, s->count, bitmap_weight(model, MODEL_BITS));
	for (unsigned int w = 0; w < MODEL_BITS / BITS_PER_LONG; w++)
		KUNIT_EXPECT_EQ(test, hook_set_word(s, w), model[w]);
	KUNIT_EXPECT_FALSE(test, hook_set_has(s, MODEL_BITS + 5));
}

static void set_random(struct kunit *test)
{
	unsigned long *model = kunit_kzalloc(test, MODEL_BITS / 8, GFP_KERNEL);
	struct hook_set s = {}, copy = {};
	struct rnd_state rnd;

	KUNIT_ASSERT_NOT_NULL(test, model);
	prandom_seed_state(&rnd, 4711);
	for (int step = 0; step < 20000; step++) {
		unsigned int i = prandom_u32_state(&rnd) % MODEL_BITS;
		bool was = test_bit(i, model);

		switch (prandom_u32_state(&rnd) % 16) {
		case 0 ... 8:
			KUNIT_ASSERT_EQ(test, hook_set_add(&s, i), !was);
			__set_bit(i, model);
			break;
		case 9 ... 14:
			KUNIT_ASSERT_EQ(test, hook_set_del(&s, i), was);
			__clear_bit(i, model);
			break;
		case 15:
			if (step % 16)
				break;
			i /= SET_CHUNK_BITS;
			hook_set_drop_chunks(&s, i, 2);
			bitmap_clear(model, i * SET_CHUNK_BITS,
				     min(2 * SET_CHUNK_BITS,
					 MODEL_BITS - (int)i * SET_CHUNK_BITS));
			break;
		}
	}
	check_set(test, &s, model);
	KUNIT_EXPECT_EQ(test, hook_set_copy(&copy, &s), 0);
	hook_set_clear(&s);
	check_set(test, &copy, model);
	hook_set_clear(&copy);
	bitmap_zero(model, MODEL_BITS);
	check_set(test, &copy, model);
}

/* ---- table ---- */

static void table_sorted(struct kunit *test)
{
	unsigned int end = 0, sites = 0;
	struct hook_counts counts;
	struct hook_region *r;

	hook_counts(&counts);
	mutex_lock(&hook_lock);
	for_each_region(r) {
		KUNIT_EXPECT_EQ(test, r->first % SET_CHUNK_BITS, 0);
		KUNIT_EXPECT_GE(test, r->first, end);
		end = r->first + r->nr;
		sites += r->nr;
		for (unsigned int i = 1; i < r->nr; i++)
			if (site_ip(r, i - 1) + MCOUNT_INSN_SIZE > site_ip(r, i))
				KUNIT_FAIL(test, "%pS overlaps", (void *)site_ip(r, i));
		for (unsigned int i = 0; i < r->nr; i++) {
			unsigned long ip = site_ip(r, i);

			if (region_search(r, ip) != i || region_search(r, ip + 1) != i + 1 ||
			    region_search(r, ip - 1) > i)
				KUNIT_FAIL(test, "%pS is not found", (void *)ip);
			if (hook_index(ip) != r->first + i || ftrace_location(ip) != ip)
				KUNIT_FAIL(test, "%pS is not itself", (void *)ip);
		}
	}
	mutex_unlock(&hook_lock);
	KUNIT_EXPECT_EQ(test, sites, counts.sites);
	KUNIT_EXPECT_EQ(test, ftrace_location((unsigned long)test), 0);
	KUNIT_EXPECT_EQ(test, hook_index(0), -1);
}

static void table_reserved(struct kunit *test)
{
	unsigned long ip = ftrace_location((unsigned long)trace_target_3);

	KUNIT_ASSERT_NE(test, ip, 0);
	for (int i = -8; i < 8; i++)
		KUNIT_EXPECT_EQ_MSG(test, ftrace_text_reserved((void *)ip + i, (void *)ip + i),
				    i >= 0 && i < MCOUNT_INSN_SIZE, "at %d", i);
}

/* ---- names ---- */

static void names_listed(struct kunit *test)
{
	struct hook_cursor *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);
	char *name = kunit_kzalloc(test, KSYM_NAME_LEN, GFP_KERNEL);
	unsigned int n = 0, wrong = 0;
	struct hook_counts counts;

	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_ASSERT_NOT_NULL(test, name);
	hook_counts(&counts);
	mutex_lock(&hook_lock);
	while (hook_next(c, HOOK_EACH, NULL)) {
		n++;
		kallsyms_lookup(c->ip, NULL, NULL, NULL, name);
		if (strcmp(name, c->name) && !wrong++)
			KUNIT_FAIL(test, "%pS is called %s", (void *)c->ip, c->name);
	}
	mutex_unlock(&hook_lock);
	KUNIT_EXPECT_EQ(test, n, counts.sites);
	KUNIT_EXPECT_EQ(test, wrong, 0);
}

/* A filter's list as the patterns say, against glob_match() on every name */
static void names_matched(struct kunit *test)
{
	static const char * const patterns[] = {
		"trace_target_*", "*_target_1?", "trace_target_[3-5]", "*get_1*", "trace_target_7",
		"*sched*", "vfs_*", "*_read", "do_*_open*", "[!a-z]*",
	};
	struct hook_cursor *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	for (int p = 0; p < ARRAY_SIZE(patterns); p++) {
		struct hook_filter *f = hook_filter_new();
		unsigned int wrong = 0, count = 0;
		struct hook_edit *e;
		int n;

		KUNIT_ASSERT_NOT_NULL(test, f);
		e = hook_edit_begin(f, HOOK_ONLY, true);
		KUNIT_ASSERT_FALSE(test, IS_ERR(e));
		n = hook_edit_pattern(e, patterns[p], NULL);
		KUNIT_EXPECT_EQ(test, hook_edit_end(e), 0);
		mutex_lock(&hook_lock);
		*c = (struct hook_cursor) {};
		while (hook_next(c, HOOK_EACH, NULL)) {
			bool want = glob_match(patterns[p], c->name);

			count += want;
			wrong += want != hook_set_has(&f->set[HOOK_ONLY], c->index);
		}
		mutex_unlock(&hook_lock);
		KUNIT_EXPECT_EQ_MSG(test, wrong, 0, "%s", patterns[p]);
		KUNIT_EXPECT_EQ_MSG(test, n, count ?: -ENOENT, "%s", patterns[p]);
		hook_filter_put(f);
	}
}

static int edit_once(struct hook_filter *f, enum hook_list list, bool reset, const char *pattern,
		     const char *module)
{
	struct hook_edit *e = hook_edit_begin(f, list, reset);
	int n, err;

	if (IS_ERR(e))
		return PTR_ERR(e);
	n = hook_edit_pattern(e, pattern, module);
	if (n < 0) {
		hook_edit_abort(e);
		return n;
	}
	err = hook_edit_end(e);
	return err ?: n;
}

static void filter_edits(struct kunit *test)
{
	struct hook_filter *f = hook_filter_new();

	KUNIT_ASSERT_NOT_NULL(test, f);
	KUNIT_EXPECT_FALSE(test, hook_filter_limits(f, HOOK_ONLY));
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, true, "trace_target_*", NULL), NR_TARGETS);
	KUNIT_EXPECT_EQ(test, f->set[HOOK_ONLY].count, NR_TARGETS);
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, false, "!trace_target_1?", NULL), 6);
	KUNIT_EXPECT_EQ(test, f->set[HOOK_ONLY].count, NR_TARGETS - 6);
	/* Wrong ones change nothing. */
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, true, "no_such_function", NULL), -ENOENT);
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, true, "!", NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, true, "0", NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, true, "999999999", NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, f->set[HOOK_ONLY].count, NR_TARGETS - 6);
	/* A module that is not there is waited for; once. */
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, false, "a*", "not_there"), 1);
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, false, "a*", "not_there"), 1);
	KUNIT_EXPECT_TRUE(test, list_is_singular(&f->pending));
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, false, "!a*", "not_there"), 1);
	KUNIT_EXPECT_TRUE(test, list_empty(&f->pending));
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, false, "!a*", "not_there"), -ENOENT);
	/* The first function by number is the first one listed. */
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_NOT, true, "1", NULL), 1);
	KUNIT_EXPECT_TRUE(test, hook_set_has(&f->set[HOOK_NOT], 0));
	/* The last one that goes leaves all. */
	KUNIT_EXPECT_EQ(test, edit_once(f, HOOK_ONLY, false, "!trace_target_*", NULL),
			NR_TARGETS - 6);
	KUNIT_EXPECT_FALSE(test, hook_filter_limits(f, HOOK_ONLY));
	hook_filter_put(f);
}

/* ---- counting calls ---- */

struct counter {
	struct ftrace_ops	ops;
	unsigned int		hits[NR_TARGETS];
	unsigned int		strange;	/* calls with something wrong about them */
};

static unsigned long target_ip[NR_TARGETS];

static int target_of(unsigned long ip)
{
	for (int i = 0; i < NR_TARGETS; i++)
		if (target_ip[i] == ip)
			return i;
	return -1;
}

static noinline long call_target(unsigned int n, long seed)
{
	long result = trace_targets[n](seed, seed + 1, seed + 2, seed + 3, seed + 4, seed + 5);

	barrier();	/* no tail call: it is to be the parent */
	return result;
}

static void count(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		  struct ftrace_regs *fregs)
{
	struct counter *c = container_of(op, struct counter, ops);
	int i = target_of(ip);

	if (i >= 0)
		c->hits[i]++;
	if (i < 0 || parent_ip - (unsigned long)call_target > 512)
		c->strange++;
	if (op->flags & FTRACE_OPS_FL_LEAN) {
		if (*hook_parent_slot(fregs) != parent_ip)
			c->strange++;
		return;
	}
	/* The arguments are consecutive numbers. */
	for (int arg = 1; arg < 6; arg++)
		if (ftrace_regs_get_argument(fregs, arg) !=
		    ftrace_regs_get_argument(fregs, 0) + arg)
			c->strange++;
	if (*(unsigned long *)ftrace_regs_get_stack_pointer(fregs) != parent_ip)
		c->strange++;
	if (!!(op->flags & FTRACE_OPS_FL_SAVE_REGS) > !!ftrace_get_regs(fregs))
		c->strange++;
}

/* Call all targets and compare: @want by counter and target */
static void call_and_compare(struct kunit *test, struct counter *c, unsigned int nr,
			     const u32 *want)
{
	for (unsigned int i = 0; i < nr; i++)
		memset(c[i].hits, 0, sizeof(c[i].hits));
	for (unsigned int t = 0; t < NR_TARGETS; t++)
		for (unsigned int k = 0; k <= t; k++)
			KUNIT_EXPECT_EQ(test, call_target(t, k),
					target_result(t, k, k + 1, k + 2, k + 3, k + 4, k + 5));
	for (unsigned int i = 0; i < nr; i++) {
		KUNIT_EXPECT_EQ(test, c[i].strange, 0);
		for (unsigned int t = 0; t < NR_TARGETS; t++)
			KUNIT_EXPECT_EQ_MSG(test, c[i].hits[t], want[i] & BIT(t) ? t + 1 : 0,
					    "ops %u, target %u", i, t);
	}
}

#define NR_COUNTERS	10

/* Ops come, change their filters and go at random; a naive model says who is called. */
static void ops_random(struct kunit *test)
{
	static const unsigned long kinds[] = {
		0, FTRACE_OPS_FL_SAVE_REGS, FTRACE_OPS_FL_LEAN, FTRACE_OPS_FL_RECURSION,
		FTRACE_OPS_FL_LEAN | FTRACE_OPS_FL_RCU, FTRACE_OPS_FL_LEAN,
	};
	struct counter *c = kunit_kcalloc(test, NR_COUNTERS, sizeof(*c), GFP_KERNEL);
	u32 want[NR_COUNTERS] = {}, set[NR_COUNTERS] = {};
	unsigned int classes = hook_nr_classes;
	bool on[NR_COUNTERS] = {};
	struct rnd_state rnd;

	KUNIT_ASSERT_NOT_NULL(test, c);
	prandom_seed_state(&rnd, 1234);
	for (unsigned int i = 0; i < NR_COUNTERS; i++) {
		c[i].ops.func = count;
		c[i].ops.flags = kinds[i % ARRAY_SIZE(kinds)];
	}
	for (int step = 0; step < 400; step++) {
		unsigned int i = prandom_u32_state(&rnd) % NR_COUNTERS;
		u32 bits = prandom_u32_state(&rnd) & (BIT(NR_TARGETS) - 1);

		if (prandom_u32_state(&rnd) % 2) {
			unsigned long ips[NR_TARGETS];
			unsigned int n = 0;

			for (unsigned int t = 0; t < NR_TARGETS; t++)
				if (bits & BIT(t))
					ips[n++] = target_ip[t];
			if (!n)
				continue;
			KUNIT_ASSERT_EQ(test, ftrace_set_filter_ips(&c[i].ops, ips, n, 0, 1), 0);
			set[i] = bits;
		} else if (on[i]) {
			KUNIT_ASSERT_EQ(test, hook_remove(&c[i].ops), 0);
			on[i] = false;
		} else if (set[i]) {
			KUNIT_ASSERT_EQ(test, hook_add(&c[i].ops), 0);
			on[i] = true;
		}
		want[i] = on[i] ? set[i] : 0;
		if (step % 4 == 0)
			call_and_compare(test, c, NR_COUNTERS, want);
	}
	for (unsigned int i = 0; i < NR_COUNTERS; i++) {
		if (on[i])
			KUNIT_EXPECT_EQ(test, hook_remove(&c[i].ops), 0);
		want[i] = 0;
	}
	call_and_compare(test, c, NR_COUNTERS, want);
	KUNIT_EXPECT_EQ(test, hook_nr_classes, classes);
	hook_sync();
	for (unsigned int i = 0; i < NR_COUNTERS; i++)
		ftrace_free_filter(&c[i].ops);
}

static void ops_rules(struct kunit *test)
{
	struct counter *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);
	struct ftrace_ops *ops = &c->ops;

	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(ops), -EINVAL);	/* no func */
	ops->func = count;
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(ops), -EBUSY);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(ops, (unsigned long)c, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(ops, target_ip[0], 1, 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(ops, "no_such_function", 16, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(ops, "trace_target_1", 14, 1), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(ops), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(ops), -EBUSY);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(ops), 0);
	ftrace_free_filter(ops);
}

static void redirected(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		       struct ftrace_regs *fregs)
{
	/* Where the other target goes on behind its site */
	ftrace_regs_set_instruction_pointer(fregs, target_ip[9] + MCOUNT_INSN_SIZE);
}

static void ops_redirect(struct kunit *test)
{
	struct counter *c = kunit_kcalloc(test, 2, sizeof(*c), GFP_KERNEL);
	struct ftrace_ops *a, *b;

	KUNIT_ASSERT_NOT_NULL(test, c);
	a = &c[0].ops;
	b = &c[1].ops;
	a->func = redirected;
	b->func = redirected;
	a->flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_SAVE_REGS;
	b->flags = FTRACE_OPS_FL_IPMODIFY;
	KUNIT_EXPECT_EQ(test, register_ftrace_function(a), -EINVAL);	/* all functions? no */
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(a, target_ip[2], 0, 0), 0);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(b, target_ip[2], 0, 0), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(a), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(b), -EBUSY);
	KUNIT_EXPECT_EQ(test, call_target(2, 1), target_result(9, 1, 2, 3, 4, 5, 6));
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(a), 0);
	KUNIT_EXPECT_EQ(test, call_target(2, 1), target_result(2, 1, 2, 3, 4, 5, 6));
	KUNIT_EXPECT_EQ(test, register_ftrace_function(b), 0);
	KUNIT_EXPECT_EQ(test, call_target(2, 1), target_result(9, 1, 2, 3, 4, 5, 6));

	/* Nor may one that is registered get a function that another has. */
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(a, target_ip[3], 0, 1), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(a), 0);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(a, target_ip[2], 0, 0), -EBUSY);
	KUNIT_EXPECT_EQ(test, call_target(2, 1), target_result(9, 1, 2, 3, 4, 5, 6));
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(b), 0);
	KUNIT_EXPECT_EQ(test, call_target(2, 1), target_result(2, 1, 2, 3, 4, 5, 6));
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(a, target_ip[2], 0, 0), 0);
	KUNIT_EXPECT_EQ(test, call_target(2, 1), target_result(9, 1, 2, 3, 4, 5, 6));
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(a), 0);
	ftrace_free_filter(a);
	ftrace_free_filter(b);
}

/* An ops takes another one's place: each call goes to one of them. */
static void ops_replace(struct kunit *test)
{
	struct counter *c = kunit_kcalloc(test, 3, sizeof(*c), GFP_KERNEL);
	unsigned int classes = hook_nr_classes;
	u32 want[3] = { BIT(1) | BIT(2), 0, BIT(2) | BIT(3) };

	KUNIT_ASSERT_NOT_NULL(test, c);
	for (unsigned int i = 0; i < 3; i++) {
		c[i].ops.func = count;
		c[i].ops.flags = i == 1 ? FTRACE_OPS_FL_SAVE_REGS : FTRACE_OPS_FL_LEAN;
		for (unsigned int t = 1; t < 4; t++)
			if ((i < 2 ? want[0] : want[2]) & BIT(t))
				KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&c[i].ops, target_ip[t],
									   0, 0), 0);
	}
	KUNIT_EXPECT_EQ(test, hook_replace(&c[0].ops, &c[1].ops), -EBUSY);
	KUNIT_ASSERT_EQ(test, hook_add(&c[0].ops), 0);
	KUNIT_ASSERT_EQ(test, hook_add(&c[2].ops), 0);
	call_and_compare(test, c, 3, want);
	KUNIT_EXPECT_EQ(test, hook_replace(&c[0].ops, &c[2].ops), -EBUSY);
	call_and_compare(test, c, 3, want);
	KUNIT_EXPECT_EQ(test, hook_replace(&c[0].ops, &c[1].ops), 0);
	swap(want[0], want[1]);
	call_and_compare(test, c, 3, want);
	KUNIT_EXPECT_EQ(test, hook_remove(&c[0].ops), -EBUSY);
	KUNIT_EXPECT_EQ(test, hook_remove(&c[1].ops), 0);
	KUNIT_EXPECT_EQ(test, hook_remove(&c[2].ops), 0);
	KUNIT_EXPECT_EQ(test, hook_nr_classes, classes);
	hook_sync();
	for (unsigned int i = 0; i < 3; i++)
		ftrace_free_filter(&c[i].ops);
}

/* ---- trampolines ---- */

static bool is_writable(const void *at)
{
	unsigned int level;
	pte_t *pte = lookup_address((unsigned long)at, &level);

	return !pte || pte_write(*pte);
}

static bool is_executable(const void *at)
{
	unsigned int level;
	pte_t *pte = lookup_address((unsigned long)at, &level);

	return pte && pte_exec(*pte);
}

/* What a CPU finds that goes through a trampoline */
struct walk {
	const void	*calls[HOOK_TRAMP_SLOTS];
	int		nr;
	bool		entry_accounted;
	const u8	*end;		/* its last instruction, */
	const void	*leave;		/* which jumps there, or returns (NULL) */
};

/* Does this account for a call? */
static bool accounts(const struct insn *insn, const u8 *next)
{
#ifdef CONFIG_MITIGATION_CALL_DEPTH_TRACKING
	/* sarq $5, %gs:pcpu_hot.call_depth(%rip) */
	return insn->opcode.bytes[0] == 0xc1 && X86_MODRM_REG(insn->modrm.value) == 7 &&
	       insn->prefixes.bytes[0] == 0x65 && insn->immediate.value == 5 &&
	       next + insn->displacement.value == (u8 *)&pcpu_hot.call_depth;
#else
	return false;
#endif
}

/*
 * Go through a trampoline as a CPU would.  False if what is there is nothing that a
 * trampoline should have: an indirect branch, a call that is not accounted for, a
 * return that ought to go through a thunk, or that guesses may run past.
 */
static bool walk_trampoline(const struct hook_class *c, struct walk *w)
{
	const u8 *start = (void *)c->target, *at = start;
	bool account = cpu_feature_enabled(X86_FEATURE_CALL_DEPTH), accounted = false;
	struct insn insn;

	*w = (struct walk) { };
	while (at - start < c->view.trampoline_size && !insn_decode_kernel(&insn, at)) {
		const u8 *next = at + insn.length, *to = next + insn.immediate.value;

		switch (insn.opcode.bytes[0]) {
		case CALL_INSN_OPCODE:
			if (w->nr == ARRAY_SIZE(w->calls) || accounted != account)
				return false;
			w->calls[w->nr++] = to;
			accounted = false;
			break;
		case JMP8_INSN_OPCODE:
		case JMP32_INSN_OPCODE:
			if (to < at || to - start >= c->view.trampoline_size) {
				w->end = at;
				w->leave = to;
				return !accounted;
			}
			next = to;
			break;
		case RET_INSN_OPCODE:
			w->end = at;
			return !accounted && !cpu_wants_rethunk_at((void *)at) &&
			       at[1] == INT3_INSN_OPCODE;
		case INT3_INSN_OPCODE:
			return false;
		case 0xff:
			/* It may push, for frame pointers, or count a call. */
			if (X86_MODRM_REG(insn.modrm.value) != 6 &&
			    (insn.prefixes.bytes[0] != 0x65 || X86_MODRM_REG(insn.modrm.value)))
				return false;
			break;
		default:
			accounted |= accounts(&insn, next);
		}
		/* The first thing that it does is to account for the call from the site. */
		if (at == start) {
			w->entry_accounted = accounted;
			accounted = false;
		}
		at = next;
	}
	return false;
}

/* All there are: others may have been made in other ways, and before. */
static void check_all_trampolines(struct kunit *test)
{
	bool account = cpu_feature_enabled(X86_FEATURE_CALL_DEPTH);
	struct hook_class *last = NULL;
	const void *goes_to;
	struct hook_region *r;
	struct walk w;

	lockdep_assert_held(&hook_lock);
	for_each_region(r) {
		for (unsigned int i = 0; i < r->nr; i++) {
			struct hook_class *c = hook_classes[r->site[i].class];

			if (c == last || !c->view.trampoline)
				continue;
			last = c;
			KUNIT_EXPECT_TRUE(test, walk_trampoline(c, &w));
			KUNIT_EXPECT_EQ(test, w.entry_accounted, account && !c->direct);
			if (c->direct)
				goes_to = (void *)c->direct;
			else if (cpu_wants_rethunk_at((void *)w.end))
				goes_to = x86_return_thunk;
			else
				goes_to = NULL;
			KUNIT_EXPECT_PTR_EQ(test, w.leave, goes_to);
		}
	}
}

#define MANY_OPS	(HOOK_TRAMP_SLOTS + 3)

/* The trampoline of a function that @n ops want, which call @func */
static void check_trampoline(struct kunit *test, unsigned long ip, int n, const void *func)
{
	struct hook_region *r;
	struct hook_class *class;
	const void *text, *alias;
	int max = HOOK_TRAMP_SLOTS;
	struct walk w;

	guard(mutex)(&hook_lock);
	class = hook_classes[site_find(ip, &r)->class];
	text = (void *)class->target;
	alias = page_address(vmalloc_to_page(text));
	KUNIT_EXPECT_EQ(test, class->nr_ops, n);
	KUNIT_EXPECT_TRUE(test, is_executable(text));
	KUNIT_EXPECT_FALSE(test, is_writable(text));
	KUNIT_EXPECT_FALSE(test, is_executable(alias));
	KUNIT_EXPECT_FALSE(test, is_writable(alias));
	KUNIT_EXPECT_TRUE(test, walk_trampoline(class, &w));
	KUNIT_EXPECT_EQ(test, w.nr, min(n, max));
	for (int i = 0; i < min(n, max); i++) {
		bool rest = i == max - 1 && n > max;

		KUNIT_EXPECT_PTR_EQ(test, w.calls[i], rest ? arch_ftrace_ops_list_func : func);
	}
	check_all_trampolines(test);
}

/* Trampolines have what the processor's weaknesses ask for, and nobody can write to them. */
static void trampolines_text(struct kunit *test)
{
	static const unsigned long kinds[] = {
		FTRACE_OPS_FL_LEAN, 0, FTRACE_OPS_FL_SAVE_REGS,
		FTRACE_OPS_FL_LEAN | FTRACE_OPS_FL_RCU,
	};
	struct counter *c = kunit_kcalloc(test, MANY_OPS, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	for (unsigned int k = 0; k < ARRAY_SIZE(kinds); k++) {
		bool guarded = kinds[k] & FTRACE_OPS_FL_RCU;

		for (unsigned int n = 0; n < MANY_OPS; n++) {
			struct ftrace_ops *ops = &c[n].ops;

			ops->func = count;
			ops->flags = kinds[k];
			KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(ops, target_ip[7], 0, 1), 0);
			KUNIT_ASSERT_EQ(test, hook_add(ops), 0);
			check_trampoline(test, target_ip[7], n + 1,
					 guarded ? hook_call_guarded : count);
		}
		for (unsigned int n = 0; n < MANY_OPS; n++)
			KUNIT_EXPECT_EQ(test, hook_remove(&c[n].ops), 0);
		hook_sync();
		for (unsigned int n = 0; n < MANY_OPS; n++)
			ftrace_free_filter(&c[n].ops);
	}
	if (cpu_wants_rethunk())
		kunit_info(test, "returns through %ps, calls %s", x86_return_thunk,
			   cpu_feature_enabled(X86_FEATURE_CALL_DEPTH) ? "counted" : "not counted");
	/* Where a function can be called indirectly stands an ENDBR, and its site behind. */
	for (unsigned int t = 0; t < NR_TARGETS && IS_ENABLED(CONFIG_X86_KERNEL_IBT); t++) {
		KUNIT_EXPECT_TRUE(test, is_endbr(*(u32 *)trace_targets[t]));
		KUNIT_EXPECT_EQ(test, target_ip[t], (unsigned long)trace_targets[t] + 4);
	}
}

/* ---- direct calls ---- */

static unsigned long direct_hits[2];

void hook_test_direct_0(void);
void hook_test_direct_1(void);

/* They change no register but the flags. */
#define DIRECT(n)							\
	asm(".pushsection .text, \"ax\", @progbits\n"			\
	    ".type hook_test_direct_" #n ", @function\n"		\
	    "hook_test_direct_" #n ":\n"				\
	    ASM_ENDBR							\
	    CALL_DEPTH_ACCOUNT						\
	    "	incq direct_hits+8*" #n "(%rip)\n"			\
	    ASM_RET							\
	    ".size hook_test_direct_" #n ", . - hook_test_direct_" #n "\n" \
	    ".popsection\n")
DIRECT(0);
DIRECT(1);

static void direct_calls(struct kunit *test)
{
	struct counter *c = kunit_kcalloc(test, 3, sizeof(*c), GFP_KERNEL);
	unsigned long addr[2] = { (unsigned long)hook_test_direct_0,
				  (unsigned long)hook_test_direct_1 };
	struct ftrace_ops *direct, *other;
	u32 want[1] = { 0 };

	KUNIT_ASSERT_NOT_NULL(test, c);
	direct = &c[1].ops;
	other = &c[2].ops;
	c[0].ops.func = count;
	direct_hits[0] = 0;
	direct_hits[1] = 0;
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(direct, addr[0]), -EINVAL);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(direct, target_ip[4], 0, 0), 0);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(direct, target_ip[5], 0, 0), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_direct(direct, addr[0]), 0);
	KUNIT_EXPECT_EQ(test, ftrace_find_rec_direct(target_ip[5]), addr[0]);
	KUNIT_EXPECT_EQ(test, ftrace_find_rec_direct(target_ip[6]), 0);
	/* Alone: targets 4 and 5 are called five and six times. */
	call_and_compare(test, c, 1, want);
	KUNIT_EXPECT_EQ(test, direct_hits[0], 11);

	/* A second one may not join. */
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(other, target_ip[5], 0, 0), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(other, addr[1]), -EBUSY);

	/* With another ops both are called. */
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&c[0].ops, target_ip[5], 0, 0), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_function(&c[0].ops), 0);
	want[0] = BIT(5);
	call_and_compare(test, c, 1, want);
	KUNIT_EXPECT_EQ(test, direct_hits[0], 22);
	mutex_lock(&hook_lock);
	check_all_trampolines(test);
	mutex_unlock(&hook_lock);

	KUNIT_EXPECT_EQ(test, modify_ftrace_direct(direct, addr[1]), 0);
	call_and_compare(test, c, 1, want);
	KUNIT_EXPECT_EQ(test, direct_hits[0], 22);
	KUNIT_EXPECT_EQ(test, direct_hits[1], 11);

	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(direct, addr[0], false), -EINVAL);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(direct, addr[1], true), 0);
	call_and_compare(test, c, 1, want);
	KUNIT_EXPECT_EQ(test, direct_hits[1], 11);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(&c[0].ops), 0);
	ftrace_free_filter(&c[0].ops);
	ftrace_free_filter(other);
}

/* ---- all functions ---- */

static atomic_long_t all_hits;

static void count_all(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		      struct ftrace_regs *fregs)
{
	atomic_long_inc(&all_hits);
}

static void all_functions(struct kunit *test)
{
	static struct ftrace_ops ops = { .func = count_all, .flags = FTRACE_OPS_FL_LEAN };
	struct hook_counts counts;
	u64 start, on, off;

	for (int i = 0; i < 20; i++) {
		start = ktime_get_ns();
		KUNIT_ASSERT_EQ(test, register_ftrace_function(&ops), 0);
		on = ktime_get_ns() - start;
		KUNIT_EXPECT_EQ(test, call_target(3, 1), target_result(3, 1, 2, 3, 4, 5, 6));
		start = ktime_get_ns();
		KUNIT_ASSERT_EQ(test, unregister_ftrace_function(&ops), 0);
		off = ktime_get_ns() - start;
	}
	KUNIT_EXPECT_GT(test, atomic_long_read(&all_hits), 20);
	hook_counts(&counts);
	kunit_info(test, "%u functions: on in %llu ns, off in %llu ns", counts.sites, on, off);
}

static int targets_init(struct kunit *test)
{
	for (int i = 0; i < NR_TARGETS; i++) {
		target_ip[i] = ftrace_location((unsigned long)trace_targets[i]);
		KUNIT_ASSERT_NE(test, target_ip[i], 0);
	}
	return 0;
}

static struct kunit_case hook_cases[] = {
	KUNIT_CASE(set_random),
	KUNIT_CASE(table_sorted),
	KUNIT_CASE(table_reserved),
	KUNIT_CASE(names_listed),
	KUNIT_CASE(names_matched),
	KUNIT_CASE(filter_edits),
	KUNIT_CASE(ops_rules),
	KUNIT_CASE(ops_redirect),
	KUNIT_CASE(ops_replace),
	KUNIT_CASE(trampolines_text),
	KUNIT_CASE(direct_calls),
	KUNIT_CASE(ops_random),
	KUNIT_CASE(all_functions),
	{}
};

static struct kunit_suite hook_suite = {
	.name		= "hook",
	.init		= targets_init,
	.test_cases	= hook_cases,
};
kunit_test_suite(hook_suite);

MODULE_LICENSE("GPL");
