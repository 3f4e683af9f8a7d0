# SPDX-License-Identifier: GPL-2.0
# what: the stack tracer finds the deepest stack
# needs: stack_max_size stack_trace /proc/sys/kernel/stack_tracer_enabled

on_exit 'echo 0 > /proc/sys/kernel/stack_tracer_enabled; echo > stack_trace_filter'
put stack_max_size 0
put /proc/sys/kernel/stack_tracer_enabled 1
ls -l / /proc/self > /dev/null
size=$(cat stack_max_size)
put /proc/sys/kernel/stack_tracer_enabled 0
between 300 "$size" 16384 'deepest stack'
has stack_trace '^ +Depth +Size +Location'
has stack_trace '^  0\) +[0-9]+ +[0-9]+ +[a-z_0-9.]+\+0x'
# Depths do not grow
awk '/^ *[0-9]+\)/ { if (n++ && $2 > last) exit 1; last = $2 }' stack_trace ||
	fail 'depths grow'
put stack_max_size 0
put stack_trace_filter vfs_read
has stack_trace_filter '^vfs_read$'
rejects stack_trace_filter no_such_function
put /proc/sys/kernel/stack_tracer_enabled 1
cat /proc/self/stat > /dev/null
put /proc/sys/kernel/stack_tracer_enabled 0
has stack_trace '^  0\) .* vfs_read\+'
