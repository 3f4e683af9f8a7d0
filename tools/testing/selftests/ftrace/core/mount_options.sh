# SPDX-License-Identifier: GPL-2.0
# what: uid, gid and mode of the mount apply to the files of tracefs
# needs: trace root

point=$WORK/point
mkdir -p "$point"
works mount -t tracefs -o uid=5,gid=7,mode=750 tracefs "$point"
on_exit "mount -o remount,uid=0,gid=0,mode=700 '$point'; umount '$point'"
same "$(stat -c %a "$point")" 750 "mode of the top"
for file in trace options/overwrite per_cpu/cpu0/stats events/sched/enable; do
	[ -e "$point/$file" ] || continue
	same "$(stat -c %u:%g "$point/$file")" 5:7 "owner of $file"
done
mkdir "$point/instances/grouped"
same "$(stat -c %u:%g "$point/instances/grouped/trace")" 5:7 "owner of a new instance's trace"
rmdir "$point/instances/grouped"
works mount -o remount,gid=9 "$point"
same "$(stat -c %u:%g "$point/trace")" 5:9 "owner after a remount"
