# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# For the groups of check.d that run a tool on many files: one line of KTAP a file. The
# arguments of the group are patterns; a test counts only if its name matches one.

ktap_number=0 ktap_bad=0
ktap_patterns=("$@")
echo "KTAP version 1"

ktap_wanted()
{
	local pattern
	[ ${#ktap_patterns[@]} -gt 0 ] || return 0
	for pattern in "${ktap_patterns[@]}"; do
		# shellcheck disable=SC2053 # the pattern is meant to be one
		[[ $1 != *$pattern* ]] || return 0
	done
	return 1
}

# ktap_silent NAME COMMAND...: passes if the command succeeds and says nothing
ktap_silent()
{
	local name=$1 output status=0
	ktap_wanted "$name" || return 0
	shift
	output=$("$@" 2>&1) || status=$?
	ktap_number=$((ktap_number + 1))
	if [ $status = 0 ] && [ -z "$output" ]; then
		echo "ok $ktap_number $name"
		return
	fi
	printf '%s\n' "${output:-nothing said, status $status}" | head -n 60 | sed 's/^/# /'
	echo "not ok $ktap_number $name"
	ktap_bad=1
}

# ktap_skip NAME REASON
ktap_skip()
{
	ktap_wanted "$1" || return 0
	ktap_number=$((ktap_number + 1))
	echo "ok $ktap_number $1 # SKIP $2"
}

# ktap_end: the plan, and the status
ktap_end()
{
	echo "1..$ktap_number"
	exit $ktap_bad
}
