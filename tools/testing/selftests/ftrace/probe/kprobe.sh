# SPDX-License-Identifier: GPL-2.0
# what: a kprobe event is made, shown as it was written, records what it fetches, and goes
# needs: kprobe_events function:do_sys_openat2
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/kprobes/enable; echo > kprobe_events'

put kprobe_events 'p:opens do_sys_openat2 file=+0(%si):string dfd=$arg1:s32 who=$comm'
add kprobe_events 'r:opened do_sys_openat2 ret=$retval:s32 dfd=$arg1:s32'
is kprobe_events 'p:kprobes/opens do_sys_openat2 file=+0(%si):string dfd=$arg1:s32 who=$comm
r:kprobes/opened do_sys_openat2 ret=$retval:s32 dfd=$arg1:s32'
is dynamic_events "$(cat kprobe_events)"
is events/kprobes/opens/enable 0
has available_events '^kprobes:opens$'
format=events/kprobes/opens/format
has $format '	field:unsigned long __probe_ip;	offset:8;	size:8;	signed:0;$'
has $format '	field:__data_loc char\[\] file;	offset:16;	size:4;	signed:[01];$'
has $format '	field:s32 dfd;	offset:20;	size:4;	signed:1;$'
args='REC->__probe_ip, __get_str\(file\), REC->dfd, __get_str\(who\)'
has $format "^print fmt: \"\(%lx\) file=.*%s.* dfd=%d who=.*%s.*\", $args\$"
has events/kprobes/opened/format '	field:unsigned long __probe_func;	offset:8;'
has events/kprobes/opened/format '	field:unsigned long __probe_ret_ip;	offset:16;'

put events/kprobes/enable 1
cat /proc/version > /dev/null
put events/kprobes/enable 0
has trace ' opens: \(do_sys_openat2\+0x[04]/0x[0-9a-f]+\) file="/proc/version" dfd=-100 who="cat"$'
has trace ' opened: \([^ ]+\+0x[0-9a-f]+/0x[0-9a-f]+ <- do_sys_openat2\) ret=[0-9]+ dfd=-100$'
same "$(count trace ' opens: ')" "$(count trace ' opened: ')" 'entries and returns'

# What is off records nothing; what was hit is counted.
put trace ''
cat /proc/version > /dev/null
hasnt trace ' opens: '
between 1 "$(awk '$1 == "opens" { print $2 }' kprobe_profile)" 1000

put events/kprobes/opens/filter 'file ~ "*version"'
put events/kprobes/opens/enable 1
cat /proc/version /proc/uptime > /dev/null
put events/kprobes/opens/enable 0
same "$(count trace ' opens: ')" 1 'records that pass the filter'

add kprobe_events '-:opens'
is kprobe_events 'r:kprobes/opened do_sys_openat2 ret=$retval:s32 dfd=$arg1:s32'
refused ls -d events/kprobes/opens
add kprobe_events '-:kprobes/opened'
is kprobe_events ''
refused ls -d events/kprobes
