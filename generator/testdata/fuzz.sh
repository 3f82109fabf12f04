#!/bin/sh
# Fuzzes every parser, one after the other, each for FUZZTIME (10m); "make fuzz" runs it. With words after it, only the targets whose name holds
# one of them. What it finds lies in testdata/fuzz of the package, and is kept as a seed once it is mended.
set -u
go=${GO:-go}
failed=''
for package in $("$go" list ./...); do
	for target in $("$go" test -list '^Fuzz' "$package" | grep '^Fuzz'); do
		if [ $# -gt 0 ]; then
			wanted=''
			for word; do case $package.$target in *"$word"*) wanted=yes ;; esac; done
			[ -n "$wanted" ] || continue
		fi
		echo "--- ${package##*/}.$target"
		"$go" test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-10m}" "$package" || failed="$failed ${package##*/}.$target"
	done
done
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
