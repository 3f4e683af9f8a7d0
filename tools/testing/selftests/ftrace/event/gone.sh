# SPDX-License-Identifier: GPL-2.0
# what: a file below events/ that was looked up, but not open, when its instance went cannot be opened any more
# needs: instances program:fio events/sched/sched_switch/enable

# gone FILE: the first descriptor of a program is 3
gone()
{
	instance gone
	works fio open:a=p,instances/gone/events/"$1" run:='rmdir instances/gone' \
		fails=ENODEV open:b=r,/proc/self/fd/3 \
		fails=ENODEV open:b=wt,/proc/self/fd/3
}

for file in sched/sched_switch/enable sched/sched_switch/filter sched/sched_switch/trigger \
	    sched/sched_switch/id sched/sched_switch/format sched/enable sched/filter enable \
	    header_page ftrace/print/trigger; do
	gone $file
done
