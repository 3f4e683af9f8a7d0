# SPDX-License-Identifier: GPL-2.0
# what: triggers are set, listed with counts and filters, refused when they clash, and removed
# needs: event:module/module_request event:sched/sched_process_exit

trigger=events/module/module_request/trigger

none()
{
	has $trigger '^# Available triggers:$'
	has $trigger '^# traceon traceoff .*stacktrace.* enable_event disable_event'
	same "$(grep -vc '^#' $trigger || :)" 0 'triggers'
}

# sets LINE LISTED REMOVING-LINE
sets()
{
	put $trigger "$1"
	is $trigger "$2"
	put $trigger "$3"
	none
}

none
sets traceoff traceoff:unlimited '!traceoff'
sets traceoff:5 traceoff:count=5 '!traceoff:5'
sets traceoff:0x10 traceoff:count=16 '!traceoff'
sets traceoff: traceoff:unlimited '!traceoff'
sets 'traceon if wait == 1' 'traceon:unlimited if wait == 1' '!traceon'
sets 'traceon:3 if wait == 1 && common_pid > 4' \
     'traceon:count=3 if wait == 1 && common_pid > 4' \
     '!traceon:3 if wait == 1 && common_pid > 4'
sets stacktrace:1 stacktrace:count=1 '!stacktrace:0'
sets 'enable_event:sched:sched_process_exit' 'enable_event:sched:sched_process_exit:unlimited' \
     '!enable_event:sched:sched_process_exit'
sets 'disable_event:sched:sched_process_exit:2 if wait == 1' \
     'disable_event:sched:sched_process_exit:count=2 if wait == 1' \
     '!disable_event:sched:sched_process_exit:2'

# What was read can be written with a "!" in front
sets stacktrace:3 stacktrace:count=3 '!stacktrace:count=3'
sets 'traceon if wait == 1' 'traceon:unlimited if wait == 1' '!traceon:unlimited if wait == 1'

# What is not there can be taken away
put $trigger '!stacktrace'
none

for line in nonsense '!nonsense' '!' traceon:x traceon:-1 'traceon foo' 'traceon if' \
	    'traceon if nothing == 1' 'traceon if wait =' \
	    enable_event enable_event:sched enable_event:sched: enable_event:sched:nothing \
	    enable_event:nothing:sched_process_exit enable_event:sched:sched_process_exit:x; do
	rejects $trigger "$line"
done
has error_log 'event filter parse error: error: Field not found'
none

# One of a kind
put $trigger 'traceoff if wait == 1'
put $trigger 'stacktrace if wait == 1'
put $trigger 'enable_event:sched:sched_process_exit if wait == 1'
same "$(grep -c . $trigger)" 3 'triggers'
for line in traceoff traceoff:1 traceon stacktrace 'stacktrace:2 if wait == 3' \
	    enable_event:sched:sched_process_exit:1 disable_event:sched:sched_process_exit; do
	rejects $trigger "$line"
done
# ... but of other events
put $trigger 'disable_event:module:module_request if wait == 1'
same "$(grep -c . $trigger)" 4 'triggers'
for line in disable_event:module:module_request stacktrace \
	    enable_event:sched:sched_process_exit traceoff; do
	put $trigger "!$line"
done
none
