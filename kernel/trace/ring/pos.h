/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Encodings of the ring buffer: positions, slot words, records. Pure: no
 * state, no side effects, nothing of the kernel but integer types.
 */
#ifndef _KERNEL_TRACE_RING_POS_H
#define _KERNEL_TRACE_RING_POS_H

#include <linux/bits.h>
#include <linux/types.h>
#include <linux/ring_buffer.h>

/*
 * A position in the stream of one CPU:
 *
 *	63            33 32       17 16        0
 *	[ sequence : 31 ][ count : 16 ][ offset : 17 ]
 *
 * sequence	number of the sub-buffer, modulo 2^31
 * count	records in it so far
 * offset	where its next record starts, in words of 4 bytes
 *
 * so that reserving is one addition. An offset of RING_POS_CLOSED says that
 * nothing more goes into this sub-buffer, and that its records are accounted
 * for already.
 */
#define RING_POS_WORD_BITS	17
#define RING_POS_COUNT_BITS	16
#define RING_POS_SEQ_SHIFT	(RING_POS_WORD_BITS + RING_POS_COUNT_BITS)
#define RING_POS_SEQ_BITS	(64 - RING_POS_SEQ_SHIFT)
#define RING_POS_RECORD		BIT_ULL(RING_POS_WORD_BITS)
#define RING_POS_CLOSED		((u32)RING_POS_RECORD - 1)

/* Offsets limit a sub-buffer to 512 KiB; more than 65534 records do not fit there. */
#define RING_MAX_ORDER		7
#define RING_MAX_SUBBUF		(4096UL << RING_MAX_ORDER)

static inline u64 ring_pos(u64 seq, u32 count, u32 words)
{
	return seq << RING_POS_SEQ_SHIFT | (u64)count << RING_POS_WORD_BITS | words;
}

static inline u32 ring_pos_words(u64 pos)
{
	return (u32)pos & RING_POS_CLOSED;
}

static inline u32 ring_pos_count(u64 pos)
{
	return (u16)(pos >> RING_POS_WORD_BITS);
}

static inline bool ring_pos_closed(u64 pos)
{
	return ring_pos_words(pos) == RING_POS_CLOSED;
}

static inline bool ring_pos_same_seq(u64 a, u64 b)
{
	return !((a ^ b) >> RING_POS_SEQ_SHIFT);
}

/* The whole sequence number of @pos, given one less than 2^30 away from it. */
static inline u64 ring_pos_seq(u64 pos, u64 near)
{
	u64 diff = (pos >> RING_POS_SEQ_SHIFT) - near;

	return near + ((s64)(diff << (64 - RING_POS_SEQ_BITS)) >> (64 - RING_POS_SEQ_BITS));
}

/*
 * A slot word: which page stands in this place of the ring, and for which
 * sub-buffer.
 *
 *	63           23 22       1    0
 *	[ sequence : 41 ][ page : 22 ][ used ]
 *
 * used: the page belongs to the writer, or holds records of this sequence
 * number. Not used: it is empty, its records, if any, were taken by a reader.
 */
#define RING_SLOT_USED		1ULL
#define RING_SLOT_PAGE_BITS	22
#define RING_SLOT_SEQ_SHIFT	(RING_SLOT_PAGE_BITS + 1)
#define RING_MAX_PAGES		BIT(RING_SLOT_PAGE_BITS)

static inline u64 ring_slot(u64 seq, u32 page, u64 used)
{
	return seq << RING_SLOT_SEQ_SHIFT | (u64)page << 1 | used;
}

static inline u32 ring_slot_page(u64 slot)
{
	return (slot >> 1) & (RING_MAX_PAGES - 1);
}

static inline bool ring_slot_is(u64 slot, u64 seq)
{
	return !((slot ^ seq << RING_SLOT_SEQ_SHIFT) >> RING_SLOT_SEQ_SHIFT);
}

/* Is the slot used for @seq, in one comparison? */
static inline bool ring_slot_holds(u64 slot, u64 seq)
{
	return (slot & RING_SLOT_USED) && ring_slot_is(slot, seq);
}

/*
 * Records. The header word is the ABI's: 5 bits of type or length, 27 of time
 * since the record before. Lengths up to 112 bytes stand in the header, in
 * words; longer ones in bytes, plus 4, in array[0].
 */
#define RING_DELTA_BITS		27
#define RING_DELTA_LIMIT	BIT_ULL(RING_DELTA_BITS)
#define RING_DELTA_MASK		(RING_DELTA_LIMIT - 1)
#define RING_SHORT_WORDS	((u32)RINGBUF_TYPE_DATA_TYPE_LEN_MAX)
#define RING_STAMP_WORDS	2
#define RING_STAMP_BITS		59

static inline u32 ring_header(u32 type_len, u32 delta)
{
	return delta << 5 | type_len;
}

/*
 * An absolute stamp has 59 bits; the rest comes from a time known to be less
 * than 2^58 before it.
 */
static inline u64 ring_stamp_time(u64 stamp, u64 near)
{
	u64 high = near & ~(BIT_ULL(RING_STAMP_BITS) - 1);
	u64 ts = high | stamp;

	if (ts < near && near - ts > BIT_ULL(RING_STAMP_BITS - 1))
		ts += BIT_ULL(RING_STAMP_BITS);
	return ts;
}

/* What a record that stands at a place in a sub-buffer is. */
enum ring_kind { RING_DATA, RING_TIME, RING_VOID, RING_BAD };

/**
 * struct ring_walk - a walk over the records of a sub-buffer
 * @data:	its data
 * @end:	bytes of it that are committed
 * @off:	where the walk stands
 * @ts:		time there, before the record at @off
 * @next:	where the record after it starts
 * @next_ts:	time of the record at @off
 * @event:	the record at @off
 * @payload:	its data, if it is a data record
 * @len:	bytes of payload
 */
struct ring_walk {
	const u8			*data;
	u32				end;
	u32				off;
	u64				ts;
	u32				next;
	u64				next_ts;
	struct ring_buffer_event	*event;
	void				*payload;
	u32				len;
};

/* Decode the record at w->off; never looks past w->end. */
static inline enum ring_kind ring_walk_decode(struct ring_walk *w)
{
	u32 room = w->end - w->off, size = 8;
	struct ring_buffer_event *e = (void *)(w->data + w->off);
	enum ring_kind kind = RING_TIME;

	if (w->off >= w->end || room < 8)
		return RING_BAD;

	w->event = e;
	w->next_ts = w->ts + e->time_delta;
	switch (e->type_len) {
	case RINGBUF_TYPE_PADDING:
		kind = RING_VOID;
		if (e->time_delta)
			size = (u64)e->array[0] + 4 > room ? U32_MAX : e->array[0] + 4;
		else
			size = room;
		break;
	case RINGBUF_TYPE_TIME_EXTEND:
		w->next_ts += (u64)e->array[0] << RING_DELTA_BITS;
		break;
	case RINGBUF_TYPE_TIME_STAMP:
		w->next_ts = ring_stamp_time((u64)e->array[0] << RING_DELTA_BITS | e->time_delta,
					     w->ts);
		break;
	case 0:
		kind = RING_DATA;
		size = e->array[0] > room ? U32_MAX : e->array[0] + 4;
		w->payload = &e->array[1];
		w->len = size - 8;
		break;
	default:
		kind = RING_DATA;
		size = e->type_len * 4 + 4;
		w->payload = &e->array[0];
		w->len = size - 4;
	}
	if (size < 8 || size > room || size & 3)
		return RING_BAD;
	w->next = w->off + size;
	return kind;
}

static inline void ring_walk_skip(struct ring_walk *w)
{
	w->off = w->next;
	w->ts = w->next_ts;
}

/*
 * Go on to the next data record, from w->off on. Returns false, standing at
 * the end, if there is none.
 */
static inline bool ring_walk_find(struct ring_walk *w)
{
	for (;;) {
		switch (ring_walk_decode(w)) {
		case RING_DATA:
			return true;
		case RING_BAD:
			w->off = w->end;
			return false;
		default:
			ring_walk_skip(w);
		}
	}
}

#endif /* _KERNEL_TRACE_RING_POS_H */
