# SPDX-License-Identifier: GPL-2.0
# what: what is set for the buffer holds for the spare one too, whatever snapshots are taken
# needs: snapshot event:sched/sched_waking cpus:2
# time: 120

instance both
cd instances/both
put events/sched/sched_waking/trigger snapshot
on_exit "echo '!snapshot' > events/sched/sched_waking/trigger 2>/dev/null"

# Each of these changes both buffers, one after the other, while they change places
for n in $(seq 30); do
	put buffer_size_kb $((64 + n))
	put trace_clock mono
	put tracing_cpumask 1
	put tracing_cpumask 3
	put trace_clock counter
	put buffer_subbuf_size_kb $((4 << n % 2))
done
put events/sched/sched_waking/trigger '!snapshot'

# what: all that is to be the same in both places
what()
{
	cat buffer_size_kb buffer_total_size_kb buffer_subbuf_size_kb
	for cpu in 0 1; do
		taskset $((1 << cpu)) sh -c "echo by $cpu > trace_marker"
		has per_cpu/cpu$cpu/trace "by $cpu\$"
	done
	# Of this clock, which a buffer may have missed, times have few digits.
	sed -n 's/.* \([0-9]*\): tracing_mark_write: by.*/\1/p' trace | sed 's/..*/&-/;s/^.\{1,6\}-$/counted/'
}
first=$(what)
put snapshot 1
same "$(what)" "$first" 'in the other place'

# A spare buffer that is needed shrinks with the other when the memory is given back
put events/sched/sched_waking/trigger 'snapshot if pid == 0 && pid != 0'
: > free_buffer
small=$(cat per_cpu/cpu0/buffer_size_kb)
between 1 "$small" 32 'KiB, given back'
put snapshot 1
same "$(cat per_cpu/cpu0/buffer_size_kb)" "$small" 'the spare one'
put events/sched/sched_waking/trigger '!snapshot'
