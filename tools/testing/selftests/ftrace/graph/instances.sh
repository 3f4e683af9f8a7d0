# SPDX-License-Identifier: GPL-2.0
# what: instances have graphs of their own, of the same functions at the same time
# needs: tracer:function_graph function:__x64_sys_chdir function:user_path_at

put set_ftrace_filter '__x64_sys_chdir user_path_at'
instance a
instance b
put instances/a/set_ftrace_filter __x64_sys_chdir
put instances/b/set_ftrace_filter user_path_at
for d in . instances/a instances/b; do
	put $d/set_ftrace_pid $$
	put $d/current_tracer function_graph
done
i=0
while [ $i -lt 30 ]; do cd .; i=$((i + 1)); done
for d in . instances/a instances/b; do put $d/tracing_on 0; done

n=$(count instances/a/trace '  __x64_sys_chdir\(\);')
between 30 "$n" 1000 'calls in a'
hasnt instances/a/trace user_path_at
same "$(count instances/b/trace '  user_path_at\(\);')" "$n" 'calls in b'
hasnt instances/b/trace __x64_sys_chdir
same "$(count trace '  __x64_sys_chdir\(\) \{')" "$n" 'calls at the top'
same "$(count trace '    user_path_at\(\);')" "$n" 'calls in those'

# One goes, the others go on.
put instances/a/current_tracer nop
for d in . instances/b; do put $d/trace ''; put $d/tracing_on 1; done
cd .
has trace '  __x64_sys_chdir\(\) \{'
has instances/b/trace '  user_path_at\(\);'
