# SPDX-License-Identifier: GPL-2.0
# what: every form of set_event turns on and off what it says, and shows it
# needs: set_event event:sched/sched_switch event:sched/sched_waking event:irq/softirq_entry

on() { sort set_event | tr '\n' ' '; }

has available_events '^sched:sched_switch$'
hasnt available_events '^ftrace:'
same "$(cat available_events | sort | uniq -d)" '' 'events listed twice'

put set_event sched:sched_switch
same "$(on)" 'sched:sched_switch '
add set_event sched_waking
same "$(on)" 'sched:sched_switch sched:sched_waking '
add set_event '!sched:sched_switch'
same "$(on)" 'sched:sched_waking '
put set_event 'sched:sched_switch irq:softirq_entry'
same "$(on)" 'irq:softirq_entry sched:sched_switch '
is events/irq/softirq_entry/enable 1
add set_event '!irq:'
same "$(on)" 'sched:sched_switch '
put set_event 'irq:*'
same "$(count set_event '^irq:')" "$(count available_events '^irq:')"
hasnt set_event '^sched:'
put set_event irq
same "$(count set_event '^irq:')" "$(count available_events '^irq:')"
put set_event '*:sched_wak*'
has set_event '^sched:sched_waking$'
hasnt set_event '^sched:sched_switch$'
put set_event '*:*'
same "$(count set_event .)" "$(count available_events .)"
add set_event '!*:*'
same "$(on)" ''

# The end of a write ends a word, while the file stays open
works fio open:a=w,set_event write:a=sched:sched_switch \
	run:='grep -qx sched:sched_switch set_event' fails=EINVAL write:a=nonsense
same "$(on)" 'sched:sched_switch '
# ... but where it is too long to be taken at once, no word is cut
same "$(fio open:a=w,set_event "write:a=$(printf '%65530s' '') sched:sched_waking" \
	write:a=sched:sched_waking)" 'wrote 65531 of 65549'
same "$(on)" 'sched:sched_switch sched:sched_waking '

put set_event sched:sched_switch
for bad in nonsense nonsense: sched:nonsense '!nonsense' '!' ':mod:'; do
	rejects set_event "$bad" EINVAL
done
: > set_event
same "$(on)" ''
