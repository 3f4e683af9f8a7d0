# SPDX-License-Identifier: GPL-2.0
# what: what a CPU's stats count adds up to what was written
# needs: per_cpu/cpu0/stats trace_marker program:taskset buffer_size_kb

field() { sed -n "s/^$1: //p" per_cpu/cpu0/stats; }

for name in entries overrun 'commit overrun' bytes 'oldest event ts' 'now ts' 'dropped events' 'read events'; do
	has per_cpu/cpu0/stats "^$name: +[0-9.]+\$"
done
put buffer_size_kb 64
put trace ''
taskset 1 sh -c 'n=0; while [ $n -lt 100 ]; do echo x > trace_marker; n=$((n + 1)); done'
same "$(field entries)" 100 entries
same "$(field overrun)" 0 overrun

# Too many: the oldest are overwritten, and none is lost uncounted
taskset 1 sh -c 'n=0; while [ $n -lt 4900 ]; do echo x > trace_marker; n=$((n + 1)); done'
same $(($(field entries) + $(field overrun))) 5000 "entries and overrun"
between 1 "$(field overrun)" 4999 overrun

# Without overwriting the oldest stay, and the rest is dropped
put options/overwrite 0
put trace ''
taskset 1 sh -c 'n=0; while [ $n -lt 5000 ]; do echo $n > trace_marker || :; n=$((n + 1)); done' 2>/dev/null
same "$(records | sed -n '1s/.*: //p')" 0 "the first record"
same $(($(field entries) + $(field 'dropped events'))) 5000 "entries and dropped"
put options/overwrite 1
