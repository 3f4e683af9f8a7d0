// SPDX-License-Identifier: GPL-2.0
/*
 * Looks for what was in memory before it became a trace buffer's.
 *
 * usage: stale soil MIB		fill so much memory with a pattern, and free it
 *	  stale look HOW TRACE_PIPE_RAW	look for it: exits 1 if it is there
 *
 * HOW is read, splice or map; read takes pieces that end within pages. Prints how
 * many bytes it looked at.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PATTERN		0xa7
/* So many such bytes in a row are no chance. */
#define RUN		4

#define PAGE		4096

static unsigned long looked;

static int bad(const char *what)
{
	perror(what);
	return 2;
}

static int look(const unsigned char *data, unsigned long len)
{
	unsigned long i, run = 0;

	looked += len;
	for (i = 0; i < len; i++) {
		run = data[i] == PATTERN ? run + 1 : 0;
		if (run == RUN) {
			printf("stale bytes at %lu of %lu\n", i + 1 - RUN, len);
			return 1;
		}
	}
	return 0;
}

static int soil(unsigned long len)
{
	char *p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return bad("mmap");
	memset(p, PATTERN, len);
	return 0;
}

static int look_by_read(int fd)
{
	static const unsigned int lens[] = { PAGE, PAGE, 300, PAGE, 1000, 2 * PAGE };
	static unsigned char data[2 * PAGE];
	ssize_t got;
	int i;

	for (i = 0; (got = read(fd, data, lens[i % 6])) > 0; i++)
		if (look(data, got))
			return 1;
	return got < 0 && errno != EAGAIN ? bad("read") : 0;
}

static int look_by_splice(int fd)
{
	static unsigned char data[16 * PAGE];
	ssize_t got, n;
	int pipes[2];

	if (pipe(pipes))
		return bad("pipe");
	while ((got = splice(fd, NULL, pipes[1], NULL, sizeof(data), SPLICE_F_NONBLOCK)) > 0) {
		for (; got; got -= n) {
			n = read(pipes[0], data, got);
			if (n <= 0)
				return bad("read from the pipe");
			if (look(data, n))
				return 1;
		}
	}
	return got < 0 && errno != EAGAIN ? bad("splice") : 0;
}

/* All that can be mapped, used or not */
static int look_by_map(int fd)
{
	uint32_t *meta = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
	unsigned long len;
	unsigned char *p;

	if (meta == MAP_FAILED)
		return bad("mmap of the first page");
	/* Bytes of the first page and of the others, and their number */
	len = meta[0] + (unsigned long)meta[2] * meta[3];
	p = mmap(NULL, len, PROT_READ, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return bad("mmap of all");
	return look(p, len);
}

int main(int argc, char **argv)
{
	int fd, ret;

	if (argc == 3 && !strcmp(argv[1], "soil"))
		return soil(strtoul(argv[2], NULL, 10) << 20);
	if (argc != 4 || strcmp(argv[1], "look")) {
		fprintf(stderr, "usage: stale soil MIB | stale look read|splice|map FILE\n");
		return 2;
	}
	fd = open(argv[3], O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return bad(argv[3]);
	if (!strcmp(argv[2], "read"))
		ret = look_by_read(fd);
	else if (!strcmp(argv[2], "splice"))
		ret = look_by_splice(fd);
	else
		ret = look_by_map(fd);
	printf("%lu\n", looked);
	return ret;
}
