# SPDX-License-Identifier: GPL-2.0
# what: the lines with which Documentation/trace/histogram.rst begins are taken and give answers
# needs: synthetic_events events/sched/sched_switch/hist event:syscalls/sys_enter_read event:timer/timer_start event:raw_syscalls/sys_enter

# Each line as it is printed there; ask FILE REGEX: what the answer has to look like
work()
{
	for _ in 1 2 3; do
		cat README > /dev/null
		sleep 0.05
	done
}

ask()
{
	work
	has "$1" "$2"
	has "$1" '^    Entries: [1-9]'
	put "${1%hist}trigger" ''
}

echo 'hist:keys=call_site.sym:vals=bytes_req:sort=bytes_req.descending' > events/kmem/kmalloc/trigger
ask events/kmem/kmalloc/hist '^\{ call_site: \[[0-9a-f]+\] [a-z_0-9.]+ .*\} hitcount: +[0-9]+  bytes_req: +[0-9]+$'

echo 'hist:keys=common_pid.execname,id.syscall:sort=hitcount.descending' > events/raw_syscalls/sys_enter/trigger
ask events/raw_syscalls/sys_enter/hist '^\{ common_pid: [^ ]+ +\[ +[0-9]+\], id: sys_[a-z0-9_]+ +\[ *[0-9]+\] \} hitcount: +[0-9]+$'

echo 'hist:keys=count.log2:sort=count' > events/syscalls/sys_enter_read/trigger
ask events/syscalls/sys_enter_read/hist '^\{ count: ~ 2\^[0-9]+ +\} hitcount: +[0-9]+$'

echo 'hist:keys=next_comm,prev_comm:sort=hitcount.descending' > events/sched/sched_switch/trigger
ask events/sched/sched_switch/hist '^\{ next_comm: swapper/0 +, prev_comm: [^ ]+ +\} hitcount: +[0-9]+$'

echo 'hist:keys=common_stacktrace:sort=hitcount' > events/sched/sched_wakeup/trigger
ask events/sched/sched_wakeup/hist '^         [a-z_]+\+0x[0-9a-f]+/0x[0-9a-f]+$'

echo 'hist:keys=function.sym:vals=hitcount.percent:sort=hitcount' > events/timer/timer_start/trigger
ask events/timer/timer_start/hist '\} hitcount: +[0-9]+  hitcount \(%\): +[0-9]+\.[0-9][0-9]$'

echo 'hist:keys=call_site.sym:vals=bytes_req.min,bytes_req.max,bytes_req.avg' > events/kmem/kmalloc/trigger
ask events/kmem/kmalloc/hist '  bytes_req.min: +[0-9]+  bytes_req.max: +[0-9]+  bytes_req.avg: +[0-9]+$'

echo 'wake_lat pid_t pid; u64 lat' > synthetic_events
echo 'hist:keys=pid:ts0=common_timestamp.usecs' > events/sched/sched_wakeup/trigger
echo 'hist:keys=next_pid:lat=common_timestamp.usecs-$ts0:onmatch(sched.sched_wakeup).wake_lat(next_pid,$lat)' > events/sched/sched_switch/trigger
echo 'hist:keys=lat.log2:sort=lat' > events/synthetic/wake_lat/trigger
work
has events/synthetic/wake_lat/hist '^\{ lat: ~ 2\^[0-9]+ +\} hitcount: +[0-9]+$'
put events/synthetic/wake_lat/trigger ''
put events/sched/sched_switch/trigger ''
put events/sched/sched_wakeup/trigger ''

echo 'hist:keys=pid:ts0=common_timestamp.usecs' > events/sched/sched_wakeup/trigger
echo 'hist:keys=next_pid:lat=common_timestamp.usecs-$ts0:onmax($lat).save(next_comm,prev_pid,prev_comm)' > events/sched/sched_switch/trigger
ask events/sched/sched_switch/hist '^	max: +[0-9]+  next_comm: .*  prev_pid: +[0-9]+  prev_comm: '
put events/sched/sched_wakeup/trigger ''

echo 'hist:keys=common_pid:ts0=common_timestamp.usecs:nr=id' > events/raw_syscalls/sys_enter/trigger
echo 'hist:keys=common_pid:us=common_timestamp.usecs-$ts0:vals=$us' > events/raw_syscalls/sys_exit/trigger
ask events/raw_syscalls/sys_exit/hist '^\{ common_pid: +[0-9]+ \} hitcount: +[0-9]+  \$us: +[0-9]+$'
put events/raw_syscalls/sys_enter/trigger ''
