# SPDX-License-Identifier: GPL-2.0
# what: tracing_thresh and tracing_max_latency read back what was written
# needs: tracing_thresh

for file in tracing_thresh tracing_max_latency; do
	[ -e $file ] || continue
	for good in 100 1 0; do
		keeps $file $good
	done
	for bad in x '' 10us 99999999999999999999999; do
		rejects $file "$bad"
	done
done
