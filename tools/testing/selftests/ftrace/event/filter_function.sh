# SPDX-License-Identifier: GPL-2.0
# what: .function compares addresses with the extent of a function
# needs: event:kmem/kmalloc

event=events/kmem/kmalloc
put $event/enable 1
fork_some 20
put $event/enable 0
# The caller that is seen most often
caller=$(records | sed -n 's/.*call_site=\([a-zA-Z_0-9]*\)+.*/\1/p' | sort | uniq -c |
	 sort -rn | sed -n '1s/^ *[0-9]* //p')
[ -n "$caller" ] || fail "no call of kmalloc() was seen"

put $event/filter "call_site.function == $caller"
: > trace
put $event/enable 1
fork_some 20
put $event/enable 0
has trace "call_site=$caller\\+"
same "$(records | grep kmalloc: | grep -vc "call_site=$caller+" || :)" 0 "others than $caller"

put $event/filter "call_site.function != $caller"
: > trace
put $event/enable 1
fork_some 20
put $event/enable 0
has trace 'kmalloc:'
hasnt trace "call_site=$caller\\+"

refused write_to $event/filter 'call_site.function == no_such_function'
refused write_to $event/filter "call_site.function < $caller"
refused write_to $event/filter "bytes_req.nothing == 1"
