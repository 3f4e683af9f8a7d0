# SPDX-License-Identifier: GPL-2.0
# what: sample modules with direct calls load, work beside the function tracer, and unload
# needs: tracer:function module:ftrace-direct module:ftrace-direct-modify module:ftrace-direct-multi
# time: 180

# sample MODULE REGEX FUNCTION: what it writes; what it hooks
sample()
{
	name=$(echo "$1" | tr - _)
	for traced in no yes; do
		put trace ''
		if [ $traced = yes ]; then
			put set_ftrace_filter "$3"
			put current_tracer function
		fi
		works insmod "$(module_file "$1")"
		has enabled_functions "^$3 "
		fork_some 5
		until_true 30 grep -qE -e "$2" trace
		[ $traced = no ] || until_true 10 grep -q " $3 <-" trace
		# The other way round than they came, and the same way
		[ $traced = no ] || put current_tracer nop
		fork_some 5
		works rmmod "$name"
		fork_some 5
		hasnt enabled_functions "^$3 "
		put set_ftrace_filter ''
	done
}

sample ftrace-direct 'my_direct_func: waking up .*-[0-9]+$' wake_up_process
sample ftrace-direct-modify 'second$' schedule
sample ftrace-direct-multi 'schedule\+0x' schedule
