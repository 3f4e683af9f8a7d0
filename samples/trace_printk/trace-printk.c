// SPDX-License-Identifier: GPL-2.0
/*
 * Each way in which trace_printk() can record: what is known when it is compiled
 * decides. Load it, and look at /sys/kernel/tracing/trace.
 */
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/module.h>

/* Not constant: the compiler must not know what they hold. */
static char *text = "text that is not a constant\n";
static char *format = "a format that is not a constant: %d\n";

static void from_interrupt(struct irq_work *work)
{
	trace_printk("from an interrupt\n");
	trace_printk("from an interrupt, %s\n", "with an argument");
}

static DEFINE_IRQ_WORK(work, from_interrupt);

static int __init sample_init(void)
{
	trace_printk("a constant: its address is recorded\n");
	trace_puts("the same, said otherwise\n");
	trace_printk("a constant format: %s %d %lx %pS, in binary\n", "arguments", 1, 2UL,
		     sample_init);
	trace_puts(text);
	trace_printk(format, 42);
	irq_work_queue(&work);
	irq_work_sync(&work);
	return 0;
}

static void __exit sample_exit(void)
{
}

module_init(sample_init);
module_exit(sample_exit);
MODULE_DESCRIPTION("All forms of trace_printk()");
MODULE_LICENSE("GPL");
