# SPDX-License-Identifier: GPL-2.0
# what: with fields, an event shows each field by its name
# needs: options/fields event:sched/sched_process_fork

put events/sched/sched_process_fork/enable 1
fork_some 1
put events/sched/sched_process_fork/enable 0
has trace ': sched_process_fork: comm=[^ ]+ pid=[0-9]+ child_comm=[^ ]+ child_pid=[0-9]+$'
put options/fields 1
has trace ': sched_process_fork: parent_comm=[^ ]+ parent_pid=0x[0-9a-f]+ \([0-9]+\) child_comm=[^ ]+ child_pid=0x'
put options/fields 0
