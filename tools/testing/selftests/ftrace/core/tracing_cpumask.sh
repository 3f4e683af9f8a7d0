# SPDX-License-Identifier: GPL-2.0
# what: tracing_cpumask keeps CPUs that are not in it from recording
# needs: tracing_cpumask trace_marker program:taskset cpus:2

all=$(cat tracing_cpumask)
put tracing_cpumask 2
taskset 1 sh -c 'echo on cpu0 > trace_marker' || :
taskset 2 sh -c 'echo on cpu1 > trace_marker'
hasnt trace 'on cpu0'
has trace '\[001\].* on cpu1'

put tracing_cpumask "$all"
taskset 1 sh -c 'echo back on cpu0 > trace_marker'
has trace '\[000\].* back on cpu0'
for bad in x '' ffffffffffffffffffffffffffffffffffff,1,1 -1; do
	rejects tracing_cpumask "$bad"
done
