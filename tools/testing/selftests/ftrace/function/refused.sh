# SPDX-License-Identifier: GPL-2.0
# what: a wrong write to a file of the function tracer is refused, and what was set stays
# needs: tracer:function set_ftrace_filter set_ftrace_notrace module:function_calls
# time: 300

# refuses FILE TEXT: be it appended, or written in place of what there is
refuses()
{
	rejects "$1" "$2"
	before=$(cat "$1")
	refused write_to "$1" "$2"
	same "$(cat "$1")" "$before" "$1 after a refused write in its place"
}

# The file has said why: its last complaint, if others are behind it, is near.
explained() { has "$(dirname "$1")/error_log" " ${1##*/}: error"; }

long=$(printf '%5000s' x | tr ' ' x)
load function_calls
instance refused
i=instances/refused

for file in set_ftrace_filter set_ftrace_notrace $i/set_ftrace_filter $i/set_ftrace_notrace; do
	put "$file" 'vfs_read'
	for bad in no_such_function 'no_such_*' '*no_such*' '[' 'vfs_[' 0 99999999 \
		   99999999999999999999 '!' '!no_such_function' '!vfs_write' ':' '!:' \
		   'vfs_read:' 'vfs_read:no_such_command' 'vfs_read:no_such_command:1' \
		   'vfs_read:mod' 'vfs_read:mod:' 'vfs_read:mod:function_calls' \
		   'no_such*:mod:function_calls' 'calls_alpha:mod:function_calls:1' \
		   '!vfs_read:mod:function_calls' '!vfs_read:mod:no_such_module' \
		   'vfs_write no_such_function' 'vfs_write vfs_open:traceoff:x' "$long" "vfs_write $long"; do
		refuses "$file" "$bad"
	done
	explained "$file"
	put "$file" ''
done

commands='traceon traceoff stacktrace dump cpudump'
[ ! -e snapshot ] || commands="$commands snapshot"
events='enable_event disable_event'
[ -d events/sched/sched_switch ] || events=
for file in set_ftrace_filter $i/set_ftrace_filter; do
	put "$file" 'vfs_read'
	add "$file" 'vfs_fchmod:stacktrace:7'
	for command in $commands; do
		for bad in "no_such:$command" "no_such_*:$command:1" ":$command" "!vfs_write:$command" \
			   "!no_such:$command" "vfs_read:$command:x" "vfs_read:$command:-1" \
			   "vfs_read:$command:" "vfs_read:$command:1:1" \
			   "vfs_read:$command:99999999999"; do
			refuses "$file" "$bad"
		done
	done
	for command in $events; do
		for bad in "vfs_read:$command" "vfs_read:$command:sched" "vfs_read:$command:no:such" \
			   "vfs_read:$command:sched:no_such" "no_such:$command:sched:sched_switch" \
			   "vfs_read:$command:sched:sched_switch:x" \
			   "!vfs_read:$command:sched:sched_switch" "!vfs_read:$command:sched"; do
			refuses "$file" "$bad"
		done
	done
	explained "$file"
	add "$file" '!vfs_fchmod:stacktrace'
	put "$file" ''
done
for command in $commands $events; do
	rejects set_ftrace_notrace "vfs_read:$command"
done

for file in set_ftrace_pid set_ftrace_notrace_pid $i/set_ftrace_pid $i/set_ftrace_notrace_pid; do
	is "$file" 'no pid'
	refuses "$file" x
	put "$file" '7 8'
	for bad in x -1 1x 99999999999 99999999999999999999 '9 x' 'x 9' "$long" "9 $long"; do
		refuses "$file" "$bad"
	done
	explained "$file"
	is "$file" "7
8"
	put "$file" ''
	is "$file" 'no pid'
done

if [ -e stack_trace_filter ]; then
	put stack_trace_filter vfs_read
	for bad in no_such_function 'no_such_*' '!vfs_write' 0 99999999 'vfs_write no_such' \
		   'vfs_read:traceoff' "$long"; do
		refuses stack_trace_filter "$bad"
	done
	explained stack_trace_filter
	put stack_trace_filter ''
	for bad in x -1 99999999; do
		rejects stack_max_size "$bad"
	done
fi
if [ -e function_profile_enabled ]; then
	for bad in x 2 -1; do
		rejects function_profile_enabled "$bad"
	done
fi
for file in available_filter_functions enabled_functions touched_functions; do
	refused write_to "$file" vfs_read
done
same "$(wc -l < enabled_functions)" 0 'enabled functions'
