# SPDX-License-Identifier: GPL-2.0
# what: bpftrace runs programs at kernel functions' entries and returns
# needs: program:bpftrace config:BPF_EVENTS kprobe_events function:vfs_read
# time: 400
# shellcheck disable=SC2016 # it is bpftrace's language

cat > "$WORK/program" <<'PROGRAM'
#define pid_t int
#define size_t unsigned long
#define umode_t unsigned short
#define u64 unsigned long long
#define s64 long long
kprobe:vfs_read /comm == "dd" && arg2 == 3/ { @reads = count(); @at[func] = count(); }
kretprobe:vfs_read /comm == "dd" && retval == 3/ { @returned = count(); }
interval:s:60 { exit(); }
PROGRAM
bpftrace "$WORK/program" -c '/bin/dd if=/dev/zero of=/dev/null bs=3 count=1000' \
	> "$WORK/out" 2>&1
cat "$WORK/out"

has "$WORK/out" '^@reads: 1000$'
has "$WORK/out" '^@at\[vfs_read\]: 1000$'
has "$WORK/out" '^@returned: 1000$'
is kprobe_events ''
