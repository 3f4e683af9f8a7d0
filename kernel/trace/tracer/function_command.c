// SPDX-License-Identifier: GPL-2.0
/*
 * Commands on functions: what is written to set_ftrace_filter as
 *
 *	pattern:command[:event][:count]
 *
 * makes the command happen whenever a function that matches is called, for each
 * at most count times.  "!" before it takes it back.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/bsearch.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/trace_events.h>

#include "../core/record.h"
#include "../event/event.h"
#include "../show/show.h"
#include "function.h"

#define UNLIMITED	(-1)

/* A function that has a command; @left: how often it may happen yet */
struct command_site {
	unsigned long	ip;
	atomic_t	left;
};

struct command_type;

/**
 * struct function_command - one line
 * @ops: its hook
 * @inst: the instance
 * @type: what it does
 * @event: the event that it turns on or off, pinned
 * @count: how often, UNLIMITED
 * @changing: bit 0: a call that is counted makes its change
 * @gone: its last function is being taken out
 * @node: in function_inst::commands, under function_lock
 * @nr: functions
 * @site: sorted by address
 */
struct function_command {
	struct ftrace_ops		ops;
	struct trace_array		*inst;
	const struct command_type	*type;
	struct trace_event_file		*event;
	int				count;
	unsigned long			changing;
	bool				gone;
	struct list_head		node;
	unsigned int			nr;
	struct command_site		site[] __counted_by(nr);
};

/**
 * struct command_type - a command
 * @name: its name
 * @has_event: it takes an event's name
 * @once: without a count it happens once
 * @attach: what it needs before it can happen; may fail
 * @detach: the opposite
 * @idle: it would change nothing now, and does not count; may be NULL
 * @fire: do it.  Any context.
 */
struct command_type {
	const char	*name;
	bool		has_event;
	bool		once;
	int		(*attach)(struct function_command *cmd);
	void		(*detach)(struct function_command *cmd);
	bool		(*idle)(struct function_command *cmd);
	void		(*fire)(struct function_command *cmd);
};

/* ---- what they do ---- */

static bool is_on(struct function_command *cmd)
{
	return instance_is_on(cmd->inst);
}

static bool is_off(struct function_command *cmd)
{
	return !instance_is_on(cmd->inst);
}

static void fire_on(struct function_command *cmd)
{
	instance_on(cmd->inst);
}

static void fire_off(struct function_command *cmd)
{
	instance_off(cmd->inst);
}

static void fire_stack(struct function_command *cmd)
{
	/* Without the callback, and what called it */
	show_record_stack(cmd->inst, record_context_dec(), 3, NULL);
	barrier();	/* no tail call: frames are counted */
}

static void fire_dump(struct function_command *cmd)
{
	ftrace_dump(DUMP_ALL);
}

static void fire_cpudump(struct function_command *cmd)
{
	ftrace_dump(DUMP_ORIG);
}

#ifdef CONFIG_TRACER_SNAPSHOT
static int attach_snapshot(struct function_command *cmd)
{
	guard(mutex)(&trace_lock);
	return snapshot_arm(cmd->inst);
}

static void detach_snapshot(struct function_command *cmd)
{
	guard(mutex)(&trace_lock);
	snapshot_disarm(cmd->inst);
}

static void fire_snapshot(struct function_command *cmd)
{
	snapshot_take(cmd->inst);
}
#endif

#ifdef CONFIG_EVENT_TRACING
static int attach_event(struct function_command *cmd)
{
	guard(mutex)(&event_mutex);
	return event_file_soft_get(cmd->event);
}

static void detach_event(struct function_command *cmd)
{
	guard(mutex)(&event_mutex);
	event_file_soft_put(cmd->event);
}

static void fire_enable(struct function_command *cmd)
{
	event_file_soft_set(cmd->event, true);
}

static void fire_disable(struct function_command *cmd)
{
	event_file_soft_set(cmd->event, false);
}

/* A call that changes nothing is not counted. */
static bool event_is_on(struct function_command *cmd)
{
	return event_file_soft_is_set(cmd->event, true);
}

static bool event_is_off(struct function_command *cmd)
{
	return event_file_soft_is_set(cmd->event, false);
}
#endif

static const struct command_type types[] = {
	{ .name = "traceon", .idle = is_on, .fire = fire_on },
	{ .name = "traceoff", .idle = is_off, .fire = fire_off },
	{ .name = "stacktrace", .fire = fire_stack },
	{ .name = "dump", .once = true, .fire = fire_dump },
	{ .name = "cpudump", .once = true, .fire = fire_cpudump },
#ifdef CONFIG_TRACER_SNAPSHOT
	{ .name = "snapshot", .attach = attach_snapshot, .detach = detach_snapshot,
	  .fire = fire_snapshot },
#endif
#ifdef CONFIG_EVENT_TRACING
	{ .name = "enable_event", .has_event = true, .attach = attach_event,
	  .detach = detach_event, .idle = event_is_on, .fire = fire_enable },
	{ .name = "disable_event", .has_event = true, .attach = attach_event,
	  .detach = detach_event, .idle = event_is_off, .fire = fire_disable },
#endif
};

/* ---- when a function is called ---- */

static int compare_ip(const void *key, const void *site)
{
	const unsigned long ip = *(const unsigned long *)key;
	const struct command_site *s = site;

	return ip < s->ip ? -1 : ip > s->ip;
}

static void counted_call(struct function_command *cmd, unsigned long ip)
{
	struct command_site *s = __inline_bsearch(&ip, cmd->site, cmd->nr, sizeof(*s), compare_ip);
	bool changes = cmd->type->idle;

	/* Of two CPUs that are here at once, one makes the change, and only that one counts. */
	if (!s || (changes && test_and_set_bit_lock(0, &cmd->changing)))
		return;
	if (!(changes && cmd->type->idle(cmd)) && atomic_dec_if_positive(&s->left) >= 0)
		cmd->type->fire(cmd);
	if (changes)
		clear_bit_unlock(0, &cmd->changing);
}

static void command_call(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct function_command *cmd = container_of(op, struct function_command, ops);
	int bit;

	if (cmd->type->idle && cmd->type->idle(cmd))
		return;
	bit = trace_guard_enter(TRACE_GUARD_INTERNAL);
	if (bit < 0)
		return;
	preempt_disable_notrace();
	if (cmd->count == UNLIMITED)
		cmd->type->fire(cmd);
	else
		counted_call(cmd, ip);
	preempt_enable_notrace();
	trace_guard_exit(bit);
}

/* ---- making and unmaking ---- */

static int sort_sites(const void *a, const void *b)
{
	const struct command_site *x = a, *y = b;

	return x->ip < y->ip ? -1 : x->ip > y->ip;
}

/* A command with no functions yet, and room for those that @f names; or NULL */
static struct function_command *command_new(struct hook_filter *f)
{
	unsigned int n = hook_filter_count(f, HOOK_ONLY);
	struct function_command *cmd = kvzalloc(struct_size(cmd, site, n), GFP_KERNEL);

	if (cmd)
		cmd->nr = n;
	return cmd;
}

/* Modules may have gone since there was made room: there may be fewer functions, not more. */
static int command_fill(struct function_command *cmd, struct hook_filter *f, int count)
{
	struct hook_cursor *c = kzalloc(sizeof(*c), GFP_KERNEL);
	unsigned int n = 0;

	if (!c)
		return -ENOMEM;
	mutex_lock(&hook_lock);
	while (n < cmd->nr && hook_next(c, HOOK_LISTED_ONLY, f)) {
		cmd->site[n].ip = c->ip;
		atomic_set(&cmd->site[n].left, count);
		n++;
	}
	mutex_unlock(&hook_lock);
	kfree(c);
	cmd->nr = n;
	sort(cmd->site, n, sizeof(*cmd->site), sort_sites, NULL);
	return n ? 0 : -ENOENT;
}

/* What a line says: which command, and how often */
struct command_line {
	const struct command_type	*type;
	struct trace_event_file		*event;
	bool				has_count;
	int				count;
};

/* Is @cmd such a command?  With and without a count they are two, unless they mean the same. */
static bool command_is(const struct function_command *cmd, const struct command_line *line)
{
	return cmd->type == line->type && cmd->event == line->event &&
	       (line->type->once || line->has_count == (cmd->count != UNLIMITED));
}

/* A filter of the functions that match and have no such command yet, or an ERR_PTR */
static struct hook_filter *command_filter(struct function_inst *fi, const char *pattern,
					  const struct command_line *line)
{
	const struct function_command *cmd;
	struct hook_filter *f = hook_filter_new();
	struct hook_edit *e;
	int n;

	if (!f)
		return ERR_PTR(-ENOMEM);
	e = hook_edit_begin(f, HOOK_ONLY, true);
	if (IS_ERR(e)) {
		hook_filter_put(f);
		return ERR_CAST(e);
	}
	n = hook_edit_pattern(e, pattern, NULL);
	list_for_each_entry(cmd, &fi->commands, node)
		if (command_is(cmd, line))
			hook_edit_without(e, cmd->ops.filter);
	if (n > 0 && !hook_edit_left(e))
		n = -EEXIST;
	if (n > 0)
		n = hook_edit_end(e);
	else
		hook_edit_abort(e);
	if (n) {
		hook_filter_put(f);
		return ERR_PTR(n);
	}
	return f;
}

static void command_free(struct function_command *cmd)
{
	if (cmd->event)
		event_file_release(cmd->event);
	ftrace_free_filter(&cmd->ops);
	kvfree(cmd);
}

/* An event of the command's own instance, which the command does not keep from being removed */
static struct trace_event_file *hold_event(struct trace_array *inst, const char *system,
					   const char *name)
{
	struct trace_event_file *event;

	guard(mutex)(&event_mutex);
	event = event_file_find(inst, system, name);
	return event && event_file_hold(event) ? event : NULL;
}

/* Takes over the reference to the event, also when it fails. */
static int command_add(struct function_inst *fi, const char *pattern,
		       const struct command_line *line)
{
	const struct command_type *type = line->type;
	struct hook_filter *f = command_filter(fi, pattern, line);
	struct function_command *cmd = IS_ERR(f) ? NULL : command_new(f);
	int err;

	if (!cmd) {
		err = IS_ERR(f) ? PTR_ERR(f) : -ENOMEM;
		if (!IS_ERR(f))
			hook_filter_put(f);
		if (line->event)
			event_file_release(line->event);
		return err;
	}
	cmd->ops.func = command_call;
	cmd->ops.flags = FTRACE_OPS_FL_LEAN;
	cmd->ops.filter = f;
	cmd->inst = fi->inst;
	cmd->type = type;
	cmd->event = line->event;
	cmd->count = line->count;

	err = command_fill(cmd, f, line->count);
	if (!err && type->attach)
		err = type->attach(cmd);
	if (err)
		goto err_free;
	err = hook_add(&cmd->ops);
	if (err)
		goto err_detach;
	list_add_tail(&cmd->node, &fi->commands);
	return 0;

err_detach:
	if (type->detach)
		type->detach(cmd);
err_free:
	command_free(cmd);
	return err;
}

/*
 * Delete those commands that are gone.  Calls of all of them come to an end before the
 * first is freed: one wait, however many there are.
 */
static void commands_del(struct function_inst *fi)
{
	struct function_command *cmd, *next;
	LIST_HEAD(dead);

	list_for_each_entry_safe(cmd, next, &fi->commands, node) {
		if (!cmd->gone)
			continue;
		WARN_ON_ONCE(hook_remove(&cmd->ops));
		list_move_tail(&cmd->node, &dead);
	}
	if (list_empty(&dead))
		return;
	hook_sync();
	list_for_each_entry_safe(cmd, next, &dead, node) {
		if (cmd->type->detach)
			cmd->type->detach(cmd);
		command_free(cmd);
	}
}

/*
 * What becomes of @cmd without the functions of @removal: it is gone, or an edit is added
 * to @edits.  How many they are, or an error
 */
static int command_shrink(struct function_command *cmd, const char *removal,
			  struct hook_edit **edits)
{
	struct hook_edit *e = hook_edit_begin(cmd->ops.filter, HOOK_ONLY, false);
	int n;

	if (IS_ERR(e))
		return PTR_ERR(e);
	n = hook_edit_pattern(e, removal, NULL);
	if (n > 0 && hook_edit_left(e)) {
		*edits = hook_edit_join(e, *edits);
	} else {
		cmd->gone = n > 0;
		hook_edit_abort(e);
	}
	return n == -ENOENT ? 0 : n;
}

/*
 * Take the functions of @removal, "!pattern", out of all such commands, or of none.  With
 * any count it is about those that have one, without about all.
 */
static int command_remove(struct function_inst *fi, const char *removal,
			  const struct command_line *line)
{
	struct hook_edit *edits = NULL;
	struct function_command *cmd;
	int n = 0, found = 0;

	list_for_each_entry(cmd, &fi->commands, node) {
		if (cmd->type != line->type || cmd->event != line->event ||
		    (line->has_count && !command_is(cmd, line)))
			continue;
		n = command_shrink(cmd, removal, &edits);
		if (n < 0)
			break;
		found += n;
	}
	if (n < 0)
		hook_edit_abort(edits);
	else if (edits)
		n = hook_edit_end(edits);
	if (n < 0)
		list_for_each_entry(cmd, &fi->commands, node)
			cmd->gone = false;
	commands_del(fi);
	return n < 0 ? n : found ? 0 : -ENOENT;
}

void function_commands_exit(struct function_inst *fi)
{
	struct function_command *cmd;

	list_for_each_entry(cmd, &fi->commands, node)
		cmd->gone = true;
	commands_del(fi);
}

/* ---- lines ---- */

static const struct command_type *type_by_name(const char *name)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(types[i].name, name))
			return &types[i];
	return NULL;
}

/**
 * function_command_line - take a word that is a command
 * @fi: the instance's part
 * @word: the word, changed
 *
 * Return: 0, -ENOENT if no function matches or has it, -EEXIST if all that match have
 * it already, -ENODEV if there is no such event, -EINVAL, -ENOMEM
 */
int function_command_line(struct function_inst *fi, char *word)
{
	char *pattern = strsep(&word, ":"), *name = strsep(&word, ":");
	struct command_line line = { .type = type_by_name(name) };
	bool remove = *pattern == '!';
	int err;

	pattern += remove;
	if (!line.type || !*pattern)
		return -EINVAL;
	if (line.type->has_event) {
		const char *system = strsep(&word, ":"), *call = strsep(&word, ":");

		if (!system || !call)
			return -EINVAL;
		line.event = hold_event(fi->inst, system, call);
		if (!line.event)
			return -ENODEV;
	}
	line.has_count = word;
	line.count = line.type->once ? 1 : UNLIMITED;
	/* To take one back any text will do: the file shows "count=0". */
	if (word && !remove && (kstrtoint(word, 0, &line.count) || line.count < 0)) {
		if (line.event)
			event_file_release(line.event);
		return -EINVAL;
	}

	mutex_lock(&function_lock);
	if (remove) {
		err = command_remove(fi, pattern - 1, &line);
		if (line.event)
			event_file_release(line.event);
	} else {
		err = command_add(fi, pattern, &line);
	}
	mutex_unlock(&function_lock);
	return err;
}

/* One line for each function of each command: they can be written back. */
void function_commands_show(struct seq_file *m, struct function_inst *fi)
{
	struct function_command *cmd;

	list_for_each_entry(cmd, &fi->commands, node) {
		for (unsigned int i = 0; i < cmd->nr; i++) {
			int left = atomic_read(&cmd->site[i].left);

			if (!hook_filter_has(cmd->ops.filter, HOOK_ONLY, cmd->site[i].ip))
				continue;
			seq_printf(m, "%ps:%s", (void *)cmd->site[i].ip, cmd->type->name);
			if (cmd->event)
				seq_printf(m, ":%s:%s", cmd->event->event_call->class->system,
					   trace_event_name(cmd->event->event_call));
			if (cmd->count == UNLIMITED)
				seq_puts(m, ":unlimited\n");
			else
				seq_printf(m, ":count=%d\n", left);
		}
	}
}
