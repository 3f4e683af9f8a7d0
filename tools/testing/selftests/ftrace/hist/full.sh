# SPDX-License-Identifier: GPL-2.0
# what: a histogram that is full says how many hits it dropped, and counts on for the keys it has
# needs: events/sched/sched_switch/inject events/sched/sched_switch/hist

dir=events/sched/sched_switch
put $dir/trigger 'hist:keys=next_pid:size=128 if prev_prio == 4242'
for pid in $(seq 1 138) 1 2; do
	put $dir/inject "next_pid=$pid prev_prio=4242"
done
has $dir/hist '^    Hits: 130$'
has $dir/hist '^    Entries: 128$'
has $dir/hist '^    Dropped: 10$'
same "$(count $dir/hist '^\{ next_pid: +[12] \} hitcount: +2$')" 2 'keys that were hit again'
