# SPDX-License-Identifier: GPL-2.0
# what: without the option markers, trace_marker is refused
# needs: options/markers trace_marker

put options/markers 0
refused write_to trace_marker unseen
hasnt trace unseen
put options/markers 1
put trace_marker seen
has trace seen
