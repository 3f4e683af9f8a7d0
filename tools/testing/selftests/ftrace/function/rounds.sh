# SPDX-License-Identifier: GPL-2.0
# what: hooking one function or all takes three rounds of interrupts of the other CPUs
# needs: tracer:function cpus:2 event:csd/csd_queue_cpu

instance rounds
i=instances/rounds
put $i/events/csd/csd_queue_cpu/enable 1
# rounds COMMAND...: what it makes each other CPU do, how often
rounds()
{
	put $i/trace ''
	"$@"
	put $i/tracing_on 0
	for cpu in $(cpu_list); do
		echo "$(count $i/trace "csd_queue_cpu: cpu=$cpu .*func=do_sync_core") on $cpu"
	done > "$WORK/rounds"
	put $i/tracing_on 1
	# The CPU that did it had to tell itself nothing: it may have been any.
	same "$(awk '{ n += $1 } END { print n }' "$WORK/rounds")" $((3 * ($(cpus) - 1))) "rounds of all, $*"
	same "$(awk '$1 > 3' "$WORK/rounds")" '' "more than three rounds, $*"
}

rounds put current_tracer function
rounds put current_tracer nop
put set_ftrace_filter schedule
rounds put current_tracer function
rounds put set_ftrace_filter 'vfs_*'
rounds put current_tracer nop
