// SPDX-License-Identifier: GPL-2.0
/*
 * The command "hist" of trigger files.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/seq_buf.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

void hist_log(struct trace_event_file *file, struct hist_line *l)
{
	struct trace_event_call *call = file->event_call;
	char *where = kasprintf(GFP_KERNEL, "hist:%s:%s", call->class->system,
				trace_event_name(call));

	if (where && l->error)
		error_log(file->tr, where, l->text, l->error, l->error_at - l->text);
	kfree(where);
}

/* The histogram that a line describes */
static struct hist *find(struct trace_event_file *file, struct hist_line *l, const char *text)
{
	struct event_trigger *t;
	struct hist *h;

	for_each_hist(h, t, file) {
		if (h->hidden)
			continue;
		if (l->nr_keys ? !strcmp(h->text, text) :
		    h->table->name && hist_word_is(l->name, h->table->name))
			return h;
	}
	return NULL;
}

static void forget_extremes(struct hist *h)
{
	unsigned int i;

	for (i = 0; i < h->nr_actions; i++)
		atomic64_set(&h->actions[i]->extreme, 0);
}

/* Of all that count in the same table, on whatever events */
static void clear(struct trace_array *inst, struct hist_table *table)
{
	bool paused = table->paused;
	struct trace_event_file *file;
	struct event_trigger *t;
	struct hist *h;

	WRITE_ONCE(table->paused, true);
	synchronize_rcu();
	hist_map_clear(&table->map);
	for_each_event_file(file, inst)
		for_each_hist(h, t, file)
			if (h->table == table)
				forget_extremes(h);
	/* The next hit sees a table that is clear. */
	smp_store_release(&table->paused, paused);
}

static int change(struct hist *h, struct hist_line *l)
{
	if (l->clear)
		clear(hist_file(h)->tr, h->table);
	if (l->pause || l->cont)
		WRITE_ONCE(h->table->paused, l->pause);
	return 0;
}

static int remove_hist(struct hist *h, struct hist_line *l)
{
	/* As of all triggers: what is not there need not be removed. */
	if (!h)
		return 0;
	if (h->referrers) {
		hist_fail(l, "The histogram's variables are in use", l->text);
		return -EBUSY;
	}
	event_trigger_detach(h->trigger);
	return 0;
}

static int take(struct trace_event_file *file, struct hist_line *l, const char *text, bool remove)
{
	struct hist *h = find(file, l, text);

	if (remove)
		return remove_hist(h, l);
	if (h && (l->pause || l->cont || l->clear))
		return change(h, l);
	if (h) {
		hist_fail(l, "Hist trigger already exists", l->text);
		return -EEXIST;
	}
	if (l->cont || l->clear || !l->nr_keys) {
		hist_fail(l, "Can't clear or continue a nonexistent hist trigger", l->text);
		return -ENOENT;
	}
	h = hist_create(file, l, l->pause, false);
	return PTR_ERR_OR_ZERO(h);
}

/* trigger_command::line */
static int hist_line(struct trace_event_file *file, char *line)
{
	struct hist_line *l = kzalloc(sizeof(*l), GFP_KERNEL);
	bool remove = *line == '!';
	struct seq_buf s;
	char *text;
	int ret;

	line += remove;
	text = kmalloc(strlen(line) + 128, GFP_KERNEL);
	if (!l || !text) {
		kfree(text);
		kfree(l);
		return -ENOMEM;
	}
	ret = hist_line_parse(l, line);
	if (!ret) {
		seq_buf_init(&s, text, strlen(line) + 128);
		hist_line_text(l, &s);
		seq_buf_str(&s);
		ret = take(file, l, text, remove);
	}
	if (ret)
		hist_log(file, l);
	hist_line_free(l);
	kfree(text);
	kfree(l);
	return ret;
}

static void hist_end(struct event_trigger *t)
{
	hist_free(t->data);
}

static void hist_show(struct seq_file *m, struct event_trigger *t)
{
	struct hist *h = t->data;

	if (!h->hidden)
		seq_printf(m, "%s [%s]\n", h->text, h->table->paused ? "paused" : "active");
}

static bool hist_busy(const struct event_trigger *t)
{
	struct hist *h = t->data;

	return h->referrers;
}

static bool hist_needs(const struct event_trigger *t, const struct event_trigger *other)
{
	return other->cmd == &hist_command && hist_refers_to(t->data, other->data);
}

struct trigger_command hist_command = {
	.name	= "hist",
	.flags	= TRIGGER_TRUNC,
	.group	= GROUP_NONE,
	.line	= hist_line,
	.end	= hist_end,
	.run	= hist_run,
	.show	= hist_show,
	.busy	= hist_busy,
	.needs	= hist_needs,
};

static const struct trace_file_row hist_row __initconst = {
	.name	= "hist",
	.mode	= 0440,
	.show	= hist_show_file,
};

/**
 * hist_init - start histograms
 */
void __init hist_init(void)
{
	event_trigger_register(&hist_command);
	event_row_register(&hist_row);
}
