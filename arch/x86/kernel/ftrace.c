// SPDX-License-Identifier: GPL-2.0
/*
 * x86's part of function hooks: trampolines, and the bytes at the sites.
 *
 * Sites are changed in one batch of three steps, with a synchronisation of all
 * CPUs after each: int3 at every site, then the four bytes behind it, then the
 * first byte.  A CPU that meets the int3 finds the site in the function table
 * and goes where the site's next class says.  Each step maps text writable for
 * this CPU alone, up to two megabytes at a time, not once a site.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/execmem.h>
#include <linux/ftrace.h>
#include <linux/hashtable.h>
#include <linux/memory.h>
#include <linux/perf_event.h>
#include <linux/rculist.h>
#include <linux/set_memory.h>
#include <linux/slab.h>

#include <asm/cpufeature.h>
#include <asm/nospec-branch.h>
#include <asm/nops.h>
#include <asm/text-patching.h>

#include "../../../kernel/trace/hook/arch.h"

/* ---- trampolines ---- */

#define TEMPLATE_LABELS(name)						\
	extern const char name##_start[], name##_entered[], name##_slots[], \
		name##_slot_ops[], name##_slot_regs[],			\
		name##_slot_call[], name##_slot_end[],			\
		name##_done[], name##_leave[], name##_end[]

TEMPLATE_LABELS(ftrace_lean);
TEMPLATE_LABELS(ftrace_args);
TEMPLATE_LABELS(ftrace_regs);

/**
 * struct template - where things are in a template
 * @start: its first byte
 * @entered: behind what accounts for the site's call
 * @slots: the first slot
 * @slot_ops: in it, the instruction that loads the ops
 * @slot_regs: ... the one that loads the registers' address
 * @slot_call: ... the call
 * @slot_end: the next slot
 * @done: behind the last slot
 * @leave: the return
 * @end: behind it
 * @saved: bytes between the stack pointer in a slot and what it was at entry
 */
struct template {
	const char	*start, *entered, *slots, *slot_ops, *slot_regs, *slot_call, *slot_end,
			*done, *leave, *end;
	s32		saved;
};

#define FRAMES_BYTES	(IS_ENABLED(CONFIG_FRAME_POINTER) ? 40 : 0)

#define TEMPLATE(name, bytes) {					\
	.saved = (bytes) + FRAMES_BYTES,				\
	.start = name##_start, .entered = name##_entered, .slots = name##_slots, \
	.slot_ops = name##_slot_ops, .slot_regs = name##_slot_regs,	\
	.slot_call = name##_slot_call, .slot_end = name##_slot_end,	\
	.done = name##_done, .leave = name##_leave, .end = name##_end }

static const struct template templates[] = {
	[TRAMP_LEAN] = TEMPLATE(ftrace_lean, 6 * 8),
	[TRAMP_ARGS] = TEMPLATE(ftrace_args, sizeof(struct pt_regs)),
	[TRAMP_REGS] = TEMPLATE(ftrace_regs, sizeof(struct pt_regs)),
};

/*
 * Trampolines live in pages of executable memory that is never writable while
 * it is executable; text_poke_copy() writes to it.
 */
#define TRAMP_SIZE	1024
#define TRAMPS_PER_PAGE	(PAGE_SIZE / TRAMP_SIZE)

/**
 * struct tramp_page - a page of trampolines
 * @node: in tramp_pages
 * @room: in tramp_room, if not all of it is taken
 * @hash: in tramp_table, by its address
 * @text: the trampolines
 * @owner: whose they are, under RCU for unwinders; nobody's is one that is not to be used yet
 * @taken: which are not free
 * @rcu: for freeing it
 */
struct tramp_page {
	struct list_head	node;
	struct list_head	room;
	struct hlist_node	hash;
	void			*text;
	struct hook_class __rcu	*owner[TRAMPS_PER_PAGE];
	unsigned long		taken;
	struct rcu_head		rcu;
};

static LIST_HEAD(tramp_pages);
static LIST_HEAD(tramp_room);
static DEFINE_HASHTABLE(tramp_table, 8);

static struct tramp_page *tramp_page_new(void)
{
	struct tramp_page *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->text = execmem_alloc(EXECMEM_FTRACE, PAGE_SIZE);
	if (!p->text)
		goto err_free;
	memset(p->text, INT3_INSN_OPCODE, PAGE_SIZE);
	if (set_memory_rox((unsigned long)p->text, 1))
		goto err_free_text;
	list_add_rcu(&p->node, &tramp_pages);
	list_add(&p->room, &tramp_room);
	hash_add_rcu(tramp_table, &p->hash, (unsigned long)p->text >> PAGE_SHIFT);
	return p;

err_free_text:
	execmem_free(p->text);
err_free:
	kfree(p);
	return NULL;
}

static void *tramp_alloc(struct tramp_page **page, unsigned int *slot)
{
	struct tramp_page *p;

	lockdep_assert_held(&hook_lock);
	p = list_first_entry_or_null(&tramp_room, struct tramp_page, room) ?: tramp_page_new();
	if (!p)
		return NULL;
	*page = p;
	*slot = ffz(p->taken);
	__set_bit(*slot, &p->taken);
	if (p->taken == BIT(TRAMPS_PER_PAGE) - 1)
		list_del_init(&p->room);
	return p->text + *slot * TRAMP_SIZE;
}

static struct tramp_page *tramp_page_of(unsigned long addr)
{
	struct tramp_page *p;

	/* Readers are under RCU or hook_lock. */
	hash_for_each_possible_rcu_notrace(tramp_table, p, hash, addr >> PAGE_SHIFT)
		if (addr - (unsigned long)p->text < PAGE_SIZE)
			return p;
	return NULL;
}

static struct hook_class *tramp_owner(unsigned long addr)
{
	struct tramp_page *p = tramp_page_of(addr);

	if (!p)
		return NULL;
	return rcu_dereference(p->owner[(addr - (unsigned long)p->text) / TRAMP_SIZE]);
}

/**
 * ftrace_ops_trampoline - tell an unwinder about a trampoline
 * @addr: a text address
 *
 * Context: any; what is returned is good for looking at, while preemption is off.
 * Return: something with the trampoline's address and flags, or NULL
 */
struct ftrace_ops *ftrace_ops_trampoline(unsigned long addr)
{
	struct hook_class *c;

	rcu_read_lock();
	c = tramp_owner(addr);
	rcu_read_unlock();
	return c ? &c->view : NULL;
}

/**
 * is_ftrace_trampoline - is this address in a trampoline?
 * @addr: the address
 *
 * Context: any.
 */
bool is_ftrace_trampoline(unsigned long addr)
{
	return ftrace_ops_trampoline(addr);
}

/**
 * ftrace_mod_get_kallsym - symbols of trampolines, for /proc/kallsyms
 * @symnum: which
 * @value: gets the address
 * @type: gets the type
 * @name: gets the name
 * @module_name: gets what stands for a module's name
 * @exported: gets 0
 *
 * Return: 0, or -ERANGE behind the last
 */
int ftrace_mod_get_kallsym(unsigned int symnum, unsigned long *value, char *type,
			   char *name, char *module_name, int *exported)
{
	struct tramp_page *p;
	int err = -ERANGE;

	rcu_read_lock();
	list_for_each_entry_rcu(p, &tramp_pages, node) {
		for (unsigned int i = 0; i < TRAMPS_PER_PAGE && err; i++) {
			if (!rcu_access_pointer(p->owner[i]) || symnum--)
				continue;
			*value = (unsigned long)p->text + i * TRAMP_SIZE;
			*type = 't';
			*exported = 0;
			strscpy(name, "ftrace_trampoline", KSYM_NAME_LEN);
			strscpy(module_name, "__builtin__ftrace", MODULE_NAME_LEN);
			err = 0;
		}
	}
	rcu_read_unlock();
	return err;
}

static enum tramp_kind class_kind(const struct hook_class *c)
{
	enum tramp_kind kind = TRAMP_LEAN;

	/* A direct call needs nothing saved for itself. */
	for (unsigned int i = 0; i < class_nr_called(c); i++) {
		if (c->ops[i]->flags & FTRACE_OPS_FL_SAVE_REGS)
			return TRAMP_REGS;
		if (!(c->ops[i]->flags & FTRACE_OPS_FL_LEAN))
			kind = TRAMP_ARGS;
	}
	return kind;
}

/* Write a five-byte jump or call at @at of the copy in @buf, for its place in @dest. */
static void put_branch(u8 *buf, unsigned int at, u8 opcode, void *dest, const void *to)
{
	__text_gen_insn(buf + at, opcode, dest + at, to, CALL_INSN_SIZE);
}

/* One slot: @off is the slot's offset from the first one. */
static void put_slot(u8 *buf, const struct template *t, unsigned int off, void *dest,
		     const struct ftrace_ops *arg, const void *func, s32 regs)
{
	u64 imm = (unsigned long)arg;

	memcpy(buf + (t->slot_ops - t->start) + off + 2, &imm, sizeof(imm));
	memcpy(buf + (t->slot_regs - t->start) + off + 4, &regs, sizeof(regs));
	put_branch(buf, t->slot_call - t->start + off, CALL_INSN_OPCODE, dest, func);
}

/* How to go on: what is called directly accounts for the call itself. */
static void put_leave(u8 *buf, const struct template *t, void *dest, unsigned long direct)
{
	unsigned int leave = t->leave - t->start, account = t->entered - t->start;

	if (direct) {
		put_branch(buf, leave, JMP32_INSN_OPCODE, dest, (void *)direct);
		if (account)
			__text_gen_insn(buf, JMP8_INSN_OPCODE, dest, dest + account,
					JMP8_INSN_SIZE);
	} else if (cpu_wants_rethunk_at(dest + leave)) {
		put_branch(buf, leave, JMP32_INSN_OPCODE, dest, x86_return_thunk);
	} else {
		buf[leave] = RET_INSN_OPCODE;
		memset(buf + leave + 1, INT3_INSN_OPCODE, JMP32_INSN_SIZE - 1);
	}
}

static void tramp_write(struct hook_class *c, const struct template *t, enum tramp_kind kind,
			u8 *buf, void *dest)
{
	unsigned int slot_size = t->slot_end - t->slots, off = 0, slot, nr = class_nr_called(c);
	s32 parent = t->saved + 8;

	memcpy(buf, t->start, t->end - t->start);
	text_poke_apply_relocation(buf, dest, t->end - t->start, (u8 *)t->start,
				   t->end - t->start);
	for (slot = 0; slot < nr && slot < HOOK_TRAMP_SLOTS; slot++, off += slot_size) {
		const struct ftrace_ops *ops = c->ops[slot];
		bool lean = kind == TRAMP_LEAN || ops->flags & FTRACE_OPS_FL_LEAN;
		void *func = ops_guarded(ops) ? hook_call_guarded : ops->func;

		if (slot == HOOK_TRAMP_SLOTS - 1 && nr > HOOK_TRAMP_SLOTS) {
			/* This one and all that follow */
			ops = &c->view;
			func = arch_ftrace_ops_list_func;
			lean = kind == TRAMP_LEAN;
		}
		put_slot(buf, t, off, dest, ops, func, lean ? parent : 0);
	}
	if (slot < HOOK_TRAMP_SLOTS)
		put_branch(buf, t->slots - t->start + off, JMP32_INSN_OPCODE, dest,
			   dest + (t->done - t->start));
	put_leave(buf, t, dest, c->direct);
}

static const unsigned long kind_flags[] = {
	[TRAMP_LEAN] = FTRACE_OPS_FL_LEAN,
	[TRAMP_REGS] = FTRACE_OPS_FL_SAVE_REGS,
};

int arch_tramp_make(struct hook_class *c)
{
	enum tramp_kind kind = class_kind(c);
	const struct template *t = &templates[kind];
	const void *template;
	unsigned int size = t->end - t->start, slot;
	struct tramp_page *page;
	void *dest;
	u8 *buf;

	if (WARN_ON_ONCE(size > TRAMP_SIZE))
		return -E2BIG;
	buf = kmalloc(size, GFP_KERNEL);
	dest = buf ? tramp_alloc(&page, &slot) : NULL;
	if (!dest) {
		kfree(buf);
		return -ENOMEM;
	}
	tramp_write(c, t, kind, buf, dest);
	text_poke_copy(dest, buf, size);
	kfree(buf);

	c->target = (unsigned long)dest;
	/*
	 * Unwinders add the distance from here to ftrace_caller, or if the
	 * flags say so to ftrace_regs_caller, and look that address up.
	 */
	template = kind == TRAMP_REGS ? ftrace_regs_caller : ftrace_caller;
	c->view.flags = kind_flags[kind];
	c->view.trampoline = (unsigned long)dest - (t->start - (const char *)template);
	c->view.trampoline_size = size;
	rcu_assign_pointer(page->owner[slot], c);
	perf_event_ksymbol(PERF_RECORD_KSYMBOL_TYPE_OOL, c->target, size, false,
			   "ftrace_trampoline");
	return 0;
}

void arch_tramp_free(struct hook_class *c)
{
	struct tramp_page *page;
	unsigned int slot;
	bool unused;

	if (!c->view.trampoline)
		return;
	perf_event_ksymbol(PERF_RECORD_KSYMBOL_TYPE_OOL, c->target, c->view.trampoline_size, true,
			   "ftrace_trampoline");
	mutex_lock(&hook_lock);
	page = tramp_page_of(c->target);
	slot = (c->target - (unsigned long)page->text) / TRAMP_SIZE;
	RCU_INIT_POINTER(page->owner[slot], NULL);
	text_poke_set((void *)c->target, INT3_INSN_OPCODE, TRAMP_SIZE);
	__clear_bit(slot, &page->taken);
	if (list_empty(&page->room))
		list_add(&page->room, &tramp_room);
	/* One page stays for what comes next. */
	unused = !page->taken && !list_is_singular(&tramp_room);
	if (unused) {
		list_del(&page->room);
		list_del_rcu(&page->node);
		hash_del_rcu(&page->hash);
	}
	mutex_unlock(&hook_lock);
	if (unused) {
		execmem_free(page->text);
		kfree_rcu(page, rcu);
	}
}

bool arch_tramp_mute(struct hook_class *c)
{
	const struct template *t = &templates[TRAMP_ARGS];
	u8 jump[JMP32_INSN_SIZE];
	void *slots;

	if (!c->view.trampoline)
		return false;
	for (unsigned int kind = 0; kind < ARRAY_SIZE(kind_flags); kind++)
		if (c->view.flags == kind_flags[kind])
			t = &templates[kind];
	slots = (void *)c->target + (t->slots - t->start);
	__text_gen_insn(jump, JMP32_INSN_OPCODE, slots,
			(void *)c->target + (t->done - t->start), JMP32_INSN_SIZE);
	mutex_lock(&text_mutex);
	text_poke_bp(slots, jump, JMP32_INSN_SIZE, NULL);
	mutex_unlock(&text_mutex);
	return true;
}

/* ---- sites ---- */

/* A batch is at work: int3 at a site is ours. */
static bool batch_active;

union site_insn {
	u8		byte[MCOUNT_INSN_SIZE];
	struct {
		u8	opcode;
		s32	tail;
	} __packed;
};

static __always_inline union site_insn site_insn(unsigned long ip, unsigned long target)
{
	union site_insn insn;

	if (target) {
		insn.opcode = CALL_INSN_OPCODE;
		insn.tail = target - (ip + CALL_INSN_SIZE);
	} else {
		insn = (union site_insn) { .byte = { BYTES_NOP5 } };
	}
	return insn;
}

static __always_inline bool site_has(unsigned long ip, union site_insn want)
{
	const union site_insn *is = (const void *)ip;

	return is->opcode == want.opcode && is->tail == want.tail;
}

static int site_complain(unsigned long ip, union site_insn want)
{
	pr_err("%pS: expected %*ph, found %*ph: not changed\n", (void *)ip,
	       MCOUNT_INSN_SIZE, want.byte, MCOUNT_INSN_SIZE, (void *)ip);
	return -EILSEQ;
}

int arch_region_verify(struct hook_region *r)
{
	union site_insn nop = site_insn(0, 0);

	for (unsigned int i = 0; i < r->nr; i++)
		if (!site_has(site_ip(r, i), nop))
			return site_complain(site_ip(r, i), nop);
	return 0;
}

/* What a site calls, or is to call */
static __always_inline unsigned long class_target(struct hook_class **classes, u16 class)
{
	return classes[class]->target;
}

int arch_patch_verify(bool skip)
{
	struct hook_class **classes = hook_classes;
	struct hook_region *r;
	unsigned int i;
	int err;

	list_for_each_entry(r, &hook_regions, node) {
		for_each_dirty_site(r, i, 0, r->nr) {
			unsigned long ip = site_ip(r, i);
			union site_insn insn = site_insn(ip, class_target(classes,
									  r->site[i].class));

			if (likely(site_has(ip, insn)))
				continue;
			err = site_complain(ip, insn);
			if (!skip)
				return err;
			change_skip(r, i);
		}
	}
	return 0;
}

enum step {
	STEP_INT3,
	STEP_TAIL,
	STEP_OPCODE,
	STEP_ALL,	/* at once: nobody executes it */
};

/* What is written through one mapping: sites of @r, from @from on and before @to */
struct window {
	const struct hook_region	*r;
	unsigned int			from;
	unsigned int			to;
	enum step			step;
};

/* @dst is where the first of the window's sites can be written. */
static void __no_sanitize_address window_write(void *dst, const void *src, size_t len)
{
	struct hook_class **classes = hook_classes;
	const struct window *w = src;
	const struct hook_region *r = w->r;
	unsigned long shift = (unsigned long)dst - site_ip(r, w->from);
	enum step step = w->step;
	unsigned int i;

	if (step == STEP_INT3) {
		for_each_dirty_site(r, i, w->from, w->to)
			WRITE_ONCE(*(u8 *)(site_ip(r, i) + shift), INT3_INSN_OPCODE);
		return;
	}
	for_each_dirty_site(r, i, w->from, w->to) {
		unsigned long ip = site_ip(r, i);
		union site_insn insn = site_insn(ip, class_target(classes, r->site[i].next));
		union site_insn *at = (void *)(ip + shift);

		if (step != STEP_OPCODE)
			WRITE_ONCE(at->tail, insn.tail);
		if (step != STEP_TAIL)
			WRITE_ONCE(at->opcode, insn.opcode);
	}
}

/* What one window can map, and may take with interrupts off */
#define WINDOW_BYTES	(TEXT_POKE_MAX_PAGES * PAGE_SIZE)
#define WINDOW_SITES	8192U

/* The first dirty site in [from, to), or @to */
static unsigned int first_dirty(const struct hook_region *r, unsigned int from, unsigned int to)
{
	unsigned int i;

	for_each_dirty_site(r, i, from, to)
		return i;
	return to;
}

/* Behind the last one; there is one. */
static unsigned int end_dirty(const struct hook_region *r, unsigned int from, unsigned int to)
{
	unsigned int w = (to - 1) / BITS_PER_LONG;
	unsigned long word;

	while (!(word = dirty_word(r, w, from, to)))
		w--;
	return w * BITS_PER_LONG + __fls(word) + 1;
}

static bool region_step(const struct hook_region *r, enum step step)
{
	struct window w = { .r = r, .step = step };
	bool any = false;

	while ((w.from = first_dirty(r, w.to, r->nr)) < r->nr) {
		unsigned long start = site_ip(r, w.from);
		unsigned long limit = round_down(start, PAGE_SIZE) + WINDOW_BYTES;

		w.to = min(region_search(r, limit - MCOUNT_INSN_SIZE + 1), w.from + WINDOW_SITES);
		w.to = end_dirty(r, w.from, w.to);
		text_poke_with(window_write, (void *)start, &w,
			       site_ip(r, w.to - 1) + MCOUNT_INSN_SIZE - start);
		any = true;
		cond_resched();
	}
	return any;
}

static bool all_regions_step(bool live, enum step step)
{
	struct hook_region *r;
	bool any = false;

	list_for_each_entry(r, &hook_regions, node)
		if (r->live == live && region_step(r, step))
			any = true;
	return any;
}

/* Tell perf, so that who decodes a trace of instructions knows them. */
static void tell_perf(void)
{
	struct hook_class **classes = hook_classes;
	struct hook_region *r;
	unsigned int i;

	list_for_each_entry(r, &hook_regions, node) {
		if (!r->live)
			continue;
		for_each_dirty_site(r, i, 0, r->nr) {
			unsigned long ip = site_ip(r, i);
			union site_insn old, new;

			old = site_insn(ip, class_target(classes, r->site[i].class));
			new = site_insn(ip, class_target(classes, r->site[i].next));
			perf_event_text_poke((void *)ip, old.byte, MCOUNT_INSN_SIZE,
					     new.byte, MCOUNT_INSN_SIZE);
		}
	}
}

void arch_patch(void)
{
	lockdep_assert_held(&text_mutex);
	/* One that comes or goes would not be synchronised, and may run functions. */
	lockdep_assert_cpus_held();
	all_regions_step(false, STEP_ALL);

	/* A: pairs with B: who sees an int3 sees that it is ours, and what is next. */
	smp_store_release(&batch_active, true);
	if (all_regions_step(true, STEP_INT3)) {
		text_poke_sync();
		all_regions_step(true, STEP_TAIL);
		tell_perf();
		text_poke_sync();
		all_regions_step(true, STEP_OPCODE);
		text_poke_sync();
	}
	/*
	 * The handler runs with interrupts off, or in an NMI, until it is through:
	 * now that all CPUs have synchronised after the last int3 went, nobody is
	 * in it on account of this batch.
	 */
	WRITE_ONCE(batch_active, false);
}

/**
 * ftrace_poke_int3 - is this int3 a site that is being changed?
 * @regs: registers at the exception
 *
 * Context: int3 in kernel mode, interrupts off, possibly in NMI; RCU need not
 * be watching.  The regions cannot go: the batch holds hook_lock.
 * Return: whether it was, and @regs are as the changed site would leave them
 */
noinstr bool ftrace_poke_int3(struct pt_regs *regs)
{
	unsigned long ip = regs->ip - INT3_INSN_SIZE;
	struct list_head *node;

	/* B: pairs with A */
	if (!smp_load_acquire(&batch_active))
		return false;

	for (node = hook_regions.next; node != &hook_regions; node = node->next) {
		struct hook_region *r = container_of(node, struct hook_region, node);
		unsigned long target;
		unsigned int i;

		if (ip < r->base || ip >= r->end)
			continue;
		i = region_search(r, ip);
		if (i == r->nr || site_ip(r, i) != ip || r->site[i].class == r->site[i].next)
			return false;
		target = hook_classes[r->site[i].next]->target;
		if (target)
			int3_emulate_call(regs, target);
		else
			int3_emulate_jmp(regs, ip + MCOUNT_INSN_SIZE);
		return true;
	}
	return false;
}
