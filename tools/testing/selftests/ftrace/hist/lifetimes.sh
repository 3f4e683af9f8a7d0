# SPDX-License-Identifier: GPL-2.0
# what: histograms that need each other go in an order, and none is left with what another one has freed
# needs: synthetic_events event:sched/sched_waking events/sched/sched_switch/hist instances

waking=events/sched/sched_waking
switch=events/sched/sched_switch

# What an action keeps of another event is nobody else's
put synthetic_events 'wl u64 lat; int prio'
put $waking/trigger 'hist:keys=pid:ts0=common_timestamp'
line='hist:keys=next_pid:lat=common_timestamp-$ts0:onmatch(sched.sched_waking).wl($lat,prio)'
add $switch/trigger "$line"
rejects $switch/trigger 'hist:keys=next_pid:p=$synthetic_prio'
has error_log "Couldn't find variable"
add $switch/trigger "!$line"
add $waking/trigger '!hist:keys=pid:ts0=common_timestamp'
put synthetic_events ''

# A chain of three over two events goes with its instance, whichever event goes first
for pair in 'sched_waking sched_switch pid next_pid' 'sched_switch sched_waking next_pid pid'; do
	# shellcheck disable=SC2086
	set -- $pair
	instance chain
	in=instances/chain/events/sched
	add "$in/$1/trigger" "hist:keys=$3:x=common_cpu"
	add "$in/$2/trigger" "hist:keys=$4:y=\$x"
	add "$in/$1/trigger" "hist:keys=$3:z=\$y"
	works rmdir instances/chain
done

# One table for two events: only if all in a row is the same
named='hist:keys=next_pid:v=prev_pid:name=n'
put $switch/trigger "$named:onmax(\$v).save(next_comm)"
rejects $switch/trigger "$named:onmax(\$v).save(prev_pid,next_pid)"
has error_log "Named hist trigger doesn't match existing named trigger"
put $switch/trigger ''

# More than anybody can mean is refused, without a word in the kernel log
saved=next_comm
for _ in 1 2 3 4 5 6; do
	saved=$saved,$saved
done
rejects $switch/trigger "hist:keys=next_pid:x=prev_pid:size=131072:onmax(\$x).save($saved)"

# A share of a sum that has wrapped
put $switch/trigger 'hist:keys=next_pid:vals=prev_prio.percent if next_prio == 4242'
put $switch/inject 'next_pid=1 prev_prio=-2 next_prio=4242'
put $switch/inject 'next_pid=2 prev_prio=3 next_prio=4242'
same "$(count $switch/hist '^\{ next_pid:')" 2 'rows of a sum that has wrapped'
put $switch/trigger ''

# A refused line leaves the clock, and what was recorded, as they are
put trace_clock local
rejects $switch/trigger 'hist:keys=next_pid:t=common_timestamp:onmax($x).save(next_comm)'
has trace_clock '\[local\]'
