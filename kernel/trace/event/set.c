// SPDX-License-Identifier: GPL-2.0
/*
 * Turning events on and off by name: set_event, available_events, trace_event=,
 * and the functions for other kernel code.
 *
 *	[!]SYSTEM:EVENT[:mod:MODULE], [!]SYSTEM:, [!]NAME, [!]*:*
 *
 * NAME is an event's or a system's. Names may have * and ?. For a module that is
 * not loaded yet the word is kept, and done when the module comes.
 */
#define pr_fmt(fmt) "trace events: " fmt

#include <linux/export.h>
#include <linux/glob.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/setup.h>

#include "internal.h"

/* ---- choosing events ---- */

/* What a line chooses. NULL: whatever it is */
struct event_choice {
	const char	*system;
	const char	*name;
	const char	*either;	/* the name of the system or of the event */
	const char	*module;
};

static bool is_match(const char *pattern, const char *name)
{
	return !pattern || glob_match(pattern, name);
}

static bool is_chosen(struct trace_event_call *call, const struct event_choice *c)
{
	const char *name = trace_event_name(call), *system = call->class->system;
	struct module *mod;

	if (c->either && !glob_match(c->either, name) && !glob_match(c->either, system))
		return false;
	if (!is_match(c->system, system) || !is_match(c->name, name))
		return false;
	if (!c->module)
		return true;
	mod = call->flags & TRACE_EVENT_FL_DYNAMIC ? NULL : call->module;
	return mod && !strcmp(mod->name, c->module);
}

static int choose(struct trace_array *inst, const struct event_choice *c, bool on)
{
	struct trace_event_file *file;
	bool found = false;
	int ret;

	lockdep_assert_held(&event_mutex);
	for_each_event_file(file, inst) {
		file->touched = false;
		if (!event_can_enable(file->event_call) || !is_chosen(file->event_call, c))
			continue;
		found = true;
		file->touched = file->enabled != on ||
				test_bit(EVENT_SLOW_OFF_BIT, &file->slow) == on;
	}
	if (!found)
		return -EINVAL;
	ret = event_files_enable(inst, on);
	if (ret)
		for_each_event_file(file, inst)
			if (file->touched)
				event_file_enable(file, !on);
	return ret;
}

/**
 * event_set_match - turn the events on or off that match
 * @inst: in this instance
 * @system: pattern, NULL: any
 * @name: pattern, NULL: any
 * @module: events of this module, NULL: of all
 * @on: on or off
 *
 * Context: event_mutex.
 * Return: 0, -EINVAL if none matches, or another error; then nothing is changed
 */
int event_set_match(struct trace_array *inst, const char *system, const char *name,
		    const char *module, bool on)
{
	const struct event_choice c = { .system = system, .name = name, .module = module };

	return choose(inst, &c, on);
}

/* An empty name, and a lone *, mean any. */
static const char *pattern(const char *s)
{
	return s && *s && strcmp(s, "*") ? s : NULL;
}

/* What a word chooses; changes the word. False: it cannot be one. */
static bool parse_choice(char *word, struct event_choice *c)
{
	char *module, *name;

	/* ":mod:x" alone, or behind what else is chosen */
	module = strstr(word, ":mod:");
	if (module) {
		*module = '\0';
		module += strlen(":mod:");
		if (!*module)
			return false;
		/* Files have dashes where the modules in them do not. */
		c->module = strreplace(module, '-', '_');
	}
	name = strchr(word, ':');
	if (name) {
		*name++ = '\0';
		c->system = pattern(word);
		c->name = pattern(name);
	} else {
		c->either = pattern(word);
	}
	return true;
}

/* ---- modules to come ---- */

/**
 * struct event_awaited - a word of set_event whose module is not loaded
 * @node: in event_instance::awaited
 * @module: the module
 * @word: as it was written, without !
 */
struct event_awaited {
	struct list_head	node;
	char			*module;
	char			word[];
};

static bool may_come(const char *name)
{
	struct module *mod;

	guard(preempt)();
	mod = find_module(name);
	return IS_ENABLED(CONFIG_MODULES) && (!mod || mod->state != MODULE_STATE_LIVE);
}

static void forget(struct event_awaited *a)
{
	list_del(&a->node);
	kfree(a->module);
	kfree(a);
}

static int await(struct event_instance *ei, const char *word, const char *module, bool on)
{
	size_t len = strlen(word);
	struct event_awaited *a;

	list_for_each_entry(a, &ei->awaited, node) {
		if (strcmp(a->word, word))
			continue;
		if (!on)
			forget(a);
		return 0;
	}
	if (!on)
		return -EINVAL;
	a = kmalloc(struct_size(a, word, len + 1), GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	a->module = kstrdup(module, GFP_KERNEL);
	if (!a->module) {
		kfree(a);
		return -ENOMEM;
	}
	memcpy(a->word, word, len + 1);
	list_add_tail(&a->node, &ei->awaited);
	return 0;
}

/**
 * event_set_forget - no more events of modules to come
 * @ei: of this instance
 */
void event_set_forget(struct event_instance *ei)
{
	struct event_awaited *a, *next;

	list_for_each_entry_safe(a, next, &ei->awaited, node)
		forget(a);
}

/**
 * event_set_module - turn on what was asked for before this module came
 * @mod: it, its events registered
 *
 * Context: event_mutex.
 */
void event_set_module(struct module *mod)
{
	struct event_awaited *a, *next;
	struct event_instance *ei;

	list_for_each_entry(ei, &event_instances, node)
		list_for_each_entry_safe(a, next, &ei->awaited, node) {
			struct event_choice c = { };

			if (strcmp(a->module, mod->name))
				continue;
			if (!parse_choice(a->word, &c) || choose(ei->inst, &c, true))
				pr_warn("%s: no such event in module %s\n", a->word, mod->name);
			forget(a);
		}
}

/* ---- words ---- */

/**
 * event_set_line - turn events on or off as a word of set_event says
 * @inst: in this instance
 * @line: the word; changed
 * @on: on or off; the other way round with ! before the word
 *
 * Context: event_mutex.
 * Return: 0, -EINVAL if none matches, or another error; then nothing is changed
 */
int event_set_line(struct trace_array *inst, char *line, bool on)
{
	struct event_choice c = { };
	char *word __free(kfree) = NULL;
	int ret;

	if (*line == '!') {
		on = !on;
		line++;
	}
	if (!*line)
		return -EINVAL;
	word = kstrdup(line, GFP_KERNEL);
	if (!word)
		return -ENOMEM;
	if (!parse_choice(line, &c))
		return -EINVAL;
	ret = choose(inst, &c, on);
	if (ret == -EINVAL && c.module && may_come(c.module))
		return await(event_instance_of(inst), word, c.module, on);
	return ret;
}

/* ---- the files ---- */

static void *events_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&event_mutex);
	return seq_list_start(&event_calls, *pos);
}

static void *events_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_list_next(v, &event_calls, pos);
}

static void events_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&event_mutex);
}

static int events_show(struct seq_file *m, void *v)
{
	struct trace_event_call *call = list_entry(v, struct trace_event_call, list);

	if (event_can_enable(call))
		seq_printf(m, "%s:%s\n", call->class->system, trace_event_name(call));
	return 0;
}

static const struct seq_operations events_seq = {
	.start	= events_start,
	.next	= events_next,
	.stop	= events_stop,
	.show	= events_show,
};

static struct list_head *files_of(struct seq_file *m)
{
	struct trace_file *f = m->private;

	return event_files(f->inst);
}

/* Behind the last event stands SEQ_START_TOKEN, for what is awaited. */
static void *files_start(struct seq_file *m, loff_t *pos)
{
	size_t nr;

	mutex_lock(&event_mutex);
	nr = list_count_nodes(files_of(m));
	return *pos == nr ? SEQ_START_TOKEN : seq_list_start(files_of(m), *pos);
}

static void *files_next(struct seq_file *m, void *v, loff_t *pos)
{
	if (v != SEQ_START_TOKEN)
		return seq_list_next(v, files_of(m), pos) ?: SEQ_START_TOKEN;
	++*pos;
	return NULL;
}

static int awaited_show(struct seq_file *m)
{
	struct trace_file *f = m->private;
	struct event_awaited *a;

	list_for_each_entry(a, &event_instance_of(f->inst)->awaited, node)
		seq_printf(m, "%s\n", a->word);
	return 0;
}

static int files_show(struct seq_file *m, void *v)
{
	struct trace_event_file *file = list_entry(v, struct trace_event_file, list);

	if (v == SEQ_START_TOKEN)
		return awaited_show(m);
	return file->enabled ? events_show(m, &file->event_call->list) : 0;
}

static const struct seq_operations files_seq = {
	.start	= files_start,
	.next	= files_next,
	.stop	= events_stop,
	.show	= files_show,
};

static int take_set_event(struct trace_file *f, char *word)
{
	char *copy __free(kfree) = kstrdup(word, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	guard(mutex)(&event_mutex);
	return event_set_line(f->inst, copy, true);
}

static int clear_set_event(struct trace_file *f)
{
	guard(mutex)(&event_mutex);
	event_set_match(f->inst, NULL, NULL, NULL, false);
	event_set_forget(event_instance_of(f->inst));
	return 0;
}

const struct trace_file_row event_set_rows[NR_SET_FILES] = {
	{ .name = "available_events", .mode = 0440, .where = FILE_TOP, .seq = &events_seq },
	{ .name = "set_event", .mode = 0640, .where = FILE_EVERY, .unit = UNIT_WHOLE_WORDS,
	  .seq = &files_seq, .line = take_set_event, .mistake = "No such event",
	  .truncate = clear_set_event },
	{ .name = "set_event_pid", .mode = 0640, .where = FILE_EVERY, .max_line = SZ_64K,
	  .show = event_pids_show, .line = event_pids_line, .truncate = event_pids_clear,
	  .data = (void *)LIMIT_ONLY },
	{ .name = "set_event_notrace_pid", .mode = 0640, .where = FILE_EVERY,
	  .max_line = SZ_64K, .show = event_pids_show, .line = event_pids_line,
	  .truncate = event_pids_clear, .data = (void *)LIMIT_NOT },
};

/* ---- for other kernel code ---- */

/**
 * trace_set_clr_event - turn events of the top level on or off
 * @system: the system, NULL: any
 * @event: the event, NULL: any
 * @set: on or off
 *
 * Return: 0, or -EINVAL if there is none such, or another error
 */
int trace_set_clr_event(const char *system, const char *event, int set)
{
	guard(mutex)(&event_mutex);
	if (!event_instance_of(&top_instance))
		return -ENODEV;
	return event_set_match(&top_instance, system, event, NULL, set);
}
EXPORT_SYMBOL_GPL(trace_set_clr_event);

/**
 * trace_array_set_clr_event - turn events of an instance on or off
 * @tr: the instance
 * @system: the system, NULL: any
 * @event: the event, NULL: any
 * @enable: on or off
 *
 * Return: 0, -ENOENT without instance, -EINVAL if there is no such event, or
 * another error
 */
int trace_array_set_clr_event(struct trace_array *tr, const char *system, const char *event,
			      bool enable)
{
	if (!tr)
		return -ENOENT;
	guard(mutex)(&event_mutex);
	return event_set_match(tr, system, event, NULL, enable);
}
EXPORT_SYMBOL_GPL(trace_array_set_clr_event);

/* ---- at boot ---- */

static char boot_events[COMMAND_LINE_SIZE] __initdata;

/* trace_event=a,b may be given more than once */
static int __init take_boot_events(char *str)
{
	size_t len = strlen(boot_events);

	snprintf(boot_events + len, sizeof(boot_events) - len, "%s%s", len ? "," : "", str);
	return 1;
}
__setup("trace_event=", take_boot_events);

static void __init set_list(struct trace_array *inst, char *rest)
{
	char *word, *copy;
	int ret;

	while ((word = strsep(&rest, ","))) {
		if (!*word)
			continue;
		copy = kstrdup(word, GFP_KERNEL);
		ret = copy ? event_set_line(inst, copy, true) : -ENOMEM;
		if (ret)
			pr_warn("event %s on the command line: error %d\n", word, ret);
		kfree(copy);
	}
}

/**
 * event_set_boot - turn on what the command line asks for, in all instances
 */
void __init event_set_boot(void)
{
	struct trace_array *inst;

	guard(mutex)(&event_mutex);
	set_list(&top_instance, boot_events);
	for_each_instance(inst)
		set_list(inst, inst->boot_events);
}
