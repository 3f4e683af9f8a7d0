// SPDX-License-Identifier: GPL-2.0
/*
 * From "name type field; type field ..." to a synthetic event, and back.
 *
 * A field is a type, which may be of several words, and a name. "[n]" for an
 * array of characters, or "[]" for one that is as long as the string it gets,
 * may stand behind either.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

/* ---- types ---- */

struct number_type {
	const char	*name;
	const char	*fmt;
	u8		size;
	bool		is_signed;
};

static const struct number_type number_types[] = {
	{ "s8",			"%d",	1, true },
	{ "u8",			"%u",	1, false },
	{ "s16",		"%d",	2, true },
	{ "u16",		"%u",	2, false },
	{ "s32",		"%d",	4, true },
	{ "u32",		"%u",	4, false },
	{ "s64",		"%lld",	8, true },
	{ "u64",		"%llu",	8, false },
	{ "char",		"%c",	1, true },
	{ "unsigned char",	"%u",	1, false },
	{ "short",		"%d",	2, true },
	{ "unsigned short",	"%u",	2, false },
	{ "int",		"%d",	4, true },
	{ "unsigned int",	"%u",	4, false },
	{ "long",		"%ld",	8, true },
	{ "unsigned long",	"%lu",	8, false },
	{ "bool",		"%d",	1, false },
	{ "pid_t",		"%d",	4, true },
	{ "gfp_t",		"%x",	4, false },
};

static const struct number_type *number_type(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(number_types); i++)
		if (!strcmp(number_types[i].name, name))
			return &number_types[i];
	return NULL;
}

/* ---- lines ---- */

static int fail(struct synth_error *err, const char *text, const char *at)
{
	err->text = text;
	err->at = at;
	return -EINVAL;
}

static bool is_name(const char *s, size_t len)
{
	size_t i;

	if (!len || isdigit(*s))
		return false;
	for (i = 0; i < len; i++)
		if (!isalnum(s[i]) && s[i] != '_')
			return false;
	return true;
}

static size_t name_len(const char *s)
{
	size_t len = 0;

	while (isalnum(s[len]) || s[len] == '_')
		len++;
	return len;
}

/* The words from @s to @end with one blank between them, and @array */
static char *copy_type(const char *s, const char *end, const char *array, size_t array_len)
{
	char *type = kmalloc(end - s + array_len + 1, GFP_KERNEL), *to = type;
	bool blank = false;

	if (!type)
		return NULL;
	for (; s < end; s++) {
		if (isspace(*s)) {
			blank = to > type;
			continue;
		}
		if (blank)
			*to++ = ' ';
		blank = false;
		*to++ = *s;
	}
	memcpy(to, array, array_len);
	to[array_len] = '\0';
	return type;
}

/* "[...]" at @array: how big a field of @base is then */
static int set_array(struct synth_field *f, const char *base, const char *array, size_t len,
		     struct synth_error *err)
{
	char digits[8];
	u16 n;

	if (array[len - 1] != ']')
		return fail(err, "Invalid array specification", array);
	if (!strcmp(base, "unsigned long")) {
		if (len != 2)
			return fail(err, "Invalid array specification", array);
		f->kind = SYNTH_STACK;
		f->size = sizeof(u32);
		return 0;
	}
	if (strcmp(base, "char"))
		return fail(err, "Invalid type", array);
	if (len == 2) {
		f->kind = SYNTH_DYNAMIC;
		f->size = sizeof(u32);
		return 0;
	}
	if (len - 2 >= sizeof(digits))
		return fail(err, "Invalid array specification", array);
	memcpy(digits, array + 1, len - 2);
	digits[len - 2] = '\0';
	if (kstrtou16(digits, 10, &n) || !n || n > SYNTH_MAX_STRING)
		return fail(err, "Invalid array specification", array);
	f->kind = SYNTH_STRING;
	f->size = n;
	return 0;
}

/* One field, between @s and @end, which are not blank */
static int define_field(struct synth_field *f, const char *s, const char *end,
			struct synth_error *err)
{
	const char *name, *array = NULL, *type_end, *bracket;
	const struct number_type *number;
	size_t len, array_len = 0;
	char *type;
	int ret = 0;

	/* An array that stands behind the name belongs to the type */
	if (end[-1] == ']') {
		bracket = memchr(s, '[', end - s);
		if (!bracket)
			return fail(err, "Invalid array specification", end - 1);
		array = bracket;
		array_len = end - bracket;
		while (bracket > s && isspace(bracket[-1]))
			bracket--;
		end = bracket;
	}
	for (name = end; name > s && (isalnum(name[-1]) || name[-1] == '_'); name--)
		;
	len = end - name;
	for (type_end = name; type_end > s && isspace(type_end[-1]); type_end--)
		;
	if (type_end == s)
		return fail(err, array ? "Invalid field" : "Incomplete type", s);
	if (!is_name(name, len))
		return fail(err, "Illegal name", len ? name : end - 1);
	if (type_end[-1] == ']') {
		bracket = memchr(s, '[', type_end - s);
		if (array || !bracket)
			return fail(err, "Invalid array specification", array ?: type_end - 1);
		array = bracket;
		array_len = type_end - bracket;
		type_end = bracket;
	}
	type = copy_type(s, type_end, "", 0);
	if (!type)
		return -ENOMEM;
	number = number_type(type);
	if (array) {
		ret = set_array(f, type, array, array_len, err);
		f->is_signed = !ret && f->kind != SYNTH_STACK;
	} else if (number) {
		f->kind = SYNTH_NUMBER;
		f->size = number->size;
		f->is_signed = number->is_signed;
		f->fmt = number->fmt;
	} else {
		ret = fail(err, !strcmp(type, "unsigned") ? "Incomplete type" : "Invalid type", s);
	}
	kfree(type);
	if (ret)
		return ret;
	f->type = copy_type(s, type_end, array, array_len);
	f->name = kmemdup_nul(name, len, GFP_KERNEL);
	return f->type && f->name ? 0 : -ENOMEM;
}

static int define_fields(struct synth_event *e, const char *s, struct synth_error *err)
{
	while (*(s = skip_spaces(s))) {
		const char *next = strchrnul(s, ';'), *end = next;
		struct synth_field *f;
		unsigned int i;
		int ret;

		while (end > s && isspace(end[-1]))
			end--;
		if (end == s)
			return fail(err, "Invalid field", s);
		f = &e->fields[e->nr_fields++];
		ret = define_field(f, s, end, err);
		if (ret)
			return ret;
		for (i = 0; &e->fields[i] < f; i++)
			if (!strcmp(e->fields[i].name, f->name))
				return fail(err, "Invalid field", s);
		s = next + (*next == ';');
	}
	return 0;
}

static unsigned int count_fields(const char *s)
{
	unsigned int nr = 1;

	for (; *s; s++)
		nr += *s == ';';
	return nr;
}

struct synth_event *synth_define(const char *line, struct synth_error *err)
{
	const char *name = skip_spaces(line), *rest;
	size_t len = name_len(name);
	struct synth_event *e;
	unsigned int nr;
	int ret;

	*err = (struct synth_error){};
	rest = skip_spaces(name + len);
	if (!is_name(name, len) || (name[len] && !isspace(name[len])))
		return ERR_PTR(fail(err, len ? "Illegal name" :
				    "Command must be of the form: <name> field[;field] ...", name));
	if (!*rest)
		return ERR_PTR(fail(err, "Command must be of the form: <name> field[;field] ...",
				    name));
	nr = count_fields(rest);
	if (nr > SYNTH_MAX_FIELDS)
		return ERR_PTR(fail(err, "Too many fields", rest));
	e = kzalloc(struct_size(e, fields, nr), GFP_KERNEL);
	if (!e)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&e->users);
	e->call.name = kmemdup_nul(name, len, GFP_KERNEL);
	ret = e->call.name ? define_fields(e, rest, err) : -ENOMEM;
	if (ret) {
		synth_free(e);
		return ERR_PTR(ret);
	}
	return e;
}

void synth_free(struct synth_event *e)
{
	unsigned int i;

	for (i = 0; i < e->nr_fields; i++) {
		kfree(e->fields[i].type);
		kfree(e->fields[i].name);
	}
	kfree(e->class.fields);
	kfree(e->call.name);
	kfree(e);
}

void synth_show_fields(struct seq_file *m, const struct synth_event *e)
{
	unsigned int i;

	for (i = 0; i < e->nr_fields; i++)
		seq_printf(m, "%s%s %s", i ? "; " : "", e->fields[i].type, e->fields[i].name);
}
