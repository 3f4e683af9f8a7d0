# SPDX-License-Identifier: GPL-2.0
# what: the events of a module come and go with it, even while they are on
# needs: module:trace-events-sample event:sched/sched_switch
# time: 120

refused ENOENT ls events/sample-trace
load trace-events-sample
has available_events '^sample-trace:sample_fields$'
put set_event 'sample-trace:*'
same "$(count set_event .)" "$(count available_events '^sample-trace:')"
until_true 10 grep -q ' sample_even: nr=' trace
put set_event '*:*:mod:trace_events_sample'
same "$(count set_event '^sample-trace:')" "$(count set_event .)"
between 1 "$(count set_event .)" 100

# An open file keeps the module
exec 5< events/sample-trace/sample_fields/format
refused EAGAIN rmmod trace-events-sample
exec 5<&-

works rmmod trace-events-sample
refused ENOENT ls events/sample-trace
hasnt available_events '^sample-trace:'
is set_event ''
# What it has left in the buffer can still be read
works cat trace
between 1 "$(records | wc -l)" 1000000
load trace-events-sample
is events/sample-trace/enable 0
