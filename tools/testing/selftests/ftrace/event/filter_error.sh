# SPDX-License-Identifier: GPL-2.0
# what: a wrong filter is refused, and the error log names the mistake and marks it
# needs: event:sched/sched_switch error_log

event=events/sched/sched_switch

# mistake FILTER TEXT
mistake()
{
	: > error_log
	put $event/filter 0
	write_fails EINVAL $event/filter "$1"
	has error_log "event filter parse error: error: $2\$"
	# The line again, as it was, and a caret below it
	same "$(sed -n 's/^  Command: //p' error_log)" "$1" 'the line in the log'
	caret=$(sed -n 's/^\( *\)^$/\1/p' error_log)
	between 11 ${#caret} $((12 + ${#1})) "the caret of '$1'"
	# The filter file tells as well
	has $event/filter "parse_error: $2\$"
	put $event/filter 0
	is $event/filter none
}

mistake 'nothing == 1' 'Field not found'
mistake 'prev_pid == 1 && nothing == 1' 'Field not found'
mistake 'prev_pid = 1' 'Invalid operator'
mistake 'prev_pid ~ 1' 'Illegal operation for field type'
mistake 'prev_comm < "a"' 'Illegal operation for field type'
mistake 'prev_comm == bash' 'Invalid value \(did you forget quotes\)\?'
mistake 'prev_pid == "1"' 'Expecting numeric field'
mistake 'prev_comm == 1' 'Expecting string field'
mistake 'prev_pid == 1x' 'Illegal integer value'
mistake 'prev_pid == 99999999999999999999' 'Illegal integer value'
mistake 'prev_comm == "bash' 'Missing matching quote'
mistake '(prev_pid == 1' "Too many '\\('"
mistake 'prev_pid == 1)' "Too few '\\('"
mistake 'prev_pid == 1 &&' 'Meaningless filter expression'
mistake 'prev_pid == 1 prev_prio == 1' 'Too many terms in predicate expression'
mistake '!' 'No filter found'
mistake 'CPU & CPUS{1' "Missing '}'"
mistake 'CPU & CPUS{x}' 'Invalid cpulist'
mistake "prev_comm == \"$(printf '%0300d' 0)\"" 'Operand too long'

# A field of an event that others of its system do not have
write_fails EINVAL events/sched/sched_wakeup/filter 'prev_pid == 1'
put events/sched/sched_wakeup/filter 0
