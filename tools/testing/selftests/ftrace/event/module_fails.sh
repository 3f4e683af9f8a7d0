# SPDX-License-Identifier: GPL-2.0
# what: nobody keeps an event of a module that may yet fail to start
# needs: module:event_fails program:fio set_event
# time: 120

dir=events/event_fails/event_fails
# gone: it went, or was never there
gone()
{
	! test -e $dir
}

fails()
{
	! insmod "$(module_file event_fails)" ms="$1" 2>/dev/null
}

put set_event ':mod:event_fails'
run_in_background fails 3000
until_true 20 test -e $dir/enable
for file in enable id format filter trigger; do
	works fio fails=ENODEV open:a=r,$dir/$file
done
# An event of this system by name, and of all: nothing is kept for that
is events/event_fails/enable 1
put events/event_fails/enable 0
put events/event_fails/enable 1
works wait "$job"
works gone
: > set_event
