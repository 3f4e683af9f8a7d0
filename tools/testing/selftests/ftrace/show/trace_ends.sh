# SPDX-License-Identifier: GPL-2.0
# what: reading trace ends while records keep coming, and a read after the end shows the new ones
# needs: trace trace_marker program:fio
# time: 120

run_in_background sh -c 'while :; do echo more > trace_marker; done'
works timeout 60 cat trace > "$WORK/all"
kill "$job"
wait "$job" || :

put trace ''
put trace_marker first
fio open:t=r,trace all:t 'run:=echo second > trace_marker' all:t > "$WORK/both"
same "$(grep -c 'tracing_mark_write: first$' "$WORK/both")" 1 "lines of the first record"
same "$(grep -c 'tracing_mark_write: second$' "$WORK/both")" 1 "lines of the second"
same "$(grep -c '^# tracer:' "$WORK/both")" 1 "headers"
