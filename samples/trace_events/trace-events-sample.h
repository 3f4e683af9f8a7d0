/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How to write events: one of each kind, with fields of each kind.
 *
 * A header of events is read several times, each time with another meaning of
 * TRACE_EVENT(). So it has an include guard with a way past it, and ends with
 * the include of trace/define_trace.h. One source file, and no other, defines
 * CREATE_TRACE_POINTS before it includes the header; there the events come to
 * be. Everybody else includes it and calls trace_NAME().
 */

/* Where the events are found: events/sample-trace/ */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM sample-trace

#if !defined(_TRACE_EVENT_SAMPLE_H) || defined(TRACE_HEADER_MULTI_READ)

/* Helpers that are defined once only go inside a guard of their own. */
#ifndef _TRACE_EVENT_SAMPLE_H
#define _TRACE_EVENT_SAMPLE_H
#include <linux/cpumask.h>
#include <linux/socket.h>
#include <linux/tracepoint.h>

enum sample_state {
	SAMPLE_IDLE,
	SAMPLE_BUSY,
	SAMPLE_DONE,
};
#endif

/*
 * A print format that uses names of constants would be read as it stands by
 * user space, which knows no such names: these become numbers there.
 */
TRACE_DEFINE_ENUM(SAMPLE_IDLE);
TRACE_DEFINE_ENUM(SAMPLE_BUSY);
TRACE_DEFINE_ENUM(SAMPLE_DONE);
TRACE_DEFINE_SIZEOF(struct sockaddr);
TRACE_DEFINE_SIZEOF(u16);
TRACE_DEFINE_SIZEOF(u32);

#define show_sample_state(s)				\
	__print_symbolic(s,				\
		{ SAMPLE_IDLE,	"idle" },		\
		{ SAMPLE_BUSY,	"busy" },		\
		{ SAMPLE_DONE,	"done" })

/*
 * The usual kind. TP_STRUCT__entry() lists the fields of a record, which
 * TP_fast_assign() fills in, all of them: the memory is not cleared before.
 * Whatever TP_printk() needs has to be in the record by then, since it is
 * printed later, or never.
 */
TRACE_EVENT(sample_fields,

	TP_PROTO(int nr, const char *text, enum sample_state state, const u32 *list,
		 unsigned int count),

	TP_ARGS(nr, text, state, list, count),

	TP_STRUCT__entry(
		/* numbers, and whatever else is assigned with = */
		__field(	s8,		small		)
		__field(	u64,		big		)
		__field(	bool,		yes		)
		__field(	const void *,	pointer		)
		__field(	enum sample_state, state	)
		__field_struct(	struct timespec64, time		)
		/* arrays whose size the compiler knows */
		__array(	char,		name,	16	)
		__array(	u16,		pair,	2	)
		/* and those whose size is known when the event happens */
		__dynamic_array(u32,		list,	count	)
		/* a string and its NUL, or only its first characters */
		__string(	text,		text		)
		__string_len(	start,		text,	min_t(size_t, 3, strlen(text)))
	),

	TP_fast_assign(
		__entry->small = -nr;
		__entry->big = (u64)nr << 32;
		__entry->yes = nr & 1;
		__entry->pointer = text;
		__entry->state = state;
		__entry->time.tv_sec = nr;
		__entry->time.tv_nsec = 0;
		strscpy_pad(__entry->name, text);
		__entry->pair[0] = nr;
		__entry->pair[1] = nr + 1;
		memcpy(__get_dynamic_array(list), list, count * sizeof(*list));
		__assign_str(text);
		__assign_str(start);
	),

	TP_printk("small=%d big=%llu yes=%d pointer=%p state=%s name=%s pair=%s list=%s text=%s start=%s",
		  __entry->small, __entry->big, __entry->yes, __entry->pointer,
		  show_sample_state(__entry->state), __entry->name,
		  __print_array(__entry->pair, 2, sizeof(u16)),
		  __print_array(__get_dynamic_array(list),
				(__get_dynamic_array_len(list) / sizeof(u32)), sizeof(u32)),
		  __get_str(text), __get_str(start))
);

/*
 * Helpers for what is neither number nor string. The rel_ kinds differ in how
 * the record says where they are: relative to the field, not to the record.
 */
TRACE_EVENT(sample_helpers,

	TP_PROTO(unsigned long flags, const struct cpumask *cpus, const struct sockaddr *addr,
		 const u8 *bytes, unsigned int count),

	TP_ARGS(flags, cpus, addr, bytes, count),

	TP_STRUCT__entry(
		__field(	unsigned long,	flags			)
		__bitmask(	bits,		BITS_PER_LONG		)
		__cpumask(	cpus					)
		__sockaddr(	addr,		sizeof(struct sockaddr)	)
		__dynamic_array(u8,		bytes,	count		)
		__rel_string(	rel_text,	flags & 1 ? "odd" : "even")
		__rel_dynamic_array(u8,		rel_bytes, count	)
		__rel_bitmask(	rel_bits,	BITS_PER_LONG		)
		__rel_cpumask(	rel_cpus				)
	),

	TP_fast_assign(
		__entry->flags = flags;
		__assign_bitmask(bits, &flags, BITS_PER_LONG);
		__assign_cpumask(cpus, cpumask_bits(cpus));
		__assign_sockaddr(addr, addr, sizeof(struct sockaddr));
		memcpy(__get_dynamic_array(bytes), bytes, count);
		__assign_rel_str(rel_text);
		memcpy(__get_rel_dynamic_array(rel_bytes), bytes, count);
		__assign_rel_bitmask(rel_bits, &flags, BITS_PER_LONG);
		__assign_rel_cpumask(rel_cpus, cpumask_bits(cpus));
	),

	TP_printk("flags=%s bits=%s cpus=%s family=%d bytes=%s rel_text=%s rel_bytes=%s rel_bits=%s rel_cpus=%s",
		  __print_flags(__entry->flags, "|", { 1, "one" }, { 2, "two" }, { 4, "four" }),
		  __get_bitmask(bits), __get_cpumask(cpus), __get_sockaddr(addr)->sa_family,
		  __print_hex(__get_dynamic_array(bytes), __get_dynamic_array_len(bytes)),
		  __get_rel_str(rel_text),
		  __print_hex_str(__get_rel_dynamic_array(rel_bytes),
				  __get_rel_dynamic_array_len(rel_bytes)),
		  __get_rel_bitmask(rel_bits), __get_rel_cpumask(rel_cpus))
);

/* A text put together when the event happens: room for what it needs. */
TRACE_EVENT(sample_text,

	TP_PROTO(struct va_format *vaf),

	TP_ARGS(vaf),

	TP_STRUCT__entry(
		__vstring(text, vaf->fmt, vaf->va)
	),

	TP_fast_assign(
		__assign_vstr(text, vaf->fmt, vaf->va);
	),

	TP_printk("%s", __get_str(text))
);

/* Happens only if the condition holds; else the call costs a comparison. */
TRACE_EVENT_CONDITION(sample_even,

	TP_PROTO(int nr),

	TP_ARGS(nr),

	TP_CONDITION(!(nr & 1)),

	TP_STRUCT__entry(
		__field(int, nr)
	),

	TP_fast_assign(
		__entry->nr = nr;
	),

	TP_printk("nr=%d", __entry->nr)
);

/*
 * Two functions are called when the first user comes and when the last one
 * goes: for events that cost something to watch for.
 */
int sample_watch(void);
void sample_unwatch(void);

TRACE_EVENT_FN(sample_watched,

	TP_PROTO(int nr),

	TP_ARGS(nr),

	TP_STRUCT__entry(
		__field(int, nr)
	),

	TP_fast_assign(
		__entry->nr = nr;
	),

	TP_printk("nr=%d", __entry->nr),

	sample_watch, sample_unwatch
);

/*
 * Events that differ in name only are a class, and take the memory of one
 * TRACE_EVENT() and a little. One of them may print in its own way.
 */
DECLARE_EVENT_CLASS(sample_class,

	TP_PROTO(const char *what, int nr),

	TP_ARGS(what, nr),

	TP_STRUCT__entry(
		__string(what,	what)
		__field(int,	nr)
	),

	TP_fast_assign(
		__assign_str(what);
		__entry->nr = nr;
	),

	TP_printk("what=%s nr=%d", __get_str(what), __entry->nr)
);

DEFINE_EVENT(sample_class, sample_begin,
	TP_PROTO(const char *what, int nr),
	TP_ARGS(what, nr)
);

DEFINE_EVENT_PRINT(sample_class, sample_end,
	TP_PROTO(const char *what, int nr),
	TP_ARGS(what, nr),
	TP_printk("%d times %s", __entry->nr, __get_str(what))
);

#endif /* _TRACE_EVENT_SAMPLE_H */

/*
 * Outside of the guard. The header is not where define_trace.h looks, and its
 * name is not that of the system: so say where and what it is.
 */
#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE trace-events-sample
#include <trace/define_trace.h>
