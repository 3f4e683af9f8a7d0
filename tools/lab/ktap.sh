# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For groups of tests in bash: results in KTAP, and a folder $tmp that goes away with
# the group. A command under test says what it says into $tmp/said, which is shown
# when the test fails.

set -u
# A group is a run of its own, not part of the one that called it.
unset LAB_LOCK
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
: >"$tmp/said"
number=0 bad=0

result()
{
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number $2"
	else
		echo "not ok $number $2"
		sed 's/^/# /' "$tmp/said"
		# Those after it need not say the same again.
		: >"$tmp/said"
		bad=1
	fi
}

# is NAME COMMAND...: one test, passed when COMMAND succeeds.
is()
{
	local name=$1
	shift
	"$@"
	result $? "$name"
}

# refused NAME WORDS COMMAND...: passed when COMMAND fails and says WORDS.
refused()
{
	local name=$1 words=$2
	shift 2
	! "$@" && grep -qF -e "$words" "$tmp/said"
	result $? "$name"
}

# holds FILE TEXT: the file's content is TEXT.
holds() { printf '%s\n' "$2" | diff - "$1" >>"$tmp/said" 2>&1; }
absent() { [ ! -e "$1" ]; }

# The last line of a group.
finish()
{
	echo "1..$number"
	exit $bad
}
