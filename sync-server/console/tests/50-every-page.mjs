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
  coverage: '/figures/coverage',
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

async function hazardPath(page, world) {
  const list = await (await page.request.get(`${world.address}/api/v1/hazards?limit=1`)).json()
  const card = list.items[0]
  return { hazard: `/hazards/${card.id}`, place: `/premises/${card.premises}` }
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
    for (const [name, path] of Object.entries({ ...PAGES, ...(await hazardPath(page, world)) })) {
      await page.goto(page.base + path)
      await settled(page)
      await page.screenshot({ path: new URL(`${name}-${size}.png`, folder).pathname })
      found[name] = await axeFindings(page)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`)
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
