// Opens every page in Firefox and in WebKitGTK, wants no error and no page wider than the window, and takes pictures.
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import puppeteer from 'puppeteer-core';
import { serve, pagesOf } from './server.mjs';

const folder = path.resolve(process.argv[2]);
const out = path.resolve(process.argv[3]);
const { server, base } = await serve(folder, Number(process.argv[4] ?? 0));
const pages = pagesOf(folder);
const shown = new Set(['index.html', '404.html', 'a-z.html', 'glossary.html', pages.find((page) => page.includes('/')), pages.findLast((page) => page.includes('/'))]);
const name = (engine, page) => path.join(out, `${engine}-${page.replaceAll('/', '-')}.png`);
let wrong = 0;
const tell = (engine, page, fault) => { wrong++; console.log(`${engine}, ${page}: ${fault}`); };
fs.mkdirSync(out, { recursive: true });

const firefox = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.FIREFOX, headless: true });
for (const page of pages) {
  const tab = await firefox.newPage();
  tab.on('pageerror', (error) => tell('Firefox', page, error.message));
  tab.on('console', (message) => ['error', 'warn'].includes(message.type()) && tell('Firefox', page, message.text()));
  await tab.setViewport({ width: 1200, height: 900 });
  await tab.goto(base + page);
  const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 1200) tell('Firefox', page, `is ${wide} px wide`);
  if (shown.has(page)) await tab.screenshot({ path: name('firefox', page) });
  await tab.close();
}
await firefox.close();

// WebKit is driven by WebDriver: https://www.w3.org/TR/webdriver2/.
const driver = spawn(process.env.WEBKIT_DRIVER, ['--port=4455'], { stdio: 'ignore' });
const ask = async (method, address, body) => {
  const answer = await fetch('http://127.0.0.1:4455' + address, { method, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) throw new Error(`${address}: ${value.error}: ${value.message}`);
  return value;
};
try {
  for (let i = 0; i < 50; i++) if (await ask('GET', '/status').then((s) => s.ready, () => new Promise((done) => setTimeout(done, 200)))) break;
  const { sessionId } = await ask('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: process.env.WEBKIT, args: ['--automation'] } } },
  });
  const at = '/session/' + sessionId;
  await ask('POST', at + '/window/rect', { width: 1200, height: 900 });
  for (const page of pages) {
    await ask('POST', at + '/url', { url: base + page });
    const [wide, window, style] = await ask('POST', at + '/execute/sync', { args: [],
      script: 'return [document.documentElement.scrollWidth, innerWidth, getComputedStyle(document.body).display]' });
    if (wide > window) tell('WebKit', page, `is ${wide} px wide, and the window ${window}`);
    if (style !== 'flex') tell('WebKit', page, 'has no style');
    if (shown.has(page)) fs.writeFileSync(name('webkit', page), Buffer.from(await ask('GET', at + '/screenshot'), 'base64'));
  }
  await ask('DELETE', at);
} finally {
  driver.kill();
}
server.close();
console.log(`Firefox and WebKit: ${pages.length} pages each, ${wrong} wrong`);
process.exit(wrong > 0 ? 1 : 0);
