// SPDX-License-Identifier: GPL-2.0
/*
 * A module whose event is there for a while, before its init function fails. A record of
 * an event of the kernel refers to a string of it.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <trace/events/power.h>

#define CREATE_TRACE_POINTS
#include "event_fails.h"

static unsigned int ms = 1000;
module_param(ms, uint, 0444);
MODULE_PARM_DESC(ms, "milliseconds before it fails");

static int __init event_fails_init(void)
{
	trace_suspend_resume("event_fails", ms, true);
	msleep(ms);
	trace_event_fails(ms);
	return -ENODEV;
}
module_init(event_fails_init);

MODULE_DESCRIPTION("An event of a module that fails to start");
MODULE_LICENSE("GPL");
