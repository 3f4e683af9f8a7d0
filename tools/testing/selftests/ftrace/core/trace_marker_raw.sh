# SPDX-License-Identifier: GPL-2.0
# what: trace_marker_raw takes a number and bytes, and shows both
# needs: trace_marker_raw program:fio

fio open:m=w,trace_marker_raw write:m='\x2a\0\0\0\x01\x02\x03\x04'
has trace ': # 2a buf: 01 02 03 04'
works fio open:m=w,trace_marker_raw fails=EINVAL write:m='abc'
fio open:m=w,trace_marker_raw fails=EINVAL fill:m=1000000,x
fio open:m=w,trace_marker_raw fault:m=16 || :
works fio open:m=w,trace_marker_raw write:m='\x2b\0\0\0\x05\x06\x07\x08'
has trace ': # 2b buf: 05 06 07 08'
