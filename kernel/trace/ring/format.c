// SPDX-License-Identifier: GPL-2.0
/*
 * The layout of sub-buffers and records as text, for events/header_page and
 * events/header_event: what tools parse before they parse binary pages.
 */
#include <linux/trace_seq.h>

#include "internal.h"

int ring_buffer_print_entry_header(struct trace_seq *s)
{
	trace_seq_printf(s,
			 "# compressed entry header\n"
			 "\ttype_len    :    5 bits\n"
			 "\ttime_delta  :   %2u bits\n"
			 "\tarray       :   32 bits\n"
			 "\n"
			 "\tpadding     : type == %d\n"
			 "\ttime_extend : type == %d\n"
			 "\ttime_stamp : type == %d\n"
			 "\tdata max type_len  == %d\n",
			 RING_DELTA_BITS, RINGBUF_TYPE_PADDING, RINGBUF_TYPE_TIME_EXTEND,
			 RINGBUF_TYPE_TIME_STAMP, RINGBUF_TYPE_DATA_TYPE_LEN_MAX);
	return !trace_seq_has_overflowed(s);
}

static const struct {
	const char	*decl;
	unsigned int	offset;
	unsigned int	size;
	bool		is_signed;
} page_fields[] = {
	{ "u64 timestamp", offsetof(struct ring_subbuf, ts), sizeof(u64), false },
	{ "local_t commit", offsetof(struct ring_subbuf, commit), sizeof(local_t), true },
	{ "int overwrite", offsetof(struct ring_subbuf, commit), 1, true },
	{ "char data", offsetof(struct ring_subbuf, data), 0, false },
};

int ring_buffer_print_page_header(struct trace_buffer *buffer, struct trace_seq *s)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(page_fields); i++)
		trace_seq_printf(s, "\tfield: %s;\toffset:%u;\tsize:%u;\tsigned:%u;\n",
				 page_fields[i].decl, page_fields[i].offset,
				 page_fields[i].size ?: ring_subbuf_words(buffer->order) * 4,
				 page_fields[i].is_signed);
	return !trace_seq_has_overflowed(s);
}
