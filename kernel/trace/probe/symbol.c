// SPDX-License-Identifier: GPL-2.0
/*
 * Names of the kernel's functions and data in lines of probes.
 *
 *	[MODULE:]SYMBOL[[N]][+OFFSET]	SYMBOL[2]: the second of that name
 *	ADDRESS
 *
 * The kernel's own symbols are found by a binary search over their names. Modules are
 * looked through if the kernel has none of that name, or if one is named.
 */
#include <linux/ctype.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/sections.h>

#include "internal.h"

/* As many are told of; a name that more have is an odd one. */
#define MAX_SHOWN	4

/* What has a name */
struct found {
	const char	*name;
	bool		is_code;	/* only such */
	unsigned int	want;		/* the Nth, from 1; 0: it has to be the only one */
	unsigned int	nr;
	unsigned int	nr_other;	/* not code */
	unsigned long	addr[MAX_SHOWN];
	unsigned long	wanted;
};

static int found_one(void *data, unsigned long addr)
{
	struct found *f = data;

	if (f->is_code && !kernel_text_address(addr) &&
	    !(system_state < SYSTEM_RUNNING && init_section_contains((void *)addr, 1))) {
		f->nr_other++;
		return 0;
	}
	if (f->nr < MAX_SHOWN)
		f->addr[f->nr] = addr;
	f->nr++;
	if (f->want == f->nr || (!f->want && f->nr == 1))
		f->wanted = addr;
	return 0;
}

static int found_in_module(void *data, const char *name, unsigned long addr)
{
	struct found *f = data;

	return strcmp(name, f->name) ? 0 : found_one(data, addr);
}

static void find(struct found *f, const char *mod)
{
	if (!mod)
		kallsyms_on_each_match_symbol(found_one, f->name, f);
	if (!f->nr)
		module_kallsyms_on_each_symbol(mod, found_in_module, f);
}

/* ---- why there is none ---- */

struct twin {
	const char	*name;
	size_t		len;
	unsigned int	nr;
	char		first[KSYM_NAME_LEN];
};

static int found_twin(void *data, const char *name, unsigned long addr)
{
	struct twin *t = data;

	if (strncmp(name, t->name, t->len) || name[t->len] != '.')
		return 0;
	if (!t->nr++)
		strscpy(t->first, name);
	return 0;
}

/* The compiler makes foo.isra.0, foo.constprop.0 or foo.cold of foo. */
static int no_function(struct probe_line *l, const char *at, const char *name)
{
	struct twin *t __free(kfree) = kzalloc(sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	t->name = name;
	t->len = strlen(name);
	kallsyms_on_each_symbol(found_twin, t);
	if (t->nr)
		probe_errorf(l, at, "No function of this name, but %s%s", t->first,
			     t->nr > 1 ? " and others" : "");
	else
		probe_error(l, at, "No function of this name; if there is one, it is inlined");
	return -ENOENT;
}

static int too_many(struct probe_line *l, const char *at, const struct found *f)
{
	char list[MAX_SHOWN * 20];
	unsigned int i, n = 0;

	for (i = 0; i < min(f->nr, MAX_SHOWN); i++)
		n += scnprintf(list + n, sizeof(list) - n, " 0x%lx", f->addr[i]);
	probe_errorf(l, at, "%u have this name: say which, as in %s[1];%s%s", f->nr, f->name, list,
		     f->nr > MAX_SHOWN ? " ..." : "");
	return -EADDRNOTAVAIL;
}

/* ---- data ---- */

/* SYMBOL[+|-OFFSET] at @s: the name alone is left there */
static int cut_offset(struct probe_line *l, char *s, s64 *offset)
{
	char *sign = strpbrk(s, "+-");
	u64 n;

	*offset = 0;
	if (!sign)
		return 0;
	if (kstrtou64(sign + 1, 0, &n) || n > S64_MAX)
		return probe_error(l, sign + 1, "Offset is no number");
	*offset = *sign == '-' ? -(s64)n : n;
	*sign = '\0';
	return 0;
}

/**
 * probe_symbol - the address of a symbol of any kind
 * @l: the line
 * @at: the symbol, with an offset; changed
 * @addr: gets it
 *
 * Return: 0, or an error and the line knows
 */
int probe_symbol(struct probe_line *l, char *at, unsigned long *addr)
{
	struct found f = { .name = at };
	s64 offset;
	int ret;

	ret = cut_offset(l, at, &offset);
	if (ret)
		return ret;
	if (!*at)
		return probe_error(l, at, "No symbol");
	find(&f, NULL);
	if (!f.nr) {
		probe_error(l, at, "No symbol of this name");
		return -ENOENT;
	}
	if (f.nr > 1)
		return too_many(l, at, &f);
	*addr = f.wanted + offset;
	return 0;
}

/* ---- functions ---- */

/**
 * probe_place_parse - understand the place of a kernel probe
 * @l: the line; its place stays as it is
 * @place: what it says; its address is not looked up, if it has a name
 *
 * Return: 0, -EINVAL, -ENOMEM
 */
int probe_place_parse(struct probe_line *l, struct probe_place *place)
{
	char *s = l->place, *at;

	*place = (struct probe_place) { };
	if (isdigit(*s)) {
		if (kstrtoul(s, 0, &place->addr))
			return probe_error(l, s, "Address is no number");
		return 0;
	}
	at = strchr(s, ':');
	if (at) {
		if (at == s || !at[1])
			return probe_error(l, s, "A place is [MODULE:]FUNCTION[+OFFSET]");
		place->mod = kstrndup(s, at - s, GFP_KERNEL);
		if (!place->mod)
			return -ENOMEM;
		/* Files have dashes where the modules in them do not. */
		strreplace(place->mod, '-', '_');
		s = at + 1;
	}
	at = strpbrk(s, "+-");
	if (at) {
		if (*at == '-' || kstrtoul(at + 1, 0, &place->offset))
			return probe_error(l, at, "Offset is no number");
		if (place->offset > INT_MAX)
			return probe_error(l, at, "Offset is too large");
	}
	place->symbol = kstrndup(s, at ? at - s : strlen(s), GFP_KERNEL);
	if (!place->symbol)
		return -ENOMEM;
	if (!*place->symbol)
		return probe_error(l, s, "No function");
	return 0;
}

/**
 * probe_place_free - free what probe_place_parse() has made
 * @place: the place
 */
void probe_place_free(struct probe_place *place)
{
	kfree(place->mod);
	kfree(place->symbol);
}

/**
 * probe_module_loaded - is a module there, or coming?
 * @mod: its name
 */
bool probe_module_loaded(const char *mod)
{
	struct module *m;

	guard(preempt)();
	m = find_module(mod);
	return m && m->state != MODULE_STATE_GOING && m->state != MODULE_STATE_UNFORMED;
}

/* FUNCTION[N] */
static int cut_index(struct probe_line *l, const char *at, char *name, unsigned int *want)
{
	char *open = strchr(name, '[');
	size_t len = strlen(name);

	*want = 0;
	if (!open)
		return 0;
	if (name[len - 1] != ']')
		return probe_error(l, at, "A function of several is NAME[NUMBER]");
	name[len - 1] = '\0';
	if (kstrtouint(open + 1, 10, want) || !*want)
		return probe_error(l, at, "A function of several is NAME[NUMBER]");
	*open = '\0';
	return 0;
}

/* perf counts from _text, where the kernel begins, to be sure which function is meant. */
static bool is_outside(const struct probe_place *place, const struct found *f,
		       unsigned long *size)
{
	unsigned long offset;

	return place->offset && strcmp(f->name, "_text") && strcmp(f->name, "_stext") &&
	       kallsyms_lookup_size_offset(f->wanted, size, &offset) && place->offset >= *size;
}

/**
 * probe_place_resolve - find out where a place is
 * @l: the line
 * @place: the place, with a name
 *
 * Return: 0, and place->addr is 0 if it is in a module that is not loaded; -ENOENT,
 * -EADDRNOTAVAIL and other errors, of which the line knows
 */
int probe_place_resolve(struct probe_line *l, struct probe_place *place)
{
	char *name __free(kfree) = kstrdup(place->symbol, GFP_KERNEL);
	struct found f = { .is_code = true };
	unsigned long size;
	int ret;

	if (!name)
		return -ENOMEM;
	ret = cut_index(l, l->place, name, &f.want);
	if (ret)
		return ret;
	place->addr = 0;
	if (place->mod && !probe_module_loaded(place->mod))
		return 0;
	f.name = name;
	find(&f, place->mod);
	if (!f.nr && f.nr_other) {
		probe_error(l, l->place, "This is no code, or init code that is gone");
		return -ENOENT;
	}
	if (!f.nr)
		return no_function(l, l->place, name);
	if (f.nr > 1 && !f.want)
		return too_many(l, l->place, &f);
	if (f.want > f.nr) {
		probe_errorf(l, l->place, "Only %u have this name", f.nr);
		return -ENOENT;
	}
	if (is_outside(place, &f, &size))
		return probe_errorf(l, l->place + strcspn(l->place, "+"),
				    "The function has %lu bytes only", size);
	place->addr = f.wanted + place->offset;
	return 0;
}
