# SPDX-License-Identifier: GPL-2.0
# what: with annotate, trace tells when the buffer of another CPU begins
# needs: options/annotate trace_marker program:taskset cpus:2

put buffer_size_kb 16
put options/annotate 1
taskset 1 sh -c 'n=0; while [ $n -lt 2000 ]; do echo zero > trace_marker; n=$((n + 1)); done'
taskset 2 sh -c 'echo one > trace_marker'
has trace '^##### CPU [01] buffer started ####$'
put options/annotate 0
hasnt trace 'buffer started'
put options/annotate 1
