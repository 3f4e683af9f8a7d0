# SPDX-License-Identifier: GPL-2.0
# what: actions that cannot be are refused with a reason, and leave nothing behind
# needs: synthetic_events events/sched/sched_switch/hist events/sched/sched_wakeup/hist

switch=events/sched/sched_switch
put synthetic_events 'ev pid_t pid; char comm[16]'

# refuses ACTION TEXT
refuses()
{
	put error_log ''
	rejects $switch/trigger "hist:keys=next_pid:x=prev_pid:$1"
	has error_log "error: $2\$"
}

refuses 'onmatch(sched.sched_wakeup)' 'No action found'
refuses 'onmatch(sched.sched_wakeup).' 'No action found'
refuses 'onmatch(sched.sched_wakeup' 'No closing paren found'
refuses 'onmatch(sched.sched_wakeup).ev(next_pid' 'No closing paren found'
refuses 'onmatch(sched_wakeup).ev(next_pid,next_comm)' 'Missing subsystem'
refuses 'onmatch(sched.nonsense).ev(next_pid,next_comm)' 'Invalid subsystem or event name'
refuses 'onmatch(sched.sched_wakeup).nonsense(next_pid)' "Couldn't find synthetic event"
refuses 'onmatch(sched.sched_wakeup).ev(next_pid)' \
	"Param count doesn't match synthetic event field count"
refuses 'onmatch(sched.sched_wakeup).ev(next_comm,next_comm)' \
	"Param type doesn't match synthetic event field type"
refuses 'onmatch(sched.sched_wakeup).ev(target_cpu,next_comm)' \
	'Matching event histogram not found'
refuses 'onmatch(sched.sched_wakeup).save(next_pid)' "Handler doesn't support action"
refuses 'onmax(x).save(next_pid)' 'For onmax\(x\) or onchange\(x\), x must be a variable'
refuses 'onmax($y).save(next_pid)' "Couldn't find onmax or onchange variable"
refuses 'onmax($x).save()' 'No params found for save\(\)'
refuses 'onmax($x).save(nonsense)' "Couldn't find field"
refuses 'onmax($x).save(next_pid):onchange($x).save(prev_pid)' \
	"Can't have more than one save\(\) action per hist"
refuses 'x=next_pid' 'Variable already defined'

# The synthetic event is free again: nothing has kept it
add synthetic_events '!ev'
is synthetic_events ''
