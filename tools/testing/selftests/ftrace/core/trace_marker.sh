# SPDX-License-Identifier: GPL-2.0
# what: trace_marker takes any bytes a write gives it, and a bad address gives EFAULT
# needs: trace_marker program:fio

fio open:m=w,trace_marker write:m=one write:m='two\n' write:m='three\nfour' fill:m=3000,y
has trace 'tracing_mark_write: one$'
has trace 'tracing_mark_write: two$'
has trace 'tracing_mark_write: three$'
has trace '^four$'
same "$(records | grep -o y | wc -l | tr -d ' ')" 3000 "bytes of a long marker"

# Several descriptors, one closed early
works fio open:a=w,trace_marker open:b=w,trace_marker write:a=first close:a write:b=second
has trace 'tracing_mark_write: second$'

# Pages that cannot be read are noted in the record, or refused
fio open:m=w,trace_marker fault:m=8 || :
works fio open:m=w,trace_marker write:m=after
has trace 'tracing_mark_write: after$'

# A marker is not read
refused cat trace_marker
