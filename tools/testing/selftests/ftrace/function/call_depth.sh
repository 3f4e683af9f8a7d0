# SPDX-License-Identifier: GPL-2.0
# what: where calls and returns are counted against each other, hooks count theirs too
# needs: tracer:function module:function_calls
# time: 120

counts=/sys/kernel/debug/callthunks
[ -d /sys/kernel/debug/kprobes ] || mount -t debugfs none /sys/kernel/debug 2>/dev/null || :
[ -e $counts/cpu0 ] || skip "no $counts (CONFIG_CALL_THUNKS_DEBUG)"
[ "$(awk '/C:/ { n += $2 } END { print n }' $counts/cpu0)" -gt 0 ] ||
	skip 'this processor needs no count of calls (retbleed=stuff)'

# Calls less returns, of all CPUs: the counter of calls is behind "C:", of returns behind "R:"
balance() { cat $counts/cpu* | awk '/C:/ { n += $2 - $4 } END { printf "%d", n }'; }

times=300000
load function_calls
drift()
{
	before=$(balance)
	put /sys/module/function_calls/parameters/call "calls_alpha task $times"
	after=$(balance)
	echo $((after - before))
}

# One call too many or too few would be as many as there are calls.
base=$(drift)
even()
{
	d=$(($(drift) - base))
	between -$((times / 10)) $d $((times / 10)) "calls less returns, $1"
}

even 'nothing hooked'
put set_ftrace_filter calls_alpha
put current_tracer function
even 'one hook'
instance depth_a
put instances/depth_a/set_ftrace_filter calls_alpha
put instances/depth_a/current_tracer function
even 'two hooks'
add set_ftrace_filter 'calls_alpha:stacktrace:1'
even 'and a command'
put current_tracer nop
put instances/depth_a/current_tracer nop
even 'a command alone'
add set_ftrace_filter '!calls_alpha:stacktrace'
