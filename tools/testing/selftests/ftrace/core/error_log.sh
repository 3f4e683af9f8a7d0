# SPDX-License-Identifier: GPL-2.0
# what: a wrong line is explained in error_log with a mark under the mistake, and can be cleared
# needs: error_log event:sched/sched_switch

filter=events/sched/sched_switch/filter
refused append_to $filter 'no_such_field == 1'
has error_log '^\[ *[0-9.]+\] event filter parse error: error: Field not found$'
has error_log '^  Command: no_such_field == 1$'
has error_log '^ +\^$'

refused append_to $filter 'prev_pid == '
refused append_to $filter '(prev_pid == 1'
between 3 "$(count error_log 'Command: ')" 3 "errors in the log"
# Eight are kept
for n in 1 2 3 4 5 6 7 8 9; do
	refused append_to $filter "wrong$n == 1"
done
same "$(count error_log 'Command: ')" 8 "errors in the log"
has error_log 'Command: wrong9'
hasnt error_log 'Command: wrong1 '
echo > error_log
same "$(cat error_log)" '' "error_log after it was cleared"
