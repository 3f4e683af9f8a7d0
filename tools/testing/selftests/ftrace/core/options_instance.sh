# SPDX-License-Identifier: GPL-2.0
# what: every option can be turned over in an instance, and is turned over nowhere else
# needs: instances trace_options trace_marker

instance opt
before=$(cat trace_options)
for option in $(cat instances/opt/trace_options); do
	case $option in
	*trace_printk_dest | *test_nop_refuse)
		continue ;; # moves; refuses
	no*)
		other=${option#no} ;;
	*)
		other=no$option ;;
	esac
	put instances/opt/trace_options "$other"
	has instances/opt/trace_options "^$other\$"
	put instances/opt/trace_options "$option"
	has instances/opt/trace_options "^$option\$"
done
same "$(cat trace_options)" "$before" 'the options of the top level'

# It decides for its own output alone
put instances/opt/trace_options printk-msg-only
for dir in . instances/opt; do
	put $dir/trace_marker hello
done
has instances/opt/trace '^hello$'
has trace ': hello$'
hasnt trace '^hello$'

# An instance starts with what the top level has, and keeps it
put options/printk-msg-only 1
instance opt2
put options/printk-msg-only 0
put instances/opt2/trace_marker hello
has instances/opt2/trace '^hello$'
