# SPDX-License-Identifier: GPL-2.0
# what: functions of modules are traced from their start, and forgotten when they go
# needs: tracer:function module:kprobe_example
# time: 120

init=kprobe_init
put set_ftrace_filter '*:mod:kprobe_example'
has set_ftrace_filter '^\*:mod:kprobe_example$'
put current_tracer function
load kprobe_example
has trace " $init"
hasnt available_filter_functions "^$init \[" 'init function after it has gone'
has available_filter_functions '\[kprobe_example\]$'
has set_ftrace_filter '\[kprobe_example\]$'
rmmod kprobe_example
hasnt available_filter_functions '\[kprobe_example\]$'
has set_ftrace_filter '^\*:mod:kprobe_example$'

put set_ftrace_filter ''
i=0
while [ $i -lt 5 ]; do
	load kprobe_example
	rmmod kprobe_example
	i=$((i + 1))
done
put current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions'
