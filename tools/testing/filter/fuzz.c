// SPDX-License-Identifier: GPL-2.0
/*
 * The filter compiler and evaluator, compiled for user space with the address
 * and undefined behaviour sanitizers:
 *
 * - random filters on random records, against a naive evaluator;
 * - damaged texts of filters: they compile or are refused with a position in
 *   the text, and nothing is read or written where it should not be.
 *
 * usage: fuzz [ROUNDS [SEED]]
 */
#include "random.h"

static struct sample records[16];
static struct expr expr;

static void die(const char *what, const char *text)
{
	printf("not ok: %s: %s\n", what, text);
	exit(1);
}

static void check_expr(void)
{
	struct filter_error err;
	struct event_filter *f;
	unsigned int i;

	expr_make(&expr);
	f = filter_compile(expr.text, sample_find, NULL, &err);
	if (IS_ERR(f)) {
		printf("# %s at %u\n", filter_mistake_text(err.what), err.pos);
		die("refused", expr.text);
	}
	if (strcmp(f->text, expr.text))
		die("text changed", expr.text);
	for (i = 0; i < ARRAY_SIZE(records); i++) {
		if (filter_match(f, &records[i]) != expr_answer(&expr, 0, &records[i]))
			die("wrong answer", expr.text);
	}
	kvfree(f);
}

/* Replace, delete, double or insert some bytes */
static void damage(void)
{
	static const char bytes[] = "()!&|<>=~\"' *{}.0-9azCPUS\\[]\t\x80\xff";
	unsigned int n, at, len = strlen(expr.text);

	for (n = rnd_below(4) + 1; n && len > 1 && len < MAX_TEXT - 40; n--) {
		at = rnd_below(len);
		switch (rnd_below(4)) {
		case 0:
			expr.text[at] = bytes[rnd_below(sizeof(bytes) - 1)];
			break;
		case 1:
			memmove(expr.text + at, expr.text + at + 1, len - at);
			break;
		case 2:
			memmove(expr.text + at + 1, expr.text + at, len - at + 1);
			break;
		default:
			expr.text[at] = '\0';
		}
		len = strlen(expr.text);
	}
}

/* Returns whether it was refused */
static bool check_damaged(void)
{
	struct filter_error err;
	struct event_filter *f;
	unsigned int i, nr = ARRAY_SIZE(records);
	char *text;

	expr_make(&expr);
	damage();
	/* exactly as long as it is, so that reading beyond it shows */
	text = strdup(expr.text);
	f = filter_compile(text, sample_find, NULL, &err);
	if (IS_ERR(f)) {
		if (err.pos > strlen(text) || !filter_mistake_text(err.what))
			die("position", text);
		free(text);
		return true;
	}
	/* what it says nobody knows, but it must say something */
	for (i = 0; i < nr; i++)
		filter_match(f, &records[i]);
	kvfree(f);
	free(text);
	return false;
}

int main(int argc, char **argv)
{
	unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 0) : 300000;
	unsigned long n, refused = 0;
	unsigned int i;

	if (argc > 2)
		rnd_state = strtoull(argv[2], NULL, 0) * 2 + 1;
	for (n = 0; n < rounds; n++) {
		if (n % 16 == 0) {
			for (i = 0; i < ARRAY_SIZE(records); i++)
				sample_fill(&records[i]);
		}
		check_expr();
		refused += check_damaged();
	}
	printf("ok: %lu filters, %zu records each; %lu damaged ones, %lu refused\n", rounds,
	       ARRAY_SIZE(records), rounds, refused);
	return !refused || refused == rounds;
}
