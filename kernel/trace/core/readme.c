// SPDX-License-Identifier: GPL-2.0
/*
 * README: the files of tracefs on a page or two, those that this kernel has.
 *
 * Programs look for some of the phrases to learn what a kernel can do: perf for
 * those on probes (tools/perf/util/probe-file.c), test suites for the others.
 * Reword around them.
 */
#include "internal.h"

struct readme_part {
	bool		there;
	const char	*text;
};

static const struct readme_part readme[] = {
	{ true,
"tracing, as far as files go\n"
"\n"
"  # echo 0 > tracing_on         stop recording\n"
"  # cat trace                   what has been recorded\n"
"  # echo > trace                forget it\n"
"  # echo 1 > tracing_on         record again\n"
"  # echo nop > current_tracer   no tracer\n"
"\n"
"Mount elsewhere, or with other owners:\n"
"  # mount -t tracefs [-o [gid=<gid>],[uid=<uid>],[mode=<mode>]] nodev <directory>\n"
"\n"
"A write that makes no sense fails and changes nothing; error_log says more.\n"
"Numbers are decimal. \"#\" begins a comment in lists of probes and events.\n"
"\n"
"What is recorded\n"
"  trace                 the records, oldest first; reading takes none away,\n"
"                        opening it to be truncated clears the buffer\n"
"  trace_pipe            the same, each record once, waiting for more\n"
"  trace_marker          a write makes a record of its text\n"
"  trace_marker_raw      the same for a 4-byte number and bytes\n"
"  error_log             the last lines that were refused, and where they are wrong;\n"
"                        clear it with: echo > error_log\n"
"  printk_formats        strings that records hold the addresses of\n"
"  saved_cmdlines        pids and the names of their tasks\n"
"  saved_cmdlines_size   for how many tasks that have ended names are kept\n"
"  saved_tgids           pids and their thread groups, with record-tgid set\n"
"\n"
"Who records, and how\n"
"  available_tracers     the tracers of this kernel\n"
"  current_tracer        the one that runs\n"
"  tracing_on            1: what is traced is recorded; 0: it is not\n"
"  tracing_cpumask       CPUs that record, as a mask in hexadecimal\n"
"  tracing_thresh        microseconds below which the tracers that measure are silent\n"
"  tracing_max_latency   microseconds, the most that they have measured\n"
"  trace_clock           the clock, in brackets; changing it clears the buffer\n"
"     local:    the CPU's own, fast, may differ a little between CPUs\n"
"     global:   in order over all CPUs, slower\n"
"     counter:  numbers in place of times\n"
"     uptime:   in jiffies since boot\n"
"     perf:     as perf has it\n"
"     mono, mono_raw, boot, tai: as clock_gettime() has them\n"
"     x86-tsc:  cycles\n"
"  timestamp_mode        delta, or absolute when a histogram needs it\n"
"  trace_options         all options, \"no\" before those that are not set\n"
"  options/              a file for each: 1 or 0\n"
"\n"
"Buffers\n"
"  buffer_size_kb        KiB for each CPU; \"(expanded: N)\" tells what it will be once it\n"
"                        is used, X that the CPUs differ\n"
"  buffer_total_size_kb  KiB for all CPUs\n"
"  buffer_subbuf_size_kb KiB of a sub-buffer, the piece that readers take at a time\n"
"  buffer_percent        how full a buffer is, in percent, when a blocked reader wakes\n"
"  free_buffer           when closed the buffers are freed, and with disable_on_free\n"
"                        tracing is turned off\n"
"  per_cpu/cpuN/         buffer_size_kb, trace, trace_pipe of one CPU, and\n"
"     stats              its counts of records written, lost and read\n"
"     trace_pipe_raw     whole sub-buffers, in binary: read, splice or map them\n"
"  instances/            mkdir here makes a buffer with its own tracer, events and\n"
"                        options; rmdir removes it when nobody uses it\n" },
	{ IS_ENABLED(CONFIG_TRACER_SNAPSHOT),
"  snapshot              a second buffer. 1: it and the buffer change places, and is made\n"
"                        if need be; 0: it is freed; 2: it is cleared. Reading it reads\n"
"                        what was recorded when the snapshot was taken\n"
"     snapshot_raw       in per_cpu/cpuN/: as trace_pipe_raw\n" },
	{ IS_ENABLED(CONFIG_DYNAMIC_FTRACE),
"\n"
"Functions\n"
"  available_filter_functions  those that can be traced\n"
"  set_ftrace_filter     those that are; none: all\n"
"  set_ftrace_notrace    those that are not, although they would be\n"
"     accepts: func_full_name or glob-matching-pattern, <pattern>:mod:<module>\n"
"     \"!\" before a name takes it out again; > replaces the set, >> adds to it\n"
"     commands: <pattern>:<command>[:<count>] does something when a function is called:\n"
"        traceon, traceoff, dump, cpudump, stacktrace, snapshot,\n"
"        enable_event:<system>:<event>, disable_event:<system>:<event>\n"
"  set_ftrace_pid        tasks whose functions are traced\n"
"  set_ftrace_notrace_pid  tasks whose functions are not\n"
"  enabled_functions     functions that something is called for\n"
"  touched_functions     those that it ever was\n"
"  dyn_ftrace_total_info how many functions there are, and what knowing them costs\n" },
	{ IS_ENABLED(CONFIG_FUNCTION_GRAPH_TRACER),
"  set_graph_function    the graph tracer begins at these functions\n"
"  set_graph_notrace     and leaves out these, with all they call\n"
"  max_graph_depth       how deep it goes; 0: as deep as it can\n" },
	{ IS_ENABLED(CONFIG_FUNCTION_PROFILER),
"  function_profile_enabled    1: count calls and time of functions\n"
"  trace_stat/function<cpu>    what was counted\n" },
	{ IS_ENABLED(CONFIG_STACK_TRACER),
"\n"
"Stacks\n"
"  stack_max_size        the most that a kernel stack has been seen to take\n"
"  stack_trace           whose it was\n"
"  stack_trace_filter    functions that it looks at, as in set_ftrace_filter\n" },
	{ IS_ENABLED(CONFIG_EVENT_TRACING),
"\n"
"Events\n"
"  available_events      all events, as system:event\n"
"  set_event             those that are on; also system:*, *:event; \"!\" turns off\n"
"  set_event_pid         tasks whose events are recorded\n"
"  set_event_notrace_pid tasks whose events are not\n"
"  events/enable         all of them: 1, 0; X: some\n"
"  events/<system>/      enable and filter for the events of a system\n"
"  events/<system>/<event>/\n"
"     enable             1, 0\n"
"     format             its fields, and how it is printed\n"
"     id                 its number in records and for perf\n"
"     filter             records for which this is false are dropped: fields, numbers,\n"
"                        strings; == != < <= > >= &, ~ for patterns; && || ! ( );\n"
"                        0 removes it\n"
"     trigger            <what>[:<count>] [if <filter>]; \"!\" before it removes it\n"
"        traceon, traceoff, stacktrace, snapshot\n"
"        enable_event:<system>:<event>, disable_event:<system>:<event>\n" },
	{ IS_ENABLED(CONFIG_HIST_TRIGGERS),
"        hist:keys=<field1[,field2,...]>\n"
"            [:<var1>=<field|var_ref|numeric_literal>[,<var2>=...]]\n"
"            [:values=<field1[,field2,...]>] [:sort=<field1[,field2,...]>]\n"
"            [:size=<entries>] [:name=<name>] [:nohitcount]\n"
"            [:pause] [:continue] [:clear]\n"
"            [:<handler>.<action>] [if <filter>]\n"
"           a key can be any field, or the special string 'common_stacktrace'\n"
"           ways to show a field: .hex .sym .sym-offset .execname .syscall .log2\n"
"           .buckets=<size> .usecs .percent .graph .stacktrace\n"
"           handlers: onmatch(<system>.<event>), onmax(var), onchange(var)\n"
"           actions: trace(<synthetic_event>,<fields>), <synthetic_event>(<fields>),\n"
"              save(<fields>), snapshot()\n"
"     hist               what the histograms of the event have counted\n" },
	{ IS_ENABLED(CONFIG_TRACE_EVENT_INJECT),
"     inject             field=value ...: makes a record of the event\n" },
	{ IS_ENABLED(CONFIG_SYNTH_EVENTS),
"  synthetic_events      events that histograms make: <name> <type> <field>[; ...]\n"
"        echo 'latency u64 us; pid_t pid' >> synthetic_events\n"
"        echo 'blocked u64 us; unsigned long[] stack' >> synthetic_events\n" },
	{ IS_ENABLED(CONFIG_DYNAMIC_EVENTS),
"\n"
"Events of your own\n"
"  dynamic_events        Create/append/remove/show the events of all these kinds\n" },
	{ IS_ENABLED(CONFIG_KPROBE_EVENTS),
"  kprobe_events         Create/append/remove/show events at places in the kernel\n"
"  kprobe_profile        how often they were hit, and missed\n"
"        p[:[<group>/][<event>]] <place> [<args>]\n"
"        r[maxactive][:[<group>/][<event>]] <place> [<args>]\n" },
	{ IS_ENABLED(CONFIG_FPROBE_EVENTS),
"        f[:[<group>/][<event>]] <func-name>[%return] [<args>]\n"
"        t[:[<group>/][<event>]] <tracepoint> [<args>]\n" },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
"        e[:[<group>/][<event>]] <attached-group>.<attached-event> [<args>] [if <filter>]\n" },
	{ IS_ENABLED(CONFIG_SYNTH_EVENTS),
"        s:[synthetic/]<event> <field> [<field>]\n" },
	{ IS_ENABLED(CONFIG_DYNAMIC_EVENTS),
"        -:[<group>/]<event>\n" },
	{ IS_ENABLED(CONFIG_KPROBE_EVENTS),
"     place: [<module>:]<symbol>[+<offset>]|<memaddr>\n"
"     place (kretprobe): [<module>:]<symbol>[+<offset>]%return|<memaddr>\n" },
	{ IS_ENABLED(CONFIG_UPROBE_EVENTS),
"  uprobe_events         Create/append/remove/show events at places in programs\n"
"  uprobe_profile        how often they were hit\n"
"     place (uprobe): <path>:<offset>[%return][(ref_ctr_offset)]\n" },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
"     args: <name>=fetcharg[:type]\n"
"     fetcharg: (%<register>|$<efield>), @<address>, @<symbol>[+|-<offset>],\n"
"        $stack<index>, $stack, $retval, $comm, " },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS) && IS_ENABLED(CONFIG_HAVE_FUNCTION_ARG_ACCESS_API),
"$arg<N>, " },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS) && IS_ENABLED(CONFIG_PROBE_EVENTS_BTF_ARGS),
"<argname>[->field[->field|.field...]],\n"
"        " },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
"+|-[u]<offset>(<fetcharg>), \\imm-value, \\\"imm-string\"\n" },
	{ IS_ENABLED(CONFIG_FPROBE_EVENTS),
"     kernel return probes support: $retval, $arg<N>, $comm\n" },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
"     type: s8/16/32/64, u8/16/32/64, x8/16/32/64, char, string, symbol,\n"
"        b<bit-width>@<bit-offset>/<container-size>, ustring, symstr,\n"
"        %pd/%pD, <type>\\[<array-size>\\]\n" },
	{ IS_ENABLED(CONFIG_USER_EVENTS),
"  user_events_data      programs register their own events here, and write them\n"
"  user_events_status    which there are, and who uses them\n" },
	{ IS_ENABLED(CONFIG_HWLAT_TRACER),
"\n"
"Noise\n"
"  hwlat_detector/       width and window in microseconds, mode: which CPUs it visits\n" },
	{ IS_ENABLED(CONFIG_OSNOISE_TRACER),
"  osnoise/              what the tracers osnoise and timerlat measure, where, and when\n"
"                        they stop\n" },
};

static int readme_show(struct seq_file *m, struct trace_file *f)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(readme); i++)
		if (readme[i].there)
			seq_puts(m, readme[i].text);
	return 0;
}

static const struct trace_file_row readme_files[] = {
	{ .name = "README", .mode = 0440, .where = FILE_TOP, .show = readme_show },
};

static struct instance_part readme_part = {
	.slot		= NO_SLOT,
	.files		= readme_files,
	.nr_files	= ARRAY_SIZE(readme_files),
};

int __init readme_init(void)
{
	return instance_add_part(&readme_part);
}
