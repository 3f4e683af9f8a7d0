# SPDX-License-Identifier: GPL-2.0
# what: onmax and onchange save fields and fire events when, and only when, their variable says so
# needs: synthetic_events events/sched/sched_switch/inject events/sched/sched_switch/hist

switch=events/sched/sched_switch

# hit PREV_PID NEXT_COMM
hit()
{
	put $switch/inject "next_pid=5 prev_pid=$1 prev_prio=4242 next_comm=\"$2\""
}

put $switch/trigger 'hist:keys=next_pid:x=prev_pid:onmax($x).save(next_comm,prev_pid) if prev_prio == 4242'
hit 10 ten
hit 30 thirty
hit 20 twenty
same "$(sed -n '/^{/{N;p}' $switch/hist | tr -s ' \t\n' ' ')" \
	'{ next_pid: 5 } hitcount: 3 max: 30 next_comm: thirty prev_pid: 30 '
add $switch/trigger '!hist:keys=next_pid:x=prev_pid:onmax($x).save(next_comm,prev_pid) if prev_prio == 4242'

put synthetic_events 'changed pid_t value'
put events/synthetic/changed/enable 1
put $switch/trigger 'hist:keys=next_pid:x=prev_pid:onchange($x).trace(changed,$x) if prev_prio == 4242'
for n in 7 7 8 8 8 7; do
	hit $n any
done
same "$(sed -n 's/.* changed: //p' trace | tr '\n' ' ')" 'value=7 value=8 value=7 '
