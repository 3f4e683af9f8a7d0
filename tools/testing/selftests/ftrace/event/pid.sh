# SPDX-License-Identifier: GPL-2.0
# what: set_event_pid and set_event_notrace_pid choose whose events are recorded
# needs: set_event_pid set_event_notrace_pid event:raw_syscalls/sys_enter event:sched/sched_switch

# pids: of the tasks that have records of sys_enter
pids() { records | sed -n 's/^ *.*-\([0-9][0-9]*\) .* sys_enter: .*/\1/p' | sort -un; }

busy()
{
	while :; do
		: < /dev/null
	done
}

run_in_background busy
wanted=$job
run_in_background busy
other=$job

keeps set_event_pid "$wanted"
put events/raw_syscalls/sys_enter/enable 1
sleep 0.3
put events/raw_syscalls/sys_enter/enable 0
same "$(pids)" "$wanted" 'tasks with records'

# Switches to it are recorded as well, and none that do not concern it
put trace ''
put events/sched/sched_switch/enable 1
sleep 0.3
put events/sched/sched_switch/enable 0
has trace " sched_switch: .* prev_pid=$wanted "
has trace " sched_switch: .* next_pid=$wanted "
records | grep ' sched_switch: ' > "$WORK/switches"
same "$(grep -vcE "(prev|next)_pid=$wanted( |\$)" "$WORK/switches")" 0 'switches of others'

put trace ''
put set_event_pid ''
is set_event_pid ''
keeps set_event_notrace_pid "$wanted"
put events/raw_syscalls/sys_enter/enable 1
sleep 0.3
put events/raw_syscalls/sys_enter/enable 0
pids > "$WORK/pids"
has "$WORK/pids" "^$other\$"
hasnt "$WORK/pids" "^$wanted\$"

put set_event_notrace_pid ''
add set_event_pid 1
add set_event_pid '2 3'
is set_event_pid '1
2
3'
for bad in x -1 1x 99999999999 '5 x' '5 -1 6' '5 4194304'; do
	rejects set_event_pid "$bad"
	rejects set_event_notrace_pid "$bad"
done
: > set_event_pid
