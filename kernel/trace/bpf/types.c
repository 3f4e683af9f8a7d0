// SPDX-License-Identifier: GPL-2.0
/*
 * BPF programs on events, as the verifier sees them: what a program of each type
 * may read of its context, and which helpers it may call.
 *
 * The helpers are rows of a table, one for each and for each form of it. What no
 * row says, bpf_base_func_proto() does, for programs of any type.
 */
#include <linux/bpf.h>
#include <linux/bpf_perf_event.h>
#include <linux/bpf_verifier.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/trace_events.h>
#include <net/bpf_sk_storage.h>

#include "bpf.h"

/* ---- helpers ---- */

/* Who may call it: types of programs */
enum {
	KPROBE	= BIT(0),
	EVENT	= BIT(1),	/* BPF_PROG_TYPE_TRACEPOINT */
	PERF	= BIT(2),
	RAW	= BIT(3),	/* raw tracepoints, writable ones too */
	FUNC	= BIT(4),	/* BPF_PROG_TYPE_TRACING, and what else uses its helpers */
	ANY	= KPROBE | EVENT | PERF | RAW | FUNC,
};

/* And on what condition */
enum condition {
	ALWAYS,
	SLEEPABLE,	/* the program may sleep */
	RECURS,		/* the program may be run inside itself */
	TRAMPOLINE,	/* it is at a function's entry or return */
	TYPED_RAW,	/* a raw tracepoint, with types */
	ITERATOR,	/* it fills a file */
	READS_KERNEL,	/* unless that is locked down */
	WRITES_USER,	/* unless that is */
};

struct helper {
	enum bpf_func_id		id;
	unsigned int			types;
	const struct bpf_func_proto	*proto;
	enum condition			condition;
};

/* Of rows with the same number the first that applies counts. */
static const struct helper helpers[] = {
	/* the current task and CPU */
	{ BPF_FUNC_get_smp_processor_id, ANY, &bpf_get_smp_processor_id_proto },
	{ BPF_FUNC_get_current_uid_gid, ANY, &bpf_get_current_uid_gid_proto },
	{ BPF_FUNC_get_current_comm, ANY, &bpf_get_current_comm_proto },
	{ BPF_FUNC_send_signal, ANY, &bpf_send_signal_proto },
	{ BPF_FUNC_send_signal_thread, ANY, &bpf_send_signal_thread_proto },
	{ BPF_FUNC_get_task_stack, ANY, &bpf_get_task_stack_sleepable_proto, SLEEPABLE },
	{ BPF_FUNC_get_task_stack, ANY, &bpf_get_task_stack_proto },
	{ BPF_FUNC_task_storage_get, ANY, &bpf_task_storage_get_recur_proto, RECURS },
	{ BPF_FUNC_task_storage_get, ANY, &bpf_task_storage_get_proto },
	{ BPF_FUNC_task_storage_delete, ANY, &bpf_task_storage_delete_recur_proto, RECURS },
	{ BPF_FUNC_task_storage_delete, ANY, &bpf_task_storage_delete_proto },
	{ BPF_FUNC_find_vma, ANY, &bpf_find_vma_proto },
#ifdef CONFIG_CGROUPS
	{ BPF_FUNC_current_task_under_cgroup, ANY, &bpf_current_task_under_cgroup_proto },
#endif

	/* memory */
#ifdef CONFIG_ARCH_HAS_NON_OVERLAPPING_ADDRESS_SPACE
	{ BPF_FUNC_probe_read, ANY, &bpf_probe_read_proto, READS_KERNEL },
	{ BPF_FUNC_probe_read_str, ANY, &bpf_probe_read_str_proto, READS_KERNEL },
#endif
	{ BPF_FUNC_probe_write_user, ANY, &bpf_probe_write_user_proto, WRITES_USER },
	{ BPF_FUNC_copy_from_user, ANY, &bpf_copy_from_user_proto },
	{ BPF_FUNC_copy_from_user_task, ANY, &bpf_copy_from_user_task_proto },

	/* perf */
	{ BPF_FUNC_perf_event_read, ANY, &bpf_perf_event_read_proto },
	{ BPF_FUNC_perf_event_read_value, ANY, &bpf_perf_event_read_value_proto },
	{ BPF_FUNC_get_branch_snapshot, ANY, &bpf_get_branch_snapshot_proto },
	{ BPF_FUNC_perf_prog_read_value, PERF, &bpf_perf_prog_read_value_proto },
	{ BPF_FUNC_read_branch_records, PERF, &bpf_read_branch_records_proto },
	{ BPF_FUNC_perf_event_output, KPROBE, &bpf_perf_event_output_regs_proto },
	{ BPF_FUNC_perf_event_output, EVENT | PERF, &bpf_perf_event_output_first_proto },
	{ BPF_FUNC_perf_event_output, RAW | FUNC, &bpf_perf_event_output_here_proto },

	/* stacks */
	{ BPF_FUNC_get_stackid, KPROBE, &bpf_get_stackid_proto },
	{ BPF_FUNC_get_stackid, EVENT, &bpf_get_stackid_first_proto },
	{ BPF_FUNC_get_stackid, PERF, &bpf_get_stackid_proto_pe },
	{ BPF_FUNC_get_stackid, RAW | FUNC, &bpf_get_stackid_here_proto },
	{ BPF_FUNC_get_stack, KPROBE, &bpf_get_stack_sleepable_proto, SLEEPABLE },
	{ BPF_FUNC_get_stack, KPROBE, &bpf_get_stack_proto },
	{ BPF_FUNC_get_stack, EVENT, &bpf_get_stack_first_proto },
	{ BPF_FUNC_get_stack, PERF, &bpf_get_stack_proto_pe },
	{ BPF_FUNC_get_stack, RAW | FUNC, &bpf_get_stack_here_proto },

	/* what it is attached to */
	{ BPF_FUNC_get_attach_cookie, KPROBE | EVENT | RAW, &bpf_attach_cookie_proto },
	{ BPF_FUNC_get_attach_cookie, PERF, &bpf_attach_cookie_perf_proto },
	{ BPF_FUNC_get_attach_cookie, FUNC, &bpf_attach_cookie_func_proto, TRAMPOLINE },
	{ BPF_FUNC_get_attach_cookie, FUNC, &bpf_attach_cookie_proto, TYPED_RAW },
	{ BPF_FUNC_get_func_ip, KPROBE, &bpf_get_func_ip_kprobe_proto },
	{ BPF_FUNC_get_func_ip, FUNC, &bpf_get_func_ip_proto, TRAMPOLINE },
	{ BPF_FUNC_get_func_arg, FUNC, &bpf_get_func_arg_proto, TRAMPOLINE },
	{ BPF_FUNC_get_func_ret, FUNC, &bpf_get_func_ret_proto, TRAMPOLINE },
	{ BPF_FUNC_get_func_arg_cnt, FUNC, &bpf_get_func_arg_cnt_proto, TRAMPOLINE },

	/* text */
	{ BPF_FUNC_d_path, FUNC, &bpf_d_path_proto },
	{ BPF_FUNC_seq_printf, FUNC, &bpf_seq_printf_proto, ITERATOR },
	{ BPF_FUNC_seq_printf_btf, FUNC, &bpf_seq_printf_btf_proto, ITERATOR },
	{ BPF_FUNC_seq_write, FUNC, &bpf_seq_write_proto, ITERATOR },

#ifdef CONFIG_NET
	/* sockets and packets that a function has as its arguments */
	{ BPF_FUNC_skb_output, FUNC, &bpf_skb_output_proto },
	{ BPF_FUNC_xdp_output, FUNC, &bpf_xdp_output_proto },
	{ BPF_FUNC_xdp_get_buff_len, FUNC, &bpf_xdp_get_buff_len_trace_proto },
	{ BPF_FUNC_skc_to_tcp6_sock, FUNC, &bpf_skc_to_tcp6_sock_proto },
	{ BPF_FUNC_skc_to_tcp_sock, FUNC, &bpf_skc_to_tcp_sock_proto },
	{ BPF_FUNC_skc_to_tcp_timewait_sock, FUNC, &bpf_skc_to_tcp_timewait_sock_proto },
	{ BPF_FUNC_skc_to_tcp_request_sock, FUNC, &bpf_skc_to_tcp_request_sock_proto },
	{ BPF_FUNC_skc_to_udp6_sock, FUNC, &bpf_skc_to_udp6_sock_proto },
	{ BPF_FUNC_skc_to_unix_sock, FUNC, &bpf_skc_to_unix_sock_proto },
	{ BPF_FUNC_skc_to_mptcp_sock, FUNC, &bpf_skc_to_mptcp_sock_proto },
	{ BPF_FUNC_sk_storage_get, FUNC, &bpf_sk_storage_get_tracing_proto },
	{ BPF_FUNC_sk_storage_delete, FUNC, &bpf_sk_storage_delete_tracing_proto },
	{ BPF_FUNC_sock_from_file, FUNC, &bpf_sock_from_file_proto },
	{ BPF_FUNC_get_socket_cookie, FUNC, &bpf_get_socket_ptr_cookie_proto },
#endif
};

/* Users' memory is not to be written unnoticed. */
static bool may_write_user(void)
{
	if (!capable(CAP_SYS_ADMIN) || security_locked_down(LOCKDOWN_BPF_WRITE_USER) < 0)
		return false;
	pr_warn_ratelimited("%s (%d) loads a BPF program that writes to memory of processes\n",
			    current->comm, task_pid_nr(current));
	return true;
}

static bool applies(const struct helper *h, const struct bpf_prog *prog)
{
	enum bpf_attach_type at = prog->expected_attach_type;
	bool func = prog->type == BPF_PROG_TYPE_TRACING;

	switch (h->condition) {
	case SLEEPABLE:
		return prog->sleepable;
	case RECURS:
		return bpf_prog_check_recur(prog);
	case TRAMPOLINE:
		return bpf_prog_has_trampoline(prog);
	case TYPED_RAW:
		return func && at == BPF_TRACE_RAW_TP;
	case ITERATOR:
		return func && at == BPF_TRACE_ITER;
	case READS_KERNEL:
		return security_locked_down(LOCKDOWN_BPF_READ_KERNEL) >= 0;
	case WRITES_USER:
		return may_write_user();
	case ALWAYS:
		break;
	}
	return true;
}

static const struct bpf_func_proto *
find_helper(enum bpf_func_id id, const struct bpf_prog *prog, unsigned int type)
{
	const struct helper *h;

	for (h = helpers; h < helpers + ARRAY_SIZE(helpers); h++)
		if (h->id == id && h->types & type && applies(h, prog))
			return h->proto;
	return NULL;
}

#define PROTO_OF(name, type)							\
static const struct bpf_func_proto *						\
name##_helper(enum bpf_func_id id, const struct bpf_prog *prog)			\
{										\
	return find_helper(id, prog, type) ?: bpf_base_func_proto(id, prog);	\
}

PROTO_OF(kprobe, KPROBE)
PROTO_OF(event, EVENT)
PROTO_OF(perf, PERF)
PROTO_OF(raw, RAW)

/**
 * tracing_prog_func_proto - a helper of programs at functions, and of iterators
 * @func_id: the helper
 * @prog: the program, of that type or of one that may call the same
 *
 * Return: how to call it; NULL: it may not
 */
const struct bpf_func_proto *
tracing_prog_func_proto(enum bpf_func_id func_id, const struct bpf_prog *prog)
{
	const struct bpf_func_proto *proto = find_helper(func_id, prog, FUNC) ?:
					     bpf_base_func_proto(func_id, prog);

	if (!proto && prog->expected_attach_type == BPF_TRACE_ITER)
		proto = bpf_iter_get_func_proto(func_id, prog);
	return proto;
}

/* ---- contexts ---- */

/* Whole, aligned, and not written */
static bool may_read(int off, int size, enum bpf_access_type type, int from, int to)
{
	return type == BPF_READ && off >= from && off + size <= to && !(off % size);
}

/* Registers */
static bool kprobe_access(int off, int size, enum bpf_access_type type,
			  const struct bpf_prog *prog, struct bpf_insn_access_aux *found)
{
	return may_read(off, size, type, 0, sizeof(struct pt_regs));
}

/*
 * The record, but for the common fields, which are a pointer to registers now. Where
 * it ends, the event that it is attached to tells.
 */
static bool event_access(int off, int size, enum bpf_access_type type,
			 const struct bpf_prog *prog, struct bpf_insn_access_aux *found)
{
	BUILD_BUG_ON(sizeof(struct trace_entry) != sizeof(void *));
	return may_read(off, size, type, sizeof(struct trace_entry), PERF_MAX_TRACE_SIZE);
}

/* The arguments, numbers */
static bool raw_access(int off, int size, enum bpf_access_type type,
		       const struct bpf_prog *prog, struct bpf_insn_access_aux *found)
{
	return bpf_tracing_ctx_access(off, size, type);
}

/* The first one is a pointer to what it may write */
static bool raw_writable_access(int off, int size, enum bpf_access_type type,
				const struct bpf_prog *prog, struct bpf_insn_access_aux *found)
{
	if (!off) {
		if (size != sizeof(u64) || type != BPF_READ)
			return false;
		found->reg_type = PTR_TO_TP_BUFFER;
	}
	return raw_access(off, size, type, prog, found);
}

/* The arguments, with their types */
static bool func_access(int off, int size, enum bpf_access_type type,
			const struct bpf_prog *prog, struct bpf_insn_access_aux *found)
{
	return bpf_tracing_btf_ctx_access(off, size, type, prog, found);
}

/* struct bpf_perf_event_data, which does not exist: see perf_convert() */
static bool perf_access(int off, int size, enum bpf_access_type type,
			const struct bpf_prog *prog, struct bpf_insn_access_aux *found)
{
	if (!may_read(off, size, type, 0, sizeof(struct bpf_perf_event_data)))
		return false;
	if (off < offsetof(struct bpf_perf_event_data, sample_period))
		return size == sizeof(long);
	/* The verifier makes of it a read of all eight bytes. */
	bpf_ctx_record_field_size(found, sizeof(u64));
	return bpf_ctx_narrow_access_ok(off, size, sizeof(u64));
}

/* Two reads for one: the pointer in the real context, and what it points to */
static u32 perf_convert(enum bpf_access_type type, const struct bpf_insn *insn,
			struct bpf_insn *to, struct bpf_prog *prog, u32 *target_size)
{
	int pointer = offsetof(struct bpf_perf_event_data_kern, data);
	int off;

	switch (insn->off) {
	case offsetof(struct bpf_perf_event_data, sample_period):
		off = offsetof(struct perf_sample_data, period);
		*target_size = sizeof_field(struct perf_sample_data, period);
		break;
	case offsetof(struct bpf_perf_event_data, addr):
		off = offsetof(struct perf_sample_data, addr);
		*target_size = sizeof_field(struct perf_sample_data, addr);
		break;
	default:
		pointer = offsetof(struct bpf_perf_event_data_kern, regs);
		off = insn->off;
		break;
	}
	BUILD_BUG_ON(sizeof_field(struct perf_sample_data, period) != sizeof(u64));
	BUILD_BUG_ON(sizeof_field(struct perf_sample_data, addr) != sizeof(u64));
	BUILD_BUG_ON(sizeof(long) != sizeof(u64));
	to[0] = BPF_LDX_MEM(BPF_DW, insn->dst_reg, insn->src_reg, pointer);
	to[1] = BPF_LDX_MEM(BPF_DW, insn->dst_reg, insn->dst_reg, off);
	return 2;
}

/* ---- the types ---- */

const struct bpf_verifier_ops kprobe_verifier_ops = {
	.get_func_proto		= kprobe_helper,
	.is_valid_access	= kprobe_access,
};

const struct bpf_prog_ops kprobe_prog_ops = { };

const struct bpf_verifier_ops tracepoint_verifier_ops = {
	.get_func_proto		= event_helper,
	.is_valid_access	= event_access,
};

const struct bpf_prog_ops tracepoint_prog_ops = { };

const struct bpf_verifier_ops perf_event_verifier_ops = {
	.get_func_proto		= perf_helper,
	.is_valid_access	= perf_access,
	.convert_ctx_access	= perf_convert,
};

const struct bpf_prog_ops perf_event_prog_ops = { };

const struct bpf_verifier_ops raw_tracepoint_verifier_ops = {
	.get_func_proto		= raw_helper,
	.is_valid_access	= raw_access,
};

const struct bpf_prog_ops raw_tracepoint_prog_ops = {
#ifdef CONFIG_NET
	.test_run		= bpf_prog_test_run_raw_tp,
#endif
};

const struct bpf_verifier_ops raw_tracepoint_writable_verifier_ops = {
	.get_func_proto		= raw_helper,
	.is_valid_access	= raw_writable_access,
};

const struct bpf_prog_ops raw_tracepoint_writable_prog_ops = { };

const struct bpf_verifier_ops tracing_verifier_ops = {
	.get_func_proto		= tracing_prog_func_proto,
	.is_valid_access	= func_access,
};

const struct bpf_prog_ops tracing_prog_ops = {
	.test_run		= bpf_prog_test_run_tracing,
};
