# SPDX-License-Identifier: GPL-2.0
# what: perf stat counts events, and perf trace shows system calls
# needs: program:perf event:raw_syscalls/sys_enter event:syscalls/sys_enter_openat
# time: 240

works perf stat -x, -o "$WORK/stat" \
	-e sched:sched_process_exec,raw_syscalls:sys_enter,syscalls:sys_enter_openat,sched:sched_switch:u \
	cat /proc/self/stat
has "$WORK/stat" '^1,+sched:sched_process_exec,'
has "$WORK/stat" '^[1-9][0-9]*,+raw_syscalls:sys_enter,'
has "$WORK/stat" '^[1-9][0-9]*,+syscalls:sys_enter_openat,'
# It is the kernel that switches: not counted for user space alone
has "$WORK/stat" '^0,+sched:sched_switch,'

works perf trace -o "$WORK/trace" cat /proc/self/stat
has "$WORK/trace" ' openat\(dfd: CWD, filename: .*\) *= [0-9]+$'
has "$WORK/trace" ' write\(fd: 1.* count: [0-9]+\) *= [1-9][0-9]*$'
works perf trace -s -o "$WORK/summary" cat /proc/self/stat
has "$WORK/summary" '^ *read  *[1-9]'
