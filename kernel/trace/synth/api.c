// SPDX-License-Identifier: GPL-2.0
/*
 * Synthetic events for other kernel code: see linux/dynevent.h.
 *
 * What a module makes goes the way of a line that a user writes.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

static_assert(SYNTH_EVENT_MAX_VALS == SYNTH_MAX_FIELDS);

/* ---- lines ---- */

/**
 * dynevent_create - make the event that a command describes
 * @cmd: the command
 *
 * Return: 0 or an error
 */
int dynevent_create(struct dynevent_cmd *cmd)
{
	if (seq_buf_has_overflowed(&cmd->seq))
		return -E2BIG;
	return cmd->run_command(cmd);
}
EXPORT_SYMBOL_GPL(dynevent_create);

static int run_synth(struct dynevent_cmd *cmd)
{
	return synth_create_line(seq_buf_str(&cmd->seq), cmd->private_data);
}

/**
 * synth_event_cmd_init - begin a command that makes a synthetic event
 * @cmd: the command
 * @buf: room for its line
 * @maxlen: bytes there
 */
void synth_event_cmd_init(struct dynevent_cmd *cmd, char *buf, int maxlen)
{
	*cmd = (struct dynevent_cmd){ .type = DYNEVENT_TYPE_SYNTH, .run_command = run_synth };
	seq_buf_init(&cmd->seq, buf, maxlen);
}
EXPORT_SYMBOL_GPL(synth_event_cmd_init);

static int begin(struct dynevent_cmd *cmd, const char *name, struct module *mod)
{
	if (cmd->type != DYNEVENT_TYPE_SYNTH || !name)
		return -EINVAL;
	cmd->event_name = name;
	cmd->private_data = mod;
	cmd->n_fields = 0;
	seq_buf_clear(&cmd->seq);
	seq_buf_printf(&cmd->seq, "%s ", name);
	return seq_buf_has_overflowed(&cmd->seq) ? -E2BIG : 0;
}

/**
 * synth_event_add_field_str - add a field, written "type name"
 * @cmd: the command
 * @type_name: the field
 *
 * Return: 0 or an error
 */
int synth_event_add_field_str(struct dynevent_cmd *cmd, const char *type_name)
{
	if (cmd->type != DYNEVENT_TYPE_SYNTH || !type_name)
		return -EINVAL;
	if (cmd->n_fields == SYNTH_MAX_FIELDS)
		return -EINVAL;
	seq_buf_printf(&cmd->seq, "%s%s", cmd->n_fields++ ? "; " : "", type_name);
	return seq_buf_has_overflowed(&cmd->seq) ? -E2BIG : 0;
}
EXPORT_SYMBOL_GPL(synth_event_add_field_str);

/**
 * synth_event_add_field - add a field
 * @cmd: the command
 * @type: its type
 * @name: its name
 *
 * Return: 0 or an error
 */
int synth_event_add_field(struct dynevent_cmd *cmd, const char *type, const char *name)
{
	int ret;

	if (!type || !name)
		return -EINVAL;
	ret = synth_event_add_field_str(cmd, type);
	if (ret)
		return ret;
	seq_buf_printf(&cmd->seq, " %s", name);
	return seq_buf_has_overflowed(&cmd->seq) ? -E2BIG : 0;
}
EXPORT_SYMBOL_GPL(synth_event_add_field);

/**
 * synth_event_add_fields - add several fields
 * @cmd: the command
 * @fields: they
 * @n_fields: how many
 *
 * Return: 0 or an error
 */
int synth_event_add_fields(struct dynevent_cmd *cmd, struct synth_field_desc *fields,
			   unsigned int n_fields)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < n_fields && !ret; i++)
		ret = synth_event_add_field(cmd, fields[i].type, fields[i].name);
	return ret;
}
EXPORT_SYMBOL_GPL(synth_event_add_fields);

/**
 * __synth_event_gen_cmd_start - name the event of a command, and its first fields
 * @cmd: the command
 * @name: the event
 * @mod: keeps the event while it is enabled, or NULL
 *
 * What follows is pairs of type and name, and NULL.
 *
 * Return: 0 or an error
 */
int __synth_event_gen_cmd_start(struct dynevent_cmd *cmd, const char *name, struct module *mod,
				...)
{
	int ret = begin(cmd, name, mod);
	const char *type;
	va_list args;

	va_start(args, mod);
	while (!ret && (type = va_arg(args, const char *)))
		ret = synth_event_add_field(cmd, type, va_arg(args, const char *));
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(__synth_event_gen_cmd_start);

/**
 * synth_event_gen_cmd_array_start - the same with fields from an array
 * @cmd: the command
 * @name: the event
 * @mod: keeps the event while it is enabled, or NULL
 * @fields: the fields
 * @n_fields: how many
 *
 * Return: 0 or an error
 */
int synth_event_gen_cmd_array_start(struct dynevent_cmd *cmd, const char *name,
				    struct module *mod, struct synth_field_desc *fields,
				    unsigned int n_fields)
{
	return begin(cmd, name, mod) ?: synth_event_add_fields(cmd, fields, n_fields);
}
EXPORT_SYMBOL_GPL(synth_event_gen_cmd_array_start);

/**
 * synth_event_create - make a synthetic event
 * @name: its name
 * @fields: its fields
 * @n_fields: how many
 * @mod: keeps it while it is enabled, or NULL
 *
 * Return: 0 or an error
 */
int synth_event_create(const char *name, struct synth_field_desc *fields, unsigned int n_fields,
		       struct module *mod)
{
	char *buf __free(kfree) = kmalloc(PAGE_SIZE, GFP_KERNEL);
	struct dynevent_cmd cmd;

	if (!buf)
		return -ENOMEM;
	synth_event_cmd_init(&cmd, buf, PAGE_SIZE);
	return synth_event_gen_cmd_array_start(&cmd, name, mod, fields, n_fields) ?:
	       dynevent_create(&cmd);
}
EXPORT_SYMBOL_GPL(synth_event_create);

/**
 * synth_event_delete - remove a synthetic event
 * @name: its name
 *
 * Return: 0; -ENOENT if there is none of the name, -EBUSY if it is in use
 */
int synth_event_delete(const char *name)
{
	return synth_remove(name);
}
EXPORT_SYMBOL_GPL(synth_event_delete);

/* ---- firing ---- */

/**
 * synth_event_trace_array - a synthetic event happens in one instance
 * @file: the event there
 * @vals: its values
 * @n_vals: how many; as many as it has fields
 *
 * Context: any.
 * Return: 0, also if the event is not enabled; or -EINVAL
 */
int synth_event_trace_array(struct trace_event_file *file, u64 *vals, unsigned int n_vals)
{
	struct synth_event *e = synth_of_file(file);

	if (!e || n_vals != e->nr_fields)
		return -EINVAL;
	guard(preempt_notrace)();
	synth_fire_in(e, file, vals);
	return 0;
}
EXPORT_SYMBOL_GPL(synth_event_trace_array);

/**
 * synth_event_trace - the same with the values as arguments
 * @file: the event in an instance
 * @n_vals: how many values follow, all of them 64 bits wide
 *
 * Return: 0 or an error
 */
int synth_event_trace(struct trace_event_file *file, unsigned int n_vals, ...)
{
	u64 vals[SYNTH_MAX_FIELDS];
	va_list args;
	unsigned int i;

	if (n_vals > SYNTH_MAX_FIELDS)
		return -EINVAL;
	va_start(args, n_vals);
	for (i = 0; i < n_vals; i++)
		vals[i] = va_arg(args, u64);
	va_end(args);
	return synth_event_trace_array(file, vals, n_vals);
}
EXPORT_SYMBOL_GPL(synth_event_trace);

/**
 * synth_event_trace_start - begin an event whose values come one by one
 * @file: the event in an instance
 * @trace_state: what is known of it so far
 *
 * Return: 0 or an error
 */
int synth_event_trace_start(struct trace_event_file *file,
			    struct synth_event_trace_state *trace_state)
{
	struct synth_event *e = synth_of_file(file);

	if (!trace_state || !e)
		return -EINVAL;
	memset(trace_state, 0, sizeof(*trace_state));
	trace_state->event = e;
	trace_state->file = file;
	return 0;
}
EXPORT_SYMBOL_GPL(synth_event_trace_start);

static int set_val(struct synth_event_trace_state *state, unsigned int i, u64 val)
{
	/* Of a string nothing but its address is kept until the end. */
	if (state->event->fields[i].kind != SYNTH_NUMBER && !val)
		return -EINVAL;
	state->vals[i] = val;
	return 0;
}

/**
 * synth_event_add_next_val - set the next field
 * @val: its value
 * @trace_state: the event
 *
 * Return: 0 or an error
 */
int synth_event_add_next_val(u64 val, struct synth_event_trace_state *trace_state)
{
	if (!trace_state || trace_state->add_name ||
	    trace_state->cur_field >= trace_state->event->nr_fields)
		return -EINVAL;
	trace_state->add_next = true;
	return set_val(trace_state, trace_state->cur_field++, val);
}
EXPORT_SYMBOL_GPL(synth_event_add_next_val);

/**
 * synth_event_add_val - set a field by its name
 * @field_name: the field
 * @val: its value
 * @trace_state: the event
 *
 * Return: 0 or an error
 */
int synth_event_add_val(const char *field_name, u64 val,
			struct synth_event_trace_state *trace_state)
{
	unsigned int i;

	if (!trace_state || trace_state->add_next)
		return -EINVAL;
	trace_state->add_name = true;
	for (i = 0; i < trace_state->event->nr_fields; i++)
		if (!strcmp(trace_state->event->fields[i].name, field_name))
			return set_val(trace_state, i, val);
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(synth_event_add_val);

/**
 * synth_event_trace_end - the event happens
 * @trace_state: the event
 *
 * Return: 0 or an error
 */
int synth_event_trace_end(struct synth_event_trace_state *trace_state)
{
	if (!trace_state)
		return -EINVAL;
	return synth_event_trace_array(trace_state->file, trace_state->vals,
				       trace_state->event->nr_fields);
}
EXPORT_SYMBOL_GPL(synth_event_trace_end);
