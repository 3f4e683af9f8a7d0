# SPDX-License-Identifier: GPL-2.0
# what: a filter on the text of a marker sees the line as it was written, with and without its newline
# needs: trace_marker events/ftrace/print/trigger

trigger=events/ftrace/print/trigger

# stops FILTER TEXT, goes_on FILTER TEXT: does the trigger act on the marker?
stops()
{
	put $trigger "traceoff if $1"
	put tracing_on 1
	printf '%s' "$2" > trace_marker
	is tracing_on 0
	put tracing_on 1
	put trace_marker "$2"
	is tracing_on 0
	put $trigger "!traceoff if $1"
}

goes_on()
{
	put $trigger "traceoff if $1"
	put tracing_on 1
	printf '%s' "$2" > trace_marker
	is tracing_on 1
	put trace_marker "$2"
	is tracing_on 1
	put $trigger "!traceoff if $1"
}

stops 'buf == "stop"' stop
goes_on 'buf == "stop"' sto
goes_on 'buf == "stop"' stops
goes_on 'buf != "stop"' stop
stops 'buf != "stop"' go
stops 'buf ~ "st*"' stop
goes_on 'buf ~ "st*"' a_stop
stops 'buf ~ "*op"' stop
goes_on 'buf ~ "*op"' stops
stops 'buf ~ "*to*"' stop
stops 'buf ~ "s?[a-o]p"' stop
goes_on 'buf ~ "s?[a-n]p"' stop
# Of a long one the end counts too
long=$(printf '%1500s' the_end)
stops 'buf ~ "*the_end"' "$long"
goes_on 'buf ~ "*the_en"' "$long"
# What is recorded keeps its newline
put tracing_on 1
: > trace
put $trigger 'traceoff:1 if buf == "last"'
printf first > trace_marker
put trace_marker last
same "$(records | sed 's/.*: //')" 'first
last'
put tracing_on 1
