# SPDX-License-Identifier: GPL-2.0
# what: the clocks that a kernel has to have are there
# needs: trace_clock

for clock in local global counter uptime perf mono mono_raw boot tai; do
	tr -d '[]' < trace_clock | tr ' ' '\n' > "$WORK/clocks"
	has "$WORK/clocks" "^$clock\$"
done
