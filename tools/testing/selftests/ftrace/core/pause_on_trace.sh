# SPDX-License-Identifier: GPL-2.0
# what: reading trace stops nothing, unless pause-on-trace is set
# needs: options/pause-on-trace trace_marker program:fio

for n in 1 2 3; do
	put trace_marker "old $n"
done
is options/pause-on-trace 0
works fio open:t=r,trace read:t=10 'run:=echo during > trace_marker'
has trace during

put options/pause-on-trace 1
works fio open:t=r,trace read:t=10 'run:=echo paused > trace_marker || :'
hasnt trace paused
put options/pause-on-trace 0
