// SPDX-License-Identifier: GPL-2.0
/*
 * Reads a per-CPU buffer through a mapping of trace_pipe_raw, as libtraceevent
 * would, until there is nothing more, and prints what records of trace_marker
 * it finds there, a line each; "lost N" where records are missing. With -r it
 * reads the file instead, a page of 4 KiB at a time.
 *
 * usage: mapped [-r] TRACE_PIPE_RAW
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

/* linux/trace_mmap.h, for those whose headers are older than their kernel. */
struct meta {
	uint32_t	meta_page_size;
	uint32_t	meta_struct_len;
	uint32_t	subbuf_size;
	uint32_t	nr_subbufs;
	struct {
		uint64_t	lost_events;
		uint32_t	id;
		uint32_t	read;
	} reader;
	uint64_t	flags;
	uint64_t	entries;
	uint64_t	overrun;
	uint64_t	read;
};

#define GET_READER	_IO('R', 0x20)

#define HEADER		16	/* time and length, in front of the records */
#define MARKER_TEXT	16	/* common fields and the address, in front of the text */
#define LENGTH		0x3fffffffUL
#define MISSED		0x80000000UL	/* records were lost before these */

static int bad(const char *what)
{
	perror(what);
	return 1;
}

/* The records of @data from @at to @end; returns -1 if they do not end there. */
static int print_records(const char *data, unsigned long at, unsigned long end)
{
	while (at < end) {
		const uint32_t *word = (const void *)(data + at);
		unsigned int type = word[0] & 31, len = 8;
		const char *payload = NULL;

		if (type == 0) {
			payload = (const char *)&word[2];
			len = word[1] + 4;
		} else if (type <= 28) {
			payload = (const char *)&word[1];
			len = type * 4 + 4;
		} else if (type == 29) {
			/* Void: without a time, up to the end. */
			len = word[0] >> 5 ? word[1] + 4 : end - at;
		}
		if (len < 8 || len > end - at)
			return -1;
		at += len;
		if (payload && data + at - payload > MARKER_TEXT) {
			const char *text = payload + MARKER_TEXT;
			const char *nl = memchr(text, '\n', data + at - text);

			printf("%.*s\n", (int)((nl ?: data + at) - text), text);
		}
	}
	return 0;
}

static int by_read(int fd)
{
	static char page[4096] __attribute__((aligned(8)));
	unsigned long commit, end;
	ssize_t got;

	while ((got = read(fd, page, sizeof(page))) == sizeof(page)) {
		commit = *(const unsigned long *)(page + 8);
		end = commit & LENGTH;
		if (commit & MISSED)
			puts("lost some");
		if (end > sizeof(page) - HEADER || print_records(page + HEADER, 0, end)) {
			fprintf(stderr, "a page has bad records\n");
			return 1;
		}
	}
	return got && !(got < 0 && errno == EAGAIN) ? bad("read") : 0;
}

static int by_map(int fd)
{
	volatile struct meta *meta;
	unsigned long size, read, from = 0;
	uint32_t last = UINT32_MAX;
	char *pages;

	meta = mmap(NULL, getpagesize(), PROT_READ, MAP_SHARED, fd, 0);
	if (meta == MAP_FAILED)
		return bad("mmap of the first page");
	size = (unsigned long)meta->subbuf_size * meta->nr_subbufs;
	pages = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, meta->meta_page_size);
	if (pages == MAP_FAILED)
		return bad("mmap of the records");

	for (;;) {
		const char *page;
		unsigned long end;

		read = meta->read;
		if (ioctl(fd, GET_READER))
			return bad("next reader");
		if (meta->read == read)
			return 0;
		if (meta->reader.id >= meta->nr_subbufs) {
			fprintf(stderr, "the reader is at %u of %u\n", meta->reader.id,
				meta->nr_subbufs);
			return 1;
		}
		if (meta->reader.id != last)
			from = 0;
		last = meta->reader.id;
		if (meta->reader.lost_events)
			printf("lost %llu\n", (unsigned long long)meta->reader.lost_events);
		page = pages + (unsigned long)last * meta->subbuf_size;
		end = *(const volatile unsigned long *)(page + 8) & LENGTH;
		if (end > meta->subbuf_size - HEADER || print_records(page + HEADER, from, end)) {
			fprintf(stderr, "page %u has bad records\n", last);
			return 1;
		}
		from = end;
	}
}

int main(int argc, char **argv)
{
	int reads = argc == 3 && !strcmp(argv[1], "-r"), fd;

	if (argc != 2 && !reads) {
		fprintf(stderr, "usage: mapped [-r] TRACE_PIPE_RAW\n");
		return 2;
	}
	fd = open(argv[argc - 1], O_RDONLY | O_NONBLOCK);
	if (fd < 0)
		return bad(argv[argc - 1]);
	return reads ? by_read(fd) : by_map(fd);
}
