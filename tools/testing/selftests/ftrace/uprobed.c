// SPDX-License-Identifier: GPL-2.0
/*
 * A program to put probes into.
 *
 *	uprobed where		"function OFFSET" and "counter OFFSET" in this file
 *	uprobed call N		call the function N times
 *	uprobed counter		what the counter says
 */
#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

volatile unsigned short uprobed_counter __attribute__((section(".probes"), used)) = 0;

__attribute__((noinline)) unsigned int uprobed_function(unsigned int n, const char *text)
{
	asm volatile("" : : "r" (text) : "memory");
	return 2 * n;
}

/* Where an address is in the file: this program is not moved when it is loaded. */
static long file_offset(unsigned long addr)
{
	Elf64_Ehdr head;
	Elf64_Phdr part;
	int fd = open("/proc/self/exe", O_RDONLY), i;

	if (fd < 0 || read(fd, &head, sizeof(head)) != sizeof(head))
		return -1;
	for (i = 0; i < head.e_phnum; i++) {
		if (pread(fd, &part, sizeof(part), head.e_phoff + i * sizeof(part)) != sizeof(part))
			return -1;
		if (part.p_type == PT_LOAD && addr >= part.p_vaddr &&
		    addr < part.p_vaddr + part.p_filesz)
			return addr - part.p_vaddr + part.p_offset;
	}
	return -1;
}

int main(int argc, char **argv)
{
	char text[32];
	int i;

	if (argc == 2 && !strcmp(argv[1], "where")) {
		printf("function 0x%lx\n", file_offset((unsigned long)uprobed_function));
		printf("counter 0x%lx\n", file_offset((unsigned long)&uprobed_counter));
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "counter")) {
		printf("%u\n", uprobed_counter);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "call")) {
		for (i = 0; i < atoi(argv[2]); i++) {
			snprintf(text, sizeof(text), "call %d", i);
			uprobed_function(i, text);
		}
		return 0;
	}
	fprintf(stderr, "usage: uprobed where | call N | counter\n");
	return 2;
}
