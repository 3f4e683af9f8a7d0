# SPDX-License-Identifier: GPL-2.0
# what: files that list functions can be read while hooks change
# needs: tracer:function enabled_functions module:function_calls

switching()
{
	while [ ! -e "$WORK/stop" ]; do
		echo function > "$1/current_tracer"
		echo nop > "$1/current_tracer"
		n=$((n + 1))
	done
	echo "$n" > "$WORK/$2"
}

loading()
{
	while [ ! -e "$WORK/stop" ]; do
		insmod "$(module_file function_calls)" && rmmod function_calls
		n=$((n + 1))
	done
	echo "$n" > "$WORK/modules"
}

rm -f "$WORK/stop" "$WORK/top" "$WORK/inst" "$WORK/modules"
n=0
instance fn_list
on_exit 'rmmod function_calls 2>/dev/null'
run_in_background switching . top
run_in_background switching instances/fn_list inst
run_in_background loading

end=$(($(date +%s) + 4))
reads=0
while [ "$(date +%s)" -lt $end ]; do
	# Small reads let go of the lock most often, big ones show most.
	works dd if=enabled_functions of="$WORK/list" bs=100 count=300 2>/dev/null
	cat enabled_functions > "$WORK/list"
	# Each line is whole: the function, how many ops, and who they are.
	hasnt "$WORK/list" '^ |^[^ ]+( \[[^]]*\])?$' 'a line without a function or its hooks'
	works dd if=touched_functions of="$WORK/list" bs=100 count=300 2>/dev/null
	reads=$((reads + 1))
done
touch "$WORK/stop"
for job in top inst modules; do
	until_true 60 test -s "$WORK/$job"
	differ "$(cat "$WORK/$job")" 0 "changes by $job"
done
put current_tracer nop
put instances/fn_list/current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions at the end'
