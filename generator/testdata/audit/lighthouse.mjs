// Runs Lighthouse three times on every page that is meant to be indexed, as on a middling telephone, and wants the
// median of each of the four scores to be 100, the largest paint within 1.5 s, and no shift. It needs a machine that does
// nothing else: blocking time is counted in it.
import fs from 'node:fs';
import path from 'node:path';
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { serve, pagesOf } from './server.mjs';

const folder = path.resolve(process.argv[2]);
const port = Number(process.argv[3]);
const runs = Number(process.env.AUDIT_RUNS ?? 3);
const { server, base } = await serve(folder, port);
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const names = ['performance', 'accessibility', 'best-practices', 'seo'];
const pages = pagesOf(folder).filter((page) => !fs.readFileSync(path.join(folder, page), 'utf8').includes('content="noindex"'));
let wrong = 0;
console.log('page'.padEnd(60), 'perf a11y best  seo    LCP   CLS   TBT');
for (const page of pages) {
  const seen = [];
  for (let i = 0; i < runs; i++) {
    const { lhr } = await lighthouse(base + page.replace(/^index\.html$/, ''), { port: Number(new URL(browser.wsEndpoint()).port), onlyCategories: names, logLevel: 'silent' });
    seen.push(lhr);
  }
  const score = names.map((name) => Math.round(100 * median(seen.map((lhr) => lhr.categories[name].score ?? 0))));
  const [paint, shift, blocked] = ['largest-contentful-paint', 'cumulative-layout-shift', 'total-blocking-time'].map((id) => median(seen.map((lhr) => lhr.audits[id].numericValue)));
  const good = score.every((n) => n === 100) && paint <= 1500 && shift < 0.001;
  console.log(page.padEnd(60), score.map((n) => String(n).padStart(4)).join(' '), `${Math.round(paint)} ms`.padStart(8), shift.toFixed(3), Math.round(blocked), good ? '' : ' wrong');
  if (good) continue;
  wrong++;
  for (const audit of Object.values(seen[0].audits)) {
    if (audit.score !== null && audit.score < 1 && !['informative', 'manual'].includes(audit.scoreDisplayMode)) console.log(`    ${audit.id} ${audit.displayValue ?? ''}`);
  }
}
await browser.close();
server.close();
console.log(`lighthouse: ${pages.length} pages, ${runs} runs each, ${wrong} wrong`);
process.exit(wrong > 0 ? 1 : 0);
