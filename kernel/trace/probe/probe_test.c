// SPDX-License-Identifier: GPL-2.0
/*
 * Unit tests of probes: lines that are taken and lines that are refused, with the
 * place of the mistake; fetch programs on memory that is known, and on memory that is
 * not there.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/prandom.h>
#include <linux/ptrace.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "internal.h"

#define ON_ENTRY	(PROBE_REGS | PROBE_ENTRY)
#define ON_RETURN	(PROBE_REGS | PROBE_RETURN | PROBE_SAVED)
#define IN_PROGRAM	(PROBE_REGS | PROBE_USER)

static struct probe_line *line_of(struct kunit *test, const char *text, unsigned int flags,
				  int *ret)
{
	struct probe_line *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, l);
	*ret = probe_split(l, text) ?: probe_args(l, flags, 16);
	return l;
}

/* ---- heads and places ---- */

static const struct head_case {
	const char	*line;
	char		letter;
	const char	*group;
	const char	*event;
	const char	*place;
	bool		is_return;
	unsigned int	maxactive;
	unsigned int	nr_args;
} heads[] = {
	{ "p vfs_read", 'p', NULL, NULL, "vfs_read" },
	{ "p:x vfs_read", 'p', NULL, "x", "vfs_read" },
	{ "p:g/x vfs_read", 'p', "g", "x", "vfs_read" },
	{ "p:g.x vfs_read", 'p', "g", "x", "vfs_read" },
	{ "p:g/ vfs_read", 'p', "g", NULL, "vfs_read" },
	{ "p:g-h/x vfs_read", 'p', "g-h", "x", "vfs_read" },
	{ "p:x  vfs_read+0x10\t%di", 'p', NULL, "x", "vfs_read+0x10", false, 0, 1 },
	{ "p:x 0xffffffff81000000", 'p', NULL, "x", "0xffffffff81000000" },
	{ "p:x ext4:ext4_sync_fs", 'p', NULL, "x", "ext4:ext4_sync_fs" },
	{ "p:x foo.isra.0", 'p', NULL, "x", "foo.isra.0" },
	{ "p:x foo[2]+4", 'p', NULL, "x", "foo[2]+4" },
	{ "r vfs_read", 'r', NULL, NULL, "vfs_read", true },
	{ "r8 vfs_read", 'r', NULL, NULL, "vfs_read", true, 8 },
	{ "r8:x vfs_read $retval", 'r', NULL, "x", "vfs_read", true, 8, 1 },
	{ "p:x vfs_read%return $retval", 'p', NULL, "x", "vfs_read", true, 0, 1 },
	{ "p /bin/sh:0x10", 'p', NULL, NULL, "/bin/sh:0x10" },
	{ "p /bin/sh:0x10%return", 'p', NULL, NULL, "/bin/sh:0x10", true },
	{ "p /bin/sh:0x10%return(0x20)", 'p', NULL, NULL, "/bin/sh:0x10(0x20)", true },
	{ "p /bin/a%b:0x10(0x20)", 'p', NULL, NULL, "/bin/a%b:0x10(0x20)" },
	{ "f vfs_read", 'f', NULL, NULL, "vfs_read" },
	{ "f:x vfs_read%return", 'f', NULL, "x", "vfs_read", true },
	{ "f16:x vfs_read%return", 'f', NULL, "x", "vfs_read", true, 16 },
	{ "p:x vfs_read %di # why", 'p', NULL, "x", "vfs_read", false, 0, 1 },
	{ "p:x vfs_read a=\\\"one two\" b=%si", 'p', NULL, "x", "vfs_read", false, 0, 2 },
};

static void probe_test_heads(struct kunit *test)
{
	const struct head_case *h;

	for (h = heads; h < heads + ARRAY_SIZE(heads); h++) {
		struct probe_line *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, l);
		KUNIT_EXPECT_EQ_MSG(test, probe_split(l, h->line), 0, "%s: %s", h->line, l->error);
		KUNIT_EXPECT_EQ_MSG(test, l->letter, h->letter, "%s", h->line);
		KUNIT_EXPECT_STREQ_MSG(test, l->group ?: "", h->group ?: "", "%s", h->line);
		KUNIT_EXPECT_STREQ_MSG(test, l->event ?: "", h->event ?: "", "%s", h->line);
		KUNIT_EXPECT_STREQ_MSG(test, l->place ?: "", h->place, "%s", h->line);
		KUNIT_EXPECT_EQ_MSG(test, l->is_return, h->is_return, "%s", h->line);
		KUNIT_EXPECT_EQ_MSG(test, l->maxactive, h->maxactive, "%s", h->line);
		KUNIT_EXPECT_EQ_MSG(test, l->nr_args, h->nr_args, "%s", h->line);
		probe_line_free(l);
	}
}

/* ---- what is refused, and where ---- */

static const struct wrong_case {
	const char	*line;
	unsigned int	flags;
	unsigned int	pos;
	const char	*error;
} wrongs[] = {
	{ "p", ON_ENTRY, 1, "No place to probe" },
	{ "p:", ON_ENTRY, 2, "Event name is not specified" },
	{ "p:/x f", ON_ENTRY, 2, "Group name is not specified" },
	{ "p:1g/x f", ON_ENTRY, 2, "Group name must be letters, digits, _ and -" },
	{ "p:g/1x f", ON_ENTRY, 4, "Event name must be letters, digits and _" },
	{ "p:x-y f", ON_ENTRY, 2, "Event name must be letters, digits and _" },
	{ "px f", ON_ENTRY, 1, "Expected : and a name, or a number" },
	{ "p8 f", ON_ENTRY, 1, "A maximum of active calls is for returns only" },
	{ "r8x f", ON_ENTRY, 1, "Maximum of active calls is no number" },
	{ "r5000 f", ON_ENTRY, 1, "Maximum of active calls is more than 4096" },
	{ "f8 f", ON_ENTRY, 1, "A maximum of active calls is for returns only" },
	{ "p:x f%back", ON_ENTRY, 5, "Only %return may stand behind a place" },
	{ "p:x f a=", ON_ENTRY, 8, "Nothing to fetch" },
	{ "p:x f =%di", ON_ENTRY, 6, "The argument has no name" },
	{ "p:x f a-b=%di", ON_ENTRY, 6, "An argument's name is letters, digits and _" },
	{ "p:x f a=%di a=%si", ON_ENTRY, 12, "Another argument has this name" },
	{ "p:x f common_pid=%di", ON_ENTRY, 6, "Records have a field of this name anyhow" },
	{ "p:x f __probe_ip=%di", ON_ENTRY, 6, "Records have a field of this name anyhow" },
	{ "p:x f %zz", ON_ENTRY, 6, "No such register" },
	{ "p:x f a=%", ON_ENTRY, 8, "No such register" },
	{ "p:x f a=$foo", ON_ENTRY, 8, "No such variable" },
	{ "p:x f a=$retval", ON_ENTRY, 8, "$retval is there when a function returns only" },
	{ "p:x f a=$arg0", ON_ENTRY, 8, "Arguments are numbered from 1" },
	{ "p:x f a=$arg1", PROBE_REGS, 8, "Arguments can be fetched at a function's entry only" },
	{ "p:x f a=$arg1", IN_PROGRAM, 8, "Which arguments a program's function has is not known" },
	{ "p:x f a=$arg1", PROBE_ARGS, 8, "There are only 0 arguments" },
	{ "p:x f a=$stackx", ON_ENTRY, 14, "Stack entry out of bounds" },
	{ "p:x f a=$stack999999", ON_ENTRY, 14, "Stack entry out of bounds" },
	{ "p:x f a=$stack", PROBE_ARGS, 8, "There is no stack here" },
	{ "p:x f a=%di", PROBE_ARGS, 8, "There are no registers here" },
	{ "p:x f a=foo", ON_ENTRY, 8, "No such thing to fetch" },
	{ "p:x f a=+0", ON_ENTRY, 10, "Expected ( behind the offset" },
	{ "p:x f a=+x(%di)", ON_ENTRY, 9, "Offset is no number" },
	{ "p:x f a=++4(%di)", ON_ENTRY, 9, "Offset is no number" },
	{ "p:x f a=+0(%di", ON_ENTRY, 14, "A ) is missing" },
	{ "p:x f a=+0(+8(%di)", ON_ENTRY, 17, "A ) is missing" },
	{ "p:x f a=+0()", ON_ENTRY, 11, "Nothing to fetch" },
	{ "p:x f a=@0xzz", ON_ENTRY, 9, "Address is no number" },
	{ "p:x f a=@", ON_ENTRY, 9, "No symbol" },
	{ "p:x f a=@no_such_symbol_here", ON_ENTRY, 9, "No symbol of this name" },
	{ "p:x f a=@jiffies+x", ON_ENTRY, 17, "Offset is no number" },
	{ "p:x f a=@+4", ON_ENTRY, 8, "Only programs have offsets in a file" },
	{ "p:x f a=@jiffies", IN_PROGRAM, 9, "Symbols are the kernel's: programs have none" },
	{ "p:x f a=\\x", ON_ENTRY, 9, "Constant is no number" },
	{ "p:x f a=\\\"x", ON_ENTRY, 11, "The quote is not closed" },
	{ "p:x f a=%di:u7", ON_ENTRY, 12, "No such type" },
	{ "p:x f a=%di:", ON_ENTRY, 12, "No such type" },
	{ "p:x f a=%di:%p", ON_ENTRY, 12, "No such type" },
	{ "p:x f a=%di:b", ON_ENTRY, 12, "No such type" },
	{ "p:x f a=%di:b4", ON_ENTRY, 12, "A bit field is bWIDTH@OFFSET/SIZE" },
	{ "p:x f a=%di:b4@2", ON_ENTRY, 12, "A bit field is bWIDTH@OFFSET/SIZE" },
	{ "p:x f a=%di:b4@2/7", ON_ENTRY, 17, "Containers have 8, 16, 32 or 64 bits" },
	{ "p:x f a=%di:b4@6/8", ON_ENTRY, 12, "The bit field is not inside its container" },
	{ "p:x f a=%di:b0@0/8", ON_ENTRY, 12, "The bit field is not inside its container" },
	{ "p:x f a=%di:b4@4294967292/8", ON_ENTRY, 12,
	  "The bit field is not inside its container" },
	{ "p:x f a=%di:string", ON_ENTRY, 12, "A string has to be in memory: +0(...)" },
	{ "p:x f a=%di:ustring", ON_ENTRY, 12, "A string has to be in memory: +0(...)" },
	{ "p:x f a=%di:u8[4]", ON_ENTRY, 12, "An array has to be in memory: +0(...)" },
	{ "p:x f a=+0(%di):u8[0]", ON_ENTRY, 19, "An array has 1 element at least" },
	{ "p:x f a=+0(%di):u8[65]", ON_ENTRY, 19, "An array has 64 elements at most" },
	{ "p:x f a=+0(%di):u8[4", ON_ENTRY, 18, "An array is TYPE[COUNT]" },
	{ "p:x f a=+0(%di):u8[4]x", ON_ENTRY, 20, "An array is TYPE[COUNT]" },
	{ "p:x f a=+0(%di):symstr[2]", ON_ENTRY, 16, "symstr cannot be an array" },
	{ "p:x f a=$comm:u8", ON_ENTRY, 14,
	  "This is a text, and has the type string only" },
	{ "p:x f a=+0($comm)", ON_ENTRY, 8, "This is a text, and has the type string only" },
	{ "p:x f a=$current", IN_PROGRAM, 8,
	  "$current is the kernel's: programs cannot read it" },
};

static void probe_test_refused(struct kunit *test)
{
	const struct wrong_case *w;
	int ret;

	for (w = wrongs; w < wrongs + ARRAY_SIZE(wrongs); w++) {
		struct probe_line *l = line_of(test, w->line, w->flags, &ret);

		KUNIT_EXPECT_NE_MSG(test, ret, 0, "%s", w->line);
		KUNIT_EXPECT_STREQ_MSG(test, l->error ?: "", w->error, "%s", w->line);
		KUNIT_EXPECT_EQ_MSG(test, l->pos, w->pos, "%s", w->line);
		probe_line_free(l);
	}
}

static void probe_test_limits(struct kunit *test)
{
	char *line = kunit_kzalloc(test, 4096, GFP_KERNEL);
	struct probe_line *l;
	unsigned int i;
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, line);
	strscpy(line, "p:x f", 4096);
	for (i = 0; i < PROBE_MAX_ARGS; i++)
		strlcat(line, " %di:u8", 4096);
	l = line_of(test, line, ON_ENTRY, &ret);
	KUNIT_EXPECT_EQ_MSG(test, ret, 0, "%s", l->error);
	KUNIT_EXPECT_EQ(test, l->fixed, 16 + PROBE_MAX_ARGS);
	probe_line_free(l);

	strlcat(line, " %di:u8", 4096);
	l = line_of(test, line, ON_ENTRY, &ret);
	KUNIT_EXPECT_STREQ(test, l->error ?: "", "More than 128 arguments");
	probe_line_free(l);

	strscpy(line, "p:x f", 4096);
	for (i = 0; i < 8; i++)
		strlcat(line, " +0(%di):u64[64]", 4096);
	l = line_of(test, line, ON_ENTRY, &ret);
	KUNIT_EXPECT_STREQ(test, l->error ?: "", "The arguments take too much room");
	probe_line_free(l);

	strscpy(line, "p:x f a=", 4096);
	for (i = 0; i <= PROBE_MAX_DEPTH; i++)
		strlcat(line, "+0(", 4096);
	strlcat(line, "%di", 4096);
	for (i = 0; i <= PROBE_MAX_DEPTH; i++)
		strlcat(line, ")", 4096);
	l = line_of(test, line, ON_ENTRY, &ret);
	KUNIT_EXPECT_STREQ(test, l->error ?: "", "Too many nested dereferences");
	probe_line_free(l);

	snprintf(line, 4096, "p:%065d f", 0);
	line[2] = 'x';
	l = line_of(test, line, ON_ENTRY, &ret);
	KUNIT_EXPECT_STREQ(test, l->error ?: "", "Event name is too long");
	probe_line_free(l);
}

/* ---- fetching ---- */

static struct probed {
	u64	number;		/* 0 */
	s8	minus[8];	/* 8 */
	void	*self;		/* 16 */
	char	text[16];	/* 24 */
	char	*texts[2];	/* 40 */
	void	*bad;		/* 56 */
} probed = {
	.number	= 0x1122334455667788,
	.minus	= { -1, -2, -3, -4, 5, 6, 7, 8 },
	.self	= &probed,
	.text	= "hello",
	.texts	= { "one", "three" },
	.bad	= (void *)0xdead000000000000,
};

/* What a record says of the argument, as the trace has it */
static const struct fetch_case {
	const char	*fetch;
	unsigned int	flags;
	const char	*value;
	unsigned int	faults;
} fetches[] = {
	{ "%si", ON_ENTRY, "0x5" },
	{ "%si:u8", ON_ENTRY, "5" },
	{ "%dx:s32", ON_ENTRY, "-7" },
	{ "%dx:u16", ON_ENTRY, "65529" },
	{ "%dx:x32", ON_ENTRY, "0xfffffff9" },
	{ "%cx:char", ON_ENTRY, "'A'" },
	{ "$arg2:s64", ON_ENTRY, "5" },
	{ "$arg1:s64", ON_RETURN, "41" },
	{ "$arg2:s64", ON_RETURN, "42" },
	{ "$retval:s64", ON_RETURN, "99" },
	{ "\\-3:s64", ON_ENTRY, "-3" },
	{ "\\0xffffffffffffffff", ON_ENTRY, "0xffffffffffffffff" },
	{ "\\\"a text\"", ON_ENTRY, "\"a text\"" },
	{ "\\\"a:text\":string", ON_ENTRY, "\"a:text\"" },
	{ "%si:b2@0/8", ON_ENTRY, "1" },
	{ "%si:b2@1/32", ON_ENTRY, "2" },
	{ "+0(%di)", ON_ENTRY, "0x1122334455667788" },
	{ "+0(%di):x16", ON_ENTRY, "0x7788" },
	{ "+4(%di):x16", ON_ENTRY, "0x3344" },
	{ "+0(%di):b4@4/16", ON_ENTRY, "8" },
	{ "+0(%di):b64@0/64", ON_ENTRY, "1234605616436508552" },
	{ "+8(%di):s8", ON_ENTRY, "-1" },
	{ "+8(%di):s8[4]", ON_ENTRY, "{-1,-2,-3,-4}" },
	{ "+8(%di):x8[1]", ON_ENTRY, "{0xff}" },
	{ "+8(+16(%di)):s8", ON_ENTRY, "-1" },
	{ "+8(+16(+16(%di))):s8", ON_ENTRY, "-1" },
	{ "-16(+16(%di)):x8", ON_ENTRY, NULL },
	{ "+24(%di):string", ON_ENTRY, "\"hello\"" },
	{ "+24(+16(%di)):string", ON_ENTRY, "\"hello\"" },
	{ "+0(+40(%di)):string", ON_ENTRY, "\"one\"" },
	{ "+40(%di):string[2]", ON_ENTRY, "{\"one\",\"three\"}" },
	{ "+48(%di):string[2]", ON_ENTRY, "{\"three\",(fault)}", 1 },
	{ "+0(+56(%di))", ON_ENTRY, "0x0", 1 },
	{ "+0(+56(%di)):string", ON_ENTRY, "(fault)", 1 },
	{ "+0(+56(%di)):ustring", ON_ENTRY, "(fault)", 1 },
	{ "+0(+56(%di)):u16[3]", ON_ENTRY, "{0,0,0}", 1 },
	{ "+0(+0(+56(%di))):string[2]", ON_ENTRY, "{(fault),(fault)}", 1 },
	{ "+u0(+56(%di))", ON_ENTRY, "0x0", 1 },
	{ "@0:u8", ON_ENTRY, "0", 1 },
	{ "@0xffffffffffffffff:u64", ON_ENTRY, "0", 1 },
	{ "+0x7fffffffffffffff(%di):string", ON_ENTRY, "(fault)", 1 },
};

static void one_fetch(struct kunit *test, const struct fetch_case *f, struct pt_regs *regs)
{
	static const unsigned long args[] = { 41, 42 };
	const struct fetch_ctx c = { .regs = regs, .args = args };
	struct trace_seq *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);
	u8 *rec = kunit_kzalloc(test, 512, GFP_KERNEL);
	unsigned int faults = 0, len;
	struct probe_line *l;
	char line[80];
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, s);
	KUNIT_ASSERT_NOT_NULL(test, rec);
	snprintf(line, sizeof(line), "p:x f a=%s", f->fetch);
	l = line_of(test, line, f->flags, &ret);
	KUNIT_EXPECT_EQ_MSG(test, ret, 0, "%s: %s", f->fetch, l->error);
	if (ret)
		goto out;
	KUNIT_EXPECT_STREQ(test, l->progs[0].text, f->fetch);
	memset(rec, 0xa5, 512);
	len = probe_fetch(l->progs, 1, &c, rec, l->fixed, 500, &faults);
	KUNIT_EXPECT_GE_MSG(test, len, l->fixed, "%s", f->fetch);
	KUNIT_EXPECT_LE_MSG(test, len, 500, "%s", f->fetch);
	KUNIT_EXPECT_EQ_MSG(test, rec[len], 0xa5, "%s: written behind its end", f->fetch);
	trace_seq_init(s);
	fetch_type_print(s, &l->fields[0], rec);
	trace_seq_putc(s, 0);
	if (f->value) {
		KUNIT_EXPECT_STREQ_MSG(test, s->buffer, f->value, "%s", f->fetch);
		KUNIT_EXPECT_EQ_MSG(test, !!faults, !!f->faults, "%s", f->fetch);
	}
out:
	probe_line_free(l);
	kunit_kfree(test, rec);
	kunit_kfree(test, s);
}

static void probe_test_fetch(struct kunit *test)
{
	struct pt_regs regs = {
		.di = (unsigned long)&probed, .si = 5, .dx = -7, .cx = 'A', .ax = 99,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fetches); i++)
		one_fetch(test, &fetches[i], &regs);
}

/* Texts at the end of what is mapped, with and without a NUL, in less and less room */
static void probe_test_text_room(struct kunit *test)
{
	char *page = vmalloc(PAGE_SIZE);
	u8 *rec = kunit_kzalloc(test, 512, GFP_KERNEL);
	struct pt_regs regs = { };
	const struct fetch_ctx c = { .regs = &regs };
	unsigned int room, faults, len, at;
	struct probe_line *l;
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_NOT_NULL(test, rec);
	memset(page, 'x', PAGE_SIZE);
	l = line_of(test, "p:x f a=+0(%di):string b=$comm c=%ip:symstr", ON_ENTRY, &ret);
	KUNIT_EXPECT_EQ_MSG(test, ret, 0, "%s", l->error);
	/* Behind the page vmalloc() leaves a hole. */
	for (at = 1; !ret && at < 200; at++) {
		regs.di = (unsigned long)page + PAGE_SIZE - at;
		for (room = l->fixed; room < 256; room += 3) {
			faults = 0;
			memset(rec, 0xa5, 512);
			len = probe_fetch(l->progs, 3, &c, rec, l->fixed, room, &faults);
			KUNIT_EXPECT_LE(test, len, room);
			KUNIT_EXPECT_EQ(test, rec[room], 0xa5);
			/* Without a NUL it is cut by the room, or runs into the hole. */
			if (room - l->fixed > at)
				KUNIT_EXPECT_GE(test, faults, 1);
			if (len > l->fixed)
				KUNIT_EXPECT_EQ(test, rec[len - 1], 0);
		}
	}
	probe_line_free(l);
	vfree(page);
}

/* ---- random programs ---- */

static void put_fetch(struct rnd_state *rnd, char *to, size_t room, unsigned int depth)
{
	static const char *const leaves[] = {
		"%di", "%si", "%ip", "$stack", "$stack1", "$arg1", "$arg6", "$current", "@jiffies",
		"@jiffies+8", "\\1", "\\-1", "\\0x7fffffffffffffff", "@0xffff888000000000",
	};
	size_t len;

	if (!depth) {
		strlcat(to, leaves[prandom_u32_state(rnd) % ARRAY_SIZE(leaves)], room);
		return;
	}
	len = strlen(to);
	snprintf(to + len, room - len, "%c%s%u(", prandom_u32_state(rnd) & 1 ? '+' : '-',
		 prandom_u32_state(rnd) & 3 ? "" : "u", prandom_u32_state(rnd) % 64);
	put_fetch(rnd, to, room, depth - 1);
	strlcat(to, ")", room);
}

/* Whatever the language allows is taken, shown as it was, and harms nobody. */
static void probe_test_random(struct kunit *test)
{
	static const char *const types[] = {
		"", ":u8", ":s16", ":x32", ":u64", ":char", ":symbol", ":b3@2/16", ":symstr",
	};
	static const char *const memory_types[] = {
		":string", ":ustring", ":x8[7]", ":s64[3]", ":string[3]", ":ustring[2]", ":b9@0/32",
		":char[5]", ":%pd", ":%pD",
	};
	struct pt_regs regs = { .di = (unsigned long)&probed, .sp = (unsigned long)&regs };
	const struct fetch_ctx c = { .regs = &regs };
	u8 *rec = kunit_kzalloc(test, 1024, GFP_KERNEL);
	char *line = kunit_kzalloc(test, 512, GFP_KERNEL);
	unsigned int i, depth, faults, len;
	struct rnd_state rnd;
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, rec);
	KUNIT_ASSERT_NOT_NULL(test, line);
	prandom_seed_state(&rnd, 1);
	for (i = 0; i < 3000; i++) {
		struct probe_line *l;

		depth = prandom_u32_state(&rnd) % 6;
		strscpy(line, "p:x f a=", 512);
		put_fetch(&rnd, line, 512, depth);
		if (depth && prandom_u32_state(&rnd) & 1)
			strlcat(line, memory_types[prandom_u32_state(&rnd) %
						   ARRAY_SIZE(memory_types)], 512);
		else
			strlcat(line, types[prandom_u32_state(&rnd) % ARRAY_SIZE(types)], 512);
		l = line_of(test, line, ON_ENTRY, &ret);
		KUNIT_EXPECT_EQ_MSG(test, ret, 0, "%s: %s", line, l->error);
		if (!ret) {
			KUNIT_EXPECT_STREQ(test, l->progs[0].text, line + strlen("p:x f a="));
			memset(rec, 0xa5, 1024);
			len = probe_fetch(l->progs, 1, &c, rec, l->fixed, 1000, &faults);
			KUNIT_EXPECT_LE(test, len, 1000);
			/* A text that ends in a fault has been begun behind the end. */
			if (l->progs[0].end < END_TEXT)
				KUNIT_EXPECT_EQ_MSG(test, rec[len], 0xa5, "%s", line);
			KUNIT_EXPECT_EQ_MSG(test, rec[1000], 0xa5, "%s", line);
		}
		probe_line_free(l);
		kunit_kfree(test, l);
	}
}

static struct kunit_case probe_cases[] = {
	KUNIT_CASE(probe_test_heads),
	KUNIT_CASE(probe_test_refused),
	KUNIT_CASE(probe_test_limits),
	KUNIT_CASE(probe_test_fetch),
	KUNIT_CASE(probe_test_text_room),
	KUNIT_CASE(probe_test_random),
	{ }
};

static struct kunit_suite probe_suite = {
	.name		= "trace-probe",
	.test_cases	= probe_cases,
};

kunit_test_suite(probe_suite);
