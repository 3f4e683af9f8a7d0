# SPDX-License-Identifier: GPL-2.0
# what: whichever allocation fails, what is done to a file happens whole or not at all, and says so
# needs: instances program:starve /proc/self/fail-nth
# time: 120

debugfs=/sys/kernel/debug
[ -d $debugfs/failslab ] || mount -t debugfs none $debugfs 2>/dev/null || :
[ -d $debugfs/failslab ] || skip 'no failslab in debugfs'
for setting in failslab/ignore-gfp-wait:N failslab/verbose:0 fail_page_alloc/ignore-gfp-wait:N \
	       fail_page_alloc/ignore-gfp-highmem:N fail_page_alloc/min-order:0 \
	       fail_page_alloc/verbose:0; do
	file=$debugfs/${setting%:*}
	[ -e "$file" ] || continue
	was=$(cat "$file")
	on_exit "echo $was > $file"
	echo "${setting#*:}" > "$file"
done

leaks=$debugfs/kmemleak
[ -w $leaks ] && echo clear > $leaks 2>/dev/null || leaks=
instance starve
status=0
starve ${FTRACE_LONG:+-a} instances/starve > "$WORK/log" || status=$?
cat "$WORK/log"
same "$status" 0 "starve"
works rmdir instances/starve
if [ -n "$leaks" ]; then
	# What is freed late is no leak: the second scan tells.
	for _ in 1 2 3; do
		sleep 6
		echo scan > $leaks
	done
	same "$(cat $leaks)" '' 'memory lost'
fi
