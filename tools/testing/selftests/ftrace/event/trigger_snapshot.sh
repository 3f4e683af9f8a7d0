# SPDX-License-Identifier: GPL-2.0
# what: a snapshot trigger takes a snapshot of what was recorded so far
# needs: event:signal/signal_generate snapshot trace_marker

grep -q "^#.* snapshot" events/signal/signal_generate/trigger || skip "no trigger of that name"
trigger=events/signal/signal_generate/trigger
put $trigger "snapshot:1 if sig == 28 && pid == $$"
echo before > trace_marker
kill -28 $$
echo after > trace_marker
has snapshot 'tracing_mark_write: before'
hasnt snapshot 'tracing_mark_write: after'
has trace 'tracing_mark_write: after'
hasnt trace 'tracing_mark_write: before'
is $trigger "snapshot:count=0 if sig == 28 && pid == $$"
# not once more
kill -28 $$
has snapshot 'tracing_mark_write: before'
put $trigger '!snapshot'
put snapshot 0
