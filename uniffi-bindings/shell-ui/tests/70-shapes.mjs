// The answers of docs/BRIDGE.md against those of a phone with a month of work on it.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bridge, root, syncNow } from './world.mjs'

const run = promisify(execFile)

/** Method and documented answer, out of the page. */
function documented() {
  const page = readFileSync(join(root, 'docs/BRIDGE.md'), 'utf8')
  const found = page.matchAll(/### `([a-z_.]+)`\n\n[^\n]*\n\n```json\n([^\n]*)\n([^\n]*)\n```/g)
  return new Map([...found].map(([, name, args, answer]) => [name, { args: JSON.parse(args), answer: JSON.parse(answer) }]))
}

/** Keys that stand only where there is something to say. */
const SELDOM = new Set(['conflicts'])

/** An empty object stands for one that another method shows; `null` for anything. */
function compare(shown, real, where) {
  if (shown === null || real === null || typeof shown !== 'object') {
    if (shown !== null && real !== null) assert.equal(typeof real, typeof shown, where)
    return
  }
  if (Array.isArray(shown)) {
    assert.ok(Array.isArray(real), where)
    if (typeof shown[0] === 'object') for (const [index, one] of real.entries()) compare(shown[0], one, `${where}[${index}]`)
    return
  }
  if (Object.keys(shown).length === 0) return
  const keys = Object.keys(real).filter((key) => !SELDOM.has(key))
  assert.deepEqual(keys.sort(), Object.keys(shown).sort(), where)
  for (const key of keys) if (key !== 'fields' && key !== 'edits') compare(shown[key], real[key], `${where}.${key}`)
}

export const tests = {
  async 'every method is typed as it is documented'() {
    await run(process.execPath, [join(root, 'uniffi-bindings/shell-ui/scripts/check-bridge.mjs')])
  },

  async 'every failure says what to do next, in both languages'() {
    const page = readFileSync(join(root, 'docs/API.md'), 'utf8').split('## On the phone')[1].split('\n## ')[0]
    const codes = [...page.matchAll(/^\| `([a-z_]+)` \|/gm)].map((it) => it[1])
    assert.ok(codes.length > 35, `${codes.length} codes`)
    for (const file of ['chinese', 'english']) {
      const words = readFileSync(join(root, `uniffi-bindings/shell-ui/src/text/${file}.ts`), 'utf8').split('todo: {')[1].split('}')[0]
      const missing = codes.filter((code) => !words.includes(` ${code}: '`))
      assert.deepEqual(missing, [], `${file} says nothing of them`)
    }
  },

  async 'every answer has the shape that its documentation shows'({ host1: host }) {
    const methods = documented()
    assert.ok(methods.size > 55, `${methods.size} methods`)
    const ask = (name, args) => (name === 'sync.run' ? syncNow(host) : bridge(host, name, args))
    const inspection = (await ask('inspection.list', { limit: 20 })).find((it) => it.status === 'accepted')
    const hazards = await ask('hazard.list', { limit: 50 })
    const hazard = hazards.find((it) => it.item === 'RH-04')
    const [grid] = await ask('phone.grids')
    const record = await ask('record.get', { record: hazard.record })
    const { photos } = await ask('record.get', { record: inspection.record })
    const letter = await ask('case.open', { kind: 'letter', premises: hazard.premises, fields: { promise: '不再充电' } })
    const calls = {
      'phone.status': {}, 'phone.opened': {}, 'phone.release_originals': {}, 'pin.state': {}, 'lease.request': {}, 'phone.grids': {}, 'phone.people': {}, 'phone.contacts': { grid: grid.grid },
      'form.get': { name: 'x' }, 'sync.state': {}, 'sync.run': {}, 'policy.get': {}, 'policy.guide': { item: 'RH-01' },
      'plan.due': { limit: 5 }, 'plan.tasks': {}, 'plan.month': {}, 'plan.jobs': {},
      'premises.list': { limit: 5 }, 'premises.search': { query: '兴隆', limit: 5 }, 'premises.get': { premises: hazard.premises },
      'premises.near': { grid: grid.grid, fields: { name: '王家出租房', address: '兴隆街12号' } },
      'inspection.list': { limit: 5 }, 'inspection.get': { inspection: inspection.record },
      'record.get': { record: hazard.record }, 'record.history': { record: hazard.record }, 'record.edits': { record: hazard.record }, 'record.conflicts': { record: hazard.record },
      'hazard.list': { limit: 50 }, 'notice.owner_code': { hazard: hazard.record },
      'case.kinds': {}, 'case.list': { limit: 50 }, 'case.read': { case: letter.case },
      'record.strokes': { record: hazard.record, signature: record.signatures[0].id },
      'photo.bytes': { photo: photos[0].record, role: 'thumbnail' }, 'photo.fetch': { photo: photos[0].record, role: 'view' },
      'refused.list': {}, 'score.card': { month: '2026-09-01' }, 'score.rewards': {}, 'training.lessons': {},
      'paper.make': { record: hazard.record, kind: 'notice' },
    }
    for (const [name, args] of Object.entries(calls)) {
      const { answer } = methods.get(name) ?? assert.fail(`${name} is not documented`)
      compare(answer, await ask(name, args), name)
    }
  },
}
