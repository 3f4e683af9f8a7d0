# SPDX-License-Identifier: GPL-2.0
# what: a wrong word in a filter is refused, and what was set stays
# needs: set_ftrace_filter set_ftrace_notrace

for file in set_ftrace_filter set_ftrace_notrace; do
	put $file 'vfs_read'
	for bad in no_such_function 'no_such_*' '0' '99999999' '!' 'vfs_read:no_such_command' \
		   'vfs_read:mod:' 'vfs_read:mod' ':' '!no_such_function'; do
		rejects $file "$bad"
	done
	put $file ''
done
for bad in 'vfs_read:traceoff:x' 'no_such:traceoff' '!vfs_read:traceoff' 'vfs_read:traceoff:-1' \
	   'vfs_read:enable_event' 'vfs_read:enable_event:no:such'; do
	rejects set_ftrace_filter "$bad"
done
has error_log 'set_ftrace_filter'
for bad in x '' -1 99999999999; do
	[ -z "$bad" ] || rejects set_ftrace_pid "$bad"
done
