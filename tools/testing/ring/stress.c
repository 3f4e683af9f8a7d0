// SPDX-License-Identifier: GPL-2.0
/*
 * Stress of the ring buffer on real processors: a thread writes, signals that
 * hit it write nested in that, to depth 3, another thread reads, consuming and
 * not, and has the writer's thread resize the ring in a signal, as the kernel
 * does by interrupting a CPU. Each record says who wrote it, its number there,
 * and carries a checksum.
 *
 * usage: stress SECONDS [SEED]
 */
#include "setup.h"
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

__thread u32 shim_context;
u32 shim_page_size = 512;
u64 (*shim_clock)(void);
void shim_spin(void) { __builtin_ia32_pause(); }

/* The reader polls at times, see there: writers wake it, and it counts how often. */
static unsigned long wakes;
bool irq_work_queue(struct irq_work *work)
{
	(void)work;
	__atomic_fetch_add(&wakes, 1, __ATOMIC_RELAXED);
	return true;
}
void wake_up_all(wait_queue_head_t *q) { (void)q; }
void shim_prepare_to_wait(wait_queue_head_t *q) { (void)q; }
void shim_finish_wait(wait_queue_head_t *q) { (void)q; }
bool shim_signal_pending(void) { return true; }
void schedule(void) { }

#define LEVELS	4	/* task, and three signals */

struct payload {
	u32	level;
	u32	number;
	u32	words;		/* that follow; the last is the sum */
	u32	word[];
};

static struct trace_buffer *buffer;
static struct ring_cpu *cpu;
static pthread_t writer_thread;
static bool stopped;
static enum { IDLE, ASKED, AT_WORK, CHANGED } stage;	/* of a resize, see resizer() */
static struct ring_set new_set;
/* Counted by the writer's thread and its signals. */
static unsigned long committed[LEVELS], discarded[LEVELS], refused[LEVELS], resizes;
static u32 number[LEVELS];
static u32 seed;

static bool stop(void)
{
	return __atomic_load_n(&stopped, __ATOMIC_RELAXED);
}

static u64 clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

static __attribute__((noreturn)) void bad(const char *what, u32 a, u32 b)
{
	printf("Bail out! %s: %u, %u\n", what, a, b);
	fflush(stdout);
	_exit(1);
}

/* The writer's alone. */
static u32 random_below(u32 n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static void write_one(u32 level)
{
	u32 i, sum = 0, words = 1 + random_below(random_below(8) ? 6 : 40);
	struct ring_handle h;
	struct payload *p = ring_reserve(buffer, &h, sizeof(*p) + words * 4);

	if (!p) {
		refused[level]++;
		return;
	}
	p->level = level;
	p->words = words;
	for (i = 0; i < words - 1; i++)
		sum += p->word[i] = seed + i;
	p->word[words - 1] = sum;
	if (!random_below(8)) {
		ring_discard(&h);
		discarded[level]++;
		return;
	}
	p->number = number[level]++;
	/* Counted first: a reader may have it before we go on. */
	__atomic_fetch_add(&committed[level], 1, __ATOMIC_RELAXED);
	ring_commit(&h);
}

static void on_signal(int sig)
{
	static const u32 context[] = { 0, SOFTIRQ_OFFSET, 1 << 16, 1 << 20 };
	u32 level = sig == SIGUSR1 ? 1 : sig == SIGUSR2 ? 2 : 3, was = shim_context;
	u32 i, keep = seed;

	shim_context = was | context[level];
	for (i = random_below(6); i; i--)
		write_one(level);
	/* What was interrupted is to find its random numbers as they were. */
	seed = keep + 1;
	shim_context = was;
}

static bool stage_move(u32 from, u32 to)
{
	return __atomic_compare_exchange_n(&stage, &from, to, false, __ATOMIC_ACQ_REL,
					   __ATOMIC_ACQUIRE);
}

/* On the writer's thread: make the change that resizer() prepared. */
static void on_change(int sig)
{
	u32 was = shim_context, next = ASKED;

	(void)sig;
	/* From here on it cannot be taken back. */
	if (!stage_move(ASKED, AT_WORK))
		return;
	shim_context = was | 1 << 16;
	raw_spin_lock(&cpu->lock);
	if (ring_hold(cpu)) {
		ring_set_replace(cpu, &new_set);
		ring_release(cpu);
		next = CHANGED;
	}
	raw_spin_unlock(&cpu->lock);
	__atomic_store_n(&stage, next, __ATOMIC_RELEASE);
	shim_context = was;
}

static void *writer(void *arg)
{
	(void)arg;
	while (!stop())
		write_one(0);
	return NULL;
}

static void *interrupter(void *arg)
{
	u32 n = 0;

	while (!stop()) {
		pthread_kill(writer_thread, ((int[]){ SIGUSR1, SIGUSR2, SIGALRM })[n++ % 3]);
		if (n % 16 == 0)
			usleep(*(int *)arg);
	}
	return NULL;
}

static void *resizer(void *arg)
{
	u32 slots;

	for (slots = 3; !stop(); slots = slots % 17 + 2) {
		set_prepare(cpu, &new_set, 0, slots);
		__atomic_store_n(&stage, ASKED, __ATOMIC_RELEASE);
		while (!stage_move(CHANGED, IDLE)) {
			/* The writer may be gone; but not while it is at work. */
			if (stop() && stage_move(ASKED, IDLE)) {
				resizes--;
				break;
			}
			pthread_kill(writer_thread, SIGRTMIN);
			usleep(200);
		}
		resizes++;
		set_free(&new_set);
		usleep(*(int *)arg);
	}
	return NULL;
}

static void check(const struct payload *p, u32 len, u32 *next, u64 ts, u64 *last_ts)
{
	u32 i, sum = 0;

	if (p->level >= LEVELS || !p->words || sizeof(*p) + p->words * 4 > len)
		bad("torn record", p->level, p->words);
	for (i = 0; i < p->words - 1; i++)
		sum += p->word[i];
	if (p->word[p->words - 1] != sum)
		bad("checksum", p->level, p->number);
	if ((s64)(ts - *last_ts) < 0)
		bad("time went back", p->level, p->number);
	if ((int)(p->number - next[p->level]) < 0)
		bad("read twice, or out of order", p->number, next[p->level]);
	next[p->level] = p->number + 1;
	*last_ts = ts;
}

static unsigned long read_records, lost_records, iterated;
static u32 next_number[LEVELS];
static u64 last_ts;

static bool read_one(void)
{
	static u32 buf[128];
	struct ring_record rec;

	if (ring_consume(buffer, 0, buf, sizeof(buf), &rec))
		return false;
	check((void *)buf, rec.len, next_number, rec.ts, &last_ts);
	read_records++;
	lost_records += rec.lost;
	return true;
}

static void *reader(void *arg)
{
	bool with_reset = arg;
	u32 n, round;

	for (round = 0; !stop(); round++) {
		if (round % 64 == 0) {
			u32 next[LEVELS];
			u64 ts = last_ts;
			struct ring_cursor *c = ring_cursor_open(buffer, 0, 0);
			struct ring_record *rec;

			memcpy(next, next_number, sizeof(next));
			for (n = 0; n < 10000 && (rec = ring_cursor_peek(c)); n++) {
				check(rec->data, rec->len, next, rec->ts, &ts);
				ring_cursor_advance(c);
				iterated++;
			}
			ring_cursor_close(c);
		}
		if (with_reset && round % 100 == 99) {
			raw_spin_lock(&cpu->lock);
			ring_drain(cpu);
			raw_spin_unlock(&cpu->lock);
		}
		for (n = round * 7 % 300; n && read_one(); n--)
			;
		/* Have each record wake us, or each sub-buffer, or half a ring. */
		if (round % 4)
			ring_buffer_poll_wait(buffer, 0, NULL, NULL,
					      ((int[]){ 0, 1, 50 })[round % 3]);
		/* At times, be overtaken. */
		if (round % 32 == 0)
			usleep(1000);
	}
	return NULL;
}

struct run {
	const char	*name;
	bool		overwrite, reset, resize;
	int		pause;		/* microseconds between bursts of signals */
};

static const struct run runs[] = {
	{ "overwrite", true, false, false, 50 },
	{ "no overwrite", false, false, false, 50 },
	{ "overwrite, resized all the time", true, false, true, 100 },
	{ "overwrite, resized and reset all the time", true, true, true, 100 },
};

static void one_run(int n, const struct run *r, double seconds)
{
	pthread_t read, interrupt, resize;
	unsigned long total = 0, no = 0, void_records = 0;
	struct ring_stats st;
	int i, pause = r->pause;

	buffer = buffer_alloc(0, 4, r->overwrite, BIT_ULL(41) - 100);
	cpu = buffer->cpu[0];
	memset(committed, 0, sizeof(committed));
	memset(discarded, 0, sizeof(discarded));
	memset(refused, 0, sizeof(refused));
	memset(number, 0, sizeof(number));
	memset(next_number, 0, sizeof(next_number));
	read_records = lost_records = iterated = resizes = wakes = 0;
	last_ts = 0;
	__atomic_store_n(&stopped, false, __ATOMIC_RELAXED);
	stage = IDLE;

	pthread_create(&writer_thread, NULL, writer, NULL);
	pthread_create(&read, NULL, reader, (void *)(long)r->reset);
	pthread_create(&interrupt, NULL, interrupter, &pause);
	if (r->resize)
		pthread_create(&resize, NULL, resizer, &pause);
	usleep(seconds * 1e6);
	__atomic_store_n(&stopped, true, __ATOMIC_RELAXED);
	if (r->resize)
		pthread_join(resize, NULL);
	pthread_join(interrupt, NULL);
	pthread_join(read, NULL);
	pthread_join(writer_thread, NULL);

	for (i = 0; i < LEVELS; i++) {
		total += committed[i];
		no += refused[i];
		void_records += discarded[i];
	}
	ring_stats(buffer, 0, &st);
	if (!r->reset) {
		if (st.entries + st.overrun + st.read != total)
			bad("counts do not add up", st.entries + st.overrun + st.read, total);
		if (st.dropped + st.commit_overrun != no)
			bad("counts of refused records", st.dropped + st.commit_overrun, no);
	}
	while (read_one())
		;
	ring_stats(buffer, 0, &st);
	if (st.entries || st.bytes)
		bad("read out, and not empty", st.entries, st.bytes);
	if (!r->reset && (st.overrun != lost_records || read_records + lost_records != total))
		bad("lost uncounted", read_records + lost_records, total);
	if (!r->overwrite && lost_records)
		bad("overwritten without leave", lost_records, 0);
	if (!read_records || !iterated || !wakes || !committed[1] || !committed[2] ||
	    !committed[3] || (r->resize && !resizes))
		bad("nothing was tested", read_records, resizes);
	printf("ok %d stress: %s # %lu records (%lu %lu %lu %lu), %lu read, %lu lost, %lu refused, %lu void, %lu iterated, %lu wakes, %lu resizes\n",
	       n, r->name, total, committed[0], committed[1], committed[2], committed[3],
	       read_records, lost_records, no, void_records, iterated, wakes, resizes);
	fflush(stdout);
	buffer_free(buffer);
}

int main(int argc, char **argv)
{
	double seconds = argc > 1 ? atof(argv[1]) : 60;
	int i, n = sizeof(runs) / sizeof(runs[0]);
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	seed = argc > 2 ? strtoul(argv[2], NULL, 0) : clock_ns();
	shim_clock = clock_ns;
	/* Of the signals each lets only those through that are deeper. */
	sigaddset(&sa.sa_mask, SIGRTMIN);
	sigaddset(&sa.sa_mask, SIGUSR1);
	sigaction(SIGUSR1, &sa, NULL);
	sigaddset(&sa.sa_mask, SIGUSR2);
	sigaction(SIGUSR2, &sa, NULL);
	sigaddset(&sa.sa_mask, SIGALRM);
	sigaction(SIGALRM, &sa, NULL);
	sigdelset(&sa.sa_mask, SIGALRM);
	sa.sa_handler = on_change;
	sigaction(SIGRTMIN, &sa, NULL);

	printf("KTAP version 1\n1..%d\n# seed %u\n", n, seed);
	for (i = 0; i < n; i++)
		one_run(i + 1, &runs[i], seconds / n);
	return 0;
}
