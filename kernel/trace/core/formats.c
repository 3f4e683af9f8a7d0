// SPDX-License-Identifier: GPL-2.0
/*
 * printk_formats: the formats and strings that records refer to by address.
 *
 * Those of a module are copied when it comes, and the module told to use the
 * copies: records may outlive it.
 */
#include <linux/hashtable.h>
#include <linux/jhash.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>

#include "internal.h"

extern const char *__start___trace_bprintk_fmt[], *__stop___trace_bprintk_fmt[];
extern const char *__start___tracepoint_str[], *__stop___tracepoint_str[];

struct kept_format {
	struct hlist_node	node;
	char			text[];
};

/* Copies are made once a text, and stay. */
static DEFINE_MUTEX(formats_lock);
static DEFINE_HASHTABLE(kept_formats, 6);

static const char *keep(const char *text)
{
	size_t size = strlen(text) + 1;
	struct kept_format *k;
	u32 key = jhash(text, size, 0);

	hash_for_each_possible(kept_formats, k, node, key) {
		if (!strcmp(k->text, text))
			return k->text;
	}
	k = kmalloc(sizeof(*k) + size, GFP_KERNEL);
	if (!k)
		return NULL;
	memcpy(k->text, text, size);
	hash_add(kept_formats, &k->node, key);
	return k->text;
}

#ifdef CONFIG_MODULES
/* A format without a copy is not recorded: its pointer becomes NULL. */
static int module_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct module *mod = data;
	unsigned int i;

	if (state != MODULE_STATE_COMING || !mod->num_trace_bprintk_fmt)
		return NOTIFY_DONE;
	trace_printk_init_buffers();
	guard(mutex)(&formats_lock);
	for (i = 0; i < mod->num_trace_bprintk_fmt; i++)
		if (mod->trace_bprintk_fmt_start[i])
			mod->trace_bprintk_fmt_start[i] = keep(mod->trace_bprintk_fmt_start[i]);
	return NOTIFY_OK;
}

static struct notifier_block module_nb = {
	.notifier_call	= module_notify,
};

static int __init watch_modules(void)
{
	return register_module_notifier(&module_nb);
}
#else
static int __init watch_modules(void)
{
	return 0;
}
#endif

static void show_format(struct seq_file *m, const char *text)
{
	seq_printf(m, "0x%lx : \"", (unsigned long)text);
	seq_escape_str(m, text, ESCAPE_SPACE | ESCAPE_SPECIAL, "\n\t\"\\");
	seq_puts(m, "\"\n");
}

static int printk_formats_show(struct seq_file *m, struct trace_file *f)
{
	struct kept_format *k;
	const char **p;
	int bucket;

	for (p = __start___trace_bprintk_fmt; p < __stop___trace_bprintk_fmt; p++)
		if (*p)
			show_format(m, *p);
	for (p = __start___tracepoint_str; p < __stop___tracepoint_str; p++)
		if (*p)
			show_format(m, *p);
	guard(mutex)(&formats_lock);
	hash_for_each(kept_formats, bucket, k, node)
		show_format(m, k->text);
	return 0;
}

static const struct trace_file_row format_files[] = {
	{ .name = "printk_formats", .mode = 0440, .where = FILE_TOP,
	  .show = printk_formats_show },
};

static struct instance_part format_part = {
	.slot		= NO_SLOT,
	.files		= format_files,
	.nr_files	= ARRAY_SIZE(format_files),
};

int __init printk_init(void)
{
	/* A kernel that calls trace_printk() itself does so from the start. */
	if (&__start___trace_bprintk_fmt[0] != &__stop___trace_bprintk_fmt[0])
		trace_printk_init_buffers();
	return instance_add_part(&format_part) ?: watch_modules();
}
