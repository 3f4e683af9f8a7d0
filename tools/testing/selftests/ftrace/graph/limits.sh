# SPDX-License-Identifier: GPL-2.0
# what: set_graph_function, set_graph_notrace, max_graph_depth and tracing_thresh say what is recorded
# needs: tracer:function_graph function:ksys_read function:vfs_read function:vfs_write

reads() { i=0; while [ $i -lt 20 ]; do read -r _ < /proc/self/stat; i=$((i + 1)); done; }
again()
{
	put trace ''
	put tracing_on 1
	reads
	put tracing_on 0
}

put set_ftrace_pid $$
is set_graph_function '#### all functions enabled ####'
is set_graph_notrace '#### no functions disabled ####'
rejects set_graph_function no_such_function_at_all
keeps set_graph_function ksys_read
put current_tracer function_graph
again
has trace '  ksys_read\(\) \{'
has trace '    vfs_read\(\)'
# What is no deeper than ksys_read is ksys_read.
records | sed -n 's/^ *[0-9]*)[^|]*|  \([a-z_A-Z]\)/\1/p' | sed 's/(.*//' | sort -u > "$WORK/roots"
is "$WORK/roots" ksys_read

keeps max_graph_depth 1
again
has trace 'ksys_read\(\);'
hasnt trace 'vfs_read'
rejects max_graph_depth -1
rejects max_graph_depth x
keeps max_graph_depth 2
again
has trace 'ksys_read\(\) \{'
has trace '    vfs_read\(\);'
hasnt trace '      [a-z_]*\(\)'
keeps max_graph_depth 0

put set_graph_notrace vfs_read
again
has trace 'ksys_read\(\)'
hasnt trace 'vfs_read|rw_verify_area'
put set_graph_notrace ''
again
has trace 'rw_verify_area'
put set_graph_function ''

# Nothing is as slow as that; then everything is slow enough.
put tracing_thresh 1000000
again
hasnt trace 'vfs_read'
put tracing_thresh 0
again
has trace 'vfs_read'
put current_tracer nop
is set_graph_function '#### all functions enabled ####'
same "$(wc -l < enabled_functions)" 0 'functions still hooked'
