# SPDX-License-Identifier: GPL-2.0
# what: what was set before a refused filter is still in force, for an event and for a system
# needs: event:signal/signal_generate event:signal/signal_deliver

event=events/signal/signal_generate
# What a test before wrote in vain is shown until then
put events/signal/filter 0
put $event/filter "sig == 18 && pid == $$"
write_fails EINVAL $event/filter 'nothing == 1'
# The stock kernel shows, and has, only the refused one from then on
[ "$(head -n 1 $event/filter)" = "sig == 18 && pid == $$" ] ||
	skip "this kernel forgets a filter when it refuses the next"
has $event/filter 'parse_error: Field not found$'
put $event/enable 1
kill -18 $$
kill -28 $$
put $event/enable 0
has trace 'sig=18 '
hasnt trace 'sig=28 '

# The caret is behind the field that is not there
: > error_log
write_fails EINVAL $event/filter "sig == 18 && nothing == 1"
same "$(sed -n 's/^\( *\)^$/\1/p' error_log)" "$(printf '%32s' '')" 'what stands before the caret'

# No event of the system takes it: none is changed
for filter in 'nothing == 1' 'sig == ' '(sig == 1'; do
	write_fails EINVAL events/signal/filter "$filter"
	is events/signal/signal_deliver/filter none
	same "$(head -n 1 $event/filter)" "sig == 18 && pid == $$"
	has events/signal/filter '^parse_error: '
done

# Some have the fields: the others keep theirs
put events/signal/filter 'group == 1'
is $event/filter 'group == 1'
is events/signal/signal_deliver/filter none
put events/signal/filter 0
hasnt events/signal/filter parse_error
