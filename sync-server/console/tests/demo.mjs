// Every page on what `make demo` has left behind, at both sizes: nothing breaks, nothing is wider than the
// screen, no serious finding. The folder is copied, the relay serves the copy.
//   WANGGE_DEMO=../../target/demo WANGGE_SHOTS=1 node tests/demo.mjs
import assert from 'node:assert/strict'
import { cpSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { tests as pages } from './50-every-page.mjs'
import { openPage, settled, signIn, startBrowser } from './harness.mjs'
import { township, World } from './relay.mjs'

const demo = resolve(process.env.WANGGE_DEMO ?? '../../target/demo')
const world = new World()
for (const name of readdirSync(demo).filter((it) => it === 'relay' || it === 'clock')) {
  cpSync(join(demo, name), join(world.folder, name), { recursive: true })
}
world.now = Number(readFileSync(world.clock, 'utf8'))
// Accounts of the demonstration stand in the place of those of the other tests.
const { people } = JSON.parse(readFileSync(join(demo, 'import.json'), 'utf8'))
const seated = people.filter((one) => one.account != null)
const station = seated.find((one) => one.account.startsWith('station'))
township.people.splice(0, Infinity, ...seated, { ...station, account: 'station_officer-1', signIn: station.account })

const browser = await startBrowser()
let failed = 0
try {
  await world.serve()
  const page = await openPage(browser, world)
  await signIn(page, 'station_officer-1', '/')
  await settled(page)
  const get = async (path) => (await page.request.get(`${world.address}/api/v1/${path}`)).json()
  const { counts } = await get('summary')
  assert.ok(Object.keys(counts).length > 2, 'a console full of September')
  await page.context().close()
  for (const [name, test] of Object.entries(pages)) {
    const begun = Date.now()
    try {
      await test({ browser, world, prefix: 'demo-' })
      console.log(`ok    the demonstration, ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
    } catch (problem) {
      failed += 1
      console.log(`FAILED the demonstration, ${name}\n${problem.stack ?? problem}`)
    }
  }
} finally {
  await browser.close()
  world.end()
}
process.exitCode = failed === 0 ? 0 : 1
