# SPDX-License-Identifier: GPL-2.0
# what: globs in set_ftrace_filter pick just the functions whose names match
# needs: set_ftrace_filter available_filter_functions

names() { sed 's/ .*//' "$1" | sort; }

# check GLOB REGEX: the filter holds those of available_filter_functions that match
check()
{
	put set_ftrace_filter "$1"
	names available_filter_functions | grep -E -e "$2" > "$WORK/want" || :
	names set_ftrace_filter > "$WORK/got"
	differ "$(wc -l < "$WORK/want")" 0 "functions that match $1"
	same "$(md5sum < "$WORK/got")" "$(md5sum < "$WORK/want")" "$1"
}

check 'vfs_*' '^vfs_'
check '*_open' '_open$'
check '*sched*' 'sched'
check 'vfs_*e' '^vfs_.*e$'
check '*lock*irq*' 'lock.*irq'
check 'vfs_rea?' '^vfs_rea.$'
check 'vfs_[rw]*' '^vfs_[rw]'
check 'vfs_[!rw]*' '^vfs_[^rw]'
check 'schedule' '^schedule$'

put set_ftrace_filter 'vfs_read vfs_write'
same "$(names set_ftrace_filter | tr '\n' ' ')" 'vfs_read vfs_write ' 'two words'
add set_ftrace_filter 'schedule'
same "$(names set_ftrace_filter | tr '\n' ' ')" 'schedule vfs_read vfs_write ' 'one appended'
add set_ftrace_filter '!vfs_*'
is set_ftrace_filter schedule
add set_ftrace_filter '#nothing'
add set_ftrace_filter '# vfs_open'
is set_ftrace_filter schedule
printf 'vfs_read # vfs_open\n\tvfs_write #\n' > set_ftrace_filter
same "$(names set_ftrace_filter | tr '\n' ' ')" 'vfs_read vfs_write ' 'lines with comments'
line=$(grep -n '^vfs_read$' available_filter_functions | cut -d: -f1)
for number in "$line" "$(printf '0x%x' "$line")"; do
	put set_ftrace_filter "vfs_write $number"
	same "$(names set_ftrace_filter | tr '\n' ' ')" 'vfs_read vfs_write ' "with number $number"
	add set_ftrace_filter "!$number"
	is set_ftrace_filter vfs_write
done
put set_ftrace_filter ''
is set_ftrace_filter '#### all functions enabled ####'
put set_ftrace_notrace 'vfs_read'
is set_ftrace_notrace vfs_read
put set_ftrace_notrace ''
is set_ftrace_notrace '#### no functions disabled ####'
