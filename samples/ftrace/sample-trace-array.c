// SPDX-License-Identifier: GPL-2.0
/*
 * A module with a trace instance of its own: it counts there once a second, and
 * turns on an event of the scheduler, without anyone else's trace being touched.
 *
 *	modprobe sample-trace-array
 *	cat /sys/kernel/tracing/instances/sample-instance/trace_pipe
 */
#include <linux/module.h>
#include <linux/trace.h>
#include <linux/trace_events.h>
#include <linux/workqueue.h>

static struct trace_array *inst;
static unsigned int count;

static void tick(struct work_struct *work);
static DECLARE_DELAYED_WORK(ticker, tick);

static void tick(struct work_struct *work)
{
	trace_array_printk(inst, _THIS_IP_, "count=%u\n", ++count);
	schedule_delayed_work(&ticker, HZ);
}

static int __init sample_init(void)
{
	int ret;

	/* Finds it if it is there already, from a mkdir for instance. */
	inst = trace_array_get_by_name("sample-instance", NULL);
	if (!inst)
		return -ENOMEM;
	ret = trace_array_init_printk(inst);
	if (!ret)
		ret = trace_array_set_clr_event(inst, "sched", "sched_process_exit", true);
	if (ret) {
		trace_array_put(inst);
		trace_array_destroy(inst);
		return ret;
	}
	trace_array_puts(inst, "it begins\n");
	schedule_delayed_work(&ticker, HZ);
	return 0;
}

static void __exit sample_exit(void)
{
	cancel_delayed_work_sync(&ticker);
	trace_array_set_clr_event(inst, "sched", "sched_process_exit", false);
	trace_array_put(inst);
	/* Only if nobody has one of its files open; it goes on otherwise. */
	trace_array_destroy(inst);
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("A trace instance of a module");
MODULE_LICENSE("GPL");
