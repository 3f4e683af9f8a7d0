# SPDX-License-Identifier: GPL-2.0
# what: a file that is read, polled, mapped or in a pipe outlives all changes, and its instance stays
# needs: instances snapshot per_cpu/cpu0/snapshot tracer:function program:held
# time: 180

instance held
status=0
held instances/held > "$WORK/log" || status=$?
cat "$WORK/log"
same "$status" 0 "held"
refused test -d instances/held
