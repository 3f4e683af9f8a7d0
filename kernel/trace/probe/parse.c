// SPDX-License-Identifier: GPL-2.0
/*
 * Lines of probes taken apart:
 *
 *	LETTER[MAXACTIVE][:[GROUP/][EVENT]] PLACE[%return] [ARG...] [if FILTER]
 *
 * Nothing here depends on what there is in the kernel; places and arguments are
 * looked into elsewhere.
 */
#include <linux/ctype.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "internal.h"

/* ---- mistakes ---- */

/**
 * probe_error - take note of what is wrong with a line
 * @l: the line
 * @at: where, in l->buf
 * @text: what, a constant
 *
 * The first mistake counts. Return: -EINVAL
 */
int probe_error(struct probe_line *l, const char *at, const char *text)
{
	if (l->error)
		return -EINVAL;
	l->error = text;
	l->pos = at && at >= l->buf ? at - l->buf : 0;
	return -EINVAL;
}

/**
 * probe_errorf - the same with a text that is put together
 * @l: the line
 * @at: where, in l->buf
 * @fmt: what
 */
int probe_errorf(struct probe_line *l, const char *at, const char *fmt, ...)
{
	va_list va;

	if (l->error)
		return -EINVAL;
	va_start(va, fmt);
	vscnprintf(l->message, sizeof(l->message), fmt, va);
	va_end(va);
	return probe_error(l, at, l->message);
}

/* ---- names ---- */

static bool is_name(const char *s, bool dashes)
{
	if (!isalpha(*s) && *s != '_')
		return false;
	while (*++s)
		if (!isalnum(*s) && *s != '_' && !(dashes && *s == '-'))
			return false;
	return true;
}

/**
 * probe_good_name - can an event or an argument be called that?
 * @name: the name
 */
bool probe_good_name(const char *name)
{
	return is_name(name, false);
}

/**
 * probe_good_group - can a group of events be called that?
 * @name: the name
 */
bool probe_good_group(const char *name)
{
	return is_name(name, true);
}

/* ---- words ---- */

/* The end of a word: a blank that no quotes or parentheses are around */
static char *word_end(char *s)
{
	bool quoted = false;

	for (; *s && (quoted || !isspace(*s)); s++)
		if (*s == '"' && (quoted || s[-1] == '\\'))
			quoted = !quoted;
	return s;
}

/* Cut the next word off *@rest; NULL at the end, or at a comment */
static char *next_word(char **rest)
{
	char *word = skip_spaces(*rest), *end;

	if (!*word || *word == '#') {
		*rest = word + strlen(word);
		return NULL;
	}
	end = word_end(word);
	*rest = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

static int split_name(struct probe_line *l, char *s)
{
	char *name = s, *group = NULL;

	s = strpbrk(s, "/.");
	if (s) {
		*s = '\0';
		group = name;
		name = s + 1;
	}
	if (group) {
		if (!*group)
			return probe_error(l, group, "Group name is not specified");
		if (strlen(group) >= PROBE_MAX_NAME)
			return probe_error(l, group, "Group name is too long");
		if (!probe_good_group(group))
			return probe_error(l, group, "Group name must be letters, digits, _ and -");
		l->group = group;
	}
	if (!*name)
		return group ? 0 : probe_error(l, name, "Event name is not specified");
	if (strlen(name) >= PROBE_MAX_NAME)
		return probe_error(l, name, "Event name is too long");
	if (!probe_good_name(name))
		return probe_error(l, name, "Event name must be letters, digits and _");
	l->event = name;
	return 0;
}

static int split_head(struct probe_line *l, char *head)
{
	char *number = head + 1, *colon = strchr(head, ':'), end;
	unsigned long n;

	l->letter = *head;
	if (colon) {
		*colon = '\0';
		if (split_name(l, colon + 1))
			return -EINVAL;
	}
	if (!*number)
		return 0;
	end = *number;
	if (!isdigit(end))
		return probe_error(l, number, "Expected : and a name, or a number");
	if (l->letter != 'r' && l->letter != 'f')
		return probe_error(l, number, "A maximum of active calls is for returns only");
	if (kstrtoul(number, 0, &n))
		return probe_error(l, number, "Maximum of active calls is no number");
	if (n > 4096)
		return probe_error(l, number, "Maximum of active calls is more than 4096");
	l->maxactive = n;
	return 0;
}

/* PLACE%return, or PLACE%return(COUNTER); a path may have a % of its own. */
static int split_place(struct probe_line *l)
{
	char *mark = strrchr(l->place, '%'), *end;

	if (l->letter == 'r')
		l->is_return = true;
	if (!mark)
		return 0;
	end = mark + strlen("%return");
	if (!str_has_prefix(mark, "%return") || (*end && *end != '('))
		return strchr(l->place, '/') ? 0 :
		       probe_error(l, mark, "Only %return may stand behind a place");
	memmove(mark, end, strlen(end) + 1);
	l->is_return = true;
	return 0;
}

static int split_args(struct probe_line *l, char *rest)
{
	char *word;

	while ((word = next_word(&rest))) {
		if (l->letter == 'e' && !strcmp(word, "if")) {
			l->filter = strim(rest);
			if (!*l->filter)
				return probe_error(l, word, "No filter behind if");
			break;
		}
		if (l->nr_args == PROBE_MAX_ARGS)
			return probe_error(l, word, "More than 128 arguments");
		l->args[l->nr_args++] = word;
	}
	return 0;
}

/**
 * probe_split - take a line apart
 * @l: what it becomes; zeroed. probe_line_free() is due whatever is returned
 * @text: the line, which must stay as long as @l
 *
 * Return: 0; -EINVAL, and l->error tells why; or -ENOMEM
 */
int probe_split(struct probe_line *l, const char *text)
{
	char *rest, *head;

	l->whole = text;
	l->buf = kstrdup(text, GFP_KERNEL);
	if (!l->buf)
		return -ENOMEM;
	rest = l->buf;
	head = next_word(&rest);
	if (!head)
		return probe_error(l, l->buf, "No probe");
	if (split_head(l, head))
		return -EINVAL;
	l->place = next_word(&rest);
	if (!l->place)
		return probe_error(l, l->buf + strlen(text), "No place to probe");
	if (split_place(l))
		return -EINVAL;
	if (l->maxactive && !l->is_return)
		return probe_error(l, head + 1, "A maximum of active calls is for returns only");
	return split_args(l, rest);
}

/**
 * probe_args - compile the arguments of a line
 * @l: the line
 * @flags: what there is to fetch from: enum probe_flags
 * @head: bytes of a record before the first argument
 *
 * Return: 0; -EINVAL, and l->error tells why; or -ENOMEM
 */
int probe_args(struct probe_line *l, unsigned int flags, unsigned int head)
{
	unsigned int i;
	int ret;

	l->flags = flags;
	l->head = head;
	l->fixed = head;
	/* One more: never of length zero */
	l->fields = kcalloc(l->nr_args + 1, sizeof(*l->fields), GFP_KERNEL);
	l->progs = kcalloc(l->nr_args + 1, sizeof(*l->progs), GFP_KERNEL);
	if (!l->fields || !l->progs)
		return -ENOMEM;
	for (i = 0; i < l->nr_args; i++) {
		ret = probe_arg(l, i);
		if (ret)
			return ret;
		l->fields[i].offset = l->fixed;
		l->progs[i].offset = l->fixed;
		l->fixed += field_size(&l->fields[i]);
		if (l->fixed > PROBE_MAX_RECORD)
			return probe_error(l, l->args[i], "The arguments take too much room");
	}
	return 0;
}

/**
 * fetch_prog_free - free the programs of a probe
 * @prog: they, or NULL
 * @nr: how many
 */
void fetch_prog_free(struct fetch_prog *prog, unsigned int nr)
{
	unsigned int i;

	for (i = 0; prog && i < nr; i++) {
		kfree(prog[i].steps);
		kfree(prog[i].data);
		kfree(prog[i].text);
	}
	kfree(prog);
}

/**
 * probe_fields_free - free the fields of an event
 * @fields: they, or NULL
 * @nr: how many
 */
void probe_fields_free(struct probe_field *fields, unsigned int nr)
{
	unsigned int i;

	for (i = 0; fields && i < nr; i++)
		kfree(fields[i].name);
	kfree(fields);
}

/**
 * probe_line_free - free what a line has become and nobody has taken over
 * @l: the line
 */
void probe_line_free(struct probe_line *l)
{
	probe_fields_free(l->fields, l->nr_args);
	fetch_prog_free(l->progs, l->nr_args);
	kfree(l->buf);
}
