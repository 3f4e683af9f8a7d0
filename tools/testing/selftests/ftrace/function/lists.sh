# SPDX-License-Identifier: GPL-2.0
# what: the files that list functions agree, however they are read
# needs: available_filter_functions available_filter_functions_addrs dyn_ftrace_total_info

n=$(wc -l < available_filter_functions)
between 1000 "$n" 200000 functions
same "$(wc -l < available_filter_functions_addrs)" "$n" 'lines with addresses'
same "$(sed 's/^[0-9a-f]* //' available_filter_functions_addrs | md5sum)" \
	"$(md5sum < available_filter_functions)" 'names'
same "$(sed -n '1s/ .*//p' dyn_ftrace_total_info)" "$n" 'dyn_ftrace_total_info'
same "$(dd if=available_filter_functions bs=97 2>/dev/null | md5sum)" \
	"$(md5sum < available_filter_functions)" 'small reads'
has available_filter_functions '^schedule$'
has available_filter_functions '^vfs_read$'
hasnt available_filter_functions '^(exc_int3|poke_int3_handler|ftrace_poke_int3|load_current_idt)$'
