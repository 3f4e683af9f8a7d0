# SPDX-License-Identifier: GPL-2.0
# what: an instance whose events are all on goes without interrupting all CPUs for each of them
# needs: instances events/enable cpus:2 /proc/interrupts

interrupts()
{
	sed -n 's/^ *CAL: *\([0-9 ]*\).*/\1/p' /proc/interrupts | tr -s ' ' '\n' |
		awk '{ n += $1 } END { print n }'
}

events=$(grep -c . available_events)
instance all
put instances/all/events/enable 1
before=$(interrupts)
works rmdir instances/all
after=$(interrupts)
between 1 $((after - before)) $((events / 2)) "interrupts, of $events events"
