# SPDX-License-Identifier: GPL-2.0
# what: one CPU's snapshot leaves those of the others alone
# needs: per_cpu/cpu1/snapshot trace_marker program:taskset config:RING_BUFFER_ALLOW_SWAP

put snapshot 1
put snapshot 2
taskset 1 sh -c 'echo from cpu0 > trace_marker'
taskset 2 sh -c 'echo from cpu1 > trace_marker'
put per_cpu/cpu1/snapshot 1
has per_cpu/cpu1/snapshot 'from cpu1'
hasnt per_cpu/cpu0/snapshot 'from cpu0'
has trace 'from cpu0'
hasnt trace 'from cpu1'
