# SPDX-License-Identifier: GPL-2.0
# what: each call of a graph has its return, in the order and the nesting of the calls
# needs: tracer:function_graph function:ksys_read function:vfs_read set_graph_function

# read(2) of the shell: ksys_read() calls vfs_read()
put set_ftrace_filter 'ksys_read vfs_read rw_verify_area'
put options/funcgraph-tail 1
put options/funcgraph-proc 0
put set_ftrace_pid $$
put current_tracer function_graph
i=0
while [ $i -lt 50 ]; do read -r _ < /proc/self/stat; i=$((i + 1)); done
put tracing_on 0

records | sed -n 's/^ *[0-9]*)[^|]*|  //p' > "$WORK/calls"
entries=$(count "$WORK/calls" '^ksys_read\(\) \{')
between 50 "$entries" 1000 'calls of ksys_read'
same "$(count "$WORK/calls" '^} /\* ksys_read \*/')" "$entries" 'its returns'
same "$(count "$WORK/calls" '^  vfs_read\(\) \{|^  vfs_read\(\);')" "$entries" 'calls of vfs_read in it'
# Nothing at another depth than its own
hasnt "$WORK/calls" '^ +ksys_read|^vfs_read|^rw_verify_area'
# Raw records: as many entries as returns, and times that go forward
put options/raw 0
put trace ''
put tracing_on 1
read -r _ < /proc/self/stat
put tracing_on 0
has events/ftrace/funcgraph_entry/format 'field:unsigned long func;'
has events/ftrace/funcgraph_exit/format 'field:unsigned long long rettime;'
