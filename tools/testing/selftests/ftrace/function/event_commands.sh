# SPDX-License-Identifier: GPL-2.0
# what: enable_event and disable_event on a function
# needs: instances event:sched/sched_switch function:__x64_sys_umask

file=events/sched/sched_switch/enable
put set_ftrace_filter '__x64_sys_umask:enable_event:sched:sched_switch'
has set_ftrace_filter '^__x64_sys_umask:enable_event:sched:sched_switch:unlimited'
is $file '0*'
umask 022
is $file '1*'
add set_ftrace_filter '!__x64_sys_umask:enable_event:sched:sched_switch'
is $file 0

# Only calls that change something are counted
put set_ftrace_filter '__x64_sys_umask:enable_event:sched:sched_switch:2'
for _ in 1 2 3; do umask 022; done
put $file 0
umask 022
is $file '1*'
put $file 0
umask 022
is $file '0*'
add set_ftrace_filter '!__x64_sys_umask:enable_event:sched:sched_switch'

# A command goes with the instance that it is in
instance commands
[ -e instances/commands/set_ftrace_filter ] || exit 0
put instances/commands/set_ftrace_filter '__x64_sys_umask:enable_event:sched:sched_switch'
umask 022
is instances/commands/events/sched/sched_switch/enable '1*'
works rmdir instances/commands
umask 022
