# SPDX-License-Identifier: GPL-2.0
# what: hooking and unhooking all functions, again and again, under load
# needs: tracer:function
# time: 600

load()
{
	while :; do
		(echo x | cat | cat > /dev/null)
		ls / > /dev/null
	done
}

run_in_background load
run_in_background load
i=0
while [ $i -lt 30 ]; do
	put current_tracer function
	put current_tracer nop
	i=$((i + 1))
done
put current_tracer function
differ "$(records | head -n 100 | wc -l)" 0 'records'
all=$(wc -l < available_filter_functions)
same "$(wc -l < enabled_functions)" "$all" 'enabled functions'
put current_tracer nop
same "$(wc -l < enabled_functions)" 0 'enabled functions at the end'
