# SPDX-License-Identifier: GPL-2.0
# what: each call of a graph has its return, in the order and the nesting of the calls
# needs: tracer:function_graph function:__x64_sys_chdir function:user_path_at set_graph_function

# chdir(2): __x64_sys_chdir() calls user_path_at()
put set_ftrace_filter '__x64_sys_chdir user_path_at getname_flags'
put options/funcgraph-tail 1
put options/funcgraph-proc 0
put set_ftrace_pid $$
put current_tracer function_graph
i=0
while [ $i -lt 50 ]; do cd .; i=$((i + 1)); done
put tracing_on 0

records | sed -n 's/^ *[0-9]*)[^|]*|  //p' > "$WORK/calls"
entries=$(count "$WORK/calls" '^__x64_sys_chdir\(\) \{')
between 50 "$entries" 1000 'calls of __x64_sys_chdir'
same "$(count "$WORK/calls" '^} /\* __x64_sys_chdir \*/')" "$entries" 'its returns'
same "$(count "$WORK/calls" '^  user_path_at\(\) \{|^  user_path_at\(\);')" "$entries" 'calls of user_path_at in it'
# Nothing at another depth than its own
hasnt "$WORK/calls" '^ +__x64_sys_chdir|^user_path_at'
# What recorders find
has events/ftrace/funcgraph_entry/format 'field:unsigned long func;'
has events/ftrace/funcgraph_exit/format 'field:unsigned long long rettime;'
