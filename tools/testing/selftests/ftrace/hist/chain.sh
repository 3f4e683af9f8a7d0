# SPDX-License-Identifier: GPL-2.0
# what: an event that a histogram fires can fire another one, and what goes no further is counted
# needs: synthetic_events events/sched/sched_switch/inject events/sched/sched_switch/hist

switch=events/sched/sched_switch
for n in 1 2 3; do
	add synthetic_events "s$n pid_t v"
	put events/synthetic/s$n/enable 1
done
put $switch/trigger 'hist:keys=prev_prio:x=next_pid:onchange($x).s1($x) if prev_prio == 4242'
put events/synthetic/s1/trigger 'hist:keys=v:x=v:onchange($x).s2($x)'
put events/synthetic/s2/trigger 'hist:keys=v:x=v:onchange($x).s3($x)'
cut=$(sed -n 's/^    Chains cut: //p' events/synthetic/s2/hist)
put $switch/inject 'next_pid=5 prev_prio=4242'
# Triggers are run before the record is in the buffer: the last one comes first
same "$(sed -n 's/.* \(s[1-3]: v=\)/\1/p' trace)" 's2: v=5
s1: v=5'
has events/synthetic/s2/hist "^    Chains cut: $((${cut:-0} + 1))\$"
for n in 1 2; do
	put events/synthetic/s$n/trigger ''
done
