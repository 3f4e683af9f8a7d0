# SPDX-License-Identifier: GPL-2.0
# what: each call in a task, interrupt or NMI of any CPU is recorded once for each who wants it
# needs: tracer:function module:function_calls
# time: 300

load function_calls
call=/sys/module/function_calls/parameters/call
times=20
each=$((times + 2 * times * $(cpus)))

calls() { records "$1/trace" | grep -c " calls_$2 .*<-" || :; }

# expect WHERE ALPHA BETA GAMMA: which of them it has, 0 or 1
expect()
{
	same "$(calls "$1" alpha)" $((each * $2)) "$what: alpha in $1"
	same "$(calls "$1" beta)" $((each * $3)) "$what: beta in $1"
	same "$(calls "$1" gamma)" $((each * $4)) "$what: gamma in $1"
	same "$(records "$1/trace" | grep -c '<-')" $((each * ($2 + $3 + $4))) "$what: all in $1"
}

clear_all()
{
	put trace ''
	for i in instances/*/; do
		[ ! -d "$i" ] || put "${i}trace" ''
	done
}

call_all()
{
	clear_all
	for f in alpha beta gamma; do
		for context in task irq nmi; do
			put $call "calls_$f $context $times"
		done
	done
}

what='one ops'
put set_ftrace_filter 'calls_alpha'
put current_tracer function
call_all; expect . 1 0 0
put set_ftrace_filter 'calls_*:mod:function_calls'
put set_ftrace_notrace 'calls_beta'
call_all; expect . 1 0 1
put set_ftrace_notrace ''
add set_ftrace_filter '!calls_gamma'
call_all; expect . 1 1 0

what='two ops'
instance calls_a
a=instances/calls_a
put $a/set_ftrace_filter 'calls_b* calls_gamma'
put $a/current_tracer function
call_all; expect . 1 1 0; expect $a 0 1 1

what='three ops and commands'
instance calls_b
b=instances/calls_b
put $b/set_ftrace_filter 'calls_*:mod:function_calls'
put $b/set_ftrace_notrace 'calls_gamma'
put $b/current_tracer function
add set_ftrace_filter 'calls_beta:traceon'
add $a/set_ftrace_filter 'calls_beta:traceon'
call_all; expect . 1 1 0; expect $a 0 1 1; expect $b 1 1 0

what='and stacks, and the profiler'
put $a/options/func_stack_trace 1
[ ! -e function_profile_enabled ] || put function_profile_enabled 1
call_all; expect . 1 1 0; expect $a 0 1 1; expect $b 1 1 0
same "$(count $a/trace '<stack trace>')" $((2 * each)) 'stacks'
if [ -e function_profile_enabled ]; then
	put function_profile_enabled 0
	same "$(cat trace_stat/function* | sed "s| \[.*\]||" | awk '$1 == "calls_alpha" { n += $2 } END { print n }')" \
		"$each" 'hits'
fi
put $a/options/func_stack_trace 0

what='limits by task'
put set_ftrace_pid $$
put $a/set_ftrace_notrace_pid $$
clear_all
put $call "calls_beta task $times"
(put $call "calls_beta task $times")
same "$(calls . beta) $(calls $a beta) $(calls $b beta)" "$times $times $((2 * times))" "$what"
put set_ftrace_pid ''
put $a/set_ftrace_notrace_pid ''

what='after they have left'
add set_ftrace_filter '!calls_beta:traceon'
add $a/set_ftrace_filter '!calls_beta:traceon'
put $a/current_tracer nop
call_all; expect . 1 1 0; expect $b 1 1 0
same "$(records $a/trace | wc -l)" 0 "$what"
put current_tracer nop
put $b/current_tracer nop
hasnt enabled_functions '^calls_'
