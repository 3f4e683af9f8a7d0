# SPDX-License-Identifier: GPL-2.0
# what: enabled_functions and touched_functions tell who hooks a function, and how, in columns
# needs: tracer:function function:cmdline_proc_show module:ftrace-direct module:kprobe_example

f=cmdline_proc_show
tab=$(printf '\t')
# letters FILE FUNCTION WANTED: number and letters behind a function's name, up to the tab or the arrow
letters() { same "$(sed -n "s/^$2\\( ([0-9]*)[^$tab>]*\\)[$tab>].*/\\1/p" "$1")" "$3" "$1, $2"; }

# What another test has done with a function stays with it
mark() { if grep -q "^$1 ([0-9]*).* M " touched_functions; then echo M; else echo ' '; fi; }

put set_ftrace_filter $f
put current_tracer function
letters enabled_functions $f " (1)         $(mark $f) "
has enabled_functions "^$f .*${tab}tramp: .* \\(([a-z_0-9]+\\+.*)\\) ->\\1\$"
instance letters
put instances/letters/set_ftrace_filter $f
put instances/letters/current_tracer function
letters enabled_functions $f " (2)         $(mark $f) "
put instances/letters/current_tracer nop
works insmod "$(module_file kprobe_example)" symbol=$f
letters enabled_functions $f ' (2) R I     M '
works rmmod kprobe_example
letters enabled_functions $f ' (1)         M '
put current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions'
has touched_functions "^$f \\(0\\)         M \$"

put set_ftrace_filter wake_up_process
put current_tracer function
letters enabled_functions wake_up_process " (1)         $(mark wake_up_process) "
works insmod "$(module_file ftrace-direct)"
letters enabled_functions wake_up_process ' (2)     D   M '
has enabled_functions "^${tab}direct-->.*\\[ftrace_direct\\]\$"
works rmmod ftrace_direct
letters enabled_functions wake_up_process ' (1)         M '
