# SPDX-License-Identifier: GPL-2.0
# what: README names each file of the top level that it should, and what tools look for
# needs: README

for name in trace trace_pipe trace_marker trace_clock tracing_on current_tracer available_tracers \
	    buffer_size_kb tracing_cpumask instances events snapshot; do
	[ -e $name ] || continue
	has README "(^| |/)$name( |\$|[^a-z_])"
done
# perf and libtracefs decide by these
if [ -e kprobe_events ]; then
	for text in 'place.*<symbol>' '<offset>' 'fetcharg' '\$retval' '\$stack' 'x8/16/32/64' string; do
		has README "$text"
	done
fi
