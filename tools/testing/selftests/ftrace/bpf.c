// SPDX-License-Identifier: GPL-2.0
/*
 * Attaches a BPF program to something, makes it happen a known number of times, and
 * prints what the program saw, "name: value" a line. The programs are put together
 * here, instruction by instruction: nothing is needed but the kernel.
 *
 * usage: bpf WHAT [ARGUMENT], in tracefs. WHAT: see the table at the end.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/bpf_perf_event.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define TIMES	1000
#define COOKIE	0x1234567890abcdefULL
#define DEPTH	64

/* What programs write: the one element of an array */
struct seen {
	uint64_t	count;
	uint64_t	value[4];
	char		text[32];
	uint64_t	stack[DEPTH];
};

static struct seen seen;
static int seen_map;

static void quit(const char *what)
{
	perror(what);
	exit(1);
}

static int bpf(int cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static int make_map(int type, int key, int value, int entries)
{
	union bpf_attr attr = {
		.map_type = type, .key_size = key, .value_size = value, .max_entries = entries,
	};
	int fd = bpf(BPF_MAP_CREATE, &attr);

	if (fd < 0)
		quit("a map");
	return fd;
}

static void map_access(int cmd, int map, void *key, void *value)
{
	union bpf_attr attr = {
		.map_fd = map, .key = (uintptr_t)key, .value = (uintptr_t)value,
	};

	if (bpf(cmd, &attr))
		quit("an element of a map");
}

static void get_seen(void)
{
	uint32_t zero = 0;

	map_access(BPF_MAP_LOOKUP_ELEM, seen_map, &zero, &seen);
}

/* ---- programs ---- */

static struct bpf_insn code[128];
static int nr_insns;

static void insn(uint8_t op, int dst, int src, int off, int imm)
{
	code[nr_insns++] = (struct bpf_insn) {
		.code = op, .dst_reg = dst, .src_reg = src, .off = off, .imm = imm,
	};
}

#define MOV(dst, src)		insn(BPF_ALU64 | BPF_MOV | BPF_X, dst, src, 0, 0)
#define SET(dst, imm)		insn(BPF_ALU64 | BPF_MOV | BPF_K, dst, 0, 0, imm)
#define ADD(dst, imm)		insn(BPF_ALU64 | BPF_ADD | BPF_K, dst, 0, 0, imm)
#define LOAD(size, dst, src, off) insn(BPF_LDX | BPF_MEM | (size), dst, src, off, 0)
#define STORE(dst, off, src)	insn(BPF_STX | BPF_MEM | BPF_DW, dst, src, off, 0)
#define CALL(helper)		insn(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_##helper)
#define FD(dst, fd) do {						\
	insn(BPF_LD | BPF_DW | BPF_IMM, dst, BPF_PSEUDO_MAP_FD, 0, fd);	\
	insn(0, 0, 0, 0, 0);						\
} while (0)

/* A jump to the end, patched by program_end() */
#define TO_END		0x7fff
#define UNLESS(dst, value)	insn(BPF_JMP | BPF_JNE | BPF_K, dst, 0, TO_END, value)

#define VALUE(n)	((int)offsetof(struct seen, value[n]))

/* From here on, in this process alone: r6 is the context, r7 is struct seen */
static void program_begin(void)
{
	nr_insns = 0;
	MOV(6, 1);
	CALL(get_current_pid_tgid);
	insn(BPF_ALU64 | BPF_RSH | BPF_K, 0, 0, 0, 32);
	UNLESS(0, getpid());
	insn(BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, 0);
	FD(1, seen_map);
	MOV(2, 10);
	ADD(2, -4);
	CALL(map_lookup_elem);
	insn(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, TO_END, 0);
	MOV(7, 0);
}

static void keep(int n, int reg)
{
	STORE(7, VALUE(n), reg);
}

static int program_end(int type, int ret)
{
	static char log[1 << 16];
	union bpf_attr attr = {
		.prog_type = type, .insns = (uintptr_t)code, .license = (uintptr_t)"GPL",
		.log_buf = (uintptr_t)log, .log_size = sizeof(log), .log_level = 1,
	};
	int i, fd;

	SET(1, 1);
	insn(BPF_STX | BPF_ATOMIC | BPF_DW, 7, 1, offsetof(struct seen, count), BPF_ADD);
	for (i = 0; i < nr_insns; i++)
		if (code[i].off == TO_END)
			code[i].off = nr_insns - i - 1;
	SET(0, ret);
	insn(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
	attr.insn_cnt = nr_insns;
	fd = bpf(BPF_PROG_LOAD, &attr);
	if (fd < 0 && errno != EACCES)
		fprintf(stderr, "%s", log);
	return fd;
}

static int program(int type, int ret)
{
	int fd = program_end(type, ret);

	if (fd < 0)
		quit("loading");
	return fd;
}

/* ---- what they are attached to ---- */

static int perf_open(struct perf_event_attr *attr, int pid, int cpu)
{
	int fd;

	attr->size = sizeof(*attr);
	fd = syscall(SYS_perf_event_open, attr, pid, cpu, -1, 0);
	if (fd < 0)
		quit("a perf event");
	return fd;
}

static int event_open(const char *event)
{
	struct perf_event_attr attr = { .type = PERF_TYPE_TRACEPOINT };
	char path[128];
	FILE *file;
	int id;

	snprintf(path, sizeof(path), "events/%s/id", event);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%d", &id) != 1)
		quit(path);
	fclose(file);
	attr.config = id;
	return perf_open(&attr, 0, -1);
}

static int attach_event(int event, int prog)
{
	return ioctl(event, PERF_EVENT_IOC_SET_BPF, prog);
}

static int attach_link(int event, int prog)
{
	union bpf_attr attr = {};

	attr.link_create.prog_fd = prog;
	attr.link_create.target_fd = event;
	attr.link_create.attach_type = BPF_PERF_EVENT;
	attr.link_create.perf_event.bpf_cookie = COOKIE;
	return bpf(BPF_LINK_CREATE, &attr);
}

static int attach_raw(const char *name, int prog)
{
	/* linux/bpf.h may be too old to know the cookie. */
	union {
		union bpf_attr attr;
		struct {
			uint64_t name;
			uint32_t prog_fd;
			uint32_t none;
			uint64_t cookie;
		} raw;
	} u = {};

	u.raw.name = (uintptr_t)name;
	u.raw.prog_fd = prog;
	u.raw.cookie = COOKIE;
	return syscall(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &u, sizeof(u.raw));
}

static int or_quit(int ret)
{
	if (ret < 0)
		quit("attaching");
	return ret;
}

static void happen(void)
{
	int i;

	for (i = 0; i < TIMES; i++)
		syscall(SYS_getppid);
}

#define GETPPID	"syscalls/sys_enter_getppid"
/* Offsets in the record, in bytes */
#define SYSCALL_NR	8
#define SYSCALL_ARG(n)	(16 + 8 * (n))

/* In a raw sys_enter: this call alone */
static void getppid_only(void)
{
	LOAD(BPF_DW, 8, 6, 8);
	UNLESS(8, SYS_getppid);
}

/* ---- what there is to try ---- */

static void show_count(void)
{
	get_seen();
	printf("count: %llu\n", (unsigned long long)seen.count);
}

static void show_value(const char *name, int n)
{
	printf("%s: %#llx\n", name, (unsigned long long)seen.value[n]);
}

static void show_perf(int event)
{
	uint64_t count;

	if (read(event, &count, sizeof(count)) != sizeof(count))
		quit("reading a perf event");
	printf("perf: %llu\n", (unsigned long long)count);
}

/* Runs the program at hand, a raw one or one of an event, and shows how often it ran. */
static void try_on_getppid(int raw)
{
	int prog = program(raw ? BPF_PROG_TYPE_RAW_TRACEPOINT : BPF_PROG_TYPE_TRACEPOINT, 0);

	or_quit(raw ? attach_raw("sys_enter", prog) : attach_event(event_open(GETPPID), prog));
	happen();
	show_count();
}

static void on_event(int ret)
{
	struct perf_event_query_bpf *query = calloc(1, sizeof(*query) + 4 * sizeof(uint32_t));
	int event, prog, link;

	program_begin();
	LOAD(BPF_W, 1, 6, SYSCALL_NR);
	keep(0, 1);
	MOV(1, 6);
	CALL(get_attach_cookie);
	keep(1, 0);
	MOV(1, 7);
	ADD(1, offsetof(struct seen, text));
	SET(2, 16);
	CALL(get_current_comm);
	prog = program(BPF_PROG_TYPE_TRACEPOINT, ret);
	event = event_open(GETPPID);
	link = or_quit(attach_link(event, prog));
	happen();
	query->ids_len = 4;
	if (ioctl(event, PERF_EVENT_IOC_QUERY_BPF, query))
		quit("asking for programs");
	printf("programs: %u%s\n", query->prog_cnt, query->ids[0] ? "" : " without number");
	close(link);
	show_count();
	show_value("nr", 0);
	show_value("cookie", 1);
	printf("comm: %s\n", seen.text);
	show_perf(event);
	/* Neither the program nor its verdict is there any more. */
	happen();
	show_count();
	show_perf(event);
}

static void do_event(const char *arg)
{
	on_event(atoi(arg));
}

static void do_raw(const char *arg)
{
	int link;

	(void)arg;
	program_begin();
	getppid_only();
	MOV(1, 6);
	CALL(get_attach_cookie);
	keep(1, 0);
	keep(0, 8);
	link = or_quit(attach_raw("sys_enter", program(BPF_PROG_TYPE_RAW_TRACEPOINT, 0)));
	happen();
	show_count();
	show_value("nr", 0);
	show_value("cookie", 1);
	close(link);
	happen();
	show_count();
}

/* A program that is attached twice runs twice. */
static void do_twice(const char *arg)
{
	int prog, i;

	(void)arg;
	program_begin();
	getppid_only();
	prog = program(BPF_PROG_TYPE_RAW_TRACEPOINT, 0);
	for (i = 0; i < 2; i++)
		or_quit(attach_raw("sys_enter", prog));
	happen();
	show_count();
}

static void do_clock(const char *arg)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = 1000000, .exclude_kernel = 0,
	};
	time_t end = time(NULL) + 20;
	int event;

	(void)arg;
	program_begin();
	LOAD(BPF_DW, 1, 6, offsetof(struct bpf_perf_event_data, sample_period));
	keep(0, 1);
	LOAD(BPF_B, 1, 6, offsetof(struct bpf_perf_event_data, sample_period) + 1);
	keep(1, 1);
	LOAD(BPF_DW, 1, 6, offsetof(struct bpf_perf_event_data, regs) +
	     offsetof(struct pt_regs, rip));
	keep(2, 1);
	MOV(1, 6);
	MOV(2, 7);
	ADD(2, offsetof(struct seen, stack));
	SET(3, sizeof(struct bpf_perf_event_value));
	CALL(perf_prog_read_value);
	keep(3, 0);
	event = perf_open(&attr, 0, -1);
	or_quit(attach_event(event, program(BPF_PROG_TYPE_PERF_EVENT, 0)));
	while (seen.count < 20 && time(NULL) < end)
		get_seen();
	printf("count: %s\n", seen.count < 20 ? "too few" : "enough");
	show_value("period", 0);
	show_value("byte", 1);
	printf("ip: %s\n", seen.value[2] ? "some" : "none");
	show_value("reading", 3);
	/* Of a clock the count is the time that it ran, in nanoseconds. */
	printf("time: %s\n", seen.stack[0] > 10000000 && seen.stack[1] >= seen.stack[2] ?
	       "some" : "none");
}

static void do_print(const char *arg)
{
	static const char format[] = "seen %d in %s";
	uint64_t words[2] = {};
	int i;

	(void)arg;
	memcpy(words, format, sizeof(format));
	program_begin();
	for (i = 0; i < 2; i++) {
		insn(BPF_LD | BPF_DW | BPF_IMM, 1, 0, 0, words[i]);
		insn(0, 0, 0, 0, words[i] >> 32);
		STORE(10, -32 + 8 * i, 1);
	}
	MOV(1, 7);
	ADD(1, offsetof(struct seen, text));
	SET(2, 16);
	CALL(get_current_comm);
	LOAD(BPF_W, 3, 6, SYSCALL_NR);
	MOV(1, 10);
	ADD(1, -32);
	SET(2, sizeof(format));
	MOV(4, 7);
	ADD(4, offsetof(struct seen, text));
	CALL(trace_printk);
	keep(0, 0);
	try_on_getppid(0);
	show_value("length", 0);
}

/* The name of the function at an address */
static void show_symbol(uint64_t addr)
{
	unsigned long long at, last = 0;
	char name[128], best[128] = "?", line[256];
	FILE *file = fopen("/proc/kallsyms", "r");

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%llx %*c %127s", &at, name) == 2 && at <= addr && at >= last) {
			last = at;
			memcpy(best, name, sizeof(best));
		}
	if (file)
		fclose(file);
	printf("  %s\n", best);
}

static void show_stack(const uint64_t *stack)
{
	int i;

	for (i = 0; i < DEPTH && stack[i]; i++)
		show_symbol(stack[i]);
}

/* By both helpers, which must agree where that is the same place */
static void do_stack(const char *arg)
{
	int stacks = make_map(BPF_MAP_TYPE_STACK_TRACE, 4, DEPTH * 8, 128);
	int raw = !strcmp(arg, "raw"), user = !strcmp(arg, "user") ? BPF_F_USER_STACK : 0;
	uint64_t stack[DEPTH] = {};
	uint32_t id;

	program_begin();
	if (raw)
		getppid_only();
	MOV(1, 6);
	FD(2, stacks);
	SET(3, user);
	CALL(get_stackid);
	keep(0, 0);
	MOV(1, 6);
	MOV(2, 7);
	ADD(2, offsetof(struct seen, stack));
	SET(3, sizeof(seen.stack));
	SET(4, user);
	CALL(get_stack);
	keep(1, 0);
	try_on_getppid(raw);
	id = seen.value[0];
	if ((int64_t)seen.value[0] < 0) {
		printf("no stack: %lld\n", (long long)seen.value[0]);
		return;
	}
	map_access(BPF_MAP_LOOKUP_ELEM, stacks, &id, stack);
	printf("depth: %lld\n", (long long)seen.value[1] / 8);
	if (user) {
		printf("user: %s\n", stack[0] && !(stack[0] >> 47) &&
		       stack[0] == seen.stack[0] ? "same" : "different");
		return;
	}
	show_stack(stack);
	printf("and\n");
	show_stack(seen.stack);
}

#define PAGES	32

static void do_output(const char *arg)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .config = PERF_COUNT_SW_BPF_OUTPUT,
		.sample_type = PERF_SAMPLE_RAW, .sample_period = 1,
	};
	int samples = make_map(BPF_MAP_TYPE_PERF_EVENT_ARRAY, 4, 4, 1);
	int raw = !strcmp(arg, "raw"), event, good = 0, bad = 0;
	size_t page = getpagesize(), at = 0;
	struct perf_event_mmap_page *ring;
	uint32_t zero = 0;
	cpu_set_t cpus;
	char *data;

	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus))
		quit("going to CPU 0");
	event = perf_open(&attr, -1, 0);
	ring = mmap(NULL, (1 + PAGES) * page, PROT_READ | PROT_WRITE, MAP_SHARED, event, 0);
	if (ring == MAP_FAILED)
		quit("a perf buffer");
	map_access(BPF_MAP_UPDATE_ELEM, samples, &zero, &event);

	program_begin();
	if (raw)
		getppid_only();
	insn(BPF_LD | BPF_DW | BPF_IMM, 1, 0, 0, (uint32_t)COOKIE);
	insn(0, 0, 0, 0, COOKIE >> 32);
	STORE(10, -16, 1);
	LOAD(BPF_DW, 1, 7, 0);
	STORE(10, -8, 1);
	MOV(1, 6);
	FD(2, samples);
	insn(BPF_ALU | BPF_MOV | BPF_K, 3, 0, 0, BPF_F_CURRENT_CPU);
	MOV(4, 10);
	ADD(4, -16);
	SET(5, 16);
	CALL(perf_event_output);
	keep(0, 0);
	try_on_getppid(raw);
	show_value("returned", 0);

	data = (char *)ring + page;
	while (at < ring->data_head && at < PAGES * page) {
		struct perf_event_header *head = (void *)(data + at);
		struct { uint64_t cookie, nr; } __attribute__((packed)) *sample;

		sample = (void *)((char *)(head + 1) + sizeof(uint32_t));
		if (head->type == PERF_RECORD_SAMPLE && sample->cookie == COOKIE &&
		    sample->nr == (uint64_t)good)
			good++;
		else
			bad++;
		at += head->size;
	}
	printf("samples: %d\nothers: %d\n", good, bad);
}

/* What a system call gets, out of the process's memory */
static void do_string(const char *arg)
{
	(void)arg;
	program_begin();
	LOAD(BPF_DW, 8, 6, SYSCALL_ARG(1));
	MOV(1, 7);
	ADD(1, offsetof(struct seen, text));
	SET(2, sizeof(seen.text));
	MOV(3, 8);
	CALL(probe_read_user_str);
	keep(0, 0);
	MOV(1, 10);
	ADD(1, -16);
	SET(2, 8);
	MOV(3, 8);
	CALL(probe_read_user);
	keep(1, 0);
	LOAD(BPF_DW, 1, 10, -16);
	keep(2, 1);
	/* Nothing is mapped there: an error, and zeros */
	STORE(10, -16, 6);
	MOV(1, 10);
	ADD(1, -16);
	SET(2, 8);
	SET(3, 1);
	CALL(probe_read_user);
	keep(3, 0);
	LOAD(BPF_DW, 8, 10, -16);
	STORE(7, offsetof(struct seen, stack[0]), 8);
	or_quit(attach_event(event_open("syscalls/sys_enter_openat"),
			     program(BPF_PROG_TYPE_TRACEPOINT, 0)));
	close(syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY));
	show_count();
	printf("text: %s\n", seen.text);
	show_value("length", 0);
	show_value("bytes", 1);
	printf("word: %.8s\n", (char *)&seen.value[2]);
	printf("bad: %lld\nzeroed: %llu\n", (long long)seen.value[3],
	       (unsigned long long)seen.stack[0]);
}

/* Into it, where a system call is going to write anyhow */
static void do_write(const char *arg)
{
	static char text[64] = "not written";
	int prog;

	(void)arg;
	program_begin();
	LOAD(BPF_DW, 1, 6, SYSCALL_ARG(0));
	insn(BPF_ST | BPF_MEM | BPF_DW, 10, 0, -16, 0x6b6f);	/* "ok" */
	MOV(2, 10);
	ADD(2, -16);
	SET(3, 8);
	CALL(probe_write_user);
	keep(0, 0);
	SET(1, 1);
	MOV(2, 10);
	ADD(2, -16);
	SET(3, 8);
	CALL(probe_write_user);
	keep(1, 0);
	prog = program(BPF_PROG_TYPE_TRACEPOINT, 0);
	or_quit(attach_event(event_open("syscalls/sys_enter_getcwd"), prog));
	/* There is no room for the path: all that is written is the program's. */
	syscall(SYS_getcwd, text, 0);
	show_count();
	printf("text: %s\n", text);
	show_value("written", 0);
	printf("bad: %lld\n", (long long)seen.value[1]);
}

static volatile int signals;

static void on_signal(int sig)
{
	(void)sig;
	signals++;
}

static void do_signal(const char *arg)
{
	(void)arg;
	signal(SIGUSR1, on_signal);
	program_begin();
	SET(1, SIGUSR1);
	CALL(send_signal);
	keep(0, 0);
	SET(1, SIGUSR1);
	CALL(send_signal_thread);
	keep(1, 0);
	SET(1, 1000);
	CALL(send_signal);
	keep(2, 0);
	or_quit(attach_event(event_open(GETPPID), program(BPF_PROG_TYPE_TRACEPOINT, 0)));
	syscall(SYS_getppid);
	show_count();
	show_value("process", 0);
	show_value("thread", 1);
	printf("bad: %lld\n", (long long)seen.value[2]);
	printf("signals: %d\n", signals);
}

static void show_error(const char *what, int ret)
{
	printf("%s: %s\n", what, ret >= 0 ? "done" : strerrorname_np(errno));
}

static void do_refuse(const char *arg)
{
	int event = event_open(GETPPID), prog;

	(void)arg;
	program_begin();
	LOAD(BPF_DW, 1, 6, 0);
	show_error("common fields", program_end(BPF_PROG_TYPE_TRACEPOINT, 0));
	program_begin();
	STORE(6, 8, 7);
	show_error("writing", program_end(BPF_PROG_TYPE_TRACEPOINT, 0));
	program_begin();
	LOAD(BPF_W, 1, 6, 10);
	show_error("across", program_end(BPF_PROG_TYPE_TRACEPOINT, 0));
	program_begin();
	LOAD(BPF_DW, 1, 6, 8 * 12);
	show_error("argument 13", program_end(BPF_PROG_TYPE_RAW_TRACEPOINT, 0));

	program_begin();
	LOAD(BPF_DW, 1, 6, SYSCALL_ARG(0));
	show_error("past the record", attach_event(event, program(BPF_PROG_TYPE_TRACEPOINT, 0)));
	program_begin();
	LOAD(BPF_DW, 1, 6, 8 * 5);
	prog = program(BPF_PROG_TYPE_RAW_TRACEPOINT, 0);
	show_error("argument 6 of 2", attach_raw("sys_enter", prog));
	show_error("nothing", attach_raw("no_such_thing", prog));
	show_error("wrong type", attach_event(event, prog));

	program_begin();
	prog = program(BPF_PROG_TYPE_TRACEPOINT, 0);
	show_error("first", attach_event(event, prog));
	show_error("second", attach_event(event, prog));
	show_error("elsewhere", attach_event(event_open(GETPPID), prog));
	happen();
	show_count();
}

/* Programs come and go while what they are on happens, on another processor too. */
static void do_race(const char *arg)
{
	int times = atoi(arg), event = event_open(GETPPID), prog[2], i, link;
	pid_t child = fork();

	if (!child)
		for (;;)
			happen();
	program_begin();
	prog[0] = program(BPF_PROG_TYPE_TRACEPOINT, 1);
	program_begin();
	getppid_only();
	prog[1] = program(BPF_PROG_TYPE_RAW_TRACEPOINT, 0);
	for (i = 0; i < times; i++) {
		link = or_quit(i & 1 ? attach_raw("sys_enter", prog[1]) :
			       attach_link(event, prog[0]));
		syscall(SYS_getppid);
		close(link);
		syscall(SYS_getppid);
	}
	kill(child, SIGKILL);
	show_count();
}

/* Counts a raw tracepoint's calls, whoever's, until standard input ends. */
static void do_hold(const char *name)
{
	int link;
	char c;

	program_begin();
	code[3].off = 0;
	link = or_quit(attach_raw(name, program(BPF_PROG_TYPE_RAW_TRACEPOINT, 0)));
	printf("attached\n");
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
	show_count();
	close(link);
}

static const struct {
	const char	*name;
	void		(*run)(const char *arg);
	const char	*what;
} modes[] = {
	{ "event", do_event, "RETURNED: on a trace event, saying this to perf" },
	{ "raw", do_raw, "on a raw tracepoint" },
	{ "twice", do_twice, "on it twice" },
	{ "clock", do_clock, "on a perf event that samples" },
	{ "print", do_print, "into the trace" },
	{ "stack", do_stack, "event|raw|user: where it came from" },
	{ "output", do_output, "event|raw: into a perf buffer" },
	{ "string", do_string, "a process's memory" },
	{ "write", do_write, "into it" },
	{ "signal", do_signal, "to the process" },
	{ "refuse", do_refuse, "what must fail, and how" },
	{ "race", do_race, "TIMES: attached and detached" },
	{ "hold", do_hold, "TRACEPOINT: until standard input ends" },
};

int main(int argc, char **argv)
{
	unsigned int i;

	seen_map = make_map(BPF_MAP_TYPE_ARRAY, 4, sizeof(struct seen), 1);
	for (i = 0; argc > 1 && i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (!strcmp(argv[1], modes[i].name)) {
			modes[i].run(argc > 2 ? argv[2] : "");
			return 0;
		}
	}
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		fprintf(stderr, "bpf %s\t%s\n", modes[i].name, modes[i].what);
	return 2;
}
