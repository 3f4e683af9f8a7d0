# SPDX-License-Identifier: GPL-2.0
# what: while nothing is recorded tasks that start are not listed in saved_cmdlines
# needs: event:sched/sched_process_fork saved_cmdlines saved_cmdlines_size trace_marker

# trace-cmd reads it twice, and wants the same size. A task that changes its name, or
# ends while the list is made, may still make a difference.
busy()
{
	while :; do
		(:) | cat > "$WORK/nothing"
	done
}

# A place for each pid: none that ends takes another's
put saved_cmdlines_size "$(cat /proc/sys/kernel/pid_max)"
put events/sched/sched_process_fork/enable 1
run_in_background busy
(:)
put tracing_on 0
put events/sched/sched_process_fork/enable 0
cut -d ' ' -f 1 saved_cmdlines > "$WORK/first"
between 3 "$(wc -l < "$WORK/first")" 100000 tasks
for _ in 1 2 3 4 5 6 7 8 9 10; do
	(:)
	cut -d ' ' -f 1 saved_cmdlines > "$WORK/again"
	same "$(grep -cvxFf "$WORK/first" "$WORK/again")" 0 'tasks that are new'
done
kill "$job"
# Who records is in it, then as before.
put tracing_on 1
pid=$(sh -c 'echo $$; (:); echo seen > trace_marker')
has saved_cmdlines "^$pid sh\$"
