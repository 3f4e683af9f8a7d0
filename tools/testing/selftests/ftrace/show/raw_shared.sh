# SPDX-License-Identifier: GPL-2.0
# what: two tasks that wait at one descriptor of trace_pipe_raw have a page between them
# needs: instances per_cpu/cpu0/trace_pipe_raw trace_marker program:taskset program:dd

instance shared
# Who closes the descriptor has all return that wait at it: nobody else has it when they do.
begin="until [ -e '$WORK/go' ]; do :; done; exec dd bs=100 count=1"
exec 8< instances/shared/per_cpu/cpu0/trace_pipe_raw
run_in_background sh -c "$begin of='$WORK/one' <&8"
one=$job
run_in_background sh -c "$begin of='$WORK/two' <&8"
two=$job
exec 8<&-
: > "$WORK/go"
sleep 0.5
works kill -0 "$one"
works kill -0 "$two"
taskset 1 sh -c 'echo one page > instances/shared/trace_marker'
sleep 1
# The one that was not first takes from what the other has left.
same "$(stat -c %s "$WORK/one")" 100 'bytes that one has read'
same "$(stat -c %s "$WORK/two")" 100 'bytes that the other has read'
has "$WORK/$(grep -q 'one page' "$WORK/one" && echo one || echo two)" 'one page'
