// SPDX-License-Identifier: GPL-2.0
/*
 * starve - whichever allocation fails, a file of tracefs says so and nothing has changed.
 *
 * Does each thing that its table and the directory of an instance have, again and again:
 * with the first allocation in it failing, then the second, and so on until none fails
 * any more. What returns an error must have left the instance as it was before, what
 * succeeds as it is when there is memory; what is read must be what is read otherwise.
 * A line for each failure; the last one counts.
 *
 * usage: starve [-a] INSTANCE	in tracefs; -a: none of a long row of allocations is left out
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(a)	(sizeof(a) / sizeof(*(a)))
#define ROOM		1048576
#define TRIES_MAX	20000

static const char *inst;
static int all_tries, nth_fd;
static unsigned int failures, tries, refusals, things;

/* ------------------------------------------------------------- the instance ---- */

static const char *path_of(const char *file)
{
	static char path[512];

	/* What begins with a slash is of the top level. */
	snprintf(path, sizeof(path), "%s%s%s", *file == '/' ? "." : inst,
		 *file == '/' ? "" : "/", file);
	return path;
}

static ssize_t put(const char *file, const char *text)
{
	int fd = open(path_of(file), O_WRONLY | O_APPEND | O_CLOEXEC);
	ssize_t done = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return done;
}

static size_t get(const char *path, char *to, size_t room)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	size_t len = 0;
	ssize_t n;

	if (fd < 0)
		return 0;
	while (len < room && (n = read(fd, to + len, room - len)) > 0)
		len += n;
	close(fd);
	return len;
}

/* All that must not change when something else fails */
static const char *const kept[] = {
	"buffer_size_kb", "buffer_total_size_kb", "buffer_subbuf_size_kb", "buffer_percent",
	"per_cpu/cpu0/buffer_size_kb", "current_tracer", "trace_clock", "trace_options",
	"tracing_on", "tracing_cpumask", "timestamp_mode", "set_event", "set_event_pid",
	"set_event_notrace_pid", "set_ftrace_pid", "trace", "snapshot", "/saved_cmdlines_size",
};

static void state(char *to)
{
	struct stat st;
	size_t len = 0;

	for (size_t i = 0; i < COUNT(kept); i++)
		len += get(path_of(kept[i]), to + len, ROOM - 64 - len);
	snprintf(to + len, 64, "%d", stat(path_of("/instances/starved"), &st));
}

/* ---------------------------------------------------------------- the things ---- */

enum kind { OPEN, READ, READ_LARGER, WRITE, MAKE, REMOVE, MAP, SPLICE, POLL, NEXT };

struct thing {
	enum kind kind;
	const char *file;
	const char *text;		/* what is written; or flags to open with, see below */
	const char *before[4][2];	/* what is written first: file, text */
	const char *undo[3][2];		/* and last */
};

#define SNAPSHOT	{ "snapshot", "1" }
#define NO_SNAPSHOT	{ "snapshot", "0" }
#define MARK		{ "trace_marker", "a mark\n" }
#define SMALL		{ "buffer_size_kb", "64" }
#define RAW		"per_cpu/cpu0/trace_pipe_raw"

static const struct thing table[] = {
	{ OPEN, "trace", "rwt", .before = { MARK } },
	{ WRITE, "buffer_size_kb", "256", .undo = { SMALL } },
	{ WRITE, "buffer_size_kb", "16", .before = { MARK }, .undo = { SMALL } },
	{ WRITE, "per_cpu/cpu0/buffer_size_kb", "256", .undo = { SMALL } },
	{ WRITE, "buffer_size_kb", "256", .before = { SNAPSHOT }, .undo = { SMALL, NO_SNAPSHOT } },
	{ WRITE, "buffer_size_kb", "16", .before = { MARK, SNAPSHOT, MARK },
	  .undo = { SMALL, NO_SNAPSHOT } },
	{ WRITE, "buffer_subbuf_size_kb", "16", .before = { MARK },
	  .undo = { { "buffer_subbuf_size_kb", "4" } } },
	{ WRITE, "buffer_subbuf_size_kb", "16", .before = { MARK, SNAPSHOT, MARK },
	  .undo = { { "buffer_subbuf_size_kb", "4" }, NO_SNAPSHOT } },
	{ WRITE, "buffer_size_kb", "128", .before = { { "free_buffer", "" } }, .undo = { SMALL } },
	{ WRITE, "current_tracer", "nop", .before = { { "free_buffer", "" } }, .undo = { SMALL } },
	{ WRITE, "snapshot", "1", .before = { MARK }, .undo = { NO_SNAPSHOT } },
	{ WRITE, "snapshot", "1", .before = { { "free_buffer", "" } },
	  .undo = { NO_SNAPSHOT, SMALL } },
	{ WRITE, "snapshot", "1", .before = { { "per_cpu/cpu0/buffer_size_kb", "128" } },
	  .undo = { NO_SNAPSHOT, SMALL } },
	{ WRITE, "snapshot", "2", .before = { MARK, SNAPSHOT }, .undo = { NO_SNAPSHOT } },
	{ WRITE, "snapshot", "0", .before = { SNAPSHOT }, .undo = { NO_SNAPSHOT } },
	{ WRITE, "per_cpu/cpu0/snapshot", "1", .before = { MARK }, .undo = { NO_SNAPSHOT } },
	{ WRITE, "trace_clock", "mono", .undo = { { "trace_clock", "local" } } },
	{ WRITE, "trace_options", "nooverwrite", .undo = { { "trace_options", "overwrite" } } },
	{ WRITE, "trace_options", "record-tgid", .undo = { { "trace_options", "norecord-tgid" } } },
	{ WRITE, "options/stacktrace", "1", .undo = { { "options/stacktrace", "0" } } },
	{ WRITE, "tracing_cpumask", "1", .undo = { { "tracing_cpumask", "3" } } },
	{ WRITE, "buffer_percent", "70", .undo = { { "buffer_percent", "50" } } },
	{ WRITE, "tracing_on", "0", .undo = { { "tracing_on", "1" } } },
	{ .kind = WRITE, .file = "trace_marker", .text = "a mark\n" },
	{ .kind = WRITE, .file = "trace_marker_raw", .text = "1234raw" },
	{ WRITE, "set_event", "sched:sched_kthread_stop\n",
	  .undo = { { "set_event", "!sched:sched_kthread_stop" } } },
	{ WRITE, "current_tracer", "function",
	  .before = { MARK, { "tracing_on", "0" }, { "set_ftrace_filter", "vfs_open" } },
	  .undo = { { "current_tracer", "nop" }, { "tracing_on", "1" } } },
	{ WRITE, "/saved_cmdlines_size", "300", .undo = { { "/saved_cmdlines_size", "8192" } } },
	{ READ, "trace", .before = { { "options/stacktrace", "1" }, MARK },
	  .undo = { { "options/stacktrace", "0" } } },
	{ READ, "trace_pipe", .before = { MARK } },
	{ .kind = READ_LARGER, .file = "trace_pipe", .before = { MARK },
	  .undo = { { "buffer_subbuf_size_kb", "4" } } },
	{ READ, RAW, .before = { { "buffer_subbuf_size_kb", "64" }, MARK },
	  .undo = { { "buffer_subbuf_size_kb", "4" } } },
	{ READ, "trace", .before = { { "buffer_subbuf_size_kb", "64" }, MARK },
	  .undo = { { "buffer_subbuf_size_kb", "4" } } },
	{ READ, "snapshot", .before = { MARK, SNAPSHOT }, .undo = { NO_SNAPSHOT } },
	{ .kind = MAP, .file = RAW },
	{ .kind = SPLICE, .file = RAW, .before = { MARK } },
	{ .kind = POLL, .file = RAW },
	{ .kind = POLL, .file = "trace_pipe" },
	{ .kind = NEXT, .file = RAW, .before = { MARK } },
	{ .kind = MAKE, .file = "/instances/starved" },
	{ .kind = REMOVE, .file = "/instances/starved" },
};

static void fail(const struct thing *t, const char *format, ...)
{
	va_list args;

	printf("%s %s: ", t->file, t->text ?: "");
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	failures++;
}

static int flags_of(const struct thing *t)
{
	const char *text = t->kind == OPEN ? t->text : t->kind == WRITE ? "w" : "r";

	return O_NONBLOCK | O_CLOEXEC | (strchr(text, 't') ? O_TRUNC : 0) |
	       (!strchr(text, 'w') ? O_RDONLY : strchr(text, 'r') ? O_RDWR : O_WRONLY | O_APPEND);
}

static int arm(unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	return !nth || pwrite(nth_fd, text, len, 0) == len ? 0 : -1;
}

/* Has it failed? None does from here on. */
static int disarm(unsigned int nth)
{
	char left[16] = "";

	if (!nth || pread(nth_fd, left, sizeof(left) - 1, 0) < 0)
		return 0;
	if (pwrite(nth_fd, "0", 1, 0) != 1) {
		perror("fail-nth");
		exit(1);
	}
	return !atoi(left);
}

static char got[ROOM];
static size_t nr_got;

/* Its one step that may fail. 0, or the error */
static int step(const struct thing *t, int fd, int *pipes)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t n;
	void *m;

	switch (t->kind) {
	case OPEN:
		n = open(path_of(t->file), flags_of(t));
		if (n >= 0)
			close(n);
		break;
	case READ:
	case READ_LARGER:
		nr_got = 0;
		while ((n = read(fd, got + nr_got, ROOM - nr_got)) > 0)
			nr_got += n;
		if (n < 0 && errno == EAGAIN)
			n = 0;
		break;
	case WRITE:
		n = write(fd, t->text, strlen(t->text));
		if (n >= 0 && (size_t)n != strlen(t->text)) {
			errno = EIO;
			n = -1;
		}
		break;
	case MAKE:
		n = mkdir(path_of(t->file), 0700);
		break;
	case REMOVE:
		n = rmdir(path_of(t->file));
		break;
	case MAP:
		m = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
		n = m == MAP_FAILED ? -1 : munmap(m, 4096);
		break;
	case SPLICE:
		n = splice(fd, NULL, pipes[1], NULL, 65536, SPLICE_F_NONBLOCK);
		if (n < 0 && errno == EAGAIN)
			n = 0;
		break;
	case POLL:
		n = poll(&p, 1, 0);
		break;
	default:	/* the next reader page; it is not mapped */
		n = ioctl(fd, _IO('R', 0x20));
		if (n < 0 && errno == ENODEV)
			n = 0;
	}
	return n < 0 ? errno : 0;
}

static void write_all(const struct thing *t, const char *const (*what)[2], size_t nr)
{
	for (size_t i = 0; i < nr && what[i][0]; i++)
		if (put(what[i][0], what[i][1]) < 0)
			fail(t, "cannot write %s to %s: %s", what[i][1], what[i][0],
			     strerror(errno));
}

/* A reader that has room for what sub-buffers were before */
static void enlarge(const struct thing *t, int fd)
{
	int raw;

	if (read(fd, got, ROOM) <= 0 || put("buffer_subbuf_size_kb", "16") < 0)
		fail(t, "it cannot be read first: %s", strerror(errno));
	raw = open(path_of("trace_marker_raw"), O_WRONLY | O_CLOEXEC);
	if (write(raw, got, 6000) != 6000)
		fail(t, "no long record: %s", strerror(errno));
	close(raw);
}

/* Numbers, of times or of what is free, are others each time. */
static int same_but_digits(const char *a, const char *b)
{
	while (*a && *b && (*a == *b || (isdigit((unsigned char)*a) &&
					 isdigit((unsigned char)*b)))) {
		a++;
		b++;
	}
	return *a == *b;
}

static char before[ROOM], after[ROOM], target[ROOM], wanted[ROOM];
static size_t nr_wanted;

/* Once, with the Nth allocation failing. Returns whether there is one. */
static int once(const struct thing *t, unsigned int nth)
{
	int fd = -1, pipes[2] = { -1, -1 }, error, failed;

	write_all(t, t->before, COUNT(t->before));
	if (t->kind == REMOVE && mkdir(path_of(t->file), 0700))
		fail(t, "mkdir: %s", strerror(errno));
	if (t->kind != OPEN && t->kind != MAKE && t->kind != REMOVE) {
		fd = open(path_of(t->file), flags_of(t));
		if (fd < 0) {
			fail(t, "cannot be opened: %s", strerror(errno));
			return 0;
		}
	}
	if (t->kind == READ_LARGER)
		enlarge(t, fd);
	if (t->kind == SPLICE && pipe(pipes))
		fail(t, "pipe: %s", strerror(errno));
	state(before);
	if (arm(nth)) {
		perror("fail-nth");
		exit(1);
	}
	error = step(t, fd, pipes);
	failed = disarm(nth);
	if ((t->kind != READ && t->kind != READ_LARGER) || error || !strcmp(t->file, "trace"))
		state(after);
	if (!nth) {
		if (error)
			fail(t, "%s", strerror(error));
		memcpy(target, after, ROOM);
		memcpy(wanted, got, nr_got);
		nr_wanted = nr_got;
	} else if (error) {
		refusals++;
		if (!failed)
			fail(t, "%s, and no allocation has failed", strerror(error));
		if (strcmp(before, after))
			fail(t, "%s at allocation %u, and something has changed",
			     strerror(error), nth);
	} else if (t->kind == READ || t->kind == READ_LARGER) {
		/* Times are others each time. */
		if (nr_got != nr_wanted)
			fail(t, "%zu bytes in place of %zu at allocation %u", nr_got, nr_wanted,
			     nth);
	} else if (!same_but_digits(after, target)) {
		fail(t, "success without allocation %u, and it is not what it is with it", nth);
	}
	tries++;

	if (fd >= 0)
		close(fd);
	if (pipes[0] >= 0) {
		close(pipes[0]);
		close(pipes[1]);
	}
	/* Somebody else may have a file of it open for a moment. */
	while ((t->kind == MAKE || t->kind == REMOVE) && rmdir(path_of(t->file)) && errno == EBUSY)
		;
	write_all(t, t->undo, COUNT(t->undo));
	fd = open(path_of("trace"), O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return failed;
}

/* What is made may be found before it is complete: opens a file of it again and again. */
static pid_t start_opening(const char *dir)
{
	pid_t child = fork(), parent = getppid();
	char path[600], byte;
	cpu_set_t other;

	if (child)
		return child;
	CPU_ZERO(&other);
	CPU_SET(1, &other);
	sched_setaffinity(0, sizeof(other), &other);
	snprintf(path, sizeof(path), "%s/trace", path_of(dir));
	while (getppid() != parent) {
		int fd = open(path, O_RDONLY | O_CLOEXEC);

		if (fd >= 0 && (read(fd, &byte, 1) != 1 || close(fd)))
			_exit(1);
	}
	_exit(0);
}

static void starve(const struct thing *t)
{
	unsigned int nth = 1, bad = failures;
	pid_t child = t->kind == MAKE ? start_opening(t->file) : 0;

	things++;
	once(t, 0);
	while (once(t, nth) && nth < TRIES_MAX && failures < bad + 3)
		nth += nth < 32 || all_tries ? 1 : 1 + nth / 6;
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
}

/* ----------------------------------------------------- each file there is ---- */

static int each_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	struct thing t = { .file = path + strlen(inst) + 1 };

	(void)ftw;
	/* A system's worth of events; and to open that one is to ask for what it does. */
	if (type != FTW_F || fnmatch("*/per_cpu/cpu[1-9]*", path, 0) == 0 ||
	    (strstr(path, "/events/") && !strstr(path, "/sched_switch/")) ||
	    !strcmp(t.file, "free_buffer"))
		return 0;
	t.kind = OPEN;
	if (st->st_mode & 0400) {
		t.text = "r";
		starve(&t);
	}
	if (st->st_mode & 0200) {
		t.text = "w";
		starve(&t);
	}
	/* What moves by itself is looked at by the table. */
	if ((st->st_mode & 0400) && fnmatch("*/stats", path, 0) && !strstr(t.file, "trace_pipe")) {
		t.kind = READ;
		t.text = NULL;
		starve(&t);
	}
	return 0;
}

int main(int argc, char **argv)
{
	cpu_set_t one;

	all_tries = argc > 1 && !strcmp(argv[1], "-a");
	if (argc != 2 + all_tries) {
		fputs("usage: starve [-a] INSTANCE\n", stderr);
		return 2;
	}
	inst = argv[1 + all_tries];
	nth_fd = open("/proc/self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth_fd < 0) {
		perror("/proc/self/fail-nth");
		return 1;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	/* What is said of CPU 0 is of what is written here. */
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	sched_setaffinity(0, sizeof(one), &one);
	/* No allocation is to be one of this program's own memory. */
	memset(got, 1, ROOM);
	memset(before, 1, ROOM);
	memset(after, 1, ROOM);
	memset(target, 1, ROOM);
	memset(wanted, 1, ROOM);
	if (mlockall(MCL_CURRENT)) {
		perror("mlockall");
		return 1;
	}
	if (put("buffer_size_kb", "64") < 0) {
		perror(inst);
		return 1;
	}
	for (size_t i = 0; i < COUNT(table); i++)
		starve(&table[i]);
	if (nftw(inst, each_file, 16, FTW_PHYS))
		failures++;
	printf("%u things, %u tries, %u refusals, %u failures\n", things, tries, refusals,
	       failures);
	return failures || !refusals;
}
