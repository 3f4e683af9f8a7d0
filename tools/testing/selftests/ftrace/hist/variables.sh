# SPDX-License-Identifier: GPL-2.0
# what: variables and expressions compute across events by key, once each, and refuse what they must
# needs: events/sched/sched_switch/inject events/sched/sched_wakeup/inject events/sched/sched_switch/hist

wakeup=events/sched/sched_wakeup
switch=events/sched/sched_switch
put $wakeup/trigger 'hist:keys=pid:p=prio*2 if target_cpu == 77'
put $switch/trigger 'hist:keys=next_pid:d=$p-prev_pid:vals=$d if prev_prio == 4242'
has $switch/trigger ':d=\$p-prev_pid:'

# No wake-up seen: nothing to compute with
put $switch/inject 'next_pid=5 prev_pid=1 prev_prio=4242'
has $switch/hist '^    Hits: 0$'

put $wakeup/inject 'pid=5 prio=50 target_cpu=77'
put $switch/inject 'next_pid=5 prev_pid=1 prev_prio=4242'
same "$(grep '^{' $switch/hist | tr -s ' ')" '{ next_pid: 5 } hitcount: 1 $d: 99'
# It has been used up, and is another key's not at all
put $switch/inject 'next_pid=5 prev_pid=1 prev_prio=4242'
put $switch/inject 'next_pid=6 prev_pid=1 prev_prio=4242'
has $switch/hist '^    Hits: 1$'

# What is referred to stays
refused append_to $wakeup/trigger '!hist:keys=pid:p=prio*2 if target_cpu == 77'
has error_log "The histogram's variables are in use"
has $wakeup/trigger '^hist:'
add $switch/trigger '!hist:keys=next_pid:d=$p-prev_pid:vals=$d if prev_prio == 4242'
add $wakeup/trigger '!hist:keys=pid:p=prio*2 if target_cpu == 77'
hasnt $wakeup/trigger '^hist:'

# computes EXPRESSION VALUE, with prev_pid 100, next_prio 7
computes()
{
	put $switch/trigger "hist:keys=next_pid:x=$1:vals=\$x if prev_prio == 4242"
	put $switch/inject 'next_pid=5 prev_pid=100 next_prio=7 prev_prio=4242'
	same "$(sed -n 's/^{.*\$x: *//p' $switch/hist)" "$2" "$1"
	add $switch/trigger "!hist:keys=next_pid:x=$1:vals=\$x if prev_prio == 4242"
}

computes prev_pid 100
computes prev_pid+next_prio 107
computes prev_pid-next_prio*2 86
computes '(prev_pid-next_prio)*2' 186
computes prev_pid/next_prio 14
computes 'prev_pid/next_prio/2' 7
computes '-next_prio+10' 3
computes 'prev_pid/(next_prio-7)' 18446744073709551615
computes 0x10+next_prio 23

put error_log ''
rejects $switch/trigger 'hist:keys=next_pid:x=prev_pid/0'
has error_log 'error: Division by zero$'
rejects $switch/trigger 'hist:keys=next_pid:x=common_timestamp.usecs-common_timestamp'
has error_log 'error: Timestamp units in expression don.t match$'
for bad in 'x=prev_pid+next_comm' 'x=$nothing' 'x=' 'x=12ab' 'x=(prev_pid' 'x=prev_pid+' \
	   'x=prev_pid,x=next_pid' '1x=prev_pid' 'x=sched.sched_wakeup.$nothing'; do
	rejects $switch/trigger "hist:keys=next_pid:$bad"
done
