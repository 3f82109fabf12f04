#!/bin/sh
# Builds the guide and one that was just made, and looks at their EPUBs with EPUBCheck, of which it wants no error and no warning.
set -eu
cd "$(dirname "$0")/../../.."
jar=/usr/share/java/epubcheck.jar
if ! command -v java >/dev/null || [ ! -f "$jar" ]; then
	echo "EPUBCheck is not here: apt-get install epubcheck" >&2
	exit 1
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
bin/guide build --out "$out/public"
bin/guide new "$out/new-guide"
bin/guide build --root "$out/new-guide"
for book in "$out"/public/*.epub "$out"/new-guide/public/*.epub; do
	java -jar "$jar" --failonwarnings "$book"
done
