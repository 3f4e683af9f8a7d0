# SPDX-License-Identifier: GPL-2.0
# what: a probe in a program records each hit, its arguments, and its return
# needs: uprobe_events program:uprobed

on_exit 'echo 0 > events/uprobes/enable; echo > uprobe_events'

# What to probe, and the counter, as offsets in the file
where=$(uprobed where)
function=$(echo "$where" | sed -n 's/^function //p')
counter=$(echo "$where" | sed -n 's/^counter //p')
file=$(readlink -f "$(command -v uprobed)")

put uprobe_events "p:in $file:$function n=%di:u32 text=+0(%si):string who=\$comm"
add uprobe_events "r:out $file:$function ret=\$retval:u32"
add uprobe_events "p:counted $file:$function($counter) n=%di:u32"
has uprobe_events "^p:uprobes/in $file:0x[0-9a-f]{16} n=%di:u32 text="
has events/uprobes/in/format 'field:unsigned long __probe_ip;	offset:8;'

put events/uprobes/in/enable 1
put events/uprobes/out/enable 1
works uprobed call 3
put events/uprobes/enable 0
has trace ' in: \(0x[0-9a-f]+\) n=2 text="call 2" who="uprobed"$'
has trace ' out: \(0x[0-9a-f]+ <- 0x[0-9a-f]+\) ret=4$'
same "$(count trace ' in: ')" 3 'calls'
same "$(count trace ' out: ')" 3 'returns'
has uprobe_profile "  $file in  *3$"

# The counter tells the program that somebody watches.
put trace ''
same "$(uprobed counter)" 0 'counter without a probe'
put events/uprobes/counted/enable 1
same "$(uprobed counter)" 1 'counter with a probe'
put events/uprobes/counted/enable 0

# Many hits on all CPUs, none lost
put trace ''
put events/uprobes/in/enable 1
uprobed call 2000 &
one=$!
uprobed call 2000 &
two=$!
works wait $one
works wait $two
put events/uprobes/in/enable 0
same "$(awk '$2 == "in" { print $3 }' uprobe_profile)" 4003 'hits'
same "$(count trace ' in: ')" 4000 'records'

rejects uprobe_events "p:x /no/such/file:0x10"
has error_log 'No such file'
rejects uprobe_events "p:x $file"
rejects uprobe_events "p:x $file:zz"
rejects uprobe_events "p:x $file:0x10 @jiffies"
