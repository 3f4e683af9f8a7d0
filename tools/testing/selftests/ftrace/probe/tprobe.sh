# SPDX-License-Identifier: GPL-2.0
# what: a probe on a tracepoint fetches its arguments
# needs: dynamic_events readme:t[:[<group>/][<event>]]
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/tracepoints/enable; echo > dynamic_events'

put dynamic_events 't:made sched_process_fork parent=$arg1 child=$arg2'
add dynamic_events 't sched_process_exit task=$arg1'
has dynamic_events '^t:tracepoints/made sched_process_fork parent=\$arg1 child=\$arg2$'
has dynamic_events '^t:tracepoints/sched_process_exit sched_process_exit task=\$arg1$'
put events/tracepoints/enable 1
fork_some 3
sleep 0.1
put events/tracepoints/enable 0
place='__probestub_sched_process_fork\+0x[0-9a-f]+/0x[0-9a-f]+'
has trace " made: \($place\) parent=0x[0-9a-f]{16} child=0x[0-9a-f]{16}$"
between 3 "$(count trace ' made: ')" 100
between 3 "$(count trace ' sched_process_exit: ')" 100

rejects dynamic_events 't:x sched_process_fork a=$arg3'
has error_log 'There are only 2 arguments'
rejects dynamic_events 't:x no_such_tracepoint'
has error_log 'No such tracepoint'
