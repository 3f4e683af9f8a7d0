// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of hooks in text of their own: two functions that do nothing, which can go
 * as a module's do, and whose bytes somebody else may change.
 */
#include <kunit/test.h>
#include <linux/execmem.h>
#include <linux/memory.h>
#include <linux/set_memory.h>
#include <linux/slab.h>

#include <asm/ibt.h>
#include <asm/nops.h>
#include <asm/nospec-branch.h>
#include <asm/text-patching.h>

#include "internal.h"

/* ---- the text ---- */

#define NR_PASSING	2
#define PASSING_BYTES	32

struct passing {
	void			*text;
	unsigned long		ip[NR_PASSING];
	struct hook_region	*region;
};

static noinline void passing_call(const struct passing *p, unsigned int i)
{
	((void (*)(void))(p->text + i * PASSING_BYTES))();
	barrier();	/* no tail call: it is to be the parent */
}

static void passing_write(struct passing *p, unsigned int i)
{
	static const u8 nop[] = { BYTES_NOP5 };
	u8 *at = p->text + i * PASSING_BYTES;

	if (IS_ENABLED(CONFIG_X86_KERNEL_IBT)) {
		*(u32 *)at = gen_endbr();
		at += sizeof(u32);
	}
	p->ip[i] = (unsigned long)at;
	memcpy(at, nop, sizeof(nop));
	at += sizeof(nop);
	if (cpu_wants_rethunk())
		__text_gen_insn(at, JMP32_INSN_OPCODE, at, x86_return_thunk, JMP32_INSN_SIZE);
	else
		*at = RET_INSN_OPCODE;
}

static void passing_add(struct kunit *test, struct passing *p)
{
	int err;

	p->text = execmem_alloc(EXECMEM_FTRACE, PAGE_SIZE);
	KUNIT_ASSERT_NOT_NULL(test, p->text);
	memset(p->text, INT3_INSN_OPCODE, PAGE_SIZE);
	for (unsigned int i = 0; i < NR_PASSING; i++)
		passing_write(p, i);
	KUNIT_ASSERT_EQ(test, set_memory_rox((unsigned long)p->text, 1), 0);
	mutex_lock(&hook_lock);
	p->region = region_add(NULL, false, true, p->ip, NR_PASSING);
	err = PTR_ERR_OR_ZERO(p->region);
	mutex_unlock(&hook_lock);
	KUNIT_ASSERT_EQ(test, err, 0);
}

static void passing_remove(struct passing *p)
{
	mutex_lock(&hook_lock);
	region_remove(p->region);
	mutex_unlock(&hook_lock);
	execmem_free(p->text);
}

/* ---- counting ---- */

struct tally {
	struct ftrace_ops	ops;
	unsigned int		hits;
	unsigned int		strange;
};

static void tally(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		  struct ftrace_regs *fregs)
{
	struct tally *t = container_of(op, struct tally, ops);
	unsigned long *parent;

	if (op->flags & FTRACE_OPS_FL_LEAN)
		parent = hook_parent_slot(fregs);
	else
		parent = (unsigned long *)ftrace_regs_get_stack_pointer(fregs);
	t->hits++;
	t->strange += *parent != parent_ip || parent_ip - (unsigned long)passing_call > 256;
}

/* Another callback at the same address */
static void tally_tenfold(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			  struct ftrace_regs *fregs)
{
	container_of(op, struct tally, ops)->hits += 10;
}

static void expect_hits(struct kunit *test, struct tally *t, unsigned int want)
{
	KUNIT_EXPECT_EQ(test, t->hits, want);
	KUNIT_EXPECT_EQ(test, t->strange, 0);
	t->hits = 0;
	t->strange = 0;
}

/* @nr of them, for both functions */
static struct tally *tally_alloc(struct kunit *test, unsigned int nr, const struct passing *p)
{
	struct tally *t = kunit_kcalloc(test, nr, sizeof(*t), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, t);
	for (unsigned int i = 0; i < nr; i++) {
		t[i].ops.func = tally;
		KUNIT_ASSERT_EQ(test, ftrace_set_filter_ips(&t[i].ops, (unsigned long *)p->ip,
							    NR_PASSING, 0, 0), 0);
	}
	return t;
}

static void tally_done(struct tally *t, unsigned int nr)
{
	hook_sync();
	for (unsigned int i = 0; i < nr; i++)
		ftrace_free_filter(&t[i].ops);
}

/* ---- what goes ---- */

/* The functions of an ops go, then the ops; another one comes to the same address. */
static void text_goes_first(struct kunit *test)
{
	unsigned int classes = hook_nr_classes;
	struct passing p;
	struct tally *t;

	passing_add(test, &p);
	t = tally_alloc(test, 1, &p);
	t->ops.flags = FTRACE_OPS_FL_LEAN;
	KUNIT_ASSERT_EQ(test, hook_add(&t->ops), 0);
	passing_call(&p, 0);
	expect_hits(test, t, 1);
	passing_remove(&p);
	KUNIT_EXPECT_EQ(test, hook_nr_classes, classes);
	KUNIT_EXPECT_EQ(test, hook_remove(&t->ops), 0);
	tally_done(t, 1);

	passing_add(test, &p);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&t->ops, p.ip[0], 0, 0), 0);
	t->ops.flags = 0;
	t->ops.func = tally_tenfold;
	KUNIT_ASSERT_EQ(test, hook_add(&t->ops), 0);
	passing_call(&p, 0);
	expect_hits(test, t, 10);
	KUNIT_EXPECT_EQ(test, hook_remove(&t->ops), 0);
	tally_done(t, 1);
	passing_remove(&p);
}

static void poke(unsigned long ip, const void *bytes)
{
	mutex_lock(&text_mutex);
	text_poke((void *)ip, bytes, MCOUNT_INSN_SIZE);
	mutex_unlock(&text_mutex);
	text_poke_sync();
}

/* Somebody else changes a site, and puts it back when the ops is gone: nobody is called. */
static void removal_of_changed(struct kunit *test)
{
	static const u8 strange[] = { 0x0f, 0x1f, 0x44, 0x00, 0x01 };	/* a NOP as well */
	unsigned int classes = hook_nr_classes;
	u8 call[MCOUNT_INSN_SIZE];
	struct passing p;
	struct tally *t;

	passing_add(test, &p);
	t = tally_alloc(test, 3, &p);
	t[0].ops.flags = FTRACE_OPS_FL_LEAN;
	KUNIT_ASSERT_EQ(test, hook_add(&t[0].ops), 0);
	KUNIT_ASSERT_EQ(test, hook_add(&t[1].ops), 0);
	memcpy(call, (void *)p.ip[0], sizeof(call));
	poke(p.ip[0], strange);

	/* To add one more is refused, and changes neither function. */
	KUNIT_EXPECT_EQ(test, hook_add(&t[2].ops), -EILSEQ);
	passing_call(&p, 0);
	passing_call(&p, 1);
	expect_hits(test, &t[0], 1);
	expect_hits(test, &t[1], 1);
	expect_hits(test, &t[2], 0);

	/* To remove one is done where it can be, and the others go on there. */
	KUNIT_EXPECT_EQ(test, hook_remove(&t[0].ops), 0);
	KUNIT_EXPECT_EQ(test, memcmp((void *)p.ip[0], strange, sizeof(strange)), 0);
	passing_call(&p, 1);
	expect_hits(test, &t[0], 0);
	expect_hits(test, &t[1], 1);

	/* The call that was there comes back. */
	poke(p.ip[0], call);
	passing_call(&p, 0);
	KUNIT_EXPECT_EQ(test, hook_remove(&t[1].ops), 0);
	passing_call(&p, 0);
	passing_call(&p, 1);
	for (unsigned int i = 0; i < 3; i++)
		expect_hits(test, &t[i], 0);
	tally_done(t, 3);
	passing_remove(&p);
	KUNIT_EXPECT_EQ(test, hook_nr_classes, classes);
}

/* What is dead lets go of what it calls, all the same. */
static void removal_when_dead(struct kunit *test)
{
	struct passing p;
	struct tally *t;

	passing_add(test, &p);
	t = tally_alloc(test, 2, &p);
	KUNIT_ASSERT_EQ(test, hook_add(&t[0].ops), 0);
	hook_dead = true;
	KUNIT_EXPECT_EQ(test, hook_add(&t[1].ops), -ENODEV);
	passing_call(&p, 0);
	expect_hits(test, &t[0], 1);
	KUNIT_EXPECT_EQ(test, hook_remove(&t[0].ops), 0);
	hook_dead = false;
	passing_call(&p, 0);
	expect_hits(test, &t[0], 0);
	expect_hits(test, &t[1], 0);
	tally_done(t, 2);
	passing_remove(&p);
}

/* ---- many on one function ---- */

static unsigned long hook_text_direct_hits __used;
void hook_text_direct(void);

/* It changes no register but the flags. */
asm(".pushsection .text, \"ax\", @progbits\n"
	".type hook_text_direct, @function\n"
	"hook_text_direct:\n"
	ASM_ENDBR
	CALL_DEPTH_ACCOUNT
	"	incq hook_text_direct_hits(%rip)\n"
	ASM_RET
	".size hook_text_direct, . - hook_text_direct\n"
	".popsection\n");

/* @n ops, of which number @at calls directly */
static void direct_among(struct kunit *test, const struct passing *p, struct tally *t,
			 unsigned int n, unsigned int at, bool lean)
{
	static const unsigned long kinds[] = { 0, FTRACE_OPS_FL_LEAN, FTRACE_OPS_FL_RCU };
	unsigned long addr = (unsigned long)hook_text_direct;
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct ftrace_ops *ops = &t[i].ops;

		ops->flags = lean ? FTRACE_OPS_FL_LEAN : kinds[i % ARRAY_SIZE(kinds)];
		ops->func = i == at ? NULL : tally;
		if (i == at)
			KUNIT_ASSERT_EQ(test, register_ftrace_direct(ops, addr), 0);
		else
			KUNIT_ASSERT_EQ(test, hook_add(ops), 0);
	}
	hook_text_direct_hits = 0;
	for (int round = 0; round < 2; round++) {
		passing_call(p, 0);
		for (i = 0; i < n; i++)
			expect_hits(test, &t[i], i != at);
		KUNIT_EXPECT_EQ_MSG(test, hook_text_direct_hits, 1, "number %u of %u", at, n);
		if (!round)
			KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&t[at].ops, addr, false), 0);
	}
	for (i = 0; i < n; i++)
		if (i != at)
			KUNIT_EXPECT_EQ(test, hook_remove(&t[i].ops), 0);
	passing_call(p, 0);
	for (i = 0; i < n; i++)
		expect_hits(test, &t[i], 0);
}

#define MANY	(HOOK_TRAMP_SLOTS + 4)

/* However many ops there are, and wherever among them is a direct call: each is called once. */
static void direct_among_many(struct kunit *test)
{
	struct passing p;
	struct tally *t;

	passing_add(test, &p);
	t = tally_alloc(test, MANY, &p);
	for (unsigned int n = HOOK_TRAMP_SLOTS - 1; n <= MANY; n++)
		for (unsigned int at = 0; at < n; at++)
			for (int lean = 0; lean < 2; lean++)
				direct_among(test, &p, t, n, at, lean);
	tally_done(t, MANY);
	passing_remove(&p);
}

static struct kunit_case text_cases[] = {
	KUNIT_CASE(text_goes_first),
	KUNIT_CASE(removal_of_changed),
	KUNIT_CASE(removal_when_dead),
	KUNIT_CASE(direct_among_many),
	{}
};

static struct kunit_suite text_suite = {
	.name		= "hook_text",
	.test_cases	= text_cases,
};
kunit_test_suite(text_suite);

MODULE_LICENSE("GPL");
