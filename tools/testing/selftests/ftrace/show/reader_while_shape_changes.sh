# SPDX-License-Identifier: GPL-2.0
# what: an open trace, pipe or raw file outlives sizes, clocks, tracers and snapshots that change
# needs: trace trace_pipe per_cpu/cpu0/trace_pipe_raw buffer_subbuf_size_kb trace_marker program:fio

raw=per_cpu/cpu0/trace_pipe_raw
fill()
{
	n=0
	while [ $n -lt 200 ]; do
		echo "number $n" > trace_marker
		n=$((n + 1))
	done
}

for change in 'echo 16 > buffer_subbuf_size_kb' 'echo 4 > buffer_subbuf_size_kb' \
	      'echo 512 > buffer_size_kb' 'echo 4 > buffer_size_kb' 'echo counter > trace_clock' \
	      'echo local > trace_clock' 'echo > trace' 'echo 1 > snapshot' 'echo 0 > snapshot || :'; do
	[ -e snapshot ] || case $change in *snapshot*) continue ;; esac
	fill
	works fio open:t=r,trace read:t=100 open:p=rn,trace_pipe read:p=100 open:r=rn,$raw \
		"run:=$change" read:t=100 seek:t=0 read:t=100 > "$WORK/read"
	same "$(grep -o '# tracer: nop' "$WORK/read" | wc -l)" 2 "beginnings of trace, $change"
	put trace_marker after
	has trace 'tracing_mark_write: after$'
	works fio open:r=rn,$raw open:p=rn,trace_pipe "run:=$change" \
		'run:=taskset 1 sh -c "echo last > trace_marker"' all:p > "$WORK/read"
	same "$(tail -n 1 "$WORK/read" | sed 's/.*: //')" last "the last line of trace_pipe, $change"
done
put trace_clock "$(chosen trace_clock)"
put buffer_subbuf_size_kb 4
[ ! -e snapshot ] || put snapshot 0
