# SPDX-License-Identifier: GPL-2.0
# what: what a BPF program prints is a record in the trace, from when the program is loaded
# needs: program:bpf config:BPF_EVENTS event:bpf_trace/bpf_trace_printk event:syscalls/sys_enter_getppid

is events/bpf_trace/bpf_trace_printk/enable 0
has events/bpf_trace/bpf_trace_printk/format 'field:__data_loc char\[\] bpf_string;	offset:8;	size:4;'
same "$(bpf print)" 'count: 1000
length: 0xf'
is events/bpf_trace/bpf_trace_printk/enable 1
same "$(count trace 'bpf-[0-9]+ .*: bpf_trace_printk: seen 110 in bpf$')" 1000

# Like any event it can be filtered, and turned off
put trace ''
put events/bpf_trace/bpf_trace_printk/filter 'bpf_string ~ "*nothing*"'
works bpf print > /dev/null
same "$(count trace bpf_trace_printk:)" 0
put events/bpf_trace/bpf_trace_printk/filter 0
put events/bpf_trace/bpf_trace_printk/enable 0
is events/bpf_trace/bpf_trace_printk/enable 0
