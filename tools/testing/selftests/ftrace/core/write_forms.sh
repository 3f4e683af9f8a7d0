# SPDX-License-Identifier: GPL-2.0
# what: a C string may be written with its end, and at any offset; nothing is no value
# needs: buffer_percent options/overwrite program:fio

put options/overwrite 1
for write in write pwrite; do
	works fio open:f=w,buffer_percent $write:f='12\0'
	is buffer_percent 12
	works fio open:f=w,buffer_percent $write:f='34\n\0'
	is buffer_percent 34
	works fio open:f=w,tracing_on $write:f='0\0' $write:f='1\0'
	is tracing_on 1
	works fio open:f=w,trace_options $write:f='nooverwrite\0'
	is options/overwrite 0
	works fio open:f=w,options/overwrite $write:f='1\0'
	is options/overwrite 1
	works fio open:f=w,trace_clock $write:f='mono\0' $write:f='local\n\0'
	works fio open:f=w,set_event_pid $write:f='1\0'
	is set_event_pid 1
	works fio open:f=wt,set_event_pid
done
[ ! -e snapshot ] || works fio open:f=w,snapshot write:f='0\0'

for file in buffer_percent buffer_size_kb buffer_subbuf_size_kb tracing_on tracing_thresh trace_clock \
	    current_tracer trace_options options/overwrite tracing_cpumask snapshot; do
	[ -e $file ] || continue
	before=$(cat $file)
	works fio open:f=w,$file fails=EINVAL write:f=
	works fio open:f=w,$file fails=EINVAL write:f='\0'
	works fio open:f=w,$file fails=EINVAL write:f='1\x001'
	is $file "$before"
done
# Where nothing is no value but all that there is to say
for file in free_buffer error_log set_event set_event_pid; do
	works fio open:f=w,$file write:f=
done
