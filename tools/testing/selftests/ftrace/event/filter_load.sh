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
done
for where in . instances/load; do
	put $where/events/sched/sched_switch/enable 0
	put $where/events/kmem/kmalloc/enable 0
done
has trace 'sched_switch:'
has instances/load/trace 'kmalloc:'
