# SPDX-License-Identifier: GPL-2.0
# what: with event-fork the children of a traced task are traced, and leave when they end
# needs: set_event_pid options/event-fork event:raw_syscalls/sys_enter

children() { (while :; do (:); done) }

put set_event_pid $$
put options/event-fork 1
put events/raw_syscalls/sys_enter/enable 1
( : < /dev/null )
sh -c 'echo $$' > "$WORK/child"
put events/raw_syscalls/sys_enter/enable 0
child=$(cat "$WORK/child")
has trace "-$child +.* sys_enter: "
has set_event_pid "^$$\$"
hasnt set_event_pid "^$child\$"

put trace ''
put options/event-fork 0
put events/raw_syscalls/sys_enter/enable 1
sh -c 'echo $$' > "$WORK/child"
put events/raw_syscalls/sys_enter/enable 0
hasnt trace "-$(cat "$WORK/child") +.* sys_enter: "
: > set_event_pid
