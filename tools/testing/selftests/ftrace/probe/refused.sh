# SPDX-License-Identifier: GPL-2.0
# what: what is wrong with the line of a probe is told by error_log, and where
# needs: kprobe_events function:vfs_read
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/kprobes/enable; echo > kprobe_events'

# wrong FILE LINE REASON: a ^ in LINE stands before the mistake
wrong()
{
	line=$(echo "$2" | tr -d '^')
	ahead=${2%%^*}
	: > error_log
	rejects "$1" "$line"
	has error_log "error: $3"
	same "$(sed -n 's/^  Command: //p' error_log)" "$line"
	caret=$(sed -n 's/^\( *\)^$/\1/p' error_log)
	same $((${#caret} - 11)) ${#ahead} "position in $line"
}

put kprobe_events 'p:there vfs_read'
wrong kprobe_events 'p:x ^no_such_function_at_all' 'No function of this name'
wrong kprobe_events 'p:x vfs_read^+99999' 'The function has [0-9]+ bytes only'
wrong kprobe_events 'p:x vfs_read ^%zz' 'No such register'
wrong kprobe_events 'p:x vfs_read a=%di ^a=%si' 'Another argument has this name'
wrong kprobe_events 'p:x vfs_read a=%di:^u7' 'No such type'
wrong kprobe_events 'p:x vfs_read a=+0(%di^' 'A \) is missing'
wrong kprobe_events 'p:x vfs_read a=^$retval' '.retval is there when'
wrong kprobe_events 'p:x vfs_read a=@^no_such_symbol' 'No symbol of this name'
wrong kprobe_events 'p:x ^jiffies' 'This is no code'
wrong kprobe_events 'r:x ^vfs_read+8' 'Returns are those of a function'
wrong kprobe_events '^q:x vfs_read' 'No kind of event'
wrong kprobe_events 'p:^there vfs_write a=%di' 'The event exists, with other arguments'
wrong kprobe_events 'p:^there vfs_read' 'The event exists, with this very probe'
wrong kprobe_events 'p:sched/^sched_switch vfs_read' 'Another event has this name'
wrong kprobe_events '-:^nobody' 'No such event'
wrong dynamic_events '^z:x vfs_read' 'No kind of event'

# Inside an instruction: one of the first bytes is not the start of any
n=1
: > error_log
while append_to kprobe_events "p:at$n vfs_read+$n" 2>/dev/null && [ $n -lt 15 ]; do
	n=$((n + 1))
done
has error_log 'inside an instruction'

# Who is in use stays, and all others with it.
put events/kprobes/there/enable 1
refused append_to kprobe_events '-:there'
refused write_to kprobe_events ''
has kprobe_events 'p:kprobes/there vfs_read'
has error_log 'in use'
put events/kprobes/there/enable 0
