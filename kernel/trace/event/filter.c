// SPDX-License-Identifier: GPL-2.0
/*
 * Filters of events: in the files "filter" of an event and of a system, of
 * triggers and probes, and of perf events.
 *
 * All is under event_mutex.  A filter that is taken away is freed
 * after a grace period, for which records need no more than what they do
 * anyhow: they are made with preemption disabled.
 */
#include <linux/lockdep.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"
#include "../filter/filter.h"

#define LOG_NAME	"event filter parse error"

/*
 * What was refused last, and why, of events whose filter file is to show it.
 * There are few, so a list does.
 */
struct refusal {
	struct list_head	node;
	struct trace_event_file	*file;
	char			*text;
};

static LIST_HEAD(refusals);

static struct refusal *refusal_find(struct trace_event_file *file)
{
	struct refusal *r;

	list_for_each_entry(r, &refusals, node) {
		if (r->file == file)
			return r;
	}
	return NULL;
}

static void refusal_forget(struct trace_event_file *file)
{
	struct refusal *r = refusal_find(file);

	if (!r)
		return;
	list_del(&r->node);
	kfree(r->text);
	kfree(r);
}

/* No memory: then the file does not show it, the error log and errno do */
static void refusal_remember(struct trace_event_file *file, char *text)
{
	struct refusal *r = kmalloc(sizeof(*r), GFP_KERNEL);

	refusal_forget(file);
	if (!r || !text) {
		kfree(r);
		kfree(text);
		return;
	}
	r->file = file;
	r->text = text;
	list_add(&r->node, &refusals);
}

/* What filter files show below a text that is no filter */
static char *refusal_text(const char *text, const struct filter_error *err)
{
	return kasprintf(GFP_KERNEL, "%s\n%*s^\nparse_error: %s\n", text, err->pos, "",
			 filter_mistake_text(err->what));
}

static const struct trace_event_field *find_field(void *call, const char *name)
{
	return event_find_field(call, name);
}

static int create(struct trace_array *inst, struct trace_event_call *call, const char *text,
		  struct event_filter **filter, struct filter_error *err)
{
	struct event_filter *new = filter_compile(text, find_field, call, err);

	if (IS_ERR(new)) {
		if (PTR_ERR(new) == -EINVAL && inst)
			error_log(inst, LOG_NAME, text, filter_mistake_text(err->what), err->pos);
		return PTR_ERR(new);
	}
	*filter = new;
	return 0;
}

/**
 * event_filter_create - a filter for records of an event
 * @inst: whose error log tells of mistakes; NULL: nobody's
 * @call: the event
 * @text: the filter
 * @filter: set to the filter if there is no error
 *
 * Context: sleeps, under event_mutex.
 * Return: 0, -EINVAL or -ENOMEM.
 */
int event_filter_create(struct trace_array *inst, struct trace_event_call *call,
			const char *text, struct event_filter **filter)
{
	struct filter_error err;

	return create(inst, call, text, filter, &err);
}

/**
 * event_filter_free - free a filter after a grace period
 * @filter: the filter, or NULL
 */
void event_filter_free(struct event_filter *filter)
{
	kvfree_rcu(filter, rcu);
}

/**
 * event_filter_text - what a filter was compiled from
 * @filter: the filter
 */
const char *event_filter_text(const struct event_filter *filter)
{
	return filter->text;
}

/* ---- the filter of an event in an instance ---- */

static struct event_filter *file_filter(struct trace_event_file *file)
{
	return rcu_dereference_protected(file->filter, lockdep_is_held(&event_mutex));
}

/* Records may see the bit without a filter, and then pass */
static void file_set(struct trace_event_file *file, struct event_filter *new)
{
	struct event_filter *old = file_filter(file);

	refusal_forget(file);
	if (!new)
		clear_bit(EVENT_SLOW_FILTER_BIT, &file->slow);
	rcu_assign_pointer(file->filter, new);
	if (new)
		set_bit(EVENT_SLOW_FILTER_BIT, &file->slow);
	event_filter_free(old);
}

/**
 * event_filter_show - what an event's filter file says
 * @m: where to
 * @file: the event
 *
 * A refused filter stands below the one that is still in force.
 */
void event_filter_show(struct seq_file *m, struct trace_event_file *file)
{
	struct event_filter *filter = file_filter(file);
	struct refusal *r = refusal_find(file);

	if (filter)
		seq_printf(m, "%s\n", filter->text);
	if (r)
		seq_puts(m, r->text);
	else if (!filter)
		seq_puts(m, "none\n");
}

/**
 * event_filter_set - a line was written to an event's filter file
 * @file: the event
 * @line: the line: "0" is no filter
 *
 * Return: 0 or an error: nothing has changed then.
 */
int event_filter_set(struct trace_event_file *file, char *line)
{
	struct event_filter *new = NULL;
	struct filter_error err;
	int ret;

	lockdep_assert_held(&event_mutex);
	line = strstrip(line);
	if (file->event_call->flags & TRACE_EVENT_FL_NO_SET_FILTER)
		return -EPERM;
	if (strcmp(line, "0")) {
		ret = event_slow_prepare() ?:
			create(file->tr, file->event_call, line, &new, &err);
		if (ret == -EINVAL)
			refusal_remember(file, refusal_text(line, &err));
		if (ret)
			return ret;
	}
	file_set(file, new);
	return 0;
}

/**
 * event_filter_file_gone - an event leaves an instance
 * @file: the event
 */
void event_filter_file_gone(struct trace_event_file *file)
{
	file_set(file, NULL);
}

/* ---- the filter file of a system ---- */

/* A filter that is ready, for one of the system's events */
struct system_filter {
	struct list_head	node;
	struct trace_event_file	*file;
	struct event_filter	*filter;
};

static bool in_system(struct trace_event_file *file, const char *system)
{
	return !(file->event_call->flags & TRACE_EVENT_FL_NO_SET_FILTER) &&
	       !strcmp(file->event_call->class->system, system);
}

/* Compile for each event; those that lack a field are left out */
static int system_compile(struct trace_array *inst, const char *system, const char *line,
			  struct list_head *ready, struct filter_error *why)
{
	struct trace_event_file *file;
	struct filter_error err;
	struct system_filter *s;
	int ret;

	for_each_event_file(file, inst) {
		if (!in_system(file, system))
			continue;
		s = kzalloc(sizeof(*s), GFP_KERNEL);
		if (!s)
			return -ENOMEM;
		ret = create(NULL, file->event_call, line, &s->filter, &err);
		if (ret) {
			kfree(s);
			/* The mistake furthest on is the most telling one */
			if (ret != -EINVAL)
				return ret;
			if (!why->what || err.pos > why->pos)
				*why = err;
			continue;
		}
		s->file = file;
		list_add(&s->node, ready);
	}
	return list_empty(ready) ? -EINVAL : 0;
}

static void system_clear(struct trace_array *inst, const char *system)
{
	struct trace_event_file *file;

	for_each_event_file(file, inst) {
		if (in_system(file, system))
			file_set(file, NULL);
	}
}

/**
 * event_filter_set_system - a line was written to a system's filter file
 * @inst: the instance
 * @system: the system's name
 * @line: the line: "0" takes the filters of all its events away
 * @text: what the file shows, NULL: the usual; freed and set anew
 *
 * Events that lack a field keep the filter they have.
 *
 * Return: 0; an error, and no event's filter has changed, if there is no event
 * that takes it.
 */
int event_filter_set_system(struct trace_array *inst, const char *system, char *line,
			    char **text)
{
	struct filter_error why = {};
	struct system_filter *s, *next;
	LIST_HEAD(ready);
	int ret = 0;

	lockdep_assert_held(&event_mutex);
	line = strstrip(line);
	if (!strcmp(line, "0"))
		system_clear(inst, system);
	else
		ret = event_slow_prepare() ?: system_compile(inst, system, line, &ready, &why);

	list_for_each_entry_safe(s, next, &ready, node) {
		if (ret)
			event_filter_free(s->filter);
		else
			file_set(s->file, s->filter);
		kfree(s);
	}
	if (ret == -EINVAL && why.what) {
		error_log(inst, LOG_NAME, line, filter_mistake_text(why.what), why.pos);
		kfree(*text);
		*text = refusal_text(line, &why);
	} else if (!ret) {
		kfree(*text);
		*text = NULL;
	}
	return ret;
}

/**
 * filter_match_preds - does a record pass a filter?
 * @filter: the filter
 * @rec: the record
 *
 * What perf knows filter_match() by.
 *
 * Return: 1 or 0
 */
int filter_match_preds(struct event_filter *filter, void *rec)
{
	return filter_match(filter, rec);
}
