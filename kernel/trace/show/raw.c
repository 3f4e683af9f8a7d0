// SPDX-License-Identifier: GPL-2.0
/*
 * The files that give whole sub-buffers away as they are: trace_pipe_raw and
 * snapshot_raw, of each CPU. They can be read, spliced without a copy, polled,
 * and mapped.
 */
#include <linux/mm.h>
#include <linux/pipe_fs_i.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/uio.h>

#include "internal.h"

/**
 * struct raw_reader - an open trace_pipe_raw or snapshot_raw
 * @lock: excludes threads that share the descriptor; user memory is touched
 *	under it
 * @inst: the instance
 * @cpu: whose records
 * @snapshot: those of the spare buffer
 * @wakes: how often waiting ones have been told to return
 * @waiting: how many wait
 * @page: the sub-buffer that is being read
 * @next: what of it user space has not had yet
 * @left: how many bytes that is
 * @spares: sub-buffers that have come back from pipes
 * @map_lock: for what follows; taken under mmap_lock
 * @maps: mappings
 * @mapped: the buffer that is mapped, pinned
 */
struct raw_reader {
	struct mutex			lock;		/* see above */
	struct trace_array		*inst;
	int				cpu;
	bool				snapshot;
	unsigned int			wakes;
	unsigned int			waiting;
	struct buffer_data_read_page	*page;
	const void			*next;
	size_t				left;
	struct raw_spares		*spares;
	struct mutex			map_lock;	/* see above */
	int				maps;
	struct trace_buffer		*mapped;
};

static struct raw_reader *reader_of_raw(struct file *file)
{
	struct trace_file *f = file->private_data;

	return f->private;
}

/* ---- sub-buffers ---- */

static size_t page_bytes(const struct buffer_data_read_page *page)
{
	return PAGE_SIZE << page->order;
}

static void page_free(struct raw_reader *rr, struct buffer_data_read_page *page)
{
	/* No buffer is looked at: it is a page of none by now. */
	ring_buffer_free_read_page(NULL, rr->cpu, page);
}

/* Fill @page if it has the size of sub-buffers now, else -EINVAL. See page_fill(). */
static inline int page_try(struct raw_reader *rr, struct buffer_data_read_page *page, bool full)
{
	struct trace_buffer *b;

	/* A buffer is not freed before all who run like this have gone on. */
	guard(preempt)();
	b = READ_ONCE(*(rr->snapshot ? &rr->inst->snapshot : &rr->inst->buffer));
	if (!b)
		return -ENODATA;
	return ring_buffer_read_page(b, page, SIZE_MAX, rr->cpu, full);
}

static int page_make(struct raw_reader *rr, struct buffer_data_read_page **page)
{
	struct trace_buffer *b = instance_buffer_get(rr->inst, rr->snapshot);
	int ret;

	lockdep_assert_held(&rr->lock);
	if (!b)
		return -ENODATA;
	page_free(rr, *page);
	*page = NULL;
	ret = ring_buffer_alloc_read_page(b, rr->cpu, page);
	instance_buffer_put(rr->inst, b);
	return ret;
}

/* Fill *@page anew; more than once only if the size of sub-buffers changes meanwhile. */
static noinline int page_refill(struct raw_reader *rr, struct buffer_data_read_page **page,
				bool full)
{
	int ret, tries = 0;

	do {
		ret = page_make(rr, page) ?: page_try(rr, *page, full);
	} while (ret == -EINVAL && ++tries < 8);
	return ret;
}

/*
 * Fill *@page, which is made if it is not there, or if sub-buffers have another
 * size by now. 0, -EAGAIN if there is nothing, -ENODATA if there is no snapshot,
 * or an error.
 */
static inline int page_fill(struct raw_reader *rr, struct buffer_data_read_page **page, bool full)
{
	int ret = page_try(rr, *page, full);

	return likely(ret != -EINVAL) ? ret : page_refill(rr, page, full);
}

/* ---- waiting ---- */

struct raw_wait {
	struct raw_reader	*rr;
	struct trace_buffer	*buffer;
	unsigned int		wakes;
	size_t			left;
};

static bool raw_stop_waiting(void *data)
{
	struct raw_wait *w = data;

	return READ_ONCE(w->rr->wakes) != w->wakes || READ_ONCE(w->rr->left) != w->left ||
	       READ_ONCE(w->rr->inst->buffer) != w->buffer;
}

/*
 * Wait until the buffer is @full percent full, or has anything, without the lock
 * meanwhile. Returns 1 to try again, 0 if told to return.
 */
static int raw_wait(struct raw_reader *rr, struct trace_buffer *b, int full)
{
	struct raw_wait w = { .rr = rr, .buffer = b, .wakes = rr->wakes, .left = rr->left };
	int ret;

	lockdep_assert_held(&rr->lock);
	rr->waiting++;
	mutex_unlock(&rr->lock);
	ret = ring_buffer_wait(b, rr->cpu, full, raw_stop_waiting, &w);
	mutex_lock(&rr->lock);
	rr->waiting--;
	if (ret)
		return ret;
	return rr->wakes == w.wakes;
}

/* Let all that wait through this descriptor look whether there is something for them. */
static void raw_stir(struct raw_reader *rr)
{
	struct trace_buffer *b = instance_buffer_get(rr->inst, rr->snapshot);

	if (b) {
		ring_buffer_wake_waiters(b, rr->cpu);
		instance_buffer_put(rr->inst, b);
	}
}

/* Let them return. */
static void raw_wake(struct raw_reader *rr)
{
	WRITE_ONCE(rr->wakes, rr->wakes + 1);
	raw_stir(rr);
}

/* ---- read ---- */

/* A sub-buffer into rr->page. 1, 0 at the end, or an error */
static int raw_next(struct raw_reader *rr, bool wait)
{
	struct trace_buffer *b;
	int ret;

	lockdep_assert_held(&rr->lock);
	while ((ret = page_fill(rr, &rr->page, false)) != 0) {
		/* What is in a snapshot is in it: nothing more will come. */
		if (rr->snapshot && (ret == -EAGAIN || ret == -ENODATA))
			return 0;
		if (ret != -EAGAIN || !wait)
			return ret;
		b = instance_buffer_get(rr->inst, false);
		ret = raw_wait(rr, b, 0);
		instance_buffer_put(rr->inst, b);
		/* Meanwhile another task may have got one, and had a part of it. */
		if (ret >= 0 && rr->left)
			return 1;
		if (ret <= 0)
			return ret;
	}
	rr->next = rr->page->subbuf;
	rr->left = page_bytes(rr->page);
	return 1;
}

static ssize_t raw_read(struct file *file, char __user *ubuf, size_t count, loff_t *pos)
{
	struct raw_reader *rr = reader_of_raw(file);
	size_t done = 0, len, left;
	int ret = 1;

	if (mutex_lock_interruptible(&rr->lock))
		return -ERESTARTSYS;
	while (done < count) {
		if (!rr->left) {
			/* None is torn for the bytes that are left behind whole ones. */
			if (done && count - done < page_bytes(rr->page))
				break;
			ret = raw_next(rr, !done && !(file->f_flags & O_NONBLOCK));
			if (ret <= 0)
				break;
		}
		len = min(count - done, rr->left);
		left = copy_to_user(ubuf + done, rr->next, len);
		len -= left;
		rr->next += len;
		rr->left -= len;
		done += len;
		if (left) {
			ret = -EFAULT;
			break;
		}
		if (done < count)
			cond_resched();
	}
	if (unlikely(rr->left && rr->waiting))
		raw_stir(rr);
	mutex_unlock(&rr->lock);
	return done ?: min(ret, 0);
}

/* ---- splice ---- */

#define SPARES	PIPE_DEF_BUFFERS

struct raw_ref;

/**
 * struct raw_spares - sub-buffers that have come back from pipes
 * @users: the open file, and all sub-buffers on their way
 * @lock: for what follows
 * @nr: how many there are
 * @ref: the sub-buffers
 *
 * A pipe that is emptied as fast as it is filled needs no new memory.
 */
struct raw_spares {
	refcount_t			users;
	spinlock_t			lock;		/* see above */
	unsigned int			nr;
	struct raw_ref			*ref[SPARES];
};

/* A sub-buffer in a pipe, and in those that tee() has made of it */
struct raw_ref {
	refcount_t			users;
	int				cpu;
	struct buffer_data_read_page	*page;
	struct raw_spares		*spares;
};

static void ref_free(struct raw_ref *ref)
{
	ring_buffer_free_read_page(NULL, ref->cpu, ref->page);
	kfree(ref);
}

static void spares_put(struct raw_spares *spares)
{
	if (!refcount_dec_and_test(&spares->users))
		return;
	while (spares->nr)
		ref_free(spares->ref[--spares->nr]);
	kfree(spares);
}

/* A sub-buffer that nobody uses any more, or NULL */
static struct raw_ref *spares_take(struct raw_spares *spares)
{
	guard(spinlock)(&spares->lock);
	return spares->nr ? spares->ref[--spares->nr] : NULL;
}

/* False if there is no place for it, or somebody took the page out of the pipe. */
static bool spares_give(struct raw_spares *spares, struct raw_ref *ref)
{
	if (page_count(virt_to_page(ref->page->subbuf)) != 1)
		return false;
	guard(spinlock)(&spares->lock);
	if (spares->nr == SPARES)
		return false;
	spares->ref[spares->nr++] = ref;
	return true;
}

static void ref_put(struct raw_ref *ref)
{
	struct raw_spares *spares = ref->spares;

	if (!refcount_dec_and_test(&ref->users))
		return;
	if (!spares_give(spares, ref))
		ref_free(ref);
	spares_put(spares);
}

static void raw_pipe_release(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	ref_put((struct raw_ref *)buf->private);
	buf->private = 0;
}

static bool raw_pipe_get(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	struct raw_ref *ref = (struct raw_ref *)buf->private;

	return refcount_inc_not_zero(&ref->users);
}

static const struct pipe_buf_operations raw_pipe_ops = {
	.release	= raw_pipe_release,
	.get		= raw_pipe_get,
};

static void raw_spd_release(struct splice_pipe_desc *spd, unsigned int i)
{
	ref_put((struct raw_ref *)spd->partial[i].private);
}

/* The next sub-buffer, a full one if @full, or NULL and why in *@ret */
static struct raw_ref *ref_make(struct raw_reader *rr, bool full, int *ret)
{
	struct raw_ref *ref = spares_take(rr->spares);

	*ret = -ENOMEM;
	if (!ref)
		ref = kzalloc(sizeof(*ref), GFP_KERNEL);
	if (!ref)
		return NULL;
	ref->cpu = rr->cpu;
	*ret = page_fill(rr, &ref->page, full);
	if (*ret) {
		/* The page, if it could be had, is good for the next time. */
		if (!ref->page || !spares_give(rr->spares, ref))
			ref_free(ref);
		return NULL;
	}
	refcount_set(&ref->users, 1);
	refcount_inc(&rr->spares->users);
	ref->spares = rr->spares;
	return ref;
}

/* Sub-buffers, as many as there are and go into the pipe: how many bytes */
static ssize_t splice_pages(struct raw_reader *rr, struct trace_buffer *b,
			    struct pipe_inode_info *pipe, size_t len, bool full)
{
	struct partial_page partial[PIPE_DEF_BUFFERS];
	struct page *pages[PIPE_DEF_BUFFERS];
	struct splice_pipe_desc spd = {
		.pages		= pages,
		.partial	= partial,
		.nr_pages_max	= PIPE_DEF_BUFFERS,
		.ops		= &raw_pipe_ops,
		.spd_release	= raw_spd_release,
	};
	unsigned int room = min_t(unsigned int, PIPE_DEF_BUFFERS, READ_ONCE(pipe->max_usage));
	struct raw_ref *ref;
	unsigned int size;
	int ret = 0;

	while (spd.nr_pages < room) {
		/* The size may change between two of them. */
		if (len < ring_buffer_subbuf_size_get(b))
			break;
		ref = ref_make(rr, full, &ret);
		if (!ref)
			break;
		size = page_bytes(ref->page);
		pages[spd.nr_pages] = virt_to_page(ref->page->subbuf);
		partial[spd.nr_pages].offset = 0;
		partial[spd.nr_pages].len = size;
		partial[spd.nr_pages].private = (unsigned long)ref;
		spd.nr_pages++;
		len -= min_t(size_t, len, size);
	}
	if (!spd.nr_pages)
		return ret ?: -EINVAL;
	return splice_to_pipe(pipe, &spd);
}

static ssize_t raw_splice(struct file *file, loff_t *ppos, struct pipe_inode_info *pipe,
			  size_t len, unsigned int flags)
{
	struct raw_reader *rr = reader_of_raw(file);
	bool wait = !(file->f_flags & O_NONBLOCK) && !(flags & SPLICE_F_NONBLOCK);
	bool waited = false;
	struct trace_buffer *b;
	unsigned int percent;
	ssize_t ret;

	mutex_lock(&rr->lock);
	for (;; cond_resched()) {
		/* Who does not want to wait for a full sub-buffer gets a part of one. */
		percent = READ_ONCE(rr->inst->buffer_percent);
		b = instance_buffer_get(rr->inst, rr->snapshot);
		ret = b ? splice_pages(rr, b, pipe, len, percent || rr->snapshot) : 0;
		if (ret != -EAGAIN)
			break;
		if (rr->snapshot || (waited && !instance_is_on(rr->inst))) {
			ret = 0;
			break;
		}
		if (!wait)
			break;
		/* There was something, perhaps, but others had it. */
		ret = waited && signal_pending(current) ? -ERESTARTSYS : raw_wait(rr, b, percent);
		if (ret <= 0)
			break;
		waited = true;
		instance_buffer_put(rr->inst, b);
	}
	if (b)
		instance_buffer_put(rr->inst, b);
	mutex_unlock(&rr->lock);
	return ret;
}

/* ---- poll ---- */

static __poll_t raw_poll(struct file *file, poll_table *table)
{
	struct raw_reader *rr = reader_of_raw(file);
	__poll_t ret = EPOLLIN | EPOLLRDNORM;
	struct trace_buffer *b;

	/* Who reads a snapshot never waits: it ends. */
	if (rr->snapshot || option_is_set(rr->inst, OPT_BLOCK) || READ_ONCE(rr->left))
		return ret;
	b = instance_buffer_get(rr->inst, false);
	ret = ring_buffer_poll_wait(b, rr->cpu, file, table, rr->inst->buffer_percent);
	instance_buffer_put(rr->inst, b);
	return ret;
}

/* ---- mmap ---- */

/* A fork: one user more. */
static void raw_vm_open(struct vm_area_struct *vma)
{
	struct raw_reader *rr = reader_of_raw(vma->vm_file);

	mutex_lock(&rr->map_lock);
	rr->maps++;
	ring_buffer_map_dup(rr->mapped, rr->cpu);
	mutex_unlock(&rr->map_lock);
}

static void raw_vm_close(struct vm_area_struct *vma)
{
	struct raw_reader *rr = reader_of_raw(vma->vm_file);

	mutex_lock(&rr->map_lock);
	WARN_ON_ONCE(ring_buffer_unmap(rr->mapped, rr->cpu));
	if (!--rr->maps) {
		instance_buffer_put(rr->inst, rr->mapped);
		rr->mapped = NULL;
		instance_unmap(rr->inst);
	}
	mutex_unlock(&rr->map_lock);
}

/* Half a mapping would be counted as a whole one. */
static int raw_vm_may_split(struct vm_area_struct *vma, unsigned long addr)
{
	return -EINVAL;
}

static const struct vm_operations_struct raw_vm_ops = {
	.open		= raw_vm_open,
	.close		= raw_vm_close,
	.may_split	= raw_vm_may_split,
};

static int raw_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct raw_reader *rr = reader_of_raw(file);
	struct trace_buffer *b;
	int ret;

	guard(mutex)(&rr->map_lock);
	if (!rr->mapped) {
		ret = instance_map(rr->inst);
		if (ret)
			return ret;
	}
	b = rr->mapped ?: instance_buffer_get(rr->inst, false);
	ret = ring_buffer_map(b, rr->cpu, vma);
	if (!ret) {
		rr->maps++;
		rr->mapped = b;
		vma->vm_ops = &raw_vm_ops;
	} else if (!rr->mapped) {
		instance_buffer_put(rr->inst, b);
		instance_unmap(rr->inst);
	}
	return ret;
}

/* If it is mapped, the buffer keeps its place. */
static int move_reader(struct raw_reader *rr, bool wait)
{
	struct trace_buffer *b = instance_buffer_get(rr->inst, false);
	int ret = 0;

	if (wait) {
		mutex_lock(&rr->lock);
		ret = raw_wait(rr, b, rr->inst->buffer_percent);
		mutex_unlock(&rr->lock);
	}
	if (ret >= 0)
		ret = ring_buffer_map_get_reader(b, rr->cpu);
	instance_buffer_put(rr->inst, b);
	return ret;
}

static long raw_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct raw_reader *rr = reader_of_raw(file);

	switch (cmd) {
	case TRACE_MMAP_IOCTL_GET_READER:
		return move_reader(rr, !(file->f_flags & O_NONBLOCK));
	case 0:
		raw_wake(rr);
		return 0;
	default:
		return -ENOTTY;
	}
}

/* ---- open and close ---- */

static int raw_open_as(struct inode *inode, struct file *file, bool snapshot)
{
	struct raw_reader *rr;
	struct trace_file *f;
	int ret = trace_file_open(inode, file);

	if (ret)
		return ret;
	f = trace_file_of(file);
	rr = kzalloc(sizeof(*rr), GFP_KERNEL);
	if (rr)
		rr->spares = kzalloc(sizeof(*rr->spares), GFP_KERNEL);
	if (!rr || !rr->spares) {
		kfree(rr);
		trace_file_release(inode, file);
		return -ENOMEM;
	}
	refcount_set(&rr->spares->users, 1);
	spin_lock_init(&rr->spares->lock);
	mutex_init(&rr->lock);
	mutex_init(&rr->map_lock);
	rr->inst = f->inst;
	rr->cpu = f->cpu;
	rr->snapshot = snapshot;
	f->private = rr;
	return stream_open(inode, file);
}

static int raw_open(struct inode *inode, struct file *file)
{
	return raw_open_as(inode, file, false);
}

static int snapshot_raw_open(struct inode *inode, struct file *file)
{
	return raw_open_as(inode, file, true);
}

/* A descriptor is closed while others may wait for records through it. */
static int raw_flush(struct file *file, fl_owner_t id)
{
	raw_wake(reader_of_raw(file));
	return 0;
}

static int raw_release(struct inode *inode, struct file *file)
{
	struct raw_reader *rr = reader_of_raw(file);

	page_free(rr, rr->page);
	spares_put(rr->spares);
	mutex_destroy(&rr->lock);
	mutex_destroy(&rr->map_lock);
	kfree(rr);
	return trace_file_release(inode, file);
}

const struct file_operations show_raw_fops = {
	.open		= raw_open,
	.read		= raw_read,
	.splice_read	= raw_splice,
	.poll		= raw_poll,
	.unlocked_ioctl	= raw_ioctl,
	.mmap		= raw_mmap,
	.flush		= raw_flush,
	.release	= raw_release,
};

const struct file_operations show_snapshot_raw_fops = {
	.open		= snapshot_raw_open,
	.read		= raw_read,
	.splice_read	= raw_splice,
	.poll		= raw_poll,
	.release	= raw_release,
};
