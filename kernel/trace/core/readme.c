// SPDX-License-Identifier: GPL-2.0
/*
 * README: the files of tracefs on a page or two, those that this kernel has.
 *
 * Programs look for some of the phrases to learn what a kernel can do: perf for
 * those on probes (tools/perf/util/probe-file.c), test suites for the others.
 * Reword around them.
 */
#include "internal.h"

#define L(text)	text "\n"

struct readme_part {
	bool		there;
	const char	*text;
};

static const struct readme_part readme[] = {
	{ true,
L("tracing, as far as files go")
L("")
L("  # echo 0 > tracing_on         stop recording")
L("  # cat trace                   what has been recorded")
L("  # echo > trace                forget it")
L("  # echo 1 > tracing_on         record again")
L("  # echo nop > current_tracer   no tracer")
L("")
L("Mount elsewhere, or with other owners:")
L("  # mount -t tracefs [-o [gid=<gid>],[uid=<uid>],[mode=<mode>]] nodev <directory>")
L("")
L("A write that makes no sense fails and changes nothing; error_log says more.")
L("Numbers are decimal. \"#\" begins a comment in lists of probes and events.")
L("")
L("What is recorded")
L("  trace                 the records, oldest first; reading takes none away,")
L("                        opening it to be truncated clears the buffer")
L("  trace_pipe            the same, each record once, waiting for more")
L("  trace_marker          a write makes a record of its text")
L("  trace_marker_raw      the same for a 4-byte number and bytes")
L("  error_log             the last lines that were refused, and where they are wrong;")
L("                        clear it with: echo > error_log")
L("  printk_formats        strings that records hold the addresses of")
L("  saved_cmdlines        pids and the names of their tasks")
L("  saved_cmdlines_size   for how many tasks that have ended names are kept")
L("  saved_tgids           pids and their thread groups, with record-tgid set")
L("")
L("Who records, and how")
L("  available_tracers     the tracers of this kernel")
L("  current_tracer        the one that runs; another one empties the buffer")
L("  tracing_on            1: what is traced is recorded; 0: it is not")
L("  tracing_cpumask       CPUs that record, as a mask in hexadecimal")
L("  tracing_thresh        microseconds below which the tracers that measure are silent")
L("  tracing_max_latency   microseconds, the most that they have measured")
L("  trace_clock           the clock, in brackets; changing it clears the buffer")
L("     local:    the CPU's own, fast, may differ a little between CPUs")
L("     global:   in order over all CPUs, slower")
L("     counter:  numbers in place of times")
L("     uptime:   in jiffies since boot")
L("     perf:     as perf has it")
L("     mono, mono_raw, boot, tai: as clock_gettime() has them")
L("     x86-tsc:  cycles")
L("  timestamp_mode        delta, or absolute when a histogram needs it")
L("  trace_options         all options, \"no\" before those that are not set")
L("  options/              a file for each: 1 or 0")
L("")
L("Buffers")
L("  buffer_size_kb        KiB for each CPU; \"(expanded: N)\" tells what it will be once it")
L("                        is used, X that the CPUs differ")
L("  buffer_total_size_kb  KiB for all CPUs")
L("  buffer_subbuf_size_kb KiB of a sub-buffer, the piece that readers take at a time")
L("  buffer_percent        how full a buffer is, in percent, when a blocked reader wakes")
L("  free_buffer           when closed the buffers are freed, and with disable_on_free")
L("                        tracing is turned off")
L("  per_cpu/cpuN/         buffer_size_kb, trace, trace_pipe of one CPU, and")
L("     stats              its counts of records written, lost and read")
L("     trace_pipe_raw     whole sub-buffers, in binary: read, splice or map them")
L("  instances/            mkdir here makes a buffer with its own tracer, events and")
L("                        options; rmdir removes it when nobody uses it") },
	{ IS_ENABLED(CONFIG_TRACER_SNAPSHOT),
L("  snapshot              a second buffer. 1: it and the buffer change places, it is made")
L("                        if need be; 0: it is freed; 2: it is cleared. Reading it reads")
L("                        what was recorded when the snapshot was taken")
L("     snapshot_raw       in per_cpu/cpuN/: as trace_pipe_raw") },
	{ IS_ENABLED(CONFIG_DYNAMIC_FTRACE),
L("")
L("Functions")
L("  available_filter_functions  those that can be traced; _addrs: with addresses")
L("  set_ftrace_filter     those that are; none: all")
L("  set_ftrace_notrace    those that are not, although they would be")
L("     accepts: func_full_name or glob-matching-pattern, <pattern>:mod:<module>")
L("     \"!\" before a name takes it out again; > replaces the set, >> adds to it")
L("     commands: <pattern>:<command>[:<count>] does something when a function is called:")
L("        traceon, traceoff, dump, cpudump, stacktrace, snapshot,")
L("        enable_event:<system>:<event>, disable_event:<system>:<event>")
L("  set_ftrace_pid        tasks whose functions are traced")
L("  set_ftrace_notrace_pid  tasks whose functions are not")
L("  enabled_functions     functions that something is called for")
L("  touched_functions     those that it ever was")
L("  dyn_ftrace_total_info how many functions there are, and what knowing them costs") },
	{ IS_ENABLED(CONFIG_FUNCTION_GRAPH_TRACER),
L("  set_graph_function    the graph tracer begins at these functions")
L("  set_graph_notrace     and leaves out these, with all they call")
L("  max_graph_depth       how deep it goes; 0: as deep as it can")
L("  return_stacks         returns that could not be followed, and why") },
	{ IS_ENABLED(CONFIG_FUNCTION_PROFILER),
L("  function_profile_enabled    1: count calls and time of functions")
L("  trace_stat/function<cpu>    what was counted") },
	{ IS_ENABLED(CONFIG_STACK_TRACER),
L("")
L("Stacks")
L("  stack_max_size        the most that a kernel stack has been seen to take")
L("  stack_trace           whose it was")
L("  stack_trace_filter    functions that it looks at, as in set_ftrace_filter") },
	{ IS_ENABLED(CONFIG_EVENT_TRACING),
L("")
L("Events")
L("  available_events      all events, as system:event")
L("  set_event             those that are on; also system:*, *:event; \"!\" turns off")
L("  set_event_pid         tasks whose events are recorded")
L("  set_event_notrace_pid tasks whose events are not")
L("  events/enable         all of them: 1, 0; X: some")
L("  events/<system>/      enable and filter for the events of a system")
L("  events/<system>/<event>/")
L("     enable             1, 0")
L("     format             its fields, and how it is printed")
L("     id                 its number in records and for perf")
L("     filter             records for which this is false are dropped: fields, numbers,")
L("                        strings; == != < <= > >= &, ~ for patterns; && || ! ( );")
L("                        0 removes it")
L("     trigger            <what>[:<count>] [if <filter>]; \"!\" before it removes it")
L("        traceon, traceoff, stacktrace, snapshot")
L("        enable_event:<system>:<event>, disable_event:<system>:<event>") },
	{ IS_ENABLED(CONFIG_HIST_TRIGGERS),
L("        hist:keys=<field1[,field2,...]>")
L("            [:<var1>=<field|var_ref|numeric_literal>[,<var2>=...]]")
L("            [:values=<field1[,field2,...]>] [:sort=<field1[,field2,...]>]")
L("            [:size=<entries>] [:name=<name>] [:nohitcount]")
L("            [:pause] [:continue] [:clear]")
L("            [:<handler>.<action>] [if <filter>]")
L("           a key can be any field, or the special string 'common_stacktrace'")
L("           ways to show a field: .hex .sym .sym-offset .execname .syscall .log2")
L("           .buckets=<size> .usecs .percent .graph .stacktrace")
L("           handlers: onmatch(<system>.<event>), onmax(var), onchange(var)")
L("           actions: trace(<synthetic_event>,<fields>), <synthetic_event>(<fields>),")
L("              save(<fields>), snapshot()")
L("     hist               what the histograms of the event have counted") },
	{ IS_ENABLED(CONFIG_TRACE_EVENT_INJECT),
L("     inject             field=value ...: makes a record of the event") },
	{ IS_ENABLED(CONFIG_SYNTH_EVENTS),
L("  synthetic_events      events that histograms make: <name> <type> <field>[; ...]")
L("        echo 'latency u64 us; pid_t pid' >> synthetic_events")
L("        echo 'blocked u64 us; unsigned long[] stack' >> synthetic_events") },
	{ IS_ENABLED(CONFIG_DYNAMIC_EVENTS),
L("")
L("Events of your own")
L("  dynamic_events        Create/append/remove/show the events of all these kinds") },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
L("  probe_stat            what has become of the hits of each probe, CPU by CPU") },
	{ IS_ENABLED(CONFIG_KPROBE_EVENTS),
L("  kprobe_events         Create/append/remove/show events at places in the kernel")
L("  kprobe_profile        how often they were hit, and missed")
L("        p[:[<group>/][<event>]] <place> [<args>]")
L("        r[maxactive][:[<group>/][<event>]] <place> [<args>]") },
	{ IS_ENABLED(CONFIG_FPROBE_EVENTS),
L("        f[:[<group>/][<event>]] <func-name>[%return] [<args>]") },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
L("        t[:[<group>/][<event>]] <tracepoint> [<args>]")
L("        e[:[<group>/][<event>]] <attached-group>.<attached-event> [<args>] [if <filter>]") },
	{ IS_ENABLED(CONFIG_SYNTH_EVENTS),
L("        s:[synthetic/]<event> <field> [<field>]") },
	{ IS_ENABLED(CONFIG_DYNAMIC_EVENTS),
L("        -:[<group>/]<event>") },
	{ IS_ENABLED(CONFIG_KPROBE_EVENTS),
L("     place: [<module>:]<symbol>[+<offset>]|<memaddr>")
L("     place (kretprobe): [<module>:]<symbol>[+<offset>]%return|<memaddr>") },
	{ IS_ENABLED(CONFIG_UPROBE_EVENTS),
L("  uprobe_events         Create/append/remove/show events at places in programs")
L("  uprobe_profile        how often they were hit")
L("     place (uprobe): <path>:<offset>[%return][(ref_ctr_offset)]") },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
L("     args: <name>=fetcharg[:type]")
L("     fetcharg: (%<register>|$<efield>), @<address>, @<symbol>[+|-<offset>],")
"        $stack<index>, $stack, $retval, $comm, " },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS) && IS_ENABLED(CONFIG_HAVE_FUNCTION_ARG_ACCESS_API),
"$arg<N>, " },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS) && IS_ENABLED(CONFIG_PROBE_EVENTS_BTF_ARGS),
L("<argname>[->field[->field|.field...]],")
"        " },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
L("+|-[u]<offset>(<fetcharg>), \\imm-value, \\\"imm-string\"") },
	{ IS_ENABLED(CONFIG_FPROBE_EVENTS),
L("     kernel return probes support: $retval, $arg<N>, $comm") },
	{ IS_ENABLED(CONFIG_PROBE_EVENTS),
L("     type: s8/16/32/64, u8/16/32/64, x8/16/32/64, char, string, symbol,")
L("        b<bit-width>@<bit-offset>/<container-size>, ustring, symstr,")
L("        %pd/%pD, <type>\\[<array-size>\\]") },
	{ IS_ENABLED(CONFIG_USER_EVENTS),
L("  user_events_data      programs register their own events here, and write them")
L("  user_events_status    which there are, and who uses them") },
	{ IS_ENABLED(CONFIG_HWLAT_TRACER),
L("")
L("Noise")
L("  hwlat_detector/       width and window in microseconds, mode: which CPUs it visits") },
	{ IS_ENABLED(CONFIG_OSNOISE_TRACER),
L("  osnoise/              what the tracers osnoise and timerlat measure, where, and when")
L("                        they stop") },
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
