# SPDX-License-Identifier: GPL-2.0
# what: calls in tasks, interrupts and NMIs of all CPUs have their returns, with kretprobes too
# needs: tracer:function_graph module:function_calls
# time: 200

load function_calls
call=/sys/module/function_calls/parameters/call
times=200
put set_ftrace_filter 'calls_*:mod:function_calls'
put current_tracer function_graph
for context in task irq nmi; do
	for f in alpha beta gamma; do
		put trace ''
		put $call "calls_$f $context $times"
		wanted=$times
		[ $context = task ] || wanted=$((times * $(cpus)))
		same "$(count trace "calls_$f( \\[function_calls\\])?\\(\\);")" $wanted "$f, $context"
		same "$(records | grep -c '|')" $wanted "all records, $context"
	done
done
put options/funcgraph-irqs 0
put trace ''
put $call "calls_alpha irq $times"
put $call "calls_alpha task $times"
same "$(count trace 'calls_alpha')" $times 'without interrupts'
has return_stacks '^cpu0: no memory: 0 too deep: 0'
