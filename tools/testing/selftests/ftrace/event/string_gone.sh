# SPDX-License-Identifier: GPL-2.0
# what: a record that refers to a string of a module that has gone is printed with the address
# needs: module:event_fails event:power/suspend_resume
# time: 120

fails()
{
	! insmod "$(module_file event_fails)" ms="$1" 2>/dev/null
}

put events/power/suspend_resume/enable 1
run_in_background fails 3000
until_true 20 grep -q 'suspend_resume: event_fails\[3000\] begin$' trace
works wait "$job"
hasnt /proc/modules '^event_fails '
hasnt trace 'suspend_resume: event_fails'
has trace 'suspend_resume: \(0x[0-9a-f]*\)\[UNSAFE-MEMORY\]\[3000\] begin$'
has trace_pipe 'suspend_resume: .*UNSAFE-MEMORY'
put events/power/suspend_resume/enable 0
