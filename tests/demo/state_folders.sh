#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# state_folders: what somebody else prepared for ./demo and private-services is
# refused before it is read, and root lends no hand to who owns the state.
# usage: tests/demo/state_folders.sh       (./check --unit does); more as root
set -eu

src=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
# Where an ordinary user can go, as a checkout that is shared.
work=$(mktemp -d /var/tmp/cointill-state-XXXXXX)
chmod 711 "$work"
bad=0 victim=''
cleanup() {
	[ -z "$victim" ] || kill "$victim" 2>/dev/null || :
	rm -rf "$work" ${inner:+"$inner"}
}
trap cleanup EXIT

fails() {
	echo "FAIL  $*"
	bad=1
}

checkout() {
	mkdir -p "$1"
	cp -R "$src/demo" "$src/tools" "$1/"
	chmod -R a+rX "$1"
}

# refused WHY COMMAND...: it ends with status 1 and says whose folder it is.
refused() {
	local why=$1 said
	shift
	if said=$("$@" 2>&1); then
		fails "$why: not refused: $said"
	else
		case $said in
		*"is not ours"*) echo "ok    $why" ;;
		*) fails "$why: $said" ;;
		esac
	fi
}

# What a stranger leaves, who hopes that it is read: $1 is the folder.
prepare() {
	local born
	mkdir -p "$1/log" "$1/db/run"
	born=$(sed 's/.*) //' "/proc/$victim/stat" | awk '{ print $20 }')
	echo "$victim $born x" >"$1/pids"
	ln -s "$work/precious" "$1/log/services.log"
	printf '#!/bin/sh\necho "a line of %s"; echo x >>"%s"\n' \
		'$(id -u)' "$work/run-by-root" >"$1/x"
	chmod 755 "$1/x"
	echo "$1/x" >"$1/services-started"
	echo "echo x >>'$work/run-by-root'" >"$1/env"
	cp "$1/env" "$1/db/env"
	echo "$victim" >"$1/db/run/redis.pid"
}

# Nothing of ours was written, run or ended.
untouched() {
	[ ! -s "$work/precious" ] || fails "$1: wrote through a link"
	[ ! -e "$work/run-by-root" ] || fails "$1: ran what it found"
	kill -0 "$victim" 2>/dev/null || fails "$1: ended our process"
}

demo() {
	COINTILL_DEMO_DIR=$1 "$top/demo" "$2"
}

top=$work/checkout
checkout "$top"
: >"$work/precious"
chmod 600 "$work/precious"
sleep 600 &
victim=$!

# ---- anybody's ---------------------------------------------------------------

prepare "$work/state"
chmod 777 "$work/state"
ln -s state "$work/link"
for do in stop env; do
	refused "$do in a folder that others may write" demo "$work/state" "$do"
	refused "$do in a folder behind a link" demo "$work/link" "$do"
	refused "$do in a file" demo "$work/precious" "$do"
done
refused "services of a folder that others may write" \
	"$top/tools/private-services" stop "$work/state/"
refused "services of a folder behind a link" \
	"$top/tools/private-services" start "$work/link/"
untouched "a folder that others may write"

[ "$(id -u)" = 0 ] || { echo "skip  the rest wants root"; exit $bad; }

# ---- somebody else's, and root is asked --------------------------------------

user=$("$top/tools/ordinary" --id)
chmod 755 "$work/state"
chown -R -h 12345:12345 "$work/state"
for do in stop env; do
	refused "$do in a folder of somebody else's" demo "$work/state" "$do"
done
refused "services of a folder of somebody else's" \
	"$top/tools/private-services" stop "$work/state"
untouched "a folder of somebody else's"

# The ordinary user's own: what it wrote is believed, but not by root.
chmod 777 "$work"
chmod 700 "$work/state"
chown -R -h "$user" "$work/state"
demo "$work/state" stop >/dev/null 2>&1 || :
demo "$work/state" env >/dev/null 2>&1 || :
[ ! -s "$work/precious" ] || fails "root wrote through a link of its user's"
kill -0 "$victim" 2>/dev/null || fails "root ended a process of its own"
[ ! -e "$work/run-by-root" ] ||
	[ "$(stat -c %u "$work/run-by-root")" = "${user%:*}" ] ||
	fails "root ran what its user wrote"
rm -f "$work/run-by-root"
[ $bad = 1 ] || echo "ok    root reads, writes and signals as that user"

# ---- a checkout that only root can enter -------------------------------------

inner=$(mktemp -d /root/cointill-state-XXXXXX)
top=$inner
checkout "$top"
chmod 700 "$top"
guess=/var/tmp/cointill-$(echo "$top/var/demo" | cksum | cut -d' ' -f1)
prepare "$guess"
chown -R -h 12345:12345 "$guess"
"$top/demo" stop >/dev/null 2>&1 || :
untouched "a name that can be computed"
mkdir -p "$top/var"
ln -s "$guess" "$top/var/demo"
refused "a folder of somebody else's behind root's own link" "$top/demo" stop
untouched "a folder of somebody else's behind root's own link"
rm -rf "$guess"
exit $bad
