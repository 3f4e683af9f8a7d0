# SPDX-License-Identifier: GPL-2.0
# what: events go to the console, but not those that printing them makes
# needs: event:lock/lock_acquire event:sched/sched_process_exit program:dmesg

put events/lock/lock_acquire/filter 'name == "console_owner"'
put events/lock/lock_acquire/enable 1
put events/sched/sched_process_exit/enable 1
write_to /proc/sys/kernel/tracepoint_printk 1 || skip "this kernel does not print events"
fork_some 3
put /proc/sys/kernel/tracepoint_printk 0
put events/sched/sched_process_exit/enable 0
put events/lock/lock_acquire/enable 0
dmesg > "$WORK/log"
has "$WORK/log" 'sched_process_exit: comm='
has trace 'lock_acquire: .* console_owner'
hasnt "$WORK/log" 'lock_acquire: .* console_owner'
