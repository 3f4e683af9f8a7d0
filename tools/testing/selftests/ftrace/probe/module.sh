# SPDX-License-Identifier: GPL-2.0
# what: a probe in a module waits for it, and for the next time it comes
# needs: kprobe_events module:function_calls
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/kprobes/enable; echo > kprobe_events'

put kprobe_events 'p:alpha function_calls:calls_alpha'
has kprobe_events '^p:kprobes/alpha function_calls:calls_alpha$'
put events/kprobes/alpha/enable 1
for round in 1 2 3; do
	put trace ''
	works insmod "$(module_file function_calls)"
	echo 'calls_alpha task 5' > /sys/module/function_calls/parameters/call
	place='calls_alpha\+0x[04]/0x[0-9a-f]+ \[function_calls\]'
	same "$(count trace " alpha: \($place\)")" 5 "round $round"
	echo 'calls_alpha irq 2' > /sys/module/function_calls/parameters/call
	same "$(count trace ' alpha: ')" $((5 + 2 * $(cpus))) "round $round"
	works rmmod function_calls
done
put events/kprobes/alpha/enable 0
add kprobe_events '-:alpha'
rejects kprobe_events 'p:x function_calls:calls_alpha+'
