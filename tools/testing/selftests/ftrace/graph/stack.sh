# SPDX-License-Identifier: GPL-2.0
# what: a stack taken inside functions whose return is hooked shows their true callers to the entry
# needs: tracer:function_graph event:sched/sched_switch function:schedule options/stacktrace

# With everything hooked: stacks of events, of /proc, of the kernel log
put current_tracer function_graph
put events/sched/sched_switch/trigger 'stacktrace:20'
sleep 0.3
cat /proc/1/stack /proc/self/stack > "$WORK/proc"
put tracing_on 0
put current_tracer nop
hasnt "$WORK/proc" 'return_to_handler|rethook_trampoline'
has "$WORK/proc" 'entry_SYSCALL_64|ret_from_fork'
