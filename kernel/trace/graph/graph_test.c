// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of return hooks: every call of known functions has its return, in the
 * right order and with the right value, whoever hooks it, comes or goes meanwhile.
 */
#include <kunit/test.h>
#include <linux/fprobe.h>
#include <linux/irq_work.h>
#include <linux/kprobes.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/stacktrace.h>

#include "../hook/hook.h"
#include "../test/targets.h"
#include "shadow.h"

#define USERS	20

/* One user and what it has seen */
struct seen {
	struct fgraph_ops	gops;
	struct kunit		*test;
	struct task_struct	*task;
	bool			veto;
	int			words;		/* of data to reserve */
	unsigned int		entries;
	unsigned int		returns;
	int			deepest;
	unsigned long		retval;
	unsigned int		wrong;
};

static int seen_entry(struct ftrace_graph_ent *ent, struct fgraph_ops *gops)
{
	struct seen *s = container_of(gops, struct seen, gops);
	unsigned long *data;

	if (current != s->task)
		return 0;
	s->entries++;
	s->deepest = max(s->deepest, ent->depth);
	if (s->veto)
		return 0;
	if (s->words) {
		data = fgraph_reserve_data(gops->idx, s->words * sizeof(long));
		if (!data) {
			s->wrong++;
			return 0;
		}
		for (int i = 0; i < s->words; i++)
			data[i] = ent->func ^ (unsigned long)s ^ i ^ ent->depth << 8;
	}
	return 1;
}

static void seen_return(struct ftrace_graph_ret *ret, struct fgraph_ops *gops)
{
	struct seen *s = container_of(gops, struct seen, gops);
	unsigned long *data;
	int size = 0;

	s->returns++;
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
	s->retval = ret->retval;
#endif
	if (ret->rettime < ret->calltime)
		s->wrong++;
	data = fgraph_retrieve_data(gops->idx, &size);
	if (size != s->words * sizeof(long) || !data != !s->words)
		s->wrong++;
	for (int i = 0; data && i < s->words; i++)
		if (data[i] != (ret->func ^ (unsigned long)s ^ i ^ ret->depth << 8))
			s->wrong++;
}

static unsigned long nest_ip(void)
{
	return ftrace_location((unsigned long)trace_nested_target);
}

static void seen_start(struct kunit *test, struct seen *s, unsigned long ip)
{
	s->test = test;
	s->task = current;
	s->gops.entryfunc = seen_entry;
	s->gops.retfunc = seen_return;
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&s->gops.ops, ip, 0, 1), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&s->gops), 0);
}

static void seen_stop(struct seen *s)
{
	unregister_ftrace_graph(&s->gops);
	ftrace_free_filter(&s->gops.ops);
}

static unsigned long missed_so_far(void)
{
	unsigned long n = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		for (int why = 0; why < NR_MISSED; why++)
			n += per_cpu(shadow_missed[why], cpu);
	return n;
}

static struct seen *seen_new(struct kunit *test)
{
	struct seen *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	return s;
}

/* ---- counting ---- */

static void nested_calls(struct kunit *test)
{
	struct seen *s = seen_new(test);

	seen_start(test, s, nest_ip());
	for (int i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, trace_nested_target(i % 10, NULL, NULL), i % 10);
	seen_stop(s);
	KUNIT_EXPECT_EQ(test, s->entries, 550);
	KUNIT_EXPECT_EQ(test, s->returns, 550);
	KUNIT_EXPECT_EQ(test, s->deepest, 9);
	KUNIT_EXPECT_EQ(test, s->wrong, 0);
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
	KUNIT_EXPECT_EQ(test, s->retval, 9);
#endif
	/* And none after that */
	trace_nested_target(3, NULL, NULL);
	KUNIT_EXPECT_EQ(test, s->entries, 550);
}

static void arguments_and_result(struct kunit *test)
{
	struct seen *s[NR_TARGETS];

	for (int i = 0; i < NR_TARGETS; i++) {
		s[i] = seen_new(test);
		s[i]->words = i;
		seen_start(test, s[i], ftrace_location((unsigned long)trace_targets[i]));
	}
	for (long n = 0; n < 50; n++)
		for (int i = 0; i < NR_TARGETS; i++)
			KUNIT_EXPECT_EQ(test, trace_targets[i](n, 2, 3, 4, 5, 6),
					target_result(i, n, 2, 3, 4, 5, 6));
	for (int i = 0; i < NR_TARGETS; i++) {
		seen_stop(s[i]);
		KUNIT_EXPECT_EQ(test, s[i]->returns, 50);
		KUNIT_EXPECT_EQ(test, s[i]->wrong, 0);
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
		KUNIT_EXPECT_EQ(test, s[i]->retval, target_result(i, 49, 2, 3, 4, 5, 6));
#endif
	}
}

static void many_users(struct kunit *test)
{
	struct seen *s[USERS];

	for (int i = 0; i < USERS; i++) {
		s[i] = seen_new(test);
		s[i]->words = i % 5;
		s[i]->veto = i % 7 == 3;
		seen_start(test, s[i], nest_ip());
	}
	for (int i = 0; i < 10; i++)
		KUNIT_EXPECT_EQ(test, trace_nested_target(1, NULL, NULL), 1);
	for (int i = 0; i < USERS; i++) {
		seen_stop(s[i]);
		KUNIT_EXPECT_EQ(test, s[i]->entries, 20);
		KUNIT_EXPECT_EQ(test, s[i]->returns, s[i]->veto ? 0 : 20);
		KUNIT_EXPECT_EQ(test, s[i]->wrong, 0);
	}
}

/* ---- users that go ---- */

static void stop_inside(void *arg)
{
	seen_stop(arg);
}

static void gone_before_return(struct kunit *test)
{
	struct seen *s = seen_new(test), *other = seen_new(test);

	for (int order = 0; order < 2; order++) {
		memset(s, 0, sizeof(*s));
		memset(other, 0, sizeof(*other));
		seen_start(test, order ? other : s, nest_ip());
		seen_start(test, order ? s : other, nest_ip());
		KUNIT_EXPECT_EQ(test, trace_nested_target(4, stop_inside, s), 4);
		seen_stop(other);
		KUNIT_EXPECT_EQ(test, s->entries, 5);
		KUNIT_EXPECT_EQ(test, s->returns, 0);
		KUNIT_EXPECT_EQ(test, other->returns, 5);
	}
}

static void start_inside(void *arg)
{
	struct seen *s = arg;

	seen_start(s->test, s, nest_ip());
}

static void came_before_return(struct kunit *test)
{
	struct seen *s = seen_new(test), *other = seen_new(test);

	s->test = test;
	seen_start(test, other, nest_ip());
	KUNIT_EXPECT_EQ(test, trace_nested_target(4, start_inside, s), 4);
	KUNIT_EXPECT_EQ(test, s->returns, 0);
	KUNIT_EXPECT_EQ(test, other->returns, 5);
	KUNIT_EXPECT_EQ(test, trace_nested_target(1, NULL, NULL), 1);
	seen_stop(s);
	seen_stop(other);
	KUNIT_EXPECT_EQ(test, s->returns, 2);
	KUNIT_EXPECT_EQ(test, other->returns, 7);
}

/* ---- a full stack ---- */

static void too_deep(struct kunit *test)
{
	struct seen *s = seen_new(test);
	unsigned long before = missed_so_far();

	seen_start(test, s, nest_ip());
	KUNIT_EXPECT_EQ(test, trace_nested_target(120, NULL, NULL), 120);
	KUNIT_EXPECT_EQ(test, s->entries, s->returns);
	KUNIT_EXPECT_GE(test, s->entries, 50);
	KUNIT_EXPECT_GE(test, missed_so_far() - before, 121 - s->entries);
	KUNIT_EXPECT_EQ(test, trace_nested_target(0, NULL, NULL), 0);
	seen_stop(s);
	KUNIT_EXPECT_EQ(test, s->entries, s->returns);
}

/* ---- unwinding ---- */

#define STACK	64

struct stack {
	unsigned long	caller[STACK];
	unsigned int	nr;
	unsigned int	hooked;
	int		reliable;
};

static void take_stack(void *arg)
{
	struct stack *st = arg;

	st->nr = stack_trace_save(st->caller, STACK, 0);
	st->hooked = 0;
	for (unsigned int i = 0; i < st->nr; i++)
		st->hooked += ret_is_hooked(st->caller[i]);
}

/* From one place, so that the stacks can be compared */
static noinline long nest(unsigned int depth, struct stack *st)
{
	long n = trace_nested_target(depth, take_stack, st);

	barrier();
	return n;
}

static void hook_nothing(struct kunit *test, void *data)
{
}

static noinline void nest_both(struct kunit *test, struct stack *bare, struct stack *hooked,
			       void (*hook)(struct kunit *test, void *data), void *data)
{
	void (*before[])(struct kunit *test, void *data) = { hook_nothing, hook };
	struct stack *st[] = { bare, hooked };

	for (int pass = 0; pass < 2; pass++) {
		/* Neither unrolled nor with a branch: there is one call of nest(). */
		OPTIMIZER_HIDE_VAR(pass);
		before[pass](test, data);
		KUNIT_EXPECT_EQ(test, nest(9, st[pass]), 9);
	}
}

static void expect_same(struct kunit *test, struct stack *bare, struct stack *hooked)
{
	KUNIT_EXPECT_GE(test, bare->nr, 12);
	KUNIT_EXPECT_EQ(test, bare->nr, hooked->nr);
	KUNIT_EXPECT_EQ(test, hooked->hooked, 0);
	KUNIT_EXPECT_MEMEQ(test, bare->caller, hooked->caller, bare->nr * sizeof(long));
}

static void hook_three(struct kunit *test, void *data)
{
	struct seen **s = data;

	for (int i = 0; i < 3; i++)
		seen_start(test, s[i], nest_ip());
}

static void true_callers(struct kunit *test)
{
	struct stack *bare = kunit_kzalloc(test, sizeof(*bare), GFP_KERNEL);
	struct stack *hooked = kunit_kzalloc(test, sizeof(*hooked), GFP_KERNEL);
	struct seen *s[3];

	KUNIT_ASSERT_NOT_NULL(test, bare);
	KUNIT_ASSERT_NOT_NULL(test, hooked);
	for (int i = 0; i < ARRAY_SIZE(s); i++)
		s[i] = seen_new(test);
	nest_both(test, bare, hooked, hook_three, s);
	for (int i = 0; i < ARRAY_SIZE(s); i++)
		seen_stop(s[i]);
	KUNIT_EXPECT_EQ(test, s[0]->returns, 10);
	expect_same(test, bare, hooked);
}

struct from_irq {
	struct irq_work		work;
	struct stack		stack;
	unsigned int		calls;
};

static void irq_calls(struct irq_work *work)
{
	struct from_irq *irq = container_of(work, struct from_irq, work);

	irq->calls += trace_nested_target(2, take_stack, &irq->stack) == 2;
}

static void raise_inside(void *arg)
{
	struct from_irq *irq = arg;

	irq_work_queue(&irq->work);
	irq_work_sync(&irq->work);
}

static void interrupted(struct kunit *test)
{
	struct from_irq *irq = kunit_kzalloc(test, sizeof(*irq), GFP_KERNEL);
	struct seen *s = seen_new(test);

	KUNIT_ASSERT_NOT_NULL(test, irq);
	irq->work = IRQ_WORK_INIT_HARD(irq_calls);
	seen_start(test, s, nest_ip());
	for (int i = 0; i < 20; i++)
		KUNIT_EXPECT_EQ(test, trace_nested_target(3, raise_inside, irq), 3);
	seen_stop(s);
	KUNIT_EXPECT_EQ(test, irq->calls, 20);
	KUNIT_EXPECT_EQ(test, irq->stack.hooked, 0);
	KUNIT_EXPECT_EQ(test, s->returns, s->entries);
	KUNIT_EXPECT_EQ(test, s->wrong, 0);
}

/* ---- frames that were left behind ---- */

/*
 * A frame whose slot is deeper on the stack than any call to come: what a function
 * leaves that never returns.
 */
static void abandoned(struct kunit *test)
{
	struct seen *s = seen_new(test);
	/* Words of the stack that no call here gets to */
	unsigned long *deep = (unsigned long *)task_stack_page(current) + 32;
	struct shadow_frame *f;
	u32 from = 0;

	seen_start(test, s, nest_ip());
	trace_nested_target(0, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, shadow_of(current));
	for (int i = 0; i < 10; i++) {
		f = shadow_push(s->gops.ops.private, deep - i, 0, 2);
		KUNIT_ASSERT_NOT_NULL(test, f);
		f->ret = 0x1234 + i;
	}
	f = shadow_find(current, deep - 5, &from);
	KUNIT_EXPECT_TRUE(test, f && f->ret == 0x1239);
	/* The return finds its own frame below them. */
	KUNIT_EXPECT_EQ(test, trace_nested_target(80, NULL, NULL), 80);
	KUNIT_EXPECT_EQ(test, s->entries, s->returns);
	seen_stop(s);
	KUNIT_EXPECT_TRUE(test, shadow_reap(shadow_of(current), (unsigned long *)&from,
					    SHADOW_WORDS));
	KUNIT_EXPECT_EQ(test, shadow_of(current)->top, 0);
}

/* ---- fprobe and kretprobe with all that ---- */

static unsigned int fprobe_entries, fprobe_exits, fprobe_wrong, kret_returns;

static int fprobe_entry(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			struct pt_regs *regs, void *data)
{
	fprobe_entries++;
	*(unsigned long *)data = regs_get_kernel_argument(regs, 0);
	fprobe_wrong += ret_is_hooked(ret_ip);
	/* Even calls only */
	return regs_get_kernel_argument(regs, 0) & 1;
}

static void fprobe_exit(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			struct pt_regs *regs, void *data)
{
	fprobe_exits++;
	fprobe_wrong += ret_is_hooked(ret_ip) || *(unsigned long *)data & 1 ||
			*(unsigned long *)data != regs_return_value(regs);
}

static int kret_handler(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	kret_returns++;
	if (ret_is_hooked(get_kretprobe_retaddr(ri)))
		fprobe_wrong++;
	return 0;
}
NOKPROBE_SYMBOL(kret_handler);

/* What hooks the calls of trace_nested_target() */
struct kinds {
	struct seen		*s;
	struct fprobe		*fp;
	struct kretprobe	*rp;
};

static void hook_kinds(struct kunit *test, void *data)
{
	struct kinds *k = data;
	unsigned long ip = nest_ip();

	KUNIT_ASSERT_EQ(test, register_fprobe_ips(k->fp, &ip, 1), 0);
	seen_start(test, k->s, ip);
	KUNIT_ASSERT_EQ(test, register_kretprobe(k->rp), 0);
}

static void all_kinds(struct kunit *test)
{
	struct stack *bare = kunit_kzalloc(test, sizeof(*bare), GFP_KERNEL);
	struct stack *hooked = kunit_kzalloc(test, sizeof(*hooked), GFP_KERNEL);
	struct fprobe *fp = kunit_kzalloc(test, sizeof(*fp), GFP_KERNEL);
	struct kretprobe *rp = kunit_kzalloc(test, sizeof(*rp), GFP_KERNEL);
	struct seen *s = seen_new(test);
	struct kinds kinds = { s, fp, rp };

	KUNIT_ASSERT_TRUE(test, bare && hooked && fp && rp);
	fprobe_entries = 0;
	fprobe_exits = 0;
	fprobe_wrong = 0;
	kret_returns = 0;

	fp->entry_handler = fprobe_entry;
	fp->exit_handler = fprobe_exit;
	fp->entry_data_size = sizeof(long);
	rp->kp.symbol_name = "trace_nested_target";
	rp->handler = kret_handler;
	rp->maxactive = 1;
	nest_both(test, bare, hooked, hook_kinds, &kinds);
	unregister_kretprobe(rp);
	seen_stop(s);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(fp), 0);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(fp), -EINVAL);

	KUNIT_EXPECT_EQ(test, fprobe_entries, 10);
	KUNIT_EXPECT_EQ(test, fprobe_exits, 5);
	KUNIT_EXPECT_EQ(test, fprobe_wrong, 0);
	KUNIT_EXPECT_EQ(test, fp->nmissed, 0);
	/* One at a time is all that was asked for, and no limit. */
	KUNIT_EXPECT_EQ(test, kret_returns, 10);
	KUNIT_EXPECT_EQ(test, rp->nmissed, 0);
	KUNIT_EXPECT_EQ(test, s->returns, 10);
	expect_same(test, bare, hooked);
}

static void fprobe_refused(struct kunit *test)
{
	struct fprobe *fp = kunit_kzalloc(test, sizeof(*fp), GFP_KERNEL);
	static const char *const names[] = { "trace_target_1", "no_such_function_at_all" };
	static const char *const good[] = { "trace_target_2", "trace_target_1" };

	KUNIT_ASSERT_NOT_NULL(test, fp);
	KUNIT_EXPECT_EQ(test, register_fprobe(fp, "trace_target_1", NULL), -EINVAL);
	fp->exit_handler = fprobe_exit;
	fp->entry_data_size = 1 << 20;
	KUNIT_EXPECT_EQ(test, register_fprobe(fp, "trace_target_1", NULL), -E2BIG);
	fp->entry_data_size = 0;
	KUNIT_EXPECT_NE(test, register_fprobe(fp, "no_such_function_at_all", NULL), 0);
	KUNIT_EXPECT_EQ(test, register_fprobe_syms(fp, (const char **)names, 2), -ENOENT);
	KUNIT_EXPECT_FALSE(test, fprobe_is_registered(fp));
	KUNIT_EXPECT_EQ(test, register_fprobe_syms(fp, (const char **)good, 2), 0);
	KUNIT_EXPECT_EQ(test, register_fprobe_syms(fp, (const char **)good, 2), -EBUSY);
	KUNIT_EXPECT_TRUE(test, fprobe_is_registered(fp));
	KUNIT_EXPECT_EQ(test, unregister_fprobe(fp), 0);
	KUNIT_EXPECT_EQ(test, register_fprobe(fp, "trace_target_*", "trace_target_1*"), 0);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(fp), 0);
}

static struct kunit_case graph_cases[] = {
	KUNIT_CASE(nested_calls),
	KUNIT_CASE(arguments_and_result),
	KUNIT_CASE(many_users),
	KUNIT_CASE(gone_before_return),
	KUNIT_CASE(came_before_return),
	KUNIT_CASE(too_deep),
	KUNIT_CASE(true_callers),
	KUNIT_CASE(interrupted),
	KUNIT_CASE(abandoned),
	KUNIT_CASE(all_kinds),
	KUNIT_CASE(fprobe_refused),
	{ }
};

static struct kunit_suite graph_suite = {
	.name		= "graph",
	.test_cases	= graph_cases,
};
kunit_test_suite(graph_suite);
