// SPDX-License-Identifier: GPL-2.0
/*
 * The format file of an event: its fields, and how its text is made of them.
 *
 * Tools parse the print format, and know no names of constants. Headers that
 * use some there name them with TRACE_DEFINE_ENUM() and TRACE_DEFINE_SIZEOF();
 * the names become numbers here, whenever a format is read, and cost nothing
 * before. Lists of what bits and values are called are put in from the tables by
 * which events are printed, with numbers to begin with.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/ctype.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "internal.h"

/* ---- names and their values ---- */

/*
 * Those of the kernel or of a module: constants, from the front, and lists of names
 * for print functions, struct trace_event_names, from the end
 */
struct eval_set {
	struct list_head		node;
	struct module			*mod;
	bool				sorted;
	unsigned int			nr;
	unsigned int			nr_evals;
	const void			*map[] __counted_by(nr);
};

/* Under event_mutex */
static LIST_HEAD(eval_sets);

static int eval_order(const void *a, const void *b)
{
	const struct trace_eval_map *x = *(const struct trace_eval_map **)a;
	const struct trace_eval_map *y = *(const struct trace_eval_map **)b;

	return strcmp(x->eval_string, y->eval_string) ?: strcmp(x->system, y->system);
}

static int names_order(const void *a, const void *b)
{
	const struct trace_event_names *x = *(const struct trace_event_names **)a;
	const struct trace_event_names *y = *(const struct trace_event_names **)b;

	if (*x->of != *y->of)
		return (unsigned long)*x->of < (unsigned long)*y->of ? -1 : 1;
	return (int)(x->order - y->order);
}

static void sort_set(struct eval_set *set)
{
	if (set->sorted)
		return;
	sort(set->map, set->nr_evals, sizeof(set->map[0]), eval_order, NULL);
	sort(set->map + set->nr_evals, set->nr - set->nr_evals, sizeof(set->map[0]),
	     names_order, NULL);
	set->sorted = true;
}

/**
 * event_evals_add - take note of names for print formats
 * @mod: where they are from, NULL: the kernel
 * @start: pointers to them, to a struct trace_event_names one byte further; the
 *	array may go away
 * @nr: how many
 *
 * Without memory the names stay names. Context: event_mutex.
 */
void event_evals_add(struct module *mod, const struct trace_eval_map **start, unsigned int nr)
{
	struct eval_set *set;
	unsigned int end = nr;

	lockdep_assert_held(&event_mutex);
	if (!nr)
		return;
	set = kvmalloc(struct_size(set, map, nr), GFP_KERNEL);
	if (!set)
		return;
	set->mod = mod;
	set->sorted = false;
	set->nr = nr;
	set->nr_evals = 0;
	for (; nr; nr--, start++) {
		const void *map = *start;

		if ((unsigned long)map & 1)
			set->map[--end] = map - 1;
		else
			set->map[set->nr_evals++] = map;
	}
	list_add(&set->node, &eval_sets);
}

/**
 * event_evals_remove - forget the names of a module
 * @mod: the module
 */
void event_evals_remove(struct module *mod)
{
	struct eval_set *set, *next;

	lockdep_assert_held(&event_mutex);
	list_for_each_entry_safe(set, next, &eval_sets, node) {
		if (set->mod != mod)
			continue;
		list_del(&set->node);
		kvfree(set);
	}
}

static const struct trace_eval_map *
find_in_set(struct eval_set *set, const char *system, const char *name, size_t len)
{
	unsigned int low = 0, high = set->nr_evals, mid;
	int order;

	sort_set(set);
	while (low < high) {
		const struct trace_eval_map *map = set->map[mid = (low + high) / 2];

		order = strncmp(name, map->eval_string, len);
		if (!order && map->eval_string[len])
			order = -1;
		if (!order)
			order = strcmp(system, map->system);
		if (!order)
			return map;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static const struct trace_eval_map *find_eval(const char *system, const char *name, size_t len)
{
	const struct trace_eval_map *map;
	struct eval_set *set;

	list_for_each_entry(set, &eval_sets, node) {
		map = find_in_set(set, system, name, len);
		if (map)
			return map;
	}
	return NULL;
}

/* The list of names that stands as the @nth one in what @print prints */
static const struct trace_event_names *find_names(trace_event_print_func print, unsigned int nth)
{
	const struct trace_event_names *names;
	struct eval_set *set;
	unsigned int i;

	list_for_each_entry(set, &eval_sets, node) {
		sort_set(set);
		for (i = set->nr_evals; i < set->nr; i++) {
			names = set->map[i];
			if (*names->of == print && !nth--)
				return names;
		}
	}
	return NULL;
}

/* ---- the print format ---- */

static bool in_name(char c)
{
	return isalnum(c) || c == '_';
}

/* How long the name at @s is, "sizeof(...)" counting as one */
static size_t name_length(const char *s)
{
	size_t len = 0;

	while (in_name(s[len]))
		len++;
	if (len == strlen("sizeof") && strstarts(s, "sizeof(")) {
		const char *end = strchr(s, ')');

		if (end)
			return end + 1 - s;
	}
	return len;
}

static size_t string_length(const char *s)
{
	size_t len = 1;

	while (s[len] && s[len] != '"')
		len += s[len] == '\\' && s[len + 1] ? 2 : 1;
	return s[len] ? len + 1 : len;
}

static void show_names(struct seq_file *m, const struct trace_event_names *list)
{
	const struct trace_print_flags *names;

	for (names = list->names; names->name; names++) {
		seq_puts(m, names == list->names ? "{ " : ", { ");
		seq_printf(m, names->mask < 10 ? "%lu, \"" : "0x%lx, \"", names->mask);
		seq_escape(m, names->name, "\"\\\n");
		seq_puts(m, "\" }");
	}
}

static void show_print_fmt(struct seq_file *m, const struct trace_event_class *class)
{
	const struct trace_event_names *names;
	const struct trace_eval_map *map;
	const char *s = class->print_fmt;
	unsigned int nth = 0;
	size_t len;

	if (class->format)
		seq_printf(m, "\"%.*s\", ", (int)strlen(class->format) - 1, class->format);
	while (*s) {
		map = NULL;
		names = NULL;
		if (*s == '"') {
			len = string_length(s);
		} else if (in_name(*s)) {
			len = name_length(s);
			/* Not members: the name of a field may be that of a constant */
			if (len == strlen("__names") && strstarts(s, "__names"))
				names = find_names(class->print, nth++);
			else if (!isdigit(*s) &&
				 (s == class->print_fmt || (s[-1] != '>' && s[-1] != '.')))
				map = find_eval(class->system, s, len);
		} else {
			len = 1;
		}
		if (names)
			show_names(m, names);
		else if (map)
			seq_printf(m, "%ld", map->eval_value);
		else
			seq_write(m, s, len);
		s += len;
	}
}

/* ---- the file ---- */

static void show_field(struct seq_file *m, const struct trace_event_field *f)
{
	int element = strcspn(f->type, "[");
	const char *array = f->type + element;

	/* Tools know these with the brackets behind the type, and no others. */
	if (strstarts(f->type, "__data_loc"))
		array = "";

	if (f->len)
		seq_printf(m, "\tfield:%.*s %s[%u];", element, f->type, f->name, f->len);
	else if (*array)
		seq_printf(m, "\tfield:%.*s %s%s;", element, f->type, f->name, array);
	else
		seq_printf(m, "\tfield:%s %s;", f->type, f->name);
	seq_printf(m, "\toffset:%u;\tsize:%u;\tsigned:%d;\n", f->offset, f->size,
		   !!f->is_signed);
}

/**
 * event_show_format - print what an event's format file says
 * @m: to
 * @call: the event
 *
 * Context: event_mutex.
 */
void event_show_format(struct seq_file *m, struct trace_event_call *call)
{
	struct trace_event_class *class = call->class;
	const struct trace_event_field *fields;
	unsigned int i, nr;

	lockdep_assert_held(&event_mutex);
	seq_printf(m, "name: %s\nID: %d\nformat:\n", trace_event_name(call), call->event.type);
	for (i = 0; i < NR_COMMON_FIELDS; i++)
		show_field(m, &event_common_fields[i]);
	seq_putc(m, '\n');
	fields = event_fields(call, &nr);
	for (i = 0; i < nr; i++)
		show_field(m, &fields[i]);
	seq_puts(m, "\nprint fmt: ");
	if (class->show_print_fmt)
		class->show_print_fmt(call, m);
	else
		show_print_fmt(m, class);
	seq_putc(m, '\n');
}
