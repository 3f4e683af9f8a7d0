# SPDX-License-Identifier: GPL-2.0
# what: enable_event and disable_event on a function
# needs: event:sched/sched_switch function:__x64_sys_umask

file=events/sched/sched_switch/enable
put set_ftrace_filter '__x64_sys_umask:enable_event:sched:sched_switch'
has set_ftrace_filter '^__x64_sys_umask:enable_event:sched:sched_switch:unlimited'
is $file '0*'
umask 022
is $file '1*'
add set_ftrace_filter '!__x64_sys_umask:enable_event:sched:sched_switch'
is $file 0
