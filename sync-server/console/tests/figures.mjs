// Figures of the pages in Chromium, as JSON: when the first view can be used, on a cold cache; how
// long a decision takes; frames a second while the map is dragged. Nothing is asserted: a machine is
// no rule. With WANGGE_ADDRESS, WANGGE_USER and WANGGE_PASSWORD a relay that serves already, else a
// small one of its own.
import { openPage, settled, startBrowser } from './harness.mjs'
import { account, filled } from './relay.mjs'

const ROUNDS = 5
const POINTS = 50_000
const DRAG_MS = 5_000

const given = process.env.WANGGE_ADDRESS
/** Degrees that the points lie over: those of the one township, or of the thirty of `make console-figures`. */
const [WIDTH, HEIGHT] = given === undefined ? [0.1, 0.1] : [0.6, 0.5]
const setting = given === undefined ? await filled() : undefined
const world = setting?.world ?? { address: given }
const who =
  given === undefined
    ? account('station_officer-1')
    : { user: process.env.WANGGE_USER, password: process.env.WANGGE_PASSWORD }
const browser = await startBrowser()

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const rounded = (value) => Math.round(value * 10) / 10

async function timed(act) {
  const begun = performance.now()
  await act()
  return performance.now() - begun
}

/** The door, then the page of the day: each in a browser that holds nothing of it. */
async function firstViews() {
  const door = []
  const today = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await openPage(browser, world)
    door.push(
      await timed(async () => {
        await page.goto(`${page.base}/`)
        await page.getByLabel('账号').fill(who.user)
      }),
    )
    await page.request.post(`${world.address}/api/v1/login`, {
      headers: { 'wangge-csrf': '1' },
      data: who,
    })
    const cookies = await page.context().cookies()
    await page.context().close()
    const fresh = await openPage(browser, world)
    await fresh.context().addCookies(cookies)
    today.push(
      await timed(async () => {
        await fresh.goto(`${fresh.base}/`)
        await fresh.locator('.tile b').first().waitFor()
        await fresh.locator('tbody tr.ant-table-row').first().waitFor()
      }),
    )
    await fresh.context().close()
  }
  return { door_ms: rounded(median(door)), today_ms: rounded(median(today)) }
}

async function signedIn(path) {
  const page = await openPage(browser, world)
  await page.request.post(`${world.address}/api/v1/login`, { headers: { 'wangge-csrf': '1' }, data: who })
  await page.goto(page.base + path)
  return page
}

/**
 * From the key that accepts a visit until the next one stands there, fetched ahead: the decision is on
 * the relay by then. Each round takes one that waits; without any left there is no number.
 */
async function nextInspection() {
  const page = await signedIn('/review')
  await page.locator('.review-bar h1').waitFor()
  await page.waitForLoadState('load')
  const times = []
  for (let round = 0; round < ROUNDS && (await page.locator('.queue-item').count()) > 1; round += 1) {
    await settled(page)
    const time = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const begun = performance.now()
          const from = location.pathname
          const heading = document.querySelector('.review-bar h1')
          const look = () => {
            const next = document.querySelector('.review-bar h1')
            const there = location.pathname !== from && next !== null && next !== heading
            if (there || performance.now() - begun > 5_000) resolve(there ? performance.now() - begun : null)
            else requestAnimationFrame(look)
          }
          window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
          look()
        }),
    )
    if (time !== null) times.push(time)
  }
  await page.context().close()
  return { next_inspection_ms: times.length === 0 ? null : rounded(median(times)) }
}

/** Visits to decide on, where the relay is one of the test's own. */
async function visits(count) {
  for (let at = 0; at < count; at += 1) {
    const door = `${String(200 + at)}号`
    await world.premises(setting.first, {
      name: `待审出租房${door}`,
      category: 'rental_housing',
      village: '场镇社区',
      door_number: door,
      owner_phone: '13800000200',
      latitude_microdegrees: 29_161_000 + at * 900,
      longitude_microdegrees: 105_916_000 + at * 900,
    })
    await world.inspect(setting.first, door)
  }
  await world.phone(setting.first, 'sync')
}

/** From the key that accepts an inspection until the next one stands there: the relay's answer is in it. */
async function decisions() {
  if (setting === undefined) return {}
  await visits(ROUNDS + 1)
  const page = await signedIn('/review')
  await page.locator('.review-bar h1').waitFor()
  await page.waitForLoadState('load')
  const times = []
  for (let round = 0; round < ROUNDS; round += 1) {
    // What comes next was fetched ahead by then, as it is for who reads the one before.
    await page.waitForTimeout(500)
    const time = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const begun = performance.now()
          const from = location.pathname
          const look = () => {
            const there = location.pathname !== from && document.querySelector('.review-bar h1') !== null
            if (there || performance.now() - begun > 5_000) resolve(there ? performance.now() - begun : null)
            else requestAnimationFrame(look)
          }
          window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
          look()
        }),
    )
    if (time !== null) times.push(time)
  }
  await page.context().close()
  return { decision_ms: times.length === 0 ? null : rounded(median(times)), decisions: times.length }
}

/** Frames while the map with so many premises is dragged to and fro. */
async function mapFrames() {
  const page = await signedIn('/')
  await page.context().route('**/api/v1/map.geojson*', (route) =>
    route.fulfill({
      json: {
        type: 'FeatureCollection',
        features: Array.from({ length: POINTS }, (_, index) => ({
          type: 'Feature',
          id: String(index),
          geometry: {
            type: 'Point',
            coordinates: [105.88 + WIDTH * (((index * 7919) % POINTS) / POINTS), 29.14 + HEIGHT * (((index * 104_729) % POINTS) / POINTS)],
          },
          properties: { name: `场所${String(index)}`, grade: ['low', 'general', 'elevated', 'major'][index % 4], open_hazards: index % 9 === 0 ? 1 : 0, visited: index % 5 !== 0 },
        })),
      },
    }),
  )
  await page.goto(`${page.base}/map`)
  await page.locator('.maplibregl-canvas').waitFor()
  await page.getByText(/12500|12,500/).first().waitFor()
  const box = await page.locator('.maplibregl-canvas').boundingBox()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const zoomIn = page.locator('.maplibregl-ctrl-zoom-in')
  for (let step = 0; step < 2; step += 1) await zoomIn.click()
  await page.evaluate(() => {
    window.frames_seen = []
    const count = (at) => {
      window.frames_seen.push(at)
      requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
  })
  await page.mouse.move(x, y)
  await page.mouse.down()
  const begun = performance.now()
  for (let step = 0; performance.now() - begun < DRAG_MS; step += 1) {
    await page.mouse.move(x + 200 * Math.sin(step / 12), y + 120 * Math.cos(step / 17))
  }
  await page.mouse.up()
  const frames = await page.evaluate(() => window.frames_seen)
  const gaps = frames.slice(1).map((at, index) => at - frames[index]).sort((a, b) => a - b)
  await page.context().close()
  return {
    map_points: POINTS,
    map_frames_a_second: rounded((frames.length * 1_000) / (frames.at(-1) - frames[0])),
    map_p95_frame_ms: rounded(gaps[Math.floor(gaps.length * 0.95)]),
  }
}

try {
  const views = await firstViews()
  const next = await nextInspection()
  const decided = await decisions()
  const map = await mapFrames()
  console.log(JSON.stringify({ ...views, ...next, ...decided, ...map }))
} finally {
  await browser.close()
  setting?.world.end()
}
