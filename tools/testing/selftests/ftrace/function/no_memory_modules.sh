# SPDX-License-Identifier: GPL-2.0
# what: whichever allocation fails, a module comes with all that filters want of it hooked, or nothing; and so an instance
# needs: tracer:function module:function_calls /proc/self/fail-nth
# time: 1800

# shellcheck source=../memory.sh
. "$here/memory.sh"

state()
{
	cut -d ' ' -f 1,2 enabled_functions
	grep '^function_calls ' /proc/modules | cut -d ' ' -f 1
	ls instances
}

# The module works, and its functions are not hooked.
done_without()
{
	same "$(count enabled_functions function_calls)" 0 'functions of a module that could not be hooked'
	dmesg > "$WORK/dmesg"
	has "$WORK/dmesg" 'function_calls: its functions (are not|cannot be) hooked'
}

# Patterns wait for one module, which may get as far as to use them up, and fail.
wanted=yes
ready()
{
	[ $wanted = yes ] || return 0
	write_to set_ftrace_filter 'vfs_read calls_*:mod:function_calls'
	write_to set_ftrace_notrace 'calls_gamma:mod:function_calls'
	write_to instances/no_memory/set_ftrace_filter '*:mod:function_calls'
}

unload() { rmmod function_calls; }

instance no_memory
ready
put current_tracer function
put instances/no_memory/current_tracer function
each_failure unload "open:m=r,$(module_file function_calls)" module:m= close:m

# And as ever
ready
load function_calls
same "$(count enabled_functions '^calls_.*\[function_calls\]')" 3 'functions of the module'
put /sys/module/function_calls/parameters/call 'calls_alpha task 10'
put /sys/module/function_calls/parameters/call 'calls_gamma task 10'
same "$(records | grep -c ' calls_alpha .*<-')" 10 'calls recorded'
hasnt trace ' calls_gamma '
same "$(grep -c ' calls_gamma .*<-' instances/no_memory/trace)" 10 'calls recorded in the instance'
works rmmod function_calls
put current_tracer nop
put instances/no_memory/current_tracer nop

wanted=no
remove() { rmdir instances/no_memory_too; }
each_failure remove mkdir:=instances/no_memory_too
same "$(wc -l < enabled_functions)" 0 'enabled functions'
