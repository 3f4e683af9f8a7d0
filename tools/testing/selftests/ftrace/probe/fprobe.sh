# SPDX-License-Identifier: GPL-2.0
# what: a probe by fprobe records entries and exits with arguments, in the instances that want it
# needs: dynamic_events function:do_sys_openat2 readme:f[:[<group>/][<event>]]
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/fprobes/enable; echo > dynamic_events'

put dynamic_events 'f:opens do_sys_openat2 dfd=$arg1:s32 file=+0($arg2):string who=$comm'
add dynamic_events 'f:opened do_sys_openat2%return ret=$retval:s32 dfd=$arg1:s32'
add dynamic_events 'f do_sys_openat2'
add dynamic_events 'f do_sys_openat2%return'
is dynamic_events 'f:fprobes/opens do_sys_openat2 dfd=$arg1:s32 file=+0($arg2):string who=$comm
f:fprobes/opened do_sys_openat2%return ret=$retval:s32 dfd=$arg1:s32
f:fprobes/do_sys_openat2__entry do_sys_openat2
f:fprobes/do_sys_openat2__exit do_sys_openat2%return'
has events/fprobes/opens/format '	field:unsigned long __probe_ip;	offset:8;'
has events/fprobes/opened/format '	field:unsigned long __probe_ret_ip;	offset:16;'

instance fp
put events/fprobes/enable 1
put instances/fp/events/fprobes/opens/enable 1
cat /proc/version > /dev/null
put events/fprobes/enable 0
cat /proc/uptime > /dev/null
put instances/fp/events/fprobes/opens/enable 0
place='do_sys_openat2\+0x[0-9a-f]+/0x[0-9a-f]+'
has trace " opens: \($place\) dfd=-100 file=\"/proc/version\" who=\"cat\"$"
has trace ' opened: \([^ ]+\+0x[0-9a-f]+/0x[0-9a-f]+ <- do_sys_openat2\) ret=[0-9]+ dfd=-100$'
has trace " do_sys_openat2__entry: \($place\)$"
has trace ' do_sys_openat2__exit: \([^ ]+ <- do_sys_openat2\)$'
same "$(count trace ' opens: ')" "$(count trace ' opened: ')" 'entries and exits'
hasnt trace ' opens: .*"/proc/uptime"'
has instances/fp/trace ' opens: .*"/proc/uptime" who="cat"$'
hasnt instances/fp/trace ' opened: '

# Who is in use stays.
put events/fprobes/opens/enable 1
refused append_to dynamic_events '-:opens'
has dynamic_events '^f:fprobes/opens '
put events/fprobes/opens/enable 0

put events/fprobes/opens/filter 'file ~ "*version"'
put trace ''
put events/fprobes/opens/enable 1
cat /proc/version /proc/uptime > /dev/null
put events/fprobes/opens/enable 0
same "$(count trace ' opens: ')" 1 'records that pass the filter'

add dynamic_events '-:opens'
add dynamic_events '-:fprobes/opened'
hasnt dynamic_events ':fprobes/open'
rejects dynamic_events 'f:x do_sys_openat2+4'
rejects dynamic_events 'f:x do_sys_openat2 a=$retval'
rejects dynamic_events 'f:x no_such_function_at_all' ENOENT
rejects dynamic_events 'f8:x do_sys_openat2'
add dynamic_events '-:fprobes/'
is dynamic_events ''
refused ls -d events/fprobes
