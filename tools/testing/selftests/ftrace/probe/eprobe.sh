# SPDX-License-Identifier: GPL-2.0
# what: a probe on another event records fields of it, through its filter, per instance
# needs: dynamic_events event:sched/sched_process_exec event:sched/sched_switch
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/eprobes/enable; echo > dynamic_events'

put dynamic_events 'e:ran sched.sched_process_exec file=$filename pid=$pid:s32 who=$comm'
add dynamic_events 'e:some sched.sched_process_exec file=$filename:string if filename ~ "*cat"'
has dynamic_events '^e:eprobes/ran sched.sched_process_exec file=\$filename pid=\$pid:s32'
has dynamic_events ' if filename ~ "\*cat"$'
has events/eprobes/ran/format '^print fmt: "\(sched.sched_process_exec\) file='

instance ep
put events/eprobes/enable 1
put instances/ep/events/eprobes/ran/enable 1
/bin/sh -c '/bin/true; exec /bin/cat /dev/null' > /dev/null
put events/eprobes/enable 0
/bin/true
put instances/ep/events/eprobes/ran/enable 0
has trace ' ran: \(sched.sched_process_exec\) file="/bin/cat" pid=[0-9]+ who="'
same "$(count trace ' some: ')" 1 'records that pass the filter'
hasnt trace ' sched_process_exec: '
between 3 "$(count instances/ep/trace ' ran: ')" 100
same "$(count instances/ep/trace ' some: ')" 0

# The other event stays as it was, and cannot go while it is watched.
is events/sched/sched_process_exec/enable 0
rejects dynamic_events 'e:x sched.nothing a=$pid'
rejects dynamic_events 'e:x sched.sched_switch a=$nothing'
has error_log 'The event has no such field'
rejects dynamic_events 'e:x sched.sched_switch a=%di'
rejects dynamic_events 'e:x sched.sched_switch if nothing == 1'
works rmdir instances/ep
