// The worker's pages in Debian's Chromium, over the development host and a real relay.
//   node tests/run.mjs [WORD]    WORD: only the tests whose name holds it, and those they rest on
import { readdirSync } from 'node:fs'
import { World, shot } from './world.mjs'

const only = process.argv[2] ?? ''
const started = Date.now()
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1)
const world = new World()
let failed = 0
try {
  await world.begin()
  console.log(`relay and browser: ${seconds(started)} s`)
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^\d\d-.*\.mjs$/.test(name)).sort()
  for (const file of files) {
    const { tests, needed } = await import(`./${file}`)
    for (const [name, test] of Object.entries(tests)) {
      if (!needed && !`${file} ${name}`.includes(only)) continue
      const begun = Date.now()
      try {
        await test(world)
        console.log(`ok     ${name} (${seconds(begun)} s)`)
      } catch (problem) {
        failed += 1
        console.log(`FAILED ${name} (${seconds(begun)} s)\n${problem.stack ?? problem}`)
        if (process.env.WANGGE_SHOTS) await shot(world.open, `failed-${failed}`).catch(() => undefined)
        // What comes after rests on what went before.
        if (needed) break
      }
    }
  }
} finally {
  await world.end()
}
console.log(`${failed === 0 ? 'all passed' : `${failed} failed`} in ${seconds(started)} s`)
process.exitCode = failed === 0 ? 0 : 1
