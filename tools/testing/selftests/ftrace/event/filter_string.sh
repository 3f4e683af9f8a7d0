# SPDX-License-Identifier: GPL-2.0
# what: filters on strings in the record, of fixed and variable length, and on the task's name
# needs: event:signal/signal_generate event:sched/sched_process_exec

event=events/signal/signal_generate
put $event/enable 1

# count_of FILTER: how many signals of this shell to itself pass
count_of()
{
	put $event/filter "sig == 28 && pid == $$ && $1"
	: > trace
	kill -28 $$
	records | grep -c signal_generate || :
}

name=$(cat /proc/$$/comm)
first=${name%"${name#?}"}

for filter in "comm == \"$name\"" "comm == '$name'" "comm != \"x$name\"" \
	      "comm ~ \"$name\"" "comm ~ \"$first*\"" \
	      'comm ~ "*"' "comm ~ \"*$name*\"" "comm ~ \"?${name#?}\"" \
	      "comm ~ \"[$first]${name#?}\"" "comm ~ \"[!x]*\"" "comm ~ \"!x*\"" \
	      "COMM == \"$name\"" "COMM ~ \"$first*\""; do
	same "$(count_of "$filter")" 1 "$filter"
done
for filter in "comm != \"$name\"" "comm == \"${name}x\"" "comm == \"$name*\"" \
	      'comm == ""' 'comm ~ ""' "comm ~ \"${name}?\"" "comm ~ \"x*\"" \
	      "comm ~ \"!*\"" "comm ~ \"*x\"" 'COMM == "no such task"'; do
	same "$(count_of "$filter")" 0 "$filter"
done
put $event/enable 0
put $event/filter 0

# A string of variable length
exec_of()
{
	put events/sched/sched_process_exec/filter "filename ~ \"$1\""
	: > trace
	/bin/true
	/bin/sh -c :
	records | grep -c 'filename=/bin/true ' || :
}

put events/sched/sched_process_exec/enable 1
same "$(exec_of '/bin/true')" 1
same "$(exec_of '*/true')" 1
same "$(exec_of '/bin/*')" 1
same "$(exec_of '*in/tr*')" 1
same "$(exec_of '/*/t*e')" 1
same "$(exec_of '/bin/tru')" 0
same "$(exec_of 'bin/true')" 0
put events/sched/sched_process_exec/filter 'filename != "/bin/true"'
: > trace
/bin/true
/bin/sh -c :
has trace 'filename=/bin/sh '
hasnt trace 'filename=/bin/true '
