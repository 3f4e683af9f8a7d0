# SPDX-License-Identifier: GPL-2.0
# what: with stacktrace, a kernel stack follows a record, its symbols in the form that is chosen
# needs: options/stacktrace options/sym-offset options/sym-addr event:sched/sched_process_fork

put events/sched/sched_process_fork/enable 1
put options/stacktrace 1
fork_some 1
put options/stacktrace 0
put events/sched/sched_process_fork/enable 0
has trace ': sched_process_fork: '
has trace ': <stack trace>$'
has trace '^ => (kernel_clone|do_syscall_64)$'
put options/fields 1
has trace ': kernel_stack: size=0x[0-9a-f]+ \([0-9]+\) caller=$'
has trace '^ => (kernel_clone|do_syscall_64)$'
put options/fields 0
put options/sym-offset 1
has trace '^ => (kernel_clone|do_syscall_64)\+0x[0-9a-f]+/0x[0-9a-f]+$'
put options/sym-offset 0
put options/sym-addr 1
has trace '^ => (kernel_clone|do_syscall_64) <[0-9a-f]{16}>$'
