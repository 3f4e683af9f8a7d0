# SPDX-License-Identifier: GPL-2.0
# what: trace-cmd records all events, and reads every record of every event that it knows
# needs: program:trace-cmd events/enable cpus:2
# time: 600

busy()
{
	while :; do
		(:) | cat > "$WORK/nothing"
	done
}

seconds=1
[ -z "${FTRACE_LONG-}" ] || seconds=10
run_in_background busy
works trace-cmd record -q -e all -o "$WORK/data" sleep "$seconds" > "$WORK/said" 2>&1
kill "$job"
is events/enable 0
works trace-cmd report -i "$WORK/data" > "$WORK/text" 2> "$WORK/errors"
hasnt "$WORK/errors" 'rror|bad|invalid'
between 1000 "$(wc -l < "$WORK/text")" 100000000 lines
for event in sched_switch sys_enter sys_exit kmalloc sched_process_fork; do
	has "$WORK/text" " $event: "
done
# The formats of ma_*, which are not tracing's, print a number with %s.
same "$(grep 'FAILED TO PARSE' "$WORK/text" | grep -vcE ' ma_(op|read|write): ')" 0 \
	'records that cannot be read'
