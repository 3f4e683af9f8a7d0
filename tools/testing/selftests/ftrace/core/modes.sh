# SPDX-License-Identifier: GPL-2.0
# what: each file has the mode that it should have, and tracefs belongs to root
# needs: trace

check()
{
	mode=$1
	shift
	for file; do
		[ -e "$file" ] || continue
		same "$(stat -c %a "$file")" "$mode" "mode of $file"
		same "$(stat -c %u "$file")" 0 "owner of $file"
	done
}
check 440 README available_events available_filter_functions available_tracers buffer_total_size_kb \
	dyn_ftrace_total_info enabled_functions kprobe_profile probe_stat printk_formats saved_cmdlines \
	saved_tgids \
	stack_trace timestamp_mode touched_functions trace_pipe uprobe_profile user_events_status \
	per_cpu/cpu0/snapshot_raw per_cpu/cpu0/stats per_cpu/cpu0/trace_pipe \
	per_cpu/cpu0/trace_pipe_raw events/header_event events/header_page \
	events/sched/sched_switch/format events/sched/sched_switch/id events/sched/sched_switch/hist
check 640 buffer_percent buffer_size_kb buffer_subbuf_size_kb current_tracer dynamic_events error_log \
	function_profile_enabled kprobe_events max_graph_depth saved_cmdlines_size set_event \
	set_event_notrace_pid set_event_pid set_ftrace_filter set_ftrace_notrace set_ftrace_notrace_pid \
	set_ftrace_pid set_graph_function set_graph_notrace snapshot stack_max_size stack_trace_filter \
	synthetic_events trace trace_clock trace_options tracing_cpumask tracing_max_latency tracing_on \
	tracing_thresh uprobe_events user_events_data per_cpu/cpu0/buffer_size_kb per_cpu/cpu0/snapshot \
	per_cpu/cpu0/trace options/overwrite events/enable events/sched/enable events/sched/filter \
	events/sched/sched_switch/enable events/sched/sched_switch/filter \
	events/sched/sched_switch/trigger
check 200 free_buffer events/sched/sched_switch/inject
check 220 trace_marker trace_marker_raw
check 750 options per_cpu per_cpu/cpu0 instances trace_stat
