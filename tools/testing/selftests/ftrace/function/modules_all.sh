# SPDX-License-Identifier: GPL-2.0
# what: modules come and go while all functions are hooked and unhooked
# needs: tracer:function module:function_calls module:ftrace-ops
# time: 600

rounds=3
[ -z "${FTRACE_LONG-}" ] || rounds=40

toggle()
{
	while [ ! -e "$WORK/stop" ]; do
		echo function > current_tracer
		echo nop > current_tracer
	done
	touch "$WORK/stopped"
}

rm -f "$WORK/stop" "$WORK/stopped"
run_in_background toggle
i=0
while [ $i -lt $rounds ]; do
	works insmod "$(module_file function_calls)"
	works insmod "$(module_file ftrace-ops)" calls=100
	works rmmod ftrace_ops
	works rmmod function_calls
	i=$((i + 1))
done
touch "$WORK/stop"
until_true 60 test -e "$WORK/stopped"

put current_tracer function
load function_calls
same "$(count enabled_functions '^calls_.*\[function_calls\]')" 3 'functions of a module that comes'
rmmod function_calls
same "$(count enabled_functions 'function_calls')" 0 'functions of a module that went'
put current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions at the end'
