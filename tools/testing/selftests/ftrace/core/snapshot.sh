# SPDX-License-Identifier: GPL-2.0
# what: a snapshot is taken, read, cleared, and freed
# needs: snapshot trace_marker

has snapshot 'Snapshot is freed'
put trace_marker taken
put snapshot 1
has snapshot 'tracing_mark_write: taken$'
hasnt trace 'taken'

put trace_marker later
hasnt snapshot later
put snapshot 1
has snapshot 'tracing_mark_write: later$'
hasnt snapshot 'taken'

put snapshot 2
hasnt snapshot later
has snapshot 'Snapshot is allocated'
put snapshot 0
has snapshot 'Snapshot is freed'
for bad in x -1 ''; do
	rejects snapshot "$bad"
done
