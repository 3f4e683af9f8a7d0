# SPDX-License-Identifier: GPL-2.0
# what: closing free_buffer gives the memory back, and with disable_on_free stops tracing first
# needs: free_buffer buffer_size_kb options/disable_on_free program:fio

put buffer_size_kb 256
works fio open:f=w,free_buffer write:f=x close:f
between 0 "$(cat per_cpu/cpu0/buffer_size_kb)" 8 "KiB after it was freed"
is tracing_on 1

put buffer_size_kb 256
put options/disable_on_free 1
works fio open:f=w,free_buffer close:f
is tracing_on 0
put options/disable_on_free 0
