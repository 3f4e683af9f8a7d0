# SPDX-License-Identifier: GPL-2.0
# what: filters are set and taken away a hundred times while events are made, on all CPUs
# needs: event:sched/sched_switch event:kmem/kmalloc instances
# time: 120

instance load
for where in . instances/load; do
	put $where/events/sched/sched_switch/enable 1
	put $where/events/kmem/kmalloc/enable 1
done
run_in_background sh -c 'while :; do (:); done'
for i in 0 1 2 3 4 5 6 7 8 9; do
	for j in 0 1 2 3 4 5 6 7 8 9; do
		put events/sched/sched_switch/filter "prev_pid == 1$i$j || prev_comm ~ \"*$j*\""
		put instances/load/events/kmem/filter "call_site != $j && common_pid != $i"
	done
	put events/sched/sched_switch/filter 0
	put instances/load/events/kmem/filter 0
	# Each round ends with filters that let nothing pass: not a record comes through
	put events/sched/sched_switch/filter 'prev_pid == 1 && prev_pid == 2'
	put instances/load/events/kmem/filter 'common_pid < 0'
	: > trace
	: > instances/load/trace
	fork_some 5
	hasnt trace ' sched_switch: '
	hasnt instances/load/trace ' kmalloc: '
done
# And what passes is what the filter says
put events/sched/sched_switch/filter 'prev_pid == 0 || next_pid == 0'
put instances/load/events/kmem/filter 'bytes_req >= 1024'
: > trace
: > instances/load/trace
until_true 20 grep -q sched_switch: trace
until_true 20 grep -q kmalloc: instances/load/trace
for where in . instances/load; do
	put $where/events/sched/sched_switch/enable 0
	put $where/events/kmem/kmalloc/enable 0
done
has trace 'sched_switch:'
records | grep ' sched_switch: ' | grep -vE 'prev_pid=0 |next_pid=0 ' > "$WORK/others" || :
same "$(cat "$WORK/others")" '' 'records that the filter should not let pass'
has instances/load/trace 'bytes_req=[0-9]{4}'
hasnt instances/load/trace 'bytes_req=[0-9]{1,3} '
put events/sched/sched_switch/filter 0
