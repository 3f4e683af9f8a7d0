# SPDX-License-Identifier: GPL-2.0
# what: bpftrace counts events, samples and stacks, reads arguments and strings, and prints
# needs: program:bpftrace config:BPF_EVENTS event:syscalls/sys_enter_write event:sched/sched_switch
# time: 400

# The kernel of the lab has no types to tell, and this machine no headers of it.
cat > "$WORK/program" <<'PROGRAM'
#define pid_t int
#define size_t unsigned long
#define umode_t unsigned short
#define u64 unsigned long long
#define s64 long long
tracepoint:syscalls:sys_enter_write /comm == "dd" && args->fd == 1/ {
	@writes = count();
	@bytes = sum(args->count);
}
tracepoint:syscalls:sys_exit_write /comm == "dd"/ { @returned[args->ret] = count(); }
tracepoint:syscalls:sys_enter_openat /comm == "dd"/ { printf("open of %s\n", str(args->filename)); }
tracepoint:sched:sched_switch { @switch[comm] = count(); }
tracepoint:sched:sched_wakeup { @stack[kstack(3)] = count(); }
profile:hz:99 { @profile = count(); }
software:cpu-clock:1000000 /comm == "dd"/ { @clock = count(); }
interval:s:60 { exit(); }
PROGRAM
bpftrace "$WORK/program" -c '/bin/dd if=/dev/zero of=/dev/null bs=3 count=1000' \
	> "$WORK/out" 2>&1
cat "$WORK/out"

has "$WORK/out" '^@writes: 1000$'
has "$WORK/out" '^@bytes: 3000$'
has "$WORK/out" '^@returned\[3\]: 1000$'
has "$WORK/out" '^open of /dev/zero$'
has "$WORK/out" '^@switch\[swapper/[01]\]: [1-9]'
has "$WORK/out" '^ *try_to_wake_up\+[0-9]+$'
has "$WORK/out" '^@profile: [1-9]'
has "$WORK/out" '^@clock: [1-9]'
# None of it turned on a thing that ftrace records
is events/sched/sched_switch/enable 0
is tracing_on 1
