# SPDX-License-Identifier: GPL-2.0
# what: perf records an event on all CPUs, on one, of one task, with a filter and with stacks
# needs: program:perf event:sched/sched_switch cpus:2
# time: 240

# record OPTIONS...: to $WORK/text
record()
{
	works perf record -q -o "$WORK/data" -e sched:sched_switch "$@"
	perf script -i "$WORK/data" > "$WORK/text" 2> "$WORK/errors"
	same "$(cat "$WORK/errors")" '' 'what perf script complains of'
}

switch='sched:sched_switch: prev_comm=.* prev_pid=[0-9]+ prev_prio=[0-9]+ prev_state=[^ ]+ ==> next_comm=.* next_pid=[0-9]+ next_prio=[0-9]+$'

record -a sleep 0.5
has "$WORK/text" '\[000\]'
has "$WORK/text" '\[001\]'
same "$(grep -vcE "$switch" "$WORK/text")" 0 'lines that are no switches'

record -C 1 sleep 0.5
has "$WORK/text" "\\[001\\].* $switch"
hasnt "$WORK/text" '\[000\]'

record -a --filter 'prev_pid == 0 && next_comm ~ "sl*"' sleep 0.5
has "$WORK/text" "$switch"
hasnt "$WORK/text" 'prev_pid=[1-9]'
hasnt "$WORK/text" 'next_comm=[^s]'
refused perf record -q -o "$WORK/data" -a -e sched:sched_switch --filter 'prev_pidd == 0' true
refused perf record -q -o "$WORK/data" -a -e sched:sched_switch --filter 'prev_pid == ' true

# Of one task, and its children: they are who is switched away from
record sh -c 'sleep 0.1; sleep 0.2'
has "$WORK/text" '^ *sleep .* prev_comm=sleep '
hasnt "$WORK/text" '^ *swapper '

record -a -g sleep 0.3
has "$WORK/text" '__schedule|schedule'
# Neither enabled a thing that ftrace records
is events/sched/sched_switch/enable 0
