# SPDX-License-Identifier: GPL-2.0
# what: trace_pipe has one reader, of all CPUs or of each one
# needs: trace_pipe per_cpu/cpu0/trace_pipe program:fio

pipe0=per_cpu/cpu0/trace_pipe
works fio open:p=rn,trace_pipe fails=EBUSY open:q=rn,trace_pipe fails=EBUSY open:q=rn,$pipe0 \
	close:p open:q=rn,$pipe0
works fio open:p=rn,$pipe0 fails=EBUSY open:q=rn,$pipe0 fails=EBUSY open:q=rn,trace_pipe
if [ -e per_cpu/cpu1 ]; then
	works fio open:p=rn,$pipe0 open:q=rn,per_cpu/cpu1/trace_pipe
fi

# Another instance has readers of its own
instance other
works fio open:p=rn,trace_pipe open:q=rn,instances/other/trace_pipe
