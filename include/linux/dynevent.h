/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events that other kernel code makes at run time; linux/trace_events.h includes
 * this.
 *
 * A line that makes an event is put together in a struct dynevent_cmd, piece by
 * piece, and then created:
 *
 *	synth_event_cmd_init(&cmd, buf, sizeof(buf));
 *	synth_event_gen_cmd_start(&cmd, "name", THIS_MODULE, "u64", "a");
 *	synth_event_add_field(&cmd, "pid_t", "b");
 *	synth_event_gen_cmd_end(&cmd);
 *
 * All return 0 or an error, unless they say otherwise; the error_log of the top
 * level says more. They sleep.
 */
#ifndef _LINUX_DYNEVENT_H
#define _LINUX_DYNEVENT_H

#include <linux/seq_buf.h>
#include <linux/trace_events.h>

enum dynevent_type {
	DYNEVENT_TYPE_SYNTH = 1,
	DYNEVENT_TYPE_KPROBE,
	DYNEVENT_TYPE_NONE,
};

struct dynevent_cmd;

typedef int (*dynevent_create_fn_t)(struct dynevent_cmd *cmd);

/**
 * struct dynevent_cmd - a line that is put together
 * @seq: the line so far
 * @event_name: of the event; the caller's
 * @n_fields: fields so far
 * @type: what makes an event of it
 * @run_command: makes it
 * @private_data: for @run_command
 */
struct dynevent_cmd {
	struct seq_buf		seq;
	const char		*event_name;
	unsigned int		n_fields;
	enum dynevent_type	type;
	dynevent_create_fn_t	run_command;
	void			*private_data;
};

int dynevent_create(struct dynevent_cmd *cmd);

/* ---- synthetic events ---- */

/* A field: "pid_t", "next_pid" */
struct synth_field_desc {
	const char	*type;
	const char	*name;
};

int synth_event_create(const char *name, struct synth_field_desc *fields, unsigned int n_fields,
		       struct module *mod);
int synth_event_delete(const char *name);

void synth_event_cmd_init(struct dynevent_cmd *cmd, char *buf, int maxlen);
/* Pairs of type and name, ended by NULL */
int __synth_event_gen_cmd_start(struct dynevent_cmd *cmd, const char *name, struct module *mod,
				...);
#define synth_event_gen_cmd_start(cmd, name, mod, ...)	\
	__synth_event_gen_cmd_start(cmd, name, mod, ## __VA_ARGS__, NULL)
int synth_event_gen_cmd_array_start(struct dynevent_cmd *cmd, const char *name,
				    struct module *mod, struct synth_field_desc *fields,
				    unsigned int n_fields);
int synth_event_add_field(struct dynevent_cmd *cmd, const char *type, const char *name);
int synth_event_add_field_str(struct dynevent_cmd *cmd, const char *type_name);
int synth_event_add_fields(struct dynevent_cmd *cmd, struct synth_field_desc *fields,
			   unsigned int n_fields);
#define synth_event_gen_cmd_end(cmd)	dynevent_create(cmd)

/*
 * The event happens, if it is enabled in the instance of @file, which
 * trace_get_event_file() has found. A string is handed over as its address.
 */
int synth_event_trace(struct trace_event_file *file, unsigned int n_vals, ...);
int synth_event_trace_array(struct trace_event_file *file, u64 *vals, unsigned int n_vals);

struct synth_event;

#define SYNTH_EVENT_MAX_VALS	64

/**
 * struct synth_event_trace_state - an event that happens value by value
 * @event: the event
 * @file: the event in its instance
 * @cur_field: the next field for synth_event_add_next_val()
 * @add_next: values are given in the order of the fields
 * @add_name: values are given by name
 * @vals: the values so far, 0 without one
 */
struct synth_event_trace_state {
	struct synth_event	*event;
	struct trace_event_file	*file;
	unsigned int		cur_field;
	bool			add_next;
	bool			add_name;
	u64			vals[SYNTH_EVENT_MAX_VALS];
};

int synth_event_trace_start(struct trace_event_file *file,
			    struct synth_event_trace_state *trace_state);
int synth_event_add_next_val(u64 val, struct synth_event_trace_state *trace_state);
int synth_event_add_val(const char *field_name, u64 val,
			struct synth_event_trace_state *trace_state);
int synth_event_trace_end(struct synth_event_trace_state *trace_state);

#endif /* _LINUX_DYNEVENT_H */
