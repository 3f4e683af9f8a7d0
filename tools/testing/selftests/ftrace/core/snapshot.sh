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

# Who reads a snapshot never waits, so there is nothing to wait for
put snapshot 0
raw=per_cpu/cpu0/snapshot_raw
same "$(fio open:r=r,$raw poll:r=100 all:r)" "in " "snapshot_raw without a snapshot"
put snapshot 1
same "$(fio open:r=r,$raw all:r poll:r=100 | tail -n 1 | tail -c 4)" "in " "snapshot_raw at its end"
put snapshot 0
