# SPDX-License-Identifier: GPL-2.0
# what: options that do not exist, and values that are no truth, are refused
# needs: trace_options options/overwrite

for bad in nonsense nononsense overwrit '' 'overwrite markers'; do
	rejects trace_options "$bad"
done
for bad in 2 -1 x '' on 10; do
	rejects options/overwrite "$bad"
done
