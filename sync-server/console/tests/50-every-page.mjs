import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { axeFindings, openPage, signIn, SIZES } from './harness.mjs'

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
  candidates: '/plans/candidates',
  alerts: '/plans/alerts',
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

/** Waits until nothing loads and nothing is drawn as loading. */
async function settled(page) {
  await page.waitForLoadState('networkidle', { timeout: 8_000 }).catch(() => undefined)
  await page.waitForFunction(
    () => document.querySelector('.ant-skeleton-active, .ant-spin-spinning') === null,
  )
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
  return { hazard: `/hazards/${card.id}`, place: `/premises/${card.premises}`, case: `/cases/call/${record}` }
}

/** Dialogs by the page that they stand over, and what opens each. */
const DIALOGS = {
  'dialog-act': ['place', (page) => page.locator('.actions').getByRole('button', { name: /等级/ }).click()],
  'dialog-photo': ['hazard', (page) => page.locator('.photo button').first().click()],
  'dialog-case': ['cases', (page) => page.getByRole('button', { name: /^登记 · / }).click()],
  'dialog-grid': [
    'grids',
    async (page) => {
      await page.locator('.ant-tree-title').nth(1).click()
      await page.getByRole('button', { name: '修改' }).click()
    },
  ],
}

const look = (size) =>
  async function ({ browser, world }) {
    const folder = new URL('shots/', import.meta.url)
    mkdirSync(folder, { recursive: true })
    const page = await openPage(browser, world, SIZES[size])
    await page.goto(`${page.base}/`)
    await page.getByLabel('账号').waitFor()
    const found = { 'sign-in': await axeFindings(page) }
    await page.screenshot({ path: new URL(`sign-in-${size}.png`, folder).pathname })
    await signIn(page, 'station_officer-1')
    const paths = { ...PAGES, ...(await recordPaths(page, world)) }
    const check = async (name) => {
      await page.screenshot({ path: new URL(`${name}-${size}.png`, folder).pathname })
      found[name] = await axeFindings(page)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`)
    }
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(page.base + path)
      await settled(page)
      await check(name)
    }
    for (const [name, [over, open]] of Object.entries(DIALOGS)) {
      await page.goto(page.base + paths[over])
      await settled(page)
      await open(page)
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button').first().click({ trial: true })
      await page.waitForFunction(() => document.querySelector('[class*="-appear"], [class*="-enter"]') === null)
      await settled(page)
      await check(name)
    }
    const serious = Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))
    assert.deepEqual(serious, {}, JSON.stringify(serious, null, 1))
    assert.deepEqual(page.problems, [])
    await page.context().close()
  }

export const tests = {
  'every page at 1366×768: no serious finding, nothing wider than the screen': look('desk'),
  'every page at 360×740: no serious finding, nothing wider than the screen': look('phone'),
}
