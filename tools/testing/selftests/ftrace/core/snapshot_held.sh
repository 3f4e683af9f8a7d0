# SPDX-License-Identifier: GPL-2.0
# what: a snapshot can be freed while it is read: the reader has it until it goes on or ends
# needs: snapshot trace_marker program:fio

for n in 1 2 3; do
	put trace_marker "marker $n"
done
put snapshot 1
# From the middle of the first read on the text is there, whatever happens to the files
fio open:s=r,snapshot read:s=100 'run:=echo 0 > snapshot' 'run:=grep -q freed snapshot' \
	'run:=echo 1 > snapshot' 'run:=echo 0 > snapshot' > "$RUN/out"
has snapshot 'Snapshot is freed'

# So it is with who reads the buffer that became the snapshot
put trace_marker again
works fio open:t=r,trace read:t=100 'run:=echo 1 > snapshot' 'run:=echo 0 > snapshot'
fio open:p=rn,trace_pipe 'run:=echo one > trace_marker' read:p=10 \
	'run:=echo 1 > snapshot; echo 0 > snapshot; echo two > trace_marker' all:p > "$RUN/out"
has "$RUN/out" ': two$'

# Their memory comes back
free() { sed -n 's/^MemFree: *\([0-9]*\).*/\1/p' /proc/meminfo; }
size=$(buffer_size)
put buffer_size_kb 8192
put snapshot 1
put snapshot 0
before=$(free)
for _ in 1 2 3 4; do
	fio open:s=r,snapshot 'run:=echo x > trace_marker; echo 1 > snapshot' read:s=100 \
		'run:=echo 0 > snapshot' > /dev/null
done
after=$(free)
put buffer_size_kb "$size"
between 0 $((before - after > 0 ? before - after : 0)) $((8192 * $(cpus))) 'KiB gone'
