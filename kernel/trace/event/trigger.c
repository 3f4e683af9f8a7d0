// SPDX-License-Identifier: GPL-2.0
/*
 * Triggers of events: the lines of the trigger files, what is set on which
 * event, and running it.
 *
 *	[!]command[:argument...][:count] [if filter]
 *
 * The count may also be written as the files show it, so that what is read from
 * one can be written to it.
 */
#include <linux/init.h>
#include <linux/lockdep.h>
#include <linux/rculist.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/setup.h>

#include "event.h"
#include "trigger.h"
#include "../filter/filter.h"

#define LOG_NAME	"event trigger parse error"

/* Under event_mutex */
static LIST_HEAD(commands);

/**
 * event_trigger_register - let there be a kind of trigger
 * @cmd: it
 */
void event_trigger_register(struct trigger_command *cmd)
{
	guard(mutex)(&event_mutex);
	list_add_tail(&cmd->node, &commands);
}

/* ---- running them ---- */

static unsigned long command_bit(const struct event_trigger *t)
{
	/* An event has one of a group, of those that run late */
	return BIT(t->cmd->group);
}

/**
 * event_triggers - an event happened: run its triggers
 * @file: the event
 * @rec: its record
 * @here: where stacks begin, or NULL
 *
 * Context: any, with preemption disabled.
 * Return: what to hand to event_triggers_post() when the record is written.
 */
unsigned long event_triggers(struct trace_event_file *file, void *rec, struct pt_regs *here)
{
	struct trigger_context c = { .rec = rec, .here = here };
	struct event_trigger *t;
	unsigned long later = 0;

	list_for_each_entry_lockless(t, &file->triggers, node) {
		if (t->filter && !filter_match(t->filter, rec))
			continue;
		if (t->cmd->flags & TRIGGER_POST) {
			later |= command_bit(t);
			continue;
		}
		/* All see the same time. */
		if (t->timed && !c.ts)
			c.ts = ring_buffer_time_stamp(file->tr->buffer);
		t->cmd->run(t, &c);
	}
	return later;
}

/**
 * event_triggers_post - run those that want the record to be in the buffer
 * @file: the event
 * @mask: what event_triggers() returned
 * @rec: the record
 * @here: where stacks begin, or NULL
 *
 * Context: as event_triggers(), without preemption enabled since then.
 */
void event_triggers_post(struct trace_event_file *file, unsigned long mask, void *rec,
			 struct pt_regs *here)
{
	struct trigger_context c = { .rec = rec, .here = here };
	struct event_trigger *t;

	list_for_each_entry_lockless(t, &file->triggers, node) {
		if (t->cmd->flags & TRIGGER_POST && mask & command_bit(t))
			t->cmd->run(t, &c);
	}
}

/* ---- lines ---- */

static int line_fail(struct trigger_line *l, const char *text, char *bad)
{
	l->text = text;
	l->bad = bad;
	return -EINVAL;
}

/**
 * trigger_line_split - take a line of a trigger file apart
 * @line: the line, without blanks around it; it is cut into pieces
 * @l: the pieces, which point into @line
 *
 * Return: 0, or -EINVAL and @l says what is wrong.
 */
int trigger_line_split(char *line, struct trigger_line *l)
{
	char *rest;

	*l = (struct trigger_line){ .remove = *line == '!' };
	l->name = line + l->remove;
	rest = l->name + strcspn(l->name, " \t");
	if (*rest) {
		*rest++ = '\0';
		rest = skip_spaces(rest);
		if (strncmp(rest, "if", 2) || !strchr(" \t", rest[2]))
			return line_fail(l, "Expecting 'if' and a filter", rest);
		l->filter = skip_spaces(rest + 2);
		if (!*l->filter)
			return line_fail(l, "No filter found", l->filter);
	}
	l->args = strchr(l->name, ':');
	if (l->args)
		*l->args++ = '\0';
	return 0;
}

/**
 * trigger_args_split - cut what follows a command's name into words
 * @l: the line
 * @nr: how many words come before the count
 * @args: they
 * @count: the count, TRIGGER_UNLIMITED without one
 *
 * Return: 0, or -EINVAL and @l says what is wrong.
 */
int trigger_args_split(struct trigger_line *l, unsigned int nr, char **args, long *count)
{
	char *rest = l->args, *end = l->name + strlen(l->name);
	unsigned long n;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		args[i] = strsep(&rest, ":");
		if (!args[i] || !*args[i])
			return line_fail(l, "Missing argument", args[i] ?: end);
		end = args[i] + strlen(args[i]);
	}
	*count = TRIGGER_UNLIMITED;
	if (!rest || !*rest || !strcmp(rest, "unlimited"))
		return 0;
	rest += str_has_prefix(rest, "count=");
	if (kstrtoul(rest, 0, &n) || n > LONG_MAX)
		return line_fail(l, "Illegal count", rest);
	*count = n;
	return 0;
}

/* Of @len characters */
static struct trigger_command *command_find(const char *name, size_t len)
{
	struct trigger_command *cmd;

	list_for_each_entry(cmd, &commands, node) {
		if (strlen(cmd->name) == len && !strncmp(cmd->name, name, len))
			return cmd;
	}
	return NULL;
}

/* The trigger that a line is about, without its filter, not yet in use */
static int trigger_parse(struct trace_event_file *file, struct trigger_line *l,
			 struct event_trigger *t)
{
	char *args[TRIGGER_MAX_ARGS] = { l->args };
	long count = TRIGGER_UNLIMITED;
	int ret = 0;

	t->file = file;
	t->cmd = command_find(l->name, strlen(l->name));
	if (!t->cmd)
		return line_fail(l, "Unknown command", l->name);
	if (!(t->cmd->flags & TRIGGER_RAW))
		ret = trigger_args_split(l, t->cmd->nr_args, args, &count);
	atomic_long_set(&t->count, count);
	if (!ret && t->cmd->parse)
		ret = t->cmd->parse(t, args, &l->text, &l->bad);
	return ret;
}

/* ---- what is set on an event ---- */

static bool same(const struct event_trigger *a, const struct event_trigger *b)
{
	return !a->cmd->same || a->cmd->same(a, b);
}

static struct event_trigger *find_conflict(const struct event_trigger *new)
{
	struct event_trigger *t;

	list_for_each_entry(t, &new->file->triggers, node) {
		if (t->cmd->group == new->cmd->group && same(new, t))
			return t;
	}
	return NULL;
}

/**
 * event_trigger_attach - let a trigger run
 * @t: the trigger, complete
 *
 * Context: event_mutex.
 * Return: 0, or an error and the trigger is still the caller's
 */
int event_trigger_attach(struct event_trigger *t)
{
	int ret;

	lockdep_assert_held(&event_mutex);
	ret = event_file_trigger_get(t->file);
	if (!ret)
		list_add_rcu(&t->node, &t->file->triggers);
	return ret;
}

static int trigger_add(struct event_trigger *t)
{
	int ret = 0;

	if (t->cmd->begin)
		ret = t->cmd->begin(t);
	if (ret)
		return ret;
	ret = event_trigger_attach(t);
	if (ret && t->cmd->end)
		t->cmd->end(t);
	return ret;
}

/* Off the event; triggers_free() is to follow */
static void trigger_unlink(struct event_trigger *t, struct list_head *gone)
{
	list_del_rcu(&t->node);
	t->unlinked = true;
	list_add_tail(&t->gone, gone);
	event_file_trigger_put(t->file);
}

/* Does another one of the list depend on @t? */
static bool is_needed(const struct event_trigger *t, struct list_head *gone)
{
	struct event_trigger *other;

	list_for_each_entry(other, gone, gone) {
		if (other != t && other->cmd->needs && other->cmd->needs(other, t))
			return true;
	}
	return false;
}

/* One that none of the others needs: who needs another one is younger than that. */
static struct event_trigger *next_to_free(struct list_head *gone)
{
	struct event_trigger *t;

	list_for_each_entry(t, gone, gone) {
		if (!is_needed(t, gone))
			return t;
	}
	return NULL;
}

static void triggers_free(struct list_head *gone)
{
	struct event_trigger *t;
	bool waited = false;

	while ((t = next_to_free(gone))) {
		list_del(&t->gone);
		if (t->cmd->end) {
			if (!waited)
				synchronize_rcu();
			waited = true;
			t->cmd->end(t);
		}
		event_filter_free(t->filter);
		kfree_rcu(t, rcu);
	}
}

/**
 * event_trigger_detach - take a trigger off its event, and free it
 * @t: the trigger
 *
 * Context: event_mutex; waits for those that run it.
 */
void event_trigger_detach(struct event_trigger *t)
{
	LIST_HEAD(gone);

	lockdep_assert_held(&event_mutex);
	/* Whoever has unlinked it is going to free it. */
	if (t->unlinked)
		return;
	trigger_unlink(t, &gone);
	triggers_free(&gone);
}

static void trigger_remove(const struct event_trigger *like)
{
	struct event_trigger *t;

	list_for_each_entry(t, &like->file->triggers, node) {
		if (t->cmd == like->cmd && same(like, t)) {
			event_trigger_detach(t);
			break;
		}
	}
}

static int trigger_set(struct trace_event_file *file, struct trigger_line *l,
		       struct event_trigger *t)
{
	int ret = trigger_parse(file, l, t);

	if (ret)
		return ret;
	if (l->remove) {
		trigger_remove(t);
		return 0;
	}
	if (find_conflict(t)) {
		line_fail(l, "The event has such a trigger already", l->name);
		return -EEXIST;
	}
	if (l->filter) {
		ret = event_filter_create(file->tr, file->event_call, l->filter, &t->filter);
		if (ret)
			return ret;
	}
	ret = trigger_add(t);
	if (ret)
		event_filter_free(t->filter);
	return ret;
}

/**
 * event_trigger_line - a line was written to an event's trigger file
 * @file: the event
 * @line: the line; it is cut into pieces
 *
 * Taking away what is not there is no error: then all is as it should be.
 *
 * Return: 0 or an error: nothing has changed then.
 */
int event_trigger_line(struct trace_event_file *file, char *line)
{
	struct trigger_command *cmd;
	struct trigger_line l = {};
	struct event_trigger *t;
	char *whole, *name;
	int ret;

	lockdep_assert_held(&event_mutex);
	line = strstrip(line);
	name = line + (*line == '!');
	cmd = command_find(name, strcspn(name, ": \t"));
	if (cmd && cmd->line)
		return cmd->line(file, line);

	t = kzalloc(sizeof(*t), GFP_KERNEL);
	whole = kstrdup(line, GFP_KERNEL);
	if (!t || !whole) {
		ret = -ENOMEM;
		goto out;
	}
	ret = trigger_line_split(line, &l) ?: trigger_set(file, &l, t);
	if (ret && l.text)
		error_log(file->tr, LOG_NAME, whole, l.text, l.bad - line);
out:
	if (ret || l.remove)
		kfree(t);
	kfree(whole);
	return ret;
}

/**
 * event_trigger_clear - an event's trigger file was opened with O_TRUNC
 * @file: the event
 *
 * Only histograms take that as an order: other triggers have to be named.
 */
void event_trigger_clear(struct trace_event_file *file)
{
	struct event_trigger *t, *next;

	lockdep_assert_held(&event_mutex);
	/* The newest first, which older ones may be busy with: one by one */
	list_for_each_entry_safe(t, next, &file->triggers, node) {
		if (t->cmd->flags & TRIGGER_TRUNC && !(t->cmd->busy && t->cmd->busy(t)))
			event_trigger_detach(t);
	}
}

static bool needs_any(const struct event_trigger *t, struct list_head *gone)
{
	struct event_trigger *other;

	if (!t->cmd->needs)
		return false;
	list_for_each_entry(other, gone, gone) {
		if (t->cmd->needs(t, other))
			return true;
	}
	return false;
}

/* Those of the instance that need one that is gone, and those that need these ... */
static void unlink_dependents(struct trace_array *inst, struct list_head *gone)
{
	struct event_trigger *t, *next;
	struct trace_event_file *other;
	bool again;

	do {
		again = false;
		for_each_event_file(other, inst) {
			list_for_each_entry_safe(t, next, &other->triggers, node) {
				if (!needs_any(t, gone))
					continue;
				trigger_unlink(t, gone);
				again = true;
			}
		}
	} while (again);
}

/**
 * event_trigger_file_gone - an event leaves an instance
 * @file: the event
 *
 * Takes its triggers away, and those of other events that act on it or need
 * one of them.
 */
void event_trigger_file_gone(struct trace_event_file *file)
{
	struct event_trigger *t, *next;
	struct trace_event_file *other;
	LIST_HEAD(gone);

	lockdep_assert_held(&event_mutex);
	list_for_each_entry_safe(t, next, &file->triggers, node)
		trigger_unlink(t, &gone);
	if (file->soft_users) {
		for_each_event_file(other, file->tr) {
			list_for_each_entry_safe(t, next, &other->triggers, node) {
				if (t->target == file)
					trigger_unlink(t, &gone);
			}
		}
	}
	if (list_empty(&gone))
		return;
	unlink_dependents(file->tr, &gone);
	triggers_free(&gone);
}

/* ---- the file ---- */

static void trigger_show(struct seq_file *m, struct event_trigger *t)
{
	long count = atomic_long_read(&t->count);

	seq_puts(m, t->cmd->name);
	if (t->target)
		seq_printf(m, ":%s:%s", t->target->event_call->class->system,
			   trace_event_name(t->target->event_call));
	if (count == TRIGGER_UNLIMITED)
		seq_puts(m, ":unlimited");
	else
		seq_printf(m, ":count=%ld", count);
	if (t->filter)
		seq_printf(m, " if %s", t->filter->text);
	seq_putc(m, '\n');
}

/**
 * event_trigger_show - what an event's trigger file says
 * @m: where to
 * @file: the event
 *
 * The triggers; without any, what there is.
 *
 * Return: 0
 */
int event_trigger_show(struct seq_file *m, struct trace_event_file *file)
{
	struct trigger_command *cmd;
	struct event_trigger *t;

	lockdep_assert_held(&event_mutex);
	list_for_each_entry(t, &file->triggers, node) {
		if (t->cmd->show)
			t->cmd->show(m, t);
		else
			trigger_show(m, t);
	}
	if (!list_empty(&file->triggers))
		return 0;
	seq_puts(m, "# Available triggers:\n#");
	list_for_each_entry(cmd, &commands, node)
		seq_printf(m, " %s", cmd->name);
	seq_putc(m, '\n');
	return 0;
}

/* ---- at boot: trace_trigger=event.trigger[ if filter],... ---- */

static char boot_triggers[COMMAND_LINE_SIZE] __initdata;

static int __init boot_triggers_keep(char *text)
{
	strscpy(boot_triggers, text);
	return 1;
}
__setup("trace_trigger=", boot_triggers_keep);

static int __init boot_trigger(char *line)
{
	char *event = strsep(&line, ".");
	struct trace_event_file *file = NULL;
	struct trace_event_call *call;

	guard(mutex)(&event_mutex);
	call = event_find(NULL, event);
	if (call)
		file = event_file_find(&top_instance, call->class->system, event);
	if (!file || !line)
		return -EINVAL;
	return event_trigger_line(file, line);
}

static int __init boot_triggers_set(void)
{
	char *rest = boot_triggers, *line;
	int ret;

	while ((line = strsep(&rest, ","))) {
		if (!*line)
			continue;
		ret = boot_trigger(line);
		if (ret)
			pr_err("trace_trigger: cannot set a trigger on %s: %d\n", line, ret);
	}
	return 0;
}
early_initcall(boot_triggers_set);
