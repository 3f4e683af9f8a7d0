# SPDX-License-Identifier: GPL-2.0
# what: buffer_percent takes 0 to 100
# needs: buffer_percent

for good in 0 1 99 100 50; do
	keeps buffer_percent $good
done
for bad in 101 -1 x 5% '' 4294967346 99999999999999999999; do
	rejects buffer_percent "$bad"
done
