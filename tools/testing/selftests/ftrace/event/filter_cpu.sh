# SPDX-License-Identifier: GPL-2.0
# what: filters on CPUs: the current one, a number, a list
# needs: event:sched/sched_switch event:sched/sched_wakeup cpus:2

switch=events/sched/sched_switch

# on_cpus FILTER: the CPUs whose switches pass
on_cpus()
{
	put $switch/filter "$1"
	: > trace
	put $switch/enable 1
	for cpu in 0 1; do
		taskset $((1 << cpu)) sh -c 'sleep 0.05'
	done
	put $switch/enable 0
	records | sed -n 's/^[^[]*\[0*\([0-9]\{1,\}\)\].*/\1/p' | sort -un | head -n 2 | tr '\n' ' '
}

for filter in 'CPU == 0' 'cpu == 0' 'CPU & CPUS{0}' 'CPU < 1' '!(CPU & CPUS{1-7})' 'CPU == CPUS{0}'; do
	case $filter in
	*1-7*) [ "$(cpus)" -ge 8 ] || continue ;;
	esac
	same "$(on_cpus "$filter")" '0 ' "$filter"
done
for filter in 'CPU == 1' 'CPU & 1 && CPU < 2' 'CPU & CPUS{1}' 'CPU & CPUS{1} && CPU != 0'; do
	same "$(on_cpus "$filter")" '1 ' "$filter"
done
for filter in 'CPU & CPUS{0-1}' 'CPU & CPUS{0,1}' 'CPU != CPUS{0-1}'; do
	same "$(on_cpus "$filter")" '0 1 ' "$filter"
done
same "$(on_cpus 'CPU == CPUS{0-1}')" '' 'a CPU is not two'

# A field of the record
put events/sched/sched_wakeup/filter 'target_cpu & CPUS{1}'
: > trace
put events/sched/sched_wakeup/enable 1
taskset 2 sh -c 'sleep 0.05; (:)'
put events/sched/sched_wakeup/enable 0
has trace 'target_cpu=001'
hasnt trace 'target_cpu=000'
