# SPDX-License-Identifier: GPL-2.0
# what: set_graph_function, set_graph_notrace, max_graph_depth and tracing_thresh say what is recorded
# needs: tracer:function_graph function:__x64_sys_chdir function:user_path_at function:set_fs_pwd

chdirs() { i=0; while [ $i -lt 20 ]; do cd .; i=$((i + 1)); done; }
again()
{
	put trace ''
	put tracing_on 1
	chdirs
	put tracing_on 0
}

put set_ftrace_pid $$
is set_graph_function '#### all functions enabled ####'
is set_graph_notrace '#### no functions disabled ####'
rejects set_graph_function no_such_function_at_all
keeps set_graph_function __x64_sys_chdir
put current_tracer function_graph
again
has trace '  __x64_sys_chdir\(\) \{'
has trace '    user_path_at\(\)'
# What is no deeper than __x64_sys_chdir is __x64_sys_chdir.
records | sed -n 's/^ *[0-9]*)[^|]*|  \([a-z_A-Z]\)/\1/p' | sed 's/(.*//' | sort -u > "$WORK/roots"
is "$WORK/roots" __x64_sys_chdir

keeps max_graph_depth 1
again
has trace '__x64_sys_chdir\(\);'
hasnt trace 'user_path_at'
rejects max_graph_depth -1
rejects max_graph_depth x
keeps max_graph_depth 2
again
has trace '__x64_sys_chdir\(\) \{'
has trace '    user_path_at\(\);'
hasnt trace '      [a-z_]*\(\)'
keeps max_graph_depth 0

put set_graph_notrace user_path_at
again
has trace '__x64_sys_chdir\(\)'
hasnt trace 'user_path_at|getname_flags'
put set_graph_notrace ''
again
has trace 'getname_flags'
put set_graph_function ''

# Nothing is as slow as that; then everything is slow enough.
put tracing_thresh 1000000
again
hasnt trace 'user_path_at'
put tracing_thresh 0
again
has trace 'user_path_at'
put current_tracer nop
is set_graph_function '#### all functions enabled ####'
same "$(wc -l < enabled_functions)" 0 'functions still hooked'
