# SPDX-License-Identifier: GPL-2.0
# what: func_stack_trace records a stack behind each call, from the function to the entry
# needs: tracer:function function:vfs_read options/func_stack_trace

put set_ftrace_filter 'vfs_read'
put options/func_stack_trace 1
put current_tracer function
cat /proc/self/stat > /dev/null
put tracing_on 0
put options/func_stack_trace 0
calls=$(count trace ' vfs_read <-')
differ "$calls" 0 'calls'
same "$(count trace '<stack trace>')" "$calls" 'stacks'
# The first line of a stack is the function or its caller; the last one the entry.
records | grep -A 1 '<stack trace>' | grep '^ => ' | sort -u > "$WORK/first"
has "$WORK/first" '^ => vfs_read'
same "$(wc -l < "$WORK/first")" 1 'kinds of first lines'
has trace '^ => entry_SYSCALL_64'
hasnt trace '=> 0x'
