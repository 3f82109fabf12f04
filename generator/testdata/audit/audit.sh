#!/bin/sh
# Looks at every page of a fresh build as a reader's browser does. It needs Node 20 and Chromium, and fetches the
# three packages of package.json into a folder outside the repository. What is missing is said, and ends it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
for tool in node npm; do
	command -v "$tool" >/dev/null || { echo "audit: $tool is missing: apt install nodejs npm" >&2; exit 2; }
done
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$chromium" ] || { echo "audit: Chromium is missing: apt install chromium" >&2; exit 2; }

work=${AUDIT_DIR:-${TMPDIR:-/tmp}/side-by-side-audit}
mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$here/audit.mjs" "$here/judged.json" "$work/"
(cd "$work" && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --silent)
rm -rf "$work/site"
"$root/bin/guide" build --root "$root" --out "$work/site"
cd "$work" && CHROMIUM="$chromium" node audit.mjs site
