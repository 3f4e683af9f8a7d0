/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What NMI entry and exit tell the latency tracers.
 */
#ifndef _LINUX_FTRACE_IRQ_H
#define _LINUX_FTRACE_IRQ_H

#ifdef CONFIG_HWLAT_TRACER
extern bool trace_hwlat_callback_enabled;
void trace_hwlat_callback(bool enter);
#define __hwlat_nmi(enter) do {					\
	if (trace_hwlat_callback_enabled)			\
		trace_hwlat_callback(enter);			\
} while (0)
#else
#define __hwlat_nmi(enter) do { } while (0)
#endif

#ifdef CONFIG_OSNOISE_TRACER
extern bool trace_osnoise_callback_enabled;
void trace_osnoise_callback(bool enter);
#define __osnoise_nmi(enter) do {				\
	if (trace_osnoise_callback_enabled)			\
		trace_osnoise_callback(enter);			\
} while (0)
#else
#define __osnoise_nmi(enter) do { } while (0)
#endif

#define ftrace_nmi_enter() do { __hwlat_nmi(true); __osnoise_nmi(true); } while (0)
#define ftrace_nmi_exit() do { __hwlat_nmi(false); __osnoise_nmi(false); } while (0)

#endif /* _LINUX_FTRACE_IRQ_H */
