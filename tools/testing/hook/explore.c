// SPDX-License-Identifier: GPL-2.0
/*
 * All sequences of operations on hooks, up to a length.
 *
 * A naive model says who is to be called where.  While an operation writes to the text,
 * every function is called after every write: it must reach those it reached before, or
 * those it is to reach.  After it, counts of classes, trampolines, sites and filters must
 * be those of the model.  Each operation is also made with each of its allocations
 * failing, and with each site changed by somebody else: what fails changes nothing, and
 * removals do not fail.  At the end of each sequence all is taken down, and every byte
 * must be free again.
 *
 * Usage: explore DEPTH-WITH-FAILURES DEPTH [NUMBER-OF-TEST]
 */
#include <fnmatch.h>

#include "explore.h"

/* ---- what the shim asks for ---- */

struct mutex text_mutex;
static struct work_struct *queued;
struct ctl_table *enabled_table;
static long blocks;			/* allocated */
static unsigned int allocations, fail_at;
static bool failed;

static void tell_path(void);
static int test_number = 1;
#ifdef MAX_CLASSES
static const char test_name[] = "hooks with few ids for classes";
#else
static const char test_name[] = "hooks";
#endif

void shim_fail(const char *what, ...)
{
	va_list args;

	va_start(args, what);
	printf("# ");
	vprintf(what, args);
	printf("\n");
	va_end(args);
	tell_path();
	printf("not ok %d - %s\n", test_number, test_name);
	fflush(stdout);
	_Exit(1);
}

bool shim_may_alloc(void)
{
	if (++allocations != fail_at)
		return true;
	failed = true;
	return false;
}

void *shim_alloc(size_t size, bool zero)
{
	void *p;

	if (!shim_may_alloc())
		return NULL;
	blocks++;
	p = zero ? calloc(1, size ?: 1) : malloc(size ?: 1);
	return zero ? p : memset(p, 0xa5, size);
}

void *shim_realloc(void *old, size_t size)
{
	if (!shim_may_alloc())
		return NULL;
	blocks += !old;
	return realloc(old, size);
}

void shim_free(const void *p)
{
	blocks -= !!p;
	free((void *)p);
}

void schedule_work(struct work_struct *work)
{
	queued = work;
}

void work(void)
{
	struct work_struct *w = queued;

	queued = NULL;
	if (w)
		w->fn(w);
}

void register_sysctl_init(const char *path, struct ctl_table *table)
{
	enabled_table = table;
}

int proc_dointvec_minmax(const struct ctl_table *table, int write, void *buffer, size_t *lenp,
			 loff_t *ppos)
{
	*(int *)table->data = *(int *)buffer;
	return 0;
}

bool glob_match(const char *pattern, const char *s)
{
	return !fnmatch(pattern, s, 0);
}

asm(".data\n"
	".globl __start_mcount_loc, __stop_mcount_loc\n"
	"__start_mcount_loc: .quad 0x1000, 0x1010, 0x1020\n"
	"__stop_mcount_loc:\n"
	".previous\n");

bool within_module_init(unsigned long addr, const struct module *mod)
{
	return addr >= site_address[4];
}

static struct model model, before;
static bool in_change;
static u8 unhooked;	/* sites of a module that could not be hooked when it came */

/* ---- what is checked ---- */

static void check_reached(const char *when)
{
	for (unsigned int s = 0; s < NR_SITES; s++) {
		struct reached is = arch_call(s), want = is_to_reach(&model, s);

		if (!same(is, want))
			shim_fail("%s: site %u reaches ops %#x, %#lx, wanted %#x, %#lx", when, s,
				  is.ops, is.direct, want.ops, want.direct);
	}
}

/* In the middle of an operation, after each write to the text */
void site_patched(void)
{
	for (unsigned int s = 0; s < NR_SITES; s++) {
		struct reached is = arch_call(s);

		if (unhooked & BIT(s))
			continue;
		if (text[s] != STRANGE && !same(is, is_to_reach(&before, s)) &&
		    !same(is, is_to_reach(&model, s)))
			shim_fail("site %u reaches ops %#x, %#lx: neither before nor after", s,
				  is.ops, is.direct);
	}
	shim_assert(in_change, "text is written to, but nothing was to be changed");
}

/* Nobody is told of a failure: each function is as it was, or as it is to be. */
static void check_either(void)
{
	for (unsigned int s = 0; s < NR_SITES; s++) {
		struct reached is = arch_call(s);

		if (!same(is, is_to_reach(&before, s)) && !same(is, is_to_reach(&model, s)))
			shim_fail("site %u reaches ops %#x, %#lx", s, is.ops, is.direct);
	}
}

static void check_classes(void)
{
	unsigned int classes = 0, tramps = 0, regions = 0, sites = 0;
	struct hook_region *r;
	struct hook_counts counts;

	for (unsigned int id = 0; id <= U16_MAX && classes < hook_nr_classes; id++) {
		struct hook_class *c = hook_classes[id];
		unsigned int n = 0;

		if (!c)
			continue;
		for_each_region(r)
			for (unsigned int i = 0; i < r->nr; i++)
				n += r->site[i].class == id;
		/* Sites begin in CLASS_NONE, uncounted. */
		if (n != c->sites && id != CLASS_NONE)
			shim_fail("class %u has %u sites, but counts %u", id, n, c->sites);
		if (!n && id != CLASS_NONE)
			shim_fail("class %u has no site, and is still there", id);
		classes++;
		tramps += !!c->view.trampoline;
	}
	if (!queued && tramps != arch_trampolines())
		shim_fail("%u trampolines for %u classes", arch_trampolines(), tramps);
#ifdef MAX_CLASSES
	shim_assert(hook_nr_classes <= MAX_CLASSES, "too many classes");
#endif
	for_each_region(r) {
		for (unsigned int i = 0; i < r->nr; i++)
			shim_assert(r->site[i].class == r->site[i].next, "a site is on its way");
		for (unsigned int w = 0; w < BITS_TO_LONGS(r->nr); w++)
			shim_assert(!*region_dirty(r, w), "a site is left to be changed");
		regions++;
		sites += r->nr;
	}
	hook_counts(&counts);
	shim_assert(counts.regions == regions && counts.sites == sites, "counts are wrong");
	shim_assert(sites == hweight_long(model.there), "sites are missing");
}

static void check_filters(void)
{
	for (unsigned int i = 0; i < NR_OPS; i++) {
		const struct filter_model *f = &model.filter[i];

		if (hook_filter_count(filter[i], HOOK_ONLY) != hweight_long(f->only) ||
		    hook_filter_count(filter[i], HOOK_NOT) != hweight_long(f->not) ||
		    hook_filter_limits(filter[i], HOOK_ONLY) != f->limited)
			shim_fail("filter %u has %u, %u functions, wanted %u, %u", i,
				  hook_filter_count(filter[i], HOOK_ONLY),
				  hook_filter_count(filter[i], HOOK_NOT),
				  hweight_long(f->only), hweight_long(f->not));
	}
}

static void check_all(const char *when)
{
	shim_assert(!hook_lock.held && !text_mutex.held, "a lock is held");
	check_reached(when);
	mutex_lock(&hook_lock);
	mutex_unlock(&hook_lock);
	check_classes();
	check_filters();
}

/* ---- one sequence ---- */

#define MAX_DEPTH	8
static u8 path[MAX_DEPTH];
static unsigned int length;
static const char *how = "";
static unsigned int how_n;

static void tell_path(void)
{
	printf("# after:");
	for (unsigned int i = 0; i < length; i++)
		printf("%s %s", i ? "," : "", steps[path[i]].name);
	printf("%s", how);
	if (*how)
		printf(" %u", how_n);
	printf("\n");
}

static long blocks_at_start;

static void set_up(void)
{
	static const unsigned long flags[NR_OPS] = {
		[A] = FTRACE_OPS_FL_LEAN, [B] = FTRACE_OPS_FL_RECURSION, [C] = FTRACE_OPS_FL_LEAN,
	};
	static const struct step one = { .a = 2, .b = 3, .reset = true, .pattern = { "k1" } };
	static const struct step another = { .a = 3, .b = 3, .pattern = { "k2" } };
	int err;

	blocks_at_start = blocks;
	unhooked = 0;
	model = (struct model) {
		.there = KERNEL_SITES, .enabled = true, .uses = { 0, 1, 2, 3 },
		.filter = { [2] = { .only = BIT(1), .limited = true },
			    [3] = { .only = BIT(1) | BIT(2), .limited = true } },
	};
	for (unsigned int i = 0; i < NR_OPS; i++) {
		ops[i] = (struct ftrace_ops) { .flags = flags[i] };
		freed[i] = false;
		filter[i] = hook_filter_new();
		if (!filter[i] || hook_filter_set(&ops[i], filter[i]))
			shim_fail("no filter");
	}
	err = real_edit(&one) ?: real_edit(&another);
	if (err)
		shim_fail("no filters: %d", err);
}

static void take_down(void)
{
	static const struct step enable = { .a = 1 };
	int err;

	in_change = true;
	before = model;
	model.enabled = true;
	err = before.enabled ? 0 : real_enable(&enable);
	if (err && err != -ENOSPC)
		shim_fail("cannot be enabled again: %d", err);
	if (err)
		model.enabled = false;
	for (unsigned int i = 0; i < NR_OPS; i++) {
		int err = 0;

		before = model;
		model.on &= ~BIT(i);
		if (ops[i].flags & FTRACE_OPS_FL_ENABLED)
			err = i == DIRECT ? real_direct_remove(NULL) :
					    real_remove(&(struct step) { .a = i });
		if (err)
			shim_fail("ops %u cannot be removed: %d", i, err);
	}
	ftrace_enabled = 1;
	in_change = false;
	for (unsigned int i = 0; i < NR_SITES; i++)
		shim_assert(!text[i], "a site calls, and no ops is there");
	ftrace_release_mod(&module);
	for (unsigned int i = 0; i < NR_OPS; i++) {
		ftrace_free_filter(&ops[i]);
		hook_filter_put(filter[i]);
	}
	shim_tasks_go_on();
	work();
	shim_assert(hook_nr_classes == 1, "a class is left");
	shim_assert(!arch_trampolines(), "a trampoline is left");
	arch_reset();
	if (blocks != blocks_at_start)
		shim_fail("%ld blocks of memory are left", blocks - blocks_at_start);
}

/* Do @s; the model already has what is to be.  What is returned is the error. */
static int step_run(const struct step *s)
{
	int err;

	allocations = 0;
	failed = false;
	in_change = true;
	err = s->real(s);
	in_change = false;
	fail_at = 0;
	model.queued = queued;
	model.parked = arch_parked();
	return err;
}

static void back_to_before(void)
{
	model = before;
	model.queued = queued;
	model.parked = arch_parked();
}

/* The first steps of the path, which are known to work */
static void replay(void)
{
	set_up();
	for (unsigned int i = 0; i + 1 < length; i++) {
		int want;

		before = model;
		want = steps[path[i]].model(&model, &steps[path[i]]);
		if (want)
			back_to_before();
		/* Ids may have run out. */
		if (step_run(&steps[path[i]]))
			back_to_before();
	}
	before = model;
}

/* The error is for a reason that the model does not know: nothing may have changed. */
static bool no_ids(int err, const struct step *s)
{
#ifdef MAX_CLASSES
	return err == -ENOSPC && !s->removal;
#else
	return false;
#endif
}

static bool mute_failed(const struct step *s)
{
	if (!s->mute)
		return false;
	for (unsigned int i = 0; i < NR_SITES; i++)
		if (!same(arch_call(i), is_to_reach(&model, i)))
			unhooked = MODULE_SITES;
	return unhooked;
}

static unsigned long long runs;

/* The last step of the path.  Returns whether it leads anywhere. */
static bool step_plain(const struct step *s)
{
	struct model after;
	bool leads = true;
	int err, want;

	replay();
	want = s->model(&model, s);
	if (want > 0) {
		back_to_before();
		take_down();
		return false;
	}
	if (want)
		back_to_before();
	err = step_run(s);
	if (no_ids(err, s)) {
		back_to_before();
	} else if (err != want) {
		shim_fail("%s returns %d, wanted %d", s->name, err, want);
	} else if (mute_failed(s)) {
#ifndef MAX_CLASSES
		shim_fail("%s did nothing", s->name);
#endif
		leads = false;
		goto out;
	}
	check_all(s->name);
out:
	after = model;
	take_down();
	runs++;
	model = after;
	return leads;
}

static void step_without_memory(const struct step *s)
{
	unsigned long saved[NR_SITES];

	how = "; fails: allocation";
	for (how_n = 1;; how_n++) {
		int err, want;
		bool done;

		replay();
		memcpy(saved, text, sizeof(saved));
		want = s->model(&model, s);
		if (want)
			back_to_before();
		fail_at = how_n;
		err = step_run(s);
		done = !failed;
		if (s->mute) {
			check_either();
			unhooked = MODULE_SITES;
		} else if (err == -ENOMEM && !s->removal) {
			shim_assert(failed, "out of memory without a reason");
			shim_assert(!memcmp(saved, text, sizeof(text)), "it failed, and changed text");
			back_to_before();
			check_all(s->name);
		} else if (no_ids(err, s)) {
			back_to_before();
		} else if (err != want) {
			shim_fail("%s returns %d, wanted %d", s->name, err, want);
		} else {
			check_all(s->name);
		}
		take_down();
		runs++;
		if (done)
			break;
	}
	how = "";
}

/* What the table says that a site calls */
static unsigned long site_target(unsigned int site)
{
	struct hook_region *r;
	struct hook_site *s = site_find(site_address[site], &r);

	return s ? hook_classes[s->class]->target : 0;
}

/* Somebody else has changed the text of a site. */
static void step_strange(const struct step *s)
{
	unsigned long saved[NR_SITES];

	how = "; changed by another: site";
	for (how_n = 0; how_n < NR_SITES; how_n++) {
		struct reached old, new;
		unsigned long was;
		int err, want;

		replay();
		was = text[how_n];
		old = is_to_reach(&before, how_n);
		want = s->model(&model, s);
		new = is_to_reach(&model, how_n);
		if (want || same(old, new) || s->mute || !(model.there & BIT(how_n))) {
			back_to_before();
			take_down();
			continue;
		}
		text[how_n] = STRANGE;
		memcpy(saved, text, sizeof(saved));
		err = step_run(s);
		if (s->removal) {
			if (err)
				shim_fail("%s returns %d, but has to work", s->name, err);
			shim_assert(text[how_n] == STRANGE, "a strange site was written to");
			/* What was there comes back. */
			text[how_n] = was;
			if (arch_call(how_n).ops)
				shim_fail("site %u calls who was removed", how_n);
		} else {
			if (err != -EILSEQ && !no_ids(err, s))
				shim_fail("%s returns %d, wanted %d", s->name, err, -EILSEQ);
			shim_assert(!memcmp(saved, text, sizeof(text)), "it failed, and changed text");
			back_to_before();
		}
		text[how_n] = site_target(how_n);
		check_all(s->name);
		take_down();
		runs++;
	}
	how = "";
}

/* ---- all sequences ---- */

struct node {
	u8	path[MAX_DEPTH];
};

static struct node *nodes;
static unsigned int nr_nodes, room_nodes;

static bool known(const struct model *m)
{
	static u64 *table;
	static size_t room, used;
	u64 key = 0xcbf29ce484222325ULL;

	for (size_t i = 0; i < sizeof(*m); i++)
		key = (key ^ ((const u8 *)m)[i]) * 0x100000001b3ULL;
	key |= !key;
	if (used * 2 >= room) {
		u64 *old = table;
		size_t n = room;

		room = room ? room * 2 : 1 << 16;
		table = calloc(room, sizeof(*table));
		used = 0;
		for (size_t i = 0; i < n; i++) {
			size_t at = old[i] % room;

			if (!old[i])
				continue;
			while (table[at])
				at = (at + 1) % room;
			table[at] = old[i];
			used++;
		}
		free(old);
	}
	for (size_t at = key % room;;) {
		if (table[at] == key)
			return true;
		if (!table[at]) {
			table[at] = key;
			used++;
			return false;
		}
		at = (at + 1) % room;
	}
}

static void node_add(unsigned int depth)
{
	if (nr_nodes == room_nodes) {
		room_nodes = room_nodes ? room_nodes * 2 : 1024;
		nodes = realloc(nodes, room_nodes * sizeof(*nodes));
	}
	memcpy(nodes[nr_nodes++].path, path, sizeof(path));
}

int main(int argc, char **argv)
{
	unsigned int with_failures = argc > 1 ? atoi(argv[1]) : 3;
	unsigned int depth = argc > 2 ? atoi(argv[2]) : 4;
	unsigned int first = 0;

	if (argc > 3)
		test_number = atoi(argv[3]);
	shim_late_hook_sysctl_init();
	ftrace_init();
	/* What grows once is there from the start. */
	length = 0;
	set_up();
	real_module_init(NULL);
	take_down();
	nr_nodes = 0;
	memset(path, 0, sizeof(path));
	node_add(0);
	for (length = 1; length <= depth && length <= MAX_DEPTH; length++) {
		unsigned int end = nr_nodes;

		for (unsigned int n = first; n < end; n++) {
			for (unsigned int s = 0; s < nr_steps; s++) {
				memcpy(path, nodes[n].path, sizeof(path));
				path[length - 1] = s;
				if (!step_plain(&steps[s]))
					continue;
				if (!known(&model))
					node_add(length);
				if (length > with_failures)
					continue;
				step_without_memory(&steps[s]);
				step_strange(&steps[s]);
			}
		}
		first = end;
	}
	printf("# %u states, %llu runs, depth %u, %u with failures\n", nr_nodes, runs, depth,
	       with_failures);
	printf("ok %d - %s\n", test_number, test_name);
	free(nodes);
	return 0;
}
