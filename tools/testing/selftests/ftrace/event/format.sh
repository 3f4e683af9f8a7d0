# SPDX-License-Identifier: GPL-2.0
# what: format and id files are whole, and ids differ
# needs: available_events
# time: 120

cat events/*/*/format > "$WORK/formats"
names=$(count "$WORK/formats" '^name: ')
between 100 "$names" 100000
same "$(count "$WORK/formats" '^ID: [1-9][0-9]*$')" "$names" 'numbers'
same "$(count "$WORK/formats" '^format:$')" "$names"
same "$(count "$WORK/formats" '^print fmt: .')" "$names" 'print formats'
same "$(count "$WORK/formats" 'field:int common_pid;	offset:4;	size:4;	signed:1;')" "$names"
same "$(grep '^ID:' "$WORK/formats" | sort | uniq -d)" '' 'numbers that occur twice'

is events/sched/sched_switch/id "$(sed -n 's/^ID: //p' events/sched/sched_switch/format)"
# Names of constants have become numbers
hasnt events/irq/softirq_raise/format '[{] *[A-Z]+_SOFTIRQ'
write_fails EINVAL events/sched/sched_switch/format x
write_fails EINVAL events/sched/sched_switch/id 1
