// What the pages weigh compressed, against the limit. No option lifts it.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const LIMIT_KB = 400
const assets = fileURLToPath(new URL('../dist/assets/', import.meta.url))
const sum = (end) =>
  readdirSync(assets)
    .filter((name) => name.endsWith(end))
    .reduce((all, name) => all + gzipSync(readFileSync(join(assets, name))).length, 0) / 1024
const script = sum('.js')
console.log(JSON.stringify({ script_gzip_kb: +script.toFixed(1), style_gzip_kb: +sum('.css').toFixed(1), limit_kb: LIMIT_KB }))
if (script > LIMIT_KB) {
  console.error(`the script is ${script.toFixed(1)} KB compressed, more than ${LIMIT_KB}`)
  process.exitCode = 1
}
