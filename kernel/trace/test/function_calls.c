// SPDX-License-Identifier: GPL-2.0
/*
 * Functions for tests to trace, and calls of them from where a test wants: by a
 * task, from an interrupt and from an NMI, on every CPU.  Writing
 *
 *	FUNCTION CONTEXT TIMES
 *
 * to the parameter "call" calls FUNCTION, one of calls_alpha, calls_beta and
 * calls_gamma, TIMES times: in CONTEXT "task" from the task that writes, in "irq"
 * and "nmi" from such a one on each CPU that is online.  When the write returns,
 * all the calls have been made.
 */
#include <linux/cleanup.h>
#include <linux/cpu.h>
#include <linux/module.h>
#include <linux/nmi.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/string.h>

#include <asm/apic.h>
#include <asm/nmi.h>

#define FUNCTIONS(X) X(alpha) X(beta) X(gamma)

#define X(name)					\
static noinline void calls_##name(void)		\
{						\
	barrier();				\
}
FUNCTIONS(X)
#undef X

static const struct {
	const char	*name;
	void		(*call)(void);
} functions[] = {
#define X(name) { "calls_" #name, calls_##name },
	FUNCTIONS(X)
#undef X
};

/* What is to be called, under lock; times for each CPU that has not done it yet */
static DEFINE_MUTEX(lock);
static void (*what)(void);
static DEFINE_PER_CPU(unsigned int, nmi_times);

static void call_times(unsigned int times)
{
	while (times--)
		what();
}

static void on_irq(void *times)
{
	call_times(*(unsigned int *)times);
}

static int on_nmi(unsigned int type, struct pt_regs *regs)
{
	unsigned int times = this_cpu_read(nmi_times);

	if (!times)
		return NMI_DONE;
	call_times(times);
	/* Pairs with the acquire in call_on_nmi(): the calls have been made. */
	smp_store_release(this_cpu_ptr(&nmi_times), 0);
	return NMI_HANDLED;
}

static void call_on_nmi(unsigned int times)
{
	int cpu;

	for_each_online_cpu(cpu) {
		*per_cpu_ptr(&nmi_times, cpu) = times;
		smp_mb(); /* the NMI's handler, on the other CPU, must find it */
		apic->send_IPI(cpu, NMI_VECTOR);
		/* Pairs with the release in on_nmi(). */
		while (smp_load_acquire(per_cpu_ptr(&nmi_times, cpu)))
			cpu_relax();
	}
}

static int call_set(const char *line, const struct kernel_param *param)
{
	char name[16], context[8];
	unsigned int times, i;
	int end = 0;

	if (sscanf(line, "%15s %7s %u%n", name, context, &times, &end) != 3 ||
	    *skip_spaces(line + end) || !times || times > 1000000)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(functions) && strcmp(functions[i].name, name); i++)
		;
	if (i == ARRAY_SIZE(functions))
		return -ENOENT;

	guard(mutex)(&lock);
	what = functions[i].call;
	if (!strcmp(context, "task")) {
		call_times(times);
	} else if (!strcmp(context, "irq")) {
		on_each_cpu(on_irq, &times, true);
	} else if (!strcmp(context, "nmi")) {
		guard(cpus_read_lock)();
		call_on_nmi(times);
	} else {
		return -EINVAL;
	}
	return 0;
}

static const struct kernel_param_ops call_ops = {
	.set = call_set,
};
module_param_cb(call, &call_ops, NULL, 0200);
MODULE_PARM_DESC(call, "calls: FUNCTION task|irq|nmi TIMES");

static int __init function_calls_init(void)
{
	return register_nmi_handler(NMI_LOCAL, on_nmi, 0, "function_calls");
}
module_init(function_calls_init);

static void __exit function_calls_exit(void)
{
	unregister_nmi_handler(NMI_LOCAL, "function_calls");
}
module_exit(function_calls_exit);

MODULE_DESCRIPTION("Functions to trace, called from tasks, interrupts and NMIs");
MODULE_LICENSE("GPL");
