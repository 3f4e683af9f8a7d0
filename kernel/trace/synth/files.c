// SPDX-License-Identifier: GPL-2.0
/*
 * Lines that make and remove synthetic events.
 *
 * In synthetic_events:
 *
 *	NAME TYPE FIELD[; TYPE FIELD]...	makes an event
 *	!NAME					removes it
 *
 * and in dynamic_events:
 *
 *	s:[synthetic/]NAME TYPE FIELD[; TYPE FIELD]...
 *	-:[synthetic/]NAME
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "internal.h"

#define LOG_NAME	"synthetic_events"
#define GROUP		"synthetic"

static struct synth_event *event_of(struct dynamic_event *ev)
{
	return container_of(ev, struct synth_event, dynamic);
}

/* ---- the kind ---- */

static struct dynamic_kind synth_kind;

/* @text, part of @line: the definition. Under dynamic_mutex */
static int synth_add(const char *line, const char *text, struct module *mod)
{
	struct synth_error err;
	struct synth_event *e = synth_define(text, &err);
	int ret = -EEXIST;

	if (IS_ERR(e)) {
		if (err.text)
			error_log(&top_instance, LOG_NAME, line, err.text, err.at - line);
		return PTR_ERR(e);
	}
	e->module = mod;
	scoped_guard(mutex, &event_mutex) {
		if (!event_find(GROUP, e->call.name))
			ret = synth_register(e);
	}
	if (ret) {
		if (ret == -EEXIST)
			error_log(&top_instance, LOG_NAME, line, "Event already exists",
				  text - line);
		synth_free(e);
		return ret;
	}
	e->dynamic.kind = &synth_kind;
	e->dynamic.group = GROUP;
	e->dynamic.name = e->call.name;
	dynamic_add(&e->dynamic);
	return 0;
}

static int synth_create(const struct dynamic_kind *kind, char *line)
{
	const char *text = line + 1, *slash;

	/* Not this kind's: "stack" or the like is for no kind to take. */
	if (*text != ':')
		return -ECANCELED;
	text++;
	slash = strpbrk(text, "/. ");
	if (slash && *slash != ' ') {
		if (!strstarts(text, GROUP) || slash != text + strlen(GROUP)) {
			error_log(&top_instance, LOG_NAME, line,
				  "Synthetic events are in the group synthetic", text - line);
			return -EINVAL;
		}
		text = slash + 1;
	}
	return synth_add(line, text, NULL);
}

static void kind_show(struct seq_file *m, struct dynamic_event *ev)
{
	seq_printf(m, "s:%s/%s ", ev->group, ev->name);
	synth_show_fields(m, event_of(ev));
}

static bool kind_is_busy(struct dynamic_event *ev)
{
	return event_is_busy(&event_of(ev)->call);
}

static void kind_unlink(struct dynamic_event *ev)
{
	synth_unregister(event_of(ev));
}

static void kind_free(struct list_head *list)
{
	struct dynamic_event *ev, *next;

	list_for_each_entry_safe(ev, next, list, gone)
		synth_free(event_of(ev));
}

static struct dynamic_kind synth_kind = {
	.letters	= "s",
	.log		= LOG_NAME,
	.create		= synth_create,
	.show		= kind_show,
	.is_busy	= kind_is_busy,
	.unlink		= kind_unlink,
	.free		= kind_free,
};

/* ---- synthetic_events ---- */

static int remove_one(const char *name)
{
	struct dynamic_event *ev;
	LIST_HEAD(gone);

	ev = dynamic_find(GROUP, name);
	if (!ev || ev->kind != &synth_kind)
		return -ENOENT;
	list_add(&ev->gone, &gone);
	return dynamic_remove(&gone);
}

int synth_create_line(const char *line, struct module *mod)
{
	guard(mutex)(&dynamic_mutex);
	return synth_add(line, line, mod);
}

int synth_remove(const char *name)
{
	guard(mutex)(&dynamic_mutex);
	return remove_one(name);
}

static int take_line(struct trace_file *f, char *line)
{
	line = strstrip(line);
	if (!*line || *line == '#')
		return 0;
	if (*line != '!')
		return synth_create_line(line, NULL);
	/* The name may be followed by the fields, as the file shows them. */
	line = skip_spaces(line + 1);
	line[strcspn(line, " \t")] = '\0';
	return synth_remove(line);
}

static int show_all(struct seq_file *m, struct trace_file *f)
{
	struct synth_event *e;

	guard(mutex)(&event_mutex);
	list_for_each_entry(e, &synth_events, node) {
		seq_printf(m, "%s\t", e->call.name);
		synth_show_fields(m, e);
		seq_putc(m, '\n');
	}
	return 0;
}

static const struct trace_file_row synth_files[] = {
	{ .name = "synthetic_events", .mode = 0640, .where = FILE_TOP, .unit = UNIT_LINES,
	  .show = show_all, .line = take_line, .truncate = dynamic_file_truncate,
	  .data = &synth_kind },
};

static struct instance_part synth_part = {
	.slot		= NO_SLOT,
	.files		= synth_files,
	.nr_files	= ARRAY_SIZE(synth_files),
};

static int __init synth_init(void)
{
	dynamic_add_kind(&synth_kind);
	return instance_add_part(&synth_part);
}
core_initcall(synth_init);
