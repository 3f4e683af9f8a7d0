// SPDX-License-Identifier: GPL-2.0
/*
 * bench - what tracing costs, in units of the time stamp counter.
 *
 * Where the TSC counts instructions (tools/lab/guest --icount), so does this. It
 * uses nothing but what any user has: tracefs, system calls, the TSC. Each row of
 * the table of figures sets up what it needs from a quiet tracefs, measures, and
 * takes it down again, so that any selection of rows gives the same results.
 *
 * A row of kind per_event is measured by a loop, run without and with tracing; the
 * difference is divided by the number of records that the kernel says it took.
 *
 * As process 1 (rdinit=) it does nothing but to tell the kernel log at what count user
 * space began.
 *
 * Prints "NAME VALUE UNIT", or "NAME n/a REASON" if something that the row needs is
 * not there. Arguments select rows by name; * and ? may be used.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <link.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TRACEFS		"/sys/kernel/tracing"
#define CALLED		"__do_sys_getppid"	/* what the loop calls */
#define NOT_CALLED	"do_sys_openat2"	/* what it does not */
#define SYS_ENTER	"events/raw_syscalls/sys_enter/"
#define SYS_NONE	"9999"			/* no system call has this number */

#define ROUNDS		9
#define FILL		40000			/* iterations that fill the buffer of the readers */

/* --------------------------------------------------------------- failing ---- */

static char why[256];		/* the first thing that went wrong in this row */

__attribute__((format(printf, 1, 2)))
static void cannot(const char *format, ...)
{
	va_list args;

	if (*why)
		return;
	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
}

/* ----------------------------------------------------------------- clocks ---- */

static uint64_t tsc(void)
{
	uint32_t low, high;

	__asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

/* What this thread alone has used: for calls that may sleep */
static uint64_t cpu_time(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

/* ------------------------------------------------------------------ files ---- */

static char text[1 << 17];

static int open_file(const char *file, int flags)
{
	int fd = open(file, flags | O_CLOEXEC);

	if (fd < 0)
		cannot("%s: %s", file, strerror(errno));
	return fd;
}

static bool write_file(const char *file, const char *value, int flags)
{
	int fd = open(file, O_WRONLY | flags | O_CLOEXEC);
	bool good = fd >= 0 && (!*value || write(fd, value, strlen(value)) >= 0);

	if (fd >= 0) {
		int saved = errno;

		close(fd);
		errno = saved;
	}
	return good;
}

/* "FILE=VALUE" truncates and writes, "FILE+VALUE" appends, "FILE/" is made, "-FILE/" removed */
static void set(const char *step)
{
	size_t end = strcspn(step, "=+");
	char file[256];
	bool good;

	snprintf(file, sizeof(file), "%.*s", (int)end, step);
	if (*step == '-')
		good = !rmdir(file + 1);
	else if (!step[end])
		good = !mkdir(file, 0700);
	else
		good = write_file(file, step + end + 1, step[end] == '=' ? O_TRUNC : O_APPEND);
	if (!good)
		cannot("%s: %s", step, strerror(errno));
}

/* "50*step": 50 times, with 0 to 49 for the %d in it */
static void set_all(const char *const *steps)
{
	for (; steps && *steps; steps++) {
		char *step, one[256];
		long times = strtol(*steps, &step, 10);

		if (step == *steps || *step != '*') {
			set(*steps);
			continue;
		}
		for (int i = 0; i < times; i++) {
			snprintf(one, sizeof(one), step + 1, i);
			set(one);
		}
	}
}

static char *read_file(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t got;

	while (fd >= 0 && (got = read(fd, text + len, sizeof(text) - 1 - len)) > 0)
		len += got;
	if (fd >= 0)
		close(fd);
	text[len] = 0;
	return text;
}

static double number_after(const char *in, const char *key)
{
	const char *at = strstr(in, key);

	return at ? strtod(at + strlen(key), NULL) : 0;
}

/* ------------------------------------------------------------------ loops ---- */

static int to_partner, from_partner;	/* pipes to a process that answers each byte */
static int sink;			/* where the write loop writes, and what */
static const void *sink_data;
static size_t sink_len;

__attribute__((noinline, noclone)) void bench_probed_function(void)
{
	__asm__ volatile("nop; nop; nop" : : : "memory");
}

static void loop_syscall(int n)
{
	while (n--)
		syscall(SYS_getppid);
}

static void loop_call(int n)
{
	while (n--)
		bench_probed_function();
}

static void loop_switch(int n)
{
	char byte = 0;

	while (n--)
		if (write(to_partner, &byte, 1) != 1 || read(from_partner, &byte, 1) != 1)
			cannot("the partner is gone");
}

static void loop_write(int n)
{
	while (n--)
		if (write(sink, sink_data, sink_len) < 0)
			cannot("write: %s", strerror(errno));
}

static void start_partner(void)
{
	int ask[2], answer[2];
	char byte;

	if (pipe(ask) || pipe(answer))
		exit(1);
	if (!fork()) {
		close(ask[1]);
		while (read(ask[0], &byte, 1) == 1 && write(answer[1], &byte, 1) == 1)
			;
		_exit(0);
	}
	close(ask[0]);
	close(answer[1]);
	to_partner = ask[1];
	from_partner = answer[0];
}

/* One iteration, by the best of some rounds: a timer interrupt is in none of those */
static double iteration(void (*loop)(int), int n)
{
	uint64_t best = UINT64_MAX;

	loop(n / 10 + 1);
	for (int round = 0; round < ROUNDS; round++) {
		uint64_t start = tsc(), took;

		loop(n);
		took = tsc() - start;
		if (took < best)
			best = took;
	}
	return (double)best / n;
}

/* ----------------------------------------------------------- counting ---- */

static double count_records(void)
{
	read_file("per_cpu/cpu0/stats");
	return number_after(text, "entries: ") + number_after(text, "overrun: ");
}

static double count_hits(void)
{
	return number_after(read_file(SYS_ENTER "hist"), "Hits: ");
}

static double count_profiled(void)
{
	double sum = 0, hits;
	char *line = read_file("trace_stat/function0");

	for (; line; line = strchr(line + 1, '\n'))
		if (sscanf(line, " %*s %lf", &hits) == 1)
			sum += hits;
	return sum;
}

/* Counting leaves records too; the least of some rounds is free of interrupts */
static double records_per_iteration(double (*count)(void), void (*loop)(int), int n)
{
	double with = 1e18, without = 1e18;

	for (int round = 0; round < ROUNDS; round++) {
		double a = count(), b = count(), c;

		loop(n);
		c = count();
		if (b - a < without)
			without = b - a;
		if (c - b < with)
			with = c - b;
	}
	return (with - without) / n;
}

/* ---------------------------------------------------------------- figures ---- */

struct figure {
	const char *name, *unit;
	void (*measure)(const struct figure *f);
	const char *const *on, *const *off;	/* what to set before and after */

	/* per_event */
	void (*loop)(int n);
	int n;					/* iterations a round, 1000 unless said */
	double (*count)(void);			/* NULL: the cost is that of an iteration */
	int records;				/* that are one event, 1 unless said */

	/* the others */
	const char *what;			/* the step or file that is measured */
};

static void print(const struct figure *f, const char *suffix, double value)
{
	if (*why)
		printf("%s%s n/a %s\n", f->name, suffix, why);
	else
		printf("%s%s %.1f %s\n", f->name, suffix, value, f->unit);
	fflush(stdout);
}

/* A loop of which nothing is traced, after steps that ought to leave nothing behind */
static void afterwards(const struct figure *f)
{
	set_all(f->on);
	print(f, "", iteration(f->loop, 1000));
}

/* What the loop takes beyond base, for each event */
static void print_event(const struct figure *f, double base)
{
	int n = f->n ? f->n : 1000;
	double cost = iteration(f->loop, n) - base, records;

	if (f->count) {
		records = records_per_iteration(f->count, f->loop, n);
		if (records < 0.5)
			cannot("%.2f records an iteration", records);
		cost /= records / (f->records ? f->records : 1);
	}
	print(f, "", cost);
}

static void per_event(const struct figure *f)
{
	double base = iteration(f->loop, f->n ? f->n : 1000);

	set_all(f->on);
	print_event(f, base);
}

/* The thread's own time, and as NAME.elapsed all that passed */
static void print_timed(const struct figure *f, uint64_t cpu, uint64_t all, double parts)
{
	print(f, "", cpu / parts);
	print(f, ".elapsed", all / parts);
}

static void one_step(const struct figure *f)
{
	uint64_t cpu, all;

	set_all(f->on);
	all = tsc();
	cpu = cpu_time();
	set(f->what);
	cpu = cpu_time() - cpu;
	all = tsc() - all;
	print_timed(f, cpu, all, 1);
}

static long count_lines(const char *file)
{
	int fd = open_file(file, O_RDONLY);
	long lines = 0;
	ssize_t got;

	while (fd >= 0 && (got = read(fd, text, sizeof(text))) > 0)
		while (got--)
			lines += text[got] == '\n';
	if (fd >= 0)
		close(fd);
	return lines;
}

static void one_step_per_function(const struct figure *f)
{
	static long functions;
	uint64_t cpu, all;

	if (!functions)
		functions = count_lines("available_filter_functions");
	if (!functions)
		cannot("no functions");
	set_all(f->on);
	all = tsc();
	cpu = cpu_time();
	set(f->what);
	cpu = cpu_time() - cpu;
	all = tsc() - all;
	print_timed(f, cpu, all, functions ? functions : 1);
}

/* How often all other processors are made to wait; needs another one */
static void rounds_of_ipis(const struct figure *f)
{
	long others = sysconf(_SC_NPROCESSORS_ONLN) - 1;
	double ipis = 0;

	if (!others)
		cannot("one processor");
	set("instances/bench/");
	set("instances/bench/events/csd/csd_queue_cpu/enable=1");
	set_all(f->on);
	set("instances/bench/trace=");
	set(f->what);
	for (char *at = read_file("instances/bench/trace"); (at = strstr(at, "do_sync_core")); at++)
		ipis++;
	set("instances/bench/events/csd/csd_queue_cpu/enable=0");
	set("-instances/bench/");
	if (!ipis)
		cannot("none");
	print(f, "", ipis / (others ? others : 1));
}

/* The buffer of CPU 0 full of what the loop leaves, and nothing added any more */
static void fill_buffer(const struct figure *f)
{
	set("tracing_on=0");
	set("trace=");
	set("tracing_on=1");
	set_all(f->on);
	if (f->on)
		loop_syscall(FILL);
	set("tracing_on=0");
}

static void per_line(const struct figure *f)
{
	uint64_t used, start;
	long lines = 0;
	ssize_t got;
	int fd;

	fill_buffer(f);
	start = cpu_time();
	fd = open_file(f->what, O_RDONLY | O_NONBLOCK);
	used = cpu_time() - start;
	while (fd >= 0) {
		start = cpu_time();
		got = read(fd, text, 65536);
		used += cpu_time() - start;
		if (got <= 0)
			break;
		while (got--)
			lines += text[got] == '\n';
	}
	if (fd >= 0)
		close(fd);
	if (!lines)
		cannot("no lines");
	print(f, "", (double)used / (lines ? lines : 1));
	set("tracing_on=1");
}

/* Each of these takes all there is in the raw pipe and says how many bytes it was */
static double take_by_read(int fd)
{
	double bytes = 0;
	ssize_t got;

	while ((got = read(fd, text, 4096)) > 0)
		bytes += got;
	return bytes;
}

static double take_by_splice(int fd)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC), pipes[2];
	double bytes = 0;
	ssize_t got;

	if (null < 0 || pipe(pipes)) {
		cannot("pipe: %s", strerror(errno));
		return 0;
	}
	while ((got = splice(fd, NULL, pipes[1], NULL, 65536, SPLICE_F_NONBLOCK)) > 0) {
		bytes += got;
		if (splice(pipes[0], NULL, null, NULL, got, 0) != got)
			cannot("splice to /dev/null: %s", strerror(errno));
	}
	close(null);
	close(pipes[0]);
	close(pipes[1]);
	return bytes;
}

/* The first words of the page that linux/trace_mmap.h describes */
struct meta_page {
	uint32_t meta_size, struct_size, page_size, pages;
	uint64_t lost;
	uint32_t reader_id, reader_read;
};

#define NEXT_READER _IO('R', 0x20)

static double take_by_map(int fd)
{
	volatile struct meta_page *meta = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	uint32_t id = UINT32_MAX;
	double bytes = 0;

	if (meta == MAP_FAILED) {
		cannot("mmap: %s", strerror(errno));
		return 0;
	}
	while (!ioctl(fd, NEXT_READER) && meta->reader_id != id) {
		id = meta->reader_id;
		bytes += meta->page_size;
	}
	munmap((void *)meta, 4096);
	return bytes;
}

static void per_kib(const struct figure *f, double (*take)(int fd))
{
	uint64_t used;
	double bytes = 0;
	int fd;

	fill_buffer(f);
	fd = open_file(f->what, O_RDONLY | O_NONBLOCK);
	used = cpu_time();
	if (fd >= 0)
		bytes = take(fd);
	used = cpu_time() - used;
	if (fd >= 0)
		close(fd);
	if (bytes < 1 << 20)
		cannot("only %.0f bytes", bytes);
	print(f, "", used * 1024.0 / (bytes > 0 ? bytes : 1));
	set("tracing_on=1");
}

static void per_kib_read(const struct figure *f)	{ per_kib(f, take_by_read); }
static void per_kib_splice(const struct figure *f)	{ per_kib(f, take_by_splice); }
static void per_kib_map(const struct figure *f)		{ per_kib(f, take_by_map); }

/* ----------------------------------------------------------------- probes ---- */

/* The kernel turns a probe into a jump some time after it is enabled */
static bool becomes_optimised(void)
{
	for (int tries = 0; tries < 50; tries++) {
		if (strstr(read_file("/sys/kernel/debug/kprobes/list"), "[OPTIMIZED]"))
			return true;
		usleep(100000);
	}
	return false;
}

/*
 * A probe at the first place inside the function where that can be done, measured
 * as a jump, or as the breakpoint that it is without
 */
static void kprobe_inside(const struct figure *f)
{
	bool found = false;
	char line[128];
	double base;

	base = iteration(loop_syscall, 1000);
	for (int offset = 5; offset < 80 && !found; offset++) {
		snprintf(line, sizeof(line), "p:bench " CALLED "+%d", offset);
		if (!write_file("kprobe_events", line, O_APPEND))
			continue;
		set("events/kprobes/bench/enable=1");
		found = becomes_optimised();
		if (!found) {
			set("events/kprobes/bench/enable=0");
			set("kprobe_events=");
		}
	}
	if (!found)
		cannot("no place for an optimised probe in " CALLED);
	sleep(3);	/* the list says so before all of it is done */
	set_all(f->on);
	print_event(f, base);
}

static int find_offset(struct dl_phdr_info *info, size_t size, void *at)
{
	uintptr_t address = (uintptr_t)bench_probed_function - info->dlpi_addr;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const Elf64_Phdr *p = &info->dlpi_phdr[i];

		if (p->p_type == PT_LOAD && address - p->p_vaddr < p->p_filesz)
			*(uintptr_t *)at = address - p->p_vaddr + p->p_offset;
	}
	return 1;	/* the first object is this program */
}

static void uprobe(const struct figure *f)
{
	uintptr_t offset = 0;
	char exe[256] = "", line[512];

	dl_iterate_phdr(find_offset, &offset);
	if (readlink("/proc/self/exe", exe, sizeof(exe) - 1) < 0)
		cannot("/proc/self/exe: %s", strerror(errno));
	snprintf(line, sizeof(line), "uprobe_events=%s:bench %s:0x%lx", f->what, exe,
		 (unsigned long)offset);
	set(line);
	per_event(f);
}

/* A hundred probes on functions that nothing here calls; returns the time of making them */
static uint64_t make_kprobes(void)
{
	char *names, *name, *rest, line[160];
	uint64_t used = 0, start;
	int made = 0;

	set("set_ftrace_filter=tcp_*");
	names = strdup(read_file("set_ftrace_filter"));
	set("set_ftrace_filter=");
	for (name = strtok_r(names, "\n ", &rest); made < 100 && name;
	     name = strtok_r(NULL, "\n ", &rest)) {
		snprintf(line, sizeof(line), "p:bench%d %.100s", made, name);
		start = cpu_time();
		if (write_file("kprobe_events", line, O_APPEND)) {
			used += cpu_time() - start;
			made++;
		}
	}
	free(names);
	if (made < 100)
		cannot("only %d probes", made);
	return used;
}

static void kprobe_create(const struct figure *f)
{
	print(f, "", make_kprobes());
}

static void with_kprobes(const struct figure *f)
{
	make_kprobes();
	one_step(f);
}

/* ------------------------------------------------------- writes from users ---- */

static void from_user(const struct figure *f, const void *data, size_t len)
{
	int file = sink;
	double base, cost, records;

	sink = open_file("/dev/null", O_WRONLY);
	sink_data = data;
	sink_len = len;
	base = iteration(loop_write, 1000);
	close(sink);
	sink = file;
	cost = iteration(loop_write, 1000) - base;
	records = records_per_iteration(count_records, loop_write, 1000);
	if (records < 0.5)
		cannot("%.2f records an iteration", records);
	print(f, "", cost / records);
	close(sink);
}

static void marker(const struct figure *f)
{
	sink = open_file("trace_marker", O_WRONLY);
	from_user(f, "hello", 5);
}

/* struct user_reg of linux/user_events.h */
struct user_event {
	uint32_t size;
	uint8_t bit, enable_size;
	uint16_t flags;
	uint64_t enabled_at, name_and_fields;
	uint32_t index;
} __attribute__((packed));

static void user_event(const struct figure *f)
{
	static uint32_t enabled;
	uint32_t record[3] = { 0, 7, 0 };
	struct user_event event = {
		.size = sizeof(event), .bit = 31, .enable_size = 4,
		.enabled_at = (uintptr_t)&enabled, .name_and_fields = (uintptr_t)"bench u64 value",
	};

	sink = open_file("user_events_data", O_RDWR);
	if (ioctl(sink, _IOWR('*', 0, void *), &event))
		cannot("registering a user event: %s", strerror(errno));
	record[0] = event.index;
	set("events/user_events/bench/enable=1");
	from_user(f, record, sizeof(record));
	set("events/user_events/bench/enable=0");
}

/* ------------------------------------------------------------ kernel's word ---- */

/* What the kernel says of its table of functions while it boots */
static void function_table(const struct figure *f)
{
	static char log[1 << 18];
	int len = klogctl(3 /* SYSLOG_ACTION_READ_ALL */, log, sizeof(log) - 1);
	double entries, size, bytes = 0;

	for (char *at = log; len > 0 && (at = strstr(at, "ftrace: ")); at++) {
		if (sscanf(at, "ftrace: allocating %lf entries in %lf pages", &entries,
			   &size) == 2)
			bytes = size * 4096 / entries;
		if (sscanf(at, "ftrace: %lf functions in %*d regions, %lf KiB", &entries,
			   &size) == 2)
			bytes = size * 1024 / entries;
	}
	if (!bytes)
		cannot("the kernel log does not say");
	print(f, "", bytes);
}

/* -------------------------------------------------------------- the table ---- */

#define STEPS(...)	((const char *const []){ __VA_ARGS__, NULL })
#define ON(...)		.on = STEPS(__VA_ARGS__)
#define OFF(...)	.off = STEPS(__VA_ARGS__)

#define FILTER		"set_ftrace_filter=" CALLED
#define NO_FILTER	"set_ftrace_filter="
#define FUNCTION	"current_tracer=function"
#define GRAPH		"current_tracer=function_graph"
#define NOP		"current_tracer=nop"
#define RAW		"per_cpu/cpu0/trace_pipe_raw"

#define CALL		.unit = "instr/call", .measure = per_event, .loop = loop_syscall
#define RECORDED	.unit = "instr/event", .count = count_records
#define EVENT		RECORDED, .measure = per_event, .loop = loop_syscall

/* The same records read in two ways */
#define FUNCTION_FULL	ON(FILTER, FUNCTION), OFF(NOP, NO_FILTER)
#define GRAPH_FULL	ON(FILTER, GRAPH), OFF(NOP, NO_FILTER)
#define EVENT_FULL	ON(SYS_ENTER "enable=1"), OFF(SYS_ENTER "enable=0")
#define LINE		.unit = "instr/line", .measure = per_line
#define STEP		.unit = "instr", .measure = one_step
#define ROUNDS_OF_IPIS	.unit = "rounds", .measure = rounds_of_ipis
#define EACH_FUNCTION	.unit = "instr/function", .measure = one_step_per_function

static const struct figure figures[] = {
	{ "function_table", .unit = "bytes/function", .measure = function_table },

	/* Functions */
	{ "function_1fn", EVENT, ON(FILTER, FUNCTION), OFF(NOP, NO_FILTER) },
	{ "function_1fn_2nd_ops_other_fn", EVENT,
	  ON(FILTER, FUNCTION, "instances/bench/", "instances/bench/set_ftrace_filter=" NOT_CALLED,
	     "instances/bench/" FUNCTION),
	  OFF("instances/bench/" NOP, "-instances/bench/", NOP, NO_FILTER) },
	{ "function_1fn_50_ops_other_fn", EVENT,
	  ON(FILTER, FUNCTION, "50*instances/bench%d/",
	     "50*instances/bench%d/set_ftrace_filter=" NOT_CALLED,
	     "50*instances/bench%d/" FUNCTION),
	  OFF("50*instances/bench%d/" NOP, "50*-instances/bench%d/", NOP, NO_FILTER) },
	{ "function_1fn_2nd_ops_same_fn", EVENT,
	  ON(FILTER, FUNCTION, "instances/bench/", "instances/bench/" FILTER,
	     "instances/bench/" FUNCTION),
	  OFF("instances/bench/" NOP, "-instances/bench/", NOP, NO_FILTER) },
	{ "function_1fn_tracing_off", CALL, ON(FILTER, FUNCTION, "tracing_on=0"),
	  OFF("tracing_on=1", NOP, NO_FILTER) },
	{ "function_1fn_stack_trace", EVENT,
	  .records = 2, ON(FILTER, FUNCTION, "options/func_stack_trace=1"),
	  OFF("options/func_stack_trace=0", NOP, NO_FILTER) },
	{ "function_profile_1fn", .unit = "instr/call", .measure = per_event, .loop = loop_syscall,
	  .count = count_profiled, ON(FILTER, "function_profile_enabled=1"),
	  OFF("function_profile_enabled=0", NO_FILTER) },
	{ "function_all_before", .unit = "instr/call", .measure = afterwards, .loop = loop_syscall,
	  ON(FUNCTION, NOP) },
	{ "fgraph_1fn", EVENT, .records = 2, ON(FILTER, GRAPH), OFF(NOP, NO_FILTER) },
	{ "fgraph_1fn_outside_graph", CALL, ON(FILTER, GRAPH, "set_graph_function=" NOT_CALLED),
	  OFF("set_graph_function=", NOP, NO_FILTER) },

	/* Events */
	{ "event_raw_sys_enter", EVENT, ON(SYS_ENTER "enable=1"), OFF(SYS_ENTER "enable=0") },
	{ "event_filtered_out", CALL, ON(SYS_ENTER "filter=id == " SYS_NONE, SYS_ENTER "enable=1"),
	  OFF(SYS_ENTER "enable=0", SYS_ENTER "filter=0") },
	{ "event_sched_switch", RECORDED, .measure = per_event, .loop = loop_switch, .n = 200,
	  ON("events/sched/sched_switch/enable=1"),
	  OFF("events/sched/sched_switch/enable=0") },
	{ "event_hist", .unit = "instr/hit", .measure = per_event,
	  .loop = loop_syscall, .count = count_hits,
	  ON(SYS_ENTER "trigger+hist:keys=id"), OFF(SYS_ENTER "trigger+!hist:keys=id") },
	{ "event_stacktrace_trigger", EVENT, ON(SYS_ENTER "trigger+stacktrace"),
	  OFF(SYS_ENTER "trigger+!stacktrace") },

	/* Probes */
	{ "kprobe_entry", EVENT,
	  ON("kprobe_events=p:bench " CALLED, "events/kprobes/bench/enable=1"),
	  OFF("events/kprobes/bench/enable=0", "kprobe_events=") },
	{ "kretprobe", EVENT,
	  ON("kprobe_events=r:bench " CALLED " ret=$retval", "events/kprobes/bench/enable=1"),
	  OFF("events/kprobes/bench/enable=0", "kprobe_events=") },
	{ "fprobe_entry", EVENT,
	  ON("dynamic_events=f:bench " CALLED, "events/fprobes/bench/enable=1"),
	  OFF("events/fprobes/bench/enable=0", "dynamic_events=") },
	{ "fprobe_exit", EVENT,
	  ON("dynamic_events=f:bench " CALLED "%return ret=$retval",
	     "events/fprobes/bench/enable=1"),
	  OFF("events/fprobes/bench/enable=0", "dynamic_events=") },
	{ "kprobe_mid_optimised", RECORDED, .measure = kprobe_inside, .loop = loop_syscall,
	  OFF("events/kprobes/bench/enable=0", "kprobe_events=") },
	{ "kprobe_mid_int3", RECORDED, .measure = kprobe_inside, .loop = loop_syscall,
	  ON("/proc/sys/debug/kprobes-optimization=0"),
	  OFF("/proc/sys/debug/kprobes-optimization=1",
	      "events/kprobes/bench/enable=0", "kprobe_events=") },
	{ "uprobe", RECORDED, .measure = uprobe, .what = "p", .loop = loop_call, .n = 500,
	  ON("events/uprobes/bench/enable=1"),
	  OFF("events/uprobes/bench/enable=0", "uprobe_events=") },
	{ "uretprobe", RECORDED, .measure = uprobe, .what = "r", .loop = loop_call, .n = 500,
	  ON("events/uprobes/bench/enable=1"),
	  OFF("events/uprobes/bench/enable=0", "uprobe_events=") },
	{ "kprobe_create_100", .unit = "instr", .measure = kprobe_create, OFF("kprobe_events=") },
	{ "kprobe_enable_100", .unit = "instr", .measure = with_kprobes,
	  .what = "events/kprobes/enable=1",
	  OFF("events/kprobes/enable=0", "kprobe_events=") },
	{ "kprobe_remove_100", .unit = "instr", .measure = with_kprobes, .what = "kprobe_events=" },

	/* Written by users */
	{ "trace_marker_5B", .unit = "instr/event", .measure = marker },
	{ "user_event_8B", .unit = "instr/event", .measure = user_event },

	/* Reading */
	{ "read_available_filter_functions", LINE, .what = "available_filter_functions" },
	{ "read_trace_function", LINE, .what = "trace", FUNCTION_FULL },
	{ "read_trace_pipe_function", LINE, .what = "trace_pipe", FUNCTION_FULL },
	{ "read_trace_fgraph", LINE, .what = "trace", GRAPH_FULL },
	{ "read_trace_pipe_fgraph", LINE, .what = "trace_pipe", GRAPH_FULL },
	{ "read_trace_event", LINE, .what = "trace", EVENT_FULL },
	{ "read_trace_pipe_event", LINE, .what = "trace_pipe", EVENT_FULL },
	{ "read_trace_pipe_raw", .unit = "instr/KiB", .measure = per_kib_read,
	  .what = RAW, EVENT_FULL },
	{ "splice_trace_pipe_raw", .unit = "instr/KiB", .measure = per_kib_splice,
	  .what = RAW, EVENT_FULL },
	{ "mmap_trace_pipe_raw", .unit = "instr/KiB", .measure = per_kib_map,
	  .what = RAW, EVENT_FULL },

	/* Control */
	{ "instance_create", STEP, .what = "instances/bench/", OFF("-instances/bench/") },
	{ "instance_remove", STEP, ON("instances/bench/"), .what = "-instances/bench/" },
	{ "buffer_grow_1024_pages", STEP, .what = "buffer_size_kb=8192",
	  OFF("buffer_size_kb=4096") },
	{ "snapshot_first", STEP, .what = "snapshot=1", OFF("snapshot=0") },
	{ "set_ftrace_filter_1name", STEP, .what = FILTER, OFF(NO_FILTER) },
	{ "set_ftrace_filter_glob", STEP, .what = "set_ftrace_filter=*lock*", OFF(NO_FILTER) },
	{ "enable_all_events", STEP, .what = "events/enable=1", OFF("events/enable=0") },
	{ "enable_function_all", EACH_FUNCTION, .what = FUNCTION, OFF(NOP) },
	{ "disable_function_all", EACH_FUNCTION, ON(FUNCTION), .what = NOP },
	{ "enable_function_rounds", ROUNDS_OF_IPIS, .what = FUNCTION, OFF(NOP) },
	{ "disable_function_rounds", ROUNDS_OF_IPIS, ON(FUNCTION), .what = NOP },
	{ "enable_fgraph_all", EACH_FUNCTION, .what = GRAPH, OFF(NOP) },
};

static bool wanted(const char *name, char **patterns)
{
	if (!*patterns)
		return true;
	for (; *patterns; patterns++)
		if (!fnmatch(*patterns, name, 0))
			return true;
	return false;
}

/* Alone on one processor, ahead of everything else that could run */
static void settle(void)
{
	struct sched_param first = { .sched_priority = 1 };
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_setaffinity(0, sizeof(one), &one) || sched_setscheduler(0, SCHED_FIFO, &first)) {
		perror("bench: scheduling");
		exit(1);
	}
	start_partner();
	sleep(3);	/* late boot work, the choice of a clock */
}

static void tell_start(uint64_t count)
{
	char line[64];

	snprintf(line, sizeof(line), "bench: user space begins at %llu\n",
		 (unsigned long long)count);
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	write_file("/dev/kmsg", line, 0);
	reboot(RB_AUTOBOOT);
}

int main(int argc, char **argv)
{
	uint64_t count = tsc();

	(void)argc;
	if (getpid() == 1)
		tell_start(count);
	settle();
	printf("base_syscall %.1f instr/call\n", iteration(loop_syscall, 1000));
	if (chdir(TRACEFS)) {
		perror("bench: " TRACEFS);
		return 1;
	}
	set("tracing_on=1");
	set("buffer_size_kb=4096");
	if (*why)
		fprintf(stderr, "bench: %s\n", why);
	for (size_t i = 0; i < sizeof(figures) / sizeof(*figures); i++) {
		if (!wanted(figures[i].name, argv + 1))
			continue;
		*why = 0;
		figures[i].measure(&figures[i]);
		set_all(figures[i].off);
	}
	return 0;
}
