# SPDX-License-Identifier: GPL-2.0
# what: current_tracer takes each of available_tracers and nothing else
# needs: instances current_tracer available_tracers tracer:function trace_marker
# time: 180

has available_tracers '(^| )nop( |$)'
for tracer in $(cat available_tracers); do
	case $tracer in
	mmiotrace|hwlat|osnoise|timerlat|blk) continue ;; # they take CPUs away, or watch a device
	esac
	keeps current_tracer "$tracer"
	keeps current_tracer nop
done
for bad in nonsense nop2 '' 'nop function'; do
	rejects current_tracer "$bad"
done
keeps current_tracer nop

# A trace is what one tracer recorded: a new one begins with nothing
put set_ftrace_filter schedule
put trace_marker before
keeps current_tracer nop
has trace 'before$'
keeps current_tracer function
hasnt trace 'before$'
put trace_marker meanwhile
refused write_to current_tracer nonsense
keeps current_tracer function
has trace 'meanwhile$'
keeps current_tracer nop
same "$(records)" '' 'what is left of the tracer before'

# Whoever chooses a tracer is going to trace: the buffer gets its size
instance chosen
has instances/chosen/buffer_size_kb expanded
put instances/chosen/current_tracer nop
hasnt instances/chosen/buffer_size_kb expanded
