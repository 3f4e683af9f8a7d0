// SPDX-License-Identifier: GPL-2.0
/*
 * Kprobes on the first instruction of a function that can be hooked: the hook
 * calls them, instead of an int3.
 */
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/ptrace.h>

/* Handlers see what an int3 would have shown them. */
static void run_handlers(struct kprobe *p, struct pt_regs *regs, unsigned long ip)
{
	const unsigned long behind = instruction_pointer(regs);

	instruction_pointer_set(regs, ip + INT3_INSN_SIZE);
	if (p->pre_handler && p->pre_handler(p, regs))
		return;		/* it has said where to go on */

	if (p->post_handler) {
		get_kprobe_ctlblk()->kprobe_status = KPROBE_HIT_SSDONE;
		instruction_pointer_set(regs, ip + MCOUNT_INSN_SIZE);
		p->post_handler(p, regs, 0);
	}
	instruction_pointer_set(regs, behind);
}
NOKPROBE_SYMBOL(run_handlers);

static void function_hit(struct pt_regs *regs, unsigned long ip)
{
	struct kprobe *p = get_kprobe((void *)ip);

	if (!p || kprobe_disabled(p))
		return;
	if (kprobe_running()) {
		/* Called from a handler of another probe */
		kprobes_inc_nmissed_count(p);
		return;
	}
	__this_cpu_write(current_kprobe, p);
	get_kprobe_ctlblk()->kprobe_status = KPROBE_HIT_ACTIVE;
	run_handlers(p, regs, ip);
	__this_cpu_write(current_kprobe, NULL);
}
NOKPROBE_SYMBOL(function_hit);

/* The callback of the ops that all such probes share; it asks for all registers. */
void kprobe_ftrace_handler(unsigned long ip, unsigned long parent_ip,
			   struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	int guard;

	if (unlikely(READ_ONCE(kprobe_ftrace_disabled)))
		return;
	guard = ftrace_test_recursion_trylock(ip, parent_ip);
	if (guard >= 0) {
		function_hit(ftrace_get_regs(fregs), ip);
		ftrace_test_recursion_unlock(guard);
	}
}
NOKPROBE_SYMBOL(kprobe_ftrace_handler);

/* There is no instruction to step over. */
int arch_prepare_kprobe_ftrace(struct kprobe *p)
{
	memset(&p->ainsn, 0, sizeof(p->ainsn));
	return 0;
}
