# SPDX-License-Identifier: GPL-2.0
# what: commands on functions: traceon, traceoff, stacktrace, with counts, taken back
# needs: set_ftrace_filter function:__x64_sys_umask

umasks() { i=0; while [ $i -lt "$1" ]; do umask 022; i=$((i + 1)); done; }

put set_ftrace_filter '__x64_sys_umask:traceoff'
has set_ftrace_filter '^__x64_sys_umask:traceoff:unlimited$'
is tracing_on 1
umask 022
is tracing_on 0
put tracing_on 1
umask 022
is tracing_on 0
add set_ftrace_filter '!__x64_sys_umask:traceoff'
hasnt set_ftrace_filter traceoff
put tracing_on 1
umask 022
is tracing_on 1

add set_ftrace_filter '__x64_sys_umask:traceoff:2'
has set_ftrace_filter '^__x64_sys_umask:traceoff:count=2$'
umask 022
is tracing_on 0
put tracing_on 1
umask 022
is tracing_on 0
put tracing_on 1
umask 022
is tracing_on 1
add set_ftrace_filter '!__x64_sys_umask:traceoff'

put tracing_on 0
add set_ftrace_filter '__x64_sys_umask:traceon:1'
umask 022
is tracing_on 1
add set_ftrace_filter '!__x64_sys_umask:traceon'

# A function has a command once with a count, and once without
add set_ftrace_filter '__x64_sys_umask:traceoff:0'
rejects set_ftrace_filter '__x64_sys_umask:traceoff:7'
add set_ftrace_filter '__x64_sys_umask:traceoff'
rejects set_ftrace_filter '__x64_sys_umask:traceoff'
add set_ftrace_filter '*_sys_um*:traceoff:7'
has set_ftrace_filter '^__x64_sys_umask:traceoff:count=0$'
hasnt set_ftrace_filter '^__x64_sys_umask:traceoff:count=7$'
add set_ftrace_filter '!__x64_sys_umask:traceoff:count=0' # as the file shows it
hasnt set_ftrace_filter '^__x64_sys_umask:traceoff:count'
has set_ftrace_filter '^__x64_sys_umask:traceoff:unlimited$'
rejects set_ftrace_filter '!__x64_sys_umask:traceoff:1'
add set_ftrace_filter '!*_sys_um*:traceoff'
hasnt set_ftrace_filter traceoff

put trace ''
add set_ftrace_filter '__x64_sys_umask:stacktrace:3'
umasks 20
same "$(count trace '<stack trace>')" 3 'stack traces'
has trace '=> __x64_sys_umask'
hasnt trace ' [^ ]{3}[1-9f][^ ] +[0-9.]+: <stack trace>' 'preemption that nobody but us disables'
add set_ftrace_filter '!__x64_sys_umask:stacktrace'
is set_ftrace_filter '#### all functions enabled ####'
hasnt enabled_functions __x64_sys_umask
