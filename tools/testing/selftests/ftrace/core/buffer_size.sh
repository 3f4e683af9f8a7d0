# SPDX-License-Identifier: GPL-2.0
# what: buffer_size_kb sets the size of every CPU's buffer, or of one, in whole pages
# needs: buffer_size_kb buffer_total_size_kb per_cpu/cpu0/buffer_size_kb

for size in 64 4096 1; do
	put buffer_size_kb $size
	total=0
	for cpu in $(cpu_list); do
		now=$(cat per_cpu/cpu"$cpu"/buffer_size_kb)
		between $size "$now" $((size + 8)) "cpu$cpu"
		total=$((total + now))
	done
	is buffer_total_size_kb $total
done

put buffer_size_kb 64
for bad in 0 -1 x 64k ''; do
	rejects buffer_size_kb "$bad" EINVAL
done
rejects buffer_size_kb 99999999999999999999 ERANGE

if [ "$(cpus)" -gt 1 ]; then
	put per_cpu/cpu0/buffer_size_kb 128
	is buffer_size_kb X
	put buffer_size_kb 64
fi
differ "$(cat buffer_size_kb)" X
