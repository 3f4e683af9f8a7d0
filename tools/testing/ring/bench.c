// SPDX-License-Identifier: GPL-2.0
/*
 * Benchmark of the ring buffer's write path on this processor: reserve, write
 * 16 bytes, commit, rdtsc being the clock, against the floor: rdtsc, one local
 * cmpxchg16b and 28 bytes stored. Fails if it is over the limit given, a ratio,
 * or if rings that fit the cache cost more than the smallest, times GROWTH.
 *
 * usage: bench [LIMIT [GROWTH]]
 */
#include "setup.h"
#include <time.h>
#include <unistd.h>

__thread u32 shim_context;
u64 (*shim_clock)(void);
void shim_spin(void) { }
/* Nobody waits here. */
bool irq_work_queue(struct irq_work *work) { (void)work; return false; }
void wake_up_all(wait_queue_head_t *q) { (void)q; }
void shim_prepare_to_wait(wait_queue_head_t *q) { (void)q; }
void shim_finish_wait(wait_queue_head_t *q) { (void)q; }
bool shim_signal_pending(void) { return true; }
void schedule(void) { }

/* Short enough to fall between two interruptions, often enough. */
#define ROUNDS	20000
#define REPEATS	300

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void only_clock(void *arg)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < ROUNDS; i++)
		sum += sched_clock_noinstr();
	*(volatile u64 *)arg = sum;
}

static void floor_record(void *arg)
{
	static u8 data[4096 + 64] __aligned(64);
	static u64 word[2] __aligned(16);
	u32 at = 0;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		u64 ts = sched_clock_noinstr(), old[2] = { word[0], word[1] };
		u32 *p;

		if (!ring_exchange_word(word, &old[0], &old[1], at, ts))
			abort();
		p = (u32 *)(data + at);
		p[0] = ts;
		p[1] = i;
		*(u64 *)(p + 2) = i;
		*(u64 *)(p + 4) = ts;
		p[6] = i;
		at = (at + 28) & 4095;
		barrier();
	}
}

static void record(void *arg)
{
	struct trace_buffer *b = arg;
	struct ring_handle h;
	int i;

	for (i = 0; i < ROUNDS; i++) {
		u64 *p = ring_reserve(b, &h, 16);

		if (!p)
			abort();
		p[0] = i;
		p[1] = i;
		ring_commit(&h);
	}
}

/* Best of several, in ns a round. */
static double measure(void (*f)(void *arg), void *arg)
{
	double best = 1e9;
	int i;

	for (i = 0; i < REPEATS; i++) {
		double t = now();

		f(arg);
		t = (now() - t) / ROUNDS;
		if (t < best)
			best = t;
	}
	return best;
}

/* The last of its caches that a processor has: what is larger is in memory. */
static double cache_bytes(void)
{
	long level3 = sysconf(_SC_LEVEL3_CACHE_SIZE), level2 = sysconf(_SC_LEVEL2_CACHE_SIZE);

	return level3 > 0 ? level3 : level2 > 0 ? level2 : 1 << 20;
}

int main(int argc, char **argv)
{
	static const u32 slots[] = { 2, 16, 128, 1024, 2048, 16384 };
	double limit = argc > 1 ? atof(argv[1]) : 0, growth = argc > 2 ? atof(argv[2]) : 0;
	double base, cost, small = 0, worst = 0;
	struct ring_stats st;
	u64 sink;
	int i;

	printf("rdtsc alone                       %6.2f ns\n", measure(only_clock, &sink));
	base = measure(floor_record, NULL);
	printf("floor: rdtsc, cmpxchg16b, 28 bytes %5.2f ns\n", base);
	for (i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
		struct trace_buffer *b = buffer_alloc(0, slots[i], true, 1 << 23);
		/* Others use the cache, too. */
		bool fits = slots[i] * 4096.0 <= cache_bytes() / 8;

		cost = measure(record, b);
		ring_stats(b, 0, &st);
		if (st.entries + st.overrun != (u64)ROUNDS * REPEATS) {
			printf("not all was recorded\n");
			return 2;
		}
		if (!i)
			small = cost;
		if (fits && cost > worst)
			worst = cost;
		printf("record, ring of %6u KiB          %6.2f ns, %.2f of the floor%s\n",
		       slots[i] * 4, cost, cost / base, fits ? "" : " (more than the cache)");
		buffer_free(b);
	}
	printf("worst of those in the cache       %6.2f ns, %.2f of the smallest ring's\n", worst,
	       worst / small);
	if (limit && worst > limit * base)
		printf("over %.2f of the floor\n", limit);
	if (growth && worst > growth * small)
		printf("grows with the ring by more than %.2f\n", growth);
	return (limit && worst > limit * base) || (growth && worst > growth * small);
}
