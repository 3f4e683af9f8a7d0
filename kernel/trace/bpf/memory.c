// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers of BPF programs on events, for memory, tasks, and what called the
 * program. What each does for its program is said in include/uapi/linux/bpf.h.
 *
 * Memory is read and written without faulting anything in. What could not be read
 * is zeroed: the verifier takes it for initialised.
 */
#include <linux/bpf.h>
#include <linux/bpf_lsm.h>
#include <linux/btf_ids.h>
#include <linux/dcache.h>
#include <linux/filter.h>
#include <linux/kprobes.h>
#include <linux/init.h>
#include <linux/irq_work.h>
#include <linux/perf_event.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/uaccess.h>
#include <linux/uprobes.h>

#include <asm/tlbflush.h>

#include "bpf.h"

/* ---- reading ---- */

static __always_inline long cleared(void *dst, u32 size, long ret)
{
	if (unlikely(ret < 0))
		memset(dst, 0, size);
	return ret;
}

static __always_inline long read_user(void *dst, u32 size, const void *src)
{
	return cleared(dst, size, copy_from_user_nofault(dst, (const void __user *)src, size));
}

static __always_inline long read_user_str(void *dst, u32 size, const void *src)
{
	return cleared(dst, size, strncpy_from_user_nofault(dst, (const void __user *)src, size));
}

static __always_inline long read_kernel_str(void *dst, u32 size, const void *src)
{
	return cleared(dst, size, strncpy_from_kernel_nofault(dst, src, size));
}

/* All of them: to a buffer, so many bytes, from an address that may be anything */
#define READ_PROTO(helper) \
	GPL_HELPER(helper, (ARG_PTR_TO_UNINIT_MEM, ARG_CONST_SIZE_OR_ZERO, ARG_ANYTHING))

BPF_CALL_3(bpf_probe_read_user, void *, dst, u32, size, const void *, src)
{
	return read_user(dst, size, src);
}

READ_PROTO(bpf_probe_read_user);

BPF_CALL_3(bpf_probe_read_user_str, void *, dst, u32, size, const void *, src)
{
	return read_user_str(dst, size, src);
}

READ_PROTO(bpf_probe_read_user_str);

BPF_CALL_3(bpf_probe_read_kernel, void *, dst, u32, size, const void *, src)
{
	return bpf_probe_read_kernel_common(dst, size, src);
}

READ_PROTO(bpf_probe_read_kernel);

BPF_CALL_3(bpf_probe_read_kernel_str, void *, dst, u32, size, const void *, src)
{
	return read_kernel_str(dst, size, src);
}

READ_PROTO(bpf_probe_read_kernel_str);

#ifdef CONFIG_ARCH_HAS_NON_OVERLAPPING_ADDRESS_SPACE

/* Whose memory it is, the address tells. */
BPF_CALL_3(bpf_probe_read, void *, dst, u32, size, const void *, src)
{
	if ((unsigned long)src < TASK_SIZE)
		return read_user(dst, size, src);
	return bpf_probe_read_kernel_common(dst, size, src);
}

READ_PROTO(bpf_probe_read);

BPF_CALL_3(bpf_probe_read_str, void *, dst, u32, size, const void *, src)
{
	if ((unsigned long)src < TASK_SIZE)
		return read_user_str(dst, size, src);
	return read_kernel_str(dst, size, src);
}

READ_PROTO(bpf_probe_read_str);

#endif /* CONFIG_ARCH_HAS_NON_OVERLAPPING_ADDRESS_SPACE */

/* ---- the current task ---- */

/* Is it a user's, in its own memory, and will it go on? */
static bool user_task_here(void)
{
	return !(current->flags & (PF_KTHREAD | PF_EXITING)) && current->mm &&
	       nmi_uaccess_okay();
}

BPF_CALL_3(bpf_probe_write_user, void *, dst, const void *, src, u32, size)
{
	if (in_interrupt() || !user_task_here())
		return -EPERM;
	return copy_to_user_nofault((void __user *)dst, src, size);
}

GPL_HELPER(bpf_probe_write_user, (ARG_ANYTHING, ARG_PTR_TO_MEM | MEM_RDONLY, ARG_CONST_SIZE));

BPF_CALL_0(bpf_get_current_task)
{
	return (unsigned long)current;
}

GPL_HELPER(bpf_get_current_task, ());

BPF_CALL_0(bpf_get_current_task_btf)
{
	return (unsigned long)current;
}

GPL_HELPER(bpf_get_current_task_btf, (),
	   .ret_btf_id = &btf_tracing_ids[BTF_TRACING_TYPE_TASK],
	   .ret_type = RET_PTR_TO_BTF_ID_TRUSTED);

BPF_CALL_1(bpf_task_pt_regs, struct task_struct *, task)
{
	return (unsigned long)task_pt_regs(task);
}

BTF_ID_LIST_SINGLE(pt_regs_id, struct, pt_regs)

GPL_HELPER(bpf_task_pt_regs, (ARG_PTR_TO_BTF_ID),
	   .ret_btf_id = &pt_regs_id[0],
	   .arg1_btf_id = &btf_tracing_ids[BTF_TRACING_TYPE_TASK],
	   .ret_type = RET_PTR_TO_BTF_ID);

/* ---- signals ---- */

/*
 * Sending takes locks that the program may have interrupted. Where that can be,
 * it is left to an interrupt of this CPU; one signal can wait for it.
 */
struct late_signal {
	struct irq_work		work;
	bool			taken;
	struct task_struct	*task;
	int			sig;
	enum pid_type		to;
};

static void send_late(struct irq_work *work)
{
	struct late_signal *late = container_of(work, struct late_signal, work);
	struct task_struct *task = late->task;

	group_send_sig_info(late->sig, SEND_SIG_PRIV, task, late->to);
	put_task_struct(task);
	WRITE_ONCE(late->taken, false);
}

static DEFINE_PER_CPU(struct late_signal, late_signal) = {
	.work = IRQ_WORK_INIT(send_late),
};

static long send_signal(int sig, enum pid_type to)
{
	struct late_signal *late;

	if (!user_task_here() || is_global_init(current))
		return -EPERM;
	if (!irqs_disabled())
		return group_send_sig_info(sig, SEND_SIG_PRIV, current, to);
	/* Later there is nobody to tell. */
	if (!valid_signal(sig))
		return -EINVAL;
	late = this_cpu_ptr(&late_signal);
	/* A program in an NMI may come in between. */
	if (xchg(&late->taken, true))
		return -EBUSY;
	late->task = get_task_struct(current);
	late->sig = sig;
	late->to = to;
	irq_work_queue(&late->work);
	return 0;
}

BPF_CALL_1(bpf_send_signal, u32, sig)
{
	return send_signal(sig, PIDTYPE_TGID);
}

ANY_HELPER(bpf_send_signal, (ARG_ANYTHING));

BPF_CALL_1(bpf_send_signal_thread, u32, sig)
{
	return send_signal(sig, PIDTYPE_PID);
}

ANY_HELPER(bpf_send_signal_thread, (ARG_ANYTHING));

/* ---- paths ---- */

BPF_CALL_3(bpf_d_path, struct path *, path, char *, buf, u32, size)
{
	struct path copy;
	char *text;
	long len;

	if (!size)
		return 0;
	/* A pointer that the program took out of a structure may be stale. */
	len = copy_from_kernel_nofault(&copy, path, sizeof(copy));
	if (len)
		return len;
	text = d_path(&copy, buf, size);
	if (IS_ERR(text))
		return PTR_ERR(text);
	/* It is written from the end. */
	len = buf + size - text;
	memmove(buf, text, len);
	return len;
}

/* Functions that nobody calls with locks that d_path() takes */
BTF_SET_START(path_functions)
BTF_ID(func, dentry_open)
BTF_ID(func, filp_close)
#ifdef CONFIG_SECURITY
BTF_ID(func, security_file_open)
BTF_ID(func, security_file_permission)
BTF_ID(func, security_inode_getattr)
#endif
#ifdef CONFIG_SECURITY_PATH
BTF_ID(func, security_path_truncate)
#endif
BTF_ID(func, vfs_fallocate)
BTF_ID(func, vfs_getattr)
BTF_ID(func, vfs_truncate)
BTF_SET_END(path_functions)

static bool may_have_paths(const struct bpf_prog *prog)
{
	u32 where = prog->aux->attach_btf_id;

	switch (prog->type) {
	case BPF_PROG_TYPE_LSM:
		return bpf_lsm_is_sleepable_hook(where);
	case BPF_PROG_TYPE_TRACING:
		return prog->expected_attach_type == BPF_TRACE_ITER ||
		       btf_id_set_contains(&path_functions, where);
	default:
		return false;
	}
}

BTF_ID_LIST_SINGLE(path_id, struct, path)

ANY_HELPER(bpf_d_path, (ARG_PTR_TO_BTF_ID, ARG_PTR_TO_UNINIT_MEM, ARG_CONST_SIZE_OR_ZERO),
	   .arg1_btf_id = &path_id[0],
	   .allowed = may_have_paths);

/* ---- who attached the program ---- */

#define COOKIE_PROTO(helper)	ANY_HELPER(helper, (ARG_PTR_TO_CTX))

/* On trace events and raw tracepoints */
BPF_CALL_1(bpf_attach_cookie, void *, ctx)
{
	return container_of(current->bpf_ctx, struct bpf_trace_run_ctx, run_ctx)->bpf_cookie;
}

COOKIE_PROTO(bpf_attach_cookie);

/* On perf events of other kinds, which kernel/events/core.c runs */
BPF_CALL_1(bpf_attach_cookie_perf, struct bpf_perf_event_data_kern *, ctx)
{
	return ctx->event->bpf_cookie;
}

COOKIE_PROTO(bpf_attach_cookie_perf);

/* On functions, which a trampoline runs */
BPF_CALL_1(bpf_attach_cookie_func, void *, ctx)
{
	return container_of(current->bpf_ctx, struct bpf_tramp_run_ctx, run_ctx)->bpf_cookie;
}

COOKIE_PROTO(bpf_attach_cookie_func);

/* ---- the function that a program is attached to ---- */

/*
 * A trampoline puts on its stack, upwards: the function's address, the number of
 * its arguments, those, and what it returned. The context is where the arguments
 * are. The verifier replaces these calls by the same in instructions of BPF, in
 * programs of its own kind.
 */
BPF_CALL_1(bpf_get_func_ip, u64 *, ctx)
{
	return ctx[-2];
}

GPL_HELPER(bpf_get_func_ip, (ARG_PTR_TO_CTX));

/* With IBT the probe is behind the first instruction of the function. */
static unsigned long function_at(unsigned long addr)
{
#ifdef CONFIG_X86_KERNEL_IBT
	u32 first;

	if (!get_kernel_nofault(first, (u32 *)(addr - ENDBR_INSN_SIZE)) && is_endbr(first))
		return addr - ENDBR_INSN_SIZE;
#endif
	return addr;
}

/* Where a uprobe is at which the program runs; 0: it runs at none */
static unsigned long uprobe_ip(void)
{
#ifdef CONFIG_UPROBES
	struct bpf_trace_run_ctx *here;

	/* Who ran the program has left it there. */
	here = container_of(current->bpf_ctx, struct bpf_trace_run_ctx, run_ctx);
	if (here->is_uprobe)
		return current->utask->vaddr;
#endif
	return 0;
}

/* At a probe: the function's address at its entry and return, of a kernel's 0 inside it */
BPF_CALL_1(bpf_get_func_ip_kprobe, struct pt_regs *, regs)
{
	unsigned long ip = uprobe_ip();
	struct kprobe *kp;

	if (ip)
		return ip;
	kp = kprobe_running();
	return kp && (kp->flags & KPROBE_FLAG_ON_FUNC_ENTRY) ?
	       function_at((unsigned long)kp->addr) : 0;
}

GPL_HELPER(bpf_get_func_ip_kprobe, (ARG_PTR_TO_CTX));

/* Memory of a known size, written only */
#define ARG_PTR_TO_RESULT \
	(ARG_PTR_TO_FIXED_SIZE_MEM | MEM_UNINIT | MEM_WRITE | MEM_ALIGNED)

BPF_CALL_3(bpf_get_func_arg, u64 *, ctx, u32, n, u64 *, value)
{
	if (n >= ctx[-1])
		return -EINVAL;
	*value = ctx[n];
	return 0;
}

ANY_HELPER(bpf_get_func_arg, (ARG_PTR_TO_CTX, ARG_ANYTHING, ARG_PTR_TO_RESULT),
	   .arg3_size = sizeof(u64));

BPF_CALL_2(bpf_get_func_ret, u64 *, ctx, u64 *, value)
{
	*value = ctx[ctx[-1]];
	return 0;
}

ANY_HELPER(bpf_get_func_ret, (ARG_PTR_TO_CTX, ARG_PTR_TO_RESULT),
	   .arg2_size = sizeof(u64));

BPF_CALL_1(bpf_get_func_arg_cnt, u64 *, ctx)
{
	return ctx[-1];
}

ANY_HELPER(bpf_get_func_arg_cnt, (ARG_PTR_TO_CTX));
