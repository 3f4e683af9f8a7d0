// SPDX-License-Identifier: GPL-2.0
/*
 * What triggers can do: the commands of this room, and what each does.
 *
 * A trigger counts down only when it changes something.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mutex.h>

#include "../core/record.h"
#include "../show/show.h"
#include "event.h"
#include "trigger.h"

/* ---- traceon, traceoff ---- */

static void traceon_run(struct event_trigger *t, struct trigger_context *c)
{
	if (!instance_is_on(t->file->tr) && trigger_use(t))
		instance_on(t->file->tr);
}

static struct trigger_command traceon = {
	.name	= "traceon",
	.group	= GROUP_SWITCH,
	.run	= traceon_run,
};

static void traceoff_run(struct event_trigger *t, struct trigger_context *c)
{
	if (instance_is_on(t->file->tr) && trigger_use(t))
		instance_off(t->file->tr);
}

/* Afterwards, so that the event that did it is the last one in the trace */
static struct trigger_command traceoff = {
	.name	= "traceoff",
	.flags	= TRIGGER_POST,
	.group	= GROUP_SWITCH,
	.run	= traceoff_run,
};

/* ---- stacktrace ---- */

static void stacktrace_run(struct event_trigger *t, struct trigger_context *c)
{
	if (trigger_use(t))
		show_record_stack(t->file->tr, c->here ? record_context_dec() : record_context(),
				  !!c->here, c->here);
}

static struct trigger_command stacktrace = {
	.name	= "stacktrace",
	.flags	= TRIGGER_POST,
	.group	= GROUP_STACK,
	.run	= stacktrace_run,
};

/* ---- snapshot ---- */

#ifdef CONFIG_TRACER_SNAPSHOT

static int snapshot_begin(struct event_trigger *t)
{
	guard(mutex)(&trace_lock);
	return snapshot_arm(t->file->tr);
}

static void snapshot_end(struct event_trigger *t)
{
	guard(mutex)(&trace_lock);
	snapshot_disarm(t->file->tr);
}

static void snapshot_run(struct event_trigger *t, struct trigger_context *c)
{
	if (trigger_use(t))
		snapshot_take(t->file->tr);
}

/* Afterwards, so that the event is in it */
static struct trigger_command snapshot = {
	.name	= "snapshot",
	.flags	= TRIGGER_POST,
	.group	= GROUP_SNAPSHOT,
	.begin	= snapshot_begin,
	.end	= snapshot_end,
	.run	= snapshot_run,
};

#endif /* CONFIG_TRACER_SNAPSHOT */

/* ---- enable_event, disable_event ---- */

static int target_parse(struct event_trigger *t, char **args, const char **text, char **bad)
{
	t->target = event_file_find(t->file->tr, args[0], args[1]);
	if (t->target && !(t->target->event_call->flags & TRACE_EVENT_FL_IGNORE_ENABLE))
		return 0;
	*text = "Event not found";
	*bad = args[0];
	return -EINVAL;
}

static bool target_same(const struct event_trigger *a, const struct event_trigger *b)
{
	return a->target == b->target;
}

static int target_begin(struct event_trigger *t)
{
	int ret;

	if (!event_pin(t->target->event_call))
		return -ENODEV;
	ret = event_file_soft_get(t->target);
	if (ret)
		event_unpin(t->target->event_call);
	return ret;
}

static void target_end(struct event_trigger *t)
{
	event_file_soft_put(t->target);
	event_unpin(t->target->event_call);
}

static void target_switch(struct event_trigger *t, bool on)
{
	if (on == test_bit(EVENT_SLOW_OFF_BIT, &t->target->slow) && trigger_use(t))
		event_file_soft_set(t->target, on);
}

static void enable_run(struct event_trigger *t, struct trigger_context *c)
{
	target_switch(t, true);
}

static void disable_run(struct event_trigger *t, struct trigger_context *c)
{
	target_switch(t, false);
}

#define SWITCHES_EVENT(what)			\
static struct trigger_command what##_event = {	\
	.name		= #what "_event",	\
	.group		= GROUP_EVENT,		\
	.nr_args	= 2,			\
	.parse		= target_parse,		\
	.same		= target_same,		\
	.begin		= target_begin,		\
	.end		= target_end,		\
	.run		= what##_run,		\
}
SWITCHES_EVENT(enable);
SWITCHES_EVENT(disable);

/* In the order in which trigger files name them */
static struct trigger_command *const commands[] = {
	&traceon,
	&traceoff,
#ifdef CONFIG_TRACER_SNAPSHOT
	&snapshot,
#endif
	&stacktrace,
	&enable_event,
	&disable_event,
};

/**
 * event_triggers_init - register the commands
 */
void __init event_triggers_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		event_trigger_register(commands[i]);
}
