# SPDX-License-Identifier: GPL-2.0
# what: trace_pipe gives each record once, blocks for the next, and can be polled
# needs: trace_pipe trace_marker program:fio

put trace_marker one
put trace_marker two
fio open:p=rn,trace_pipe all:p > "$WORK/got"
same "$(grep -c tracing_mark_write "$WORK/got")" 2 "records"
hasnt "$WORK/got" '^#'
works fio open:p=rn,trace_pipe fails=EAGAIN read:p
same "$(records)" '' "what is left of them in trace"

same "$(fio open:p=rn,trace_pipe poll:p=0 | tr -d ' ')" none "poll of an empty buffer"
put trace_marker three
same "$(fio open:p=rn,trace_pipe poll:p=1000 | tr -d ' ')" in "poll of a full one"
fio open:p=rn,trace_pipe all:p > "$WORK/got"

cat trace_pipe > "$WORK/followed" &
follower=$!
on_exit "kill $follower 2>/dev/null; wait $follower 2>/dev/null"
for n in 1 2 3; do
	put trace_marker "followed $n"
	until_true 20 grep -q "followed $n" "$WORK/followed"
done
