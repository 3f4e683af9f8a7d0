# SPDX-License-Identifier: GPL-2.0
# what: the tracers' own records have the numbers and fields that tools know
# needs: events/ftrace/print/format events/header_page events/header_event

check_id()
{
	[ -d "events/ftrace/$1" ] || return 0
	[ ! -e "events/ftrace/$1/id" ] || is "events/ftrace/$1/id" "$2"
	has "events/ftrace/$1/format" "^ID: $2\$"
	has "events/ftrace/$1/format" "^name: $1\$"
}
check_id function 1
check_id context_switch 2
check_id wakeup 3
check_id kernel_stack 4
check_id print 5
check_id bprint 6
check_id mmiotrace_rw 7
check_id mmiotrace_map 8
check_id branch 9
check_id funcgraph_exit 10
check_id funcgraph_entry 11
check_id user_stack 12
check_id bputs 14
check_id hwlat 15
check_id osnoise 16
check_id timerlat 17
check_id raw_data 18
check_id func_repeats 19

field()
{
	has "$1" "^.field: ?$2;.*offset:$3;.*size:$4;.*signed:$5;\$"
}
for file in events/ftrace/*/format; do
	field "$file" 'unsigned short common_type' 0 2 0
	field "$file" 'unsigned char common_flags' 2 1 0
	field "$file" 'unsigned char common_preempt_count' 3 1 0
	field "$file" 'int common_pid' 4 4 1
done
field events/ftrace/print/format 'unsigned long ip' 8 8 0
field events/ftrace/print/format 'char buf\[\]' 16 0 '[01]'
has events/ftrace/print/format '^print fmt: "'

field events/header_page 'u64 timestamp' 0 8 0
field events/header_page 'local_t commit' 8 8 1
field events/header_page 'int overwrite' 8 1 1
field events/header_page 'char data' 16 4080 0
has events/header_event 'type_len +: +5 bits'
has events/header_event 'time_delta +: +27 bits'
has events/header_event 'array +: +32 bits'
has events/header_event 'padding +: type == 29'
has events/header_event 'time_extend : type == 30'
has events/header_event 'time_stamp : type == 31'
has events/header_event 'data max type_len +== 28'
