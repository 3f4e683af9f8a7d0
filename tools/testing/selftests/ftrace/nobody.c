// SPDX-License-Identifier: GPL-2.0
/*
 * Tries, as an unprivileged user, every way to what the kernel traces: perf events, BPF
 * programs, the files of tracefs. Prints what it was told, "what: done" or the error, a
 * line each.
 *
 * usage: nobody perf | bpf | files, as root, in tracefs
 *
 * What takes root to prepare is done first: numbers of events, a BPF program whose
 * descriptor a careless daemon might hand on.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY	65534

static void quit(const char *what)
{
	perror(what);
	exit(1);
}

static void become_nobody(void)
{
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		quit("becoming nobody");
}

/* What the program was told */
static int told(const char *what, int ret)
{
	printf("%s: %s\n", what, ret >= 0 ? "done" : strerrorname_np(errno));
	return ret;
}

/* ---- perf ---- */

static const char * const events[] = {
	"ftrace/function", "sched/sched_switch", "syscalls/sys_enter_getppid", "ftrace/print",
};

enum { FUNCTION, SWITCH, GETPPID, MARKER, NR_EVENTS };

static int ids[NR_EVENTS];

static void get_ids(void)
{
	char path[128];
	FILE *file;
	int i;

	for (i = 0; i < NR_EVENTS; i++) {
		snprintf(path, sizeof(path), "events/%s/id", events[i]);
		file = fopen(path, "r");
		if (!file || fscanf(file, "%d", &ids[i]) != 1)
			quit(path);
		fclose(file);
	}
}

/* Whom it is about */
enum { SELF, INIT, CPU };

struct perf_try {
	const char	*what;
	int		event, whom;
	int		period;
	uint64_t	sample_type;
	int		with_kernel;
	int		high;	/* the number has bits that do not fit an int */
};

#define RAW	PERF_SAMPLE_RAW
#define CHAIN	PERF_SAMPLE_CALLCHAIN

static const struct perf_try perf_tries[] = {
	{ "function, count",		FUNCTION, SELF, 0, 0, 0, 0 },
	{ "function, count, kernel",	FUNCTION, SELF, 0, 0, 1, 0 },
	{ "function, count, CPU",	FUNCTION, CPU, 0, 0, 0, 0 },
	{ "function, sample",		FUNCTION, SELF, 1, 0, 0, 0 },
	{ "function, raw",		FUNCTION, SELF, 1, RAW, 0, 0 },
	{ "switch, count",		SWITCH, SELF, 0, 0, 0, 0 },
	{ "switch, count, kernel",	SWITCH, SELF, 0, 0, 1, 0 },
	{ "switch, count, other task",	SWITCH, INIT, 0, 0, 0, 0 },
	{ "switch, count, CPU",		SWITCH, CPU, 0, 0, 0, 0 },
	{ "switch, sample",		SWITCH, SELF, 1, 0, 0, 0 },
	{ "switch, stack",		SWITCH, SELF, 1, CHAIN, 0, 0 },
	{ "switch, raw",		SWITCH, SELF, 1, RAW, 0, 0 },
	{ "switch, raw, other task",	SWITCH, INIT, 1, RAW, 0, 0 },
	{ "switch, raw, CPU",		SWITCH, CPU, 1, RAW, 0, 0 },
	{ "call, raw",			GETPPID, SELF, 1, RAW, 0, 0 },
	{ "call, raw, kernel",		GETPPID, SELF, 1, RAW, 1, 0 },
	{ "call, raw, other task",	GETPPID, INIT, 1, RAW, 0, 0 },
	{ "call, raw, CPU",		GETPPID, CPU, 1, RAW, 0, 0 },
	{ "marker, count",		MARKER, SELF, 0, 0, 0, 0 },
	{ "no event, count",		SWITCH, SELF, 0, 0, 0, 1 },
};

static int perf_open(const struct perf_try *t)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT, .size = sizeof(attr),
		.config = ids[t->event] | (uint64_t)t->high << 32, .sample_period = t->period,
		.sample_type = t->sample_type, .exclude_kernel = !t->with_kernel,
	};

	return syscall(SYS_perf_event_open, &attr, t->whom == SELF ? 0 : t->whom == INIT ? 1 : -1,
		       t->whom == CPU ? 0 : -1, -1, 0);
}

static void do_perf(void)
{
	const struct perf_try *t;
	int fd;

	get_ids();
	become_nobody();
	for (t = perf_tries; t < perf_tries + sizeof(perf_tries) / sizeof(*t); t++) {
		fd = told(t->what, perf_open(t));
		if (fd >= 0 && (t->event == FUNCTION || t->event == SWITCH) && t->whom == SELF &&
		    !t->period) {
			told("  wrong filter", ioctl(fd, PERF_EVENT_IOC_SET_FILTER, "nobody =="));
			told("  filter", ioctl(fd, PERF_EVENT_IOC_SET_FILTER,
					       t->event == FUNCTION ? "ip == vfs_read" :
					       "prev_pid == 1"));
		}
		if (fd >= 0)
			close(fd);
	}
}

/* ---- BPF ---- */

static int bpf(int cmd, union bpf_attr *attr, int size)
{
	return syscall(SYS_bpf, cmd, attr, size);
}

static int load(int type)
{
	static const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = type, .insns = (uintptr_t)code, .license = (uintptr_t)"GPL",
		.insn_cnt = sizeof(code) / sizeof(code[0]),
	};

	return bpf(BPF_PROG_LOAD, &attr, sizeof(attr));
}

static int open_raw(int prog)
{
	union bpf_attr attr = {};

	attr.raw_tracepoint.name = (uintptr_t)"sys_enter";
	attr.raw_tracepoint.prog_fd = prog;
	return bpf(BPF_RAW_TRACEPOINT_OPEN, &attr, sizeof(attr));
}

static int link_event(int event, int prog)
{
	union bpf_attr attr = {};

	attr.link_create.prog_fd = prog;
	attr.link_create.target_fd = event;
	attr.link_create.attach_type = BPF_PERF_EVENT;
	return bpf(BPF_LINK_CREATE, &attr, sizeof(attr));
}

static int query_task(int event)
{
	union bpf_attr attr = {};

	attr.task_fd_query.pid = getpid();
	attr.task_fd_query.fd = event;
	return bpf(BPF_TASK_FD_QUERY, &attr, sizeof(attr));
}

static void do_bpf(void)
{
	static const struct perf_try ours = { "switch, count", SWITCH, SELF, 0, 0, 0, 0 };
	struct perf_event_query_bpf query = {};
	int event, prog, raw, link;

	get_ids();
	prog = load(BPF_PROG_TYPE_TRACEPOINT);
	raw = load(BPF_PROG_TYPE_RAW_TRACEPOINT);
	if (prog < 0 || raw < 0)
		quit("loading as root");
	become_nobody();
	told("load, tracepoint", load(BPF_PROG_TYPE_TRACEPOINT));
	told("load, raw tracepoint", load(BPF_PROG_TYPE_RAW_TRACEPOINT));
	told("load, writable raw tracepoint", load(BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE));
	told("load, kprobe", load(BPF_PROG_TYPE_KPROBE));
	told("load, perf event", load(BPF_PROG_TYPE_PERF_EVENT));
	told("load, tracing", load(BPF_PROG_TYPE_TRACING));

	event = told(ours.what, perf_open(&ours));
	if (event >= 0) {
		link = told("  link of root program", link_event(event, prog));
		if (link >= 0)
			close(link);
		told("  root program", ioctl(event, PERF_EVENT_IOC_SET_BPF, prog));
		told("  programs", ioctl(event, PERF_EVENT_IOC_QUERY_BPF, &query));
		told("  task query", query_task(event));
	}
	told("raw tracepoint of root program", open_raw(raw));
}

/* ---- files ---- */

static int nr_seen, nr_listed, nr_let_in;

static void as_nobody(int yes)
{
	if (setegid(yes ? NOBODY : 0) || seteuid(yes ? NOBODY : 0))
		quit("changing the user");
}

static void let_in(const char *path, const char *how)
{
	printf("%s, %s: %s\n", path, how, errno ? strerrorname_np(errno) : "done");
	nr_let_in++;
}

/* By a descriptor that root has got: the directories above do not protect it. */
static int try_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	static const struct {
		const char *name;
		int flags;
	} hows[] = {
		{ "reading", O_RDONLY }, { "writing", O_WRONLY }, { "both", O_RDWR },
		{ "truncating", O_WRONLY | O_TRUNC },
	};
	int is_dir = type == FTW_D || type == FTW_DNR, fd, got;
	char name[64];
	unsigned int i;

	(void)st;
	(void)ftw;
	fd = open(path, O_PATH | O_NOFOLLOW);
	if (fd < 0)
		quit(path);
	nr_seen++;
	as_nobody(1);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	if (is_dir) {
		got = open(name, O_RDONLY);
		/* Names of events are no secret. */
		if (got >= 0 && !strncmp(path, "./events", 8))
			nr_listed++;
		else if (got >= 0 || errno != EACCES)
			let_in(path, "listing");
		if (got >= 0)
			close(got);
		snprintf(name, sizeof(name), "/proc/self/fd/%d/nobody", fd);
		errno = 0;
		if (!mkdir(name, 0777) || errno != EACCES)
			let_in(path, "mkdir");
	}
	for (i = 0; !is_dir && i < sizeof(hows) / sizeof(hows[0]); i++) {
		errno = 0;
		got = open(name, hows[i].flags | O_NONBLOCK);
		if (got >= 0 || errno != EACCES)
			let_in(path, hows[i].name);
		if (got >= 0)
			close(got);
	}
	as_nobody(0);
	close(fd);
	return 0;
}

static void do_files(void)
{
	if (setgroups(0, NULL))
		quit("setgroups");
	if (nftw(".", try_file, 32, FTW_PHYS | FTW_MOUNT))
		quit("walking");
	printf("seen: %s\nlisted in events/: %s\nlet in: %d\n", nr_seen > 1000 ? "thousands" : "few",
	       nr_listed ? "some" : "none", nr_let_in);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "perf"))
		do_perf();
	else if (argc == 2 && !strcmp(argv[1], "bpf"))
		do_bpf();
	else if (argc == 2 && !strcmp(argv[1], "files"))
		do_files();
	else
		return fprintf(stderr, "usage: nobody perf | bpf | files\n"), 2;
	return 0;
}
