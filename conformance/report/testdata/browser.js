// Opens pages in a browser and writes what is wrong with them, one a line.
//   node browser.js CHROMIUM PAGE...
const { chromium } = require('playwright-core')
const fs = require('fs')
const path = require('path')

const [executablePath, ...pages] = process.argv.slice(2)
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const wrong = (...words) => console.log(words.join(' '))

async function look(browser, file, colorScheme, width) {
  const where = `${path.basename(file)}, ${colorScheme}, ${width} px:`
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } })
  page.on('console', (m) => wrong(where, 'the console says', m.text()))
  page.on('dialog', (d) => { wrong(where, 'a dialog opens'); d.dismiss() })
  page.on('request', (r) => { if (!r.url().startsWith('file:')) wrong(where, 'it asks for', r.url()) })
  await page.goto('file://' + file)
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true }))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  if (wide > width) wrong(where, 'it is', wide, 'px wide')
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => axe.run())
  for (const v of violations) {
    for (const node of v.nodes.slice(0, 3)) wrong(where, v.impact, v.id, node.html.slice(0, 200), node.failureSummary)
  }
  await page.close()
}

// The filter and the print have to work without scripts.
async function filter(browser, file) {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('file://' + file)
  const expect = async (selector, visible, when) => {
    if (await page.locator(selector).first().isVisible() !== visible) wrong(when, selector, visible ? 'is hidden' : 'is shown')
  }
  const sections = async () => page.locator('section.outcome').evaluateAll((all) => all.map((s) => s.classList[1]))
  const names = await sections()
  for (const name of names) {
    await page.locator(`label[for=show-${name}]`).click()
    for (const other of names) await expect(`section.outcome.${other}`, other === name, `with ${name} chosen`)
  }
  await page.locator('label[for=show-all]').click()
  for (const name of names) await expect(`section.outcome.${name}`, true, 'with everything chosen')
  await page.locator('label[for=of-1]').click()
  await expect('.part.of-1', true, 'with a profile chosen')
  await expect('.part.of-0', false, 'with a profile chosen')
  await page.locator('label[for=of-all]').click()
  await expect('section.pass td', false, 'on the screen')
  await expect('.exchange summary', true, 'on the screen')
  await page.emulateMedia({ media: 'print' })
  await expect('section.pass td', true, 'in print')
  await expect('section.none td', true, 'in print')
  await expect('.exchange summary', false, 'in print')
  await expect('.filter', false, 'in print')
  await context.close()
}

async function main() {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    // The first page is looked at in every way, the others in one each.
    const ways = [['light', 390], ['dark', 1200], ['dark', 390], ['light', 1200]]
    for (const [scheme, width] of ways) await look(browser, pages[0], scheme, width)
    for (const [i, file] of pages.slice(1).entries()) await look(browser, file, ...ways[i % 4])
    await filter(browser, pages[0])
  } finally {
    await browser.close()
  }
}

main().catch((e) => { wrong(e.stack); process.exitCode = 1 })
