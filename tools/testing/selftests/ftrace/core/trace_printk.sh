# SPDX-License-Identifier: GPL-2.0
# what: each form of trace_printk() records, in the instance that takes it, if that wants it
# needs: instances module:trace-printk

# printed INSTANCE: load the module, and take what it printed there
printed()
{
	for dir in . instances/*/; do
		[ ! -d "$dir" ] || : > "$dir/trace"
	done
	works insmod "$(module_file trace-printk)"
	records "$1/trace" > "$RUN/records"
	works rmmod trace-printk
}

lines() { grep -c . "$RUN/records" || :; }

put trace_marker started # else the first line waits for a buffer
printed .
same "$(lines)" 7 'lines at the top level'
for text in 'a constant: its address' 'the same, said' 'a constant format: arguments 1 2' \
	'text that is not' 'a format that is not a constant: 42' 'from an interrupt$' \
	'from an interrupt, with an argument$'; do
	has "$RUN/records" ": $text"
done

instance pk
put instances/pk/trace_options trace_printk_dest
printed instances/pk
same "$(lines)" 7 'lines of an instance that takes them'
same "$(records)" '' 'lines of the top level meanwhile'
put instances/pk/trace_options printk-msg-only
printed instances/pk
same "$(head -n 1 "$RUN/records")" 'a constant: its address is recorded' 'printk-msg-only'

# The instance does not want them; nobody is to have them
put instances/pk/trace_options notrace_printk
printed instances/pk
same "$(lines)" 0 'lines with notrace_printk in the instance'
put instances/pk/trace_options trace_printk
put options/trace_printk 0
printed instances/pk
same "$(lines)" 0 'lines with notrace_printk at the top level'
put options/trace_printk 1
