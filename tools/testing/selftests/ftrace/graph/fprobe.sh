# SPDX-License-Identifier: GPL-2.0
# what: the fprobe sample counts calls and returns of what it watches, none missed
# needs: module:fprobe_example function:ksys_read

dmesg -c > /dev/null
works insmod "$(module_file fprobe_example)" symbol='ksys_read,vfs_re*' nosymbol='vfs_readlink'
on_exit 'rmmod fprobe_example 2>/dev/null'
has enabled_functions '^ksys_read '
has enabled_functions '^vfs_read '
hasnt enabled_functions '^vfs_readlink '
i=0
while [ $i -lt 100 ]; do read -r _ < /proc/self/stat; i=$((i + 1)); done
works rmmod fprobe_example
dmesg > "$WORK/log"
calls=$(sed -n 's/.*fprobe_example: \([0-9]*\) calls.*/\1/p' "$WORK/log")
returns=$(sed -n 's/.*fprobe_example: .* \([0-9]*\) returns.*/\1/p' "$WORK/log")
between 200 "$calls" 100000 'calls'
between "$((calls - 4))" "$returns" "$calls" 'returns'
has "$WORK/log" ' 0 missed'
refused insmod "$(module_file fprobe_example)" symbol=no_such_function_at_all
same "$(wc -l < enabled_functions)" 0 'functions still hooked'
