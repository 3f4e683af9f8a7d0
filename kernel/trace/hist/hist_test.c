// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the pieces of histograms that stand alone: lines, expressions, the
 * table.
 */
#include <kunit/test.h>

#include <linux/err.h>
#include <linux/prandom.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

/* ---- lines ---- */

static const struct {
	const char	*line;
	const char	*text;
} good_lines[] = {
	{ "hist:keys=a", "hist:keys=a:vals=hitcount:sort=hitcount:size=2048" },
	{ "hist:key=a", "hist:keys=a:vals=hitcount:sort=hitcount:size=2048" },
	{ "hist:keys=a,b", "hist:keys=a,b:vals=hitcount:sort=hitcount:size=2048" },
	{ "hist:keys= a , b ", "hist:keys=a,b:vals=hitcount:sort=hitcount:size=2048" },
	{ "hist:keys=a:vals=b", "hist:keys=a:vals=hitcount,b:sort=hitcount:size=2048" },
	{ "hist:keys=a:values=b,c", "hist:keys=a:vals=hitcount,b,c:sort=hitcount:size=2048" },
	{ "hist:keys=a:vals=hitcount,b", "hist:keys=a:vals=hitcount,b:sort=hitcount:size=2048" },
	{ "hist:vals=b:keys=a", "hist:keys=a:vals=hitcount,b:sort=hitcount:size=2048" },
	{ "hist:keys=a:sort=b.descending,a",
	  "hist:keys=a:vals=hitcount:sort=b.descending,a:size=2048" },
	{ "hist:keys=a:size=1", "hist:keys=a:vals=hitcount:sort=hitcount:size=128" },
	{ "hist:keys=a:size=1000", "hist:keys=a:vals=hitcount:sort=hitcount:size=1024" },
	{ "hist:keys=a:size=0x400", "hist:keys=a:vals=hitcount:sort=hitcount:size=1024" },
	{ "hist:keys=a:x=b", "hist:keys=a:vals=hitcount:x=b:sort=hitcount:size=2048" },
	{ "hist:keys=a:x=b,y=c-$x",
	  "hist:keys=a:vals=hitcount:x=b,y=c-$x:sort=hitcount:size=2048" },
	{ "hist:keys=a:x=b:y=(c - $x) * 2",
	  "hist:keys=a:vals=hitcount:x=b,y=(c-$x)*2:sort=hitcount:size=2048" },
	{ "hist:keys=a:name=n", "hist:n:keys=a:vals=hitcount:sort=hitcount:size=2048" },
	{ "hist:keys=a:clock=mono",
	  "hist:keys=a:vals=hitcount:sort=hitcount:size=2048:clock=mono" },
	{ "hist:keys=a:pause", "hist:keys=a:vals=hitcount:sort=hitcount:size=2048" },
	{ "hist:keys=a:vals=b:nohitcount",
	  "hist:keys=a:vals=b:sort=hitcount:size=2048:nohitcount" },
	{ "hist:keys=a:onmatch(s.e).f(b,$c)",
	  "hist:keys=a:vals=hitcount:sort=hitcount:size=2048:onmatch(s.e).f(b,$c)" },
	{ "hist:keys=a:size=128:onmax($x).save(b):onchange($x).f()",
	  "hist:keys=a:vals=hitcount:sort=hitcount:size=128:onmax($x).save(b):onchange($x).f()" },
	{ "hist:keys=a if b == 1", "hist:keys=a:vals=hitcount:sort=hitcount:size=2048 if b == 1" },
	{ "hist:keys=elif if b == 1",
	  "hist:keys=elif:vals=hitcount:sort=hitcount:size=2048 if b == 1" },
};

static void good_lines_give_their_text(struct kunit *test)
{
	struct hist_line *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);
	struct hist_line *again = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);
	char text[256], text2[256];
	struct seq_buf s;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, l);
	KUNIT_ASSERT_NOT_NULL(test, again);
	for (i = 0; i < ARRAY_SIZE(good_lines); i++) {
		KUNIT_EXPECT_EQ_MSG(test, hist_line_parse(l, good_lines[i].line), 0, "%s: %s",
				    good_lines[i].line, l->error);
		seq_buf_init(&s, text, sizeof(text));
		hist_line_text(l, &s);
		KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), good_lines[i].text);
		hist_line_free(l);
		/* The text is a line of the same meaning, but for the form of name= */
		if (strstr(good_lines[i].line, "name="))
			continue;
		KUNIT_EXPECT_EQ(test, hist_line_parse(again, text), 0);
		seq_buf_init(&s, text2, sizeof(text2));
		hist_line_text(again, &s);
		KUNIT_EXPECT_STREQ(test, seq_buf_str(&s), text);
		hist_line_free(again);
	}
}

static const struct {
	const char	*line;
	const char	*error;
	unsigned int	at;
} bad_lines[] = {
	{ "hist", "No keys: hist:keys=FIELD", 0 },
	{ "hist:", "No keys: hist:keys=FIELD", 0 },
	{ "hist:vals=a", "No keys: hist:keys=FIELD", 0 },
	{ "hist:keys=", "Empty assignment", 10 },
	{ "hist:keys=a,", "Empty assignment", 12 },
	{ "hist:keys=a,,b", "Empty assignment", 12 },
	{ "hist:keys=a,b,c,d,e", "Too many keys", 18 },
	{ "hist:keys=a:vals=", "Empty assignment", 17 },
	{ "hist:keys=a:vals=a,b,c,d,e,f,g,h,i", "Too many values", 33 },
	{ "hist:keys=a:sort=", "Empty sort field", 17 },
	{ "hist:keys=a:sort=a,b,c", "Too many sort fields (Max = 2)", 21 },
	{ "hist:keys=a:size=", "Empty assignment", 17 },
	{ "hist:keys=a:size=x", "Illegal size", 17 },
	{ "hist:keys=a:size=0", "Illegal size", 17 },
	{ "hist:keys=a:size=200000", "Illegal size", 17 },
	{ "hist:keys=a:size=12345678901234", "Illegal size", 17 },
	{ "hist:keys=a:name=", "Empty assignment", 17 },
	{ "hist:keys=a:clock=", "Empty assignment", 18 },
	{ "hist:keys=a:b", "Malformed assignment", 12 },
	{ "hist:keys=a:=b", "Malformed assignment", 12 },
	{ "hist:keys=a:b=", "Empty assignment", 12 },
	{ "hist:keys=a:b=c,d", "Malformed assignment", 16 },
	{ "hist:keys=a:onmax($x)", "No action found", 12 },
	{ "hist:keys=a:onmax($x).", "No action found", 22 },
	{ "hist:keys=a:onmax($x", "No closing paren found", 17 },
	{ "hist:keys=a:onmax($x).save", "No closing paren found", 22 },
	{ "hist:keys=a:onmax($x).save(a", "No closing paren found", 26 },
	{ "hist:keys=a:onmax($x).save(a)b", "Invalid action param", 29 },
	{ "hist:keys=a:onmax($x).save(a,)", "Invalid action param", 29 },
	{ "hist:keys=a if", "No filter found", 12 },
	{ "hist:keys=a if ", "No filter found", 12 },
};

static void bad_lines_say_why_and_where(struct kunit *test)
{
	struct hist_line *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, l);
	for (i = 0; i < ARRAY_SIZE(bad_lines); i++) {
		KUNIT_EXPECT_EQ_MSG(test, hist_line_parse(l, bad_lines[i].line), -EINVAL, "%s",
				    bad_lines[i].line);
		KUNIT_EXPECT_STREQ(test, l->error, bad_lines[i].error);
		KUNIT_EXPECT_EQ_MSG(test, l->error_at - l->text, bad_lines[i].at, "%s",
				    bad_lines[i].line);
		hist_line_free(l);
	}
}

/* ---- expressions ---- */

/* Variables a to d of the tests have these values */
static const u64 var_values[] = { 3, 1000, 7, -5ULL };

static int test_var(struct hist_scope *s, struct hist_word system_event, struct hist_word name,
		    struct hist_expr *e, struct hist_op *op)
{
	if (system_event.len || name.len != 1 || name.at[0] < 'a' || name.at[0] > 'd')
		return hist_fail(s->line, "Couldn't find variable", name.at - 1);
	e->type = "u64";
	e->size = sizeof(u64);
	op->code = V_OWN;
	op->value = name.at[0] - 'a';
	return 0;
}

/* A random expression as text, and its value by another way than the program's */
static u64 random_expr(struct rnd_state *rnd, struct seq_buf *s, unsigned int depth)
{
	u64 a, b;

	switch (depth ? prandom_u32_state(rnd) % 7 : prandom_u32_state(rnd) % 2) {
	case 0:
		a = prandom_u32_state(rnd) % 100 + 1;
		seq_buf_printf(s, "%llu", a);
		return a;
	case 1:
		b = prandom_u32_state(rnd) % 4;
		seq_buf_printf(s, "$%c", (char)('a' + b));
		return var_values[b];
	case 2:
		seq_buf_puts(s, "-(");
		a = random_expr(rnd, s, depth - 1);
		seq_buf_puts(s, ")");
		return -a;
	default:
		break;
	}
	seq_buf_puts(s, "(");
	a = random_expr(rnd, s, depth - 1);
	switch (prandom_u32_state(rnd) % 4) {
	case 0:
		seq_buf_puts(s, ")+(");
		b = random_expr(rnd, s, depth - 1);
		a += b;
		break;
	case 1:
		seq_buf_puts(s, ")-(");
		b = random_expr(rnd, s, depth - 1);
		a -= b;
		break;
	case 2:
		seq_buf_puts(s, ")*(");
		b = random_expr(rnd, s, depth - 1);
		a *= b;
		break;
	default:
		seq_buf_puts(s, ")/(");
		b = random_expr(rnd, s, depth - 1);
		a = b ? a / b : U64_MAX;
	}
	seq_buf_puts(s, ")");
	return a;
}

static void random_expressions_have_their_value(struct kunit *test)
{
	struct hist_line *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);
	char *text = kunit_kzalloc(test, 1024, GFP_KERNEL);
	struct hist_scope s = { .line = l, .var = test_var };
	struct hist_moment m = { .own = var_values };
	struct rnd_state rnd;
	struct hist_expr *e;
	unsigned int i, run = 0;
	struct seq_buf buf;
	u64 value;

	KUNIT_ASSERT_NOT_NULL(test, l);
	KUNIT_ASSERT_NOT_NULL(test, text);
	prandom_seed_state(&rnd, 20261);
	for (i = 0; i < 3000; i++) {
		seq_buf_init(&buf, text, 1024);
		value = random_expr(&rnd, &buf, 3);
		seq_buf_str(&buf);
		e = hist_expr_compile(&s, (struct hist_word){ text, strlen(text) });
		if (IS_ERR(e)) {
			/* Too long, which a few are, or "x/0", which none is */
			KUNIT_ASSERT_STREQ(test, l->error, "Too many subexpressions");
			continue;
		}
		run++;
		KUNIT_EXPECT_EQ_MSG(test, hist_expr_number(e, &m), value, "%s", text);
		kfree(e);
	}
	KUNIT_EXPECT_GT(test, run, 2000);
}

static const struct {
	const char	*text;
	const char	*error;
	unsigned int	at;
} bad_exprs[] = {
	{ "", "Couldn't find field", 0 },
	{ "1+", "Couldn't find field", 2 },
	{ "1 2", "Couldn't find field", 2 },
	{ "(1", "No closing paren found", 0 },
	{ "1)", "Couldn't find field", 1 },
	{ "1/0", "Division by zero", 2 },
	{ "12x", "Expecting numeric literal", 0 },
	{ "99999999999999999999", "Expecting numeric literal", 0 },
	{ "$e", "Couldn't find variable", 0 },
	{ "1+$", "Couldn't find variable", 2 },
	{ "((((((((((1))))))))))", "Too many subexpressions", 7 },
	{ "1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1", "Too many subexpressions", 25 },
};

static void bad_expressions_say_why_and_where(struct kunit *test)
{
	struct hist_line *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);
	struct hist_scope s = { .line = l, .var = test_var };
	struct hist_expr *e;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, l);
	for (i = 0; i < ARRAY_SIZE(bad_exprs); i++) {
		const char *text = bad_exprs[i].text;

		e = hist_expr_compile(&s, (struct hist_word){ text, strlen(text) });
		KUNIT_EXPECT_TRUE_MSG(test, IS_ERR(e), "%s", text);
		if (!IS_ERR(e)) {
			kfree(e);
			continue;
		}
		KUNIT_EXPECT_STREQ(test, l->error, bad_exprs[i].error);
		KUNIT_EXPECT_EQ_MSG(test, l->error_at - text, bad_exprs[i].at, "%s", text);
	}
}

/* ---- the table ---- */

static void table_has_each_key_once(struct kunit *test)
{
	struct hist_elt *elt, *first;
	struct hist_map m;
	u64 key[2] = { };
	unsigned int i;

	KUNIT_ASSERT_EQ(test, hist_map_init(&m, 128, sizeof(key), 1), 0);
	for (i = 0; i < 128; i++) {
		key[0] = i / 2;
		key[1] = i;
		KUNIT_EXPECT_NULL(test, hist_map_find(&m, key));
		elt = hist_map_get(&m, key);
		KUNIT_ASSERT_NOT_NULL(test, elt);
		KUNIT_EXPECT_PTR_EQ(test, hist_map_get(&m, key), elt);
		KUNIT_EXPECT_PTR_EQ(test, hist_map_find(&m, key), elt);
		elt->cells[0] = i;
	}
	/* It is full: what is there is found, and the rest counted. */
	key[1] = 1000;
	KUNIT_EXPECT_NULL(test, hist_map_get(&m, key));
	KUNIT_EXPECT_EQ(test, atomic64_read(&m.dropped), 1);
	for (i = 0; i < 128; i++) {
		key[0] = i / 2;
		key[1] = i;
		first = hist_map_get(&m, key);
		KUNIT_ASSERT_NOT_NULL(test, first);
		KUNIT_EXPECT_EQ(test, first->cells[0], i);
	}
	KUNIT_EXPECT_EQ(test, atomic64_read(&m.dropped), 1);

	hist_map_clear(&m);
	KUNIT_EXPECT_EQ(test, atomic64_read(&m.dropped), 0);
	KUNIT_EXPECT_NULL(test, hist_map_find(&m, key));
	elt = hist_map_get(&m, key);
	KUNIT_ASSERT_NOT_NULL(test, elt);
	KUNIT_EXPECT_EQ(test, elt->cells[0], 0);
	hist_map_exit(&m);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(good_lines_give_their_text),
	KUNIT_CASE(bad_lines_say_why_and_where),
	KUNIT_CASE(random_expressions_have_their_value),
	KUNIT_CASE(bad_expressions_say_why_and_where),
	KUNIT_CASE(table_has_each_key_once),
	{}
};

static struct kunit_suite suite = {
	.name = "hist",
	.test_cases = cases,
};
kunit_test_suite(suite);

MODULE_DESCRIPTION("Tests of histograms");
MODULE_LICENSE("GPL");
