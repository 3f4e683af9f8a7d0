// SPDX-License-Identifier: GPL-2.0
/*
 * The files that show text: trace and snapshot, which consume nothing, and
 * trace_pipe, which does; each for all CPUs and for each CPU.
 *
 * Lines are put together in the reader's trace_seq and go from there to the
 * user. A line that does not fit any more is kept for the next time. The last
 * one is consumed when the user has all of it.
 */
#include <linux/fs.h>
#include <linux/kstrtox.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/splice.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include "internal.h"

/* ---- lines into the buffer ---- */

/* A line that the whole buffer has not room for ends in this. */
static const char cut_note[] = " [LINE TOO BIG]\n";

/* Keep what fits of the line. Printers leave out whole what does not. */
static void cut_line(struct trace_seq *s)
{
	s->seq.len = min(s->seq.len, sizeof(s->buffer) - strlen(cut_note));
	s->full = 0;
	trace_seq_puts(s, cut_note);
}

/*
 * Fill the buffer with lines until it has @enough bytes, or cannot take another
 * line. Returns whether there is anything in it.
 */
static bool fill(struct show_reader *rd, size_t enough)
{
	struct trace_seq *s = &rd->it.seq;
	enum print_line_t ret;
	size_t mark;

	guard(rwsem_read)(&types_sem);
	if (unlikely(rd->it.inst->past))
		memset(rd->past_type, 0, sizeof(rd->past_type));
	while (s->seq.len < enough && reader_next(rd)) {
		mark = s->seq.len;
		ret = reader_line(rd);
		if (unlikely(trace_seq_has_overflowed(s))) {
			if (mark) {
				s->seq.len = mark;
				s->full = 0;
				rd->held = true;
				break;
			}
			/* It would not fit however often we tried. */
			cut_line(s);
		} else if (unlikely(ret == TRACE_TYPE_NO_CONSUME)) {
			rd->held = true;
			break;
		}
		rd->held = false;
		rd->it.pos++;
	}
	return s->seq.len;
}

/*
 * To the user: what is in the buffer, then what is made anew, until @to is full
 * or the end is reached. Returns how many bytes, or -EFAULT, or -ENOMEM.
 */
static ssize_t deliver(struct show_reader *rd, struct iov_iter *to)
{
	struct trace_seq *s = &rd->it.seq;
	size_t done = 0, len, copied;

	while (iov_iter_count(to)) {
		if (s->readpos >= s->seq.len) {
			trace_seq_init(s);
			rd->error = 0;
			if (!fill(rd, min(iov_iter_count(to), sizeof(s->buffer))))
				return done ?: rd->error;
		}
		len = min(s->seq.len - s->readpos, iov_iter_count(to));
		copied = copy_to_iter(s->buffer + s->readpos, len, to);
		s->readpos += copied;
		done += copied;
		if (copied < len)
			return done ?: -EFAULT;
		/* Whoever comes next is to have a line whole that was read in part. */
		if (s->readpos >= s->seq.len && !rd->held)
			reader_done(rd);
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

/* ---- trace and snapshot ---- */

static const char snapshot_help[] =
	"# To take a snapshot, and to be rid of it:\n"
	"# echo 1 > snapshot : what is recorded now becomes the snapshot, and recording\n"
	"#                     goes on in a spare buffer, which is made if there is none\n"
	"# echo 0 > snapshot : the spare buffer goes, and the snapshot with it\n"
	"# echo 2 > snapshot : the snapshot becomes empty (any larger number does that too)\n";

static const char snapshot_cpu_help[] =
	"# To take a snapshot of this CPU, and to be rid of it:\n"
#ifdef CONFIG_RING_BUFFER_ALLOW_SWAP
	"# echo 1 > snapshot : what this CPU has recorded becomes the snapshot\n"
#else
	"# echo 1 > snapshot : cannot be done on this kernel, for one CPU alone\n"
#endif
	"# echo 0 > snapshot : is refused: the spare buffer is one for all CPUs\n"
	"# echo 2 > snapshot : it becomes empty (any larger number does that too)\n";

static void put_header(struct show_reader *rd)
{
	struct trace_iterator *it = &rd->it;

	trace_seq_printf(&it->seq, "# tracer: %s\n#\n", rd->tracer->name);
	if (it->snapshot && (!rd->buffer || reader_is_empty(rd)))
		trace_seq_printf(&it->seq, "#\n# * Snapshot is %s *\n#\n%s",
				 rd->buffer ? "allocated" : "freed",
				 it->cpu_file == CPU_ALL ? snapshot_help : snapshot_cpu_help);
	else if (rd->tracer->header)
		rd->tracer->header(it);
	else
		show_header(it);
}

/* The text from its first byte on */
static void restart(struct show_reader *rd)
{
	trace_seq_init(&rd->it.seq);
	rd->ended = false;
	if (rd->buffer)
		reader_rewind(rd);
	put_header(rd);
	rd->pos = 0;
}

/* Forget the bytes before @pos. False at the end. */
static bool skip_to(struct show_reader *rd, loff_t pos)
{
	struct trace_seq *s = &rd->it.seq;
	size_t len;

	while (rd->pos < pos) {
		if (s->readpos >= s->seq.len) {
			trace_seq_init(s);
			if (!rd->buffer || fatal_signal_pending(current) ||
			    !fill(rd, sizeof(s->buffer)))
				return false;
		}
		len = min_t(loff_t, s->seq.len - s->readpos, pos - rd->pos);
		s->readpos += len;
		rd->pos += len;
		cond_resched();
	}
	return true;
}

static ssize_t trace_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct show_reader *rd = trace_file_of(iocb->ki_filp)->private;
	loff_t pos = iocb->ki_pos;
	ssize_t ret;
	bool first;

	if (mutex_lock_interruptible(&rd->lock))
		return -ERESTARTSYS;
	first = !pos || pos != rd->pos;
	ret = reader_begin(rd, !first && !rd->ended);
	if (ret < 0 && ret != -ENODATA)
		goto out;
	if (first)
		restart(rd);
	else if (ret == 1)
		reader_rewind(rd);
	else if (rd->ended)
		reader_continue(rd);
	rd->ended = false;
	ret = 0;
	if (!skip_to(rd, pos))
		goto out;
	if (!rd->buffer && rd->it.seq.readpos >= rd->it.seq.seq.len)
		goto out;
	ret = deliver(rd, to);
	if (ret > 0) {
		rd->pos = pos + ret;
		iocb->ki_pos = rd->pos;
	} else if (!ret && iov_iter_count(to)) {
		rd->ended = rd->buffer;
	}
out:
	mutex_unlock(&rd->lock);
	return ret;
}

static loff_t trace_lseek(struct file *file, loff_t offset, int whence)
{
	/* Where the end is nobody knows before it has been read. */
	if (whence == SEEK_END || whence == SEEK_DATA || whence == SEEK_HOLE)
		return -EINVAL;
	if (!(file->f_mode & FMODE_READ)) {
		file->f_pos = 0;
		return 0;
	}
	return generic_file_llseek_size(file, offset, whence, MAX_LFS_FILESIZE, 0);
}

static ssize_t trace_write(struct file *file, const char __user *ubuf, size_t cnt, loff_t *ppos)
{
	/* To open it for writing is what empties it. */
	return cnt;
}

static int open_reader(struct file *file, bool snapshot, bool consume)
{
	struct trace_file *f = trace_file_of(file);

	f->private = reader_create(f->inst, f->cpu, snapshot, consume);
	return f->private ? 0 : -ENOMEM;
}

static int trace_open(struct inode *inode, struct file *file)
{
	struct trace_file *f;
	int ret = trace_file_open(inode, file);

	if (ret)
		return ret;
	f = trace_file_of(file);
	if (file->f_mode & FMODE_READ) {
		ret = open_reader(file, false, false);
		if (ret) {
			trace_file_release(inode, file);
			return ret;
		}
	}
	if ((file->f_mode & FMODE_WRITE) && (file->f_flags & O_TRUNC))
		instance_clear(f->inst, f->cpu);
	if (f->private && option_is_set(f->inst, OPT_PAUSE_ON_TRACE)) {
		((struct show_reader *)f->private)->paused = true;
		instance_pause(f->inst);
	}
	return 0;
}

static int text_release(struct inode *inode, struct file *file)
{
	struct trace_file *f = trace_file_of(file);
	struct show_reader *rd = f->private;

	if (rd) {
		if (rd->paused)
			instance_resume(f->inst);
		reader_destroy(rd);
	}
	return trace_file_release(inode, file);
}

const struct file_operations show_trace_fops = {
	.open		= trace_open,
	.read_iter	= trace_read,
	.splice_read	= copy_splice_read,
	.write		= trace_write,
	.llseek		= trace_lseek,
	.release	= text_release,
};

static int snapshot_open(struct inode *inode, struct file *file)
{
	int ret = trace_file_open(inode, file);

	if (ret || !(file->f_mode & FMODE_READ))
		return ret;
	ret = open_reader(file, true, false);
	if (ret)
		trace_file_release(inode, file);
	return ret;
}

/* What is written to a snapshot file */
int show_snapshot_line(struct trace_file *f, char *line)
{
	unsigned long command;
	int ret = parse_number(line, 0, ULONG_MAX, &command);

	return ret ?: snapshot_command(f->inst, f->cpu, command);
}

const struct file_operations show_snapshot_fops = {
	.open		= snapshot_open,
	.read_iter	= trace_read,
	.splice_read	= copy_splice_read,
	.write		= trace_file_write,
	.llseek		= trace_lseek,
	.release	= text_release,
};

/* ---- trace_pipe ----
 *
 * One reader at a time for each CPU, and none for a CPU while there is one for
 * all: a record goes to one of them only, and which one would be chance.
 */

static DEFINE_MUTEX(pipes_lock);

static int pipe_claim(struct trace_array *inst, int cpu)
{
	struct show_instance *si = show_instance(inst);

	guard(mutex)(&pipes_lock);
	if (cpu == CPU_ALL) {
		if (!cpumask_empty(si->pipes))
			return -EBUSY;
		cpumask_setall(si->pipes);
	} else if (cpumask_test_and_set_cpu(cpu, si->pipes)) {
		return -EBUSY;
	}
	return 0;
}

static void pipe_unclaim(struct trace_array *inst, int cpu)
{
	struct show_instance *si = show_instance(inst);

	guard(mutex)(&pipes_lock);
	if (cpu == CPU_ALL)
		cpumask_clear(si->pipes);
	else
		cpumask_clear_cpu(cpu, si->pipes);
}

static int pipe_open(struct inode *inode, struct file *file)
{
	struct trace_file *f;
	int ret = trace_file_open(inode, file);

	if (ret)
		return ret;
	f = trace_file_of(file);
	ret = pipe_claim(f->inst, f->cpu);
	if (ret)
		goto err_release;
	ret = open_reader(file, false, true);
	if (ret)
		goto err_unclaim;
	stream_open(inode, file);
	return 0;

err_unclaim:
	pipe_unclaim(f->inst, f->cpu);
err_release:
	trace_file_release(inode, file);
	return ret;
}

static int pipe_release(struct inode *inode, struct file *file)
{
	struct trace_file *f = trace_file_of(file);

	pipe_unclaim(f->inst, f->cpu);
	return text_release(inode, file);
}

static bool pipe_has(struct show_reader *rd)
{
	struct trace_iterator *it = &rd->it;

	if (it->seq.readpos < it->seq.seq.len || rd->held || rd->heap_len)
		return true;
	return it->cpu_file == CPU_ALL ? !ring_buffer_empty(rd->buffer) :
					 !ring_buffer_empty_cpu(rd->buffer, it->cpu_file);
}

/* The end: nothing is recorded any more, and something has been read. */
static bool pipe_ended(void *data)
{
	struct show_reader *rd = data;

	return rd->it.pos && !instance_is_on(rd->it.inst);
}

/* No use in waiting on: see pipe_wait(). */
static bool pipe_stirred(void *data)
{
	struct show_reader *rd = data;

	return pipe_ended(rd) || READ_ONCE(rd->it.inst->buffer) != rd->buffer;
}

/*
 * Wait for something to read, without rd->lock meanwhile. Returns 1 if there is
 * something, 0 at the end.
 */
static int pipe_wait(struct show_reader *rd, bool wait)
{
	struct trace_iterator *it = &rd->it;
	struct trace_buffer *b;
	int ret;

	for (;;) {
		ret = reader_begin(rd, false);
		if (ret < 0)
			return ret;
		if (pipe_has(rd))
			return 1;
		if (!wait)
			return -EAGAIN;
		if (pipe_ended(rd))
			return 0;
		b = instance_buffer_get(it->inst, false);
		mutex_unlock(&rd->lock);
		ret = ring_buffer_wait(b, it->cpu_file, 0, pipe_stirred, rd);
		mutex_lock(&rd->lock);
		instance_buffer_put(it->inst, b);
		if (ret)
			return ret;
	}
}

static ssize_t pipe_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp;
	struct show_reader *rd = trace_file_of(file)->private;
	bool wait = !(file->f_flags & O_NONBLOCK) && !(iocb->ki_flags & IOCB_NOWAIT);
	ssize_t ret;

	if (mutex_lock_interruptible(&rd->lock))
		return -ERESTARTSYS;
	/* Records may be there that print nothing. */
	do {
		ret = pipe_wait(rd, wait);
		if (ret <= 0)
			break;
		ret = deliver(rd, to);
	} while (!ret && iov_iter_count(to));
	mutex_unlock(&rd->lock);
	return ret;
}

static __poll_t pipe_poll(struct file *file, poll_table *table)
{
	struct show_reader *rd = trace_file_of(file)->private;
	struct trace_array *inst = rd->it.inst;
	struct trace_buffer *b;
	__poll_t ret;

	/* With this option a read that waits is not something to be told of. */
	if (option_is_set(inst, OPT_BLOCK))
		return EPOLLIN | EPOLLRDNORM;
	mutex_lock(&rd->lock);
	if (rd->it.seq.readpos < rd->it.seq.seq.len || rd->held) {
		ret = EPOLLIN | EPOLLRDNORM;
	} else {
		b = instance_buffer_get(inst, false);
		ret = ring_buffer_poll_wait(b, rd->it.cpu_file, file, table, 0);
		instance_buffer_put(inst, b);
	}
	mutex_unlock(&rd->lock);
	return ret;
}

const struct file_operations show_pipe_fops = {
	.open		= pipe_open,
	.read_iter	= pipe_read,
	.poll		= pipe_poll,
	.splice_read	= copy_splice_read,
	.release	= pipe_release,
};
