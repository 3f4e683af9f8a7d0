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
 * The writer runs its script, the reader reads until it finds nothing, at the
 * end the rest is read. Checked on the way and at the end are R1 to R7 of the
 * design, against what each operation knows it did.
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
	int		max_nested;	/* operations nested, in all */
	int		max_depth;	/* of nesting */
	int		max_switches;	/* between writer and reader */
};

enum op_state { RESERVING, RESERVED, COMMITTING, DISCARDING, REFUSED };

struct op {
	enum op_state	state;
	u64		end;
	u64		ts;
	u32		len;		/* of the payload; 12 bytes may become 4 */
	bool		read;
	bool		was_pending;	/* at the last reset */
};

static const struct config *config;
static struct trace_buffer *buffer;
static struct ring_cpu *cpu;
static struct ring_subbuf *spare;
static struct op ops[MAX_OPS];
static int nr_ops, depth, nested_left, switches_left, held;
static u64 last_read_end, last_read_ts, lost_told, last_committed;
static int last_read, clock_at;
static u64 now;
static struct ring_stats seen;		/* at the end of the run */
static bool in_reader, exploring, reader_done, was_reset, telling;

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
	else
		choice[at] = 0;
	options[at++] = n;
	return c;
}

/* To the next list of choices; false if this was the last. */
static bool next_run(void)
{
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

	tell("%d: to reader\n", at);
	in_reader = true;
	shim_context = 0;
	switch_stack(&stack_of[0], stack_of[1]);
	tell("%d: to writer, depth %d\n", at, depth);
	in_reader = false;
	shim_context = context;
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

/* Nobody waits here. */
void ring_wake(struct ring_cpu *c) { fail("woke somebody"); }
void ring_wake_full(struct ring_cpu *c) { fail("woke somebody"); }

static bool before(u64 a, u64 b)
{
	/* Ends of records in the stream; counts do not matter. */
	a -= (u64)ring_pos_count(a) * RING_POS_RECORD;
	b -= (u64)ring_pos_count(b) * RING_POS_RECORD;
	return (s64)(a - b) < 0;
}

static void run_op(char op);

void point(void)
{
	static const u32 context[] = { 0, SOFTIRQ_OFFSET, 1 << 16, 1 << 20 };
	int n_nested, n_reader, c;

	if (!exploring)
		return;
	points++;
	check(!before(cpu->committed, last_committed), "R1: the committed position went back");
	last_committed = cpu->committed;
	if (in_reader) {
		if (switches_left && choose(2)) {
			switches_left--;
			to_writer();
		}
		return;
	}
	n_nested = nested_left && depth < config->max_depth ? strlen(config->nested) : 0;
	n_reader = switches_left && !reader_done;
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
	shim_context = context[depth];
	run_op(config->nested[c - 1]);
	depth--;
	shim_context = context[depth];
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

/* Operation @id was seen to hold the place that ends at its end. */
static void check_order(int id)
{
	int i;

	for (i = 0; i < nr_ops; i++) {
		if (ops[i].state == RESERVED && before(ops[i].end, ops[id].end))
			check(!ops[id].read, "R1: read before an earlier one was committed");
		if (ops[i].read && before(ops[id].end, ops[i].end) && ops[id].state == RESERVED)
			fail("R1: reserved in front of one that was read");
	}
}

/*
 * w: a record of one word; v: of two; W: of three; d, D: discarded; s: made
 * shorter; h: hold; r: resize.
 */
static void run_op(char what)
{
	u32 len = strchr("wd", what) ? 4 : what == 'v' ? 8 : 12;
	struct ring_handle h;
	struct op *op;
	u32 *p;

	if (what == 'h' || what == 'r') {
		/* What runs on the CPU to change the buffer; not when a reader is in it. */
		if (!raw_spin_trylock(&cpu->lock))
			return;
		tell("%d: hold, depth %d\n", at, depth);
		if (what == 'r') {
			buffer_resize(cpu, 0, cpu->set.nr_slots == 2 ? 3 : 2);
		} else if (ring_hold(cpu)) {
			held++;
			ring_close(cpu);
			ring_release(cpu);
		}
		raw_spin_unlock(&cpu->lock);
		return;
	}
	op = &ops[nr_ops++];
	*op = (struct op) { .state = RESERVING, .len = len };
	p = ring_reserve(buffer, &h, len);
	if (!p) {
		op->state = REFUSED;
		return;
	}
	op->end = h.end;
	op->ts = h.ts;
	op->state = RESERVED;
	tell("op %d reserved, depth %d, end %#llx\n", (int)(op - ops), depth,
	     (unsigned long long)op->end);
	check_order(op - ops);
	p[0] = op - ops;
	point();
	if (len >= 8)
		p[1] = 0x5a5a5a5a;
	if (len >= 12) {
		point();
		p[2] = ~(u32)(op - ops);
	}
	if (what == 's') {
		ring_shrink(&h, 4);
		op->end = h.end;
	}
	if (what == 'd' || what == 'D') {
		op->state = DISCARDING;
		ring_discard(&h);
	} else {
		op->state = COMMITTING;
		ring_commit(&h);
	}
	tell("op %d done, committed %#llx\n", (int)(op - ops),
	     (unsigned long long)cpu->committed);
}

/* A record came to a reader. Records of @from and on, in order. */
static void check_record(const u32 *p, u32 len, u64 ts, unsigned long lost, int *from, u64 *end,
			 u64 *last_ts, bool consumed)
{
	u32 id = p[0];
	unsigned long missed = 0;
	int i;

	if (id >= nr_ops) {
		fail("R1: torn record");
		return;
	}
	check(ops[id].state == COMMITTING, "R1, R7: record not committed, or discarded");
	if (ops[id].state == RESERVING || ops[id].state == REFUSED)
		return;
	if (len >= 8 && ops[id].len >= 8)
		check(p[1] == 0x5a5a5a5a, "R1: torn payload");
	if (len >= 12 && ops[id].len >= 12)
		check(p[2] == ~id, "R1: torn payload");
	check(ts == ops[id].ts, "R2: not the time it was given");
	check(*from < 0 || ts >= *last_ts, "R2: time went back");
	check(*from < 0 || before(*end, ops[id].end), "order: read backwards, or twice");
	for (i = 0; i < nr_ops; i++) {
		if (i != id && ops[i].state == COMMITTING && before(ops[i].end, ops[id].end) &&
		    (*from < 0 || before(*end, ops[i].end)))
			missed++;
	}
	/* What a reset forgot is not lost. Behind the first record read since, all is known. */
	check(lost == missed || (was_reset && *from < 0), "R6: lost, and not told so");
	if (consumed) {
		check(!ops[id].read, "read twice");
		ops[id].read = true;
		check_order(id);
		lost_told += lost;
	}
	*from = id;
	*end = ops[id].end;
	*last_ts = ts;
}

static bool consume(void)
{
	struct ring_record rec;
	u32 buf[16];

	/* Who has failed may not find an end. */
	if (failure || ring_consume(buffer, 0, buf, sizeof(buf), &rec))
		return false;
	tell("consumed %u, lost %lu\n", buf[0], rec.lost);
	check_record(buf, rec.len, rec.ts, rec.lost, &last_read, &last_read_end, &last_read_ts,
		     true);
	return true;
}

/* Take a whole sub-buffer, and read all of it. */
static void take_page(void)
{
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
		check_record(w.payload, w.len, w.next_ts, lost, &last_read, &last_read_end,
			     &last_read_ts, true);
		lost = 0;
	}
	/* Nothing but void records. */
	if (w.end)
		cpu->reader.lost += lost;
}

/* Read without consuming; where consuming readers are now nobody else is. */
static void iterate(void)
{
	u64 end = last_read_end, ts = last_read_ts;
	int from = last_read;
	struct ring_cursor *c = ring_cursor_open(buffer, 0, GFP_KERNEL);
	struct ring_record *rec;

	while (!failure && (rec = ring_cursor_peek(c))) {
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
	struct ring_cpu *c = cpu;
	int i;

	raw_spin_lock(&c->lock);
	for (i = 0; i < nr_ops; i++)
		ops[i].was_pending = ops[i].state != COMMITTING;
	ring_drain(c);
	raw_spin_unlock(&c->lock);
	last_read = -1;
	was_reset = true;
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
			  !before(cpu->committed, ops[i].end);
	check(st.entries <= unread, "R6: more entries than records");
}

/*
 * c: consume one; C: consume until nothing is left; p: take a sub-buffer; i: iterate;
 * n: see how many there are; z: reset.
 */
static void reader(void)
{
	const char *p;

	for (;;) {
		for (p = config->reader ?: ""; *p; p++) {
			if (*p == 'i')
				iterate();
			else if (*p == 'p')
				take_page();
			else if (*p == 'n')
				count();
			else if (*p == 'z')
				reset();
			else
				while (consume() && *p == 'C')
					;
		}
		reader_done = true;
		to_writer();
	}
}

static void check_end(void)
{
	unsigned long committed = 0, refused = 0, read = 0, unread = 0;
	struct ring_stats st, st2;
	int i;

	for (i = 0; i < nr_ops; i++) {
		committed += ops[i].state == COMMITTING;
		refused += ops[i].state == REFUSED;
		check(ops[i].state != RESERVED, "a record was left pending");
	}
	check(cpu->committed == cpu->pos, "R1: committed did not reach the end");
	check(!cpu->nest, "the recursion guard is left set");
	ring_stats(buffer, 0, &st);
	seen = st;
	if (was_reset) {
		check(st.entries + st.overrun + st.read <= committed, "R6: counts after a reset");
	} else {
		check(st.entries + st.overrun + st.read == committed, "R6: counts do not add up");
		check(st.dropped + st.commit_overrun == refused, "R6: refused, and not counted");
	}
	check(config->overwrite || !st.overrun, "R5: overwritten without leave");
	iterate();
	while (consume())
		unread++;
	for (i = 0; i < nr_ops; i++)
		read += ops[i].read;
	check(unread == st.entries, "R6: entries are not those that can be read");
	ring_stats(buffer, 0, &st2);
	check(!st2.entries && !st2.bytes, "R6: read out, and not empty");
	if (was_reset)
		return;
	/* A ring has two slots at least, so two sub-buffers later it may be gone. */
	for (i = 0; i < nr_ops; i++) {
		check(ops[i].state != COMMITTING || ops[i].read ||
		      ring_pos_seq(cpu->pos, cpu->head_seq) -
		      ring_pos_seq(ops[i].end, cpu->head_seq) >= min(config->slots, 2U),
		      "R5: lost before the ring was full");
	}
	check(st2.read == read && st2.overrun == committed - read, "R6: counts after reading");
	check(st2.overrun == lost_told || (st2.overrun > lost_told && !unread),
	      "R6: overrun, and readers not told");
}

static void one_run(void)
{
	const char *p;

	nr_ops = depth = at = clock_at = held = 0;
	nested_left = config->max_nested;
	switches_left = config->max_switches;
	was_reset = false;
	last_read = -1;
	last_read_end = last_read_ts = lost_told = 0;
	now = 1000;
	shim_context = 0;
	shim_page_size = RING_SUBBUF_HEADER + config->words * 4;
	shim_clock = clock_step;
	/* Where sequence numbers of positions and of slots wrap. */
	buffer = buffer_alloc(0, config->slots, config->overwrite, BIT_ULL(41) - 1);
	cpu = buffer->cpu[0];
	spare = subbuf_alloc(0);
	last_committed = cpu->committed;
	buffer->abs = config->abs;
	ring_set_abs(cpu, config->abs);

	stack_of[1] = reader_stack + sizeof(reader_stack) - 8 * 8;
	((void **)stack_of[1])[6] = reader;
	reader_done = !config->reader;

	exploring = true;
	for (p = config->script; *p; p++)
		run_op(*p);
	switches_left = 0;
	while (!reader_done && exploring)
		to_reader();
	exploring = false;
	if (!failure)
		check_end();
	buffer_free(buffer);
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
	for (i = 0; i < sizeof(configs) / sizeof(configs[0]); i++)
		n += !only || strstr(configs[i].name, only);
	printf("KTAP version 1\n1..%d\n", n);
	for (i = 0, n = 0; i < sizeof(configs) / sizeof(configs[0]); i++) {
		config = &configs[i];
		if (only && !strstr(config->name, only))
			continue;
		runs = points = fixed = 0;
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
