// SPDX-License-Identifier: GPL-2.0
/*
 * Records written by user space: trace_marker takes text, trace_marker_raw a
 * number and bytes.
 *
 * The bytes are copied straight into the record, where no page fault may happen.
 * If one would, the record is taken back, the page brought in, and the copy tried
 * again.
 */
#include <linux/kernel.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>

#include "entries.h"
#include "internal.h"

/* How often pages may vanish again before the write gives up */
#define MAX_TRIES	8

/* A line longer than this could not be shown whole, however large the sub-buffers. */
#define MAX_TEXT	((size_t)4096)

/* Every sub-buffer has room for a text of this length. */
#define SHORT_TEXT	((size_t)1024)

/* How many bytes of text or data a record can have, besides @fixed ones */
static size_t payload_max(struct trace_array *inst, size_t fixed)
{
	guard(preempt_notrace)();
	return ring_buffer_max_event_size(READ_ONCE(inst->buffer)) - fixed;
}

static bool copy_atomic(void *to, const char __user *from, size_t len)
{
	unsigned long left;

	pagefault_disable();
	left = __copy_from_user_inatomic(to, from, len);
	pagefault_enable();
	return !left;
}

/*
 * A record of @type with @len bytes of user memory behind the first @head bytes,
 * and @tail bytes of room behind those. Return: the record, reserved, or an error.
 */
static void *record_from_user(struct trace_array *inst, struct ring_handle *h, u16 type,
			      size_t head, const char __user *from, size_t len, size_t tail)
{
	u32 context = record_context();
	int tries;
	void *e;

	if (unlikely(!access_ok(from, len)))
		return ERR_PTR(-EFAULT);
	for (tries = 0; tries < MAX_TRIES; tries++) {
		/* The buffer may become the spare one, and go, while we sleep. */
		scoped_guard(preempt_notrace)
			e = record_reserve(READ_ONCE(inst->buffer), h, type, head + len + tail,
					   context);
		if (unlikely(!e))
			return ERR_PTR(-EBADF);
		if (likely(copy_atomic(e + head, from, len)))
			return e;
		record_discard(h);
		if (fault_in_readable(from, len))
			return ERR_PTR(-EFAULT);
	}
	return ERR_PTR(-EFAULT);
}

/*
 * Commit a marker that somebody wants to see before, and act on after. The line that
 * was written ends at @end, where no newline is seen: "echo" writes one, "echo -n" does
 * not, and both mean the same text.
 */
static noinline void commit_watched(struct trace_array *inst, const struct marker_watch *watch,
				    struct print_entry *e, char *end, struct ring_handle *h)
{
	unsigned long mask;

	guard(preempt_notrace)();
	*end = '\0';
	mask = watch->before(inst, e);
	*end = '\n';
	record_commit(h);
	if (mask)
		watch->after(inst, mask);
}

/* The function's name is what the record shows as the place that wrote it. */
static noinline ssize_t tracing_mark_write(struct file *file, const char __user *ubuf,
					   size_t count, loff_t *pos)
{
	struct trace_array *inst = ((struct trace_file *)file->private_data)->inst;
	const struct marker_watch *watch;
	struct print_entry *e;
	struct ring_handle h __uninitialized;
	char *end;

	if (!count)
		return 0;
	if (!option_is_set(inst, OPT_MARKERS))
		return -EINVAL;
	if (unlikely(count > SHORT_TEXT))
		count = min3(count, MAX_TEXT, payload_max(inst, sizeof(*e) + 2));
	e = record_from_user(inst, &h, TRACE_PRINT, sizeof(*e), ubuf, count, 2);
	if (IS_ERR(e))
		return PTR_ERR(e);
	e->ip = _THIS_IP_;
	end = e->buf + count;
	if (end[-1] == '\n')
		end--;
	end[0] = '\n';
	end[1] = '\0';
	record_export(e, sizeof(*e) + count + 2, TRACE_EXPORT_MARKER);
	/* Preemption is disabled while the record is pending: @watch stays. */
	watch = READ_ONCE(inst->marker_watch);
	if (likely(!watch))
		record_commit(&h);
	else
		commit_watched(inst, watch, e, end, &h);
	return count;
}

static ssize_t marker_raw_write(struct file *file, const char __user *ubuf,
				size_t count, loff_t *pos)
{
	struct trace_array *inst = ((struct trace_file *)file->private_data)->inst;
	struct raw_data_entry *e;
	struct ring_handle h __uninitialized;

	if (!option_is_set(inst, OPT_MARKERS))
		return -EINVAL;
	/* The number comes first, and the data is not cut. */
	if (count < sizeof(e->id) ||
	    count > payload_max(inst, offsetof(struct raw_data_entry, id)))
		return -EINVAL;
	e = record_from_user(inst, &h, TRACE_RAW_DATA, offsetof(struct raw_data_entry, id), ubuf,
			     count, 0);
	if (IS_ERR(e))
		return PTR_ERR(e);
	record_commit(&h);
	return count;
}

static int marker_open(struct inode *inode, struct file *file)
{
	int ret = trace_file_open(inode, file);

	if (ret)
		return ret;
	comm_start();
	/* Without memory what there is will do. */
	scoped_guard(mutex, &trace_lock)
		instance_expand(((struct trace_file *)file->private_data)->inst);
	return stream_open(inode, file);
}

static const struct file_operations marker_fops = {
	.open		= marker_open,
	.write		= tracing_mark_write,
	.release	= trace_file_release,
};

static const struct file_operations marker_raw_fops = {
	.open		= marker_open,
	.write		= marker_raw_write,
	.release	= trace_file_release,
};

static const struct trace_file_row marker_files[] = {
	{ .name = "trace_marker", .mode = 0220, .where = FILE_EVERY, .fops = &marker_fops },
	{ .name = "trace_marker_raw", .mode = 0220, .where = FILE_EVERY,
	  .fops = &marker_raw_fops },
};

static struct instance_part marker_part = {
	.slot		= NO_SLOT,
	.files		= marker_files,
	.nr_files	= ARRAY_SIZE(marker_files),
};

int __init marker_init(void)
{
	return instance_add_part(&marker_part);
}
