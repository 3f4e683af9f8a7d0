# SPDX-License-Identifier: GPL-2.0
# what: what perf, BPF and tracefs let an unprivileged user do, at each level of perf_event_paranoid
# needs: program:nobody root /proc/sys/kernel/perf_event_paranoid event:ftrace/function event:syscalls/sys_enter_getppid config:BPF_EVENTS
# time: 240

paranoid=/proc/sys/kernel/perf_event_paranoid
before=$(cat $paranoid)
on_exit "echo $before > $paranoid"

# allows LEVEL TOLD
allows()
{
	put $paranoid "$1"
	: > error_log
	nobody perf > "$WORK/perf"
	same "$(cat "$WORK/perf")" "$2" "perf_event_paranoid $1"
	# What is not for root to hear of does not push out what is.
	[ "$1" = -1 ] || is error_log ''
	is enabled_functions ''
	# The same at each level: who loads programs, or was given one
	nobody bpf > "$WORK/bpf"
	same "$(cat "$WORK/bpf")" "$programs" "BPF, perf_event_paranoid $1"
}

programs='load, tracepoint: EPERM
load, raw tracepoint: EPERM
load, writable raw tracepoint: EPERM
load, kprobe: EPERM
load, perf event: EPERM
load, tracing: EPERM
switch, count: done
  link of root program: done
  root program: done
  programs: EPERM
  task query: EPERM
raw tracepoint of root program: done'

# Only what the user may measure of himself, and of that no record that tells more than his
# own system calls do; no function of the kernel, not even a count.
allows 2 'function, count: EPERM
function, count, kernel: EACCES
function, count, CPU: EPERM
function, sample: EPERM
function, raw: EPERM
switch, count: done
  wrong filter: EINVAL
  filter: done
switch, count, kernel: EACCES
switch, count, other task: EACCES
switch, count, CPU: EACCES
switch, sample: done
switch, stack: EACCES
switch, raw: EPERM
switch, raw, other task: EPERM
switch, raw, CPU: EPERM
call, raw: done
call, raw, kernel: EACCES
call, raw, other task: EACCES
call, raw, CPU: EPERM
marker, count: ENODEV
no event, count: EINVAL'

# The kernel's part of his own doings too
allows 1 'function, count: EPERM
function, count, kernel: EPERM
function, count, CPU: EPERM
function, sample: EPERM
function, raw: EPERM
switch, count: done
  wrong filter: EINVAL
  filter: done
switch, count, kernel: done
  wrong filter: EINVAL
  filter: done
switch, count, other task: EACCES
switch, count, CPU: EACCES
switch, sample: done
switch, stack: done
switch, raw: EPERM
switch, raw, other task: EPERM
switch, raw, CPU: EPERM
call, raw: done
call, raw, kernel: done
call, raw, other task: EACCES
call, raw, CPU: EPERM
marker, count: ENODEV
no event, count: EINVAL'

# Everything but what other users' tasks do, whom he may not watch
allows -1 'function, count: done
  wrong filter: EINVAL
  filter: done
function, count, kernel: done
  wrong filter: EINVAL
  filter: done
function, count, CPU: done
function, sample: done
function, raw: done
switch, count: done
  wrong filter: EINVAL
  filter: done
switch, count, kernel: done
  wrong filter: EINVAL
  filter: done
switch, count, other task: EACCES
switch, count, CPU: done
switch, sample: done
switch, stack: done
switch, raw: done
switch, raw, other task: EACCES
switch, raw, CPU: done
call, raw: done
call, raw, kernel: done
call, raw, other task: EACCES
call, raw, CPU: done
marker, count: ENODEV
no event, count: EINVAL'

put $paranoid "$before"
same "$(nobody files)" 'seen: thousands
listed in events/: some
let in: 0'
