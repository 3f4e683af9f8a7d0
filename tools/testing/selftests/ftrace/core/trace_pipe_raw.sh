# SPDX-License-Identifier: GPL-2.0
# what: trace_pipe_raw gives whole pages in binary, with a header that counts their bytes
# needs: per_cpu/cpu0/trace_pipe_raw trace_marker program:fio program:taskset

taskset 1 sh -c 'for n in 1 2 3 4 5 6 7 8 9; do echo "record $n" > trace_marker; done'
raw=per_cpu/cpu0/trace_pipe_raw

fio open:r=rn,$raw read:r=4096 > "$WORK/page"
same "$(stat -c %s "$WORK/page")" 4096 "bytes of a page"
# u64 time, then how many bytes follow
committed=$(od -An -j 8 -N 4 -t u4 "$WORK/page" | tr -d ' ')
between 200 "$((committed & 0xfffffff))" 1000 "bytes committed"
same "$(tr '\0' '\n' < "$WORK/page" | grep -c 'record [1-9]')" 9 "records in it"
same "$(records)" '' "what is left of them"
works fio open:r=rn,$raw fails=EAGAIN read:r=4096

# A page taken in two halves
taskset 1 sh -c 'echo halves > trace_marker'
fio open:r=rn,$raw read:r=2048 read:r=2048 > "$WORK/halves"
same "$(stat -c %s "$WORK/halves")" 4096 "bytes of two halves"

put trace ''
taskset 1 fio open:m=w,trace_marker fill:m=3000 fill:m=3000 fill:m=3000
same "$(fio open:r=rn,$raw splice:r=4096)" 4096 "bytes spliced"
