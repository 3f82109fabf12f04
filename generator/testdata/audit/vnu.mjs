// Runs the Nu HTML checker over every page, and wants nothing wrong but what it does not know of CSS yet.
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { pagesOf } from './server.mjs';

const unknown = ['“position-area”', '“position-try”', '“@view-transition”'];
const folder = path.resolve(process.argv[2]);
const pages = pagesOf(folder);
const run = spawnSync('java', ['-Xss2m', '-jar', 'node_modules/vnu-jar/build/dist/vnu.jar', '--format', 'json', '--errors-only',
  ...pages.map((page) => path.join(folder, page))], { encoding: 'utf8', maxBuffer: 1 << 28 });
if (run.error) throw run.error;
const { messages } = JSON.parse(run.stderr);
const wrong = messages.filter((m) => !unknown.some((name) => m.message.includes(name)));
for (const m of wrong) console.log(`${path.relative(folder, new URL(m.url ?? 'file:///').pathname)}:${m.lastLine}:${m.firstColumn}: ${m.message}`);
console.log(`Nu checker: ${pages.length} pages, ${wrong.length} wrong, ${messages.length - wrong.length} times it did not know one of ${unknown.join(' ')}`);
process.exit(wrong.length > 0 ? 1 : 0);
