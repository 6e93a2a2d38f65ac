import assert from 'node:assert/strict'
import { axeFindings, goWithin, openPage, settled, shot, signIn, SIZES } from './harness.mjs'

const PAGES = {
  today: '/',
  review: '/review',
  hazards: '/hazards',
  premises: '/premises',
  map: '/map',
  figures: '/figures',
  breakdown: '/figures/breakdown',
  coverage: '/figures/coverage',
  ranking: '/figures/ranking',
  analysis: '/figures/analysis',
  'on-time': '/figures/on-time',
  scores: '/figures/scores',
  'by-worker': '/figures/workers',
  honors: '/figures/honors',
  snapshots: '/figures/snapshots',
  cases: '/cases',
  reports: '/reports/waiting',
  'report-ledger': '/reports/ledger',
  'report-import': '/reports/import',
  'worker-rewards': '/rewards/workers',
  'public-rewards': '/rewards/public',
  campaigns: '/plans/campaigns',
  'agency-plan': '/plans/agencies',
  'next-visits': '/plans/next',
  census: '/plans/census',
  candidates: '/plans/candidates',
  alerts: '/plans/alerts',
  weekly: '/plans/weekly',
  draws: '/draws',
  'joint-visits': '/plans/joint',
  staffing: '/staffing/staffing',
  training: '/staffing/training',
  quotas: '/staffing/quotas',
  powers: '/staffing/powers',
  sheets: '/sheets',
  warnings: '/readiness/warnings',
  transfers: '/readiness/transfers',
  assets: '/readiness/assets',
  fittings: '/readiness/fittings',
  letters: '/readiness/letters',
  registers: '/registers',
  register: '/registers/campaign',
  numbers: '/numbers',
  people: '/admin/people',
  credentials: '/admin/credentials',
  grids: '/admin/grids',
  organization: '/admin/organization',
  policy: '/admin/policy',
  devices: '/admin/devices',
  imports: '/admin/imports',
  quarantine: '/admin/quarantine',
  exchange: '/admin/exchange',
  audit: '/admin/audit',
  dictionary: '/admin/dictionary',
  board: '/board',
}

/** Pages of single records; the case is opened here: nothing else has made one yet. */
async function recordPaths(page, world) {
  const api = `${world.address}/api/v1`
  const list = await (await page.request.get(`${api}/hazards?limit=1`)).json()
  const card = list.items[0]
  const grids = await (await page.request.get(`${api}/grids`)).json()
  const opened = await page.request.post(`${api}/cases/call`, {
    headers: { 'wangge-csrf': '1' },
    data: {
      grid: grids.find((it) => it.level === 'small').id,
      content: {},
      first: { step: 'call.whistle', fields: { matter: '违规动火', place: '车站路', departments: 'PSB' } },
    },
  })
  const { record } = await opened.json()
  assert.ok(record, await opened.text())
  const visits = await (await page.request.get(`${api}/inspections?limit=1`)).json()
  return {
    visit: `/review/${visits.items[0].id}`,
    hazard: `/hazards/${card.id}`,
    place: `/premises/${card.premises}`,
    case: `/cases/call/${record}`,
  }
}

/** Pages of the relay that need no session, for who holds a paper or follows a draw. */
const WITHOUT_SESSION = { verification: '/v', 'public-draws': '/public/draws' }

/** Registers of cases are one page with other rows: one of them is looked at. */
const sameAs = (path) => path.replace(/^\/cases\/\w+$/, '/cases')

/** The address of the page as it stands, without what filters it. */
const standsAt = (page) => sameAs(new URL(page.url()).pathname.replace(/^\/console/, ''))

/** The parts that the page offers as links. */
async function partsOf(page) {
  const links = await page.locator('nav.tabs a').evaluateAll((all) => all.map((it) => new URL(it.href).pathname))
  return links.map((path) => sameAs(path.replace(/^\/console/, '')))
}

/** Dialogs by the page that they stand over, and what opens each. */
const DIALOGS = {
  'dialog-act': ['place', (page) => page.locator('.actions').getByRole('button', { name: /等级/ }).click()],
  'dialog-photo': ['hazard', (page) => page.locator('.photo button').first().click()],
  'dialog-case': ['cases', (page) => page.getByRole('button', { name: /^登记 · / }).click()],
  'dialog-draw': ['draws', (page) => page.getByRole('button', { name: '发布公告' }).click()],
  'dialog-grid': [
    'grids',
    async (page) => {
      await page.locator('.ant-tree-title').nth(1).click()
      await page.getByRole('button', { name: '修改' }).click()
    },
  ],
}

/** Looks at every page and dialog, at one size; gives the serious findings by page. */
async function look(browser, world, size, records, prefix) {
  const page = await openPage(browser, world, SIZES[size])
  const found = {}
  const check = async (name) => {
    await shot(page, `${prefix}${name}-${size}`)
    const serious = await axeFindings(page)
    if (serious.length > 0) found[name] = serious
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`)
  }
  await page.goto(`${page.base}/`)
  await page.getByLabel('账号').waitFor()
  await check('sign-in')
  await signIn(page, 'station_officer-1', '/numbers')
  const paths = { ...PAGES, ...records }
  const [seen, offered] = [new Set(), new Set()]
  for (const [name, path] of Object.entries(paths)) {
    await goWithin(page, path)
    await check(name)
    seen.add(standsAt(page))
    for (const part of await partsOf(page)) offered.add(part)
  }
  // A part that is new is looked at, too.
  assert.deepEqual([...offered].filter((path) => !seen.has(path)), [], 'parts that nobody looked at')
  for (const [name, [over, open]] of Object.entries(DIALOGS)) {
    await goWithin(page, paths[over])
    await open(page)
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button').first().click({ trial: true })
    await page.waitForFunction(() => document.querySelector('[class*="-appear"], [class*="-enter"]') === null)
    await settled(page)
    await check(name)
  }
  for (const [name, path] of Object.entries(WITHOUT_SESSION)) {
    await page.goto(world.address + path)
    await check(name)
  }
  assert.deepEqual(found, {}, JSON.stringify(found, null, 1))
  assert.deepEqual(page.problems, [])
  await page.context().close()
}

export const tests = {
  // Side by side: while one tab waits for the relay, the other is looked at.
  async 'every page at 1366×768 and at 360×740: no serious finding, nothing wider than the screen'({ browser, world, prefix = '' }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1')
    const records = await recordPaths(page, world)
    await page.context().close()
    await Promise.all(Object.keys(SIZES).map((size) => look(browser, world, size, records, prefix)))
  },

  async 'every page in English: no serious finding, nothing wider than the screen'({ browser, world, prefix = '' }) {
    const page = await openPage(browser, world)
    await signIn(page, 'station_officer-1', '/numbers')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: '中文' }).waitFor()
    const found = {}
    const paths = { ...PAGES, ...(await recordPaths(page, world)) }
    for (const [name, path] of Object.entries(paths)) {
      await goWithin(page, path)
      await shot(page, `${prefix}${name}-english`)
      const serious = await axeFindings(page)
      if (serious.length > 0) found[name] = serious
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (wide > 0) found[`${name}, width`] = wide
    }
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
    assert.deepEqual(found, {}, JSON.stringify(found, null, 1))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  },
}
