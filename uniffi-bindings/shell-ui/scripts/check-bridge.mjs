// Holds src/bridge/methods.ts to docs/BRIDGE.md, with the compiler: the same methods, every argument of
// an example may be passed, and every key of an answer stands in its type and no other.
//   node scripts/check-bridge.mjs
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const here = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(here, '../../docs/BRIDGE.md'), 'utf8')
const found = [...page.matchAll(/### `([a-z_.]+)`\n\n[^\n]*\n\n```json\n([^\n]*)\n([^\n]*)\n```/g)]
if (found.length < 60) throw new Error(`${found.length} methods in docs/BRIDGE.md`)

/** Keys that stand only where there is something to say. */
const SELDOM = ['conflicts']
/** Objects whose keys are names of fields, or differ by what they say. */
const OPEN = ['fields', 'edits', 'progress']
const lines = ["import type { Methods } from '../src/bridge/methods'", 'type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : [A, B]) : [A, B]', 'type Keys<T> = Exclude<keyof NonNullable<T>, ' + SELDOM.map((it) => `'${it}'`).join(' | ') + '>']

function answer(type, shown) {
  if (shown === null || typeof shown !== 'object') return
  if (Array.isArray(shown)) return shown.length > 0 ? answer(`NonNullable<${type}>[number]`, shown[0]) : undefined
  const keys = Object.keys(shown)
  if (keys.length === 0) return
  lines.push(`const _${lines.length}: Same<Keys<${type}>, ${keys.map((it) => `'${it}'`).join(' | ')}> = true`)
  for (const key of keys) if (!OPEN.includes(key)) answer(`NonNullable<${type}>['${key}']`, shown[key])
}

lines.push(`const names: Same<keyof Methods, ${found.map((it) => `'${it[1]}'`).join(' | ')}> = true`)
for (const [, name, args, given] of found) {
  lines.push(`const _${lines.length}: Methods['${name}']['args'] = ${args} // ${name}`)
  answer(`Methods['${name}']['answer']`, JSON.parse(given))
}
const file = join(here, 'scripts/bridge.generated.ts')
writeFileSync(file, `${lines.join('\n')}\n`)
try {
  const program = ts.createProgram([file], { strict: true, noEmit: true, target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, skipLibCheck: true, types: [] })
  const wrong = ts.getPreEmitDiagnostics(program)
  for (const one of wrong) {
    const line = one.file && one.start !== undefined ? lines[one.file.getLineAndCharacterOfPosition(one.start).line] : ''
    console.log(`${line}\n  ${ts.flattenDiagnosticMessageText(one.messageText, '\n  ')}`)
  }
  console.log(`${found.length} methods of docs/BRIDGE.md: ${wrong.length === 0 ? 'all typed as documented' : `${wrong.length} differ`}`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  rmSync(file)
}
