# SPDX-License-Identifier: GPL-2.0
# what: perf makes probes, lists, records and removes them, and opens some without a name
# needs: program:perf kprobe_events function:vfs_read
# time: 240

on_exit 'echo > kprobe_events'

works perf probe -q --add vfs_read
has kprobe_events '^p:probe/vfs_read '
perf probe --list > "$WORK/list" 2>&1
has "$WORK/list" 'probe:vfs_read'
works perf record -q -o "$WORK/data" -e probe:vfs_read -a cat /proc/version
perf script -i "$WORK/data" > "$WORK/text" 2>&1
has "$WORK/text" '^ *cat .* probe:vfs_read: \([0-9a-f]+\)'
works perf probe -q --del 'probe:*'
is kprobe_events ''

put kprobe_events 'p:opens do_sys_openat2 file=+0(%si):string'
works perf record -q -o "$WORK/data" -e kprobes:opens --filter 'file == "/proc/version"' \
	cat /proc/version /proc/uptime
perf script -i "$WORK/data" > "$WORK/text" 2>&1
same "$(grep -c 'kprobes:opens' "$WORK/text")" 1 'records that pass the filter'
has "$WORK/text" 'file="/proc/version"'
add kprobe_events '-:opens'
