// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of histogram triggers, taken apart. See line.h.
 */
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/seq_buf.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "line.h"

/**
 * hist_fail - remember what is wrong with a line
 * @l: the line
 * @text: what is wrong
 * @at: where
 *
 * Return: -EINVAL
 */
int hist_fail(struct hist_line *l, const char *text, const char *at)
{
	l->error = text;
	l->error_at = at;
	return -EINVAL;
}

bool hist_word_is(struct hist_word w, const char *what)
{
	return strlen(what) == w.len && !memcmp(w.at, what, w.len);
}

bool hist_word_cut(struct hist_word *w, struct hist_word *tail)
{
	unsigned int i;

	for (i = w->len; i > 0; i--) {
		if (w->at[i - 1] != '.')
			continue;
		*tail = (struct hist_word){ w->at + i, w->len - i };
		w->len = i - 1;
		return true;
	}
	return false;
}

static struct hist_word trimmed(const char *at, const char *end)
{
	while (at < end && isspace(*at))
		at++;
	while (end > at && isspace(end[-1]))
		end--;
	return hist_word(at, end);
}

static const char *word_end(struct hist_word w)
{
	return w.at + w.len;
}

/* The first @c from @at on that stands in no parentheses, or @end */
static const char *find_outside(const char *at, const char *end, char c)
{
	int depth = 0;

	for (; at < end; at++) {
		if (*at == c && !depth)
			return at;
		if (*at == '(')
			depth++;
		else if (*at == ')' && depth)
			depth--;
	}
	return end;
}

/* Take the next piece off @rest, which ends at a @c. False: there is none. */
static bool take_piece(struct hist_word *rest, char c, struct hist_word *piece)
{
	const char *end = word_end(*rest), *stop;

	if (!rest->at)
		return false;
	stop = find_outside(rest->at, end, c);
	*piece = trimmed(rest->at, stop);
	*rest = stop < end ? hist_word(stop + 1, end) : (struct hist_word){};
	return true;
}

/* ---- what stands between the colons ---- */

static int take_list(struct hist_line *l, struct hist_word value, struct hist_word *to,
		     unsigned int *nr, unsigned int max, const char *empty, const char *many)
{
	struct hist_word w;

	while (take_piece(&value, ',', &w)) {
		if (!w.len)
			return hist_fail(l, empty, w.at);
		if (*nr == max)
			return hist_fail(l, many, w.at);
		to[(*nr)++] = w;
	}
	return 0;
}

static int take_keys(struct hist_line *l, struct hist_word value)
{
	return take_list(l, value, l->keys, &l->nr_keys, HIST_MAX_KEYS,
			 "Empty assignment", "Too many keys");
}

static int take_vals(struct hist_line *l, struct hist_word value)
{
	return take_list(l, value, l->vals, &l->nr_vals, HIST_MAX_VALS,
			 "Empty assignment", "Too many values");
}

static int take_sort(struct hist_line *l, struct hist_word value)
{
	return take_list(l, value, l->sorts, &l->nr_sorts, HIST_MAX_SORTS,
			 "Empty sort field", "Too many sort fields (Max = 2)");
}

static int take_name(struct hist_line *l, struct hist_word value)
{
	l->name = value;
	return value.len ? 0 : hist_fail(l, "Empty assignment", value.at);
}

static int take_clock(struct hist_line *l, struct hist_word value)
{
	l->clock = value;
	return value.len ? 0 : hist_fail(l, "Empty assignment", value.at);
}

static int take_size(struct hist_line *l, struct hist_word value)
{
	char digits[12];
	unsigned int n;

	if (!value.len)
		return hist_fail(l, "Empty assignment", value.at);
	if (value.len >= sizeof(digits))
		return hist_fail(l, "Illegal size", value.at);
	memcpy(digits, value.at, value.len);
	digits[value.len] = '\0';
	if (kstrtouint(digits, 0, &n) || !n || n > HIST_MAX_SIZE)
		return hist_fail(l, "Illegal size", value.at);
	l->size = roundup_pow_of_two(max_t(unsigned int, n, HIST_MIN_SIZE));
	return 0;
}

static const struct {
	const char	*name;
	int		(*take)(struct hist_line *l, struct hist_word value);
} attributes[] = {
	{ "keys",	take_keys },
	{ "key",	take_keys },
	{ "values",	take_vals },
	{ "vals",	take_vals },
	{ "val",	take_vals },
	{ "sort",	take_sort },
	{ "name",	take_name },
	{ "size",	take_size },
	{ "clock",	take_clock },
};

static const struct {
	const char	*name;
	size_t		flag;
} flags[] = {
	{ "pause",	offsetof(struct hist_line, pause) },
	{ "cont",	offsetof(struct hist_line, cont) },
	{ "continue",	offsetof(struct hist_line, cont) },
	{ "clear",	offsetof(struct hist_line, clear) },
	{ "nohitcount",	offsetof(struct hist_line, no_hitcount) },
	{ "NOHC",	offsetof(struct hist_line, no_hitcount) },
};

static const char *const handlers[] = {
	[HIST_ONMATCH]	= "onmatch(",
	[HIST_ONMAX]	= "onmax(",
	[HIST_ONCHANGE]	= "onchange(",
};

/* "(...)" at @at: what is inside; *@end is behind it */
static int take_parens(struct hist_line *l, const char *at, const char *limit,
		       struct hist_word *inside, const char **end)
{
	const char *close = find_outside(at + 1, limit, ')');

	if (close == limit)
		return hist_fail(l, "No closing paren found", at);
	*inside = trimmed(at + 1, close);
	*end = close + 1;
	return 0;
}

static int take_action(struct hist_line *l, struct hist_call *call, const char *at,
		       const char *limit)
{
	const char *open = find_outside(at, limit, '('), *end;
	struct hist_word inside, w;
	int ret;

	call->name = trimmed(at, open);
	if (!call->name.len)
		return hist_fail(l, "No action found", at);
	if (open == limit)
		return hist_fail(l, "No closing paren found", at);
	ret = take_parens(l, open, limit, &inside, &end);
	if (ret)
		return ret;
	if (trimmed(end, limit).len)
		return hist_fail(l, "Invalid action param", end);
	if (!inside.len)
		return 0;
	while (take_piece(&inside, ',', &w)) {
		if (!w.len)
			return hist_fail(l, "Invalid action param", w.at);
		if (call->nr_params == HIST_MAX_PARAMS)
			return hist_fail(l, "Too many action params", w.at);
		call->params[call->nr_params++] = w;
	}
	return 0;
}

static int take_call(struct hist_line *l, struct hist_word piece, enum hist_handler handler)
{
	const char *limit = word_end(piece), *end;
	struct hist_call *call;
	int ret;

	if (l->nr_calls == HIST_MAX_ACTIONS)
		return hist_fail(l, "Too many actions", piece.at);
	call = kzalloc(sizeof(*call), GFP_KERNEL);
	if (!call)
		return -ENOMEM;
	l->calls[l->nr_calls++] = call;
	call->handler = handler;
	call->whole = piece;
	ret = take_parens(l, piece.at + strlen(handlers[handler]) - 1, limit, &call->of, &end);
	if (ret)
		return ret;
	if (end == limit || *end != '.')
		return hist_fail(l, "No action found", end == limit ? piece.at : end);
	return take_action(l, call, end + 1, limit);
}

static int take_var(struct hist_line *l, struct hist_word piece)
{
	struct hist_word w;

	while (take_piece(&piece, ',', &w)) {
		const char *end = word_end(w), *equals = memchr(w.at, '=', w.len);
		struct hist_assign *var;

		if (!equals || equals == w.at)
			return hist_fail(l, "Malformed assignment", w.at);
		if (l->nr_vars == HIST_MAX_VARS)
			return hist_fail(l, "Too many variables defined", w.at);
		var = &l->vars[l->nr_vars++];
		var->name = trimmed(w.at, equals);
		var->expr = trimmed(equals + 1, end);
		if (!var->expr.len)
			return hist_fail(l, "Empty assignment", w.at);
	}
	return 0;
}

static int take_attribute(struct hist_line *l, struct hist_word piece)
{
	const char *equals = memchr(piece.at, '=', piece.len);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(handlers); i++)
		if (piece.len >= strlen(handlers[i]) && strstarts(piece.at, handlers[i]))
			return take_call(l, piece, i);
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		if (!hist_word_is(piece, flags[i].name))
			continue;
		*(bool *)((void *)l + flags[i].flag) = true;
		return 0;
	}
	if (!equals)
		return hist_fail(l, "Malformed assignment", piece.at);
	for (i = 0; i < ARRAY_SIZE(attributes); i++)
		if (hist_word_is(trimmed(piece.at, equals), attributes[i].name))
			return attributes[i].take(l, trimmed(equals + 1, word_end(piece)));
	return take_var(l, piece);
}

/* Where " if " begins, or the end of the line */
static const char *find_filter(const char *text)
{
	const char *at;

	for (at = text; (at = strstr(at, "if")); at += 2)
		if (at > text && isspace(at[-1]) && (isspace(at[2]) || !at[2]))
			return at;
	return text + strlen(text);
}

int hist_line_parse(struct hist_line *l, const char *text)
{
	const char *end = find_filter(text);
	struct hist_word rest, piece;
	int ret;

	memset(l, 0, sizeof(*l));
	l->text = text;
	if (*end) {
		l->filter = trimmed(end + 2, text + strlen(text));
		if (!l->filter.len)
			return hist_fail(l, "No filter found", end);
	}
	rest = trimmed(text, end);
	/* The command's name */
	if (!take_piece(&rest, ':', &piece) || !rest.at)
		return hist_fail(l, "No keys: hist:keys=FIELD", text);
	while (take_piece(&rest, ':', &piece)) {
		if (!piece.len)
			continue;
		ret = take_attribute(l, piece);
		if (ret)
			return ret;
	}
	if (!l->nr_keys && !(l->name.len && (l->pause || l->cont || l->clear)))
		return hist_fail(l, "No keys: hist:keys=FIELD", text);
	if (!l->size)
		l->size = HIST_DEFAULT_SIZE;
	return 0;
}

void hist_line_free(struct hist_line *l)
{
	unsigned int i;

	for (i = 0; i < l->nr_calls; i++)
		kfree(l->calls[i]);
}

/* ---- back to text ---- */

static void put_word(struct seq_buf *s, struct hist_word w)
{
	unsigned int i;

	for (i = 0; i < w.len; i++)
		if (!isspace(w.at[i]))
			seq_buf_putc(s, w.at[i]);
}

static void put_list(struct seq_buf *s, const char *head, const struct hist_word *w,
		     unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		seq_buf_puts(s, i ? "," : head);
		put_word(s, w[i]);
	}
}

static bool is_hitcount(struct hist_word w)
{
	return hist_word_is(w, "hitcount");
}

static void put_vals(struct hist_line *l, struct seq_buf *s)
{
	bool first = true;
	unsigned int i;

	seq_buf_puts(s, ":vals=");
	if (!l->no_hitcount) {
		seq_buf_puts(s, "hitcount");
		first = false;
	}
	for (i = 0; i < l->nr_vals; i++) {
		if (is_hitcount(l->vals[i]))
			continue;
		if (!first)
			seq_buf_putc(s, ',');
		put_word(s, l->vals[i]);
		first = false;
	}
}

/**
 * hist_line_text - a line as trigger files show it
 * @l: the line, in which there are keys
 * @s: where to
 *
 * Lines that mean the same give the same text, but for what changes with time.
 */
void hist_line_text(struct hist_line *l, struct seq_buf *s)
{
	unsigned int i;

	seq_buf_puts(s, "hist:");
	if (l->name.len) {
		put_word(s, l->name);
		seq_buf_putc(s, ':');
	}
	put_list(s, "keys=", l->keys, l->nr_keys);
	put_vals(l, s);
	for (i = 0; i < l->nr_vars; i++) {
		seq_buf_putc(s, i ? ',' : ':');
		put_word(s, l->vars[i].name);
		seq_buf_putc(s, '=');
		put_word(s, l->vars[i].expr);
	}
	if (l->nr_sorts)
		put_list(s, ":sort=", l->sorts, l->nr_sorts);
	else
		seq_buf_puts(s, ":sort=hitcount");
	seq_buf_printf(s, ":size=%u", l->size);
	if (l->clock.len) {
		seq_buf_puts(s, ":clock=");
		put_word(s, l->clock);
	}
	if (l->no_hitcount)
		seq_buf_puts(s, ":nohitcount");
	for (i = 0; i < l->nr_calls; i++) {
		seq_buf_putc(s, ':');
		put_word(s, l->calls[i]->whole);
	}
	if (l->filter.len)
		seq_buf_printf(s, " if %.*s", l->filter.len, l->filter.at);
}
