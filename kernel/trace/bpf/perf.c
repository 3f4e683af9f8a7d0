// SPDX-License-Identifier: GPL-2.0
/*
 * Helpers of BPF programs on events, for what perf has: counters, samples sent to
 * user space, stacks. What each does for its program is said in
 * include/uapi/linux/bpf.h.
 *
 * A sample lives on the stack of the helper that sends it, so that programs may
 * interrupt one another however deep.
 */
#include <linux/bpf.h>
#include <linux/bpf_perf_event.h>
#include <linux/export.h>
#include <linux/filter.h>
#include <linux/perf_event.h>

#include "bpf.h"

/* ---- perf events in a map ---- */

/* The one that @flags say, of a map of perf events; or an error */
static __always_inline struct perf_event *event_in(struct bpf_map *map, u64 flags)
{
	struct bpf_array *array = container_of(map, struct bpf_array, map);
	u64 index = flags & BPF_F_INDEX_MASK;
	struct bpf_event_entry *entry;

	if (index == BPF_F_CURRENT_CPU)
		index = smp_processor_id();
	if (unlikely(index >= map->max_entries))
		return ERR_PTR(-E2BIG);
	entry = READ_ONCE(array->ptrs[index]);
	return entry ? entry->event : ERR_PTR(-ENOENT);
}

static __always_inline long read_event_in(struct bpf_map *map, u64 flags,
					  struct bpf_perf_event_value *value)
{
	struct perf_event *event;

	if (unlikely(flags & ~BPF_F_INDEX_MASK))
		return -EINVAL;
	event = event_in(map, flags);
	if (IS_ERR(event))
		return PTR_ERR(event);
	return perf_event_read_local(event, &value->counter, &value->enabled, &value->running);
}

/* A count that looks like an error cannot be told from one. */
BPF_CALL_2(bpf_perf_event_read, struct bpf_map *, map, u64, flags)
{
	struct bpf_perf_event_value value;
	long ret = read_event_in(map, flags, &value);

	return ret ?: value.counter;
}

GPL_HELPER(bpf_perf_event_read, (ARG_CONST_MAP_PTR, ARG_ANYTHING));

static __always_inline long value_or_zero(struct bpf_perf_event_value *buf, u32 size, long ret)
{
	if (unlikely(ret))
		memset(buf, 0, size);
	return ret;
}

BPF_CALL_4(bpf_perf_event_read_value, struct bpf_map *, map, u64, flags,
	   struct bpf_perf_event_value *, buf, u32, size)
{
	long ret = size == sizeof(*buf) ? read_event_in(map, flags, buf) : -EINVAL;

	return value_or_zero(buf, size, ret);
}

GPL_HELPER(bpf_perf_event_read_value,
	   (ARG_CONST_MAP_PTR, ARG_ANYTHING, ARG_PTR_TO_UNINIT_MEM, ARG_CONST_SIZE));

/* ---- the program's own perf event ---- */

BPF_CALL_3(bpf_perf_prog_read_value, struct bpf_perf_event_data_kern *, ctx,
	   struct bpf_perf_event_value *, buf, u32, size)
{
	long ret = -EINVAL;

	if (size == sizeof(*buf))
		ret = perf_event_read_local(ctx->event, &buf->counter, &buf->enabled,
					    &buf->running);
	return value_or_zero(buf, size, ret);
}

GPL_HELPER(bpf_perf_prog_read_value, (ARG_PTR_TO_CTX, ARG_PTR_TO_UNINIT_MEM, ARG_CONST_SIZE));

BPF_CALL_4(bpf_read_branch_records, struct bpf_perf_event_data_kern *, ctx, void *, buf,
	   u32, size, u64, flags)
{
	const struct perf_branch_stack *branches = ctx->data->br_stack;
	u32 all;

	if (unlikely(flags & ~BPF_F_GET_BRANCH_RECORDS_SIZE))
		return -EINVAL;
	if (!(ctx->data->sample_flags & PERF_SAMPLE_BRANCH_STACK) || !branches)
		return -ENOENT;
	all = branches->nr * sizeof(branches->entries[0]);
	if (flags & BPF_F_GET_BRANCH_RECORDS_SIZE)
		return all;
	if (!buf || size % sizeof(branches->entries[0]))
		return -EINVAL;
	size = min(size, all);
	memcpy(buf, branches->entries, size);
	return size;
}

GPL_HELPER(bpf_read_branch_records,
	   (ARG_PTR_TO_CTX, ARG_PTR_TO_MEM_OR_NULL, ARG_CONST_SIZE_OR_ZERO, ARG_ANYTHING));

BPF_CALL_3(bpf_get_branch_snapshot, struct perf_branch_entry *, buf, u32, size, u64, flags)
{
	u32 nr;

	if (unlikely(flags))
		return -EINVAL;
	/* At once: each branch that is taken here pushes one out. */
	nr = static_call(perf_snapshot_branch_stack)(buf, size / sizeof(*buf));
	return nr ? nr * sizeof(*buf) : -ENOENT;
}

GPL_HELPER(bpf_get_branch_snapshot,
	   (ARG_PTR_TO_UNINIT_MEM, ARG_CONST_SIZE_OR_ZERO, ARG_ANYTHING));

/* ---- samples ---- */

static bool takes_samples(const struct perf_event *event)
{
	return event->attr.config == PERF_COUNT_SW_BPF_OUTPUT &&
	       event->attr.type == PERF_TYPE_SOFTWARE;
}

static noinline long send_sample(struct pt_regs *regs, struct bpf_map *map, u64 flags,
				 struct perf_raw_record *raw)
{
	struct perf_event *event = event_in(map, flags);
	struct perf_sample_data sample;

	if (IS_ERR(event))
		return PTR_ERR(event);
	if (unlikely(!takes_samples(event)))
		return -EINVAL;
	/* Its buffer has one writer, the CPU that it counts on. */
	if (unlikely(event->oncpu != smp_processor_id()))
		return -EOPNOTSUPP;
	perf_sample_data_init(&sample, 0, 0);
	perf_sample_save_raw_data(&sample, event, raw);
	return perf_event_output(event, &sample, regs);
}

static __always_inline long send_bytes(struct pt_regs *regs, struct bpf_map *map, u64 flags,
				       void *data, u64 size)
{
	struct perf_raw_record raw = {
		.frag = {
			.size = size,
			.data = data,
		},
	};

	if (unlikely(flags & ~BPF_F_INDEX_MASK))
		return -EINVAL;
	return send_sample(regs, map, flags, &raw);
}

/**
 * bpf_event_output - send a sample for programs of other kinds than those here
 * @map: perf events
 * @flags: which of them
 * @data: what the program has to say
 * @size: bytes of it
 * @about: what it says that about, a packet for one
 * @about_size: how many bytes of that go with it
 * @copy: how to get at them
 *
 * Context: any, preemption disabled.
 * Return: 0 or an error
 */
u64 bpf_event_output(struct bpf_map *map, u64 flags, void *data, u64 size,
		     void *about, u64 about_size, bpf_ctx_copy_t copy)
{
	struct perf_raw_frag second = { .data = about, .size = about_size, .copy = copy };
	struct perf_raw_record raw = { .frag = { .data = data, .size = size } };
	struct pt_regs regs = {};

	if (about_size)
		raw.frag.next = &second;
	perf_fetch_caller_regs(&regs);
	return send_sample(&regs, map, flags, &raw);
}

#define OUTPUT_PROTO(helper) \
	GPL_HELPER(helper, (ARG_PTR_TO_CTX, ARG_CONST_MAP_PTR, ARG_ANYTHING, \
			    ARG_PTR_TO_MEM | MEM_RDONLY, ARG_CONST_SIZE_OR_ZERO))

/* The context is registers: kprobes */
BPF_CALL_5(bpf_perf_event_output_regs, struct pt_regs *, regs, struct bpf_map *, map, u64, flags,
	   void *, data, u64, size)
{
	return send_bytes(regs, map, flags, data, size);
}

OUTPUT_PROTO(bpf_perf_event_output_regs);

/* The context begins with a pointer to registers: trace events and perf events */
BPF_CALL_5(bpf_perf_event_output_first, struct pt_regs **, ctx, struct bpf_map *, map,
	   u64, flags, void *, data, u64, size)
{
	return send_bytes(*ctx, map, flags, data, size);
}

OUTPUT_PROTO(bpf_perf_event_output_first);

/* There are none: raw tracepoints and functions. It happens here. */
BPF_CALL_5(bpf_perf_event_output_here, void *, ctx, struct bpf_map *, map, u64, flags,
	   void *, data, u64, size)
{
	struct pt_regs regs = {};

	perf_fetch_caller_regs(&regs);
	return send_bytes(&regs, map, flags, data, size);
}

OUTPUT_PROTO(bpf_perf_event_output_here);

/* ---- stacks: kernel/bpf/stackmap.c has them, from registers on ---- */

#define STACKID_PROTO(helper) \
	GPL_HELPER(helper, (ARG_PTR_TO_CTX, ARG_CONST_MAP_PTR, ARG_ANYTHING))

BPF_CALL_3(bpf_get_stackid_first, struct pt_regs **, ctx, struct bpf_map *, map, u64, flags)
{
	return bpf_get_stackid((unsigned long)*ctx, (unsigned long)map, flags, 0, 0);
}

STACKID_PROTO(bpf_get_stackid_first);

BPF_CALL_3(bpf_get_stackid_here, void *, ctx, struct bpf_map *, map, u64, flags)
{
	struct pt_regs regs = {};

	perf_fetch_caller_regs(&regs);
	return bpf_get_stackid((unsigned long)&regs, (unsigned long)map, flags, 0, 0);
}

STACKID_PROTO(bpf_get_stackid_here);

#define STACK_PROTO(helper) \
	GPL_HELPER(helper, (ARG_PTR_TO_CTX, ARG_PTR_TO_UNINIT_MEM, \
			    ARG_CONST_SIZE_OR_ZERO, ARG_ANYTHING))

BPF_CALL_4(bpf_get_stack_first, struct pt_regs **, ctx, void *, buf, u32, size, u64, flags)
{
	return bpf_get_stack((unsigned long)*ctx, (unsigned long)buf, size, flags, 0);
}

STACK_PROTO(bpf_get_stack_first);

BPF_CALL_4(bpf_get_stack_here, void *, ctx, void *, buf, u32, size, u64, flags)
{
	struct pt_regs regs = {};

	perf_fetch_caller_regs(&regs);
	return bpf_get_stack((unsigned long)&regs, (unsigned long)buf, size, flags, 0);
}

STACK_PROTO(bpf_get_stack_here);
