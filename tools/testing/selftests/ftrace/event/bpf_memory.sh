# SPDX-License-Identifier: GPL-2.0
# what: a BPF program on an event reads and writes the process's memory, fails where there is none, and sends signals
# needs: program:bpf config:BPF_EVENTS event:syscalls/sys_enter_openat event:syscalls/sys_enter_getppid

same "$(bpf string)" 'count: 1
text: /dev/null
length: 0xa
bytes: 0
word: /dev/nul
bad: -14
zeroed: 0'
same "$(bpf write)" 'count: 1
text: ok
written: 0
bad: -14'
same "$(bpf signal)" 'count: 1
process: 0
thread: 0
bad: -22
signals: 2'
