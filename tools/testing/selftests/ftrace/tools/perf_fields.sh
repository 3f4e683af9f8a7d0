# SPDX-License-Identifier: GPL-2.0
# what: a field of each kind holds what was put there, in the records of perf too
# needs: program:perf module:trace-events-sample
# time: 240

load trace-events-sample
works perf record -q -a -o "$WORK/data" -e 'sample-trace:*' sleep 3
perf script -i "$WORK/data" > "$WORK/text" 2> "$WORK/errors"
hasnt "$WORK/errors" 'sample_(fields|text|even|odd|watched|begin|end)'
hasnt "$WORK/text" 'sample_(fields|text|even|odd|watched|begin|end): .*FAILED'

# The values belong together: big is the number shifted, small is it negated, pair
# is it and the next one. perf takes the first byte for one without a sign.
sed -n 's/^.*sample_fields: small=\([-0-9]*\) big=\([0-9]*\) yes=\([01]\) .* state=\([a-z]*\) .* pair=\([0-9]*\) \([0-9]*\) list=.* text=\([a-z]*\) start=\([a-z]*\).*/\1 \2 \3 \4 \5 \6 \7 \8/p' \
	"$WORK/text" > "$WORK/values"
between 3 "$(wc -l < "$WORK/values")" 100000 'records of sample_fields'
while read -r small big yes state one two text start; do
	nr=$((big >> 32))
	same $((small & 255)) $((-nr & 255)) small
	same "$yes" $((nr & 1)) yes
	same "$one $two" "$nr $((nr + 1))" pair
	# The states take turns: idle, busy, done
	case $((nr % 3)).$state in
	0.idle | 1.busy | 2.done) ;;
	*) fail "state $state of number $nr" ;;
	esac
	case $text in
	"$start"*) ;;
	*) fail "text=$text does not begin with start=$start" ;;
	esac
done < "$WORK/values"
has "$WORK/text" 'sample_fields: .* state=(idle|busy|done) name=[a-z]+ '
has "$WORK/text" 'sample_text: [a-z]+ [0-9]+$'
has "$WORK/text" 'sample_even: nr=[0-9]*[02468]$'

# Versions that do not know __get_cpumask() print these fields one by one.
has "$WORK/text" 'sample_helpers: .*flags=.* bits=.* cpus=.* bytes=.* rel_text=odd .*rel_bits='
