// How long a phone with many records takes to its first screen: node tests/cold-start.mjs [WRITES]
// Twelve writes make a premises, an inspection and a hazard. The machine must be idle for the figure to mean anything.
import { join } from 'node:path'
import { World, bridge } from './world.mjs'

const WORKER = '邓子涵'
const writes = process.argv[2] ?? '48000'
const world = new World()
try {
  await world.begin()
  await world.phone(WORKER, 'enroll', await world.link(WORKER))
  await world.phone(WORKER, 'sync')
  await world.stopRelay()
  await world.phone(WORKER, 'stress-writes', '--ledger', join(world.folder, 'ledger'), '--count', writes)
  const begun = Date.now()
  const host = await world.host(WORKER)
  const opened = Date.now()
  const page = await world.page(host)
  await page.getByRole('heading', { name: '今天的任务' }).waitFor()
  const head = Date.now()
  await page.locator('.row').first().waitFor()
  const rows = Date.now()
  await page.waitForFunction(() => !document.body.innerText.includes('正在读取'))
  const whole = Date.now()
  const status = await bridge(host, 'phone.status')
  console.log(JSON.stringify({ writes: Number(writes), drafts_and_pending: status.drafts + status.pending, host_open_ms: opened - begun, first_screen_ms: head - opened, first_rows_ms: rows - opened, due_list_ms: whole - opened }))
} finally {
  await world.end()
}
