# SPDX-License-Identifier: GPL-2.0
# what: buffer_subbuf_size_kb sets the size of the buffer's pages, in powers of two of whole pages
# needs: buffer_subbuf_size_kb buffer_size_kb trace_marker

is buffer_subbuf_size_kb 4
for size in 8 64 512 4; do
	keeps buffer_subbuf_size_kb $size
	put trace_marker "in pages of $size"
	has trace "tracing_mark_write: in pages of $size\$"
done
put buffer_subbuf_size_kb 5
is buffer_subbuf_size_kb 8
for bad in 0 -4 x '' 99999999; do
	rejects buffer_subbuf_size_kb "$bad" EINVAL
done
rejects buffer_subbuf_size_kb 99999999999999999999 ERANGE

# A record longer than a small page holds needs no splitting in a large one
put buffer_subbuf_size_kb 64
put trace ''
fio open:m=w,trace_marker fill:m=10000,z
same "$(records | grep -c tracing_mark_write)" 1 "records of a marker of 10000 bytes"
