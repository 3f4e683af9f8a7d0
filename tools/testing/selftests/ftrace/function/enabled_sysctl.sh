# SPDX-License-Identifier: GPL-2.0
# what: kernel.ftrace_enabled switches all hooks off and on
# needs: tracer:function function:__x64_sys_umask /proc/sys/kernel/ftrace_enabled

switch=/proc/sys/kernel/ftrace_enabled
on_exit 'echo 1 > /proc/sys/kernel/ftrace_enabled'
put set_ftrace_filter '__x64_sys_umask'
put current_tracer function
has enabled_functions __x64_sys_umask
put $switch 0
hasnt enabled_functions __x64_sys_umask
put trace ''
umask 022
same "$(records | wc -l)" 0 'records'
put set_ftrace_filter 'vfs_read __x64_sys_umask'
put $switch 1
has enabled_functions __x64_sys_umask
has enabled_functions vfs_read
umask 022
has trace '__x64_sys_umask <-'
rejects $switch 2
