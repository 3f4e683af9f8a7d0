// SPDX-License-Identifier: GPL-2.0
/*
 * fio - file operations that a shell cannot do, for the tracing selftests.
 *
 * Runs its arguments as steps, one after the other. Files are held open under
 * one-letter names, so that a test can say exactly which descriptor reads, seeks
 * or writes what, and when. A step that fails ends the program with a line that
 * says so; a step before which "fails=ERRNO" stands must fail in just that way.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_LEN (4 << 20)

static int fds[256];
static char data[MAX_LEN];

static const struct {
	const char *name;
	int value;
} errors[] = {
	{ "EPERM", EPERM }, { "ENOENT", ENOENT }, { "EIO", EIO }, { "E2BIG", E2BIG },
	{ "EBADF", EBADF }, { "EAGAIN", EAGAIN }, { "ENOMEM", ENOMEM }, { "EACCES", EACCES },
	{ "EFAULT", EFAULT }, { "EBUSY", EBUSY }, { "EEXIST", EEXIST }, { "ENODEV", ENODEV },
	{ "EINVAL", EINVAL }, { "ENOTTY", ENOTTY }, { "EFBIG", EFBIG }, { "ENOSPC", ENOSPC },
	{ "ESPIPE", ESPIPE }, { "ERANGE", ERANGE }, { "ENAMETOOLONG", ENAMETOOLONG },
	{ "ENOTEMPTY", ENOTEMPTY }, { "EOPNOTSUPP", EOPNOTSUPP }, { "EINTR", EINTR },
	{ "ENXIO", ENXIO }, { "ENOSYS", ENOSYS }, { "EOVERFLOW", EOVERFLOW },
};

static const char *error_name(int value)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (errors[i].value == value)
			return errors[i].name;
	return strerror(value);
}

/* TEXT with \n, \t, \\, \0 and \xHH; the length may hold NUL bytes */
static long unescape(const char *s, char *to)
{
	char *start = to;

	while (*s) {
		if (*s != '\\') {
			*to++ = *s++;
			continue;
		}
		switch (*++s) {
		case 'n':
			*to++ = '\n';
			break;
		case 't':
			*to++ = '\t';
			break;
		case '0':
			*to++ = 0;
			break;
		case 'x': {
			char hex[3] = { s[1], s[1] ? s[2] : 0, 0 };

			*to++ = strtoul(hex, NULL, 16);
			s += strlen(hex);
			break;
		}
		case 0:
			return to - start;
		default:
			*to++ = *s;
		}
		s++;
	}
	return to - start;
}

static long show(long len)
{
	if (len > 0)
		fwrite(data, 1, len, stdout);
	fflush(stdout);
	return len;
}

static long do_open(int name, const char *arg)
{
	const char *file = strchr(arg, ',');
	int flags = 0;

	for (const char *c = arg; file && c < file; c++)
		flags |= *c == 'w' ? O_WRONLY : *c == 'b' ? O_RDWR : *c == 't' ? O_TRUNC :
			 *c == 'a' ? O_APPEND : *c == 'n' ? O_NONBLOCK :
			 *c == 'p' ? O_PATH : 0;
	return fds[name] = open(file ? file + 1 : arg, flags);
}

static long do_close(int name, const char *arg)
{
	(void)arg;
	return close(fds[name]);
}

static long do_write(int name, const char *arg)
{
	long len = unescape(arg, data), done = write(fds[name], data, len);

	if (done >= 0 && done != len)
		printf("wrote %ld of %ld\n", done, len);
	return done;
}

/* LEN[,CHAR]: LEN times CHAR and no newline */
static long do_fill(int name, const char *arg)
{
	char *end;
	long len = strtol(arg, &end, 0);

	if (len < 0 || len > MAX_LEN) {
		errno = ERANGE;
		return -1;
	}
	memset(data, *end == ',' && end[1] ? end[1] : 'x', len);
	return write(fds[name], data, len);
}

static long do_fault(int name, const char *arg)
{
	return write(fds[name], (void *)8, strtol(arg, NULL, 0));
}

/* LEN[,CHAR]: from memory whose second half is not there before somebody touches it */
static long do_absent(int name, const char *arg)
{
	long half = sysconf(_SC_PAGESIZE), r;
	char *end;
	long len = strtol(arg, &end, 0);
	char *p = mmap(NULL, 2 * half, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return -1;
	if (len < 2 || len / 2 > half) {
		errno = ERANGE;
		return -1;
	}
	memset(p + half - len / 2, *end == ',' && end[1] ? end[1] : 'x', len / 2);
	r = write(fds[name], p + half - len / 2, len);
	munmap(p, 2 * half);
	return r;
}

static long do_read(int name, const char *arg)
{
	long len = *arg ? strtol(arg, NULL, 0) : MAX_LEN;

	return show(read(fds[name], data, len < MAX_LEN ? len : MAX_LEN));
}

static long do_all(int name, const char *arg)
{
	long len = *arg ? strtol(arg, NULL, 0) : 65536, got;

	while ((got = show(read(fds[name], data, len < MAX_LEN ? len : MAX_LEN))) > 0)
		;
	return got < 0 && errno == EAGAIN ? 0 : got;
}

static long do_pread(int name, const char *arg)
{
	char *end;
	long len = strtol(arg, &end, 0);

	return show(pread(fds[name], data, len < MAX_LEN ? len : MAX_LEN,
			  *end == ',' ? strtol(end + 1, NULL, 0) : 0));
}

/* TEXT, far behind the end of what could be read */
static long do_pwrite(int name, const char *arg)
{
	return pwrite(fds[name], data, unescape(arg, data), 1 << 20);
}

static long do_seek(int name, const char *arg)
{
	int whence = *arg == '+' ? SEEK_CUR : *arg == 'e' ? SEEK_END : SEEK_SET;

	return lseek(fds[name], strtol(arg + (whence == SEEK_END), NULL, 0), whence);
}

/* MILLISECONDS: prints in, out, err, hup, or none */
static long do_poll(int name, const char *arg)
{
	struct pollfd p = { .fd = fds[name], .events = POLLIN | POLLOUT };
	int r = poll(&p, 1, atoi(arg));

	if (r >= 0)
		printf("%s%s%s%s%s\n", p.revents & POLLIN ? "in " : "",
		       p.revents & POLLOUT ? "out " : "", p.revents & POLLERR ? "err " : "",
		       p.revents & POLLHUP ? "hup " : "", r ? "" : "none");
	return r;
}

static long splice_some(int name, const char *arg, unsigned int flags)
{
	int p[2];
	long r;

	if (pipe(p))
		return -1;
	r = splice(fds[name], NULL, p[1], NULL, strtol(arg, NULL, 0), flags);
	if (r >= 0)
		printf("%ld\n", r);
	close(p[0]);
	close(p[1]);
	return r;
}

/* LEN: through a pipe, prints the number of bytes that came */
static long do_splice(int name, const char *arg)
{
	return splice_some(name, arg, SPLICE_F_NONBLOCK);
}

/* The same, waiting */
static long do_await(int name, const char *arg)
{
	return splice_some(name, arg, 0);
}

/* LEN[,OFFSET]: a shared read-only mapping, let go when the program ends */
static volatile int *hold_map(int name, const char *arg, long *len)
{
	char *end;
	volatile int *m;

	*len = strtol(arg, &end, 0);
	m = mmap(NULL, *len, PROT_READ, MAP_SHARED, fds[name],
		 *end == ',' ? strtol(end + 1, NULL, 0) : 0);
	if (m == MAP_FAILED)
		return NULL;
	printf("%d\n", m[0]);
	return m;
}

static long do_hold(int name, const char *arg)
{
	long len;

	return hold_map(name, arg, &len) ? 0 : -1;
}

/* The same, let go at once */
static long do_map(int name, const char *arg)
{
	long len;
	volatile int *m = hold_map(name, arg, &len);

	return m ? munmap((void *)m, len) : -1;
}

static long do_ioctl(int name, const char *arg)
{
	return ioctl(fds[name], strtoul(arg, NULL, 0), 0);
}

static long do_mkdir(int name, const char *arg)
{
	(void)name;
	return mkdir(arg, 0755);
}

static long do_module(int name, const char *arg)
{
	return syscall(SYS_finit_module, fds[name], arg, 0);
}

static int nth_fd;

static long do_nth(int name, const char *arg)
{
	(void)name;
	nth_fd = open("/proc/self/fail-nth", O_RDWR);
	return nth_fd < 0 ? nth_fd : write(nth_fd, arg, strlen(arg));
}

static long do_left(int name, const char *arg)
{
	long len = pread(nth_fd, data, 32, 0);

	(void)name;
	(void)arg;
	if (len > 0 && pwrite(nth_fd, "0", 1, 0) != 1)
		return -1;
	return show(len);
}

static long do_run(int name, const char *arg)
{
	(void)name;
	fflush(stdout);
	errno = EIO;
	return system(arg) ? -1 : 0;
}

static const struct step {
	const char *name, *help;
	long (*run)(int name, const char *arg);
} steps[] = {
	{ "open", "open:X=FLAGS,FILE   r w b(oth) p(ath) t(runc) a(ppend) n(onblock)", do_open },
	{ "close", "close:X", do_close },
	{ "write", "write:X=TEXT        one write; knows \\n \\t \\0 \\xHH", do_write },
	{ "fill", "fill:X=LEN[,CHAR]   one write of LEN times CHAR", do_fill },
	{ "fault", "fault:X=LEN         one write from unmapped memory", do_fault },
	{ "absent", "absent:X=LEN[,CHAR] one write from memory whose second half is not there yet",
	  do_absent },
	{ "read", "read:X[=LEN]        one read, printed", do_read },
	{ "all", "all:X[=LEN]         reads of LEN up to the end or EAGAIN, printed", do_all },
	{ "pread", "pread:X=LEN,OFFSET", do_pread },
	{ "pwrite", "pwrite:X=TEXT       one write, at some offset", do_pwrite },
	{ "seek", "seek:X=N            +N from where it is, eN from the end", do_seek },
	{ "poll", "poll:X=MS           prints in, out, err, hup, none", do_poll },
	{ "splice", "splice:X=LEN        into a pipe, prints the length", do_splice },
	{ "await", "await:X=LEN         the same, waiting for something", do_await },
	{ "map", "map:X=LEN[,OFFSET]  prints the first word of a mapping", do_map },
	{ "hold", "hold:X=LEN[,OFFSET] the same, and keeps it mapped", do_hold },
	{ "ioctl", "ioctl:X=NUMBER", do_ioctl },
	{ "mkdir", "mkdir:=DIRECTORY", do_mkdir },
	{ "module", "module:X=ARGUMENTS  load it, whose file is open", do_module },
	{ "nth", "nth:=N              the Nth allocation from here on fails", do_nth },
	{ "left", "left:               prints 0 if it has; no other one will", do_left },
	{ "run", "run:=COMMAND        a shell command between two steps", do_run },
};

static const struct step *find_step(const char *arg)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
		size_t n = strlen(steps[i].name);

		if (!strncmp(arg, steps[i].name, n) && arg[n] == ':')
			return steps + i;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	const char *wanted = NULL;

	if (argc < 2) {
		for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
			printf("%s\n", steps[i].help);
		printf("fails=ERRNO         the next step must fail so\n");
		return 2;
	}
	for (int i = 0; i < 256; i++)
		fds[i] = -1;
	for (int i = 1; i < argc; i++) {
		const struct step *step = find_step(argv[i]);
		const char *arg;
		long r;

		if (!strncmp(argv[i], "fails=", 6)) {
			wanted = argv[i] + 6;
			continue;
		}
		if (!step) {
			fprintf(stderr, "fio: what is '%s'?\n", argv[i]);
			return 2;
		}
		arg = strchr(argv[i], '=');
		errno = 0;
		r = step->run((unsigned char)argv[i][strlen(step->name) + 1], arg ? arg + 1 : "");
		if (r < 0 && (!wanted || strcmp(wanted, error_name(errno)))) {
			fprintf(stderr, "fio: %.60s: %s%s%s\n", argv[i], error_name(errno),
				wanted ? ", wanted " : "", wanted ? wanted : "");
			return 1;
		}
		if (r >= 0 && wanted) {
			fprintf(stderr, "fio: %.60s: worked, wanted %s\n", argv[i], wanted);
			return 1;
		}
		wanted = NULL;
	}
	return 0;
}
