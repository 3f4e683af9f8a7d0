# SPDX-License-Identifier: GPL-2.0
# what: what makes no sense to a file is refused, and the file reads as before
# needs: trace program:fio

# Not among them: files that take any text, or any number
for file in tracing_on buffer_size_kb buffer_subbuf_size_kb buffer_percent trace_clock trace_options \
	    current_tracer tracing_cpumask saved_cmdlines_size tracing_thresh tracing_max_latency \
	    options/overwrite per_cpu/cpu0/buffer_size_kb set_event set_event_pid set_ftrace_pid \
	    events/enable events/sched/enable events/sched/sched_switch/enable max_graph_depth \
	    kprobe_events uprobe_events dynamic_events synthetic_events function_profile_enabled \
	    stack_max_size events/sched/sched_switch/trigger \
	    hwlat_detector/width hwlat_detector/window osnoise/period_us; do
	[ -w "$file" ] || continue
	before=$(cat "$file")
	fio open:f=wa,$file write:f='no such thing\n' 2>/dev/null && fail "$file takes 'no such thing'"
	same "$(cat "$file")" "$before" "$file after words"
	fio open:f=wa,$file write:f='\x01\xff\n' 2>/dev/null && fail "$file takes bytes that are no text"
	same "$(cat "$file")" "$before" "$file after bytes"
	fio open:f=wa,$file fill:f=1048576,x 2>/dev/null || :
	same "$(cat "$file")" "$before" "$file after a line of 1 MiB"
	fio open:f=wa,$file fault:f=10 2>/dev/null && fail "$file reads a bad address"
	same "$(cat "$file")" "$before" "$file after a bad address"
done
checked
