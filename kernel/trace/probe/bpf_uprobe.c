// SPDX-License-Identifier: GPL-2.0
/*
 * uprobe.multi: a BPF program at many places of a user's file, by one link.
 *
 * No event is made: the link's places are consumers of kernel/events/uprobes.c, each
 * with its cookie.
 */
#include <linux/bpf.h>
#include <linux/err.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/namei.h>
#include <linux/pid.h>
#include <linux/rcupdate_trace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/trace_events.h>
#include <linux/uaccess.h>
#include <linux/uprobes.h>

#define MAX_PLACES	SZ_1M

struct multi_link;

/**
 * struct multi_place - one of a link's places
 * @consumer: what uprobes call
 * @uprobe: from uprobe_register()
 * @link: the link
 * @offset: in the file
 * @counter: of users, in the file, 0: none
 * @cookie: for bpf_get_attach_cookie()
 */
struct multi_place {
	struct uprobe_consumer	consumer;
	struct uprobe		*uprobe;
	struct multi_link	*link;
	u64			offset;
	u64			counter;
	u64			cookie;
};

/**
 * struct multi_link - a program and its places
 * @link: BPF's
 * @path: the file, pinned
 * @task: whose calls count, NULL: everybody's
 * @is_return: at functions' returns
 * @nr: how many places
 * @place: they
 */
struct multi_link {
	struct bpf_link		link;
	struct path		path;
	struct task_struct	*task;
	bool			is_return;
	u32			nr;
	struct multi_place	*place;
};

/* ---- hits ---- */

static int run(struct multi_place *place, unsigned long func, struct pt_regs *regs)
{
	struct bpf_trace_run_ctx here = { .bpf_cookie = place->cookie, .is_uprobe = true };
	struct bpf_prog *prog = place->link->link.prog;
	struct bpf_run_ctx *outer;
	int ret;

	if (place->link->task && !same_thread_group(current, place->link->task))
		return 0;
	/* For bpf_get_func_ip() */
	current->utask->vaddr = func;
	if (prog->sleepable)
		rcu_read_lock_trace();
	else
		rcu_read_lock();
	migrate_disable();
	outer = bpf_set_run_ctx(&here.run_ctx);
	ret = bpf_prog_run(prog, regs);
	bpf_reset_run_ctx(outer);
	migrate_enable();
	if (prog->sleepable)
		rcu_read_unlock_trace();
	else
		rcu_read_unlock();
	return ret;
}

static bool multi_filter(struct uprobe_consumer *consumer, struct mm_struct *mm)
{
	struct multi_place *place = container_of(consumer, struct multi_place, consumer);

	return !place->link->task || place->link->task->mm == mm;
}

static int multi_hit(struct uprobe_consumer *consumer, struct pt_regs *regs)
{
	struct multi_place *place = container_of(consumer, struct multi_place, consumer);

	/* What a program returns does not matter: 1 would remove the probe. */
	run(place, instruction_pointer(regs), regs);
	return 0;
}

static int multi_return(struct uprobe_consumer *consumer, unsigned long func,
			struct pt_regs *regs)
{
	struct multi_place *place = container_of(consumer, struct multi_place, consumer);

	run(place, func, regs);
	return 0;
}

/* ---- the link ---- */

static struct multi_link *multi_of(const struct bpf_link *link)
{
	return container_of(link, struct multi_link, link);
}

static void remove_places(struct multi_link *m, u32 nr)
{
	u32 i;

	for (i = 0; i < nr; i++)
		uprobe_unregister_nosync(m->place[i].uprobe, &m->place[i].consumer);
	if (nr)
		uprobe_unregister_sync();
}

static void multi_free(struct multi_link *m)
{
	if (m->task)
		put_task_struct(m->task);
	path_put(&m->path);
	kvfree(m->place);
	kfree(m);
}

static void multi_release(struct bpf_link *link)
{
	remove_places(multi_of(link), multi_of(link)->nr);
}

static void multi_dealloc(struct bpf_link *link)
{
	multi_free(multi_of(link));
}

static int put_place(const struct multi_place *place, struct bpf_link_info *info, u32 i)
{
	u64 __user *offsets = u64_to_user_ptr(info->uprobe_multi.offsets);
	u64 __user *counters = u64_to_user_ptr(info->uprobe_multi.ref_ctr_offsets);
	u64 __user *cookies = u64_to_user_ptr(info->uprobe_multi.cookies);

	if ((offsets && put_user(place->offset, offsets + i)) ||
	    (counters && put_user(place->counter, counters + i)) ||
	    (cookies && put_user(place->cookie, cookies + i)))
		return -EFAULT;
	return 0;
}

static int put_path(const struct multi_link *m, struct bpf_link_info *info)
{
	char __user *to = u64_to_user_ptr(info->uprobe_multi.path);
	u32 room = info->uprobe_multi.path_size, len;
	char *buf, *path;
	int ret = 0;

	if (!to != !room)
		return -EINVAL;
	buf = kmalloc(PATH_MAX, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	path = d_path(&m->path, buf, PATH_MAX);
	if (IS_ERR(path)) {
		ret = PTR_ERR(path);
		goto out;
	}
	len = buf + PATH_MAX - path;
	info->uprobe_multi.path_size = len;
	if (to && len > room)
		ret = -ENOSPC;
	else if (to && copy_to_user(to, path, len))
		ret = -EFAULT;
out:
	kfree(buf);
	return ret;
}

static int multi_info(const struct bpf_link *link, struct bpf_link_info *info)
{
	const struct multi_link *m = multi_of(link);
	u32 room = info->uprobe_multi.count, i;
	int ret = put_path(m, info);

	if (ret)
		return ret;
	info->uprobe_multi.count = m->nr;
	info->uprobe_multi.flags = m->is_return ? BPF_F_UPROBE_MULTI_RETURN : 0;
	info->uprobe_multi.pid = m->task ? task_pid_nr_ns(m->task, task_active_pid_ns(current)) : 0;
	if (!info->uprobe_multi.offsets && !info->uprobe_multi.ref_ctr_offsets &&
	    !info->uprobe_multi.cookies)
		return room ? -EINVAL : 0;
	for (i = 0; i < min(room, m->nr) && !ret; i++)
		ret = put_place(&m->place[i], info, i);
	return ret ?: room < m->nr ? -ENOSPC : 0;
}

static const struct bpf_link_ops multi_ops = {
	.release		= multi_release,
	.dealloc_deferred	= multi_dealloc,
	.fill_link_info		= multi_info,
};

/* ---- making one ---- */

static int get_path(struct multi_link *m, u64 from)
{
	char *name;
	int ret;

	name = strndup_user(u64_to_user_ptr(from), PATH_MAX);
	if (IS_ERR(name))
		return PTR_ERR(name);
	ret = kern_path(name, LOOKUP_FOLLOW, &m->path);
	kfree(name);
	if (ret)
		return ret;
	return d_is_reg(m->path.dentry) ? 0 : -EBADF;
}

static int get_task(struct multi_link *m, u32 pid)
{
	if (!pid)
		return 0;
	guard(rcu)();
	m->task = get_pid_task(find_vpid(pid), PIDTYPE_TGID);
	return m->task ? 0 : -ESRCH;
}

static int get_places(struct multi_link *m, const union bpf_attr *attr)
{
	u64 __user *offsets = u64_to_user_ptr(attr->link_create.uprobe_multi.offsets);
	u64 __user *counters = u64_to_user_ptr(attr->link_create.uprobe_multi.ref_ctr_offsets);
	u64 __user *cookies = u64_to_user_ptr(attr->link_create.uprobe_multi.cookies);
	u32 i;

	for (i = 0; i < m->nr; i++) {
		struct multi_place *place = &m->place[i];

		if (get_user(place->offset, offsets + i) ||
		    (counters && get_user(place->counter, counters + i)) ||
		    (cookies && get_user(place->cookie, cookies + i)))
			return -EFAULT;
		if ((s64)place->offset < 0 || (s64)place->counter < 0)
			return -EINVAL;
		place->link = m;
		place->consumer.filter = multi_filter;
		if (m->is_return)
			place->consumer.ret_handler = multi_return;
		else
			place->consumer.handler = multi_hit;
	}
	return 0;
}

static int add_places(struct multi_link *m)
{
	struct inode *inode = d_real_inode(m->path.dentry);
	u32 i;

	for (i = 0; i < m->nr; i++) {
		struct multi_place *place = &m->place[i];

		place->uprobe = uprobe_register(inode, place->offset, place->counter,
						&place->consumer);
		if (IS_ERR(place->uprobe)) {
			remove_places(m, i);
			return PTR_ERR(place->uprobe);
		}
	}
	return 0;
}

static int check(const union bpf_attr *attr, const struct bpf_prog *prog)
{
	if (prog->expected_attach_type != BPF_TRACE_UPROBE_MULTI)
		return -EINVAL;
	if (attr->link_create.uprobe_multi.flags & ~BPF_F_UPROBE_MULTI_RETURN)
		return -EINVAL;
	if (!attr->link_create.uprobe_multi.path || !attr->link_create.uprobe_multi.offsets ||
	    !attr->link_create.uprobe_multi.cnt)
		return -EINVAL;
	return attr->link_create.uprobe_multi.cnt > MAX_PLACES ? -E2BIG : 0;
}

/**
 * bpf_uprobe_multi_link_attach - attach a program to many places of a user's file
 * @attr: which
 * @prog: the program
 *
 * Return: a file descriptor, or an error and nothing is attached
 */
int bpf_uprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog)
{
	struct bpf_link_primer primer;
	struct multi_link *m;
	int ret = check(attr, prog);

	if (ret)
		return ret;
	m = kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	m->nr = attr->link_create.uprobe_multi.cnt;
	m->is_return = attr->link_create.uprobe_multi.flags & BPF_F_UPROBE_MULTI_RETURN;
	m->place = kvcalloc(m->nr, sizeof(*m->place), GFP_KERNEL);
	ret = m->place ? 0 : -ENOMEM;
	ret = ret ?: get_path(m, attr->link_create.uprobe_multi.path);
	ret = ret ?: get_task(m, attr->link_create.uprobe_multi.pid);
	ret = ret ?: get_places(m, attr);
	if (ret)
		goto free;
	/* Hits may come as soon as there is a place. */
	bpf_link_init(&m->link, BPF_LINK_TYPE_UPROBE_MULTI, &multi_ops, prog);
	ret = add_places(m);
	if (ret)
		goto free;
	ret = bpf_link_prime(&m->link, &primer);
	if (ret) {
		remove_places(m, m->nr);
		goto free;
	}
	return bpf_link_settle(&primer);

free:
	multi_free(m);
	return ret;
}
