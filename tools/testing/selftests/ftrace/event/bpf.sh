# SPDX-License-Identifier: GPL-2.0
# what: a BPF program runs once for each hit of an event or raw tracepoint, and what it returns decides what perf gets
# needs: program:bpf config:BPF_EVENTS event:syscalls/sys_enter_getppid

# With and without perf seeing them too; afterwards perf does in any case
for verdict in 1 0; do
	works bpf event $verdict > "$WORK/out"
	same "$(cat "$WORK/out")" "programs: 1
count: 1000
nr: 0x6e
cookie: 0x1234567890abcdef
comm: bpf
perf: $((1000 * verdict))
count: 1000
perf: $((1000 * verdict + 1000))" "a program that returns $verdict"
done

works bpf raw > "$WORK/out"
same "$(cat "$WORK/out")" 'count: 1000
nr: 0x6e
cookie: 0x1234567890abcdef
count: 1000' 'a raw tracepoint'
same "$(bpf twice)" 'count: 2000' 'attached twice'
