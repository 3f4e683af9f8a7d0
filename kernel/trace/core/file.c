// SPDX-License-Identifier: GPL-2.0
/*
 * Files of tracefs, made from tables of rows.
 *
 * An inode of ours holds no pointer: an open may still be on its way when the
 * instance has gone. It holds a number that names the instance, the row and
 * the CPU, and open looks the instance up among those that live. From then on
 * the open file pins it.
 *
 * What is written to a text file is cut into units here, the bad ones
 * (NUL that is not at the end, too long) refused here, and each is handed to its row's
 * line() alone.
 */
#include <linux/ctype.h>
#include <linux/kstrtox.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/tracefs.h>
#include <linux/uaccess.h>

#include "internal.h"

/* ---- the number in an inode ---- */

#define KEY_CPU_BITS	14
#define KEY_ROW_BITS	10
#define KEY_TABLE_BITS	8

static_assert(BIT(KEY_CPU_BITS) > CONFIG_NR_CPUS);

struct file_table {
	const struct trace_file_row	*rows;
	unsigned int			nr;
};

/* Entries never go, and are complete before an inode names them. */
static DEFINE_MUTEX(tables_lock);
static struct file_table tables[BIT(KEY_TABLE_BITS)];
static unsigned int nr_tables;

static u64 file_key(u32 serial, unsigned int table, unsigned int row, int cpu)
{
	return (u64)serial << 32 | table << (KEY_CPU_BITS + KEY_ROW_BITS) |
		row << KEY_CPU_BITS | (cpu + 1);
}

static u32 serial_of_key(u64 key)
{
	return key >> 32;
}

static const struct file_table *table_of_key(u64 key)
{
	return &tables[(u32)key >> (KEY_CPU_BITS + KEY_ROW_BITS)];
}

static unsigned int row_of_key(u64 key)
{
	return (u32)key >> KEY_CPU_BITS & (BIT(KEY_ROW_BITS) - 1);
}

static int cpu_of_key(u64 key)
{
	return (int)(key & (BIT(KEY_CPU_BITS) - 1)) - 1;
}

/* Which of the rows of a table are meant */
static u8 place_of_key(u64 key)
{
	return cpu_of_key(key) != CPU_ALL ? FILE_CPU :
	       serial_of_key(key) == top_instance.serial ? FILE_TOP : FILE_INSTANCE;
}

static int table_index(const struct trace_file_row *rows, unsigned int nr)
{
	unsigned int i;

	guard(mutex)(&tables_lock);
	for (i = 0; i < nr_tables; i++)
		if (tables[i].rows == rows)
			return i;
	if (WARN_ON_ONCE(nr_tables == ARRAY_SIZE(tables) || nr > BIT(KEY_ROW_BITS)))
		return -ENOSPC;
	tables[nr_tables] = (struct file_table){ rows, nr };
	return nr_tables++;
}

/* ---- open and release ---- */

static ssize_t text_read(struct file *file, char __user *ubuf, size_t count, loff_t *pos);

static bool is_text(struct file *file)
{
	return file->f_op->read == text_read;
}

/* Who only writes does without the memory for what is read, and without its price. */
static bool has_seq_file(struct file *file)
{
	return is_text(file) && (file->f_mode & FMODE_READ);
}

/**
 * trace_file_of - the struct trace_file of an open file
 * @file: the file, of a row with or without its own file_operations
 */
struct trace_file *trace_file_of(struct file *file)
{
	if (has_seq_file(file))
		return ((struct seq_file *)file->private_data)->private;
	return file->private_data;
}

static int show_row(struct seq_file *m, void *v)
{
	struct trace_file *f = m->private;

	return f->row->show ? f->row->show(m, f) : 0;
}

static void *one_start(struct seq_file *m, loff_t *pos)
{
	return *pos ? NULL : SEQ_START_TOKEN;
}

static void *one_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void one_stop(struct seq_file *m, void *v)
{
}

static const struct seq_operations one_seq = {
	.start	= one_start,
	.next	= one_next,
	.stop	= one_stop,
	.show	= show_row,
};

static int text_attach(struct file *file, struct trace_file *f)
{
	fmode_t pwrite = file->f_mode & FMODE_PWRITE;
	int ret;

	if (!has_seq_file(file)) {
		file->private_data = f;
		return 0;
	}
	ret = seq_open(file, f->row->seq ?: &one_seq);
	if (ret)
		return ret;
	/* seq_open() takes it away. What a write does depends on no position. */
	file->f_mode |= pwrite;
	((struct seq_file *)file->private_data)->private = f;
	return 0;
}

/* Takes over the caller's reference to @inst, also when it fails. */
static int attach(struct file *file, struct trace_array *inst, int cpu,
		  const struct trace_file_row *row, void *private)
{
	struct trace_file *f = kzalloc(sizeof(*f), GFP_KERNEL);
	int ret = 0;

	if (!f) {
		instance_put(inst);
		return -ENOMEM;
	}
	f->inst = inst;
	f->cpu = cpu;
	f->row = row;
	f->private = private;
	mutex_init(&f->lock);

	file->private_data = NULL;
	if (!row->fops) {
		ret = text_attach(file, f);
		if (ret)
			goto free_file;
		if ((file->f_mode & FMODE_WRITE) && (file->f_flags & O_TRUNC) && row->truncate)
			ret = row->truncate(f);
		if (!ret && row->opened)
			ret = row->opened(f);
		if (ret)
			goto detach;
	} else {
		file->private_data = f;
	}
	return 0;

detach:
	if (has_seq_file(file))
		seq_release(file_inode(file), file);
free_file:
	kfree(f);
	instance_put(inst);
	return ret;
}

/**
 * trace_file_open_as - make an open file show a row that no table names
 * @file: the file
 * @inst: its instance; the caller holds trace_lock or something else that
 *	keeps it alive
 * @cpu: its CPU, or CPU_ALL
 * @row: its row
 * @private: becomes trace_file::private
 *
 * For files of directories that rooms fill themselves. If @row has no
 * file_operations of its own the file must use trace_text_fops().
 */
int trace_file_open_as(struct file *file, struct trace_array *inst, int cpu,
		       const struct trace_file_row *row, void *private)
{
	int ret = security_locked_down(LOCKDOWN_TRACEFS);

	if (ret)
		return ret;
	inst = instance_get(inst);
	if (!inst)
		return -ENODEV;
	return attach(file, inst, cpu, row, private);
}

/**
 * trace_file_open - open a file that trace_files_create() made
 * @inode: its inode
 * @file: the file
 *
 * Return: 0 and a struct trace_file, or an error: -ENODEV if the instance has
 * gone
 */
int trace_file_open(struct inode *inode, struct file *file)
{
	u64 key = (u64)inode->i_private;
	struct trace_array *inst;
	int ret = security_locked_down(LOCKDOWN_TRACEFS);

	if (ret)
		return ret;
	inst = instance_get_serial(serial_of_key(key));
	if (!inst)
		return -ENODEV;
	return attach(file, inst, cpu_of_key(key), &table_of_key(key)->rows[row_of_key(key)], NULL);
}

/**
 * trace_file_release - undo trace_file_open(); @file has no trace_file any more
 * @inode: its inode
 * @file: the file
 */
int trace_file_release(struct inode *inode, struct file *file)
{
	struct trace_file *f = trace_file_of(file);

	if (has_seq_file(file))
		seq_release(inode, file);
	kfree(f->carry);
	instance_put(f->inst);
	kfree(f);
	return 0;
}

/* ---- writing text ---- */

static bool is_blank(char c)
{
	return isspace(c);
}

static bool ends_unit(enum trace_file_unit unit, char c)
{
	return unit == UNIT_LINES ? c == '\n' : is_blank(c);
}

static size_t unit_limit(const struct trace_file_row *row)
{
	return row->max_line ?: PAGE_SIZE - 1;
}

/*
 * The unit at the start of @text, of @len bytes: where it begins, how long it
 * is, and through @next where the rest begins. @whole: it is known to end.
 */
static size_t cut_unit(enum trace_file_unit unit, char *text, size_t len,
		       size_t *begin, size_t *next, bool *whole)
{
	size_t end;

	*begin = 0;
	*whole = true;
	switch (unit) {
	case UNIT_LINES:
		for (end = 0; end < len && text[end] != '\n'; end++)
			;
		*next = min(end + 1, len);
		return end;
	case UNIT_WORDS:
	case UNIT_WHOLE_WORDS:
		while (*begin < len && is_blank(text[*begin]))
			++*begin;
		/* A comment is one unit, to the end of its line. */
		for (end = *begin; end < len && !is_blank(text[end]); end++)
			;
		if (end > *begin && text[*begin] == '#')
			while (end < len && text[end] != '\n')
				end++;
		*whole = end < len || unit == UNIT_WHOLE_WORDS;
		*next = end;
		return end - *begin;
	default:
		*next = len;
		return len && text[len - 1] == '\n' ? len - 1 : len;
	}
}

static int take_unit(struct trace_file *f, char *unit, size_t len)
{
	const struct trace_file_row *row = f->row;
	size_t end;
	int ret;

	if (len > unit_limit(row))
		return -E2BIG;
	unit[len] = 0;
	end = strlen(unit);
	if (end < len) {
		error_log(f->inst, row->name, unit, "A NUL, and more behind it", end);
		return -EINVAL;
	}
	ret = row->line(f, unit);
	if ((ret == -EINVAL || ret == -ERANGE) && row->mistake)
		error_log(f->inst, row->name, unit, row->mistake, 0);
	return ret;
}

static int take_carry(struct trace_file *f)
{
	char *word = f->carry;
	int ret;

	if (!word)
		return 0;
	f->carry = NULL;
	ret = take_unit(f, word, f->carried);
	kfree(word);
	return ret;
}

static int keep_carry(struct trace_file *f, const char *word, size_t len)
{
	if (len > unit_limit(f->row))
		return -E2BIG;
	f->carry = kmalloc(len + 1, GFP_KERNEL);
	if (!f->carry)
		return -ENOMEM;
	memcpy(f->carry, word, len);
	f->carried = len;
	return 0;
}

/*
 * Hand the units of @text, which has room for one byte more, to the row of @f: how
 * much was taken, or an error if nothing. @text may be a string with its end.
 */
ssize_t trace_file_take(struct trace_file *f, char *text, size_t len)
{
	enum trace_file_unit unit = f->row->unit;
	size_t done = 0, begin, next, n, ends = 0;
	bool whole;
	char kept;
	int ret;

	while (ends < len && !text[len - ends - 1])
		ends++;
	len -= ends;
	do {
		n = cut_unit(unit, text + done, len - done, &begin, &next, &whole);
		if (!whole) {
			ret = n ? keep_carry(f, text + done + begin, n) : 0;
		} else if (n || unit == UNIT_VALUE) {
			kept = text[done + begin + n];
			ret = take_unit(f, text + done + begin, n);
			text[done + begin + n] = kept;
		} else {
			ret = 0;
		}
		if (ret) {
			f->refused = true;
			return done ?: ret;
		}
		done += next;
	} while (done < len);
	return done + ends;
}

#define WRITE_CHUNK	(16 * PAGE_SIZE)

/**
 * trace_file_write - what writing to a file does whose row has a line()
 * @file: the file
 * @ubuf: what is written
 * @count: how much
 * @pos: is moved on
 */
ssize_t trace_file_write(struct file *file, const char __user *ubuf, size_t count, loff_t *pos)
{
	struct trace_file *f = trace_file_of(file);
	char few[64], *text = few;
	size_t carried, room;
	bool more;
	ssize_t ret;

	if (!f->row->line)
		return -EINVAL;
	/* A value may be empty: its row says what that means. Of others there is none. */
	if (!count && f->row->unit != UNIT_VALUE)
		return 0;
	/* A value that is too long is not cut: the bytes after it may change it */
	if (f->row->unit == UNIT_VALUE && count > unit_limit(f->row) + 1)
		return -E2BIG;

	guard(mutex)(&f->lock);
	room = max_t(size_t, WRITE_CHUNK, unit_limit(f->row) + 2);
	more = count > room;
	count = min(count, room);
	carried = f->carry ? f->carried : 0;
	/* Most writes are a number, or a name. */
	if (carried + count >= sizeof(few))
		text = kvmalloc(carried + count + 1, GFP_KERNEL);
	if (!text) {
		f->refused = true;
		return -ENOMEM;
	}
	if (copy_from_user(text + carried, ubuf, count)) {
		ret = -EFAULT;
		goto out;
	}
	if (carried) {
		memcpy(text, f->carry, carried);
		kfree(f->carry);
		f->carry = NULL;
	}
	if (more && (f->row->unit == UNIT_LINES || f->row->unit == UNIT_WHOLE_WORDS)) {
		/* The last one goes on behind what was copied: next time. */
		while (count && !ends_unit(f->row->unit, text[count - 1]))
			count--;
		if (!count) {
			ret = -E2BIG;
			goto out;
		}
	}
	ret = trace_file_take(f, text, carried + count);
	if (ret > 0) {
		/* What was carried had been accepted by the write before. */
		ret = ret > carried ? ret - carried : -EINVAL;
	}
	if (ret > 0)
		*pos += ret;
out:
	if (text != few)
		kvfree(text);
	f->refused |= ret < 0;
	return ret;
}

static int text_release(struct inode *inode, struct file *file)
{
	struct trace_file *f = trace_file_of(file);

	f->refused |= take_carry(f) < 0;
	if (f->row->released)
		f->row->released(f);
	return trace_file_release(inode, file);
}

static ssize_t text_read(struct file *file, char __user *ubuf, size_t count, loff_t *pos)
{
	struct trace_file *f = trace_file_of(file);

	if (!f->row->show && !f->row->seq)
		return -EINVAL;
	return seq_read(file, ubuf, count, pos);
}

static loff_t text_lseek(struct file *file, loff_t offset, int whence)
{
	if (has_seq_file(file))
		return seq_lseek(file, offset, whence);
	/* What a write does depends on no position. */
	file->f_pos = 0;
	return 0;
}

static const struct file_operations text_fops = {
	.open		= trace_file_open,
	.read		= text_read,
	.write		= trace_file_write,
	.llseek		= text_lseek,
	.release	= text_release,
};

/* The file_operations of text files with an open of their own: copy, set open. */
const struct file_operations *trace_text_fops(void)
{
	return &text_fops;
}

/* ---- numbers ---- */

/**
 * parse_number - a unit that is one decimal number and nothing else
 * @text: the unit
 * @min: smallest number allowed
 * @max: largest
 * @value: the number
 *
 * Return: 0, -EINVAL if it is no number or out of bounds, -ERANGE if no
 * variable could hold it
 */
int parse_number(const char *text, unsigned long min, unsigned long max, unsigned long *value)
{
	unsigned long n;
	int ret = kstrtoul(text, 10, &n);

	if (ret)
		return ret;
	if (n < min || n > max)
		return -EINVAL;
	*value = n;
	return 0;
}

/**
 * parse_switch - a unit that is 0 or 1
 * @text: the unit
 * @on: what it says
 */
int parse_switch(const char *text, bool *on)
{
	unsigned long n;
	int ret = parse_number(text, 0, 1, &n);

	if (!ret)
		*on = n;
	return ret;
}

/* ---- making files ---- */

static int make_file(struct trace_array *inst, struct dentry *dir, int table, unsigned int row,
		     const char *name, int cpu)
{
	const struct trace_file_row *r = &tables[table].rows[row];
	u64 key = file_key(inst->serial, table, row, cpu);

	if (!(r->where & place_of_key(key)))
		return 0;
	return tracefs_create_file(name, r->mode, dir, (void *)key, r->fops ?: &text_fops) ?
		0 : -ENOMEM;
}

/**
 * trace_file_create - make one file, under a name that no table has
 * @inst: the instance that the file belongs to
 * @dir: the directory
 * @row: its row, alone in its table; it must stay for ever
 * @name: its name, copied
 * @cpu: the CPU that it is for, or CPU_ALL
 *
 * For files of which each CPU has one, in one directory: however many there are, they
 * have one row.
 *
 * Context: process; the caller keeps @inst alive.
 * Return: 0 or an error
 */
int trace_file_create(struct trace_array *inst, struct dentry *dir,
		      const struct trace_file_row *row, const char *name, int cpu)
{
	int table = table_index(row, 1);

	return table < 0 ? table : make_file(inst, dir, table, 0, name, cpu);
}

/**
 * trace_files_create - make the files of a table in a directory
 * @inst: the instance that the files belong to
 * @dir: the directory
 * @rows: the table; it must stay for ever
 * @nr: rows in it
 * @cpu: the CPU if this is a directory of a CPU, else CPU_ALL
 *
 * Context: process; the caller keeps @inst alive.
 * Return: 0, or the first error; the files made until then stay, to be removed
 * with the directory.
 */
int trace_files_create(struct trace_array *inst, struct dentry *dir,
		       const struct trace_file_row *rows, unsigned int nr, int cpu)
{
	int table = table_index(rows, nr), ret = 0;
	unsigned int i;

	if (table < 0)
		return table;
	for (i = 0; i < nr && !ret; i++)
		ret = make_file(inst, dir, table, i, rows[i].name, cpu);
	return ret;
}

/* ---- directories whose files are made when somebody looks for them ---- */

/**
 * file_listing_add - add files to a listing
 * @l: the listing, of which no directory has been made yet
 * @rows: a table; its rows are copied
 * @nr: rows in it
 * @where: only rows that are for one of these places
 *
 * Context: process; instances_mutex held.
 * Return: 0 or -ENOMEM
 */
int file_listing_add(struct file_listing *l, const struct trace_file_row *rows, unsigned int nr,
		     u8 where)
{
	struct trace_file_row *all;
	unsigned int i;

	lockdep_assert_held(&instances_mutex);
	if (WARN_ON_ONCE(l->entries))
		return -EBUSY;
	all = krealloc_array(l->rows, l->nr + nr, sizeof(*all), GFP_KERNEL);
	if (!all)
		return -ENOMEM;
	l->rows = all;
	for (i = 0; i < nr; i++)
		if (rows[i].where & where)
			all[l->nr++] = rows[i];
	return 0;
}

/* What eventfs asks when it wants to make a file. Takes no lock. */
static int find_file(const char *name, umode_t *mode, void **data,
		     const struct file_operations **fops)
{
	u64 key = (u64)*data;
	const struct file_table *t = table_of_key(key);
	unsigned int i;

	for (i = 0; i < t->nr; i++) {
		const struct trace_file_row *row = &t->rows[i];

		if (strcmp(row->name, name))
			continue;
		if (!(row->where & place_of_key(key)))
			return 0;
		*mode = row->mode;
		*data = (void *)(key | i << KEY_CPU_BITS);
		*fops = row->fops ?: &text_fops;
		return 1;
	}
	return 0;
}

static int make_entries(struct file_listing *l)
{
	unsigned int i;

	l->entries = kcalloc(l->nr, sizeof(*l->entries), GFP_KERNEL);
	if (!l->entries)
		return -ENOMEM;
	for (i = 0; i < l->nr; i++)
		l->entries[i] = (struct eventfs_entry){ l->rows[i].name, find_file };
	return 0;
}

/**
 * file_listing_dir - make a directory with the files of a listing
 * @inst: the instance, which has a directory
 * @name: the directory's name
 * @parent: the directory that it is in, NULL: the instance's
 * @l: the listing; it must stay for ever
 * @cpu: the CPU if this is a directory of a CPU, else CPU_ALL
 *
 * One that is in the instance's is to be removed with eventfs_remove_events_dir().
 *
 * Context: process; instances_mutex held.
 * Return: the directory, or NULL
 */
struct eventfs_inode *file_listing_dir(struct trace_array *inst, const char *name,
				       struct eventfs_inode *parent, struct file_listing *l,
				       int cpu)
{
	struct eventfs_inode *dir;
	void *key;
	int table;

	lockdep_assert_held(&instances_mutex);
	if (!l->entries && make_entries(l))
		return NULL;
	table = table_index(l->rows, l->nr);
	if (table < 0)
		return NULL;
	key = (void *)file_key(inst->serial, table, 0, cpu);
	if (parent)
		dir = eventfs_create_dir(name, parent, l->entries, l->nr, key);
	else
		dir = eventfs_create_events_dir(name, inst->dir, l->entries, l->nr, key);
	if (IS_ERR_OR_NULL(dir))
		return NULL;
	eventfs_dir_mode(dir, 0750);
	return dir;
}
