# SPDX-License-Identifier: GPL-2.0
# what: each instance has the probes on or off, filtered and triggered by itself
# needs: kprobe_events function:vfs_open
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/kprobes/enable; echo > kprobe_events'

put kprobe_events 'p:opens vfs_open a=%di'
instance one
instance two
put instances/one/events/kprobes/opens/enable 1
cat /proc/version > /dev/null
has instances/one/trace ' opens: \(vfs_open\+'
hasnt trace ' opens: '
hasnt instances/two/trace ' opens: '
put instances/two/events/kprobes/opens/enable 1
put instances/two/events/kprobes/opens/filter 'a == 0'
put instances/one/trace ''
put instances/two/trace ''
cat /proc/version > /dev/null
has instances/one/trace ' opens: \(vfs_open\+'
hasnt instances/two/trace ' opens: '
refused append_to kprobe_events '-:opens'
put instances/one/events/kprobes/opens/trigger 'traceoff:1 if a != 0'
cat /proc/version > /dev/null
is instances/one/tracing_on 0

# An instance goes with its probes on, and new ones have the event.
works rmdir instances/one
works rmdir instances/two
instance three
works ls instances/three/events/kprobes/opens/enable
add kprobe_events '-:opens'
refused ls -d instances/three/events/kprobes
works rmdir instances/three
