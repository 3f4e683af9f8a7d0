# SPDX-License-Identifier: GPL-2.0
# what: the lines above the records say what the columns are, in each of their forms
# needs: trace trace_marker options/irq-info options/latency-format

put trace_marker x
has trace '^# tracer: nop$'
has trace '^# entries-in-buffer/entries-written: 1/1   #P:[0-9]+$'
has trace '^#                                _-----=> irqs-off/BH-disabled$'
has trace '^#                               / _----=> need-resched$'
has trace '^#                              \| / _---=> hardirq/softirq$'
has trace '^#                              \|\| / _--=> preempt-depth$'
has trace '^#                              \|\|\| / _-=> migrate-disable$'
has trace '^#                              \|\|\|\| /     delay$'
has trace '^#           TASK-PID     CPU#  \|\|\|\|\|  TIMESTAMP  FUNCTION$'
has trace '^#              \| \|         \|   \|\|\|\|\|     \|         \|$'
has trace '^ +[^ ]+-[0-9]+ +\[[0-9]{3}\] [^ ]{5} +[0-9]+\.[0-9]{6}: tracing_mark_write: x$'

put options/irq-info 0
has trace '^#           TASK-PID     CPU#     TIMESTAMP  FUNCTION$'
has trace '^ +[^ ]+-[0-9]+ +\[[0-9]{3}\] +[0-9]+\.[0-9]{6}: tracing_mark_write: x$'
put options/irq-info 1

put options/latency-format 1
has trace '^# nop latency trace v1\.1\.5 on [0-9]'
has trace '^# latency: [0-9]+ us, #1/1, CPU#[0-9]+ \| \(M:[a-z_ ]+ VP:0, KP:0, SP:0 HP:0( #P:[0-9]+)?\)$'
has trace '^#    \| task: .*-[0-9]+ \(uid:[0-9]+ nice:-?[0-9]+ policy:[0-9]+ rt_prio:[0-9]+\)$'
has trace '^#                    _------=> CPU#            $'
has trace '^#  cmd     pid     \|\|\|\|\|\| time  \|   caller     $'
