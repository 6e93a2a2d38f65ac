// A browser on a relay: what every test of the console begins with.
/* global history, MutationObserver, PopStateEvent, clearTimeout */
import { chromium } from 'playwright-core'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
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
  countRequests(page)
  letRoutesEnd(page.context())
  if (dist !== undefined) await fromFolder(page, world)
  return page
}

/** Keeps what was asked for and has not come yet. The news never end, and nobody waits for them. */
function countRequests(page) {
  page.underWay = new Set()
  page.on('request', (request) => request.url().endsWith('/api/v1/news') || page.underWay.add(request))
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => page.underWay.delete(request))
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
  // The entry names every file by its content: if the relay holds this very build, it may serve it
  // itself, and the browser keeps what it has read.
  if ((await answer.text()) === readFileSync(`${dist}/index.html`, 'utf8')) return
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

/** Opens a page signed in. The form has its own tests: the others load the pages once, not twice. */
export async function signIn(page, name, path = '/') {
  const login = new URL('/api/v1/login', page.base).href
  const answer = await page.request.post(login, { headers: { 'wangge-csrf': '1' }, data: account(name) })
  if (!answer.ok()) throw new Error(`${name} is not let in: ${await answer.text()}`)
  await page.goto(page.base + path)
  await isIn(page)
}

/** Signs in through the form. */
export async function signInByForm(page, name, path = '/', { ownKey = false } = {}) {
  const { user, password } = account(name)
  await page.goto(page.base + path)
  await page.getByLabel('账号').fill(user)
  await page.getByLabel('密码', { exact: true }).fill(password)
  if (ownKey) await page.getByRole('checkbox', { name: /本机签名密钥/ }).check()
  await page.getByRole('button', { name: '登录' }).click()
  await isIn(page)
}

/** The frame of the pages stands: its menu, or on a phone what opens it. */
async function isIn(page) {
  await page.getByRole('navigation').or(page.getByRole('button', { name: '打开菜单' })).first().waitFor()
}

/** Goes to another page as a link does, without loading the app again, and waits until it stands there. */
export async function goWithin(page, path) {
  const before = await page.evaluate((to) => {
    const shown = document.body.innerText
    history.pushState(null, '', to)
    window.dispatchEvent(new PopStateEvent('popstate', { state: null }))
    return shown
  }, new URL(page.base).pathname + path)
  // Until its script is there, the page before it stays where it is.
  await page.waitForFunction((shown) => document.body.innerText !== shown, before)
  await settled(page)
}

/** In the page: done once nothing is drawn as loading and nothing has changed for so long. */
const atRest = ([stillFor, atMost]) =>
  new Promise((done, failed) => {
    const loads = () => document.querySelector('.ant-skeleton-active, .ant-spin-spinning') !== null
    const end = (say) => {
      watch.disconnect()
      clearTimeout(timer)
      clearTimeout(limit)
      say(new Error(loads() ? 'something is still drawn as loading' : 'the page never stands still'))
    }
    let timer
    const again = () => {
      clearTimeout(timer)
      timer = setTimeout(() => (loads() ? again() : end(done)), stillFor)
    }
    const limit = setTimeout(() => end(failed), atMost)
    const watch = new MutationObserver(again)
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    again()
  })

/**
 * Waits until nothing is under way, nothing is drawn as loading and the page stands still. What an
 * answer leads to comes on the page's own thread, before the timer that says that it stood still.
 */
export async function settled(page) {
  const until = Date.now() + 20_000
  do {
    if (Date.now() > until) throw new Error(`still under way: ${[...page.underWay].map((it) => it.url()).join(' ')}`)
    await page.evaluate(atRest, [100, 20_000])
  } while (page.underWay.size > 0)
}

/** Types a day or a month into its field and takes it: only what the calendar marks is taken by the key. */
export async function pickDay(page, field, text) {
  await field.fill(text)
  await page.locator(`.ant-picker-dropdown:visible td[title="${text}"].ant-picker-cell-selected`).waitFor()
  await page.keyboard.press('Enter')
  // What lies over the page takes the press while it closes.
  await page.locator('.ant-picker-dropdown:visible').waitFor({ state: 'hidden' })
}

const shots = fileURLToPath(new URL('shots/', import.meta.url))

/** A picture of the page, if pictures were asked for (WANGGE_SHOTS=1): nothing is compared with it. */
export async function shot(page, name, options = {}) {
  if (!process.env.WANGGE_SHOTS) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}${name}.png`, ...options })
}

/** Serious findings of axe on the page as it stands. */
export async function axeFindings(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  // Of rules that are kept to, axe need not gather every element: nobody reads them.
  const result = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    }),
  )
  return result.violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => ({
      id: one.id,
      nodes: one.nodes.slice(0, 5).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`.slice(0, 300)),
    }))
}
