#!/bin/sh
# Looks at every page of a fresh build as readers' browsers do. It needs Node 20, Java, Chromium, Firefox and WebKitGTK,
# and fetches the packages of package.json into a folder outside the repository. What is missing is said, and ends it.
# Screenshots come to audit/, with a page to look through them. AUDIT_RUNS=1 makes Lighthouse look once, not thrice.
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
lacking=''
need() { command -v "$1" >/dev/null 2>&1 || [ -x "$1" ] || lacking="$lacking $2"; }
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
FIREFOX=$(command -v firefox-esr || command -v firefox)
WEBKIT_DRIVER=$(command -v WebKitWebDriver)
WEBKIT=$(ls /usr/lib/*/webkit2gtk-4.1/MiniBrowser 2>/dev/null | head -n 1)
need node nodejs
need npm npm
need java default-jre-headless
need "${CHROMIUM:-chromium}" chromium
need "${FIREFOX:-firefox-esr}" firefox-esr
need "${WEBKIT:-MiniBrowser}" webkit2gtk-driver
need xvfb-run xvfb
[ -z "$lacking" ] || { echo "audit: something is missing: apt install$lacking" >&2; exit 2; }
# What is shown is our own, and the sandboxes cannot be had by root, which CI runs as.
export CHROMIUM FIREFOX WEBKIT_DRIVER WEBKIT WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1

work=${AUDIT_DIR:-${TMPDIR:-/tmp}/side-by-side-audit}
port=8971
mkdir -p "$work" && cp "$here"/*.json "$here"/*.mjs "$work/" && cd "$work" || exit 2
PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --silent || exit 2
rm -rf site
"$root/bin/guide" build --root "$root" --out "$work/site" --base-url "http://127.0.0.1:$port/" || exit 1

failed=''
step() {
	echo "--- $1"
	shift
	"$@" || failed="$failed $2"
}
step 'weight in bytes, gzipped' node weight.mjs site
step 'axe and html-validate' node audit.mjs site "$port"
step 'Nu HTML checker' node vnu.mjs site
step 'Lighthouse' node lighthouse.mjs site "$port"
step 'screenshots' node shots.mjs site "$root/audit"
step 'Firefox and WebKit' xvfb-run -a node engines.mjs site "$root/audit" "$port"
[ -z "$failed" ] || { echo "audit: failed:$failed" >&2; exit 1; }
