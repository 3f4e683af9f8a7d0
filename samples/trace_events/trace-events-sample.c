// SPDX-License-Identifier: GPL-2.0
/*
 * Events that happen twice a second, to see them in events/sample-trace/.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

#define CREATE_TRACE_POINTS
#include "trace-events-sample.h"

static struct task_struct *thread;

/* Written in one place, read in another: a message is enough of a sample. */
int sample_watch(void)
{
	pr_info("sample_watched is on\n");
	return 0;
}

void sample_unwatch(void)
{
	pr_info("sample_watched is off\n");
}

static __printf(1, 2) void say(const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list va;

	va_start(va, fmt);
	vaf.va = &va;
	trace_sample_text(&vaf);
	va_end(va);
}

static void happen(int nr)
{
	static const char * const names[] = { "first", "second", "third", "a" };
	static const u32 list[] = { 1, 10, 100, 1000 };
	static const u8 bytes[] = { 0xde, 0xad, 0xbe, 0xef };
	struct sockaddr addr = { .sa_family = AF_INET };
	const char *name = names[nr % ARRAY_SIZE(names)];

	trace_sample_fields(nr, name, nr % 3, list, nr % (ARRAY_SIZE(list) + 1));
	trace_sample_helpers(nr % 8, cpu_online_mask, &addr, bytes, nr % (sizeof(bytes) + 1));
	say("%s %d", name, nr);
	trace_sample_even(nr);
	trace_sample_watched(nr);
	trace_sample_begin(name, nr);
	trace_sample_end(name, nr);
}

static int run(void *unused)
{
	int nr = 0;

	while (!kthread_should_stop()) {
		happen(nr++);
		schedule_timeout_interruptible(HZ / 2);
	}
	return 0;
}

static int __init sample_init(void)
{
	thread = kthread_run(run, NULL, "event-sample");
	return PTR_ERR_OR_ZERO(thread);
}

static void __exit sample_exit(void)
{
	kthread_stop(thread);
}

module_init(sample_init);
module_exit(sample_exit);

MODULE_DESCRIPTION("Sample of trace events");
MODULE_LICENSE("GPL");
