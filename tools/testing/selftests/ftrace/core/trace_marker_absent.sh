# SPDX-License-Identifier: GPL-2.0
# what: markers from memory that is not there yet leave the buffer as good as before, with a reader that waits and the page faults traced
# needs: trace_marker trace_pipe event:exceptions/page_fault_kernel program:fio program:taskset

stat_of() { sed -n "s/^$1: //p" per_cpu/cpu0/stats; }

put trace ''
put events/exceptions/page_fault_kernel/enable 1
run_in_background cat trace_pipe > "$WORK/pipe"

# Each faults inside of the record that is being written, and so is one in it
steps=
for _ in $(seq 200); do
	steps="$steps absent:m=40,f"
done
# shellcheck disable=SC2086 # many words
works taskset 1 fio open:m=w,trace_marker $steps
# shellcheck disable=SC2016 # the writer's shell expands it
works taskset 1 sh -c 'i=0; while [ $i -lt 1000 ]; do echo "mark $i." || exit; i=$((i + 1)); done >trace_marker'
same "$(stat_of 'commit overrun')" 0 "records refused"

all_there() { [ "$(count "$WORK/pipe" ': mark [0-9]+\.$')" = 1000 ]; }
until_true 20 all_there
between 200 "$(count "$WORK/pipe" ': f+')" 200 "markers from memory that was absent"
between 200 "$(count "$WORK/pipe" 'page_fault_kernel:')" 1000000 "page faults traced"
same "$(grep -o ': mark [0-9]*' "$WORK/pipe" | grep -o '[0-9]*$' | sort -n -c 2>&1)" '' "order of the markers"
