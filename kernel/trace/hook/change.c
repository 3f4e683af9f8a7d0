// SPDX-License-Identifier: GPL-2.0
/*
 * Changes: what brings sites from one class to another.
 *
 * First the next class of each site is worked out, and everything is allocated
 * that is needed; until then any failure takes it all back and nothing has
 * happened.  Then all sites that differ are patched as one batch, however many
 * they are.  A bitmap says which: the batch costs nothing for the others.
 */
#define pr_fmt(fmt) "ftrace: " fmt

#include <linux/cpu.h>
#include <linux/memory.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "internal.h"

unsigned long *hook_dirty;
static unsigned int dirty_bits;
static int change_err;
static bool change_any;
static bool change_must;

/* The last transition asked for: neighbours mostly want the same one */
static struct {
	struct hook_class	*from;
	struct ftrace_ops	*ops;
	bool			add;
	struct hook_class	*to;
} last;

/* Room for indexes below @end */
int change_resize(unsigned int end)
{
	unsigned long *more;

	lockdep_assert_held(&hook_lock);
	if (end <= dirty_bits)
		return 0;
	more = kvcalloc(BITS_TO_LONGS(end), sizeof(long), GFP_KERNEL);
	if (!more)
		return -ENOMEM;
	kvfree(hook_dirty);
	hook_dirty = more;
	dirty_bits = end;
	return 0;
}

void change_begin(void)
{
	lockdep_assert_held(&hook_lock);
	change_err = hook_dead ? -ENODEV : 0;
	change_any = false;
	change_must = false;
	last.from = NULL;
}

void change_insist(void)
{
	change_err = 0;
	change_must = true;
}

bool change_insists(void)
{
	return change_must;
}

void change_fail(int err)
{
	if (!change_err)
		change_err = err;
}

static __always_inline void site_goes_to(struct hook_site *site, struct hook_class *from,
					 struct hook_class *to)
{
	from->sites--;
	to->sites++;
	site->next = to->id;
}

void change_site(struct hook_region *r, unsigned int i, struct hook_class *to)
{
	struct hook_site *site = &r->site[i];

	lockdep_assert_held(&hook_lock);
	if (IS_ERR(to)) {
		change_fail(PTR_ERR(to));
	} else if (to->id != site->next) {
		site_goes_to(site, hook_classes[site->next], to);
		__set_bit(r->first + i, hook_dirty);
		change_any = true;
	}
}

/**
 * change_want - an ops wants other sites than before
 * @r: the region
 * @w: which 64 of its sites
 * @was: those it had
 * @is: those it is to have
 * @ops: the ops
 */
void change_want(struct hook_region *r, unsigned int w, unsigned long was, unsigned long is,
		 struct ftrace_ops *ops)
{
	struct hook_site *site = &r->site[w * BITS_PER_LONG];
	unsigned int nr = r->nr - w * BITS_PER_LONG;
	unsigned long left, diff = was ^ is;

	if (change_err)
		return;
	if (nr < BITS_PER_LONG)
		diff &= BIT(nr) - 1;
	for (left = diff; left; left &= left - 1) {
		unsigned int bit = __ffs(left);
		struct hook_class *from = hook_classes[site[bit].next];
		bool add = is & BIT(bit);

		if (unlikely(from != last.from || ops != last.ops || add != last.add)) {
			struct hook_class *to = class_change(from, ops, add);

			if (IS_ERR(to)) {
				change_fail(PTR_ERR(to));
				break;
			}
			if (to == from) {
				diff &= ~BIT(bit);
				continue;
			}
			last.from = from;
			last.ops = ops;
			last.add = add;
			last.to = to;
		}
		site_goes_to(&site[bit], from, last.to);
	}
	/* If it failed, what has been done so far is to be undone. */
	diff &= ~left;
	*region_dirty(r, w) |= diff;
	change_any |= diff != 0;
}

/*
 * Something else is at a site than what was put there: it stays, and the site counts as
 * changed.  If whoever did it puts back the call, the class that it was in is called.
 */
void change_skip(struct hook_region *r, unsigned int i)
{
	hook_classes[r->site[i].class]->stray = true;
	r->site[i].class = r->site[i].next;
	__clear_bit(r->first + i, hook_dirty);
}

/* Sites are in their next class, for good or (!@done) back in the one before. */
static void clean_up(bool done)
{
	struct hook_region *r;
	unsigned int i;

	for_each_region(r) {
		for_each_dirty_site(r, i, 0, r->nr) {
			struct hook_site *site = &r->site[i];

			if (done) {
				site->class = site->next;
				site->touched = 1;
				site->modified |= hook_classes[site->class]->modifies;
			} else {
				site_goes_to(site, hook_classes[site->next],
					     hook_classes[site->class]);
			}
		}
		memset(region_dirty(r, 0), 0, BITS_TO_LONGS(r->nr) * sizeof(long));
	}
	class_note_empty();
}

/**
 * change_end - make it so
 *
 * Return: 0, or the first error, and nothing has changed
 */
int change_end(void)
{
	lockdep_assert_held(&hook_lock);
	if (!change_err && change_any) {
		/* All CPUs that may be at a site take part in the batch. */
		cpus_read_lock();
		mutex_lock(&text_mutex);
		change_err = arch_patch_verify(change_must);
		if (!change_err)
			arch_patch();
		mutex_unlock(&text_mutex);
		cpus_read_unlock();
	}
	if (change_any)
		clean_up(!change_err);
	class_sweep();
	return change_err;
}
