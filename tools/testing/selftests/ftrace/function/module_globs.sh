# SPDX-License-Identifier: GPL-2.0
# what: functions by the names of modules: globs, all but some, the kernel alone
# needs: set_ftrace_filter module:function_calls module:ftrace-ops
# time: 120

load function_calls
load ftrace-ops calls=10
kernel=$(grep -vc '\[' available_filter_functions)
ours=$(count available_filter_functions '\[function_calls\]$')
others=$(count available_filter_functions '\[.*\]$')
differ "$ours" 0 'functions of a module'
differ "$others" "$ours" 'functions of all modules'

# listed WORD LINES: what is written lists so many functions
listed()
{
	put set_ftrace_filter "$1"
	same "$(wc -l < set_ftrace_filter)" "$2" "$1"
}

for all in '*:mod:function_calls' ':mod:function_calls' '*:mod:function_*' '*:mod:?unction_calls'; do
	listed "$all" "$ours"
done
for all in '*:mod:*' '*:mod:' ':mod:*'; do
	listed "$all" "$others"
done
listed '*:mod:!*' "$kernel"
listed '*:mod:!' "$kernel"
listed '*:mod:!function_calls' $((kernel + others - ours))
listed '*:mod:!no_such_module' $((kernel + others))
listed 'vfs_read:mod:!function_c*' 1
for none in 'vfs_read:mod:function_*' 'calls_alpha:mod:!func*' '*:mod:no_such_*'; do
	put set_ftrace_filter vfs_write
	rejects set_ftrace_filter "$none"
done

# Taken out again
for gone in '!*:mod:*' '!:mod:function_calls' '!*:mod:func*' '!:mod:'; do
	put set_ftrace_filter 'vfs_read calls_alpha calls_beta'
	add set_ftrace_filter "$gone"
	is set_ftrace_filter vfs_read
done
for gone in '!*:mod:!function_calls' '!*:mod:!*' '!*:mod:!func*'; do
	put set_ftrace_filter 'vfs_read calls_alpha'
	add set_ftrace_filter "$gone"
	is set_ftrace_filter 'calls_alpha [function_calls]'
done
