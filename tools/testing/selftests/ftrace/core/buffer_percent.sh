# SPDX-License-Identifier: GPL-2.0
# what: buffer_percent takes 0 to 100
# needs: buffer_percent

for good in 0 1 99 100 50; do
	keeps buffer_percent $good
done
for bad in 101 -1 x 5% '' 4294967346; do
	rejects buffer_percent "$bad" EINVAL
done
rejects buffer_percent 99999999999999999999 ERANGE

# Who polls is told when the buffer is as full as that, and not before
[ -e per_cpu/cpu0/trace_pipe_raw ] || exit 0
put buffer_size_kb 64
put trace ''
put buffer_percent 50
write()
{
	taskset 1 sh -c "for n in \$(seq $1); do echo 'a marker of a certain length' > trace_marker; done"
}
write 20
same "$(fio open:r=rn,per_cpu/cpu0/trace_pipe_raw poll:r=0)" none 'a little of it'
write 700
same "$(fio open:r=rn,per_cpu/cpu0/trace_pipe_raw poll:r=0)" 'in ' 'more than half of it'
put buffer_percent 0
put trace ''
write 1
same "$(fio open:r=rn,per_cpu/cpu0/trace_pipe_raw poll:r=0)" 'in ' 'anything'
put buffer_percent 50
