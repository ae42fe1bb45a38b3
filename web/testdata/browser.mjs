// Opens pages in a browser as a reader would, and prints what is wrong with them, one
// JSON object on a line. Standard input is a JSON object:
//   {"chromium": path, "modules": folder, "base": address, "file": path of a credential,
//    "pages": [paths of pages], "pdf": path}
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const job = JSON.parse(readFileSync(0, 'utf8'));
const require = createRequire(job.modules + '/');
const {chromium} = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const fault = (where, what) => console.log(JSON.stringify({where, what: String(what).slice(0, 400)}));

const browser = await chromium.launch({executablePath: job.chromium, args: ['--no-sandbox', '--disable-gpu']});

// watched returns a page of a new profile that reports whatever happens by itself.
async function watched(where, options, allowed) {
  const context = await browser.newContext({acceptDownloads: true, ...options});
  const page = await context.newPage();
  page.on('dialog', d => { fault(where, 'dialog: ' + d.message()); d.dismiss(); });
  page.on('console', m => { if (m.type() === 'error') fault(where, 'console: ' + m.text()); });
  page.on('pageerror', e => fault(where, 'error: ' + e));
  page.on('popup', () => fault(where, 'popup'));
  context.on('request', r => {
    const url = r.url();
    if (!url.startsWith('data:') && !allowed(url)) fault(where, 'request: ' + url);
  });
  return {context, page};
}

// look checks a page that is open: nothing wider than the screen, no serious finding.
async function look(where, page, scripts) {
  const wide = scripts && await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(where, 'wider than the screen by ' + wide);
  if (!scripts) return;
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
  for (const v of found.violations) {
    if (v.impact === 'serious' || v.impact === 'critical') fault(where, 'axe ' + v.id + ': ' + v.nodes[0].html + ' ' + v.nodes[0].failureSummary);
  }
}

const looks = {
  desktop: {viewport: {width: 1100, height: 900}},
  phone: {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true},
  dark: {viewport: {width: 900, height: 900}, colorScheme: 'dark'},
};
let opened = 0;
for (const [name, options] of Object.entries(looks)) {
  for (const path of job.pages) {
    const where = name + ' ' + path.split('/').pop();
    const {context, page} = await watched(where, options, url => url === 'file://' + path);
    await page.goto('file://' + path);
    await look(where, page, true);
    for (const summary of await page.locator('summary').all()) if (await summary.isVisible()) await summary.click();
    await look(where + ', opened', page, true);
    opened++;
    await context.close();
  }
}

// The whole way through the form, with scripts switched off as well: choose a file, see the
// card, change the language, download.
for (const scripts of [true, false]) {
  const where = 'form, scripts ' + (scripts ? 'on' : 'off');
  const {context, page} = await watched(where, {...looks.phone, locale: 'nb-NO', javaScriptEnabled: scripts}, url => url.startsWith(job.base));
  await page.goto(job.base + '/');
  await look(where, page, scripts);
  await page.setInputFiles('input[type=file]', job.file);
  await page.click('button.main');
  if (await page.locator('article.card').count() !== 1) fault(where, 'no card after the form was sent');
  if (await page.getAttribute('html', 'lang') !== 'nb') fault(where, 'not in the language of the browser');
  await look(where + ', card', page, scripts);
  await page.click('nav button[value=fi]');
  if (await page.getAttribute('html', 'lang') !== 'fi' || await page.locator('article.card').count() !== 1) fault(where, 'the language did not change');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('button[value="ob3 zip"]')]);
  if (download.suggestedFilename() !== 'credential-ob3.zip') fault(where, 'downloaded ' + download.suggestedFilename());
  opened++;
  await context.close();
}

// On paper.
const {context, page} = await watched('print', {}, url => url === 'file://' + job.pages[0]);
await page.goto('file://' + job.pages[0]);
const pdf = await page.pdf({path: job.pdf, format: 'A4', printBackground: true});
if (pdf.length < 10_000) fault('print', 'an empty page');
await context.close();
await browser.close();
console.log(JSON.stringify({opened}));
