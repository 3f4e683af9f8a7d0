// SPDX-License-Identifier: GPL-2.0
/*
 * One argument of a probe:
 *
 *	[NAME=]FETCH[:TYPE]
 *
 *	FETCH	%REGISTER  $stack  $stackN  $retval  $argN  $comm  $current  $FIELD
 *		@ADDRESS  @SYMBOL[+|-OFFSET]  @+OFFSET  \NUMBER  \"TEXT"
 *		+|-[u]OFFSET(FETCH)
 *	TYPE	NAME or NAME[COUNT], NAME of the table in type.c;
 *		bWIDTH@SHIFT/SIZE; %pd, %pD
 *
 * It is read from the outside in, so that what is met first is done last: the
 * dereferences are put on a stack, and become steps in the opposite order.
 */
#include <linux/ctype.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kstrtox.h>
#include <linux/ptrace.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"
#include "../core/field.h"

/* As far as the argument has been understood */
struct arg {
	struct probe_line	*l;
	char			*at;		/* where it begins */
	unsigned int		nr_derefs;
	struct {
		s64		offset;
		bool		user;
	} deref[PROBE_MAX_DEPTH + 2];		/* the outermost first */
	struct fetch_step	leaf;
	bool			is_text;	/* the leaf is the address of a text */
	bool			is_value;	/* memory behind it makes no sense */
	char			*data;
	const struct fetch_type	*type;
	bool			has_type;
	unsigned int		count;
	unsigned int		bits, shift;
};

static int wrong(struct arg *a, const char *at, const char *text)
{
	return probe_error(a->l, at, text);
}

/* ---- leaves ---- */

static int leaf_register(struct arg *a, char *s)
{
	int offset;

	if (!(a->l->flags & PROBE_REGS) || (a->l->flags & PROBE_ARGS))
		return wrong(a, s, "There are no registers here");
	offset = regs_query_register_offset(s + 1);
	if (offset < 0)
		return wrong(a, s, "No such register");
	a->leaf = (struct fetch_step) { .op = FETCH_REG, .imm = offset };
	return 0;
}

/* At a function's entry arguments are in these, then on the stack. */
static const u16 arg_registers[] = {
	offsetof(struct pt_regs, di), offsetof(struct pt_regs, si),
	offsetof(struct pt_regs, dx), offsetof(struct pt_regs, cx),
	offsetof(struct pt_regs, r8), offsetof(struct pt_regs, r9),
};

static int leaf_arg(struct arg *a, char *s, const char *number)
{
	struct probe_line *l = a->l;
	unsigned int n;

	if (kstrtouint(number, 10, &n) || !n || n > 64)
		return wrong(a, s, "Arguments are numbered from 1");
	if (n > l->max_arg && (l->max_arg || (l->flags & PROBE_ARGS)))
		return probe_errorf(l, s, "There are only %u arguments", l->max_arg);
	if (l->flags & PROBE_USER)
		return wrong(a, s, "Which arguments a program's function has is not known");
	l->max_arg_used = max(l->max_arg_used, n);
	n--;
	if (l->flags & (PROBE_ARGS | PROBE_SAVED))
		a->leaf = (struct fetch_step) { .op = FETCH_ARG, .imm = n };
	else if (!(l->flags & PROBE_ENTRY))
		return wrong(a, s, "Arguments can be fetched at a function's entry only");
	else if (n < ARRAY_SIZE(arg_registers))
		a->leaf = (struct fetch_step) { .op = FETCH_REG, .imm = arg_registers[n] };
	else
		a->leaf = (struct fetch_step) {
			.op = FETCH_STACK, .imm = n - ARRAY_SIZE(arg_registers) + 1,
		};
	return 0;
}

/* A field of the event that a probe is on */
static int leaf_field(struct arg *a, char *s)
{
	const struct trace_event_field *f = event_find_field(a->l->call, s + 1);

	if (!f || (!f->size && f->filter_type != FILTER_COMM))
		return wrong(a, s, "The event has no such field");
	a->leaf = (struct fetch_step) { .imm = f->offset, .size = f->size };
	if (f->filter_type == FILTER_COMM) {
		a->leaf.op = FETCH_COMM;
		a->is_text = true;
	} else if (field_is_elsewhere(f)) {
		a->leaf.op = field_is_relative(f) ? FETCH_RELATIVE : FETCH_DYNAMIC;
		a->is_text = strstr(f->type, "char");
	} else if (f->len || strchr(f->type, '[') || f->size > 8) {
		a->leaf.op = FETCH_IN_RECORD;
		a->is_text = strstarts(f->type, "char");
	} else {
		a->leaf.op = f->is_signed ? FETCH_SFIELD : FETCH_FIELD;
		a->is_text = f->filter_type == FILTER_PTR_STRING;
	}
	return 0;
}

static int leaf_stack(struct arg *a, char *s)
{
	unsigned int n;

	if (!(a->l->flags & PROBE_REGS))
		return wrong(a, s, "There is no stack here");
	if (!s[6]) {
		a->leaf.op = FETCH_SP;
		return 0;
	}
	if (kstrtouint(s + 6, 10, &n) || n > THREAD_SIZE / sizeof(long))
		return wrong(a, s + 6, "Stack entry out of bounds");
	a->leaf = (struct fetch_step) { .op = FETCH_STACK, .imm = n };
	return 0;
}

static int leaf_variable(struct arg *a, char *s)
{
	const char *name = s + 1;

	if (!strcmp(name, "comm") || !strcmp(name, "COMM")) {
		a->leaf.op = FETCH_COMM;
		a->is_text = true;
		return 0;
	}
	if (a->l->flags & PROBE_RECORD)
		return leaf_field(a, s);
	if (!strcmp(name, "current")) {
		if (a->l->flags & PROBE_USER)
			return wrong(a, s, "$current is the kernel's: programs cannot read it");
		a->leaf.op = FETCH_CURRENT;
		return 0;
	}
	if (!strcmp(name, "retval")) {
		if (!(a->l->flags & PROBE_RETURN))
			return wrong(a, s, "$retval is there when a function returns only");
		a->leaf.op = FETCH_RETVAL;
		return 0;
	}
	if (str_has_prefix(name, "stack"))
		return leaf_stack(a, s);
	if (str_has_prefix(name, "arg") && isdigit(name[3]))
		return leaf_arg(a, s, name + 3);
	return wrong(a, s, "No such variable");
}

static int leaf_memory(struct arg *a, char *s)
{
	unsigned long addr;
	u64 offset;
	int ret;

	if (a->nr_derefs > PROBE_MAX_DEPTH)
		return wrong(a, s, "Too many nested dereferences");
	if (s[1] == '+') {
		if (!(a->l->flags & PROBE_USER))
			return wrong(a, s, "Only programs have offsets in a file");
		if (kstrtou64(s + 2, 0, &offset))
			return wrong(a, s + 2, "Offset in the file is no number");
		a->leaf = (struct fetch_step) { .op = FETCH_FILE, .imm = offset };
	} else if (isdigit(s[1])) {
		if (kstrtoul(s + 1, 0, &addr))
			return wrong(a, s + 1, "Address is no number");
		a->leaf = (struct fetch_step) { .op = FETCH_IMM, .imm = addr };
	} else {
		if (a->l->flags & PROBE_USER)
			return wrong(a, s + 1, "Symbols are the kernel's: programs have none");
		ret = probe_symbol(a->l, s + 1, &addr);
		if (ret)
			return ret;
		a->leaf = (struct fetch_step) { .op = FETCH_IMM, .imm = addr };
	}
	a->deref[a->nr_derefs++].offset = 0;
	return 0;
}

static int leaf_constant(struct arg *a, char *s)
{
	size_t len;
	s64 value;

	if (s[1] == '"') {
		len = strlen(s);
		if (len < 3 || s[len - 1] != '"')
			return wrong(a, s + len, "The quote is not closed");
		a->data = kstrndup(s + 2, len - 3, GFP_KERNEL);
		if (!a->data)
			return -ENOMEM;
		a->leaf = (struct fetch_step) { .op = FETCH_IMM, .imm = (long)a->data };
		a->is_text = true;
		return 0;
	}
	if (kstrtos64(s + 1, 0, &value) && kstrtou64(s + 1, 0, (u64 *)&value))
		return wrong(a, s + 1, "Constant is no number");
	a->leaf = (struct fetch_step) { .op = FETCH_IMM, .imm = value };
	return 0;
}

static int parse_leaf(struct arg *a, char *s)
{
	switch (*s) {
	case '%':
		return leaf_register(a, s);
	case '$':
		return leaf_variable(a, s);
	case '@':
		return leaf_memory(a, s);
	case '\\':
		return leaf_constant(a, s);
	case '\0':
		return wrong(a, s, "Nothing to fetch");
	default:
		return wrong(a, s, "No such thing to fetch");
	}
}

/* ---- dereferences ---- */

/* "+|-[u]OFFSET(" at @s: where it ends, or an error pointer */
static char *take_deref(struct arg *a, char *s)
{
	char *open = strchr(s, '('), *number = s + 1;
	s64 offset;

	if (!open)
		return ERR_PTR(wrong(a, s + strlen(s), "Expected ( behind the offset"));
	if (a->nr_derefs >= PROBE_MAX_DEPTH)
		return ERR_PTR(wrong(a, s, "Too many nested dereferences"));
	*open = '\0';
	a->deref[a->nr_derefs].user = *number == 'u';
	if (*number == 'u')
		number++;
	/* Of the number alone, and no sign twice */
	if (!isdigit(*number) || kstrtos64(number, 0, &offset))
		return ERR_PTR(wrong(a, number, "Offset is no number"));
	a->deref[a->nr_derefs++].offset = *s == '-' ? -offset : offset;
	return open + 1;
}

static int parse_fetch(struct arg *a, char *s)
{
	char *end = s + strlen(s);
	unsigned int open;

	while (*s == '+' || *s == '-') {
		s = take_deref(a, s);
		if (IS_ERR(s))
			return PTR_ERR(s);
	}
	for (open = a->nr_derefs; open; open--) {
		if (end == s || end[-1] != ')')
			return wrong(a, end, "A ) is missing");
		*--end = '\0';
	}
	return parse_leaf(a, s);
}

/* ---- types ---- */

/* bWIDTH@SHIFT/SIZE */
static int parse_bits(struct arg *a, char *s)
{
	unsigned int width, shift, size;
	char name[4], end;

	if (sscanf(s, "b%u@%u/%u%c", &width, &shift, &size, &end) != 3)
		return wrong(a, s, "A bit field is bWIDTH@OFFSET/SIZE");
	if (size != 8 && size != 16 && size != 32 && size != 64)
		return wrong(a, strchr(s, '/') + 1, "Containers have 8, 16, 32 or 64 bits");
	if (!width || width > size || shift > size - width)
		return wrong(a, s, "The bit field is not inside its container");
	a->bits = width;
	a->shift = shift;
	snprintf(name, sizeof(name), "u%u", size);
	a->type = fetch_type_find(name, strlen(name));
	return 0;
}

/* A name behind a pointer: of a dentry, of an open file */
static int parse_path(struct arg *a, char *s)
{
	bool is_file = s[2] == 'D';

	if (strcmp(s, "%pd") && strcmp(s, "%pD"))
		return wrong(a, s, "No such type");
	if (a->l->flags & PROBE_USER)
		return wrong(a, s, "Programs have no dentries");
	if (a->nr_derefs + 2 + is_file > ARRAY_SIZE(a->deref))
		return wrong(a, s, "Too many nested dereferences");
	memmove(&a->deref[2 + is_file], a->deref, a->nr_derefs * sizeof(a->deref[0]));
	memset(a->deref, 0, (2 + is_file) * sizeof(a->deref[0]));
	a->deref[1].offset = offsetof(struct dentry, d_name.name);
	if (is_file)
		a->deref[2].offset = offsetof(struct file, f_path.dentry);
	a->nr_derefs += 2 + is_file;
	a->type = fetch_type_find("string", 6);
	return 0;
}

static int parse_count(struct arg *a, char *s)
{
	char *end = strchr(s, ']');
	unsigned int n;

	if (!end || end[1])
		return wrong(a, end ?: s, "An array is TYPE[COUNT]");
	*end = '\0';
	if (kstrtouint(s + 1, 0, &n) || !n)
		return wrong(a, s + 1, "An array has 1 element at least");
	if (n > PROBE_MAX_ARRAY)
		return wrong(a, s + 1, "An array has 64 elements at most");
	a->count = n;
	return 0;
}

static int parse_type(struct arg *a, char *s)
{
	char *array;
	int ret = 0;

	a->has_type = true;
	if (*s == '%')
		return parse_path(a, s);
	array = strchr(s, '[');
	if (array)
		ret = parse_count(a, array);
	if (ret)
		return ret;
	if (array)
		*array = '\0';
	if (*s == 'b' && isdigit(s[1]))
		return parse_bits(a, s);
	a->type = fetch_type_find(s, strlen(s));
	return a->type ? 0 : wrong(a, s, "No such type");
}

/* Does it go together?  If there is no type, there is one now. */
static int check_type(struct arg *a, char *type)
{
	bool is_ours = a->leaf.op == FETCH_COMM || a->data;

	if (!a->type)
		a->type = a->is_text && !a->nr_derefs ? fetch_type_find("string", 6) :
							fetch_type_find("x64", 3);
	if (is_ours && (a->nr_derefs || a->count || a->type->look != LOOK_STRING))
		return wrong(a, type ?: a->at, "This is a text, and has the type string only");
	if (a->type->look == LOOK_SYMSTR)
		return a->count ? wrong(a, type, "symstr cannot be an array") : 0;
	/* The address of a text is as good as memory. */
	if (type_is_text(a->type) && a->is_text && !a->nr_derefs)
		return a->count ? wrong(a, type, "A text cannot be an array of texts") : 0;
	if (type_is_text(a->type) && !a->nr_derefs)
		return wrong(a, type, "A string has to be in memory: +0(...)");
	if (a->count && !a->nr_derefs && a->leaf.op != FETCH_IN_RECORD)
		return wrong(a, type, "An array has to be in memory: +0(...)");
	return 0;
}

/* ---- the program ---- */

static int compile(struct arg *a, struct fetch_prog *p)
{
	unsigned int last, nr = a->nr_derefs, i;

	/* The outermost dereference is the end's, unless the end wants a value. */
	last = nr && a->type->look != LOOK_SYMSTR ? 1 : 0;
	p->steps = kcalloc(1 + nr - last, sizeof(*p->steps), GFP_KERNEL);
	if (!p->steps)
		return -ENOMEM;
	p->steps[0] = a->leaf;
	for (i = 1; nr > last; nr--, i++) {
		p->steps[i].op = a->deref[nr - 1].user ? FETCH_UREAD : FETCH_READ;
		p->steps[i].imm = a->deref[nr - 1].offset;
	}
	p->nr_steps = i;
	if (a->type->look == LOOK_SYMSTR)
		p->end = END_SYMBOL;
	else if (type_is_text(a->type))
		p->end = END_TEXT;
	else if (last || a->count)
		p->end = END_MEMORY;
	else
		p->end = END_VALUE;
	p->user = (last && a->deref[0].user) || a->type->look == LOOK_USTRING;
	p->imm = last ? a->deref[0].offset : 0;
	p->size = a->type->size;
	p->count = a->count;
	p->bits = a->bits;
	p->shift = a->shift;
	p->data = a->data;
	a->data = NULL;
	return 0;
}

/* ---- names ---- */

static const char *const reserved[] = {
	"common_type", "common_flags", "common_preempt_count", "common_pid", "common_tgid",
	"__probe_ip", "__probe_func", "__probe_ret_ip", "__probe_nargs",
};

static int check_name(struct probe_line *l, unsigned int i, char *name)
{
	unsigned int j;

	if (!*name)
		return probe_error(l, name, "The argument has no name");
	if (strlen(name) >= PROBE_MAX_ARG_NAME)
		return probe_error(l, name, "The argument's name is too long");
	if (!probe_good_name(name))
		return probe_error(l, name, "An argument's name is letters, digits and _");
	for (j = 0; j < ARRAY_SIZE(reserved); j++)
		if (!strcmp(name, reserved[j]))
			return probe_error(l, name, "Records have a field of this name anyhow");
	for (j = 0; j < i; j++)
		if (!strcmp(name, l->fields[j].name))
			return probe_error(l, name, "Another argument has this name");
	return 0;
}

/* The ':' before the type: the last one, but for those in quotes */
static char *find_type(char *s)
{
	char *colon;

	if (s[0] == '\\' && s[1] == '"') {
		s = strrchr(s, '"');
		return s[1] == ':' ? s + 1 : NULL;
	}
	colon = strrchr(s, ':');
	return colon;
}

/* NAME= in front of what is fetched */
static char *cut_name(char *s)
{
	char *equals = strpbrk(s, "=\\");

	if (!equals || *equals != '=')
		return NULL;
	*equals = '\0';
	return equals + 1;
}

/**
 * probe_arg - compile an argument
 * @l: the line; what becomes of it is put into its fields[i] and progs[i]
 * @i: its index
 *
 * Return: 0; -EINVAL, and l->error tells why; or -ENOMEM
 */
int probe_arg(struct probe_line *l, unsigned int i)
{
	struct probe_field *field = &l->fields[i];
	struct fetch_prog *prog = &l->progs[i];
	char *s = l->args[i], *type, *name = NULL;
	struct arg a = { .l = l };
	char made[PROBE_MAX_ARG_NAME];
	int ret;

	a.at = cut_name(s);
	if (a.at) {
		name = s;
		ret = check_name(l, i, name);
		if (ret)
			return ret;
	} else {
		a.at = s;
		snprintf(made, sizeof(made), "arg%u", i + 1);
		ret = check_name(l, i, made);
		if (ret) {
			l->pos = s - l->buf;
			return ret;
		}
	}
	prog->text = kstrdup(a.at, GFP_KERNEL);
	field->name = kstrdup(name ?: made, GFP_KERNEL);
	if (!prog->text || !field->name)
		return -ENOMEM;

	type = find_type(a.at);
	if (type)
		*type++ = '\0';
	ret = parse_fetch(&a, a.at);
	if (!ret && type)
		ret = parse_type(&a, type);
	if (!ret)
		ret = check_type(&a, type);
	if (!ret)
		ret = compile(&a, prog);
	kfree(a.data);
	field->type = a.type;
	field->count = a.count;
	return ret;
}
