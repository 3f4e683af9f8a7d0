# SPDX-License-Identifier: GPL-2.0
# what: two processors hit one row while it is read: no read sees a sum without its hit, none is lost
# needs: events/sched/sched_switch/inject events/sched/sched_switch/hist cpus:2
# time: 120

dir=events/sched/sched_switch
put $dir/trigger 'hist:keys=next_pid:vals=prev_pid if prev_prio == 4242'
times=300
for cpu in 0 1; do
	taskset $((cpu + 1)) sh -c "for n in \$(seq $times); do
		echo 'next_pid=1 prev_pid=1000 prev_prio=4242' > $dir/inject; done" &
	eval "pid$cpu=$!"
done
torn=0 reads=0
while kill -0 "$pid0" 2>/dev/null; do
	# shellcheck disable=SC2046
	set -- $(sed -n 's/^{.*hitcount: *\([0-9]*\)  prev_pid: *\([0-9]*\)$/\1 \2/p' $dir/hist)
	reads=$((reads + 1))
	[ $# -eq 0 ] || [ "$2" -eq $(($1 * 1000)) ] || torn=$((torn + 1))
done
wait "$pid0" "$pid1"
same $torn 0 "reads of $reads that saw half a hit"
same "$(sed -n 's/^{.*hitcount: *//p' $dir/hist | tr -s ' ')" \
	"$((2 * times)) prev_pid: $((2 * times * 1000))"
