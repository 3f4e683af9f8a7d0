# SPDX-License-Identifier: GPL-2.0
# what: ftrace_dump_on_oops takes all its forms and reads them back
# needs: /proc/sys/kernel/ftrace_dump_on_oops

knob=/proc/sys/kernel/ftrace_dump_on_oops
before=$(cat $knob)
on_exit "echo '$before' > $knob"
for form in 0 1 orig_cpu some_instance 'one,two=orig_cpu'; do
	keeps $knob "$form"
done
warn=/proc/sys/kernel/traceoff_on_warning
if [ -e $warn ]; then
	keeps $warn 1
	keeps $warn 0
fi
