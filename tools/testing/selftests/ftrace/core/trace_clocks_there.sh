# SPDX-License-Identifier: GPL-2.0
# what: the clocks that a kernel has to have are there, and local is the first choice
# needs: trace_clock

for clock in local global counter uptime perf mono mono_raw boot tai; do
	tr -d '[]' < trace_clock | tr ' ' '\n' > "$WORK/clocks"
	has "$WORK/clocks" "^$clock\$"
done
same "$(chosen trace_clock)" local
