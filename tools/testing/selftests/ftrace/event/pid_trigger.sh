# SPDX-License-Identifier: GPL-2.0
# what: tasks that set_event_pid leaves out fire no triggers
# needs: set_event_pid event:raw_syscalls/sys_enter

t=events/raw_syscalls/sys_enter/trigger
put set_event_pid 999999
put $t 'traceoff:3'
put events/raw_syscalls/sys_enter/enable 1
fork_some 5
is tracing_on 1
has $t '^traceoff:count=3$'
put events/raw_syscalls/sys_enter/enable 0
fork_some 5
is tracing_on 1

: > set_event_pid
fork_some 5
is tracing_on 0
has $t '^traceoff:count=2$'
