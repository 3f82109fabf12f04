// Prints what each page weighs when it is sent, and what of that is style; and what a first search costs.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { pagesOf } from './server.mjs';

const folder = path.resolve(process.argv[2]);
const size = (text) => zlib.gzipSync(text, { level: 6 }).length;
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
const row = (name, ...numbers) => console.log(name.padEnd(60), ...numbers.map((n) => String(n).padStart(8)));
row('page', 'all', 'style', 'scripts');
for (const page of pagesOf(folder)) {
  const html = read(page);
  const scripts = [...html.matchAll(/<script defer src="[^"]*?(assets\/[^"]+)"/g)].map((match) => match[1]);
  row(page, size(html), size(html.match(/<style>(.*?)<\/style>/s)?.[1] ?? ''), scripts.reduce((sum, name) => sum + size(read(name)), 0));
}
row('a first search', size(read('assets/search-box.js')) + size(read('assets/search-index.js')));
