# SPDX-License-Identifier: GPL-2.0
# what: triggers come and go on busy events, also with the instance they are in
# needs: event:sched/sched_switch event:sched/sched_waking instances
# time: 180

run_in_background sh -c 'while :; do (:); done'
trigger=events/sched/sched_switch/trigger
for i in 0 1 2 3 4; do
	works mkdir instances/load
	for j in 0 1 2; do
		put $trigger 'enable_event:sched:sched_waking if prev_pid == 0'
		put $trigger 'stacktrace:5 if next_pid == 0'
		put instances/load/$trigger 'disable_event:sched:sched_switch:3'
		put instances/load/$trigger 'enable_event:sched:sched_waking'
		put $trigger '!stacktrace'
		put $trigger '!enable_event:sched:sched_waking'
		put instances/load/$trigger '!enable_event:sched:sched_waking'
		put instances/load/$trigger '!disable_event:sched:sched_switch'
	done
	put instances/load/$trigger 'enable_event:sched:sched_waking'
	put instances/load/$trigger 'traceoff:1 if prev_pid == 0'
	works rmdir instances/load
done
put events/sched/sched_waking/enable 0
put events/sched/sched_switch/enable 0
is $trigger "$(cat events/sched/sched_waking/trigger)"
