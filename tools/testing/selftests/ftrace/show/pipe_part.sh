# SPDX-License-Identifier: GPL-2.0
# what: a line of trace_pipe that was read in part only is there, whole, for the next reader
# needs: trace_pipe trace_marker program:fio

for n in one two three; do
	put trace_marker "in parts $n"
done
fio open:p=rn,trace_pipe read:p=10 > "$WORK/part"
same "$(wc -c < "$WORK/part" | tr -d ' ')" 10 "bytes of the first line"
same "$(records | grep -c 'in parts')" 3 "records left"
fio open:p=rn,trace_pipe read:p=10 read:p=1 all:p > "$WORK/whole"
for n in one two three; do
	same "$(grep -c "tracing_mark_write: in parts $n\$" "$WORK/whole")" 1 "lines of record $n"
done
same "$(grep -c . "$WORK/whole")" 3 "lines in all"
same "$(records)" '' "what is left"

# One line and part of the second: that is there, whole, the first one is not
for n in four five six; do
	put trace_marker "in parts $n"
done
length=$(records | head -n 1 | wc -c)
fio open:p=rn,trace_pipe read:p=$((length + 20)) > "$WORK/part"
has "$WORK/part" 'in parts four$'
same "$(records | sed 's/.* //' | tr '\n' ' ')" 'five six ' "what is left of three"

# What was read up to the end of a line is gone
put trace ''
put trace_marker 'to the end'
fio open:p=rn,trace_pipe read:p=4096 > "$WORK/whole"
has "$WORK/whole" 'to the end$'
same "$(records)" '' "what is left after a whole line"
