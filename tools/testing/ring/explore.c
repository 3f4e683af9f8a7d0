// SPDX-License-Identifier: GPL-2.0
/*
 * Explorer of the ring buffer: runs the core in every interleaving there is,
 * up to a bound.
 *
 * At each access to shared state (point()) of the writer it may run a nested
 * writer's operation to its end, which has points of its own, or go on with
 * the reader; at each access of the reader it may go back to the writer. What
 * it did at each point is a list of choices; a run follows a list, and then
 * takes the first choice everywhere. The next run takes the next choice at the
 * last point that has one. So all lists are run, and none twice.
 *
 * A store to the committed position may be seen late by the reader, until the
 * writer's next store: processors do that, and only to a store in front of a
 * load, so it is all the reordering there is between the two.
 *
 * The writer runs its script, the reader reads until it finds nothing, or waits,
 * at the end the rest is read. Checked on the way and at the end are R1 to R7 of
 * the design, against what each operation knows it did, and that whoever waits
 * for something that is there, the writer being at rest, is woken.
 *
 * usage: explore [NAME]
 *
 * With EXPLORE_RANDOM=N in the environment it takes N lists by chance for each
 * configuration, always the same ones: that is not all, but soon done.
 */
#include "setup.h"

__thread u32 shim_context;
u64 (*shim_clock)(void);
u32 shim_page_size;

#define MAX_OPS		64
#define MAX_POINTS	4096

/* A way of running: what there is, and the bounds. */
struct config {
	const char	*name;
	const char	*script;	/* the outermost writer's operations */
	const char	*nested;	/* operations a point may nest */
	const char	*clock;		/* steps of the clock, repeated */
	const char	*reader;	/* what the reader does */
	u32		slots;
	u32		words;		/* in a sub-buffer */
	bool		overwrite;
	bool		abs;
	bool		late;		/* the committed position may be seen late */
	int		max_nested;	/* operations nested, in all */
	int		max_depth;	/* of nesting */
	int		max_switches;	/* between writer and reader */
};

/* A record, by the letter that scripts have for it. */
struct kind {
	char		name;
	u8		len;		/* of the payload */
	bool		discard;
	bool		shrink;		/* to one word */
	bool		same;		/* in the context of the writer it interrupts */
	bool		nest;		/* reserves another one inside, with leave */
	bool		api;		/* by the interface without handles */
};

static const struct kind kinds[] = {
	{ .name = 'w', .len = 4 }, { .name = 'v', .len = 8 }, { .name = 'W', .len = 12 },
	{ .name = 'd', .len = 4, .discard = true }, { .name = 'D', .len = 12, .discard = true },
	{ .name = 's', .len = 12, .shrink = true },
	/* Too long for a short header, which 'M' keeps when it is shrunk. */
	{ .name = 'l', .len = 120 }, { .name = 'L', .len = 120, .discard = true },
	{ .name = 'M', .len = 132, .shrink = true },
	/* What an exception does. */
	{ .name = 'e', .len = 4, .same = true },
	{ .name = 'E', .len = 12, .same = true, .discard = true },
	/* What a trigger does. */
	{ .name = 'n', .len = 4, .nest = true },
	{ .name = 'N', .len = 4, .nest = true, .discard = true },
	{ .name = 'p', .len = 4, .api = true },
	{ .name = 'P', .len = 8, .api = true, .discard = true },
	{ .name = 'q', .len = 4, .api = true, .nest = true },
};

/* OFF: refused, and recording was off, at least for a while. */
enum op_state { RESERVING, RESERVED, COMMITTING, DISCARDING, REFUSED, OFF };

struct op {
	enum op_state	state;
	u64		end;
	u64		ts;
	u32		len;		/* of the payload; a shrunk one may be shorter */
	int		stream;		/* which ring_cpu */
	int		epoch;		/* which clock */
	u32		context;	/* of the writer */
	u32		nest;		/* what the recursion guard held when it came */
	bool		active;		/* it is inside */
	bool		read;
};

/* What is known of one ring_cpu; with another buffer beside, there are two. */
struct stream {
	struct ring_cpu	*cpu;
	u64		last_read_end, last_read_ts, lost_told, last_committed;
	int		last_read;
	int		epoch;
};

static const struct config *config;
static struct trace_buffer *buffer, *other;
static struct ring_subbuf *spare;
static struct op ops[MAX_OPS];
static struct stream streams[2];
static int nr_streams;
static int nr_ops, depth, nested_left, switches_left, held, offs, forgets;
static int clock_at;
static u64 now, other_now;
static struct ring_stats seen;		/* at the end of the run */
static bool in_reader, exploring, reader_done, was_reset, telling;

/* The waiter, which is the reader: what it waits for, and whether it is woken. */
static struct { bool inside, asleep, woken, told; wait_queue_head_t *queue; int full; } waiter;
/* The store that is seen late, and what was there before. */
static struct { u64 *where, was; bool pending, used; } late;

static unsigned char choice[MAX_POINTS], options[MAX_POINTS];
static int at, fixed;
static unsigned long long runs, points;
static const char *failure;

static void fail(const char *what)
{
	if (!failure)
		failure = what;
}

/* A run that failed is run once more, saying what happens. */
#define tell(...) do { if (telling) printf("#   " __VA_ARGS__); } while (0)

#define check(x, what) do { if (!(x)) fail(what); } while (0)

static unsigned long random_runs;
static u32 seed;

static u32 random_below(u32 n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static int choose(int n)
{
	int c = 0;

	if (at == MAX_POINTS) {
		fail("a run did not end");
		exploring = false;
		return 0;
	}
	if (at < fixed)
		c = choice[at];
	else if (random_runs && !(random_below(1U << 2 * (1 + runs % 3))))
		c = random_below(n);
	choice[at] = c;
	options[at++] = n;
	return c;
}

/* To the next list of choices; false if this was the last. */
static bool next_run(void)
{
	if (random_runs) {
		fixed = 0;
		return runs < random_runs;
	}
	while (at && choice[at - 1] + 1 >= options[at - 1])
		at--;
	if (!at)
		return false;
	choice[at - 1]++;
	fixed = at;
	return true;
}

/*
 * The reader has a stack of its own. Switching saves what a call saves.
 */
static void *stack_of[2];
static char reader_stack[65536] __aligned(16);
void switch_stack(void **from, void *to);
__asm__(".globl switch_stack\n"
	"switch_stack:\n"
	"push %rbp; push %rbx; push %r12; push %r13; push %r14; push %r15\n"
	"mov %rsp, (%rdi)\n"
	"mov %rsi, %rsp\n"
	"pop %r15; pop %r14; pop %r13; pop %r12; pop %rbx; pop %rbp\n"
	"ret\n");

static void to_reader(void)
{
	u32 context = shim_context;
	u64 is = 0;

	if (late.pending && choose(2)) {
		late.used = true;
		is = *late.where;
		*late.where = late.was;
	} else {
		late.pending = false;
	}
	tell("%d: to reader%s\n", at, late.pending ? ", which does not see the position yet" : "");
	in_reader = true;
	shim_context = 0;
	switch_stack(&stack_of[0], stack_of[1]);
	tell("%d: to writer, depth %d\n", at, depth);
	in_reader = false;
	shim_context = context;
	if (late.pending)
		*late.where = is;
}

static void to_writer(void)
{
	switch_stack(&stack_of[1], stack_of[0]);
}

void shim_spin(void)
{
	/* A writer that changes the ring has the lock; let it go on. */
	if (in_reader) {
		to_writer();
		return;
	}
	/* A writer never waits. */
	printf("Bail out! a writer waits for a lock\n");
	exit(1);
}

/* ---- the store buffer ---- */

void shim_delay(void *where)
{
	if (!exploring || !config->late || in_reader || where != &buffer->cpu[0]->committed)
		return;
	late.where = where;
	late.was = *(u64 *)where;
	late.pending = true;
}

void shim_drain(void)
{
	if (!in_reader)
		late.pending = false;
}

/* ---- waiting ---- */

/* It interrupts the writer at once. */
bool irq_work_queue(struct irq_work *work)
{
	ring_wake_work(work);
	return true;
}

void wake_up_all(wait_queue_head_t *q)
{
	if (!waiter.inside || q != waiter.queue)
		return;
	tell("woken\n");
	waiter.woken = true;
}

void shim_prepare_to_wait(wait_queue_head_t *q)
{
	waiter.queue = q;
	waiter.inside = true;
	waiter.woken = false;
	point();
}

void shim_finish_wait(wait_queue_head_t *q)
{
	(void)q;
	waiter.inside = false;
}

bool shim_signal_pending(void)
{
	return waiter.told;
}

void schedule(void)
{
	tell("sleeps\n");
	waiter.asleep = true;
	while (!waiter.woken && !waiter.told)
		to_writer();
	waiter.asleep = false;
}

static bool sleeping(void)
{
	return waiter.asleep && !waiter.woken;
}

/* Is there what the sleeping reader waits for? */
static bool there(void)
{
	u32 nr_slots = buffer->cpu[0]->set.nr_slots;
	struct ring_stats st;

	/* All of it is full when there is one left that the writer is in. */
	if (waiter.full)
		return ring_buffer_nr_dirty_pages(buffer, 0) >=
		       clamp(nr_slots * waiter.full / 100, 1, nr_slots - 1);
	ring_stats(buffer, 0, &st);
	return st.entries;
}

/*
 * The writer is at rest. Who sleeps beside something that is there was missed;
 * if a store was seen late, the timer has to wake it. At the end it may fire.
 */
static void check_waiter(bool end)
{
	bool was = exploring;

	if (!sleeping() || failure)
		return;
	exploring = false;
	shim_drain();
	if (there() && !late.used)
		fail("R8: something is there, and who waits for it is not woken");
	while (end && buffer->recheck.pending) {
		buffer->recheck.pending = false;
		ring_wait_timer(&buffer->recheck);
	}
	if (end && there() && sleeping())
		fail("R8: something is there, and no timer wakes who waits for it");
	exploring = was;
}

static bool before(u64 a, u64 b)
{
	/* Ends of records in the stream; counts do not matter. */
	a -= (u64)ring_pos_count(a) * RING_POS_RECORD;
	b -= (u64)ring_pos_count(b) * RING_POS_RECORD;
	return (s64)(a - b) < 0;
}

static void run_op(char op);

static const struct kind *kind_of(char name)
{
	const struct kind *k;

	for (k = kinds; k != kinds + sizeof(kinds) / sizeof(kinds[0]); k++)
		if (k->name == name)
			return k;
	return NULL;
}

static bool is_same(char name)
{
	const struct kind *k = kind_of(name);

	return k && k->same;
}

static struct stream *stream_of(const struct ring_cpu *cpu)
{
	return &streams[cpu != streams[0].cpu];
}

void point(void)
{
	static const u32 context[] = { 0, SOFTIRQ_OFFSET, 1 << 16, 1 << 20 };
	int n_nested, n_reader, c;
	u32 was;

	if (!exploring)
		return;
	points++;
	for (c = 0; c < nr_streams && !in_reader; c++) {
		u64 committed = streams[c].cpu->committed;

		check(!before(committed, streams[c].last_committed),
		      "R1: the committed position went back");
		streams[c].last_committed = committed;
	}
	if (in_reader) {
		if (switches_left && choose(2)) {
			switches_left--;
			to_writer();
		}
		return;
	}
	n_nested = nested_left && depth < config->max_depth ? strlen(config->nested) : 0;
	n_reader = switches_left && !reader_done && !sleeping();
	if (!n_nested && !n_reader)
		return;
	c = choose(1 + n_nested + n_reader);
	if (!c)
		return;
	if (c > n_nested) {
		switches_left--;
		to_reader();
		return;
	}
	nested_left--;
	depth++;
	was = shim_context;
	if (!is_same(config->nested[c - 1]))
		shim_context = context[depth];
	run_op(config->nested[c - 1]);
	depth--;
	shim_context = was;
}

static u64 clock_step(void)
{
	/*
	 * Digits are steps; '-' goes back 5, 'X' is over what a delta holds, and
	 * 'x' too, but in this one reading only.
	 */
	char step = config->clock[clock_at++ % strlen(config->clock)];

	if (step == 'x')
		return now + RING_DELTA_LIMIT + 3;

	if (step == '-')
		now -= 5;
	else if (step == 'X')
		now += RING_DELTA_LIMIT + 3;
	else
		now += step - '0';
	return now;
}

/* A clock that is behind the first one. */
static u64 other_clock(void)
{
	return ++other_now;
}

/* Operation @id was seen to hold the place that ends at its end. */
static void check_order(int id)
{
	int i;

	for (i = 0; i < nr_ops; i++) {
		if (ops[i].stream != ops[id].stream)
			continue;
		if (ops[i].state == RESERVED && before(ops[i].end, ops[id].end))
			check(!ops[id].read, "R1: read before an earlier one was committed");
		if (ops[i].read && before(ops[id].end, ops[i].end) && ops[id].state == RESERVED)
			fail("R1: reserved in front of one that was read");
	}
}

/* Readers forget what is committed, and read what is committed later. */
static void forget(struct ring_cpu *cpu)
{
	stream_of(cpu)->last_read = -1;
	was_reset = true;
	forgets++;
}

/*
 * What runs on the CPU to change the buffer; not when a reader is in it.
 *
 * h: hold; r: resize; o: another order; k: another clock; b: exchange with the
 * other buffer.
 */
static void change(char what)
{
	struct ring_cpu *cpu = buffer->cpu[0];

	if (cpu->lock.v || (other && other->cpu[0]->lock.v))
		return;
	tell("%d: %c, depth %d\n", at, what, depth);
	if (what == 'b') {
		held += !ring_buffer_swap_cpu(buffer, other, 0);
		return;
	}
	if (what == 'k') {
		buffer->clock = buffer->off.v ? shim_clock : other_clock;
		buffer->off.v ^= RING_OTHER_CLOCK;
	}
	if (!raw_spin_trylock(&cpu->lock))
		return;
	if (what == 'r') {
		held += buffer_resize(cpu, cpu->set.order, cpu->set.nr_slots == 2 ? 3 : 2);
	} else if (what == 'o') {
		if (buffer_resize(cpu, !cpu->set.order, cpu->set.nr_slots)) {
			held++;
			forget(cpu);
		}
	} else if (ring_hold(cpu)) {
		held++;
		ring_close(cpu);
		if (what == 'k') {
			WRITE_ONCE(cpu->ts, 0);
			stream_of(cpu)->epoch++;
		}
		ring_release(cpu);
	}
	/* See change_here() in life.c. */
	if (READ_ONCE(cpu->wake_full))
		irq_work_queue(&cpu->work);
	raw_spin_unlock(&cpu->lock);
}

static u32 *begin_op(const struct kind *k, struct op *op, struct ring_handle *h)
{
	struct ring_buffer_event *e;
	u32 *p;

	if (!k->api) {
		p = ring_reserve(buffer, h, k->len);
		return p;
	}
	e = ring_buffer_lock_reserve(buffer, k->len);
	if (!e)
		return NULL;
	/* It is what the interface will find. */
	*h = buffer->cpu[0]->pending.top[-1];
	check(h->event == e, "the interface's handle is not where it looks for it");
	return ring_buffer_event_data(e);
}

static void end_op(const struct kind *k, struct ring_handle *h)
{
	if (k->api && k->discard)
		ring_buffer_discard_commit(buffer, h->event);
	else if (k->api)
		ring_buffer_unlock_commit(buffer);
	else if (k->discard)
		ring_discard(h);
	else
		ring_commit(h);
}

/*
 * One record in another of the same context is let through, the next is not. Who
 * has let go of the guard, and sees to those who wait, does not count: then the
 * next that comes has found the guard free.
 */
static void check_recursion(const struct op *op)
{
	int i, n = 0;

	for (i = nr_ops - 1; i >= 0; i--) {
		if (!ops[i].active || ops[i].context != op->context)
			continue;
		n++;
		if (!ops[i].nest)
			break;
	}
	check(n <= 2, "recursion without end");
}

/* Operations of a writer: a record, a change, x: recording goes off, or on; g: leave to nest. */
static void run_op(char what)
{
	const struct kind *k = kind_of(what);
	struct ring_handle h;
	struct op *op;
	u32 *p, i;
	bool off;
	int was_offs;

	if (what == 'x') {
		offs++;
		buffer->off.v ^= RING_OFF_SWITCH;
		return;
	}
	if (what == 'g') {
		u32 nest = ring_nest_begin(buffer);

		run_op('w');
		ring_nest_end(buffer, nest);
		return;
	}
	if (!k) {
		change(what);
		return;
	}
	op = &ops[nr_ops++];
	*op = (struct op) { .state = RESERVING, .len = k->len };
	off = ring_is_off(buffer);
	was_offs = offs;
	p = begin_op(k, op, &h);
	if (!p) {
		op->state = off || was_offs != offs ? OFF : REFUSED;
		return;
	}
	op->stream = stream_of(h.cpu) - streams;
	op->epoch = streams[op->stream].epoch;
	op->end = h.end;
	op->ts = h.ts;
	op->state = RESERVED;
	op->context = shim_context;
	op->nest = h.nest;
	op->active = true;
	if (!strpbrk(config->script, "gnNq") && !strpbrk(config->nested, "gnNq"))
		check_recursion(op);
	tell("op %d reserved, depth %d, end %#llx\n", (int)(op - ops), depth,
	     (unsigned long long)op->end);
	check_order(op - ops);
	p[0] = op - ops;
	point();
	for (i = 1; i < k->len / 4; i++)
		p[i] = 0x5a5a5a5a;
	if (k->len >= 12) {
		point();
		p[k->len / 4 - 1] = ~(u32)(op - ops);
	}
	if (k->nest) {
		u32 nest = 0;

		if (k->api)
			ring_buffer_nest_start(buffer);
		else
			nest = ring_nest_begin(buffer);
		run_op(k->api ? 'p' : 'W');
		if (k->api)
			ring_buffer_nest_end(buffer);
		else
			ring_nest_end(buffer, nest);
	}
	if (k->shrink) {
		ring_shrink(&h, k->len == 12 ? 4 : 8);
		op->end = h.end;
	}
	op->state = k->discard ? DISCARDING : COMMITTING;
	end_op(k, &h);
	op->active = false;
	tell("op %d done, committed %#llx\n", (int)(op - ops),
	     (unsigned long long)h.cpu->committed);
}

/* A record came to a reader. Records of @from and on, in order. */
static void check_record(const u32 *p, u32 len, u64 ts, unsigned long lost, int *from, u64 *end,
			 u64 *last_ts, bool consumed)
{
	u32 id = p[0], i;
	unsigned long missed = 0;

	if (id >= nr_ops) {
		fail("R1: torn record");
		return;
	}
	check(ops[id].state == COMMITTING, "R1, R7: record not committed, or discarded");
	if (ops[id].state != COMMITTING)
		return;
	for (i = 1; i < min(len, ops[id].len) / 4; i++)
		check(p[i] == (i == ops[id].len / 4 - 1 && i > 1 ? ~id : 0x5a5a5a5a),
		      "R1: torn payload");
	check(ts == ops[id].ts, "R2: not the time it was given");
	check(*from < 0 || ops[*from].epoch != ops[id].epoch || ts >= *last_ts,
	      "R2: time went back");
	check(*from < 0 || before(*end, ops[id].end), "order: read backwards, or twice");
	for (i = 0; i < nr_ops; i++) {
		if (i != id && ops[i].state == COMMITTING && ops[i].stream == ops[id].stream &&
		    before(ops[i].end, ops[id].end) &&
		    (*from < 0 || before(*end, ops[i].end)))
			missed++;
	}
	/* What a reset forgot is not lost. Behind the first record read since, all is known. */
	check(lost == missed || (was_reset && *from < 0), "R6: lost, and not told so");
	if (consumed) {
		check(!ops[id].read, "read twice");
		ops[id].read = true;
		check_order(id);
		streams[ops[id].stream].lost_told += lost;
	}
	*from = id;
	*end = ops[id].end;
	*last_ts = ts;
}

/* The same of a consuming reader. */
static void check_consumed(const u32 *p, u32 len, u64 ts, unsigned long lost)
{
	struct stream *st = &streams[p[0] < nr_ops ? ops[p[0]].stream : 0];

	check_record(p, len, ts, lost, &st->last_read, &st->last_read_end, &st->last_read_ts, true);
}

static bool consume(struct trace_buffer *b)
{
	struct ring_record rec;
	int were = forgets;
	u32 buf[40];

	/* Who has failed may not find an end. */
	if (failure || ring_consume(b, 0, buf, sizeof(buf), &rec))
		return false;
	tell("consumed %u, lost %lu\n", buf[0], rec.lost);
	check_consumed(buf, rec.len, rec.ts, rec.lost);
	/* What came behind it may have been forgotten since. */
	if (were != forgets)
		forget(b->cpu[0]);
	return true;
}

/* Take a whole sub-buffer, and read all of it. */
static void take_page(void)
{
	struct ring_cpu *cpu = buffer->cpu[0];
	struct ring_walk w = { 0 };
	unsigned long lost;

	raw_spin_lock(&cpu->lock);
	w.end = ring_take_page(cpu, &spare);
	if (!w.end && ring_fill(cpu))
		w.end = ring_take_page(cpu, &spare);
	lost = cpu->reader.lost;
	if (w.end)
		cpu->reader.lost = 0;
	raw_spin_unlock(&cpu->lock);
	w.data = spare->data;
	w.ts = spare->ts;
	tell("page of %u, lost %lu\n", w.end, lost);
	for (; !failure && ring_walk_find(&w); ring_walk_skip(&w)) {
		check_consumed(w.payload, w.len, w.next_ts, lost);
		lost = 0;
	}
	/* Nothing but void records. */
	if (w.end)
		cpu->reader.lost += lost;
}

/* Read without consuming; where consuming readers are now nobody else is. */
static void iterate(struct trace_buffer *b)
{
	struct stream *st = stream_of(b->cpu[0]);
	u64 end = st->last_read_end, ts = st->last_read_ts;
	int from = st->last_read, were = forgets;
	struct ring_cursor *c = ring_cursor_open(b, 0, GFP_KERNEL);
	struct ring_record *rec;

	while (!failure && (rec = ring_cursor_peek(c))) {
		if (were != forgets)
			from = -1;
		check_record(rec->data, rec->len, rec->ts, rec->lost, &from, &end, &ts, false);
		ring_cursor_advance(c);
	}
	ring_cursor_close(c);
}

/*
 * Forget what is committed. What that was is known only if nothing is read
 * any more; so the reader forgets too, and reads what is committed later.
 */
static void reset(void)
{
	struct ring_cpu *c = buffer->cpu[0];

	raw_spin_lock(&c->lock);
	ring_drain(c);
	raw_spin_unlock(&c->lock);
	forget(c);
}

/* Void records do not count, nor those behind the committed position. */
static void count(void)
{
	unsigned long unread = 0;
	struct ring_stats st;
	int i;

	ring_stats(buffer, 0, &st);
	for (i = 0; i < nr_ops; i++)
		unread += ops[i].state == COMMITTING && !ops[i].read &&
			  !before(streams[ops[i].stream].cpu->committed, ops[i].end);
	check(st.entries <= unread, "R6: more entries than records");
}

/* Wait for any record of this CPU, or of any, or for so much. */
static void wait_for(int cpu, int full)
{
	waiter.full = full;
	ring_buffer_wait(buffer, cpu, full, NULL, NULL);
}

/*
 * c: consume one; C: consume until nothing is left; p: take a sub-buffer; i: iterate;
 * n: see how many there are; z: reset; b: wait for a record; B: of any CPU; f: for
 * a full sub-buffer; F: for a full ring.
 */
static void reader(void)
{
	const char *p;

	for (;;) {
		for (p = config->reader ?: ""; *p; p++) {
			if (*p == 'i')
				iterate(buffer);
			else if (*p == 'p')
				take_page();
			else if (*p == 'n')
				count();
			else if (*p == 'z')
				reset();
			else if (*p == 'b' || *p == 'B')
				wait_for(*p == 'b' ? 0 : RING_BUFFER_ALL_CPUS, 0);
			else if (*p == 'f' || *p == 'F')
				wait_for(0, *p == 'f' ? 1 : 100);
			else
				while (consume(buffer) && *p == 'C')
					;
		}
		reader_done = true;
		to_writer();
	}
}

/* At the end, with all written: the counts of a buffer, before and after all of it is read. */
static void check_buffer(struct trace_buffer *b)
{
	unsigned long committed = 0, refused = 0, off = 0, read = 0, unread = 0;
	struct ring_cpu *cpu = b->cpu[0];
	struct stream *stream = stream_of(cpu);
	int i, nr = stream - streams;
	struct ring_stats st, st2;

	for (i = 0; i < nr_ops; i++) {
		committed += ops[i].state == COMMITTING && ops[i].stream == nr;
		refused += ops[i].state == REFUSED;
		off += ops[i].state == OFF;
	}
	check(cpu->committed == cpu->pos, "R1: committed did not reach the end");
	check(!cpu->nest, "the recursion guard is left set");
	check(cpu->pending.top == cpu->pending.handle && !cpu->pending.nests,
	      "the interface without handles is left with one");
	ring_stats(b, 0, &st);
	seen = st;
	if (was_reset) {
		check(st.entries + st.overrun + st.read <= committed, "R6: counts after a reset");
	} else {
		check(st.entries + st.overrun + st.read == committed, "R6: counts do not add up");
		/* Of two buffers it is not known which one refused. */
		check(nr_streams > 1 || (st.dropped + st.commit_overrun >= refused &&
					 st.dropped + st.commit_overrun <= refused + off),
		      "R6: refused, and not counted");
	}
	check(config->overwrite || !st.overrun, "R5: overwritten without leave");
	iterate(b);
	while (consume(b))
		unread++;
	for (i = 0; i < nr_ops; i++)
		read += ops[i].read && ops[i].stream == nr;
	check(unread == st.entries, "R6: entries are not those that can be read");
	ring_stats(b, 0, &st2);
	check(!st2.entries && !st2.bytes, "R6: read out, and not empty");
	check(!ring_buffer_nr_dirty_pages(b, 0), "R8: read out, and something is full");
	if (was_reset)
		return;
	/* A ring has two slots at least, so two sub-buffers later it may be gone. */
	for (i = 0; i < nr_ops; i++) {
		check(ops[i].state != COMMITTING || ops[i].read || ops[i].stream != nr ||
		      ring_pos_seq(cpu->pos, cpu->head_seq) -
		      ring_pos_seq(ops[i].end, cpu->head_seq) >= min(config->slots, 2U),
		      "R5: lost before the ring was full");
	}
	check(st2.read == read && st2.overrun == committed - read, "R6: counts after reading");
	check(st2.overrun == stream->lost_told || (st2.overrun > stream->lost_told && !unread),
	      "R6: overrun, and readers not told");
}

static void check_end(void)
{
	int i;

	for (i = 0; i < nr_ops; i++)
		check(ops[i].state != RESERVED, "a record was left pending");
	check_buffer(buffer);
	if (other)
		check_buffer(other);
}

static struct trace_buffer *new_buffer(void)
{
	/* Where sequence numbers of positions and of slots wrap. */
	struct trace_buffer *b = buffer_alloc(0, config->slots, config->overwrite, BIT_ULL(41) - 1);
	struct ring_cpu *cpu = b->cpu[0];

	b->clock = shim_clock;
	b->abs = config->abs;
	ring_set_abs(cpu, config->abs);
	streams[nr_streams++] = (struct stream) {
		.cpu = cpu, .last_committed = cpu->committed, .last_read = -1,
	};
	return b;
}

static void one_run(void)
{
	const char *p;

	nr_ops = depth = at = clock_at = held = offs = nr_streams = 0;
	nested_left = config->max_nested;
	switches_left = config->max_switches;
	was_reset = false;
	memset(&waiter, 0, sizeof(waiter));
	memset(&late, 0, sizeof(late));
	now = 1000;
	other_now = 500;
	shim_context = 0;
	shim_page_size = RING_SUBBUF_HEADER + config->words * 4;
	shim_clock = clock_step;
	buffer = new_buffer();
	other = strpbrk(config->script, "b") || strpbrk(config->nested, "b") ? new_buffer() : NULL;
	spare = subbuf_alloc(0);

	stack_of[1] = reader_stack + sizeof(reader_stack) - 8 * 8;
	((void **)stack_of[1])[6] = reader;
	reader_done = !config->reader;

	exploring = true;
	for (p = config->script; *p && !failure; p++) {
		run_op(*p);
		check_waiter(false);
	}
	switches_left = 0;
	/* Whoever still waits is told that there will be no more. */
	while (!reader_done && exploring && !failure) {
		check_waiter(true);
		waiter.told |= sleeping();
		to_reader();
	}
	exploring = false;
	if (!failure)
		check_end();
	buffer_free(buffer);
	if (other)
		buffer_free(other);
	free(spare);
	runs++;
}

#include "explore-configs.h"

static void show_failure(void)
{
	int i;

	printf("# %s: %s\n# choices:", config->name, failure);
	for (i = 0; i < at; i++)
		if (choice[i])
			printf(" %d:%d", i, choice[i]);
	printf("\n# entries %lu overrun %lu read %lu dropped %lu commit overrun %lu\n",
	       seen.entries, seen.overrun, seen.read, seen.dropped, seen.commit_overrun);
	for (i = 0; i < nr_ops; i++)
		printf("# op %d: state %d end %#llx ts %llu%s\n", i, ops[i].state,
		       (unsigned long long)ops[i].end, (unsigned long long)ops[i].ts,
		       ops[i].read ? " read" : "");
}

int main(int argc, char **argv)
{
	const char *only = argc > 1 ? argv[1] : NULL;
	int i, n = 0, bad = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getenv("EXPLORE_RANDOM"))
		random_runs = strtoul(getenv("EXPLORE_RANDOM"), NULL, 0);
	for (i = 0; i < sizeof(configs) / sizeof(configs[0]); i++)
		n += !only || strstr(configs[i].name, only);
	printf("KTAP version 1\n1..%d\n", n);
	for (i = 0, n = 0; i < sizeof(configs) / sizeof(configs[0]); i++) {
		config = &configs[i];
		if (only && !strstr(config->name, only))
			continue;
		runs = points = fixed = seed = 0;
		failure = NULL;
		do
			one_run();
		while (!failure && next_run());
		if (failure) {
			show_failure();
			bad++;
			fixed = at;
			failure = NULL;
			telling = true;
			one_run();
			telling = false;
		}
		printf("%sok %d explore: %s # %llu interleavings, %llu states\n",
		       failure ? "not " : "", ++n, config->name, runs, points);
		if (failure && getenv("EXPLORE_ONE"))
			return 1;
	}
	return bad ? 1 : 0;
}
