# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
#
# What the runner and the tests share. A test runs with tracefs as its working
# directory, "set -e" and "set -x". POSIX sh and busybox only.

if [ -z "${TRACING-}" ]; then
	for TRACING in /sys/kernel/tracing /sys/kernel/debug/tracing; do
		[ ! -e $TRACING/trace ] || break
	done
fi

# ---- verdicts ----------------------------------------------------------------

# The first reason stands: what fails later is most often a consequence.
verdict()
{
	[ -s "$RUN/reason" ] || echo "$2" > "$RUN/reason"
	exit "$1"
}

fail()	{ verdict 1 "$*"; }
skip()	{ verdict 4 "$*"; }

on_exit_commands=:
# on_exit COMMAND: run it when the test ends, the last one first
on_exit()
{
	on_exit_commands="$*; $on_exit_commands"
}

checked()
{
	: > "$RUN/checks"
}

# The trap of a test's process. A test that has checked nothing has not passed.
test_exit()
{
	set +ex
	eval "$on_exit_commands"
	if [ "$1" = 0 ] && [ ! -e "$RUN/checks" ]; then
		echo "it checked nothing" > "$RUN/reason"
		exit 1
	fi
	exit "$1"
}

# ---- checks ------------------------------------------------------------------

# same GOT WANTED [WHAT]
same()
{
	checked
	[ "$1" = "$2" ] || fail "${3:+$3: }got '$1', wanted '$2'"
}

# differ A B [WHAT]
differ()
{
	checked
	[ "$1" != "$2" ] || fail "${3:+$3: }'$1' twice, wanted two different"
}

# between LOW VALUE HIGH [WHAT]
between()
{
	checked
	if ! [ "$1" -le "$2" ] || ! [ "$2" -le "$3" ]; then
		fail "${4:+$4: }got '$2', wanted $1 to $3"
	fi
}

# is FILE CONTENT: a file reads so
is()
{
	same "$(cat "$1")" "$2" "$1"
}

# has FILE REGEX [WHAT], hasnt FILE REGEX [WHAT]: of any line of a file ("-": stdin)
has()
{
	checked
	grep -qE -e "$2" "$1" || fail "${3:+$3: }no line of $1 matches '$2'"
}

hasnt()
{
	checked
	! grep -qE -e "$2" "$1" || fail "${3:+$3: }a line of $1 matches '$2': $(grep -m1 -E -e "$2" "$1")"
}

# count FILE REGEX: how many lines match
count()
{
	grep -cE -e "$2" "$1" || :
}

# works COMMAND...: the command must succeed
works()
{
	checked
	"$@" || fail "failed with $?: $*"
}

# What programs say of an error, in the C libraries that there are
error_text()
{
	case $1 in
	E2BIG)	echo 'Argument list too long' ;;
	EACCES)	echo 'Permission denied' ;;
	EAGAIN)	echo 'Resource temporarily unavailable' ;;
	EBUSY)	echo '(Device or resource|Resource) busy' ;;
	EEXIST)	echo 'File exists' ;;
	EINVAL)	echo 'Invalid argument' ;;
	ENODEV)	echo 'No such device' ;;
	ENOENT)	echo 'No such file or directory' ;;
	ENOMEM)	echo '(Cannot allocate|Out of) memory' ;;
	ENOSPC)	echo 'No space left on device' ;;
	EPERM)	echo 'Operation not permitted' ;;
	ERANGE)	echo '(Numerical result|Result) (out of range|not representable)' ;;
	*)	fail "error_text() does not know $1" ;;
	esac
}

# refused [ERRNO] COMMAND...: the command must fail, and say that it was of that error
refused()
{
	checked
	error_wanted=
	case $1 in
	E[A-Z0-9]*)
		error_wanted=$(error_text "$1")
		shift
		;;
	esac
	! error_said=$("$@" 2>&1 >/dev/null) || fail "was not refused: $*"
	echo "$error_said" | grep -qE "$error_wanted" || fail "refused, but not with '$error_wanted': $*: $error_said"
}

# ---- writing to files --------------------------------------------------------

write_to()	{ printf '%s\n' "$2" > "$1"; }
append_to()	{ printf '%s\n' "$2" >> "$1"; }

# put FILE TEXT, add FILE TEXT: a write that must work, with and without truncation
put()
{
	checked
	write_to "$1" "$2" || fail "'$2' > $1 failed"
}

add()
{
	checked
	append_to "$1" "$2" || fail "'$2' >> $1 failed"
}

# keeps FILE TEXT: sets a file and reads the same back
keeps()
{
	put "$1" "$2"
	is "$1" "$2"
}

# trace_on_off TRACER TIMES: a tracer comes and goes
trace_on_off()
{
	for _ in $(seq "$2"); do
		put current_tracer "$1"
		put current_tracer nop
	done
}

# written INSTANCE: how many records its buffers have taken, those since overwritten too
written()
{
	cat "instances/$1"/per_cpu/cpu*/stats |
		awk '/^(entries|overrun):/ { n += $2 } END { print n }'
}

# rejects FILE TEXT [ERRNO]: an append that must fail, with that error if one is told, and
# leave the file as it was
rejects()
{
	checked
	before=$(cat "$1")
	if [ $# -gt 2 ]; then
		fio "open:f=wa,$1" "fails=$3" "write:f=$2\n" || fail "'$2' >> $1 did not fail with $3"
	else
		! append_to "$1" "$2" 2>/dev/null || fail "'$2' >> $1 was not refused"
	fi
	same "$(cat "$1")" "$before" "$1 after a refused write"
}

# write_fails ERRNO FILE TEXT: a write, with truncation, that must fail so. (That of a shell
# may say nothing of why.)
write_fails()
{
	checked
	fio "open:f=wt,$2" "fails=$1" "write:f=$3\n" || fail "'$3' > $2 did not fail with $1"
}

# ---- things tests do ---------------------------------------------------------

# The records of a trace, without its header
records()
{
	grep -v '^#' "${1:-trace}" || :
}

# until_true SECONDS COMMAND...: wait for a command to succeed
until_true()
{
	left=$(($1 * 10))
	shift
	while ! "$@"; do
		[ $left -gt 0 ] || fail "still not true: $*"
		left=$((left - 1))
		sleep 0.1
	done
	checked
}

# fork_some [N]: make N processes, for tests that need anything at all to happen
fork_some()
{
	n=${1:-1}
	while [ "$n" -gt 0 ]; do
		(:)
		n=$((n - 1))
	done
}

# two_writers TIMES LINE COMMAND...: CPUs 0 and 1 each write the line so often, with
# \$cpu and \$n in it, into trace_marker; the command runs again and again meanwhile
two_writers()
{
	writer="for n in \$(seq $1); do echo \"$2\" > trace_marker; done"
	shift 2
	cpu=0 taskset 1 sh -c "$writer" &
	zero=$!
	cpu=1 taskset 2 sh -c "$writer" &
	one=$!
	while kill -0 $zero 2>/dev/null || kill -0 $one 2>/dev/null; do
		"$@"
	done
	works wait $zero
	works wait $one
}

# run_in_background COMMAND...: sets $job; it is killed when the test ends
run_in_background()
{
	"$@" &
	job=$!
	on_exit "kill $job 2>/dev/null; wait $job 2>/dev/null"
}

# instance NAME: make one that goes away with the test
instance()
{
	works mkdir "instances/$1"
	on_exit "rmdir 'instances/$1' 2>/dev/null"
}

# cpus: how many are online; cpu_list: their numbers
cpus()		{ grep -c '^processor' /proc/cpuinfo; }
cpu_list()	{ sed -n 's/^processor[^0-9]*//p' /proc/cpuinfo; }

# load MODULE [ARGUMENT...]: it is unloaded when the test ends
load()
{
	module=$1
	shift
	file=$(module_file "$module")
	works insmod "$file" "$@"
	on_exit "rmmod $module 2>/dev/null"
}

# Where a module is: FTRACE_MODULES, the folder beside this one, or the kernel's
module_file()
{
	for dir in "${FTRACE_MODULES-}" "${here-}/modules" "/lib/modules/$(uname -r)"; do
		[ -d "$dir" ] || continue
		found=$(find "$dir" -name "$1.ko" | head -n 1)
		if [ -n "$found" ]; then
			echo "$found"
			return
		fi
	done
}

# ---- what a test needs -------------------------------------------------------

kernel_config()
{
	if [ -r /proc/config.gz ]; then
		zcat /proc/config.gz
	else
		cat "/boot/config-$(uname -r)" 2>/dev/null
	fi
}

# unmet NEED: says what is absent; nothing if it is there. The kinds are in README.
unmet()
{
	case $1 in
	root)
		[ "$(id -u)" = 0 ] || echo "not root"
		;;
	cpus:*)
		[ "$(cpus)" -ge "${1#*:}" ] || echo "fewer than ${1#*:} CPUs"
		;;
	tracer:*)
		grep -qw -e "${1#*:}" "$TRACING/available_tracers" || echo "no tracer ${1#*:}"
		;;
	event:*)
		[ -d "$TRACING/events/${1#*:}" ] || echo "no event ${1#*:}"
		;;
	function:*)
		grep -q "^${1#*:}\\( \\|\$\\)" "$TRACING/available_filter_functions" 2>/dev/null ||
			echo "no traceable function ${1#*:}"
		;;
	program:*)
		{ command -v "${1#*:}" || [ -x "$here/${1#*:}" ]; } >/dev/null || echo "no program ${1#*:}"
		;;
	module:*)
		[ -n "$(module_file "${1#*:}")" ] || echo "no module ${1#*:}"
		;;
	config:*)
		kernel_config | grep -q "^CONFIG_${1#*:}=[ym]" || echo "no CONFIG_${1#*:}, as far as can be seen"
		;;
	readme:*)
		grep -qF -e "${1#*:}" "$TRACING/README" || echo "README has no ${1#*:}"
		;;
	/*)
		[ -e "$1" ] || echo "no $1"
		;;
	*)
		[ -e "$TRACING/$1" ] || echo "no $1 in tracefs"
		;;
	esac
}

# ---- the state of tracefs ----------------------------------------------------

# Settings of one value that tests may change. Each is saved when a run starts
# and written back after each test; those whose file is absent are passed over.
# trace_options shows the current tracer's options alone, options/ those of all.
SETTINGS='options/* tracing_thresh max_graph_depth saved_cmdlines_size
	buffer_percent
	buffer_subbuf_size_kb tracing_cpumask function_profile_enabled
	hwlat_detector/window hwlat_detector/width osnoise/cpus
	osnoise/period_us osnoise/runtime_us osnoise/stop_tracing_us
	osnoise/stop_tracing_total_us osnoise/timerlat_period_us
	osnoise/print_stack /proc/sys/kernel/ftrace_enabled
	/proc/sys/kernel/stack_tracer_enabled /proc/sys/kernel/ftrace_dump_on_oops
	/proc/sys/kernel/tracepoint_printk /proc/sys/kernel/traceoff_on_warning
	/proc/sys/debug/kprobes-optimization'

# Lists that a run empties, with the file that empties them.
LISTS='set_ftrace_filter set_ftrace_notrace set_graph_function set_graph_notrace
	set_ftrace_pid set_ftrace_notrace_pid set_event_pid set_event_notrace_pid
	stack_trace_filter'

# The choice in brackets: [local] global ...
chosen()
{
	sed -n 's/.*\[\([^]]*\)\].*/\1/p' "$1"
}

# Sizes read "7 (expanded: 1408)" until the buffer is first used
buffer_size()
{
	sed 's/.*expanded: \([0-9]*\).*/\1/' buffer_size_kb
}

# FILE:VALUE, a line each
settings()
{
	# shellcheck disable=SC2086 # the names hold no blanks
	grep -m 1 -H '' $SETTINGS 2>/dev/null || : # some are absent
}

save_tracefs()
{
	settings > "$RUN/saved"
	cat current_tracer > "$RUN/tracer"
	cat tracing_on > "$RUN/on"
	chosen trace_clock > "$RUN/clock"
	buffer_size > "$RUN/size"
}

remove_triggers()
{
	for round in 1 2 3; do
		files=$(grep -LE '^# Available' events/*/*/trigger 2>/dev/null) || return 0
		[ -n "$files" ] || return 0
		for file in $files; do
			grep -v '^#' "$file" | sed 's/ \[[a-z]*\]$//' | while read -r line; do
				append_to "$file" "!$line" 2>/dev/null || [ "$round" != 3 ] ||
					echo "cannot remove trigger '$line' of $file"
			done
		done
	done
}

remove_filters()
{
	grep -L '^none$' events/*/*/filter 2>/dev/null | while read -r file; do
		echo 0 > "$file"
	done
}

# "function:command:count=N" lines of set_ftrace_filter
remove_commands()
{
	[ -e set_ftrace_filter ] || return 0
	for _ in 1 2 3; do
		commands=$(grep -v '^#' set_ftrace_filter | grep ':') || return 0
		echo "$commands" | while read -r line; do
			what=${line%:unlimited}
			append_to set_ftrace_filter "!${what%:count=*}" 2>/dev/null
			append_to set_ftrace_filter "!${what%:count=*}:0" 2>/dev/null
		done
	done
}

# reset_tracefs ["deep"|"all"]: nothing traced, nothing set. "deep" looks at each
# event for triggers and filters, "all" also brings back what was traced before.
reset_tracefs()
{
	write_to tracing_on 0
	write_to current_tracer nop
	for dir in instances/*/; do
		[ ! -d "$dir" ] || rmdir "$dir" || { sleep 1; rmdir "$dir"; }
	done
	remove_commands
	if [ -e set_event ]; then
		[ -z "${1-}" ] || { remove_triggers; remove_filters; }
		[ -z "$(head -n 1 set_event)" ] || : > set_event
	fi
	for file in $LISTS; do
		[ ! -e "$file" ] || : > "$file"
	done
	for file in dynamic_events synthetic_events kprobe_events uprobe_events; do
		if [ -e $file ] && [ -n "$(head -n 1 $file)" ]; then
			: > $file
		fi
	done
	[ "$(chosen trace_clock)" = "$(cat "$RUN/clock")" ] || write_to trace_clock "$(cat "$RUN/clock")"
	settings > "$RUN/settings"
	grep -vxFf "$RUN/settings" "$RUN/saved" | while IFS=: read -r file value; do
		write_to "$file" "$value"
	done
	write_to buffer_size_kb "$(cat "$RUN/size")"
	[ ! -e snapshot ] || write_to snapshot 0
	[ ! -e tracing_max_latency ] || write_to tracing_max_latency 0
	[ ! -e error_log ] || : > error_log
	: > trace
	if [ "${1-}" = all ]; then
		write_to current_tracer "$(cat "$RUN/tracer")"
		write_to tracing_on "$(cat "$RUN/on")"
	else
		write_to tracing_on 1
	fi
}

# What a test must leave as it found it, a line each
tracefs_state()
{
	settings
	# shellcheck disable=SC2086 # the names hold no blanks
	grep -H '' $LISTS current_tracer tracing_on buffer_size_kb dynamic_events set_event \
		enabled_functions snapshot 2>/dev/null || : # some are absent
	echo "clock: $(chosen trace_clock)"
	for dir in instances/*/; do
		[ ! -d "$dir" ] || echo "instance: $dir"
	done
	[ ! -r /proc/modules ] || sed 's/^\([^ ]*\).*/module: \1/' /proc/modules
}

# For the log of a failed test
dump_tracefs()
{
	echo "state of tracefs:"
	for file in current_tracer tracing_on set_event set_ftrace_filter set_ftrace_notrace \
		    enabled_functions dynamic_events error_log; do
		[ ! -r "$file" ] || head -n 12 "$file" | sed "s|^|$file: |"
	done
	for dir in . instances/*; do
		[ -r "$dir/trace" ] || continue
		echo "$dir/trace, the last lines:"
		records "$dir/trace" | tail -n 12
	done
}
