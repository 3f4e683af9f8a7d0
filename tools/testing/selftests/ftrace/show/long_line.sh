# SPDX-License-Identifier: GPL-2.0
# what: of a line that is too long for the buffer it is put together in, what fits is shown
# needs: trace_marker_raw buffer_subbuf_size_kb program:fio

put buffer_subbuf_size_kb 16
put trace ''
echo before > trace_marker
fio open:m=w,trace_marker_raw fill:m=9000,q
echo after > trace_marker

long='^ +fio-[0-9]+ +\[[0-9]+\] [^ ]{5} +[0-9.]+: # 71717171 buf:( 71)+.* \[LINE TOO BIG\]$'
same "$(count trace "$long")" 1 'cut lines with task and time'
same "$(records | wc -l | tr -d ' ')" 3 lines
between 7000 "$(grep 'TOO BIG' trace | wc -c | tr -d ' ')" 8200 'bytes of it'
same "$(records | sed -n 3p | sed 's/.*: //')" after 'the line behind it'
# A byte at a time makes no difference
same "$(fio open:t=r,trace all:t=100 | sed 's/^t //' | grep -c 'TOO BIG')" 1 'in small reads'
fio open:p=rn,trace_pipe all:p | sed 's/^p //' > "$RUN/piped"
has "$RUN/piped" "$long"
same "$(grep -c . "$RUN/piped")" 3 'lines of trace_pipe'
