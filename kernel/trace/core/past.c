// SPDX-License-Identifier: GPL-2.0
/*
 * What stands in front of a buffer that survives a reboot: see past.h.
 *
 * All of it may be damaged, or be what another kernel put there. The head has a
 * checksum. What a type was is a hash of its description: a wrong one matches none.
 */
#define pr_fmt(fmt) "tracing: " fmt

#include <linux/buildid.h>
#include <linux/crc32.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include <asm/sections.h>

#include "internal.h"

extern const void __start_notes;
extern const void __stop_notes;

#define PAST_MAGIC	0x7473617065636174ULL	/* "tacepast" */

/* Types of record that are noted at most */
#define MAX_TYPES	8192

/**
 * struct past_area - what is found at the next boot
 * @magic: PAST_MAGIC
 * @size: of all of this
 * @nr_types: types in @what
 * @text: where the kernel that writes here has its text; 0: two of them differ
 * @build: which kernel it is; all 0: two of them differ
 * @crc: of all above
 * @what: what each type of record is
 */
struct past_area {
	u64	magic;
	u32	size;
	u32	nr_types;
	u64	text;
	u8	build[BUILD_ID_SIZE_MAX];
	u32	crc;
	u64	what[] __aligned(8);
};

static u32 area_crc(const struct past_area *a)
{
	return crc32_le(~0, (const u8 *)a, offsetof(struct past_area, crc));
}

/* The link's hash of all that is in the kernel; without one, when it was made. */
static void this_build(u8 id[BUILD_ID_SIZE_MAX])
{
	u32 size = (const char *)&__stop_notes - (const char *)&__start_notes, banner;

	memset(id, 0, BUILD_ID_SIZE_MAX);
	if (!build_id_parse_buf(&__start_notes, id, size))
		return;
	banner = crc32_le(~0, (const u8 *)linux_banner, strlen(linux_banner));
	memcpy(id, &banner, sizeof(banner));
	id[sizeof(banner)] = 1;
}

/* An eighth of the memory at most */
static unsigned int types_for(unsigned long size)
{
	unsigned long room = round_down(size / 8, PAGE_SIZE);

	if (room < PAGE_SIZE)
		return 0;
	return min((room - sizeof(struct past_area)) / sizeof(u64), MAX_TYPES);
}

static bool area_is_sound(const struct past_area *a, unsigned int nr_types, unsigned long size)
{
	return a->magic == PAST_MAGIC && a->size == size && a->nr_types == nr_types &&
	       a->crc == area_crc(a);
}

/**
 * past_open - look at what is in front of the memory of an instance, and take it over
 * @inst: the instance, on trace_array::range
 * @ring: the memory that is left for the buffer
 * @size: its size
 *
 * Return: 0 or -ENOMEM
 */
int past_open(struct trace_array *inst, void **ring, unsigned long *size)
{
	unsigned int nr = types_for(inst->range_size);
	unsigned long len = PAGE_ALIGN(struct_size_t(struct past_area, what, nr));
	struct past_area *a = inst->range;
	u8 build[BUILD_ID_SIZE_MAX];
	struct past *past;
	bool sound;

	*ring = inst->range;
	*size = inst->range_size;
	past = kvzalloc(struct_size(past, end, nr_cpu_ids), GFP_KERNEL);
	if (!past)
		return -ENOMEM;
	inst->past = past;
	/* Too little for both: then nothing is known of what is found. */
	if (!nr)
		return 0;
	*ring += len;
	*size -= len;

	this_build(build);
	sound = area_is_sound(a, nr, len);
	if (sound) {
		past->what = kvmemdup(a->what, nr * sizeof(u64), GFP_KERNEL);
		if (!past->what)
			return -ENOMEM;
		past->nr_types = nr;
		past->moved_known = a->text && !memcmp(a->build, build, sizeof(build));
		past->moved = (unsigned long)_stext - a->text;
	}
	/* Believed again when it is complete: by past_settle(). */
	WRITE_ONCE(a->magic, 0);
	if (!sound)
		memset(a, 0, len);
	a->size = len;
	a->nr_types = nr;
	if (!sound || past->moved_known)
		memcpy(a->build, build, sizeof(build));
	else
		memset(a->build, 0, sizeof(a->build));
	a->text = sound && (!past->moved_known || past->moved) ? 0 : (unsigned long)_stext;
	inst->past_area = a;
	return 0;
}

/**
 * past_settle - the buffer is there: tell what it was found with from what will be written
 * @inst: the instance, which nobody writes to yet
 */
void past_settle(struct trace_array *inst)
{
	struct past_area *a = inst->past_area;
	struct past *past = inst->past;
	struct ring_stats st;
	long text, data;
	int cpu;

	if (ring_buffer_last_boot_delta(inst->buffer, &text, &data)) {
		for_each_possible_cpu(cpu) {
			ring_stats(inst->buffer, cpu, &st);
			past->end[cpu] = st.entries + st.overrun + st.read;
		}
		/* Nor will the next boot know what these are. */
		if (a && !past->nr_types) {
			memset(a->what, 0xff, a->nr_types * sizeof(u64));
			memset(a->build, 0, sizeof(a->build));
			a->text = 0;
		}
	} else {
		past_close(inst);
		if (a) {
			memset(a->what, 0, a->nr_types * sizeof(u64));
			this_build(a->build);
			a->text = (unsigned long)_stext;
		}
	}
	if (!a)
		return;
	a->crc = crc32_le(~0, (const u8 *)&(const u64){ PAST_MAGIC }, sizeof(a->magic));
	a->crc = crc32_le(a->crc, (const u8 *)a + sizeof(a->magic),
			  offsetof(struct past_area, crc) - sizeof(a->magic));
	WRITE_ONCE(a->magic, PAST_MAGIC);
}

/* There are no records of the past, or the instance goes. */
void past_close(struct trace_array *inst)
{
	struct past *past = inst->past;

	if (!past)
		return;
	inst->past = NULL;
	kvfree(past->what);
	kvfree(past);
}

/**
 * past_note - note for the next boot what a type of record is
 * @inst: an instance
 * @type: the type
 * @what: a hash of its description; neither PAST_NOTHING nor PAST_DISPUTED
 *
 * Context: one at a time.
 */
void past_note(struct trace_array *inst, unsigned int type, u64 what)
{
	struct past_area *a = inst->past_area;

	if (!a || type >= a->nr_types)
		return;
	/* There may be records of both. */
	if (a->what[type] != PAST_NOTHING && a->what[type] != what)
		what = PAST_DISPUTED;
	WRITE_ONCE(a->what[type], what);
}

/**
 * past_translate - where something of the kernel's image is now
 * @past: what is known of the boot that noted the address
 * @addr: the address
 *
 * Context: any.  Return: false if nobody knows: it stays as it is
 */
bool past_translate(const struct past *past, unsigned long *addr)
{
	unsigned long now = *addr + past->moved;

	if (!past->moved_known || now < (unsigned long)_stext || now >= (unsigned long)_end)
		return false;
	*addr = now;
	return true;
}
