# SPDX-License-Identifier: GPL-2.0
# what: BPF programs on a perf event's samples, stacks from a program, and its own samples for user space
# needs: program:bpf config:BPF_EVENTS event:syscalls/sys_enter_getppid
# time: 120

same "$(bpf clock)" 'count: enough
period: 0xf4240
byte: 0x42
ip: some
reading: 0
time: some'

# stack KIND: its two halves, by id and by value, go from where the event is down to the entry
stack()
{
	works bpf stack "$1" > "$WORK/out"
	has "$WORK/out" '^count: 1000$'
	sed -n '/^depth/,/^and/{/^  /p}' "$WORK/out" > "$WORK/id"
	sed -n '/^and/,${/^  /p}' "$WORK/out" > "$WORK/value"
	same "$(cat "$WORK/id")" "$(cat "$WORK/value")" "$1 stacks"
	same "$(tail -n 2 "$WORK/id" | tr -d '\n')" '  do_syscall_64  entry_SYSCALL_64_after_hwframe'
	same "$(sed -n 's/^depth: //p' "$WORK/out")" "$(wc -l < "$WORK/id")" depth
	between 3 "$(wc -l < "$WORK/id")" 12 depth
}
stack event
stack raw
has "$WORK/id" '^  bpf_trace_run2$'
works bpf stack user > "$WORK/out"
has "$WORK/out" '^count: 1000$'
has "$WORK/out" '^user: same$'

for kind in event raw; do
	same "$(bpf output $kind)" 'count: 1000
returned: 0
samples: 1000
others: 0' "output of $kind"
done
