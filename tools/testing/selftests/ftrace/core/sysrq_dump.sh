# SPDX-License-Identifier: GPL-2.0
# what: sysrq-z prints the trace to the console
# needs: trace_marker /proc/sysrq-trigger /proc/sys/kernel/sysrq program:dmesg
# time: 120

sysrq=$(cat /proc/sys/kernel/sysrq)
on_exit "echo $sysrq > /proc/sys/kernel/sysrq"
echo 1 > /proc/sys/kernel/sysrq
unique=dumped-$$
put trace_marker $unique
echo z > /proc/sysrq-trigger
until_true 30 sh -c "dmesg | grep -q 'tracing_mark_write: $unique'"
dmesg > "$WORK/log"
has "$WORK/log" "^.*[0-9]\.{5} [0-9]+us *: tracing_mark_write: $unique\$"
has "$WORK/log" 'Dumping ftrace buffer:$'
has "$WORK/log" '-{33}$'
put tracing_on 1
