# SPDX-License-Identifier: GPL-2.0
# what: instances have graphs of their own, of the same functions at the same time
# needs: tracer:function_graph function:ksys_read function:vfs_read

put set_ftrace_filter 'ksys_read vfs_read'
instance a
instance b
put instances/a/set_ftrace_filter ksys_read
put instances/b/set_ftrace_filter vfs_read
for d in . instances/a instances/b; do
	put $d/set_ftrace_pid $$
	put $d/current_tracer function_graph
done
i=0
while [ $i -lt 30 ]; do read -r _ < /proc/self/stat; i=$((i + 1)); done
for d in . instances/a instances/b; do put $d/tracing_on 0; done

n=$(count instances/a/trace '  ksys_read\(\);')
between 30 "$n" 1000 'calls in a'
hasnt instances/a/trace vfs_read
same "$(count instances/b/trace '  vfs_read\(\);')" "$n" 'calls in b'
hasnt instances/b/trace ksys_read
same "$(count trace '  ksys_read\(\) \{')" "$n" 'calls at the top'
same "$(count trace '    vfs_read\(\);')" "$n" 'calls in those'

# One goes, the others go on.
put instances/a/current_tracer nop
for d in . instances/b; do put $d/trace ''; put $d/tracing_on 1; done
read -r _ < /proc/self/stat
has trace '  ksys_read\(\) \{'
has instances/b/trace '  vfs_read\(\);'
