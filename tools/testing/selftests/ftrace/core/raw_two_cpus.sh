# SPDX-License-Identifier: GPL-2.0
# what: raw pages that are read while two CPUs write markers hold all of them, once and in order
# needs: per_cpu/cpu1/trace_pipe_raw trace_marker program:mapped program:taskset cpus:2
# time: 120

put buffer_size_kb 4096
put trace ''
writer='n=1; while [ $n -le 3000 ]; do echo "of cpu$0 $n" > trace_marker; n=$((n + 1)); done'
taskset 1 sh -c "$writer" 0 &
zero=$!
taskset 2 sh -c "$writer" 1 &
one=$!
rounds=0
# Files of other tests lie there too
rm -f "$WORK/got0" "$WORK/got1"
while kill -0 $zero 2>/dev/null || kill -0 $one 2>/dev/null; do
	for cpu in 0 1; do
		works mapped -r per_cpu/cpu$cpu/trace_pipe_raw >> "$WORK/got$cpu"
	done
	rounds=$((rounds + 1))
done
wait $zero
wait $one
for cpu in 0 1; do
	works mapped -r per_cpu/cpu$cpu/trace_pipe_raw >> "$WORK/got$cpu"
	seq 1 3000 | sed "s/^/of cpu$cpu /" > "$WORK/want"
	works cmp "$WORK/want" "$WORK/got$cpu"
done
between 2 $rounds 1000000 "rounds of reading while they wrote"
same "$(records)" '' "what is left"
