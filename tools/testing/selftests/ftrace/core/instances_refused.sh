# SPDX-License-Identifier: GPL-2.0
# what: instances that exist, have no name or are in use cannot be made or removed
# needs: instances program:fio

instance one
refused mkdir instances/one
refused mkdir instances/one/two
refused rmdir instances/none
refused rmdir instances
refused touch instances/file
refused mkdir elsewhere
for file in trace trace_pipe per_cpu/cpu0/trace_pipe_raw; do
	works fio open:f=rn,instances/one/$file run:='! rmdir instances/one 2>/dev/null'
done
works rmdir instances/one
refused test -d instances/one
