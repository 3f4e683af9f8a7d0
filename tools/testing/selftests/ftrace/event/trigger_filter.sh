# SPDX-License-Identifier: GPL-2.0
# what: the filter of an event is for its records, and holds no trigger back
# needs: event:signal/signal_generate

event=events/signal/signal_generate
put $event/filter "sig == 18 && pid == $$"
put $event/enable 1
put $event/trigger "stacktrace if sig == 28 && pid == $$"
kill -28 $$
same "$(count trace 'signal_generate: ')" 0 'events'
same "$(count trace '<stack trace>')" 1 'stack traces'
kill -18 $$
same "$(count trace 'signal_generate: ')" 1 'events'
same "$(count trace '<stack trace>')" 1 'stack traces'
put $event/trigger '!stacktrace'
