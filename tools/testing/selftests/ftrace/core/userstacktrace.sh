# SPDX-License-Identifier: GPL-2.0
# what: with userstacktrace, a user's stack follows a record, as addresses or as places in files
# needs: options/userstacktrace options/sym-userobj event:sched/sched_process_fork

put events/sched/sched_process_fork/enable 1
put options/userstacktrace 1
fork_some 20
put options/userstacktrace 0
put events/sched/sched_process_fork/enable 0
has trace ': <user stack trace>$'
# The first of them at least is a place in the user's half of memory
has trace '^ =>  <0000[0-7][0-9a-f]*[1-9a-f][0-9a-f]*>$'
put options/sym-userobj 1
has trace '^ => /[^ ]*\[\+0x[0-9a-f]+\]$'
