# SPDX-License-Identifier: GPL-2.0
# what: a per-CPU buffer can be mapped read-only, its reader moved on, and meanwhile is neither resized nor swapped
# needs: per_cpu/cpu0/trace_pipe_raw trace_marker program:fio program:taskset

raw=per_cpu/cpu0/trace_pipe_raw
put buffer_size_kb 64
taskset 1 sh -c 'echo mapped > trace_marker'
works fio open:r=rn,$raw map:r=4096 > "$WORK/word"
same "$(cat "$WORK/word")" 4096 "the size of the page that describes the buffer"
works fio open:r=rn,$raw fails=EINVAL map:r=268435456

# A mapped buffer keeps its place and size; with a snapshot that must be possible none is mapped
if [ -e snapshot ]; then
	put trace_marker stays
	works fio open:r=rn,$raw hold:r=4096 \
		'run:=! echo 1 2>/dev/null > snapshot' \
		'run:=! echo 1 2>/dev/null > per_cpu/cpu0/snapshot' \
		'run:=! echo 128 2>/dev/null > buffer_size_kb' \
		'run:=grep -q stays trace'
	put snapshot 1
	has snapshot stays
	hasnt trace stays
	put snapshot 0
	event=events/sched/sched_switch/trigger
	if [ -e $event ] && grep -q snapshot $event; then
		put $event snapshot
		works fio open:r=rn,$raw fails=EBUSY hold:r=4096
		put $event '!snapshot'
		put snapshot 0
		works fio open:r=rn,$raw hold:r=4096
	fi
fi
put buffer_size_kb 128
between 128 "$(cat buffer_size_kb)" 136 "KiB after the mapping is gone"
