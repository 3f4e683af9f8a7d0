# SPDX-License-Identifier: GPL-2.0
# what: a function that is live patched can be traced, before, meanwhile and afterwards, and redirected by nobody else
# needs: tracer:function module:livepatch-sample module:kprobe_example function:cmdline_proc_show
# time: 300

patched='this has been live patched'
switch=/sys/kernel/livepatch/livepatch_sample
settled() { [ ! -e $switch ] || [ "$(cat $switch/transition)" = 0 ]; }
gone() { [ ! -e $switch ]; }
calls() { records | grep -c ' cmdline_proc_show <-' || :; }

# The patch comes; it goes.
patch()
{
	load livepatch-sample
	until_true 60 settled
	has /proc/cmdline "$patched"
}

unpatch()
{
	works write_to $switch/enabled 0
	until_true 60 gone
	hasnt /proc/cmdline "$patched"
	works rmmod livepatch_sample
}

# What is patched is called in place of the function, and counts as a call of it.
reads()
{
	put trace ''
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		has /proc/cmdline "$1"
	done
	same "$(calls)" 10 "calls, reading '$1'"
}

put set_ftrace_filter cmdline_proc_show
for first in tracer patch; do
	[ $first = patch ] || put current_tracer function
	patch
	put current_tracer function
	reads "$patched"
	has enabled_functions '^cmdline_proc_show \(2\).* I'
	put current_tracer nop
	has enabled_functions '^cmdline_proc_show \(1\).* I'
	has /proc/cmdline "$patched"
	put current_tracer function

	# Nobody else may redirect it, nor turn off the hooks of the patch.
	refused insmod "$(module_file kprobe_example)" symbol=cmdline_proc_show
	rejects /proc/sys/kernel/ftrace_enabled 0
	reads "$patched"

	unpatch
	put trace ''
	reads '='
	put current_tracer nop
	hasnt enabled_functions cmdline_proc_show
done

# The other way round it is the patch that is refused.
load kprobe_example symbol=cmdline_proc_show
refused insmod "$(module_file livepatch-sample)"
hasnt /proc/cmdline "$patched"
works rmmod kprobe_example
patch
unpatch
same "$(wc -l < enabled_functions)" 0 'enabled functions'
