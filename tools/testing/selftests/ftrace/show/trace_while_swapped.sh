# SPDX-License-Identifier: GPL-2.0
# what: a trace that is being read is read to its end, whatever snapshots are taken meanwhile
# needs: snapshot trace_marker program:fio

numbers() { sed -n 's/.*tracing_mark_write: \([0-9]*\)$/\1/p' "$1" | tr '\n' ' '; }

put buffer_size_kb 1024
exec 4> trace_marker
for n in $(seq 400); do
	echo "$n" >&4
done
exec 4>&-

fio open:t=r,trace read:t=3000 'run:=echo 1 > snapshot; echo new > trace_marker' \
	all:t 'run:=echo newer > trace_marker' all:t > "$RUN/out"
sed 's/^t //' "$RUN/out" > "$RUN/text"
same "$(numbers "$RUN/text")" "$(seq 400 | tr '\n' ' ')" 'markers of the trace that was opened'
# From its end it goes on where records come now
has "$RUN/text" ': newer$'
hasnt trace ': 400$'

# The same for who reads the snapshot, if it becomes the buffer
fio open:s=r,snapshot read:s=3000 'run:=echo 1 > snapshot' all:s > "$RUN/out"
sed 's/^s //' "$RUN/out" > "$RUN/text"
same "$(numbers "$RUN/text")" "$(seq 400 | tr '\n' ' ')" 'markers of the snapshot that was opened'
put snapshot 0
