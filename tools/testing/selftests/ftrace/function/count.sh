# SPDX-License-Identifier: GPL-2.0
# what: every call of a function by a task is recorded, none twice, and no other
# needs: tracer:function function:__x64_sys_umask set_ftrace_pid

# How often does the shell call umask(2) for one umask?
umasks() { i=0; while [ $i -lt "$1" ]; do umask 022; i=$((i + 1)); done; }
calls() { records | grep -c '__x64_sys_umask <-' || :; }

put set_ftrace_filter '__x64_sys_umask'
put set_ftrace_pid $$
put current_tracer function
umasks 1
one=$(calls)
between 1 "$one" 5 'calls of one umask'
put trace ''
umasks 500
same "$(calls)" $((500 * one)) 'calls of 500'
same "$(records | wc -l)" $((500 * one)) 'records of 500'

put trace ''
put tracing_on 0
umasks 10
same "$(records | wc -l)" 0 'with tracing off'
put tracing_on 1
put set_ftrace_notrace '__x64_sys_umask'
umasks 10
same "$(records | wc -l)" 0 'with notrace'
put set_ftrace_notrace ''
umasks 10
same "$(calls)" $((10 * one)) 'without it again'
put trace ''
put options/function-trace 0
umasks 10
same "$(records | wc -l)" 0 'without function-trace'
put options/function-trace 1
umasks 10
same "$(calls)" $((10 * one)) 'with it again'

# Others are not recorded, and with notrace_pid all but this one
put trace ''
(umasks 10)
same "$(records | wc -l)" 0 'another task'
put set_ftrace_pid ''
put set_ftrace_notrace_pid $$
umasks 10
same "$(records | wc -l)" 0 'this task, not to be traced'
(umasks 10)
same "$(calls)" $((10 * one)) 'another task, not excluded'
put set_ftrace_notrace_pid ''
