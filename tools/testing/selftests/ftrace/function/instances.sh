# SPDX-License-Identifier: GPL-2.0
# what: instances trace functions of their own, and the same one, each once
# needs: tracer:function function:__x64_sys_umask function:__x64_sys_getpgid

calls() { grep -v '^#' "$1/trace" | grep -c "$2 <-" || :; }
umasks() { i=0; while [ $i -lt "$1" ]; do umask 022; i=$((i + 1)); done; }

instance fn_a
instance fn_b
put instances/fn_a/set_ftrace_filter '__x64_sys_umask'
put instances/fn_b/set_ftrace_filter '__x64_sys_umask __x64_sys_getpgid'
for i in . instances/fn_a instances/fn_b; do put $i/set_ftrace_pid $$; done
put set_ftrace_filter '__x64_sys_getpgid'
put current_tracer function
put instances/fn_a/current_tracer function
put instances/fn_b/current_tracer function
umasks 100
n=$(calls instances/fn_a __x64_sys_umask)
between 100 "$n" 500 'calls in one'
same "$(calls instances/fn_b __x64_sys_umask)" "$n" 'calls in the other'
same "$(calls . __x64_sys_umask)" 0 'calls at the top'
has enabled_functions '^__x64_sys_umask \(2\)'
put instances/fn_a/current_tracer nop
has enabled_functions '^__x64_sys_umask \(1\)'
put instances/fn_a/trace ''
umasks 10
same "$(calls instances/fn_a __x64_sys_umask)" 0 'calls after it stopped'
same "$(calls instances/fn_b __x64_sys_umask)" $((n + n / 10)) 'calls in the one that goes on'
put instances/fn_b/current_tracer nop
put current_tracer nop
hasnt enabled_functions '__x64_sys_umask'
has touched_functions '^__x64_sys_umask'
