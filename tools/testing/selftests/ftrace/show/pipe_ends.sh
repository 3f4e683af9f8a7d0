# SPDX-License-Identifier: GPL-2.0
# what: trace_pipe ends when recording is off and something was read, and not before
# needs: trace_pipe trace_marker tracing_on

put trace_marker one
put tracing_on 0
cat trace_pipe > "$WORK/got" &
reader=$!
on_exit "kill $reader 2>/dev/null"
until_true 20 sh -c "! kill -0 $reader"
has "$WORK/got" 'tracing_mark_write: one$'

# Nothing was read: it waits, and ends once recording has been on and is off again
cat trace_pipe > "$WORK/got" &
reader=$!
on_exit "kill $reader 2>/dev/null"
sleep 0.5
works kill -0 $reader
put tracing_on 1
put trace_marker two
until_true 20 grep -q two "$WORK/got"
works kill -0 $reader
put tracing_on 0
until_true 20 sh -c "! kill -0 $reader"
put tracing_on 1
