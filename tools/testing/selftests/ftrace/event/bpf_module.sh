# SPDX-License-Identifier: GPL-2.0
# what: a BPF program on a module's raw tracepoint pins the module, and sees it while nobody else enables its events
# needs: program:bpf config:BPF_EVENTS module:trace-events-sample
# time: 120

refused ENOENT bpf hold sample_even < /dev/null
load trace-events-sample
mkfifo "$WORK/in"
bpf hold sample_even < "$WORK/in" > "$WORK/out" &
job=$!
on_exit "kill $job 2>/dev/null"
exec 5> "$WORK/in"
until_true 10 grep -q attached "$WORK/out"
refused EAGAIN rmmod trace-events-sample
is events/sample-trace/sample_even/enable 0
sleep 3
exec 5>&-
works wait $job
has "$WORK/out" '^count: [1-9]'
works rmmod trace-events-sample
refused ENOENT bpf hold sample_even < /dev/null
