# SPDX-License-Identifier: GPL-2.0
# what: a field of each kind holds what was put there, in text and in the format file
# needs: module:trace-events-sample
# time: 120

load trace-events-sample
put events/sample-trace/enable 1
until_true 20 grep -q ' sample_end: 9 times' trace
put events/sample-trace/enable 0

# The seventh time: nr is 6, or 7 for what an odd number shows better
has trace ' sample_fields: small=-6 big=25769803776 yes=0 pointer=[0-9a-f]+ state=idle name=third pair=\{(0x)?6,(0x)?7\} list=\{(0x)?1\} text=third start=thi$'
has trace ' sample_fields: small=-7 big=30064771072 yes=1 pointer=[0-9a-f]+ state=busy name=a pair=\{(0x)?7,(0x)?8\} list=\{(0x)?1,(0x)?a\} text=a start=a$'
has trace ' sample_helpers: flags=two\|four bits=[0,]*6 cpus=[0-9a-f,]+ family=2 bytes=de rel_text=even rel_bytes=de rel_bits=[0,]*6 '
has trace ' sample_helpers: flags=one\|two\|four bits=[0,]*7 .* bytes=de ad rel_text=odd rel_bytes=dead rel_bits=[0,]*7 '
has trace ' sample_text: third 6$'
has trace ' sample_even: nr=6$'
hasnt trace ' sample_even: nr=7$'
has trace ' sample_watched: nr=7$'
has trace ' sample_begin: what=a nr=7$'
has trace ' sample_end: 7 times a$'

put options/fields 1
has trace ' sample_fields: small=\(-6\) big=0x600000000 \(25769803776\) yes=\(0\) .* time=06(,00){15} name=third pair=06,00,07,00 list=01,00,00,00 text=third start=thi$'
has trace ' sample_helpers: flags=0x7 \(7\) bits=07(,00){7} cpus=[0-9,-]+ addr=02(,00){15} bytes=de,ad rel_text=odd rel_bytes=de,ad rel_bits=07(,00){7} rel_cpus=[0-9,-]+$'
put options/fields 0

f=events/sample-trace/sample_fields/format
has $f 'field:s8 small;	offset:8;	size:1;	signed:1;'
has $f 'field:u64 big;	offset:16;	size:8;	signed:0;'
has $f 'field:bool yes;	offset:24;	size:1;	signed:0;'
has $f 'field:const void \* pointer;	offset:32;	size:8;	signed:0;'
has $f 'field:enum sample_state state;	offset:40;	size:4;	signed:0;'
has $f 'field:struct timespec64 time;	offset:48;	size:16;	signed:0;'
has $f 'field:char name\[16\];	offset:64;	size:16;	signed:0;'
has $f 'field:u16 pair\[2\];	offset:80;	size:4;	signed:0;'
has $f 'field:__data_loc u32\[\] list;	offset:84;	size:4;	signed:0;'
has $f 'field:__data_loc char\[\] text;	offset:88;	size:4;	signed:0;'
has $f '__print_symbolic\(REC->state, \{ 0, "idle" \}, \{ 1, "busy" \}, \{ 2, "done" \}\)'
f=events/sample-trace/sample_helpers/format
has $f 'field:__data_loc unsigned long\[\] bits;	offset:16;'
has $f 'field:__data_loc cpumask_t cpus;	offset:20;'
has $f 'field:__data_loc u8\[\] addr;	offset:24;'
has $f 'field:__rel_loc char rel_text\[\];	offset:32;'
has $f 'field:__rel_loc cpumask_t rel_cpus;	offset:44;'
