# SPDX-License-Identifier: GPL-2.0
# what: an event is recorded between its enable file's 1 and 0, and systems sum up
# needs: event:sched/sched_switch event:sched/sched_process_fork

is events/sched/sched_process_fork/enable 0
is events/sched/enable 0
keeps events/sched/sched_process_fork/enable 1
is events/sched/enable X
is events/enable X
fork_some 3
keeps events/sched/sched_process_fork/enable 0
between 3 "$(count trace ' sched_process_fork: comm=')" 100
hasnt trace sched_switch:

put trace ''
fork_some 3
hasnt trace sched_process_fork:

keeps events/sched/enable 1
is events/sched/sched_switch/enable 1
fork_some 3
sleep 0.1
keeps events/sched/enable 0
is events/sched/sched_switch/enable 0
has trace ' sched_switch: prev_comm=.* prev_pid=[0-9]+ prev_prio=[0-9]+ prev_state=[^ ]+ ==> next_comm='
has trace ' sched_process_fork: comm=.* pid=[0-9]+ child_comm=.* child_pid=[0-9]+'

for bad in 2 -1 x 01x '1 1'; do
	rejects events/sched/sched_switch/enable "$bad" EINVAL
	rejects events/sched/enable "$bad" EINVAL
	rejects events/enable "$bad" EINVAL
done
