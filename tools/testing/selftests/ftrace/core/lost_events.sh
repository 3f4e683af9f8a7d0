# SPDX-License-Identifier: GPL-2.0
# what: trace_pipe says how many records it missed
# needs: trace_pipe trace_marker buffer_size_kb program:fio program:taskset

put buffer_size_kb 16
put trace ''
taskset 1 sh -c 'n=0; while [ $n -lt 3000 ]; do echo "number $n" > trace_marker; n=$((n + 1)); done'
fio open:p=rn,per_cpu/cpu0/trace_pipe read:p=4000 > "$WORK/one"
taskset 1 sh -c 'n=0; while [ $n -lt 3000 ]; do echo "second $n" > trace_marker; n=$((n + 1)); done'
fio open:p=rn,per_cpu/cpu0/trace_pipe all:p > "$WORK/two"
has "$WORK/two" '^CPU:0 \[LOST [0-9]+ EVENTS\]$'

# Each record is shown or among the lost: a line that was read in part comes again
[ -z "$(tail -c 1 "$WORK/one")" ] || sed -i '$d' "$WORK/one"
cat "$WORK/one" "$WORK/two" > "$WORK/both"
same "$(awk '/LOST/ { sub(".*LOST ", ""); lost += $1; next }
	{ n = $NF + (/second/ ? 3000 : 0); if (seen++ && n != last + 1 + lost) wrong++; lost = 0; last = n }
	END { print wrong + 0 }' "$WORK/both")" 0 "gaps that are not what was lost"
same "$(tail -n 1 "$WORK/two" | sed 's/.*: //')" 'second 2999' "the last record"
