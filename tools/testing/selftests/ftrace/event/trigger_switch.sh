# SPDX-License-Identifier: GPL-2.0
# what: traceoff and traceon triggers turn recording off and on, as often as they may, where the filter passes
# needs: event:signal/signal_generate

trigger=events/signal/signal_generate/trigger
mine="sig == 28 && pid == $$"
send() { kill -"${1:-28}" $$; }

put $trigger "traceoff if $mine"
send 18
is tracing_on 1
send
is tracing_on 0
put tracing_on 1
send
is tracing_on 0
put $trigger '!traceoff'
put tracing_on 1
send
is tracing_on 1

# The count goes down when there was something to do
put $trigger "traceoff:2 if $mine"
send
is tracing_on 0
is $trigger "traceoff:count=1 if $mine"
send
is $trigger "traceoff:count=1 if $mine"
put tracing_on 1
send
is tracing_on 0
is $trigger "traceoff:count=0 if $mine"
put tracing_on 1
send
is tracing_on 1
put $trigger '!traceoff:0'

put tracing_on 0
put $trigger "traceon:1 if $mine"
send 18
is tracing_on 0
send
is tracing_on 1
put tracing_on 0
send
is tracing_on 0
put $trigger '!traceon'

# The event itself need not be enabled, and is not recorded then
put tracing_on 1
is events/signal/signal_generate/enable 0
hasnt trace signal_generate

# In an instance, only there
[ -d instances ] || exit 0
instance one
put instances/one/$trigger "traceoff if $mine"
send
is tracing_on 1
is instances/one/tracing_on 0
works rmdir instances/one
