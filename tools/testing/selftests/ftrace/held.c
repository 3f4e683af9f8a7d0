// SPDX-License-Identifier: GPL-2.0
/*
 * held - an open file keeps what it shows, whatever is done to the instance meanwhile.
 *
 * Opens each file of an instance in each way it can be held: read in part, waited for by
 * a reader or a poll, polled by an epoll, mapped, spliced into a pipe. Then everything is
 * changed that can be: tracer, sizes, clock, snapshots; some of it may be refused as busy.
 * The instance must not go. Then the file is used again, and closed. What the kernel thinks
 * of memory that was used after it was freed is in its log.
 *
 * usage: held INSTANCE		in tracefs; it is gone afterwards
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))

static const char *inst;
static unsigned int failures, holds, changes, busy;
static char data[65536];

static const char *path_of(const char *file)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", inst, file);
	return path;
}

static void bad(const char *file, const char *how, const char *what)
{
	printf("%s, %s: %s: %s\n", file, how, what, strerror(errno));
	failures++;
}

static int put(const char *file, const char *text, int flags)
{
	int fd = open(path_of(file), O_WRONLY | O_CLOEXEC | flags), error = 0;

	if (fd < 0)
		return errno;
	if (write(fd, text, strlen(text)) < 0)
		error = errno;
	close(fd);
	return error;
}

/* ------------------------------------------------------------- what is changed ---- */

static const struct {
	const char *file, *text;
	int flags;
} change[] = {
	{ "trace_marker", "before\n", O_APPEND },
	{ "snapshot", "1", O_APPEND },
	{ "trace_marker", "after a snapshot\n", O_APPEND },
	{ "per_cpu/cpu0/snapshot", "1", O_APPEND },
	{ "trace_marker", "after a snapshot of one\n", O_APPEND },
	{ "snapshot", "0", O_APPEND },
	{ "current_tracer", "function", O_APPEND },
	{ "buffer_size_kb", "96", O_APPEND },
	{ "buffer_subbuf_size_kb", "16", O_APPEND },
	{ "current_tracer", "nop", O_APPEND },
	{ "trace_marker", "in larger sub-buffers\n", O_APPEND },
	{ "snapshot", "1", O_APPEND },
	{ "buffer_subbuf_size_kb", "4", O_APPEND },
	{ "snapshot", "2", O_APPEND },
	{ "buffer_size_kb", "32", O_APPEND },
	{ "trace_clock", "mono", O_APPEND },
	{ "trace_clock", "local", O_APPEND },
	{ "trace_options", "nooverwrite", O_APPEND },
	{ "trace_options", "overwrite", O_APPEND },
	{ "trace", "", O_TRUNC },
	{ "free_buffer", "", O_APPEND },
	{ "trace_marker", "at the end\n", O_APPEND },
};

/* How often each has been done, not refused; what holds have read */
static unsigned int worked[COUNT(change)];
static unsigned long bytes_read;

/* Files that show nothing of the buffer need see no more than some of it. */
static int concerns(const char *file, size_t i)
{
	return strstr(file, "trace") || strstr(file, "snapshot") || !strcmp(change[i].file, file) ||
	       !strcmp(change[i].file, "current_tracer");
}

static void change_all(const char *file, const char *how)
{
	for (size_t i = 0; i < COUNT(change); i++) {
		int error;

		if (!concerns(file, i))
			continue;
		error = put(change[i].file, change[i].text, change[i].flags);
		changes++;
		if (error == EBUSY || error == EAGAIN || error == EINVAL) {
			/* Sizes that differ: what one of the two buffers was refused */
			busy++;
		} else if (error) {
			errno = error;
			bad(file, how, change[i].file);
		} else {
			worked[i]++;
		}
		if (!rmdir(inst)) {
			errno = 0;
			bad(file, how, "the instance went");
			exit(1);
		} else if (errno != EBUSY) {
			bad(file, how, "rmdir");
		}
	}
}

/* ------------------------------------------------------------------ the holds ---- */

struct held {
	const char *file;
	int fd, other, pipes[2];
	void *map;
	pid_t child;
};

static void use(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;

	poll(&p, 1, 0);
	for (int i = 0; i < 20 && (n = read(fd, data, 1000)) > 0; i++)
		bytes_read += n;
	lseek(fd, 0, SEEK_SET);
	for (int i = 0; i < 20 && (n = read(fd, data, sizeof(data))) > 0; i++)
		bytes_read += n;
}

static int hold_part(struct held *h)
{
	return read(h->fd, data, 100) < 0 && errno != EAGAIN ? -1 : 0;
}

static void part_end(struct held *h)
{
	use(h->fd);
}

static int hold_write(struct held *h)
{
	(void)h;
	return 0;
}

static void write_end(struct held *h)
{
	/* Not what may do something: what cannot be right. */
	if (!strstr(h->file, "marker") && !strstr(h->file, "free_buffer")) {
		ssize_t done = write(h->fd, "\1\2\3", 3);

		(void)done;
	}
}

/* A record that comes must wake who waits; if one has come already it need not. */
static int child_ends(struct held *h)
{
	struct timespec pause = { .tv_nsec = 20000000 };

	for (int i = 0; i < 250; i++) {
		if (waitpid(h->child, NULL, WNOHANG) == h->child)
			return 1;
		put("trace_marker", "for who waits\n", O_APPEND);
		nanosleep(&pause, NULL);
	}
	kill(h->child, SIGKILL);
	waitpid(h->child, NULL, 0);
	return 0;
}

static void child_end(struct held *h)
{
	errno = ETIMEDOUT;
	if (!child_ends(h))
		bad(h->file, "a task that waits", "it is not woken");
}

static int hold_reader(struct held *h)
{
	h->child = fork();
	if (h->child)
		return h->child < 0 ? -1 : 0;
	fcntl(h->fd, F_SETFL, 0);
	_exit(read(h->fd, data, sizeof(data)) <= 0);
}

static int hold_poll(struct held *h)
{
	struct pollfd p = { .fd = h->fd, .events = POLLIN };

	h->child = fork();
	if (h->child)
		return h->child < 0 ? -1 : 0;
	_exit(poll(&p, 1, -1) != 1);
}

static int hold_epoll(struct held *h)
{
	struct epoll_event e = { .events = EPOLLIN };

	h->other = epoll_create1(EPOLL_CLOEXEC);
	return h->other < 0 ? -1 : epoll_ctl(h->other, EPOLL_CTL_ADD, h->fd, &e);
}

static void epoll_end(struct held *h)
{
	struct epoll_event e;

	/* What is there may be read by now; then look for more. */
	epoll_wait(h->other, &e, 1, 0);
	use(h->fd);
	put("trace_marker", "for who polls\n", O_APPEND);
	if (epoll_wait(h->other, &e, 1, 5000) != 1)
		bad(h->file, "epoll", "it is not woken");
}

static int hold_map(struct held *h)
{
	h->map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, h->fd, 0);
	return h->map == MAP_FAILED ? -1 : 0;
}

static void map_end(struct held *h)
{
	volatile unsigned int *meta = h->map;

	if (!meta[0])
		bad(h->file, "a mapping", "no meta page");
	munmap(h->map, 4096);
	use(h->fd);
}

/* The pages in the pipe are read when the file is closed. */
static int hold_splice(struct held *h)
{
	for (int i = 0; i < 100; i++)
		put("trace_marker", "a hundred of these lines fill a page and more\n", O_APPEND);
	return pipe2(h->pipes, O_NONBLOCK) ||
	       splice(h->fd, NULL, h->pipes[1], NULL, 65536, SPLICE_F_NONBLOCK) < 0 ? -1 : 0;
}

static void splice_end(struct held *h)
{
	use(h->fd);
	if (read(h->pipes[0], data, 4096) <= 0)
		bad(h->file, "in a pipe", "nothing is there");
	/* The rest goes with the pipe, after the file. */
}

#define PIPES	"*trace_pipe*"
#define MAPS	"*trace_pipe_raw"

static const struct {
	const char *how, *which;
	int flags;
	int (*hold)(struct held *h);
	void (*end)(struct held *h);
} ways[] = {
	{ "read in part", "*", O_RDONLY | O_NONBLOCK, hold_part, part_end },
	{ "open for writing", "*", O_WRONLY | O_APPEND, hold_write, write_end },
	{ "a task that waits", PIPES, O_RDONLY, hold_reader, child_end },
	{ "a task that polls", PIPES, O_RDONLY | O_NONBLOCK, hold_poll, child_end },
	{ "epoll", PIPES, O_RDONLY | O_NONBLOCK, hold_epoll, epoll_end },
	{ "a mapping", MAPS, O_RDONLY | O_NONBLOCK, hold_map, map_end },
	{ "in a pipe", MAPS, O_RDONLY | O_NONBLOCK, hold_splice, splice_end },
};

static void hold(const char *file, size_t way)
{
	struct held h = { .file = file, .other = -1, .pipes = { -1, -1 } };

	h.fd = open(path_of(file), ways[way].flags | O_CLOEXEC);
	if (h.fd < 0) {
		bad(file, ways[way].how, "open");
		return;
	}
	holds++;
	put("trace_marker", "at first\n", O_APPEND);
	if (ways[way].hold(&h)) {
		bad(file, ways[way].how, "cannot be held so");
	} else {
		change_all(file, ways[way].how);
		ways[way].end(&h);
	}
	close(h.fd);
	/* What is freed with the snapshot now may be what others wait at. */
	put("snapshot", "0", O_APPEND);
	if (h.other >= 0)
		close(h.other);
	if (h.pipes[0] >= 0) {
		ssize_t done = read(h.pipes[0], data, 5000);

		(void)done;
		close(h.pipes[0]);
		close(h.pipes[1]);
	}
	put("buffer_size_kb", "64", O_APPEND);
	put("trace", "", O_TRUNC);
}

static char *files[512];
static mode_t modes[512];
static size_t nr_files;

static int each_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	const char *file = path + strlen(inst) + 1;

	(void)ftw;
	if (type != FTW_F || (strstr(path, "/events/") && !strstr(path, "/sched_switch/") &&
			      !fnmatch("*/events/*/*", path, 0)))
		return 0;
	if (!fnmatch("*/per_cpu/cpu[1-9]*", path, 0) || nr_files == COUNT(files))
		return 0;
	modes[nr_files] = st->st_mode;
	files[nr_files++] = strdup(file);
	return 0;
}

int main(int argc, char **argv)
{
	cpu_set_t one;

	if (argc != 2) {
		fputs("usage: held INSTANCE\n", stderr);
		return 2;
	}
	inst = argv[1];
	setvbuf(stdout, NULL, _IOLBF, 0);
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	sched_setaffinity(0, sizeof(one), &one);
	put("buffer_size_kb", "64", O_APPEND);
	put("buffer_percent", "0", O_APPEND);
	/* To hook one function is enough, and fast. */
	put("set_ftrace_filter", "vfs_open", O_TRUNC);
	if (nftw(inst, each_file, 16, FTW_PHYS) || !nr_files) {
		perror(inst);
		return 1;
	}
	for (size_t i = 0; i < nr_files; i++) {
		for (size_t way = 0; way < COUNT(ways); way++) {
			int writes = ways[way].flags & O_WRONLY;

			if (!fnmatch(ways[way].which, files[i], 0) &&
			    modes[i] & (writes ? 0200 : 0400))
				hold(files[i], way);
		}
	}
	if (rmdir(inst))
		bad(inst, "closed", "rmdir");
	/* What is refused under one hold is done under another, or nothing was tested. */
	errno = 0;
	for (size_t i = 0; i < COUNT(change); i++)
		if (!worked[i])
			bad(change[i].file, change[i].text, "it was never done");
	if (!bytes_read)
		bad(inst, "all holds", "nothing was ever read");
	printf("%zu files, %u holds, %u changes, %u of them refused, %u failures\n", nr_files,
	       holds, changes, busy, failures);
	return failures || !changes;
}
