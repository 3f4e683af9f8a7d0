# SPDX-License-Identifier: GPL-2.0
# what: a marker longer than a page is taken in parts, and of a huge one only what fits
# needs: trace_marker program:fio

put buffer_size_kb 1024
for len in 0 1 4000 5000; do
	put trace ''
	fio open:m=w,trace_marker fill:m=$len,q
	got=$(records | tr -cd q | wc -c | tr -d ' ')
	between $((len > 4000 ? 4000 : len)) "$got" "$len" "bytes of a marker of $len"
done
works fio open:m=w,trace_marker fill:m=1048576,q

put trace ''
fio open:m=w,trace_marker write:m='\0' write:m='before\0after'
has trace 'tracing_mark_write: before'
