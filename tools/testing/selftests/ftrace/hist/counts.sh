# SPDX-License-Identifier: GPL-2.0
# what: hit counts and sums equal what was injected; rows are sorted as asked; clear, pause and cont work
# needs: events/sched/sched_switch/inject events/sched/sched_switch/hist

dir=events/sched/sched_switch
# Real switches have no such priority
line='hist:keys=next_pid:vals=prev_pid:sort=prev_pid.descending:size=256 if prev_prio == 4242'

# hit NEXT_PID PREV_PID
hit()
{
	put $dir/inject "next_pid=$1 prev_pid=$2 prev_prio=4242"
}

put $dir/trigger "$line"
has $dir/trigger '^hist:keys=next_pid:vals=hitcount,prev_pid:sort=prev_pid.descending:size=256 if prev_prio == 4242 \[active\]$'
for pid in 11 22 33 22 33 33; do
	hit $pid 100
done
hit 11 1000
rows=$(grep '^{' $dir/hist | tr -s ' ')
same "$rows" '{ next_pid: 11 } hitcount: 2 prev_pid: 1100
{ next_pid: 33 } hitcount: 3 prev_pid: 300
{ next_pid: 22 } hitcount: 2 prev_pid: 200'
has $dir/hist '^    Hits: 7$'
has $dir/hist '^    Entries: 3$'
has $dir/hist '^    Dropped: 0$'

# The same line again is no second histogram
refused append_to $dir/trigger "$line"
has error_log 'hist:sched:sched_switch: error: Hist trigger already exists'

base=${line% if *}
add $dir/trigger "$base:pause if prev_prio == 4242"
has $dir/trigger '\[paused\]$'
hit 11 1
has $dir/hist '^    Hits: 7$'
add $dir/trigger "$base:cont if prev_prio == 4242"
has $dir/trigger '\[active\]$'
hit 11 1
has $dir/hist '^    Hits: 8$'
add $dir/trigger "$base:clear if prev_prio == 4242"
has $dir/hist '^    Hits: 0$'
hit 44 5
same "$(grep '^{' $dir/hist | tr -s ' ')" '{ next_pid: 44 } hitcount: 1 prev_pid: 5'

add $dir/trigger "!$line"
hasnt $dir/trigger '^hist:'
is $dir/hist ''
