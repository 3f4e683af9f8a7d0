# SPDX-License-Identifier: GPL-2.0
# what: what two CPUs write at once is all there, in order, while trace is read
# needs: trace_marker program:taskset cpus:2
# time: 120

put buffer_size_kb 4096
put trace ''
writer='n=0; while [ $n -lt 3000 ]; do echo "cpu$0 n$n." > trace_marker; n=$((n + 1)); done'
taskset 1 sh -c "$writer" 0 &
zero=$!
taskset 2 sh -c "$writer" 1 &
one=$!
while kill -0 $zero 2>/dev/null || kill -0 $one 2>/dev/null; do
	cat trace > "$WORK/during"
done
wait $zero
wait $one
for cpu in 0 1; do
	records | sed -n "s/.*cpu$cpu n\\([0-9]*\\)\\.\$/\\1/p" > "$WORK/got$cpu"
	same "$(wc -l < "$WORK/got$cpu" | tr -d ' ')" 3000 "records of CPU $cpu"
	works sort -n -c "$WORK/got$cpu"
done
# Times of all of them, one after the other
records | sed 's/.* \([0-9]*\.[0-9]*\): tracing_mark.*/\1/' > "$WORK/times"
works sort -n -c "$WORK/times"
