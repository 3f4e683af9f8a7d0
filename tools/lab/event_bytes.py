#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""How large a trace event is: tools/lab/event_bytes.py OUT [OUT...]

OUT is the output folder of a kernel, as build/linux/O-prod. Compiles each source of it
that makes events three times, with the arguments that kbuild used: as it is; without
trace/trace_events.h and what else makes events of tracepoints; and without
trace/define_trace.h, so that there are no tracepoints either. The differences of
everything that is loaded with the kernel, divided by the number of events, are

    event       what the macros make for an event: functions, structures, strings, tables
    tracepoint  what it hangs on, which include/linux/tracepoint.h makes, the same on both

of which the columns say where it is. Strings that several sources have are counted for
each, and what objtool adds (unwind tables and the like) not at all.
"""
import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

EVENT_HEADERS = ("trace_events.h", "perf.h", "bpf_probe.h")
KINDS = ("text", "constants", "strings", "data")


def sections(file):
    """{ section: bytes } of what is loaded"""
    text = subprocess.run(["objdump", "-hw", file], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) > 7 and words[0].isdigit() and "ALLOC" in line:
            found[words[1]] = found.get(words[1], 0) + int(words[2], 16)
    return found


def kind(section):
    if ".text" in section:
        return "text"
    if ".str" in section or section == "__tracepoints_strings":
        return "strings"
    return "constants" if "rodata" in section else "data"


def sources(out):
    """(source, arguments of the compiler) of what defines events"""
    for folder, _, files in os.walk(out):
        for name in files:
            if not name.endswith(".o.cmd") or not name.startswith("."):
                continue
            built = os.path.join(folder, name[1:-4])
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                first, text = f.readline(), f.read()
            if "include/trace/define_trace.h" not in text or not os.path.exists(built):
                continue
            if "__tracepoints" in sections(built):
                yield built, first.split(" := ", 1)[1].split(" ; ")[0].strip()


def compiled(out, command, include):
    """The sections of a source as it is compiled with other headers in front"""
    with tempfile.NamedTemporaryFile(suffix=".o") as to:
        command = re.sub(r"-Wp,-MMD,\S+", "", command)
        command = re.sub(r" -o \S+", f" -w -o {to.name}", command)
        if include:
            command = command.replace(" -nostdinc ", f" -nostdinc -I{include} ", 1)
        subprocess.run(command, shell=True, cwd=out, check=True)
        return collections.Counter(sections(to.name))


def measure(out, jobs=2):
    """{ "events": number, "event": { kind: bytes of all }, "tracepoint": the same }"""
    result = {"events": 0, "event": collections.Counter(), "tracepoint": collections.Counter()}
    with tempfile.TemporaryDirectory() as tmp:
        for folder, names in (("no_events", EVENT_HEADERS), ("nothing", ("define_trace.h",))):
            os.makedirs(os.path.join(tmp, folder, "trace"))
            for name in names:
                with open(os.path.join(tmp, folder, "trace", name), "w", encoding="utf-8"):
                    pass

        def three(found):
            return [compiled(out, found[1], include and os.path.join(tmp, include))
                    for include in (None, "no_events", "nothing")]

        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            for whole, tracepoints, nothing in pool.map(three, sources(out)):
                result["events"] += (whole["_ftrace_events"] - tracepoints["_ftrace_events"]) // 8
                for name in {*whole, *tracepoints, *nothing}:
                    result["event"][kind(name)] += whole[name] - tracepoints[name]
                    result["tracepoint"][kind(name)] += tracepoints[name] - nothing[name]
    return result


def per_event(result, what):
    return sum(result[what].values()) / result["events"]


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    print(f"{'bytes an event':60} {'events':>7} {'all':>8}" + "".join(f"{k:>11}" for k in KINDS))
    for out in sys.argv[1:]:
        result = measure(os.path.abspath(out))
        for what in ("event", "tracepoint"):
            print(f"{out[-48:] + ' ' + what:60} {result['events']:7} {per_event(result, what):8.1f}" +
                  "".join(f"{result[what][k] / result['events']:11.1f}" for k in KINDS), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
