// SPDX-License-Identifier: GPL-2.0
/*
 * Names of functions: from a pattern to sites, and from sites to names.
 *
 * The kernel's symbol table is sorted by address, as the function table is, so
 * that to go through both side by side gives every name without a search.  The
 * names are compressed; one is expanded only to be looked at.
 */
#include <linux/bitmap.h>
#include <linux/glob.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "../../kallsyms_internal.h"
#include "internal.h"

/* ---- the kernel's symbol table ---- */

static unsigned long sym_address(unsigned int sym)
{
	int offset = kallsyms_offsets[sym];

	if (!IS_ENABLED(CONFIG_KALLSYMS_ABSOLUTE_PERCPU))
		return kallsyms_relative_base + (u32)offset;
	return offset >= 0 ? offset : kallsyms_relative_base - 1 - offset;
}

/* Length of the compressed name at @off; *@head: bytes that the length takes */
static unsigned int sym_length(unsigned int off, unsigned int *head)
{
	unsigned int len = kallsyms_names[off];

	*head = 1;
	if (len & 0x80) {
		len = (len & 0x7f) | kallsyms_names[off + 1] << 7;
		*head = 2;
	}
	return len;
}

static unsigned int sym_next_off(unsigned int off)
{
	unsigned int head, len = sym_length(off, &head);

	return off + head + len;
}

static unsigned int sym_off(unsigned int sym)
{
	unsigned int off = kallsyms_markers[sym >> 8];

	for (unsigned int i = sym & 0xff; i; i--)
		off = sym_next_off(off);
	return off;
}

/* Expand the name at @off.  Its first character is the type, which is left out. */
static void sym_name(unsigned int off, char *name)
{
	unsigned int head, len = sym_length(off, &head);
	const u8 *code = &kallsyms_names[off + head], *end = code + len;
	const char *text;
	char c;

	/* The build sees to it that names fit into KSYM_NAME_LEN, type included. */
	text = &kallsyms_token_table[kallsyms_token_index[*code++]] + 1;
	for (;;) {
		while ((c = *text++))
			*name++ = c;
		if (code == end)
			break;
		text = &kallsyms_token_table[kallsyms_token_index[*code++]];
	}
	*name = '\0';
}

/* The first symbol at or behind @ip */
static unsigned int sym_search(unsigned long ip)
{
	unsigned int low = 0, high = kallsyms_num_syms;

	while (low < high) {
		unsigned int mid = (low + high) / 2;

		if (sym_address(mid) < ip)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* ---- patterns ---- */

bool names_is_glob(const char *pattern)
{
	return strpbrk(pattern, "*?[\\");
}

/*
 * A pattern, looked at once.  If it is "*text*", the text is searched for here,
 * which is what a glob for all functions spends its time with; all else is left
 * to glob_match().
 */
struct glob {
	const char	*pattern;
	char		text[KSYM_NAME_LEN];	/* empty: it is no such pattern */
};

static void glob_prepare(struct glob *g, const char *pattern)
{
	size_t len = strlen(pattern);

	g->pattern = pattern;
	g->text[0] = '\0';
	if (len < 3 || len - 2 >= sizeof(g->text) || pattern[0] != '*' || pattern[len - 1] != '*')
		return;
	memcpy(g->text, pattern + 1, len - 2);
	g->text[len - 2] = '\0';
	if (names_is_glob(g->text))
		g->text[0] = '\0';
}

static __always_inline bool glob_matches(const struct glob *g, const char *name)
{
	const char first = g->text[0];

	if (!first)
		return glob_match(g->pattern, name);
	for (; *name; name++) {
		unsigned int i = 1;

		if (likely(*name != first))
			continue;
		while (g->text[i] && g->text[i] == name[i])
			i++;
		if (!g->text[i])
			return true;
	}
	return false;
}

struct match {
	struct hook_region *r;
	int		(*fn)(void *data, struct hook_region *r, unsigned int i);
	void		*data;
	int		sum;
};

/* There is a symbol at @ip that matches: if it has a site, count it. */
static int match_at(struct match *m, unsigned long ip)
{
	unsigned int i = region_search(m->r, ip);
	int n;

	if (i == m->r->nr || site_ip(m->r, i) > ip + FTRACE_MCOUNT_MAX_OFFSET)
		return 0;
	n = m->fn(m->data, m->r, i);
	if (n < 0)
		return n;
	m->sum += n;
	return 0;
}

static int match_exact(void *data, unsigned long ip)
{
	return match_at(data, ip);
}

/* All symbols of the kernel side by side with the sites of the region */
static int match_kernel(struct match *m, const struct glob *glob)
{
	struct hook_region *r = m->r;
	unsigned int sym = sym_search(r->base - FTRACE_MCOUNT_MAX_OFFSET), off = sym_off(sym);
	char name[KSYM_NAME_LEN];
	unsigned int i = 0;

	while (i < r->nr && sym < kallsyms_num_syms) {
		unsigned long ip = site_ip(r, i), at = sym_address(sym);

		if (at > ip) {
			i++;
			continue;
		}
		if (at + FTRACE_MCOUNT_MAX_OFFSET >= ip) {
			sym_name(off, name);
			if (glob_matches(glob, name)) {
				int n = m->fn(m->data, r, i);

				if (n < 0)
					return n;
				m->sum += n;
			}
			/* Further names of it do not count: nobody shows them. */
			i++;
		}
		off = sym_next_off(off);
		sym++;
	}
	return 0;
}

#ifdef CONFIG_MODULES
/*
 * A module's symbols, in no order.  Its table changes its place when the module
 * is initialised: it is looked at under RCU, and what has matched is told when
 * that is left.
 */
static void module_matches(const struct hook_region *r, const char *glob, unsigned long *found)
{
	const struct mod_kallsyms *k;

	rcu_read_lock();
	k = rcu_dereference(r->mod->kallsyms);
	for (unsigned int i = 1; k && i < k->num_symtab; i++) {
		const Elf_Sym *sym = &k->symtab[i];
		unsigned int site;

		if (sym->st_shndx == SHN_UNDEF || sym->st_value >= r->end ||
		    sym->st_value + FTRACE_MCOUNT_MAX_OFFSET < r->base)
			continue;
		site = region_search(r, sym->st_value);
		if (site < r->nr && site_ip(r, site) <= sym->st_value + FTRACE_MCOUNT_MAX_OFFSET &&
		    glob_match(glob, k->strtab + sym->st_name))
			__set_bit(site, found);
	}
	rcu_read_unlock();
}

static int match_module(struct match *m, const char *glob)
{
	unsigned long *found = bitmap_zalloc(m->r->nr, GFP_KERNEL);
	unsigned int i;
	int n = 0;

	if (!found)
		return -ENOMEM;
	module_matches(m->r, glob, found);
	for_each_set_bit(i, found, m->r->nr) {
		n = m->fn(m->data, m->r, i);
		if (n < 0)
			break;
		m->sum += n;
	}
	bitmap_free(found);
	return min(n, 0);
}
#else
static int match_module(struct match *m, const char *glob)
{
	return 0;
}
#endif

/**
 * names_match - find functions by name
 * @r: in this region
 * @glob: a name or a pattern
 * @fn: is called for each, tells how many it counts for, or an error
 * @data: for @fn
 *
 * Return: the sum of what @fn returned, or its first error
 */
int names_match(struct hook_region *r, const char *glob,
		int (*fn)(void *data, struct hook_region *r, unsigned int i), void *data)
{
	struct match m = { .r = r, .fn = fn, .data = data };
	struct glob *g;
	int err;

	lockdep_assert_held(&hook_lock);
	if (r->mod) {
		err = match_module(&m, glob);
	} else if (names_is_glob(glob)) {
		g = kmalloc(sizeof(*g), GFP_KERNEL);
		if (!g)
			return -ENOMEM;
		glob_prepare(g, glob);
		err = match_kernel(&m, g);
		kfree(g);
	} else {
		err = kallsyms_on_each_match_symbol(match_exact, glob, &m);
	}
	return err < 0 ? err : m.sum;
}

/* ---- listing ---- */

/* Name the kernel's function at c->ip: walk on from the last one if it is near. */
static void cursor_name_kernel(struct hook_cursor *c)
{
	unsigned long ip = c->ip, at;
	unsigned int best;

	if (!c->sym_off || sym_address(c->sym) > ip || ip - sym_address(c->sym) > SZ_64K) {
		unsigned int sym = sym_search(ip + 1);

		/* Back to the first of those at the address before */
		sym = sym ? sym_search(sym_address(sym - 1)) : 0;
		c->sym = sym;
		c->sym_off = sym_off(sym);
	}
	best = c->sym_off;
	for (at = sym_address(c->sym); c->sym + 1 < kallsyms_num_syms; c->sym++) {
		unsigned long next = sym_address(c->sym + 1);

		if (next > ip)
			break;
		c->sym_off = sym_next_off(c->sym_off);
		if (next != at)
			best = c->sym_off;
		at = next;
	}
	sym_name(best, c->name);
}

static void cursor_name(struct hook_cursor *c, struct hook_region *r)
{
	c->module = NULL;
	if (!r->mod) {
		cursor_name_kernel(c);
	} else {
		const char *name = kallsyms_lookup(c->ip, NULL, NULL, NULL, c->name);

		if (!name)
			sprintf(c->name, "0x%lx", c->ip);
		c->module = r->mod->name;
	}
}

static bool cursor_stops(const struct hook_region *r, unsigned int i, enum hook_which which,
			 const struct hook_filter *f)
{
	switch (which) {
	case HOOK_EACH:
		return true;
	case HOOK_ENABLED:
		return r->site[i].class != CLASS_NONE;
	case HOOK_TOUCHED:
		return r->site[i].touched;
	case HOOK_LISTED_ONLY:
		return hook_set_has(&f->set[HOOK_ONLY], r->first + i);
	case HOOK_LISTED_NOT:
		return hook_set_has(&f->set[HOOK_NOT], r->first + i);
	}
	return false;
}

bool hook_next(struct hook_cursor *c, enum hook_which which, struct hook_filter *f)
{
	struct hook_region *r;

	lockdep_assert_held(&hook_lock);
	for_each_region(r) {
		unsigned int i = c->next > r->first ? c->next - r->first : 0;

		for (; i < r->nr; i++) {
			if (!cursor_stops(r, i, which, f))
				continue;
			c->ip = site_ip(r, i);
			c->index = r->first + i;
			c->next = c->index + 1;
			c->class = r->site[i].class;
			c->modified = r->site[i].modified;
			cursor_name(c, r);
			return true;
		}
	}
	return false;
}

bool hook_resume(struct hook_cursor *c, enum hook_which which, struct hook_filter *f)
{
	const struct hook_region *r = region_of_index(c->index);
	unsigned int i = c->index - (r ? r->first : 0);

	lockdep_assert_held(&hook_lock);
	/* The kernel's own functions keep their names; a module's place may be another's now. */
	if (r && !r->mod && cursor_stops(r, i, which, f)) {
		c->class = r->site[i].class;
		c->modified = r->site[i].modified;
		return true;
	}
	c->next = c->index;
	return hook_next(c, which, f);
}

/* Has one of them asked for it? */
static bool class_asks(const struct hook_class *c, unsigned long flag)
{
	for (unsigned int i = 0; i < c->nr_ops; i++)
		if (c->ops[i]->flags & flag)
			return true;
	return false;
}

/* A column for each letter, so that programs find them. */
void hook_show_class(struct seq_file *m, const struct hook_cursor *cursor)
{
	const struct hook_class *c = hook_classes[cursor->class];

	lockdep_assert_held(&hook_lock);
	seq_printf(m, " (%u)%s%s%s  %s", c->nr_ops,
		   class_asks(c, FTRACE_OPS_FL_SAVE_REGS) ? " R" : "  ",
		   class_asks(c, FTRACE_OPS_FL_IPMODIFY) ? " I" : "  ",
		   c->direct ? " D" : "  ", cursor->modified ? " M " : "   ");
	if (c->view.trampoline)
		seq_printf(m, "\ttramp: %pS", (void *)c->target);
	if (c->view.trampoline && c->nr_ops == 1)
		seq_printf(m, " (%pS)", (void *)c->ops[0]->func);
	for (unsigned int i = 0; i < c->nr_ops; i++)
		seq_printf(m, " ->%pS", (void *)c->ops[i]->func);
	if (c->direct)
		seq_printf(m, "\n\tdirect-->%pS", (void *)c->direct);
}

/**
 * ftrace_lookup_symbols - addresses of many functions at once
 * @sorted_syms: their names, sorted
 * @cnt: how many
 * @addrs: gets their addresses
 *
 * Return: 0, or -ESRCH if one has no site
 */
int ftrace_lookup_symbols(const char **sorted_syms, size_t cnt, unsigned long *addrs)
{
	for (size_t i = 0; i < cnt; i++) {
		addrs[i] = kallsyms_lookup_name(sorted_syms[i]);
		if (!addrs[i] || !ftrace_location(addrs[i]))
			return -ESRCH;
	}
	return 0;
}
