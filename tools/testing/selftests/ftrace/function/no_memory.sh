# SPDX-License-Identifier: GPL-2.0
# what: whichever allocation fails, a write to a file of the function tracer happens whole or not at all
# needs: tracer:function set_ftrace_filter /proc/self/fail-nth
# time: 900

debugfs=/sys/kernel/debug
[ -d $debugfs/failslab ] || mount -t debugfs none $debugfs 2>/dev/null || :
[ -d $debugfs/failslab ] || skip 'no failslab in debugfs'
for setting in ignore-gfp-wait:N verbose:0; do
	file=$debugfs/failslab/${setting%:*}
	was=$(cat "$file")
	on_exit "echo $was > $file"
	echo "${setting#*:}" > "$file"
done
[ ! -e $debugfs/failslab/cache-filter ] || same "$(cat $debugfs/failslab/cache-filter)" N 'cache-filter'

state()
{
	# shellcheck disable=SC2086 # words
	cat $settings
	cut -d ' ' -f 1,2 enabled_functions
}
settings='current_tracer set_ftrace_filter set_ftrace_notrace set_ftrace_pid options/func_stack_trace'

# each FILE TEXT UNDO: append with the first allocation failing, then the second, and so on until
# none fails; in between the state must be what it was. UNDO brings back what was at first.
each()
{
	state > "$WORK/before"
	add "$1" "$2"
	state > "$WORK/target"
	$3
	nth=1 failed=0
	while :; do
		set +x
		status=0
		# This process's allocations are counted from here on.
		{
			echo $nth > /proc/self/fail-nth
			printf '%s\n' "$2" >> "$1" || status=$?
			left=0
			read -r left < /proc/self/fail-nth || :
			echo 0 > /proc/self/fail-nth || :
		} 2>/dev/null
		set -x
		[ "$left" = 0 ] || break
		if [ $status = 0 ]; then
			# It did without, or failed when the file was closed, and has said so.
			state > "$WORK/after"
			if ! cmp -s "$WORK/target" "$WORK/after"; then
				has error_log 'Out of memory'
				works cmp "$WORK/before" "$WORK/after"
				: > error_log
			fi
			$3
		else
			failed=$((failed + 1))
		fi
		state > "$WORK/after"
		works cmp "$WORK/before" "$WORK/after"
		nth=$((nth + 1))
		[ $nth -lt 2000 ] || fail "$1: more than 2000 allocations"
	done
	same "$status" 0 "'$2' >> $1"
	differ $failed 0 "'$2' >> $1: failures"
	state > "$WORK/after"
	works cmp "$WORK/target" "$WORK/after"
	$3
	state > "$WORK/after"
	works cmp "$WORK/before" "$WORK/after"
}

no_filter() { echo > set_ftrace_filter; }
old_filter() { echo 'vfs_read vfs_open' > set_ftrace_filter; }
no_notrace() { echo > set_ftrace_notrace; }
no_tracer() { echo nop > current_tracer; }
no_stack() { echo 0 > options/func_stack_trace; }
no_pid() { echo > set_ftrace_pid; }

each set_ftrace_filter 'vfs_*' no_filter
each set_ftrace_notrace 'vfs_*' no_notrace
old_filter
each current_tracer function no_tracer

# With others on the same functions, so that sites go from class to class
instance no_memory
settings="$settings instances/no_memory/current_tracer instances/no_memory/set_ftrace_filter"
put instances/no_memory/set_ftrace_filter 'vfs_write vfs_read'
put instances/no_memory/current_tracer function
each current_tracer function no_tracer
put current_tracer function
each set_ftrace_filter 'vfs_*' old_filter
each set_ftrace_notrace 'vfs_r*' no_notrace
each options/func_stack_trace 1 no_stack
each set_ftrace_pid $$ no_pid
put current_tracer nop
put instances/no_memory/current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions'
