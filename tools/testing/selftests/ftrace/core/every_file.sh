# SPDX-License-Identifier: GPL-2.0
# what: each file there is has a test, reads back what is right, refuses what is wrong, and then is as before
# needs: program:every instances root
# time: 900

# Names and sizes that the tests themselves would change
put buffer_size_kb 1408
fio open:f=wt,trace
each=${FTRACE_LONG:+1}
works every -e "${each:-16}"

instance every
put instances/every/buffer_size_kb 1408
works every -e "${each:-64}" instances/every
