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

# mistake FILE LINE TEXT [BLANKS]: it is explained, with a mark below the word so far in
mistake()
{
	[ -e "$1" ] || return 0
	refused append_to "$1" "$2"
	has error_log "^\[ *[0-9.]+\] $1: error: $3\$"
	has error_log "^  Command: $2\$"
	same "$(tail -n 1 error_log)" "${4-}           ^" "the mark below $2"
}
mistake set_event no_such_event 'No such event'
mistake set_event_pid '1 x1' 'No process number' '  '
mistake current_tracer no_such_tracer 'No such tracer in this instance'
mistake trace_clock no_such_clock 'No such clock'
mistake trace_options no_such_option 'No such option, or it is refused'
echo > error_log
same "$(cat error_log)" '' "error_log after it was cleared"
