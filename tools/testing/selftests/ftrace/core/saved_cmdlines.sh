# SPDX-License-Identifier: GPL-2.0
# what: the names of tasks are kept, as many as saved_cmdlines_size says
# needs: event:sched/sched_process_fork saved_cmdlines saved_cmdlines_size trace_marker

# The number is rounded up to fill whole pages
for size in 300 9000 128; do
	put saved_cmdlines_size $size
	between $size "$(cat saved_cmdlines_size)" $((size * 3 + 8192))
done
for bad in 0 -1 x '' 99999999999999999999; do
	rejects saved_cmdlines_size "$bad"
done
# Names are learnt while something is traced
put events/sched/sched_process_fork/enable 1
pid=$(sh -c 'echo $$; (:); echo seen > trace_marker')
put events/sched/sched_process_fork/enable 0
has saved_cmdlines "^$pid sh\$"
has trace "sh-$pid +\\["
