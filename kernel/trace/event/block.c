// SPDX-License-Identifier: GPL-2.0
/*
 * The letters with which events of the block layer tell what a request is.
 */
#include <linux/blk_types.h>
#include <linux/blktrace_api.h>
#include <linux/export.h>

/* What is done; all others are N, for none */
static const char op_letters[][3] = {
	[REQ_OP_READ]		= "R",
	[REQ_OP_WRITE]		= "W",
	[REQ_OP_FLUSH]		= "F",
	[REQ_OP_DISCARD]	= "D",
	[REQ_OP_SECURE_ERASE]	= "DE",
};

/* How, in the order of the letters */
static const struct {
	blk_opf_t	flag;
	char		letter;
} flag_letters[] = {
	{ REQ_FUA,	'F' },
	{ REQ_RAHEAD,	'A' },
	{ REQ_SYNC,	'S' },
	{ REQ_META,	'M' },
	{ REQ_ATOMIC,	'U' },
};

/**
 * blk_fill_rwbs - tell what a request is
 * @rwbs: where to, RWBS_LEN bytes
 * @opf: operation and flags
 */
void blk_fill_rwbs(char *rwbs, blk_opf_t opf)
{
	unsigned int i, op = (__force unsigned int)(opf & REQ_OP_MASK);
	const char *letters = op < ARRAY_SIZE(op_letters) ? op_letters[op] : "";

	if (opf & REQ_PREFLUSH)
		*rwbs++ = 'F';
	if (!*letters)
		letters = "N";
	while (*letters)
		*rwbs++ = *letters++;
	for (i = 0; i < ARRAY_SIZE(flag_letters); i++)
		if (opf & flag_letters[i].flag)
			*rwbs++ = flag_letters[i].letter;
	*rwbs = '\0';
}
EXPORT_SYMBOL_GPL(blk_fill_rwbs);
