# SPDX-License-Identifier: GPL-2.0
# what: random writes, reads, maps and the like at every file harm nothing
# needs: program:fuzz root
# time: 120

# Filters and whatever else it leaves are put back by the runner; but what it made to
# turn tracing off may do so at any time
works fuzz -t 20
{ remove_triggers; remove_commands; } || :
keeps tracing_on 1
keeps current_tracer nop
instance alive
# It starts with the options of the top level, which may be any by now
for option in raw hex bin fields verbose latency-format sym-offset sym-addr; do
	put instances/alive/options/$option 0
done
for option in context-info markers; do
	put instances/alive/options/$option 1
done
put instances/alive/trace_options noprintk-msg-only
put instances/alive/trace_marker alive
has instances/alive/trace 'tracing_mark_write: alive$'
