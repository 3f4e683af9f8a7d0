# SPDX-License-Identifier: GPL-2.0
# what: reading trace takes nothing out of it, and truncating it clears it
# needs: trace trace_marker program:fio

for n in 1 2 3 4 5; do
	put trace_marker "mark $n"
done
first=$(records)
same "$(records)" "$first" "the second reading"
same "$(records | wc -l | tr -d ' ')" 5 "lines"

# In small pieces it reads the same as at once
fio open:t=r,trace all:t=1 > "$WORK/bytes"
fio open:t=r,trace all:t=65536 > "$WORK/whole"
works cmp "$WORK/bytes" "$WORK/whole"

# After a seek to the beginning too
fio open:t=r,trace all:t seek:t=0 all:t > "$WORK/twice"
cat "$WORK/whole" "$WORK/whole" | works cmp - "$WORK/twice"

echo > trace
same "$(records)" '' "what is left after it was cleared"
put trace_marker again
same "$(records | wc -l | tr -d ' ')" 1 "lines after clearing"
