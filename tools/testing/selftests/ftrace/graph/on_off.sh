# SPDX-License-Identifier: GPL-2.0
# what: the graph of all functions comes and goes under load, with processes that come and go
# needs: tracer:function_graph
# time: 300

times=5
[ -z "${FTRACE_LONG-}" ] || times=200
run_in_background sh -c 'while :; do (:); cat /proc/self/status > /dev/null; done'
# shellcheck disable=SC2034 # a count
for n in $(seq $times); do
	put current_tracer function_graph
	fork_some 5
	put current_tracer nop
	same "$(wc -l < enabled_functions)" 0 'functions still hooked'
done
put tracing_on 0
has return_stacks '^stacks: [0-9]+ of 4096 bytes'
