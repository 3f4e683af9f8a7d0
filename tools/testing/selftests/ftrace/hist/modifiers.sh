# SPDX-License-Identifier: GPL-2.0
# what: each modifier shows a key or value its own way, and unfit ones are refused with their place
# needs: events/sched/sched_switch/inject events/sched/sched_switch/hist

dir=events/sched/sched_switch

# shows KEYS-AND-VALS REGEX: one record, one row
shows()
{
	put $dir/trigger "hist:$1 if prev_prio == 4242"
	put $dir/inject 'next_pid=300 prev_pid=17 prev_prio=4242 next_comm="two words" prev_state=255'
	has $dir/hist "$2"
	add $dir/trigger "!hist:$1 if prev_prio == 4242"
}

shows keys=next_pid '^\{ next_pid:        300 \} hitcount:          1$'
shows keys=next_pid.hex '^\{ next_pid: 12c \} hitcount:          1$'
shows keys=next_pid.log2 '^\{ next_pid: ~ 2\^9  \} hitcount:          1$'
shows keys=next_pid.buckets=100 '^\{ next_pid: ~ 300-399 \} hitcount:          1$'
shows keys=next_comm '^\{ next_comm: two words +\} hitcount:          1$'
shows keys=prev_state.sym '^\{ prev_state: \[ff\] 0xff +\} hitcount:          1$'
shows keys=common_pid.execname '^\{ common_pid: [^ ]+ +\[ +[0-9]+\] \} hitcount:          1$'
shows keys=common_cpu '^\{ common_cpu: +[0-9]+ \} hitcount:          1$'
shows keys=next_pid,prev_pid '^\{ next_pid:        300, prev_pid:         17 \} hitcount:          1$'
shows keys=next_pid:vals=prev_pid '\} hitcount:          1  prev_pid:         17$'
shows keys=next_pid:vals=prev_pid.hex '\} hitcount:          1  prev_pid:         11$'
shows keys=next_pid:vals=prev_pid:nohitcount:sort=prev_pid '\} prev_pid:         17$'
shows keys=next_pid:vals=prev_pid.percent '\} hitcount:          1  prev_pid \(%\): 100.00$'
shows keys=next_pid:vals=prev_pid.graph '\} hitcount:          1  prev_pid: #{20}$'
shows keys=next_pid:vals=prev_pid.min,prev_pid.max,prev_pid.avg \
	'prev_pid.min:         17  prev_pid.max:         17  prev_pid.avg:         17$'
shows 'keys=next_pid:vals=prev_pid*2+1' ' prev_pid\*2\+1:         35$'

# refuses LINE TEXT CARET: the caret is in that column of the line
refuses()
{
	put error_log ''
	rejects $dir/trigger "$1"
	has error_log "error: $2\$"
	same "$(sed -n '$s/^  Command: //; $p' error_log | cut -d'^' -f1 | wc -c | tr -d ' ')" \
	     $((11 + $3 + 1)) "where the caret stands for $1"
}

refuses hist:keys=nonsense "Couldn't find field" 10
refuses hist:keys=next_pid.nonsense 'Invalid field modifier' 19
refuses hist:keys=next_comm.hex 'Invalid field modifier' 19
refuses hist:keys=next_pid.execname 'Invalid field modifier' 18
refuses hist:keys=next_pid.buckets=0 'Invalid field modifier' 27
refuses hist:keys=next_pid.percent 'Invalid field modifier' 19
refuses hist:keys=next_pid:vals=next_comm 'A value must be a number' 24
refuses hist:keys=next_pid:sort=prev_pid 'Sort field must be a key or a val' 24
refuses hist:keys=next_pid:sort=next_pid.up 'Invalid sort modifier' 33
refuses hist:keys=next_pid:sort=hitcount,next_pid,prev_pid 'Too many sort fields \(Max = 2\)' 42
refuses hist:keys=next_pid:size=x 'Illegal size' 24
refuses hist:keys=next_pid:nonsense 'Malformed assignment' 19
refuses hist:keys=next_pid:clock=nonsense "Couldn't set trace_clock" 25
refuses hist:keys=next_pid,prev_pid,next_prio,prev_prio,prev_state 'Too many keys' 48
refuses hist:vals=next_pid 'No keys: hist:keys=FIELD' 0
