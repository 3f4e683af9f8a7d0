# SPDX-License-Identifier: GPL-2.0
# what: a snapshot can be taken of what taking one calls, and of what that is told of
# needs: snapshot set_ftrace_filter events
# time: 120

# taken: there is a reader to be woken, and a record in one of the buffers
taken()
{
	run_in_background cat trace_pipe > /dev/null
	put trace_marker 'a marker'
	sleep 0.2
	kill "$job"
	wait "$job" || :
}

for function in _raw_spin_lock_irqsave _raw_spin_unlock_irqrestore __wake_up \
		arch_irq_work_raise __sysvec_irq_work; do
	grep -qx $function available_filter_functions || continue
	put set_ftrace_filter "$function:snapshot"
	taken
	put set_ftrace_filter "!$function:snapshot"
done

for event in lock/lock_acquire lock/lock_release irq_vectors/irq_work_entry \
		irq_vectors/irq_work_exit ipi/ipi_send_cpu sched/sched_waking; do
	[ -d events/$event ] || continue
	put events/$event/trigger snapshot
	taken
	put events/$event/trigger '!snapshot'
done
has snapshot 'Snapshot is allocated|TASK-PID'
