# SPDX-License-Identifier: GPL-2.0
# what: function-fork limits children as their parents, and forgets who has gone
# needs: tracer:function function:__x64_sys_umask options/function-fork

calls() { records | grep -c '__x64_sys_umask <-' || :; }

put set_ftrace_filter '__x64_sys_umask'
put set_ftrace_pid $$
put options/function-fork 1
put current_tracer function
(umask 022; umask 022) &
child=$!
wait $child
differ "$(calls)" 0 'calls of a child'
until_true 20 sh -c "! grep -qx $child set_ftrace_pid"
put options/function-fork 0
put trace ''
(umask 022)
same "$(calls)" 0 'calls of a child, not followed'
put set_ftrace_pid ''
is set_ftrace_pid 'no pid'
