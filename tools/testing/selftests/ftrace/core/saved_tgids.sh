# SPDX-License-Identifier: GPL-2.0
# what: with record-tgid the thread group shows beside each record
# needs: saved_tgids options/record-tgid trace_marker

put options/record-tgid 1
pid=$(sh -c 'echo x > trace_marker; echo $$')
has trace '^#           TASK-PID       TGID    CPU#  \|\|\|\|\|  TIMESTAMP  FUNCTION$'
has trace "^ +[^ ]+-$pid +\\( *$pid\\) \\[[0-9]{3}\\] [^ ]{5} .*: tracing_mark_write: x\$"
has saved_tgids "^$pid $pid\$"
put options/record-tgid 0
hasnt trace 'TGID'
