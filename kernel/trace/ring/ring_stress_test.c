// SPDX-License-Identifier: GPL-2.0
/*
 * Stress of the ring buffer in the kernel: on every CPU a thread, timer
 * interrupts and NMIs write, while one thread reads, iterates, resizes, resets
 * and takes snapshots. Each record says who wrote it, carries its number and a
 * checksum.
 */
#include <kunit/test.h>
#include <linux/cpu.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/moduleparam.h>
#include <linux/nmi.h>
#include <linux/slab.h>
#include <asm/apic.h>
#include <asm/nmi.h>

#include "internal.h"

enum level { TASK, TIMER, NMI, LEVELS };

struct payload {
	u32	cpu;
	u32	level;
	u32	number;
	u32	words;
	u32	word[];
};

/* A CPU's writers, each of which touches its own counters only. */
struct writers {
	struct task_struct	*task;
	struct hrtimer		timer;
	u32			number[LEVELS];
	u32			seed[LEVELS];
	unsigned long		committed[LEVELS];
	unsigned long		refused[LEVELS];
};

static unsigned int seconds = 5;
module_param(seconds, uint, 0644);
MODULE_PARM_DESC(seconds, "how long each mix is to run");

static struct trace_buffer *buffer, *snapshot;
static struct writers *writers;
static unsigned long swaps;
static struct lock_class_key key;

static void write_one(enum level level)
{
	struct writers *w = &writers[raw_smp_processor_id()];
	u32 i, words, sum = 0;
	struct ring_handle h;
	struct payload *p;

	w->seed[level] = w->seed[level] * 1664525 + 1013904223;
	words = 1 + (w->seed[level] >> 8) % ((w->seed[level] >> 28) ? 8 : 60);
	p = ring_reserve(buffer, &h, sizeof(*p) + words * 4);
	if (!p) {
		w->refused[level]++;
		return;
	}
	p->cpu = raw_smp_processor_id();
	p->level = level;
	p->words = words;
	for (i = 0; i < words - 1; i++)
		sum += p->word[i] = w->seed[level] + i;
	p->word[words - 1] = sum;
	if (!(w->seed[level] >> 12 & 7)) {
		ring_discard(&h);
		return;
	}
	p->number = w->number[level]++;
	w->committed[level]++;
	ring_commit(&h);
}

static enum hrtimer_restart on_timer(struct hrtimer *timer)
{
	static u32 wait;
	int i;

	for (i = 0; i < 5; i++)
		write_one(TIMER);
	/* At times, take a snapshot; as soon as no writer was interrupted. */
	if (READ_ONCE(wait)) {
		WRITE_ONCE(wait, READ_ONCE(wait) - 1);
	} else if (!ring_buffer_swap_cpu(buffer, snapshot, smp_processor_id())) {
		WRITE_ONCE(swaps, swaps + 1);
		WRITE_ONCE(wait, 64);
	}
	/* From now on, not from when it was due: a slow guest would do nothing else. */
	hrtimer_set_expires(timer, ktime_add_ns(ktime_get(), 2 * NSEC_PER_MSEC));
	return HRTIMER_RESTART;
}

static int on_nmi(unsigned int type, struct pt_regs *regs)
{
	int i;

	if (!READ_ONCE(writers))
		return NMI_DONE;
	for (i = 0; i < 3; i++)
		write_one(NMI);
	return NMI_HANDLED;
}

static int write_task(void *arg)
{
	struct writers *w = arg;
	int i;

	hrtimer_start(&w->timer, ns_to_ktime(NSEC_PER_MSEC), HRTIMER_MODE_REL_PINNED_HARD);
	while (!kthread_should_stop()) {
		for (i = 0; i < 50; i++)
			write_one(TASK);
		cond_resched();
	}
	hrtimer_cancel(&w->timer);
	return 0;
}

struct seen {
	u64		ts;
	u32		next[LEVELS];
};

/* What is wrong with a record, or NULL; numbers are per CPU and level. */
static const char *check_record(const struct ring_record *rec, struct seen *seen, bool order)
{
	const struct payload *p = rec->data;
	u32 i, sum = 0;

	if (p->cpu != rec->cpu || p->level >= LEVELS || !p->words ||
	    sizeof(*p) + p->words * 4 > rec->len)
		return "torn";
	for (i = 0; i < p->words - 1; i++)
		sum += p->word[i];
	if (sum != p->word[p->words - 1])
		return "checksum";
	if (!order)
		return NULL;
	if (rec->ts < seen->ts)
		return "time went back";
	if ((s32)(p->number - seen->next[p->level]) < 0)
		return "out of order";
	seen->ts = rec->ts;
	seen->next[p->level] = p->number + 1;
	return NULL;
}

static void stop_writers(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		if (writers[cpu].task)
			kthread_stop_put(writers[cpu].task);
		writers[cpu].task = NULL;
	}
}

/* What the reader does beside reading. */
struct mix {
	const char	*name;
	bool		overwrite;
	bool		change;		/* resize, reset, snapshots: counts are not exact */
};

static const struct mix mixes[] = {
	{ "overwrite", true, false },
	{ "no overwrite", false, false },
	{ "overwrite, all changes", true, true },
};

KUNIT_ARRAY_PARAM_DESC(mix, mixes, name);

/*
 * The time is over, and there were changes and snapshots. An emulator may be slow
 * with those, as each waits for another CPU that may just be writing; but not for ever.
 */
static bool goes_on(const struct mix *mix, unsigned long start, unsigned long changes)
{
	unsigned long passed = (jiffies - start) / HZ;

	if (passed < seconds)
		return true;
	return mix->change && (!changes || !READ_ONCE(swaps)) && passed < seconds + 60;
}

static void stress(struct kunit *test)
{
	const struct mix *mix = test->param_value;
	struct ring_params params = { .size = 8 * PAGE_SIZE, .overwrite = mix->overwrite };
	struct seen *seen = kunit_kcalloc(test, nr_cpu_ids, sizeof(*seen), GFP_KERNEL);
	struct writers *w = kunit_kcalloc(test, nr_cpu_ids, sizeof(*w), GFP_KERNEL);
	void *buf = kunit_kmalloc(test, PAGE_SIZE, GFP_KERNEL);
	unsigned long read = 0, lost = 0, iterated = 0, changes = 0, total[LEVELS] = {};
	unsigned long start = jiffies, round;
	struct ring_record rec, *r;
	const char *bad = NULL;
	int cpu, i;

	KUNIT_ASSERT_TRUE(test, seen && w && buf);
	buffer = ring_create(&params, &key);
	snapshot = ring_create(&params, &key);
	KUNIT_ASSERT_TRUE(test, buffer && snapshot);
	/* Snapshots wait until asked for. */
	if (!mix->change)
		ring_buffer_record_off(snapshot);
	swaps = 0;
	WRITE_ONCE(writers, w);
	KUNIT_ASSERT_EQ(test, 0, register_nmi_handler(NMI_LOCAL, on_nmi, 0, "ring_stress"));
	for_each_online_cpu(cpu) {
		hrtimer_init(&w[cpu].timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
		w[cpu].timer.function = on_timer;
		w[cpu].task = kthread_create_on_cpu(write_task, &w[cpu], cpu, "ring_stress/%u");
		if (IS_ERR(w[cpu].task)) {
			w[cpu].task = NULL;
			bad = "no thread";
			break;
		}
		get_task_struct(w[cpu].task);
		wake_up_process(w[cpu].task);
	}

	for (round = 0; !bad && goes_on(mix, start, changes); round++) {
		for_each_online_cpu(cpu) {
			struct seen was;
			struct ring_cursor *c;

			apic->send_IPI(cpu, NMI_VECTOR);
			for (i = 0; !bad && i < 200 &&
			     !ring_consume(buffer, cpu, buf, PAGE_SIZE, &rec); i++) {
				bad = check_record(&rec, &seen[cpu], !mix->change);
				read++;
				lost += rec.lost;
			}
			if (bad || round % 16)
				continue;
			was = seen[cpu];
			c = ring_cursor_open(buffer, cpu, GFP_KERNEL);
			for (i = 0; c && !bad && i < 1000 && (r = ring_cursor_peek(c)); i++) {
				bad = check_record(r, &was, !mix->change);
				iterated++;
				ring_cursor_advance(c);
			}
			if (c)
				ring_cursor_close(c);
		}
		if (mix->change) {
			/* Both alike, or there would be no snapshots. */
			i = 2 + round % 13;
			if (!ring_buffer_resize(buffer, i * PAGE_SIZE, RING_BUFFER_ALL_CPUS) &&
			    !ring_buffer_resize(snapshot, i * PAGE_SIZE, RING_BUFFER_ALL_CPUS))
				changes++;
			if (round % 5 == 0)
				ring_buffer_reset(buffer);
		}
		/* Whoever waits for us does so uninterruptibly, for as long as was asked for. */
		reset_hung_task_detector();
		if (round % 8 == 0)
			schedule_timeout_uninterruptible(1);
		cond_resched();
	}

	stop_writers();
	unregister_nmi_handler(NMI_LOCAL, "ring_stress");
	WRITE_ONCE(writers, NULL);

	for_each_online_cpu(cpu) {
		unsigned long committed = 0, refused = 0;
		struct ring_stats st;

		for (i = 0; i < LEVELS; i++) {
			committed += w[cpu].committed[i];
			refused += w[cpu].refused[i];
			total[i] += w[cpu].committed[i];
		}
		ring_stats(buffer, cpu, &st);
		if (!mix->change) {
			KUNIT_EXPECT_EQ(test, committed, st.entries + st.overrun + st.read);
			KUNIT_EXPECT_EQ(test, refused, st.dropped + st.commit_overrun);
		}
		while (!bad && !ring_consume(buffer, cpu, buf, PAGE_SIZE, &rec)) {
			bad = check_record(&rec, &seen[cpu], !mix->change);
			read++;
			lost += rec.lost;
		}
		KUNIT_EXPECT_EQ(test, 0, buffer->cpu[cpu]->nest);
	}
	KUNIT_EXPECT_NULL_MSG(test, bad, "a record is bad: %s", bad);
	if (!mix->change)
		KUNIT_EXPECT_EQ(test, total[TASK] + total[TIMER] + total[NMI], read + lost);
	if (!mix->overwrite)
		KUNIT_EXPECT_EQ(test, 0, lost);
	kunit_info(test, "%lu records by tasks, %lu by timers, %lu by NMIs; %lu read, %lu lost, %lu iterated, %lu resizes, %lu snapshots",
		   total[TASK], total[TIMER], total[NMI], read, lost, iterated, changes, swaps);
	KUNIT_EXPECT_GT(test, total[TIMER], 0);
	KUNIT_EXPECT_GT(test, total[NMI], 0);
	KUNIT_EXPECT_GT(test, iterated, 0);
	if (mix->change) {
		KUNIT_EXPECT_GT(test, changes, 0);
		KUNIT_EXPECT_GT(test, swaps, 0);
	}
	ring_buffer_free(buffer);
	ring_buffer_free(snapshot);
}

static struct kunit_case ring_stress_cases[] = {
	KUNIT_CASE_PARAM_ATTR(stress, mix_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	{}
};

static struct kunit_suite ring_stress_suite = {
	.name = "ring_stress",
	.test_cases = ring_stress_cases,
};

kunit_test_suite(ring_stress_suite);
