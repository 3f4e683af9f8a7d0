// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of filters and of the lines of trigger files: the compiler against a
 * naive evaluator, mistakes and where they are said to be, the kinds of
 * patterns, wild pointers, texts made to hurt.
 */
#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "trigger.h"
#include "../filter/filter.h"
#include "../filter/random.h"

static struct event_filter *compile(struct kunit *test, const char *text)
{
	struct filter_error err;
	struct event_filter *f = filter_compile(text, sample_find, NULL, &err);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(f), "'%s': %ld, %s at %u", text, PTR_ERR(f),
			       filter_mistake_text(err.what), err.pos);
	return f;
}

/* What a filter says of a record; preemption is disabled as for real records */
static bool ask(struct kunit *test, const char *text, const struct sample *r)
{
	struct event_filter *f = compile(test, text);
	bool yes;

	preempt_disable();
	yes = filter_match(f, r);
	preempt_enable();
	kvfree(f);
	return yes;
}

/* ---- random filters ---- */

#define ROUNDS		3000
#define RECORDS		8

static void filter_random_test(struct kunit *test)
{
	struct sample *r = kunit_kcalloc(test, RECORDS, sizeof(*r), GFP_KERNEL);
	struct expr *e = kunit_kzalloc(test, sizeof(*e), GFP_KERNEL);
	unsigned int round, i, passed = 0;
	struct event_filter *f;
	bool yes;

	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_ASSERT_NOT_NULL(test, e);
	for (round = 0; round < ROUNDS; round++) {
		expr_make(e);
		f = compile(test, e->text);
		for (i = 0; i < RECORDS; i++) {
			sample_fill(&r[i]);
			preempt_disable();
			yes = filter_match(f, &r[i]);
			preempt_enable();
			passed += yes;
			if (yes != expr_answer(e, 0, &r[i]))
				KUNIT_FAIL(test, "round %u: wrong answer to %s", round, e->text);
		}
		kvfree(f);
	}
	/* records that all pass or all fail would test little */
	KUNIT_EXPECT_GT(test, passed, ROUNDS * RECORDS / 10);
	KUNIT_EXPECT_LT(test, passed, ROUNDS * RECORDS * 9 / 10);
}

/* ---- mistakes ---- */

static const struct {
	const char	*text;
	unsigned int	pos;
	const char	*mistake;
} mistake_cases[] = {
	{ "",				0,  "No filter found" },
	{ "!",				1,  "No filter found" },
	{ "()",				1,  "No filter found" },
	{ "u4 == 1 &&",			10, "Meaningless filter expression" },
	{ "u4 == 1 && || u4 == 2",	11, "Meaningless filter expression" },
	{ "u4 == 1 && )",		11, "Meaningless filter expression" },
	{ "u4 == 1 u2 == 2",		8,  "Too many terms in predicate expression" },
	{ "u4 == 1 & u2 == 2",		8,  "Too many terms in predicate expression" },
	{ "u4 == 1;",			7,  "Too many terms in predicate expression" },
	{ "(u4 == 1",			0,  "Too many '('" },
	{ "u4 == 1 || (u4 == 2",	11, "Too many '('" },
	{ "u4 == 1)",			7,  "Too few '('" },
	{ "u4 == 1 && nothing == 2",	19, "Field not found" },
	{ "str.ustring == 'a'",		0,  "Expecting string field" },
	{ "ptr.string == 'a'",		3,  "Only .ustring and .function may follow a field" },
	{ "u4",				2,  "Invalid operator" },
	{ "u4 = 1",			3,  "Invalid operator" },
	{ "u4 !~ 1",			3,  "Invalid operator" },
	{ "u4 ~ 1",			3,  "Illegal operation for field type" },
	{ "str < 'a'",			4,  "Illegal operation for field type" },
	{ "mask < CPUS{1}",		5,  "Illegal operation for field type" },
	{ "u4 < CPUS{1}",		3,  "Illegal operation for field type" },
	{ "ip.function < vprintk",	12, "Illegal operation for field type" },
	{ "u4.function == vprintk",	0,  "Illegal operation for field type" },
	{ "stacktrace == 1",		0,  "Fields of this type cannot be compared" },
	{ "u4 == ",			6,  "Invalid value (did you forget quotes)?" },
	{ "u4 == abc",			6,  "Invalid value (did you forget quotes)?" },
	{ "str == abc",			7,  "Invalid value (did you forget quotes)?" },
	{ "str == 12",			7,  "Expecting string field" },
	{ "u4 == 'a'",			6,  "Expecting numeric field" },
	{ "u4 == 12ab",			6,  "Illegal integer value" },
	{ "u4 == 09",			6,  "Illegal integer value" },
	{ "u4 == -",			6,  "Illegal integer value" },
	{ "u4 == --1",			6,  "Illegal integer value" },
	{ "u4 == 18446744073709551616",	6,  "Illegal integer value" },
	{ "u4 == -9223372036854775809",	6,  "Illegal integer value" },
	{ "str == \"abc",		7,  "Missing matching quote" },
	{ "str == 'abc\"",		7,  "Missing matching quote" },
	{ "ip.function == no_such_fn",	15, "Function not found" },
	{ "ip.function == 0",		15, "Function not found" },
	{ "u4 & CPUS",			9,  "Missing '{'" },
	{ "u4 & CPUS{1",		5,  "Missing '}'" },
	{ "u4 & CPUS{}",		5,  "Invalid cpulist" },
	{ "u4 & CPUS{b}",		5,  "Invalid cpulist" },
	{ "mask == CPUS{99999}",	8,  "Invalid cpulist" },
	{ "mask & 1",			7,  "Expecting CPUS{list}" },
};

static void filter_mistake_test(struct kunit *test)
{
	struct filter_error err;
	struct event_filter *f;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mistake_cases); i++) {
		const char *text = mistake_cases[i].text;

		f = filter_compile(text, sample_find, NULL, &err);
		KUNIT_ASSERT_TRUE_MSG(test, IS_ERR(f), "accepted: %s", text);
		KUNIT_EXPECT_EQ_MSG(test, PTR_ERR(f), -EINVAL, "%s", text);
		KUNIT_EXPECT_STREQ_MSG(test, filter_mistake_text(err.what),
				       mistake_cases[i].mistake, "%s", text);
		KUNIT_EXPECT_EQ_MSG(test, err.pos, mistake_cases[i].pos, "%s", text);
	}
}

/* ---- numbers: what the random test reaches seldom ---- */

static void filter_number_test(struct kunit *test)
{
	struct sample r = { .u1 = 255, .s1 = -1, .s4 = -5, .u4 = 3000000000U, .s8 = S64_MIN };

	KUNIT_EXPECT_TRUE(test, ask(test, "u1 == -1", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "s1 == 255", &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "u1 == 511", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "u1 < 256", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "u1 > -129", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "s1 > -1000 && s1 < 1000 && s1 != 1000", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "s4 < 0 && s4 >= -5 && s4 <= -5 && !s4 < -5", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "u4 > 2147483647 && u4 == 0xb2d05e00", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "s8 == -9223372036854775808 && s8 <= 0", &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "s8 > -9223372036854775808", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "u1 == 0377 && u1&0x80&&!u1&0x100", &r));
}

/* ---- strings ---- */

static const struct {
	const char	*pattern;
	int		match;		/* how it is to be looked for */
	const char	*hits;		/* strings that it finds, and that it does not, */
	const char	*misses;	/* between blanks */
} glob_cases[] = {
	{ "ab",		MATCH_WHOLE,	"ab",			"abc xab a" },
	{ "ab*",	MATCH_FRONT,	"ab abc",		"xab a" },
	{ "*ab",	MATCH_END,	"ab xab",		"abx b" },
	{ "*ab*",	MATCH_INSIDE,	"ab xab abx xabx",	"axb ba" },
	{ "*",		MATCH_END,	"a abc",		"" },
	{ "**",		MATCH_INSIDE,	"a abc",		"" },
	{ "a*b",	MATCH_GLOB,	"ab axb axbb",		"abx xab" },
	{ "*a*b*",	MATCH_GLOB,	"ab xaxbx",		"ba a b" },
	{ "a?b",	MATCH_GLOB,	"axb a*b",		"ab axxb" },
	{ "a[x-z]",	MATCH_GLOB,	"ax ay az",		"aw a axx" },
	{ "a[!x]*",	MATCH_GLOB,	"ay ayy",		"ax a" },
	{ "a\\*",	MATCH_GLOB,	"a*",			"ab a" },
	{ "a[x",	MATCH_GLOB,	"a[x",			"ax" },
};

static void filter_glob_words(struct kunit *test, unsigned int i, const char *words, bool want)
{
	char *copy = kunit_kstrdup(test, words, GFP_KERNEL), *word, text[40], negated[40];
	struct sample r = {};

	KUNIT_ASSERT_NOT_NULL(test, copy);
	snprintf(text, sizeof(text), "str ~ \"%s\"", glob_cases[i].pattern);
	snprintf(negated, sizeof(negated), "str ~ \"!%s\"", glob_cases[i].pattern);
	while ((word = strsep(&copy, " "))) {
		if (!*word)
			continue;
		strscpy_pad(r.str, word, sizeof(r.str));
		KUNIT_EXPECT_EQ_MSG(test, ask(test, text, &r), want, "%s, %s", text, word);
		KUNIT_EXPECT_EQ_MSG(test, ask(test, negated, &r), !want, "%s, %s", negated, word);
	}
}

static void filter_glob_test(struct kunit *test)
{
	struct event_filter *f;
	unsigned int i;
	char text[40];

	for (i = 0; i < ARRAY_SIZE(glob_cases); i++) {
		snprintf(text, sizeof(text), "str ~ '%s'", glob_cases[i].pattern);
		f = compile(test, text);
		KUNIT_EXPECT_EQ_MSG(test, (int)f->insn[0].match, glob_cases[i].match, "%s", text);
		kvfree(f);
		filter_glob_words(test, i, glob_cases[i].hits, true);
		filter_glob_words(test, i, glob_cases[i].misses, false);
	}
}

/* A string that fills its array, with more of the same behind it */
static void filter_unterminated_test(struct kunit *test)
{
	struct sample r = {};

	memset(&r.str, 'a', sizeof(r.str));
	r.dyn = 0x61616161;
	KUNIT_EXPECT_TRUE(test, ask(test, "str == 'aaaaaaaa'", &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "str == 'aaaaaaaaa'", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "str ~ '?????*???'", &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "str ~ '?????*????'", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "str ~ '*aaaaaaaa'", &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "str ~ '*aaaaaaaaa*'", &r));
	r.dyn = 0;
	KUNIT_EXPECT_TRUE(test, ask(test, "dyn == ''", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "dyn ~ '*'", &r));
}

/* Pointers lead anywhere; what cannot be read is not equal to anything */
static void filter_pointer_test(struct kunit *test)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	/* None is ever mapped, with four levels of page tables or with five. */
	static const unsigned long wild[] = {
		0, 8, 0x7fffdead0000, 0xdead000000000100, 0xfeffffffffffffff, -1UL, -4096UL,
	};
	struct sample r = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(wild); i++) {
		r.ptr = (const char *)wild[i];
		KUNIT_EXPECT_FALSE(test, ask(test, "ptr == ''", &r));
		KUNIT_EXPECT_FALSE(test, ask(test, "ptr ~ '*'", &r));
		KUNIT_EXPECT_TRUE(test, ask(test, "ptr != 'a'", &r));
		KUNIT_EXPECT_FALSE(test, ask(test, "ptr.ustring ~ '*'", &r));
	}
	r.ptr = "to the kernel";
	KUNIT_EXPECT_TRUE(test, ask(test, "ptr == 'to the kernel'", &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "ptr.ustring == 'to the kernel'", &r));

	/* a long one is compared as far as it is copied */
	KUNIT_ASSERT_NOT_NULL(test, page);
	memset(page, 'a', PAGE_SIZE - 1);
	page[PAGE_SIZE - 1] = '\0';
	r.ptr = page;
	KUNIT_EXPECT_TRUE(test, ask(test, "ptr ~ 'aaa*'", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "ptr ~ '*aaa'", &r));
	page[2000] = 'b';
	KUNIT_EXPECT_FALSE(test, ask(test, "ptr ~ '*b*'", &r));
	page[1000] = 'b';
	KUNIT_EXPECT_TRUE(test, ask(test, "ptr ~ '*b*'", &r));
	free_page((unsigned long)page);
}

/* ---- what is not in the record ---- */

static void filter_ambient_test(struct kunit *test)
{
	struct sample r = {};
	char text[64];
	int cpu;

	snprintf(text, sizeof(text), "comm == \"%s\"", current->comm);
	KUNIT_EXPECT_TRUE(test, ask(test, text, &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "comm == 'somebody else'", &r));

	migrate_disable();
	cpu = smp_processor_id();
	snprintf(text, sizeof(text), "CPU == %d && CPU & CPUS{%d} && CPU < %d", cpu, cpu, cpu + 1);
	KUNIT_EXPECT_TRUE(test, ask(test, text, &r));
	snprintf(text, sizeof(text), "CPU != %d || CPU > %d || CPU != CPUS{%d}", cpu, cpu, cpu);
	KUNIT_EXPECT_FALSE(test, ask(test, text, &r));
	snprintf(text, sizeof(text), "CPU & %d", cpu);
	KUNIT_EXPECT_EQ(test, ask(test, text, &r), cpu != 0);
	KUNIT_EXPECT_FALSE(test, ask(test, "CPU & 0", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "CPU & 1 || !(CPU & 1)", &r));
	migrate_enable();
}

static noinline void some_function(void)
{
	barrier();
}

static void filter_function_test(struct kunit *test)
{
	struct sample r = { .ip = (unsigned long)vprintk };
	char text[64];

	KUNIT_EXPECT_TRUE(test, ask(test, "ip.function == vprintk", &r));
	r.ip += 3;
	KUNIT_EXPECT_TRUE(test, ask(test, "ip.function == vprintk", &r));
	KUNIT_EXPECT_FALSE(test, ask(test, "ip.function != vprintk", &r));
	r.ip -= 4;
	KUNIT_EXPECT_FALSE(test, ask(test, "ip.function == vprintk", &r));
	KUNIT_EXPECT_TRUE(test, ask(test, "ip.function != vprintk", &r));
	r.ip = (unsigned long)some_function;
	snprintf(text, sizeof(text), "ip.function == 0x%llx", (unsigned long long)r.ip + 1);
	KUNIT_EXPECT_TRUE(test, ask(test, text, &r));
}

/* ---- texts made to hurt ---- */

static void filter_deep_test(struct kunit *test)
{
	unsigned int depth = 10000, i, len = 2 * depth + 16;
	char *text = kunit_kmalloc(test, len, GFP_KERNEL);
	struct sample r = { .u1 = 1 };

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, '(', depth);
	strscpy(text + depth, "u1 == 1", len - depth);
	memset(text + depth + 7, ')', depth);
	text[2 * depth + 7] = '\0';
	KUNIT_EXPECT_TRUE(test, ask(test, text, &r));

	/* an even number of negations, then an odd one */
	memset(text, '!', depth);
	strscpy(text + depth, "u1 == 1", len - depth);
	KUNIT_EXPECT_TRUE(test, ask(test, text, &r));
	KUNIT_EXPECT_FALSE(test, ask(test, text + 1, &r));

	/* as many comparisons as fit, of which the last decides */
	for (i = 0; i + 16 < 2 * depth; i += 7)
		memcpy(text + i, "u1==2||", 7);
	strscpy(text + i, "u1==1", len - i);
	KUNIT_EXPECT_TRUE(test, ask(test, text, &r));
	text[i + 4] = '2';
	KUNIT_EXPECT_FALSE(test, ask(test, text, &r));
}

/* ---- lines of trigger files ---- */

static const struct {
	const char	*line;
	unsigned int	nr;		/* arguments before the count */
	bool		remove;
	const char	*name;
	const char	*arg[2];
	long		count;
	const char	*filter;
} line_cases[] = {
	{ "traceon",		0, false, "traceon",	{}, -1, NULL },
	{ "!traceon",		0, true,  "traceon",	{}, -1, NULL },
	{ "traceon:",		0, false, "traceon",	{}, -1, NULL },
	{ "traceon:0x10",	0, false, "traceon",	{}, 16, NULL },
	{ "traceon:unlimited",	0, false, "traceon",	{}, -1, NULL },
	{ "!traceon:count=7",	0, true,  "traceon",	{}, 7, NULL },
	{ "traceon:3 if a == 1", 0, false, "traceon",	{}, 3, "a == 1" },
	{ "traceon  if\ta == 1", 0, false, "traceon",	{}, -1, "a == 1" },
	{ "!do:a:b if x",	2, true,  "do",		{ "a", "b" }, -1, "x" },
	{ "do:a:b:0",		2, false, "do",		{ "a", "b" }, 0, NULL },
};

static const struct {
	const char	*line;
	unsigned int	nr;
	const char	*mistake;
	unsigned int	pos;
} bad_line_cases[] = {
	{ "traceon foo",	0, "Expecting 'if' and a filter", 8 },
	{ "traceon iffy",	0, "Expecting 'if' and a filter", 8 },
	{ "traceon if",		0, "No filter found", 10 },
	{ "traceon if  ",	0, "No filter found", 12 },
	{ "traceon:x",		0, "Illegal count", 8 },
	{ "traceon:-1",		0, "Illegal count", 8 },
	{ "traceon:1:2",	0, "Illegal count", 8 },
	{ "traceon:count=",	0, "Illegal count", 14 },
	{ "traceon:unlimite",	0, "Illegal count", 8 },
	{ "traceon:18446744073709551615", 0, "Illegal count", 8 },
	{ "do",			2, "Missing argument", 2 },
	{ "do:a",		2, "Missing argument", 4 },
	{ "do::b",		2, "Missing argument", 3 },
	{ "do:a:b:c",		2, "Illegal count", 7 },
};

static void trigger_line_test(struct kunit *test)
{
	char line[40], *args[2] = {};
	struct trigger_line l;
	unsigned int i, a;
	long count;

	for (i = 0; i < ARRAY_SIZE(line_cases); i++) {
		strscpy(line, line_cases[i].line);
		KUNIT_ASSERT_EQ_MSG(test, trigger_line_split(line, &l), 0, "%d", i);
		KUNIT_ASSERT_EQ_MSG(test, trigger_args_split(&l, line_cases[i].nr, args, &count),
				    0, "%d", i);
		KUNIT_EXPECT_EQ_MSG(test, l.remove, line_cases[i].remove, "%d", i);
		KUNIT_EXPECT_STREQ_MSG(test, l.name, line_cases[i].name, "%d", i);
		KUNIT_EXPECT_STREQ_MSG(test, l.filter ?: "none", line_cases[i].filter ?: "none",
				       "%d", i);
		KUNIT_EXPECT_EQ_MSG(test, count, line_cases[i].count, "%d", i);
		for (a = 0; a < line_cases[i].nr; a++)
			KUNIT_EXPECT_STREQ_MSG(test, args[a], line_cases[i].arg[a], "%d", i);
	}
	for (i = 0; i < ARRAY_SIZE(bad_line_cases); i++) {
		strscpy(line, bad_line_cases[i].line);
		KUNIT_EXPECT_EQ_MSG(test, trigger_line_split(line, &l) ?:
				    trigger_args_split(&l, bad_line_cases[i].nr, args, &count),
				    -EINVAL, "%d", i);
		KUNIT_EXPECT_STREQ_MSG(test, l.text, bad_line_cases[i].mistake, "%d", i);
		KUNIT_EXPECT_EQ_MSG(test, l.bad - line, bad_line_cases[i].pos, "%d", i);
	}
}

static struct kunit_case filter_cases[] = {
	KUNIT_CASE_SLOW(filter_random_test),
	KUNIT_CASE(filter_mistake_test),
	KUNIT_CASE(filter_number_test),
	KUNIT_CASE(filter_glob_test),
	KUNIT_CASE(filter_unterminated_test),
	KUNIT_CASE(filter_pointer_test),
	KUNIT_CASE(filter_ambient_test),
	KUNIT_CASE(filter_function_test),
	KUNIT_CASE(filter_deep_test),
	KUNIT_CASE(trigger_line_test),
	{}
};

static struct kunit_suite filter_suite = {
	.name = "event_filter",
	.test_cases = filter_cases,
};

kunit_test_suite(filter_suite);

MODULE_DESCRIPTION("Tests of event filters and of the lines of trigger files");
MODULE_LICENSE("GPL");
