# SPDX-License-Identifier: GPL-2.0
# what: filters on numbers, with every operator, negation and grouping, pass exactly what they say
# needs: event:signal/signal_generate

event=events/signal/signal_generate

# Signals that do nothing to a shell: SIGCONT, SIGURG, SIGWINCH
signals_seen()
{
	put $event/filter "pid == $$ && ($1)"
	: > trace
	for sig in 18 23 28; do
		kill -$sig $$
	done
	records | sed -n 's/.*signal_generate: sig=\([0-9]*\).*/\1/p' | tr '\n' ' '
}

# passes FILTER SIGNALS
passes()
{
	same "$(signals_seen "$1")" "${2:+$2 }" "signals that pass '$1'"
}

put $event/enable 1

passes 'sig == 18' 18
passes 'sig==18' 18
passes 'sig != 18' '23 28'
passes 'sig < 23' 18
passes 'sig <= 23' '18 23'
passes 'sig > 23' 28
passes 'sig >= 23' '23 28'
passes 'sig & 1' 23
passes 'sig & 8' 28
passes 'sig&0x10' '18 23 28'
passes 'sig == 0x12' 18
passes 'sig == 022' 18
passes 'sig > -1' '18 23 28'
passes 'sig < -1' ''

passes 'sig == 18 || sig == 28' '18 28'
passes 'sig > 18 && sig < 28' 23
passes 'sig == 18 || sig > 18 && sig < 28' '18 23'
passes '(sig == 18 || sig > 18) && sig < 28' '18 23'
passes '(sig == 28 || sig == 18) && sig < 28' 18
passes '!sig == 18' '23 28'
passes '!(sig == 18 || sig == 28)' 23
passes '!!(sig == 18)' 18
passes '!(sig > 18 && !(sig == 28))' '18 28'
passes '((((((sig == 18))))))&&!(((sig == 23)))' 18
passes 'common_pid == 0 || sig == 28' 28
passes "common_pid != 0 && sig == 23" 23
passes 'common_type != 0 && sig == 23' 23

# A field that holds what is no number of another: the whole of it is compared
passes 'code == 0 && sig == 18' 18
passes 'code == 256' ''
