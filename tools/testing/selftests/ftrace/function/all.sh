# SPDX-License-Identifier: GPL-2.0
# what: hooking and unhooking all functions, again and again, under load and NMIs, misses no call
# needs: tracer:function module:function_calls
# time: 1500

# FTRACE_LONG=1 in the environment: as often as a release should stand
rounds=10
[ -z "${FTRACE_LONG-}" ] || rounds=200

work()
{
	while :; do
		(echo x | cat | cat > /dev/null)
		ls / > /dev/null
	done
}

# NMIs on all CPUs; their calls have to be recorded all the time
rm -f "$WORK/stop" "$WORK/storms"
load function_calls
call=/sys/module/function_calls/parameters/call
storm()
{
	n=0
	while [ ! -e "$WORK/stop" ]; do
		echo 'calls_alpha nmi 10' > $call
		n=$((n + 1))
	done
	echo $n > "$WORK/storms"
}

instance all_storm
put instances/all_storm/set_ftrace_filter calls_alpha
put instances/all_storm/current_tracer function
run_in_background storm
run_in_background work
run_in_background work
trace_on_off function $rounds
put current_tracer function
differ "$(records | head -n 100 | wc -l)" 0 'records'
all=$(wc -l < available_filter_functions)
same "$(wc -l < enabled_functions)" "$all" 'enabled functions'
put current_tracer nop
touch "$WORK/stop"
until_true 60 test -s "$WORK/storms"
has "$WORK/storms" '^[1-9]'
same "$(written all_storm)" $(($(cat "$WORK/storms") * 10 * $(cpus))) 'calls from NMIs'
put instances/all_storm/current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions at the end'
