// SPDX-License-Identifier: GPL-2.0
/*
 * Names of addresses. Finding one in kallsyms costs thousands of instructions,
 * and the lines of a trace name the same functions again and again: so each
 * reader remembers the names it has printed, in a table indexed by address.
 */
#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "internal.h"
#include "put.h"

/* Counts modules that come and go: their addresses change owners. */
static atomic_t symbol_generation = ATOMIC_INIT(1);

/* The module stands behind the name with the offset only: scripts look for "name:". */
static int lookup(char *name, unsigned long addr, bool offsets)
{
	if (offsets)
		return sprint_symbol(name, addr);
	if (!kallsyms_lookup(addr, NULL, NULL, NULL, name))
		return sprintf(name, "0x%lx", addr);
	return strlen(name);
}

/* Code whose names only change with a module; not that of BPF, of probes, ... */
static bool lasting(unsigned long addr)
{
	bool found;

	if (core_kernel_text(addr))
		return true;
	preempt_disable();
	found = __module_text_address(addr);
	preempt_enable();
	return found;
}

static struct symbol_cache *cache_of(struct trace_iterator *it)
{
	struct show_reader *rd = reader_of(it);
	struct symbol_cache *cache = rd->symbols;
	unsigned int generation = atomic_read(&symbol_generation);
	bool offsets = it->options & OPT_SYM_OFFSET;

	if (unlikely(rd->dump))
		return NULL;
	if (unlikely(!cache)) {
		cache = kvmalloc(sizeof(*cache), GFP_KERNEL | __GFP_NOWARN);
		rd->symbols = cache;
		if (!cache)
			return NULL;
		cache->generation = 0;
	}
	if (unlikely(cache->generation != generation || cache->offsets != offsets)) {
		memset(cache->addr, 0, sizeof(cache->addr));
		cache->generation = generation;
		cache->offsets = offsets;
	}
	return cache;
}

static void put_name(struct trace_iterator *it, unsigned long addr)
{
	struct symbol_cache *cache = cache_of(it);
	char name[KSYM_SYMBOL_LEN];
	unsigned int slot;
	int len;

	if (unlikely(past_of(it)) && !past_translate(past_of(it), &addr)) {
		trace_seq_printf(&it->seq, "0x%lx", addr);
		return;
	}
	if (!cache) {
		lookup(name, addr, it->options & OPT_SYM_OFFSET);
		trace_seq_puts(&it->seq, name);
		return;
	}
	slot = hash_long(addr, ilog2(SYMBOL_SLOTS));
	if (likely(cache->addr[slot] == addr)) {
		trace_seq_putmem(&it->seq, cache->name[slot], cache->len[slot]);
		return;
	}
	len = lookup(name, addr, cache->offsets);
	trace_seq_putmem(&it->seq, name, len);
	if (len <= SYMBOL_ROOM && lasting(addr)) {
		cache->addr[slot] = addr;
		cache->len[slot] = len;
		memcpy(cache->name[slot], name, len);
	}
}

static void put_addr(struct trace_seq *s, unsigned long addr)
{
	trace_seq_printf(s, " <%016lx>", addr);
}

/* See show.h. */
void show_symbol(struct trace_iterator *it, unsigned long addr)
{
	if (unlikely(!addr)) {
		trace_seq_putc(&it->seq, '0');
		return;
	}
	put_name(it, addr);
	if (unlikely(it->options & OPT_SYM_ADDR))
		put_addr(&it->seq, addr);
}

/* See show.h. */
void show_symbol_seq(struct trace_seq *s, unsigned long addr, u64 options)
{
	char name[KSYM_SYMBOL_LEN];

	if (!addr) {
		trace_seq_putc(s, '0');
		return;
	}
	lookup(name, addr, options & OPT_SYM_OFFSET);
	trace_seq_puts(s, name);
	if (options & OPT_SYM_ADDR)
		put_addr(s, addr);
}

static int module_changed(struct notifier_block *nb, unsigned long action, void *module)
{
	if (action == MODULE_STATE_COMING || action == MODULE_STATE_GOING ||
	    action == MODULE_STATE_LIVE)
		atomic_inc(&symbol_generation);
	return NOTIFY_OK;
}

static struct notifier_block module_nb = { .notifier_call = module_changed };

static int __init symbol_init(void)
{
	return register_module_notifier(&module_nb);
}
core_initcall(symbol_init);
