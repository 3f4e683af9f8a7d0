// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of the registry: events that come and go, how they are found and turned
 * on by name, and what their fields are to others.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

#define SYSTEM	"event_kunit"

/* An event that counts who attaches it, and may refuse */
struct fake {
	struct trace_event_call		call;
	struct trace_event_class	class;
	int				attached;
	int				refuse;
};

static int fake_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	struct fake *f = container_of(call, struct fake, call);

	switch (type) {
	case TRACE_REG_REGISTER:
		if (f->refuse)
			return f->refuse;
		f->attached++;
		return 0;
	case TRACE_REG_UNREGISTER:
		f->attached--;
		return 0;
	default:
		return -ENODEV;
	}
}

static struct fake *fake_new(struct kunit *test, const char *name)
{
	struct fake *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	f->class.system = SYSTEM;
	f->class.reg = fake_reg;
	f->class.print_fmt = "\"%d\", REC->number";
	f->call.class = &f->class;
	f->call.name = name;
	f->call.flags = TRACE_EVENT_FL_DYNAMIC;
	return f;
}

static struct fake *fake_add(struct kunit *test, const char *name)
{
	struct fake *f = fake_new(test, name);

	KUNIT_ASSERT_EQ(test, trace_add_event_call(&f->call), 0);
	return f;
}

static void fake_remove(struct kunit *test, struct fake *f)
{
	KUNIT_EXPECT_EQ(test, f->attached, 0);
	KUNIT_ASSERT_EQ(test, trace_remove_event_call(&f->call), 0);
}

/* What a word does to set_event */
static int set(const char *text)
{
	char line[80];

	strscpy(line, text);
	guard(mutex)(&event_mutex);
	return event_set_line(&top_instance, line, true);
}

static struct trace_event_file *file_of(const char *name)
{
	return event_file_find(&top_instance, SYSTEM, name);
}

/* ---- coming and going ---- */

static void event_add_test(struct kunit *test)
{
	struct fake *a = fake_add(test, "a"), *b = fake_add(test, "b");
	struct fake *nameless = fake_new(test, NULL);

	KUNIT_EXPECT_EQ(test, trace_add_event_call(&nameless->call), -EINVAL);
	KUNIT_EXPECT_NE(test, a->call.event.type, b->call.event.type);
	KUNIT_EXPECT_GT(test, a->call.event.type, 0);
	scoped_guard(mutex, &event_mutex) {
		KUNIT_EXPECT_PTR_EQ(test, event_find(SYSTEM, "a"), &a->call);
		KUNIT_EXPECT_PTR_EQ(test, event_find(NULL, "b"), &b->call);
		KUNIT_EXPECT_NULL(test, event_find("sched", "a"));
		KUNIT_EXPECT_PTR_EQ(test, event_find_type(a->call.event.type), &a->call);
		KUNIT_EXPECT_NOT_NULL(test, file_of("a"));
	}
	fake_remove(test, a);
	scoped_guard(mutex, &event_mutex) {
		KUNIT_EXPECT_NULL(test, event_find(SYSTEM, "a"));
		KUNIT_EXPECT_NULL(test, event_find_type(a->call.event.type));
		KUNIT_EXPECT_NULL(test, file_of("a"));
		KUNIT_EXPECT_NOT_NULL(test, file_of("b"));
	}
	fake_remove(test, b);
}

/* Who uses an event keeps it. */
static void event_busy_test(struct kunit *test)
{
	struct fake *f = fake_add(test, "busy");
	struct trace_event_file *file;

	KUNIT_EXPECT_EQ(test, set(SYSTEM ":busy"), 0);
	KUNIT_EXPECT_EQ(test, f->attached, 1);
	KUNIT_EXPECT_EQ(test, trace_remove_event_call(&f->call), -EBUSY);
	KUNIT_EXPECT_EQ(test, set("!" SYSTEM ":busy"), 0);

	file = trace_get_event_file(NULL, SYSTEM, "busy");
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, trace_remove_event_call(&f->call), -EBUSY);
	trace_put_event_file(file);
	KUNIT_EXPECT_TRUE(test, IS_ERR(trace_get_event_file(NULL, SYSTEM, "idle")));
	KUNIT_EXPECT_TRUE(test, IS_ERR(trace_get_event_file("no_instance", SYSTEM, "busy")));
	fake_remove(test, f);
}

/* Attached as long as one of three wants it, recorded as the user says */
static void event_users_test(struct kunit *test)
{
	struct fake *f = fake_add(test, "shared");
	struct trace_event_file *file;

	scoped_guard(mutex, &event_mutex) {
		file = file_of("shared");
		KUNIT_EXPECT_EQ(test, event_file_soft_get(file), 0);
		KUNIT_EXPECT_EQ(test, f->attached, 1);
		KUNIT_EXPECT_TRUE(test, test_bit(EVENT_SLOW_OFF_BIT, &file->slow));
		event_file_soft_set(file, true);
		KUNIT_EXPECT_FALSE(test, test_bit(EVENT_SLOW_OFF_BIT, &file->slow));
		KUNIT_EXPECT_EQ(test, event_file_trigger_get(file), 0);
		KUNIT_EXPECT_EQ(test, f->attached, 1);
		event_file_soft_put(file);
		KUNIT_EXPECT_EQ(test, f->attached, 1);
		KUNIT_EXPECT_TRUE(test, test_bit(EVENT_SLOW_OFF_BIT, &file->slow));
		KUNIT_EXPECT_EQ(test, event_file_enable(file, true), 0);
		event_file_trigger_put(file);
		KUNIT_EXPECT_EQ(test, f->attached, 1);
		KUNIT_EXPECT_EQ(test, file->slow, 0UL);
		KUNIT_EXPECT_EQ(test, event_file_enable(file, false), 0);
		KUNIT_EXPECT_EQ(test, f->attached, 0);
	}
	fake_remove(test, f);
}

/* ---- by name ---- */

static void event_set_test(struct kunit *test)
{
	static const struct {
		const char *line;
		int ret;
		int a, ab, b;
	} cases[] = {
		{ SYSTEM ":a",		0,		1, 0, 0 },
		{ SYSTEM ":a*",		0,		1, 1, 0 },
		{ "!" SYSTEM ":a",	0,		0, 1, 0 },
		{ SYSTEM ":",		0,		1, 1, 1 },
		{ "!" SYSTEM ":?b",	0,		1, 0, 1 },
		{ "!" SYSTEM,		0,		0, 0, 0 },
		{ "event_kun?t:b",	0,		0, 0, 1 },
		{ "!event_kunit",	0,		0, 0, 0 },
		{ SYSTEM ":none",	-EINVAL,	0, 0, 0 },
		{ "!",			-EINVAL,	0, 0, 0 },
		{ "",			-EINVAL,	0, 0, 0 },
		{ SYSTEM ":a:mod:",	-EINVAL,	0, 0, 0 },
	};
	struct fake *a = fake_add(test, "a"), *ab = fake_add(test, "ab"), *b = fake_add(test, "b");
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		KUNIT_EXPECT_EQ_MSG(test, set(cases[i].line), cases[i].ret, "%s", cases[i].line);
		KUNIT_EXPECT_EQ_MSG(test, a->attached, cases[i].a, "%s", cases[i].line);
		KUNIT_EXPECT_EQ_MSG(test, ab->attached, cases[i].ab, "%s", cases[i].line);
		KUNIT_EXPECT_EQ_MSG(test, b->attached, cases[i].b, "%s", cases[i].line);
	}
	fake_remove(test, a);
	fake_remove(test, ab);
	fake_remove(test, b);
}

/* One that cannot be turned on leaves all as they were. */
static void event_set_fails_test(struct kunit *test)
{
	struct fake *a = fake_add(test, "a"), *b = fake_add(test, "b"), *c = fake_add(test, "c");

	KUNIT_EXPECT_EQ(test, set(SYSTEM ":a"), 0);
	c->refuse = -EBUSY;
	KUNIT_EXPECT_EQ(test, set(SYSTEM ":"), -EBUSY);
	KUNIT_EXPECT_EQ(test, a->attached, 1);
	KUNIT_EXPECT_EQ(test, b->attached, 0);
	scoped_guard(mutex, &event_mutex) {
		KUNIT_EXPECT_TRUE(test, file_of("a")->enabled);
		KUNIT_EXPECT_FALSE(test, file_of("b")->enabled);
		KUNIT_EXPECT_FALSE(test, file_of("c")->enabled);
	}
	KUNIT_EXPECT_EQ(test, set("!" SYSTEM ":"), 0);
	fake_remove(test, a);
	fake_remove(test, b);
	fake_remove(test, c);
}

/* ---- fields ---- */

static void event_fields_test(struct kunit *test)
{
	struct fake *f = fake_new(test, "fields");
	const struct trace_event_field *field;
	struct trace_event_call *call = &f->call;
	unsigned int nr;

	KUNIT_ASSERT_EQ(test, trace_define_field(call, "int", "number", 8, 4, 1, FILTER_OTHER), 0);
	KUNIT_ASSERT_EQ(test, trace_define_field(call, "char[8]", "name", 12, 8, 0,
						 FILTER_OTHER), 0);
	KUNIT_ASSERT_EQ(test, trace_define_field(call, "__data_loc char[]", "text", 20, 4, 0,
						 FILTER_OTHER), 0);
	KUNIT_EXPECT_EQ(test, trace_define_field(call, "int", "far", 70000, 4, 1, FILTER_OTHER),
			-EINVAL);
	KUNIT_ASSERT_EQ(test, trace_add_event_call(call), 0);
	KUNIT_EXPECT_EQ(test, trace_event_get_offsets(call), 24);
	scoped_guard(mutex, &event_mutex) {
		KUNIT_ASSERT_NOT_NULL(test, event_fields(call, &nr));
		KUNIT_EXPECT_EQ(test, nr, 3U);
		field = event_find_field(call, "name");
		KUNIT_ASSERT_NOT_NULL(test, field);
		KUNIT_EXPECT_EQ(test, field->filter_type, FILTER_STATIC_STRING);
		field = event_find_field(call, "common_pid");
		KUNIT_ASSERT_NOT_NULL(test, field);
		KUNIT_EXPECT_EQ(test, field->offset, 4);
		field = event_find_field(call, "comm");
		KUNIT_ASSERT_NOT_NULL(test, field);
		KUNIT_EXPECT_EQ(test, field->size, 0);
		KUNIT_EXPECT_NULL(test, event_find_field(call, "far"));
	}
	fake_remove(test, f);
	kfree(f->class.fields);
}

static void event_filter_type_test(struct kunit *test)
{
	static const struct {
		const char *type;
		int filter_type;
	} cases[] = {
		{ "int",			FILTER_OTHER },
		{ "char",			FILTER_OTHER },
		{ "char[16]",			FILTER_STATIC_STRING },
		{ "char *",			FILTER_PTR_STRING },
		{ "const char *",		FILTER_PTR_STRING },
		{ "__data_loc char[]",		FILTER_DYN_STRING },
		{ "__rel_loc char[]",		FILTER_RDYN_STRING },
		{ "__data_loc u8[]",		FILTER_OTHER },
		{ "__data_loc cpumask_t",	FILTER_CPUMASK },
		{ "u16[2]",			FILTER_OTHER },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, event_filter_type(cases[i].type), cases[i].filter_type,
				    "%s", cases[i].type);
}

/* The fields of every event lie one behind the other, in the record and aligned. */
static void event_layout_test(struct kunit *test)
{
	struct trace_event_call *call;
	unsigned int i, nr, end, events = 0;

	guard(mutex)(&event_mutex);
	for_each_event(call) {
		const struct trace_event_field *f;

		if (!(call->flags & TRACE_EVENT_FL_TRACEPOINT))
			continue;
		f = event_fields(call, &nr);
		end = sizeof(struct trace_entry);
		for (i = 0; i < nr; i++) {
			KUNIT_EXPECT_GE_MSG(test, (unsigned int)f[i].offset, end, "%s.%s",
					    trace_event_name(call), f[i].name);
			KUNIT_EXPECT_LT_MSG(test, (unsigned int)f[i].offset - end, 64U, "%s.%s",
					    trace_event_name(call), f[i].name);
			end = f[i].offset + f[i].size;
		}
		events++;
	}
	KUNIT_EXPECT_GT(test, events, 100U);
}

static struct kunit_case event_cases[] = {
	KUNIT_CASE(event_add_test),
	KUNIT_CASE(event_busy_test),
	KUNIT_CASE(event_users_test),
	KUNIT_CASE(event_set_test),
	KUNIT_CASE(event_set_fails_test),
	KUNIT_CASE(event_fields_test),
	KUNIT_CASE(event_filter_type_test),
	KUNIT_CASE(event_layout_test),
	{}
};

static struct kunit_suite event_suite = {
	.name		= "event_registry",
	.test_cases	= event_cases,
};

kunit_test_suite(event_suite);
