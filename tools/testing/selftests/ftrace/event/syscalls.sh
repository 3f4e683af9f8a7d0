# SPDX-License-Identifier: GPL-2.0
# what: events of single system calls have their arguments and results
# needs: event:syscalls/sys_enter_read event:syscalls/sys_exit_read event:syscalls/sys_enter_close

has events/syscalls/sys_enter_read/format 'field:int __syscall_nr;	offset:8;	size:4;	signed:1;'
has events/syscalls/sys_enter_read/format 'field:unsigned int fd;	offset:16;	size:8;	signed:0;'
has events/syscalls/sys_enter_read/format 'field:char \* buf;	offset:24;	size:8;	signed:0;|field:char __user \* buf;	offset:24;	size:8;	signed:0;|field:char \*buf'
has events/syscalls/sys_enter_read/format '^print fmt: "fd: 0x%08lx, buf: 0x%08lx, count: 0x%08lx", \(\(unsigned long\)\(REC->fd\)\), '
has events/syscalls/sys_exit_read/format '^print fmt: "0x%lx", REC->ret$'

put events/syscalls/sys_enter_read/enable 1
put events/syscalls/sys_exit_read/enable 1
dd if=/dev/zero of=/dev/null bs=4660 count=3 2>/dev/null
put events/syscalls/enable 0
between 3 "$(count trace ' sys_read\(fd: 0, buf: [0-9a-f]+, count: 1234\)$')" 3
between 3 "$(count trace ' sys_read -> 0x1234$')" 3
hasnt trace ' sys_write\('

put trace ''
put events/syscalls/sys_exit_close/enable 1
(exec 9</dev/null; exec 9<&-)
put events/syscalls/sys_exit_close/enable 0
has trace ' sys_close -> 0x0$'
hasnt trace ' sys_close\('
