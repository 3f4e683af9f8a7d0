# SPDX-License-Identifier: GPL-2.0
# what: files read the same in one piece, byte by byte, and again after a seek
# needs: trace program:fio

for file in available_tracers current_tracer trace_options trace_clock buffer_size_kb buffer_total_size_kb \
	    buffer_percent tracing_on tracing_cpumask saved_cmdlines_size tracing_thresh README \
	    set_event set_event_pid set_ftrace_pid options/overwrite per_cpu/cpu0/buffer_size_kb \
	    events/enable events/ftrace/print/format \
	    events/ftrace/print/id snapshot error_log timestamp_mode printk_formats \
	    saved_tgids set_ftrace_filter set_graph_function dynamic_events; do
	[ -r "$file" ] || continue
	fio open:f=r,$file all:f=65536 > "$WORK/whole"
	fio open:f=r,$file all:f=3 > "$WORK/parts"
	works cmp "$WORK/whole" "$WORK/parts"
	fio open:f=r,$file seek:f=0 2>/dev/null || continue # not all files are seekable
	fio open:f=r,$file read:f=5 seek:f=0 all:f > "$WORK/again"
	head -c 5 "$WORK/whole" | cat - "$WORK/whole" | works cmp - "$WORK/again"
done
