# SPDX-License-Identifier: GPL-2.0
# what: whichever allocation fails, a write to a file of the function tracer happens whole or not at all
# needs: tracer:function set_ftrace_filter /proc/self/fail-nth
# time: 900

# shellcheck source=../memory.sh
. "$here/memory.sh"

state()
{
	# shellcheck disable=SC2086 # words
	cat $settings
	cut -d ' ' -f 1,2 enabled_functions
}
settings='current_tracer set_ftrace_filter set_ftrace_notrace set_ftrace_pid options/func_stack_trace'

no_filter() { echo > set_ftrace_filter; }
old_filter() { echo 'vfs_read vfs_open' > set_ftrace_filter; }
no_notrace() { echo > set_ftrace_notrace; }
no_tracer() { echo nop > current_tracer; }
no_stack() { echo 0 > options/func_stack_trace; }
no_pid() { echo > set_ftrace_pid; }

each_write set_ftrace_filter 'vfs_*' no_filter
each_write set_ftrace_notrace 'vfs_*' no_notrace
old_filter
each_write current_tracer function no_tracer

# With others on the same functions, so that sites go from class to class
instance no_memory
settings="$settings instances/no_memory/current_tracer instances/no_memory/set_ftrace_filter"
put instances/no_memory/set_ftrace_filter 'vfs_write vfs_read'
put instances/no_memory/current_tracer function
each_write current_tracer function no_tracer
put current_tracer function
each_write set_ftrace_filter 'vfs_*' old_filter
each_write set_ftrace_notrace 'vfs_r*' no_notrace
each_write options/func_stack_trace 1 no_stack
each_write set_ftrace_pid $$ no_pid
put current_tracer nop
put instances/no_memory/current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions'
