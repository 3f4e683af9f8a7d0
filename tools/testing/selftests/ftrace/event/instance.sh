# SPDX-License-Identifier: GPL-2.0
# what: an instance has events of its own, and leaves none on when it goes
# needs: instances event:sched/sched_process_fork

instance ev
is instances/ev/events/sched/sched_process_fork/enable 0
keeps instances/ev/events/sched/sched_process_fork/enable 1
is events/sched/sched_process_fork/enable 0
is set_event ''
is instances/ev/set_event sched:sched_process_fork
same "$(cat instances/ev/events/sched/sched_process_fork/format)" \
     "$(cat events/sched/sched_process_fork/format)" 'the format in the instance'

fork_some 3
between 3 "$(count instances/ev/trace ' sched_process_fork: ')" 100
same "$(records)" '' 'records at the top level'

# Both at once
put events/sched/sched_process_fork/enable 1
put trace ''
put instances/ev/trace ''
fork_some 5
put events/sched/sched_process_fork/enable 0
put instances/ev/events/sched/sched_process_fork/enable 0
same "$(records | grep -c sched_process_fork)" \
     "$(records instances/ev/trace | grep -c sched_process_fork)" 'records in both'

# Gone with its events on; what is open keeps it
put instances/ev/events/enable 1
exec 5< instances/ev/events/sched/sched_switch/format
refused EBUSY rmdir instances/ev
exec 5<&-
works rmdir instances/ev
fork_some 3
instance ev
is instances/ev/events/enable 0
