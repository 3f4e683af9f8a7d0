/* SPDX-License-Identifier: GPL-2.0 */
/*
 * bpf/: BPF programs on events, for the files of this room.
 *
 * attach.c attaches programs and runs them; types.c tells the verifier what a
 * program of each type may read of its context and which helpers it may call;
 * the helpers are in memory.c (memory and tasks), perf.c (what perf counts,
 * samples and stacks) and print.c (text).
 *
 * A program starts with what the event handed over: for tracepoints and perf
 * events the first word of the context is a pointer to registers, which is why
 * one helper serves both; raw tracepoints and functions have no registers.
 *
 * Locks: raw_modules_lock and prog_arrays_lock, both in attach.c, taken by whoever
 * may sleep; nothing else is taken inside them. Programs and helpers run in any
 * context, NMI included, under RCU with migration disabled.
 */
#ifndef _KERNEL_TRACE_BPF_BPF_H
#define _KERNEL_TRACE_BPF_BPF_H

#include <linux/bpf.h>
#include <linux/filter.h>

/*
 * How helpers are called: a helper for programs under the GPL, or under any licence;
 * the types of its arguments, in parentheses; and what there is to say besides, if
 * only that it returns no number.
 */
#define __HELPER_ARGS(args...)			{ args }
#define __HELPER(helper, gpl, args, more...)				\
const struct bpf_func_proto helper##_proto = {				\
	.func = helper, .gpl_only = gpl, .arg_type = __HELPER_ARGS args, ##more	\
}

#define GPL_HELPER(helper, args, more...)	__HELPER(helper, true, args, ##more)
#define ANY_HELPER(helper, args, more...)	__HELPER(helper, false, args, ##more)

/* include/asm-generic/vmlinux.lds.h: the kernel's own raw tracepoints */
extern struct bpf_raw_event_map __start__bpf_raw_tp[];
extern struct bpf_raw_event_map __stop__bpf_raw_tp[];

/* memory.c */
extern const struct bpf_func_proto bpf_get_current_task_proto;
extern const struct bpf_func_proto bpf_get_current_task_btf_proto;
extern const struct bpf_func_proto bpf_task_pt_regs_proto;
extern const struct bpf_func_proto bpf_probe_read_user_proto;
extern const struct bpf_func_proto bpf_probe_read_user_str_proto;
extern const struct bpf_func_proto bpf_probe_read_kernel_proto;
extern const struct bpf_func_proto bpf_probe_read_kernel_str_proto;
extern const struct bpf_func_proto bpf_probe_read_proto;
extern const struct bpf_func_proto bpf_probe_read_str_proto;
extern const struct bpf_func_proto bpf_probe_write_user_proto;
extern const struct bpf_func_proto bpf_send_signal_proto;
extern const struct bpf_func_proto bpf_send_signal_thread_proto;
extern const struct bpf_func_proto bpf_d_path_proto;
extern const struct bpf_func_proto bpf_attach_cookie_proto;
extern const struct bpf_func_proto bpf_attach_cookie_perf_proto;
extern const struct bpf_func_proto bpf_attach_cookie_func_proto;
extern const struct bpf_func_proto bpf_get_func_ip_proto;
extern const struct bpf_func_proto bpf_get_func_ip_kprobe_proto;
extern const struct bpf_func_proto bpf_get_func_arg_proto;
extern const struct bpf_func_proto bpf_get_func_ret_proto;
extern const struct bpf_func_proto bpf_get_func_arg_cnt_proto;

/* perf.c; the suffix tells where registers come from */
extern const struct bpf_func_proto bpf_perf_event_read_proto;
extern const struct bpf_func_proto bpf_perf_event_read_value_proto;
extern const struct bpf_func_proto bpf_perf_prog_read_value_proto;
extern const struct bpf_func_proto bpf_read_branch_records_proto;
extern const struct bpf_func_proto bpf_get_branch_snapshot_proto;
extern const struct bpf_func_proto bpf_perf_event_output_regs_proto;
extern const struct bpf_func_proto bpf_perf_event_output_first_proto;
extern const struct bpf_func_proto bpf_perf_event_output_here_proto;
extern const struct bpf_func_proto bpf_get_stackid_first_proto;
extern const struct bpf_func_proto bpf_get_stackid_here_proto;
extern const struct bpf_func_proto bpf_get_stack_first_proto;
extern const struct bpf_func_proto bpf_get_stack_here_proto;

/* print.c */
extern const struct bpf_func_proto bpf_seq_printf_btf_proto;
extern const struct bpf_func_proto bpf_seq_printf_proto;
extern const struct bpf_func_proto bpf_seq_write_proto;

/* kernel/bpf/stackmap.c and net/, which have no header for them */
u64 bpf_get_stackid(u64 regs, u64 map, u64 flags, u64 none4, u64 none5);
u64 bpf_get_stack(u64 regs, u64 buf, u64 size, u64 flags, u64 none5);
extern const struct bpf_func_proto bpf_skb_output_proto;
extern const struct bpf_func_proto bpf_xdp_output_proto;
extern const struct bpf_func_proto bpf_xdp_get_buff_len_trace_proto;

#endif /* _KERNEL_TRACE_BPF_BPF_H */
