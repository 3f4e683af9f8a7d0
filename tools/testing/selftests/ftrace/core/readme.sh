# SPDX-License-Identifier: GPL-2.0
# what: README names each file of the top level, and what tools look for
# needs: README

for name in *; do
	case $name in
	README) ;;
	*_addrs)
		has README "(^| )${name%_addrs} .*_addrs" ;;
	*)
		has README "(^| |/)$name([^a-z_]|\$)" ;;
	esac
done
# perf and libtracefs decide by these
if [ -e kprobe_events ]; then
	for text in 'place.*<symbol>' '<offset>' 'fetcharg' '\$retval' '\$stack' 'x8/16/32/64' string; do
		has README "$text"
	done
fi
