# SPDX-License-Identifier: GPL-2.0
# what: a stacktrace trigger records the kernel's stack after the event, as often as it may
# needs: event:signal/signal_generate

trigger=events/signal/signal_generate/trigger
put events/signal/signal_generate/filter "sig == 28 && pid == $$"
put events/signal/signal_generate/enable 1

put $trigger "stacktrace if sig == 28 && pid == $$"
kill -28 $$
same "$(count trace '<stack trace>')" 1 'stack traces'
has trace '=> .*sys_kill'
# The stack is that of the event before it
same "$(records | sed -n '/signal_generate: /{n;s/.*<stack trace>.*/stack/p;}')" stack 'what follows the event'
put $trigger '!stacktrace'

: > trace
put $trigger "stacktrace:2 if sig == 28 && pid == $$"
for i in 1 2 3 4; do
	kill -28 $$
done
same "$(count trace '<stack trace>')" 2 'stack traces'
same "$(count trace 'signal_generate: ')" 4 'events'
has $trigger '^stacktrace:count=0'
put $trigger '!stacktrace'

# Without the event
put events/signal/signal_generate/enable 0
put $trigger "stacktrace if sig == 28 && pid == $$"
: > trace
kill -28 $$
same "$(count trace '<stack trace>')" 1 'stack traces'
same "$(count trace 'signal_generate: ')" 0 'events'
put $trigger '!stacktrace'
