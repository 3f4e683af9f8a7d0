# SPDX-License-Identifier: GPL-2.0
# what: random writes, reads, maps and the like at every file harm nothing
# needs: program:fuzz root
# time: 120

# Filters, triggers and whatever else it leaves are put back by the runner
works fuzz -t 20
keeps tracing_on 1
keeps current_tracer nop
instance alive
put instances/alive/trace_marker alive
has instances/alive/trace 'tracing_mark_write: alive$'
