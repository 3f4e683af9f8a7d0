# SPDX-License-Identifier: GPL-2.0
# what: a splice that waits gets what buffer_percent says, in time, and can be killed
# needs: instances buffer_percent per_cpu/cpu0/trace_pipe_raw program:fio program:taskset

instance waits
inst=instances/waits
raw=$inst/per_cpu/cpu0/trace_pipe_raw
mark() { works taskset 1 fio open:m=w,$inst/trace_marker fill:m=1000,"$1"; }
ended() { ! kill -0 "$job" 2>/dev/null; }
lost()
{
	awk '/^(overrun|dropped events):/ { n += $NF } END { print n }' $inst/per_cpu/cpu0/stats
}

# 0: what there is, at once; or the first record
put $inst/buffer_percent 0
mark a
run_in_background fio open:r=r,$raw await:r=65536 > "$WORK/part"
until_true 10 ended
is "$WORK/part" 4096
run_in_background fio open:r=r,$raw await:r=65536 > "$WORK/first"
sleep 0.5
works kill -0 "$job"
mark b
until_true 10 ended
is "$WORK/first" 4096
same "$(count $inst/trace bbbb)" 0 "records left"

# Too little for it: it goes on waiting, but not when it is told to end
for percent in 0 1 50 100; do
	put $inst/buffer_percent $percent
	[ $percent = 0 ] || mark c
	# What is read is in the way of nobody
	[ $percent != 1 ] || works taskset 1 fio open:p=rn,$inst/trace_pipe all:p > /dev/null
	run_in_background fio open:r=r,$raw await:r=65536
	sleep 0.5
	works kill -0 "$job"
	kill "$job"
	until_true 10 ended
done

# Full is full before something is lost, and it is the same whether that is the oldest
# or the newest
put $inst/buffer_size_kb 16
put $inst/buffer_percent 100
for overwrite in 0 1; do
	put $inst/options/overwrite $overwrite
	put $inst/trace ''
	run_in_background fio open:r=r,$raw await:r=65536 > "$WORK/full"
	sleep 0.2
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		ended && break
		mark d
		sleep 0.1
	done
	until_true 10 ended
	between 7 "$n" 12 "records when it was woken, overwrite $overwrite"
	same "$(lost)" 0 "records lost before, overwrite $overwrite"
	between 8192 "$(cat "$WORK/full")" 16384 "bytes it got, overwrite $overwrite"
done
