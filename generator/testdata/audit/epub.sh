#!/bin/sh
# Builds the guide, and looks at its EPUB with EPUBCheck, of which it wants no error and no warning.
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
java -jar "$jar" --failonwarnings "$out"/public/*.epub
