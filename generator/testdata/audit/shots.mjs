// Takes a picture of every kind of page in every mode: three widths by day, by night and in forced colours, and paper. An
// index page shows them side by side, to be looked through.
import fs from 'node:fs';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { pagesOf } from './server.mjs';

const folder = path.resolve(process.argv[2]);
const out = path.resolve(process.argv[3]);
const text = (page) => fs.readFileSync(path.join(folder, page), 'utf8');
const pages = pagesOf(folder).filter((page) => text(page).length < 300_000); // the one file is too long for a picture
const kinds = {
  cover: 'index.html', outline: 'outline.html', 'a-z': 'a-z.html', glossary: 'glossary.html', references: 'references.html', 404: '404.html',
  chapter: pages.find((page) => page.includes('/') && text(page).includes('<figure') && !text(page).includes('class="sensitive"')),
  practice: pages.find((page) => text(page).includes('data-kind="try"') && !text(page).includes('<figure') && !text(page).includes('class="sensitive"')),
  safety: pages.find((page) => text(page).includes('class="sensitive"') && !text(page).includes('class="help ')),
  help: pages.find((page) => text(page).includes('class="help plain"')),
  quiz: pages.find((page) => text(page).includes('class="quiz"')),
  reflection: pages.find((page) => text(page).includes('class="reflection"')),
  code: pages.find((page) => text(page).includes('class="code"')),
};
const modes = {
  light: [{ name: 'prefers-color-scheme', value: 'light' }],
  dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
  forced: [{ name: 'forced-colors', value: 'active' }],
};
fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(out, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--hide-scrollbars'],
});
const tab = await browser.newPage();
const session = await tab.createCDPSession();
let index = '<!doctype html><meta charset="utf-8"><title>Every kind of page</title><style>body{font-family:sans-serif}img{inline-size:24rem;block-size:36rem;object-fit:cover;object-position:top;border:1px solid}figure{display:inline-block;margin:.5rem}</style>';
for (const [kind, page] of Object.entries(kinds)) {
  if (!page || !fs.existsSync(path.join(folder, page))) continue;
  index += `<h2>${kind}: ${page}</h2>`;
  const keep = async (name, options) => {
    await tab.screenshot({ path: path.join(out, name), ...options });
    index += `<figure><a href="${name}"><img src="${name}" alt=""></a><figcaption>${name}</figcaption></figure>`;
  };
  for (const [mode, features] of Object.entries(modes)) for (const width of [360, 768, 1440]) {
    await session.send('Emulation.setEmulatedMedia', { media: 'screen', features });
    await tab.setViewport({ width, height: 900 });
    await tab.goto('file://' + path.join(folder, page));
    await keep(`${kind}-${mode}-${width}.png`, { fullPage: true });
  }
  await session.send('Emulation.setEmulatedMedia', { media: 'print', features: [] });
  await tab.setViewport({ width: 700, height: 1000 });
  await keep(`${kind}-print.png`, { fullPage: true });
  await tab.pdf({ path: path.join(out, `${kind}.pdf`), format: 'A4', preferCSSPageSize: true });
  index += `<p><a href="${kind}.pdf">${kind}.pdf</a></p>`;
}
await browser.close();
fs.writeFileSync(path.join(out, 'index.html'), index);
console.log(`screenshots: ${out}/index.html`);
