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
	same "$(sort -n "$WORK/times")" "$(cat "$WORK/times")" "order of times on $clock"
done
for bad in sundial '' 'local global' locally; do
	rejects trace_clock "$bad"
done
