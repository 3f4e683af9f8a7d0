// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers on memory that survives a reboot. All of a CPU's buffer lies in it,
 * its struct ring_cpu too, so that a crash at any moment leaves what is needed
 * to find the records: the committed position, slot words, lengths.
 *
 * What is found at boot is believed only as far as it was checked, record by
 * record. Nothing of it is used as an address. A CPU whose part is damaged
 * starts empty, and the log says why.
 */
#define pr_fmt(fmt) "ring_buffer: " fmt

#include <linux/bitmap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <asm/sections.h>

#include "range.h"

struct ring_range {
	struct range_head	*head;
	bool			recovered;
	bool			news;		/* ring_recovered() was not asked yet */
	long			text_delta;
	long			data_delta;
};

/* A sub-buffer found in the range. */
struct found {
	u32	page;
	u32	entries;
	u32	bytes;
};

#define LAYOUT_VERSION	2

static u64 layout(void)
{
	return (u64)LAYOUT_VERSION << 48 | (u64)sizeof(struct ring_cpu) << 32 |
		offsetof(struct ring_cpu, committed) << 16 |
		offsetof(struct ring_cpu, head_seq);
}

/* Bytes in front of a CPU's pages. */
static unsigned long area_head(u32 nr_slots)
{
	return PAGE_ALIGN(sizeof(struct ring_cpu) + nr_slots * sizeof(u64) +
			  (nr_slots + 1) * sizeof(struct ring_page));
}

static unsigned long area_size(u32 nr_slots, u32 order)
{
	return area_head(nr_slots) + ((nr_slots + 1UL) * PAGE_SIZE << order);
}

/* Slots of each CPU that fit; less than 2 if it is too small. */
static u32 fitting_slots(unsigned long size, u32 order)
{
	unsigned long nr, area = (size - PAGE_SIZE) / nr_cpu_ids & PAGE_MASK;

	nr = min(area / (PAGE_SIZE << order), RING_MAX_PAGES - 1);
	while (nr >= 2 && area_size(nr, order) > area)
		nr--;
	return nr;
}

/* The parts of a CPU's area. */
static void area_set(struct ring_set *set, struct ring_cpu *c, u32 order, u32 nr_slots)
{
	set->order = order;
	set->nr_slots = nr_slots;
	set->nr_pages = nr_slots + 1;
	set->slot = (u64 *)(c + 1);
	set->page = (struct ring_page *)(set->slot + nr_slots);
}

static struct ring_subbuf *area_page(struct ring_cpu *c, const struct ring_set *set, u32 i)
{
	return (void *)c + area_head(set->nr_slots) + ((unsigned long)i * PAGE_SIZE << set->order);
}

/*
 * Check a sub-buffer with @bytes bytes of records; count them. Returns what is
 * wrong with it, or NULL. Time may begin anew with a sub-buffer, not in it, but
 * for the stamp of make_void() that takes back what the padding before it added.
 */
static const char *check_subbuf(const struct ring_subbuf *subbuf, u32 bytes, u32 *entries)
{
	struct ring_walk w = { .data = subbuf->data, .end = bytes, .ts = subbuf->ts };
	enum ring_kind kind = RING_BAD, last;

	for (*entries = 0; w.off < w.end; ring_walk_skip(&w)) {
		last = kind;
		kind = ring_walk_decode(&w);
		if (kind == RING_BAD)
			return "a record does not end where it must";
		*entries += kind == RING_DATA;
		if (w.next_ts < w.ts &&
		    !(last == RING_VOID && kind == RING_TIME && w.next_ts == w.ts - 1))
			return "time goes back";
	}
	return NULL;
}

/*
 * Find the sub-buffers of a CPU, oldest first. Returns what is wrong, or NULL;
 * *@nr is how many there are.
 */
static const char *find_subbufs(struct ring_cpu *c, const struct ring_set *set,
				struct found *found, unsigned long *pages, u32 *nr)
{
	u64 pos = READ_ONCE(c->committed), seq, s;
	u32 max = ring_subbuf_words(set->order) * 4;
	const char *bad;

	*nr = 0;
	seq = ring_pos_seq(pos, c->head_seq);
	/* At most one apart, as the one is stored just before the other. */
	if (seq != c->head_seq && seq + 1 != c->head_seq)
		return "positions do not agree";
	bitmap_zero(pages, set->nr_pages);
	for (s = seq - set->nr_slots + 1; s != seq + 1; s++) {
		u64 word = *ring_set_slot(set, s);
		u32 page = ring_slot_page(word), bytes;
		bool last = s == seq && !ring_pos_closed(pos);

		if (!ring_slot_holds(word, s))
			continue;
		if (page >= set->nr_pages)
			return "a slot names a page that is not there";
		if (__test_and_set_bit(page, pages))
			return "two slots name the same page";
		bytes = last ? ring_pos_words(pos) * 4 : set->page[page].bytes;
		if (bytes > max || bytes % 4)
			return "a length is impossible";
		found[*nr].page = page;
		found[*nr].bytes = bytes;
		bad = check_subbuf(area_page(c, set, page), bytes, &found[*nr].entries);
		if (bad)
			return bad;
		if (!last && found[*nr].entries != set->page[page].entries)
			return "a count is wrong";
		++*nr;
	}
	return NULL;
}

/* A page that no sub-buffer found is in, and none but the caller gets. */
static u32 unused_page(const struct ring_set *set, unsigned long *pages)
{
	u32 page = find_first_zero_bit(pages, set->nr_pages);

	__set_bit(page, pages);
	return page;
}

/* A CPU's buffer with @nr sub-buffers found, which become its first. */
static void revive(struct ring_cpu *c, const struct found *found, unsigned long *pages, u32 nr)
{
	struct ring_set *set = &c->set;
	u64 seq = c->reader.seq, s;

	c->reader.page = unused_page(set, pages);
	for (s = seq; s != seq + set->nr_slots; s++) {
		struct ring_base *next = &c->base[!(s & 1)];
		u64 *slot = ring_set_slot(set, s);
		struct ring_page *page;

		if (s >= seq + nr) {
			*slot = ring_slot(s - set->nr_slots, unused_page(set, pages), 0);
			continue;
		}
		*slot = ring_slot(s, found[s - seq].page, RING_SLOT_USED);
		page = ring_set_page(set, *slot);
		page->entries = found[s - seq].entries;
		page->bytes = found[s - seq].bytes;
		page->first = c->base[s & 1];
		local_set(&page->subbuf->commit, page->bytes);
		next->nr = page->first.nr + page->entries;
		next->byte = page->first.byte + page->bytes;
	}
	c->head_seq = seq + nr - 1;
	c->pos = ring_pos(c->head_seq, 0, RING_POS_CLOSED);
	c->committed = c->pos;
}

/*
 * Clear all but the records found: before the first boot that uses it the memory
 * was somebody else's, and writers leave holes in records.
 */
static void clear_rest(const struct ring_set *set, const struct found *found,
		       const unsigned long *pages, u32 nr)
{
	size_t size = PAGE_SIZE << set->order;
	u32 i;

	for (i = 0; i < nr; i++) {
		struct ring_subbuf *subbuf = set->page[found[i].page].subbuf;

		memset(subbuf->data + found[i].bytes, 0,
		       size - RING_SUBBUF_HEADER - found[i].bytes);
	}
	for (i = 0; i < set->nr_pages; i++) {
		if (!nr || !test_bit(i, pages))
			memset(set->page[i].subbuf, 0, size);
		cond_resched();
	}
}

/* Returns how many sub-buffers were found, or -ENOMEM. */
static int attach_cpu(struct trace_buffer *b, struct ring_cpu *c, int cpu, u32 nr_slots, bool old)
{
	unsigned long *pages __free(bitmap) = bitmap_zalloc(nr_slots + 1, GFP_KERNEL);
	struct found *found __free(kvfree) = kvcalloc(nr_slots, sizeof(*found), GFP_KERNEL);
	const char *bad;
	u32 i, nr = 0;
	struct ring_set set;

	if (!pages || !found)
		return -ENOMEM;
	area_set(&set, c, b->order, nr_slots);
	if (old) {
		bad = find_subbufs(c, &set, found, pages, &nr);
		if (bad) {
			pr_warn("what CPU %d left in the persistent buffer is damaged: %s; dropped\n",
				cpu, bad);
			nr = 0;
		}
	}
	/* From here on nothing of the boot before is left but the pages' records. */
	memset(c, 0, area_head(nr_slots));
	c->set = set;
	for (i = 0; i < set.nr_pages; i++)
		set.page[i].subbuf = area_page(c, &set, i);
	clear_rest(&set, found, pages, nr);
	ring_cpu_start(c, b, cpu);
	if (nr)
		revive(c, found, pages, nr);
	b->cpu[cpu] = c;
	return nr;
}

/*
 * Does the range hold a buffer of just this shape? If there is one, and not to
 * be had, say why.
 */
static bool head_fits(const struct range_head *head, const struct range_head *want)
{
	struct range_head marked = *head;
	const char *why = NULL;
	bool sound;

	/* Damage of nothing but the mark is damage, too; or the boot before came no further. */
	marked.magic = RANGE_MAGIC;
	sound = head->crc == range_head_crc(&marked);
	if (head->magic != RANGE_MAGIC && !sound)
		return false;

	if (head->magic != RANGE_MAGIC || !sound)
		why = "its head is damaged";
	else if (head->layout != want->layout)
		why = "another kernel wrote it";
	else if (head->size != want->size)
		why = "its memory had another size";
	else if (head->nr_cpus != want->nr_cpus)
		why = "it is for another number of CPUs";
	else if (head->order != want->order || head->nr_slots != want->nr_slots)
		why = "its sub-buffers are others";
	if (why)
		pr_warn("what the boot before left in the persistent buffer is dropped: %s\n", why);
	return !why;
}

/**
 * ring_range_attach - have a buffer live on a range
 * @b: the buffer, without CPUs
 * @range: memory, aligned to pages
 * @size: its size
 *
 * Sleeps. Returns 0, -EINVAL if the range is too small, -ENOMEM.
 */
int ring_range_attach(struct trace_buffer *b, void *range, unsigned long size)
{
	struct range_head *head = range, want = {
		.magic = RANGE_MAGIC, .layout = layout(), .size = size,
		.nr_cpus = nr_cpu_ids, .order = b->order,
		.text = (unsigned long)_stext, .data = (unsigned long)_sdata,
	};
	struct ring_range *r;
	unsigned int cpu;
	bool old;
	int ret;

	if (!PAGE_ALIGNED(range) || size < PAGE_SIZE)
		return -EINVAL;
	want.nr_slots = fitting_slots(size, b->order);
	if (want.nr_slots < 2)
		return -EINVAL;
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	r->head = head;
	b->range = r;
	b->size = (unsigned long)want.nr_slots * PAGE_SIZE << b->order;

	old = head_fits(head, &want);
	if (old) {
		r->text_delta = want.text - head->text;
		r->data_delta = want.data - head->data;
	}
	/* Not valid while it is changed: a crash in here leaves nothing to believe. */
	WRITE_ONCE(head->magic, 0);
	for_each_possible_cpu(cpu) {
		struct ring_cpu *c = range + PAGE_SIZE + cpu * area_size(want.nr_slots, b->order);

		ret = attach_cpu(b, c, cpu, want.nr_slots, old);
		if (ret < 0)
			return ret;
		r->recovered |= ret > 0;
	}
	r->news = r->recovered;
	want.crc = range_head_crc(&want);
	*head = want;
	return 0;
}

void ring_range_detach(struct trace_buffer *b)
{
	kfree(b->range);
}

bool ring_recovered(struct trace_buffer *b)
{
	return b->range && xchg(&b->range->news, false);
}

/**
 * ring_buffer_last_boot_delta - how far the kernel has moved since a reboot
 * @buffer: a buffer on a range
 * @text: for its text
 * @data: for its data
 *
 * To be added to addresses in records of the boot before. Returns false if
 * there are none.
 */
bool ring_buffer_last_boot_delta(struct trace_buffer *buffer, long *text, long *data)
{
	struct ring_range *r = buffer ? buffer->range : NULL;

	if (!r || !r->recovered)
		return false;
	*text = r->text_delta;
	*data = r->data_delta;
	return true;
}
