# SPDX-License-Identifier: GPL-2.0
# what: all events go to the console, from two CPUs, and none waits for what another holds
# needs: event:sched/sched_switch events/enable program:dmesg

put events/enable 1
write_to /proc/sys/kernel/tracepoint_printk 1 || skip "this kernel does not print events"
run_in_background fork_some 3
fork_some 3
put /proc/sys/kernel/tracepoint_printk 0
put events/enable 0
wait "$job"
dmesg > "$WORK/log"
has "$WORK/log" 'sched_switch: prev_comm='
