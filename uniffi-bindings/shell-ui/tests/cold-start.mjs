// From the start of the process to the first screen, on a phone with many records, in the development host:
//   node tests/cold-start.mjs [RECORDS] [ROUNDS]
// Each round ends the host as a phone ends an app, and begins with an empty cache of pages. The machine must
// be idle, and the programs of a release build (`make shell-figures`), for the figures to mean anything.
// Ends with 1 if the first rows of the middle one of the rounds come later than LIMIT_MS.
import { join } from 'node:path'
import { World, bridge } from './world.mjs'

const WORKER = '邓子涵'
const records = Number(process.argv[2] ?? 10_000)
const rounds = Number(process.argv[3] ?? 9)
const LIMIT_MS = 1000
/** Twelve writes make a premises, a hazard and an inspection. */
const writes = Math.ceil(records / 3) * 12

/** Median, 95th of a hundred, and all of them. */
function figures(values) {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { median: at(0.5), p95: at(0.95), all: values }
}

/** Milliseconds since the process was begun, step by step. */
async function start(world) {
  const begun = performance.now()
  const since = () => Math.round(performance.now() - begun)
  const host = await world.host(WORKER)
  const opened = since()
  const page = await world.page(host)
  await page.getByRole('heading', { name: '今天的任务' }).waitFor()
  const screen = since()
  await page.locator('.row').first().waitFor()
  const rows = since()
  await page.waitForFunction(() => !document.body.innerText.includes('正在读取'))
  const whole = since()
  await page.context().close()
  return { host, opened, screen, rows, whole }
}

const world = new World()
try {
  await world.begin()
  await world.phone(WORKER, 'enroll', await world.link(WORKER))
  await world.phone(WORKER, 'sync')
  await world.stopRelay()
  await world.phone(WORKER, 'stress-writes', '--ledger', join(world.folder, 'ledger'), '--count', String(writes))
  const seen = []
  for (let round = 0; round < rounds; round += 1) {
    const one = await start(world)
    if (round === 0) {
      const status = await bridge(one.host, 'phone.status')
      console.log(JSON.stringify({ records, writes, drafts_and_pending: status.drafts + status.pending }))
    }
    seen.push(one)
    await world.killHost(WORKER)
  }
  const of = (step) => figures(seen.map((one) => one[step]))
  const firstRows = of('rows')
  console.log(JSON.stringify({ rounds, limit_ms: LIMIT_MS, host_open_ms: of('opened'), first_screen_ms: of('screen'), first_rows_ms: firstRows, whole_page_ms: of('whole') }, null, 1))
  if (firstRows.median > LIMIT_MS) {
    console.error(`first rows after ${firstRows.median} ms, over ${LIMIT_MS} ms`)
    process.exitCode = 1
  }
} finally {
  await world.end()
}
