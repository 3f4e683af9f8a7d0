# SPDX-License-Identifier: GPL-2.0
# what: events of a module can be asked for before it is loaded, and are on from its start
# needs: set_event module:trace-events-sample
# time: 120

refused ENOENT ls events/sample-trace
add set_event 'sample-trace:sample_even:mod:trace-events-sample'
is set_event 'sample-trace:sample_even:mod:trace-events-sample'
# Asking twice is asking once, and it can be taken back
add set_event 'sample-trace:sample_even:mod:trace-events-sample'
add set_event 'sample_odd:mod:trace_events_sample'
is set_event 'sample-trace:sample_even:mod:trace-events-sample
sample_odd:mod:trace_events_sample'
add set_event '!sample_odd:mod:trace_events_sample'
is set_event 'sample-trace:sample_even:mod:trace-events-sample'
rejects set_event '!sample_odd:mod:trace_events_sample' EINVAL
rejects set_event 'sample_odd:mod:' EINVAL
instance waits
add instances/waits/set_event ':mod:trace_events_sample'
is instances/waits/set_event ':mod:trace_events_sample'

load trace-events-sample
is set_event 'sample-trace:sample_even'
same "$(count instances/waits/set_event '^sample-trace:')" "$(count available_events '^sample-trace:')"
until_true 10 grep -q ' sample_even: nr=' trace
hasnt trace ' sample_odd: '
# For one that is there it is an error as ever
rejects set_event 'sample_none:mod:trace_events_sample' EINVAL
works rmmod trace-events-sample
is set_event ''

# Truncation forgets
add set_event ':mod:trace_events_sample'
: > set_event
is set_event ''
load trace-events-sample
is set_event ''
