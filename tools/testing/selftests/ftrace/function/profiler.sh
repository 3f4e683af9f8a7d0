# SPDX-License-Identifier: GPL-2.0
# what: the function profiler counts calls
# needs: function_profile_enabled trace_stat/function0 function:__x64_sys_umask

is function_profile_enabled 0
keeps function_profile_enabled 1
i=0
while [ $i -lt 200 ]; do umask 022; i=$((i + 1)); done
keeps function_profile_enabled 0
sum=$(cat trace_stat/function* | awk '$1 == "__x64_sys_umask" { n += $2 } END { print n + 0 }')
between 200 "$sum" 1100 'calls of umask'
put set_ftrace_filter __x64_sys_umask
put function_profile_enabled 1
umask 022
put function_profile_enabled 0
same "$(cat trace_stat/function* | awk '$2 + 0 > 0 { print $1 }' | sort -u)" __x64_sys_umask 'functions counted with a filter'
rejects function_profile_enabled 2
