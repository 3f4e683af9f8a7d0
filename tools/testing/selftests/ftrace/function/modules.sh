# SPDX-License-Identifier: GPL-2.0
# what: functions of modules are traced from their start, and forgotten when they go
# needs: tracer:function module:ftrace-ops
# time: 120

init=ops_sample_init
put set_ftrace_filter '*:mod:ftrace_ops'
has set_ftrace_filter '^\*:mod:ftrace_ops$'
put current_tracer function
load ftrace-ops calls=10
has trace " $init"
hasnt available_filter_functions "^$init \[" 'init function after it has gone'
has available_filter_functions '\[ftrace_ops\]$'
has set_ftrace_filter '\[ftrace_ops\]$'
rmmod ftrace_ops
hasnt available_filter_functions '\[ftrace_ops\]$'
same "$(wc -l < set_ftrace_filter)" 0 'lines when the module has gone: no function is traced'

put set_ftrace_filter ''
i=0
while [ $i -lt 5 ]; do
	load ftrace-ops calls=10
	rmmod ftrace_ops
	i=$((i + 1))
done
put current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions'
