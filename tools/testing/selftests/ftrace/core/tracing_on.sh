# SPDX-License-Identifier: GPL-2.0
# what: tracing_on stops and starts recording, and takes any number but no word
# needs: tracing_on trace_marker

put tracing_on 0
is tracing_on 0
echo unseen > trace_marker || :	# refused while nothing records
hasnt trace unseen

put tracing_on 1
is tracing_on 1
put trace_marker seen
has trace 'tracing_mark_write: seen'

put tracing_on 7
is tracing_on 1

rejects tracing_on on
rejects tracing_on ''
rejects tracing_on 1x
rejects tracing_on 99999999999999999999999
