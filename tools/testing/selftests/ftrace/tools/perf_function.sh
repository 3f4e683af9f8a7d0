# SPDX-License-Identifier: GPL-2.0
# what: perf samples calls of functions, and only of those that its filter names
# needs: program:perf events/ftrace/function/id function:vfs_read function:vfs_write
# time: 240

# functions: that have samples
functions()
{
	perf script -i "$WORK/data" -F event,trace 2> "$WORK/errors" |
		sed -n 's/^ *ftrace:function: *\([a-zA-Z0-9_.]*\).*/\1/p' | sort | uniq -c
}

works perf record -q -o "$WORK/data" -a -e ftrace:function --filter 'ip == vfs_read' \
	sh -c 'cat /proc/self/stat; cat /proc/self/stat'
functions > "$WORK/functions"
has "$WORK/functions" ' vfs_read$'
same "$(grep -vc ' vfs_read$' "$WORK/functions")" 0 'other functions'

works perf record -q -o "$WORK/data" -e ftrace:function \
	--filter 'ip == vfs_read || ip ~ "vfs_writ*"' sh -c 'cat /proc/self/stat'
functions > "$WORK/functions"
has "$WORK/functions" ' vfs_read$'
has "$WORK/functions" ' vfs_write$'
hasnt "$WORK/functions" ' vfs_(open|fstat|statx)$'

refused perf record -q -o "$WORK/data" -a -e ftrace:function --filter 'ip == no_such_function' true
refused perf record -q -o "$WORK/data" -a -e ftrace:function --filter 'parent_ip == vfs_read' true
refused perf record -q -o "$WORK/data" -a -e ftrace:function --filter 'ip == vfs_read && ip == vfs_write' true
# Nothing of it stays hooked
is enabled_functions ''
