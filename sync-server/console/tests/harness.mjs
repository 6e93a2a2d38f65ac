// A browser on a relay: what every test of the console begins with.
import { chromium } from 'playwright-core'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { account } from './relay.mjs'

const executablePath = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium'
/** Serve the console from this folder instead of the relay's binary: for work on the pages. */
const dist = process.env.WANGGE_CONSOLE_DIST
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The two sizes every page must suit. */
export const SIZES = { desk: { width: 1366, height: 768 }, phone: { width: 360, height: 740 } }

/** Starts the machine's Chromium. */
export function startBrowser() {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A page with nothing of any other on it. Script errors and dialogs are gathered. */
export async function openPage(browser, world, size = SIZES.desk) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: size,
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.problems = []
  page.on('pageerror', (problem) => page.problems.push(problem.message))
  page.on('dialog', (dialog) => {
    page.problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.base = `${world.address}/console`
  letRoutesEnd(page.context())
  if (dist !== undefined) await fromFolder(page, world)
  return page
}

/** Answers that a test has changed may still be on their way when it ends: nobody waits for them. */
function letRoutesEnd(context) {
  const close = context.close.bind(context)
  context.close = async (options) => {
    for (const page of context.pages()) await page.unrouteAll({ behavior: 'ignoreErrors' })
    await context.unrouteAll({ behavior: 'ignoreErrors' })
    await close(options)
  }
}

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript', mjs: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' }

/**
 * The policy stays the relay's own: it is taken from the page that the relay serves. A page that a
 * redirect leads to is the relay's own too, and so are the files that it asks for.
 */
async function fromFolder(page, world) {
  const answer = await page.request.get(`${world.address}/console/`)
  const kept = ['content-security-policy', 'x-frame-options']
  const headers = Object.fromEntries(kept.map((name) => [name, answer.headers()[name] ?? '']))
  await page.context().route(`${world.address}/console/**`, (route) => {
    const path = new URL(route.request().url()).pathname.slice('/console/'.length)
    const isThere = path !== '' && existsSync(`${dist}/${path}`)
    if (!isThere && path.startsWith('assets/')) return route.continue()
    const file = `${dist}/${isThere ? path : 'index.html'}`
    const contentType = TYPES[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
    return route.fulfill({ body: readFileSync(file), contentType, headers })
  })
}

/** Signs in through the form. */
export async function signIn(page, name, path = '/', { ownKey = false } = {}) {
  const { user, password } = account(name)
  await page.goto(page.base + path)
  await page.getByLabel('账号').fill(user)
  await page.getByLabel('密码', { exact: true }).fill(password)
  if (ownKey) await page.getByRole('checkbox', { name: /本机签名密钥/ }).check()
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation').or(page.getByRole('button', { name: '打开菜单' })).first().waitFor()
}

/** Types a day or a month into its field and takes it: only what the calendar marks is taken by the key. */
export async function pickDay(page, field, text) {
  await field.fill(text)
  await page.locator(`.ant-picker-dropdown:visible td[title="${text}"].ant-picker-cell-selected`).waitFor()
  await page.keyboard.press('Enter')
  // What lies over the page takes the press while it closes.
  await page.locator('.ant-picker-dropdown:visible').waitFor({ state: 'hidden' })
}

/** Serious findings of axe on the page as it stands. */
export async function axeFindings(page) {
  await page.evaluate(axeSource)
  const result = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }),
  )
  return result.violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => ({
      id: one.id,
      nodes: one.nodes.slice(0, 5).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`.slice(0, 300)),
    }))
}
