# SPDX-License-Identifier: GPL-2.0
# what: perf lists every event, and finds what it needs to open it
# needs: program:perf event:sched/sched_switch
# time: 180

perf list tracepoint > "$WORK/list" 2>&1
has "$WORK/list" '^ *sched:sched_switch '
sed -n 's/^ *\([a-zA-Z0-9_-]*:[^ ]*\)  *\[Tracepoint event\].*/\1/p' "$WORK/list" | sort -u > "$WORK/listed"
sort -u available_events > "$WORK/available"
# Beside those that can be enabled it has the tracers' own.
same "$(comm -13 "$WORK/listed" "$WORK/available")" '' 'events that perf does not list'
same "$(comm -23 "$WORK/listed" "$WORK/available" | grep -v '^ftrace:')" '' 'events that are not there'
