# SPDX-License-Identifier: GPL-2.0
# what: each instance has filters of its own, and an error log of its own
# needs: instances event:signal/signal_generate error_log

event=events/signal/signal_generate
instance one
keeps $event/filter "sig == 18 && pid == $$"
keeps instances/one/$event/filter "sig == 28 && pid == $$"
put $event/enable 1
put instances/one/$event/enable 1
for sig in 18 23 28; do
	kill -$sig $$
done
has trace 'sig=18 '
hasnt trace 'sig=(23|28) '
has instances/one/trace 'sig=28 '
hasnt instances/one/trace 'sig=(18|23) '

: > error_log
refused write_to instances/one/$event/filter 'nothing == 1'
has instances/one/error_log 'Field not found'
hasnt error_log 'Field not found'
is $event/filter "sig == 18 && pid == $$"
