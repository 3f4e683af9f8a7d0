# SPDX-License-Identifier: GPL-2.0
# what: what is written to trace_marker can have triggers
# needs: trace_marker events/ftrace/print/trigger

trigger=events/ftrace/print/trigger
put $trigger traceoff:1
put trace_marker 'the last one'
is tracing_on 0
is $trigger traceoff:count=0
put tracing_on 1
put trace_marker 'one more'
is tracing_on 1
has trace 'one more'
put $trigger '!traceoff'

put $trigger stacktrace
put trace_marker 'with a stack'
put $trigger '!stacktrace'
put trace_marker 'without one'
same "$(count trace '<stack trace>')" 1 'stack traces'
has trace '=> .*vfs_write'

! grep -q "^#.* snapshot" $trigger || {
	put $trigger snapshot:1
	put trace_marker 'in the snapshot'
	has snapshot 'with a stack'
	put $trigger '!snapshot'
	put snapshot 0
}
has $trigger '^# Available triggers'
