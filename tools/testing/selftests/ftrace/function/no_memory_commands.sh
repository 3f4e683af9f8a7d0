# SPDX-License-Identifier: GPL-2.0
# what: whichever allocation fails, a command on functions comes, or goes, whole or not at all
# needs: tracer:function set_ftrace_filter event:sched/sched_switch /proc/self/fail-nth
# time: 1500

# shellcheck source=../memory.sh
. "$here/memory.sh"

state()
{
	cat set_ftrace_filter events/sched/sched_switch/enable
	cut -d ' ' -f 1,2 enabled_functions
}

# Nobody calls these meanwhile: counts stay.
off() { append_to set_ftrace_filter "!vfs_fch*:$command"; }

snapshot=snapshot:1
[ -e snapshot ] || snapshot=
for command in traceoff stacktrace:3 $snapshot dump enable_event:sched:sched_switch:2; do
	each_write set_ftrace_filter "vfs_fch*:$command" off
done

# Two lines with the same command: both lose their functions, one its last.
again()
{
	append_to set_ftrace_filter '!vfs_*:stacktrace' 2>/dev/null || :
	append_to set_ftrace_filter 'vfs_fchmod:stacktrace:2'
	append_to set_ftrace_filter 'vfs_fch*:stacktrace'
	append_to set_ftrace_filter 'vfs_link:stacktrace'
}

again
each_write set_ftrace_filter '!vfs_fchmod:stacktrace' again

# Those that stay share their functions with a tracer.
put current_tracer function
each_write set_ftrace_filter '!vfs_fch*:stacktrace' again
put current_tracer nop
add set_ftrace_filter '!vfs_*:stacktrace'
same "$(wc -l < enabled_functions)" 0 'enabled functions'
