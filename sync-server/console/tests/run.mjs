// The console in Debian's Chromium against the real relay, filled by real phones.
//   node tests/run.mjs [WORD ...]    only the tests whose file or name holds one of the words
// WANGGE_SHOTS=1 leaves pictures of the pages in tests/shots.
import { readdirSync } from 'node:fs'
import { filled } from './relay.mjs'
import { startBrowser } from './harness.mjs'

const only = process.argv.slice(2)
const started = Date.now()
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1)
const setting = await filled()
console.log(`relay with data: ${seconds(started)} s`)
const browser = await startBrowser()
let failed = 0
try {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^\d\d-.*\.mjs$/.test(name)).sort()
  for (const file of files) {
    const { tests } = await import(`./${file}`)
    for (const [name, test] of Object.entries(tests)) {
      if (only.length > 0 && !only.some((word) => `${file} ${name}`.includes(word))) continue
      const begun = Date.now()
      try {
        await test({ browser, ...setting })
        console.log(`ok    ${name} (${seconds(begun)} s)`)
      } catch (problem) {
        failed += 1
        console.log(`FAILED ${name} (${seconds(begun)} s)\n${problem.stack ?? problem}`)
      }
    }
  }
} finally {
  await browser.close()
  setting.world.end()
}
console.log(`${failed === 0 ? 'all passed' : `${failed} failed`} in ${seconds(started)} s`)
process.exitCode = failed === 0 ? 0 : 1
