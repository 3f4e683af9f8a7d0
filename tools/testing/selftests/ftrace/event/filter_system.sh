# SPDX-License-Identifier: GPL-2.0
# what: the filter of a system is set on those of its events that have the fields
# needs: event:sched/sched_switch event:sched/sched_wakeup event:sched/sched_process_exit

cd events/sched
put filter 'common_pid == 0'
for event in */; do
	is "${event}filter" 'common_pid == 0'
done

# Of two fields that only sched_switch has
put filter 'prev_pid == 3 && next_pid == 4'
is sched_switch/filter 'prev_pid == 3 && next_pid == 4'

put filter 0
for event in */; do
	is "${event}filter" none
done
cd ../..

# It does what it says
put events/sched/filter 'common_pid == 0'
put events/sched/sched_switch/enable 1
sleep 0.3
put events/sched/sched_switch/enable 0
has trace 'sched_switch: prev_comm=swapper'
hasnt trace 'sched_switch: prev_comm=[^s]'
put events/sched/filter 0
