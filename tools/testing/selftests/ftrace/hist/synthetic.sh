# SPDX-License-Identifier: GPL-2.0
# what: synthetic events are made, listed, recorded by onmatch, filtered, counted, and removed when unused
# needs: synthetic_events events/sched/sched_switch/inject events/sched/sched_wakeup/inject

wakeup=events/sched/sched_wakeup
switch=events/sched/sched_switch

put synthetic_events 'wake_lat pid_t pid; int lat; char comm[16]'
is synthetic_events 'wake_lat	pid_t pid; int lat; char[16] comm'
has events/synthetic/wake_lat/format 'field:pid_t pid;	offset:8;	size:4;	signed:1;'
has events/synthetic/wake_lat/format 'field:char comm\[16\];	offset:24;	size:16;'
refused append_to synthetic_events 'wake_lat pid_t pid'
has error_log 'Event already exists'

put $wakeup/trigger 'hist:keys=pid:ts0=prio if target_cpu == 77'
put $switch/trigger 'hist:keys=next_pid:lat=prev_pid-$ts0:onmatch(sched.sched_wakeup).wake_lat(next_pid,$lat,next_comm) if prev_prio == 4242'
put events/synthetic/wake_lat/enable 1
put $wakeup/inject 'pid=5 prio=30 target_cpu=77'
put $switch/inject 'next_pid=5 prev_pid=100 prev_prio=4242 next_comm="sleeper"'
has trace ' wake_lat: pid=5 lat=70 comm=sleeper$'

# It is an event like any other: a histogram of it, and a filter
put events/synthetic/wake_lat/trigger 'hist:keys=comm:vals=lat'
put events/synthetic/wake_lat/filter 'lat > 1000'
put trace ''
put $wakeup/inject 'pid=5 prio=30 target_cpu=77'
put $switch/inject 'next_pid=5 prev_pid=90 prev_prio=4242 next_comm="sleeper"'
hasnt trace ' wake_lat: '
same "$(grep '^{' events/synthetic/wake_lat/hist | tr -s ' ')" \
	'{ comm: sleeper } hitcount: 1 lat: 60'

# In use
refused append_to synthetic_events '!wake_lat'
refused write_to synthetic_events ''
is synthetic_events 'wake_lat	pid_t pid; int lat; char[16] comm'
add events/synthetic/wake_lat/trigger '!hist:keys=comm:vals=lat'
put events/synthetic/wake_lat/enable 0
add $switch/trigger '!hist:keys=next_pid:lat=prev_pid-$ts0:onmatch(sched.sched_wakeup).wake_lat(next_pid,$lat,next_comm) if prev_prio == 4242'
add synthetic_events '!wake_lat'
is synthetic_events ''
checked
[ ! -e events/synthetic/wake_lat ] || fail "its directory has stayed"

for bad in 'x' 'x u64' 'x u64 a; u64 a' 'x nonsense a' '1x u64 a' 'x u64 1a' 'x char[0] a' \
	   'x char[1000] a' 'x unsigned a' 'x int[3] a' 'x u64 a;; u64 b' 'x u64 a-b'; do
	rejects synthetic_events "$bad"
done
refused append_to synthetic_events '!nothing'

# All types, and the other way of writing
add dynamic_events 's:synthetic/all u8 a; s16 b; unsigned int c; long d; char[] e; unsigned long[] f; bool g'
has dynamic_events '^s:synthetic/all u8 a; s16 b; unsigned int c; long d; char\[\] e; unsigned long\[\] f; bool g$'
has events/synthetic/all/format 'field:__data_loc char\[\] e;'
add dynamic_events '-:synthetic/all'
is synthetic_events ''
