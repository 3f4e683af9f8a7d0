# SPDX-License-Identifier: GPL-2.0
# what: each instance has its own error_log
# needs: error_log instances event:sched/sched_switch

instance own
refused append_to instances/own/events/sched/sched_switch/filter 'nothing == 1'
has instances/own/error_log 'Command: nothing == 1'
hasnt error_log 'nothing'
