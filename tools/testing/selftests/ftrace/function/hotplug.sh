# SPDX-License-Identifier: GPL-2.0
# what: hooking and unhooking all functions while CPUs come and go misses no call
# needs: tracer:function module:function_calls cpus:2 /sys/devices/system/cpu/cpu1/online
# time: 1200

# FTRACE_LONG=1 in the environment: as often as a release should stand
rounds=5
[ -z "${FTRACE_LONG-}" ] || rounds=200

rm -f "$WORK/stop" "$WORK/storms" "$WORK/plugs"
load function_calls
call=/sys/module/function_calls/parameters/call
online=/sys/devices/system/cpu/cpu1/online
plug()
{
	n=0
	while [ ! -e "$WORK/stop" ]; do
		echo 0 > $online
		echo 1 > $online
		n=$((n + 1))
	done
	echo $n > "$WORK/plugs"
}

storm()
{
	n=0
	while [ ! -e "$WORK/stop" ]; do
		echo 'calls_alpha task 10' > $call
		echo 'calls_beta nmi 10' > $call
		n=$((n + 1))
	done
	echo $n > "$WORK/storms"
}

instance plug_storm
put instances/plug_storm/set_ftrace_filter calls_alpha
put instances/plug_storm/current_tracer function
on_exit "echo 1 > $online"
run_in_background plug
run_in_background storm
trace_on_off function $rounds
touch "$WORK/stop"
until_true 120 test -s "$WORK/plugs"
until_true 60 test -s "$WORK/storms"
differ "$(cat "$WORK/plugs")" 0 'CPUs unplugged and plugged again'
is $online 1
same "$(written plug_storm)" $(($(cat "$WORK/storms") * 10)) 'calls by a task'
put instances/plug_storm/current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions at the end'
