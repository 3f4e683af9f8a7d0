# SPDX-License-Identifier: GPL-2.0
# what: a thousand probes come and go together, and the machine stays usable
# needs: kprobe_events available_filter_functions
# time: 180
# shellcheck disable=SC2016 # the language of probes has a $ of its own

on_exit 'echo 0 > events/many/enable; echo > kprobe_events'

kinds='vfs|ext4|tcp|__x64_sys|proc|sched|seq|inet|dev|pci'
grep -v '[.[ ]' available_filter_functions | grep -E "^($kinds)_" |
	sort | uniq -u | awk 'NR <= 1200 { print "p:many/e" NR " " $1 " %di" }' > "$RUN/lines"
while read -r line; do
	echo "$line"
done < "$RUN/lines" | dd of=kprobe_events bs=65536 2>/dev/null || :
made=$(count kprobe_events '^p:many/')
between 200 "$made" 1200 'probes'
put events/many/enable 1
cat /proc/version > /dev/null
put events/many/enable 0
has trace ' e[0-9]+: \('
same "$(grep -c . kprobe_profile)" "$made" 'lines of kprobe_profile'
add kprobe_events '-:many/'
is kprobe_events ''
refused ls -d events/many
