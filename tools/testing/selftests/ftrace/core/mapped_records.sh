# SPDX-License-Identifier: GPL-2.0
# what: through a mapping a per-CPU buffer shows what was written, in order, and how much was lost
# needs: per_cpu/cpu0/trace_pipe_raw trace_marker buffer_size_kb program:mapped program:fio program:taskset

raw=per_cpu/cpu0/trace_pipe_raw
works fio open:r=rn,$raw map:r=4096 > "$WORK/word"

# write FIRST LAST: numbered markers, on the CPU that is mapped
write()
{
	taskset 1 sh -c "i=$1; while [ \$i -le $2 ]; do echo \"mapped \$i\"; i=\$((i + 1)); done | fio_lines"
}

# Each line a write of its own
cat > "$WORK/fio_lines" <<'END'
#!/bin/sh
while read -r line; do echo "$line" > trace_marker; done
END
chmod +x "$WORK/fio_lines"
PATH=$WORK:$PATH

for kb in 4 16; do
	if [ -e buffer_subbuf_size_kb ]; then
		put buffer_subbuf_size_kb $kb
	fi
	put buffer_size_kb 128
	put trace ''

	# All of it, over several pages; and once
	write 1 400
	seq 1 400 | sed 's/^/mapped /' > "$WORK/want"
	works mapped $raw > "$WORK/got"
	same "$(md5sum < "$WORK/got")" "$(md5sum < "$WORK/want")" "what a mapping shows of 400 markers"
	same "$(mapped $raw)" "" "what a mapping shows a second time"

	# More than there is room for: what is lost and what is shown are all
	write 1 6000
	works mapped $raw > "$WORK/got"
	shown=$(grep -c '^mapped' "$WORK/got")
	lost=$(awk '/^lost/ { n += $2 } END { print n + 0 }' "$WORK/got")
	same $((shown + lost)) 6000 "markers shown and lost"
	between 1 "$lost" 5999 "markers lost"
	same "$(tail -n 1 "$WORK/got")" "mapped 6000" "the last marker"
	same "$(awk '/^mapped/ { if ($2 <= last) bad++; last = $2 } END { print bad + 0 }' "$WORK/got")" 0 \
		"markers out of order"

	# Mapped, neither shape nor place changes
	if [ -e buffer_subbuf_size_kb ]; then
		works fio open:r=rn,$raw hold:r=4096 \
			'run:=! echo 8 2>/dev/null > buffer_subbuf_size_kb' \
			'run:=! echo 64 2>/dev/null > buffer_size_kb'
		is buffer_subbuf_size_kb $kb
	fi
done
