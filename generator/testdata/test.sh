#!/bin/sh
# Runs every test that this machine can run, and ends by saying what ran and what was skipped. Run it from
# the root of the repository ("make test"). It fetches Go modules and installs nothing else. With CI=true
# nothing may be missing.
set -u

go=${GO:-go}
log=$(mktemp) || exit 2
trap 'rm -f "$log" "$log.status"' EXIT
trap 'exit 130' INT TERM

ran=''     # what ran, in words
skipped='' # a line for each thing that did not
failed=''  # a line for each thing that went wrong

skip() { skipped="${skipped}skipped: $1
"; }
fail() { failed="${failed}failed: $1
"; }
did() { ran="${ran:+$ran, }$1"; }

# The race detector needs a C compiler.
race=''
cc=$("$go" env CC)
if [ "$("$go" env CGO_ENABLED)" = 1 ] && command -v "${cc%% *}" >/dev/null 2>&1; then
	race=-race
else
	skip 'the race detector; it needs a C compiler: apt install gcc libc6-dev, or unset CGO_ENABLED'
fi

# The same names, in the same order, as in generator/browser_test.go.
browser=''
for name in chromium chromium-browser google-chrome google-chrome-stable; do
	if browser=$(command -v "$name"); then break; fi
done
[ -n "$browser" ] || skip 'the tests in a browser; they need Chromium: apt install chromium'

if [ "${CI:-}" = true ] && [ -n "$skipped" ]; then
	printf '%s' "$skipped"
	echo 'With CI=true nothing may be skipped.'
	exit 1
fi

unformatted=$("$("$go" env GOROOT)/bin/gofmt" -l generator layouts)
if [ -z "$unformatted" ]; then
	did gofmt
else
	printf 'not formatted; "make fmt" mends it:\n%s\n' "$unformatted"
	fail gofmt
fi

if "$go" vet ./...; then did 'go vet'; else fail 'go vet'; fi

# Of a package that passes only its summary is shown, and of one that fails what its failing tests said, and
# what nobody can be named for. Tests that skip themselves go to the log, with their reasons.
{
	"$go" test -v -timeout 20m ${race:+"$race"} ./... 2>&1
	echo $? >"$log.status"
} | awk -v log_file="$log" '
	function forget() { split("", said); split("", failing); failures = 0; test = "" }
	function show(   i) {
		printf "%s", said[""]
		for (i = 1; i <= failures; i++) printf "--- FAIL: %s\n%s", failing[i], said[failing[i]]
		forget()
	}
	/^=== (RUN|PAUSE|CONT|NAME) / { test = $3; next }
	/^ *--- PASS: / || /^PASS$/   { next }
	/^ *--- FAIL: /               { failing[++failures] = $3; test = $3; next }
	/^ *--- SKIP: / {
		print $3 ": " (reason[$3] == "" ? "no reason given" : reason[$3]) > log_file
		next
	}
	/^ok  \t/          { print; forget(); fflush(); next }
	/^\?   \t/         { forget(); next }
	/^FAIL\t/          { show(); print; fflush(); next }
	/^panic: /         { test = "" }
	/^=+$/ || /^WARNING: DATA RACE/ { test = "" }
	/^ *[A-Za-z0-9_]+_test\.go:[0-9]+: / {
		text = $0
		sub(/^ *[A-Za-z0-9_]+_test\.go:[0-9]+: /, "", text)
		reason[test] = text
	}
	{ said[test] = said[test] $0 "\n" }
	END { show() }
'
if [ "$(cat "$log.status" 2>/dev/null)" = 0 ]; then
	did "go test${race:+ with the race detector}${browser:+ and with $browser}"
else
	fail 'go test'
fi

# A full disk can be had by root alone.
while IFS= read -r line; do
	case $line in TestBrowser:*) continue ;; esac # said above
	skip "$line"
	case $line in
	*'which root can'*) ;;
	*) [ "${CI:-}" != true ] || fail "skipped although CI=true: ${line%%:*}" ;;
	esac
done <"$log"

printf '\nran: %s\n%s%s' "${ran:-nothing}" "${skipped:-skipped: nothing
}" "$failed"
[ -z "$failed" ]
