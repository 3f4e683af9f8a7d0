# SPDX-License-Identifier: GPL-2.0
# what: a record can be made by hand, of an event that is off or on, and mistakes are refused
# needs: events/sched/sched_switch/inject event:sched/sched_process_exec

inject=events/sched/sched_switch/inject
put $inject 'prev_pid=11 next_pid=22 next_comm="cat" prev_comm='\''two words'\'' prev_prio=-3'
has trace 'prev_comm=two words prev_pid=11 prev_prio=-3 prev_state=R ==> next_comm=cat next_pid=22 next_prio=0$'
is events/sched/sched_switch/enable 0

put events/sched/sched_process_exec/inject 'filename="/bin/something" pid=7 old_pid=0x10'
has trace ' sched_process_exec: filename=/bin/something pid=7 old_pid=16$'

# A number is no text, least of all an address of one
if [ -e events/rcu/rcu_utilization/inject ]; then
	write_fails EINVAL events/rcu/rcu_utilization/inject 's=8'
	put events/rcu/rcu_utilization/inject ''
	has trace ' rcu_utilization: $'
fi
# Of the tracers' own records, only those that cannot mislead who shows them
put events/ftrace/function/inject 'ip=1 parent_ip=2'
put events/ftrace/print/inject 'ip=1'
has trace ': 0x1 <-0x2$'
for own in events/ftrace/*/; do
	case $own in */function/ | */print/) continue ;; esac
	checked
	[ ! -e "$own"inject ] || fail "$own has inject"
done

put trace ''
for bad in prev_pid prev_pid= prev_pid=x 'prev_comm=3' 'prev_pid="x"' 'next_comm="open'; do
	write_fails EINVAL $inject "$bad"
done
for bad in nonsense=1 'pid=1 nonsense=2' CPU=1; do
	write_fails ENOENT $inject "$bad"
done
same "$(records)" '' 'records of refused lines'
put $inject ''
same "$(records | wc -l | tr -d ' ')" 1
