# SPDX-License-Identifier: GPL-2.0
# what: all events go on and off, again and again, while the machine works
# needs: events/enable cpus:2
# time: 1200

busy()
{
	while :; do
		(:) | cat >/dev/null
		ls / >/dev/null
	done
}

run_in_background busy
# A hundred times in a long run; with lock debugging that takes an hour
i=0
end=$(($(date +%s) + 20))
[ -z "${FTRACE_LONG-}" ] || end=$((end + 36000))
while [ $i -lt 2 ] || { [ $i -lt 100 ] && [ "$(date +%s)" -lt $end ]; }; do
	put events/enable 1
	[ $((i % 5)) != 0 ] || sleep 0.2
	put events/enable 0
	i=$((i + 1))
done
echo "$i times"
is events/enable 0
is set_event ''
# Which events the buffer holds at the end is chance; that it was written is not
has per_cpu/cpu0/stats '^entries: [1-9]'
has per_cpu/cpu1/stats '^entries: [1-9]'
put trace ''
sleep 0.2
same "$(records)" '' 'records while all is off'
