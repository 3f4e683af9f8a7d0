# SPDX-License-Identifier: GPL-2.0
# what: BPF programs come and go while what they are attached to happens, and see each hit while they are there
# needs: program:bpf config:BPF_EVENTS event:syscalls/sys_enter_getppid
# time: 240

same "$(bpf race "${FTRACE_LONG:+5}100")" "count: ${FTRACE_LONG:+5}100"
