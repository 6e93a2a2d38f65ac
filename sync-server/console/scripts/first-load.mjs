// What a browser fetches before the first page stands, as it travels (Brotli), against the limit.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const LIMIT_KB = 600
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const assets = readdirSync(join(dist, 'assets'))
const page = readFileSync(join(dist, 'index.html'), 'utf8')
const wanted = new Set([...page.matchAll(/assets\/[^"']+/g)].map((it) => it[0]))
const today = assets.find((name) => /^TodayPage-.*\.js$/.test(name))
const queue = [...wanted, ...(today === undefined ? [] : [`assets/${today}`])].filter((it) => it.endsWith('.js'))
const scripts = new Set()
while (queue.length > 0) {
  const file = queue.pop()
  if (scripts.has(file)) continue
  scripts.add(file)
  const source = readFileSync(join(dist, file), 'utf8')
  // Static imports only: what import() names is fetched when its page is opened.
  for (const [, name] of source.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) queue.push(`assets/${name}`)
}
const travels = (file) => {
  const small = join(dist, `${file}.br`)
  try {
    return statSync(small).size
  } catch {
    return statSync(join(dist, file)).size
  }
}
const sum = (files) => Math.round(files.reduce((all, file) => all + travels(file), 0) / 1024)
const js = sum([...scripts])
const css = sum([...wanted].filter((it) => it.endsWith('.css')))
console.log(JSON.stringify({ first_load_js_kb: js, first_load_css_kb: css, scripts: scripts.size, limit_js_kb: LIMIT_KB }))
if (js > LIMIT_KB) {
  console.error(`the first load is ${js} KB of JavaScript, more than ${LIMIT_KB}`)
  process.exitCode = 1
}
