# SPDX-License-Identifier: GPL-2.0
# what: an instance has buffer, tracer and options of its own
# needs: instances trace_marker

instance a
instance b
put instances/a/trace_marker in_a
has instances/a/trace 'tracing_mark_write: in_a$'
hasnt trace in_a
hasnt instances/b/trace in_a

put instances/a/buffer_size_kb 64
put instances/b/buffer_size_kb 128
between 64 "$(cat instances/a/buffer_size_kb)" 72 "KiB of a"
between 128 "$(cat instances/b/buffer_size_kb)" 136 "KiB of b"
put instances/a/tracing_on 0
is instances/b/tracing_on 1
is tracing_on 1
put instances/a/options/overwrite 0
is options/overwrite 1
before=$(chosen trace_clock)
put instances/a/trace_clock counter
same "$(chosen trace_clock)" "$before" "the clock of the top level"
same "$(chosen instances/b/trace_clock)" "$before" "the clock of b"
# Nor does the top level choose for others
put trace_clock counter
instance c
same "$(chosen instances/c/trace_clock)" "$before" "the clock of c"
put trace_clock "$before"
works rmdir instances/c
works rmdir instances/a
works rmdir instances/b
