# SPDX-License-Identifier: GPL-2.0
# what: while nothing is recorded saved_cmdlines stays the same, whatever tasks do
# needs: event:sched/sched_process_fork saved_cmdlines saved_cmdlines_size trace_marker

# trace-cmd reads it twice, and wants the same size.
busy()
{
	while :; do
		(:) | cat > "$WORK/nothing"
	done
}

# So few places that each task that ends takes another's
put saved_cmdlines_size 16
put options/record-tgid 1
put events/sched/sched_process_fork/enable 1
run_in_background busy
(:)
put tracing_on 0
put events/sched/sched_process_fork/enable 0
cat saved_cmdlines > "$WORK/first"
cat saved_tgids > "$WORK/tgids"
between 3 "$(wc -l < "$WORK/first")" 100000 tasks
for _ in 1 2 3 4 5 6 7 8 9 10; do
	(:)
	cat saved_cmdlines > "$WORK/again"
	cmp "$WORK/first" "$WORK/again" || fail 'names have changed'
	cat saved_tgids > "$WORK/again"
	cmp "$WORK/tgids" "$WORK/again" || fail 'thread groups have changed'
done
kill "$job"
same "$(cut -d ' ' -f 1 "$WORK/first" | sort | uniq -d)" '' 'pids that are there twice'
same "$(cut -d ' ' -f 1 "$WORK/tgids")" "$(cut -d ' ' -f 1 "$WORK/first")" 'pids in both'
# Who records is in it, then as before.
put tracing_on 1
pid=$(sh -c 'echo $$; (:); echo seen > trace_marker')
has saved_cmdlines "^$pid sh\$"
