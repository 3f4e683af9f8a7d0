# SPDX-License-Identifier: GPL-2.0
# what: raw, hex, bin, verbose, fields and bare records show what they should
# needs: trace trace_marker options/raw options/hex options/bin options/verbose options/fields options/context-info

put trace_marker text
put options/context-info 0
has trace '^tracing_mark_write: text$'
put options/context-info 1

put options/raw 1
has trace '^[0-9]+ [0-9]+ [0-9]+ # [0-9a-f]+ text$'
put options/raw 0

put options/hex 1
has trace '^[0-9a-f]+ [0-9a-f]+ [0-9a-f]+ '
put options/hex 0

put options/bin 1
hasnt trace 'tracing_mark_write: text$'
put options/bin 0

put options/latency-format 1
put options/verbose 1
has trace '^ *[^ ]+ +[0-9]+ +[0-9]+ [0-9]+ [0-9a-f]{8} [0-9a-f]{8} \[[0-9a-f]{8}\] [0-9.]+ms \(\+[0-9.]+ms\): tracing_mark_write: text$'
put options/verbose 0
put options/latency-format 0
has trace 'tracing_mark_write: text$'
