# SPDX-License-Identifier: GPL-2.0
# what: several probes share one event; they go one by one, and the event with the last
# needs: kprobe_events function:vfs_read function:vfs_write
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/kprobes/enable; echo > kprobe_events'

put kprobe_events 'p:io vfs_read n=%dx'
add kprobe_events 'p:io vfs_write n=%dx'
same "$(count kprobe_events '^p:kprobes/io ')" 2
put events/kprobes/io/enable 1
echo x > /dev/null
put events/kprobes/io/enable 0
has trace ' io: \(vfs_write\+'
cat /dev/null > /dev/null

# One more while the event is on
put events/kprobes/io/enable 1
add kprobe_events 'p:io vfs_open n=%dx'
put trace ''
cat /proc/version > /dev/null
has trace ' io: \(vfs_open\+'
has trace ' io: \(vfs_read\+'
put events/kprobes/io/enable 0

add kprobe_events '-:io vfs_read'
hasnt kprobe_events vfs_read
same "$(count kprobe_events '^p:kprobes/io ')" 2
works ls -d events/kprobes/io
add kprobe_events '-:io'
is kprobe_events ''
refused ls -d events/kprobes/io
