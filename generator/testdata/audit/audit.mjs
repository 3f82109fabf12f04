// node audit.mjs FOLDER PORT [PART OF THE PAGES' NAMES]
//
// Runs axe with every rule, AAA contrast and experimental ones included, and html-validate, over all pages of a
// folder, as they come and in every state that use brings about: light and dark, at 320 and 1280 px. Ends with 1 if anything is wrong.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import puppeteer from 'puppeteer-core';
import { HtmlValidate } from 'html-validate';
import { serve, pagesOf } from './server.mjs';
import { states } from './states.mjs';

const folder = path.resolve(process.argv[2]);
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const { server, base } = await serve(folder, Number(process.argv[3]));
const pages = pagesOf(folder).filter((page) => page.includes(process.argv[4] ?? ''));
const views = [320, 1280].flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));

// What html-validate asks for and this site means otherwise, with the reason.
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'valid-id': 'off', // ids of the layouts begin with an underscore, so that headings never clash with them
    'prefer-native-element': 'off', // role=region names what scrolls; a <section> would be in the outline
    'void-style': 'off', // bodies are well-formed as XML too
    'no-trailing-whitespace': 'off',
    'long-title': 'off', // a title is the chapter's and the guide's
    'tel-non-breaking': 'off',
    'no-raw-characters': 'off',
    'doctype-style': 'off',
    'no-inline-style': 'error',
  },
});

const fresh = { name: 'as it comes', async enter() {} };
let wrong = 0, looks = 0;
const tell = (page, text) => { wrong++; console.log(`${page}: ${text}`); };

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const doubts = new Map();
for (const page of pages) {
  const text = fs.readFileSync(path.join(folder, page), 'utf8');
  const report = await validator.validateString(text, page);
  for (const result of report.results) for (const m of result.messages) {
    if (m.severity === 2) tell(page, `html-validate ${m.ruleId} at ${m.line}:${m.column}: ${m.message}`);
  }
  for (const view of views) await look(page, fresh, view);
}
// A state is the same component on every page that has it: one page is enough.
for (const state of states) {
  const having = pages.filter((page) => state.has(fs.readFileSync(path.join(folder, page), 'utf8'), page));
  for (const page of having.slice(0, 1)) for (const view of views) await look(page, state, view);
}

// look brings a page into a state and lets axe see it.
async function look(page, state, { width, scheme }) {
  looks++;
  const tab = await browser.newPage();
  await tab.setViewport({ width, height: 900 });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  tab.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:')) tell(page, `asks another place: ${r.url()}`); });
  tab.on('pageerror', (error) => tell(page, error.message));
  await tab.goto(base + page);
  await state.enter(tab);
  await tab.evaluate(fs.readFileSync(axe, 'utf8'));
  const result = await tab.evaluate(() => {
    const rules = Object.fromEntries(axe.getRules().map((r) => [r.ruleId, { enabled: true }]));
    return axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
  });
  for (const v of result.violations) tell(page, `${width} px, ${scheme}, ${state.name}: axe ${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target).join(', ')})`);
  for (const v of result.incomplete) doubts.set(v.id, (doubts.get(v.id) ?? 0) + v.nodes.length);
  await tab.close();
}
await browser.close();
server.close();
const judged = JSON.parse(fs.readFileSync('judged.json', 'utf8'));
for (const [id, count] of doubts) {
  if (judged[id]) console.log(`undecided by axe, judged: ${id} (${count}): ${judged[id]}`);
  else tell('all pages', `undecided by axe, and not judged in judged.json: ${id} (${count})`);
}
console.log(`audit: ${pages.length} pages, ${looks} looks, ${wrong} wrong`);
process.exit(wrong > 0 ? 1 : 0);
