# SPDX-License-Identifier: GPL-2.0
# what: each option can be turned over by trace_options and by its file, and both agree
# needs: trace_options options

for option in $(sed 's/^no//' trace_options); do
	# An option that begins with "no" of itself
	[ -e "options/$option" ] || option=no$option
	case $option in
	test_nop_refuse)
		rejects trace_options "$option"
		continue ;;
	trace_printk_dest)
		continue ;; # can only be moved, see its own test
	esac
	before=$(cat "options/$option")
	other=$((1 - before))
	put "options/$option" $other || continue
	is "options/$option" $other
	if [ $other = 1 ]; then
		has trace_options "^$option\$"
		put trace_options "no$option"
	else
		has trace_options "^no$option\$"
		put trace_options "$option"
	fi
	is "options/$option" "$before"
done
