# SPDX-License-Identifier: GPL-2.0
# what: raw pages that are read while two CPUs write markers hold all of them, once and in order
# needs: per_cpu/cpu1/trace_pipe_raw trace_marker program:mapped program:taskset cpus:2
# time: 120

rounds=0
read_both()
{
	for cpu in 0 1; do
		works mapped -r per_cpu/cpu$cpu/trace_pipe_raw >> "$WORK/got$cpu"
	done
	rounds=$((rounds + 1))
}

put buffer_size_kb 4096
put trace ''
# shellcheck disable=SC2016 # the writer's shell expands it
two_writers 3000 'of cpu$cpu $n' read_both
read_both
for cpu in 0 1; do
	seq 1 3000 | sed "s/^/of cpu$cpu /" > "$WORK/want"
	works cmp "$WORK/want" "$WORK/got$cpu"
done
between 3 $rounds 1000000 "rounds of reading, the last when they were done"
same "$(records)" '' "what is left"
