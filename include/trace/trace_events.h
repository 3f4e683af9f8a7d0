/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What TRACE_EVENT() makes, beyond the tracepoint: read by trace/define_trace.h,
 * which reads the event header twice more from here.
 *
 * Take
 *
 *	TRACE_EVENT(tick,
 *		TP_PROTO(int nr, const char *who),
 *		TP_ARGS(nr, who),
 *		TP_STRUCT__entry(
 *			__field(int, nr)
 *			__string(who, who)
 *		),
 *		TP_fast_assign(
 *			__entry->nr = nr;
 *			__assign_str(who);
 *		),
 *		TP_printk("nr=%d who=%s", __entry->nr, __get_str(who))
 *	);
 *
 * which is a class of events, tick, with one event, tick.
 *
 * First reading: the record.  Each __field() and its kin expands to a tuple that
 * says all that there is to know of the field, so that the list of fields is
 *
 *	(plain, int, nr, "int", "nr", ...) (dyn, __data_loc_who, "who", ...)
 *
 * and each of __event_struct(), __event_table(), __event_size(), __event_locs()
 * walks through this list and makes of each tuple what it needs.  So the one
 * reading gives
 *
 *	struct trace_event_raw_tick {		// BPF programs know this name
 *		struct trace_entry	ent;
 *		int			nr;
 *		u32			__data_loc_who;
 *		char			__data[];
 *	};
 *
 *	struct trace_event_field event_fields_tick[] = {
 *		{ "int", "nr", ... }, { "__data_loc char[]", "who", ... },
 *	};
 *
 *	void event_fill_tick(void *__data, int nr, const char *who)
 *	{
 *		unsigned long __dyn = 0;	// bytes after the struct
 *		const char *__src_who = who ?: "(null)";
 *		u32 __loc_who = place of strlen(__src_who) + 1 bytes more
 *
 *		entry = trace_event_buffer_reserve(&__b, __data, sizeof(*entry) + __dyn);
 *		if (!entry)
 *			return;
 *		entry->__data_loc_who = __loc_who;
 *		{ TP_fast_assign() }
 *		trace_event_buffer_commit(&__b);
 *	}
 *
 *	void event_print_tick(struct trace_iterator *iter, struct trace_seq *p, void *)
 *	{
 *		trace_event_printf(iter, "nr=%d who=%s\n", ...);
 *	}
 *
 * event_fill_tick() serves every user of the event: ftrace's instances, perf, and
 * the BPF programs of perf events; __data says which.
 *
 * Second reading: what can be told only while __print_hex() and its kin mean
 * nothing, as the format file shows them as they are written, and what points to
 * all of the above:
 *
 *	struct trace_event_class event_class_tick = {
 *		fields, fill, print, "nr=%d who=%s\n", "REC->nr, __get_str(who)"
 *	};
 *	struct trace_event_call event_tick = { &event_class_tick, the tracepoint };
 *
 * a pointer to event_tick in the section _ftrace_events, where event/ finds it,
 * and for BPF's raw tracepoints __bpf_trace_tick(), which hands on the arguments.
 *
 * Names of flags and symbols are tables of their own (struct trace_event_names), by
 * which the event is printed, and from which the format file shows them: in the text
 * there is but the word __names where they belong. A table knows its event by the
 * print function in which it is, through that function's __event_of, and its place by
 * the order in which the preprocessor came to it.
 *
 * Nothing here is aligned to more than it needs: it is one event of many hundred.
 *
 * Dynamic fields: the bytes are behind the struct, one field after the other, not
 * aligned. The u32 in the struct has their length above 16 bits of offset: from
 * the record's start (__data_loc), or from the end of the u32 itself (__rel_loc).
 *
 * A custom event (trace/define_custom_trace.h) goes through the same two readings;
 * it has no tracepoint of its own, but a name, and finds its tracepoint later.
 */
#include <linux/trace_events.h>

#ifndef __event_list_end

/*
 * A walk through a list of tuples "(kind, ...)(kind, ...)": x_a takes the first
 * tuple and leaves x_b before the second, which leaves x_a before the third; to
 * whichever is left over at the end "_end" is appended, which makes it nothing.
 */
#define __event_list_paste(list...)	list##_end
#define __event_list_end(list...)	__event_list_paste(list)

#define __event_struct_a(kind, args...)	__event_struct_##kind(args) __event_struct_b
#define __event_struct_b(kind, args...)	__event_struct_##kind(args) __event_struct_a
#define __event_struct_a_end
#define __event_struct_b_end
#define __event_struct(list)		__event_list_end(__event_struct_a list)

#define __event_table_a(kind, args...)	__event_table_##kind(args) __event_table_b
#define __event_table_b(kind, args...)	__event_table_##kind(args) __event_table_a
#define __event_table_a_end
#define __event_table_b_end
#define __event_table(list)		__event_list_end(__event_table_a list)

#define __event_size_a(kind, args...)	__event_size_##kind(args) __event_size_b
#define __event_size_b(kind, args...)	__event_size_##kind(args) __event_size_a
#define __event_size_a_end
#define __event_size_b_end
#define __event_size(list)		__event_list_end(__event_size_a list)

#define __event_locs_a(kind, args...)	__event_locs_##kind(args) __event_locs_b
#define __event_locs_b(kind, args...)	__event_locs_##kind(args) __event_locs_a
#define __event_locs_a_end
#define __event_locs_b_end
#define __event_locs(list)		__event_list_end(__event_locs_a list)

/*
 * The kinds of tuples
 *
 *	plain, type, item, "type", "item", filter type, signed
 *	array, type, item, "type", "item", length, filter type, signed
 *	dyn, __data_loc_item, "type[]", "item", __loc_item, bytes, filter type, signed
 *	rel, the same with __rel_loc
 *	source, __src_item, string, __len_item, its length: before dyn or rel
 *
 * and what each of the four walks makes of them:
 */
#define __event_struct_plain(type, item, ...)		type item;
#define __event_struct_array(type, item, t, n, len, ...) type item[len];
#define __event_struct_dyn(member, ...)			u32 member;
#define __event_struct_rel(member, ...)			u32 member;
#define __event_struct_source(...)

/*
 * The offset of the field follows from those before it, and is filled in when
 * the event is registered: until then its alignment stands there.
 */
#define __event_row(ctype, t, n, count, l, f, s)				\
	{									\
		.type = t,							\
		.name = n,							\
		.offset = __alignof__(ctype),					\
		.size = sizeof(ctype) * (count),				\
		.len = l,							\
		.filter_type = f,						\
		.is_signed = s,							\
		.raw = 1,							\
	},
#define __event_table_plain(type, item, t, n, f, s)	__event_row(type, t, n, 1, 0, f, s)
#define __event_table_array(type, item, t, n, l, f, s)	__event_row(type, t, n, l, l, f, s)
#define __event_table_dyn(member, t, n, loc, bytes, f, s)			\
	__event_row(u32, "__data_loc " t, n, 1, 0, f, s)
#define __event_table_rel(member, t, n, loc, bytes, f, s)			\
	__event_row(u32, "__rel_loc " t, n, 1, 0, f, s)
#define __event_table_source(...)

#define __event_size_plain(...)
#define __event_size_array(...)
#define __event_size_source(src, string, slen, length)				\
	const char *src = (const char *)(string);				\
										\
	if (!src)								\
		src = "(null)";							\
	unsigned int slen __maybe_unused = length;
#define __event_size_dyn(member, t, n, loc, bytes, ...)				\
	unsigned long loc##_bytes = (bytes);					\
	u32 loc = (u32)(loc##_bytes << 16) |					\
		  (u32)(offsetof(typeof(*entry), __data) + __dyn);		\
										\
	__dyn += loc##_bytes;
#define __event_size_rel(member, t, n, loc, bytes, ...)				\
	unsigned long loc##_bytes = (bytes);					\
	u32 loc = (u32)(loc##_bytes << 16) |					\
		  (u32)(offsetof(typeof(*entry), __data) + __dyn -		\
			offsetofend(typeof(*entry), member));			\
										\
	__dyn += loc##_bytes;

#define __event_locs_plain(...)
#define __event_locs_array(...)
#define __event_locs_source(...)
#define __event_locs_dyn(member, t, n, loc, ...)	entry->member = loc;
#define __event_locs_rel(member, t, n, loc, ...)	entry->member = loc;

/* FILTER_OTHER, unless the type is a string */
#define __event_filter_plain(type)						\
	(__builtin_types_compatible_p(type, char *) ||				\
	 __builtin_types_compatible_p(type, const char *) ?			\
	 FILTER_PTR_STRING : FILTER_OTHER)
#define __event_filter_array(type, string)					\
	(__builtin_types_compatible_p(type, char) ? string : FILTER_OTHER)

#define __event_paste_(a, b)	a##b
#define __event_paste(a, b)	__event_paste_(a, b)
#define __event_string(x...)	__stringify(x)

/* An argument's bytes in 64 bits */
#define __event_u64(arg)							\
	({									\
		typeof(arg) __arg = (arg);					\
		u64 __bits = 0;							\
										\
		BUILD_BUG_ON(sizeof(__arg) > sizeof(u64));			\
		memcpy(&__bits, &__arg, sizeof(__arg));				\
		__bits;								\
	})
#define __event_u64_1(a)	__event_u64(a)
#define __event_u64_2(a, b...)	__event_u64(a), __event_u64_1(b)
#define __event_u64_3(a, b...)	__event_u64(a), __event_u64_2(b)
#define __event_u64_4(a, b...)	__event_u64(a), __event_u64_3(b)
#define __event_u64_5(a, b...)	__event_u64(a), __event_u64_4(b)
#define __event_u64_6(a, b...)	__event_u64(a), __event_u64_5(b)
#define __event_u64_7(a, b...)	__event_u64(a), __event_u64_6(b)
#define __event_u64_8(a, b...)	__event_u64(a), __event_u64_7(b)
#define __event_u64_9(a, b...)	__event_u64(a), __event_u64_8(b)
#define __event_u64_10(a, b...)	__event_u64(a), __event_u64_9(b)
#define __event_u64_11(a, b...)	__event_u64(a), __event_u64_10(b)
#define __event_u64_12(a, b...)	__event_u64(a), __event_u64_11(b)
#define __event_bpf_args(args...)						\
	__event_paste(__event_u64_, COUNT_ARGS(args))(args)

#endif /* __event_list_end */

/* ------------------------------ first reading ------------------------------ */

/* ---- the list of fields ---- */

#undef __entry
#undef TP_STRUCT__entry
#undef TP_fast_assign
#undef TP_printk
#define TP_STRUCT__entry(args...)	args
#define TP_fast_assign(args...)		args
#define TP_printk(fmt, args...)		trace_event_printf(iter, fmt "\n", ##args);
/* Some headers know this name too. */
#define __entry				entry

/* Macros in the type have been expanded when __field_ext() takes its text. */
#define __field(type, item)							\
	__field_ext(type, item, __event_filter_plain(type))
#define __field_ext(type, item, filter)						\
	(plain, type, item, #type, #item, filter, is_signed_type(type))
#define __field_struct(type, item)	__field_struct_ext(type, item, FILTER_OTHER)
#define __field_struct_ext(type, item, filter)					\
	(plain, type, item, #type, #item, filter, 0)
#define __array(type, item, len)						\
	(array, type, item, #type, #item, len,					\
	 __event_filter_array(type, FILTER_STATIC_STRING), is_signed_type(type))

#define __dynamic_array(type, item, len)					\
	(dyn, __data_loc_##item, #type "[]", #item, __loc_##item,		\
	 (len) * sizeof(type), __event_filter_array(type, FILTER_DYN_STRING),	\
	 is_signed_type(type))
#define __rel_dynamic_array(type, item, len)					\
	(rel, __rel_loc_##item, #type "[]", #item, __loc_##item,		\
	 (len) * sizeof(type), __event_filter_array(type, FILTER_RDYN_STRING),	\
	 is_signed_type(type))

/* A string: @src is evaluated once, and its length taken once. */
#define __string(item, src)							\
	(source, __src_##item, src, __len_##item, strlen(__src_##item))		\
	(dyn, __data_loc_##item, "char[]", #item, __loc_##item,			\
	 __len_##item + 1UL, FILTER_DYN_STRING, is_signed_type(char))
#define __string_len(item, src, len)						\
	(source, __src_##item, src, __len_##item, len)				\
	(dyn, __data_loc_##item, "char[]", #item, __loc_##item,			\
	 __len_##item + 1UL, FILTER_DYN_STRING, is_signed_type(char))
#define __rel_string(item, src)							\
	(source, __src_##item, src, __len_##item, strlen(__src_##item))		\
	(rel, __rel_loc_##item, "char[]", #item, __loc_##item,			\
	 __len_##item + 1UL, FILTER_RDYN_STRING, is_signed_type(char))
#define __rel_string_len(item, src, len)					\
	(source, __src_##item, src, __len_##item, len)				\
	(rel, __rel_loc_##item, "char[]", #item, __loc_##item,			\
	 __len_##item + 1UL, FILTER_RDYN_STRING, is_signed_type(char))
#define __vstring(item, fmt, ap)						\
	(dyn, __data_loc_##item, "char[]", #item, __loc_##item,			\
	 trace_event_vstr_len(fmt, ap), FILTER_DYN_STRING, is_signed_type(char))

#define __event_mask_bytes(bits)	(BITS_TO_LONGS(bits) * sizeof(long))
#define __bitmask(item, nr_bits)						\
	(dyn, __data_loc_##item, "unsigned long[]", #item, __loc_##item,	\
	 __event_mask_bytes(nr_bits), FILTER_OTHER, 0)
#define __rel_bitmask(item, nr_bits)						\
	(rel, __rel_loc_##item, "unsigned long[]", #item, __loc_##item,		\
	 __event_mask_bytes(nr_bits), FILTER_OTHER, 0)
#define __cpumask(item)								\
	(dyn, __data_loc_##item, "cpumask_t", #item, __loc_##item,		\
	 __event_mask_bytes(nr_cpumask_bits), FILTER_CPUMASK, 0)
#define __rel_cpumask(item)							\
	(rel, __rel_loc_##item, "cpumask_t", #item, __loc_##item,		\
	 __event_mask_bytes(nr_cpumask_bits), FILTER_CPUMASK, 0)
#define __sockaddr(item, len)		__dynamic_array(u8, item, len)
#define __rel_sockaddr(item, len)	__rel_dynamic_array(u8, item, len)

/* ---- helpers of TP_fast_assign() and TP_printk() ---- */

#define __get_dynamic_array(field)						\
	((void *)__entry + (__entry->__data_loc_##field & 0xffff))
#define __get_dynamic_array_len(field)	(__entry->__data_loc_##field >> 16)
#define __get_rel_dynamic_array(field)						\
	((void *)&__entry->__rel_loc_##field + sizeof(u32) +			\
	 (__entry->__rel_loc_##field & 0xffff))
#define __get_rel_dynamic_array_len(field)	(__entry->__rel_loc_##field >> 16)
#define __get_str(field)		((char *)__get_dynamic_array(field))
#define __get_rel_str(field)		((char *)__get_rel_dynamic_array(field))
#define __get_sockaddr(field)		((struct sockaddr *)__get_dynamic_array(field))
#define __get_rel_sockaddr(field)	((struct sockaddr *)__get_rel_dynamic_array(field))

/* The terminator is ours: the source may have changed since it was measured. */
#define __event_put_str(to, item)						\
	do {									\
		char *__to = (to);						\
										\
		memcpy(__to, __src_##item, __len_##item);			\
		__to[__len_##item] = '\0';					\
	} while (0)
#define __assign_str(item)		__event_put_str(__get_str(item), item)
#define __assign_rel_str(item)		__event_put_str(__get_rel_str(item), item)
#define __assign_vstr(item, fmt, va)						\
	trace_event_put_vstr(__get_str(item), __get_dynamic_array_len(item), fmt, va)
#define __assign_bitmask(item, src, nr_bits)					\
	memcpy(__get_dynamic_array(item), (src), __event_mask_bytes(nr_bits))
#define __assign_rel_bitmask(item, src, nr_bits)				\
	memcpy(__get_rel_dynamic_array(item), (src), __event_mask_bytes(nr_bits))
#define __assign_cpumask(item, src)						\
	memcpy(__get_dynamic_array(item), (src), __event_mask_bytes(nr_cpumask_bits))
#define __assign_rel_cpumask(item, src)						\
	memcpy(__get_rel_dynamic_array(item), (src), __event_mask_bytes(nr_cpumask_bits))
#define __assign_sockaddr(item, src, len)	memcpy(__get_dynamic_array(item), src, len)
#define __assign_rel_sockaddr(item, src, len)	memcpy(__get_rel_dynamic_array(item), src, len)

/* In TP_ARGS(): what perf is to count, and for which other task */
#define __perf_count(c)			(__count = (c))
#define __perf_task(t)			(__task = (t))

#define __get_buf(len)			trace_seq_acquire(p, (len))
#define __get_bitmask(field)							\
	trace_print_bitmask_seq(p, __get_dynamic_array(field), __get_dynamic_array_len(field))
#define __get_rel_bitmask(field)						\
	trace_print_bitmask_seq(p, __get_rel_dynamic_array(field),		\
				__get_rel_dynamic_array_len(field))
#define __get_cpumask(field)		__get_bitmask(field)
#define __get_rel_cpumask(field)	__get_rel_bitmask(field)

/* The pointer is among those to values, and odd. */
#define __event_names(list...)							\
	({									\
		static const struct trace_event_names __names __aligned(8) = {	\
			.of = &__event_of,					\
			.order = __COUNTER__,					\
			.names = { list, { -1, NULL } },			\
		};								\
		static const void *__names_p __used				\
			__section("_ftrace_eval_map") = (void *)&__names + 1;	\
		__names.names;							\
	})
#define __print_flags(flag, delim, names...)					\
	trace_print_flags_seq(p, delim, flag, __event_names(names))
#define __print_symbolic(value, names...)					\
	trace_print_symbols_seq(p, value, __event_names(names))
#define __print_flags_u64(flag, delim, names...)	__print_flags(flag, delim, names)
#define __print_symbolic_u64(value, names...)		__print_symbolic(value, names)
#define __print_hex(buf, len)		trace_print_hex_seq(p, buf, len, false)
#define __print_hex_str(buf, len)	trace_print_hex_seq(p, buf, len, true)
#define __print_hex_dump(prefix, type, row, group, buf, len, ascii)		\
	trace_print_hex_dump_seq(p, prefix, type, row, group, buf, len, ascii)
#define __print_array(array, count, el_size)					\
	({									\
		BUILD_BUG_ON((el_size) != 1 && (el_size) != 2 &&		\
			     (el_size) != 4 && (el_size) != 8);			\
		trace_print_array_seq(p, array, count, el_size);		\
	})
#define __print_dynamic_array(array, el_size)					\
	__print_array(__get_dynamic_array(array),				\
		      __get_dynamic_array_len(array) / (el_size), el_size)
#define __print_ns_to_secs(value)	((u64)(value) / NSEC_PER_SEC)
#define __print_ns_without_secs(value)	((u32)((u64)(value) % NSEC_PER_SEC))

/* ---- what comes of them ---- */

#undef TRACE_EVENT
#undef TRACE_EVENT_CONDITION
#undef TRACE_EVENT_FN
#undef TRACE_EVENT_FN_COND
#undef TRACE_EVENT_NOP
#undef TRACE_EVENT_FLAGS
#undef TRACE_EVENT_PERF_PERM
#undef TRACE_DEFINE_ENUM
#undef TRACE_DEFINE_SIZEOF
#undef DECLARE_EVENT_CLASS
#undef DECLARE_EVENT_NOP
#undef DECLARE_TRACE
#undef DEFINE_EVENT
#undef DEFINE_EVENT_CONDITION
#undef DEFINE_EVENT_FN
#undef DEFINE_EVENT_NOP
#undef DEFINE_EVENT_PRINT

#define DECLARE_EVENT_CLASS(name, proto, args, fields, fill, print)		\
struct trace_event_raw_##name {							\
	struct trace_entry ent;							\
	__event_struct(fields)							\
	char __data[];								\
};										\
										\
static_assert(sizeof(struct trace_event_raw_##name) <= U16_MAX);		\
static struct trace_event_field event_fields_##name[] __aligned(8) __ro_after_init = { \
	__event_table(fields)							\
};										\
										\
static __always_inline void event_args_##name(proto) { }			\
										\
static notrace void event_fill_##name(void *__data, proto)			\
{										\
	struct trace_event_raw_##name *entry;					\
	struct trace_event_buffer __b __uninitialized;				\
	struct task_struct *__task = NULL;					\
	unsigned long __dyn = 0;						\
	u64 __count = 1;							\
										\
	__event_size(fields)							\
	event_args_##name(args);						\
	entry = trace_event_begin(&__b, __data, sizeof(*entry) + __dyn,		\
				  __count, __task);				\
	if (!entry)								\
		return;								\
	__event_locs(fields)							\
	{ fill; }								\
	trace_event_buffer_commit(&__b);					\
}										\
										\
__event_printer(name, name, print)

#define __event_printer(name, base, print...)					\
static notrace void event_print_##name(struct trace_iterator *iter,		\
				       struct trace_seq *p, void *__rec)	\
{										\
	static const trace_event_print_func __event_of __maybe_unused =		\
		event_print_##name;						\
	struct trace_event_raw_##base *entry __maybe_unused = __rec;		\
										\
	print									\
}

#define DEFINE_EVENT_PRINT(class, name, proto, args, print)			\
__event_printer(name, class, print)

#define TRACE_EVENT(name, proto, args, fields, fill, print)			\
	DECLARE_EVENT_CLASS(name, PARAMS(proto), PARAMS(args), PARAMS(fields),	\
			    PARAMS(fill), PARAMS(print))			\
	DEFINE_EVENT(name, name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_CONDITION(name, proto, args, cond, fields, fill, print)	\
	TRACE_EVENT(name, PARAMS(proto), PARAMS(args), PARAMS(fields),		\
		    PARAMS(fill), PARAMS(print))
#define TRACE_EVENT_FN(name, proto, args, fields, fill, print, reg, unreg)	\
	TRACE_EVENT(name, PARAMS(proto), PARAMS(args), PARAMS(fields),		\
		    PARAMS(fill), PARAMS(print))
#define TRACE_EVENT_FN_COND(name, proto, args, cond, fields, fill, print, reg, unreg) \
	TRACE_EVENT(name, PARAMS(proto), PARAMS(args), PARAMS(fields),		\
		    PARAMS(fill), PARAMS(print))
#define DEFINE_EVENT(class, name, proto, args)
#define DEFINE_EVENT_FN(class, name, proto, args, reg, unreg)			\
	DEFINE_EVENT(class, name, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT_CONDITION(class, name, proto, args, cond)			\
	DEFINE_EVENT(class, name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_NOP(name, proto, args, fields, fill, print)
#define DECLARE_EVENT_NOP(name, proto, args)
#define DEFINE_EVENT_NOP(class, name, proto, args)
#define DECLARE_TRACE(name, proto, args)
#define TRACE_EVENT_FLAGS(name, value)
#define TRACE_EVENT_PERF_PERM(name, expr...)

/* Names that print formats use and that user space cannot know the values of */
#define TRACE_DEFINE_ENUM(name)		__event_eval(#name, name)
#define TRACE_DEFINE_SIZEOF(name)	__event_eval("sizeof(" #name ")", sizeof(name))
#define __event_eval(text, value)						\
	__event_eval_as(__event_paste(__event_eval_, __COUNTER__), text, value)
#define __event_eval_as(id, text, value)					\
static const struct trace_eval_map id __aligned(8) = {				\
	.system = __event_string(TRACE_SYSTEM),					\
	.eval_string = text,							\
	.eval_value = value,							\
};										\
static const struct trace_eval_map *__event_paste(id, _p) __used		\
	__section("_ftrace_eval_map") = &id;

#include TRACE_INCLUDE(TRACE_INCLUDE_FILE)

/* ------------------------------ second reading ------------------------------ */

#undef __field
#undef __field_ext
#undef __field_struct
#undef __field_struct_ext
#undef __array
#undef __dynamic_array
#undef __rel_dynamic_array
#undef __string
#undef __string_len
#undef __rel_string
#undef __rel_string_len
#undef __vstring
#undef __bitmask
#undef __rel_bitmask
#undef __cpumask
#undef __rel_cpumask
#undef __sockaddr
#undef __rel_sockaddr

#undef __get_dynamic_array
#undef __get_dynamic_array_len
#undef __get_rel_dynamic_array
#undef __get_rel_dynamic_array_len
#undef __get_str
#undef __get_rel_str
#undef __get_sockaddr
#undef __get_rel_sockaddr
#undef __get_bitmask
#undef __get_rel_bitmask
#undef __get_cpumask
#undef __get_rel_cpumask
#undef __get_buf
#undef __print_flags
#undef __print_symbolic
#undef __print_flags_u64
#undef __print_symbolic_u64
#undef __print_hex
#undef __print_hex_str
#undef __print_hex_dump
#undef __print_array
#undef __print_dynamic_array
#undef __print_ns_to_secs
#undef __print_ns_without_secs
#undef __perf_count
#undef __perf_task

#define __print_flags(flag, delim, names...)	__print_flags(flag, delim, __names)
#define __print_symbolic(value, names...)	__print_symbolic(value, __names)
#define __print_flags_u64(flag, delim, names...) __print_flags_u64(flag, delim, __names)
#define __print_symbolic_u64(value, names...)	__print_symbolic_u64(value, __names)

#undef __entry
#undef TP_printk
#define TP_printk(fmt, args...)		.format = fmt "\n", .print_fmt = __event_string(args)
#define __entry				REC
#define __perf_count(c)			(c)
#define __perf_task(t)			(t)

#undef TRACE_DEFINE_ENUM
#undef TRACE_DEFINE_SIZEOF
#define TRACE_DEFINE_ENUM(name)
#define TRACE_DEFINE_SIZEOF(name)

#undef __event_bpf_class
#undef __event_bpf_tp
#undef __event_class
#undef __event_call
#undef __event_call_of

#if defined(CONFIG_BPF_EVENTS) && !defined(__EVENT_CUSTOM)

/*
 * A raw tracepoint hands a BPF program its arguments, each in 64 bits. The
 * typedef is how the program knows their types: the empty array is there to have
 * it among the types that the debugging information describes.
 */
#define __event_bpf_class(name, proto, args)					\
enum { __event_bpf_count_##name = COUNT_ARGS(args) };				\
static notrace void __bpf_trace_##name(void *__data, proto)			\
{										\
	__event_paste(bpf_trace_run, COUNT_ARGS(args))				\
		(__data, __event_bpf_args(args));				\
}
#define __event_bpf_tp(class, name, proto, size)				\
typedef void (*btf_trace_##name)(void *__data, proto);				\
static struct {									\
	struct bpf_raw_event_map	map;					\
	btf_trace_##name		type[0];				\
} __bpf_trace_tp_map_##name __used __section("__bpf_raw_tp_map") = {		\
	.map = {								\
		.tp		= &__tracepoint_##name,				\
		.bpf_func	= __bpf_trace_##class,				\
		.num_args	= __event_bpf_count_##class,			\
		.writable_size	= size,						\
	},									\
};
#else
#define __event_bpf_class(name, proto, args)
#define __event_bpf_tp(class, name, proto, size)
#endif

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, fields, fill, print)		\
__event_class(name, name, PARAMS(print))					\
__event_bpf_class(name, PARAMS(proto), PARAMS(args))

#define __event_class(name, base, text)						\
static struct trace_event_class event_class_##name __aligned(8) = {		\
	.system		= __event_string(TRACE_SYSTEM),				\
	.fields		= event_fields_##base,					\
	.nr_fields	= ARRAY_SIZE(event_fields_##base),			\
	text,									\
	.probe		= event_fill_##base,					\
	.print		= event_print_##name,					\
	.reg		= trace_event_reg,					\
};

#define __event_call_of(name, class_name, which, call_flags)			\
static struct trace_event_call event_##name __aligned(8) = {			\
	.class		= &event_class_##class_name,				\
	which,									\
	.flags		= call_flags,						\
};										\
static struct trace_event_call *__event_##name __used				\
	__section("_ftrace_events") = &event_##name;
#ifdef __EVENT_CUSTOM
#define __event_call(call, class_name)						\
__event_call_of(call, class_name, { .name = #call }, TRACE_EVENT_FL_CUSTOM)	\
static inline void trace_custom_event_##call##_update(struct tracepoint *tp)	\
{										\
	trace_event_set_tracepoint(&event_##call, tp);				\
}
#else
#define __event_call(name, class_name)						\
__event_call_of(name, class_name, { .tp = &__tracepoint_##name },		\
		TRACE_EVENT_FL_TRACEPOINT)
#endif

#undef DEFINE_EVENT
#define DEFINE_EVENT(class, name, proto, args)					\
	__event_call(name, class)						\
	__event_bpf_tp(class, name, PARAMS(proto), 0)

#undef DEFINE_EVENT_PRINT
#define DEFINE_EVENT_PRINT(class, name, proto, args, print)			\
	__event_class(name, class, PARAMS(print))				\
	__event_call(name, name)						\
	__event_bpf_tp(class, name, PARAMS(proto), 0)

/* A BPF program may write to the first argument's memory */
#undef DEFINE_EVENT_WRITABLE
#define DEFINE_EVENT_WRITABLE(class, name, proto, args, size)			\
	__event_call(name, class)						\
	__event_bpf_tp(class, name, PARAMS(proto), size)

/* A tracepoint that is no event: for BPF alone */
#undef DECLARE_TRACE
#define DECLARE_TRACE(name, proto, args)					\
	__event_bpf_class(name, PARAMS(proto), PARAMS(args))			\
	__event_bpf_tp(name, name, PARAMS(proto), 0)
#undef DECLARE_EVENT_NOP
#undef DECLARE_TRACE_WRITABLE
#define DECLARE_TRACE_WRITABLE(name, proto, args, size)				\
	__event_bpf_class(name, PARAMS(proto), PARAMS(args))			\
	__event_bpf_tp(name, name, PARAMS(proto), size)

#undef TRACE_EVENT_FLAGS
#define TRACE_EVENT_FLAGS(name, value)						\
static int __init event_flags_##name(void)					\
{										\
	event_##name.flags |= value;						\
	return 0;								\
}										\
early_initcall(event_flags_##name);

#ifdef CONFIG_PERF_EVENTS
#undef TRACE_EVENT_PERF_PERM
#define TRACE_EVENT_PERF_PERM(name, expr...)					\
static int event_perm_##name(struct trace_event_call *call,			\
			     struct perf_event *p_event)			\
{										\
	return ({ expr; });							\
}										\
static int __init event_set_perm_##name(void)					\
{										\
	event_##name.perf_perm = event_perm_##name;				\
	return 0;								\
}										\
early_initcall(event_set_perm_##name);
#endif

#include TRACE_INCLUDE(TRACE_INCLUDE_FILE)

#undef __print_flags
#undef __print_symbolic
#undef __print_flags_u64
#undef __print_symbolic_u64
#undef __entry
#undef __perf_count
#undef __perf_task
#undef TP_STRUCT__entry
#undef TP_fast_assign
#undef TP_printk
#undef DECLARE_EVENT_NOP
#undef DECLARE_TRACE_WRITABLE
#undef DEFINE_EVENT_WRITABLE
#undef __event_bpf_class
#undef __event_bpf_tp
#undef __event_class
#undef __event_call
#undef __event_call_of
#undef TRACE_EVENT_FLAGS
#undef TRACE_EVENT_PERF_PERM
#define TRACE_EVENT_FLAGS(event, flag)
#define TRACE_EVENT_PERF_PERM(event, expr...)
