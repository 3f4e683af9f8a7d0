/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of synth/ share among themselves; synth.h has the rest.
 *
 *	api.c		what modules call
 *	define.c	lines that define events
 *	event.c		the events: their registration, firing, printing
 *	files.c		synthetic_events, and what is written there
 */
#ifndef _KERNEL_TRACE_SYNTH_INTERNAL_H
#define _KERNEL_TRACE_SYNTH_INTERNAL_H

#include "../event/event.h"
#include "synth.h"

struct module;
struct seq_file;

/**
 * struct synth_error - why a line does not define an event
 * @text: what is wrong; NULL: nothing that the line could help
 * @at: where in the line
 */
struct synth_error {
	const char	*text;
	const char	*at;
};

/*
 * An event from "name type field; type field ...", not registered. An error
 * pointer: -EINVAL with @err filled in, or -ENOMEM. synth_free() undoes it.
 */
struct synth_event *synth_define(const char *line, struct synth_error *err);
void synth_free(struct synth_event *e);

/* "type field; type field" */
void synth_show_fields(struct seq_file *m, const struct synth_event *e);

/* What a line of synthetic_events makes, for a module or NULL. Takes dynamic_mutex */
int synth_create_line(const char *line, struct module *mod);
int synth_remove(const char *name);

struct synth_event *synth_of_file(const struct trace_event_file *file);
void synth_fire_in(struct synth_event *e, struct trace_event_file *file, const u64 *values);

/* Under event_mutex. After synth_unregister() a grace period passes before synth_free(). */
int synth_register(struct synth_event *e);
void synth_unregister(struct synth_event *e);

#endif /* _KERNEL_TRACE_SYNTH_INTERNAL_H */
