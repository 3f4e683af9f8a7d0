# SPDX-License-Identifier: GPL-2.0
# what: what trace_pipe_raw gives by read and by splice is the same pages; bad requests are refused
# needs: instances per_cpu/cpu0/trace_pipe_raw trace_marker program:fio program:taskset

inst=instances/parts
raw=$inst/per_cpu/cpu0/trace_pipe_raw
on_exit "rmdir '$inst' 2>/dev/null"
# Three markers fill a page, so six are a full page and what is being written: if
# they begin with a page, as in a new buffer.
pages()
{
	[ ! -d $inst ] || works rmdir $inst
	works mkdir $inst
	taskset 1 fio open:m=w,$inst/trace_marker fill:m=1000,a fill:m=1000,b fill:m=1000,c \
		fill:m=1000,d fill:m=1000,e fill:m=1000,f
}

# The markers in some pages, a letter each
markers()
{
	tr -c 'abcdef' '\n' < "$1" | grep -E '^[a-f]{1000}$' | cut -c 1 | tr -d '\n'
}

pages
fio open:r=rn,$raw read:r=8192 > "$WORK/read"
same "$(stat -c %s "$WORK/read")" 8192 "bytes of two pages"
same "$(markers "$WORK/read")" abcdef "markers by one read"
pages
fio open:r=rn,$raw read:r=1000 read:r=5000 read:r=5000 > "$WORK/pieces"
same "$(stat -c %s "$WORK/pieces")" 8192 "bytes of pieces"
same "$(markers "$WORK/pieces")" abcdef "markers in pieces"

# A read that has room for more than a page ends with a page
pages
fio open:r=rn,$raw read:r=5000 > "$WORK/one"
same "$(stat -c %s "$WORK/one")" 4096 "bytes of a page and a part"
same "$(markers "$WORK/one")" abc "markers of one page"

# Splice moves the full one; what is being written is left for read
pages
same "$(fio open:r=rn,$raw splice:r=65536)" 4096 "bytes spliced"
fio open:r=rn,$raw read:r=8192 > "$WORK/rest"
same "$(stat -c %s "$WORK/rest")" 4096 "bytes left"
same "$(markers "$WORK/rest")" def "markers left"
works fio open:r=rn,$raw fails=EAGAIN splice:r=4096 fails=EINVAL splice:r=4095
works fio open:r=rn,$raw fails=ENOTTY ioctl:r=0x5221 ioctl:r=0 fails=ESPIPE seek:r=0
works fio open:r=rn,$raw fails=ENODEV ioctl:r=0x5220
