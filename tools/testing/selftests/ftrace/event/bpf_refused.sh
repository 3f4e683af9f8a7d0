# SPDX-License-Identifier: GPL-2.0
# what: BPF programs that read or write what they may not, or are attached where they cannot be, are refused
# needs: program:bpf config:BPF_EVENTS event:syscalls/sys_enter_getppid

# The last line: what was attached before the refusals goes on
same "$(bpf refuse)" 'common fields: EACCES
writing: EACCES
across: EACCES
argument 13: EACCES
past the record: EACCES
argument 6 of 2: EINVAL
nothing: ENOENT
wrong type: EINVAL
first: done
second: EEXIST
elsewhere: EEXIST
count: 1000'
