// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz - throw anything at every file of tracefs, from several CPUs at once.
 *
 * One process a CPU holds a handful of open files and, at random, opens, writes,
 * reads, seeks, splices, maps, polls and closes them, and makes and removes
 * instances. What it writes is mostly a line that the file could understand, often
 * with something wrong in it. Whatever the kernel answers is fine; it only must not
 * crash, hang or complain, which is for the caller to see in the kernel log.
 *
 * The same seed gives the same steps in each process; how those of different
 * processes meet is up to the machine.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define OPEN_FILES	12
#define INSTANCES	4
#define MAX_LINE	8192
#define HUGE_LINE	0x100000

/* ------------------------------------------------------------------ chance ---- */

static uint64_t state;

static uint32_t chance(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return below ? (uint32_t)(state >> 20) % below : 0;
}

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PICK(array)	((array)[chance(COUNT(array))])

/* ---------------------------------------------------------- what is written ---- */

static const char *const functions[] = {
	"vfs_read", "do_sys_openat2", "__do_sys_getppid", "getname_flags", "vfs_*", "*_open",
	"*lock_irq*", "write*:mod:ext4", "no_such_function", "kmem_cache_*", "??s_read", "[a-c]*",
};

static const char *const events[] = {
	"sched:sched_switch", "sched:*", "sched", "*:*", "syscalls:sys_enter_read", "irq",
	"timer:",
	"no:such", "kprobes:fuzz", "ftrace:print", "raw_syscalls:sys_enter", ":mod:ext4",
};

static const char *const filters[] = {
	"prev_pid == 1", "prev_pid == 1 || next_comm ~ \"cat*\"",
	"common_pid > 0 && !(common_pid & 3)",
	"id == 3", "id != 0x7fffffffffffffff", "((((((((id == 1))))))))", "id ==", "comm == \"",
	"CPU & CPUS{0-1}", "common_preempt_count >= 0",
	"next_comm == \"0123456789012345678901234567890\"",
	"0", "none", "call_site.function == vfs_read",
};

static const char *const triggers[] = {
	"traceoff", "traceon:3", "stacktrace", "stacktrace:5 if common_pid > 1", "snapshot:1",
	"enable_event:sched:sched_switch", "disable_event:sched:sched_waking:2",
	"hist:keys=common_pid",
	"hist:keys=common_pid.execname:vals=hitcount:sort=hitcount.descending:size=128",
	"hist:keys=id,common_pid:vals=common_pid:name=shared", "hist:keys=common_stacktrace",
	"hist:keys=common_pid:ts0=common_timestamp.usecs",
	"hist:keys=next_pid:d=common_timestamp-$ts0",
	"hist:keys=common_pid:onmax($d).save(common_pid)", "hist:keys=common_pid:pause",
	"hist:keys=common_pid:clear", "hist:keys=", "enable_hist:sched:sched_switch",
};

static const char *const probes[] = {
	"p:fuzz do_sys_openat2", "p:fuzz do_sys_openat2 file=+0(%si):string",
	"r:fuzzr vfs_read ret=$retval",
	"p:fuzz2 vfs_read+4 a=%di b=$stack0 c=@jiffies", "-:fuzz", "-:fuzzr", "-:*",
	"f:fuzzf vfs_read",
	"f:fuzzf2 vfs_write%return $retval", "e:fuzze sched.sched_switch pid=$next_pid:u32",
	"p:fuzz3 no_such_function", "r10:fuzzm vfs_write",
	"p:fuzz4 vfs_read a=+0(+8(%di)):x64 b=$comm",
	"s:fuzzs u64 lat; pid_t pid", "p:fuzz5 vfs_read x=\\1:u8 y=%di:b4@2/8 z=+u0(%si):ustring",
	"p:grp/ev vfs_read", "p:grp/ev2 vfs_read a=%di:u8[4]", "p /bin/busybox:0x1000",
	"p:fuzz vfs_read",
};

static const char *const synthetic[] = {
	"fuzz_lat u64 lat; pid_t pid", "fuzz_str char name[16]; unsigned long x",
	"fuzz_dyn char name[]",
	"!fuzz_lat", "fuzz_lat", "fuzz_bad nosuchtype x",
	"fuzz_many int a; int b; int c; int d; int e",
};

static const char *const tracers[] = {
	"nop", "function", "function_graph", "irqsoff", "preemptoff", "preemptirqsoff", "wakeup",
	"wakeup_rt", "wakeup_dl", "blk", "osnoise", "timerlat", "hwlat", "no_such_tracer",
};

static const char *const commands[] = {
	"vfs_read:traceoff:5", "vfs_read:traceon", "vfs_*:stacktrace:3", "vfs_read:dump",
	"!vfs_read:traceoff",
	"vfs_read:enable_event:sched:sched_switch:1", "vfs_read:snapshot", "!vfs_*:stacktrace:0",
	"vfs_read:cpudump:1", "vfs_read:nonsense",
};

static const char *const options[] = {
	"overwrite", "nooverwrite", "irq-info", "latency-format", "raw", "hex", "bin", "verbose",
	"fields", "stacktrace", "userstacktrace", "sym-userobj", "func_stack_trace", "event-fork",
	"function-fork", "funcgraph-proc", "record-tgid", "pause-on-trace", "annotate",
	"trace_printk_dest",
	"display-graph", "func-no-repeats", "nonsense",
};

static const char *const clocks[] = {
	"local", "global", "counter", "uptime", "perf", "mono", "mono_raw", "boot", "tai",
	"x86-tsc", "noon",
};

/* Small, or so large that it must be refused: in between it would be the memory */
static const char *const numbers[] = {
	"0", "1", "2", "3", "4", "7", "8", "16", "50", "64", "100", "128", "1024", "4096", "-1",
	"0x10",
	"18446744073709551615", "9223372036854775807", "99999999999999999999", "1e3", "", " 5",
	"5 ",
};

/* What a file takes, by the end of its name; the first that fits */
#define LINES(name, array)	{ name, array, COUNT(array) }
static const struct {
	const char *file;
	const char *const *lines;
	size_t count;
} grammar[] = {
	LINES("set_ftrace_filter", commands), LINES("current_tracer", tracers),
	LINES("set_event", events),
	LINES("trace_options", options), LINES("trace_clock", clocks),
	LINES("/trigger", triggers),
	LINES("/filter", filters), LINES("synthetic_events", synthetic), LINES("_events", probes),
	LINES("_filter", functions), LINES("_notrace", functions), LINES("_function", functions),
};

static char line[HUGE_LINE];

static int ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n >= m && !strcmp(name + n - m, end);
}

/* Something wrong, somewhere */
static size_t mutate(size_t len)
{
	size_t at = len ? chance(len) : 0;

	switch (chance(8)) {
	case 0:
		line[at] = chance(256);
		break;
	case 1:
		line[at] = 0;
		break;
	case 2:
		len = at;
		break;
	case 3:
		memmove(line + at, line + at + (at < len), len - at);
		len -= at < len;
		break;
	case 4:		/* part of it twice */
		if (2 * len - at < MAX_LINE) {
			memcpy(line + len, line + at, len - at);
			len += len - at;
		}
		break;
	case 5:
		memset(line + at, "x/:*!$(\n"[chance(8)], MAX_LINE - at);
		len = at + chance(MAX_LINE - at);
		break;
	case 6:
		line[at] ^= 1 << chance(8);
		break;
	default:
		snprintf(line + at, MAX_LINE - at, "%s", PICK(numbers));
		len = strlen(line);
	}
	return len;
}

static size_t compose(const char *file)
{
	const char *text = PICK(numbers);
	size_t len, row;

	if (!chance(200)) {
		memset(line, 'a' + chance(26), sizeof(line));
		return sizeof(line);
	}
	for (row = 0; row < COUNT(grammar); row++)
		if (ends_with(file, grammar[row].file))
			break;
	if (row < COUNT(grammar) && chance(10))
		text = grammar[row].lines[chance(grammar[row].count)];
	if (ends_with(file, "set_ftrace_filter") && chance(2))
		text = PICK(functions);
	len = snprintf(line, MAX_LINE, "%s%s%s", chance(6) ? "" : "!", text, chance(4) ? "\n" : "");
	if (!chance(4))
		len = mutate(len);
	if (!chance(20))
		len = mutate(len);
	/* Sizes in between would only test the machine's memory, and this one takes CPUs away */
	if (ends_with(file, "_kb") && len > 5 && len < 12)
		len = 4;
	if (memmem(line, len, "mmiotrace", 9))
		len = 0;
	return len;
}

/* ----------------------------------------------------------------- the files ---- */

static char **names;		/* of all files, those of events last */
static size_t count, plain;	/* how many there are, and how many are not of events */

static int collect(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)ftw;
	if (type != FTW_F || !strncmp(path, "./instances/", 12) || ends_with(path, "/free_buffer"))
		return 0;
	names = realloc(names, (count + 1) * sizeof(*names));
	if (!names)
		exit(1);
	names[count] = strdup(path);
	if (!names[count])
		exit(1);
	count++;
	return 0;
}

/* The same order whatever the directory says */
static int by_place(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int of_events = !strncmp(x, "./events/", 9) - !strncmp(y, "./events/", 9);

	return of_events ? of_events : strcmp(x, y);
}

static void list_files(void)
{
	if (nftw(".", collect, 16, FTW_PHYS) || !count) {
		fprintf(stderr, "fuzz: no files\n");
		exit(1);
	}
	qsort(names, count, sizeof(*names), by_place);
	for (plain = 0; plain < count && strncmp(names[plain], "./events/", 9); plain++)
		;
	if (!plain)
		exit(1);
}

static void choose_file(char *path, size_t size)
{
	const char *name = names[chance(chance(4) || count == plain ? plain : count)];

	if (chance(3))
		snprintf(path, size, "%s", name);
	else
		snprintf(path, size, "instances/fuzz%u/%s", chance(INSTANCES), name + 2);
}

/* ----------------------------------------------------------------- the steps ---- */

static struct {
	int fd;
	char path[256];
	void *map;
	size_t mapped;
} files[OPEN_FILES];

static int verbose;
static uint64_t steps;

static void drop(int i)
{
	if (files[i].map)
		munmap(files[i].map, files[i].mapped);
	if (files[i].fd >= 0)
		close(files[i].fd);
	files[i].map = NULL;
	files[i].fd = -1;
}

static void step_open(int i)
{
	static const int flags[] = {
		O_RDONLY, O_RDONLY, O_WRONLY, O_WRONLY | O_APPEND, O_WRONLY | O_TRUNC, O_RDWR,
		O_RDWR | O_APPEND,
	};

	drop(i);
	choose_file(files[i].path, sizeof(files[i].path));
	files[i].fd = open(files[i].path, PICK(flags) | O_NONBLOCK | O_CLOEXEC);
}

static void step_write(int i)
{
	size_t len = compose(files[i].path);
	ssize_t done;

	if (verbose)
		printf("%d: write %s %.*s\n", getpid(), files[i].path,
		       (int)(len > 200 ? 200 : len), line);
	done = write(files[i].fd, line, len);
	(void)done;
}

static void *volatile nowhere = (void *)16;	/* never mapped */

static void step_fault(int i)
{
	ssize_t done = chance(2) ? write(files[i].fd, nowhere, 1 + chance(5000)) :
				   read(files[i].fd, nowhere, 1 + chance(5000));

	(void)done;
}

static void step_read(int i)
{
	ssize_t done = read(files[i].fd, line, chance(3) ? 1 + chance(5000) : chance(sizeof(line)));

	(void)done;
}

static void step_pread(int i)
{
	off_t at = chance(2) ? chance(10000) : (off_t)chance(~0U) << 20;
	ssize_t done = pread(files[i].fd, line, chance(5000), at);

	(void)done;
}

static void step_seek(int i)
{
	lseek(files[i].fd, chance(3) ? 0 : chance(100000), chance(4));
}

static void step_poll(int i)
{
	struct pollfd p = { .fd = files[i].fd, .events = POLLIN | POLLOUT };

	poll(&p, 1, chance(10));
}

static void step_splice(int i)
{
	int pipes[2];

	if (pipe2(pipes, O_NONBLOCK | O_CLOEXEC))
		return;
	if (splice(files[i].fd, NULL, pipes[1], NULL, 1 + chance(65536), SPLICE_F_NONBLOCK) > 0 &&
	    chance(2)) {
		ssize_t done = read(pipes[0], line, sizeof(line));

		(void)done;
	}
	close(pipes[0]);
	close(pipes[1]);
}

static void step_map(int i)
{
	size_t size = 4096UL << chance(8);
	volatile char *map;

	if (files[i].map) {
		if (chance(2))
			madvise(files[i].map, files[i].mapped, MADV_DONTNEED);
		if (chance(2) && files[i].mapped > 4096)	/* splits it */
			munmap((char *)files[i].map + 4096, 4096);
		if (!chance(4) && !fork())
			_exit(0);
		munmap(files[i].map, files[i].mapped);
		files[i].map = NULL;
		return;
	}
	map = mmap(NULL, size, chance(4) ? PROT_READ : PROT_READ | PROT_WRITE,
		   chance(4) ? MAP_SHARED : MAP_PRIVATE, files[i].fd,
		   chance(4) ? 0 : 4096L * chance(64));
	if (map != MAP_FAILED) {
		files[i].map = (void *)map;
		files[i].mapped = size;
		(void)map[0];
	}
}

static void step_ioctl(int i)
{
	/* the next reader page, registering a user event, others */
	static const unsigned long requests[] = {
		0x5220, 0xc0082a00, 0x40082a01, 0x40082a02, 0, 0x5421,
	};

	ioctl(files[i].fd, PICK(requests), chance(2) ? (void *)line : nowhere);
}

static void step_instance(int i)
{
	char path[64];

	(void)i;
	snprintf(path, sizeof(path), "instances/fuzz%u", chance(INSTANCES));
	if (chance(2))
		mkdir(path, 0700);
	else
		rmdir(path);
}

static void step_close(int i)
{
	drop(i);
}

static const struct {
	void (*run)(int i);
	const char *name;
	unsigned int weight;
} kinds[] = {
	{ step_write, "write", 40 }, { step_open, "open", 20 }, { step_read, "read", 20 },
	{ step_close, "close", 8 },
	{ step_seek, "seek", 5 }, { step_pread, "pread", 4 }, { step_splice, "splice", 4 },
	{ step_map, "map", 4 },
	{ step_poll, "poll", 3 }, { step_ioctl, "ioctl", 3 }, { step_fault, "fault", 2 },
	{ step_instance, "instance", 4 },
};

static void one_step(void)
{
	unsigned int all = 0, pick, k;
	int i = chance(OPEN_FILES);

	for (k = 0; k < COUNT(kinds); k++)
		all += kinds[k].weight;
	pick = chance(all);
	for (k = 0; pick >= kinds[k].weight; k++)
		pick -= kinds[k].weight;
	if (files[i].fd < 0 && kinds[k].run != step_instance)
		step_open(i);
	if (verbose && kinds[k].run != step_write) {
		printf("%d: %s %s\n", getpid(), kinds[k].name, files[i].path);
		fflush(stdout);
	}
	kinds[k].run(i);
	steps++;
}

/* ---------------------------------------------------------------- a process ---- */

static void wake(int sig)
{
	(void)sig;	/* whatever blocks returns with EINTR */
}

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ULL + t.tv_nsec / 1000000;
}

static void work(uint64_t seed, int cpu, uint64_t until)
{
	struct sigaction action = { .sa_handler = wake };
	struct itimerval often = { { 0, 200000 }, { 0, 200000 } };
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
	signal(SIGCHLD, SIG_IGN);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	state = (seed + 1) * 0x9e3779b97f4a7c15ULL + cpu * 0xbf58476d1ce4e5b9ULL;
	for (int i = 0; i < 10; i++)
		chance(2);
	for (int i = 0; i < OPEN_FILES; i++)
		files[i].fd = -1;
	while (now_ms() < until)
		one_step();
	for (int i = 0; i < OPEN_FILES; i++)
		drop(i);
	printf("# CPU %d: %llu steps\n", cpu, (unsigned long long)steps);
	fflush(stdout);
}

/*
 * A stack with each function call is more than a processor gets done between two
 * ticks of its timer, whatever kernel it runs: have that for moments only.
 */
static void relieve(void)
{
	static const char *const options[] = { "func_stack_trace", "stacktrace" };
	char path[80];

	for (int i = -1; i < INSTANCES; i++) {
		for (size_t o = 0; o < COUNT(options); o++) {
			ssize_t done;
			int fd;

			if (i < 0)
				snprintf(path, sizeof(path), "options/%s", options[o]);
			else
				snprintf(path, sizeof(path), "instances/fuzz%d/options/%s", i,
					 options[o]);
			fd = open(path, O_WRONLY | O_CLOEXEC);
			if (fd < 0)
				continue;
			done = write(fd, "0", 1);
			(void)done;
			close(fd);
		}
	}
}

int main(int argc, char **argv)
{
	int seconds = 20, cpus = sysconf(_SC_NPROCESSORS_ONLN), bad = 0, status, opt;
	uint64_t seed = (uint64_t)time(NULL) ^ (uint64_t)getpid() << 20, until;
	const char *where = "/sys/kernel/tracing";

	while ((opt = getopt(argc, argv, "s:t:c:d:v")) != -1) {
		switch (opt) {
		case 's':
			seed = strtoull(optarg, NULL, 0);
			break;
		case 't':
			seconds = atoi(optarg);
			break;
		case 'c':
			cpus = atoi(optarg);
			break;
		case 'd':
			where = optarg;
			break;
		case 'v':
			verbose = 1;
			break;
		default:
			fputs("usage: fuzz [-s SEED] [-t SECONDS] [-c CPUS] [-d DIR] [-v]\n",
			      stderr);
			return 2;
		}
	}
	if (chdir(where)) {
		perror(where);
		return 1;
	}
	list_files();
	printf("# fuzz -s %llu -t %d -c %d, %zu files\n", (unsigned long long)seed, seconds, cpus,
	       count);
	fflush(stdout);
	until = now_ms() + seconds * 1000ULL;
	for (int cpu = 0; cpu < cpus; cpu++) {
		if (!fork()) {
			work(seed, cpu, until);
			_exit(0);
		}
	}
	for (;;) {
		pid_t ended = waitpid(-1, &status, WNOHANG);

		if (ended < 0)
			break;
		if (!ended) {
			usleep(200000);
			relieve();
		} else if (status) {
			fprintf(stderr, "fuzz: a process ended with status %#x\n", status);
			bad = 1;
		}
	}
	for (int i = 0; i < INSTANCES; i++) {
		char path[64];

		snprintf(path, sizeof(path), "instances/fuzz%d", i);
		if (rmdir(path) && errno != ENOENT) {
			fprintf(stderr, "fuzz: %s cannot be removed: %s\n", path, strerror(errno));
			bad = 1;
		}
	}
	return bad;
}
