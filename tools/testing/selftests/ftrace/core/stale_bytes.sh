# SPDX-License-Identifier: GPL-2.0
# what: what memory held before it became a buffer's is not seen by read, splice or mapping
# needs: per_cpu/cpu0/trace_pipe_raw trace_marker program:stale program:fio program:taskset root
# time: 120

works stale soil 128
instance stale
dir=instances/stale
raw=$dir/per_cpu/cpu0/trace_pipe_raw
texts="t=; for _ in \$(seq 200); do t=\$t.; echo \$t > $dir/trace_marker; done"

put $dir/buffer_size_kb 8192
for how in read splice map; do
	if [ $how = map ]; then
		fio open:r=rn,$raw map:r=4096 > "$WORK/word" || continue
	fi
	# Texts of all lengths, events of all kinds, pages that are full and one that is not
	put $dir/tracing_on 1
	for system in sched irq timer syscalls; do
		[ ! -e $dir/events/$system/enable ] || put $dir/events/$system/enable 1
	done
	taskset 1 sh -c "$texts"
	for system in sched irq timer syscalls; do
		[ ! -e $dir/events/$system/enable ] || put $dir/events/$system/enable 0
	done
	works stale look $how $raw > "$WORK/looked"
	between 20000 "$(tail -n 1 "$WORK/looked")" 100000000 "bytes looked at by $how"

	# Other memory, soiled anew
	put $dir/buffer_size_kb 4
	works stale soil 128
	put $dir/buffer_size_kb 8192
done
