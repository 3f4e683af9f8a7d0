# SPDX-License-Identifier: GPL-2.0
# what: funcgraph-retval prints what functions returned, errors as negative numbers
# needs: tracer:function_graph options/funcgraph-retval function:__x64_sys_chdir

put set_ftrace_filter __x64_sys_chdir
put options/funcgraph-retval 1
put current_tracer function_graph
! cd /no/such/folder 2> /dev/null
(cd /)
put tracing_on 0
has trace '__x64_sys_chdir\(\); /\* = -2 \*/'
has trace '__x64_sys_chdir\(\); /\* = 0 \*/'
put options/funcgraph-retval-hex 1
has trace '__x64_sys_chdir\(\); /\* = 0xfffffffffffffffe \*/'
put options/funcgraph-retval-hex 0
put options/funcgraph-retval 0
hasnt trace '= -2'
