# SPDX-License-Identifier: GPL-2.0
# what: enable_event and disable_event triggers turn another event on and off
# needs: event:signal/signal_generate event:sched/sched_process_fork

trigger=events/signal/signal_generate/trigger
fork=events/sched/sched_process_fork
# Two events turn it on and off: signal 28 and signal 18
put $trigger "enable_event:sched:sched_process_fork if sig == 28 && pid == $$"
is $fork/enable '0*'
(:)
hasnt trace sched_process_fork
kill -28 $$
is $fork/enable '1*'
(:)
has trace sched_process_fork
put $trigger '!enable_event:sched:sched_process_fork'
put $fork/enable 0
is $fork/enable 0

# The other way round
put $fork/enable 1
put $trigger "disable_event:sched:sched_process_fork:1 if sig == 28 && pid == $$"
is $fork/enable '1*'
kill -28 $$
is $fork/enable '0*'
: > trace
(:)
hasnt trace sched_process_fork
has $trigger 'disable_event:sched:sched_process_fork:count=0 if '
put $trigger '!disable_event:sched:sched_process_fork:1'
put $fork/enable 0

# As often as it may, counting when it changes something
put $trigger "enable_event:sched:sched_process_fork:2 if sig == 28 && pid == $$"
kill -28 $$
kill -28 $$
has $trigger 'enable_event:sched:sched_process_fork:count=1 if '
put $trigger '!enable_event:sched:sched_process_fork'
put $fork/enable 0

# In an instance it acts there
[ -d instances ] || exit 0
instance one
put instances/one/$trigger "enable_event:sched:sched_process_fork if sig == 28 && pid == $$"
kill -28 $$
is instances/one/$fork/enable '1*'
is $fork/enable 0
(:)
has instances/one/trace sched_process_fork
works rmdir instances/one
is $fork/enable 0
