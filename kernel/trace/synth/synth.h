/* SPDX-License-Identifier: GPL-2.0 */
/*
 * synth/: synthetic events: events whose fields a user names, and which happen
 * when a histogram or a module says so.
 *
 * What it owns: the list of synthetic events, in the order in which they were
 * made. All of it is under event_mutex, but for synth_fire(), which runs in any
 * context, with preemption disabled, and meets the users of an event (instances
 * that have it enabled, and perf) in a list under RCU.
 *
 * Lifetime: whoever keeps a struct synth_event pins its call by event_pin();
 * what is pinned or enabled is not removed, and the user is told -EBUSY.
 */
#ifndef _KERNEL_TRACE_SYNTH_SYNTH_H
#define _KERNEL_TRACE_SYNTH_SYNTH_H

#include <linux/list.h>
#include <linux/trace_events.h>

#include "../event/dynamic.h"

#define SYNTH_MAX_FIELDS	64
/* Of a string, with its NUL; longer ones are cut */
#define SYNTH_MAX_STRING	256
/* Of a stack, without the number of entries before them */
#define SYNTH_MAX_STACK		31

enum synth_kind {
	SYNTH_NUMBER,
	SYNTH_STRING,	/* char[n] */
	SYNTH_DYNAMIC,	/* char[] */
	SYNTH_STACK,	/* unsigned long[] */
};

/**
 * struct synth_field - a field of a synthetic event
 * @type: its type as the user wrote it, "char[16]" if there is an array
 * @name: its name
 * @fmt: how a number is printed
 * @kind: what values of it are
 * @is_signed: it can be negative
 * @size: bytes of a number, or of an array
 * @offset: in the record
 */
struct synth_field {
	const char	*type;
	const char	*name;
	const char	*fmt;
	enum synth_kind	kind;
	bool		is_signed;
	u16		size;
	u16		offset;
};

/**
 * struct synth_event - a synthetic event
 * @node: in synth_events
 * @dynamic: among all events that users make
 * @call: the event; call.name is its name
 * @class: of its own
 * @users: who records it: struct synth_user
 * @module: keeps it while it is enabled; NULL: nobody
 * @len: bytes of a record without what is dynamic
 * @nr_fields: how many fields
 * @fields: they
 */
struct synth_event {
	struct list_head		node;
	struct dynamic_event		dynamic;
	struct trace_event_call		call;
	struct trace_event_class	class;
	struct list_head		users;
	struct module			*module;
	u16				len;
	u16				nr_fields;
	struct synth_field		fields[];
};

/* Under event_mutex */
extern struct list_head synth_events;

struct synth_event *synth_find(const char *name);

/* Does anybody record it? Any context. */
static inline bool synth_is_on(const struct synth_event *e)
{
	return !list_empty(&e->users);
}

/*
 * The event happens. A value of a string is its address; of a stack, that of an
 * array of unsigned long, whose first says how many follow.
 */
void synth_fire(struct synth_event *e, const u64 *values);

#endif /* _KERNEL_TRACE_SYNTH_SYNTH_H */
