# SPDX-License-Identifier: GPL-2.0
# what: each clock of trace_clock can be chosen, and time goes forward on it
# needs: trace_clock trace_marker

for clock in $(tr -d '[]' < trace_clock); do
	put trace_clock "$clock"
	same "$(chosen trace_clock)" "$clock"
	for n in 1 2 3; do
		put trace_marker "on $clock $n"
	done
	same "$(records | grep -c "on $clock")" 3 "records on $clock"
	records | sed 's/.* \([0-9.]*\): tracing_mark.*/\1/' > "$WORK/times"
	same "$(grep -cE '^[0-9]+(\.[0-9]{6})?$' "$WORK/times")" 3 "times on $clock"
	same "$(sort -n "$WORK/times")" "$(cat "$WORK/times")" "order of times on $clock"
	# Whose time it is: that of the machine since it started, of the world, or a count
	last=$(tail -n 1 "$WORK/times")
	read -r up _ < /proc/uptime
	case $clock in
	counter)
		same "$(uniq "$WORK/times" | wc -l)" 3 "numbers on $clock"
		between 3 "$last" 1000000 "a number on $clock" ;;
	tai)	between "$(($(date +%s) - 60))" "${last%.*}" "$(($(date +%s) + 60))" "a time on $clock" ;;
	x86-tsc) between 1000000 "$last" 9000000000000000000 "a time on $clock" ;;
	*)	between "$((${up%.*} - 30))" "${last%.*}" "$((${up%.*} + 30))" "a time on $clock" ;;
	esac
done
for bad in sundial '' 'local global' locally; do
	rejects trace_clock "$bad"
done
