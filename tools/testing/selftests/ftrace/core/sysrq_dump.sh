# SPDX-License-Identifier: GPL-2.0
# what: sysrq-z prints the trace to the console
# needs: trace_marker /proc/sysrq-trigger /proc/sys/kernel/sysrq program:dmesg
# time: 120

sysrq=$(cat /proc/sys/kernel/sysrq)
on_exit "echo $sysrq > /proc/sys/kernel/sysrq"
echo 1 > /proc/sys/kernel/sysrq
# Of sub-buffers of any size
for size in 4 64; do
	[ ! -e buffer_subbuf_size_kb ] || put buffer_subbuf_size_kb $size
	unique=dumped-$$-$size
	put trace_marker $unique
	echo z > /proc/sysrq-trigger
	until_true 30 sh -c "dmesg | grep -q 'tracing_mark_write: $unique'"
	put tracing_on 1
done
[ ! -e buffer_subbuf_size_kb ] || put buffer_subbuf_size_kb 4
dmesg > "$WORK/log"
has "$WORK/log" "^.*[0-9]\.{5} [0-9]+us *: tracing_mark_write: $unique\$"
has "$WORK/log" 'Dumping ftrace buffer:$'
has "$WORK/log" '-{33}$'
put tracing_on 1
