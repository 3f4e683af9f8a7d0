# SPDX-License-Identifier: GPL-2.0
# what: a per-CPU buffer can be mapped read-only, its reader moved on, and is not resized meanwhile
# needs: per_cpu/cpu0/trace_pipe_raw trace_marker program:fio program:taskset

raw=per_cpu/cpu0/trace_pipe_raw
put buffer_size_kb 64
taskset 1 sh -c 'echo mapped > trace_marker'
fio open:r=rn,$raw map:r=4096 > "$WORK/word" || skip "buffers cannot be mapped"
same "$(cat "$WORK/word")" 4096 "the size of the page that describes the buffer"
works fio open:r=rn,$raw fails=EINVAL map:r=268435456
put buffer_size_kb 128
between 128 "$(cat buffer_size_kb)" 136 "KiB after the mapping is gone"
