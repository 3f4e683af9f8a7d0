# SPDX-License-Identifier: GPL-2.0
# what: what two CPUs write at once is all there, in order, while trace is read
# needs: trace_marker program:taskset cpus:2
# time: 120

read_trace()
{
	works cat trace > "$WORK/during"
}

put buffer_size_kb 4096
put trace ''
# shellcheck disable=SC2016 # the writer's shell expands it
two_writers 3000 'cpu$cpu n$n.' read_trace
for cpu in 0 1; do
	records | sed -n "s/.*cpu$cpu n\\([0-9]*\\)\\.\$/\\1/p" > "$WORK/got$cpu"
	same "$(wc -l < "$WORK/got$cpu" | tr -d ' ')" 3000 "records of CPU $cpu"
	works sort -n -c "$WORK/got$cpu"
done
# Times of all of them, one after the other
records | sed 's/.* \([0-9]*\.[0-9]*\): tracing_mark.*/\1/' > "$WORK/times"
works sort -n -c "$WORK/times"
