/* SPDX-License-Identifier: GPL-2.0 */
/*
 * probe/: events that users put where they want them.
 *
 * What it is for: a line like "p:name place arg=fetch:type ..." becomes an event whose
 * records hold what the line asks to fetch at that place. There is one language, one
 * parser and one way of a record for all kinds of places: instructions of the kernel
 * (p), returns of its functions (r), the same in programs, entries and exits by
 * fprobe (f), tracepoints (t) and other events (e).
 *
 *	parse.c		a line into words, names, numbers
 *	arg.c		an argument into a fetch program
 *	type.c		types: how values are stored, described and printed
 *	fetch.c		fetch programs run
 *	event.c		what has a name in events/: one or several probes
 *	record.c	from a hit to the record, for ftrace and perf
 *	kprobe.c, uprobe.c, ...	one kind of place each: struct probe_kind
 *
 * Locks: dynamic_mutex is held while probes come and go, event_mutex while one is
 * attached or detached, and while the list of an event's probes changes. Hits come
 * in any context; what they use (probe_event::sinks, ::perf) changes under RCU. No
 * hit runs any more when a probe is freed.
 */
#ifndef _KERNEL_TRACE_PROBE_INTERNAL_H
#define _KERNEL_TRACE_PROBE_INTERNAL_H

#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/trace_events.h>
#include <linux/types.h>

#include "../event/dynamic.h"
#include "../event/event.h"

struct perf_event;
struct pt_regs;
struct seq_file;

#define PROBE_MAX_ARGS		128
#define PROBE_MAX_NAME		64	/* of an event or a group, with its NUL */
#define PROBE_MAX_ARG_NAME	32	/* of an argument, likewise */
#define PROBE_MAX_ARRAY		64
#define PROBE_MAX_DEPTH		16	/* of nested parentheses */
#define PROBE_MAX_RECORD	3072	/* bytes of a record without texts */

/* ---- types: type.c ---- */

enum probe_look {
	LOOK_UNSIGNED,
	LOOK_SIGNED,
	LOOK_HEX,
	LOOK_CHAR,
	LOOK_SYMBOL,
	LOOK_STRING,		/* and all below: text of variable length */
	LOOK_USTRING,
	LOOK_SYMSTR,
};

/**
 * struct fetch_type - a type of a fetched value: a row of the table
 * @name: as written
 * @field: as the format file has it
 * @look: how it is printed
 * @size: bytes in the record; of text those of its location
 */
struct fetch_type {
	const char	*name;
	const char	*field;
	u8		look;
	u8		size;
};

static inline bool type_is_text(const struct fetch_type *t)
{
	return t->look >= LOOK_STRING;
}

const struct fetch_type *fetch_type_find(const char *name, size_t len);

/**
 * struct probe_field - an argument, as the records have it
 * @name: its name
 * @type: its type, or that of an element
 * @count: elements of an array, 0: it is none
 * @offset: in the record
 */
struct probe_field {
	const char		*name;
	const struct fetch_type	*type;
	u16			count;
	u16			offset;
};

static inline unsigned int field_size(const struct probe_field *f)
{
	return f->type->size * (f->count ?: 1);
}

void fetch_type_print(struct trace_seq *s, const struct probe_field *f, const void *rec);
/* What of it stands in "print fmt"; both return what snprintf() does. */
int fetch_type_format(char *to, size_t room, const struct probe_field *f);
int fetch_type_operands(char *to, size_t room, const struct probe_field *f);

/* ---- fetch programs: fetch.c ---- */

enum fetch_op {
	/* The first step: a value */
	FETCH_IMM,		/* imm; also the address of a symbol or a text */
	FETCH_REG,		/* the register at byte imm of struct pt_regs */
	FETCH_SP,		/* the stack pointer */
	FETCH_STACK,		/* the word imm of the stack */
	FETCH_RETVAL,		/* what the function returns */
	FETCH_ARG,		/* word imm of fetch_ctx::args */
	FETCH_COMM,		/* the address of the task's name */
	FETCH_CURRENT,		/* the task */
	FETCH_FILE,		/* where byte imm of the probed file is mapped */
	FETCH_FIELD,		/* of a record: size bytes at imm */
	FETCH_SFIELD,		/* the same, signed */
	FETCH_IN_RECORD,	/* the address of byte imm of the record */
	FETCH_DYNAMIC,		/* the address that the location at imm tells */
	FETCH_RELATIVE,		/* the same, if it counts from the location's end */
	/* Further ones: go on from the value */
	FETCH_READ,		/* the word at value + imm */
	FETCH_UREAD,		/* the same in user memory */
};

struct fetch_step {
	u8	op;
	u16	size;
	s64	imm;
};

enum fetch_end {
	END_VALUE,		/* the value itself */
	END_MEMORY,		/* what is at value + imm */
	END_TEXT,		/* the text there */
	END_SYMBOL,		/* the name of the function at the value */
};

/**
 * struct fetch_prog - how an argument is fetched
 * @steps: from where the value comes
 * @nr_steps: how many, 1 at least
 * @end: enum fetch_end
 * @user: what @end reads is user memory
 * @size: bytes of a value, of an element
 * @shift: bits below a bit field
 * @bits: its width, 0: it is none
 * @count: elements of an array, 0: it is none
 * @offset: of the field in the record
 * @imm: for @end
 * @data: a text that belongs to it, or NULL
 * @text: as it was written, without the name
 */
struct fetch_prog {
	struct fetch_step	*steps;
	u8			nr_steps;
	u8			end;
	bool			user;
	u8			size;
	u8			shift;
	u8			bits;
	u16			count;
	u16			offset;
	s64			imm;
	char			*data;
	char			*text;
};

/**
 * struct fetch_ctx - where a program runs
 * @regs: registers at the probe
 * @args: arguments of the function or tracepoint
 * @rec: record of another event
 * @base: where byte 0 of the probed file would be mapped
 * @sleeps: at a user's instruction: all memory is the user's, and may be faulted in
 */
struct fetch_ctx {
	struct pt_regs		*regs;
	const unsigned long	*args;
	const void		*rec;
	unsigned long		base;
	bool			sleeps;
};

/*
 * Run the programs of @nr arguments into the record @rec, of @fixed bytes without
 * texts, with room for @room bytes.  Returns how long it is.  *@faults counts
 * arguments that could not be read: they are 0, or texts without length.
 */
unsigned int probe_fetch(const struct fetch_prog *prog, unsigned int nr, const struct fetch_ctx *c,
			 void *rec, unsigned int fixed, unsigned int room, unsigned int *faults);

/* ---- lines: parse.c, arg.c ---- */

/* What there is at a place to fetch from */
enum probe_flags {
	PROBE_REGS	= BIT(0),	/* registers and a stack */
	PROBE_USER	= BIT(1),	/* in a program */
	PROBE_RETURN	= BIT(2),	/* a function returns */
	PROBE_ENTRY	= BIT(3),	/* a function is entered */
	PROBE_ARGS	= BIT(4),	/* arguments come as fetch_ctx::args */
	PROBE_RECORD	= BIT(5),	/* a record of another event */
	PROBE_SAVED	= BIT(6),	/* arguments were saved at the entry: fetch_ctx::args */
};

/**
 * struct probe_line - a line taken apart
 * @whole: as it was written
 * @buf: a copy that is cut into pieces; the pointers below are into it
 * @error: what is wrong, NULL: nothing yet
 * @pos: where in the line
 * @message: memory for @error if no constant can tell it
 * @letter: what it begins with
 * @maxactive: the number behind it, 0 without one
 * @group: its group, NULL: the default
 * @event: its name, NULL: to be made up
 * @place: where it goes, without the rest
 * @is_return: %return stood behind it
 * @filter: what follows "if"
 * @made: a name for it, if it has none
 * @nr_args: words behind the place
 * @args: they
 *
 * Where arguments are fetched:
 * @flags: enum probe_flags
 * @max_arg: how many arguments there are to $argN; 0: none if PROBE_ARGS is set, else
 *	nobody knows
 * @max_arg_used: the highest N
 * @call: the event whose records are looked at
 * @func: name of the function or tracepoint, for BTF
 *
 * What becomes of the arguments:
 * @fields: one for each
 * @progs: one for each
 * @head: bytes of a record before the first argument
 * @fixed: bytes with all arguments, without texts
 */
struct probe_line {
	const char		*whole;
	char			*buf;
	const char		*error;
	unsigned int		pos;
	char			message[160];

	char			letter;
	unsigned int		maxactive;
	char			*group;
	char			*event;
	char			*place;
	bool			is_return;
	char			*filter;
	char			made[PROBE_MAX_NAME];
	unsigned int		nr_args;
	char			*args[PROBE_MAX_ARGS];

	unsigned int		flags;
	unsigned int		max_arg;
	unsigned int		max_arg_used;
	struct trace_event_call	*call;
	const char		*func;

	struct probe_field	*fields;
	struct fetch_prog	*progs;
	unsigned int		head;
	unsigned int		fixed;
};

/* Take note of a mistake at @at, a pointer into l->buf. Returns -EINVAL. */
int probe_error(struct probe_line *l, const char *at, const char *text);
__printf(3, 4) int probe_errorf(struct probe_line *l, const char *at, const char *fmt, ...);

int probe_split(struct probe_line *l, const char *text);
/* Compile l->args for a place of the kind that @flags tell. */
int probe_args(struct probe_line *l, unsigned int flags, unsigned int head);
void probe_line_free(struct probe_line *l);

bool probe_good_name(const char *name);
bool probe_good_group(const char *name);

int probe_arg(struct probe_line *l, unsigned int i);
void fetch_prog_free(struct fetch_prog *prog, unsigned int nr);
void probe_fields_free(struct probe_field *fields, unsigned int nr);

/* ---- names of the kernel: symbol.c ---- */

/*
 * The address of a symbol, of a module if @mod is not NULL.  -ENOENT, and the
 * line says so; -EADDRNOTAVAIL if there are several.
 */
int probe_symbol(struct probe_line *l, char *at, unsigned long *addr);

/**
 * struct probe_place - a place in the kernel
 * @mod: its module, as written, or NULL
 * @symbol: its function, as written, or NULL: @addr was given
 * @offset: in the function
 * @addr: where it is; 0: in a module that is not loaded
 */
struct probe_place {
	char		*mod;
	char		*symbol;
	unsigned long	offset;
	unsigned long	addr;
};

int probe_place_parse(struct probe_line *l, struct probe_place *place);
int probe_place_resolve(struct probe_line *l, struct probe_place *place);
void probe_place_free(struct probe_place *place);
bool probe_module_loaded(const char *mod);

/* ---- events: event.c ---- */

/**
 * struct probe_event - what has a name: one or several probes with the same fields
 * @call: the event
 * @class: of this event alone
 * @kind: what its probes are
 * @probes: they; under event_mutex
 * @sinks: struct probe_sink, where records go
 * @perf: perf's side, or NULL
 * @targets: perf events that are for a task only, by hw.tp_list
 * @systemwide: how many are for all tasks
 * @targets_lock: protects both, which hits look at
 * @head: what head_format() said of the first one
 * @attached: how many want it attached
 * @nr_fields: arguments
 * @fields: they
 * @is_return: of returns: two addresses in front
 * @local: perf's own, not in the registry
 */
struct probe_event {
	struct trace_event_call		call;
	struct trace_event_class	class;
	const struct probe_kind		*kind;
	struct list_head		probes;
	struct list_head		sinks;
	struct trace_event_perf		*perf;
	struct list_head		targets;
	unsigned int			systemwide;
	rwlock_t			targets_lock;
	char				*head;
	unsigned int			attached;
	unsigned int			nr_fields;
	struct probe_field		*fields;
	bool				is_return;
	bool				local;
};

struct probe_sink {
	struct list_head	node;
	struct trace_event_file	*file;
	struct rcu_head		rcu;
};

/* What happened to a probe; a CPU's */
struct probe_counts {
	unsigned long	hits;
	unsigned long	faults;		/* arguments that could not be read */
	unsigned long	no_room;	/* no memory to put texts together */
};

/**
 * struct probe - a place and what is fetched there
 * @dyn: its line
 * @node: in probe_event::probes
 * @event: its event
 * @counts: per CPU
 * @progs: one for each of the event's fields
 * @head: bytes of a record before the arguments
 * @fixed: with the arguments, without texts
 * @nr_args: how many arguments
 * @has_text: records have texts
 * @reads: memory is read, which in a program may sleep
 * @owns_event: the last one of its event: frees it
 */
struct probe {
	struct dynamic_event		dyn;
	struct list_head		node;
	struct probe_event		*event;
	struct probe_counts __percpu	*counts;
	struct fetch_prog		*progs;
	u16				head;
	u16				fixed;
	u16				nr_args;
	bool				has_text;
	bool				reads;
	bool				owns_event;
};

/**
 * struct probe_kind - a kind of place
 * @dyn: letters, name in error_log
 * @group: default group
 * @flag: TRACE_EVENT_FL_*
 * @parse: make a probe of the line, all but its event; an error pointer otherwise. If
 *	it has no name, put one into l->made
 * @same_place: are two probes at one place?
 * @show_head: print what the line begins with, up to the colon
 * @show_place: print the place as the line has it
 * @show_tail: print what stands behind the arguments; or NULL
 * @print_head: of a record: what stands in parentheses
 * @head_format: the same for the print format, with the parentheses
 * @head_operands: its operands, with a comma in front; at a return the second
 * @single: an event has one place only
 * @attach: let it hit from now on. Under event_mutex
 * @detach: no more. Under event_mutex
 * @refresh: more or less tasks may be wanted than before; or NULL. Under event_mutex
 * @sink_add: an instance wants it; for what is attached in each of them; or NULL
 * @sink_remove: undo that; or NULL
 * @sync: wait for hits that a grace period of RCU does not wait for; or NULL
 * @misses: how many hits never came here; or NULL
 */
struct probe_kind {
	struct dynamic_kind	dyn;
	const char		*group;
	int			flag;
	struct probe		*(*parse)(struct probe_line *l);
	bool			(*same_place)(struct probe *a, struct probe *b);
	void			(*show_head)(struct seq_file *m, struct probe *p);
	void			(*show_place)(struct seq_file *m, struct probe *p);
	void			(*show_tail)(struct seq_file *m, struct probe *p);
	void			(*print_head)(struct trace_seq *s, struct probe_event *e,
					      const unsigned long *head, u64 options);
	const char		*(*head_format)(struct probe *p);
	const char		*head_operands[2];
	bool			single;
	int			(*attach)(struct probe *p);
	void			(*detach)(struct probe *p);
	int			(*refresh)(struct probe *p, bool more);
	int			(*sink_add)(struct probe *p, struct trace_event_file *file);
	void			(*sink_remove)(struct probe *p, struct trace_event_file *file);
	void			(*sync)(void);
	unsigned long		(*misses)(struct probe *p);
};

#define kind_of_probe(p) container_of((p)->dyn.kind, struct probe_kind, dyn)

/* For the kinds' tables */
void probe_head_symbols(struct trace_seq *s, struct probe_event *e, const unsigned long *head,
			u64 options);
void probe_make_name(char *name, struct probe_line *l, const char *symbol, const char *offset);
int probe_create(const struct dynamic_kind *kind, char *line);
void probe_show(struct seq_file *m, struct dynamic_event *ev);
bool probe_matches(struct dynamic_event *ev, const char *rest);
bool probe_is_busy(struct dynamic_event *ev);
void probe_unlink(struct dynamic_event *ev);
void probe_free_common(struct probe *p);

#define PROBE_DYNAMIC						\
	.create		= probe_create,				\
	.show		= probe_show,				\
	.matches	= probe_matches,			\
	.is_busy	= probe_is_busy,			\
	.unlink		= probe_unlink

/* Take over what @l has become; for parse(). Undone by probe_teardown(). */
int probe_setup(struct probe *p, struct probe_line *l);
void probe_teardown(struct probe *p);

/* An event that only perf knows. Under dynamic_mutex. */
struct probe_event *probe_create_local(const struct probe_kind *kind, const char *line);
void probe_destroy_local(struct probe_event *e);

unsigned long probe_hits(struct probe *p);

/* ---- hits: record.c ---- */

int probe_record_prepare(void);

/*
 * A probe was hit. @head: the addresses in front of the arguments, as many as
 * probe::head has room for. Preemption is disabled, unless c->sleeps.
 */
void probe_record(struct probe *p, const struct fetch_ctx *c, const unsigned long *head);
/* The same in one instance only */
void probe_record_in(struct probe *p, const struct fetch_ctx *c, struct trace_event_file *file);
/* The same for perf, if its BPF programs let it */
void probe_record_perf(struct probe *p, const struct fetch_ctx *c, const unsigned long *head);

/* The same for both, in a program, where it may sleep; for perf only if @perf */
void probe_record_user(struct probe *p, const struct fetch_ctx *c, const unsigned long *head,
		       bool perf);

static inline bool probe_has_sinks(struct probe *p)
{
	return !list_empty(&p->event->sinks);
}

/* ---- kinds ---- */

extern struct probe_kind kprobe_kind;
extern struct probe_kind uprobe_kind;

void __init probe_boot(void);
int __init probe_bootconfig(const char *event, struct xbc_node *node);

/* What BPF tells of a kernel probe */
struct kprobe_info {
	const char	*symbol;
	unsigned long	offset;
	unsigned long	addr;
	unsigned long	missed;
};

void kprobe_info(struct probe *p, struct kprobe_info *info);
/* The path of a program's probe, and where it is in there */
const char *uprobe_path(struct probe *p, u64 *offset);

#endif /* _KERNEL_TRACE_PROBE_INTERNAL_H */
