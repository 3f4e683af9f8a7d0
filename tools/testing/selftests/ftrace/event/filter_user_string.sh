# SPDX-License-Identifier: GPL-2.0
# what: .ustring compares strings of the user, which a plain pointer to them does not
# needs: event:syscalls/sys_enter_openat

event=events/syscalls/sys_enter_openat
put $event/enable 1

opened()
{
	put $event/filter "$1"
	: > trace
	cat /etc/passwd > /dev/null
	cat /proc/version > /dev/null
	records | grep -c sys_openat || :
}

same "$(opened 'filename.ustring == "/etc/passwd"')" 1
same "$(opened 'filename.ustring ~ "*/version"')" 1
same "$(opened 'filename.ustring ~ "/etc/passwd" || filename.ustring == "/proc/version"')" 2
same "$(opened 'filename.ustring == "/etc/passw"')" 0
same "$(opened 'filename == "/etc/passwd"')" 0
