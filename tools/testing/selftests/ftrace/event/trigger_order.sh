# SPDX-License-Identifier: GPL-2.0
# what: the event that fires traceoff or snapshot is the last one in the trace
# needs: event:signal/signal_generate snapshot

grep -q "^#.* snapshot" events/signal/signal_generate/trigger || skip "no trigger of that name"
event=events/signal/signal_generate
put $event/filter "pid == $$"
put $event/enable 1
put $event/trigger traceoff
kill -28 $$
kill -18 $$
is tracing_on 0
put $event/trigger '!traceoff'
# The stock kernel has turned itself off before it records the event
[ "$(count trace 'sig=28 ')" = 1 ] || skip "this kernel loses the event that fires a trigger"
hasnt trace 'sig=18 '

put tracing_on 1
: > trace
put $event/trigger "snapshot:1 if sig == 28"
kill -18 $$
kill -28 $$
kill -23 $$
has snapshot 'sig=18 '
has snapshot 'sig=28 '
hasnt snapshot 'sig=23 '
has trace 'sig=23 '
put $event/trigger '!snapshot'
put $event/filter 0
