# SPDX-License-Identifier: GPL-2.0
# what: while functions are hooked and unhooked, no page is writable and executable
# needs: tracer:function
# time: 300

wx=/sys/kernel/debug/check_wx_pages
[ -d /sys/kernel/debug/kprobes ] || mount -t debugfs none /sys/kernel/debug 2>/dev/null || :
[ -e $wx ] || skip "no $wx (CONFIG_PTDUMP_DEBUGFS)"
# Pages that were so before are not ours.
is $wx SUCCESS

# One trampoline after the other: first for one ops, then for more, on ever more functions
toggle()
{
	n=0
	while [ ! -e "$WORK/stop" ]; do
		write_to current_tracer function
		append_to set_ftrace_filter 'vfs_read:stacktrace:1'
		append_to set_ftrace_filter 'vfs_*:traceon:1'
		write_to options/func_stack_trace 1
		append_to set_ftrace_filter '!vfs_*:traceon'
		append_to set_ftrace_filter '!vfs_*:stacktrace'
		write_to current_tracer nop
		write_to options/func_stack_trace 0
		n=$((n + 1))
		echo $n > "$WORK/toggled"
	done
	touch "$WORK/stopped"
}

rm -f "$WORK/stop" "$WORK/stopped"
echo 0 > "$WORK/toggled"
put set_ftrace_filter 'vfs_*'
run_in_background toggle
looks=0
until [ "$(cat "$WORK/toggled")" -ge 5 ] && [ $looks -ge 20 ]; do
	is $wx SUCCESS
	looks=$((looks + 1))
done
touch "$WORK/stop"
until_true 60 test -e "$WORK/stopped"
same "$(wc -l < enabled_functions)" 0 'enabled functions'
