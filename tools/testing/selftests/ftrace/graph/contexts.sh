# SPDX-License-Identifier: GPL-2.0
# what: calls in tasks, interrupts and NMIs of all CPUs have their returns
# needs: tracer:function_graph module:function_calls
# time: 200

load function_calls
call=/sys/module/function_calls/parameters/call
times=200
entries() { cat per_cpu/cpu*/stats | awk '/^entries:/ { n += $2 } END { print n }'; }
put set_ftrace_filter 'calls_*:mod:function_calls'
put current_tracer function_graph
for context in task irq nmi; do
	for f in alpha beta gamma; do
		put trace ''
		put $call "calls_$f $context $times"
		wanted=$times
		[ $context = task ] || wanted=$((times * $(cpus)))
		# A task may go on on another CPU in the midst of a call: that is two lines.
		same "$(count trace "calls_$f( \\[function_calls\\])?\\(\\)(;| \\{)")" $wanted "$f, $context"
		same "$(entries)" $((2 * wanted)) "all records, $context"
	done
done
put options/funcgraph-irqs 0
put trace ''
put $call "calls_alpha irq $times"
put $call "calls_alpha task $times"
# Those of the CPU that asks for the interrupts are made without one.
same "$(count trace 'calls_alpha')" $((2 * times)) 'without interrupts'
has return_stacks '^cpu0: no memory: 0 too deep: 0'
