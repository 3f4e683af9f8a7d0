// SPDX-License-Identifier: GPL-2.0
/*
 * What block events say of a request in a few letters.
 */
#include <linux/blk_types.h>
#include <linux/blktrace_api.h>
#include <linux/export.h>
#include <trace/events/block.h>

/* The operation's letters, and those of flags, in the order in which they stand */
static const char *op_letters(blk_opf_t opf)
{
	switch (opf & REQ_OP_MASK) {
	case REQ_OP_READ:		return "R";
	case REQ_OP_WRITE:		return "W";
	case REQ_OP_FLUSH:		return "F";
	case REQ_OP_DISCARD:		return "D";
	case REQ_OP_SECURE_ERASE:	return "DE";
	default:			return "N";
	}
}

static const struct {
	blk_opf_t	flag;
	char		letter;
} flag_letters[] = {
	{ REQ_FUA,	'F' },
	{ REQ_RAHEAD,	'A' },
	{ REQ_SYNC,	'S' },
	{ REQ_META,	'M' },
};

/* A flush before, the operation, its flags, a NUL */
static_assert(1 + 2 + ARRAY_SIZE(flag_letters) + 1 <= RWBS_LEN);

/**
 * blk_fill_rwbs - put a request's kind in letters
 * @rwbs: at least RWBS_LEN bytes
 * @opf: the operation and its flags
 */
void blk_fill_rwbs(char *rwbs, blk_opf_t opf)
{
	const char *op = op_letters(opf);
	unsigned int i;

	if (opf & REQ_PREFLUSH)
		*rwbs++ = 'F';
	while (*op)
		*rwbs++ = *op++;
	for (i = 0; i < ARRAY_SIZE(flag_letters); i++)
		if (opf & flag_letters[i].flag)
			*rwbs++ = flag_letters[i].letter;
	*rwbs = '\0';
}
EXPORT_SYMBOL_GPL(blk_fill_rwbs);
