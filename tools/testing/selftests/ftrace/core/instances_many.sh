# SPDX-License-Identifier: GPL-2.0
# what: making and removing many instances leaves none and loses no memory to speak of
# needs: instances
# time: 120

free() { sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo; }

mkdir instances/warm
rmdir instances/warm
before=$(free)
set +x
for _ in 1 2 3 4; do
	for n in 1 2 3 4 5 6 7 8; do
		mkdir instances/many$n
	done
	rmdir instances/many*
done
set -x
refused test -d instances/many1
sleep 1
after=$(free)
between 0 $((before - after > 0 ? before - after : 0)) 20000 "KiB gone after 32 instances"
