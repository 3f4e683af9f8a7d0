# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# For tests of what happens when there is no memory: ". $here/memory.sh". They need
# /proc/self/fail-nth, and define state(), which prints what must not change.

debugfs=/sys/kernel/debug
[ -d $debugfs/failslab ] || mount -t debugfs none $debugfs 2>/dev/null || :
[ -d $debugfs/failslab ] || skip 'no failslab in debugfs'
for setting in ignore-gfp-wait:N verbose:0; do
	file=$debugfs/failslab/${setting%:*}
	was=$(cat "$file")
	on_exit "echo $was > $file"
	echo "${setting#*:}" > "$file"
done
[ ! -e $debugfs/failslab/cache-filter ] || same "$(cat $debugfs/failslab/cache-filter)" N 'cache-filter'

unchanged()
{
	state > "$WORK/after"
	works cmp "$WORK/before" "$WORK/after"
}

# What a write does that has worked without all it asked for: it failed when the file
# was closed, and has said so. Tests of something else have their own.
done_without()
{
	has error_log 'Out of memory'
	works cmp "$WORK/before" "$WORK/after"
	: > error_log
}

# What each try needs, if that may be used up by one that fails
ready() { :; }

# each_failure UNDO STEP...: fio's STEPs with the first allocation failing, then the
# second, and so on until none fails any more; of those behind the sixty-fourth only some,
# without FTRACE_LONG. Each time all is done, or nothing. UNDO brings back what was at
# first. Sets $failed: how often it was nothing.
each_failure()
{
	undo=$1
	shift
	ready
	state > "$WORK/before"
	works fio "$@"
	state > "$WORK/target"
	refused cmp -s "$WORK/before" "$WORK/target"
	$undo
	unchanged
	nth=1 failed=0
	while :; do
		status=0
		ready
		left=$(fio nth:=$nth "$@" left: 2>/dev/null) || status=$?
		[ $status != 0 ] || [ "$left" = 0 ] || break
		if [ $status = 0 ]; then
			state > "$WORK/after"
			cmp -s "$WORK/target" "$WORK/after" || done_without
			$undo
		else
			failed=$((failed + 1))
		fi
		unchanged
		[ $nth -lt 64 ] || [ -n "${FTRACE_LONG-}" ] || nth=$((nth + nth / 8))
		nth=$((nth + 1))
		[ $nth -lt 20000 ] || fail "$*: more than 20000 allocations"
	done
	echo "$*: $nth allocations, $failed failures"
	differ $failed 0 "$*: failures"
	state > "$WORK/after"
	works cmp "$WORK/target" "$WORK/after"
	$undo
	unchanged
}

# each_write FILE TEXT UNDO: of an append to FILE
each_write()
{
	each_failure "$3" "open:f=wa,$1" "write:f=$2\\n" close:f
}
