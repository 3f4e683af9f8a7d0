# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the scripts of tools/lab/ share: where things are, messages, the lock.
# Sourced first by each of them.

set -euo pipefail
export LC_ALL=C

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
top=${lab%/tools/lab}
build=$top/build
stock=$build/stock
linux=$build/linux
self=${0##*/}

# Folders of the repository that are laid over the kernel tree.
overlay_dirs="kernel/trace arch/x86 include Documentation/trace samples
	tools/testing/selftests/ftrace"

note() { printf '%s: %s\n' "$self" "$*" >&2; }
die() { note "$*"; exit 1; }

# usage_from FILE: print the comment that heads a script.
usage_from() { sed -n '/^# Usage:/,/^$/s/^# \{0,1\}//p' "$1"; }

# tmpdir: name a folder in $tmp that goes away with the script, below build/ so
# that what is made there can be renamed into place. What scripts that were
# killed left behind goes too.
tmpdir()
{
	local left pid

	mkdir -p "$build"
	for left in "$build"/.tmp.*.*; do
		pid=${left##*.}
		[ ! -d "$left" ] || [ -d "/proc/$pid" ] || rm -rf "$left"
	done
	tmp=$build/.tmp.$self.$$
	rm -rf "$tmp"
	mkdir "$tmp"
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

# lock WHAT: one run at a time may change build/; scripts started by that run
# inherit its right to do so.
lock()
{
	[ "${LAB_LOCK:-}" = "$build" ] && return
	mkdir -p "$build"
	exec 9>>"$build/.lock"
	if ! flock -n 9; then
		note "another run is at work in this checkout: $(cat "$build/.lock.owner" 2>/dev/null)"
		note "wait for it, or stop it; a second clone can work beside it"
		exit 1
	fi
	printf '%s, process %s, since %s\n' "$*" "$$" "$(date '+%H:%M:%S')" >"$build/.lock.owner"
	export LAB_LOCK=$build
}

# same_or_put NEW FILE: FILE gets the content of NEW, and stays untouched, time
# stamp included, when it has it already. NEW is gone afterwards.
same_or_put()
{
	if cmp -s "$1" "$2"; then
		rm -f "$1"
	else
		mkdir -p "$(dirname "$2")"
		mv -f "$1" "$2"
	fi
}

# How kbuild is called. Compilers run through ccache; names, dates and folders
# are kept out of the objects, so that another checkout finds them in the cache:
# the object folder lies in the source tree because kbuild then says ".." for it.
export CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-20G}
export CCACHE_SLOPPINESS=include_file_mtime,include_file_ctime
export KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 1970' KBUILD_BUILD_VERSION=1
export KBUILD_BUILD_USER=lab KBUILD_BUILD_HOST=lab
# Nothing here is in Rust: a compiler for it that happens to be installed would only
# change the configuration, and with it what the cache is asked for.
# shellcheck disable=SC2034
kbuild_vars=(ARCH=x86 CC="ccache gcc" HOSTCC="ccache gcc" RUSTC=false)
