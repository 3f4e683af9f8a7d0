// SPDX-License-Identifier: GPL-2.0
/*
 * Values: expressions compiled and run. See value.h.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/unaligned.h>

#include "../core/field.h"
#include "../event/event.h"
#include "value.h"

/* Numbers on the stack of a program; parentheses need a level each */
#define MAX_DEPTH	8

/* ---- compiling ---- */

/**
 * struct parser - a text on its way to a program
 * @scope: what names mean
 * @at: what comes next
 * @end: where the text ends
 * @depth: open parentheses and unary minus signs
 * @e: the program so far
 */
struct parser {
	struct hist_scope	*scope;
	const char		*at;
	const char		*end;
	unsigned int		depth;
	struct hist_expr	*e;
};

/* What a part of an expression is */
struct operand {
	const char	*at;
	const char	*type;
	u16		size;
	u8		kind;
	bool		is_signed;
	bool		is_time;
	bool		in_usecs;
	bool		is_var;
	bool		is_const;
	u64		value;
};

static int fail(struct parser *p, const char *text, const char *at)
{
	return hist_fail(p->scope->line, text, at);
}

static char peek(struct parser *p)
{
	while (p->at < p->end && isspace(*p->at))
		p->at++;
	return p->at < p->end ? *p->at : '\0';
}

static int emit(struct parser *p, struct hist_op op)
{
	if (p->e->nr == HIST_MAX_OPS)
		return fail(p, "Too many subexpressions", p->at);
	p->e->ops[p->e->nr++] = op;
	return 0;
}

static bool name_char(char c)
{
	return isalnum(c) || c == '_' || c == '.' || c == '$';
}

static int take_number(struct parser *p, struct operand *o)
{
	const char *start = p->at;
	char digits[24];
	size_t len;

	while (p->at < p->end && name_char(*p->at))
		p->at++;
	len = p->at - start;
	if (len >= sizeof(digits))
		return fail(p, "Expecting numeric literal", start);
	memcpy(digits, start, len);
	digits[len] = '\0';
	if (kstrtou64(digits, 0, &o->value))
		return fail(p, "Expecting numeric literal", start);
	o->is_const = true;
	o->type = "u64";
	o->size = sizeof(u64);
	return emit(p, (struct hist_op){ .code = V_CONST, .value = o->value });
}

static int take_var(struct parser *p, struct hist_word name, struct operand *o)
{
	const char *dollar = memchr(name.at, '$', name.len);
	struct hist_word system_event = {};
	struct hist_expr e = {};
	struct hist_op op = {};
	int ret;

	if (dollar > name.at) {
		if (dollar[-1] != '.')
			return fail(p, "Couldn't find variable", name.at);
		system_event = hist_word(name.at, dollar - 1);
	}
	ret = p->scope->var(p->scope, system_event,
			    hist_word(dollar + 1, name.at + name.len), &e, &op);
	if (ret)
		return ret;
	o->kind = e.kind;
	o->type = e.type;
	o->size = e.size;
	o->is_signed = e.is_signed;
	o->is_time = e.is_time;
	o->in_usecs = e.in_usecs;
	o->is_var = true;
	p->e->reads_ref |= op.code == V_REF || op.code == V_REF_BYTES;
	return emit(p, op);
}

static const struct {
	const char	*name;
	u8		code;
	u8		kind;
	u16		size;
	const char	*type;
} moments[] = {
	{ "common_timestamp",	V_TIME,	HIST_NUMBER,	sizeof(u64),		"u64" },
	{ "common_cpu",		V_CPU,	HIST_NUMBER,	sizeof(u32),		"unsigned int" },
	{ "cpu",		V_CPU,	HIST_NUMBER,	sizeof(u32),		"unsigned int" },
	{ "common_comm",	V_COMM,	HIST_STRING,	TASK_COMM_LEN,		"char[]" },
	{ "common_stacktrace",	V_STACK, HIST_STACK,	HIST_STACK_SIZE, "unsigned long[]" },
	{ "stacktrace",		V_STACK, HIST_STACK,	HIST_STACK_SIZE, "unsigned long[]" },
};

static int number_code(const struct trace_event_field *f)
{
	switch (f->size) {
	case 1:
		return f->is_signed ? V_S8 : V_U8;
	case 2:
		return f->is_signed ? V_S16 : V_U16;
	case 4:
		return f->is_signed ? V_S32 : V_U32;
	case 8:
		return V_64;
	default:
		return -EINVAL;
	}
}

/* A field of the record, as an operand and a step */
static int use_field(const struct trace_event_field *f, struct operand *o, struct hist_op *op)
{
	int code;

	*op = (struct hist_op){ .offset = f->offset, .size = f->size,
				.relative = field_is_relative(f) };
	o->type = f->type;
	o->kind = HIST_STRING;
	o->size = HIST_MAX_STRING;
	switch (f->filter_type) {
	case FILTER_STATIC_STRING:
		op->code = V_CHARS;
		o->size = min_t(unsigned int, f->size, HIST_MAX_STRING);
		return 0;
	case FILTER_DYN_STRING:
	case FILTER_RDYN_STRING:
		op->code = V_CHARS_ELSEWHERE;
		return 0;
	case FILTER_PTR_STRING:
		op->code = V_CHARS_POINTER;
		return 0;
	case FILTER_STACKTRACE:
		op->code = V_STACK_ELSEWHERE;
		o->kind = HIST_STACK;
		o->size = HIST_STACK_SIZE;
		return 0;
	default:
		code = field_is_elsewhere(f) || f->len ? -EINVAL : number_code(f);
		if (code < 0)
			return code;
		op->code = code;
		o->kind = HIST_NUMBER;
		o->size = f->size;
		o->is_signed = f->is_signed;
		return 0;
	}
}

/* Nothing of the record: the processor, the name of the task, the stack */
static bool is_momentary(const struct trace_event_field *f)
{
	return !f->size;
}

static int use_moment(struct parser *p, struct hist_word name, struct operand *o,
		      struct hist_op *op)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(moments); i++) {
		if (!hist_word_is(name, moments[i].name))
			continue;
		o->kind = moments[i].kind;
		o->size = moments[i].size;
		o->type = moments[i].type;
		op->code = moments[i].code;
		op->size = moments[i].size;
		if (op->code == V_TIME) {
			o->is_time = true;
			p->scope->timed = true;
		}
		return 0;
	}
	return fail(p, "Couldn't find field", name.at);
}

static int take_field(struct parser *p, struct hist_word name, struct operand *o)
{
	struct hist_word base = name, tail = {};
	const struct trace_event_field *f;
	struct hist_op op = {};
	char *copy;
	int ret;

	hist_word_cut(&base, &tail);
	copy = kmemdup_nul(base.at, base.len, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	f = event_find_field(p->scope->call, copy);
	kfree(copy);
	if (!f || is_momentary(f))
		ret = use_moment(p, base, o, &op);
	else if (use_field(f, o, &op))
		ret = fail(p, "Fields of this type have no value", name.at);
	else
		ret = 0;
	if (ret)
		return ret;
	if (tail.at) {
		if (!hist_word_is(tail, "usecs") || op.code != V_TIME)
			return fail(p, "Invalid field modifier", tail.at);
		op.code = V_TIME_USECS;
		o->in_usecs = true;
	}
	return emit(p, op);
}

static int take_sum(struct parser *p, struct operand *o);

static int take_name(struct parser *p, struct operand *o)
{
	const char *start = p->at;
	struct hist_word name;

	while (p->at < p->end && name_char(*p->at))
		p->at++;
	name = hist_word(start, p->at);
	if (!name.len)
		return fail(p, "Couldn't find field", start);
	if (memchr(name.at, '$', name.len))
		return take_var(p, name, o);
	return take_field(p, name, o);
}

static int need_number(struct parser *p, const struct operand *o)
{
	if (o->kind == HIST_NUMBER)
		return 0;
	return fail(p, "String type can not be an operand in expression", o->at);
}

static int take_factor(struct parser *p, struct operand *o)
{
	char c = peek(p);
	const char *start = p->at;
	int ret;

	*o = (struct operand){ .at = start };
	if (c != '-' && c != '(')
		return isdigit(c) ? take_number(p, o) : take_name(p, o);
	if (++p->depth == MAX_DEPTH)
		return fail(p, "Too many subexpressions", p->at);
	p->at++;
	if (c == '(') {
		ret = take_sum(p, o);
		if (!ret && peek(p) != ')')
			ret = fail(p, "No closing paren found", start);
		p->at++;
	} else {
		ret = take_factor(p, o) ?: need_number(p, o) ?:
			emit(p, (struct hist_op){ .code = V_NEG });
		o->value = -o->value;
		o->is_signed = true;
		o->is_var = false;
	}
	p->depth--;
	o->at = start;
	return ret;
}

/* "a op b": both are on the stack */
static int combine(struct parser *p, struct operand *a, const struct operand *b, u8 code)
{
	int ret = need_number(p, a) ?: need_number(p, b);

	if (ret)
		return ret;
	if (code == V_DIV && b->is_const && !b->value)
		return fail(p, "Division by zero", b->at);
	if (a->is_time && b->is_time && a->in_usecs != b->in_usecs)
		return fail(p, "Timestamp units in expression don't match", a->at);
	/* What is added to a time is one; the size is that of the first */
	a->is_time |= b->is_time;
	a->in_usecs |= b->in_usecs;
	if (a->is_const && !b->is_const) {
		a->type = b->type;
		a->size = b->size;
		a->is_signed = b->is_signed;
	}
	a->is_const = false;
	a->is_var = false;
	return emit(p, (struct hist_op){ .code = code });
}

static int take_product(struct parser *p, struct operand *o)
{
	struct operand next;
	int ret = take_factor(p, o);
	char c;

	while (!ret && ((c = peek(p)) == '*' || c == '/')) {
		p->at++;
		ret = take_factor(p, &next) ?: combine(p, o, &next, c == '*' ? V_MUL : V_DIV);
	}
	return ret;
}

static int take_sum(struct parser *p, struct operand *o)
{
	struct operand next;
	int ret = take_product(p, o);
	char c;

	while (!ret && ((c = peek(p)) == '+' || c == '-')) {
		p->at++;
		ret = take_product(p, &next) ?: combine(p, o, &next, c == '+' ? V_ADD : V_SUB);
	}
	return ret;
}

/**
 * hist_expr_compile - make a program of an expression
 * @s: what names in it mean
 * @text: the expression
 *
 * Context: event_mutex.
 * Return: the program, to be freed by kfree(); or -ENOMEM; or -EINVAL, and the
 * line says what is wrong
 */
struct hist_expr *hist_expr_compile(struct hist_scope *s, struct hist_word text)
{
	struct parser p = { .scope = s, .at = text.at, .end = text.at + text.len };
	struct operand o = {};
	int ret;

	/* Two more for what hist_expr_append() appends */
	p.e = kzalloc(struct_size(p.e, ops, HIST_MAX_OPS + 2), GFP_KERNEL);
	if (!p.e)
		return ERR_PTR(-ENOMEM);
	ret = take_sum(&p, &o);
	if (!ret && peek(&p))
		ret = fail(&p, "Couldn't find field", p.at);
	if (ret) {
		kfree(p.e);
		return ERR_PTR(ret);
	}
	p.e->kind = o.kind;
	p.e->is_signed = o.is_signed;
	p.e->is_time = o.is_time;
	p.e->in_usecs = o.in_usecs;
	p.e->is_var = o.is_var;
	p.e->size = o.size;
	p.e->type = o.type;
	return p.e;
}

void hist_expr_append(struct hist_expr *e, enum hist_code code, u64 value)
{
	e->ops[e->nr++] = (struct hist_op){ .code = code, .value = value };
}

/* ---- running ---- */

static u64 load_field(const struct hist_op *op, const void *rec)
{
	const void *p = rec + op->offset;

	switch (op->code) {
	case V_U8:
		return *(const u8 *)p;
	case V_S8:
		return *(const s8 *)p;
	case V_U16:
		return get_unaligned((const u16 *)p);
	case V_S16:
		return get_unaligned((const s16 *)p);
	case V_U32:
		return get_unaligned((const u32 *)p);
	case V_S32:
		return get_unaligned((const s32 *)p);
	default:
		return get_unaligned((const u64 *)p);
	}
}

static u64 push_value(const struct hist_op *op, const struct hist_moment *m)
{
	switch (op->code) {
	case V_CONST:
		return op->value;
	case V_TIME:
		return m->ts;
	case V_TIME_USECS:
		return m->ns ? div_u64(m->ts, 1000) : m->ts;
	case V_CPU:
		return raw_smp_processor_id();
	case V_OWN:
		return m->own[op->value];
	case V_REF:
		return m->refs[op->value];
	default:
		return load_field(op, m->rec);
	}
}

static u64 change(const struct hist_op *op, u64 v)
{
	switch (op->code) {
	case V_NEG:
		return -v;
	case V_LOG2:
		return v > 1 ? fls64(v - 1) : 0;
	default:
		return op->value ? div64_u64(v, op->value) * op->value : v;
	}
}

static u64 calculate(u8 code, u64 a, u64 b)
{
	switch (code) {
	case V_ADD:
		return a + b;
	case V_SUB:
		return a - b;
	case V_MUL:
		return a * b;
	default:
		return b ? div64_u64(a, b) : U64_MAX;
	}
}

/**
 * hist_expr_run - compute a number
 * @e: the program; its kind is HIST_NUMBER
 * @m: the record and all around it
 *
 * Context: any, with preemption disabled.
 *
 * Return: the number
 */
u64 hist_expr_run(const struct hist_expr *e, const struct hist_moment *m)
{
	/* Each level of parentheses leaves two numbers at most, and so does a product */
	u64 stack[2 * MAX_DEPTH + 2] __uninitialized;
	const struct hist_op *op = e->ops;
	unsigned int top = 0;

	for (; op < e->ops + e->nr; op++) {
		if (op->code < V_NEG) {
			stack[top++] = push_value(op, m);
		} else if (op->code < V_ADD) {
			stack[top - 1] = change(op, stack[top - 1]);
		} else {
			top--;
			stack[top - 1] = calculate(op->code, stack[top - 1], stack[top]);
		}
	}
	return stack[0];
}

/* Copy a string, and fill the rest of its room with NULs: it may be compared. */
static void put_string(void *to, unsigned int size, const char *from, unsigned int max)
{
	unsigned int len = strnlen(from, min(max, size - 1));

	memcpy(to, from, len);
	memset(to + len, 0, size - len);
}

static void put_stack(void *to, unsigned int size, const void *from, unsigned int nr)
{
	nr = min(nr, (unsigned int)(size / sizeof(u64) - 1));
	*(u64 *)to = nr;
	memmove(to + sizeof(u64), from, nr * sizeof(u64));
	memset(to + (nr + 1) * sizeof(u64), 0, size - (nr + 1) * sizeof(u64));
}

static const void *elsewhere(const struct hist_op *op, const void *rec, unsigned int *len)
{
	u32 where = get_unaligned((const u32 *)(rec + op->offset));
	unsigned int at = where & 0xffff;

	if (op->relative)
		at += op->offset + sizeof(u32);
	*len = where >> 16;
	return rec + at;
}

static void put_pointed(void *to, unsigned int size, const char *from)
{
	long len = strncpy_from_kernel_nofault(to, from, size);

	if (len < 0)
		len = 0;
	len = min_t(long, len, size - 1);
	memset(to + len, 0, size - len);
}

static noinline void put_here(void *to, unsigned int size, const struct hist_moment *m)
{
	unsigned long *at = to + sizeof(u64);
	unsigned int room = size / sizeof(u64) - 1, nr;

	if (m->here)
		nr = stack_trace_save_regs(m->here, at, room, 1);
	else
		nr = stack_trace_save(at, room, 3);
	put_stack(to, size, at, nr);
}

/**
 * hist_expr_bytes - get a string or a stack
 * @e: the program
 * @m: the record and all around it
 * @to: room for it; all of it is written
 * @size: bytes there, a multiple of 8
 *
 * Context: any, with preemption disabled.
 */
void hist_expr_bytes(const struct hist_expr *e, const struct hist_moment *m, void *to,
		     unsigned int size)
{
	const struct hist_op *op = e->ops;
	const void *from;
	unsigned int len;

	switch (op->code) {
	case V_CHARS:
		put_string(to, size, m->rec + op->offset, op->size);
		break;
	case V_CHARS_ELSEWHERE:
		from = elsewhere(op, m->rec, &len);
		put_string(to, size, from, len);
		break;
	case V_CHARS_POINTER:
		put_pointed(to, size, get_unaligned((const char **)(m->rec + op->offset)));
		break;
	case V_COMM:
		put_string(to, size, current->comm, TASK_COMM_LEN);
		break;
	case V_STACK:
		put_here(to, size, m);
		break;
	case V_STACK_ELSEWHERE:
		from = elsewhere(op, m->rec, &len);
		put_stack(to, size, from, len / sizeof(u64));
		break;
	default:
		from = (void *)(unsigned long)(op->code == V_OWN_BYTES ? m->own[op->value] :
								    m->refs[op->value]);
		if (e->kind == HIST_STACK)
			put_stack(to, size, from + sizeof(u64), *(u64 *)from);
		else
			put_string(to, size, from, HIST_MAX_STRING);
	}
}
